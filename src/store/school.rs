//! The school's settings, year, day and week.

use chrono::NaiveDate;
use rusqlite::Row;

use super::rows::{id, maybe_id, must_exist, weekday};
use super::{Db, Result, Tx};
use crate::model::{ClosedDay, CycleWeek, NeedType, Period, PlanKind, PlanTemplate, School, SlotId, Term, WeekSlot, shipped_templates};

const SLOT: &str = "id, weekday, period, pupil, staff, place, target, provision, starts, ends, week, running, task";

/// Writes what the file says about its school.
pub fn put_school(tx: &Tx, school: &School) -> Result<()> {
    let text = serde_json::to_string(school).unwrap_or_default();
    tx.put("setting", &[("key", &"school"), ("value", &text)])
}

/// What the file says about its school.
pub fn school(db: Db) -> Result<School> {
    let text = db.one("SELECT value FROM setting WHERE key = 'school'", &[], |r| r.get::<_, String>(0))?;
    Ok(text.and_then(|t| serde_json::from_str(&t).ok()).unwrap_or_default())
}

/// Writes the school's own plan templates.
pub fn put_templates(tx: &Tx, templates: &[PlanTemplate]) -> Result<()> {
    let text = serde_json::to_string(templates).unwrap_or_default();
    tx.put("setting", &[("key", &"plan templates"), ("value", &text)])
}

/// The plan templates: the school's own where it has changed them, else the shipped ones; then the kinds of
/// plan that are the school's own.
pub fn templates(db: Db) -> Result<Vec<PlanTemplate>> {
    let text = db.one("SELECT value FROM setting WHERE key = 'plan templates'", &[], |r| r.get::<_, String>(0))?;
    let own: Vec<PlanTemplate> = text.and_then(|t| serde_json::from_str(&t).ok()).unwrap_or_default();
    let mut shipped = shipped_templates();
    if own.is_empty() {
        return Ok(shipped);
    }
    shipped.retain(|s| PlanKind::NAMED.contains(&s.kind));
    let named = shipped.into_iter().map(|s| own.iter().find(|o| o.kind == s.kind).cloned().unwrap_or(s));
    Ok(named.chain(own.iter().filter(|o| matches!(o.kind, PlanKind::Own(_))).cloned()).collect())
}

/// Replaces the year: its terms and the days on which pupils are not in.
pub fn put_year(tx: &Tx, terms: &[Term], closed: &[ClosedDay]) -> Result<()> {
    tx.run("DELETE FROM term", &[])?;
    tx.run("DELETE FROM closed_day", &[])?;
    for term in terms {
        tx.insert("term", &[("id", &term.id.0), ("name", &term.name), ("starts", &term.starts), ("ends", &term.ends)])?;
    }
    for day in closed {
        tx.put("closed_day", &[("date", &day.date), ("why", &day.why)])?;
    }
    Ok(())
}

/// The terms, the earliest first.
pub fn terms(db: Db) -> Result<Vec<Term>> {
    db.all("SELECT id, name, starts, ends FROM term ORDER BY starts", &[], |r| {
        Ok(Term { id: id(r, 0)?, name: r.get(1)?, starts: r.get(2)?, ends: r.get(3)? })
    })
}

/// The days in term on which pupils are not in.
pub fn closed_days(db: Db) -> Result<Vec<ClosedDay>> {
    db.all("SELECT date, why FROM closed_day ORDER BY date", &[], |r| Ok(ClosedDay { date: r.get(0)?, why: r.get(1)? }))
}

/// Writes the periods of the day; one that slots still use cannot be taken away.
pub fn put_periods(tx: &Tx, periods: &[Period]) -> Result<()> {
    for gone in self::periods(tx.db())?.iter().filter(|old| !periods.iter().any(|p| p.id == old.id)) {
        let used = tx.db().one("SELECT 1 FROM week_slot WHERE period = ?1 LIMIT 1", &[&gone.id.0], |_| Ok(()))?;
        if used.is_some() {
            return Err(super::Error::Refused(format!(
                "“{}” is used in the timetable, so it stays. Move its slots first. Nothing has changed.",
                gone.name
            )));
        }
        tx.run("DELETE FROM period WHERE id = ?1", &[&gone.id.0])?;
    }
    for period in periods {
        tx.put(
            "period",
            &[
                ("id", &period.id.0),
                ("name", &period.name),
                ("starts", &period.starts),
                ("ends", &period.ends),
                ("is_break", &period.is_break),
                ("days", &period.days),
            ],
        )?;
    }
    Ok(())
}

