//! Import: see each row's fate before anything is taken in.

use egui::{RichText, Ui};

use crate::import::{Action, Decision, Preview, RowPreview, Severity};
use crate::ui::intent::{Cx, Form, ImportKind, Intent, Pick, Place};
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{self, Level};

/// The state of the Import screen.
pub struct Import {
    kind: ImportKind,
    path: String,
    done: Option<String>,
    problem: Option<String>,
}

impl Default for Import {
    fn default() -> Self {
        Self { kind: ImportKind::Pupils, path: String::new(), done: None, problem: None }
    }
}

impl Import {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        if let Some((Pick::ImportFile, path)) = &shown.picked {
            self.path = path.to_string_lossy().into_owned();
            self.read(cx);
        }
        match cx.outcome(Form::Import) {
            Some(Ok(())) => {
                self.done = Some("Taken in, as one change: Ctrl+Z takes it back.".into());
                self.problem = None;
            }
            Some(Err(why)) => self.problem = Some(why.clone()),
            None => {}
        }
        if let Some(file) = ui.input(|i| i.raw.dropped_files.first().map(|f| f.path().to_path_buf())) {
            self.path = file.to_string_lossy().into_owned();
            self.read(cx);
        }
        widgets::page(ui, "import", |ui| {
            widgets::page_head(ui, "Import", |_| {});
            widgets::paragraph(
                ui,
                "Bring in what the school's system exports: pupils from CSV, Excel or a Common Transfer File, staff from CSV or Excel. You see what would happen to each row first; nothing is taken in until you say so.",
            );
            ui.add_space(space::M);
            self.source(ui, cx);
            if let Some(problem) = self.problem.as_ref().or(shown.import_problem.as_ref()) {
                ui.add_space(space::S);
                widgets::banner(ui, Level::Bad, problem);
            }
            match &shown.import {
                Some(preview) => self.preview(ui, cx, preview),
                None => self.finished(ui, cx),
            }
        });
    }

    fn source(&mut self, ui: &mut Ui, cx: &mut Cx) {
        widgets::card(ui, |ui| {
            widgets::field_label(ui, "Who is in the file");
            widgets::segmented(ui, &mut self.kind, &[(ImportKind::Pupils, "Pupils"), (ImportKind::Staff, "Staff")]);
            ui.horizontal(|ui| {
                let response = widgets::text_field(ui, "Where the file is (or drop it here)", &mut self.path);
                let entered = response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
                ui.vertical(|ui| {
                    ui.add_space(space::LABEL);
                    ui.horizontal(|ui| {
                        if widgets::secondary(ui, Some(icons::FOLDER_OPEN), "Choose…").clicked() {
                            cx.ask(Intent::Pick(Pick::ImportFile));
                        }
                        if (widgets::primary(ui, "Read the file").clicked() || entered) && !self.path.trim().is_empty() {
                            self.read(cx);
                        }
                    });
                });
            });
        });
    }

    fn read(&mut self, cx: &mut Cx) {
        self.done = None;
        self.problem = None;
        cx.ask(Intent::ReadImport { kind: self.kind, path: self.path.trim().into() });
    }

    fn finished(&self, ui: &mut Ui, cx: &mut Cx) {
        let Some(done) = &self.done else { return };
        ui.add_space(space::M);
        widgets::banner(ui, Level::Good, done);
        ui.add_space(space::S);
        let (words, place) =
            if self.kind == ImportKind::Pupils { ("See the pupils", Place::Pupils) } else { ("See the staff", Place::Staff) };
        if widgets::primary(ui, words).clicked() {
            cx.go(place);
        }
    }

    fn preview(&mut self, ui: &mut Ui, cx: &mut Cx, preview: &Preview) {
        ui.add_space(space::M);
        let count = |action| preview.rows.iter().filter(|r| r.action == action).count();
        let held = preview.rows.iter().filter(|r| r.held && r.decision.is_none()).count();
        widgets::card(ui, |ui| {
            widgets::subheading(ui, &format!("{}: {}", preview.source, preview.what));
            ui.horizontal_wrapped(|ui| {
                widgets::chip(ui, Level::Good, &format!("{} new", count(Action::New)));
                widgets::chip(ui, Level::Info, &format!("{} changed", count(Action::Update)));
                widgets::chip(ui, Level::Plain, &format!("{} unchanged", count(Action::Unchanged)));
                if count(Action::NotInFile) > 0 {
                    widgets::chip(
                        ui,
                        Level::Plain,
                        &format!("{} on the caseload are not in the file and stay as they are", count(Action::NotInFile)),
                    );
                }
                if held > 0 {
                    widgets::chip(ui, Level::Bad, &format!("{held} held back until you decide"));
                }
            });
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                let coming = preview.pupils().len() + preview.staff().len();
                ui.add_enabled_ui(coming > 0, |ui| {
                    if widgets::primary(ui, &format!("Take in {coming}")).clicked() {
                        cx.ask(Intent::ApplyImport);
                    }
                });
                if widgets::secondary(ui, None, "Do not take in").clicked() {
                    cx.ask(Intent::DropImport);
                }
            });
        });
        self.problems(ui, preview);
        ui.add_space(space::M);
        widgets::card(ui, |ui| {
            widgets::subheading(ui, "Each row");
            for (i, row) in preview.rows.iter().enumerate().filter(|(_, r)| r.action != Action::NotInFile).take(500) {
                ui.push_id(i, |ui| row_ui(ui, cx, i, row));
            }
            if preview.rows.len() > 500 {
                widgets::weak(ui, format!("… and {} more rows like these.", preview.rows.len() - 500));
            }
        });
    }

    fn problems(&self, ui: &mut Ui, preview: &Preview) {
        if preview.problems.is_empty() {
            return;
        }
        ui.add_space(space::M);
        widgets::card(ui, |ui| {
            widgets::subheading(ui, &format!("To look at ({})", preview.problems.len()));
            for problem in preview.problems.iter().take(200) {
                ui.horizontal(|ui| {
                    let (level, words) = match problem.severity {
                        Severity::Error => (Level::Bad, "Held back"),
                        Severity::Warning => (Level::Warn, "Left empty"),
                    };
                    widgets::chip(ui, level, words);
                    ui.add(egui::Label::new(format!("Row {}, {}: {}", problem.row, problem.field.replace('_', " "), problem.why)).wrap());
                });
            }
        });
    }
}

