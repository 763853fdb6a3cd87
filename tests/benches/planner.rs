//! The planner at each size: how near to what is proved it comes and how fast, a day's cover, a conflict.
//! Times say little across machines; the ratios are of one run.

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use keyworker::planner::cover::{away, cover};
use keyworker::planner::problem::Must;
use keyworker::planner::sample::{Size, sample};
use keyworker::planner::{Options, Problem, Solution, check, explain, solve};

fn main() {
    println!("{:<12}{:>6}  {:<44}{:>12}{:>14}", "week", "time", "levels", "proved", "level 2 gap");
    for size in [Size::Primary, Size::Secondary, Size::Large] {
        for (seed, tension) in [(1, 0.95), (2, 1.05), (3, 1.3)] {
            let problem = sample(size, seed, tension);
            let runs: Vec<(f64, Solution)> = [0.05, 1.0, 10.0].map(|s| (s, plan(&problem, s))).into();
            let bound = runs.iter().filter_map(|(_, s)| s.progress.bounds[1]).max().unwrap_or(0);
            for (seconds, solution) in &runs {
                let gap = (solution.progress.levels[1] - bound) as f64 * 100.0 / f64::from(entitled(&problem));
                let levels = format!("{:?}", solution.progress.levels);
                println!("{:<12}{seconds:>5} s  {levels:<44}{:>12}{gap:>12.2} %", problem.name, solution.progress.proved().min(3));
                assert!(solution.verdict.broken.is_empty());
            }
            repair(&problem, &runs[1].1);
        }
    }
    conflict();
    println!("\nresident memory at most {} MiB", peak());
}

fn plan(problem: &Problem, seconds: f64) -> Solution {
    solve(problem, Options { seconds, ..Options::default() }, &AtomicBool::new(false), &mut |_| {})
}

fn entitled(problem: &Problem) -> i32 {
    problem.pupils.iter().map(|p| p.one_to_one_minutes + p.shared_minutes).sum()
}

/// A day's cover beside the same day left as it is, and beside what a second of looking finds.
fn repair(problem: &Problem, base: &Solution) {
    let absent = problem.lsas.len() / 15 + 1;
    let problem = Problem { absences: (0..absent).map(|l| away(l, 1)).collect(), ..problem.clone() };
    let base = &base.progress.plan;
    let left: Vec<_> = base.iter().filter(|a| !(a.lsa < absent && problem.slots[a.slot].day == 1)).cloned().collect();
    let none = check(&problem, &left, Some(base)).levels;
    let began = Instant::now();
    let quick = cover(&problem, base, Duration::from_millis(80), 1);
    let took = began.elapsed().as_secs_f64() * 1000.0;
    let slow = cover(&problem, base, Duration::from_secs(1), 1);
    println!(
        "    cover: none {:?}, in {took:.0} ms {:?}, in 1 s {:?} (critical, fair shortfall, changes)",
        [none.critical, none.fair_shortfall],
        &quick.levels[..3],
        &slow.levels[..3]
    );
}

fn conflict() {
    let mut problem = sample(Size::Primary, 12, 0.8);
    problem.lsas.iter_mut().for_each(|l| l.max_contact_minutes = 200);
    problem.must = problem.pupils.iter().filter(|p| p.required_skills.is_empty()).map(|p| Must::PupilFull { pupil: p.id }).collect();
    let began = Instant::now();
    let found = explain::conflict(&problem);
    let ways = found.as_ref().map_or(0, |c| c.ways_out.len());
    println!(
        "conflict of hours: {} rules, {ways} ways out tried, {:.0} ms",
        found.map_or(0, |c| c.rules.len()),
        began.elapsed().as_secs_f64() * 1000.0
    );
}

/// The most memory the process has held, MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM:"));
    line.and_then(|l| l.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
