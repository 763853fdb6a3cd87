//! The primary and the secondary school, with a year of history behind them.

use chrono::{Datelike as _, Days, NaiveDate, TimeDelta};
use std::collections::HashSet;

use super::profile::{Around, Names, Profile, names, profiles, said};
use super::week::Taken;
use super::{Chance, Invented, Kind, around, calendar, written};
use crate::model::{
    KeyLink, LinkRole, Mint, Outcome, Per, Period, Plan, PlanKind, Portrait, PortraitField, PortraitState, Provision, Pupil, PupilId,
    School, SenStatus, Staff, StaffId, StaffRole, StatusSpell, Target, TargetMore, TargetState, WEEKDAYS, WeekSlot, WorkingDay, YearGroup,
};
use crate::rules::Calendar;

/// A school with its year and its day, and nobody in it.
pub(super) fn empty(seed: u64, today: NaiveDate) -> Invented {
    Builder::new(Kind::Primary, seed, today).out
}

/// A school with people, plans and a year of history.
pub(super) fn invent(kind: Kind, seed: u64, today: NaiveDate) -> Invented {
    let mut builder = Builder::new(kind, seed, today);
    builder.out.school.name = if kind == Kind::Secondary { "Example Green School".into() } else { "Example CE Primary School".into() };
    builder.staff();
    builder.pupils();
    builder.one_left();
    around::before_history(&mut builder);
    builder.history();
    written::after_history(&mut builder);
    builder.for_the_planner();
    builder.out
}

pub(super) struct Builder {
    pub secondary: bool,
    pub today: NaiveDate,
    pub mint: Mint,
    pub chance: Chance,
    pub names: Names,
    pub calendar: Calendar,
    /// First day of the history.
    pub since: NaiveDate,
    /// Who is taken when: now, and a year ago.
    pub taken: Taken,
    pub taken_before: Taken,
    pub girls: HashSet<PupilId>,
    pub notes: Around,
    pub out: Invented,
}

impl Builder {
    fn new(kind: Kind, seed: u64, today: NaiveDate) -> Self {
        let secondary = kind == Kind::Secondary;
        let since = today - TimeDelta::days(364);
        let mut mint = Mint::new(millis(since, 480), seed);
        let mut out = Invented {
            school: School {
                name: "Example School".into(),
                example: true,
                safeguarding_route: "Tell the designated safeguarding lead in person, then use the school's own system".into(),
                ..School::default()
            },
            ..Invented::default()
        };
        for year in calendar::academic_year(since)..=calendar::academic_year(today) {
            let (terms, closed) = calendar::year(&mut mint, year);
            out.terms.extend(terms);
            out.closed.extend(closed);
        }
        out.periods = periods(secondary, &mut mint);
        let calendar = Calendar::new(&out.terms, &out.closed);
        Self {
            secondary,
            today,
            mint,
            chance: Chance(seed ^ 0xA11CE),
            names: names(),
            calendar,
            since,
            taken: Taken::default(),
            taken_before: Taken::default(),
            girls: HashSet::new(),
            notes: Around::load(),
            out,
        }
    }

    fn staff(&mut self) {
        let supporting = if self.secondary { 20 } else { 7 };
        let (starts, ends, unpaid) = if self.secondary { (8 * 60 + 15, 16 * 60 + 15, 36) } else { (8 * 60 + 40, 15 * 60 + 30, 30) };
        for i in 0..supporting + 1 {
            let (forename, surname) = (self.names.staff_forenames[i % 30].clone(), self.names.staff_surnames[(i * 7 + 3) % 30].clone());
            let role = match i {
                0 => StaffRole::Sendco,
                1 => StaffRole::Hlta,
                _ => StaffRole::Lsa,
            };
            let days_off = if i > 2 && self.chance.happens(0.25) { 2 } else { 0 };
            let days = WEEKDAYS.iter().take(5 - days_off).map(|day| WorkingDay { day: *day, starts, ends, unpaid }).collect();
            let email = Some(format!("{}.{}@school.example", forename.to_lowercase(), surname.to_lowercase()));
            let id = self.mint.fresh();
            self.out.staff.push(Staff { email, days, ..Staff::named(id, &forename, &surname, role) });
        }
    }

