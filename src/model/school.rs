//! The school, its year, its day and its week.

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{PeriodId, ProvisionId, PupilId, SlotId, StaffId, TargetId, TermId};

/// What a file says about its school.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct School {
    pub name: String,
    /// An invented school, marked as such everywhere.
    pub example: bool,
    /// Where a safeguarding concern goes, in the school's own words; shown on each screen.
    pub safeguarding_route: String,
    /// Minutes without a touch until the file locks.
    pub lock_after_minutes: u32,
}

impl Default for School {
    fn default() -> Self {
        Self { name: String::new(), example: false, safeguarding_route: String::new(), lock_after_minutes: 5 }
    }
}

/// A stretch of school days, first and last day included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    pub id: TermId,
    pub name: String,
    pub starts: NaiveDate,
    pub ends: NaiveDate,
}

/// A weekday in term on which pupils are not in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClosedDay {
    pub date: NaiveDate,
    pub why: String,
}

/// A period of the school day. The same on each day until issue 3.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Period {
    pub id: PeriodId,
    pub name: String,
    /// Minutes since midnight.
    pub starts: u16,
    /// Minutes since midnight.
    pub ends: u16,
    /// Break, lunch and the like.
    pub is_break: bool,
}

impl Period {
    /// Length in minutes.
    pub fn minutes(&self) -> u16 {
        self.ends.saturating_sub(self.starts)
    }
}

/// Who is with which pupil in which period each week, from a day until it ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WeekSlot {
    pub id: SlotId,
    pub weekday: Weekday,
    pub period: PeriodId,
    pub pupil: PupilId,
    pub staff: StaffId,
    pub place: String,
    pub target: Option<TargetId>,
    pub provision: Option<ProvisionId>,
    pub starts: NaiveDate,
    pub ends: Option<NaiveDate>,
}

impl WeekSlot {
    /// Whether the slot stands on a day.
    pub fn stands_on(&self, day: NaiveDate) -> bool {
        use chrono::Datelike as _;
        day.weekday() == self.weekday && self.starts <= day && self.ends.is_none_or(|end| day <= end)
    }
}

/// `Monday`.
pub fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}
