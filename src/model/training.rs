//! What a member of staff has learnt to do.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{StaffId, TrainingId};

/// A skill, or a training with who gave it and until when it holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Training {
    pub id: TrainingId,
    pub staff: StaffId,
    /// `Gastrostomy feeding`, `Makaton`, `First aid`.
    pub skill: String,
    /// Who trained them; empty for a skill they brought along.
    pub trainer: String,
    pub on: Option<NaiveDate>,
    /// The last day on which it counts; none where it does not lapse.
    pub expires: Option<NaiveDate>,
}

impl Training {
    /// Whether it counts on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.on.is_none_or(|on| on <= day) && self.expires.is_none_or(|end| day <= end)
    }
}
