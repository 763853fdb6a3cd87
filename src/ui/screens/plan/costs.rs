//! What support costs: by pupil against its funding, and by provision.

use egui::Ui;

use super::export;
use super::numbers::{Sorted, framed};
use crate::model::date_words;
use crate::ui::intent::{Cx, Intent, Place};
use crate::ui::theme::space;
use crate::ui::widgets::{self, Column};
use crate::views::{CostsView, pounds};

const PUPILS: [Column; 5] = [
    Column { title: "Pupil", share: 2.0 },
    Column { title: "Given so far", share: 1.0 },
    Column { title: "A year as promised", share: 1.2 },
    Column { title: "Top-up", share: 1.0 },
    Column { title: "Not covered", share: 1.0 },
];

const PROVISIONS: [Column; 4] = [
    Column { title: "Provision", share: 2.6 },
    Column { title: "Pupils", share: 0.6 },
    Column { title: "Given so far", share: 1.0 },
    Column { title: "A year as promised", share: 1.2 },
];

const TABLE: f32 = 320.0;

/// The two tables in their order.
#[derive(Default)]
pub struct Costs {
    pupils: Sorted,
    provisions: Sorted,
}

impl Costs {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        let Some(view) = &shown.costs else { return cx.ask(Intent::Costs) };
        widgets::weak(
            ui,
            format!(
                "{} to {}; a year has {} weeks of provision, and the school bears the first £{} of a pupil’s provision. Lines without minutes and \
                 adults without a rate are left out. The rules stand in Settings, under School; a top-up on the pupil’s page.",
                date_words(view.from),
                date_words(view.to),
                view.rules.weeks,
                view.rules.element_2_pounds
            ),
        );
        ui.add_space(space::S);
        let (by_pupil, by_provision) = (self.pupils.by.column, self.provisions.by.column);
        self.pupils.refresh(cx.shown.version, view.pupils.len(), |i| pupil_key(view, i, by_pupil));
        self.provisions.refresh(cx.shown.version, view.provisions.len(), |i| provision_key(view, i, by_provision));
        let (Sorted { by: pupils_by, order: pupils, .. }, Sorted { by: provisions_by, order: provisions, .. }) =
            (&mut self.pupils, &mut self.provisions);
        let lines = || pupils.iter().map(|&i| (0..PUPILS.len()).map(|c| pupil_cell(view, i, c)).collect()).collect();
        export(ui, cx, "Costs by pupil", &PUPILS.each_ref().map(|c| c.title), lines);
        let sentence = |i: usize| {
            let p = &view.pupils[pupils[i]];
            format!("{}: given {}, a year {}, not covered {}", p.name, pounds(p.given), pounds(p.a_year), pounds(p.uncovered))
        };
        let chosen = framed(ui, pupils.len(), TABLE, |ui| {
            widgets::table(ui, "cost pupils", &PUPILS, pupils_by, pupils.len(), |i, c| pupil_cell(view, pupils[i], c), sentence).0
        });
        if let Some(i) = chosen {
            cx.go(Place::Pupil(view.pupils[pupils[i]].pupil));
        }
        ui.add_space(space::M);
        let lines = || provisions.iter().map(|&i| (0..PROVISIONS.len()).map(|c| provision_cell(view, i, c)).collect()).collect();
        export(ui, cx, "Costs by provision", &PROVISIONS.each_ref().map(|c| c.title), lines);
        let sentence = |i: usize| (0..PROVISIONS.len()).map(|c| provision_cell(view, provisions[i], c)).collect::<Vec<_>>().join(", ");
        let cell = |i: usize, c: usize| provision_cell(view, provisions[i], c);
        framed(ui, provisions.len(), TABLE, |ui| {
            widgets::table(ui, "cost provisions", &PROVISIONS, provisions_by, provisions.len(), cell, sentence)
        });
    }
}

fn pupil_key(view: &CostsView, i: usize, column: usize) -> (i64, String) {
    let p = &view.pupils[i];
    ([0, p.given, p.a_year, p.top_up, p.uncovered][column], p.name.to_lowercase())
}

fn provision_key(view: &CostsView, i: usize, column: usize) -> (i64, String) {
    let p = &view.provisions[i];
    ([0, p.pupils as i64, p.given, p.a_year][column], p.what.to_lowercase())
}

fn pupil_cell(view: &CostsView, i: usize, column: usize) -> String {
    let p = &view.pupils[i];
    let money = |pence: i64| if pence == 0 { "–".to_owned() } else { pounds(pence) };
    match column {
        0 => p.name.clone(),
        1 => money(p.given),
        2 => money(p.a_year),
        3 => money(p.top_up),
        _ => money(p.uncovered),
    }
}

fn provision_cell(view: &CostsView, i: usize, column: usize) -> String {
    let p = &view.provisions[i];
    match column {
        0 => p.what.clone(),
        1 => p.pupils.to_string(),
        2 => pounds(p.given),
        _ => pounds(p.a_year),
    }
}
