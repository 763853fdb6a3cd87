//! A fair share: of two adults who could take a session equally well, the one who has covered less.

use crate::planner::cover::pupils_of;
use crate::planner::{Assignment, Problem, Work, check};

/// The repaired day with covers handed from those who have many to others who have nothing then, where no level gets
/// worse for it: nobody's hours, and nobody's key worker. `past` are the covers lately, by adult.
pub fn fairer(problem: &Problem, base: &[Assignment], plan: Vec<Assignment>, past: &[u32]) -> Vec<Assignment> {
    let levels = |plan: &[Assignment]| {
        let verdict = check(problem, plan, Some(base));
        let l = verdict.levels;
        verdict.broken.is_empty().then_some([l.critical, l.fair_shortfall, l.educational, l.continuity, l.staff])
    };
    let Some(before) = levels(&plan) else { return plan };
    let mut plan = plan;
    let covers: Vec<usize> = (0..plan.len()).filter(|&i| !base.contains(&plan[i])).collect();
    for i in covers {
        let from = plan[i].lsa;
        let load = |plan: &[Assignment], l: usize| {
            past.get(l).copied().unwrap_or(0) as usize + plan.iter().filter(|a| a.lsa == l && !base.contains(a)).count()
        };
        let distance = |l: usize| pupils_of(problem, &plan[i].work).iter().map(|&p| problem.distance(l, p)).max().unwrap_or(0);
        let idle = |l: usize| plan.iter().all(|a| a.lsa != l || a.slot != plan[i].slot);
        let slot = plan[i].slot;
        let may =
            |l: &usize| problem.at_work(*l, slot) && idle(*l) && distance(*l) <= distance(from) && load(&plan, *l) + 1 < load(&plan, from);
        let mut others: Vec<usize> = (0..problem.lsas.len()).filter(may).collect();
        others.sort_by_key(|&l| load(&plan, l));
        for other in others.into_iter().take(TRIED) {
            // A session that spans several slots stays where it is put.
            if matches!(plan[i].work, Work::Task { task } if problem.task_slots(&problem.tasks[task]).count() > 1) {
                break;
            }
            plan[i].lsa = other;
            if levels(&plan).is_some_and(|now| now.iter().zip(&before).all(|(now, before)| now <= before)) {
                break;
            }
            plan[i].lsa = from;
        }
    }
    plan
}

/// So many others are tried for each cover: the day must be there at once.
const TRIED: usize = 6;
