//! The families that are kept alike: one row each, whom it is about in columns, the rest as JSON.

use chrono::NaiveDate;

use super::rows::json;
use super::{Db, Result, Tx};
use crate::model::{Item, Kept, PupilId, StaffId};

/// Writes one thing of its family, in place of what had its identifier before.
pub fn put_kept<T: Kept>(tx: &Tx, thing: &T) -> Result<()> {
    tx.put(
        T::TABLE,
        &[
            ("id", &thing.key()),
            ("pupil", &thing.pupil().map(|p| p.0)),
            ("staff", &thing.staff().map(|s| s.0)),
            ("on_date", &thing.day()),
            ("body", &serde_json::to_string(thing).unwrap_or_default()),
        ],
    )
}

/// Writes an item of whichever family it is.
pub fn put_item(tx: &Tx, item: &Item) -> Result<()> {
    match item {
        Item::Contact(thing) => put_kept(tx, thing),
        Item::Training(thing) => put_kept(tx, thing),
        Item::NeedSpell(thing) => put_kept(tx, thing),
        Item::PlanText(thing) => put_kept(tx, thing),
        Item::ReadMark(thing) => put_kept(tx, thing),
        Item::Programme(thing) => put_kept(tx, thing),
        Item::Running(thing) => put_kept(tx, thing),
        Item::Strategy(thing) => put_kept(tx, thing),
        Item::Entry(thing) => put_kept(tx, thing),
        Item::Duty(thing) => put_kept(tx, thing),
        Item::DayCover(thing) => put_kept(tx, thing),
        Item::SupportNeeds(thing) => put_kept(tx, thing),
        Item::SetTask(thing) => put_kept(tx, thing),
        Item::ClassWeek(thing) => put_kept(tx, thing),
    }
}

/// Takes one thing out of its family. Entries are records of what happened and have no way out here.
pub fn remove_kept<T: Kept>(tx: &Tx, thing: &T) -> Result<()> {
    let sql = format!("DELETE FROM {} WHERE id = ?1", T::TABLE);
    super::rows::must_exist(tx.run(&sql, &[&thing.key()])?, "entry")
}

/// Everything of a family, in the order in which it was made.
pub fn kept<T: Kept>(db: Db) -> Result<Vec<T>> {
    db.all(&format!("SELECT body FROM {} ORDER BY id", T::TABLE), &[], |r| json(r, 0))
}

/// What a family has about one pupil.
pub fn kept_of_pupil<T: Kept>(db: Db, pupil: PupilId) -> Result<Vec<T>> {
    db.all(&format!("SELECT body FROM {} WHERE pupil = ?1 ORDER BY id", T::TABLE), &[&pupil.0], |r| json(r, 0))
}

/// What a family has about or by one member of staff.
pub fn kept_of_staff<T: Kept>(db: Db, staff: StaffId) -> Result<Vec<T>> {
    db.all(&format!("SELECT body FROM {} WHERE staff = ?1 ORDER BY id", T::TABLE), &[&staff.0], |r| json(r, 0))
}

/// What a family has between two days, both included.
pub fn kept_between<T: Kept>(db: Db, from: NaiveDate, to: NaiveDate) -> Result<Vec<T>> {
    db.all(&format!("SELECT body FROM {} WHERE on_date BETWEEN ?1 AND ?2 ORDER BY on_date, id", T::TABLE), &[&from, &to], |r| json(r, 0))
}

/// The pupil whom a row is about, from the audit's subject `table:id`.
pub fn pupil_of_subject(db: Db, subject: &str) -> Result<Option<PupilId>> {
    const ABOUT: [&str; 15] = [
        "sen_status",
        "key_link",
        "portrait",
        "plan",
        "target",
        "week_slot",
        "session",
        "review",
        "contact",
        "need_spell",
        "plan_text",
        "strategy",
        "entry",
        "support_needs",
        "set_task",
    ];
    let Some((table, id)) = subject.split_once(':') else { return Ok(None) };
    let Ok(id) = uuid::Uuid::parse_str(id) else { return Ok(None) };
    if table == "pupil" {
        return Ok(Some(PupilId(id)));
    }
    match ABOUT.iter().find(|t| **t == table) {
        Some(table) => db.one(&format!("SELECT pupil FROM {table} WHERE id = ?1"), &[&id], |r| super::rows::id(r, 0)),
        None => Ok(None),
    }
}

/// One thing of a family.
pub fn kept_one<T: Kept>(db: Db, key: uuid::Uuid) -> Result<Option<T>> {
    db.one(&format!("SELECT body FROM {} WHERE id = ?1", T::TABLE), &[&key], |r| json(r, 0))
}
