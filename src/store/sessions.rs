//! What happened: sessions, their readings and their earlier versions.

use chrono::NaiveDate;
use rusqlite::Row;
use std::collections::HashMap;

use super::rows::{id, json, maybe_id, must_exist};
use super::{Db, Result, Tx};
use crate::model::{NotDelivered, PupilId, Record, RunningId, Session, SessionId, SessionOutcome, SlotId, StaffId, TargetId};

const SESSION: &str =
    "id, pupil, staff, slot, provision, on_date, began, minutes, reason, note, supersedes, entered_at, entered_by, running, more";

/// Writes a session that is not there yet, with its readings.
pub fn insert_session(tx: &Tx, session: &Session) -> Result<()> {
    let reason = match session.outcome {
        SessionOutcome::Delivered => None,
        SessionOutcome::NotDelivered(reason) => Some(reason.key()),
    };
    tx.insert(
        "session",
        &[
            ("id", &session.id.0),
            ("pupil", &session.pupil.0),
            ("staff", &session.staff.0),
            ("slot", &session.slot.map(|s| s.0)),
            ("provision", &session.provision.map(|p| p.0)),
            ("on_date", &session.on),
            ("began", &session.began),
            ("minutes", &session.minutes),
            ("reason", &reason),
            ("note", &session.note),
            ("supersedes", &session.supersedes.map(|s| s.0)),
            ("entered_at", &session.entered_at),
            ("entered_by", &session.entered_by),
            ("running", &session.running.map(|r| r.0)),
            ("more", &serde_json::to_string(&session.more).unwrap_or_default()),
        ],
    )?;
    for record in &session.records {
        tx.insert(
            "record",
            &[
                ("id", &record.id.0),
                ("session", &session.id.0),
                ("target", &record.target.0),
                ("reading", &serde_json::to_string(&record.reading).unwrap_or_default()),
                ("value", &record.reading.value()),
            ],
        )?;
    }
    Ok(())
}

/// Marks a version as corrected by a later one. Its words stay as they are.
pub fn supersede(tx: &Tx, earlier: SessionId, later: SessionId) -> Result<()> {
    let changed = tx.run("UPDATE session SET superseded_by = ?2 WHERE id = ?1 AND superseded_by IS NULL", &[&earlier.0, &later.0])?;
    must_exist(changed, "version of the session")
}

/// Says that a record does not hold after all, and nothing takes its place: it stays in the file as
/// superseded by itself.
pub fn withdraw(tx: &Tx, session: SessionId) -> Result<()> {
    supersede(tx, session, session)
}

/// One version of a session.
pub fn session(db: Db, session: SessionId) -> Result<Option<Session>> {
    let found = db.one(&format!("SELECT {SESSION} FROM session WHERE id = ?1"), &[&session.0], read_session)?;
    found
        .map(|mut s| {
            s.records = records_of(db, s.id)?;
            Ok(s)
        })
        .transpose()
}

/// The standing version for a slot on a day, if one is logged.
pub fn logged_for_slot(db: Db, slot: SlotId, on: NaiveDate) -> Result<Option<SessionId>> {
    let sql = "SELECT id FROM session WHERE slot = ?1 AND on_date = ?2 AND superseded_by IS NULL LIMIT 1";
    db.one(sql, &[&slot.0, &on], |r| id(r, 0))
}

/// Which slots an adult has logged on which days, between two days.
pub fn logged_slots_of(db: Db, staff: StaffId, from: NaiveDate, to: NaiveDate) -> Result<Vec<(SlotId, NaiveDate)>> {
    let sql = "SELECT slot, on_date FROM session
               WHERE staff = ?1 AND on_date BETWEEN ?2 AND ?3 AND superseded_by IS NULL AND slot IS NOT NULL";
    db.all(sql, &[&staff.0, &from, &to], |r| Ok((id(r, 0)?, r.get(1)?)))
}

