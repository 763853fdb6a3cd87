//! The list of pupils: filter, sort, open, add.

use egui::Ui;

use super::pupil::PupilForm;
use crate::model::{SenStatus, date_words};
use crate::ui::drafted::Drafted;
use crate::ui::intent::{Cx, Form, Format, Intent, Paper, Place};
use crate::ui::screens::export_table;
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, Column, Sorting};
use crate::views::{PupilRow, PupilsView};

/// The state of the Pupils screen.
#[derive(Default)]
pub struct Pupils {
    filter: Filter,
    sorting: Sorting,
    order: Vec<usize>,
    order_of: Option<(u64, Filter, Sorting)>,
    adding: Drafted<PupilForm>,
}

#[derive(Clone, Default, PartialEq)]
struct Filter {
    words: String,
    status: Option<SenStatus>,
    leavers: bool,
}

/// Where a half-filled form is kept.
const FORM: &str = "new pupil";

const COLUMNS: [Column; 7] = [
    Column { title: "Pupil", share: 2.2 },
    Column { title: "Class", share: 0.9 },
    Column { title: "Status", share: 1.1 },
    Column { title: "Needs", share: 1.3 },
    Column { title: "Key worker", share: 1.8 },
    Column { title: "Review due", share: 1.4 },
    Column { title: "Portrait", share: 1.0 },
];

impl Pupils {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        let Some(view) = &shown.pupils else { return };
        self.sort(shown.version, view);
        egui::Frame::new().inner_margin(egui::Margin::symmetric(space::XL as i8, space::L as i8)).show(ui, |ui| {
            let title = if self.order.len() == view.rows.len() {
                format!("Pupils ({})", view.rows.len())
            } else {
                format!("Pupils ({} of {})", self.order.len(), view.rows.len())
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
            let order = &self.order;
            let row = |i: usize| &view.rows[order[i]];
            let (chosen, _) =
                widgets::table(ui, "pupils", &COLUMNS, &mut self.sorting, order.len(), |i, c| cell(row(i), c), |i| sentence(row(i)));
            if let Some(i) = chosen {
                cx.go(Place::Pupil(row(i).pupil.id));
            }
        });
        self.add_ui(ui, cx);
    }

    fn filters(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilsView) {
        ui.horizontal_wrapped(|ui| {
            widgets::filter_field(ui, "Filter pupils", "Filter by name, class, need or key worker", &mut self.filter.words);
            let options =
                [(None, "All"), (Some(SenStatus::E), "EHC plan"), (Some(SenStatus::K), "SEN Support"), (Some(SenStatus::N), "No SEN")];
            widgets::segmented(ui, &mut self.filter.status, &options);
            widgets::tick(ui, "Leavers too", &mut self.filter.leavers);
            let order = &self.order;
            export_table(ui, cx, "Pupils", &COLUMNS, order.len(), |i, c| cell(&view.rows[order[i]], c));
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

    /// Sorts and filters once for each new view, filter or order, never while drawing rows.
    fn sort(&mut self, version: u64, view: &PupilsView) {
        let wanted = (version, self.filter.clone(), self.sorting);
        if self.order_of.as_ref() == Some(&wanted) {
            return;
        }
        let words = self.filter.words.trim().to_lowercase();
        let fits = |r: &PupilRow| {
            (self.filter.leavers || r.pupil.left_on.is_none())
                && self.filter.status.is_none_or(|s| r.status == s)
                && (words.is_empty() || (0..5).any(|c| cell(r, c).to_lowercase().contains(&words)))
        };
        self.order = (0..view.rows.len()).filter(|i| fits(&view.rows[*i])).collect();
        let rows = &view.rows;
        match self.sorting.column {
            0 => self.order.sort_by_cached_key(|i| rows[*i].name.to_lowercase()),
            1 => self.order.sort_by_cached_key(|i| (rows[*i].pupil.year, rows[*i].pupil.form.clone())),
            2 => self.order.sort_by_key(|i| std::cmp::Reverse(rows[*i].status)),
            5 => self.order.sort_by_key(|i| (rows[*i].review_due.is_none(), rows[*i].review_due)),
            column => self.order.sort_by_cached_key(|i| (cell(&rows[*i], column).is_empty(), cell(&rows[*i], column).to_lowercase())),
        }
        if self.sorting.down {
            self.order.reverse();
        }
        self.order_of = Some(wanted);
    }
}

fn cell(row: &PupilRow, column: usize) -> String {
    match column {
        0 if row.pupil.left_on.is_some() => format!("{} (left)", row.name),
        0 => row.name.clone(),
        1 => row.pupil.form.clone().or_else(|| row.pupil.year.map(|y| y.words())).unwrap_or_default(),
        2 => row.status.words().to_owned(),
        3 => row.needs.clone(),
        4 => row.key_worker.clone(),
        5 => row.review_due.map(|d| d.format("%-d %b %Y").to_string()).unwrap_or_default(),
        _ => row.portrait.to_owned(),
    }
}

fn sentence(row: &PupilRow) -> String {
    let mut parts = vec![row.name.clone()];
    let class = cell(row, 1);
    if !class.is_empty() {
        parts.push(format!("class {class}"));
    }
    parts.push(row.status.words().to_owned());
    if !row.needs.is_empty() {
        parts.push(format!("needs {}", row.needs));
    }
    parts.push(if row.key_worker.is_empty() { "no key worker".into() } else { format!("key worker {}", row.key_worker) });
    if let Some(due) = row.review_due {
        parts.push(format!("review due {}", date_words(due)));
    }
    if !row.portrait.is_empty() {
        parts.push(format!("portrait {}", row.portrait.to_lowercase()));
    }
    parts.join(", ")
}
