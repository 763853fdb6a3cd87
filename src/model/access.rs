//! Who may open the file, and as what.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AccessId, StaffId};

/// What a person who can open the file may see and do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccessRole {
    /// Sees and does everything.
    Sendco,
    /// Sees the pupils they are linked with, logs sessions, drafts portraits.
    Lsa,
}

impl AccessRole {
    pub const ALL: [Self; 2] = [Self::Sendco, Self::Lsa];

    /// As stored and as shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Sendco => "SENDCO",
            Self::Lsa => "LSA",
        }
    }

    /// Reads [`Self::words`].
    pub fn from_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.words() == words)
    }
}

/// One person's right to open the file; its id is that of their key slot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Access {
    pub id: AccessId,
    pub name: String,
    pub role: AccessRole,
    pub staff: Option<StaffId>,
    pub ended_on: Option<NaiveDate>,
}
