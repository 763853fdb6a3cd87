//! The plan in numbers: by pupil, by adult, by day; each a table that leaves as Excel.

use egui::Ui;

use super::grid::Rows;
use crate::model::Cell;
use crate::planner::reasons::Day;
use crate::planner::validate::hours;
use crate::ui::intent::{Cx, Place};
use crate::ui::listing::{Listing, Row, export};
use crate::ui::theme::space;
use crate::ui::widgets::{self, Column};
use crate::views::{LsaLoad, PupilLoad, WeekPlanView};

#[derive(Default)]
pub struct Numbers {
    pupils: Listing,
    load: Listing,
}

/// The tallest that a table of the plan gets before it scrolls by itself.
const TABLE: f32 = 420.0;

impl Numbers {
    pub fn pupils(&mut self, ui: &mut Ui, cx: &mut Cx, view: &WeekPlanView) {
        let draft = view.shown();
        self.pupils.refresh(cx.shown.version, &(), &draft.pupils, |_| true);
        ui.horizontal_wrapped(|ui| {
            self.pupils.filter(ui, "Filter the pupils", "Filter by name");
            self.pupils.export(ui, cx, "The plan by pupil", &draft.pupils);
        });
        widgets::weak(ui, "Beside it: care, and lines that say no amount. They are planned, and no part of what is promised.");
        let chosen = framed(ui, draft.pupils.len(), TABLE, |ui| self.pupils.ui(ui, "plan pupils", &draft.pupils));
        if let Some(i) = chosen {
            cx.go(Place::Pupil(view.planning.pupils[i]));
        }
        for short in draft.short.iter().take(12) {
            let name = &draft.pupils[short.pupil].name;
            widgets::weak(ui, format!("{name} misses {}. {}", hours(short.minutes.missed()), short.causes.join(" ")));
        }
        let leaning = view.on_one_adult(draft);
        if !leaning.is_empty() {
            widgets::subheading(ui, &format!("More than {} % of the week with one adult", view.planning.most_with_one));
            let from = hours(crate::views::LEANS_FROM);
            widgets::weak(ui, format!("Of pupils with {from} a week or more. Settings say the share from which they are named here."));
        }
        for (load, given) in leaning {
            let adult = &draft.lsas[given.lsa].name;
            widgets::weak(ui, format!("{}: {} of {} with {adult}.", load.name, hours(given.minutes), hours(load.planned + load.beside)));
        }
    }

    pub fn load(&mut self, ui: &mut Ui, cx: &mut Cx, view: &WeekPlanView) {
        let rows: Vec<LsaLoad> = (0..view.shown().lsas.len()).map(|l| view.load_of(view.shown(), l)).collect();
        self.load.refresh(cx.shown.version, &(), &rows, |_| true);
        ui.horizontal_wrapped(|ui| {
            self.load.filter(ui, "Filter the LSAs", "Filter by name");
            self.load.export(ui, cx, "The plan by LSA", &rows);
        });
        framed(ui, rows.len(), TABLE, |ui| self.load.ui(ui, "plan load", &rows));
    }
}

impl Row for PupilLoad {
    const COLUMNS: &'static [Column] = &[
        Column { title: "Pupil", share: 1.8 },
        Column { title: "Promised", share: 1.0 },
        Column { title: "Planned", share: 1.0 },
        Column { title: "Short", share: 0.8 },
        Column { title: "Over", share: 0.8 },
        Column { title: "Beside it", share: 0.9 },
        Column { title: "Sessions", share: 0.8 },
        Column { title: "Out of class", share: 1.0 },
        Column { title: "Adults", share: 0.6 },
        Column { title: "With key worker", share: 1.1 },
        Column { title: "Most with one", share: 1.0 },
    ];

    fn cell(&self, column: usize) -> Cell {
        match column {
            0 => self.name.as_str().into(),
            1 => Cell::Minutes(i64::from(self.promised)),
            2 => Cell::Minutes(i64::from(self.planned)),
            3 => Cell::Minutes(i64::from((self.promised - self.planned).max(0))),
            4 => Cell::Minutes(i64::from((self.planned - self.promised).max(0))),
            5 => Cell::Minutes(i64::from(self.beside)),
            6 => Cell::Of(self.sessions.1, self.sessions.0),
            7 => Cell::Minutes(i64::from(self.out_of_class)),
            8 => Cell::Count(self.adults as i64),
            9 => Cell::Percent(self.with_key_worker.map(i64::from)),
            _ => Cell::Percent(self.most_with_one.map(i64::from)),
        }
    }

    fn sentence(&self) -> String {
        let out = if self.out_of_class > 0 { format!(", {} out of class", hours(self.out_of_class)) } else { String::new() };
        let adults = if self.adults == 1 { "1 adult".to_owned() } else { format!("{} adults", self.adults) };
        let beside = if self.beside > 0 { format!(", {} beside it", hours(self.beside)) } else { String::new() };
        format!("{}: {} planned of {} promised{beside}{out}, {adults}", self.name, hours(self.planned), hours(self.promised))
    }
}

