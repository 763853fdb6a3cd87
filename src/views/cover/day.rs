//! One day of the caseload as a problem of its own, and what its repair moves.

use chrono::{Datelike as _, NaiveDate};
use std::collections::HashSet;
use std::time::Duration;

use super::fair::fairer;
use super::{CoverRow, Covered, Left, Taker};
use crate::model::{Away, DayCover, Duty, PeriodId, WeekSlot, time_words};
use crate::planner::cover::{candidates, cover, pupils_of, skill_of};
use crate::planner::problem::{Absence, Problem, Task};
use crate::planner::reasons::minutes_of;
use crate::planner::{Assignment, Work};
use crate::rules::Calendar;
use crate::views::Planning;

/// How long a repair may take: it should feel instant.
const REPAIR: Duration = Duration::from_millis(80);
/// How long the look at the day with everybody in may take.
const CALM: Duration = Duration::from_millis(15);

/// One day of the plan: only what stands on it, each session with a deliverer of its own.
pub(super) struct Day {
    problem: Problem,
    base: Vec<Assignment>,
    /// Which intervention of the week each one of the day is a session of.
    of_week: Vec<usize>,
    standing: Vec<Standing>,
    /// Who is out without the absences that are covered.
    usual: Vec<Absence>,
    /// Duties of those who are in that may change hands, because care needs somebody in the same slot.
    loose: Vec<Assignment>,
    pub slots: Vec<usize>,
}

/// Something that stands in the day and may change hands: with whom, and what it is in `base`.
struct Standing {
    covered: Covered,
    was: Assignment,
    /// The pupil whose slot it is; none for a duty.
    pupil: Option<usize>,
}

impl Day {
    pub fn new(planning: &Planning, calendar: &Calendar, on: NaiveDate, away: &[Away]) -> Self {
        let week = calendar.cycle_week(on);
        let of_day = |w: &super::super::planning::When| w.weekday == on.weekday() && (w.week.is_none() || w.week == week);
        let slots: Vec<usize> = planning.whens.iter().enumerate().filter(|(_, w)| of_day(w)).map(|(i, _)| i).collect();
        let mut problem = planning.problem.clone();
        for (l, lsa) in problem.lsas.iter_mut().enumerate() {
            let other = planning.current.iter().filter(|a| a.lsa == l && !slots.contains(&a.slot));
            let elsewhere: i32 = other.map(|a| minutes_of(&planning.problem, a)).sum();
            lsa.max_contact_minutes = (lsa.max_contact_minutes - elsewhere).max(0);
        }
        let usual = problem.absences.clone();
        let mut day = Self { problem, base: Vec::new(), of_week: Vec::new(), standing: Vec::new(), usual, loose: Vec::new(), slots };
        day.only_today(planning);
        let absences: Vec<Absence> = away.iter().filter_map(|a| day.absence(planning, a)).collect();
        day.problem.absences.extend(absences);
        for slot in planning.standing.iter().filter(|s| calendar.takes_place(s, on)) {
            day.stands(planning, slot);
        }
        for duty in planning.duties.iter().chain(&planning.own_duties).filter(|d| calendar.duty_takes_place(d, on)) {
            day.on_duty(planning, duty, away);
        }
        day
    }

    /// Leaves of the week's problem what stands on the day; nothing new is started, nothing moves in time.
    fn only_today(&mut self, planning: &Planning) {
        let interventions = std::mem::take(&mut self.problem.interventions);
        for p in &mut self.problem.pupils {
            (p.one_to_one_minutes, p.shared_minutes) = (0, 0);
            p.weights.fill(0);
        }
        for task in &mut self.problem.tasks {
            task.staff = 0;
        }
        for a in planning.current.iter().filter(|a| self.slots.contains(&a.slot)) {
            let minutes = self.problem.slots[a.slot].minutes;
            let wanted = |p: usize| planning.problem.pupils[p].weights[a.slot].max(1);
            let mut work = a.work.clone();
            match &mut work {
                Work::OneToOne { pupil } => {
                    self.problem.pupils[*pupil].one_to_one_minutes += minutes;
                    self.problem.pupils[*pupil].weights[a.slot] = wanted(*pupil);
                }
                Work::Shared { pupils, .. } => {
                    for &p in pupils.iter() {
                        self.problem.pupils[p].shared_minutes += minutes;
                        self.problem.pupils[p].weights[a.slot] = wanted(p);
                    }
                }
                Work::Intervention { intervention } => {
                    let mut own = interventions[*intervention].clone();
                    own.id = self.problem.interventions.len();
                    (own.sessions_per_week, own.max_per_day, own.allowed_slots) = (1, 1, vec![a.slot]);
                    own.minutes = own.minutes.min(minutes);
                    // While a key worker is away, somebody else may stand in for them.
                    own.by = None;
                    self.of_week.push(*intervention);
                    *intervention = own.id;
                    self.problem.interventions.push(own);
                }
                Work::Task { task } => self.problem.tasks[*task].staff += 1,
            }
            self.base.push(Assignment { work, ..a.clone() });
        }
        self.problem.current_plan = None;
    }

