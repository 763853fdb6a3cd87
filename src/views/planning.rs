//! The caseload as a problem for the planner, and a plan back as slots of the week.
//!
//! What becomes what: a provision line with sessions shorter than a lesson becomes sessions to be placed; a
//! line of lessons or hours becomes minutes beside the pupil, alone or shared as its group size says; a
//! running intervention becomes its group's sessions with one deliverer. Duties stay with whom they are.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use std::collections::{BTreeMap, HashMap, HashSet};

use super::Lens;
use crate::model::{
    CycleWeek, Duty, LinkRole, Mint, Per, Period, PeriodId, Plan, Provision, ProvisionId, Pupil, PupilId, Running, RunningId, SlotId,
    Staff, StaffId, Training, WeekSlot,
};
use crate::planner::problem::{Absence, Class, Intervention, Lsa, Problem, SCHEMA, Slot, SlotKind};
use crate::planner::{self, Assignment, Work};
use crate::store::{self, Result};

/// Most one-to-one lessons in a row, unless the school says otherwise.
const LONGEST_RUN: usize = 4;
/// Most pupils whom one adult supports at once where a plan does not say.
const SHARED_AMONG: usize = 4;
const WEEK: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

/// Where a slot of the problem stands in the school's week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    pub week: Option<CycleWeek>,
    pub weekday: Weekday,
    pub period: PeriodId,
}

/// What a planned session is for.
#[derive(Clone, Debug, PartialEq)]
pub enum SessionFor {
    Line { provision: ProvisionId, pupil: PupilId },
    Running(RunningId),
}

/// The problem with what its numbers mean.
#[derive(Clone, Debug)]
pub struct Planning {
    pub problem: Problem,
    pub staff: Vec<StaffId>,
    pub pupils: Vec<PupilId>,
    pub whens: Vec<When>,
    pub sessions: Vec<SessionFor>,
    /// The line that a pupil's minutes come from, to stand on the slots.
    lines: HashMap<PupilId, ProvisionId>,
    /// The slots of today's plan that the planner may change.
    pub standing: Vec<WeekSlot>,
    /// Today's plan in the planner's words.
    pub current: Vec<Assignment>,
    /// What is left out and why, in words.
    pub notes: Vec<String>,
    /// The Monday from which the plan is meant.
    pub monday: NaiveDate,
}

impl Planning {
    /// The caseload as it stands in the week of a day.
    pub fn load(lens: Lens, from: NaiveDate) -> Result<Self> {
        let cycle = store::school(lens.db)?.week_a.is_some();
        let periods = store::periods(lens.db)?;
        let mut made = Maker::new(lens, from, cycle, &periods)?;
        made.staff(lens)?;
        made.pupils(lens)?;
        made.running(lens)?;
        made.today(lens)?;
        Ok(made.planning)
    }

    /// What adopting a plan does: slots that end before `from`, and slots that begin on it.
    pub fn adoption(&self, plan: &[Assignment], mint: &mut Mint, from: NaiveDate) -> (Vec<SlotId>, Vec<WeekSlot>) {
        let mut wanted = self.wanted(plan);
        merge_weeks(&mut wanted);
        let mut ends = Vec::new();
        for slot in &self.standing {
            // A slot that runs out by itself is not the plan's; one that has run out by then is left as it is.
            match wanted.iter().position(|w| slot.ends.is_none() && same_place(w, slot)) {
                Some(i) => drop(wanted.remove(i)),
                None if slot.ends.is_some_and(|end| end < from) => {}
                None => ends.push(slot.id),
            }
        }
        let starts = wanted.into_iter().map(|slot| WeekSlot { id: mint.fresh(), starts: from, ..slot }).collect();
        (ends, starts)
    }

    /// A plan as slots, one for each pupil, each with the place and target that the pupil had for it before.
    fn wanted(&self, plan: &[Assignment]) -> Vec<WeekSlot> {
        let mut slots = Vec::new();
        for a in plan {
            let (members, provision, running) = match &a.work {
                Work::OneToOne { pupil } => (vec![self.pupils[*pupil]], None, None),
                Work::Shared { pupils, .. } => (pupils.iter().map(|p| self.pupils[*p]).collect(), None, None),
                Work::Intervention { intervention } => match &self.sessions[*intervention] {
                    SessionFor::Line { provision, pupil } => (vec![*pupil], Some(*provision), None),
                    SessionFor::Running(running) => {
                        let members = self.problem.interventions[*intervention].pupils.iter().map(|p| self.pupils[*p]).collect();
                        (members, None, Some(*running))
                    }
                },
                Work::Task { .. } => continue,
            };
            for pupil in members {
                let provision = provision.or_else(|| running.is_none().then(|| self.lines.get(&pupil).copied()).flatten());
                slots.push(self.slot(a, pupil, provision, running));
            }
        }
        slots
    }