fn row_ui(ui: &mut Ui, cx: &mut Cx, index: usize, row: &RowPreview) {
    ui.horizontal(|ui| {
        let t = tokens(ui);
        ui.allocate_ui_with_layout(egui::vec2(60.0, 24.0), egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.set_min_width(60.0);
            widgets::weak(ui, row.row.map_or_else(String::new, |n| format!("Row {n}")));
        });
        let level = match row.action {
            Action::New => Level::Good,
            Action::Update => Level::Info,
            Action::Unchanged | Action::NotInFile => Level::Plain,
        };
        match (row.held, row.decision) {
            (true, None) => widgets::chip(ui, Level::Bad, "Held back"),
            (_, Some(Decision::LeaveOut)) => widgets::chip(ui, Level::Plain, "Left out"),
            _ => widgets::chip(ui, level, row.action.words()),
        }
        ui.label(&row.name);
        if !row.changed.is_empty() {
            ui.label(RichText::new(row.changed.join(", ").replace('_', " ")).color(t.text_weak));
        }
        let mut decide = |decision| cx.ask(Intent::DecideRow { row: index, decision });
        if row.held && row.decision.is_none() {
            if row.maybe.is_some()
                && widgets::secondary(ui, None, "The same pupil").accessible_name(format!("{} is the same pupil", row.name)).clicked()
            {
                decide(Decision::TakeAsKnown);
            }
            if row.maybe.is_some()
                && widgets::secondary(ui, None, "Another pupil").accessible_name(format!("{} is another pupil", row.name)).clicked()
            {
                decide(Decision::TakeAsNew);
            }
        }
        if row.decision != Some(Decision::LeaveOut)
            && matches!(row.action, Action::New | Action::Update)
            && widgets::ghost(ui, None, "Leave out").accessible_name(format!("Leave out {}", row.name)).clicked()
        {
            decide(Decision::LeaveOut);
        }
    });
}
