//! Care, medicine and duties at set times, as tasks of the problem.

use super::frame::Maker;
use super::people::skill;
use crate::model::{SetTask, WEEKDAYS};
use crate::planner::problem::{SlotKind, Task};

impl Maker {
    pub fn tasks(&mut self, tasks: &[SetTask]) {
        let from = self.from;
        for task in tasks.iter().filter(|t| t.ends.is_none_or(|e| e >= from)) {
            let pupil = task.pupil.map(|p| self.planning.pupils.iter().position(|x| *x == p));
            if pupil == Some(None) {
                continue; // for a pupil who has left
            }
            let mut left_out = false;
            for weekday in WEEKDAYS.into_iter().filter(|d| task.is_on(*d)) {
                let places: Vec<usize> = self.planning.places(weekday, task.period, task.week).collect();
                // A lunch of one part has no second half; the task is done in what there is.
                let halves = places.iter().any(|p| self.planning.whens[*p].second_half);
                let places = places.into_iter().filter(|p| self.planning.whens[*p].second_half == (task.second_half && halves));
                let places: Vec<usize> = places.collect();
                for place in places {
                    left_out |= !self.task(task, pupil.flatten(), place);
                }
            }
            if left_out {
                self.note(format!(
                    "{}: {} minutes of lunch would leave nobody their unpaid break, so it is not planned. Make it shorter, or two \
                     tasks with other adults.",
                    task.what, task.minutes
                ));
            }
        }
    }

    /// One task of one day; false where it would take the adult's unpaid break.
    fn task(&mut self, task: &SetTask, pupil: Option<usize>, place: usize) -> bool {
        let problem = &mut self.planning.problem;
        let slot = &problem.slots[place];
        let last = task.until.and_then(|until| {
            let later = problem.slots_of(slot.day).filter(|s| s.id > place);
            later.map(|s| s.id).find(|s| self.planning.whens[*s].period == until)
        });
        let whole_lunch = slot.kind == SlotKind::Lunch && problem.slots_of(slot.day).filter(|s| s.kind == SlotKind::Lunch).count() == 1;
        if last.is_none() && (i32::from(task.minutes) > slot.minutes || whole_lunch) {
            return false;
        }
        let minutes = last.map_or(i32::from(task.minutes), |last| problem.slots[place..=last].iter().map(|s| s.minutes).sum());
        problem.tasks.push(Task {
            id: problem.tasks.len(),
            kind: task.kind.words().to_lowercase(),
            name: task.what.clone(),
            slot: place,
            end_slot: last,
            staff: usize::from(task.adults),
            skill: Some(skill(&task.training)).filter(|s| !s.is_empty()),
            pupil,
            minutes,
        });
        self.planning.tasks.push(task.clone());
        true
    }
}
