//! Why a week cannot work: the smallest set of rules in conflict, in words, and the cheapest ways out, each
//! tried by planning the week again.

use crate::grid::Grid;
use crate::problem::{Must, Pin, Problem};
use crate::solve::{Options, solve};
use crate::validate::hours;
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

/// A rule that a person can change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A thing that has to hold, by its place in `must`.
    Must(usize),
    /// A lock, by its place in `pins`.
    Pin(usize),
    Absence(usize),
    /// Only who is trained may.
    Training(String),
    /// An adult's hours on a day.
    Hours {
        lsa: usize,
        day: usize,
    },
    /// An adult's contact minutes.
    Contract {
        lsa: usize,
    },
    /// One half of an adult's lunch stays free.
    Lunch {
        lsa: usize,
        day: usize,
    },
    /// An adult's longest run of one-to-one.
    Run {
        lsa: usize,
    },
    Avoid {
        lsa: usize,
        pupil: usize,
    },
}

/// Rules that cannot all hold; without any one of them the week works.
#[derive(Clone, Debug)]
pub struct Conflict {
    pub rules: Vec<Rule>,
    /// One sentence for each rule.
    pub words: Vec<String>,
    pub ways_out: Vec<WayOut>,
}

/// A change that has been tried: with it a plan was found in which everything asked for holds.
#[derive(Clone, Debug)]
pub struct WayOut {
    pub words: String,
    /// What it costs: minutes a cycle of somebody's time; 0 where it costs none.
    pub minutes: i32,
    /// The problem with the change made.
    pub problem: Problem,
}

/// The smallest conflict among what has to hold, or `None` when the week can work.
pub fn conflict(problem: &Problem) -> Option<Conflict> {
    let rules = rules(problem);
    let nothing = BTreeSet::new();
    if rules.iter().all(|r| !matches!(r, Rule::Must(_) | Rule::Pin(_))) || possible(problem, &nothing) {
        return None;
    }
    let mut off = BTreeSet::new();
    let kept = shrink(problem, &rules, &mut off);
    let words = kept.iter().map(|r| words(problem, r)).collect();
    let ways_out = ways_out(problem, &kept);
    Some(Conflict { rules: kept, words, ways_out })
}

/// Every rule that could stand in the way, those that are asked for last, so that they are kept where
/// others can explain the conflict alone.
fn rules(problem: &Problem) -> Vec<Rule> {
    let mut rules = Vec::new();
    let (lsas, days) = (problem.lsas.len(), problem.days.len());
    for lsa in 0..lsas {
        rules.push(Rule::Run { lsa });
        rules.extend((0..days).map(|day| Rule::Lunch { lsa, day }));
    }
    rules.extend(problem.pupils.iter().flat_map(|p| p.avoid.iter().map(|&lsa| Rule::Avoid { lsa, pupil: p.id })));
    rules.extend((0..lsas).flat_map(|lsa| (0..days).map(move |day| Rule::Hours { lsa, day })));
    rules.extend((0..lsas).map(|lsa| Rule::Contract { lsa }));
    let skills: BTreeSet<&String> =
        problem.tasks.iter().filter_map(|t| t.skill.as_ref()).chain(problem.pupils.iter().flat_map(|p| &p.required_skills)).collect();
    rules.extend(skills.into_iter().map(|s| Rule::Training(s.clone())));
    rules.extend((0..problem.absences.len()).map(Rule::Absence));
    rules.extend((0..problem.pins.len()).map(Rule::Pin));
    rules.extend((0..problem.must.len()).map(Rule::Must));
    rules
}

/// Switches off, half by half, every rule without which the conflict remains; answers those that stay.
fn shrink(problem: &Problem, rules: &[Rule], off: &mut BTreeSet<Rule>) -> Vec<Rule> {
    let mut tried = off.clone();
    tried.extend(rules.iter().cloned());
    if !possible(problem, &tried) {
        *off = tried;
        return Vec::new();
    }
    if let [only] = rules {
        return vec![only.clone()];
    }
    let (left, right) = rules.split_at(rules.len() / 2);
    let mut kept = shrink(problem, left, off);
    kept.extend(shrink(problem, right, off));
    kept
}

