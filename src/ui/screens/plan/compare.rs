//! Two plans side by side: what differs for each pupil and each adult, and on which level.

use egui::Ui;

use super::levels::LEVELS;
use crate::model::{Cell, thousands};
use crate::planner::validate::hours;
use crate::ui::intent::Cx;
use crate::ui::listing::export;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Level};
use crate::views::{Comparison, Difference, WeekPlanView};

/// Which two plans are compared.
#[derive(Default)]
pub struct Compare {
    first: usize,
    second: Option<usize>,
    /// The comparison with what it is of.
    made: Option<(u64, (usize, usize), Comparison)>,
}

impl Compare {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, view: &WeekPlanView) {
        let plans = view.plans();
        if plans.len() < 2 {
            widgets::weak(
                ui,
                "There is one plan only. Plan the week, and its draft is compared with the week that stands; keep a draft to compare it with the next one.",
            );
            return;
        }
        let options: Vec<_> = plans.iter().enumerate().map(|(i, (name, _))| (i, name.clone())).collect();
        self.first = self.first.min(plans.len() - 1);
        let mut second = self.second.unwrap_or(1).min(plans.len() - 1);
        ui.columns(2, |columns| {
            widgets::choice(&mut columns[0], "From", &mut self.first, &options);
            widgets::choice(&mut columns[1], "To", &mut second, &options);
        });
        self.second = Some(second);
        let of = (self.first, second);
        if self.made.as_ref().is_none_or(|m| (m.0, m.1) != (cx.shown.version, of)) {
            self.made = Some((cx.shown.version, of, Comparison::of(plans[of.0].1, plans[of.1].1)));
        }
        ui.add_space(space::S);
        if let Some((.., comparison)) = &self.made {
            differences(ui, cx, comparison);
        }
    }
}

/// The page on which two lists of differences stand beside each other.
const SIDE_BY_SIDE: f32 = 1_240.0;

/// The differences as two lists that leave as Excel.
pub fn differences(ui: &mut Ui, cx: &mut Cx, comparison: &Comparison) {
    levels(ui, comparison);
    ui.add_space(space::S);
    let count = if ui.available_width() < SIDE_BY_SIDE { 1 } else { 2 };
    ui.columns(count, |columns| {
        list(&mut columns[0], cx, "Differences by pupil", "Pupil", "Promised", &comparison.pupils, true);
        columns[0].add_space(space::M);
        list(&mut columns[count - 1], cx, "Differences by LSA", "LSA", "Contract", &comparison.lsas, false);
    });
}

fn levels(ui: &mut Ui, comparison: &Comparison) {
    let (before, after) = comparison.levels;
    ui.horizontal_wrapped(|ui| {
        for (i, (name, what)) in LEVELS.iter().enumerate() {
            let by = after[i] - before[i];
            let (level, words) = match by {
                0 => (Level::Plain, format!("{name}: the same")),
                by if by < 0 => (Level::Good, format!("{name}: better by {}", thousands(-by))),
                by => (Level::Warn, format!("{name}: worse by {}", thousands(by))),
            };
            ui.push_id(i, |ui| widgets::chip(ui, level, &words)).response.on_hover_text(format!(
                "{} then {}; {what}",
                thousands(before[i]),
                thousands(after[i])
            ));
        }
    });
}

fn list(ui: &mut Ui, cx: &mut Cx, title: &'static str, who: &'static str, due: &'static str, rows: &[Difference], promised: bool) {
    widgets::card(ui, |ui| {
        widgets::subheading(ui, title);
        if rows.is_empty() {
            widgets::weak(ui, "Nothing differs.");
            return;
        }
        let head = [who, due, "Before", "After", "Difference"];
        let minutes = |m: i32| Cell::Minutes(i64::from(m));
        let line =
            |d: &Difference| vec![d.name.as_str().into(), due_words(d).into(), minutes(d.planned.0), minutes(d.planned.1), minutes(d.by())];
        let lines = || rows.iter().map(line).collect();
        export(ui, cx, title, || head.map(str::to_owned).to_vec(), lines);
        egui::ScrollArea::vertical().id_salt(title).max_height(360.0).show(ui, |ui| {
            egui::Grid::new(title).num_columns(5).spacing([space::M, space::XS]).striped(true).show(ui, |ui| {
                head.iter().for_each(|h| drop(widgets::weak(ui, *h)));
                ui.end_row();
                for d in rows {
                    line(d)[..4].iter().for_each(|c| drop(ui.label(c.words())));
                    let level = match d.by() {
                        0 => Level::Plain,
                        by if promised && by < 0 => Level::Warn,
                        _ if promised => Level::Good,
                        _ => Level::Plain,
                    };
                    widgets::chip(ui, level, &signed(d.by()));
                    ui.end_row();
                }
            });
        });
    });
}

fn due_words(d: &Difference) -> String {
    if d.due.0 == d.due.1 { hours(d.due.1) } else { format!("{}, then {}", hours(d.due.0), hours(d.due.1)) }
}

fn signed(minutes: i32) -> String {
    match minutes {
        0 => "0".into(),
        m if m < 0 => format!("−{}", hours(-m)),
        m => format!("+{}", hours(m)),
    }
}
