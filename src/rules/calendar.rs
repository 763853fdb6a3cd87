//! Which days pupils are in school.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::BTreeSet;

use crate::model::{ClosedDay, Term, WeekSlot};

/// The school's year as a set of days. Without terms every weekday counts, so that a school that has
/// not entered its year still sees its sessions.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    terms: Vec<(NaiveDate, NaiveDate)>,
    closed: BTreeSet<NaiveDate>,
}

impl Calendar {
    pub fn new(terms: &[Term], closed: &[ClosedDay]) -> Self {
        Self { terms: terms.iter().map(|t| (t.starts, t.ends)).collect(), closed: closed.iter().map(|d| d.date).collect() }
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
        self.school_days(from, to).filter(|d| d.weekday() == slot.weekday).count()
    }
}
