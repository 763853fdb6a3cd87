//! Two plans side by side: what differs for each pupil and each adult, and on which level.

use egui::Ui;

use super::levels::LEVELS;
use crate::model::{Cell, pounds, thousands};
use crate::planner::validate::hours;
use crate::ui::intent::Cx;
use crate::ui::listing::export;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Level};
use crate::views::{Comparison, Difference, WeekPlanView, signed};

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
            self.made = Some((cx.shown.version, of, Comparison::of(plans[of.0].1, plans[of.1].1, &view.planning.pay)));
        }
        ui.add_space(space::S);
        if let Some((.., comparison)) = &self.made {
            differences(ui, cx, comparison);
        }
    }
}

/// The tallest that such a list gets before it scrolls by itself.
const LIST: f32 = 360.0;

/// The differences as two lists that leave as Excel.
pub fn differences(ui: &mut Ui, cx: &mut Cx, comparison: &Comparison) {
    levels(ui, comparison);
    ui.add_space(space::S);
    list(ui, cx, "Differences by pupil", "Pupil", "Promised", &comparison.pupils, true);
    ui.add_space(space::M);
    list(ui, cx, "Differences by LSA", "LSA", "Contract", &comparison.lsas, false);
}

fn levels(ui: &mut Ui, comparison: &Comparison) {
    let (before, after) = comparison.levels;
    ui.scope(|ui| {
        // A level to a line, as close as chips may stand.
        ui.spacing_mut().interact_size.y = 0.0;
        ui.spacing_mut().item_spacing.y = space::XS;
        for (i, (name, what)) in LEVELS.iter().enumerate() {
            let (was, is) = (&comparison.words.0[i], &comparison.words.1[i]);
            let level = match after[i] - before[i] {
                0 => Level::Plain,
                by if by < 0 => Level::Good,
                _ => Level::Warn,
            };
            let words = match (level, was == is) {
                (Level::Plain, _) => format!("{name}: the same, {is}"),
                (_, false) => format!("{name}: {was}, then {is}"),
                (Level::Good, true) => format!("{name}: {is}, a little better"),
                (_, true) => format!("{name}: {is}, a little worse"),
            };
            ui.push_id(i, |ui| ui.horizontal(|ui| widgets::chip(ui, level, &words))).response.on_hover_text(format!(
                "weighs {}, then {}; {what}",
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
            widgets::weak(ui, "No hours differ, and nobody changes hands.");
            return;
        }
        let mut head = vec![who, due, "Before", "After", "Difference", "Cost a year"];
        if promised {
            head.push("Who gives it");
        }
        let minutes = |m: i32| Cell::Minutes(i64::from(m));
        let line = |d: &Difference| {
            let by = [minutes(d.planned.0), minutes(d.planned.1), minutes(d.by()), d.cost.map_or_else(|| "".into(), Cell::Pence)];
            let mut line: Vec<Cell> = vec![d.name.as_str().into(), due_words(d).into()];
            line.extend(by);
            if promised {
                line.push(d.hands.as_str().into());
            }
            line
        };
        let lines = || rows.iter().map(line).collect();
        export(ui, cx, title, || head.iter().map(|h| (*h).to_owned()).collect(), lines);
        egui::ScrollArea::vertical().id_salt(title).max_height(LIST).min_scrolled_height(LIST).show(ui, |ui| {
            egui::Grid::new(title).num_columns(head.len()).spacing([space::M, space::XS]).striped(true).show(ui, |ui| {
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
                    match level {
                        Level::Plain => drop(ui.label(signed(d.by()))),
                        _ => widgets::chip(ui, level, &signed(d.by())),
                    }
                    ui.label(d.cost.map_or_else(|| "not known".into(), signed_pounds));
                    if promised {
                        ui.add(egui::Label::new(&d.hands).truncate()).on_hover_text(&d.hands);
                    }
                    ui.end_row();
                }
            });
        });
    });
}

fn due_words(d: &Difference) -> String {
    if d.due.0 == d.due.1 { hours(d.due.1) } else { format!("{}, then {}", hours(d.due.0), hours(d.due.1)) }
}

fn signed_pounds(pence: i64) -> String {
    match pence {
        0 => "0".into(),
        p if p < 0 => format!("−{}", pounds(-p)),
        p => format!("+{}", pounds(p)),
    }
}
