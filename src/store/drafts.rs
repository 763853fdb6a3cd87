//! Half-written work, kept so that a lock, a crash or a power cut loses no word.
//!
//! A draft is not a record: it has no audit row and no undo step, and only its writer sees it. It is
//! the one thing that is written outside an op.

use uuid::Uuid;

use super::{Result, Store};

/// Keeps what a person has typed at a place, in place of what was kept there before.
pub fn keep_draft(store: &mut Store, person: Uuid, place: &str, body: &str, at: i64) -> Result<()> {
    let tx = store.begin()?;
    tx.run(
        "INSERT INTO draft (person, place, body, at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (person, place) DO UPDATE SET body = excluded.body, at = excluded.at",
        &[&person, &place, &body, &at],
    )?;
    tx.commit()
}

/// Forgets a draft that was saved or thrown away.
pub fn clear_draft(store: &mut Store, person: Uuid, place: &str) -> Result<()> {
    let tx = store.begin()?;
    tx.run("DELETE FROM draft WHERE person = ?1 AND place = ?2", &[&person, &place])?;
    tx.commit()
}

/// A person's drafts: place and text.
pub fn drafts(store: &Store, person: Uuid) -> Result<Vec<(String, String)>> {
    store.db().all("SELECT place, body FROM draft WHERE person = ?1 ORDER BY at", &[&person], |r| Ok((r.get(0)?, r.get(1)?)))
}
