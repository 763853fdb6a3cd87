//! One cell of the plan: why this adult, who else could, and what a change would cost before it is made.

use egui::Ui;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::grid::Chosen;
use super::words::{in_full, short};
use crate::model::thousands;
use crate::planner::edit::{Edit, Try};
use crate::planner::reasons::{Why, why};
use crate::planner::{Assignment, Levels, Problem, Verdict, Work};
use crate::ui::intent::{Cx, Intent, PlanWish};
use crate::ui::theme::space;
use crate::ui::widgets::{self, Level};
use crate::views::WeekPlanView;

/// How long a frame may spend on trying changes.
const A_FRAME: Duration = Duration::from_millis(6);
/// How many adults are named who could do a thing as well.
const NAMED: usize = 4;
/// How many pupils who lack minutes are offered to a free adult.
const SHORT: usize = 12;

/// What can be done in a cell, tried one after another while the dialog is open.
pub struct CellDialog {
    title: String,
    work: Vec<Assignment>,
    why: Vec<Why>,
    waiting: VecDeque<(String, Edit)>,
    tried: Vec<Tried>,
    /// Whether what the rules do not allow is listed as well.
    refused_too: bool,
}

/// A change that can be made here, with what the judge says of it.
struct Tried {
    words: String,
    /// Whether it only takes away what stands here: that is always at hand, and stands first.
    leaves_out: bool,
    result: Try,
}

impl CellDialog {
    pub fn open(view: &WeekPlanView, chosen: &Chosen) -> Option<Self> {
        match *chosen {
            Chosen::Adult(lsa, slot) => Some(Self::of_adult(view, lsa, slot)),
            Chosen::Pupil(pupil, slot) => Some(Self::of_pupil(view, pupil, slot)),
            Chosen::WeekOf(_) | Chosen::Moved(_) => None,
        }
    }

    fn of_adult(view: &WeekPlanView, lsa: usize, slot: usize) -> Self {
        let (problem, plan) = (&view.planning.problem, &view.shown().plan);
        let work: Vec<Assignment> = plan.iter().filter(|a| a.lsa == lsa && a.slot == slot).cloned().collect();
        let why: Vec<Why> = work.iter().map(|a| why(problem, plan, a)).collect();
        let mut waiting = VecDeque::new();
        let session = match work[..] {
            [Assignment { work: Work::Intervention { intervention }, .. }] => Some(intervention),
            _ => None,
        };
        for other in (0..problem.lsas.len()).filter(|&l| l != lsa && problem.at_work(l, slot)) {
            let busy = plan.iter().any(|a| a.lsa == other && a.slot == slot);
            let name = &problem.lsas[other].name;
            let words = if busy { format!("Change places with {name}") } else { format!("Give it to {name}") };
            if busy || !work.is_empty() {
                waiting.push_back((words, Edit::Swap { slot, adults: (lsa, other) }));
            }
        }
        if let Some(intervention) = session.filter(|i| problem.interventions[*i].sessions_per_week > 1) {
            for other in (0..problem.lsas.len()).filter(|l| *l != lsa) {
                let words = format!("Give all its sessions to {}", problem.lsas[other].name);
                waiting.push_back((words, Edit::Hand { intervention, lsa: other }));
            }
        }
        if let [only] = &work[..] {
            for to in problem.slots.iter().filter(|s| s.id != slot && problem.at_work(lsa, s.id)).map(|s| s.id) {
                // One session of a thing for another one of it would change nothing.
                if plan.iter().any(|a| a.lsa == lsa && a.slot == to && a.work == only.work) {
                    continue;
                }
                let stands: Vec<String> = plan.iter().filter(|a| a.lsa == lsa && a.slot == to).map(|a| short(problem, a)).collect();
                let words = match stands.is_empty() {
                    true => format!("Move it to {}", problem.slot_name(to)),
                    false => format!("Change it with {}: {}", problem.slot_name(to), stands.join("; ")),
                };
                waiting.push_back((words, Edit::Shift { from: (lsa, slot), to: (lsa, to) }));
            }
            waiting.push_back(("Leave it out".into(), Edit::Without(only.clone())));
        }
        if work.len() > 1 {
            work.iter().for_each(|a| Self::one_of_several(problem, plan, a, &mut waiting));
        }
        let lacking = view.shown().short.iter().filter(|s| problem.pupils[s.pupil].weights[slot] > 0).take(SHORT);
        waiting.extend(lacking.map(|s| (format!("Take {} on", problem.pupils[s.pupil].name), Edit::Give { pupil: s.pupil, lsa, slot })));
        let title = format!("{}, {}", problem.slot_name(slot), problem.lsas[lsa].name);
        Self { title, work, why, waiting, tried: Vec::new(), refused_too: false }
    }

