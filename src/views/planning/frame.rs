//! The school's periods as slots of the week, or of the two weeks of a cycle.

use chrono::{Datelike as _, Days, NaiveDate};
use std::collections::HashMap;

use super::{Planning, When};
use crate::model::{CycleWeek, Period, WEEKDAYS};
use crate::planner::problem::{Problem, SCHEMA, Slot, SlotKind};

/// Most pupils whom one adult supports at once where a plan does not say.
pub(super) const SHARED_AMONG: usize = 4;
/// A break of this many minutes is a lunch.
const LUNCH: i32 = 30;
/// What a lesson lasts where there is none to go by, in minutes.
const USUAL_LESSON: i32 = 60;

pub(super) struct Maker {
    pub planning: Planning,
    /// A usual lesson: what is shorter is a session within one. Registration is no lesson to go by.
    pub lesson: i32,
    pub weeks: Vec<Option<CycleWeek>>,
    pub from: NaiveDate,
}

impl Maker {
    pub fn new(school: String, from: NaiveDate, cycle: bool, periods: &[Period]) -> Self {
        let monday = from - Days::new(u64::from(from.weekday().num_days_from_monday()));
        let weeks: Vec<Option<CycleWeek>> = if cycle { CycleWeek::ALL.map(Some).to_vec() } else { vec![None] };
        let mut problem =
            Problem { schema: SCHEMA.into(), name: school, plan_date: monday.to_string(), max_group: SHARED_AMONG, ..Problem::default() };
        let mut whens = Vec::new();
        for &week in &weeks {
            for weekday in WEEKDAYS {
                let day = problem.days.len();
                problem.days.push(week.map_or(weekday.to_string(), |w| format!("{} {weekday}", w.letter())));
                for period in periods.iter().filter(|p| p.is_on(weekday)) {
                    problem.slots.push(slot(problem.slots.len(), day, period));
                    whens.push(When { week, weekday, period: period.id });
                }
            }
        }
        let mut lessons: Vec<i32> = problem.slots.iter().filter(|s| s.kind == SlotKind::Period).map(|s| s.minutes).collect();
        lessons.sort_unstable();
        let lesson = lessons.get(lessons.len() / 2).copied().unwrap_or(USUAL_LESSON);
        let planning = Planning {
            problem,
            staff: Vec::new(),
            pupils: Vec::new(),
            whens,
            sessions: Vec::new(),
            tasks: Vec::new(),
            lines: HashMap::new(),
            standing: Vec::new(),
            duties: Vec::new(),
            own_duties: Vec::new(),
            current: Vec::new(),
            notes: Vec::new(),
            monday,
        };
        Self { planning, lesson, weeks, from }
    }

    pub fn note(&mut self, words: String) {
        self.planning.notes.push(words);
    }
}

fn slot(id: usize, day: usize, period: &Period) -> Slot {
    let minutes = i32::from(period.minutes());
    let kind = match period.is_break {
        true if minutes >= LUNCH => SlotKind::Lunch,
        true => SlotKind::Break,
        false => SlotKind::Period,
    };
    Slot { id, day, label: period.name.clone(), kind, start: i32::from(period.starts), end: i32::from(period.ends), minutes }
}
