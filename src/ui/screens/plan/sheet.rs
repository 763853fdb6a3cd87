//! How the grid lies on the page: everybody's day, or one person's whole week.

use super::grid::Rows;
use crate::planner::problem::{Slot, SlotKind};
use crate::views::Planning;

/// What the grid shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Span {
    /// A row for each person, a column for each slot of a day.
    Day(usize),
    /// A row for each slot, a column for each day, for one person.
    WeekOf(usize),
}

/// The cells of the grid, each the person and the slot it stands for.
pub struct Sheet {
    /// Each column's heading and its share of the width.
    pub columns: Vec<(String, f32)>,
    pub rows: Vec<Row>,
}

pub struct Row {
    pub head: Head,
    pub cells: Vec<Option<(usize, usize)>>,
}

/// What stands before a row.
pub enum Head {
    Person(usize),
    Time(String),
}

impl Sheet {
    pub fn of(planning: &Planning, rows: Rows, span: Span) -> Self {
        match span {
            Span::Day(day) => Self::day(planning, rows, day),
            Span::WeekOf(person) => Self::week(planning, person),
        }
    }

    fn day(planning: &Planning, rows: Rows, day: usize) -> Self {
        let problem = &planning.problem;
        let slots: Vec<&Slot> = problem.slots_of(day).filter(|s| is_used(planning, s)).collect();
        let people = if rows == Rows::Adults { problem.lsas.len() } else { problem.pupils.len() };
        let row = |p: usize| Row { head: Head::Person(p), cells: slots.iter().map(|s| Some((p, s.id))).collect() };
        Self { columns: slots.iter().map(|s| (s.label.clone(), share(s))).collect(), rows: (0..people).map(row).collect() }
    }

    fn week(planning: &Planning, person: usize) -> Self {
        let problem = &planning.problem;
        let mut labels: Vec<(i32, &str)> = Vec::new();
        for slot in problem.slots.iter().filter(|s| is_used(planning, s)) {
            match labels.iter_mut().find(|l| l.1 == slot.label) {
                Some(label) => label.0 = label.0.min(slot.start),
                None => labels.push((slot.start, &slot.label)),
            }
        }
        labels.sort_unstable();
        let cell = |day: usize, label: &str| problem.slots_of(day).find(|s| s.label == label).map(|s| (person, s.id));
        let row = |(_, label): &(i32, &str)| Row {
            head: Head::Time((*label).to_owned()),
            cells: (0..problem.days.len()).map(|d| cell(d, label)).collect(),
        };
        Self { columns: problem.days.iter().map(|d| (d.clone(), 1.0)).collect(), rows: labels.iter().map(row).collect() }
    }
}

/// A break has less in it than a lesson.
fn share(slot: &Slot) -> f32 {
    match slot.kind {
        SlotKind::Period | SlotKind::Lunch => 1.0,
        SlotKind::Break => 0.6,
    }
}

/// Breaks and lunches are shown where somebody is needed in them.
fn is_used(planning: &Planning, slot: &Slot) -> bool {
    let problem = &planning.problem;
    slot.kind == SlotKind::Period
        || problem.tasks.iter().any(|t| problem.task_slots(t).contains(&slot.id))
        || (0..problem.lsas.len()).any(|l| planning.own_duty(l, slot.id).is_some())
}
