//! The provision ledger: what a line promises, what was timetabled, what happened, what is owed
//! (`domain.md` section 4, rank 1: due / timetabled / delivered / lost with its reason / owed).
//!
//! A line with minutes counts minutes; a line without counts sessions. What is due follows the school days
//! that there were: a week of four days owes four fifths. Fractions are carried from week to week, so that
//! the sums are whole and agree with the whole.

use chrono::{Days, NaiveDate, Weekday};
use std::collections::BTreeMap;

use super::{Calendar, Lengths};
use crate::model::{NotDelivered, Per, Provision, Session, SessionOutcome, WeekSlot};

/// School days of a full week.
const WEEK: i64 = 5;

/// What a line counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Minutes,
    Sessions,
}

impl Unit {
    /// A line counts minutes where the plan says some.
    pub fn of(line: &Provision) -> Self {
        if line.minutes.is_some() { Self::Minutes } else { Self::Sessions }
    }
}

/// One week of a line, or a sum of weeks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Week {
    /// The Monday; of a sum the first.
    pub monday: NaiveDate,
    pub school_days: u32,
    /// What the plan promises for these days; none where the line does not say how often.
    pub due: Option<i64>,
    pub timetabled: i64,
    /// The part of it whose day is over, or that is logged already.
    pub come: i64,
    /// What should have been given by now: of a week that is over all that was due; of one that goes on no more than
    /// has come of it so far, for its other days may still give the rest; of one to come nothing.
    pub by_now: i64,
    /// Delivered in its own slot.
    pub delivered: i64,
    /// Delivered outside any slot: made up, or given beyond the timetable.
    pub made_up: i64,
    pub lost: BTreeMap<&'static str, i64>,
    /// Timetabled, and nobody has said what happened.
    pub not_logged: i64,
}

impl Week {
    pub fn lost_in_all(&self) -> i64 {
        self.lost.values().sum()
    }

    pub fn given(&self) -> i64 {
        self.delivered + self.made_up
    }

    /// What is still owed of what should have been given by now.
    pub fn owed(&self) -> i64 {
        (self.by_now - self.given()).max(0)
    }

    fn add(&mut self, other: &Self) {
        self.school_days += other.school_days;
        self.due = self.due.zip(other.due).map(|(a, b)| a + b);
        self.timetabled += other.timetabled;
        self.come += other.come;
        self.by_now += other.by_now;
        self.delivered += other.delivered;
        self.made_up += other.made_up;
        self.not_logged += other.not_logged;
        for (reason, amount) in &other.lost {
            *self.lost.entry(reason).or_default() += amount;
        }
    }
}

/// A line's weeks from a day to a day, and their sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    pub unit: Unit,
    pub weeks: Vec<Week>,
    pub sum: Week,
}

impl Ledger {
    /// What single weeks owe and other weeks have given beyond their own share.
    pub fn evened_out(&self) -> i64 {
        self.weeks.iter().map(Week::owed).sum::<i64>() - self.sum.owed()
    }
}

/// What a ledger is read from.
pub struct Facts<'a> {
    pub line: &'a Provision,
    /// The days on which the line's plan is in force.
    pub in_force: (NaiveDate, Option<NaiveDate>),
    pub calendar: &'a Calendar,
    /// The terms, for lines that promise so much a term.
    pub terms: &'a [(NaiveDate, NaiveDate)],
    pub lengths: &'a Lengths,
    /// Slots and standing sessions of the line.
    pub slots: &'a [WeekSlot],
    pub sessions: &'a [Session],
    /// What is today or later may still come: it is timetabled, and need not be logged yet.
    pub today: NaiveDate,
}

