//! Pupils, staff, links and who may open the file.

use chrono::NaiveDate;
use rusqlite::Row;
use std::collections::HashMap;

use super::rows::{id, maybe_id, must_exist, weekday, word};
use super::{Db, Result, Tx};
use crate::model::{
    Access, AccessId, AccessRole, DayCover, KeyLink, LinkId, LinkRole, Pupil, PupilId, SenStatus, Staff, StaffId, StaffRole, StatusSpell,
    WorkingDay, YearGroup,
};

const PUPIL: &str = "id, forename, surname, preferred, upn, birth_date, year, form, must_know, left_on, support_minutes";
const STAFF: &str = "id, forename, surname, role, email, minutes_per_week, left_on, lead, weeks_a_year, \
                     pence_an_hour, on_costs_percent";

/// Writes a pupil and their ranked needs.
pub fn put_pupil(tx: &Tx, pupil: &Pupil) -> Result<()> {
    tx.put(
        "pupil",
        &[
            ("id", &pupil.id.0),
            ("forename", &pupil.forename),
            ("surname", &pupil.surname),
            ("preferred", &pupil.preferred),
            ("upn", &pupil.upn),
            ("birth_date", &pupil.birth_date),
            ("year", &pupil.year.map(YearGroup::number)),
            ("form", &pupil.form),
            ("must_know", &pupil.must_know),
            ("left_on", &pupil.left_on),
            ("support_minutes", &pupil.support_minutes),
        ],
    )?;
    if needs_of(tx.db(), pupil.id)? == pupil.needs {
        return Ok(());
    }
    tx.run("DELETE FROM pupil_need WHERE pupil = ?1", &[&pupil.id.0])?;
    for (rank, code) in pupil.needs.iter().enumerate() {
        tx.insert("pupil_need", &[("pupil", &pupil.id.0), ("rank", &(rank as i64 + 1)), ("code", code)])?;
    }
    Ok(())
}

/// Whether a table has a row at all.
pub fn any(db: Db, table: &'static str) -> Result<bool> {
    Ok(db.one(&format!("SELECT 1 FROM {table} LIMIT 1"), &[], |_| Ok(()))?.is_some())
}

/// The pupil that was added first.
pub fn first_pupil(db: Db) -> Result<Option<PupilId>> {
    db.one("SELECT id FROM pupil ORDER BY id LIMIT 1", &[], |r| id(r, 0))
}

/// One pupil.
pub fn pupil(db: Db, pupil: PupilId) -> Result<Option<Pupil>> {
    let found = db.one(&format!("SELECT {PUPIL} FROM pupil WHERE id = ?1"), &[&pupil.0], read_pupil)?;
    found
        .map(|mut p| {
            p.needs = needs_of(db, p.id)?;
            Ok(p)
        })
        .transpose()
}

/// Every pupil, leavers included, by surname.
pub fn pupils(db: Db) -> Result<Vec<Pupil>> {
    let mut needs: HashMap<PupilId, Vec<String>> = HashMap::new();
    for (pupil, code) in db.all("SELECT pupil, code FROM pupil_need ORDER BY pupil, rank", &[], |r| Ok((id(r, 0)?, r.get(1)?)))? {
        needs.entry(pupil).or_default().push(code);
    }
    let mut all = db.all(&format!("SELECT {PUPIL} FROM pupil"), &[], read_pupil)?;
    for pupil in &mut all {
        pupil.needs = needs.remove(&pupil.id).unwrap_or_default();
    }
    all.sort_by_cached_key(|p| (p.surname.to_lowercase(), p.first_name().to_lowercase()));
    Ok(all)
}

/// Writes a status spell.
pub fn put_status(tx: &Tx, spell: &StatusSpell) -> Result<()> {
    let cells: [(_, &dyn rusqlite::ToSql); 4] =
        [("id", &spell.id.0), ("pupil", &spell.pupil.0), ("status", &spell.status.code()), ("since", &spell.since)];
    tx.put("sen_status", &cells)
}

/// A pupil's status spells, the present one last.
pub fn statuses_of(db: Db, pupil: PupilId) -> Result<Vec<StatusSpell>> {
    db.all("SELECT id, pupil, status, since FROM sen_status WHERE pupil = ?1 ORDER BY since, id", &[&pupil.0], read_status)
}