    /// What can be done with one of several short things in a lesson, while the others stay.
    fn one_of_several(problem: &Problem, plan: &[Assignment], a: &Assignment, waiting: &mut VecDeque<(String, Edit)>) {
        let (lsa, slot, name) = (a.lsa, a.slot, short(problem, a));
        let whole = match a.work {
            Work::Intervention { intervention } if problem.interventions[intervention].sessions_per_week > 1 => Some(intervention),
            _ => None,
        };
        for other in (0..problem.lsas.len()).filter(|&l| l != lsa && problem.at_work(l, slot)) {
            let to = &problem.lsas[other].name;
            waiting.push_back(match whole {
                Some(intervention) => (format!("Give all its sessions to {to}: {name}"), Edit::Hand { intervention, lsa: other }),
                None => (format!("Give it to {to}: {name}"), Edit::Move { what: a.clone(), to: (other, slot) }),
            });
        }
        if let Work::Intervention { intervention } = a.work {
            let elsewhere = |s: &&usize| **s != slot && !plan.iter().any(|x| (x.lsa, x.slot) == (lsa, **s) && x.work == a.work);
            for &to in problem.interventions[intervention].allowed_slots.iter().filter(elsewhere) {
                waiting.push_back((format!("Move it to {}: {name}", problem.slot_name(to)), Edit::Move { what: a.clone(), to: (lsa, to) }));
            }
        }
        waiting.push_back((format!("Leave it out: {name}"), Edit::Without(a.clone())));
    }

    /// Nobody is with the pupil then: who could be.
    fn of_pupil(view: &WeekPlanView, pupil: usize, slot: usize) -> Self {
        let problem = &view.planning.problem;
        let able = (0..problem.lsas.len()).filter(|&l| problem.at_work(l, slot) && problem.may_support(l, pupil));
        let waiting = able.map(|lsa| (format!("Give it to {}", problem.lsas[lsa].name), Edit::Give { pupil, lsa, slot })).collect();
        let title = format!("{}, {}", problem.slot_name(slot), problem.pupils[pupil].name);
        Self { title, work: Vec::new(), why: Vec::new(), waiting, tried: Vec::new(), refused_too: false }
    }

    /// Tries what waits, as far as a frame allows.
    fn try_some(&mut self, ui: &Ui, problem: &Problem, plan: &[Assignment], now: &Verdict) {
        let begun = Instant::now();
        let before = self.tried.len();
        while begun.elapsed() < A_FRAME
            && let Some((words, edit)) = self.waiting.pop_front()
        {
            self.tried.push(Tried { words, leaves_out: matches!(edit, Edit::Without(_)), result: edit.tried(problem, plan) });
        }
        if self.tried.len() > before {
            self.tried.sort_by_key(|t| (!t.leaves_out, t.result.breaks_after(now).is_some(), t.result.verdict.levels));
        }
        if !self.waiting.is_empty() {
            ui.ctx().request_repaint();
        }
    }

