//! One cell of the plan: why this adult, who else could, and what a change would cost before it is made.

use egui::Ui;

use super::grid::in_full;
use crate::planner::edit::{Try, shift, swap, without};
use crate::planner::reasons::{Why, why};
use crate::planner::{Assignment, Levels};
use crate::ui::intent::{Cx, Intent, PlanWish};
use crate::ui::theme::space;
use crate::ui::widgets::{self, Level};
use crate::views::WeekPlanView;

pub struct CellDialog {
    lsa: usize,
    slot: usize,
    work: Vec<Assignment>,
    why: Vec<Why>,
    tries: Vec<Tried>,
}

/// A change that can be made here, with what the judge says of it.
struct Tried {
    words: String,
    result: Try,
}

impl CellDialog {
    /// Reads the cell and tries what could be done with it.
    pub fn open(view: &WeekPlanView, lsa: usize, slot: usize) -> Option<Self> {
        let (problem, plan) = (&view.planning.problem, &view.shown().plan);
        let work: Vec<Assignment> = plan.iter().filter(|a| a.lsa == lsa && a.slot == slot).cloned().collect();
        let why: Vec<Why> = work.iter().map(|a| why(problem, plan, a)).collect();
        let mut tries = Vec::new();
        for other in (0..problem.lsas.len()).filter(|&l| l != lsa && problem.at_work(l, slot)) {
            let busy = plan.iter().any(|a| a.lsa == other && a.slot == slot);
            let name = &problem.lsas[other].name;
            let words = if busy { format!("Change places with {name}") } else { format!("Give it to {name}") };
            if busy || !work.is_empty() {
                tries.push(Tried { words, result: swap(problem, plan, slot, lsa, other) });
            }
        }
        if let [only] = &work[..] {
            let day = problem.slots[slot].day;
            for to in problem.slots_of(day).filter(|s| s.id != slot && problem.at_work(lsa, s.id)).map(|s| s.id) {
                let words = format!("Move it to {}", problem.slot_name(to));
                tries.push(Tried { words, result: shift(problem, plan, (lsa, slot), (lsa, to)) });
            }
            tries.push(Tried { words: "Leave it out".into(), result: without(problem, plan, only) });
        }
        tries.sort_by_key(|t| (!t.result.allowed(), t.result.verdict.levels));
        Some(Self { lsa, slot, work, why, tries })
    }

    /// Draws the dialog; false when it is closed.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, view: &WeekPlanView) -> bool {
        let problem = &view.planning.problem;
        let title = format!("{}, {}", problem.slot_name(self.slot), problem.lsas[self.lsa].name);
        let now = view.shown().verdict.levels;
        let mut done = false;
        let open = widgets::modal(ui, "plan cell", &title, 600.0, |ui| {
            if self.work.is_empty() {
                widgets::paragraph(ui, "Free in this slot.");
            }
            for (a, why) in self.work.iter().zip(&self.why) {
                widgets::strong(ui, &in_full(problem, a));
                widgets::weak(ui, format!("Why this adult: {}. {} could do it as well.", why.words, others(why)));
                if view.draft.is_some() {
                    let pinned = view.pins.contains(a);
                    let words = if pinned { "Unpin" } else { "Pin: keep it when planning again" };
                    if widgets::secondary(ui, None, words).clicked() {
                        cx.ask(Intent::Plan(if pinned { PlanWish::Unpin(a.clone()) } else { PlanWish::Pin(a.clone()) }));
                    }
                }
            }
            ui.add_space(space::S);
            widgets::subheading(ui, "Try a change");
            egui::ScrollArea::vertical().max_height(300.0).id_salt("tries").show(ui, |ui| {
                for tried in &self.tries {
                    ui.horizontal_wrapped(|ui| {
                        if tried.result.allowed() {
                            if widgets::secondary(ui, None, &tried.words).clicked() {
                                cx.ask(Intent::Plan(PlanWish::Show(tried.result.plan.clone())));
                                done = true;
                            }
                            let (level, words) = effect(now, tried.result.verdict.levels);
                            widgets::chip(ui, level, &words);
                        } else {
                            ui.label(&tried.words);
                            widgets::chip(ui, Level::Bad, "not allowed");
                            widgets::weak(ui, tried.result.verdict.broken[0].clone());
                        }
                    });
                }
            });
        });
        open && !done
    }
}

fn others(why: &Why) -> String {
    let free = why.others.iter().filter(|o| o.free).count();
    match (why.others.len(), free) {
        (0, _) => "Nobody else".into(),
        (1, f) => format!("One other adult ({f} free then)"),
        (n, f) => format!("{n} other adults ({f} free then)"),
    }
}

/// The first level that a change moves, and by how much.
fn effect(now: Levels, then: Levels) -> (Level, String) {
    const NAMES: [&str; 5] = ["duties and care", "promised support", "other sessions", "continuity", "load and change"];
    let changes: Vec<(i64, &str)> =
        then.as_array().iter().zip(now.as_array()).zip(NAMES).map(|((t, n), name)| (t - n, name)).filter(|c| c.0 != 0).collect();
    let words: Vec<String> = changes.iter().map(|(by, name)| format!("{name} {}{}", if *by > 0 { "+" } else { "−" }, by.abs())).collect();
    match changes.first() {
        None => (Level::Good, "no difference".into()),
        Some((by, _)) if *by < 0 => (Level::Good, format!("better: {}", words.join(", "))),
        Some(_) => (Level::Warn, format!("worse: {}", words.join(", "))),
    }
}
