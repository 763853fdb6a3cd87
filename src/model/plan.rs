//! Plans, outcomes, provision and targets.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Direction, Measure, OutcomeId, PlanId, ProvisionId, PupilId, TargetId};

/// Which kind of plan a pupil has. Its sections are data: [`super::PlanTemplate`]. The named kinds are those
/// that the program treats in a way of their own; any other is a school's own and has only its sections.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanKind {
    Ehcp,
    SenSupport,
    Iep,
    /// Individual support plan, as the 2026 white paper proposes; not law.
    Isp,
    Behaviour,
    PersonalCare,
    Healthcare,
    Risk,
    /// A kind of the school's own, by its name: "Communication passport".
    #[serde(untagged)]
    Own(String),
}

impl PlanKind {
    /// The kinds that every file has.
    pub const NAMED: [Self; 8] =
        [Self::Ehcp, Self::SenSupport, Self::Iep, Self::Isp, Self::Behaviour, Self::PersonalCare, Self::Healthcare, Self::Risk];

    /// As stored and as shown.
    pub fn words(&self) -> &str {
        match self {
            Self::Ehcp => "EHC plan",
            Self::SenSupport => "SEN Support plan",
            Self::Iep => "Individual education plan",
            Self::Isp => "Individual support plan",
            Self::Behaviour => "Behaviour plan",
            Self::PersonalCare => "Personal care plan",
            Self::Healthcare => "Individual healthcare plan",
            Self::Risk => "Risk assessment",
            Self::Own(name) => name,
        }
    }

    /// Whether it carries outcomes, provision and a review: the plan that targets hang on.
    pub fn is_main(&self) -> bool {
        matches!(self, Self::Ehcp | Self::SenSupport | Self::Iep | Self::Isp)
    }

    /// Reads [`Self::words`]; a name that is none of the program's is a kind of the school's own.
    pub fn from_words(words: &str) -> Option<Self> {
        let named = Self::NAMED.into_iter().find(|k| k.words() == words);
        named.or_else(|| (!words.is_empty()).then(|| Self::Own(words.to_owned())))
    }
}

/// One version of a pupil's plan, from a day until it ends or the next one begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub id: PlanId,
    pub pupil: PupilId,
    pub kind: PlanKind,
    pub starts: NaiveDate,
    /// When the plan is to be reviewed.
    pub review_due: Option<NaiveDate>,
    pub ended_on: Option<NaiveDate>,
    /// 1 for the first plan of its kind.
    pub version: u32,
    /// When an outcome, a provision line or a text of it changed last.
    pub changed_on: Option<NaiveDate>,
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
    /// Sessions a week and minutes of each; none where the plan does not say, or says less than one a week.
    pub fn a_week(&self) -> Option<(u32, u32)> {
        let days = match self.per {
            Per::Day => 5,
            Per::Week => 1,
            Per::Term => return None,
        };
        Some((u32::from(self.times.unwrap_or(1)) * days, u32::from(self.minutes?)))
    }

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
    /// Mastered, and looked at again now and then.
    Maintained,
    Achieved,
    Stopped,
    /// Went on as another target: carried forward, split or replaced.
    Replaced,
}

impl TargetState {
    pub const ALL: [Self; 5] = [Self::Active, Self::Maintained, Self::Achieved, Self::Stopped, Self::Replaced];

    /// As stored and as shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Maintained => "Maintained",
            Self::Achieved => "Achieved",
            Self::Stopped => "Stopped",
            Self::Replaced => "Replaced",
        }
    }

    /// Whether sessions are still logged against it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Active | Self::Maintained)
    }

    /// Reads [`Self::words`].
    pub fn from_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.words() == words)
    }
}

/// What a stretch of a target's time is for. Comparing two needs a baseline and an intervention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhaseKind {
    Baseline,
    Intervention,
    Maintenance,
}

impl PhaseKind {
    pub const ALL: [Self; 3] = [Self::Baseline, Self::Intervention, Self::Maintenance];

    /// As shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Baseline => "Baseline",
            Self::Intervention => "Intervention",
            Self::Maintenance => "Maintenance",
        }
    }
}

/// A stretch of a target's time, from a day until the next one begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Phase {
    pub starts: NaiveDate,
    pub kind: PhaseKind,
    /// What is done in it: "new word list", "with visual timetable".
    pub name: String,
}

/// What a target has beyond its measure and its dates.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TargetMore {
    /// The goal counts as met in `in_a_row` of the last so many sessions; 0 means running.
    pub of_last: u8,
    /// The steps of a task, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<Phase>,
    /// Once mastered, looked at every so many weeks.
    pub maintain_weeks: Option<u8>,
    /// The target that this one carries on, splits or replaces.
    pub from: Option<TargetId>,
    /// Its weight in a set of goals (goal attainment scaling), 1 where nobody says.
    pub weight: Option<u8>,
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
    pub more: TargetMore,
}

impl Target {
    /// In how many of the last how many sessions the goal must be met.
    pub fn k_of_n(&self) -> (usize, usize) {
        let k = usize::from(self.in_a_row.max(1));
        (k, k.max(usize::from(self.more.of_last)))
    }

    /// Which phase a day lies in, where the target has phases.
    pub fn phase_on(&self, day: NaiveDate) -> Option<&Phase> {
        self.more.phases.iter().filter(|p| p.starts <= day).max_by_key(|p| p.starts)
    }

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
        let running = match self.k_of_n() {
            (1, 1) => String::new(),
            (k, n) if k == n => format!(" in {k} sessions running"),
            (k, n) => format!(" in {k} of the last {n} sessions"),
        };
        format!("{limit}{value}{running} by {}", self.by.format("%-d %b %Y"))
    }

    /// The aim on a day: the straight line from baseline at the start to goal at the end, straight on the
    /// scale of its chart.
    pub fn aim_on(&self, day: NaiveDate) -> f64 {
        let span = (self.by - self.starts).num_days().max(1) as f64;
        let gone = ((day - self.starts).num_days() as f64 / span).clamp(0.0, 1.0);
        if self.measure.is_ratio() && self.baseline > 0.0 && self.goal > 0.0 {
            return self.baseline * (self.goal / self.baseline).powf(gone);
        }
        self.baseline + (self.goal - self.baseline) * gone
    }
}
