//! Two plans side by side, and weeks that might come: what differs for whom, and what it costs.

use super::Pay;
use super::plan::{Draft, Given, WeekPlanView};
use crate::planner::validate::hours;
use crate::planner::whatif::{WhatIf, supposed};
use crate::planner::{Options, Problem, Work, solve};
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

/// How long a supposed week is planned, in seconds.
const SECONDS: f64 = 4.0;
/// How many adults are named whose share of a pupil's week differs.
const NAMED: usize = 3;

/// Somebody's week in two plans, in minutes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    pub name: String,
    /// What is promised, or the contract, in each.
    pub due: (i32, i32),
    pub planned: (i32, i32),
    /// Whose share of a pupil's week differs, and by how much; empty for an adult.
    pub hands: String,
    /// What it costs more or less in a year, in pence; none where a rate is not known.
    pub cost: Option<i64>,
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
    /// What each level comes to in words.
    pub words: ([String; 5], [String; 5]),
}

impl Comparison {
    /// Only those for whom something differs, the greatest loss first; whoever is new comes with nothing before.
    pub fn of(before: &Draft, after: &Draft, pay: &Pay) -> Self {
        let pupils = (0..before.pupils.len().max(after.pupils.len())).map(|i| pupil(before, after, pay, i));
        let lsas = (0..before.lsas.len().max(after.lsas.len())).map(|i| lsa(before, after, pay, i));
        let differs = |d: &Difference| d.planned.0 != d.planned.1 || d.due.0 != d.due.1 || !d.hands.is_empty();
        let mut made = Self {
            pupils: pupils.filter(differs).collect(),
            lsas: lsas.filter(differs).collect(),
            levels: (before.verdict.levels.as_array(), after.verdict.levels.as_array()),
            words: (std::array::from_fn(|i| before.in_words(i)), std::array::from_fn(|i| after.in_words(i))),
        };
        made.pupils.sort_by_key(|d| (d.by(), d.name.clone()));
        made.lsas.sort_by_key(|d| (d.by(), d.name.clone()));
        made
    }
}

fn pupil(before: &Draft, after: &Draft, pay: &Pay, i: usize) -> Difference {
    let (was, is) = (before.pupils.get(i), after.pupils.get(i));
    let of = |f: fn(&super::PupilLoad) -> i32| (was.map_or(0, f), is.map_or(0, f));
    let cost = |load: Option<&super::PupilLoad>| load.map_or(Some(0), |l| pay.of_pupil(l));
    let given = |load| Option::<&super::PupilLoad>::map_or(load, &[][..], |l| &l.given);
    Difference {
        name: is.or(was).map(|p| p.name.clone()).unwrap_or_default(),
        due: of(|p| p.promised),
        planned: of(|p| p.planned),
        hands: hands(given(was), given(is), |l| after.lsas.get(l).map_or("", |l| l.name.as_str())),
        cost: cost(is).zip(cost(was)).map(|(is, was)| is - was),
    }
}

/// Who gives less and who gives more, the greatest difference first.
fn hands<'n>(before: &[Given], after: &[Given], name: impl Fn(usize) -> &'n str) -> String {
    let of = |list: &[Given], lsa: usize| list.iter().find(|g| g.lsa == lsa).map_or(0, |g| g.minutes);
    let mut adults: Vec<usize> = before.iter().chain(after).map(|g| g.lsa).collect();
    adults.sort_unstable();
    adults.dedup();
    let mut by: Vec<(i32, usize)> = adults.into_iter().map(|l| (of(after, l) - of(before, l), l)).filter(|d| d.0 != 0).collect();
    by.sort_by_key(|&(minutes, l)| (-minutes.abs(), l));
    let more = by.len().saturating_sub(NAMED);
    let mut words: Vec<String> = by.iter().take(NAMED).map(|&(minutes, l)| format!("{} {}", name(l), signed(minutes))).collect();
    if more > 0 {
        words.push(format!("{more} more"));
    }
    words.join(", ")
}

