//! Two plans side by side, and weeks that might come: what differs for whom, and what it costs.

use super::plan::{Draft, WeekPlanView};
use crate::planner::whatif::{WhatIf, supposed};
use crate::planner::{Options, Problem, solve};
use std::sync::atomic::AtomicBool;

/// How long a supposed week is planned, in seconds.
const SECONDS: f64 = 4.0;
const MINUTES_AN_HOUR: f64 = 60.0;

/// Somebody's week in two plans, in minutes.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub name: String,
    /// What is promised, or the contract, in each.
    pub due: (i32, i32),
    pub planned: (i32, i32),
}

impl Difference {
    pub fn by(&self) -> i32 {
        self.planned.1 - self.planned.0
    }
}

/// What differs between two plans.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    pub pupils: Vec<Difference>,
    pub lsas: Vec<Difference>,
    pub levels: ([i64; 5], [i64; 5]),
}

impl Comparison {
    /// Only those for whom something differs, the greatest loss first; whoever is new comes with nothing before.
    pub fn of(before: &Draft, after: &Draft) -> Self {
        let missing = |list: usize, i: usize| i >= list;
        let pupils = (0..before.pupils.len().max(after.pupils.len())).map(|i| {
            let week = |d: &Draft| if missing(d.pupils.len(), i) { (0, 0) } else { (d.pupils[i].promised, d.pupils[i].planned) };
            let name = after.pupils.get(i).or(before.pupils.get(i)).map(|p| p.name.clone());
            difference(name, week(before), week(after))
        });
        let lsas = (0..before.lsas.len().max(after.lsas.len())).map(|i| {
            let week = |d: &Draft| if missing(d.lsas.len(), i) { (0, 0) } else { (d.lsas[i].contract, d.lsas[i].planned()) };
            let name = after.lsas.get(i).or(before.lsas.get(i)).map(|l| l.name.clone());
            difference(name, week(before), week(after))
        });
        let differs = |d: &Difference| d.planned.0 != d.planned.1 || d.due.0 != d.due.1;
        let mut made = Self {
            pupils: pupils.filter(differs).collect(),
            lsas: lsas.filter(differs).collect(),
            levels: (before.verdict.levels.as_array(), after.verdict.levels.as_array()),
        };
        made.pupils.sort_by_key(|d| (d.by(), d.name.clone()));
        made.lsas.sort_by_key(|d| (d.by(), d.name.clone()));
        made
    }
}

fn difference(name: Option<String>, before: (i32, i32), after: (i32, i32)) -> Difference {
    Difference { name: name.unwrap_or_default(), due: (before.0, after.0), planned: (before.1, after.1) }
}

/// A week that might come, planned.
#[derive(Clone, Debug)]
pub struct Scenario {
    pub supposed: Vec<WhatIf>,
    pub comparison: Comparison,
    pub draft: Draft,
    /// What the contracts cost more or less in a year, in pence; none where a rate is not known.
    pub cost_a_year: Option<i64>,
}

/// What an adult costs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rate {
    /// Pence an hour with on-costs.
    pub pence: Option<f64>,
    /// Paid weeks a year.
    pub weeks: Option<f64>,
}

impl Scenario {
    /// Plans the week that would be, and compares it with the plan that is shown. Takes a few seconds.
    pub fn plan(problem: &Problem, shown: &Draft, rates: &[Rate], weeks_in_cycle: usize, all: Vec<WhatIf>) -> Self {
        let changed = supposed(problem, &shown.plan, &all);
        let stop = AtomicBool::new(false);
        let solution = solve(&changed, Options { seconds: SECONDS, ..Options::default() }, &stop, &mut |_| {});
        let draft = Draft::from_progress(&changed, &solution.progress);
        let cost_a_year = cost(problem, &changed, rates, weeks_in_cycle);
        Self { comparison: Comparison::of(shown, &draft), supposed: all, draft, cost_a_year }
    }
}

/// Contract minutes more or less, at each adult's own rate; somebody new is paid as the others are on average.
fn cost(before: &Problem, after: &Problem, rates: &[Rate], weeks_in_cycle: usize) -> Option<i64> {
    let known: Vec<(f64, f64)> = rates.iter().filter_map(|r| Some((r.pence?, r.weeks?))).collect();
    let mean = |of: fn(&(f64, f64)) -> f64| known.iter().map(of).sum::<f64>() / known.len().max(1) as f64;
    let usual = (!known.is_empty()).then(|| (mean(|k| k.0), mean(|k| k.1)));
    let mut pence = 0.0;
    for (i, lsa) in after.lsas.iter().enumerate() {
        let was = before.lsas.get(i).map_or(0, |l| l.max_contact_minutes);
        let more = f64::from(lsa.max_contact_minutes - was) / weeks_in_cycle.max(1) as f64;
        if more != 0.0 {
            let own = rates.get(i).and_then(|r| Some((r.pence?, r.weeks?)));
            let (rate, weeks) = if i < rates.len() { own? } else { usual? };
            pence += more / MINUTES_AN_HOUR * rate * weeks;
        }
    }
    Some(pence.round() as i64)
}

/// A plan that can be chosen for a comparison.
impl WeekPlanView {
    /// Every plan there is to compare, by its name: the week that stands, the draft, those that were kept.
    pub fn plans(&self) -> Vec<(String, &Draft)> {
        let mut plans = vec![("The week that stands".to_owned(), &self.present)];
        plans.extend(self.draft.as_ref().map(|d| ("The draft".to_owned(), d)));
        plans.extend(self.kept.iter().enumerate().map(|(i, d)| (format!("Kept draft {}", i + 1), d)));
        plans
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::planner::sample::{Size, sample};

    #[test]
    fn a_leaver_saves_their_pay_and_somebody_new_costs_the_average() {
        let problem = sample(Size::Primary, 2, 0.8);
        let rates = vec![Rate { pence: Some(1500.0), weeks: Some(40.0) }; problem.lsas.len()];
        let contract = problem.lsas[0].max_contact_minutes;
        let cost = |all: &[WhatIf]| cost(&problem, &supposed(&problem, &[], all), &rates, 1);
        assert_eq!(cost(&[WhatIf::Leaves { lsa: 0 }]), Some(-(f64::from(contract) / 60.0 * 1500.0 * 40.0).round() as i64));
        assert_eq!(cost(&[WhatIf::Comes { name: "New".into(), minutes: 600 }]), Some(10 * 1500 * 40));
        assert_eq!(cost(&[WhatIf::DayOff { lsa: 0, day: 0 }]), Some(0));
    }

    #[test]
    fn only_what_differs_is_listed_the_greatest_loss_first() {
        let problem = sample(Size::Primary, 2, 0.8);
        let draft = |plan: Vec<crate::planner::Assignment>| Draft::of(&problem, plan, [None; 5], 0.0);
        let options = Options { seconds: 0.3, seed: 1, proofs: false };
        let plan = solve(&problem, options, &AtomicBool::new(false), &mut |_| {}).progress.plan;
        let fewer = plan[..plan.len() - 2].to_vec();
        assert_eq!(Comparison::of(&draft(plan.clone()), &draft(plan.clone())).pupils, Vec::new());
        let made = Comparison::of(&draft(plan), &draft(fewer));
        assert!(!made.lsas.is_empty() && made.lsas.iter().all(|d| d.by() < 0), "{:?}", made.lsas);
        assert!(made.pupils.is_sorted_by_key(Difference::by));
    }
}
