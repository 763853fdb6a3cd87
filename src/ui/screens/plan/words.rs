//! What an assignment is called: short in a cell, in full for who cannot see it.

use crate::planner::problem::Slot;
use crate::planner::{Assignment, Problem, Work};
use crate::views::WeekPlanView;

/// What stands in an adult's cell: who, and for how long where that is not the whole slot.
pub fn short(problem: &Problem, a: &Assignment) -> String {
    match &a.work {
        Work::Intervention { intervention } => {
            let i = &problem.interventions[*intervention];
            let who: Vec<&str> = i.pupils.iter().map(|p| problem.pupils[*p].name.as_str()).collect();
            format!("{}, {}\u{a0}min", who.join(", "), i.minutes)
        }
        Work::Task { task } => {
            let t = &problem.tasks[*task];
            t.pupil.map_or(t.name.clone(), |p| format!("{}: {}", problem.pupils[p].name, t.name))
        }
        work => problem.work_name(work),
    }
}

/// What stands in a pupil's cell: who is with them, and how.
pub fn with_whom(problem: &Problem, a: &Assignment) -> String {
    let what = match &a.work {
        Work::OneToOne { .. } => "one to one".to_owned(),
        Work::Shared { pupils, .. } => match pupils.len() - 1 {
            0 => "in class".to_owned(),
            1 => "with 1 other".to_owned(),
            n => format!("with {n} others"),
        },
        Work::Task { task } => problem.tasks[*task].name.clone(),
        Work::Intervention { intervention } => format!("{}\u{a0}min", problem.interventions[*intervention].minutes),
    };
    format!("{}, {what}", problem.lsas[a.lsa].name)
}

/// A cell in words.
pub fn spoken(view: &WeekPlanView, slot: &Slot, who: &str, work: &[&Assignment]) -> String {
    let problem = &view.planning.problem;
    let what = match work {
        [] => "free".to_owned(),
        work => work.iter().map(|a| format!("{}{}", in_full(problem, a), marks(view, a))).collect::<Vec<_>>().join("; "),
    };
    format!("{}, {who}: {what}", problem.slot_name(slot.id))
}

fn marks(view: &WeekPlanView, a: &Assignment) -> String {
    let new = if view.is_new(a) { ", new" } else { "" };
    let pinned = if view.pins.contains(a) { ", pinned" } else { "" };
    format!("{new}{pinned}")
}

/// An assignment in full words.
pub fn in_full(problem: &Problem, a: &Assignment) -> String {
    match &a.work {
        Work::OneToOne { .. } => format!("{}, one to one", problem.work_name(&a.work)),
        Work::Shared { class, pupils } if pupils.len() == 1 => {
            format!("{} in {}", problem.work_name(&a.work), problem.classes[*class].name)
        }
        Work::Shared { class, .. } => format!("{} together in {}", problem.work_name(&a.work), problem.classes[*class].name),
        Work::Intervention { intervention } => {
            let i = &problem.interventions[*intervention];
            format!("{}, {} minutes", i.name, i.minutes)
        }
        Work::Task { .. } => problem.work_name(&a.work),
    }
}
