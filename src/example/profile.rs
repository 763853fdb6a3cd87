//! The kinds of need that invented pupils have, with believable words for each (`assets/example/`).

use serde::Deserialize;
use std::collections::BTreeMap;

use super::Chance;
use crate::model::{Direction, HelpLevel, Measure, Reading};

#[derive(Deserialize)]
pub(super) struct Profile {
    pub needs: Vec<String>,
    phase: String,
    pub must_know: String,
    pub outcome: String,
    pub line: Line,
    pub targets: Vec<Aim>,
    pub portrait: BTreeMap<String, String>,
    pub notes: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Line {
    pub what: String,
    pub times: u16,
    pub minutes: u16,
    pub group: u16,
    pub who: String,
}

#[derive(Deserialize)]
pub(super) struct Aim {
    pub will: String,
    pub condition: String,
    pub measure: Measure,
    /// The steps of a task, where it is measured by them.
    #[serde(default)]
    pub steps: Vec<String>,
    #[serde(default)]
    better: String,
    pub baseline: f64,
    pub goal: f64,
    pub instructions: String,
    pub pupil: String,
}

impl Aim {
    pub fn direction(&self) -> Direction {
        if self.better == "down" { Direction::Down } else { Direction::Up }
    }
}

#[derive(Deserialize)]
pub(super) struct Names {
    pub forenames: Vec<String>,
    /// Those forenames that are girls' in this invented school.
    #[serde(default)]
    pub girls: Vec<String>,
    pub surnames: Vec<String>,
    pub staff_forenames: Vec<String>,
    pub staff_surnames: Vec<String>,
}

/// The profiles of a phase.
pub(super) fn profiles(secondary: bool) -> Vec<Profile> {
    let all: Vec<Profile> = serde_json::from_str(include_str!("../../assets/example/profiles.json")).unwrap_or_default();
    all.into_iter().filter(|p| p.phase == "both" || secondary).collect()
}

/// What may stand before and after a note, so that a year of notes does not repeat itself.
#[derive(Deserialize, Default)]
pub(super) struct Around {
    before: Vec<String>,
    after: Vec<String>,
}

impl Around {
    pub fn load() -> Self {
        serde_json::from_str(include_str!("../../assets/example/notes.json")).unwrap_or_default()
    }

    /// A note of the profile with what was before and after it, as often as an LSA has time for that.
    pub fn note(&self, notes: &[String], she: bool, chance: &mut Chance) -> String {
        let mut parts = vec![said(chance.word(notes), she)];
        if chance.happens(0.6) && !self.before.is_empty() {
            parts.insert(0, chance.word(&self.before).to_owned());
        }
        if chance.happens(0.6) && !self.after.is_empty() {
            parts.push(chance.word(&self.after).to_owned());
        }
        parts.join(" ")
    }
}

pub(super) fn names() -> Names {
    serde_json::from_str(include_str!("../../assets/example/names.json")).unwrap_or(Names {
        forenames: vec!["Sam".into()],
        girls: Vec::new(),
        surnames: vec!["Example".into()],
        staff_forenames: vec!["Jo".into()],
        staff_surnames: vec!["Example".into()],
    })
}

/// Puts the pupil's pronouns into a text.
pub(super) fn said(text: &str, she: bool) -> String {
    let words: [(&str, &str, &str); 9] = [
        ("{they} {are}", "she is", "he is"),
        ("{they} {have}", "she has", "he has"),
        ("{they}", "she", "he"),
        ("{They}", "She", "He"),
        ("{them}", "her", "him"),
        ("{their}", "her", "his"),
        ("{Their}", "Her", "His"),
        ("{themself}", "herself", "himself"),
        ("{s}", "s", "s"),
    ];
    let text = text.replace("{peer}", "pupils of the same age");
    words.iter().fold(text, |t, (mark, her, his)| t.replace(mark, if she { her } else { his }))
}

/// A reading of about this value, as an LSA would have recorded it.
pub(super) fn reading(measure: Measure, about: f64, chance: &mut Chance) -> Reading {
    let (low, high) = measure.bounds();
    let about = about.clamp(low, high.unwrap_or(f64::MAX));
    match measure {
        Measure::Score { of } => Reading::Score { got: (about.round() as u16).min(of), of },
        Measure::Trials => {
            let helped = [HelpLevel::Prompt, HelpLevel::Prompt, HelpLevel::Clue, HelpLevel::Model, HelpLevel::NotYet];
            let levels = (0..6 + chance.below(3))
                .map(|_| if chance.unit() * 100.0 < about { HelpLevel::Independent } else { *chance.pick(&helped) })
                .collect();
            Reading::Trials { levels }
        }
        Measure::Steps { of } => {
            let levels = (0..of).map(|_| if chance.unit() * 100.0 < about { HelpLevel::Independent } else { HelpLevel::Prompt }).collect();
            Reading::Steps { levels }
        }
        Measure::Fluency => {
            let corrects = about.round() as u32;
            Reading::Fluency { corrects, errors: chance.below(2 + (30 / (corrects as usize + 3)).min(8)) as u32, seconds: 60 }
        }
        Measure::Interval { of, .. } => Reading::Interval { seen: ((about / 100.0 * f64::from(of)).round() as u16).min(of), of },
        Measure::Standard => Reading::Standard { score: about.round() as u16 },
        Measure::Age => Reading::Age { months: about.round() as u16 },
        Measure::Count => Reading::Count { count: about.round() as u32 },
        Measure::Rate => Reading::Rate { count: about.round() as u32, seconds: 60 },
        Measure::Duration => Reading::Duration { seconds: (about * 60.0).round().max(10.0) as u32 },
        Measure::Goal => Reading::Goal { level: about.round() as i8 },
        Measure::Rating => Reading::Rating { level: about.round().clamp(1.0, 5.0) as u8 },
    }
}