/// The periods of the day in order.
pub fn periods(db: Db) -> Result<Vec<Period>> {
    db.all("SELECT id, name, starts, ends, is_break, days FROM period ORDER BY starts, id", &[], |r| {
        Ok(Period { id: id(r, 0)?, name: r.get(1)?, starts: r.get(2)?, ends: r.get(3)?, is_break: r.get(4)?, days: r.get(5)? })
    })
}

/// Replaces the list of SEN types.
pub fn put_need_types(tx: &Tx, types: &[NeedType]) -> Result<()> {
    tx.run("DELETE FROM need_type", &[])?;
    for (position, need) in types.iter().enumerate() {
        tx.insert("need_type", &[("code", &need.code), ("name", &need.name), ("area", &need.area), ("position", &(position as i64 + 1))])?;
    }
    Ok(())
}

/// The school's list of SEN types in order.
pub fn need_types(db: Db) -> Result<Vec<NeedType>> {
    db.all("SELECT code, name, area FROM need_type ORDER BY position", &[], |r| {
        Ok(NeedType { code: r.get(0)?, name: r.get(1)?, area: r.get(2)? })
    })
}

/// Writes a weekly slot.
pub fn put_slot(tx: &Tx, slot: &WeekSlot) -> Result<()> {
    tx.put(
        "week_slot",
        &[
            ("id", &slot.id.0),
            ("weekday", &slot.weekday.num_days_from_monday()),
            ("period", &slot.period.0),
            ("pupil", &slot.pupil.0),
            ("staff", &slot.staff.0),
            ("place", &slot.place),
            ("target", &slot.target.map(|t| t.0)),
            ("provision", &slot.provision.map(|p| p.0)),
            ("starts", &slot.starts),
            ("ends", &slot.ends),
            ("week", &slot.week.map(CycleWeek::letter)),
            ("running", &slot.running.map(|r| r.0)),
            ("task", &slot.task.map(|t| t.0)),
        ],
    )
}

/// Sets the last day of a slot.
pub fn end_slot(tx: &Tx, slot: SlotId, on: NaiveDate) -> Result<()> {
    must_exist(tx.run("UPDATE week_slot SET ends = ?2 WHERE id = ?1", &[&slot.0, &on])?, "slot")
}

/// All weekly slots, ended ones included.
pub fn slots(db: Db) -> Result<Vec<WeekSlot>> {
    db.all(&format!("SELECT {SLOT} FROM week_slot"), &[], read_slot)
}

/// The slots of one pupil.
pub fn slots_of_pupil(db: Db, pupil: crate::model::PupilId) -> Result<Vec<WeekSlot>> {
    db.all(&format!("SELECT {SLOT} FROM week_slot WHERE pupil = ?1"), &[&pupil.0], read_slot)
}

/// The slots of one member of staff.
pub fn slots_of_staff(db: Db, staff: crate::model::StaffId) -> Result<Vec<WeekSlot>> {
    db.all(&format!("SELECT {SLOT} FROM week_slot WHERE staff = ?1"), &[&staff.0], read_slot)
}

fn read_slot(row: &Row) -> rusqlite::Result<WeekSlot> {
    Ok(WeekSlot {
        id: id(row, 0)?,
        weekday: weekday(row, 1)?,
        period: id(row, 2)?,
        pupil: id(row, 3)?,
        staff: id(row, 4)?,
        place: row.get(5)?,
        target: maybe_id(row, 6)?,
        provision: maybe_id(row, 7)?,
        starts: row.get(8)?,
        ends: row.get(9)?,
        week: row.get::<_, Option<String>>(10)?.and_then(|w| CycleWeek::from_letter(&w)),
        running: maybe_id(row, 11)?,
        task: maybe_id(row, 12)?,
    })
}
