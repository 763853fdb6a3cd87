//! An adult's slots and duties, day by day: what a calendar app is given.

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::{Lens, WeekView};
use crate::model::StaffId;
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
    let calendar = lens.calendar()?;
    let term = store::terms(lens.db)?.into_iter().map(|t| t.ends).find(|e| *e >= lens.today);
    let mut rows = Vec::new();
    for day in calendar.school_days(lens.today, term.unwrap_or(lens.today + WITHOUT_TERMS)) {
        let slots = week.slots.iter().filter(|s| s.slot.staff == staff && calendar.takes_place(&s.slot, day));
        let slots = slots.map(|s| (s.slot.id.0, s.slot.period, &s.pupil, &s.slot.place));
        let duties = week.duties.iter().filter(|d| d.staff == staff && calendar.duty_takes_place(d, day));
        let duties = duties.map(|d| (d.id.0, d.period, &d.what, &d.place));
        for (id, period, what, place) in slots.chain(duties) {
            if let Some(p) = week.periods.iter().find(|p| p.id == period) {
                let what = format!("{what}, {}", p.name);
                rows.push(AgendaRow { id, day, starts: p.starts, ends: p.ends, what, place: place.clone() });
            }
        }
    }
    Ok(rows)
}
