//! Adults and work of one slot matched at the least price for continuity.

use crate::search::Search;
use crate::state::{Item, Kind, State, With};

/// Matches the adults of each slot with its pupils and groups anew, for as long as that helps.
pub fn rematch(search: &mut Search, over: &dyn Fn() -> bool) {
    let mut better = true;
    while better {
        better = false;
        for slot in 0..search.best.grid.slots {
            if over() {
                return;
            }
            let before = search.best_levels();
            let mut state = search.best.clone();
            rematch_slot(&mut state, slot);
            if search.aim.levels(&state.raw) < before {
                state.forget();
                search.best = state;
                better = true;
            }
        }
    }
}

fn rematch_slot(state: &mut State, slot: usize) {
    let g = state.grid;
    let mut work = Vec::new();
    let mut items = Vec::new();
    for adult in 0..g.adults {
        let cell = *state.cell(adult, slot);
        if matches!(cell.kind, Kind::One | Kind::Group) && !cell.locked && state.open[slot] {
            work.push((cell.kind == Kind::One, cell.ids[..cell.n as usize].iter().map(|p| *p as usize).collect()));
            state.items(adult, slot, &mut items);
        }
    }
    items.into_iter().for_each(|item| state.remove(item));
    match_adults(state, slot, &work, &|_, _| true);
}

/// Frees nothing, adds what the cheapest matching allows; adults who are not meant for the work come last.
pub fn match_adults(state: &mut State, slot: usize, work: &[(bool, Vec<usize>)], meant: &dyn Fn(bool, usize) -> bool) {
    let g = state.grid;
    let free: Vec<usize> = (0..g.adults).filter(|&l| state.is_free(l, slot)).collect();
    if work.is_empty() || free.is_empty() {
        return;
    }
    let price = |alone: bool, members: &[usize], adult: usize| -> Option<i64> {
        let able = members.iter().all(|&p| g.may_support(adult, p)) && (!alone || state.keeps_run(adult, slot));
        let apart = if meant(alone, adult) { 0 } else { NOT_MEANT };
        able.then(|| members.iter().map(|&p| step_price(state, p, adult, slot)).sum::<i64>() + apart)
    };
    let table: Vec<Vec<i64>> =
        work.iter().map(|(alone, members)| free.iter().map(|&l| price(*alone, members, l).unwrap_or(IMPOSSIBLE)).collect()).collect();
    for (w, a) in cheapest(&table) {
        if table[w][a] < IMPOSSIBLE {
            let adult = free[a];
            for &pupil in &work[w].1 {
                state.add(if work[w].0 { Item::One { adult, slot, pupil } } else { Item::Member { adult, slot, pupil } });
            }
        }
    }
}

/// Continuity of one more slot: minutes by distance, and 30 for a new adult on a day that has one already.
pub fn step_price(state: &State, pupil: usize, adult: usize, slot: usize) -> i64 {
    let g = state.grid;
    let (mut new, mut any) = (true, false);
    for &s in &g.day_slots[g.day_of[slot]] {
        if let With::One(l) | With::Group(l) = state.pupil_with(pupil, s) {
            any = true;
            new &= l as usize != adult;
        }
    }
    let handover = if any && new { 30 } else { 0 };
    i64::from(g.minutes[slot]) * g.distance[adult * g.pupils + pupil] + handover
}

const IMPOSSIBLE: i64 = 1_000_000;
const NOT_MEANT: i64 = 20_000;

/// The cheapest matching of rows to columns, as pairs (Kuhn 1955 in the O(n^3) form with potentials).
/// Where there are more rows than columns, some rows stay without.
pub fn cheapest(table: &[Vec<i64>]) -> Vec<(usize, usize)> {
    let (rows, columns) = (table.len(), table.first().map_or(0, Vec::len));
    let n = rows.max(columns);
    let cost = |r: usize, c: usize| if r < rows && c < columns { table[r][c] } else { IMPOSSIBLE };
    let (mut u, mut v) = (vec![0i64; n + 1], vec![0i64; n + 1]);
    let mut row_of = vec![0usize; n + 1];
    let mut way = vec![0usize; n + 1];
    for r in 1..=rows {
        row_of[0] = r;
        let mut column = 0;
        let mut least = vec![i64::MAX / 2; n + 1];
        let mut used = vec![false; n + 1];
        while row_of[column] != 0 {
            used[column] = true;
            let (row, mut delta, mut next) = (row_of[column], i64::MAX, 0);
            for c in 1..=n {
                if !used[c] {
                    let reduced = cost(row - 1, c - 1) - u[row] - v[c];
                    if reduced < least[c] {
                        (least[c], way[c]) = (reduced, column);
                    }
                    if least[c] < delta {
                        (delta, next) = (least[c], c);
                    }
                }
            }
            for c in 0..=n {
                if used[c] {
                    u[row_of[c]] += delta;
                    v[c] -= delta;
                } else {
                    least[c] -= delta;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[way[column]];
            column = way[column];
        }
    }
    (1..=columns).filter(|&c| row_of[c] != 0).map(|c| (row_of[c] - 1, c - 1)).collect()
}
