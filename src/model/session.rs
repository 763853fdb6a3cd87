//! What happened: sessions and the readings taken in them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ProvisionId, PupilId, Reading, RecordId, SessionId, SlotId, StaffId, TargetId};

/// Whether a planned session took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionOutcome {
    Delivered,
    NotDelivered(NotDelivered),
}

/// Why a planned session did not take place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotDelivered {
    PupilAbsent,
    LsaAbsent,
    Redeployed,
    Trip,
    Exam,
    Declined,
    NoRoom,
    Other,
}

impl NotDelivered {
    pub const ALL: [Self; 8] =
        [Self::PupilAbsent, Self::LsaAbsent, Self::Redeployed, Self::Trip, Self::Exam, Self::Declined, Self::NoRoom, Self::Other];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::PupilAbsent => "pupil_absent",
            Self::LsaAbsent => "lsa_absent",
            Self::Redeployed => "redeployed",
            Self::Trip => "trip",
            Self::Exam => "exam",
            Self::Declined => "declined",
            Self::NoRoom => "no_room",
            Self::Other => "other",
        }
    }

    /// As shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::PupilAbsent => "Pupil absent",
            Self::LsaAbsent => "LSA absent",
            Self::Redeployed => "Redeployed to cover",
            Self::Trip => "Trip",
            Self::Exam => "Exam",
            Self::Declined => "Pupil declined",
            Self::NoRoom => "No room",
            Self::Other => "Other reason",
        }
    }

    /// Reads [`Self::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.key() == key)
    }
}

/// One version of the record of a session. A correction is a new session that names the one it
/// supersedes; both stay readable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    pub id: SessionId,
    pub pupil: PupilId,
    pub staff: StaffId,
    /// The weekly slot it came from; none for an ad hoc session.
    pub slot: Option<SlotId>,
    pub provision: Option<ProvisionId>,
    /// The day it happened or should have.
    pub on: NaiveDate,
    /// When it began, minutes since midnight, where known.
    pub began: Option<u16>,
    /// Length in minutes.
    pub minutes: u16,
    pub outcome: SessionOutcome,
    pub note: String,
    pub records: Vec<Record>,
    pub supersedes: Option<SessionId>,
    /// When it was entered, Unix milliseconds.
    pub entered_at: i64,
    /// Who entered it.
    pub entered_by: String,
}

impl Session {
    /// Whether it took place.
    pub fn delivered(&self) -> bool {
        self.outcome == SessionOutcome::Delivered
    }
}

/// One reading against one target within a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub id: RecordId,
    pub target: TargetId,
    pub reading: Reading,
}