    fn slot(&self, a: &Assignment, pupil: PupilId, provision: Option<ProvisionId>, running: Option<RunningId>) -> WeekSlot {
        let when = self.whens[a.slot];
        let before = self.standing.iter().find(|s| s.pupil == pupil && s.provision == provision && s.running == running);
        WeekSlot {
            id: SlotId(uuid::Uuid::nil()),
            weekday: when.weekday,
            period: when.period,
            pupil,
            staff: self.staff[a.lsa],
            place: before.map(|s| s.place.clone()).unwrap_or_default(),
            target: before.and_then(|s| s.target),
            provision,
            starts: self.monday,
            ends: None,
            week: when.week,
            running,
        }
    }
}

/// The same thing in both weeks of a cycle is one slot of each week.
fn merge_weeks(slots: &mut Vec<WeekSlot>) {
    let mut merged: Vec<WeekSlot> = Vec::new();
    for slot in slots.drain(..) {
        let twin = merged.iter_mut().find(|m| {
            m.week.is_some()
                && slot.week.is_some()
                && m.week != slot.week
                && same_place(&WeekSlot { week: slot.week, ..(*m).clone() }, &slot)
        });
        match twin {
            Some(twin) => twin.week = None,
            None => merged.push(slot),
        }
    }
    *slots = merged;
}

fn same_place(a: &WeekSlot, b: &WeekSlot) -> bool {
    (a.weekday, a.period, a.pupil, a.staff, a.provision, a.running, a.week)
        == (b.weekday, b.period, b.pupil, b.staff, b.provision, b.running, b.week)
}

struct Maker {
    planning: Planning,
    /// A usual lesson: what is shorter is a session within one. Registration is no lesson to go by.
    lesson: i32,
    weeks: Vec<Option<CycleWeek>>,
    from: NaiveDate,
}

impl Maker {
    fn new(lens: Lens, from: NaiveDate, cycle: bool, periods: &[Period]) -> Result<Self> {
        let monday = from - Days::new(u64::from(from.weekday().num_days_from_monday()));
        let weeks: Vec<Option<CycleWeek>> = if cycle { CycleWeek::ALL.map(Some).to_vec() } else { vec![None] };
        let mut slots: Vec<Slot> = Vec::new();
        let (mut whens, mut days) = (Vec::new(), Vec::new());
        for &week in &weeks {
            for weekday in WEEK {
                let day = days.len();
                days.push(week.map_or(weekday.to_string(), |w| format!("{} {weekday}", w.letter())));
                for period in periods.iter().filter(|p| p.is_on(weekday)) {
                    let minutes = i32::from(period.minutes());
                    let kind = match (period.is_break, minutes) {
                        (true, 30..) => SlotKind::Lunch,
                        (true, _) => SlotKind::Break,
                        (false, _) => SlotKind::Period,
                    };
                    let (start, end) = (i32::from(period.starts), i32::from(period.ends));
                    slots.push(Slot { id: slots.len(), day, label: period.name.clone(), kind, start, end, minutes });
                    whens.push(When { week, weekday, period: period.id });
                }
            }
        }
        let mut lessons: Vec<i32> = slots.iter().filter(|s| s.kind == SlotKind::Period).map(|s| s.minutes).collect();
        lessons.sort_unstable();
        let lesson = lessons.get(lessons.len() / 2).copied().unwrap_or(60);
        let problem = Problem {
            schema: SCHEMA.into(),
            name: lens.school_name()?,
            plan_date: monday.to_string(),
            days,
            slots,
            max_group: SHARED_AMONG,
            skills: Vec::new(),
            lsas: Vec::new(),
            classes: Vec::new(),
            pupils: Vec::new(),
            tasks: Vec::new(),
            interventions: Vec::new(),
            pins: Vec::new(),
            current_plan: None,
            must: Vec::new(),
            absences: Vec::new(),
        };
        let planning = Planning {
            problem,
            staff: Vec::new(),
            pupils: Vec::new(),
            whens,
            sessions: Vec::new(),
            lines: HashMap::new(),
            standing: Vec::new(),
            current: Vec::new(),
            notes: Vec::new(),
            monday,
        };
        Ok(Self { planning, lesson, weeks, from })
    }