fn lsa(before: &Draft, after: &Draft, pay: &Pay, i: usize) -> Difference {
    let (was, is) = (before.lsas.get(i), after.lsas.get(i));
    let of = |f: fn(&super::LsaLoad) -> i32| (was.map_or(0, f), is.map_or(0, f));
    // Duties of their own are in neither plan, and go when the adult does.
    let own = |contract: i32| if contract > 0 { pay.rates.get(i).map_or(0, |r| r.own_duties) } else { 0 };
    let due = of(|l| l.contract);
    // Who leaves is not paid for what the plan does not have either.
    let outside = if due.1 == 0 && due.0 > 0 { pay.rates.get(i).map_or(0, |r| r.outside) } else { 0 };
    Difference {
        name: is.or(was).map(|l| l.name.clone()).unwrap_or_default(),
        due: (due.0 + own(due.0), due.1 + own(due.1)),
        planned: (of(super::LsaLoad::planned).0 + own(due.0), of(super::LsaLoad::planned).1 + own(due.1)),
        hands: String::new(),
        cost: pay.of_contract(i, due.1 - due.0 - outside),
    }
}

/// Minutes with their sign.
pub fn signed(minutes: i32) -> String {
    match minutes {
        0 => "0".into(),
        m if m < 0 => format!("−{}", hours(-m)),
        m => format!("+{}", hours(m)),
    }
}

/// A week that might come, planned.
#[derive(Clone, Debug)]
pub struct Scenario {
    pub supposed: Vec<WhatIf>,
    pub comparison: Comparison,
    pub draft: Draft,
    /// Care, medicine and duties that nobody would do: `5 × Gastrostomy feed (Lily Walker)`.
    pub undone: Vec<String>,
    /// What the contracts cost more or less in a year, in pence; none where a rate is not known.
    pub cost_a_year: Option<i64>,
}

impl Scenario {
    /// Plans the week that would be, and compares it with the plan that is shown. Takes a few seconds.
    pub fn plan(problem: &Problem, shown: &Draft, pay: &Pay, all: Vec<WhatIf>) -> Self {
        let changed = supposed(problem, &shown.plan, &all);
        let stop = AtomicBool::new(false);
        let solution = solve(&changed, Options { seconds: SECONDS, ..Options::default() }, &stop, &mut |_| {});
        let draft = Draft::from_progress(&changed, &solution.progress);
        let cost_a_year = contracts(shown, &draft, pay);
        // Both are judged by what they change of the plan that is shown: that one changes nothing of itself.
        let near = Problem { current_plan: Some(shown.plan.clone()), ..problem.clone() };
        let before = Draft::of(&near, shown.plan.clone(), [None; 5], 0.0);
        let undone = undone(&changed, &draft);
        Self { comparison: Comparison::of(&before, &draft, pay), supposed: all, draft, undone, cost_a_year }
    }
}

/// Tasks that have fewer adults than they need, the same on several days as one.
fn undone(problem: &Problem, draft: &Draft) -> Vec<String> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for task in &problem.tasks {
        let staffed = draft.plan.iter().filter(|a| matches!(a.work, Work::Task { task: t } if t == task.id)).count();
        if staffed < task.staff {
            let what = if task.name.is_empty() { &task.kind } else { &task.name };
            let whose = task.pupil.map(|p| format!(" for {}", problem.pupils[p].name)).unwrap_or_default();
            *times.entry(format!("{what}{whose}")).or_default() += 1;
        }
    }
    times.into_iter().map(|(what, n)| if n == 1 { what } else { format!("{n} × {what}") }).collect()
}

