//! Staff: who they are, when they work, whose key worker they are.

use egui::Ui;

use super::staff_form::StaffForm;
use crate::ui::drafted::Drafted;
use crate::ui::intent::{Cx, Form, Place};
use crate::ui::screens::export_table;
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, Column, Level, Sorting};
use crate::views::{StaffRow, StaffView};

/// The state of the Staff screen.
#[derive(Default)]
pub struct Staff {
    words: String,
    leavers: bool,
    sorting: Sorting,
    order: Vec<usize>,
    order_of: Option<(u64, String, bool, Sorting)>,
    form: Drafted<StaffForm>,
}

const COLUMNS: [Column; 6] = [
    Column { title: "Name", share: 1.8 },
    Column { title: "Role", share: 0.8 },
    Column { title: "Days", share: 1.5 },
    Column { title: "Paid hours", share: 1.0 },
    Column { title: "In slots", share: 0.9 },
    Column { title: "Key worker of", share: 3.0 },
];
/// Where a half-filled form is kept.
const FORM: &str = "staff";

impl Staff {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        let Some(view) = &shown.staff else { return };
        self.sort(shown.version, view);
        egui::Frame::new().inner_margin(egui::Margin::symmetric(space::XL as i8, space::L as i8)).show(ui, |ui| {
            widgets::page_head(ui, &format!("Staff ({})", self.order.len()), |ui| {
                if cx.leads() && widgets::secondary(ui, Some(icons::FILE_INPUT), "Import…").clicked() {
                    cx.go(Place::Import);
                }
                if cx.leads() && widgets::primary(ui, "Add a person…").clicked() {
                    self.form.open(FORM, StaffForm::new());
                }
            });
            if view.rows.is_empty() {
                widgets::empty_state(
                    ui,
                    icons::CONTACT,
                    "No staff yet",
                    "Add the LSAs who support pupils, or bring in a staff list (CSV or Excel).",
                    |ui| {
                        if cx.leads() && widgets::primary(ui, "Import staff").clicked() {
                            cx.go(Place::Import);
                        }
                    },
                );
                return;
            }
            ui.horizontal_wrapped(|ui| {
                widgets::filter_field(ui, "Filter staff", "Filter by name, role or pupil", &mut self.words);
                widgets::tick(ui, "Leavers too", &mut self.leavers);
                let order = &self.order;
                export_table(ui, cx, "Staff", &COLUMNS, order.len(), |i, c| cell(&view.rows[order[i]], c));
            });
            if !view.lapsing.is_empty() {
                let lapsed = view.lapsing.iter().filter(|l| l.lapsed).count();
                let words = format!("Trainings: {lapsed} lapsed, {} to lapse within eight weeks", view.lapsing.len() - lapsed);
                egui::CollapsingHeader::new(words).id_salt("lapsing").show(ui, |ui| {
                    for line in &view.lapsing {
                        ui.horizontal(|ui| {
                            widgets::chip(
                                ui,
                                if line.lapsed { Level::Bad } else { Level::Warn },
                                if line.lapsed { "Lapsed" } else { "Soon" },
                            );
                            ui.label(&line.words);
                        });
                    }
                });
            }
            let order = &self.order;
            let row = |i: usize| &view.rows[order[i]];
            let (chosen, _) =
                widgets::table(ui, "staff", &COLUMNS, &mut self.sorting, order.len(), |i, c| cell(row(i), c), |i| sentence(row(i)));
            if let Some(i) = chosen
                && cx.leads()
            {
                self.form.open(FORM, StaffForm::of(&row(i).staff));
            }
        });
        self.form.restore(cx, FORM);
        if let Some(form) = self.form.form() {
            if cx.outcome(Form::Staff) == Some(&Ok(())) || !form.modal(ui, cx, view) {
                self.form.close(cx);
            } else {
                self.form.keep(ui, cx);
            }
        }
    }

    fn sort(&mut self, version: u64, view: &StaffView) {
        let wanted = (version, self.words.clone(), self.leavers, self.sorting);
        if self.order_of.as_ref() == Some(&wanted) {
            return;
        }
        let words = self.words.trim().to_lowercase();
        let rows = &view.rows;
        let fits = |r: &StaffRow| {
            (self.leavers || r.staff.left_on.is_none()) && (words.is_empty() || (0..6).any(|c| cell(r, c).to_lowercase().contains(&words)))
        };
        self.order = (0..rows.len()).filter(|i| fits(&rows[*i])).collect();
        match self.sorting.column {
            3 => self.order.sort_by_key(|i| rows[*i].staff.paid_minutes()),
            4 => self.order.sort_by_key(|i| rows[*i].slot_minutes),
            column => self.order.sort_by_cached_key(|i| cell(&rows[*i], column).to_lowercase()),
        }
        if self.sorting.down {
            self.order.reverse();
        }
        self.order_of = Some(wanted);
    }
}

fn cell(row: &StaffRow, column: usize) -> String {
    match column {
        0 if row.staff.left_on.is_some() => format!("{} (left)", row.name),
        0 => row.name.clone(),
        1 => row.staff.role.words().to_owned(),
        2 => row.days.clone(),
        3 => row.hours.clone(),
        4 if row.slot_minutes == 0 => String::new(),
        4 => format!("{} h {:02} min", row.slot_minutes / 60, row.slot_minutes % 60),
        _ => row.key_pupils.join(", "),
    }
}

fn sentence(row: &StaffRow) -> String {
    let mut parts = vec![row.name.clone(), row.staff.role.words().to_owned()];
    if !row.days.is_empty() {
        parts.push(format!("works {}", row.days));
    }
    if !row.hours.is_empty() {
        parts.push(format!("{} a week", row.hours));
    }
    if !row.key_pupils.is_empty() {
        parts.push(format!("key worker of {}", row.key_pupils.join(" and ")));
    }
    parts.join(", ")
}
