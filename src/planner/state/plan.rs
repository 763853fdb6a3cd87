//! A state written as a plan, and a plan taken over into a state.

use super::{Item, Kind, SESSION, State};
use crate::problem::{Assignment, Work};

impl State<'_> {
    /// The plan as assignments, in the order of adults and slots.
    pub fn plan(&self) -> Vec<Assignment> {
        let mut plan = Vec::new();
        for lsa in 0..self.grid.adults {
            for slot in 0..self.grid.slots {
                let cell = self.cell(lsa, slot);
                let ids = cell.ids[..cell.n as usize].iter().map(|&i| i as usize);
                match cell.kind {
                    Kind::Free => {}
                    Kind::One => ids.for_each(|pupil| plan.push(Assignment { lsa, slot, work: Work::OneToOne { pupil } })),
                    Kind::Group => {
                        let class = self.grid.class[cell.ids[0] as usize * self.grid.slots + slot] as usize;
                        let mut pupils: Vec<usize> = ids.collect();
                        pupils.sort_unstable();
                        plan.push(Assignment { lsa, slot, work: Work::Shared { class, pupils } });
                    }
                    Kind::Task => ids
                        .filter(|&t| self.grid.tasks[t].slot == slot)
                        .for_each(|task| plan.push(Assignment { lsa, slot, work: Work::Task { task } })),
                    Kind::Parts => ids.for_each(|id| {
                        let work = match id.checked_sub(SESSION as usize) {
                            Some(intervention) => Work::Intervention { intervention },
                            None => Work::Task { task: id },
                        };
                        plan.push(Assignment { lsa, slot, work });
                    }),
                }
            }
        }
        plan
    }

    /// Takes over as much of a plan as the rules allow; answers what could not be taken.
    pub fn load(&mut self, plan: &[Assignment]) -> Vec<Assignment> {
        let mut left = Vec::new();
        for a in plan {
            let taken = self.items_of(a).into_iter().all(|item| self.add(item));
            if !taken {
                left.push(a.clone());
            }
        }
        self.forget();
        left
    }

    pub(super) fn items_of(&self, a: &Assignment) -> Vec<Item> {
        let (adult, slot) = (a.lsa, a.slot);
        match &a.work {
            Work::OneToOne { pupil } => vec![Item::One { adult, slot, pupil: *pupil }],
            Work::Shared { pupils, .. } => pupils.iter().map(|&pupil| Item::Member { adult, slot, pupil }).collect(),
            Work::Task { task } => vec![Item::Task { adult, task: *task }],
            Work::Intervention { intervention } => vec![Item::Session { adult, slot, session: *intervention }],
        }
    }
}
