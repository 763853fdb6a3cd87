//! Before the census: what to look at, pupil by pupil.

use egui::Ui;

use crate::model::{Cell, date_words};
use crate::ui::intent::{Cx, Place};
use crate::ui::listing::{Listing, Row};
use crate::ui::theme::icons;
use crate::ui::widgets::{self, Column, Level};
use crate::views::CensusRow;

/// The state of the screen.
#[derive(Default)]
pub struct Census {
    list: Listing,
}

impl Census {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        let Some(view) = &shown.census else { return };
        self.list.refresh(shown.version, &(), &view.rows, |_| true);
        widgets::list_frame(ui, |ui| {
            ui.horizontal(|ui| {
                if widgets::icon_button(ui, icons::CHEVRON_LEFT, "Back to the pupils").clicked() {
                    cx.go(Place::Pupils);
                }
                widgets::heading(ui, "Before the census");
            });
            let next = view.next.map(|d| format!(" The next census day is {}.", date_words(d))).unwrap_or_default();
            widgets::weak(ui, format!("{} with SEN Support (K), {} with an EHC plan (E).{next}", view.support, view.ehcp));
            if view.rows.is_empty() {
                widgets::banner(ui, Level::Good, "Nothing to put right: each pupil with SEN has types of need, dates and a UPN.");
                return;
            }
            ui.horizontal_wrapped(|ui| {
                self.list.filter(ui, "Filter the census check", "Filter by name, class or what is missing");
                self.list.export(ui, cx, "Before the census", &view.rows);
            });
            if let Some(i) = self.list.ui(ui, "census", &view.rows) {
                cx.go(Place::Pupil(view.rows[i].pupil));
            }
        });
    }
}

impl Row for CensusRow {
    const COLUMNS: &'static [Column] =
        &[Column { title: "Pupil", share: 2.0 }, Column { title: "Class", share: 0.8 }, Column { title: "What to look at", share: 5.0 }];

    fn cell(&self, column: usize) -> Cell {
        [&self.name, &self.class, &self.what][column].as_str().into()
    }

    fn sentence(&self) -> String {
        format!("{}, {}: {}", self.name, self.class, self.what)
    }
}