    fn absence(&self, planning: &Planning, away: &Away) -> Option<Absence> {
        let lsa = planning.staff.iter().position(|s| *s == away.staff)?;
        let day = self.problem.slots[*self.slots.first()?].day;
        Some(Absence { lsa, day, from: away.from.map(i32::from), to: away.to.map(i32::from) })
    }

    fn stands(&mut self, planning: &Planning, slot: &WeekSlot) {
        let places = self.places(planning, slot.period);
        let pupil = planning.pupils.iter().position(|p| *p == slot.pupil);
        let lsa = planning.staff.iter().position(|s| *s == slot.staff);
        let (Some(pupil), Some(lsa)) = (pupil, lsa) else { return };
        let here = |a: &&Assignment| {
            let then = places.iter().any(|p| self.covers_slot(a, *p));
            a.lsa == lsa && then && self.is_with(a, pupil) && self.is_task(a) == slot.task.is_some()
        };
        if let Some(was) = self.base.iter().find(here) {
            self.standing.push(Standing { covered: Covered::Slot(slot.id), was: was.clone(), pupil: Some(pupil) });
        }
    }

    /// The slots of the day in which a period lies: a lunch may have two.
    fn places(&self, planning: &Planning, period: PeriodId) -> Vec<usize> {
        self.slots.iter().copied().filter(|s| planning.whens[*s].period == period).collect()
    }

    /// A duty: one that the plan gave out is in `base`; one that is somebody's for good becomes a task when
    /// they are away.
    fn on_duty(&mut self, planning: &Planning, duty: &Duty, away: &[Away]) {
        let places = self.places(planning, duty.period);
        let lsa = planning.staff.iter().position(|s| *s == duty.staff);
        let (Some(&place), Some(lsa)) = (places.first(), lsa) else { return };
        let was = match duty.task {
            Some(task) => {
                let is = |a: &&Assignment| {
                    let then = places.iter().any(|p| self.covers_slot(a, *p));
                    a.lsa == lsa && then && matches!(a.work, Work::Task { task: t } if planning.tasks[t].id == task)
                };
                self.base.iter().find(is).cloned()
            }
            None => {
                let slot = &self.problem.slots[place];
                let mine = away.iter().filter(|a| a.staff == duty.staff).filter_map(|a| self.absence(planning, a));
                match (mine.into_iter().any(|a| a.covers(slot)), self.care_is_open(place)) {
                    (true, _) => Some(self.own_duty(duty, lsa, place)),
                    (false, true) => Some(self.loose_duty(duty, lsa, place)),
                    (false, false) => None,
                }
            }
        };
        self.standing.extend(was.map(|was| Standing { covered: Covered::Duty(duty.id), was, pupil: None }));
    }

    /// Whether care or medicine of the slot was with somebody who is away.
    fn care_is_open(&self, place: usize) -> bool {
        self.base.iter().any(|a| self.is_care(a) && self.covers_slot(a, place) && self.is_away(a))
    }

    /// Lets somebody who is in do something else than their own duty then: what is safety comes before who has the
    /// playground.
    fn loose_duty(&mut self, duty: &Duty, lsa: usize, place: usize) -> Assignment {
        let slot = self.problem.slots[place].clone();
        let kept_free = |x: &Absence| (x.lsa, x.day, x.from, x.to) == (lsa, slot.day, Some(slot.start), Some(slot.end));
        self.problem.absences.retain(|x| !kept_free(x));
        self.usual.retain(|x| !kept_free(x));
        self.problem.lsas[lsa].max_contact_minutes += slot.minutes;
        let was = self.own_duty(duty, lsa, place);
        self.loose.push(was.clone());
        was
    }

