//! An adult's week on paper, from the slots that stand.

use chrono::Weekday;

use super::{Block, Document};
use crate::model::{Period, StaffId, WEEKDAYS, date_words, time_words, weekday_name};
use crate::views::WeekView;

/// The timetable of one adult: periods down, days across, who is in each place.
pub fn staff_timetable(view: &WeekView, staff: StaffId, school: &str, today: chrono::NaiveDate) -> Document {
    let name = view.staff.iter().find(|s| s.0 == staff).map(|s| s.1.clone()).unwrap_or_default();
    let head = std::iter::once("Period".to_owned()).chain(WEEKDAYS.map(|d| weekday_name(d).to_owned())).collect();
    let row = |period: &Period| {
        let when = format!("{} {}–{}", period.name, time_words(period.starts), time_words(period.ends));
        std::iter::once(when).chain(WEEKDAYS.map(|day| cell(view, staff, period, day))).collect()
    };
    let blocks = vec![
        Block::Heading(1, format!("Timetable: {name}")),
        Block::Weak(format!("As it stands on {}", date_words(today))),
        Block::Table { shares: vec![15, 17, 17, 17, 17, 17], head, rows: view.periods.iter().map(row).collect() },
    ];
    Document {
        title: format!("Timetable: {name}"),
        foot: format!("{school} · contains pupils’ names: keep it safe, shred it when it is old"),
        blocks,
    }
}

fn cell(view: &WeekView, staff: StaffId, period: &Period, day: Weekday) -> String {
    let slots = view.slots.iter().filter(|s| s.slot.staff == staff && s.slot.weekday == day && s.slot.period == period.id);
    let duties = view.duties.iter().filter(|d| d.staff == staff && d.weekday == day && d.period == period.id);
    let week = |w: Option<crate::model::CycleWeek>| w.map(|w| format!("{}: ", w.letter())).unwrap_or_default();
    let place = |p: &str| if p.is_empty() { String::new() } else { format!(" ({p})") };
    let slots = slots.map(|s| format!("{}{}{}", week(s.slot.week), s.pupil, place(&s.slot.place)));
    slots.chain(duties.map(|d| format!("{}{}{}", week(d.week), d.what, place(&d.place)))).collect::<Vec<_>>().join(", ")
}
