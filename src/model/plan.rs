//! Plans, outcomes, provision and targets.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Direction, Measure, OutcomeId, PlanId, ProvisionId, PupilId, TargetId};

/// Which kind of plan a pupil has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlanKind {
    Ehcp,
    SenSupport,
}

impl PlanKind {
    pub const ALL: [Self; 2] = [Self::Ehcp, Self::SenSupport];

    /// As stored and as shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Ehcp => "EHC plan",
            Self::SenSupport => "SEN Support plan",
        }
    }

    /// Reads [`Self::words`].
    pub fn from_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.words() == words)
    }
}

/// A pupil's plan, from a day until it ends or the next one begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub id: PlanId,
    pub pupil: PupilId,
    pub kind: PlanKind,
    pub starts: NaiveDate,
    /// When the plan is to be reviewed.
    pub review_due: Option<NaiveDate>,
    pub ended_on: Option<NaiveDate>,
}

/// What the plan is for: section E of an EHC plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    pub id: OutcomeId,
    pub plan: PlanId,
    pub text: String,
    pub position: i64,
}

/// The span that a provision line counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Per {
    Day,
    Week,
    Term,
}

impl Per {
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Term];

    /// As stored and as shown after "a".
    pub fn words(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Term => "term",
        }
    }

    /// Reads [`Self::words`].
    pub fn from_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.words() == words)
    }
}

/// What is promised: a line of section F. Many authorities no longer say minutes, so they are optional.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provision {
    pub id: ProvisionId,
    pub plan: PlanId,
    pub outcome: Option<OutcomeId>,
    /// What it is: "Speech and language programme".
    pub what: String,
    /// Sessions in each span, where the plan says.
    pub times: Option<u16>,
    /// Minutes of each session, where the plan says.
    pub minutes: Option<u16>,
    pub per: Per,
    /// Pupils together, this one included; 1 is one-to-one.
    pub group_size: u16,
    /// Who gives it: "LSA trained by the therapist".
    pub who: String,
    pub position: i64,
}

impl Provision {
    /// `3 × 20 minutes a week, one to one`.
    pub fn dose_words(&self) -> String {
        let amount = match (self.times, self.minutes) {
            (Some(times), Some(minutes)) if times > 1 => format!("{times} × {minutes} minutes a {}", self.per.words()),
            (_, Some(minutes)) => format!("{minutes} minutes a {}", self.per.words()),
            (Some(1), None) => format!("once a {}", self.per.words()),
            (Some(times), None) => format!("{times} times a {}", self.per.words()),
            (None, None) => format!("each {}, amount not stated", self.per.words()),
        };
        match self.group_size {
            0 | 1 => format!("{amount}, one to one"),
            n => format!("{amount}, group of {n}"),
        }
    }
}

/// Where a target stands by a person's decision. What the data says is judged in `rules`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TargetState {
    Active,
    Achieved,
    Stopped,
}

impl TargetState {
    pub const ALL: [Self; 3] = [Self::Active, Self::Achieved, Self::Stopped];

    /// As stored and as shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Achieved => "Achieved",
            Self::Stopped => "Stopped",
        }
    }

    /// Reads [`Self::words`].
    pub fn from_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.words() == words)
    }
}

/// The small step a pupil works on, stated so that it can be measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    pub id: TargetId,
    pub pupil: PupilId,
    pub outcome: Option<OutcomeId>,
    /// What the pupil will do: "reads high-frequency words".
    pub will: String,
    /// Under what condition: "from the phase 4 list, without picture cues".
    pub condition: String,
    pub measure: Measure,
    pub better: Direction,
    /// Where the pupil stood at the start, in the measure's unit.
    pub baseline: f64,
    pub starts: NaiveDate,
    /// The value that counts as done, in the measure's unit.
    pub goal: f64,
    /// In how many sessions running the goal must be met.
    pub in_a_row: u8,
    pub by: NaiveDate,
    /// What the LSA does, shown at the moment of logging.
    pub instructions: String,
    /// The target in the pupil's own words.
    pub pupil_words: String,
    pub state: TargetState,
}

impl Target {
    /// Whether a value meets the goal.
    pub fn meets(&self, value: f64) -> bool {
        match self.better {
            Direction::Up => value >= self.goal,
            Direction::Down => value <= self.goal,
        }
    }

    /// `9 of 10 in 3 sessions running by 18 Dec 2026`.
    pub fn criterion_words(&self) -> String {
        let limit = match self.better {
            Direction::Up => "",
            Direction::Down => "at most ",
        };
        let value = self.measure.value_words(self.goal);
        let running = match self.in_a_row {
            0 | 1 => String::new(),
            n => format!(" in {n} sessions running"),
        };
        format!("{limit}{value}{running} by {}", self.by.format("%-d %b %Y"))
    }

    /// The aim on a day: the straight line from baseline at the start to goal at the end.
    pub fn aim_on(&self, day: NaiveDate) -> f64 {
        let span = (self.by - self.starts).num_days().max(1) as f64;
        let gone = ((day - self.starts).num_days() as f64 / span).clamp(0.0, 1.0);
        self.baseline + (self.goal - self.baseline) * gone
    }
}
