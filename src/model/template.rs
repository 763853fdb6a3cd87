//! Plans as templates: which sections a kind of plan has, as data that the school may change.

use serde::{Deserialize, Serialize};

use super::{PlanId, PlanKind, PlanTextId, PortraitId, PupilId, ReadMarkId};

/// The sections of one kind of plan.
///
/// Shipped ones come from `assets/lists/plans.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanTemplate {
    pub kind: PlanKind,
    pub sections: Vec<PlanSection>,
}

/// One heading of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanSection {
    /// Under which its text is kept; never changes once it is in use.
    pub key: String,
    pub heading: String,
    /// What a good entry says.
    #[serde(default)]
    pub hint: String,
}

/// The templates that the program ships.
pub fn shipped_templates() -> Vec<PlanTemplate> {
    serde_json::from_str(include_str!("../../assets/lists/plans.json")).unwrap_or_default()
}

/// What one section of one version of a plan says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanText {
    pub id: PlanTextId,
    pub pupil: PupilId,
    pub plan: PlanId,
    pub section: String,
    pub text: String,
}

/// What somebody has read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "of", content = "document", rename_all = "snake_case")]
pub enum Readable {
    Plan(PlanId),
    Portrait(PortraitId),
}

/// "I have read version 3", said by one adult on one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadMark {
    pub id: ReadMarkId,
    pub pupil: PupilId,
    pub staff: super::StaffId,
    #[serde(flatten)]
    pub what: Readable,
    pub on: chrono::NaiveDate,
}
