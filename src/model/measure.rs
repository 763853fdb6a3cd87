//! How a target is measured, and one reading of it.

use serde::{Deserialize, Serialize};

/// How a target's progress is measured in a session (`domain.md` 3.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Measure {
    /// So many right out of so many.
    Score { of: u16 },
    /// Attempts one by one, each with the help it took.
    Trials,
    /// A task's steps, each with the help it took. Their names stand with the target.
    Steps { of: u8 },
    /// How often something happened in the session.
    Count,
    /// How often a minute, over a timed stretch.
    Rate,
    /// Precision teaching: corrects and errors over a timed stretch, on a ratio scale.
    Fluency,
    /// In how many of so many intervals something was seen.
    Interval { of: u16, way: IntervalWay },
    /// How long something lasted.
    Duration,
    /// Goal attainment scale, -2 to +2 (Kiresuk and Sherman 1968).
    Goal,
    /// A rating from 1 to 5.
    Rating,
    /// A standardised score: mean 100, standard deviation 15.
    Standard,
    /// A reading, spelling or other age equivalent, in months.
    Age,
}

/// What makes an interval count. The three give different figures, so a chart says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalWay {
    /// It was seen at some time in the interval.
    Partial,
    /// It went on for the whole interval.
    Whole,
    /// It was seen at the interval's last moment.
    Momentary,
}

impl IntervalWay {
    pub const ALL: [Self; 3] = [Self::Partial, Self::Whole, Self::Momentary];

    /// As shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Partial => "at some time in it",
            Self::Whole => "for the whole of it",
            Self::Momentary => "at its last moment",
        }
    }
}

impl Measure {
    /// One of each, for lists to choose from.
    pub const KINDS: [Self; 12] = [
        Self::Score { of: 10 },
        Self::Trials,
        Self::Steps { of: 5 },
        Self::Count,
        Self::Rate,
        Self::Fluency,
        Self::Interval { of: 10, way: IntervalWay::Partial },
        Self::Duration,
        Self::Goal,
        Self::Rating,
        Self::Standard,
        Self::Age,
    ];

    /// What the kind is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::Score { .. } => "Score out of a total",
            Self::Trials => "Trials with help level",
            Self::Steps { .. } => "Steps of a task",
            Self::Count => "Count in the session",
            Self::Rate => "Rate per minute",
            Self::Fluency => "Precision teaching (corrects and errors)",
            Self::Interval { .. } => "Intervals in which it was seen",
            Self::Duration => "Duration",
            Self::Goal => "Goal scale −2 to +2",
            Self::Rating => "Rating 1 to 5",
            Self::Standard => "Standardised score",
            Self::Age => "Age equivalent (reading, spelling)",
        }
    }

    /// The unit of [`Reading::value`], for an axis: `out of 10`, `% independent`, `minutes`.
    pub fn unit(self) -> String {
        match self {
            Self::Score { of } => format!("out of {of}"),
            Self::Trials => "% independent".into(),
            Self::Steps { .. } => "% of steps alone".into(),
            Self::Count => "times".into(),
            Self::Rate => "a minute".into(),
            Self::Fluency => "correct a minute".into(),
            Self::Interval { .. } => "% of intervals".into(),
            Self::Duration => "minutes".into(),
            Self::Goal => "on the −2 to +2 scale".into(),
            Self::Rating => "out of 5".into(),
            Self::Standard => "standardised score".into(),
            Self::Age => "months".into(),
        }
    }

    /// A value with its unit, as a person would say it: `7 of 10`, `60 %`, `4.5 minutes`.
    pub fn value_words(self, value: f64) -> String {
        let plain = plain_number(value);
        match self {
            Self::Score { of } => format!("{plain} of {of}"),
            Self::Trials => format!("{plain} % independent"),
            Self::Steps { .. } => format!("{plain} % of steps alone"),
            Self::Count if value == 1.0 => "once".into(),
            Self::Count => format!("{plain} times"),
            Self::Rate => format!("{plain} a minute"),
            Self::Fluency => format!("{plain} correct a minute"),
            Self::Interval { .. } => format!("{plain} % of intervals"),
            Self::Duration if value == 1.0 => "1 minute".into(),
            Self::Duration => format!("{plain} minutes"),
            Self::Goal if value > 0.0 => format!("+{plain}"),
            Self::Goal => plain.replace('-', "−"),
            Self::Rating => format!("{plain} of 5"),
            Self::Standard => format!("a standardised score of {plain}"),
            Self::Age => age_words(value),
        }
    }

    /// The lowest and highest value there can be, where the measure has bounds.
    pub fn bounds(self) -> (f64, Option<f64>) {
        match self {
            Self::Score { of } => (0.0, Some(f64::from(of))),
            Self::Trials | Self::Steps { .. } | Self::Interval { .. } => (0.0, Some(100.0)),
            Self::Count | Self::Rate | Self::Fluency | Self::Duration => (0.0, None),
            Self::Goal => (-2.0, Some(2.0)),
            Self::Rating => (1.0, Some(5.0)),
            Self::Standard => (40.0, Some(160.0)),
            Self::Age => (24.0, Some(240.0)),
        }
    }

    /// Whether its chart has a ratio scale, on which equal steps are equal multiples.
    pub fn is_ratio(self) -> bool {
        matches!(self, Self::Fluency)
    }

    /// Whether a reading is of this measure and within its bounds.
    pub fn fits(self, reading: &Reading) -> bool {
        match (self, reading) {
            (Self::Score { of }, Reading::Score { got, of: total }) => *total == of && *got <= of,
            (Self::Trials, Reading::Trials { levels }) => !levels.is_empty(),
            (Self::Steps { of }, Reading::Steps { levels }) => levels.len() == usize::from(of),
            (Self::Count, Reading::Count { .. }) | (Self::Duration, Reading::Duration { .. }) => true,
            (Self::Rate, Reading::Rate { seconds, .. }) | (Self::Fluency, Reading::Fluency { seconds, .. }) => *seconds > 0,
            (Self::Interval { of, .. }, Reading::Interval { seen, of: total }) => *total == of && *seen <= of,
            (Self::Goal, Reading::Goal { level }) => (-2..=2).contains(level),
            (Self::Rating, Reading::Rating { level }) => (1..=5).contains(level),
            (Self::Standard, Reading::Standard { score }) => (40..=160).contains(score),
            (Self::Age, Reading::Age { months }) => (24..=240).contains(months),
            _ => false,
        }
    }
}

