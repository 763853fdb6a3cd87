//! The one door for writing. A screen or a command states a [`Change`](crate::model::Change);
//! [`Desk::carry_out`] runs it as one transaction with one audit row and one undo step.

mod access;
mod cover;
mod import;
mod kept;
mod people;
mod plans;
mod portraits;
mod reviews;
mod run;
mod school;
mod sessions;

pub use access::{add_person, change_passphrase, end_person, replace_recovery_key};
pub use run::{Desk, Done, Event};
pub use school::pour_in;

use crate::store;

/// Why a change was not made, as a sentence for the person.
pub type Result<T> = std::result::Result<T, store::Error>;

/// A refusal in words.
fn refuse<T>(why: impl Into<String>) -> Result<T> {
    Err(store::Error::Refused(why.into()))
}

/// Refuses an empty text that a person must give.
fn needed(text: &str, what: &str) -> Result<()> {
    if text.trim().is_empty() {
        return refuse(format!("{what} is empty. Nothing was saved. Fill it in and save again."));
    }
    Ok(())
}
