//! Pen portraits and their versions.

use chrono::NaiveDate;
use rusqlite::Row;

use super::rows::{id, maybe_id, must_exist, word};
use super::{Db, Result, Tx};
use crate::model::{Portrait, PortraitField, PortraitId, PortraitState, PupilId, StaffId};

const PORTRAIT: &str = "id, pupil, version, state, checked_against, approved_by, approved_by_name, approved_on, review_on";

/// Writes a version of a portrait with all its texts.
pub fn put_portrait(tx: &Tx, portrait: &Portrait) -> Result<()> {
    tx.put(
        "portrait",
        &[
            ("id", &portrait.id.0),
            ("pupil", &portrait.pupil.0),
            ("version", &portrait.version),
            ("state", &portrait.state.words()),
            ("checked_against", &portrait.checked_against.map(|p| p.0)),
            ("approved_by", &portrait.approved_by.map(|s| s.0)),
            ("approved_by_name", &portrait.approved_by_name),
            ("approved_on", &portrait.approved_on),
            ("review_on", &portrait.review_on),
        ],
    )?;
    tx.run("DELETE FROM portrait_text WHERE portrait = ?1", &[&portrait.id.0])?;
    for (field, text) in &portrait.texts {
        let source = portrait.source(*field);
        tx.insert("portrait_text", &[("portrait", &portrait.id.0), ("field", &field.key()), ("body", text), ("source", &source)])?;
    }
    Ok(())
}

/// Approves a draft and makes the version before it an earlier one.
pub fn approve_portrait(
    tx: &Tx,
    portrait: PortraitId,
    by: Option<StaffId>,
    by_name: &str,
    on: NaiveDate,
    review_on: Option<NaiveDate>,
) -> Result<()> {
    tx.run(
        "UPDATE portrait SET state = ?2 WHERE state = ?3 AND pupil = (SELECT pupil FROM portrait WHERE id = ?1)",
        &[&portrait.0, &PortraitState::Superseded.words(), &PortraitState::Approved.words()],
    )?;
    let changed = tx.run(
        "UPDATE portrait SET state = ?2, approved_by = ?3, approved_by_name = ?4, approved_on = ?5, review_on = ?6
         WHERE id = ?1 AND state = ?7",
        &[&portrait.0, &PortraitState::Approved.words(), &by.map(|s| s.0), &by_name, &on, &review_on, &PortraitState::Draft.words()],
    )?;
    must_exist(changed, "draft portrait")
}

/// A pupil's portraits, the newest version first.
pub fn portraits_of(db: Db, pupil: PupilId) -> Result<Vec<Portrait>> {
    let sql = format!("SELECT {PORTRAIT} FROM portrait WHERE pupil = ?1 ORDER BY version DESC");
    let mut all = db.all(&sql, &[&pupil.0], read_portrait)?;
    for portrait in &mut all {
        (portrait.texts, portrait.sources) = texts_of(db, portrait.id)?;
    }
    Ok(all)
}

/// Pupils with an approved portrait, and those with only a draft.
pub fn portrait_states(db: Db) -> Result<Vec<(PupilId, PortraitState)>> {
    db.all("SELECT pupil, state FROM portrait", &[], |r| Ok((id(r, 0)?, word(r, 1, PortraitState::from_words)?)))
}

type Texts = Vec<(PortraitField, String)>;

/// The texts of a version and where each comes from, in the order of the page.
fn texts_of(db: Db, portrait: PortraitId) -> Result<(Texts, Texts)> {
    let mut rows: Vec<(PortraitField, String, String)> =
        db.all("SELECT field, body, source FROM portrait_text WHERE portrait = ?1", &[&portrait.0], |r| {
            Ok((word(r, 0, PortraitField::from_key)?, r.get(1)?, r.get(2)?))
        })?;
    let place = |field: &PortraitField| PortraitField::ALL.iter().position(|f| f == field);
    rows.sort_by_key(|(f, ..)| place(f));
    let sources = rows.iter().filter(|r| !r.2.is_empty()).map(|r| (r.0, r.2.clone())).collect();
    Ok((rows.into_iter().map(|r| (r.0, r.1)).collect(), sources))
}

fn read_portrait(row: &Row) -> rusqlite::Result<Portrait> {
    Ok(Portrait {
        id: id(row, 0)?,
        pupil: id(row, 1)?,
        version: row.get(2)?,
        state: word(row, 3, PortraitState::from_words)?,
        texts: Vec::new(),
        sources: Vec::new(),
        checked_against: maybe_id(row, 4)?,
        approved_by: maybe_id(row, 5)?,
        approved_by_name: row.get(6)?,
        approved_on: row.get(7)?,
        review_on: row.get(8)?,
    })
}
