//! One fast control for each measure.

use egui::Ui;
use serde::{Deserialize, Serialize};

use crate::model::{HelpLevel, HelpWords, Measure, Reading, Target};
use crate::ui::theme::icons;
use crate::ui::widgets;

/// A reading that may not be complete yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    got: Option<u32>,
    errors: u32,
    seconds: u32,
    levels: Vec<HelpLevel>,
    steps: Vec<Option<HelpLevel>>,
    level: Option<i8>,
    /// When the stop-watch was started, on the wall's clock: it goes on while the file is locked.
    clock: Option<i64>,
}

impl Entry {
    /// A reading as it was entered.
    pub fn of(reading: &Reading) -> Self {
        match reading.clone() {
            Reading::Score { got, .. } => Self { got: Some(got.into()), ..Self::default() },
            Reading::Trials { levels } => Self { levels, ..Self::default() },
            Reading::Steps { levels } => Self { steps: levels.into_iter().map(Some).collect(), ..Self::default() },
            Reading::Count { count } => Self { got: Some(count), ..Self::default() },
            Reading::Rate { count, seconds } => Self { got: Some(count), seconds, ..Self::default() },
            Reading::Fluency { corrects, errors, seconds } => Self { got: Some(corrects), errors, seconds, ..Self::default() },
            Reading::Interval { seen, .. } => Self { got: Some(seen.into()), ..Self::default() },
            Reading::Duration { seconds } => Self { seconds, ..Self::default() },
            Reading::Goal { level } => Self { level: Some(level), ..Self::default() },
            Reading::Rating { level } => Self { level: Some(level as i8), ..Self::default() },
            Reading::Standard { score } => Self { got: Some(score.into()), ..Self::default() },
            Reading::Age { months } => Self { got: Some(months.into()), ..Self::default() },
        }
    }

    /// The reading, once there is one.
    pub fn reading(&self, measure: Measure) -> Option<Reading> {
        match measure {
            Measure::Score { of } => self.got.map(|got| Reading::Score { got: got as u16, of }),
            Measure::Trials => (!self.levels.is_empty()).then(|| Reading::Trials { levels: self.levels.clone() }),
            Measure::Steps { .. } => {
                let levels: Option<Vec<HelpLevel>> = self.steps.iter().copied().collect();
                levels.filter(|l| !l.is_empty()).map(|levels| Reading::Steps { levels })
            }
            Measure::Count => self.got.map(|count| Reading::Count { count }),
            Measure::Rate => self.got.map(|count| Reading::Rate { count, seconds: self.seconds.max(1) }),
            Measure::Fluency => self.got.map(|corrects| Reading::Fluency { corrects, errors: self.errors, seconds: self.seconds.max(1) }),
            Measure::Interval { of, .. } => self.got.map(|seen| Reading::Interval { seen: seen as u16, of }),
            Measure::Duration => (self.seconds > 0).then_some(Reading::Duration { seconds: self.seconds }),
            Measure::Goal => self.level.map(|level| Reading::Goal { level }),
            Measure::Rating => self.level.map(|level| Reading::Rating { level: level as u8 }),
            Measure::Standard => self.got.map(|score| Reading::Standard { score: score as u16 }),
            Measure::Age => self.got.map(|months| Reading::Age { months: months as u16 }),
        }
    }