/// The present status of every pupil that has one.
pub fn present_statuses(db: Db) -> Result<HashMap<PupilId, StatusSpell>> {
    let all = db.all("SELECT id, pupil, status, since FROM sen_status ORDER BY since, id", &[], read_status)?;
    Ok(all.into_iter().map(|s| (s.pupil, s)).collect())
}

/// Writes a member of staff and their working days.
pub fn put_staff(tx: &Tx, staff: &Staff) -> Result<()> {
    tx.put(
        "staff",
        &[
            ("id", &staff.id.0),
            ("forename", &staff.forename),
            ("surname", &staff.surname),
            ("role", &staff.role.words()),
            ("email", &staff.email),
            ("minutes_per_week", &staff.minutes_per_week),
            ("left_on", &staff.left_on),
            ("lead", &staff.lead.map(|l| l.0)),
            ("weeks_a_year", &staff.weeks_a_year),
            ("pence_an_hour", &staff.pence_an_hour),
            ("on_costs_percent", &staff.on_costs_percent),
        ],
    )?;
    if days_of(tx.db(), staff.id)? == staff.days {
        return Ok(());
    }
    tx.run("DELETE FROM staff_day WHERE staff = ?1", &[&staff.id.0])?;
    for day in &staff.days {
        tx.insert(
            "staff_day",
            &[
                ("staff", &staff.id.0),
                ("weekday", &day.day.num_days_from_monday()),
                ("starts", &day.starts),
                ("ends", &day.ends),
                ("unpaid", &day.unpaid),
            ],
        )?;
    }
    Ok(())
}

/// One member of staff.
pub fn staff_member(db: Db, staff: StaffId) -> Result<Option<Staff>> {
    let found = db.one(&format!("SELECT {STAFF} FROM staff WHERE id = ?1"), &[&staff.0], read_staff)?;
    found
        .map(|mut s| {
            s.days = days_of(db, s.id)?;
            Ok(s)
        })
        .transpose()
}

/// All staff, leavers included, by surname.
pub fn staff(db: Db) -> Result<Vec<Staff>> {
    let mut days: HashMap<StaffId, Vec<WorkingDay>> = HashMap::new();
    let sql = "SELECT weekday, starts, ends, unpaid, staff FROM staff_day ORDER BY staff, weekday";
    for (staff, day) in db.all(sql, &[], |r| Ok((id(r, 4)?, read_day(r)?)))? {
        days.entry(staff).or_default().push(day);
    }
    let mut all = db.all(&format!("SELECT {STAFF} FROM staff"), &[], read_staff)?;
    for member in &mut all {
        member.days = days.remove(&member.id).unwrap_or_default();
    }
    all.sort_by_cached_key(|s| (s.surname.to_lowercase(), s.forename.to_lowercase()));
    Ok(all)
}

/// Writes a link between an adult and a pupil.
pub fn put_link(tx: &Tx, link: &KeyLink) -> Result<()> {
    tx.put(
        "key_link",
        &[
            ("id", &link.id.0),
            ("pupil", &link.pupil.0),
            ("staff", &link.staff.0),
            ("role", &link.role.words()),
            ("starts", &link.starts),
            ("ends", &link.ends),
        ],
    )
}

/// Sets the last day of a link.
pub fn end_link(tx: &Tx, link: LinkId, on: NaiveDate) -> Result<()> {
    must_exist(tx.run("UPDATE key_link SET ends = ?2 WHERE id = ?1", &[&link.0, &on])?, "link")
}

/// All links, present and past, newest first.
pub fn links(db: Db) -> Result<Vec<KeyLink>> {
    db.all("SELECT id, pupil, staff, role, starts, ends FROM key_link ORDER BY starts DESC, id", &[], read_link)
}

/// A pupil's links, present and past, newest first.
pub fn links_of_pupil(db: Db, pupil: PupilId) -> Result<Vec<KeyLink>> {
    let sql = "SELECT id, pupil, staff, role, starts, ends FROM key_link WHERE pupil = ?1 ORDER BY starts DESC, id";
    db.all(sql, &[&pupil.0], read_link)
}

/// The pupils whom a member of staff is linked with, has a standing slot with or covers, on a day.
pub fn pupils_of_staff(db: Db, staff: StaffId, day: NaiveDate) -> Result<Vec<PupilId>> {
    let mut pupils = linked_or_planned(db, staff, day)?;
    for cover in super::kept_between::<DayCover>(db, day, day)? {
        for taken in cover.moves.iter().filter(|m| m.to == Some(staff)) {
            let pupil = db.one("SELECT pupil FROM week_slot WHERE id = ?1", &[&taken.slot.0], |r| id(r, 0))?;
            pupils.extend(pupil.filter(|p| !pupils.contains(p)));
        }
    }
    Ok(pupils)
}

