//! An adult's term for a calendar app: pupils as initials, for it leaves the school's own computers.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use icalendar::{Calendar as Events, Component, Event, EventLike};

use crate::model::{Period, StaffId};
use crate::rules::Calendar;
use crate::views::WeekView;

/// Every slot and duty of an adult on each school day from `from` to `to`, both included. The view has to be
/// one with initials.
pub fn staff_calendar(view: &WeekView, calendar: &Calendar, staff: StaffId, (from, to): (NaiveDate, NaiveDate)) -> Vec<u8> {
    let mut events = Events::new();
    events.name("Support timetable");
    for day in calendar.school_days(from, to) {
        let slots = view.slots.iter().filter(|s| s.slot.staff == staff && calendar.takes_place(&s.slot, day));
        let slots = slots.map(|s| (s.slot.id.0, s.slot.period, s.pupil.clone(), s.slot.place.clone()));
        let duties = view.duties.iter().filter(|d| d.staff == staff && calendar.duty_takes_place(d, day));
        let duties = duties.map(|d| (d.id.0, d.period, d.what.clone(), d.place.clone()));
        for (id, period, what, place) in slots.chain(duties) {
            if let Some(period) = view.periods.iter().find(|p| p.id == period) {
                events.push(
                    event(&format!("{}-{}", id.simple(), day.format("%Y%m%d")), &what, &place, day, period)
                        .timestamp(from.and_time(chrono::NaiveTime::MIN).and_utc())
                        .done(),
                );
            }
        }
    }
    events.to_string().into_bytes()
}

/// The same slot on the same day is the same event, so that bringing the calendar in again doubles nothing.
fn event(uid: &str, what: &str, place: &str, day: NaiveDate, period: &Period) -> Event {
    let at = |minutes: u16| -> NaiveDateTime { day.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(i64::from(minutes)) };
    let mut event = Event::new();
    event.uid(uid).summary(&format!("{what}, {}", period.name)).starts(at(period.starts)).ends(at(period.ends));
    if !place.is_empty() {
        event.location(place);
    }
    event.done()
}
