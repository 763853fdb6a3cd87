//! A day on which somebody is away, repaired: one day of the caseload as a problem, and the repair back as
//! moves of that day's slots.

use chrono::{Datelike as _, NaiveDate};
use std::collections::BTreeMap;
use std::time::Duration;

use super::{Lens, Planning};
use crate::model::{Away, CoverMove, DayCover, SlotId, StaffId, WeekSlot, time_words};
use crate::planner::cover::{candidates, cover};
use crate::planner::problem::{Absence, Problem};
use crate::planner::{Assignment, Work};
use crate::rules::Calendar;
use crate::store::{self, Result};

/// How long a repair may take: it should feel instant.
const REPAIR: Duration = Duration::from_millis(80);
/// How long the look at the day with everybody in may take.
const CALM: Duration = Duration::from_millis(15);
/// How far back covers count towards a fair share.
const FAIR_DAYS: u64 = 60;

/// A proposal for a day.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverView {
    pub on: NaiveDate,
    pub away: Vec<Away>,
    /// Everybody who supports pupils and works that day.
    pub staff: Vec<(StaffId, String)>,
    pub rows: Vec<CoverRow>,
    /// What nobody can take over here and has to be arranged by hand, in words.
    pub by_hand: Vec<String>,
}

/// One slot that changes hands that day.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverRow {
    pub slot: SlotId,
    pub when: String,
    pub starts: u16,
    pub pupil: String,
    pub what: String,
    pub from: StaffId,
    pub from_name: String,
    /// The proposal: who takes it, or nobody.
    pub to: Option<StaffId>,
    /// Whether the one who lets it go is at work elsewhere.
    pub redeployed: bool,
    /// Who else may, best first, with why.
    pub others: Vec<(StaffId, String)>,
}

impl CoverView {
    /// Repairs a day for those who are away.
    pub fn load(lens: Lens, on: NaiveDate, away: Vec<Away>) -> Result<Self> {
        let planning = Planning::load(lens, on)?;
        let calendar = lens.calendar()?;
        let past = past_covers(lens, on, &planning)?;
        let day = Day::new(&planning, &calendar, on, &away);
        let staff = planning
            .staff
            .iter()
            .enumerate()
            .filter(|(l, _)| day.slots.iter().any(|&s| planning.problem.at_work(*l, s)))
            .map(|(l, id)| (*id, planning.problem.lsas[l].name.clone()))
            .collect();
        let rows = if away.is_empty() { Vec::new() } else { day.repaired(&planning, &past) };
        let by_hand = duties_left(lens, on, &away, &calendar)?;
        Ok(Self { on, away, staff, rows, by_hand })
    }

    /// The proposal as it is kept, with what a person has changed.
    pub fn kept(&self, id: crate::model::DayCoverId, decided_by: &str) -> DayCover {
        let moves = self.rows.iter().map(|r| CoverMove { slot: r.slot, from: r.from, to: r.to, redeployed: r.redeployed }).collect();
        DayCover { id, on: self.on, away: self.away.clone(), moves, decided_by: decided_by.to_owned() }
    }
}

/// One day of the plan: only what stands on it, each session with a deliverer of its own.
struct Day {
    problem: Problem,
    base: Vec<Assignment>,
    /// The standing slots of the day, each with its place in `base`'s terms.
    standing: Vec<(WeekSlot, usize, Option<usize>)>,
    slots: Vec<usize>,
}

