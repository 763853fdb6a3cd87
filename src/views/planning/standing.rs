//! The week that stands, in the planner's words.

use std::collections::{BTreeMap, HashSet};

use super::frame::Maker;
use super::{SessionFor, SessionWhat};
use crate::model::{SetTaskId, WeekSlot};
use crate::planner::problem::Intervention;
use crate::planner::{Assignment, Work};

impl Maker {
    /// The slots and duties that stand now, as assignments; what other adults do with a pupil keeps the pupil
    /// busy.
    pub fn standing(&mut self, slots: Vec<WeekSlot>) {
        let from = self.from;
        let mut seen: HashSet<Assignment> = HashSet::new();
        let mut shared: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        let mut fixed: BTreeMap<(usize, usize), Vec<WeekSlot>> = BTreeMap::new();
        let (stands, others): (Vec<_>, Vec<_>) = slots.into_iter().partition(|s| s.is_in_week_of(from));
        self.planning.later = others.into_iter().filter(|s| s.starts > from && s.ends.is_none_or(|e| e >= s.starts)).collect();
        for slot in stands {
            let Some(pupil) = self.planning.pupils.iter().position(|p| *p == slot.pupil) else { continue };
            let places = self.planning.places(slot.weekday, slot.period, slot.week);
            let places: Vec<usize> = places.filter(|p| slot.task.is_some() || !self.planning.whens[*p].second_half).collect();
            let Some(lsa) = self.planning.staff.iter().position(|s| *s == slot.staff) else {
                places.into_iter().for_each(|s| self.busy(pupil, s));
                continue;
            };
            for place in places {
                let work = match (slot.task, self.session_of(&slot, pupil, place)) {
                    (Some(task), _) => self.task_at(task, place).map(|task| Work::Task { task }),
                    (None, Some(intervention)) => Some(Work::Intervention { intervention }),
                    (None, None) if self.is_unplanned(&slot) => {
                        fixed.entry((lsa, place)).or_default().push(slot.clone());
                        None
                    }
                    (None, None) if self.planning.problem.pupils[pupil].one_to_one_minutes > 0 => Some(Work::OneToOne { pupil }),
                    (None, None) => {
                        shared.entry((lsa, place)).or_default().push(pupil);
                        None
                    }
                };
                seen.extend(work.map(|work| Assignment { lsa, slot: place, work }));
            }
            self.planning.standing.push(slot);
        }
        for duty in &self.planning.duties {
            let (Some(lsa), Some(task)) = (self.planning.staff.iter().position(|s| *s == duty.staff), duty.task) else { continue };
            for place in self.planning.places(duty.weekday, duty.period, duty.week) {
                seen.extend(self.task_at(task, place).map(|task| Assignment { lsa, slot: place, work: Work::Task { task } }));
            }
        }
        // In an order that does not change with who does what.
        let mut fixed: Vec<_> = fixed.into_iter().collect();
        fixed.sort_by_key(|((_, slot), what)| (*slot, what.iter().map(|s| s.pupil).min()));
        for ((lsa, slot), what) in fixed {
            let intervention = self.fix(slot, what);
            seen.insert(Assignment { lsa, slot, work: Work::Intervention { intervention } });
        }
        for ((lsa, slot), pupils) in shared {
            if let Some(class) = self.planning.problem.pupils[pupils[0]].classes[slot] {
                seen.insert(Assignment { lsa, slot, work: Work::Shared { class, pupils } });
            }
        }
        self.planning.current = seen.into_iter().collect();
        self.planning.current.sort();
        self.planning.problem.current_plan = Some(self.planning.current.clone());
    }

    /// Whether a slot is for something that is not planned by amount.
    fn is_unplanned(&self, slot: &WeekSlot) -> bool {
        match slot.running {
            Some(running) => self.undosed.contains_key(&running),
            None => slot.provision.is_some_and(|line| self.unplanned.contains_key(&line)),
        }
    }

    /// A session of its own for what stays where it stands; answers its number.
    fn fix(&mut self, place: usize, slots: Vec<WeekSlot>) -> usize {
        let of = |slot: &WeekSlot| match slot.running {
            Some(running) => self.undosed.get(&running).map(|name| (name.clone(), false)),
            None => slot.provision.and_then(|line| self.unplanned.get(&line)).cloned(),
        };
        let (name, statutory) = slots.iter().find_map(of).unwrap_or_default();
        let pupils = slots.iter().filter_map(|s| self.planning.pupils.iter().position(|p| *p == s.pupil)).collect();
        let id = self.planning.sessions.len();
        let minutes = self.planning.problem.slots[place].minutes;
        let once = self.intervention(name, pupils, minutes, 1);
        self.planning.problem.interventions.push(Intervention { id, statutory, allowed_slots: vec![place], unstated: true, ..once });
        self.planning
            .sessions
            .push(SessionFor { what: SessionWhat::Stands(self.planning.fixed.len()), week: self.planning.whens[place].week });
        self.planning.fixed.push(slots);
        id
    }

    /// The task of the problem that a set task is, where it begins in this slot.
    fn task_at(&self, task: SetTaskId, place: usize) -> Option<usize> {
        let tasks = self.planning.problem.tasks.iter().zip(&self.planning.tasks);
        tasks.enumerate().find(|(_, (at, of))| of.id == task && at.slot == place).map(|(i, _)| i)
    }

    fn session_of(&self, slot: &WeekSlot, pupil: usize, place: usize) -> Option<usize> {
        let is = |what: SessionWhat| match what {
            SessionWhat::Running(id) => slot.running == Some(id),
            SessionWhat::Stands(_) => false,
            SessionWhat::Line { provision, pupil: of } => {
                slot.running.is_none() && slot.provision == Some(provision) && of == self.planning.pupils[pupil]
            }
        };
        let week = self.planning.whens[place].week;
        self.planning.sessions.iter().position(|s| s.week == week && is(s.what))
    }

    fn busy(&mut self, pupil: usize, slot: usize) {
        self.planning.problem.pupils[pupil].weights[slot] = 0;
        for i in self.planning.problem.interventions.iter_mut().filter(|i| i.pupils.contains(&pupil)) {
            i.allowed_slots.retain(|s| *s != slot);
        }
    }
}