    fn staff(&mut self, lens: Lens) -> Result<()> {
        let trainings: Vec<Training> = store::kept(lens.db)?;
        let duties: Vec<Duty> = store::kept(lens.db)?;
        for staff in store::staff(lens.db)?.into_iter().filter(|s| s.left_on.is_none() && s.role.supports()) {
            let id = self.planning.staff.len();
            let skills = trainings
                .iter()
                .filter(|t| t.staff == staff.id)
                .map(|t| (t.skill.to_lowercase(), t.expires.map_or("9999-12-31".into(), |d| d.to_string())))
                .collect();
            let hours = self.hours(&staff);
            if staff.days.is_empty() {
                self.planning.notes.push(format!("{} has no working days; every day is taken as one.", staff.name()));
            }
            let weeks = self.weeks.len() as i32;
            let at_work: i32 = hours.iter().flatten().map(|(a, b)| b - a).sum();
            let paid = staff.paid_minutes().map_or(at_work, |m| m as i32 * weeks);
            self.planning.problem.lsas.push(Lsa {
                id,
                name: staff.name(),
                hours,
                skills,
                max_consecutive_1to1: LONGEST_RUN,
                max_contact_minutes: paid,
                dislikes: Vec::new(),
            });
            for duty in duties.iter().filter(|d| d.staff == staff.id) {
                self.on_duty(id, duty);
            }
            self.planning.staff.push(staff.id);
        }
        Ok(())
    }

    fn hours(&self, staff: &Staff) -> Vec<Option<(i32, i32)>> {
        let (first, last) = (0, 24 * 60);
        let of = |weekday: Weekday| match staff.days.iter().find(|d| d.day == weekday) {
            Some(day) => Some((i32::from(day.starts), i32::from(day.ends))),
            None => staff.days.is_empty().then_some((first, last)),
        };
        self.weeks.iter().flat_map(|_| WEEK.map(of)).collect()
    }

    /// Keeps an adult free for a duty that is theirs.
    fn on_duty(&mut self, lsa: usize, duty: &Duty) {
        for (slot, when) in self.planning.problem.slots.iter().zip(&self.planning.whens) {
            let then = when.weekday == duty.weekday && when.period == duty.period && (duty.week.is_none() || when.week == duty.week);
            if then {
                self.planning.problem.absences.push(Absence { lsa, day: slot.day, from: Some(slot.start), to: Some(slot.end) });
            }
        }
    }

    fn pupils(&mut self, lens: Lens) -> Result<()> {
        let links = store::links(lens.db)?;
        let plans = store::running_plans(lens.db)?;
        let mut forms: BTreeMap<String, usize> = BTreeMap::new();
        let lessons: Vec<bool> = self.planning.problem.slots.iter().map(|s| s.kind == SlotKind::Period).collect();
        let monday = self.planning.monday;
        for pupil in store::pupils(lens.db)?.into_iter().filter(|p| p.left_on.is_none_or(|d| d >= monday)) {
            let id = self.planning.pupils.len();
            self.planning.pupils.push(pupil.id);
            let form = class_name(&pupil);
            let next = forms.len();
            let class = *forms.entry(form.clone()).or_insert(next);
            if class == self.planning.problem.classes.len() {
                self.planning.problem.classes.push(Class { id: class, name: form, subject: None });
            }
            let adult = |role: &[LinkRole]| -> Vec<usize> {
                let held = links.iter().filter(|l| l.pupil == pupil.id && role.contains(&l.role) && l.holds_on(lens.today));
                held.filter_map(|l| self.planning.staff.iter().position(|s| *s == l.staff)).collect()
            };
            let key_worker = adult(&[LinkRole::KeyWorker]).first().copied();
            let team = adult(&[LinkRole::SecondAdult, LinkRole::Cover]);
            self.planning.problem.pupils.push(planner::problem::Pupil {
                id,
                name: lens.name(&pupil),
                classes: lessons.iter().map(|l| l.then_some(class)).collect(),
                subjects: vec![None; lessons.len()],
                one_to_one_minutes: 0,
                shared_minutes: 0,
                max_ratio: SHARED_AMONG,
                required_skills: Vec::new(),
                priority: 1,
                key_worker,
                team,
                avoid: Vec::new(),
                weights: lessons.iter().map(|l| if *l { 3 } else { 0 }).collect(),
            });
            for plan in plans.iter().filter(|p| p.pupil == pupil.id) {
                self.lines(lens, id, plan)?;
            }
            self.hours_beside(id, &pupil);
        }
        Ok(())
    }

