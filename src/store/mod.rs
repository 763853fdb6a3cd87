//! The one room with SQL and the key.
//!
//! Reading takes a [`Db`]; every function that writes takes a [`Tx`], and only `ops::run` begins one.

mod backup;
mod capture;
mod check;
mod drafts;
mod error;
mod imported;
mod journal;
mod kept;
mod keys;
mod open;
mod people;
mod place;
mod plans;
mod portraits;
pub mod recovery;
mod reviews;
mod rows;
mod school;
mod search;
mod sessions;

pub use backup::{BackupInfo, Counts, RunningBackup, backup_folder, restore, survey, survey_one};
pub use capture::RowChange;
pub use check::{Finding, check};
pub use drafts::{clear_draft, drafts, keep_draft};
pub use error::{Error, Result};
pub use imported::{ImportedAs, import_mappings, imported_as, put_import_mapping, put_imported_as};
pub use journal::{AuditRow, Step, append, audit_rows, erase_payload, first_broken_row, forget_steps, last_step, mark_step, step_changes};
pub use kept::{kept, kept_between, kept_of_pupil, kept_of_staff, kept_one, pupil_of_subject, put_item, put_kept, remove_kept};
pub use keys::{FileKey, KeyRing, KeySlot, SlotKind, check_passphrase, fill_random};
pub use open::{SCHEMA_VERSION, Store, ring_beside};
pub use people::*;
pub use place::{check as check_place, write_whole};
pub use plans::*;
pub use portraits::*;
pub use reviews::*;
pub use school::*;
pub use search::{Hit, search};
pub use sessions::*;

/// A readable caseload: the present state, or that inside a write transaction.
#[derive(Clone, Copy)]
pub struct Db<'a>(&'a rusqlite::Connection);

/// A write transaction. Only `ops::run` begins one, through [`Store::begin`].
pub struct Tx<'a> {
    transaction: rusqlite::Transaction<'a>,
}

impl Tx<'_> {
    /// Reading within the transaction.
    pub fn db(&self) -> Db<'_> {
        Db(&self.transaction)
    }

    /// Makes everything in the transaction last. What comes after may say "Saved".
    pub fn commit(self) -> Result<()> {
        Ok(self.transaction.commit()?)
    }
}
