//! The school's settings, year, day and week, and reviews.

use super::run::{Cx, Desk};
use super::{Result, needed, refuse};
use crate::example::Invented;

use crate::model::{AdoptedWeek, ClosedDay, Now, Period, Review, School, Term, WeekSlot, weekday_name};
use crate::store;

/// Writes the school's settings.
pub(super) fn save_school(cx: &mut Cx, school: School) -> Result<()> {
    needed(&school.name, "The school's name")?;
    if !(1..=60).contains(&school.lock_after_minutes) {
        return refuse("The idle time must be between 1 and 60 minutes. Nothing was saved.");
    }
    store::put_school(cx.tx, &school)
}

/// Replaces the school year.
pub(super) fn save_year(cx: &mut Cx, mut terms: Vec<Term>, closed: Vec<ClosedDay>) -> Result<()> {
    terms.sort_by_key(|t| t.starts);
    if let Some(term) = terms.iter().find(|t| t.ends < t.starts) {
        return refuse(format!("“{}” ends before it begins. Nothing was saved. Mend its dates.", term.name));
    }
    if let Some(pair) = terms.windows(2).find(|p| p[1].starts <= p[0].ends) {
        return refuse(format!("“{}” and “{}” overlap. Nothing was saved. Mend their dates.", pair[0].name, pair[1].name));
    }
    store::put_year(cx.tx, &terms, &closed)
}

/// Replaces the periods of the day.
pub(super) fn save_periods(cx: &mut Cx, mut periods: Vec<Period>) -> Result<()> {
    periods.sort_by_key(|p| p.starts);
    if let Some(period) = periods.iter().find(|p| p.ends <= p.starts) {
        return refuse(format!("“{}” ends before it begins. Nothing was saved. Mend its times.", period.name));
    }
    for (i, period) in periods.iter().enumerate() {
        // Periods may overlap where they are on different weekdays: an early Friday has its own.
        if let Some(other) = periods[i + 1..].iter().find(|o| o.starts < period.ends && o.days & period.days != 0) {
            return refuse(format!("“{}” and “{}” overlap. Nothing was saved. Mend their times.", period.name, other.name));
        }
        if period.days == 0 {
            return refuse(format!("“{}” is on no weekday. Nothing was saved. Choose its days, or remove it.", period.name));
        }
    }
    store::put_periods(cx.tx, &periods)
}

/// Writes a weekly slot. A pupil and an adult can each be in one place at a time; an adult may have
/// several pupils together in the same place.
pub(super) fn save_slot(cx: &mut Cx, slot: WeekSlot) -> Result<()> {
    let overlaps = |other: &&WeekSlot| {
        other.id != slot.id
            && other.weekday == slot.weekday
            && other.period == slot.period
            && other.ends.is_none_or(|end| end >= slot.starts)
            && slot.ends.is_none_or(|end| end >= other.starts)
            && (slot.week.is_none() || other.week.is_none() || slot.week == other.week)
    };
    let day = weekday_name(slot.weekday);
    let slots = store::slots(cx.tx.db())?;
    if let Some(same) = slots.iter().filter(overlaps).find(|s| s.pupil == slot.pupil && s.staff == slot.staff) {
        let _ = same;
        return refuse(format!("This pupil and this adult are together then already ({day}). Nothing was saved."));
    }
    if let Some(other) = slots.iter().filter(overlaps).find(|s| s.staff == slot.staff && s.place != slot.place) {
        let place = if other.place.is_empty() { "another place" } else { &other.place };
        return refuse(format!(
            "This adult is in {place} then ({day}). Nothing was saved. Choose another time or adult, or the same place."
        ));
    }
    if let Some(other) = slots.iter().filter(overlaps).find(|s| s.pupil == slot.pupil && s.place != slot.place) {
        let place = if other.place.is_empty() { "another place" } else { &other.place };
        return refuse(format!("This pupil is in {place} then ({day}). Nothing was saved. Choose another time, or the same place."));
    }
    // What was planned before today stays as it was: a changed slot goes on as a new one.
    let before = slots.into_iter().find(|s| s.id == slot.id);
    let differs = |b: &WeekSlot| {
        (b.staff, b.pupil, b.weekday, b.period, b.target, b.provision, b.week)
            != (slot.staff, slot.pupil, slot.weekday, slot.period, slot.target, slot.provision, slot.week)
    };
    let today = cx.now.today();
    match before {
        Some(b) if b.starts < today && differs(&b) => {
            store::end_slot(cx.tx, b.id, today.pred_opt().unwrap_or(today))?;
            store::put_slot(cx.tx, &WeekSlot { id: cx.mint.fresh(), starts: slot.starts.max(today), ..slot })
        }
        _ => store::put_slot(cx.tx, &slot),
    }
}

