//! Interventions: the school's catalogue, and those that run.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ProgrammeId, PupilId, RunningId, StaffId, TargetId};

/// An entry of the catalogue: what it is for, its dose and what is known of its effect.
///
/// Shipped entries come from `assets/lists/interventions.json` (`domain.md` section 6); a school may
/// change them and add its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Programme {
    pub id: ProgrammeId,
    pub name: String,
    /// Broad area of need.
    pub area: String,
    /// Minutes of one session, where the programme says.
    pub minutes: Option<u16>,
    pub per_week: Option<u16>,
    pub weeks: Option<u16>,
    /// The most pupils in one group.
    pub most: u16,
    /// How its effect is measured.
    pub measure: String,
    /// What is known of its effect, in words.
    pub evidence: String,
    /// Where that comes from; empty where nobody has checked it.
    pub source: String,
    /// The training its deliverer needs; empty where none is asked for.
    pub training: String,
    /// What must be seen in a session for it to be this programme.
    pub fidelity: Vec<String>,
}

impl Programme {
    /// `20 minutes, 5 times a week, for 10 weeks`.
    pub fn dose_words(&self) -> String {
        dose_words(self.minutes, self.per_week, self.weeks)
    }
}

/// The entries that the program ships (`domain.md` section 6).
pub fn shipped_programmes() -> Vec<Programme> {
    serde_json::from_str(include_str!("../../assets/lists/interventions.json")).unwrap_or_default()
}

/// `20 minutes, 5 times a week, for 10 weeks`, saying no more than is known.
pub fn dose_words(minutes: Option<u16>, per_week: Option<u16>, weeks: Option<u16>) -> String {
    let mut parts = Vec::new();
    parts.extend(minutes.map(|m| format!("{m} minutes")));
    parts.extend(per_week.map(|n| match n {
        1 => "once a week".to_owned(),
        2 => "twice a week".to_owned(),
        n => format!("{n} times a week"),
    }));
    parts.extend(weeks.map(|w| format!("for {w} weeks")));
    if parts.is_empty() { "As needed".into() } else { parts.join(", ") }
}

/// A pupil's place in a running intervention.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    pub pupil: PupilId,
    pub joined: NaiveDate,
    pub left: Option<NaiveDate>,
    /// The target that its sessions are logged against.
    pub target: Option<TargetId>,
    /// The measure before it began and after it ended, in the running's own unit.
    pub before: Option<f64>,
    pub after: Option<f64>,
}

impl Member {
    /// Whether the pupil belongs to the group on a day.
    pub fn is_in(&self, day: NaiveDate) -> bool {
        self.joined <= day && self.left.is_none_or(|left| day <= left)
    }
}

/// What was decided at an intervention's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Stop,
    Change,
    GoOn,
}

impl Verdict {
    pub const ALL: [Self; 3] = [Self::Stop, Self::Change, Self::GoOn];

    /// As shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Stop => "Stop",
            Self::Change => "Change",
            Self::GoOn => "Go on",
        }
    }
}

/// One look at a session against the programme's fidelity checklist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FidelityCheck {
    pub on: NaiveDate,
    pub by: String,
    /// One answer for each line of the checklist.
    pub seen: Vec<bool>,
    pub note: String,
}

/// An intervention that runs: for whom, by whom, how often, until when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Running {
    pub id: RunningId,
    /// What the catalogue calls it, kept here so that a changed catalogue does not rewrite the past.
    pub name: String,
    pub programme: Option<ProgrammeId>,
    pub deliverer: Option<StaffId>,
    pub members: Vec<Member>,
    pub starts: NaiveDate,
    /// When it is looked at: stop, change or go on.
    pub ends: NaiveDate,
    pub minutes: Option<u16>,
    pub per_week: Option<u16>,
    /// The training its deliverer needs.
    pub training: String,
    /// What is used, and where it is kept.
    pub resources: String,
    pub kept_where: String,
    /// Who starts it and when somebody has finished.
    pub entry: String,
    pub exit: String,
    /// What is measured before and after.
    pub measure: String,
    /// Whether a lower figure after is the better one.
    pub lower_is_better: bool,
    pub fidelity: Vec<String>,
    pub checks: Vec<FidelityCheck>,
    pub verdict: Option<Verdict>,
    pub verdict_on: Option<NaiveDate>,
    pub verdict_why: String,
}

impl Running {
    /// Whether it runs on a day.
    pub fn runs_on(&self, day: NaiveDate) -> bool {
        self.starts <= day && self.verdict != Some(Verdict::Stop) && (day <= self.ends || self.verdict.is_none())
    }

    /// Whether its end has come and nobody has decided.
    pub fn wants_verdict(&self, day: NaiveDate) -> bool {
        self.verdict.is_none() && self.ends <= day
    }
}
