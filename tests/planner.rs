//! What the planner promises: plans that break no rule however short the time, figures that the judge
//! confirms, bounds that hold, conflicts named truly with ways out that work, and covers that change little.

use keyworker::planner::cover::{away, cover};
use keyworker::planner::explain::{Rule, conflict};
use keyworker::planner::problem::{Must, Pin, SlotKind};
use keyworker::planner::sample::{Size, sample};
use keyworker::planner::{Assignment, Options, Problem, Solution, check, solve, validate};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

fn plan(problem: &Problem, seconds: f64, seed: u64, proofs: bool) -> Solution {
    solve(problem, Options { seconds, seed, proofs }, &AtomicBool::new(false), &mut |_| {})
}

#[test]
fn no_rule_is_broken_at_any_stopping_time_and_the_judge_confirms_the_levels() {
    for size in [Size::Primary, Size::Secondary, Size::Large] {
        for (seed, tension, seconds) in [(1, 0.9, 0.05), (2, 1.0, 0.05), (3, 1.2, 0.15), (4, 1.5, 0.4)] {
            let problem = sample(size, seed, tension);
            let solution = plan(&problem, seconds, seed, true);
            assert_eq!(solution.verdict.broken, Vec::<String>::new(), "{size:?} {seed}");
            assert_eq!(solution.verdict.levels.as_array(), solution.progress.levels, "{size:?} {seed}");
        }
    }
}

#[test]
fn nobody_is_given_support_that_was_not_promised() {
    let problem = sample(Size::Secondary, 4, 0.5);
    let solution = plan(&problem, 0.4, 1, false);
    for (pupil, got) in problem.pupils.iter().zip(&solution.verdict.pupils) {
        let promised = pupil.one_to_one_minutes + pupil.shared_minutes;
        assert!(got.one_to_one + got.shared <= promised, "{}: {got:?} of {promised}", pupil.name);
    }
}

#[test]
fn pins_stay_where_they_are_locked() {
    let mut problem = sample(Size::Secondary, 5, 1.0);
    let first = plan(&problem, 0.2, 1, false).progress.plan;
    let kept: Vec<Assignment> =
        first.iter().filter(|a| matches!(a.work, keyworker::planner::Work::OneToOne { .. })).take(5).cloned().collect();
    problem.pins = kept
        .iter()
        .map(|a| Pin {
            lsa: a.lsa,
            slot: a.slot,
            pupil: Some(keyworker::planner::cover::pupils_of(&problem, &a.work)[0]),
            class: None,
            task: None,
            intervention: None,
        })
        .collect();
    let again = plan(&problem, 0.3, 2, false);
    assert!(kept.iter().all(|a| again.progress.plan.contains(a)), "a pinned slot was moved");
    assert!(again.verdict.broken.is_empty());
}

#[test]
fn a_pupil_pinned_in_a_group_stays_in_it_though_entitled_to_one_to_one() {
    let mut problem = sample(Size::Secondary, 5, 1.0);
    let first = plan(&problem, 0.3, 1, false).progress.plan;
    let both = |p: &usize| problem.pupils[*p].one_to_one_minutes > 0;
    let group = first
        .iter()
        .find(|a| matches!(&a.work, keyworker::planner::Work::Shared { pupils, .. } if pupils.iter().any(both)))
        .unwrap()
        .clone();
    let keyworker::planner::Work::Shared { class, pupils } = group.work.clone() else { unreachable!() };
    problem.pins = pupils
        .into_iter()
        .map(|pupil| Pin { lsa: group.lsa, slot: group.slot, pupil: Some(pupil), class: Some(class), task: None, intervention: None })
        .collect();
    let again = plan(&problem, 0.3, 2, false);
    assert_eq!(again.verdict.broken, Vec::<String>::new());
    assert!(again.progress.plan.contains(&group), "the pinned group was changed");
    let without: Vec<Assignment> = again.progress.plan.into_iter().filter(|a| *a != group).collect();
    assert!(!check(&problem, &without, None).broken.is_empty(), "the judge sees a pin that is not kept");
}

#[test]
fn a_long_task_keeps_its_adult_through_every_slot_it_spans() {
    let mut problem = sample(Size::Primary, 6, 0.8);
    let slots: Vec<usize> = problem.slots_of(2).filter(|s| s.kind == SlotKind::Period).map(|s| s.id).collect();
    let minutes = problem.slots[slots[0]].minutes + problem.slots[slots[1]].minutes;
    let task = &mut problem.tasks[0];
    (task.slot, task.end_slot, task.minutes, task.skill, task.staff) = (slots[0], Some(slots[1]), minutes, None, 2);
    let solution = plan(&problem, 0.3, 1, false);
    assert!(solution.verdict.broken.is_empty(), "{:?}", solution.verdict.broken);
    let on_trip: Vec<usize> = solution.progress.plan.iter().filter(|a| a.work.key() == (2, 0)).map(|a| a.lsa).collect();
    assert_eq!(on_trip.len(), 2);
    let elsewhere = |a: &&Assignment| on_trip.contains(&a.lsa) && (slots[0]..=slots[1]).contains(&a.slot) && a.work.key() != (2, 0);
    assert_eq!(solution.progress.plan.iter().filter(elsewhere).count(), 0);
}

