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
        let on = |c: &Column| solution[*c] > 0.5;
        let pick = |m: &BTreeMap<(usize, usize), Column>| m.iter().filter(|(_, c)| on(c)).map(|(k, _)| *k).collect();
        Cover {
            alone: pick(&self.alone),
            shared: pick(&self.shared),
            tasks: pick(&self.on_task),
            sessions: pick(&self.held),
            deliverers: pick(&self.deliverer),
        }
    }
}
