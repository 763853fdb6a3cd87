//! Changes that a person tries on a plan by hand: each is judged before it is shown.

use crate::check::{Verdict, check};
use crate::problem::{Assignment, Problem, Work};

/// A plan with one change, and what the judge says of it.
#[derive(Clone, Debug)]
pub struct Try {
    pub plan: Vec<Assignment>,
    pub verdict: Verdict,
}

impl Try {
    /// The rules it breaks that the plan before did not.
    pub fn allowed(&self) -> bool {
        self.verdict.broken.is_empty()
    }
}

/// Two adults change places in one slot: each takes what the other had.
pub fn swap(problem: &Problem, plan: &[Assignment], slot: usize, a: usize, b: usize) -> Try {
    let other = |l: usize| {
        if l == a {
            b
        } else if l == b {
            a
        } else {
            l
        }
    };
    let plan = plan.iter().map(|x| if x.slot == slot { Assignment { lsa: other(x.lsa), ..x.clone() } } else { x.clone() }).collect();
    judged(problem, plan)
}

/// One assignment moves to another adult and slot; what stood there takes its place.
pub fn shift(problem: &Problem, plan: &[Assignment], from: (usize, usize), to: (usize, usize)) -> Try {
    let place = |x: &Assignment| (x.lsa, x.slot);
    let moved = |x: &Assignment, (lsa, slot): (usize, usize)| Assignment { lsa, slot, work: in_class(problem, &x.work, slot) };
    let plan = plan
        .iter()
        .map(|x| match place(x) {
            p if p == from => moved(x, to),
            p if p == to => moved(x, from),
            _ => x.clone(),
        })
        .collect();
    judged(problem, plan)
}

/// One assignment is taken out.
pub fn without(problem: &Problem, plan: &[Assignment], gone: &Assignment) -> Try {
    judged(problem, plan.iter().filter(|a| *a != gone).cloned().collect())
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

fn judged(problem: &Problem, mut plan: Vec<Assignment>) -> Try {
    plan.sort();
    let verdict = check(problem, &plan, problem.current_plan.as_deref());
    Try { plan, verdict }
}