#[cfg(feature = "proofs")]
#[test]
fn no_plan_of_any_seed_is_below_a_bound_that_was_proved() {
    for (size, seed) in [(Size::Primary, 7), (Size::Primary, 8), (Size::Secondary, 9)] {
        let problem = sample(size, seed, 1.1);
        let proved = plan(&problem, 3.0, 1, true).progress;
        for other in 2..5 {
            let levels = plan(&problem, 0.4, other, false).progress.levels;
            assert!(levels[0] >= proved.bounds[0].unwrap(), "{size:?} {seed}");
            if levels[0] == proved.levels[0] {
                assert!(levels[1] >= proved.bounds[1].unwrap(), "{size:?} {seed} {levels:?} {:?}", proved.bounds);
            }
            if levels[..2] == proved.levels[..2] {
                assert!(levels[2] >= proved.bounds[2].unwrap(), "{size:?} {seed} {levels:?} {:?}", proved.bounds);
            }
        }
        assert!(proved.proved() >= 1, "{size:?} {seed}: {:?} {:?}", proved.levels, proved.bounds);
    }
}

#[test]
fn a_cover_leaves_the_absent_out_and_the_other_days_alone() {
    for (size, seed, absent) in [(Size::Primary, 1, vec![0]), (Size::Secondary, 2, vec![0, 1]), (Size::Large, 3, vec![0, 1, 2, 3])] {
        let mut problem = sample(size, seed, 1.0);
        let base = plan(&problem, 0.4, 1, false).progress.plan;
        problem.absences = absent.iter().map(|&l| away(l, 1)).collect();
        let repair = cover(&problem, &base, Duration::from_millis(100), 1);
        assert_eq!(repair.verdict.broken, Vec::<String>::new(), "{size:?}");
        let other_days = |plan: &[Assignment]| {
            let mut rest: Vec<Assignment> = plan.iter().filter(|a| problem.slots[a.slot].day != 1).cloned().collect();
            rest.sort();
            rest
        };
        assert_eq!(other_days(&base), other_days(&repair.plan), "{size:?}: another day was changed");
        let untouched: Vec<Assignment> =
            base.iter().filter(|a| !(absent.contains(&a.lsa) && problem.slots[a.slot].day == 1)).cloned().collect();
        let without = check(&problem, &untouched, Some(&base));
        assert!(repair.levels[..2] <= without.levels.as_array()[..2], "{size:?}: the cover is worse than none");
    }
}

