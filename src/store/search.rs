//! Search over all records, as someone types.

use std::collections::HashSet;
use uuid::Uuid;

use super::rows::{id, maybe_id};
use super::{Db, Result};
use crate::model::PupilId;

/// One record that holds all the words.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// `pupil`, `staff`, `session`, `target`, `outcome`, `provision`, `portrait/…` or `review`.
    pub kind: String,
    pub id: Uuid,
    pub pupil: Option<PupilId>,
    /// The record's text, for an excerpt.
    pub text: String,
}

/// The newest records in which every word is found, the last word being still unfinished. With
/// `only`, those about these pupils.
pub fn search(db: Db, words: &str, only: Option<&HashSet<PupilId>>, limit: usize) -> Result<Vec<Hit>> {
    let Some(query) = as_query(words) else { return Ok(Vec::new()) };
    let mut statement = db.0.prepare_cached(
        "SELECT d.kind, d.ref, d.pupil FROM search_text t JOIN search_doc d ON d.id = t.rowid
         WHERE search_text MATCH ?1 ORDER BY t.rowid DESC",
    )?;
    let mut rows = statement.query([query])?;
    let mut hits = Vec::new();
    while hits.len() < limit
        && let Some(row) = rows.next()?
    {
        let pupil: Option<PupilId> = maybe_id(row, 2)?;
        if only.is_some_and(|only| pupil.is_none_or(|p| !only.contains(&p))) {
            continue;
        }
        let (kind, id): (String, Uuid) = (row.get(0)?, id(row, 1)?);
        let text = text_of(db, &kind, id)?.unwrap_or_default();
        hits.push(Hit { kind, id, pupil, text });
    }
    Ok(hits)
}

/// Each word quoted, so that no character of a person's typing is read as query language.
fn as_query(words: &str) -> Option<String> {
    let words: Vec<String> = words
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|w| w.chars().any(char::is_alphanumeric))
        .map(|w| format!("\"{w}\""))
        .collect();
    (!words.is_empty()).then(|| format!("{}*", words.join(" ")))
}

fn text_of(db: Db, kind: &str, id: Uuid) -> Result<Option<String>> {
    let sql = match kind {
        "pupil" => "SELECT forename || ' ' || surname || coalesce(' · ' || form, '') FROM pupil WHERE id = ?1",
        "staff" => "SELECT forename || ' ' || surname || ' · ' || role FROM staff WHERE id = ?1",
        "session" => "SELECT on_date || ' · ' || note FROM session WHERE id = ?1",
        "target" => "SELECT will || ' ' || condition FROM target WHERE id = ?1",
        "outcome" => "SELECT body FROM outcome WHERE id = ?1",
        "provision" => "SELECT what || ' · ' || who FROM provision WHERE id = ?1",
        "review" => "SELECT decisions || ' ' || next_steps FROM review WHERE id = ?1",
        portrait => {
            let field = portrait.strip_prefix("portrait/").unwrap_or_default();
            let sql = "SELECT body FROM portrait_text WHERE portrait = ?1 AND field = ?2";
            return db.one(sql, &[&id, &field], |r| r.get(0));
        }
    };
    db.one(sql, &[&id], |r| r.get(0))
}