    fn pupils(&mut self) {
        let count = if self.secondary { 70 } else { 30 };
        let profiles = profiles(self.secondary);
        let mut taken = HashSet::new();
        for i in 0..count {
            let profile = &profiles[i % profiles.len()];
            let (forename, surname) = loop {
                let pair = (self.chance.pick(&self.names.forenames).clone(), self.chance.pick(&self.names.surnames).clone());
                if taken.insert(pair.clone()) {
                    break pair;
                }
            };
            self.pupil(i, &forename, &surname, profile);
        }
    }

    fn pupil(&mut self, i: usize, forename: &str, surname: &str, profile: &Profile) {
        let she = self.names.girls.iter().any(|g| g == forename);
        let year = if self.secondary { 7 + self.chance.below(5) as i64 } else { self.chance.below(7) as i64 };
        let born = NaiveDate::from_ymd_opt(calendar::academic_year(self.today) - year as i32 - 5, 9, 1).unwrap_or_default()
            + TimeDelta::days(self.chance.below(364) as i64);
        let letter = ["A", "B"][self.chance.below(2)];
        let form = if self.secondary {
            format!("{year}{}", ["RG", "GN", "BL"][self.chance.below(3)])
        } else {
            format!("{}{letter}", if year == 0 { "R".into() } else { year.to_string() })
        };
        let id: PupilId = self.mint.fresh();
        if she {
            self.girls.insert(id);
        }
        let status = if i.is_multiple_of(3) { SenStatus::E } else { SenStatus::K };
        self.out.pupils.push(Pupil {
            upn: Some(upn(&mut self.chance, year)),
            birth_date: Some(born),
            year: YearGroup::from_number(year),
            form: Some(form),
            must_know: said(&profile.must_know, she),
            needs: profile.needs.clone(),
            preferred: (forename == "Samuel").then(|| "Sam".into()),
            ..Pupil::named(id, forename, surname)
        });
        let since = weekday(self.since - TimeDelta::days(30 + self.chance.below(500) as i64));
        if status == SenStatus::E {
            self.out.statuses.push(StatusSpell {
                id: self.mint.fresh(),
                pupil: id,
                status: SenStatus::K,
                since: Some(weekday(since - TimeDelta::days(400))),
            });
        }
        self.out.statuses.push(StatusSpell { id: self.mint.fresh(), pupil: id, status, since: Some(since) });
        let worker = 1 + (i * 3 + i / 7) % (self.out.staff.len() - 1);
        self.link(id, worker, self.since, None, LinkRole::KeyWorker);
        self.plan(i, id, she, status, worker, profile);
        self.portrait(i, id, she, profile);
    }

    /// The day itself if pupils are in, else the last school day before it.
    pub fn school_day(&self, day: NaiveDate) -> NaiveDate {
        if self.calendar.is_school_day(day) { day } else { self.calendar.school_days_before(day, 1).pop().unwrap_or(day) }
    }

    fn link(&mut self, pupil: PupilId, worker: usize, starts: NaiveDate, ends: Option<NaiveDate>, role: LinkRole) {
        let staff = self.out.staff[worker].id;
        self.out.links.push(KeyLink { id: self.mint.fresh(), pupil, staff, role, starts, ends });
    }