/// Reads a line's ledger from `from` to `to`, both included.
pub fn ledger(facts: &Facts, from: NaiveDate, to: NaiveDate) -> Ledger {
    let unit = Unit::of(facts.line);
    let from = from.max(facts.in_force.0);
    let to = facts.in_force.1.map_or(to, |end| end.min(to));
    let mut weeks = Vec::new();
    let mut monday = from.week(Weekday::Mon).first_day();
    let mut so_far = Promise::default();
    while monday <= to {
        let (first, last) = (monday.max(from), (monday + Days::new(6)).min(to));
        weeks.push(one_week(facts, unit, monday, first, last, &mut so_far));
        monday = monday + Days::new(7);
    }
    let mut sum = Week { monday: weeks.first().map_or(from, |w| w.monday), due: Some(0), ..Week::default() };
    if weeks.iter().any(|w| w.due.is_none()) {
        sum.due = None;
    }
    weeks.iter().for_each(|w| sum.add(w));
    Ledger { unit, weeks, sum }
}

/// What is due so far, in parts of a unit, so that nothing is lost to rounding.
#[derive(Default)]
struct Promise {
    exact: f64,
    told: i64,
}

impl Promise {
    fn more(&mut self, amount: f64) -> i64 {
        self.exact += amount;
        let due = (self.exact + 1e-6).floor() as i64 - self.told;
        self.told += due;
        due
    }
}

fn one_week(facts: &Facts, unit: Unit, monday: NaiveDate, first: NaiveDate, last: NaiveDate, so_far: &mut Promise) -> Week {
    let days: Vec<NaiveDate> = facts.calendar.school_days(first, last).collect();
    let due = promised(facts, unit, &days).map(|amount| so_far.more(amount));
    let mut week = Week { monday, school_days: days.len() as u32, due, ..Week::default() };
    let (mut in_slots, mut logged_today) = (0, 0);
    let yesterday = facts.today.pred_opt().unwrap_or(facts.today);
    for slot in facts.slots {
        let each = planned(facts, unit, slot);
        let meets = |until: NaiveDate| days.iter().filter(|d| **d <= until && facts.calendar.takes_place(slot, **d)).count() as i64;
        week.timetabled += each * meets(last);
        week.come += each * meets(yesterday);
    }
    for session in facts.sessions.iter().filter(|s| (first..=last).contains(&s.on)) {
        let amount = match unit {
            Unit::Minutes => i64::from(session.minutes),
            Unit::Sessions => 1,
        };
        let in_slot = if session.slot.is_some() || !session.delivered() { slot_amount(facts, unit, session) } else { 0 };
        let over = if session.on < facts.today { in_slot } else { 0 };
        // What is logged of today has come, though the day is not over.
        logged_today += in_slot - over;
        match session.outcome {
            SessionOutcome::Delivered if session.slot.is_some() => {
                week.delivered += amount;
                in_slots += over;
            }
            SessionOutcome::Delivered => week.made_up += amount,
            SessionOutcome::NotDelivered(reason) => {
                *week.lost.entry(NotDelivered::words(reason)).or_default() += in_slot;
                in_slots += over;
            }
        }
    }
    week.not_logged = (week.come - in_slots).max(0);
    week.come += logged_today;
    week.by_now = by_now(facts, &week, last);
    week
}

/// What should have been given of a week by now.
fn by_now(facts: &Facts, week: &Week, last: NaiveDate) -> i64 {
    let sunday = week.monday + Days::new(6);
    let goes_on = last >= facts.today && facts.calendar.school_days(facts.today.max(week.monday), sunday).next().is_some();
    match (goes_on, week.due) {
        (true, due) => due.map_or(week.come, |due| due.min(week.come)),
        (false, due) => due.unwrap_or(week.timetabled),
    }
}

/// What the line promises for these school days; none where it does not say how often.
fn promised(facts: &Facts, unit: Unit, days: &[NaiveDate]) -> Option<f64> {
    let line = facts.line;
    let times = match (line.times, line.minutes) {
        (Some(times), _) => i64::from(times),
        (None, Some(_)) => 1,
        (None, None) => return None,
    };
    let each = match unit {
        Unit::Minutes => times * i64::from(line.minutes.unwrap_or(0)),
        Unit::Sessions => times,
    };
    let each = each as f64;
    Some(match line.per {
        Per::Day => each * days.len() as f64,
        Per::Week => each * days.len() as f64 / WEEK as f64,
        Per::Term => days
            .iter()
            .filter_map(|day| facts.terms.iter().find(|(from, to)| (*from..=*to).contains(day)))
            .map(|(from, to)| each / facts.calendar.school_days(*from, *to).count().max(1) as f64)
            .sum(),
    })
}