/// Whether everything asked for can hold when some rules are switched off.
fn possible(problem: &Problem, off: &BTreeSet<Rule>) -> bool {
    let eased = eased(problem, off);
    let pins = asked_pins(&eased, problem, off);
    if !pins.iter().all(|pin| pin_stands(&eased, pin, &pins)) {
        return false;
    }
    let mut grid = Grid::new(&eased);
    for rule in off {
        if let Rule::Lunch { lsa, day } = rule {
            grid.owed_lunch[lsa * grid.days + day] = false;
        }
    }
    whole_week_possible(&eased, &grid, &pins)
}

/// The problem with some rules switched off.
fn eased(problem: &Problem, off: &BTreeSet<Rule>) -> Problem {
    let mut eased = problem.clone();
    let whole_day = (0, 24 * 60);
    for rule in off {
        match rule {
            Rule::Training(skill) => eased.lsas.iter_mut().for_each(|l| {
                l.skills.insert(skill.clone(), "9999-12-31".into());
            }),
            Rule::Hours { lsa, day } => eased.lsas[*lsa].hours[*day] = Some(whole_day),
            Rule::Contract { lsa } => eased.lsas[*lsa].max_contact_minutes = i32::MAX / 4,
            Rule::Run { lsa } => eased.lsas[*lsa].max_consecutive_1to1 = problem.slots.len(),
            Rule::Avoid { lsa, pupil } => eased.pupils[*pupil].avoid.retain(|l| l != lsa),
            Rule::Must(_) | Rule::Pin(_) | Rule::Absence(_) | Rule::Lunch { .. } => {}
        }
    }
    let kept = |i: usize, rule: fn(usize) -> Rule| !off.contains(&rule(i));
    eased.absences = problem.absences.iter().enumerate().filter(|(i, _)| kept(*i, Rule::Absence)).map(|(_, a)| a.clone()).collect();
    eased.must = problem.must.iter().enumerate().filter(|(i, _)| kept(*i, Rule::Must)).map(|(_, m)| m.clone()).collect();
    eased
}

/// Pins of the plan and pins among what must hold, as one list.
fn asked_pins(eased: &Problem, problem: &Problem, off: &BTreeSet<Rule>) -> Vec<Pin> {
    let locked = problem.pins.iter().enumerate().filter(|(i, _)| !off.contains(&Rule::Pin(*i))).map(|(_, p)| p.clone());
    let asked = eased.must.iter().filter_map(|m| match m {
        Must::Pin { lsa, slot, pupil } => {
            Some(Pin { lsa: *lsa, slot: *slot, pupil: Some(*pupil), class: None, task: None, intervention: None })
        }
        _ => None,
    });
    locked.chain(asked).collect()
}

/// Whether a pin breaks no rule by itself, and no other pin stands where it does.
fn pin_stands(problem: &Problem, pin: &Pin, pins: &[Pin]) -> bool {
    let here = problem.at_work(pin.lsa, pin.slot);
    let class = |p: usize| problem.pupils[p].classes[pin.slot];
    let sharing =
        |other: &Pin, a: usize, b: usize| class(a).is_some() && class(a) == class(b) && !pin.is_alone(problem) && !other.is_alone(problem);
    let apart = pins.iter().all(|other| match (pin.pupil, other.pupil) {
        _ if other.slot != pin.slot => true,
        (Some(a), Some(b)) if a == b => other.lsa == pin.lsa,
        (Some(a), Some(b)) => other.lsa != pin.lsa || sharing(other, a, b),
        _ => true,
    });
    let fits = match (pin.pupil, pin.task, pin.intervention) {
        (Some(p), _, _) => {
            let in_care = problem.tasks.iter().any(|t| t.pupil == Some(p) && problem.task_slots(t).contains(&pin.slot));
            problem.may_support(pin.lsa, p) && problem.pupils[p].weights[pin.slot] > 0 && !in_care
        }
        (_, Some(t), _) => problem.tasks[t].skill.as_deref().is_none_or(|s| problem.trained(pin.lsa, s)),
        (_, _, Some(x)) => {
            let session = &problem.interventions[x];
            session.by.is_none_or(|by| by == pin.lsa) && session.skill.as_deref().is_none_or(|s| problem.trained(pin.lsa, s))
        }
        _ => true,
    };
    here && apart && fits
}

