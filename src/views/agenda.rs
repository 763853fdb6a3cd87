//! An adult's slots and duties, day by day: what a calendar app is given.

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::{Lens, WeekView};
use crate::model::{Period, RunningId, StaffId};
use crate::store::{self, Result};

/// How far it reaches where the school has entered no terms.
const WITHOUT_TERMS: Days = Days::new(42);

/// One slot or duty on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct AgendaRow {
    /// The slot's or the duty's.
    pub id: Uuid,
    pub day: NaiveDate,
    /// Minutes since midnight.
    pub starts: u16,
    pub ends: u16,
    pub what: String,
    pub place: String,
}

/// From today until the end of the term, or of the next one in the holidays; pupils as initials.
pub fn agenda(lens: Lens, staff: StaffId) -> Result<Vec<AgendaRow>> {
    let lens = Lens { initials: true, ..lens };
    let week = WeekView::load(lens)?;
    let (calendar, lengths) = (lens.calendar()?, lens.lengths()?);
    let term = store::terms(lens.db)?.into_iter().map(|t| t.ends).find(|e| *e >= lens.today);
    let mut rows = Vec::new();
    for day in calendar.school_days(lens.today, term.unwrap_or(lens.today + WITHOUT_TERMS)) {
        for period in &week.periods {
            let slots = week.slots.iter().filter(|s| s.slot.staff == staff && s.slot.period == period.id);
            let slots = slots.filter(|s| calendar.takes_place(&s.slot, day)).map(|s| Part {
                id: s.slot.id.0,
                group: s.slot.running,
                minutes: s.minutes,
                what: &s.pupil,
                place: &s.slot.place,
            });
            let duties = week.duties.iter().filter(|d| d.staff == staff && d.period == period.id && calendar.duty_takes_place(d, day));
            let duties = duties.map(|d| Part { id: d.id.0, group: None, minutes: lengths.of_duty(d), what: &d.what, place: &d.place });
            one_after_another(period, day, slots.chain(duties).collect(), &mut rows);
        }
    }
    rows.sort_by_key(|r| (r.day, r.starts));
    Ok(rows)
}

/// What an adult does in a part of a period, or in the whole of it.
struct Part<'a> {
    id: Uuid,
    group: Option<RunningId>,
    minutes: u16,
    what: &'a str,
    place: &'a str,
}

/// Short sessions of one period follow each other; those of one group are at once.
fn one_after_another(period: &Period, day: NaiveDate, mut parts: Vec<Part>, rows: &mut Vec<AgendaRow>) {
    parts.sort_by_key(|p| (p.group, p.what.to_owned()));
    let (mut next, mut group): (u16, Option<(RunningId, u16)>) = (period.starts, None);
    for part in parts {
        let with = group.filter(|(of, _)| Some(*of) == part.group).map(|(_, starts)| starts);
        // What does not fit behind the others begins with the period.
        let starts = with.unwrap_or(if next + part.minutes <= period.ends { next } else { period.starts });
        group = part.group.map(|of| (of, starts));
        next = next.max(starts + part.minutes);
        let (what, place) = (format!("{}, {}", part.what, period.name), part.place.to_owned());
        rows.push(AgendaRow { id: part.id, day, starts, ends: starts + part.minutes, what, place });
    }
}
