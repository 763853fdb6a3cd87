//! The invented year: three terms with their half-term weeks, 38 weeks and a bit.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::model::{ClosedDay, Mint, Term};

/// The first year of the academic year that a day belongs to (September to August).
pub(super) fn academic_year(day: NaiveDate) -> i32 {
    if day.month() >= 9 { day.year() } else { day.year() - 1 }
}

/// Terms and closed days of the academic year that starts in `year`.
pub(super) fn year(mint: &mut Mint, year: i32) -> (Vec<Term>, Vec<ClosedDay>) {
    let first = monday_on_or_after(date(year, 9, 1));
    let terms = [
        ("Autumn", first, friday_before(date(year, 12, 21))),
        ("Spring", monday_on_or_after(date(year + 1, 1, 4)), friday_before(date(year + 1, 3, 30))),
        ("Summer", monday_on_or_after(date(year + 1, 4, 13)), friday_before(date(year + 1, 7, 23))),
    ];
    let terms = terms.map(|(name, starts, ends)| Term { id: mint.fresh(), name: format!("{name} {}", starts.year()), starts, ends });
    let mut closed = Vec::new();
    for half_term in [date(year, 10, 24), date(year + 1, 2, 13), date(year + 1, 5, 23)] {
        let monday = monday_on_or_after(half_term);
        closed.extend((0..5).map(|d| ClosedDay { date: monday + Days::new(d), why: "Half term".into() }));
    }
    closed.push(ClosedDay { date: first, why: "INSET".into() });
    closed.push(ClosedDay { date: monday_on_or_after(date(year + 1, 5, 1)), why: "Early May bank holiday".into() });
    (terms.to_vec(), closed)
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn monday_on_or_after(day: NaiveDate) -> NaiveDate {
    day.iter_days().find(|d| d.weekday() == Weekday::Mon).unwrap_or(day)
}

fn friday_before(day: NaiveDate) -> NaiveDate {
    (1..8).filter_map(|back| day.checked_sub_days(Days::new(back))).find(|d| d.weekday() == Weekday::Fri).unwrap_or(day)
}
