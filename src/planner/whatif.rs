//! Weeks that might come: an adult leaves, hours change, a pupil comes, a training lapses. Each is a change
//! of the problem; the changed problem is planned like any other.

use crate::problem::{Assignment, Class, Lsa, Problem, Pupil, SlotKind, Work};
use crate::validate::hours;

/// The earliest date, on which no training is valid any more.
const LAPSED: &str = "0000-01-01";

/// One thing that might change.
#[derive(Clone, Debug, PartialEq)]
pub enum WhatIf {
    Leaves {
        lsa: usize,
    },
    /// The adult is paid for this many minutes a cycle, of which the plan does not have those outside it.
    Hours {
        lsa: usize,
        minutes: i32,
        outside: i32,
    },
    DayOff {
        lsa: usize,
        day: usize,
    },
    /// Somebody new, at work in every slot, without trainings.
    Comes {
        name: String,
        minutes: i32,
    },
    /// A pupil in a class comes who is promised this many minutes a cycle.
    NewPupil {
        name: String,
        class: Option<usize>,
        minutes: i32,
        alone: bool,
    },
    /// A pupil is promised this many minutes a cycle instead.
    Promise {
        pupil: usize,
        minutes: i32,
        alone: bool,
    },
    Lapses {
        lsa: usize,
        skill: String,
    },
    Trained {
        lsa: usize,
        skill: String,
    },
}

impl WhatIf {
    /// What is supposed, as a sentence.
    pub fn words(&self, problem: &Problem) -> String {
        let lsa = |l: usize| problem.lsas[l].name.as_str();
        let beside = |alone: bool| if alone { "one to one" } else { "in class, shared" };
        match self {
            Self::Leaves { lsa: l } => format!("{} leaves.", lsa(*l)),
            Self::Hours { lsa: l, minutes, .. } => format!("{} works {}.", lsa(*l), hours(*minutes)),
            Self::DayOff { lsa: l, day } => format!("{} is not in on {}.", lsa(*l), problem.days[*day]),
            Self::Comes { name, minutes } => format!("{name} comes for {}.", hours(*minutes)),
            Self::NewPupil { name, minutes, alone, .. } => format!("{name} comes with {}, {}.", hours(*minutes), beside(*alone)),
            Self::Promise { pupil, minutes, alone } => {
                format!("{} is promised {}, {}.", problem.pupils[*pupil].name, hours(*minutes), beside(*alone))
            }
            Self::Lapses { lsa: l, skill } => format!("{}’s training in {skill} lapses.", lsa(*l)),
            Self::Trained { lsa: l, skill } => format!("{} is trained in {skill}.", lsa(*l)),
        }
    }

    fn apply(&self, problem: &mut Problem) {
        match self {
            Self::Leaves { lsa } => {
                problem.lsas[*lsa].hours.fill(None);
                problem.lsas[*lsa].max_contact_minutes = 0;
                for p in &mut problem.pupils {
                    p.key_worker = p.key_worker.filter(|k| k != lsa);
                    p.team.retain(|t| t != lsa);
                }
                // Somebody else becomes the key worker.
                problem.interventions.iter_mut().for_each(|i| i.by = i.by.filter(|by| by != lsa));
            }
            Self::Hours { lsa, minutes, outside } => problem.lsas[*lsa].max_contact_minutes = (minutes - outside).max(0),
            Self::DayOff { lsa, day } => problem.lsas[*lsa].hours[*day] = None,
            Self::Comes { name, minutes } => problem.lsas.push(Lsa {
                id: problem.lsas.len(),
                name: name.clone(),
                hours: vec![Some((0, 24 * 60)); problem.days.len()],
                skills: Default::default(),
                max_consecutive_1to1: problem.lsas.iter().map(|l| l.max_consecutive_1to1).max().unwrap_or(4),
                max_contact_minutes: *minutes,
                dislikes: Vec::new(),
            }),
            Self::NewPupil { name, class, minutes, alone } => {
                let class = class.unwrap_or_else(|| {
                    problem.classes.push(Class { id: problem.classes.len(), name: name.clone(), subject: None });
                    problem.classes.len() - 1
                });
                let pupil = new_pupil(problem, name, class, *minutes, *alone);
                problem.pupils.push(pupil);
            }
            Self::Promise { pupil, minutes, alone } => {
                let p = &mut problem.pupils[*pupil];
                (p.one_to_one_minutes, p.shared_minutes) = if *alone { (*minutes, 0) } else { (0, *minutes) };
            }
            Self::Lapses { lsa, skill } => drop(problem.lsas[*lsa].skills.insert(skill.clone(), LAPSED.into())),
            Self::Trained { lsa, skill } => drop(problem.lsas[*lsa].skills.insert(skill.clone(), "9999-12-31".into())),
        }
    }
}

