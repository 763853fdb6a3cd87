//! The pen portrait: one side of A4 that a supply adult can read in 90 seconds.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{PlanId, PortraitId, PupilId, StaffId};

/// One version of a pupil's portrait. Approved versions are kept, never edited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Portrait {
    pub id: PortraitId,
    pub pupil: PupilId,
    /// 1 for the first.
    pub version: u32,
    pub state: PortraitState,
    /// Text by field; a field that is not there is empty.
    pub texts: Vec<(PortraitField, String)>,
    /// Where a line comes from: "EHC plan, section F", "home visit, June". A field without one is not there.
    #[serde(default)]
    pub sources: Vec<(PortraitField, String)>,
    /// The plan it was checked against.
    pub checked_against: Option<PlanId>,
    pub approved_by: Option<StaffId>,
    pub approved_by_name: String,
    pub approved_on: Option<NaiveDate>,
    pub review_on: Option<NaiveDate>,
}

impl Portrait {
    /// What a field says, empty if nothing.
    pub fn text(&self, field: PortraitField) -> &str {
        self.texts.iter().find(|(f, _)| *f == field).map_or("", |(_, t)| t)
    }

    /// Where a field's line comes from, empty if nobody said.
    pub fn source(&self, field: PortraitField) -> &str {
        self.sources.iter().find(|(f, _)| *f == field).map_or("", |(_, t)| t)
    }

    /// Says where a field's line comes from.
    pub fn set_source(&mut self, field: PortraitField, source: String) {
        self.sources.retain(|(f, _)| *f != field);
        if !source.trim().is_empty() {
            self.sources.push((field, source));
        }
    }

    /// Sets what a field says.
    pub fn set_text(&mut self, field: PortraitField, text: String) {
        self.texts.retain(|(f, _)| *f != field);
        if !text.trim().is_empty() {
            self.texts.push((field, text));
        }
    }
}

/// Whether a version may be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PortraitState {
    Draft,
    Approved,
    Superseded,
}

impl PortraitState {
    pub const ALL: [Self; 3] = [Self::Draft, Self::Approved, Self::Superseded];

    /// As stored and as shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Approved => "Approved",
            Self::Superseded => "Earlier version",
        }
    }

    /// Reads [`Self::words`].
    pub fn from_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.words() == words)
    }
}

macro_rules! portrait_fields {
    ($($name:ident, $key:literal, $heading:literal, $hint:literal;)*) => {
        /// The fields of a portrait, in the order of the page.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum PortraitField { $($name),* }

        impl PortraitField {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// As stored.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key),* }
            }

            /// As the page's heading.
            pub fn heading(self) -> &'static str {
                match self { $(Self::$name => $heading),* }
            }

            /// What a good entry looks like.
            pub fn hint(self) -> &'static str {
                match self { $(Self::$name => $hint),* }
            }

            /// Reads [`Self::key`].
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|f| f.key() == key)
            }
        }
    };
}

portrait_fields! {
    Strengths, "strengths", "What people like and admire about me", "Kind to younger children; knows everything about trains";
    Important, "important", "What is important to me", "Knowing what comes next; sitting near the door";
    Communicate, "communicate", "How I communicate", "Short sentences; give me ten seconds to answer";
    Helps, "helps", "What helps me", "Ear defenders in the hall; a now-and-next card";
    DoesNotHelp, "does_not_help", "What does not help", "Being asked to read aloud without warning";
    Struggling, "struggling", "Signs I am struggling, and what to do", "I go quiet and pull my sleeves. Offer the blue card";
    Sensory, "sensory", "Sensory and physical", "Sits on the wobble cushion; hearing aid left ear";
    Medical, "medical", "Medical must-know", "Where the plan is kept, not the plan itself";
    Care, "care", "Personal care", "Where the care plan is kept";
    Access, "access", "Access arrangements", "Reader; rest breaks";
    MyWords, "my_words", "In my words", "I like it when you ask me first";
    FamilyWords, "family_words", "In my family's words", "He tells us about his day at bath time";
}
