//! A review of how a pupil's plan is going.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{PlanId, PupilId, ReviewId};

/// How far a review has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReviewState {
    InPreparation,
    Held,
}

impl ReviewState {
    /// As stored and as shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::InPreparation => "In preparation",
            Self::Held => "Held",
        }
    }

    /// Reads [`Self::words`].
    pub fn from_words(words: &str) -> Option<Self> {
        [Self::InPreparation, Self::Held].into_iter().find(|s| s.words() == words)
    }
}

/// What a review looks at and what it decides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    pub id: ReviewId,
    pub pupil: PupilId,
    pub plan: Option<PlanId>,
    /// First day of the period looked at.
    pub from: NaiveDate,
    /// Last day of the period looked at.
    pub to: NaiveDate,
    pub held_on: Option<NaiveDate>,
    pub state: ReviewState,
    pub pupil_views: String,
    pub family_views: String,
    pub decisions: String,
    pub next_steps: String,
}
