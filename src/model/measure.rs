//! How a target is measured, and one reading of it.

use serde::{Deserialize, Serialize};

/// How a target's progress is measured in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Measure {
    /// So many right out of so many.
    Score { of: u16 },
    /// Attempts one by one, each with the help it took.
    Trials,
    /// How often something happened in the session.
    Count,
    /// How often a minute, over a timed stretch.
    Rate,
    /// How long something lasted.
    Duration,
    /// Goal attainment scale, -2 to +2 (Kiresuk and Sherman 1968).
    Goal,
    /// A rating from 1 to 5.
    Rating,
}

impl Measure {
    /// One of each, for lists to choose from.
    pub const KINDS: [Self; 7] = [Self::Score { of: 10 }, Self::Trials, Self::Count, Self::Rate, Self::Duration, Self::Goal, Self::Rating];

    /// What the kind is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::Score { .. } => "Score out of a total",
            Self::Trials => "Trials with help level",
            Self::Count => "Count in the session",
            Self::Rate => "Rate per minute",
            Self::Duration => "Duration",
            Self::Goal => "Goal scale −2 to +2",
            Self::Rating => "Rating 1 to 5",
        }
    }

    /// The unit of [`Reading::value`], for an axis: `out of 10`, `% independent`, `minutes`.
    pub fn unit(self) -> String {
        match self {
            Self::Score { of } => format!("out of {of}"),
            Self::Trials => "% independent".into(),
            Self::Count => "times".into(),
            Self::Rate => "a minute".into(),
            Self::Duration => "minutes".into(),
            Self::Goal => "on the −2 to +2 scale".into(),
            Self::Rating => "out of 5".into(),
        }
    }

    /// A value with its unit, as a person would say it: `7 of 10`, `60 %`, `4.5 minutes`.
    pub fn value_words(self, value: f64) -> String {
        let plain = plain_number(value);
        match self {
            Self::Score { of } => format!("{plain} of {of}"),
            Self::Trials => format!("{plain} % independent"),
            Self::Count if value == 1.0 => "once".into(),
            Self::Count => format!("{plain} times"),
            Self::Rate => format!("{plain} a minute"),
            Self::Duration if value == 1.0 => "1 minute".into(),
            Self::Duration => format!("{plain} minutes"),
            Self::Goal if value > 0.0 => format!("+{plain}"),
            Self::Goal => plain.replace('-', "−"),
            Self::Rating => format!("{plain} of 5"),
        }
    }

    /// The lowest and highest value there can be, where the measure has bounds.
    pub fn bounds(self) -> (f64, Option<f64>) {
        match self {
            Self::Score { of } => (0.0, Some(f64::from(of))),
            Self::Trials => (0.0, Some(100.0)),
            Self::Count | Self::Rate | Self::Duration => (0.0, None),
            Self::Goal => (-2.0, Some(2.0)),
            Self::Rating => (1.0, Some(5.0)),
        }
    }

    /// Whether a reading is of this measure and within its bounds.
    pub fn fits(self, reading: &Reading) -> bool {
        match (self, reading) {
            (Self::Score { of }, Reading::Score { got, of: total }) => *total == of && *got <= of,
            (Self::Trials, Reading::Trials { levels }) => !levels.is_empty(),
            (Self::Count, Reading::Count { .. }) | (Self::Duration, Reading::Duration { .. }) => true,
            (Self::Rate, Reading::Rate { seconds, .. }) => *seconds > 0,
            (Self::Goal, Reading::Goal { level }) => (-2..=2).contains(level),
            (Self::Rating, Reading::Rating { level }) => (1..=5).contains(level),
            _ => false,
        }
    }
}

/// Up to one decimal place, and none where it would be zero.
pub(super) fn plain_number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded == rounded.trunc() { format!("{rounded:.0}") } else { format!("{rounded:.1}") }
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    Up,
    Down,
}

/// How much help one attempt took, from none to all.
///
/// The ladder of UK mainstream practice (self-scaffold, prompt, clue, model, correct); issue 3 makes
/// it the school's choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HelpLevel {
    Independent,
    Prompt,
    Clue,
    Model,
    NotYet,
}

impl HelpLevel {
    pub const ALL: [Self; 5] = [Self::Independent, Self::Prompt, Self::Clue, Self::Model, Self::NotYet];

    /// As shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Independent => "Alone",
            Self::Prompt => "Prompt",
            Self::Clue => "Clue",
            Self::Model => "Modelled",
            Self::NotYet => "Not yet",
        }
    }
}

/// What was seen for one target in one session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reading {
    Score { got: u16, of: u16 },
    Trials { levels: Vec<HelpLevel> },
    Count { count: u32 },
    Rate { count: u32, seconds: u32 },
    Duration { seconds: u32 },
    Goal { level: i8 },
    Rating { level: u8 },
}

impl Reading {
    /// The one number that a chart shows, in the unit of [`Measure::unit`].
    ///
    /// Trials give the share done alone (per cent), a rate the count per minute, a duration minutes.
    pub fn value(&self) -> f64 {
        match self {
            Self::Score { got, .. } => f64::from(*got),
            Self::Trials { levels } if levels.is_empty() => 0.0,
            Self::Trials { levels } => {
                let alone = levels.iter().filter(|l| **l == HelpLevel::Independent).count();
                100.0 * alone as f64 / levels.len() as f64
            }
            Self::Count { count } => f64::from(*count),
            Self::Rate { count, seconds } => f64::from(*count) * 60.0 / f64::from((*seconds).max(1)),
            Self::Duration { seconds } => f64::from(*seconds) / 60.0,
            Self::Goal { level } => f64::from(*level),
            Self::Rating { level } => f64::from(*level),
        }
    }

    /// The reading in words: `7 of 10`, `6 of 8 alone`, `12 in 60 s`.
    pub fn words(&self) -> String {
        match self {
            Self::Score { got, of } => format!("{got} of {of}"),
            Self::Trials { levels } => {
                let alone = levels.iter().filter(|l| **l == HelpLevel::Independent).count();
                format!("{alone} of {} alone", levels.len())
            }
            Self::Count { count } => Measure::Count.value_words(f64::from(*count)),
            Self::Rate { count, seconds } => format!("{count} in {seconds} s"),
            Self::Duration { seconds } => format!("{} min {:02} s", seconds / 60, seconds % 60),
            Self::Goal { level } => Measure::Goal.value_words(f64::from(*level)),
            Self::Rating { level } => format!("{level} of 5"),
        }
    }
}
