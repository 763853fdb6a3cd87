//! A plan as what begins and what ends in the school's week.

use chrono::NaiveDate;

use super::{Planning, SessionWhat};
use crate::model::{AdoptedWeek, CycleWeek, Duty, DutyId, Mint, ProvisionId, PupilId, RunningId, SetTask, SlotId, WeekSlot};
use crate::planner::{Assignment, Work};

/// Why a pupil and an adult are together.
#[derive(Clone, Copy, Default)]
struct Purpose<'a> {
    provision: Option<ProvisionId>,
    running: Option<RunningId>,
    task: Option<&'a SetTask>,
}

impl Planning {
    /// What adopting a plan does: slots and duties that end before `from`, and those that begin on it.
    pub fn adoption(&self, plan: &[Assignment], mint: &mut Mint, from: NaiveDate) -> AdoptedWeek {
        let (mut wanted, mut on_duty) = (Vec::new(), Vec::new());
        for a in plan {
            self.slots_of(a, &mut wanted);
            self.duties_of(a, &mut on_duty);
        }
        wanted.retain_mut(|slot| self.goes_on(slot, from));
        merge_weeks(&mut wanted, |s| &mut s.week, same_place);
        merge_weeks(&mut on_duty, |d| &mut d.week, same_duty);
        let mut ends = Vec::new();
        for slot in &self.standing {
            // A slot that runs out by itself is not the plan's; one that has run out by then is left as it is.
            match wanted.iter().position(|w| slot.ends.is_none() && same_place(w, slot)) {
                Some(i) => drop(wanted.remove(i)),
                None if slot.ends.is_some_and(|end| end < from) => {}
                None => ends.push(slot.id),
            }
        }
        // What was to begin later gives way as well, from the day on which this week begins.
        ends.extend(self.later.iter().filter(|s| s.ends.is_none_or(|end| end >= from)).map(|s| s.id));
        let mut duties = Vec::new();
        let later = self.later_duties.iter().filter(|d| d.ends.is_none_or(|end| end >= from));
        duties.extend(later.map(|duty| Duty { ends: from.pred_opt(), ..duty.clone() }));
        for duty in &self.duties {
            match on_duty.iter().position(|w| duty.ends.is_none() && same_duty(w, duty)) {
                Some(i) => drop(on_duty.remove(i)),
                None if duty.ends.is_some_and(|end| end < from) => {}
                None => duties.push(Duty { ends: from.pred_opt(), ..duty.clone() }),
            }
        }
        duties.extend(on_duty.into_iter().map(|duty| Duty { id: mint.fresh(), starts: Some(from), ..duty }));
        let starts = wanted.into_iter().map(|slot| WeekSlot { id: mint.fresh(), starts: from, ..slot }).collect();
        AdoptedWeek { from, ends, starts, duties }
    }

    /// Whether something that stays where it stands is still there on a day. Where another week that was adopted
    /// takes it over in between, it goes on for as long as that week says; where it runs out, it is not begun again.
    fn goes_on(&self, slot: &mut WeekSlot, from: NaiveDate) -> bool {
        let Some(end) = slot.ends.filter(|end| *end < from) else { return true };
        let of = |s: &WeekSlot| (s.weekday, s.period, s.pupil, s.provision, s.running, s.week);
        let after = self.later.iter().find(|s| s.starts > end && of(s) == of(slot));
        slot.ends = after.and_then(|s| s.ends);
        after.is_some()
    }

    /// An assignment as slots, one for each pupil, each with the place and target that the pupil had for it
    /// before.
    fn slots_of(&self, a: &Assignment, slots: &mut Vec<WeekSlot>) {
        let of = |pupils: &[usize]| pupils.iter().map(|p| self.pupils[*p]).collect::<Vec<_>>();
        let line = |pupil: &PupilId| Purpose { provision: self.lines.get(pupil).copied(), ..Purpose::default() };
        let mut push = |place: usize, pupil: PupilId, purpose: Purpose| slots.push(self.slot(a, place, pupil, purpose));
        match &a.work {
            Work::OneToOne { pupil } => push(a.slot, self.pupils[*pupil], line(&self.pupils[*pupil])),
            Work::Shared { pupils, .. } => of(pupils).iter().for_each(|p| push(a.slot, *p, line(p))),
            Work::Intervention { intervention } => match self.sessions[*intervention].what {
                SessionWhat::Line { provision, pupil } => {
                    push(a.slot, pupil, Purpose { provision: Some(provision), ..Purpose::default() });
                }
                SessionWhat::Stands(fixed) => {
                    let (staff, week) = (self.staff[a.lsa], self.whens[a.slot].week);
                    slots.extend(self.fixed[fixed].iter().map(|slot| WeekSlot { staff, week, ..slot.clone() }));
                }
                SessionWhat::Running(running) => of(&self.problem.interventions[*intervention].pupils)
                    .iter()
                    .for_each(|p| push(a.slot, *p, Purpose { running: Some(running), ..Purpose::default() })),
            },
            Work::Task { task } => {
                let Some(pupil) = self.tasks[*task].pupil else { return };
                let purpose = Purpose { task: Some(&self.tasks[*task]), ..Purpose::default() };
                self.problem.task_slots(&self.problem.tasks[*task]).for_each(|place| push(place, pupil, purpose));
            }
        }
    }

