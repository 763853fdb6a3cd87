//! Adults and work of one slot matched at the least price: continuity, and where a day is repaired first of all changes.

use crate::grid::Grid;
use crate::search::{Aim, Search};
use crate::state::{Cell, Item, Kind, State, With};

/// Matches the adults of each slot with its pupils and groups anew, for as long as that helps.
pub fn rematch(search: &mut Search, over: &dyn Fn() -> bool) {
    let mut better = true;
    while better {
        better = false;
        for &slot in &search.best.grid.focus {
            if over() {
                return;
            }
            let before = search.best_levels();
            let mut state = search.best.clone();
            rematch_slot(&mut state, slot, search.aim);
            if search.aim.levels(&state.raw) < before {
                state.forget();
                search.best = state;
                better = true;
            }
        }
    }
}

fn rematch_slot(state: &mut State, slot: usize, aim: Aim) {
    let g = state.grid;
    let mut work = Vec::new();
    let mut items = Vec::new();
    for adult in (0..g.adults).filter(|_| state.open[slot]) {
        let cell = *state.cell(adult, slot);
        if let Some(piece) = Piece::of(state, &cell).filter(|_| !cell.locked) {
            state.items(adult, slot, &mut items);
            work.push(piece);
        }
    }
    items.into_iter().for_each(|item| state.remove(item));
    match_adults(state, slot, &work, &|state, piece, adult| {
        let stays = aim == Aim::Cover && state.stood(adult, slot, piece.key(g, slot));
        if stays { -STAYS } else { 0 }
    });
}

/// What takes an adult for the whole of a slot.
pub enum Piece {
    Alone(usize),
    Group(Vec<usize>),
    Task(usize),
}

impl Piece {
    fn of(state: &State, cell: &Cell) -> Option<Piece> {
        let mut ids = cell.ids[..cell.n as usize].iter().map(|id| *id as usize);
        match cell.kind {
            Kind::One => ids.next().map(Piece::Alone),
            Kind::Group => Some(Piece::Group(ids.collect())),
            Kind::Task => ids.next().filter(|task| !state.grid.tasks[*task].spans).map(Piece::Task),
            Kind::Free | Kind::Parts => None,
        }
    }

    pub fn pupils(&self) -> &[usize] {
        match self {
            Piece::Alone(pupil) => std::slice::from_ref(pupil),
            Piece::Group(pupils) => pupils,
            Piece::Task(_) => &[],
        }
    }

    fn items(&self, adult: usize, slot: usize) -> Vec<Item> {
        match self {
            Piece::Alone(pupil) => vec![Item::One { adult, slot, pupil: *pupil }],
            Piece::Group(pupils) => pupils.iter().map(|&pupil| Item::Member { adult, slot, pupil }).collect(),
            Piece::Task(task) => vec![Item::Task { adult, task: *task }],
        }
    }

    /// What the piece is in a plan, as [`Work::key`] has it.
    fn key(&self, g: &Grid, slot: usize) -> (u8, u16) {
        match self {
            Piece::Alone(pupil) => (0, *pupil as u16),
            Piece::Group(pupils) => (1, g.class[pupils[0] * g.slots + slot]),
            Piece::Task(task) => (2, *task as u16),
        }
    }

    /// What an adult costs who does this, where they may.
    fn price(&self, state: &State, adult: usize, slot: usize) -> Option<i64> {
        let g = state.grid;
        let may = match self {
            Piece::Alone(pupil) => g.may_support(adult, *pupil) && state.keeps_run(adult, slot),
            Piece::Group(pupils) => pupils.iter().all(|&p| g.may_support(adult, p)),
            Piece::Task(task) => g.tasks[*task].able.contains(&(adult as u16)),
        };
        may.then(|| self.pupils().iter().map(|&p| step_price(state, p, adult, slot)).sum())
    }
}

/// What an adult costs for a piece of work beside continuity.
type Price<'a> = &'a dyn Fn(&State, &Piece, usize) -> i64;

/// Frees nothing, adds what the cheapest matching allows.
pub fn match_adults(state: &mut State, slot: usize, work: &[Piece], beside: Price) {
    let free: Vec<usize> = (0..state.grid.adults).filter(|&l| state.is_free(l, slot)).collect();
    if work.is_empty() || free.is_empty() {
        return;
    }
    let price = |piece: &Piece, adult| piece.price(state, adult, slot).map_or(IMPOSSIBLE, |price| price + beside(state, piece, adult));
    let table: Vec<Vec<i64>> = work.iter().map(|piece| free.iter().map(|&adult| price(piece, adult)).collect()).collect();
    for (w, a) in cheapest(&table) {
        if table[w][a] < IMPOSSIBLE {
            for item in work[w].items(free[a], slot) {
                state.add(item);
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
/// An adult who does what they do anyway comes before any gain in continuity.
const STAYS: i64 = 2_000;

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

#[cfg(test)]
mod tests {
    use super::rematch;
    use crate::grid::Grid;
    use crate::sample::{Size, sample};
    use crate::search::{Aim, Search};
    use crate::state::{CHANGES, Item, Kind, State};
    use crate::{Options, solve};
    use std::sync::atomic::AtomicBool;

    #[test]
    fn adults_who_changed_places_for_nothing_are_put_back() {
        let problem = sample(Size::Secondary, 5, 0.9);
        let options = Options { seconds: 0.2, proofs: false, ..Options::default() };
        let base = solve(&problem, options, &AtomicBool::new(false), &mut |_| {}).progress.plan;
        let grid = Grid::new(&problem);
        let mut state = State::new(&grid);
        state.load(&base);
        state.set_base(&problem, &base);
        let changed = (0..grid.slots).filter(|&slot| changes_places(&mut state, slot)).count();
        state.forget();
        assert!(changed > 3, "only {changed} slots could be changed");
        assert_eq!(state.raw[CHANGES], 2 * changed as i64);
        let hours = Aim::Cover.levels(&state.raw);

        let mut search = Search::new(state, Aim::Cover, 1);
        rematch(&mut search, &|| false);
        assert_eq!(search.best.raw[CHANGES], 0);
        assert_eq!(search.best_levels()[..2], hours[..2]);
    }

    /// Lets two adults of the slot who may do each other's work do it.
    fn changes_places(state: &mut State, slot: usize) -> bool {
        let adults: Vec<usize> = (0..state.grid.adults).filter(|&l| state.cell(l, slot).kind == Kind::One).collect();
        for &a in &adults {
            for &b in adults.iter().filter(|&&b| b > a) {
                let (mine, theirs) = (usize::from(state.cell(a, slot).ids[0]), usize::from(state.cell(b, slot).ids[0]));
                let one = |adult, pupil| Item::One { adult, slot, pupil };
                let mark = state.mark();
                state.remove(one(a, mine));
                state.remove(one(b, theirs));
                if state.add(one(a, theirs)) && state.add(one(b, mine)) {
                    return true;
                }
                state.undo_to(mark);
            }
        }
        false
    }
}
