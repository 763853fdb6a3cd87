//! Before the census: what to look at, pupil by pupil.

use egui::Ui;

use crate::model::date_words;
use crate::ui::intent::{Cx, Place};
use crate::ui::screens::export_table;
use crate::ui::theme::icons;
use crate::ui::widgets::{self, Column, Level, Sorting};
use crate::views::CensusRow;

/// The state of the screen.
#[derive(Default)]
pub struct Census {
    sorting: Sorting,
    order: Vec<usize>,
    filter: String,
    order_of: Option<(u64, Sorting, String)>,
}

const COLUMNS: [Column; 3] =
    [Column { title: "Pupil", share: 2.0 }, Column { title: "Class", share: 0.8 }, Column { title: "What to look at", share: 5.0 }];

impl Census {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        let Some(view) = &shown.census else { return };
        let wanted = Some((shown.version, self.sorting, self.filter.to_lowercase()));
        if self.order_of != wanted {
            let words = self.filter.to_lowercase();
            let fits = |i: &usize| (0..COLUMNS.len()).any(|column| cell(&view.rows[*i], column).to_lowercase().contains(&words));
            self.order = (0..view.rows.len()).filter(fits).collect();
            self.order.sort_by_cached_key(|i| cell(&view.rows[*i], self.sorting.column).to_lowercase());
            if self.sorting.down {
                self.order.reverse();
            }
            self.order_of = wanted;
        }
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
                widgets::filter_field(ui, "Filter the census check", "Filter by name, class or what is missing", &mut self.filter);
                export_table(ui, cx, "Before the census", &COLUMNS, self.order.len(), |i, c| cell(&view.rows[self.order[i]], c));
            });
            let order = &self.order;
            let row = |i: usize| &view.rows[order[i]];
            let sentence = |i: usize| format!("{}, {}: {}", row(i).name, row(i).class, row(i).what);
            let (chosen, _) = widgets::table(ui, "census", &COLUMNS, &mut self.sorting, order.len(), |i, c| cell(row(i), c), sentence);
            if let Some(i) = chosen {
                cx.go(Place::Pupil(row(i).pupil));
            }
        });
    }
}

fn cell(row: &CensusRow, column: usize) -> String {
    match column {
        0 => row.name.clone(),
        1 => row.class.clone(),
        _ => row.what.clone(),
    }
}