fn linked_or_planned(db: Db, staff: StaffId, day: NaiveDate) -> Result<Vec<PupilId>> {
    db.all(
        "SELECT pupil FROM key_link WHERE staff = ?1 AND starts <= ?2 AND (ends IS NULL OR ends >= ?2)
         UNION SELECT pupil FROM week_slot WHERE staff = ?1 AND starts <= ?2 AND (ends IS NULL OR ends >= ?2)",
        &[&staff.0, &day],
        |r| id(r, 0),
    )
}

/// Writes who may open the file.
pub fn put_access(tx: &Tx, access: &Access) -> Result<()> {
    tx.put(
        "access",
        &[
            ("id", &access.id.0),
            ("name", &access.name),
            ("role", &access.role.words()),
            ("staff", &access.staff.map(|s| s.0)),
            ("ended_on", &access.ended_on),
        ],
    )
}

/// Everyone who could ever open the file, by name.
pub fn accesses(db: Db) -> Result<Vec<Access>> {
    db.all("SELECT id, name, role, staff, ended_on FROM access ORDER BY name, id", &[], read_access)
}

/// Whose key slot this is.
pub fn access(db: Db, slot: AccessId) -> Result<Option<Access>> {
    db.one("SELECT id, name, role, staff, ended_on FROM access WHERE id = ?1", &[&slot.0], read_access)
}

fn needs_of(db: Db, pupil: PupilId) -> Result<Vec<String>> {
    db.all("SELECT code FROM pupil_need WHERE pupil = ?1 ORDER BY rank", &[&pupil.0], |r| r.get(0))
}

fn days_of(db: Db, staff: StaffId) -> Result<Vec<WorkingDay>> {
    db.all("SELECT weekday, starts, ends, unpaid FROM staff_day WHERE staff = ?1 ORDER BY weekday", &[&staff.0], read_day)
}

fn read_pupil(row: &Row) -> rusqlite::Result<Pupil> {
    Ok(Pupil {
        id: id(row, 0)?,
        forename: row.get(1)?,
        surname: row.get(2)?,
        preferred: row.get(3)?,
        upn: row.get(4)?,
        birth_date: row.get(5)?,
        year: row.get::<_, Option<i64>>(6)?.and_then(YearGroup::from_number),
        form: row.get(7)?,
        must_know: row.get(8)?,
        left_on: row.get(9)?,
        needs: Vec::new(),
        support_minutes: row.get(10)?,
    })
}

fn read_status(row: &Row) -> rusqlite::Result<StatusSpell> {
    Ok(StatusSpell { id: id(row, 0)?, pupil: id(row, 1)?, status: word(row, 2, SenStatus::from_code)?, since: row.get(3)? })
}

fn read_staff(row: &Row) -> rusqlite::Result<Staff> {
    Ok(Staff {
        id: id(row, 0)?,
        forename: row.get(1)?,
        surname: row.get(2)?,
        role: word(row, 3, StaffRole::from_words)?,
        email: row.get(4)?,
        minutes_per_week: row.get(5)?,
        days: Vec::new(),
        left_on: row.get(6)?,
        lead: maybe_id(row, 7)?,
        weeks_a_year: row.get(8)?,
        pence_an_hour: row.get(9)?,
        on_costs_percent: row.get(10)?,
    })
}

fn read_day(row: &Row) -> rusqlite::Result<WorkingDay> {
    Ok(WorkingDay { day: weekday(row, 0)?, starts: row.get(1)?, ends: row.get(2)?, unpaid: row.get(3)? })
}

fn read_link(row: &Row) -> rusqlite::Result<KeyLink> {
    Ok(KeyLink {
        id: id(row, 0)?,
        pupil: id(row, 1)?,
        staff: id(row, 2)?,
        role: word(row, 3, LinkRole::from_words)?,
        starts: row.get(4)?,
        ends: row.get(5)?,
    })
}

fn read_access(row: &Row) -> rusqlite::Result<Access> {
    Ok(Access {
        id: id(row, 0)?,
        name: row.get(1)?,
        role: word(row, 2, AccessRole::from_words)?,
        staff: maybe_id(row, 3)?,
        ended_on: row.get(4)?,
    })
}
