//! Staff: who they are, when they work, whose key worker they are.

use egui::Ui;

use super::staff_form::StaffForm;
use crate::model::{Cell, minutes_words};
use crate::ui::drafted::Drafted;
use crate::ui::intent::{Cx, Form, Place};
use crate::ui::listing::{Listing, Row};
use crate::ui::theme::icons;
use crate::ui::widgets::{self, Column, Level};
use crate::views::StaffRow;

/// The state of the Staff screen.
#[derive(Default)]
pub struct Staff {
    leavers: bool,
    list: Listing,
    form: Drafted<StaffForm>,
}

/// Where a half-filled form is kept.
const FORM: &str = "staff";

impl Staff {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        let Some(view) = &shown.staff else { return };
        let leavers = self.leavers;
        self.list.refresh(shown.version, &leavers, &view.rows, |r| leavers || r.staff.left_on.is_none());
        widgets::list_frame(ui, |ui| {
            widgets::page_head(ui, &format!("Staff ({})", self.list.count()), |ui| {
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
                self.list.filter(ui, "Filter staff", "Filter by name, role or pupil");
                widgets::tick(ui, "Leavers too", &mut self.leavers);
                self.list.export(ui, cx, "Staff", &view.rows);
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
            if let Some(i) = self.list.ui(ui, "staff", &view.rows)
                && cx.leads()
            {
                self.form.open(FORM, StaffForm::of(&view.rows[i].staff));
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
}

impl Row for StaffRow {
    const COLUMNS: &'static [Column] = &[
        Column { title: "Name", share: 1.8 },
        Column { title: "Role", share: 0.8 },
        Column { title: "Days", share: 1.5 },
        Column { title: "Paid hours", share: 1.0 },
        Column { title: "Slots a week", share: 0.9 },
        Column { title: "Key worker of", share: 3.0 },
    ];

    fn cell(&self, column: usize) -> Cell {
        match column {
            0 if self.staff.left_on.is_some() => format!("{} (left)", self.name).into(),
            0 => self.name.as_str().into(),
            1 => self.staff.role.words().into(),
            2 => self.days.as_str().into(),
            3 => self.staff.paid_minutes().map_or_else(|| "".into(), |m| Cell::Minutes(i64::from(m))),
            4 if self.slots == 0 => "".into(),
            4 => Cell::Count(self.slots as i64),
            _ => self.key_pupils.join(", ").into(),
        }
    }

    fn sentence(&self) -> String {
        let mut parts = vec![self.name.clone(), self.staff.role.words().to_owned()];
        if !self.days.is_empty() {
            parts.push(format!("works {}", self.days));
        }
        parts.extend(self.staff.paid_minutes().map(|m| format!("{} a week", minutes_words(i64::from(m)))));
        if !self.key_pupils.is_empty() {
            parts.push(format!("key worker of {}", self.key_pupils.join(" and ")));
        }
        parts.join(", ")
    }
}