    fn plan(&mut self, i: usize, pupil: PupilId, she: bool, status: SenStatus, worker: usize, profile: &Profile) {
        let kind = match (status, i % 8) {
            (SenStatus::E, _) => PlanKind::Ehcp,
            (_, 6) => PlanKind::Iep,
            (_, 7) => PlanKind::Isp,
            _ => PlanKind::SenSupport,
        };
        // One review is late; the others lie ahead, most of them soon.
        let due = if i == 3 { self.today - TimeDelta::days(23) } else { self.today + TimeDelta::days(9 + self.chance.below(150) as i64) };
        let due = self.school_day(due);
        let plan = Plan {
            id: self.mint.fresh(),
            pupil,
            kind,
            starts: self.since,
            review_due: Some(due),
            ended_on: None,
            version: 1,
            changed_on: None,
        };
        let outcome = Outcome { id: self.mint.fresh(), plan: plan.id, text: said(&profile.outcome, she), position: 1 };
        let line = Provision {
            id: self.mint.fresh(),
            plan: plan.id,
            outcome: Some(outcome.id),
            what: profile.line.what.clone(),
            times: Some(profile.line.times),
            minutes: (i % 7 != 5).then_some(profile.line.minutes),
            per: Per::Week,
            group_size: profile.line.group,
            who: profile.line.who.clone(),
            position: 1,
        };
        self.earlier_target(pupil, she, &outcome, &line, worker, profile);
        let aims: Vec<_> = profile.targets.iter().enumerate().filter(|(n, _)| *n == 0 || self.chance.happens(0.55)).collect();
        let (each, over) = (usize::from(line.times.unwrap_or(0)) / aims.len(), usize::from(line.times.unwrap_or(0)) % aims.len());
        for (n, aim) in aims {
            let starts = self
                .calendar
                .school_days(self.today - TimeDelta::days(90 + 7 * self.chance.below(9) as i64), self.today)
                .next()
                .unwrap_or(self.since);
            let target = Target {
                id: self.mint.fresh(),
                pupil,
                outcome: Some(outcome.id),
                will: said(&aim.will, she),
                condition: said(&aim.condition, she),
                measure: aim.measure,
                better: aim.direction(),
                baseline: aim.baseline,
                starts,
                goal: aim.goal,
                in_a_row: 3,
                by: self.today + TimeDelta::days(25 + self.chance.below(60) as i64),
                instructions: said(&aim.instructions, she),
                pupil_words: aim.pupil.clone(),
                state: TargetState::Active,
                more: TargetMore { steps: aim.steps.clone(), of_last: if n == 1 { 5 } else { 0 }, ..TargetMore::default() },
            };
            // The dose of the line is shared among its targets.
            let slots = self.slots(&target, &line, worker, each + usize::from(n < over), false);
            self.out.slots.extend(slots);
            self.out.targets.push(target);
        }
        self.out.plans.push(plan);
        self.out.outcomes.push(outcome);
        self.out.provisions.push(line);
    }

    /// What the pupil worked on before, from a year ago until the present targets began.
    fn earlier_target(&mut self, pupil: PupilId, she: bool, outcome: &Outcome, line: &Provision, worker: usize, profile: &Profile) {
        let aim = &profile.targets[1.min(profile.targets.len() - 1)];
        let ends = self.today - TimeDelta::days(160);
        let target = Target {
            id: self.mint.fresh(),
            pupil,
            outcome: Some(outcome.id),
            will: format!("{}: first step", said(&aim.will, she)),
            condition: "with an adult beside".into(),
            measure: aim.measure,
            better: aim.direction(),
            baseline: aim.baseline,
            starts: self.since,
            goal: (aim.baseline + (aim.goal - aim.baseline) * 0.6).round(),
            in_a_row: 3,
            by: ends,
            instructions: said(&aim.instructions, she),
            pupil_words: aim.pupil.clone(),
            state: if self.chance.happens(0.7) { TargetState::Achieved } else { TargetState::Stopped },
            more: TargetMore::default(),
        };
        let slots = self.slots(&target, line, worker, 2, true);
        self.out.slots.extend(slots.into_iter().map(|slot| WeekSlot { ends: Some(ends), ..slot }));
        self.out.targets.push(target);
    }

    fn portrait(&mut self, i: usize, pupil: PupilId, she: bool, profile: &Profile) {
        if i % 9 == 8 {
            return; // somebody has still to write this one
        }
        let texts = PortraitField::ALL.iter().filter_map(|f| Some((*f, said(profile.portrait.get(f.key())?, she)))).collect();
        let approved = i % 5 != 4;
        let on = self.since + TimeDelta::days(120 + self.chance.below(120) as i64);
        let on = self.school_day(on);
        self.out.portraits.push(Portrait {
            id: self.mint.fresh(),
            pupil,
            version: 1,
            state: if approved { PortraitState::Approved } else { PortraitState::Draft },
            texts,
            sources: Vec::new(),
            checked_against: None,
            approved_by: approved.then(|| self.out.staff[0].id),
            approved_by_name: if approved { self.out.staff[0].name() } else { String::new() },
            approved_on: approved.then_some(on),
            review_on: approved.then(|| on + TimeDelta::days(300)),
        });
    }

