//! The whole school's day: where each adult is, what is logged, what is still to be written up.

use chrono::{Datelike as _, NaiveDate, TimeDelta, Weekday};
use std::collections::{HashMap, HashSet};

use super::Lens;
use crate::model::{Away, DayCover, Duty, Period, PeriodId, Pupil, PupilId, SetTask, SetTaskId, Staff, StaffId, WeekSlot, time_words};
use crate::rules::Calendar;
use crate::store::{self, Result};

/// How far ahead a review is said to be due.
const AHEAD: TimeDelta = TimeDelta::days(14);

/// What the SENDCO sees first: the day of every adult, and what waits for a decision.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SchoolDay {
    pub adults: Vec<AdultDay>,
    /// Care, medicine and duties of today that nobody does, because somebody is away: `10:50 Lily Walker, Gastrostomy feed`.
    pub undone: Vec<String>,
    /// Sessions of those who are away about which nobody has decided.
    pub open: usize,
    /// Reviews whose day has passed, and those due within two weeks.
    pub reviews_late: usize,
    pub reviews_soon: usize,
}

/// One adult's day.
#[derive(Clone, Debug, PartialEq)]
pub struct AdultDay {
    pub staff: StaffId,
    pub name: String,
    /// What they do, in order of time.
    pub moments: Vec<Moment>,
    /// Sessions of the day that are logged, out of how many.
    pub logged: usize,
    pub planned: usize,
    /// Sessions of earlier days that nobody has written up, and the first of those days.
    pub behind: usize,
    pub behind_since: Option<NaiveDate>,
    /// When they are away, where they are.
    pub away: Vec<Away>,
    /// Whether this is a day on which they work.
    pub works: bool,
    /// The periods in which they take sessions and duties of others that day.
    pub covers: HashSet<PeriodId>,
}

/// A stretch of an adult's day, in minutes since midnight.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    pub starts: u16,
    pub ends: u16,
    pub words: String,
}

impl AdultDay {
    /// Whether they are away at a minute of the day.
    pub fn is_away_at(&self, minute: u16) -> bool {
        self.away.iter().any(|a| a.meets(minute, minute + 1))
    }

    /// When they are away today as far as it is not over: `away`, `away 11:00 to 12:00`, or empty.
    pub fn away_words(&self, minute: u16) -> String {
        let still = self.away.iter().filter(|a| a.to.is_none_or(|to| minute < to));
        still.map(Away::words).collect::<Vec<_>>().join(", ")
    }

    /// What they do at a minute of the day, and what comes after it.
    pub fn at(&self, minute: u16) -> (Option<&Moment>, Option<&Moment>) {
        let now = self.moments.iter().find(|m| m.starts <= minute && minute < m.ends);
        (now, self.moments.iter().find(|m| m.starts > minute))
    }
}

/// The adults given and their day; `earlier` are the school days that are still asked after.
pub(super) fn load(lens: Lens, staff: &[&Staff], pupils: &[Pupil], calendar: &Calendar, earlier: &[NaiveDate]) -> Result<SchoolDay> {
    let day = lens.today;
    let from = earlier.last().copied().unwrap_or(day);
    let covers = store::kept_between::<DayCover>(lens.db, from, day)?;
    let names: HashMap<PupilId, &Pupil> = pupils.iter().map(|p| (p.id, p)).collect();
    let periods: HashMap<_, _> = store::periods(lens.db)?.into_iter().map(|p| (p.id, p)).collect();
    let mut slots: HashMap<Weekday, Vec<WeekSlot>> = HashMap::new();
    for slot in store::slots(lens.db)? {
        slots.entry(slot.weekday).or_default().push(slot);
    }
    let of_day = |day: NaiveDate| slots.get(&day.weekday()).map_or(&[][..], Vec::as_slice);
    let duties = store::kept::<Duty>(lens.db)?;
    let mut logged: HashSet<_> = HashSet::new();
    for adult in staff {
        logged.extend(store::logged_slots_of(lens.db, adult.id, from, day)?);
    }
    let mut days: HashMap<StaffId, AdultDay> = staff.iter().map(|s| (s.id, AdultDay::of(s, &covers, day))).collect();
    let takes = |slot: &WeekSlot, day: NaiveDate| {
        let covered = covers.iter().rev().filter(|c| c.on == day).find_map(|c| c.of(slot.id));
        calendar.takes_place(slot, day).then(|| covered.unwrap_or(Some(slot.staff))).flatten()
    };
    for &day in earlier {
        for slot in of_day(day).iter().filter(|s| !logged.contains(&(s.id, day))) {
            if let Some(adult) = takes(slot, day).and_then(|s| days.get_mut(&s)) {
                adult.behind += 1;
                adult.behind_since = Some(adult.behind_since.map_or(day, |d| d.min(day)));
            }
        }
    }
    if calendar.is_school_day(day) {
        for slot in of_day(day) {
            let Some(adult) = takes(slot, day).and_then(|s| days.get_mut(&s)) else { continue };
            if adult.staff != slot.staff {
                adult.covers.insert(slot.period);
            }
            adult.planned += 1;
            adult.logged += usize::from(logged.contains(&(slot.id, day)));
            let name = names.get(&slot.pupil).map(|p| lens.name(p)).unwrap_or_default();
            adult.does(periods.get(&slot.period), &name);
        }
        let moved = |duty: &Duty| covers.iter().rev().filter(|c| c.on == day).flat_map(|c| &c.duties).find(|m| m.duty == duty.id);
        for duty in duties.iter().filter(|d| calendar.duty_takes_place(d, day)) {
            let Some(adult) = moved(duty).map_or(Some(duty.staff), |m| m.to).and_then(|s| days.get_mut(&s)) else { continue };
            if adult.staff != duty.staff {
                adult.covers.insert(duty.period);
            }
            adult.does(periods.get(&duty.period), &duty.what);
        }
    }
    let mut adults: Vec<AdultDay> = staff.iter().filter_map(|s| days.remove(&s.id)).collect();
    adults.iter_mut().for_each(|a| a.moments.sort_by_key(|m| m.starts));
    adults.sort_by(|a, b| a.name.cmp(&b.name));
    let gaps = Gaps { covers: &covers, calendar, day, periods: &periods };
    let (undone, open) = if calendar.is_school_day(day) { gaps.of(lens, of_day(day), &duties, &names)? } else { Default::default() };
    let (reviews_late, reviews_soon) = reviews(lens, &names)?;
    Ok(SchoolDay { adults, undone, open, reviews_late, reviews_soon })
}