/// What all contracts together cost more or less in a year.
fn contracts(before: &Draft, after: &Draft, pay: &Pay) -> Option<i64> {
    (0..before.lsas.len().max(after.lsas.len())).map(|i| lsa(before, after, pay, i).cost).sum()
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
    use crate::views::Rate;

    fn draft(problem: &Problem, plan: Vec<crate::planner::Assignment>) -> Draft {
        Draft::of(problem, plan, [None; 5], 0.0)
    }

    #[test]
    fn what_nobody_would_do_is_named_once_however_many_days_it_is_on() {
        let problem = sample(Size::Primary, 3, 0.9);
        let all = undone(&problem, &draft(&problem, Vec::new()));
        let staffed: usize = all.iter().map(|words| words.split(" × ").next().and_then(|n| n.parse().ok()).unwrap_or(1)).sum();
        assert_eq!(staffed, problem.tasks.len(), "{all:?}");
        assert!(all.len() < problem.tasks.len() && all.iter().any(|words| words.contains(" for Pupil ")), "{all:?}");
    }

    fn pay(problem: &Problem, outside: i32) -> Pay {
        let rate = Rate { pence: Some(1500.0), weeks: Some(40.0), own_duties: 0, outside };
        Pay { rates: vec![rate; problem.lsas.len()], cycle: 1, ..Pay::default() }
    }

    #[test]
    fn a_leaver_saves_all_their_pay_and_somebody_new_costs_the_average() {
        let problem = sample(Size::Primary, 2, 0.8);
        let contract = problem.lsas[0].max_contact_minutes;
        let cost = |all: &[WhatIf]| {
            let changed = supposed(&problem, &[], all);
            contracts(&draft(&problem, Vec::new()), &draft(&changed, Vec::new()), &pay(&problem, 90))
        };
        assert_eq!(cost(&[WhatIf::Leaves { lsa: 0 }]), Some(-(f64::from(contract + 90) / 60.0 * 1500.0 * 40.0).round() as i64));
        assert_eq!(cost(&[WhatIf::Hours { lsa: 0, minutes: contract + 90 + 60, outside: 90 }]), Some(1500 * 40));
        assert_eq!(cost(&[WhatIf::Comes { name: "New".into(), minutes: 600 }]), Some(10 * 1500 * 40));
        assert_eq!(cost(&[WhatIf::DayOff { lsa: 0, day: 0 }]), Some(0));
    }

    #[test]
    fn a_pupil_who_comes_costs_the_minutes_they_get_and_one_whose_adult_changes_is_listed_with_both() {
        let problem = sample(Size::Primary, 2, 0.8);
        let alone = problem.pupils.iter().find(|p| p.one_to_one_minutes > 0).unwrap().id;
        let slot = problem.slots.iter().find(|s| s.minutes >= 30).unwrap();
        let with = |lsa| vec![crate::planner::Assignment { lsa, slot: slot.id, work: crate::planner::Work::OneToOne { pupil: alone } }];
        let made = Comparison::of(&draft(&problem, with(0)), &draft(&problem, with(1)), &pay(&problem, 0));
        let minutes = hours(slot.minutes);
        let names = (&problem.lsas[0].name, &problem.lsas[1].name);
        assert_eq!(made.pupils.len(), 1);
        assert_eq!(made.pupils[0].hands, format!("{} −{minutes}, {} +{minutes}", names.0, names.1));
        assert_eq!((made.pupils[0].by(), made.pupils[0].cost), (0, Some(0)));
        let from_nothing = Comparison::of(&draft(&problem, Vec::new()), &draft(&problem, with(1)), &pay(&problem, 0));
        assert_eq!(from_nothing.pupils[0].cost, Some((f64::from(slot.minutes) / 60.0 * 1500.0 * 38.0).round() as i64));
    }

    #[test]
    fn only_what_differs_is_listed_the_greatest_loss_first() {
        let problem = sample(Size::Primary, 2, 0.8);
        let options = Options { seconds: 0.3, seed: 1, proofs: false };
        let plan = solve(&problem, options, &AtomicBool::new(false), &mut |_| {}).progress.plan;
        let fewer = plan[..plan.len() - 2].to_vec();
        let pay = pay(&problem, 0);
        let before = draft(&problem, plan);
        assert_eq!(Comparison::of(&before, &before, &pay).pupils, Vec::new());
        let made = Comparison::of(&before, &draft(&problem, fewer), &pay);
        assert!(!made.lsas.is_empty() && made.lsas.iter().all(|d| d.by() < 0), "{:?}", made.lsas);
        assert!(made.pupils.is_sorted_by_key(Difference::by));
    }
}