    fn own_duty(&mut self, duty: &Duty, lsa: usize, place: usize) -> Assignment {
        let id = self.problem.tasks.len();
        self.problem.tasks.push(Task {
            id,
            kind: "duty".into(),
            name: duty.what.clone(),
            slot: place,
            end_slot: None,
            staff: 1,
            skill: None,
            pupil: None,
            minutes: self.problem.slots[place].minutes,
        });
        let was = Assignment { lsa, slot: place, work: Work::Task { task: id } };
        self.base.push(was.clone());
        was
    }

    /// What changes hands, as people have decided it or else as it is repaired, and the whole week with this day
    /// as it is repaired.
    pub fn repaired(&self, planning: &Planning, past: &[u32], decided: Option<&DayCover>) -> (Vec<CoverRow>, Vec<Assignment>) {
        let repair = self.repair(past);
        // What the rules would not allow even with everybody in stays as the school has it.
        let everybody = Problem { absences: self.usual.clone(), ..self.problem.clone() };
        let calm = cover(&everybody, &self.base, CALM, 1).plan;
        let mut taken: HashSet<(usize, Assignment)> = HashSet::new();
        let mut rows = Vec::new();
        for standing in &self.standing {
            let Standing { was, pupil, .. } = standing;
            let same = |a: &&Assignment| a.slot == was.slot && pupil.is_none_or(|p| self.is_with(a, p)) && same_work(was, a);
            let keeps = |plan: &[Assignment]| plan.iter().any(|a| a.lsa == was.lsa && same(&a));
            let away = self.is_away(was);
            if let Some(decided) = decided {
                let to = match standing.covered {
                    Covered::Slot(slot) => decided.of(slot),
                    Covered::Duty(duty) => decided.of_duty(duty),
                };
                if let Some(to) = to {
                    let now = to.and_then(|to| planning.staff.iter().position(|s| *s == to));
                    rows.push(self.row(planning, standing, now, !away, past));
                    continue;
                }
                if !away {
                    continue;
                }
            }
            if keeps(&repair) {
                continue;
            }
            if !away && !keeps(&calm) {
                continue;
            }
            // Where several adults do one thing, each of them who stands aside is followed by another one.
            let new = |a: &&Assignment| same(a) && !self.base.iter().any(|b| b.lsa == a.lsa && same(&b));
            let now = repair.iter().filter(new).find(|a| taken.insert((pupil.unwrap_or(usize::MAX), (*a).clone()))).map(|a| a.lsa);
            rows.push(self.row(planning, standing, now, !away, past));
        }
        // What has to be done and nobody can take is seen first.
        rows.sort_by_key(|r| (!(r.critical && r.to.is_none()), r.starts, r.who.clone()));
        let week = self.week(planning, &repair);
        (rows, week)
    }

    /// The day repaired; where care would be left with nobody, without the duties that keep somebody from it.
    fn repair(&self, past: &[u32]) -> Vec<Assignment> {
        let all = cover(&self.problem, &self.base, REPAIR, 1).plan;
        if self.loose.is_empty() || self.care_left(&all) == 0 {
            return fairer(&self.problem, &self.base, all, past);
        }
        let mut problem = self.problem.clone();
        for duty in &self.loose {
            if let Work::Task { task } = duty.work {
                problem.tasks[task].staff = 0;
            }
        }
        let base: Vec<Assignment> = self.base.iter().filter(|a| !self.loose.contains(a)).cloned().collect();
        let without = cover(&problem, &base, REPAIR, 1).plan;
        let chosen = if self.care_left(&without) < self.care_left(&all) { self.with_duties(without) } else { all };
        fairer(&self.problem, &self.base, chosen, past)
    }