impl Day {
    fn new(planning: &Planning, calendar: &Calendar, on: NaiveDate, away: &[Away]) -> Self {
        let week = calendar.cycle_week(on);
        let slots: Vec<usize> = planning
            .whens
            .iter()
            .enumerate()
            .filter(|(_, w)| w.weekday == on.weekday() && (w.week.is_none() || w.week == week))
            .map(|(i, _)| i)
            .collect();
        let mut problem = planning.problem.clone();
        let elsewhere: Vec<i32> = (0..problem.lsas.len())
            .map(|l| {
                let other = planning.current.iter().filter(|a| a.lsa == l && !slots.contains(&a.slot));
                other.map(|a| crate::planner::reasons::minutes_of(&planning.problem, a)).sum()
            })
            .collect();
        for (lsa, minutes) in problem.lsas.iter_mut().zip(elsewhere) {
            lsa.max_contact_minutes = (lsa.max_contact_minutes - minutes).max(0);
        }
        let today = planning.current.iter().filter(|a| slots.contains(&a.slot));
        let mut day = Self { problem, base: Vec::new(), standing: Vec::new(), slots: slots.clone() };
        day.only(today, planning);
        let absences: Vec<Absence> = away.iter().filter_map(|a| day.absence(planning, a)).collect();
        day.problem.absences.extend(absences);
        for slot in planning.standing.iter().filter(|s| calendar.takes_place(s, on)) {
            let Some(place) = slots.iter().find(|&&s| planning.whens[s].period == slot.period) else { continue };
            let pupil = planning.pupils.iter().position(|p| *p == slot.pupil);
            day.standing.push((slot.clone(), *place, pupil));
        }
        day
    }

    /// Leaves of the week's problem what stands on the day; nothing new is started, nothing moves in time.
    fn only<'a>(&mut self, today: impl Iterator<Item = &'a Assignment>, planning: &Planning) {
        let interventions = std::mem::take(&mut self.problem.interventions);
        for p in &mut self.problem.pupils {
            (p.one_to_one_minutes, p.shared_minutes) = (0, 0);
            p.weights.fill(0);
        }
        for a in today {
            let minutes = self.problem.slots[a.slot].minutes;
            match &a.work {
                Work::OneToOne { pupil } => {
                    self.problem.pupils[*pupil].one_to_one_minutes += minutes;
                    self.problem.pupils[*pupil].weights[a.slot] = planning.problem.pupils[*pupil].weights[a.slot].max(1);
                    self.base.push(a.clone());
                }
                Work::Shared { pupils, .. } => {
                    for p in pupils {
                        self.problem.pupils[*p].shared_minutes += minutes;
                        self.problem.pupils[*p].weights[a.slot] = planning.problem.pupils[*p].weights[a.slot].max(1);
                    }
                    self.base.push(a.clone());
                }
                Work::Intervention { intervention } => {
                    let mut own = interventions[*intervention].clone();
                    own.id = self.problem.interventions.len();
                    (own.sessions_per_week, own.max_per_day, own.allowed_slots) = (1, 1, vec![a.slot]);
                    own.minutes = own.minutes.min(minutes);
                    self.base.push(Assignment { work: Work::Intervention { intervention: own.id }, ..a.clone() });
                    self.problem.interventions.push(own);
                }
                Work::Task { .. } => {}
            }
        }
        self.problem.current_plan = None;
    }

    fn absence(&self, planning: &Planning, away: &Away) -> Option<Absence> {
        let lsa = planning.staff.iter().position(|s| *s == away.staff)?;
        let day = self.problem.slots[*self.slots.first()?].day;
        Some(Absence { lsa, day, from: away.from.map(i32::from), to: away.to.map(i32::from) })
    }

    fn repaired(&self, planning: &Planning, past: &[u32]) -> Vec<CoverRow> {
        let repair = cover(&self.problem, &self.base, REPAIR, 1);
        // What the rules would not allow even with everybody in stays as the school has it.
        let everybody = Problem { absences: Vec::new(), ..self.problem.clone() };
        let calm = cover(&everybody, &self.base, CALM, 1).plan;
        let mut rows = Vec::new();
        for (slot, place, pupil) in &self.standing {
            let (Some(pupil), Some(from)) = (*pupil, planning.staff.iter().position(|s| *s == slot.staff)) else { continue };
            let Some(was) = self.base.iter().find(|a| a.lsa == from && a.slot == *place && self.is_with(a, pupil)) else { continue };
            let now = repair.plan.iter().find(|a| a.slot == *place && self.is_with(a, pupil) && self.same_work(was, a)).map(|a| a.lsa);
            if now == Some(from) {
                continue;
            }
            let away = self.problem.absences.iter().any(|x| x.lsa == from && x.covers(&self.problem.slots[*place]));
            let as_it_is = calm.iter().any(|a| a.lsa == from && a.slot == *place && self.is_with(a, pupil) && self.same_work(was, a));
            if !away && !as_it_is {
                continue;
            }
            rows.push(self.row(planning, slot, *place, pupil, was, now, !away, past));
        }
        rows.sort_by_key(|r| (r.starts, r.pupil.clone()));
        rows
    }

    #[expect(clippy::too_many_arguments, reason = "one row is made of all of these")]
    fn row(
        &self,
        planning: &Planning,
        slot: &WeekSlot,
        place: usize,
        pupil: usize,
        was: &Assignment,
        now: Option<usize>,
        redeployed: bool,
        past: &[u32],
    ) -> CoverRow {
        let problem = &self.problem;
        let others = candidates(problem, &self.base, was, past)
            .into_iter()
            .map(|c| {
                let knows = match c.distance {
                    0 => "key worker",
                    1 => "in the team",
                    _ => "does not know the pupil",
                };
                let free = match (c.free, Some(c.lsa) == now) {
                    (true, _) => "free",
                    (false, true) => "has time beside what stands there",
                    (false, false) => "busy then",
                };
                let words = format!("{} ({free}, {knows}, {} covers lately)", problem.lsas[c.lsa].name, c.past);
                (planning.staff[c.lsa], words)
            })
            .collect();
        let when = &problem.slots[place];
        CoverRow {
            slot: slot.id,
            when: format!("{} {}", time_words(when.start as u16), when.label),
            starts: when.start as u16,
            pupil: problem.pupils[pupil].name.clone(),
            what: match &was.work {
                Work::Intervention { intervention } => problem.interventions[*intervention].name.clone(),
                Work::OneToOne { .. } => "one to one".into(),
                _ => "support in class".into(),
            },
            from: slot.staff,
            from_name: problem.lsas[was.lsa].name.clone(),
            to: now.map(|l| planning.staff[l]),
            redeployed,
            others,
        }
    }

    fn is_with(&self, a: &Assignment, pupil: usize) -> bool {
        crate::planner::cover::pupils_of(&self.problem, &a.work).contains(&pupil)
    }

    fn same_work(&self, was: &Assignment, now: &Assignment) -> bool {
        match (&was.work, &now.work) {
            (Work::Intervention { intervention: a }, Work::Intervention { intervention: b }) => a == b,
            (Work::Intervention { .. }, _) | (_, Work::Intervention { .. }) => false,
            _ => true,
        }
    }
}

