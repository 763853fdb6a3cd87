//! Which days pupils are in school.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::BTreeSet;

use crate::model::{ClosedDay, CycleWeek, Duty, Term, WeekSlot};

/// The school's year as a set of days. Without terms every weekday counts, so that a school that has
/// not entered its year still sees its sessions.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    terms: Vec<(NaiveDate, NaiveDate)>,
    closed: BTreeSet<NaiveDate>,
    /// The Monday of a week A, where the school runs a two-week cycle.
    week_a: Option<NaiveDate>,
}

impl Calendar {
    pub fn new(terms: &[Term], closed: &[ClosedDay]) -> Self {
        Self { terms: terms.iter().map(|t| (t.starts, t.ends)).collect(), closed: closed.iter().map(|d| d.date).collect(), week_a: None }
    }

    /// The same calendar with a two-week cycle, a week A beginning on this Monday.
    pub fn with_cycle(mut self, week_a: Option<NaiveDate>) -> Self {
        self.week_a = week_a.map(|day| day.week(Weekday::Mon).first_day());
        self
    }

    /// Which week of the cycle a day lies in; none without a cycle. Weeks without a school day do not
    /// count, so that the cycle goes on after a holiday where it stopped.
    pub fn cycle_week(&self, day: NaiveDate) -> Option<CycleWeek> {
        let anchor = self.week_a?;
        let monday = day.week(Weekday::Mon).first_day();
        let (from, to) = (anchor.min(monday), anchor.max(monday));
        let weeks = (0..).map(|w| from + Days::new(7 * w)).take_while(|m| *m < to).filter(|m| self.has_school(*m)).count();
        Some(if weeks.is_multiple_of(2) { CycleWeek::A } else { CycleWeek::B })
    }

    fn has_school(&self, monday: NaiveDate) -> bool {
        (0..5).any(|d| self.is_school_day(monday + Days::new(d)))
    }

    /// Whether a slot takes place on a day: it stands then, and its week of the cycle is the day's.
    pub fn takes_place(&self, slot: &WeekSlot, day: NaiveDate) -> bool {
        slot.stands_on(day) && self.is_in_week(slot.week, day)
    }

    /// Whether a duty is done on a day.
    pub fn duty_takes_place(&self, duty: &Duty, day: NaiveDate) -> bool {
        duty.stands_on(day) && self.is_in_week(duty.week, day)
    }

    /// Whether a day lies in a week of the cycle; none means each week.
    fn is_in_week(&self, week: Option<CycleWeek>, day: NaiveDate) -> bool {
        week.is_none() || self.week_a.is_none() || week == self.cycle_week(day)
    }

    /// Whether pupils are in on a day.
    pub fn is_school_day(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
            && !self.closed.contains(&day)
            && (self.terms.is_empty() || self.terms.iter().any(|(from, to)| (*from..=*to).contains(&day)))
    }

    /// School days from `from` to `to`, both included.
    pub fn school_days(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> + '_ {
        from.iter_days().take_while(move |d| *d <= to).filter(|d| self.is_school_day(*d))
    }

    /// The last `count` school days before `day`, the nearest first.
    pub fn school_days_before(&self, day: NaiveDate, count: usize) -> Vec<NaiveDate> {
        (1..=120).filter_map(|back| day.checked_sub_days(Days::new(back))).filter(|d| self.is_school_day(*d)).take(count).collect()
    }

    /// How often a weekly slot should have happened between two days, both included.
    pub fn occurrences(&self, slot: &WeekSlot, from: NaiveDate, to: NaiveDate) -> usize {
        let from = from.max(slot.starts);
        let to = slot.ends.map_or(to, |end| end.min(to));
        self.school_days(from, to).filter(|d| d.weekday() == slot.weekday && self.takes_place(slot, *d)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Mint;

    #[test]
    fn a_two_week_cycle_goes_on_after_a_holiday_where_it_stopped() {
        let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
        let mut mint = Mint::new(0, 1);
        let term = Term { id: mint.fresh(), name: "Autumn".into(), starts: day(9, 7), ends: day(12, 18) };
        let closed: Vec<ClosedDay> = (26..=30).map(|d| ClosedDay { date: day(10, d), why: "Half term".into() }).collect();
        let calendar = Calendar::new(&[term], &closed).with_cycle(Some(day(9, 7)));
        for (on, week) in [
            (day(9, 7), CycleWeek::A),
            (day(9, 18), CycleWeek::B),
            (day(9, 21), CycleWeek::A),
            (day(10, 23), CycleWeek::A),
            (day(11, 2), CycleWeek::B),
            (day(11, 9), CycleWeek::A),
        ] {
            assert_eq!(calendar.cycle_week(on), Some(week), "{on}");
        }
        assert_eq!(Calendar::new(&[], &[]).cycle_week(day(9, 7)), None, "no cycle without a week A");
    }
}