impl Row for LsaLoad {
    const COLUMNS: &'static [Column] = &[
        Column { title: "LSA", share: 1.8 },
        Column { title: "One to one", share: 1.0 },
        Column { title: "Groups in class", share: 1.1 },
        Column { title: "Sessions", share: 1.0 },
        Column { title: "Care", share: 0.9 },
        Column { title: "Duties", share: 0.9 },
        Column { title: "Planned", share: 1.0 },
        Column { title: "Contract", share: 1.0 },
        Column { title: "Reserve", share: 1.0 },
    ];

    fn cell(&self, column: usize) -> Cell {
        let minutes = match column {
            0 => return self.name.as_str().into(),
            1 => self.one_to_one,
            2 => self.shared,
            3 => self.sessions,
            4 => self.care,
            5 => self.duties,
            6 => self.planned(),
            7 => self.contract,
            _ => self.contract - self.planned(),
        };
        Cell::Minutes(i64::from(minutes))
    }

    fn sentence(&self) -> String {
        let beside = hours(self.care + self.duties);
        format!("{}: {} planned of {}, {beside} of it care and duties", self.name, hours(self.planned()), hours(self.contract))
    }
}

/// One person's week in a line, beside their grid.
pub fn in_a_line(view: &WeekPlanView, rows: Rows, person: usize) -> String {
    let of = |planned: i32, due: i32| format!("{} of {}", hours(planned), hours(due));
    match rows {
        Rows::Adults => {
            let load = view.load_of(view.shown(), person);
            let parts = [
                (load.one_to_one, "one to one"),
                (load.shared, "in class"),
                (load.sessions, "sessions"),
                (load.care, "care"),
                (load.duties, "duties"),
            ];
            let parts: Vec<String> =
                parts.iter().filter(|p| p.0 > 0).map(|(minutes, what)| format!("{} {what}", hours(*minutes))).collect();
            format!("{} planned: {}", of(load.planned(), load.contract), parts.join(", "))
        }
        Rows::Pupils => {
            let load = &view.shown().pupils[person];
            let key = load.with_key_worker.map(|k| format!(", {k} % with the key worker")).unwrap_or_default();
            let adults = if load.adults == 1 { "1 adult".to_owned() } else { format!("{} adults", load.adults) };
            let beside = if load.beside > 0 { format!(", and {} beside it", hours(load.beside)) } else { String::new() };
            format!("{} planned{beside}, by {adults}{key}", of(load.planned, load.promised))
        }
    }
}

/// Supply against demand, day by day.
pub fn days(ui: &mut Ui, cx: &mut Cx, view: &WeekPlanView) {
    let days = &view.shown().days;
    let names = &view.planning.problem.days;
    let lines = || -> Vec<Vec<Cell>> {
        let minutes = |m: i32| Cell::Minutes(i64::from(m));
        let line = |(name, d): (&String, &Day)| {
            [vec![name.as_str().into()], [d.supply, d.asked, d.planned, d.spare].map(minutes).to_vec()].concat()
        };
        names.iter().zip(days).map(line).collect()
    };
    const HEAD: [&str; 5] = ["Day", "At work in lessons", "Asked for, about", "Planned", "Free"];
    export(ui, cx, "The plan by day", || HEAD.map(str::to_owned).to_vec(), lines);
    egui::Grid::new("days").num_columns(HEAD.len()).spacing([space::XL, space::S]).show(ui, |ui| {
        HEAD.iter().for_each(|h| drop(widgets::weak(ui, *h)));
        ui.end_row();
        for row in lines() {
            row.iter().for_each(|cell| drop(ui.label(cell.words())));
            ui.end_row();
        }
    });
    widgets::weak(
        ui,
        "Asked for: tasks on their day, and of what each pupil is promised the share of the day in the lessons in which it is wanted, as \
         if every group were full.",
    );
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