    /// Draws the control that fits the target's measure. `now` is Unix time in milliseconds.
    pub fn ui(&mut self, ui: &mut Ui, target: &Target, now: i64, help: &HelpWords) {
        match target.measure {
            Measure::Score { of } => {
                pick(ui, &mut self.got, (0..=u32::from(of)).collect(), |n| n.to_string(), |n| format!("{n} of {of}"));
            }
            Measure::Rating => {
                let mut chosen = self.level.map(|l| l as u32);
                pick(ui, &mut chosen, (1..=5).collect(), |n| n.to_string(), |n| format!("{n} of 5"));
                self.level = chosen.map(|n| n as i8);
            }
            Measure::Goal => {
                let mut chosen = self.level.map(|l| (l + 2) as u32);
                let words = |n: &u32| Measure::Goal.value_words(f64::from(*n) - 2.0);
                pick(ui, &mut chosen, (0..=4).collect(), words, |n| format!("Level {}", words(n)));
                self.level = chosen.map(|n| n as i8 - 2);
            }
            Measure::Trials => trials(ui, &mut self.levels, help),
            Measure::Steps { of } => self.steps_ui(ui, usize::from(of), &target.more.steps, help),
            Measure::Count => tally(ui, &mut self.got, "times"),
            Measure::Rate => self.timed(ui, "right", false),
            Measure::Fluency => self.timed(ui, "correct", true),
            Measure::Interval { of, way } => {
                let words = format!("intervals of {of} ({})", way.words());
                tally(ui, &mut self.got, &words);
                self.got = self.got.map(|n| n.min(of.into()));
            }
            Measure::Duration => self.duration(ui, now),
            Measure::Standard => whole(ui, &mut self.got, "Standardised score", 40..=160, 100),
            Measure::Age => self.age(ui),
        }
    }

    /// Each step of the task with the help it took.
    fn steps_ui(&mut self, ui: &mut Ui, of: usize, names: &[String], help: &HelpWords) {
        self.steps.resize(of, None);
        for (i, step) in self.steps.iter_mut().enumerate() {
            let name = names.get(i).map_or("step", String::as_str);
            ui.push_id(i, |ui| {
                ui.horizontal_wrapped(|ui| {
                    ui.label(format!("{}. {name}", i + 1));
                    for level in HelpLevel::ALL {
                        let selected = *step == Some(level);
                        let button = egui::Button::selectable(selected, help.of(level)).frame_when_inactive(true);
                        if ui.add(button).accessible_name(format!("Step {}, {name}: {}", i + 1, help.of(level))).clicked() {
                            *step = if selected { None } else { Some(level) };
                        }
                    }
                });
            });
        }
    }

    fn timed(&mut self, ui: &mut Ui, what: &str, errors: bool) {
        if self.seconds == 0 {
            self.seconds = 60;
        }
        ui.horizontal_wrapped(|ui| {
            tally(ui, &mut self.got, what);
            if errors {
                let mut wrong = Some(self.errors);
                tally(ui, &mut wrong, "wrong");
                self.errors = wrong.unwrap_or(0);
            }
            ui.label("in");
            ui.add(egui::DragValue::new(&mut self.seconds).range(5..=3600).suffix(" s")).accessible_name("Seconds timed");
        });
    }

    /// A stop-watch, or minutes and seconds by hand.
    fn duration(&mut self, ui: &mut Ui, now: i64) {
        if let Some(start) = self.clock {
            self.seconds = ((now - start).max(0) / 1000) as u32;
            ui.ctx().request_repaint_after_secs(0.5);
        }
        ui.horizontal(|ui| {
            let (icon, name) = if self.clock.is_some() { (icons::SQUARE, "Stop the clock") } else { (icons::PLAY, "Start the clock") };
            let watch = widgets::secondary(ui, Some(icon), name);
            widgets::take_focus(&watch);
            if watch.clicked() {
                self.clock = if self.clock.is_some() { None } else { Some(now - i64::from(self.seconds) * 1000) };
            }
            let (mut minutes, mut seconds) = (self.seconds / 60, self.seconds % 60);
            let by_hand = ui.add(egui::DragValue::new(&mut minutes).range(0..=240).suffix(" min")).accessible_name("Minutes").changed()
                | ui.add(egui::DragValue::new(&mut seconds).range(0..=59).suffix(" s")).accessible_name("Seconds").changed();
            if by_hand {
                self.seconds = minutes * 60 + seconds;
                self.clock = None;
            }
        });
    }

