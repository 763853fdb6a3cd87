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
    if date.year() == around.year() { date.format("%-d %b").to_string() } else { date.format("%-d %b %Y").to_string() }
}

/// Reads a time of day as typed, `9:05` or `9.05`, as minutes since midnight.
pub fn parse_time(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once([':', '.'])?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// `9:05` for minute 545 of the day.
pub fn time_words(minute: u16) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}

/// Reads a date as a person in England types it: `3 Nov`, `03/11/26`, `3.11.2026`, `2026-11-03`,
/// `today`, `yesterday`, `fri`. A day and month without a year mean the one nearest to `today`.
pub fn parse_date(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "today" => return Some(today),
        "yesterday" => return today.pred_opt(),
        "tomorrow" => return today.succ_opt(),
        _ => {}
    }
    if let Ok(date) = NaiveDate::parse_from_str(&text, "%Y-%m-%d") {
        return Some(date);
    }
    let mut parts: Vec<&str> = text.split(|c: char| c.is_whitespace() || "/.-,".contains(c)).filter(|p| !p.is_empty()).collect();
    if parts.len() > 2 && !parts[0].starts_with(|c: char| c.is_ascii_digit()) {
        parts.remove(0); // a weekday in front
    }
    let [day, month, year @ ..] = parts.as_slice() else { return None };
    let day: u32 = day.trim_end_matches(|c: char| c.is_alphabetic()).parse().ok()?;
    let month = month.parse::<u32>().ok().or_else(|| month_number(month))?;
    match year {
        [] => {
            let near = |year| NaiveDate::from_ymd_opt(year, month, day);
            [today.year() - 1, today.year(), today.year() + 1].into_iter().filter_map(near).min_by_key(|d| (*d - today).num_days().abs())
        }
        [year] => {
            let year: i32 = year.parse().ok()?;
            NaiveDate::from_ymd_opt(if year < 100 { 2000 + year } else { year }, month, day).filter(|d| (1900..2200).contains(&d.year()))
        }
        _ => None,
    }
}

fn month_number(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = word.get(..3)?;
    MONTHS.iter().position(|m| *m == start).map(|i| i as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_type_them() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
        let today = day(2026, 11, 20).unwrap();
        for (typed, expected) in [
            ("3 Nov", day(2026, 11, 3)),
            ("3 jan", day(2027, 1, 3)),
            ("03/11/26", day(2026, 11, 3)),
            ("3.11.2026", day(2026, 11, 3)),
            ("2026-11-03", day(2026, 11, 3)),
            ("Tue 3 November 2026", day(2026, 11, 3)),
            ("3rd Nov 2026", day(2026, 11, 3)),
            ("today", Some(today)),
            ("31/02/2026", None),
            ("11/25/2026", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(parse_date(typed, today), expected, "{typed}");
        }
    }
}