    /// Draws the dialog; false when it is closed.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, view: &WeekPlanView) -> bool {
        let problem = &view.planning.problem;
        let now = &view.shown().verdict;
        self.try_some(ui, problem, &view.shown().plan, now);
        let mut done = false;
        let open = widgets::modal(ui, "plan cell", &self.title, 600.0, |ui| {
            if self.work.is_empty() {
                widgets::paragraph(ui, "Nothing stands here.");
            }
            for (a, why) in self.work.iter().zip(&self.why) {
                widgets::strong(ui, &in_full(problem, a));
                widgets::weak(ui, format!("Why this adult: {}. {}", why.words, others(problem, a, why)));
                if view.draft.is_some() {
                    let pinned = view.pins.contains(a);
                    let words = if pinned { "Unpin" } else { "Pin: keep it when planning again" };
                    // Two things of one lesson have a pin each.
                    let name = if self.work.len() > 1 { format!("{words}: {}", short(problem, a)) } else { words.to_owned() };
                    if widgets::secondary(ui, None, words).accessible_name(name).clicked() {
                        cx.ask(Intent::Plan(if pinned { PlanWish::Unpin(a.clone()) } else { PlanWish::Pin(a.clone()) }));
                    }
                }
            }
            ui.add_space(space::S);
            widgets::subheading(ui, "Try a change");
            // The best stands first, so nothing can be shown before everything is tried: it would move under the hand.
            if !self.waiting.is_empty() {
                widgets::weak(ui, "Trying what could be done…");
                return;
            }
            if self.tried.is_empty() {
                widgets::weak(ui, "No adult who may do it is at work then.");
            }
            egui::ScrollArea::vertical().max_height(300.0).id_salt("tries").show(ui, |ui| {
                let (allowed, refused): (Vec<&Tried>, Vec<&Tried>) = self.tried.iter().partition(|t| t.result.breaks_after(now).is_none());
                for tried in &allowed {
                    done |= row(ui, cx, now, tried);
                }
                if allowed.is_empty() {
                    widgets::weak(ui, "The rules allow no change here.");
                }
                let words = format!("Show what the rules do not allow, and why ({})", refused.len());
                if !refused.is_empty() && !self.refused_too {
                    self.refused_too = widgets::ghost(ui, None, &words).clicked();
                } else {
                    for tried in refused {
                        row(ui, cx, now, tried);
                    }
                }
            });
        });
        open && !done
    }
}

/// One change with its effect; true when it was made.
fn row(ui: &mut Ui, cx: &mut Cx, now: &Verdict, tried: &Tried) -> bool {
    ui.horizontal_wrapped(|ui| match tried.result.breaks_after(now) {
        Some(why) => {
            ui.label(&tried.words);
            widgets::chip(ui, Level::Bad, "not allowed");
            widgets::weak(ui, why);
            false
        }
        None => {
            let made = widgets::secondary(ui, None, &tried.words).clicked();
            if made {
                cx.ask(Intent::Plan(PlanWish::Show(tried.result.plan.clone())));
            }
            let (level, words) = effect(now.levels, tried.result.verdict.levels);
            widgets::chip(ui, level, &words);
            made
        }
    })
    .inner
}

/// Who else could do it: those who are free by name, the nearest to the pupil first.
fn others(problem: &Problem, a: &Assignment, why: &Why) -> String {
    let free: Vec<&str> = why.others.iter().filter(|o| o.free).map(|o| problem.lsas[o.lsa].name.as_str()).collect();
    let (named, more) = free.split_at(free.len().min(NAMED));
    let busy = match why.others.len() - free.len() {
        0 => String::new(),
        1 => " 1 other could, but is busy then.".to_owned(),
        n => format!(" {n} others could, but are busy then."),
    };
    let and = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
    let all = match a.work {
        Work::Intervention { intervention } if problem.interventions[intervention].sessions_per_week > 1 => {
            " One adult gives all sessions of it."
        }
        _ => "",
    };
    let words = match named {
        [] if busy.is_empty() => "Nobody else could do it.".into(),
        [] => format!("Nobody else is free for it.{busy}"),
        [one] => format!("{one} is free and could do it as well.{busy}"),
        _ => format!("{}{and} are free and could do it as well.{busy}", named.join(", ")),
    };
    format!("{words}{all}")
}

/// The levels that a change moves, and by how much; good or bad as the first of them is.
pub fn effect(now: Levels, then: Levels) -> (Level, String) {
    const NAMES: [&str; 5] = ["duties and care", "promised support", "other sessions", "continuity", "load and change"];
    let changes: Vec<(i64, &str)> =
        then.as_array().iter().zip(now.as_array()).zip(NAMES).map(|((t, n), name)| (t - n, name)).filter(|c| c.0 != 0).collect();
    let words: Vec<String> =
        changes.iter().map(|(by, name)| format!("{name} {}{} points", if *by > 0 { "+" } else { "" }, thousands(*by))).collect();
    match changes.first() {
        None => (Level::Good, "no difference".into()),
        Some((by, _)) if *by < 0 => (Level::Good, format!("better: {}", words.join(", "))),
        Some(_) => (Level::Warn, format!("worse: {}", words.join(", "))),
    }
}
