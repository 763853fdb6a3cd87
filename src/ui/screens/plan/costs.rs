//! What support costs: by pupil against its funding, and by provision.

use egui::Ui;

use super::numbers::framed;
use crate::model::{Cell, date_words, pounds};
use crate::ui::intent::{Cx, Intent, Place};
use crate::ui::listing::{Listing, Row};
use crate::ui::theme::space;
use crate::ui::widgets::{self, Column};
use crate::views::{ProvisionCost, PupilCost};

const TABLE: f32 = 320.0;

/// The two tables in their order.
#[derive(Default)]
pub struct Costs {
    pupils: Listing,
    provisions: Listing,
}

impl Costs {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        let Some(view) = &shown.costs else { return cx.ask(Intent::Costs) };
        widgets::weak(
            ui,
            format!(
                "{} to {}; a year has {} weeks of provision, and the school bears the first {} of a pupil’s provision. Lines without minutes, \
                 adults without a rate and lines without minutes are left out; hours that no line says count as a line of their own. The rules stand in Settings, under School; a top-up on the pupil’s page, with who may support the pupil.",
                date_words(view.from),
                date_words(view.to),
                view.rules.weeks,
                pounds(i64::from(view.rules.element_2_pounds) * 100)
            ),
        );
        ui.add_space(space::S);
        self.pupils.refresh(cx.shown.version, &(), &view.pupils, |_| true);
        headed(ui, "By pupil", |ui| {
            self.pupils.filter(ui, "Filter the pupils", "Filter by name");
            self.pupils.export(ui, cx, "Costs by pupil", &view.pupils);
        });
        let chosen = framed(ui, view.pupils.len(), TABLE, |ui| self.pupils.ui(ui, "cost pupils", &view.pupils));
        if let Some(i) = chosen {
            cx.go(Place::Pupil(view.pupils[i].pupil));
        }
        ui.add_space(space::M);
        self.provisions.refresh(cx.shown.version, &(), &view.provisions, |_| true);
        headed(ui, "By provision", |ui| {
            self.provisions.filter(ui, "Filter the provision", "Filter by name");
            self.provisions.export(ui, cx, "Costs by provision", &view.provisions);
        });
        framed(ui, view.provisions.len(), TABLE, |ui| self.provisions.ui(ui, "cost provisions", &view.provisions));
    }
}

/// A table's heading with the way to export it.
fn headed(ui: &mut Ui, title: &str, export: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        widgets::subheading(ui, title);
        widgets::at_right(ui, export);
    });
}

impl Row for PupilCost {
    const COLUMNS: &'static [Column] = &[
        Column { title: "Pupil", share: 2.0 },
        Column { title: "Given so far", share: 1.0 },
        Column { title: "A year as promised", share: 1.2 },
        Column { title: "Top-up", share: 1.0 },
        Column { title: "Not covered", share: 1.0 },
        Column { title: "Of it in no line, a week", share: 1.1 },
    ];

    fn cell(&self, column: usize) -> Cell {
        match column {
            0 => self.name.as_str().into(),
            1 => Cell::Pence(self.given),
            2 => Cell::Pence(self.a_year),
            3 => Cell::Pence(self.top_up),
            5 => Cell::Minutes(i64::from(self.in_no_line)),
            _ => Cell::Pence(self.uncovered),
        }
    }

    fn sentence(&self) -> String {
        format!("{}: given {}, a year {}, not covered {}", self.name, pounds(self.given), pounds(self.a_year), pounds(self.uncovered))
    }
}

impl Row for ProvisionCost {
    const COLUMNS: &'static [Column] = &[
        Column { title: "Provision", share: 2.6 },
        Column { title: "Pupils", share: 0.6 },
        Column { title: "Given so far", share: 1.0 },
        Column { title: "A year as promised", share: 1.2 },
    ];

    fn cell(&self, column: usize) -> Cell {
        match column {
            0 => self.what.as_str().into(),
            1 => Cell::Count(self.pupils as i64),
            2 => Cell::Pence(self.given),
            _ => Cell::Pence(self.a_year),
        }
    }
}