    /// What care and medicine of the day nobody does in a plan.
    fn care_left(&self, plan: &[Assignment]) -> usize {
        let done = |was: &Assignment| plan.iter().filter(|a| (a.slot, &a.work) == (was.slot, &was.work)).count();
        let wanted = |was: &Assignment| self.base.iter().filter(|a| (a.slot, &a.work) == (was.slot, &was.work)).count();
        self.base.iter().filter(|a| self.is_care(a) && done(a) < wanted(a)).count()
    }

    /// The duties that were left out of a plan, with those who have nothing else to do then.
    fn with_duties(&self, mut plan: Vec<Assignment>) -> Vec<Assignment> {
        for duty in &self.loose {
            if plan.iter().all(|a| a.lsa != duty.lsa || a.slot != duty.slot) {
                plan.push(duty.clone());
            }
        }
        plan
    }

    /// The week's plan with the repaired day in it; duties that are not the plan's are left out.
    fn week(&self, planning: &Planning, repair: &[Assignment]) -> Vec<Assignment> {
        let others = planning.current.iter().filter(|a| !self.slots.contains(&a.slot)).cloned();
        let today = repair.iter().filter_map(|a| {
            let work = match &a.work {
                Work::Intervention { intervention } => Work::Intervention { intervention: *self.of_week.get(*intervention)? },
                Work::Task { task } if *task >= planning.problem.tasks.len() => return None,
                work => work.clone(),
            };
            Some(Assignment { work, ..a.clone() })
        });
        others.chain(today).collect()
    }

    fn row(&self, planning: &Planning, standing: &Standing, now: Option<usize>, redeployed: bool, past: &[u32]) -> CoverRow {
        let problem = &self.problem;
        let Standing { covered, was, pupil } = standing;
        let with = pupils_of(problem, &was.work);
        let mut others: Vec<(u8, Taker)> = candidates(problem, &self.base, was, past)
            .into_iter()
            .map(|c| {
                let (rank, knows) = knows(planning, &with, c.lsa);
                let joins = !c.free && (Some(c.lsa) == now || self.joins(c.lsa, was));
                let free = match (c.free, joins) {
                    (true, _) => "free",
                    (false, true) => "has time",
                    (false, false) => "busy then",
                };
                let trained = if skill_of(problem, was).is_some() { ", trained" } else { "" };
                let covers = if c.past == 1 { "1 cover".into() } else { format!("{} covers", c.past) };
                let words = format!("{} ({free}{trained}{knows}, {covers})", problem.lsas[c.lsa].name);
                let leaves = if c.free || joins { Vec::new() } else { self.left_by(c.lsa, was) };
                (rank, Taker { staff: planning.staff[c.lsa], words, free: c.free, leaves })
            })
            .collect();
        // Who knows the pupils comes before who does not, and then who has covered least.
        others.sort_by_key(|(rank, taker)| (!taker.free, *rank));
        let others = others.into_iter().map(|(_, taker)| taker).collect();
        let when = &problem.slots[was.slot];
        let what = match &was.work {
            Work::Intervention { intervention } => {
                let name = &problem.interventions[*intervention].name;
                let of = pupil.map(|p| format!(" ({})", problem.pupils[p].name)).unwrap_or_default();
                name.strip_suffix(&of).unwrap_or(name).to_owned()
            }
            Work::OneToOne { .. } => "one to one".into(),
            Work::Shared { .. } => "support in class".into(),
            Work::Task { task } => problem.tasks[*task].name.clone(),
        };
        CoverRow {
            covered: *covered,
            when: format!("{} {}", time_words(when.start as u16), when.label),
            starts: when.start as u16,
            ends: problem.slots[self.last_slot(was)].end as u16,
            session: self.base.iter().position(|b| b == was).unwrap_or(self.base.len()),
            critical: matches!(was.work, Work::Task { .. }),
            part: matches!(was.work, Work::Task { .. } | Work::Intervention { .. }).then(|| minutes_of(problem, was) as u16),
            who: self.who(standing),
            what,
            from: planning.staff[was.lsa],
            from_name: problem.lsas[was.lsa].name.clone(),
            to: now.map(|l| planning.staff[l]),
            over: false,
            redeployed,
            others,
        }
    }