    /// Each provision line of a plan as sessions to place or as minutes beside the pupil.
    fn lines(&mut self, lens: Lens, pupil: usize, plan: &Plan) -> Result<()> {
        for line in store::provisions_of(lens.db, plan.id)? {
            let name = &self.planning.problem.pupils[pupil].name;
            if !for_support_staff(&line.who) {
                self.planning.notes.push(format!("{name}, “{}”: given by {}, so it is not planned here.", line.what, line.who));
                continue;
            }
            let Some((times, minutes)) = weekly(&line) else {
                self.planning.notes.push(format!("{name}, “{}”: the plan does not say how much a week, so it is not planned.", line.what));
                continue;
            };
            let weeks = self.weeks.len() as i32;
            if minutes < self.lesson {
                self.session(pupil, &line, times, minutes, plan.kind == crate::model::PlanKind::Ehcp);
            } else {
                let p = &mut self.planning.problem.pupils[pupil];
                if line.group_size <= 1 {
                    p.one_to_one_minutes += times * minutes * weeks;
                } else {
                    p.shared_minutes += times * minutes * weeks;
                    p.max_ratio = p.max_ratio.min(usize::from(line.group_size)).max(1);
                }
                self.planning.lines.entry(self.planning.pupils[pupil]).or_insert(line.id);
            }
        }
        Ok(())
    }

    fn session(&mut self, pupil: usize, line: &Provision, times: i32, minutes: i32, statutory: bool) {
        let fits = |s: &&Slot| s.kind == SlotKind::Period && s.minutes >= minutes;
        let slots = self.planning.problem.slots.iter().filter(fits).map(|s| s.id).collect();
        let id = self.planning.sessions.len();
        self.planning.sessions.push(SessionFor::Line { provision: line.id, pupil: self.planning.pupils[pupil] });
        self.planning.problem.interventions.push(Intervention {
            id,
            name: format!("{} ({})", line.what, self.planning.problem.pupils[pupil].name),
            pupils: vec![pupil],
            minutes,
            sessions_per_week: times as usize * self.weeks.len(),
            skill: None,
            statutory,
            allowed_slots: slots,
            max_per_day: (times as usize).div_ceil(WEEK.len()).max(1),
        });
    }

    /// Hours a week that the SENDCO has noted for a pupil, as far as no line says what they are.
    fn hours_beside(&mut self, id: usize, pupil: &Pupil) {
        let counted: i32 =
            self.planning.problem.interventions.iter().filter(|i| i.pupils == [id]).map(|i| i.minutes * i.sessions_per_week as i32).sum();
        let p = &mut self.planning.problem.pupils[id];
        let all = pupil.support_minutes.unwrap_or(0) as i32 * self.weeks.len() as i32;
        p.shared_minutes += (all - counted - p.one_to_one_minutes - p.shared_minutes).max(0);
    }

    fn running(&mut self, lens: Lens) -> Result<()> {
        let today = lens.today;
        for running in store::kept::<Running>(lens.db)?.into_iter().filter(|r| r.runs_on(today)) {
            let (Some(minutes), Some(times)) = (running.minutes, running.per_week) else {
                self.planning.notes.push(format!("{}: its dose is not set, so it is not planned.", running.name));
                continue;
            };
            let members: Vec<usize> = running
                .members
                .iter()
                .filter(|m| m.is_in(today))
                .filter_map(|m| self.planning.pupils.iter().position(|p| *p == m.pupil))
                .collect();
            let minutes = i32::from(minutes);
            let fits = |s: &&Slot| s.kind == SlotKind::Period && s.minutes >= minutes;
            if members.is_empty() {
                continue;
            }
            let skill = Some(running.training.trim().to_lowercase()).filter(|s| !s.is_empty());
            self.planning.problem.interventions.push(Intervention {
                id: self.planning.sessions.len(),
                name: running.name.clone(),
                pupils: members,
                minutes,
                sessions_per_week: usize::from(times) * self.weeks.len(),
                skill,
                statutory: false,
                allowed_slots: self.planning.problem.slots.iter().filter(fits).map(|s| s.id).collect(),
                max_per_day: usize::from(times).div_ceil(WEEK.len()).max(1),
            });
            self.planning.sessions.push(SessionFor::Running(running.id));
        }
        Ok(())
    }