/// What an absence of today leaves undone.
struct Gaps<'a> {
    covers: &'a [DayCover],
    calendar: &'a Calendar,
    day: NaiveDate,
    periods: &'a HashMap<PeriodId, Period>,
}

impl Gaps<'_> {
    /// What has to be done and nobody does, in order of time, and how many other sessions are still open.
    fn of(&self, lens: Lens, slots: &[WeekSlot], duties: &[Duty], names: &HashMap<PupilId, &Pupil>) -> Result<(Vec<String>, usize)> {
        let tasks: HashMap<SetTaskId, SetTask> = store::kept::<SetTask>(lens.db)?.into_iter().map(|t| (t.id, t)).collect();
        let today = || self.covers.iter().rev().filter(|c| c.on == self.day);
        let (mut undone, mut open) = (Vec::new(), HashSet::new());
        for slot in slots.iter().filter(|s| self.calendar.takes_place(s, self.day)) {
            let decided = today().find_map(|c| c.of(slot.id));
            let task = slot.task.and_then(|t| tasks.get(&t));
            match (decided, task) {
                (Some(Some(_)), _) => {}
                (None, _) if !self.is_away(slot.staff, slot.period) => {}
                (Some(None) | None, Some(task)) => {
                    let name = names.get(&slot.pupil).map(|p| lens.name(p)).unwrap_or_default();
                    undone.push((self.starts(slot.period), format!("{name}, {}", task.what)));
                }
                (Some(None), None) => {}
                (None, None) => drop(open.insert((slot.staff, slot.period))),
            }
        }
        for duty in duties.iter().filter(|d| self.calendar.duty_takes_place(d, self.day)) {
            let nobody = match today().find_map(|c| c.of_duty(duty.id)) {
                Some(to) => to.is_none(),
                None => self.is_away(duty.staff, duty.period),
            };
            if nobody {
                undone.push((self.starts(duty.period), duty.what.clone()));
            }
        }
        undone.sort();
        Ok((undone.into_iter().map(|(at, words)| format!("{} {words}", time_words(at))).collect(), open.len()))
    }

    fn starts(&self, period: PeriodId) -> u16 {
        self.periods.get(&period).map_or(0, |p| p.starts)
    }

    fn is_away(&self, staff: StaffId, period: PeriodId) -> bool {
        let Some(period) = self.periods.get(&period) else { return false };
        let away = self.covers.iter().filter(|c| c.on == self.day).flat_map(|c| &c.away).filter(|a| a.staff == staff);
        away.into_iter().any(|a| a.meets(period.starts, period.ends))
    }
}

impl AdultDay {
    fn of(staff: &Staff, covers: &[DayCover], day: NaiveDate) -> Self {
        let today = covers.iter().filter(|c| c.on == day);
        let away = today.flat_map(|c| &c.away).filter(|a| a.staff == staff.id).cloned().collect();
        let works = staff.days.is_empty() || staff.days.iter().any(|d| d.day == day.weekday());
        Self {
            staff: staff.id,
            name: staff.name(),
            moments: Vec::new(),
            logged: 0,
            planned: 0,
            behind: 0,
            behind_since: None,
            away,
            works,
            covers: HashSet::new(),
        }
    }

    /// Adds what they do in a period; several pupils at once stand in one line.
    fn does(&mut self, period: Option<&Period>, words: &str) {
        let Some(period) = period else { return };
        match self.moments.iter_mut().find(|m| m.starts == period.starts) {
            Some(moment) => moment.words = format!("{}, {words}", moment.words),
            None => self.moments.push(Moment { starts: period.starts, ends: period.ends, words: words.to_owned() }),
        }
    }
}

/// How many reviews of main plans are late, and how many are due soon.
fn reviews(lens: Lens, pupils: &HashMap<PupilId, &Pupil>) -> Result<(usize, usize)> {
    let here = |id: &PupilId| pupils.get(id).is_some_and(|p| p.left_on.is_none_or(|l| l >= lens.today));
    let plans = store::running_plans(lens.db)?;
    let due: Vec<NaiveDate> = plans.iter().filter(|p| here(&p.pupil)).filter_map(|p| p.review_due).collect();
    let late = due.iter().filter(|d| **d < lens.today).count();
    Ok((late, due.iter().filter(|d| **d >= lens.today && **d <= lens.today + AHEAD).count()))
}