    /// Whether an adult can do this beside what they do then: support of a class they are in, or a session for
    /// which time is left.
    fn joins(&self, lsa: usize, was: &Assignment) -> bool {
        let problem = &self.problem;
        let then: Vec<&Assignment> = self.base.iter().filter(|a| a.lsa == lsa && self.covers_slot(a, was.slot)).collect();
        match &was.work {
            Work::Shared { class, pupils } => then.iter().all(|a| match &a.work {
                Work::Shared { class: own, pupils: with } => {
                    let all = pupils.len() + with.len();
                    own == class && all <= problem.max_group && pupils.iter().chain(with).all(|p| all <= problem.pupils[*p].max_ratio)
                }
                _ => false,
            }),
            Work::OneToOne { .. } => false,
            Work::Task { .. } | Work::Intervention { .. } => {
                let apart = then.iter().all(|a| matches!(a.work, Work::Task { .. } | Work::Intervention { .. }));
                let taken: i32 = then.iter().map(|a| minutes_of(problem, a)).sum();
                apart && taken + minutes_of(problem, was) <= problem.slots[was.slot].minutes
            }
        }
    }

    /// What an adult does at the same time.
    fn left_by(&self, lsa: usize, was: &Assignment) -> Vec<Left> {
        let then = self.standing.iter().filter(|s| s.was.lsa == lsa && self.covers_slot(&s.was, was.slot));
        then.map(|s| Left { covered: s.covered, who: self.who(s) }).collect()
    }

    fn who(&self, standing: &Standing) -> String {
        standing.pupil.map_or_else(|| "duty".into(), |p| self.problem.pupils[p].name.clone())
    }

    fn is_away(&self, a: &Assignment) -> bool {
        self.problem.absences.iter().any(|x| x.lsa == a.lsa && x.covers(&self.problem.slots[a.slot]))
    }

    fn is_with(&self, a: &Assignment, pupil: usize) -> bool {
        pupils_of(&self.problem, &a.work).contains(&pupil)
    }

    /// Care and medicine: a task with a pupil.
    fn is_care(&self, a: &Assignment) -> bool {
        matches!(a.work, Work::Task { task } if self.problem.tasks[task].pupil.is_some())
    }

    fn is_task(&self, a: &Assignment) -> bool {
        matches!(a.work, Work::Task { .. })
    }

    fn last_slot(&self, a: &Assignment) -> usize {
        match a.work {
            Work::Task { task } => *self.problem.task_slots(&self.problem.tasks[task]).end(),
            _ => a.slot,
        }
    }

    /// Whether an assignment is at work in a slot: a task may go on over several.
    fn covers_slot(&self, a: &Assignment, slot: usize) -> bool {
        match a.work {
            Work::Task { task } => self.problem.task_slots(&self.problem.tasks[task]).contains(&slot),
            _ => a.slot == slot,
        }
    }
}

/// How well an adult knows those whom a session is with, best first, in words: as key worker, in the team, or from what
/// they do with them each week.
fn knows(planning: &Planning, pupils: &[usize], lsa: usize) -> (u8, String) {
    let does = |p: usize| planning.current.iter().any(|a| a.lsa == lsa && pupils_of(&planning.problem, &a.work).contains(&p));
    let of = |p: usize| match planning.problem.distance(lsa, p) {
        0 => 0,
        1 => 1,
        _ if does(p) => 2,
        _ => 3,
    };
    let known = pupils.iter().filter(|p| of(**p) < 3).count();
    let best = pupils.iter().map(|p| of(*p)).min().unwrap_or(0);
    let words = match (pupils.len(), best) {
        (0, _) => String::new(),
        (1, 0) => ", key worker".to_owned(),
        (1, 1) => ", in the team".to_owned(),
        (1, 2) => ", knows the pupil".to_owned(),
        (1, _) => ", new to the pupil".to_owned(),
        (all, _) if known == 0 => format!(", new to all {all}"),
        (all, _) if known == all => format!(", knows all {all}"),
        (all, _) => format!(", knows {known} of {all}"),
    };
    (best, words)
}

/// Whether two assignments are the same work: a session or task itself, or support whether alone or shared.
fn same_work(was: &Assignment, now: &Assignment) -> bool {
    let support = |w: &Work| matches!(w, Work::OneToOne { .. } | Work::Shared { .. });
    was.work == now.work || support(&was.work) && support(&now.work)
}