    /// One LSA left at half term; others took over their pupils.
    fn one_left(&mut self) {
        let last = self.out.staff.len() - 1;
        let left = self.calendar.school_days_before(self.today, 25).pop().unwrap_or(self.today);
        let gone: StaffId = self.out.staff[last].id;
        self.out.staff[last].left_on = Some(left);
        let links: Vec<usize> = (0..self.out.links.len()).filter(|l| self.out.links[*l].staff == gone).collect();
        for link in links {
            self.out.links[link].ends = Some(left);
            let (pupil, heir) = (self.out.links[link].pupil, 1 + self.chance.below(last - 1));
            self.link(pupil, heir, left + Days::new(1), None, LinkRole::KeyWorker);
            let staff = self.out.staff[heir].id;
            for slot in 0..self.out.slots.len() {
                if self.out.slots[slot].pupil != pupil || self.out.slots[slot].staff != gone || self.out.slots[slot].ends.is_some() {
                    continue;
                }
                let period = self.out.periods.iter().position(|p| p.id == self.out.slots[slot].period).unwrap_or(0);
                let day = self.out.slots[slot].weekday;
                self.out.slots[slot].ends = Some(left);
                let works = self.out.staff[heir].days.iter().any(|d| d.day == day);
                if works && self.taken.take_over(heir, day, period) {
                    let next =
                        WeekSlot { id: self.mint.fresh(), staff, starts: left + Days::new(1), ends: None, ..self.out.slots[slot].clone() };
                    self.out.slots.push(next);
                }
            }
        }
    }
}

/// The day, or the Friday before a weekend.
fn weekday(day: NaiveDate) -> NaiveDate {
    let over = day.weekday().num_days_from_monday().saturating_sub(4);
    day - Days::new(u64::from(over))
}

fn periods(secondary: bool, mint: &mut Mint) -> Vec<Period> {
    let rows: &[(&str, u16, u16, bool)] = if secondary {
        &[
            ("Tutor", 510, 530, false),
            ("Period 1", 530, 590, false),
            ("Period 2", 590, 650, false),
            ("Break", 650, 670, true),
            ("Period 3", 670, 730, false),
            ("Period 4", 730, 790, false),
            ("Lunch", 790, 830, true),
            ("Period 5", 830, 890, false),
        ]
    } else {
        &[
            ("Registration", 525, 540, false),
            ("Session 1", 540, 600, false),
            ("Session 2", 600, 645, false),
            ("Break", 645, 660, true),
            ("Session 3", 660, 725, false),
            ("Lunch", 725, 785, true),
            ("Session 4", 785, 845, false),
            ("Session 5", 845, 915, false),
        ]
    };
    rows.iter()
        .map(|(name, starts, ends, is_break)| Period {
            id: mint.fresh(),
            name: (*name).into(),
            starts: *starts,
            ends: *ends,
            is_break: *is_break,
            days: Period::WHOLE_WEEK,
        })
        .collect()
}

/// An invented UPN with a fitting check letter, of a school that does not exist (999).
fn upn(chance: &mut Chance, year: i64) -> String {
    let digits = format!("999{:04}{:02}{:03}", 9000 + chance.below(900), (24 - year).rem_euclid(100), chance.below(1000));
    let sum: usize = digits.bytes().enumerate().map(|(i, b)| usize::from(b - b'0') * (i + 2)).sum();
    format!("{}{digits}", char::from(b"ABCDEFGHJKLMNPQRTUVWXYZ"[sum % 23]))
}

pub(super) fn millis(day: NaiveDate, minute: u16) -> i64 {
    day.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc().timestamp_millis() + i64::from(minute) * 60_000
}
