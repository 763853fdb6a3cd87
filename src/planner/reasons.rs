//! Why a plan is as it is: for each pupil what is met and what stands in the way of the rest, for each
//! assignment why this adult and who else could.

use crate::check::{PupilMinutes, Verdict};
use crate::cover::{Candidate, candidates, pupils_of};
use crate::problem::{Assignment, Problem, SlotKind, Work};
use crate::validate::hours;
use std::collections::{BTreeMap, BTreeSet};

/// A pupil's week in the plan, and why it falls short if it does.
#[derive(Clone, Debug)]
pub struct Shortfall {
    pub pupil: usize,
    pub promised: i32,
    pub minutes: PupilMinutes,
    pub causes: Vec<String>,
}

/// Every pupil whose minutes are not met, the largest missed share first.
pub fn shortfalls(problem: &Problem, plan: &[Assignment], verdict: &Verdict) -> Vec<Shortfall> {
    let mut short: Vec<Shortfall> = problem
        .pupils
        .iter()
        .zip(&verdict.pupils)
        .filter(|(_, minutes)| minutes.missed() > 0)
        .map(|(p, minutes)| Shortfall {
            pupil: p.id,
            promised: p.one_to_one_minutes + p.shared_minutes,
            minutes: *minutes,
            causes: causes(problem, plan, p.id),
        })
        .collect();
    short.sort_by_key(|s| (-(s.minutes.missed() * 1000 / s.promised.max(1)), s.pupil));
    short
}

/// What keeps the adults from the slots that the pupil still lacks, most frequent first.
fn causes(problem: &Problem, plan: &[Assignment], pupil: usize) -> Vec<String> {
    let p = &problem.pupils[pupil];
    let wanted: Vec<usize> = problem.slots.iter().filter(|s| p.weights[s.id] > 0).map(|s| s.id).collect();
    let room: i32 = wanted.iter().map(|&s| problem.slots[s].minutes).sum();
    let promised = p.one_to_one_minutes + p.shared_minutes;
    let mut words = Vec::new();
    if room < promised {
        words.push(format!("Support is wanted in {} of lessons only, {} are promised.", hours(room), hours(promised)));
    }
    let able: Vec<usize> = (0..problem.lsas.len()).filter(|&l| problem.may_support(l, pupil)).collect();
    if able.is_empty() {
        words.push(match p.required_skills.is_empty() {
            true => format!("There is no adult who may support {}.", p.name),
            false => format!("No adult who may support {} has a valid training in {}.", p.name, p.required_skills.join(" and ")),
        });
        return words;
    }
    let with: BTreeSet<usize> = plan.iter().filter(|a| pupils_of(problem, &a.work).contains(&pupil)).map(|a| a.slot).collect();
    let open: Vec<usize> = wanted.into_iter().filter(|s| !with.contains(s)).collect();
    if open.is_empty() {
        words.push("Every lesson in which support is wanted has an adult, or a session or care in it.".into());
        return words;
    }
    let mut why: BTreeMap<&'static str, usize> = BTreeMap::new();
    for &slot in &open {
        able.iter().for_each(|&l| *why.entry(hindrance(problem, plan, l, slot)).or_default() += 1);
    }
    let mut why: Vec<(&str, usize)> = why.into_iter().collect();
    why.sort_by_key(|w| std::cmp::Reverse(w.1));
    let who = if able.len() == problem.lsas.len() {
        "all adults".to_owned()
    } else {
        match able.len() {
            1 => format!("the only adult who may support {}", p.name),
            n => format!("the {n} adults who may support {}", p.name),
        }
    };
    let all = open.len() * able.len();
    let shares: Vec<String> = why.iter().take(4).map(|(w, n)| format!("{w} {} %", n * 100 / all)).collect();
    let lessons = if open.len() == 1 { "one lesson".to_owned() } else { format!("{} lessons", open.len()) };
    words.push(format!("In the {lessons} still without support, of {who}: {}.", shares.join(", ")));
    words
}

/// What an adult does in a slot instead, in a word or two.
fn hindrance(problem: &Problem, plan: &[Assignment], lsa: usize, slot: usize) -> &'static str {
    if !problem.at_work(lsa, slot) {
        return "not at work";
    }
    let here = plan.iter().find(|a| a.lsa == lsa && a.slot == slot);
    match here.map(|a| &a.work) {
        Some(Work::OneToOne { .. }) => "one-to-one with another pupil",
        Some(Work::Shared { .. }) => "with a group",
        Some(Work::Task { .. }) => "on duty or care",
        Some(Work::Intervention { .. }) => "running an intervention",
        None if contact(problem, plan, lsa) + problem.slots[slot].minutes > problem.lsas[lsa].max_contact_minutes => "contract full",
        None if run_with(problem, plan, lsa, slot) > problem.lsas[lsa].max_consecutive_1to1 => "free, but at the longest run of one-to-one",
        None => "free",
    }
}