/// Asks the coverage master whether the tasks and pupils that must be met can be met around the pins.
#[cfg(feature = "proofs")]
fn whole_week_possible(problem: &Problem, grid: &Grid, pins: &[Pin]) -> bool {
    use crate::master::{Asked, Detail, Master, Taken};
    let mut asked = Asked { pupils: vec![false; grid.pupils], tasks: vec![false; grid.tasks.len()], sessions: false };
    for must in &problem.must {
        match must {
            Must::Task { task } => asked.tasks[*task] = true,
            Must::PupilFull { pupil } => asked.pupils[*pupil] = true,
            Must::Pin { .. } => {}
        }
    }
    for pin in pins {
        pin.task.into_iter().for_each(|t| asked.tasks[t] = true);
    }
    let taken =
        pins.iter().filter_map(|p| p.pupil.map(|pupil| Taken { adult: p.lsa, slot: p.slot, pupil, alone: p.is_alone(problem) })).collect();
    let mut master = Master::new(grid, Detail::Named, asked, taken);
    master.demand_all();
    let limit = std::time::Duration::from_secs(20);
    // Where hours alone do not suffice, fractions of adults do not either, and that is seen at once.
    let mut fractions = master.program.clone();
    fractions.whole.fill(false);
    if fractions.settle(limit, 0.0).infeasible {
        return false;
    }
    // Where there is room a short search finds a week sooner than the solver does.
    works(problem, 0.005) || !master.program.settle(limit, 0.0).infeasible
}

/// Without the solver behind the proofs: whether a short search finds such a week.
#[cfg(not(feature = "proofs"))]
fn whole_week_possible(problem: &Problem, _: &Grid, _: &[Pin]) -> bool {
    works(problem, 0.1)
}

