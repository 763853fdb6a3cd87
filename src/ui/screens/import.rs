//! Import: see each row's fate before anything is taken in.

use egui::{RichText, Ui};

use crate::import::{Action, Decision, Field, Preview, RowPreview, Severity};
use crate::ui::intent::{Cx, Form, ImportFrom, ImportKind, ImportSaid, Intent, Pick, Place};
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{self, Level};

/// The state of the Import screen.
pub struct Import {
    kind: ImportKind,
    path: String,
    said: ImportSaid,
    /// Cells that were pasted, in place of a file.
    pasted: Option<String>,
    done: Option<String>,
    problem: Option<String>,
}

impl Default for Import {
    fn default() -> Self {
        Self { kind: ImportKind::Pupils, path: String::new(), said: ImportSaid::default(), pasted: None, done: None, problem: None }
    }
}

impl Import {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        if let Some((Pick::ImportFile, path)) = &shown.picked {
            self.path = path.to_string_lossy().into_owned();
            self.said = ImportSaid::default();
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
            self.said = ImportSaid::default();
            self.read(cx);
        }
        let typing = ui.ctx().text_edit_focused();
        let pasted = ui.input(|i| {
            i.events.iter().find_map(|e| match e {
                egui::Event::Paste(text) if !typing => Some(text.clone()),
                _ => None,
            })
        });
        if let Some(text) = pasted {
            self.path.clear();
            self.said = ImportSaid::default();
            self.pasted = Some(text);
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
                        if widgets::secondary(ui, None, "Paste cells")
                            .on_hover_text("Cells copied in Excel or Word, with their headings")
                            .clicked()
                        {
                            ui.ctx().memory_mut(egui::Memory::stop_text_input);
                            ui.ctx().send_viewport_cmd(egui::ViewportCommand::RequestPaste);
                        }
                        if widgets::secondary(ui, Some(icons::FOLDER_OPEN), "Choose…").clicked() {
                            cx.ask(Intent::Pick(Pick::ImportFile));
                        }
                        if (widgets::primary(ui, "Read the file").clicked() || entered) && !self.path.trim().is_empty() {
                            self.said = ImportSaid::default();
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
        let from = match &self.pasted {
            Some(text) if self.path.trim().is_empty() => ImportFrom::Pasted(text.clone()),
            _ => ImportFrom::File(self.path.trim().into()),
        };
        cx.ask(Intent::ReadImport { kind: self.kind, from, said: self.said.clone() });
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
        self.questions(ui, cx, preview);
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

    /// What only a person can say: the order of day and month, and what columns mean.
    fn questions(&mut self, ui: &mut Ui, cx: &mut Cx, preview: &Preview) {
        if !preview.note.is_empty() {
            ui.add_space(space::S);
            widgets::banner(ui, Level::Info, &preview.note);
        }
        let mut again = false;
        if preview.asks_order {
            ui.add_space(space::M);
            widgets::card(ui, |ui| {
                widgets::subheading(ui, "Which way round are the dates?");
                widgets::paragraph(
                    ui,
                    "Nothing in the file tells for certain whether 03/04/2015 is in April or in March. Until you say so, these dates stay empty.",
                );
                let options = [(None, "Leave them empty"), (Some(true), "Day first (3 April)"), (Some(false), "Month first (4 March)")];
                again |= widgets::segmented(ui, &mut self.said.day_first, &options);
            });
        }
        if !preview.columns.is_empty() {
            ui.add_space(space::M);
            widgets::card(ui, |ui| {
                let unknown = preview.columns.iter().filter(|(h, f)| f.is_none() && !h.is_empty()).count();
                let words = format!("Columns ({} read, {unknown} left out)", preview.columns.iter().filter(|c| c.1.is_some()).count());
                egui::CollapsingHeader::new(words).id_salt("columns").show(ui, |ui| {
                    widgets::weak(ui, "What you say here is remembered for files with the same headings once you take the rows in.");
                    let fields: Vec<_> = std::iter::once((None, "Left out".to_owned()))
                        .chain(Field::ALL.iter().map(|(field, words)| (Some(*field), (*words).to_owned())))
                        .collect();
                    let mut columns = preview.columns.clone();
                    for (i, (heading, field)) in columns.iter_mut().enumerate().filter(|(_, (h, _))| !h.is_empty()) {
                        ui.push_id(i, |ui| again |= widgets::choice(ui, heading, field, &fields));
                    }
                    if columns != preview.columns {
                        self.said.columns = columns;
                    }
                });
            });
        }
        if again {
            self.read(cx);
        }
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