/// How often each adult has covered lately.
fn past_covers(lens: Lens, on: NaiveDate, planning: &Planning) -> Result<Vec<u32>> {
    let from = on - chrono::Days::new(FAIR_DAYS);
    let mut count: BTreeMap<StaffId, u32> = BTreeMap::new();
    for cover in store::kept_between::<DayCover>(lens.db, from, on)? {
        cover.moves.iter().filter_map(|m| m.to).for_each(|to| *count.entry(to).or_default() += 1);
    }
    Ok(planning.staff.iter().map(|s| count.get(s).copied().unwrap_or(0)).collect())
}

/// Duties of those who are away: they are given to nobody by themselves.
fn duties_left(lens: Lens, on: NaiveDate, away: &[Away], calendar: &Calendar) -> Result<Vec<String>> {
    let periods = store::periods(lens.db)?;
    let week = calendar.cycle_week(on);
    let mut left = Vec::new();
    for duty in store::kept::<crate::model::Duty>(lens.db)? {
        let Some(period) = periods.iter().find(|p| p.id == duty.period) else { continue };
        let gone = away
            .iter()
            .any(|a| a.staff == duty.staff && a.from.is_none_or(|from| from < period.ends) && a.to.is_none_or(|to| to > period.starts));
        if gone && duty.weekday == on.weekday() && (duty.week.is_none() || duty.week == week) {
            left.push(format!("{} {}: {}", time_words(period.starts), period.name, duty.what));
        }
    }
    Ok(left)
}
