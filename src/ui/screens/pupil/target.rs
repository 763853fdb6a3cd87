//! A target: its card with chart, sentence and table, and the form that sets it.

use chrono::{NaiveDate, TimeDelta};
use egui::Ui;
use std::collections::HashSet;

use crate::model::{Change, Direction, Measure, OutcomeId, Target, TargetId, TargetState};
use crate::rules::Standing;
use crate::ui::intent::{Cx, Form};
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, DateInput, Level};
use crate::views::{ChartShape, PupilView, TargetView};

/// `Reads high-frequency words, from the current set of 20`.
pub fn title(target: &Target) -> String {
    let mut letters = target.will.chars();
    let first = letters.next().map_or_else(String::new, |f| f.to_uppercase().chain(letters).collect());
    if target.condition.is_empty() { first } else { format!("{first}, {}", target.condition) }
}

/// A target's standing as a chip.
pub fn standing(view: &TargetView) -> (Level, &'static str) {
    match (view.target.state, view.progress.standing) {
        (TargetState::Achieved, _) => (Level::Good, "Achieved"),
        (TargetState::Stopped, _) => (Level::Plain, "Stopped"),
        (_, Standing::Achieved) => (Level::Good, Standing::Achieved.words()),
        (_, Standing::OnCourse) => (Level::Good, Standing::OnCourse.words()),
        (_, Standing::Slow) => (Level::Warn, Standing::Slow.words()),
        (_, Standing::Flat) => (Level::Warn, Standing::Flat.words()),
        (_, Standing::Falling) => (Level::Bad, Standing::Falling.words()),
        (_, Standing::TooLittle) => (Level::Plain, Standing::TooLittle.words()),
    }
}

/// Draws a target's card. Answers a form when editing was asked for.
pub fn card(ui: &mut Ui, cx: &mut Cx, view: &PupilView, target: &TargetView, as_table: &mut HashSet<TargetId>) -> Option<TargetForm> {
    let mut form = None;
    let t = &target.target;
    ui.push_id(t.id, |ui| {
        ui.horizontal(|ui| {
            let (level, words) = standing(target);
            widgets::chip(ui, level, words);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if cx.leads() {
                    if widgets::ghost(ui, Some(icons::PENCIL), "Edit…").accessible_name(format!("Edit the target: {}", t.will)).clicked() {
                        form = Some(TargetForm::of(t));
                    }
                    if t.state == TargetState::Active && widgets::ghost(ui, None, "Mark as achieved").clicked() {
                        cx.change(Form::Target, Change::SaveTarget(Target { state: TargetState::Achieved, ..t.clone() }));
                    }
                }
                let mut table = as_table.contains(&t.id);
                if widgets::segmented(ui, &mut table, &[(false, "Chart"), (true, "Table")]) {
                    if table {
                        as_table.insert(t.id);
                    } else {
                        as_table.remove(&t.id);
                    }
                }
            });
        });
        widgets::subheading(ui, &title(t));
        widgets::weak(ui, format!("From {} to {} ({})", t.measure.value_words(t.baseline), t.criterion_words(), target.better_words()));
        widgets::paragraph(ui, &target.progress.sentence);
        if as_table.contains(&t.id) {
            table(ui, target);
        } else {
            widgets::chart(ui, &ChartShape::of(target, cx.now.today()), 210.0);
            if !target.missed.is_empty() || target.progress.trend.is_some() {
                widgets::weak(ui, "Dots are readings, the thick line their trend (Theil-Sen), the dashed line the aim; shaded stripes are missed sessions.");
            }
        }
        if !t.pupil_words.is_empty() {
            widgets::weak(ui, format!("In the pupil's words: “{}”", t.pupil_words));
        }
    });
    let _ = view;
    form
}

/// The chart's twin: every reading and every missed session.
fn table(ui: &mut Ui, target: &TargetView) {
    egui::Grid::new("readings").num_columns(3).striped(true).spacing([space::XL, space::XS]).show(ui, |ui| {
        for head in ["Day", "Reading", "Aim that day"] {
            widgets::strong(ui, head);
        }
        ui.end_row();
        for row in target.table() {
            for cell in row {
                ui.label(cell);
            }
            ui.end_row();
        }
    });
}

/// A target as being set.
pub struct TargetForm {
    known: Option<Target>,
    will: String,
    condition: String,
    measure: Measure,
    of: u16,
    better: Direction,
    baseline: String,
    goal: String,
    in_a_row: u8,
    starts: DateInput,
    by: DateInput,
    outcome: Option<OutcomeId>,
    instructions: String,
    pupil_words: String,
    state: TargetState,
    problem: Option<String>,
}

impl TargetForm {
    /// A new target, for half a term.
    pub fn new(view: &PupilView, today: NaiveDate) -> Self {
        let outcome = view.plan.as_ref().and_then(|p| p.outcomes.first()).map(|o| o.id);
        Self {
            known: None,
            will: String::new(),
            condition: String::new(),
            measure: Measure::Score { of: 10 },
            of: 10,
            better: Direction::Up,
            baseline: String::new(),
            goal: String::new(),
            in_a_row: 3,
            starts: DateInput::of(Some(today)),
            by: DateInput::of(Some(today + TimeDelta::weeks(12))),
            outcome,
            instructions: String::new(),
            pupil_words: String::new(),
            state: TargetState::Active,
            problem: None,
        }
    }

