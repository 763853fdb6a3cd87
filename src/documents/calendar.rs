//! An adult's days for a calendar app.

use chrono::{NaiveTime, TimeDelta};
use icalendar::{Calendar, Component, Event, EventLike};

use crate::views::AgendaRow;

/// The rows as iCalendar. The same slot on the same day is the same event, so that bringing the calendar in
/// again doubles nothing.
pub fn calendar(rows: &[AgendaRow]) -> Vec<u8> {
    let mut events = Calendar::new();
    events.name("Support timetable");
    for row in rows {
        let at = |minutes: u16| row.day.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minutes));
        let mut event = Event::new();
        event.uid(&format!("{}-{}", row.id.simple(), row.day.format("%Y%m%d"))).summary(&row.what);
        event.starts(at(row.starts)).ends(at(row.ends)).timestamp(rows[0].day.and_time(NaiveTime::MIN).and_utc());
        if !row.place.is_empty() {
            event.location(&row.place);
        }
        events.push(event.done());
    }
    events.to_string().into_bytes()
}
