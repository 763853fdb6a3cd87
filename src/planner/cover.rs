//! An absence: the day repaired with what matters first and as few changes as can be.

use crate::check::{Verdict, check};
use crate::grid::Grid;
use crate::matching::rematch;
use crate::problem::{Absence, Assignment, Problem, Work};
use crate::search::{Aim, Search, Stretch, Until};
use crate::state::State;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

/// A repaired plan: only the days of the absence differ from the base.
#[derive(Clone, Debug)]
pub struct Repair {
    pub plan: Vec<Assignment>,
    /// Critical, fair shortfall, changes, educational, continuity and staff: in the order of a cover.
    pub levels: [i64; 5],
    pub verdict: Verdict,
    /// What the absent adults would have done.
    pub gaps: Vec<Gap>,
}

/// Work that an absence leaves undone, and who does it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    pub was: Assignment,
    /// The adults who do it in the repaired plan; empty when it is lost.
    pub now: Vec<usize>,
}

/// Repairs `base` for the absences of the problem, within `time`.
pub fn cover(problem: &Problem, base: &[Assignment], time: Duration, seed: u64) -> Repair {
    let stop = AtomicBool::new(false);
    // A little is left for the judge.
    let until = Until { deadline: Instant::now() + time.mul_f64(0.95), stop: &stop };
    let open: Vec<usize> = problem.slots.iter().filter(|s| problem.absences.iter().any(|a| a.day == s.day)).map(|s| s.id).collect();
    let mut grid = Grid::new(problem);
    grid.focus_on(&open);
    let state = opening(problem, &grid, base, &open);
    // Two searches side by side: the better of two seeds is much better than the mean.
    let one = |seed: u64| {
        let mut search = Search::new(state.clone(), Aim::Cover, seed);
        for (share, locked, warm, cool) in [(0.6, 0, 170.0, 10.0), (0.3, 2, 30.0, 2.0)] {
            search.anneal(Stretch { length: time.mul_f64(share), locked, warm, cool, stay: false }, &until);
            rematch(&mut search, &|| until.over());
        }
        (search.best_levels(), search.best.plan())
    };
    let (levels, plan) = std::thread::scope(|scope| {
        let other = scope.spawn(|| one(seed.wrapping_add(7919)));
        let own = one(seed);
        match other.join() {
            Ok(other) if other.0 < own.0 => other,
            _ => own,
        }
    });
    let verdict = check(problem, &plan, Some(base));
    Repair { levels, gaps: gaps(problem, base, &plan), plan, verdict }
}

/// The base without the absent, with every slot closed in which nobody is away.
fn opening<'g>(problem: &Problem, grid: &'g Grid, base: &[Assignment], open: &[usize]) -> State<'g> {
    let mut state = State::new(grid);
    state.load(base);
    state.set_base(problem, base);
    state.open = (0..grid.slots).map(|slot| open.contains(&slot)).collect();
    state
}

fn gaps(problem: &Problem, base: &[Assignment], plan: &[Assignment]) -> Vec<Gap> {
    let away = |a: &&Assignment| problem.absences.iter().any(|x| x.lsa == a.lsa && x.covers(&problem.slots[a.slot]));
    base.iter().filter(away).map(|was| Gap { was: was.clone(), now: doing(plan, was) }).collect()
}

/// Who does the same work, or supports the same pupils in the slot.
fn doing(plan: &[Assignment], was: &Assignment) -> Vec<usize> {
    let same = |a: &&Assignment| {
        a.slot == was.slot
            && match (&a.work, &was.work) {
                (Work::Shared { pupils, .. }, Work::Shared { pupils: had, .. }) => had.iter().any(|p| pupils.contains(p)),
                (Work::OneToOne { pupil }, Work::Shared { pupils: had, .. }) => had.contains(pupil),
                (Work::Shared { pupils, .. }, Work::OneToOne { pupil }) => pupils.contains(pupil),
                (now, had) => now == had,
            }
    };
    plan.iter().filter(same).map(|a| a.lsa).collect()
}

/// One adult who could step into a gap, best first.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub lsa: usize,
    /// 0 for the key worker, 1 for the team, 3 for others; 0 for work without pupils.
    pub distance: i64,
    /// Whether the adult has nothing else in the slot in the base plan.
    pub free: bool,
    /// Covers already taken, as the caller counts them: fewer comes first.
    pub past: u32,
}

/// Everybody at work who may do what a gap asks: trained, not kept apart; who is free and knows the pupil
/// comes first, and then who has covered least.
pub fn candidates(problem: &Problem, base: &[Assignment], gap: &Assignment, past: &[u32]) -> Vec<Candidate> {
    let pupils = pupils_of(problem, &gap.work);
    let skill = skill_of(problem, gap);
    let by = match gap.work {
        Work::Intervention { intervention } => problem.interventions[intervention].by,
        _ => None,
    };
    let supports = matches!(gap.work, Work::OneToOne { .. } | Work::Shared { .. });
    let may = |l: usize| {
        problem.at_work(l, gap.slot)
            && skill.is_none_or(|s| problem.trained(l, s))
            && by.is_none_or(|by| by == l)
            && pupils.iter().all(|&p| if supports { problem.may_support(l, p) } else { !problem.pupils[p].avoid.contains(&l) })
    };
    let distance = |l: usize| pupils.iter().map(|&p| problem.distance(l, p)).max().unwrap_or(0);
    let mut list: Vec<Candidate> = (0..problem.lsas.len())
        .filter(|&l| l != gap.lsa && may(l))
        .map(|lsa| Candidate {
            lsa,
            distance: distance(lsa),
            free: !base.iter().any(|a| a.lsa == lsa && a.slot == gap.slot),
            past: past.get(lsa).copied().unwrap_or(0),
        })
        .collect();
    list.sort_by_key(|c| (!c.free, c.distance, c.past, c.lsa));
    list
}

/// The training that a piece of work asks for.
pub fn skill_of<'p>(problem: &'p Problem, gap: &Assignment) -> Option<&'p str> {
    match &gap.work {
        Work::Task { task } => problem.tasks[*task].skill.as_deref(),
        Work::Intervention { intervention } => problem.interventions[*intervention].skill.as_deref(),
        _ => None,
    }
}

/// The pupils whom a piece of work is with.
pub fn pupils_of(problem: &Problem, work: &Work) -> Vec<usize> {
    match work {
        Work::OneToOne { pupil } => vec![*pupil],
        Work::Shared { pupils, .. } => pupils.clone(),
        Work::Task { task } => problem.tasks[*task].pupil.into_iter().collect(),
        Work::Intervention { intervention } => problem.interventions[*intervention].pupils.clone(),
    }
}

/// An absence of a whole day.
pub fn away(lsa: usize, day: usize) -> Absence {
    Absence { lsa, day, from: None, to: None }
}
