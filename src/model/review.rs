//! A review of how a pupil's plan is going.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{OutcomeId, PlanId, PupilId, ReviewId, TargetId};

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
    #[serde(default)]
    pub more: ReviewMore,
}

/// The meeting and what it decided, point by point.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviewMore {
    /// When the meeting is or was.
    pub meeting_on: Option<NaiveDate>,
    pub meeting_at: String,
    pub place: String,
    pub invited: Vec<Invited>,
    pub points: Vec<Point>,
    pub steps: Vec<NextStep>,
}

/// Somebody who is asked to the meeting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Invited {
    pub name: String,
    pub role: String,
    /// When they were asked for advice, and when it came in.
    pub asked_on: Option<NaiveDate>,
    pub advice_on: Option<NaiveDate>,
    pub came: bool,
}

/// What the review is about, point by point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "of", content = "id", rename_all = "snake_case")]
pub enum About {
    Outcome(OutcomeId),
    Target(TargetId),
}

/// What was decided about one outcome or target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    #[serde(flatten)]
    pub about: About,
    pub decided: Decided,
    pub note: String,
    /// Whether it goes on into the next version of the plan.
    pub carry: bool,
}

/// How an outcome or target stands in a review's judgement, in the terms of FHIR's
/// goal-achievement list that fit a school (`domain.md` 4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    Achieved,
    Improving,
    NoChange,
    Worse,
    NotAttainable,
}

impl Decided {
    pub const ALL: [Self; 5] = [Self::Achieved, Self::Improving, Self::NoChange, Self::Worse, Self::NotAttainable];

    /// As shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Achieved => "Achieved",
            Self::Improving => "Improving",
            Self::NoChange => "No change",
            Self::Worse => "Worse",
            Self::NotAttainable => "Not attainable",
        }
    }
}

/// Something to do after the review.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NextStep {
    pub what: String,
    pub owner: String,
    pub due: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
}
