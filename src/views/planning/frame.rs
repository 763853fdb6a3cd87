//! The school's periods as slots of the week, or of the two weeks of a cycle.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use std::collections::HashMap;

use super::{Planning, When};
use crate::model::{CycleWeek, Period, PlanRules, ProvisionId, RunningId, Staff, WEEKDAYS};
use crate::planner::problem::{Problem, SCHEMA, Slot, SlotKind};
use crate::rules::usual_lesson;
use crate::views::Pay;
use crate::views::inputs::LUNCH;

/// Less than this is not worth a part of its own.
const SHORTEST_TASK: i32 = 5;
pub(super) struct Maker {
    pub planning: Planning,
    /// A usual lesson: what is shorter is a session within one.
    pub lesson: i32,
    pub weeks: Vec<Option<CycleWeek>>,
    pub from: NaiveDate,
    pub rules: PlanRules,
    /// Lines that are not planned by amount, with what they are called and whether they are statutory; and
    /// running interventions without a dose.
    pub unplanned: HashMap<ProvisionId, (String, bool)>,
    pub undosed: HashMap<RunningId, String>,
}

impl Maker {
    pub fn new(school: String, from: NaiveDate, cycle: bool, periods: &[Period], staff: &[Staff], rules: PlanRules) -> Self {
        let monday = from - Days::new(u64::from(from.weekday().num_days_from_monday()));
        let weeks: Vec<Option<CycleWeek>> = if cycle { CycleWeek::ALL.map(Some).to_vec() } else { vec![None] };
        let mut problem = Problem {
            schema: SCHEMA.into(),
            name: school,
            plan_date: monday.to_string(),
            max_group: usize::from(rules.shared_among.max(1)),
            ..Problem::default()
        };
        let mut whens = Vec::new();
        for &week in &weeks {
            for weekday in WEEKDAYS {
                let day = problem.days.len();
                problem.days.push(week.map_or(weekday.to_string(), |w| format!("{} {weekday}", w.letter())));
                for period in periods.iter().filter(|p| p.is_on(weekday)) {
                    for (part, slot) in parts(period, lunch_unpaid(periods, weekday, staff)).into_iter().enumerate() {
                        problem.slots.push(Slot { id: problem.slots.len(), day, ..slot });
                        whens.push(When { week, weekday, period: period.id, second_half: part == 1 });
                    }
                }
            }
        }
        let lessons = problem.slots.iter().filter(|s| s.kind == SlotKind::Period).map(|s| s.minutes as u16);
        let lesson = i32::from(usual_lesson(lessons));
        let planning = Planning {
            problem,
            staff: Vec::new(),
            most_with_one: i32::from(rules.most_with_one),
            pay: Pay::default(),
            pupils: Vec::new(),
            whens,
            sessions: Vec::new(),
            tasks: Vec::new(),
            lines: HashMap::new(),
            standing: Vec::new(),
            fixed: Vec::new(),
            duties: Vec::new(),
            later: Vec::new(),
            later_duties: Vec::new(),
            own_duties: Vec::new(),
            current: Vec::new(),
            notes: Vec::new(),
            monday,
            from,
        };
        Self { planning, lesson, weeks, from, rules, unplanned: HashMap::new(), undosed: HashMap::new() }
    }

    pub fn note(&mut self, words: String) {
        self.planning.notes.push(words);
    }
}

/// The longest unpaid break of those who support pupils, on a day that has one lunch only; none where it has
/// more, for then one of them is free by rule.
fn lunch_unpaid(periods: &[Period], weekday: Weekday, staff: &[Staff]) -> Option<i32> {
    let lunches = periods.iter().filter(|p| p.is_on(weekday) && kind(p) == SlotKind::Lunch).count();
    let breaks = staff.iter().filter(|s| s.left_on.is_none() && s.role.supports()).flat_map(|s| &s.days).map(|d| i32::from(d.unpaid));
    (lunches == 1).then(|| breaks.max().unwrap_or(0))
}

fn kind(period: &Period) -> SlotKind {
    match period.is_break {
        true if period.minutes() >= LUNCH => SlotKind::Lunch,
        true => SlotKind::Break,
        false => SlotKind::Period,
    }
}

/// A period as one slot; the only lunch of a day as two, of which everybody has one free: halves, or what is
/// left beside the unpaid break and the break itself.
fn parts(period: &Period, unpaid: Option<i32>) -> Vec<Slot> {
    let (start, end) = (i32::from(period.starts), i32::from(period.ends));
    let slot = |label: String, start, end| Slot { id: 0, day: 0, label, kind: kind(period), start, end, minutes: end - start };
    match unpaid.filter(|_| kind(period) == SlotKind::Lunch).map(|u| ((end - start) - u).min((end - start) / 2)) {
        Some(first) if first >= SHORTEST_TASK => vec![
            slot(format!("{}, first half", period.name), start, start + first),
            slot(format!("{}, second half", period.name), start + first, end),
        ],
        _ => vec![slot(period.name.clone(), start, end)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Mint, PeriodId};

    fn lunch(minutes: u16) -> Period {
        let id: PeriodId = Mint::new(0, 1).fresh();
        Period { id, name: "Lunch".into(), starts: 720, ends: 720 + minutes, is_break: true, days: Period::WHOLE_WEEK }
    }

    #[test]
    fn a_lunch_leaves_everybody_their_unpaid_break() {
        // Minutes of lunch, unpaid minutes, the parts that are planned.
        let cases = [
            (60, Some(30), vec![30, 30]),
            (60, Some(0), vec![30, 30]),
            (50, Some(30), vec![20, 30]),
            (40, Some(36), vec![40]),
            (60, None, vec![60]),
            (20, Some(0), vec![20]),
        ];
        for (minutes, unpaid, expected) in cases {
            let found: Vec<i32> = parts(&lunch(minutes), unpaid).iter().map(|s| s.minutes).collect();
            assert_eq!(found, expected, "{minutes} minutes, {unpaid:?} unpaid");
        }
    }
}
