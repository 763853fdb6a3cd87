//! Changes that a person tries on a plan by hand: each is judged before it is shown.

use crate::check::{Verdict, check};
use crate::problem::{Assignment, Problem, Work};

/// A change by hand.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Two adults change places in one slot: each takes what the other had.
    Swap { slot: usize, adults: (usize, usize) },
    /// What an adult does in a slot moves to another adult or slot; what stood there takes its place.
    Shift { from: (usize, usize), to: (usize, usize) },
    /// All sessions of an intervention go to another adult.
    Hand { intervention: usize, lsa: usize },
    /// One of several things that an adult does in a slot moves to another adult or slot; the others stay.
    Move { what: Assignment, to: (usize, usize) },
    /// One assignment is taken out.
    Without(Assignment),
    /// An adult takes on a pupil in a slot: alone where the pupil is promised that, else in their class, with a
    /// group that is there already.
    Give { pupil: usize, lsa: usize, slot: usize },
}

/// A plan with one change, and what the judge says of it.
#[derive(Clone, Debug)]
pub struct Try {
    pub plan: Vec<Assignment>,
    pub verdict: Verdict,
}

impl Try {
    /// Whether it breaks no rule.
    pub fn allowed(&self) -> bool {
        self.verdict.broken.is_empty()
    }

    /// The first rule that it breaks and that the plan before did not break already.
    pub fn breaks_after(&self, before: &Verdict) -> Option<&str> {
        self.verdict.broken.iter().find(|broken| !before.broken.contains(broken)).map(String::as_str)
    }
}

impl Edit {
    /// The plan after the change, judged.
    pub fn tried(&self, problem: &Problem, plan: &[Assignment]) -> Try {
        let mut plan = match self {
            Self::Swap { slot, adults } => swapped(plan, *slot, *adults),
            Self::Shift { from, to } => shifted(problem, plan, *from, *to),
            Self::Hand { intervention, lsa } => handed(plan, *intervention, *lsa),
            Self::Move { what, to } => moved(problem, plan, what, *to),
            Self::Without(gone) => plan.iter().filter(|a| *a != gone).cloned().collect(),
            Self::Give { pupil, lsa, slot } => given(problem, plan, *pupil, *lsa, *slot),
        };
        plan.sort();
        let verdict = check(problem, &plan, problem.current_plan.as_deref());
        Try { plan, verdict }
    }
}

fn swapped(plan: &[Assignment], slot: usize, (a, b): (usize, usize)) -> Vec<Assignment> {
    let other = |l: usize| match l {
        l if l == a => b,
        l if l == b => a,
        l => l,
    };
    plan.iter().map(|x| if x.slot == slot { Assignment { lsa: other(x.lsa), ..x.clone() } } else { x.clone() }).collect()
}

fn handed(plan: &[Assignment], intervention: usize, lsa: usize) -> Vec<Assignment> {
    let is = |a: &Assignment| matches!(a.work, Work::Intervention { intervention: i } if i == intervention);
    plan.iter().map(|a| Assignment { lsa: if is(a) { lsa } else { a.lsa }, ..a.clone() }).collect()
}

fn shifted(problem: &Problem, plan: &[Assignment], from: (usize, usize), to: (usize, usize)) -> Vec<Assignment> {
    let moved = |x: &Assignment, (lsa, slot): (usize, usize)| Assignment { lsa, slot, work: in_class(problem, &x.work, slot) };
    let step = |x: &Assignment| match (x.lsa, x.slot) {
        place if place == from => moved(x, to),
        place if place == to => moved(x, from),
        _ => x.clone(),
    };
    plan.iter().map(step).collect()
}

fn moved(problem: &Problem, plan: &[Assignment], what: &Assignment, (lsa, slot): (usize, usize)) -> Vec<Assignment> {
    let place = |x: &Assignment| match x == what {
        true => Assignment { lsa, slot, work: in_class(problem, &x.work, slot) },
        false => x.clone(),
    };
    plan.iter().map(place).collect()
}

