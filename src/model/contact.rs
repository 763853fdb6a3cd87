//! The people around a pupil outside the school's staff.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ContactId, PupilId};

/// Whether a contact is family or works with the pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    Family,
    Professional,
}

impl ContactKind {
    pub const ALL: [Self; 2] = [Self::Family, Self::Professional];

    /// As shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Family => "Family",
            Self::Professional => "Professional",
        }
    }
}

/// What a contact may be shown. A person decides it; nothing is sent from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaySee {
    Everything,
    PlanAndReviews,
    OwnAdvice,
    Nothing,
}

impl MaySee {
    pub const ALL: [Self; 4] = [Self::Everything, Self::PlanAndReviews, Self::OwnAdvice, Self::Nothing];

    /// As shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Everything => "Everything about this pupil",
            Self::PlanAndReviews => "Plan and reviews",
            Self::OwnAdvice => "What concerns their own advice",
            Self::Nothing => "Nothing",
        }
    }
}

/// A member of the family or a professional, with what they may see and who agreed to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    pub id: ContactId,
    pub pupil: PupilId,
    pub kind: ContactKind,
    pub name: String,
    /// Mother, speech and language therapist.
    pub relation: String,
    /// The service a professional comes from.
    pub organisation: String,
    pub phone: String,
    pub email: String,
    /// Whether they have parental responsibility.
    pub responsible: bool,
    pub may_see: MaySee,
    /// When consent to share was given, and by whom in words.
    pub consent_on: Option<NaiveDate>,
    pub consent_by: String,
    pub ended_on: Option<NaiveDate>,
}