/// Up to one decimal place, and none where it would be zero.
pub(super) fn plain_number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded == rounded.trunc() { format!("{rounded:.0}") } else { format!("{rounded:.1}") }
}

/// `7 years 4 months` for 88.
fn age_words(months: f64) -> String {
    let months = months.round() as i64;
    match months % 12 {
        0 => format!("{} years", months / 12),
        1 => format!("{} years 1 month", months / 12),
        rest => format!("{} years {rest} months", months / 12),
    }
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    Up,
    Down,
}

/// How much help one attempt took, from none to all.
///
/// The ladder of UK mainstream practice (self-scaffold, prompt, clue, model, correct). Its five rungs
/// stand; what a school calls them is its own ([`super::HelpWords`]).
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
}

/// What was seen for one target in one session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reading {
    Score { got: u16, of: u16 },
    Trials { levels: Vec<HelpLevel> },
    Steps { levels: Vec<HelpLevel> },
    Count { count: u32 },
    Rate { count: u32, seconds: u32 },
    Fluency { corrects: u32, errors: u32, seconds: u32 },
    Interval { seen: u16, of: u16 },
    Duration { seconds: u32 },
    Goal { level: i8 },
    Rating { level: u8 },
    Standard { score: u16 },
    Age { months: u16 },
}

impl Reading {
    /// The one number that a chart shows, in the unit of [`Measure::unit`].
    ///
    /// Trials and steps give the share done alone (per cent), intervals the share in which it was seen
    /// (per cent), a rate the count per minute, precision teaching the corrects per minute, a duration
    /// minutes, an age months (`domain.md` 3.4).
    pub fn value(&self) -> f64 {
        match self {
            Self::Score { got, .. } => f64::from(*got),
            Self::Trials { levels } | Self::Steps { levels } => share(alone(levels), levels.len()),
            Self::Count { count } => f64::from(*count),
            Self::Rate { count, seconds } => a_minute(*count, *seconds),
            Self::Fluency { corrects, seconds, .. } => a_minute(*corrects, *seconds),
            Self::Interval { seen, of } => share(usize::from(*seen), usize::from(*of)),
            Self::Duration { seconds } => f64::from(*seconds) / 60.0,
            Self::Goal { level } => f64::from(*level),
            Self::Rating { level } => f64::from(*level),
            Self::Standard { score } => f64::from(*score),
            Self::Age { months } => f64::from(*months),
        }
    }

    /// The second number that a chart of precision teaching shows: errors a minute.
    pub fn errors(&self) -> Option<f64> {
        match self {
            Self::Fluency { errors, seconds, .. } => Some(a_minute(*errors, *seconds)),
            _ => None,
        }
    }

    /// The reading in words: `7 of 10`, `6 of 8 alone`, `12 in 60 s`.
    pub fn words(&self) -> String {
        match self {
            Self::Score { got, of } => format!("{got} of {of}"),
            Self::Trials { levels } => format!("{} of {} alone", alone(levels), levels.len()),
            Self::Steps { levels } => format!("{} of {} steps alone", alone(levels), levels.len()),
            Self::Count { count } => Measure::Count.value_words(f64::from(*count)),
            Self::Rate { count, seconds } => format!("{count} in {seconds} s"),
            Self::Fluency { corrects, errors, seconds } => format!("{corrects} correct, {errors} wrong in {seconds} s"),
            Self::Interval { seen, of } => format!("in {seen} of {of} intervals"),
            Self::Duration { seconds } => format!("{} min {:02} s", seconds / 60, seconds % 60),
            Self::Goal { level } => Measure::Goal.value_words(f64::from(*level)),
            Self::Rating { level } => format!("{level} of 5"),
            Self::Standard { score } => format!("standardised score {score}"),
            Self::Age { months } => age_words(f64::from(*months)),
        }
    }
}

fn alone(levels: &[HelpLevel]) -> usize {
    levels.iter().filter(|l| **l == HelpLevel::Independent).count()
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

fn a_minute(count: u32, seconds: u32) -> f64 {
    f64::from(count) * 60.0 / f64::from(seconds.max(1))
}