/// Standing versions for one pupil between two days, the newest first, with their readings.
pub fn sessions_of_pupil(db: Db, pupil: PupilId, from: NaiveDate, to: NaiveDate) -> Result<Vec<Session>> {
    let sql = format!(
        "SELECT {SESSION} FROM session WHERE pupil = ?1 AND on_date BETWEEN ?2 AND ?3 AND superseded_by IS NULL
         ORDER BY on_date DESC, began DESC, id DESC"
    );
    let mut all = db.all(&sql, &[&pupil.0, &from, &to], read_session)?;
    let rows = db.all(
        "SELECT r.session, r.id, r.target, r.reading FROM session s JOIN record r ON r.session = s.id
         WHERE s.pupil = ?1 AND s.on_date BETWEEN ?2 AND ?3 AND s.superseded_by IS NULL ORDER BY r.id",
        &[&pupil.0, &from, &to],
        |r| Ok((id::<SessionId>(r, 0)?, Record { id: id(r, 1)?, target: id(r, 2)?, reading: json(r, 3)? })),
    )?;
    let mut by_session: HashMap<SessionId, Vec<Record>> = HashMap::new();
    for (session, record) in rows {
        by_session.entry(session).or_default().push(record);
    }
    for session in &mut all {
        session.records = by_session.remove(&session.id).unwrap_or_default();
    }
    Ok(all)
}

/// Standing versions for one member of staff between two days, with their readings.
pub fn sessions_of_staff(db: Db, staff: StaffId, from: NaiveDate, to: NaiveDate) -> Result<Vec<Session>> {
    let sql = format!(
        "SELECT {SESSION} FROM session WHERE staff = ?1 AND on_date BETWEEN ?2 AND ?3 AND superseded_by IS NULL
         ORDER BY on_date DESC, began, id"
    );
    let mut all = db.all(&sql, &[&staff.0, &from, &to], read_session)?;
    for session in &mut all {
        session.records = records_of(db, session.id)?;
    }
    Ok(all)
}

/// Standing versions of the sessions of a running intervention, the oldest first, with their readings.
pub fn sessions_of_running(db: Db, running: RunningId) -> Result<Vec<Session>> {
    let sql = format!("SELECT {SESSION} FROM session WHERE running = ?1 AND superseded_by IS NULL ORDER BY on_date, id");
    let mut all = db.all(&sql, &[&running.0], read_session)?;
    for session in &mut all {
        session.records = records_of(db, session.id)?;
    }
    Ok(all)
}

/// The earlier versions that a session corrects, the newest first.
pub fn earlier_versions(db: Db, of: SessionId) -> Result<Vec<Session>> {
    let mut versions = Vec::new();
    let mut next = session(db, of)?.and_then(|s| s.supersedes);
    while let Some(earlier) = next {
        let Some(version) = session(db, earlier)? else { break };
        next = version.supersedes;
        versions.push(version);
    }
    Ok(versions)
}

/// The readings of each target of a pupil, in order of day: `(target, day, value)`.
pub fn readings_of_pupil(db: Db, pupil: PupilId) -> Result<Vec<(TargetId, NaiveDate, f64)>> {
    db.all(
        "SELECT r.target, s.on_date, r.value FROM session s JOIN record r ON r.session = s.id
         WHERE s.pupil = ?1 AND s.superseded_by IS NULL AND s.reason IS NULL ORDER BY s.on_date, s.began, s.id",
        &[&pupil.0],
        |r| Ok((id(r, 0)?, r.get(1)?, r.get(2)?)),
    )
}

fn records_of(db: Db, session: SessionId) -> Result<Vec<Record>> {
    db.all("SELECT id, target, reading FROM record WHERE session = ?1 ORDER BY id", &[&session.0], |r| {
        Ok(Record { id: id(r, 0)?, target: id(r, 1)?, reading: json(r, 2)? })
    })
}

fn read_session(row: &Row) -> rusqlite::Result<Session> {
    let reason: Option<String> = row.get(8)?;
    let outcome = match reason {
        None => SessionOutcome::Delivered,
        Some(key) => SessionOutcome::NotDelivered(NotDelivered::from_key(&key).unwrap_or(NotDelivered::Other)),
    };
    Ok(Session {
        id: id(row, 0)?,
        pupil: id(row, 1)?,
        staff: id(row, 2)?,
        slot: maybe_id(row, 3)?,
        provision: maybe_id(row, 4)?,
        on: row.get(5)?,
        began: row.get(6)?,
        minutes: row.get(7)?,
        outcome,
        note: row.get(9)?,
        records: Vec::new(),
        supersedes: maybe_id(row, 10)?,
        entered_at: row.get(11)?,
        entered_by: row.get(12)?,
        running: maybe_id(row, 13)?,
        more: json(row, 14)?,
    })
}
