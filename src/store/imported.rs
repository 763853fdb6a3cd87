//! What the last import said of a pupil, to see later what has come apart from it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Db, Result, Tx};
use crate::model::{PupilId, SenStatus};

/// A pupil's status and needs as the last import gave them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportedAs {
    pub on: NaiveDate,
    pub status: SenStatus,
    pub needs: Vec<String>,
}

fn key(pupil: PupilId) -> String {
    format!("imported {}", pupil.0.simple())
}

/// Keeps what an import said of a pupil.
pub fn put_imported_as(tx: &Tx, pupil: PupilId, said: &ImportedAs) -> Result<()> {
    let text = serde_json::to_string(said).unwrap_or_default();
    tx.put("setting", &[("key", &key(pupil)), ("value", &text)])
}

/// What the last import said of a pupil, where there was one.
pub fn imported_as(db: Db, pupil: PupilId) -> Result<Option<ImportedAs>> {
    let text = db.one("SELECT value FROM setting WHERE key = ?1", &[&key(pupil)], |r| r.get::<_, String>(0))?;
    Ok(text.and_then(|t| serde_json::from_str(&t).ok()))
}

/// Keeps what a person has said about the columns of a source, known by its headings.
pub fn put_import_mapping(tx: &Tx, headings: &str, mapping: &str) -> Result<()> {
    tx.put("setting", &[("key", &format!("import mapping {headings}")), ("value", &mapping)])
}

/// What was said about the columns of sources, by their headings.
pub fn import_mappings(db: Db) -> Result<Vec<(String, String)>> {
    db.all("SELECT substr(key, 16), value FROM setting WHERE key LIKE 'import mapping %'", &[], |r| Ok((r.get(0)?, r.get(1)?)))
}