    /// The slots that stand now, as assignments; what other adults do with a pupil keeps the pupil busy.
    fn today(&mut self, lens: Lens) -> Result<()> {
        let from = self.from;
        let stands = |s: &WeekSlot| s.starts <= from + Days::new(6) && s.ends.is_none_or(|e| e >= from);
        let slots: Vec<WeekSlot> = store::slots(lens.db)?.into_iter().filter(stands).collect();
        let mut seen: HashSet<(usize, usize, usize)> = HashSet::new();
        let mut shared: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for slot in slots {
            let Some(pupil) = self.planning.pupils.iter().position(|p| *p == slot.pupil) else { continue };
            let places: Vec<usize> = self.places(&slot);
            let Some(lsa) = self.planning.staff.iter().position(|s| *s == slot.staff) else {
                places.into_iter().for_each(|s| self.busy(pupil, s));
                continue;
            };
            for place in places {
                match self.session_of(&slot, pupil) {
                    Some(intervention) => {
                        if seen.insert((lsa, place, intervention)) {
                            self.planning.current.push(Assignment { lsa, slot: place, work: Work::Intervention { intervention } });
                        }
                    }
                    None if self.planning.problem.pupils[pupil].one_to_one_minutes > 0 => {
                        self.planning.current.push(Assignment { lsa, slot: place, work: Work::OneToOne { pupil } });
                    }
                    None => shared.entry((lsa, place)).or_default().push(pupil),
                }
            }
            self.planning.standing.push(slot);
        }
        for ((lsa, slot), pupils) in shared {
            let Some(class) = self.planning.problem.pupils[pupils[0]].classes[slot] else { continue };
            self.planning.current.push(Assignment { lsa, slot, work: Work::Shared { class, pupils } });
        }
        self.planning.problem.current_plan = Some(self.planning.current.clone());
        Ok(())
    }

    fn places(&self, slot: &WeekSlot) -> Vec<usize> {
        let here = |w: &When| w.weekday == slot.weekday && w.period == slot.period && (slot.week.is_none() || w.week == slot.week);
        self.planning.whens.iter().enumerate().filter(|(_, w)| here(w)).map(|(i, _)| i).collect()
    }

    fn session_of(&self, slot: &WeekSlot, pupil: usize) -> Option<usize> {
        self.planning.sessions.iter().position(|s| match s {
            SessionFor::Running(id) => slot.running == Some(*id),
            SessionFor::Line { provision, pupil: of } => {
                slot.running.is_none() && slot.provision == Some(*provision) && *of == self.planning.pupils[pupil]
            }
        })
    }

    fn busy(&mut self, pupil: usize, slot: usize) {
        self.planning.problem.pupils[pupil].weights[slot] = 0;
        for i in self.planning.problem.interventions.iter_mut().filter(|i| i.pupils.contains(&pupil)) {
            i.allowed_slots.retain(|s| *s != slot);
        }
    }
}

/// Who sits together: the form, or the year group where there is no form.
fn class_name(pupil: &Pupil) -> String {
    match (&pupil.form, pupil.year) {
        (Some(form), _) if !form.trim().is_empty() => form.clone(),
        (_, Some(year)) => year.words(),
        _ => format!("class of {}", pupil.id.0),
    }
}

/// Whether a line is given by the adults whom the planner plans, and not by a therapist or teacher alone.
fn for_support_staff(who: &str) -> bool {
    let who = who.to_lowercase();
    let ours = ["lsa", "assistant", "elsa", "key worker", "adult", "hlta"].iter().any(|w| who.contains(w));
    let others = ["teacher", "therapist", "psychologist", "nurse", "counsellor"].iter().any(|w| who.contains(w));
    ours || !others
}

/// Sessions a week and minutes of each; none where the plan does not say, or says less than one a week.
fn weekly(line: &Provision) -> Option<(i32, i32)> {
    let days = match line.per {
        Per::Day => 5,
        Per::Week => 1,
        Per::Term => return None,
    };
    Some((i32::from(line.times.unwrap_or(1)) * days, i32::from(line.minutes?)))
}