    fn slot(&self, a: &Assignment, place: usize, pupil: PupilId, purpose: Purpose) -> WeekSlot {
        let when = self.whens[place];
        let staff = self.staff[a.lsa];
        let Purpose { provision, running, task } = purpose;
        let then = |s: &WeekSlot| when.is(s.weekday, s.period, s.week);
        let alike = |s: &&WeekSlot| {
            // A group counts towards whatever line its slots name.
            let same = running.is_some() || s.provision == provision || self.is_support(s) && !self.is_line(provision, pupil);
            s.pupil == pupil && same && s.running == running && s.task == task.map(|t| t.id)
        };
        // What stands there already stays as it is; else what is most like it lends its place and target.
        let likeness = |s: &&WeekSlot| (then(s) && s.staff == staff, s.provision == provision, then(s), s.staff == staff);
        let before = self.standing.iter().filter(alike).max_by_key(likeness);
        let stays = before.filter(|s| running.is_some() || then(s) && s.staff == staff);
        let own_place = before.map(|s| s.place.clone()).or_else(|| task.map(|t| t.place.clone())).unwrap_or_default();
        WeekSlot {
            id: SlotId(uuid::Uuid::nil()),
            weekday: when.weekday,
            period: when.period,
            pupil,
            staff,
            place: own_place,
            target: before.and_then(|s| s.target),
            provision: stays.map_or(provision, |s| s.provision),
            starts: self.monday,
            ends: None,
            week: when.week,
            running,
            task: task.map(|t| t.id),
        }
    }

    /// Whether a slot is support beside the pupil, and no session of a line.
    fn is_support(&self, slot: &WeekSlot) -> bool {
        slot.running.is_none() && slot.task.is_none() && !self.is_line(slot.provision, slot.pupil) && !self.is_fixed(slot)
    }

    /// Whether a line of a pupil is planned as sessions.
    fn is_line(&self, provision: Option<ProvisionId>, pupil: PupilId) -> bool {
        let is =
            |what: SessionWhat| matches!(what, SessionWhat::Line { provision: line, pupil: of } if Some(line) == provision && of == pupil);
        self.sessions.iter().any(|s| is(s.what))
    }

    fn is_fixed(&self, slot: &WeekSlot) -> bool {
        self.fixed.iter().flatten().any(|s| s.id == slot.id)
    }

    /// A task without a pupil as duties, one for each period that it goes on.
    fn duties_of(&self, a: &Assignment, duties: &mut Vec<Duty>) {
        let Work::Task { task } = a.work else { return };
        let set = &self.tasks[task];
        if set.pupil.is_some() {
            return;
        }
        for place in self.problem.task_slots(&self.problem.tasks[task]) {
            let when = self.whens[place];
            duties.push(Duty {
                id: DutyId(uuid::Uuid::nil()),
                staff: self.staff[a.lsa],
                weekday: when.weekday,
                period: when.period,
                what: set.what.clone(),
                place: set.place.clone(),
                week: when.week,
                task: Some(set.id),
                starts: Some(self.monday),
                ends: None,
            });
        }
    }
}

/// The same thing in both weeks of a cycle is one thing of each week.
fn merge_weeks<T: Clone>(all: &mut Vec<T>, week: impl Fn(&mut T) -> &mut Option<CycleWeek>, same: impl Fn(&T, &T) -> bool) {
    let mut merged: Vec<T> = Vec::new();
    for mut thing in all.drain(..) {
        let own = *week(&mut thing);
        let twin = merged.iter_mut().find_map(|m| {
            let other = *week(m);
            let mut moved = m.clone();
            *week(&mut moved) = own;
            (own.is_some() && other.is_some() && own != other && same(&moved, &thing)).then_some(m)
        });
        match twin {
            Some(twin) => *week(twin) = None,
            None => merged.push(thing),
        }
    }
    *all = merged;
}

fn same_place(a: &WeekSlot, b: &WeekSlot) -> bool {
    let of = |s: &WeekSlot| (s.weekday, s.period, s.pupil, s.staff, s.provision, s.running, s.week, s.task);
    of(a) == of(b)
}

fn same_duty(a: &Duty, b: &Duty) -> bool {
    let of = |d: &Duty| (d.weekday, d.period, d.staff, d.week, d.task);
    of(a) == of(b)
}