/// Plans the week with what must hold before everything else; answers whether all of it does.
fn works(problem: &Problem, seconds: f64) -> bool {
    let mut asked = problem.clone();
    let needed = |t: usize| problem.must.iter().any(|m| matches!(m, Must::Task { task } if *task == t));
    let full = |p: usize| problem.must.iter().any(|m| matches!(m, Must::PupilFull { pupil } if *pupil == p));
    for t in &mut asked.tasks {
        t.staff = if needed(t.id) { t.staff } else { 0 };
    }
    for p in asked.pupils.iter_mut().filter(|p| !full(p.id)) {
        (p.one_to_one_minutes, p.shared_minutes) = (0, p.shared_minutes.min(0));
    }
    asked.interventions.iter_mut().for_each(|x| x.sessions_per_week = 0);
    asked.current_plan = None;
    for must in &problem.must {
        if let Must::Pin { lsa, slot, pupil } = must {
            asked.pupils[*pupil].one_to_one_minutes = problem.pupils[*pupil].one_to_one_minutes;
            asked.pins.push(Pin { lsa: *lsa, slot: *slot, pupil: Some(*pupil), class: None, task: None, intervention: None });
        }
    }
    let stop = AtomicBool::new(false);
    let options = Options { seconds, seed: 1, proofs: false };
    let solution = solve(&asked, options, &stop, &mut |p| {
        if p.levels[0] == 0 && p.levels[1] == 0 {
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    });
    let met = problem.must.iter().all(|m| match m {
        Must::PupilFull { pupil } => solution.verdict.pupils[*pupil].missed() == 0,
        _ => true,
    });
    solution.verdict.broken.is_empty() && solution.progress.levels[0] == 0 && met
}

/// A rule as a sentence.
pub fn words(problem: &Problem, rule: &Rule) -> String {
    let lsa = |l: &usize| problem.lsas[*l].name.as_str();
    let day = |d: &usize| problem.days[*d].as_str();
    match rule {
        Rule::Must(i) => match &problem.must[*i] {
            Must::Task { task } => format!("{} has to be staffed.", sentence(&problem.task_name(*task))),
            Must::Pin { lsa: l, slot, pupil } => {
                format!("{} is locked to {} in {}.", lsa(l), problem.pupils[*pupil].name, problem.slot_name(*slot))
            }
            Must::PupilFull { pupil } => {
                let p = &problem.pupils[*pupil];
                format!("{} is to have all of {} a week.", p.name, hours(p.one_to_one_minutes + p.shared_minutes))
            }
        },
        Rule::Pin(i) => {
            let pin = &problem.pins[*i];
            let what = match (pin.pupil, pin.task, pin.intervention) {
                (Some(p), _, _) => problem.pupils[p].name.clone(),
                (_, Some(t), _) => problem.task_name(t),
                (_, _, Some(x)) => problem.interventions[x].name.clone(),
                _ => String::new(),
            };
            format!("{} is locked to {what} in {}.", lsa(&pin.lsa), problem.slot_name(pin.slot))
        }
        Rule::Absence(i) => format!("{} is away on {}.", lsa(&problem.absences[*i].lsa), day(&problem.absences[*i].day)),
        Rule::Training(skill) => format!("Only who holds a valid training in {skill} may do it."),
        Rule::Hours { lsa: l, day: d } => match problem.lsas[*l].hours[*d] {
            None => format!("{} does not work on {}.", lsa(l), day(d)),
            Some((from, to)) => format!("{} works from {} to {} on {}.", lsa(l), clock(from), clock(to), day(d)),
        },
        Rule::Contract { lsa: l } => {
            format!("{} has {} a week with pupils in the contract.", lsa(l), hours(problem.lsas[*l].max_contact_minutes))
        }
        Rule::Lunch { lsa: l, day: d } => format!("{} has an unpaid lunch on {}.", lsa(l), day(d)),
        Rule::Run { lsa: l } => format!("{} does at most {} one-to-one periods in a row.", lsa(l), problem.lsas[*l].max_consecutive_1to1),
        Rule::Avoid { lsa: l, pupil } => format!("{} must not work with {}.", lsa(l), problem.pupils[*pupil].name),
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Minutes after midnight as a time of day.
pub fn clock(minutes: i32) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// The cheapest changes that end the conflict; each has been tried.
fn ways_out(problem: &Problem, rules: &[Rule]) -> Vec<WayOut> {
    let mut found: Vec<WayOut> = rules.iter().flat_map(|r| changes(problem, r)).filter(|w| tried(&w.problem)).collect();
    if found.is_empty() {
        let binding: Vec<usize> = rules.iter().filter_map(|r| if let Rule::Contract { lsa } = r { Some(*lsa) } else { None }).collect();
        let everyone: Vec<usize> = (0..problem.lsas.len()).collect();
        found.extend([binding, everyone].iter().filter(|adults| !adults.is_empty()).find_map(|adults| more_hours(problem, adults)));
        found.extend(fewer_promises(problem, rules));
    }
    found.sort_by_key(|w| w.minutes);
    found
}

/// Whether a changed problem works: no conflict is left, and a plan is found that shows it.
fn tried(problem: &Problem) -> bool {
    possible(problem, &BTreeSet::new()) && [0.02, 0.3, 2.0].iter().any(|&seconds| works(problem, seconds))
}

/// The changes worth trying for one rule.
fn changes(problem: &Problem, rule: &Rule) -> Vec<WayOut> {
    let way = |words: String, minutes: i32, change: &dyn Fn(&mut Problem)| {
        let mut changed = problem.clone();
        change(&mut changed);
        WayOut { words, minutes, problem: changed }
    };
    let name = |l: usize| problem.lsas[l].name.as_str();
    match rule {
        Rule::Must(i) => vec![way(format!("Give up: {}", words(problem, rule)), 0, &|p| {
            p.must.remove(*i);
        })],
        Rule::Pin(i) => vec![way(format!("Unlock: {}", words(problem, rule)), 0, &|p| {
            p.pins.remove(*i);
        })],
        Rule::Absence(_) => Vec::new(),
        Rule::Training(skill) => (0..problem.lsas.len())
            .filter(|&l| !problem.trained(l, skill))
            .map(|l| {
                way(format!("Train {} in {skill}.", name(l)), 0, &|p| {
                    p.lsas[l].skills.insert(skill.clone(), "9999-12-31".into());
                })
            })
            .collect(),
        Rule::Hours { lsa, day } => {
            let Some((from, to)) = school_day(problem, *day) else { return Vec::new() };
            let had = problem.lsas[*lsa].hours[*day].map_or(0, |(a, b)| b - a);
            let words = format!("{} works from {} to {} on {}.", name(*lsa), clock(from), clock(to), problem.days[*day]);
            vec![way(words, to - from - had, &|p| {
                p.lsas[*lsa].hours[*day] = Some((from, to));
                p.lsas[*lsa].max_contact_minutes += to - from - had;
            })]
        }
        Rule::Contract { lsa } => {
            let more =
                |m: i32| way(format!("Give {} {} more a week.", name(*lsa), hours(m)), m, &|p| p.lsas[*lsa].max_contact_minutes += m);
            let enough = least(&[30, 60, 120, 180, 300, 450, 600], |m| possible(&more(m).problem, &BTreeSet::new()));
            enough.first().map(|&m| more(m)).into_iter().collect()
        }
        Rule::Lunch { lsa, day } => swapped_lunches(problem, *lsa, *day),
        Rule::Run { lsa } => {
            vec![way(format!("Let {} do one more one-to-one period in a row.", name(*lsa)), 0, &|p| p.lsas[*lsa].max_consecutive_1to1 += 1)]
        }
        Rule::Avoid { lsa, pupil } => {
            let words = format!("Let {} work with {}.", name(*lsa), problem.pupils[*pupil].name);
            vec![way(words, 0, &|p| p.pupils[*pupil].avoid.retain(|l| l != lsa))]
        }
    }
}

/// The choices from the first that suffices on; more always suffices where less does.
fn least(choices: &[i32], suffices: impl Fn(i32) -> bool) -> &[i32] {
    &choices[choices.partition_point(|&choice| !suffices(choice))..]
}

/// When the first slot of a day begins and the last one ends.
fn school_day(problem: &Problem, day: usize) -> Option<(i32, i32)> {
    let from = problem.slots_of(day).map(|s| s.start).min()?;
    Some((from, problem.slots_of(day).map(|s| s.end).max()?))
}

/// A task of one half of the lunch done in the other.
fn swapped_lunches(problem: &Problem, _: usize, day: usize) -> Vec<WayOut> {
    let halves: Vec<usize> = problem.slots_of(day).filter(|s| s.kind == crate::problem::SlotKind::Lunch).map(|s| s.id).collect();
    let [first, second] = halves[..] else { return Vec::new() };
    let asked = |t: usize| problem.must.iter().any(|m| matches!(m, Must::Task { task } if *task == t));
    problem
        .tasks
        .iter()
        .filter(|t| asked(t.id) && (t.slot == first || t.slot == second) && t.end_slot.is_none())
        .map(|t| {
            let to = if t.slot == first { second } else { first };
            let mut changed = problem.clone();
            changed.tasks[t.id].slot = to;
            WayOut { words: format!("Move {} to {}.", problem.task_name(t.id), problem.slot_name(to)), minutes: 0, problem: changed }
        })
        .collect()
}

/// Where no single change is enough: the same amount more for each of these adults.
fn more_hours(problem: &Problem, adults: &[usize]) -> Option<WayOut> {
    let more = |minutes: i32| {
        let mut changed = problem.clone();
        adults.iter().for_each(|&l| changed.lsas[l].max_contact_minutes += minutes);
        changed
    };
    let choices: Vec<i32> = (1..=30).map(|k| k * 30).collect();
    least(&choices, |minutes| possible(&more(minutes), &BTreeSet::new())).iter().find_map(|&minutes| {
        let changed = more(minutes);
        let names: Vec<&str> = adults.iter().map(|&l| problem.lsas[l].name.as_str()).collect();
        let words = format!("Give {} more a week to each of {}.", hours(minutes), names.join(", "));
        tried(&changed).then_some(WayOut { words, minutes: minutes * adults.len() as i32, problem: changed })
    })
}

/// Gives up one thing after another of what is asked for, from the conflict, until the rest works.
fn fewer_promises(problem: &Problem, rules: &[Rule]) -> Option<WayOut> {
    let mut changed = problem.clone();
    let mut given_up = Vec::new();
    let asked = rules.iter().rev().filter_map(|r| if let Rule::Must(i) = r { Some(*i) } else { None });
    for i in asked {
        given_up.push(words(problem, &Rule::Must(i)));
        changed.must.remove(i);
        if tried(&changed) {
            return Some(WayOut { words: format!("Give up together: {}", given_up.join(" ")), minutes: 0, problem: changed });
        }
    }
    None
}
