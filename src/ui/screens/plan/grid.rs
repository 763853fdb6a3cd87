//! One day of the plan: a row for each adult, a column for each slot.

use egui::{RichText, Ui};

use crate::planner::problem::{Slot, SlotKind};
use crate::planner::validate::hours;
use crate::planner::{Assignment, Problem, Work};
use crate::ui::theme::{space, tokens};
use crate::ui::widgets;
use crate::views::WeekPlanView;

const NAME: f32 = 132.0;
const EDGE: f32 = 96.0;

/// Draws the day; answers the adult and slot that were chosen.
pub fn grid(ui: &mut Ui, view: &WeekPlanView, day: usize) -> Option<(usize, usize)> {
    let problem = &view.planning.problem;
    let slots: Vec<&Slot> = problem.slots_of(day).filter(|s| s.kind == SlotKind::Period).collect();
    let width = ((ui.available_width() - NAME - EDGE) / slots.len().max(1) as f32 - space::XS).max(92.0);
    let mut chosen = None;
    egui::ScrollArea::horizontal().id_salt("plan grid").show(ui, |ui| {
        ui.spacing_mut().item_spacing = egui::vec2(space::XS, space::XS);
        ui.horizontal(|ui| {
            ui.add_space(NAME + space::XS);
            for slot in &slots {
                ui.allocate_ui_with_layout(egui::vec2(width, 20.0), egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.set_min_width(width);
                    widgets::strong(ui, &slot.label);
                });
            }
            widgets::strong(ui, "Week");
        });
        for lsa in 0..problem.lsas.len() {
            ui.horizontal_top(|ui| {
                ui.allocate_ui_with_layout(egui::vec2(NAME, 40.0), egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.set_min_width(NAME);
                    ui.add(egui::Label::new(&problem.lsas[lsa].name).truncate());
                });
                for slot in &slots {
                    if cell(ui, view, lsa, slot, width) {
                        chosen = Some((lsa, slot.id));
                    }
                }
                let load = &view.shown().lsas[lsa];
                let words = format!("{} of {}", hours(load.planned()), hours(load.contract));
                ui.allocate_ui_with_layout(egui::vec2(EDGE, 40.0), egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.add(egui::Label::new(RichText::new(words).small().color(tokens(ui).text_weak)).wrap());
                });
            });
        }
    });
    chosen
}

fn cell(ui: &mut Ui, view: &WeekPlanView, lsa: usize, slot: &Slot, width: f32) -> bool {
    let t = tokens(ui);
    let problem = &view.planning.problem;
    let work: Vec<&Assignment> = view.shown().plan.iter().filter(|a| a.lsa == lsa && a.slot == slot.id).collect();
    if !problem.at_work(lsa, slot.id) {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(width, 40.0), egui::Sense::hover());
        ui.painter().rect_filled(rect, 6, t.surface_soft);
        return false;
    }
    let new = work.iter().any(|a| view.is_new(a));
    let pinned = work.iter().any(|a| view.pins.contains(a));
    let fill = match work.first().map(|a| &a.work) {
        None => t.surface,
        Some(Work::OneToOne { .. }) => t.warn_soft,
        Some(Work::Shared { .. }) => t.good_soft,
        Some(Work::Intervention { .. } | Work::Task { .. }) => t.info_soft,
    };
    let words = if work.is_empty() { "free".to_owned() } else { work.iter().map(|a| short(problem, a)).collect::<Vec<_>>().join("\n") };
    let marks = format!("{}{}", if pinned { "■ " } else { "" }, if new { "+ " } else { "" });
    let text = RichText::new(format!("{marks}{words}")).small().color(if work.is_empty() { t.text_weak } else { t.text });
    let name = spoken(problem, lsa, slot, &work, new, pinned);
    let stroke = egui::Stroke::new(if new || pinned { 2.0 } else { 1.0 }, if new || pinned { t.accent } else { t.line });
    let button = egui::Button::new(text).fill(fill).stroke(stroke).min_size(egui::vec2(width, 40.0)).wrap();
    ui.push_id((lsa, slot.id), |ui| {
        let sized = ui.allocate_ui_with_layout(egui::vec2(width, 40.0), egui::Layout::top_down(egui::Align::Min), |ui| {
            ui.set_width(width);
            ui.add(button).accessible_name(&name).on_hover_text(&name).clicked()
        });
        sized.inner
    })
    .inner
}

/// What stands in a cell: who, and for how long where that is not the whole slot.
fn short(problem: &Problem, a: &Assignment) -> String {
    match &a.work {
        Work::Intervention { intervention } => {
            let i = &problem.interventions[*intervention];
            let who: Vec<&str> = i.pupils.iter().map(|p| problem.pupils[*p].name.as_str()).collect();
            format!("{}, {} min", who.join(", "), i.minutes)
        }
        work => problem.work_name(work),
    }
}

fn spoken(problem: &Problem, lsa: usize, slot: &Slot, work: &[&Assignment], new: bool, pinned: bool) -> String {
    let what = match work {
        [] => "free".to_owned(),
        work => work.iter().map(|a| in_full(problem, a)).collect::<Vec<_>>().join("; "),
    };
    let new = if new { ", new" } else { "" };
    let pinned = if pinned { ", pinned" } else { "" };
    format!("{}, {}: {what}{new}{pinned}", problem.slot_name(slot.id), problem.lsas[lsa].name)
}

/// An assignment in full words.
pub fn in_full(problem: &Problem, a: &Assignment) -> String {
    match &a.work {
        Work::OneToOne { .. } => format!("{}, one to one", problem.work_name(&a.work)),
        Work::Shared { class, .. } => format!("{} together in {}", problem.work_name(&a.work), problem.classes[*class].name),
        Work::Intervention { intervention } => {
            let i = &problem.interventions[*intervention];
            format!("{}, {} minutes", i.name, i.minutes)
        }
        Work::Task { .. } => problem.work_name(&a.work),
    }
}