/// How many one-to-one lessons in a row an adult would have with one more in this slot.
fn run_with(problem: &Problem, plan: &[Assignment], lsa: usize, slot: usize) -> usize {
    let alone = |s: usize| plan.iter().any(|a| a.lsa == lsa && a.slot == s && matches!(a.work, Work::OneToOne { .. }));
    let (mut run, mut longest) = (0, 0);
    for s in problem.slots_of(problem.slots[slot].day).filter(|s| s.kind != SlotKind::Break) {
        run = if s.kind == SlotKind::Period && (s.id == slot || alone(s.id)) { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

fn contact(problem: &Problem, plan: &[Assignment], lsa: usize) -> i32 {
    plan.iter().filter(|a| a.lsa == lsa).map(|a| minutes_of(problem, a)).sum()
}

/// How long an assignment takes of the adult's time.
pub fn minutes_of(problem: &Problem, a: &Assignment) -> i32 {
    let whole = problem.slots[a.slot].minutes;
    match &a.work {
        Work::Task { task } => {
            let t = &problem.tasks[*task];
            if t.end_slot.is_some_and(|e| e > t.slot) {
                problem.task_slots(t).map(|s| problem.slots[s].minutes).sum()
            } else {
                t.minutes.min(whole)
            }
        }
        Work::Intervention { intervention } => problem.interventions[*intervention].minutes,
        _ => whole,
    }
}

/// Why this adult, and who else could do it.
#[derive(Clone, Debug)]
pub struct Why {
    pub words: String,
    pub others: Vec<Candidate>,
}

pub fn why(problem: &Problem, plan: &[Assignment], a: &Assignment) -> Why {
    let others = candidates(problem, plan, a, &[]);
    let pupils = pupils_of(problem, &a.work);
    let key = pupils.iter().any(|&p| problem.pupils[p].key_worker == Some(a.lsa));
    let team = pupils.iter().any(|&p| problem.pupils[p].team.contains(&a.lsa));
    let day = problem.slots[a.slot].day;
    let same_day = |p: usize| {
        plan.iter()
            .any(|x| x.lsa == a.lsa && x.slot != a.slot && problem.slots[x.slot].day == day && pupils_of(problem, &x.work).contains(&p))
    };
    let reason = if key {
        "key worker"
    } else if team {
        "in the pupil's team"
    } else if others.is_empty() {
        "the only adult at work who may"
    } else if pupils.iter().any(|&p| same_day(p)) {
        "already with the pupil that day"
    } else if others.iter().all(|o| !o.free) {
        "nobody else is free"
    } else {
        "free, and it weighs least on the others"
    };
    Why { words: reason.into(), others }
}

/// Supply against demand of one day, in minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// What the adults at work have, up to the periods, breaks and lunches they are in school for.
    pub supply: i32,
    /// What is asked of them that day, about: what has its day, and of each promise the day's share of the lessons in
    /// which it may be kept, with every group full.
    pub asked: i32,
    pub planned: i32,
    /// Free minutes in lessons: the reserve.
    pub spare: i32,
}

pub fn days(problem: &Problem, plan: &[Assignment]) -> Vec<Day> {
    let mut days = vec![Day::default(); problem.days.len()];
    for s in &problem.slots {
        for l in (0..problem.lsas.len()).filter(|&l| problem.at_work(l, s.id)) {
            let used: i32 = plan.iter().filter(|a| a.lsa == l && a.slot == s.id).map(|a| minutes_of(problem, a)).sum();
            let day = &mut days[s.day];
            day.planned += used;
            if s.kind == SlotKind::Period {
                day.supply += s.minutes;
                day.spare += (s.minutes - used).max(0);
            } else {
                day.supply += used;
            }
        }
    }
    for (day, asked) in days.iter_mut().zip(asked(problem)) {
        day.asked = (asked / QUARTER).round() as i32 * QUARTER as i32;
    }
    days
}

/// What is asked is said to a quarter of an hour.
const QUARTER: f64 = 15.0;

/// Adults' minutes that each day asks for, if promises are spread over the lessons in which they may be kept.
fn asked(problem: &Problem) -> Vec<f64> {
    let mut days = vec![0.0; problem.days.len()];
    for t in &problem.tasks {
        let minutes: i32 = match t.end_slot.is_some_and(|end| end > t.slot) {
            true => problem.task_slots(t).map(|s| problem.slots[s].minutes).sum(),
            false => t.minutes,
        };
        days[problem.slots[t.slot].day] += f64::from(minutes) * t.staff as f64;
    }
    let mut spread = |minutes: f64, slots: &mut dyn Iterator<Item = usize>| {
        let places: Vec<usize> = slots.collect();
        let all: i32 = places.iter().map(|&s| problem.slots[s].minutes).sum();
        for s in places {
            days[problem.slots[s].day] += minutes * f64::from(problem.slots[s].minutes) / f64::from(all.max(1));
        }
    };
    for i in &problem.interventions {
        spread(f64::from(i.minutes) * i.sessions_per_week as f64, &mut i.allowed_slots.iter().copied());
    }
    for p in &problem.pupils {
        let among = p.max_ratio.clamp(1, problem.max_group) as f64;
        let minutes = f64::from(p.one_to_one_minutes) + f64::from(p.shared_minutes) / among;
        spread(minutes, &mut problem.slots.iter().map(|s| s.id).filter(|&s| p.weights[s] > 0));
    }
    days
}
