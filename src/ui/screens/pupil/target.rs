//! A target: its card with chart, sentence and table.

use egui::Ui;
use std::collections::HashSet;

use super::target_form::TargetForm;
use crate::model::{Cell, Change, Target, TargetId, TargetState, date_words};
use crate::rules::Standing;
use crate::ui::intent::{Cx, Form};
use crate::ui::listing::export;
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, Level};
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
        (TargetState::Achieved | TargetState::Maintained, _) => (Level::Good, view.target.state.words()),
        (TargetState::Stopped | TargetState::Replaced, _) => (Level::Plain, view.target.state.words()),
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
            widgets::at_right(ui, |ui| {
                let mut table = as_table.contains(&t.id);
                if widgets::segmented(ui, &mut table, &[(false, "Chart"), (true, "Table")]) {
                    if table {
                        as_table.insert(t.id);
                    } else {
                        as_table.remove(&t.id);
                    }
                }
                if cx.leads() {
                    if t.state == TargetState::Active && widgets::ghost(ui, None, "Mark as achieved").clicked() {
                        let kept = t.more.maintain_weeks.is_some();
                        let state = if kept { TargetState::Maintained } else { TargetState::Achieved };
                        cx.change(Form::Target, Change::SaveTarget(Target { state, ..t.clone() }));
                    }
                    if t.state.is_open()
                        && widgets::ghost(ui, None, "Carry on…").accessible_name(format!("Carry the target on: {}", t.will)).clicked()
                    {
                        form = Some(TargetForm::going_on(t, target.progress.last, cx.now.today()));
                    }
                    if widgets::ghost(ui, Some(icons::PENCIL), "Edit…").accessible_name(format!("Edit the target: {}", t.will)).clicked()
                    {
                        form = Some(TargetForm::of(t));
                    }
                }
            });
        });
        let name = widgets::veiled(ui, &title(t));
        widgets::subheading(ui, &name);
        widgets::weak(ui, format!("From {} to {} ({})", t.measure.value_words(t.baseline), t.criterion_words(), target.better_words()));
        widgets::paragraph(ui, &target.progress.sentence);
        widgets::weak(ui, "This is advice from the figures; the decision is yours.");
        lineage(ui, view, t);
        if as_table.contains(&t.id) {
            table(ui, cx, view, target);
        } else {
            widgets::chart(ui, &ChartShape::of(target, cx.now.today()), 210.0);
            if !target.missed.is_empty() || target.progress.trend.is_some() {
                widgets::weak(
                    ui,
                    "Dots are readings, the thick line their trend, the dashed line the aim; shaded stripes are missed sessions.",
                );
            }
        }
        if !t.pupil_words.is_empty() {
            let words = widgets::veiled(ui, &format!("In the pupil's words: “{}”", t.pupil_words));
            widgets::weak(ui, words);
        }
    });
    form
}

/// What a target came from and what became of it.
fn lineage(ui: &mut Ui, view: &PupilView, target: &Target) {
    let find = |id| view.targets.iter().map(|t| &t.target).find(|t| t.id == id);
    if let Some(before) = target.more.from.and_then(find) {
        widgets::weak(ui, format!("Carries on from “{}” ({} to {}).", before.will, date_words(before.starts), date_words(before.by)));
    }
    let heirs: Vec<String> =
        view.targets.iter().filter(|t| t.target.more.from == Some(target.id)).map(|t| format!("“{}”", t.target.will)).collect();
    if !heirs.is_empty() {
        widgets::weak(ui, format!("Went on as {}.", heirs.join(" and ")));
    }
    for phase in &target.more.phases {
        let name = if phase.name.is_empty() { String::new() } else { format!(": {}", phase.name) };
        widgets::weak(ui, format!("{} from {}{name}", phase.kind.words(), date_words(phase.starts)));
    }
}

/// The chart's twin: every reading and every missed session.
fn table(ui: &mut Ui, cx: &mut Cx, view: &PupilView, target: &TargetView) {
    const HEAD: [&str; 3] = ["Day", "Reading", "Aim that day"];
    egui::Grid::new("readings").num_columns(3).striped(true).spacing([space::XL, space::XS]).show(ui, |ui| {
        for head in HEAD {
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
    // Whose readings these are stands in the rows: a file's name holds no pupil.
    let whose = [view.title.clone(), target.target.will.clone()];
    let head = || ["Pupil", "Target"].into_iter().chain(HEAD).map(str::to_owned).collect();
    let line = |row: [String; 3]| whose.iter().cloned().chain(row).map(Cell::from).collect();
    export(ui, cx, "Readings", head, || target.table().into_iter().map(line).collect());
}
