//! The audit chain and the undo steps that lean on it.
//!
//! `hash = SHA-256(domain ‖ seq ‖ at ‖ actor ‖ action ‖ subject ‖ payload_commit ‖ prev_hash)`, each
//! text with its length before it; `payload_commit = SHA-256(salt ‖ payload)`. Erasing a payload and
//! its salt leaves the chain whole. Someone who has the key can write a whole new chain: only a head
//! hash kept elsewhere (each backup and each export carries one) shows that.

use rusqlite::OptionalExtension as _;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::capture::{RowChange, subject_of};
use super::keys::{fill_random, to_hex};
use super::{Db, Result, Store, Tx};

/// Steps that can be taken back. Older ones stay in the audit and can no longer be undone.
const STEPS_KEPT: i64 = 100;

/// One row of the audit, as shown.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditRow {
    pub seq: i64,
    pub at: i64,
    pub actor: String,
    pub action: String,
    /// `table:id` of the first thing changed, empty where there is none.
    pub subject: String,
}

/// A change that can be undone or redone.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub seq: i64,
    /// Whose step it is: only they may take it back.
    pub person: Uuid,
    pub name: String,
}

/// Writes one audit row, and an undo step when there is something to take back.
pub fn append(tx: &Tx, at: i64, actor: &str, action: &str, about: Option<&str>, changes: &[RowChange]) -> Result<i64> {
    let conn = tx.db().0;
    let (last, prev): (i64, Vec<u8>) = conn
        .prepare_cached("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")?
        .query_row([], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?
        .unwrap_or((0, vec![0; 32]));
    let seq = last + 1;
    let subject = about.map_or_else(|| changes.first().map(subject_of).unwrap_or_default(), str::to_owned);
    let body = serde_json::to_string(changes).unwrap_or_default();
    let mut salt = [0u8; 16];
    fill_random(&mut salt)?;
    let commit = payload_commit(&salt, &body);
    let hash = row_hash(seq, at, actor, action, &subject, &commit, &prev);
    conn.prepare_cached(
        "INSERT INTO audit (seq, at, actor, action, subject, payload_commit, prev_hash, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(rusqlite::params![seq, at, actor, action, subject, commit, prev, hash])?;
    conn.prepare_cached("INSERT INTO audit_payload (seq, salt, body) VALUES (?1, ?2, ?3)")?.execute(rusqlite::params![seq, salt, body])?;
    Ok(seq)
}

/// Makes an audit row something that `person` can take back. What had been undone before is then gone.
pub fn mark_step(tx: &Tx, seq: i64, person: Uuid, name: &str) -> Result<()> {
    let conn = tx.db().0;
    conn.prepare_cached("DELETE FROM undo_step WHERE undone = 1 OR seq <= ?1 - ?2")?.execute([seq, STEPS_KEPT])?;
    conn.prepare_cached("INSERT INTO undo_step (seq, person, name, undone) VALUES (?1, ?2, ?3, 0)")?
        .execute(rusqlite::params![seq, person, name])?;
    Ok(())
}

/// The step that undo (or redo) would take next.
pub fn last_step(db: Db, redo: bool) -> Result<Option<Step>> {
    let sql = if redo {
        "SELECT seq, person, name FROM undo_step WHERE undone = 1 ORDER BY seq LIMIT 1"
    } else {
        "SELECT seq, person, name FROM undo_step WHERE undone = 0 ORDER BY seq DESC LIMIT 1"
    };
    Ok(db.0.prepare_cached(sql)?.query_row([], |r| Ok(Step { seq: r.get(0)?, person: r.get(1)?, name: r.get(2)? })).optional()?)
}

/// What a step changed; none when its payload has been erased.
pub fn step_changes(tx: &Tx, step: &Step, undone: bool) -> Result<Option<Vec<RowChange>>> {
    let conn = tx.db().0;
    conn.prepare_cached("UPDATE undo_step SET undone = ?2 WHERE seq = ?1")?.execute(rusqlite::params![step.seq, undone])?;
    let body: Option<String> =
        conn.prepare_cached("SELECT body FROM audit_payload WHERE seq = ?1")?.query_row([step.seq], |r| r.get(0)).optional()?;
    Ok(body.and_then(|b| serde_json::from_str(&b).ok()))
}

/// Starts with nothing to undo, as an example school does.
pub fn forget_steps(store: &mut Store) -> Result<()> {
    let tx = store.begin()?;
    tx.db().0.execute("DELETE FROM undo_step", [])?;
    tx.commit()
}

/// Takes a payload out of the audit for good; the chain still verifies.
pub fn erase_payload(tx: &Tx, seq: i64) -> Result<()> {
    let conn = tx.db().0;
    conn.execute("DELETE FROM audit_payload WHERE seq = ?1", [seq])?;
    conn.execute("DELETE FROM undo_step WHERE seq = ?1", [seq])?;
    Ok(())
}

/// The newest rows first.
pub fn audit_rows(db: Db, limit: usize) -> Result<Vec<AuditRow>> {
    let mut statement = db.0.prepare_cached("SELECT seq, at, actor, action, subject FROM audit ORDER BY seq DESC LIMIT ?1")?;
    let rows = statement.query_map([limit as i64], |r| {
        Ok(AuditRow { seq: r.get(0)?, at: r.get(1)?, actor: r.get(2)?, action: r.get(3)?, subject: r.get(4)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The head of the chain, for backups and the foot of exports: row number and first 16 hex digits.
pub(super) fn head(db: Db) -> Result<(i64, String)> {
    let head: Option<(i64, Vec<u8>)> =
        db.0.prepare_cached("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")?
            .query_row([], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
    Ok(head.map_or((0, String::new()), |(seq, hash)| (seq, to_hex(&hash))))
}

/// The first row at which the chain does not hold, or none.
pub fn first_broken_row(db: Db) -> Result<Option<i64>> {
    let mut statement = db.0.prepare(
        "SELECT a.seq, a.at, a.actor, a.action, a.subject, a.payload_commit, a.prev_hash, a.hash, p.salt, p.body
         FROM audit a LEFT JOIN audit_payload p ON p.seq = a.seq ORDER BY a.seq",
    )?;
    let mut rows = statement.query([])?;
    let mut before: Vec<u8> = vec![0; 32];
    let mut expected = 1;
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        let commit: Vec<u8> = row.get(5)?;
        let prev: Vec<u8> = row.get(6)?;
        let hash: Vec<u8> = row.get(7)?;
        let salt: Option<Vec<u8>> = row.get(8)?;
        let body: Option<String> = row.get(9)?;
        let payload_holds = match (salt, body) {
            (Some(salt), Some(body)) => payload_commit(&salt, &body) == commit,
            _ => true,
        };
        let actor: String = row.get(2)?;
        let action: String = row.get(3)?;
        let subject: String = row.get(4)?;
        let chained = row_hash(seq, row.get(1)?, &actor, &action, &subject, &commit, &prev) == hash;
        if seq != expected || prev != before || !chained || !payload_holds {
            return Ok(Some(expected));
        }
        before = hash;
        expected += 1;
    }
    Ok(None)
}

fn payload_commit(salt: &[u8], body: &str) -> Vec<u8> {
    let mut sha = Sha256::new();
    sha.update(salt);
    sha.update(body.as_bytes());
    sha.finalize().to_vec()
}

fn row_hash(seq: i64, at: i64, actor: &str, action: &str, subject: &str, commit: &[u8], prev: &[u8]) -> Vec<u8> {
    let mut sha = Sha256::new();
    sha.update(b"keyworker-audit-1");
    sha.update(seq.to_be_bytes());
    sha.update(at.to_be_bytes());
    for text in [actor, action, subject] {
        sha.update((text.len() as u64).to_be_bytes());
        sha.update(text.as_bytes());
    }
    sha.update(commit);
    sha.update(prev);
    sha.finalize().to_vec()
}