    fn age(&mut self, ui: &mut Ui) {
        let months = self.got.unwrap_or(0);
        let (mut years, mut rest) = (months / 12, months % 12);
        ui.horizontal(|ui| {
            let changed = ui.add(egui::DragValue::new(&mut years).range(2..=20).suffix(" years")).accessible_name("Years").changed()
                | ui.add(egui::DragValue::new(&mut rest).range(0..=11).suffix(" months")).accessible_name("Months").changed();
            if changed {
                self.got = Some((years.max(2) * 12 + rest).clamp(24, 240));
            }
        });
    }

    /// What changes by itself while a clock runs is no word that somebody typed.
    pub fn without_clock(&self) -> Self {
        match self.clock {
            Some(_) => Self { seconds: 0, ..self.clone() },
            None => self.clone(),
        }
    }
}

/// One tap for one number.
fn pick(ui: &mut Ui, chosen: &mut Option<u32>, from: Vec<u32>, words: impl Fn(&u32) -> String, name: impl Fn(&u32) -> String) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for n in from {
            let selected = *chosen == Some(n);
            let button = egui::Button::selectable(selected, words(&n))
                .frame_when_inactive(true)
                .min_size(egui::vec2(ui.spacing().interact_size.y.max(34.0), 32.0));
            let response = ui.add(button).accessible_name(name(&n));
            widgets::take_focus(&response);
            if response.clicked() {
                *chosen = if selected { None } else { Some(n) };
            }
        }
    });
}

/// One tap for each attempt, at the help it took.
fn trials(ui: &mut Ui, levels: &mut Vec<HelpLevel>, help: &HelpWords) {
    ui.horizontal_wrapped(|ui| {
        for level in HelpLevel::ALL {
            let count = levels.iter().filter(|l| **l == level).count();
            let name = help.of(level);
            let words = if count == 0 { name.to_owned() } else { format!("{name}  {count}") };
            let response = widgets::secondary(ui, None, &words).accessible_name(format!("{name}, {count} so far"));
            widgets::take_focus(&response);
            if response.clicked() {
                levels.push(level);
            }
        }
        if !levels.is_empty() {
            let alone = levels.iter().filter(|l| **l == HelpLevel::Independent).count();
            widgets::weak(ui, format!("{alone} of {} alone", levels.len()));
            if widgets::icon_button(ui, icons::UNDO_2, "Take back the last attempt").clicked() {
                levels.pop();
            }
        }
    });
}

/// A count with plus and minus.
fn tally(ui: &mut Ui, count: &mut Option<u32>, what: &str) {
    ui.horizontal(|ui| {
        let fewer = widgets::icon_button(ui, icons::MINUS, &format!("One fewer {what}"));
        widgets::take_focus(&fewer);
        if fewer.clicked() {
            *count = Some(count.unwrap_or(0).saturating_sub(1));
        }
        let mut value = count.unwrap_or(0);
        if ui.add(egui::DragValue::new(&mut value).range(0..=9999)).accessible_name(format!("How many {what}")).changed() {
            *count = Some(value);
        }
        if widgets::icon_button(ui, icons::PLUS, &format!("One more {what}")).clicked() {
            *count = Some(count.unwrap_or(0) + 1);
        }
        ui.label(if count.is_none() { format!("{what} (not counted yet)") } else { what.to_owned() });
    });
}

/// A whole number that is empty until somebody sets it.
fn whole(ui: &mut Ui, value: &mut Option<u32>, name: &str, range: std::ops::RangeInclusive<u32>, start: u32) {
    let mut shown = value.unwrap_or(start);
    ui.horizontal(|ui| {
        if ui.add(egui::DragValue::new(&mut shown).range(range)).accessible_name(name).changed() {
            *value = Some(shown);
        }
        if value.is_none() && widgets::ghost(ui, None, &format!("It was {start}")).clicked() {
            *value = Some(start);
        }
    });
}