/// What one meeting of a slot is meant to give.
fn planned(facts: &Facts, unit: Unit, slot: &WeekSlot) -> i64 {
    match unit {
        Unit::Sessions => 1,
        // Support that names no line fills its period.
        Unit::Minutes => i64::from(facts.lengths.minutes(slot, Some(facts.line).filter(|l| slot.provision == Some(l.id)))),
    }
}

/// What a session counts in its line: what was given of one that took place, what its slot was meant to give of one
/// that did not.
pub fn counted(facts: &Facts, session: &Session) -> i64 {
    match Unit::of(facts.line) {
        Unit::Sessions => 1,
        Unit::Minutes if session.delivered() => i64::from(session.minutes),
        Unit::Minutes => slot_amount(facts, Unit::Minutes, session),
    }
}

/// What a logged session stands for in the timetable.
fn slot_amount(facts: &Facts, unit: Unit, session: &Session) -> i64 {
    let slot = session.slot.and_then(|id| facts.slots.iter().find(|s| s.id == id));
    slot.map_or(if unit == Unit::Minutes { i64::from(session.minutes) } else { 1 }, |s| planned(facts, unit, s))
}

/// An early word about a line that lapses: the share lost, and mostly why.
/// `12 % of what was timetabled was lost, mostly because the LSA was needed elsewhere`.
pub fn lapse(sum: &Week) -> Option<String> {
    let lost = sum.lost_in_all();
    (sum.come > 0 && lost > 0).then(|| {
        let share = (lost * 100 + sum.come / 2) / sum.come;
        let most = sum.lost.iter().max_by_key(|(_, amount)| **amount).map(|(reason, _)| reason.to_lowercase().replace("lsa", "LSA"));
        format!("{share} % of what was timetabled was lost, mostly: {}.", most.unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ClosedDay, Mint, Period, Term};
    use proptest::prelude::*;

    fn day(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, m, d).unwrap()
    }

    struct School {
        calendar: Calendar,
        lengths: Lengths,
        line: Provision,
        slots: Vec<WeekSlot>,
        mint: Mint,
    }

    /// Three times twenty minutes a week, timetabled on Monday, Tuesday and Thursday; half term in October.
    fn school() -> School {
        let mut mint = Mint::new(0, 1);
        let term = Term { id: mint.fresh(), name: "Autumn".into(), starts: day(9, 7), ends: day(12, 18) };
        let closed: Vec<ClosedDay> = (26..=30).map(|d| ClosedDay { date: day(10, d), why: "Half term".into() }).collect();
        let period = Period { id: mint.fresh(), name: "P1".into(), starts: 540, ends: 600, is_break: false, days: Period::WHOLE_WEEK };
        let line = Provision {
            id: mint.fresh(),
            plan: mint.fresh(),
            outcome: None,
            what: "Speech and language programme".into(),
            times: Some(3),
            minutes: Some(20),
            per: Per::Week,
            group_size: 1,
            who: "LSA".into(),
            position: 1,
        };
        let (pupil, staff) = (mint.fresh(), mint.fresh());
        let slots = [Weekday::Mon, Weekday::Tue, Weekday::Thu].map(|weekday| WeekSlot {
            id: mint.fresh(),
            weekday,
            period: period.id,
            pupil,
            staff,
            place: String::new(),
            target: None,
            provision: Some(line.id),
            starts: day(9, 7),
            ends: None,
            week: None,
            running: None,
            task: None,
        });
        School { calendar: Calendar::new(&[term], &closed), lengths: Lengths::new([&period], &[], &[]), line, slots: slots.to_vec(), mint }
    }

    fn read(school: &School, sessions: &[Session], from: NaiveDate, to: NaiveDate) -> Ledger {
        read_on(school, sessions, from, to, day(12, 31))
    }

    fn read_on(school: &School, sessions: &[Session], from: NaiveDate, to: NaiveDate, today: NaiveDate) -> Ledger {
        let facts = Facts {
            line: &school.line,
            in_force: (day(9, 7), None),
            calendar: &school.calendar,
            terms: &[(day(9, 7), day(12, 18))],
            lengths: &school.lengths,
            slots: &school.slots,
            sessions,
            today,
        };
        ledger(&facts, from, to)
    }

    fn session(school: &mut School, slot: Option<usize>, on: NaiveDate, minutes: u16, outcome: SessionOutcome) -> Session {
        let of = Session::of_slot(school.mint.fresh(), &school.slots[slot.unwrap_or(0)], on, minutes, outcome);
        Session { slot: slot.map(|s| school.slots[s].id), ..of }
    }

    #[test]
    fn a_short_week_owes_its_share_and_a_holiday_nothing() {
        let mut school = school();
        let whole = read(&school, &[], day(9, 7), day(12, 18));
        assert_eq!(whole.weeks.iter().find(|w| w.monday == day(10, 26)).unwrap().due, Some(0));
        assert_eq!(whole.sum.due, Some(14 * 60));
        assert_eq!(whole.sum.timetabled, 14 * 60);
        assert_eq!(read(&school, &[], day(9, 7), day(9, 10)).sum.due, Some(48), "four fifths of an hour");
        school.line.per = Per::Term;
        (school.line.times, school.line.minutes) = (Some(6), None);
        assert_eq!(read(&school, &[], day(9, 7), day(12, 18)).sum.due, Some(6), "six sessions a term, whole at its end");
        (school.line.times, school.line.minutes) = (None, None);
        assert_eq!(read(&school, &[], day(9, 7), day(12, 18)).sum.due, None, "a line that says nothing promises no amount");
    }

    #[test]
    fn what_was_lost_made_up_and_not_logged_each_has_its_place() {
        let mut school = school();
        let sessions = [
            session(&mut school, Some(0), day(9, 7), 20, SessionOutcome::Delivered),
            session(&mut school, Some(1), day(9, 8), 60, SessionOutcome::NotDelivered(NotDelivered::Redeployed)),
            session(&mut school, None, day(9, 9), 15, SessionOutcome::Delivered),
        ];
        let week = read(&school, &sessions, day(9, 7), day(9, 13)).sum;
        assert_eq!((week.due, week.timetabled, week.delivered, week.made_up), (Some(60), 60, 20, 15));
        assert_eq!(week.lost_in_all(), 20, "a lost session is as long as the line says, not as the period");
        assert_eq!((week.not_logged, week.owed()), (20, 25));
        assert!(lapse(&week).unwrap().starts_with("33 % of what was timetabled was lost, mostly: "));
    }

    #[test]
    fn todays_session_is_not_missed_before_the_day_is_over() {
        let mut school = school();
        let tuesday = day(9, 8);
        let logged = [session(&mut school, Some(1), tuesday, 20, SessionOutcome::Delivered)];
        let not_logged = |sessions: &[Session], today| read_on(&school, sessions, day(9, 7), day(9, 13), today).sum.not_logged;
        assert_eq!(not_logged(&[], tuesday), 20, "Monday's");
        assert_eq!(not_logged(&logged, tuesday), 20, "one that is logged already does not stand for Monday's");
        assert_eq!(not_logged(&[], day(9, 9)), 40);
        assert_eq!(not_logged(&logged, day(9, 9)), 20);
    }

    #[test]
    fn what_has_not_come_yet_is_not_owed() {
        let mut school = school();
        let monday = session(&mut school, Some(0), day(9, 7), 20, SessionOutcome::Delivered);
        let lost = session(&mut school, Some(1), day(9, 8), 60, SessionOutcome::NotDelivered(NotDelivered::Redeployed));
        let to = day(9, 20);
        let owed = |sessions: &[Session], today| read_on(&school, sessions, day(9, 7), to, today).sum.owed();
        assert_eq!(owed(&[], day(9, 7)), 0, "on Monday morning nothing is owed");
        assert_eq!(owed(std::slice::from_ref(&monday), day(9, 8)), 0, "Monday's was given, Tuesday's may still come");
        assert_eq!(owed(&[monday.clone(), lost.clone()], day(9, 8)), 20, "Tuesday's is lost already");
        assert_eq!(owed(&[monday.clone(), lost.clone()], day(9, 10)), 20, "Thursday's may still come");
        assert_eq!(owed(&[monday.clone(), lost.clone()], day(9, 12)), 40, "the week is over, and the next has not begun");
        assert_eq!(owed(&[monday, lost], day(9, 21)), 100, "nor was anything given in the next");
        let ledger = read_on(&school, &[], day(9, 7), to, day(9, 9));
        assert_eq!((ledger.sum.due, ledger.sum.timetabled, ledger.sum.come), (Some(120), 120, 40), "what is promised is said all the same");
    }

    #[test]
    fn a_group_that_counts_towards_a_line_is_as_long_as_the_group_whether_it_met_or_not() {
        let mut school = school();
        let group = school.mint.fresh();
        school.slots[1].running = Some(group);
        school.lengths = school.lengths.clone().with_group(group, 30);
        let sessions = [session(&mut school, Some(1), day(9, 8), 60, SessionOutcome::NotDelivered(NotDelivered::Redeployed))];
        let week = read(&school, &sessions, day(9, 7), day(9, 13)).sum;
        assert_eq!((week.timetabled, week.lost_in_all()), (20 + 30 + 20, 30));
    }

    #[test]
    fn what_one_week_gives_beyond_its_share_evens_out_what_another_owes() {
        let mut school = school();
        let sessions = [
            session(&mut school, Some(0), day(9, 7), 60, SessionOutcome::Delivered),
            session(&mut school, None, day(9, 14), 80, SessionOutcome::Delivered),
        ];
        let two_weeks = read(&school, &sessions, day(9, 7), day(9, 20));
        assert_eq!((two_weeks.sum.owed(), two_weeks.evened_out()), (0, 0));
        let late = read(&school, &sessions[1..], day(9, 7), day(9, 20));
        assert_eq!((late.sum.owed(), late.evened_out()), (40, 20), "the first week owes 60, of which the second gave 20");
    }

    proptest! {
        /// Whatever happened: the sums agree with the sessions to the minute, and a term read in two parts
        /// gives what it gives in one.
        #[test]
        fn the_sums_agree_with_the_sessions(
            happened in prop::collection::vec((0u64..100, 0usize..4, 1u16..90, 0usize..9), 0..60),
            cut in 1u64..14,
        ) {
            let mut school = school();
            let sessions: Vec<Session> = happened.into_iter().map(|(after, slot, minutes, what)| {
                let outcome = NotDelivered::ALL.get(what).map_or(SessionOutcome::Delivered, |r| SessionOutcome::NotDelivered(*r));
                session(&mut school, (slot < 3).then_some(slot), day(9, 7) + Days::new(after), minutes, outcome)
            }).collect();
            let whole = read(&school, &sessions, day(9, 7), day(12, 18));
            let given: i64 = sessions.iter().filter(|s| s.delivered() && s.on <= day(12, 18)).map(|s| i64::from(s.minutes)).sum();
            prop_assert_eq!(whole.sum.given(), given);
            prop_assert_eq!(whole.sum.given(), whole.weeks.iter().map(Week::given).sum::<i64>());
            prop_assert_eq!(whole.sum.due, Some(whole.weeks.iter().filter_map(|w| w.due).sum()));
            let seam = day(9, 7) + Days::new(7 * cut);
            let (a, b) = (read(&school, &sessions, day(9, 7), seam.pred_opt().unwrap()), read(&school, &sessions, seam, day(12, 18)));
            prop_assert_eq!(a.sum.given() + b.sum.given(), whole.sum.given());
            prop_assert_eq!(a.sum.lost_in_all() + b.sum.lost_in_all(), whole.sum.lost_in_all());
            prop_assert_eq!(a.sum.due.unwrap() + b.sum.due.unwrap(), whole.sum.due.unwrap());
        }
    }
}
