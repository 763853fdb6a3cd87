//! One slot of a master's decision given names exactly: an integer program small enough to be solved at once,
//! for the slots in which packing the groups first and matching them afterwards loses somebody.

use crate::grid::NONE;
use crate::highs::{Column, Program};
use crate::matching::step_price;
use crate::naming::Cover;
use crate::state::{Item, ROOM, State};
use std::collections::BTreeMap;
use std::time::Duration;

/// Who takes whom in the slot, so that as few as can be are left without; adults whom the master means for other
/// work come next to last.
pub fn best(state: &State, cover: &Cover, slot: usize) -> Vec<Item> {
    let mut places = Places { state, slot, program: Program::default(), items: Vec::new(), busy: BTreeMap::new() };
    for &(pupil, _) in cover.alone.iter().filter(|x| x.1 == slot) {
        places.alone(pupil, cover);
    }
    let sharing: Vec<usize> = cover.shared.iter().filter(|y| y.1 == slot).map(|y| y.0).collect();
    places.groups(&sharing, cover);
    places.solved()
}

/// What one lesson without an adult costs, beside what continuity does; and an adult meant for other work.
const WITHOUT: f64 = 10_000.0;
const NOT_MEANT: f64 = 1_000.0;

/// A group that an adult might lead, and who could be in it.
struct Led {
    group: Column,
    members: Vec<(usize, Column)>,
}

struct Places<'s, 'g> {
    state: &'s State<'g>,
    slot: usize,
    program: Program,
    items: Vec<(Column, Item)>,
    /// By adult what they could do in the slot: one thing at most.
    busy: BTreeMap<usize, Vec<(Column, f64)>>,
}

impl Places<'_, '_> {
    fn able(&self, pupil: usize) -> Vec<usize> {
        let (state, slot) = (self.state, self.slot);
        state.grid.able[pupil].iter().map(|l| *l as usize).filter(|&l| state.is_free(l, slot)).collect()
    }

    fn price(&self, pupil: usize, adult: usize) -> f64 {
        step_price(self.state, pupil, adult, self.slot) as f64
    }

    fn alone(&mut self, pupil: usize, cover: &Cover) {
        let slot = self.slot;
        let mut all = Vec::new();
        for adult in self.able(pupil).into_iter().filter(|&l| self.state.keeps_run(l, slot)) {
            let apart = if cover.means(true, adult, slot) { 0.0 } else { NOT_MEANT };
            let x = self.program.column(self.price(pupil, adult) + apart - WITHOUT, 0.0, 1.0, true);
            self.items.push((x, Item::One { adult, slot, pupil }));
            self.busy.entry(adult).or_default().push((x, 1.0));
            all.push((x, 1.0));
        }
        self.program.at_most(1.0, &all);
    }

    /// Pupils who share: each in one group of their class, nobody among more than they may share with.
    fn groups(&mut self, pupils: &[usize], cover: &Cover) {
        let g = self.state.grid;
        let slot = self.slot;
        let mut led: BTreeMap<(usize, u16), Led> = BTreeMap::new();
        for &pupil in pupils {
            let class = g.class[pupil * g.slots + slot];
            debug_assert_ne!(class, NONE);
            let mut all = Vec::new();
            for adult in self.able(pupil) {
                let apart = if cover.means(false, adult, slot) { 0.0 } else { NOT_MEANT };
                let led = led.entry((adult, class)).or_insert_with(|| {
                    let column = self.program.column(apart, 0.0, 1.0, true);
                    self.busy.entry(adult).or_default().push((column, 1.0));
                    Led { group: column, members: Vec::new() }
                });
                let y = self.program.column(step_price(self.state, pupil, adult, slot) as f64 - WITHOUT, 0.0, 1.0, true);
                self.program.at_most(0.0, &[(y, 1.0), (led.group, -1.0)]);
                led.members.push((pupil, y));
                self.items.push((y, Item::Member { adult, slot, pupil }));
                all.push((y, 1.0));
            }
            self.program.at_most(1.0, &all);
        }
        for Led { members, .. } in led.into_values() {
            for &(pupil, _) in &members {
                let room = |&(q, y): &(usize, Column)| (y, 1.0 + if q == pupil { (ROOM - g.ratio[pupil]) as f64 } else { 0.0 });
                let terms: Vec<_> = members.iter().map(room).collect();
                self.program.at_most(ROOM as f64, &terms);
            }
        }
    }

    fn solved(mut self) -> Vec<Item> {
        for work in std::mem::take(&mut self.busy).into_values() {
            self.program.at_most(1.0, &work);
        }
        let outcome = self.program.settle(Duration::from_millis(100), 10.0);
        if outcome.value.is_none() {
            return Vec::new();
        }
        self.items.into_iter().filter(|(column, _)| outcome.solution[*column] > 0.5).map(|(_, item)| item).collect()
    }
}
