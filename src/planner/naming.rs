//! Gives names to what the coverage master decided: tasks and sessions first, then in each slot the
//! cheapest matching of adults to pupils and groups. What finds no adult is left to the search.
#![cfg_attr(not(feature = "proofs"), allow(dead_code, reason = "without proofs only the matching of adults is used"))]

use crate::grid::NONE;
use crate::search::Search;
use crate::state::{Item, Kind, State, With};
use std::collections::BTreeMap;

/// What the master decides, before it has names.
#[derive(Default, Debug, Clone)]
pub struct Cover {
    pub alone: Vec<(usize, usize)>,
    pub shared: Vec<(usize, usize)>,
    pub tasks: Vec<(usize, usize)>,
    pub sessions: Vec<(usize, usize)>,
    pub deliverers: Vec<(usize, usize)>,
}

/// Fills an empty state with a cover, as far as the rules allow.
pub fn name(state: &mut State, cover: &Cover) {
    for &(task, adult) in &cover.tasks {
        state.add(Item::Task { adult, task });
    }
    sessions(state, cover);
    tasks(state);
    for slot in 0..state.grid.slots {
        supports(state, cover, slot);
    }
    state.forget();
}

/// Tasks for which the cover had no names: the adult with most time left takes each.
fn tasks(state: &mut State) {
    let g = state.grid;
    let mut order: Vec<usize> = (0..g.tasks.len()).collect();
    order.sort_by_key(|&t| g.tasks[t].able.len());
    for task in order {
        let mut able: Vec<usize> = g.tasks[task].able.iter().map(|l| *l as usize).collect();
        able.sort_by_key(|&l| {
            (g.able.iter().filter(|a| a.contains(&(l as u16)) && a.len() < g.adults).count(), state.contact[l] - g.contract[l])
        });
        for adult in able {
            if state.staffed[task].len() == g.tasks[task].staff {
                break;
            }
            state.add(Item::Task { adult, task });
        }
    }
}

/// The deliverer is the cover's, or whoever fits the most of its sessions.
fn sessions(state: &mut State, cover: &Cover) {
    let g = state.grid;
    let chosen: BTreeMap<usize, usize> = cover.deliverers.iter().copied().collect();
    let mut order: Vec<usize> = (0..g.sessions.len()).collect();
    order.sort_by_key(|&i| (!g.sessions[i].statutory, g.sessions[i].able.len()));
    for session in order {
        let slots: Vec<usize> = cover.sessions.iter().filter(|s| s.0 == session).map(|s| s.1).collect();
        let fits = |state: &mut State, adult: usize| {
            let mark = state.mark();
            let n = slots.iter().filter(|&&slot| state.add(Item::Session { adult, slot, session })).count();
            state.undo_to(mark);
            n
        };
        let best = chosen.get(&session).copied().or_else(|| {
            g.sessions[session].able.iter().map(|l| *l as usize).max_by_key(|&l| (fits(state, l), g.contract[l] - state.contact[l]))
        });
        if let Some(adult) = best {
            slots.iter().for_each(|&slot| {
                state.add(Item::Session { adult, slot, session });
            });
        }
    }
}

/// Pupils and groups of one slot, matched with the adults who are free in it.
fn supports(state: &mut State, cover: &Cover, slot: usize) {
    let g = state.grid;
    let mut work: Vec<(bool, Vec<usize>)> = cover.alone.iter().filter(|x| x.1 == slot).map(|x| (true, vec![x.0])).collect();
    work.extend(groups(state, cover, slot).into_iter().map(|members| (false, members)));
    match_adults(state, slot, &work);
    for (alone, members) in work {
        for pupil in members {
            if !alone && state.pupil_with(pupil, slot) == With::Nobody {
                (0..g.adults).any(|adult| state.cell(adult, slot).kind == Kind::Group && state.add(Item::Member { adult, slot, pupil }));
            }
        }
    }
}

/// Packs the pupils of each class into as few groups as their ratios allow.
fn groups(state: &State, cover: &Cover, slot: usize) -> Vec<Vec<usize>> {
    let g = state.grid;
    let mut by_class: BTreeMap<u16, Vec<usize>> = BTreeMap::new();
    for &(p, _) in cover.shared.iter().filter(|y| y.1 == slot) {
        by_class.entry(g.class[p * g.slots + slot]).or_default().push(p);
    }
    let mut groups = Vec::new();
    for (class, mut members) in by_class {
        debug_assert_ne!(class, NONE);
        members.sort_by_key(|&p| g.ratio[p]);
        let mut open: Vec<Vec<usize>> = Vec::new();
        for p in members {
            let fits = open.iter_mut().find(|group| group.len() < g.ratio[p] && group.iter().all(|&m| group.len() < g.ratio[m]));
            match fits {
                Some(group) => group.push(p),
                None => open.push(vec![p]),
            }
        }
        groups.extend(open);
    }
    groups
}

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
    match_adults(state, slot, &work);
}

/// Frees nothing, adds what the cheapest matching allows.
pub fn match_adults(state: &mut State, slot: usize, work: &[(bool, Vec<usize>)]) {
    let g = state.grid;
    let free: Vec<usize> = (0..g.adults).filter(|&l| state.is_free(l, slot)).collect();
    if work.is_empty() || free.is_empty() {
        return;
    }
    let price = |alone: bool, members: &[usize], adult: usize| -> Option<i64> {
        let able = members.iter().all(|&p| g.may_support(adult, p)) && (!alone || state.keeps_run(adult, slot));
        able.then(|| members.iter().map(|&p| step_price(state, p, adult, slot)).sum())
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
fn step_price(state: &State, pupil: usize, adult: usize, slot: usize) -> i64 {
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