fn given(problem: &Problem, plan: &[Assignment], pupil: usize, lsa: usize, slot: usize) -> Vec<Assignment> {
    let mut plan = plan.to_vec();
    let p = &problem.pupils[pupil];
    let class = p.classes.get(slot).copied().flatten();
    let group = plan.iter_mut().find(|a| {
        (a.lsa, a.slot) == (lsa, slot) && matches!(&a.work, Work::Shared { class: c, .. } if Some(*c) == class) && p.one_to_one_minutes == 0
    });
    match (group, class) {
        (Some(Assignment { work: Work::Shared { pupils, .. }, .. }), _) => pupils.push(pupil),
        (_, Some(class)) if p.one_to_one_minutes == 0 => {
            plan.push(Assignment { lsa, slot, work: Work::Shared { class, pupils: vec![pupil] } });
        }
        _ => plan.push(Assignment { lsa, slot, work: Work::OneToOne { pupil } }),
    }
    plan
}

/// A group that moves to another slot is a group of the class its pupils sit in then.
fn in_class(problem: &Problem, work: &Work, slot: usize) -> Work {
    match work {
        Work::Shared { class, pupils } => {
            let class = pupils.first().and_then(|p| problem.pupils[*p].classes[slot]).unwrap_or(*class);
            Work::Shared { class, pupils: pupils.clone() }
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Size, sample};
    use crate::{Options, solve};
    use std::sync::atomic::AtomicBool;

    #[test]
    fn all_sessions_of_an_intervention_change_hands_together() {
        let problem = sample(Size::Primary, 3, 0.8);
        let options = Options { seconds: 0.3, seed: 1, proofs: false };
        let plan = solve(&problem, options, &AtomicBool::new(false), &mut |_| {}).progress.plan;
        let sessions = |plan: &[Assignment], i: usize| -> Vec<usize> {
            plan.iter().filter(|a| a.work == Work::Intervention { intervention: i }).map(|a| a.lsa).collect()
        };
        let often = problem.interventions.iter().find(|i| sessions(&plan, i.id).len() > 1).expect("one is held more than once").id;
        let had = sessions(&plan, often);
        let lsa = (0..problem.lsas.len()).find(|l| *l != had[0]).unwrap();
        let handed = Edit::Hand { intervention: often, lsa }.tried(&problem, &plan);
        assert_eq!(sessions(&handed.plan, often), vec![lsa; had.len()]);
        assert!(!handed.verdict.broken.iter().any(|b| b.contains("given by two adults")), "{:?}", handed.verdict.broken);
        assert_eq!(handed.plan.len(), plan.len());
    }

    #[test]
    fn one_of_several_short_sessions_moves_and_the_others_stay() {
        let problem = sample(Size::Secondary, 2, 0.7);
        let options = Options { seconds: 0.3, seed: 1, proofs: false };
        let plan = solve(&problem, options, &AtomicBool::new(false), &mut |_| {}).progress.plan;
        let beside = |a: &Assignment| plan.iter().filter(|x| (x.lsa, x.slot) == (a.lsa, a.slot)).count();
        let what =
            plan.iter().find(|a| beside(a) > 1 && matches!(a.work, Work::Intervention { .. })).expect("somebody has two in a lesson");
        let to = (0..problem.slots.len()).find(|s| plan.iter().all(|x| x.lsa != what.lsa || x.slot != *s)).unwrap();
        let tried = Edit::Move { what: what.clone(), to: (what.lsa, to) }.tried(&problem, &plan);
        let left = tried.plan.iter().filter(|x| (x.lsa, x.slot) == (what.lsa, what.slot)).count();
        assert_eq!((left, tried.plan.len()), (beside(what) - 1, plan.len()));
        assert!(tried.plan.contains(&Assignment { slot: to, ..what.clone() }));
    }
}
