//! How long one meeting of a slot is meant to last: what the ledger counts, a card offers and a calendar shows.

use std::collections::HashMap;

use crate::model::{Duty, Per, Period, PeriodId, Provision, Running, RunningId, SetTask, SetTaskId, WeekSlot};

/// What says how long things take: the task, the intervention or the line that a slot is for, within its period.
#[derive(Clone, Debug, Default)]
pub struct Lengths {
    periods: HashMap<PeriodId, u16>,
    running: HashMap<RunningId, Option<u16>>,
    tasks: HashMap<SetTaskId, Option<u16>>,
}

impl Lengths {
    pub fn new<'a>(periods: impl IntoIterator<Item = &'a Period>, running: &[Running], tasks: &[SetTask]) -> Self {
        Self {
            periods: periods.into_iter().map(|p| (p.id, p.minutes())).collect(),
            running: running.iter().map(|r| (r.id, r.minutes)).collect(),
            // A task that goes on over several periods fills each of them.
            tasks: tasks.iter().map(|t| (t.id, t.until.is_none().then_some(t.minutes))).collect(),
        }
    }

    #[cfg(test)]
    pub fn with_group(mut self, group: RunningId, minutes: u16) -> Self {
        self.running.insert(group, Some(minutes));
        self
    }

    /// Minutes of one meeting, never more than the period has; `line` is the line that the slot names. An intervention
    /// has its own length, whatever the line says that it counts towards.
    pub fn minutes(&self, slot: &WeekSlot, line: Option<&Provision>) -> u16 {
        let of_line = || line.filter(|l| l.times.is_some() || l.per != Per::Week).and_then(|l| l.minutes);
        let meant = match (slot.task, slot.running) {
            (Some(task), _) => self.tasks.get(&task).copied().flatten(),
            (None, Some(running)) => self.running.get(&running).copied().flatten().or_else(of_line),
            (None, None) => of_line(),
        };
        self.within(slot.period, meant)
    }

    /// Minutes of a duty: of the task that it is, or of its whole period.
    pub fn of_duty(&self, duty: &Duty) -> u16 {
        self.within(duty.period, duty.task.and_then(|task| self.tasks.get(&task).copied().flatten()))
    }

    fn within(&self, period: PeriodId, meant: Option<u16>) -> u16 {
        let whole = self.periods.get(&period).copied().unwrap_or(0);
        meant.map_or(whole, |m| m.min(whole))
    }
}

/// What a lesson usually lasts: the middle one of all. What is shorter is a session within one; registration is no
/// lesson to go by.
pub fn usual_lesson(minutes: impl Iterator<Item = u16>) -> u16 {
    let mut lessons: Vec<u16> = minutes.collect();
    lessons.sort_unstable();
    lessons.get(lessons.len() / 2).copied().unwrap_or(USUAL_LESSON)
}

/// What a lesson lasts where there is none to go by.
const USUAL_LESSON: u16 = 60;
