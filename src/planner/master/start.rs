//! Between plans and the master: a plan as a start, a solution as decisions to be named.

use super::{Master, Terms};
use crate::highs::Column;
use crate::naming::Cover;
use crate::state::{Kind, State, With};
use std::collections::BTreeMap;

impl Master<'_> {
    /// A plan as a start for the program: every column but those that follow from others.
    pub fn start(&self, state: &State) -> Terms {
        let g = self.grid;
        let mut start: Terms = Vec::new();
        let yes = |b: bool| if b { 1.0 } else { 0.0 };
        for (&(p, s), &x) in &self.alone {
            start.push((x, yes(matches!(state.pupil_with(p, s), With::One(_)))));
        }
        for (&(p, s), &y) in &self.shared {
            start.push((y, yes(matches!(state.pupil_with(p, s), With::Group(_)))));
        }
        for (&(c, s), &n) in self.groups.iter().filter(|(_, n)| self.program.upper[**n] > 1.0 || !self.is_pupils_own(**n)) {
            let leads =
                |&l: &usize| state.cell(l, s).kind == Kind::Group && g.class[state.cell(l, s).ids[0] as usize * g.slots + s] as usize == c;
            start.push((n, (0..g.adults).filter(leads).count() as f64));
        }
        for (&(l, s), &a) in &self.one {
            start.push((a, yes(state.cell(l, s).kind == Kind::One)));
        }
        for (&(l, s), &h) in &self.many {
            start.push((h, yes(state.cell(l, s).kind == Kind::Group)));
        }
        for (t, &k) in self.staffed.iter().enumerate() {
            start.push((k, state.staffed[t].len() as f64));
        }
        for (&(t, l), &q) in &self.on_task {
            start.push((q, yes(state.staffed[t].contains(&(l as u16)))));
        }
        let held = |i: usize, s: usize| state.pupil_with(g.sessions[i].pupils[0] as usize, s) == With::Session(i as u16);
        for (&(i, s), &v) in &self.held {
            start.push((v, yes(held(i, s))));
        }
        for (&(i, s, l), &v) in &self.held_by {
            start.push((v, yes(held(i, s) && state.deliverer[i] == l as u16)));
        }
        for (&(i, l), &who) in &self.deliverer {
            start.push((who, yes(state.deliverer[i] == l as u16)));
        }
        start.extend(self.start_of_shortfalls(state));
        start
    }

    /// Whether a column of groups is the one pupil's own column of a class with one pupil.
    fn is_pupils_own(&self, column: Column) -> bool {
        self.shared.values().any(|y| *y == column)
    }

    fn start_of_shortfalls(&self, state: &State) -> Terms {
        let mut start = Vec::new();
        for p in 0..self.grid.pupils {
            let missed = state.missed_one(p) + state.missed_shared(p);
            if let Some((k, steps)) = self.steps[p].split_last() {
                let all = self.grid.one_to_one[p] + self.grid.shared[p];
                let count = if steps.is_empty() { 0 } else { missed / (all / steps.len() as i32).max(1) };
                start.push((*k, f64::from(count)));
            }
        }
        start
    }

    /// The decisions of a solution.
    pub fn read(&self, solution: &[f64]) -> Cover {
        Cover {
            alone: picked(solution, &self.alone),
            shared: picked(solution, &self.shared),
            tasks: picked(solution, &self.on_task),
            sessions: picked(solution, &self.held),
            deliverers: picked(solution, &self.deliverer),
            ones: picked(solution, &self.one),
            leads: picked(solution, &self.many),
        }
    }
}

/// The keys of the columns that a solution chose.
fn picked<C: FromIterator<(usize, usize)>>(solution: &[f64], columns: &BTreeMap<(usize, usize), Column>) -> C {
    columns.iter().filter(|(_, c)| solution[**c] > 0.5).map(|(key, _)| *key).collect()
}

#[cfg(test)]
mod tests {
    use crate::grid::Grid;
    use crate::master::{Asked, Detail, Master};
    use crate::sample::{Size, sample};
    use crate::search::{Aim, Search, Stretch, Until};
    use crate::state::State;
    use std::sync::atomic::AtomicBool;
    use std::time::{Duration, Instant};

    /// What makes a bound a bound: each plan that keeps the rules is a solution of the master, at its own value.
    #[test]
    fn every_plan_fits_in_the_master_and_is_worth_the_same_there() {
        let never = AtomicBool::new(false);
        for (size, details) in [
            (Size::Primary, [Detail::Named, Detail::Counted]),
            (Size::Secondary, [Detail::Led, Detail::Counted]),
            (Size::Large, [Detail::Counted, Detail::Counted]),
        ] {
            for (seed, tension) in [(1, 0.9), (2, 1.1), (3, 1.4)] {
                let grid = Grid::new(&sample(size, seed, tension));
                let mut search = Search::new(State::new(&grid), Aim::Week, seed);
                let until = Until { deadline: Instant::now() + Duration::from_secs(60), stop: &never };
                search.anneal(Stretch { length: Duration::from_millis(200), locked: 0, warm: 300.0, cool: 10.0, stay: false }, &until);
                for detail in details {
                    let mut master = Master::new(&grid, detail, Asked::everything(&grid), Vec::new());
                    for (column, value) in master.start(&search.best) {
                        (master.program.lower[column], master.program.upper[column]) = (value, value);
                    }
                    for (level, reached) in search.best_levels().into_iter().enumerate().take(3) {
                        let (_, constant) = master.minimise(level);
                        let outcome = master.program.settle(Duration::from_secs(20), 0.1);
                        let value = outcome.value.map(|v| (v + constant).round() as i64);
                        assert_eq!(value, Some(reached), "{size:?} {seed} {detail:?}, level {}", level + 1);
                    }
                }
            }
        }
    }
}