    fn of(target: &Target) -> Self {
        let number = |v: f64| if v == v.trunc() { format!("{v:.0}") } else { v.to_string() };
        Self {
            will: target.will.clone(),
            condition: target.condition.clone(),
            measure: target.measure,
            of: if let Measure::Score { of } = target.measure { of } else { 10 },
            better: target.better,
            baseline: number(target.baseline),
            goal: number(target.goal),
            in_a_row: target.in_a_row,
            starts: DateInput::of(Some(target.starts)),
            by: DateInput::of(Some(target.by)),
            outcome: target.outcome,
            instructions: target.instructions.clone(),
            pupil_words: target.pupil_words.clone(),
            state: target.state,
            known: Some(target.clone()),
            problem: None,
        }
    }

    /// Draws the dialog; false when it was closed.
    pub fn modal(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) -> bool {
        if let Some(Err(why)) = cx.outcome(Form::Target) {
            self.problem = Some(why.clone());
        }
        let today = cx.now.today();
        let mut save = false;
        let open = widgets::modal(ui, "target form", "Target", 680.0, |ui| {
            widgets::text_field(ui, "The pupil… (what they will do)", &mut self.will);
            widgets::text_field(ui, "Under what condition", &mut self.condition);
            self.measured(ui);
            ui.columns(2, |columns| {
                widgets::date_field(&mut columns[0], "From", &mut self.starts, today);
                widgets::date_field(&mut columns[1], "By", &mut self.by, today);
            });
            let outcomes: Vec<_> = std::iter::once((None, "No outcome".to_owned()))
                .chain(view.plan.iter().flat_map(|p| &p.outcomes).map(|o| (Some(o.id), o.text.clone())))
                .collect();
            ui.columns(2, |columns| {
                widgets::choice(&mut columns[0], "Leads to the outcome", &mut self.outcome, &outcomes);
                let states: Vec<_> = TargetState::ALL.iter().map(|s| (*s, s.words().to_owned())).collect();
                widgets::choice(&mut columns[1], "State", &mut self.state, &states);
            });
            widgets::area(ui, "What the LSA does (shown at the moment of logging)", "", 2, &mut self.instructions);
            widgets::text_field(ui, "In words for the pupil", &mut self.pupil_words);
            if let Some(problem) = &self.problem {
                widgets::error_line(ui, problem);
            }
            ui.add_space(space::S);
            save = widgets::primary(ui, "Save").clicked();
        });
        if save {
            match self.target(cx, view, today) {
                Ok(target) => cx.change(Form::Target, Change::SaveTarget(target)),
                Err(why) => self.problem = Some(why),
            }
        }
        open
    }

    fn measured(&mut self, ui: &mut Ui) {
        ui.columns(2, |columns| {
            let kinds: Vec<_> = Measure::KINDS.iter().map(|m| (m.words(), m.words().to_owned())).collect();
            let mut kind = self.measure.words();
            if widgets::choice(&mut columns[0], "Measured as", &mut kind, &kinds) {
                self.measure = Measure::KINDS.into_iter().find(|m| m.words() == kind).unwrap_or(Measure::Trials);
            }
            if let Measure::Score { of } = &mut self.measure {
                widgets::number(&mut columns[1], "Out of", &mut self.of, 1..=200);
                *of = self.of;
            }
            let unit = self.measure.unit();
            widgets::text_field(&mut columns[0], &format!("Baseline: where the pupil is now ({unit})"), &mut self.baseline);
            widgets::text_field(&mut columns[1], &format!("Goal ({unit})"), &mut self.goal);
            let ways = [(Direction::Up, "Higher is better".to_owned()), (Direction::Down, "Lower is better".to_owned())];
            widgets::choice(&mut columns[0], "Which way is better", &mut self.better, &ways);
            widgets::number(&mut columns[1], "In how many sessions running", &mut self.in_a_row, 1..=10);
        });
    }

    fn target(&self, cx: &mut Cx, view: &PupilView, today: NaiveDate) -> Result<Target, String> {
        let number = |text: &str, what: &str| {
            text.trim()
                .replace(',', ".")
                .replace('−', "-")
                .parse::<f64>()
                .map_err(|_| format!("{what} is not a number. Nothing was saved."))
        };
        Ok(Target {
            id: self.known.as_ref().map_or_else(|| cx.mint.fresh(), |t| t.id),
            pupil: view.pupil.id,
            outcome: self.outcome,
            will: self.will.trim().to_owned(),
            condition: self.condition.trim().to_owned(),
            measure: self.measure,
            better: self.better,
            baseline: number(&self.baseline, "The baseline")?,
            starts: self.starts.needed("“From”", today)?,
            goal: number(&self.goal, "The goal")?,
            in_a_row: self.in_a_row,
            by: self.by.needed("“By”", today)?,
            instructions: self.instructions.trim().to_owned(),
            pupil_words: self.pupil_words.trim().to_owned(),
            state: self.state,
        })
    }
}
