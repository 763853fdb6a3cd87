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
        std::iter::once(when).chain(WEEKDAYS.map(|day| cell(view, staff, period, day, today))).collect()
    };
    let turns: Vec<String> = view.turns.iter().take(3).map(|day| date_words(*day)).collect();
    let then = if turns.is_empty() { String::new() } else { format!(". It changes on {}: print it again then", turns.join(", ")) };
    let blocks = vec![
        Block::Heading(1, format!("Timetable: {name}")),
        Block::Weak(format!("As it stands in the week of {}{then}.", date_words(today))),
        Block::Table { shares: vec![15, 17, 17, 17, 17, 17], head, rows: view.periods.iter().map(row).collect() },
    ];
    Document {
        title: format!("Timetable: {name}"),
        foot: format!("{school} · contains pupils’ names: keep it safe, shred it when it is old"),
        blocks,
    }
}

fn cell(view: &WeekView, staff: StaffId, period: &Period, day: Weekday, today: chrono::NaiveDate) -> String {
    let slots = view.slots_of(today).filter(|s| s.slot.staff == staff && s.slot.weekday == day && s.slot.period == period.id);
    let duties = view.duties_of(today).filter(|d| d.staff == staff && d.weekday == day && d.period == period.id);
    let week = |w: Option<crate::model::CycleWeek>| w.map(|w| format!("{}: ", w.letter())).unwrap_or_default();
    let about = |parts: &[&str]| {
        let parts: Vec<&str> = parts.iter().copied().filter(|p| !p.is_empty()).collect();
        if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
    };
    let slots = slots.map(|s| {
        let minutes = if s.minutes < period.minutes() { format!("{} min", s.minutes) } else { String::new() };
        let task = if s.slot.task.is_some() { s.purpose.as_str() } else { "" };
        format!("{}{}{}", week(s.slot.week), s.pupil, about(&[task, &minutes, &s.slot.place]))
    });
    slots.chain(duties.map(|d| format!("{}{}{}", week(d.week), d.what, about(&[&d.place])))).collect::<Vec<_>>().join("; ")
}