/// Puts a planned week in the place of the present one. What was planned before the day stays readable.
pub(super) fn adopt_plan(cx: &mut Cx, week: &AdoptedWeek) -> Result<()> {
    let AdoptedWeek { from, ends, starts, duties } = week;
    if *from < cx.now.today() {
        return refuse("A planned week begins today or later. Nothing was changed. Choose another day.");
    }
    if *from > cx.now.today() + chrono::Days::new(366) {
        return refuse("A planned week begins within a year. Nothing was changed. Choose another day.");
    }
    if ends.is_empty() && starts.is_empty() && duties.is_empty() {
        return refuse("The planned week is the one that stands already. Nothing was changed.");
    }
    let last = from.pred_opt().unwrap_or(*from);
    ends.iter().try_for_each(|slot| store::end_slot(cx.tx, *slot, last))?;
    starts.iter().try_for_each(|slot| store::put_slot(cx.tx, slot))?;
    duties.iter().try_for_each(|duty| store::put_kept(cx.tx, duty))
}

/// Writes a review.
pub(super) fn save_review(cx: &mut Cx, review: Review) -> Result<()> {
    if review.to < review.from {
        return refuse("The period ends before it begins. Nothing was saved. Mend its dates.");
    }
    store::put_review(cx.tx, &review)
}

/// Pours a whole invented school into a new file as one audited step. Not undoable: the file is new.
pub fn pour_in(desk: &mut Desk, invented: &Invented, now: Now) -> Result<()> {
    desk.write(now, "make example school", None, false, |cx| {
        let tx = cx.tx;
        tx.capture(false)?;
        store::put_school(tx, &invented.school)?;
        store::put_year(tx, &invented.terms, &invented.closed)?;
        store::put_periods(tx, &invented.periods)?;
        invented.staff.iter().try_for_each(|s| store::put_staff(tx, s))?;
        invented.pupils.iter().try_for_each(|p| store::put_pupil(tx, p))?;
        invented.statuses.iter().try_for_each(|s| store::put_status(tx, s))?;
        invented.links.iter().try_for_each(|l| store::put_link(tx, l))?;
        if !invented.templates.is_empty() {
            store::put_templates(tx, &invented.templates)?;
        }
        invented.plans.iter().try_for_each(|p| store::put_plan(tx, p))?;
        invented.outcomes.iter().try_for_each(|o| store::put_outcome(tx, o))?;
        invented.provisions.iter().try_for_each(|p| store::put_provision(tx, p))?;
        invented.targets.iter().try_for_each(|t| store::put_target(tx, t))?;
        invented.portraits.iter().try_for_each(|p| store::put_portrait(tx, p))?;
        invented.items.iter().try_for_each(|i| store::put_item(tx, i))?;
        invented.slots.iter().try_for_each(|s| store::put_slot(tx, s))?;
        invented.sessions.iter().try_for_each(|s| store::insert_session(tx, s))?;
        for session in &invented.sessions {
            if let Some(earlier) = session.supersedes {
                store::supersede(tx, earlier, session.id)?;
            }
        }
        invented.reviews.iter().try_for_each(|r| store::put_review(tx, r))?;
        tx.capture(true)
    })?;
    Ok(())
}
