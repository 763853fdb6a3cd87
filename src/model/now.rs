//! The moment something happens, handed in from outside, and dates in words.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc};

/// The present, as the one place that reads the clock saw it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Now {
    /// For entry times and ordering.
    pub utc: DateTime<Utc>,
    /// What the clock on the school's wall shows.
    pub local: NaiveDateTime,
}

impl Now {
    /// The date on the school's wall.
    pub fn today(&self) -> NaiveDate {
        self.local.date()
    }

    /// Minutes since local midnight.
    pub fn minute(&self) -> u16 {
        (self.local.hour() * 60 + self.local.minute()) as u16
    }

    /// Unix time in milliseconds.
    pub fn millis(&self) -> i64 {
        self.utc.timestamp_millis()
    }

    /// Local and universal time alike, for tests and examples.
    pub fn at(date: NaiveDate, hour: u32, minute: u32) -> Self {
        let local = date.and_hms_opt(hour.min(23), minute.min(59), 0).unwrap_or_default();
        Self { utc: local.and_utc(), local }
    }
}

/// `Mon 3 Nov 2026`.
pub fn date_words(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

/// `3 Nov` in the year of `around`, `3 Nov 2025` in another.
pub fn short_date_words(date: NaiveDate, around: NaiveDate) -> String {
    if date.year() == around.year() {
        date.format("%-d %b").to_string()
    } else {
        date.format("%-d %b %Y").to_string()
    }
}

/// `9:05` for minute 545 of the day.
pub fn time_words(minute: u16) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}