fn new_pupil(problem: &Problem, name: &str, class: usize, minutes: i32, alone: bool) -> Pupil {
    let lessons = |s: &crate::problem::Slot| s.kind == SlotKind::Period;
    Pupil {
        id: problem.pupils.len(),
        name: name.to_owned(),
        classes: problem.slots.iter().map(|s| lessons(s).then_some(class)).collect(),
        subjects: vec![None; problem.slots.len()],
        one_to_one_minutes: if alone { minutes } else { 0 },
        shared_minutes: if alone { 0 } else { minutes },
        max_ratio: problem.max_group,
        required_skills: Vec::new(),
        priority: 1,
        key_worker: None,
        team: Vec::new(),
        avoid: Vec::new(),
        weights: problem.slots.iter().map(|s| if lessons(s) { 3 } else { 0 }).collect(),
    }
}

/// The problem after all of these, near the plan from which it comes: whoever and whatever is still there has
/// the same number as before, and what is new comes after.
pub fn supposed(problem: &Problem, plan: &[Assignment], all: &[WhatIf]) -> Problem {
    let mut problem = problem.clone();
    for one in all {
        one.apply(&mut problem);
    }
    let stays = |a: &&Assignment| problem.at_work(a.lsa, a.slot) && !alone_no_more(&problem, a);
    let plan: Vec<Assignment> = plan.iter().filter(stays).cloned().collect();
    problem.current_plan = Some(plan);
    problem
}

/// Whether a pupil is not promised one-to-one any more.
fn alone_no_more(problem: &Problem, a: &Assignment) -> bool {
    matches!(a.work, Work::OneToOne { pupil } if problem.pupils[pupil].one_to_one_minutes == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Size, sample};
    use crate::{Options, check, solve};
    use std::sync::atomic::AtomicBool;

    fn planned(problem: &Problem) -> Vec<Assignment> {
        let options = Options { seconds: 0.4, seed: 1, proofs: false };
        solve(problem, options, &AtomicBool::new(false), &mut |_| {}).progress.plan
    }

    #[test]
    fn every_supposition_makes_a_problem_that_can_be_read_and_planned() {
        let problem = sample(Size::Primary, 4, 0.9);
        let plan = planned(&problem);
        let skill = problem.lsas.iter().flat_map(|l| l.skills.keys()).next().unwrap().clone();
        let all = [
            WhatIf::Leaves { lsa: 1 },
            WhatIf::Hours { lsa: 0, minutes: 400, outside: 100 },
            WhatIf::DayOff { lsa: 2, day: 1 },
            WhatIf::Comes { name: "Somebody new".into(), minutes: 900 },
            WhatIf::NewPupil { name: "New pupil".into(), class: Some(0), minutes: 1500, alone: true },
            WhatIf::NewPupil { name: "Alone".into(), class: None, minutes: 100, alone: false },
            WhatIf::Promise { pupil: 0, minutes: 200, alone: false },
            WhatIf::Lapses { lsa: 3, skill: skill.clone() },
            WhatIf::Trained { lsa: 4, skill },
        ];
        for one in &all {
            let changed = supposed(&problem, &plan, std::slice::from_ref(one));
            assert_eq!(crate::validate::faults(&changed), Vec::new(), "{one:?}");
            let after = planned(&changed);
            assert_eq!(check(&changed, &after, None).broken, Vec::<String>::new(), "{one:?}");
            assert!(one.words(&changed).ends_with('.'), "{one:?}");
        }
        let together = supposed(&problem, &plan, &all);
        assert_eq!(crate::validate::faults(&together), Vec::new());
        let after = planned(&together);
        assert!(!after.iter().any(|a| a.lsa == 1), "who has left has no work");
        let contact: i32 = after.iter().filter(|a| a.lsa == 0).map(|a| crate::reasons::minutes_of(&together, a)).sum();
        assert!(contact <= 300, "{contact}");
    }
}
