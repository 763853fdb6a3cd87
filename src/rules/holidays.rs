//! Bank holidays in England and Wales, computed.
//!
//! Easter after the anonymous Gregorian algorithm (Meeus, *Astronomical Algorithms*, ch. 8); the rest
//! by the Banking and Financial Dealings Act 1971: New Year's Day, Good Friday, Easter Monday, first and
//! last Monday of May, last Monday of August, Christmas Day, Boxing Day, each moved to the next weekday
//! where it falls on a weekend. One-off holidays (a coronation) are entered by hand.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// A year's bank holidays with their names, in order.
pub fn bank_holidays(year: i32) -> Vec<(NaiveDate, &'static str)> {
    let easter = easter_sunday(year);
    let mut days = vec![
        (on_weekday(day(year, 1, 1), &[]), "New Year’s Day"),
        (easter - Days::new(2), "Good Friday"),
        (easter + Days::new(1), "Easter Monday"),
        (monday_from(day(year, 5, 1)), "Early May bank holiday"),
        (monday_from(day(year, 5, 25)), "Spring bank holiday"),
        (monday_from(day(year, 8, 25)), "Summer bank holiday"),
    ];
    let christmas = on_weekday(day(year, 12, 25), &[]);
    days.push((christmas, "Christmas Day"));
    days.push((on_weekday(day(year, 12, 26), &[christmas]), "Boxing Day"));
    days.sort();
    days
}

/// The bank holidays between two days, both included.
pub fn bank_holidays_between(from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, &'static str)> {
    (from.year()..=to.year()).flat_map(bank_holidays).filter(|(d, _)| (from..=to).contains(d)).collect()
}

fn easter_sunday(year: i32) -> NaiveDate {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    day(year, (n / 31) as u32, (n % 31 + 1) as u32)
}

/// The day itself, or the next weekday that is not taken.
fn on_weekday(day: NaiveDate, taken: &[NaiveDate]) -> NaiveDate {
    let free = |d: &NaiveDate| !matches!(d.weekday(), Weekday::Sat | Weekday::Sun) && !taken.contains(d);
    day.iter_days().find(free).unwrap_or(day)
}

fn monday_from(day: NaiveDate) -> NaiveDate {
    day.iter_days().find(|d| d.weekday() == Weekday::Mon).unwrap_or(day)
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holidays_are_those_of_the_published_calendars() {
        let of = |year| bank_holidays(year).iter().map(|(d, _)| d.format("%m-%d").to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(of(2025), "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26");
        assert_eq!(of(2026), "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28");
        assert_eq!(of(2027), "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28");
        assert_eq!(of(2028), "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26");
    }
}
