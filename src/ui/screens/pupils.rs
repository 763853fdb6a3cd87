//! The list of pupils: filter, sort, open, add.

use egui::Ui;

use super::pupil::PupilForm;
use crate::model::{Cell, SenStatus, YearGroup, date_words};
use crate::ui::drafted::Drafted;
use crate::ui::intent::{Cx, Form, Format, Intent, Paper, Place};
use crate::ui::listing::{Listing, Row};
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, Column};
use crate::views::{PupilRow, PupilsView};

/// The state of the Pupils screen.
#[derive(Default)]
pub struct Pupils {
    filter: Filter,
    list: Listing,
    adding: Drafted<PupilForm>,
}

#[derive(Default, Hash)]
struct Filter {
    status: Option<SenStatus>,
    leavers: bool,
}

/// Where a half-filled form is kept.
const FORM: &str = "new pupil";

impl Pupils {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        let Some(view) = &shown.pupils else { return };
        let fits = |r: &PupilRow| (self.filter.leavers || r.pupil.left_on.is_none()) && self.filter.status.is_none_or(|s| r.status == s);
        self.list.refresh(shown.version, &self.filter, &view.rows, fits);
        widgets::list_frame(ui, |ui| {
            let title = if self.list.count() == view.rows.len() {
                format!("Pupils ({})", view.rows.len())
            } else {
                format!("Pupils ({} of {})", self.list.count(), view.rows.len())
            };
            widgets::page_head(ui, &title, |ui| {
                if cx.leads() && !view.rows.is_empty() {
                    let folder = cx.shown.folders.documents.clone();
                    ui.menu_button("Register and targets…", |ui| {
                        for (words, paper) in [("SEN register as Excel", Paper::Register), ("Target tracker as Excel", Paper::Tracker)] {
                            if ui.button(words).clicked() {
                                cx.ask(Intent::Export { paper, format: Format::Excel, path: folder.clone() });
                                ui.close();
                            }
                        }
                    });
                    if widgets::secondary(ui, Some(icons::CLIPBOARD_CHECK), "Before the census…").clicked() {
                        cx.go(Place::Census);
                    }
                }
                if cx.leads() && widgets::secondary(ui, Some(icons::FILE_INPUT), "Import…").clicked() {
                    cx.go(Place::Import);
                }
                if cx.leads() && widgets::primary(ui, "Add a pupil…").clicked() {
                    self.adding.open(FORM, PupilForm::new());
                }
            });
            if view.rows.is_empty() {
                self.empty(ui, cx);
                return;
            }
            self.filters(ui, cx, view);
            if let Some(i) = self.list.ui(ui, "pupils", &view.rows) {
                cx.go(Place::Pupil(view.rows[i].pupil.id));
            }
        });
        self.add_ui(ui, cx);
    }

    fn filters(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilsView) {
        ui.horizontal_wrapped(|ui| {
            self.list.filter(ui, "Filter pupils", "Filter by name, class, need or key worker");
            let options =
                [(None, "All"), (Some(SenStatus::E), "EHC plan"), (Some(SenStatus::K), "SEN Support"), (Some(SenStatus::N), "No SEN")];
            widgets::segmented(ui, &mut self.filter.status, &options);
            widgets::tick(ui, "Leavers too", &mut self.filter.leavers);
            self.list.export(ui, cx, "Pupils", &view.rows);
        });
        ui.add_space(space::XS);
    }

    fn empty(&mut self, ui: &mut Ui, cx: &mut Cx) {
        if !cx.leads() {
            widgets::empty_state(
                ui,
                icons::USERS,
                "No pupils yet",
                "You see the pupils you are linked with or timetabled for. Ask the SENDCO to link you.",
                |_| {},
            );
            return;
        }
        widgets::empty_state(
            ui,
            icons::USERS,
            "No pupils yet",
            "Bring them in from what the school's system exports (CSV, Excel or CTF), or add the first by hand.",
            |ui| {
                if widgets::primary(ui, "Import pupils").clicked() {
                    cx.go(Place::Import);
                }
            },
        );
    }

    fn add_ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        self.adding.restore(cx, FORM);
        let Some(form) = self.adding.form() else { return };
        if cx.outcome(Form::Pupil) == Some(&Ok(())) || !form.modal(ui, cx, "Add a pupil") {
            self.adding.close(cx);
        } else {
            self.adding.keep(ui, cx);
        }
    }
}

impl Row for PupilRow {
    const COLUMNS: &'static [Column] = &[
        Column { title: "Pupil", share: 2.2 },
        Column { title: "Class", share: 0.9 },
        Column { title: "Status", share: 1.1 },
        Column { title: "Needs", share: 1.3 },
        Column { title: "Key worker", share: 1.8 },
        Column { title: "Review due", share: 1.4 },
        Column { title: "Portrait", share: 1.0 },
    ];

    fn cell(&self, column: usize) -> Cell {
        match column {
            0 if self.pupil.left_on.is_some() => format!("{} (left)", self.name).into(),
            0 => self.name.as_str().into(),
            1 => Cell::Ranked(class(self), self.pupil.year.map_or(i64::MAX, YearGroup::number)),
            2 => Cell::Ranked(self.status.words().to_owned(), -(self.status as i64)),
            3 => self.needs.as_str().into(),
            4 => self.key_worker.as_str().into(),
            5 => Cell::Day(self.review_due),
            _ => self.portrait.into(),
        }
    }

    fn sentence(&self) -> String {
        let mut parts = vec![self.name.clone()];
        let class = class(self);
        if !class.is_empty() {
            parts.push(format!("class {class}"));
        }
        parts.push(self.status.words().to_owned());
        if !self.needs.is_empty() {
            parts.push(format!("needs {}", self.needs));
        }
        parts.push(if self.key_worker.is_empty() { "no key worker".into() } else { format!("key worker {}", self.key_worker) });
        if let Some(due) = self.review_due {
            parts.push(format!("review due {}", date_words(due)));
        }
        if !self.portrait.is_empty() {
            parts.push(format!("portrait {}", self.portrait.to_lowercase()));
        }
        parts.join(", ")
    }
}

fn class(row: &PupilRow) -> String {
    row.pupil.form.clone().or_else(|| row.pupil.year.map(|y| y.words())).unwrap_or_default()
}
