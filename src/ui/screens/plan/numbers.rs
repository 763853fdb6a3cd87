//! The plan in numbers: by pupil, by adult, by day; each a table that leaves as Excel.

use egui::Ui;

use super::export;
use crate::planner::validate::hours;
use crate::ui::intent::{Cx, Place};
use crate::ui::theme::space;
use crate::ui::widgets::{self, Column, Sorting};
use crate::views::{LsaLoad, PupilLoad, WeekPlanView};

#[derive(Default)]
pub struct Numbers {
    pupils: Sorted,
    load: Sorted,
}

/// A table's order, made again only when the view or the sorting has changed.
#[derive(Default)]
pub struct Sorted {
    pub by: Sorting,
    of: Option<(u64, Sorting)>,
    pub order: Vec<usize>,
}

impl Sorted {
    pub fn refresh<K: Ord>(&mut self, version: u64, count: usize, key: impl Fn(usize) -> K) {
        if self.of != Some((version, self.by)) {
            self.order = (0..count).collect();
            self.order.sort_by_key(|&i| key(i));
            if self.by.down {
                self.order.reverse();
            }
            self.of = Some((version, self.by));
        }
    }
}

const PUPILS: [Column; 6] = [
    Column { title: "Pupil", share: 2.0 },
    Column { title: "Promised", share: 1.0 },
    Column { title: "Planned", share: 1.0 },
    Column { title: "Sessions", share: 0.8 },
    Column { title: "Adults", share: 0.6 },
    Column { title: "With key worker", share: 1.0 },
];

const LOAD: [Column; 6] = [
    Column { title: "LSA", share: 2.0 },
    Column { title: "One to one", share: 1.0 },
    Column { title: "Groups in class", share: 1.0 },
    Column { title: "Sessions", share: 1.0 },
    Column { title: "Planned", share: 1.0 },
    Column { title: "Contract", share: 1.0 },
];

/// The tallest that a table of the plan gets before it scrolls by itself.
const TABLE: f32 = 420.0;

impl Numbers {
    pub fn pupils(&mut self, ui: &mut Ui, cx: &mut Cx, view: &WeekPlanView) {
        let rows = &view.shown().pupils;
        let column = self.pupils.by.column;
        self.pupils.refresh(cx.shown.version, rows.len(), |i| pupil_key(&rows[i], column));
        let Sorted { by, order, .. } = &mut self.pupils;
        let lines = || order.iter().map(|&i| (0..PUPILS.len()).map(|c| pupil_cell(&rows[i], c)).collect()).collect();
        export(ui, cx, "The plan by pupil", &PUPILS.each_ref().map(|c| c.title), lines);
        let why = |i: usize| {
            view.shown().short.iter().find(|s| s.pupil == i).map(|s| format!(" Short: {}", s.causes.join(" "))).unwrap_or_default()
        };
        let sentence = |i: usize| {
            format!(
                "{}: {} planned of {} promised.{}",
                rows[order[i]].name,
                hours(rows[order[i]].planned),
                hours(rows[order[i]].promised),
                why(order[i])
            )
        };
        let chosen = framed(ui, rows.len(), TABLE, |ui| {
            widgets::table(ui, "plan pupils", &PUPILS, by, order.len(), |i, c| pupil_cell(&rows[order[i]], c), sentence).0
        });
        if let Some(i) = chosen {
            cx.go(Place::Pupil(view.planning.pupils[order[i]]));
        }
        for short in view.shown().short.iter().take(12) {
            widgets::weak(ui, format!("{} misses {}. {}", rows[short.pupil].name, hours(short.minutes.missed()), short.causes.join(" ")));
        }
    }

    pub fn load(&mut self, ui: &mut Ui, cx: &mut Cx, view: &WeekPlanView) {
        let rows = &view.shown().lsas;
        let column = self.load.by.column;
        self.load.refresh(cx.shown.version, rows.len(), |i| load_key(&rows[i], column));
        let Sorted { by, order, .. } = &mut self.load;
        let lines = || order.iter().map(|&i| (0..LOAD.len()).map(|c| load_cell(&rows[i], c)).collect()).collect();
        export(ui, cx, "The plan by LSA", &LOAD.each_ref().map(|c| c.title), lines);
        let sentence = |i: usize| {
            format!("{}: {} planned of {}", rows[order[i]].name, hours(rows[order[i]].planned()), hours(rows[order[i]].contract))
        };
        framed(ui, rows.len(), TABLE, |ui| {
            widgets::table(ui, "plan load", &LOAD, by, order.len(), |i, c| load_cell(&rows[order[i]], c), sentence).0
        });
    }
}

/// Supply against demand, day by day.
pub fn days(ui: &mut Ui, cx: &mut Cx, view: &WeekPlanView) {
    let days = &view.shown().days;
    let names = &view.planning.problem.days;
    let lines = || names.iter().zip(days).map(|(n, d)| vec![n.clone(), hours(d.supply), hours(d.planned), hours(d.spare)]).collect();
    export(ui, cx, "The plan by day", &["Day", "At work in lessons", "Planned", "Free"], lines);
    egui::Grid::new("days").num_columns(4).spacing([space::XL, space::S]).show(ui, |ui| {
        ["Day", "At work in lessons", "Planned", "Free"].iter().for_each(|h| drop(widgets::weak(ui, *h)));
        ui.end_row();
        for row in lines() {
            let row: Vec<String> = row;
            row.iter().for_each(|cell| drop(ui.label(cell)));
            ui.end_row();
        }
    });
}

/// A table of known height within a page that scrolls.
pub fn framed<R>(ui: &mut Ui, rows: usize, most: f32, table: impl FnOnce(&mut Ui) -> R) -> R {
    let height = (space::ROW * (rows as f32 + 1.0) + space::S).min(most);
    ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
        ui.set_height(height);
        table(ui)
    })
    .inner
}

fn pupil_key(row: &PupilLoad, column: usize) -> (i64, String) {
    let number = match column {
        1 => row.promised,
        2 => row.planned,
        3 => row.sessions.1 as i32 - row.sessions.0 as i32,
        4 => row.adults as i32,
        5 => row.with_key_worker.unwrap_or(-1),
        _ => 0,
    };
    (i64::from(number), row.name.to_lowercase())
}

fn pupil_cell(row: &PupilLoad, column: usize) -> String {
    match column {
        0 => row.name.clone(),
        1 => hours(row.promised),
        2 => hours(row.planned),
        3 => format!("{} of {}", row.sessions.1, row.sessions.0),
        4 => row.adults.to_string(),
        _ => row.with_key_worker.map_or("–".into(), |p| format!("{p} %")),
    }
}

fn load_key(row: &LsaLoad, column: usize) -> (i64, String) {
    let number = match column {
        1 => row.one_to_one,
        2 => row.shared,
        3 => row.sessions,
        4 => row.planned(),
        5 => row.contract,
        _ => 0,
    };
    (i64::from(number), row.name.to_lowercase())
}

fn load_cell(row: &LsaLoad, column: usize) -> String {
    match column {
        0 => row.name.clone(),
        1 => hours(row.one_to_one),
        2 => hours(row.shared),
        3 => hours(row.sessions),
        4 => hours(row.planned()),
        _ => hours(row.contract),
    }
}
