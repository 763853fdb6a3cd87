//! What happened: sessions and the readings taken in them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Helped, ProvisionId, PupilId, Reading, RecordId, RunningId, SessionId, SlotId, StaffId, StrategyId, TargetId, WeekSlot};

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
    /// The running intervention whose register this is part of.
    #[serde(default)]
    pub running: Option<RunningId>,
    #[serde(default)]
    pub more: SessionMore,
}

/// Where and with whom a session was, what was tried, and how the pupil found it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SessionMore {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub strategies: Vec<(StrategyId, Helped)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Company>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<Setting>,
    /// The pupil's own rating, 1 (hard) to 3 (went well).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_rating: Option<u8>,
}

/// Whether the pupil worked with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Company {
    WithPeers,
    AloneWithAdult,
}

impl Company {
    pub const ALL: [Self; 2] = [Self::WithPeers, Self::AloneWithAdult];

    /// As shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::WithPeers => "With peers",
            Self::AloneWithAdult => "Alone with an adult",
        }
    }
}

/// Whether the pupil was in class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    InClass,
    Withdrawn,
}

impl Setting {
    pub const ALL: [Self; 2] = [Self::InClass, Self::Withdrawn];

    /// As shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::InClass => "In class",
            Self::Withdrawn => "Withdrawn",
        }
    }
}

/// The pupil's own rating in words.
pub fn own_rating_words(rating: u8) -> &'static str {
    match rating {
        1 => "Found it hard",
        2 => "It was all right",
        _ => "Went well",
    }
}

impl Session {
    /// A slot's session on a day, with nothing written about it yet.
    pub fn of_slot(id: SessionId, slot: &WeekSlot, on: NaiveDate, minutes: u16, outcome: SessionOutcome) -> Self {
        Self {
            id,
            pupil: slot.pupil,
            staff: slot.staff,
            slot: Some(slot.id),
            provision: slot.provision,
            on,
            began: None,
            minutes,
            outcome,
            note: String::new(),
            records: Vec::new(),
            supersedes: None,
            entered_at: 0,
            entered_by: String::new(),
            running: slot.running,
            more: SessionMore::default(),
        }
    }

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