/// Conflicts planted one at a time, and what has to be named.
#[cfg(feature = "proofs")]
#[test]
fn a_planted_conflict_is_named_and_every_way_out_works() {
    type Plant = (&'static str, fn(&mut Problem), fn(&Rule) -> bool);
    let plants: [Plant; 5] = [
        (
            "nobody trained",
            |p| care_on_day(p, 0, |p, l, _| drop(p.lsas[l].skills.remove("gastrostomy"))),
            |r| matches!(r, Rule::Training(_)),
        ),
        ("nobody in", |p| care_on_day(p, 0, |p, l, d| p.lsas[l].hours[d] = None), |r| matches!(r, Rule::Hours { .. })),
        ("all kept apart", |p| care_on_day(p, 0, |p, l, _| p.pupils[4].avoid.push(l)), |r| matches!(r, Rule::Avoid { .. })),
        ("one adult twice", two_pins, |r| matches!(r, Rule::Must(_))),
        ("too little contract", little_contract, |r| matches!(r, Rule::Contract { .. })),
    ];
    for (name, plant, named) in plants {
        let mut problem = sample(Size::Primary, 12, 0.8);
        plant(&mut problem);
        let found = conflict(&problem).unwrap_or_else(|| panic!("{name}: no conflict was found"));
        assert!(found.rules.iter().any(named), "{name}: {:?}", found.words);
        assert!(!found.ways_out.is_empty(), "{name}: no way out");
        for way in &found.ways_out {
            assert!(conflict(&way.problem).is_none(), "{name}: “{}” does not help", way.words);
        }
    }
}

/// A care task that must be done, and a change to everybody who could do it.
fn care_on_day(problem: &mut Problem, day: usize, change: fn(&mut Problem, usize, usize)) {
    let lunch = problem.slots_of(day).find(|s| s.label == "LunchB").unwrap().id;
    let task = problem.tasks.iter().find(|t| t.kind == "care" && t.slot == lunch).unwrap().id;
    problem.tasks[task].skill = Some("gastrostomy".into());
    problem.tasks[task].pupil = Some(4);
    problem.lsas.iter_mut().take(2).for_each(|l| {
        l.skills.insert("gastrostomy".into(), "2027-12-31".into());
    });
    let able: Vec<usize> = (0..problem.lsas.len()).filter(|&l| problem.trained(l, "gastrostomy")).collect();
    able.into_iter().for_each(|l| change(problem, l, day));
    problem.must.push(Must::Task { task });
}

fn two_pins(problem: &mut Problem) {
    let alone = |slot: usize| -> Vec<usize> {
        problem.pupils.iter().filter(|p| p.one_to_one_minutes > 0 && p.weights[slot] > 0).map(|p| p.id).take(2).collect()
    };
    let slot = (0..problem.slots.len()).find(|&s| alone(s).len() == 2).expect("two pupils have one-to-one in one slot");
    let pupils = alone(slot);
    let lsa = (0..problem.lsas.len()).find(|&l| problem.at_work(l, slot) && pupils.iter().all(|&p| problem.may_support(l, p))).unwrap();
    problem.must = pupils.iter().map(|&pupil| Must::Pin { lsa, slot, pupil }).collect();
}

fn little_contract(problem: &mut Problem) {
    problem.lsas.iter_mut().for_each(|l| l.max_contact_minutes = 200);
    let full = |p: &keyworker::planner::problem::Pupil| {
        let wanted = p.weights.iter().filter(|w| **w > 0).count() as i32 * 50;
        p.one_to_one_minutes + p.shared_minutes <= wanted && p.required_skills.is_empty()
    };
    let asked: Vec<Must> = problem.pupils.iter().filter(|p| full(p)).map(|p| Must::PupilFull { pupil: p.id }).collect();
    problem.must = asked;
}

#[test]
fn a_week_without_conflict_has_none() {
    let mut problem = sample(Size::Primary, 3, 0.5);
    problem.must = vec![Must::Task { task: 0 }];
    assert!(conflict(&problem).is_none());
}

#[test]
fn a_malformed_problem_names_the_place() {
    let good = serde_json::to_value(sample(Size::Primary, 1, 1.0)).unwrap();
    let cases: [(&str, serde_json::Value, &str); 10] = [
        ("/pupils/0/shared_minutes", i32::MAX.into(), "pupils[0]"),
        ("/pupils/1/priority", (-1).into(), "pupils[1].priority"),
        ("/tasks/3/slot", 99.into(), "tasks[3].slot"),
        ("/pupils/2/weights", serde_json::json!([1, 2]), "pupils[2].weights"),
        ("/lsas/1/hours", serde_json::json!([null]), "lsas[1].hours"),
        ("/slots/4/minutes", 500.into(), "slots[4].minutes"),
        ("/schema", "other/9".into(), "schema"),
        ("/plan_date", "2026-13-45".into(), "plan_date"),
        ("/plan_date", "2026-02-29".into(), "plan_date"),
        ("/lsas/0/skills", serde_json::json!({ "diabetes": "never" }), "lsas[0].skills.diabetes"),
    ];
    for (at, value, place) in cases {
        let mut bad = good.clone();
        *bad.pointer_mut(at).unwrap() = value;
        let fault = validate::read(&bad.to_string()).unwrap_err();
        assert_eq!(fault.place, place);
    }
    assert!(validate::read("{\"schema\": 3}").unwrap_err().place.starts_with("line 1"));
}

#[test]
fn weeks_with_nobody_in_them_are_planned_and_explained_without_a_fall() {
    type Emptied = fn(&mut Problem);
    let cases: [(&str, Emptied); 5] = [
        ("no adults", |p| {
            p.lsas.clear();
            p.pupils.iter_mut().for_each(|x| (x.key_worker, x.team, x.avoid) = (None, Vec::new(), Vec::new()));
        }),
        ("no pupils", |p| {
            p.pupils.clear();
            p.interventions.clear();
            p.tasks.iter_mut().for_each(|t| t.pupil = None);
        }),
        ("nothing but days", |p| {
            p.pupils.clear();
            p.interventions.clear();
            p.tasks.clear();
            p.lsas.clear();
        }),
        ("nothing promised", |p| {
            p.interventions.clear();
            p.pupils.iter_mut().for_each(|x| (x.one_to_one_minutes, x.shared_minutes) = (0, 0));
        }),
        ("a day without lessons", |p| {
            p.days.push("Sat".into());
            p.lsas.iter_mut().for_each(|l| l.hours.push(None));
        }),
    ];
    for (name, empty) in cases {
        let mut problem = sample(Size::Primary, 3, 0.9);
        empty(&mut problem);
        assert_eq!(keyworker::planner::validate::faults(&problem), Vec::new(), "{name}");
        for proofs in [false, true] {
            let options = Options { seconds: 1.0, seed: 1, proofs };
            let solution = solve(&problem, options, &std::sync::atomic::AtomicBool::new(false), &mut |_| {});
            assert_eq!(solution.verdict.broken, Vec::<String>::new(), "{name}");
            keyworker::planner::reasons::shortfalls(&problem, &solution.progress.plan, &solution.verdict);
        }
        keyworker::planner::explain::conflict(&problem);
    }
}
