//! What is written about a pupil beside sessions: strategies, observations, referrals, good news and
//! handovers. Entries are never overwritten: an answer or a correction is an entry of its own.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{EntryId, PupilId, StaffId, StrategyId};

/// Something that may help a pupil, from a portrait, a plan or an adult's own noticing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Strategy {
    pub id: StrategyId,
    pub pupil: PupilId,
    pub text: String,
    /// Where it comes from: "Speech and language report, June", "pen portrait".
    pub source: String,
    pub since: NaiveDate,
    pub ended_on: Option<NaiveDate>,
}

/// How much a strategy helped in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Helped {
    Yes,
    Partly,
    No,
}

impl Helped {
    pub const ALL: [Self; 3] = [Self::Yes, Self::Partly, Self::No];

    /// As shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Yes => "Helped",
            Self::Partly => "Partly",
            Self::No => "Did not",
        }
    }
}

/// Whom a referral goes to. A safeguarding concern is not one: it goes the school's own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferTo {
    Teacher,
    Sendco,
    Pastoral,
}

impl ReferTo {
    pub const ALL: [Self; 3] = [Self::Teacher, Self::Sendco, Self::Pastoral];

    /// As shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Teacher => "Class teacher",
            Self::Sendco => "SENDCO",
            Self::Pastoral => "Pastoral team",
        }
    }
}

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EntryKind {
    /// What was seen, in words.
    Observation,
    /// What was seen over a timed stretch: in how many of so many intervals.
    TimedObservation {
        minutes: u16,
        behaviour: String,
        seen: u16,
        intervals: u16,
    },
    GoodNews,
    /// A question or a problem handed to somebody, with the solution the writer suggests.
    Referral {
        to: ReferTo,
        suggestion: String,
    },
    /// What came back to a referral; it closes it.
    Answer {
        of: EntryId,
    },
    /// What the next adult needs to know.
    Handover {
        to: Option<StaffId>,
    },
    /// A word with the family: how and what was agreed.
    FamilyContact {
        how: String,
        agreed: String,
    },
}

impl EntryKind {
    /// What a list calls it.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Observation => "Observation",
            Self::TimedObservation { .. } => "Timed observation",
            Self::GoodNews => "Good news",
            Self::Referral { .. } => "Referred on",
            Self::Answer { .. } => "Answer",
            Self::Handover { .. } => "Handover",
            Self::FamilyContact { .. } => "Word with the family",
        }
    }
}

/// One thing written about a pupil on a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub id: EntryId,
    pub pupil: PupilId,
    /// Who wrote it, where they are on the staff list.
    pub staff: Option<StaffId>,
    pub on: NaiveDate,
    #[serde(flatten)]
    pub what: EntryKind,
    pub text: String,
    pub entered_at: i64,
    pub entered_by: String,
    /// The entry that this one corrects.
    pub supersedes: Option<EntryId>,
}
