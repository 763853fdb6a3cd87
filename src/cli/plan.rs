//! `keyworker plan`, `cover`, `explain` and `check-plan`: the planner without a window, on a problem in the
//! instance format or on a caseload file.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use anyhow::{Context as _, bail, ensure};
use clap::Args;
use serde_json::json;

use super::list::lens;
use super::{OpenArgs, print_json};
use crate::planner::explain::{Conflict, conflict};
use crate::planner::problem::{Assignment, Problem};
use crate::planner::reasons::shortfalls;
use crate::planner::validate::{hours, read, warnings};
use crate::planner::{Options, Verdict, check, solve};
use crate::views::Planning;

/// The five levels of a plan, as they are printed.
const LEVELS: [&str; 5] = ["critical", "fair shortfall", "educational", "continuity", "staff and change"];

/// Which problem: one in a file of its own, or the caseload's.
#[derive(Args)]
pub(super) struct Source {
    /// Plan the caseload of this file instead of a problem in the format lsa-alloc/1
    #[arg(long)]
    pub(super) file: Option<PathBuf>,
    #[command(flatten)]
    pub(super) open: OpenArgs,
}

#[derive(Args)]
pub struct PlanArgs {
    /// The problem, as JSON in the format lsa-alloc/1
    #[arg(required_unless_present = "file", conflicts_with = "file")]
    problem: Option<PathBuf>,
    /// How long to look for better plans
    #[arg(long, default_value_t = 10.0, allow_negative_numbers = true)]
    seconds: f64,
    /// Another seed may find another plan
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write the plan here
    #[arg(long)]
    out: Option<PathBuf>,
    #[command(flatten)]
    source: Source,
}

#[derive(Args)]
pub struct ExplainArgs {
    /// The problem, as JSON in the format lsa-alloc/1
    #[arg(required_unless_present = "file", conflicts_with = "file")]
    problem: Option<PathBuf>,
    /// How long to plan before the shortfalls are explained
    #[arg(long, default_value_t = 5.0, allow_negative_numbers = true)]
    seconds: f64,
    #[command(flatten)]
    source: Source,
}

#[derive(Args)]
pub struct CheckPlanArgs {
    /// The problem and the plan to judge; with --file the plan alone, or nothing for the present week
    paths: Vec<PathBuf>,
    #[command(flatten)]
    source: Source,
}

impl Source {
    /// The problem, and the plan in force where the caseload has one.
    fn read(&self, problem: Option<&Path>) -> anyhow::Result<(Problem, Option<Vec<Assignment>>)> {
        let Some(file) = &self.file else {
            let path = problem.context("Name the problem, or a caseload with --file.")?;
            return Ok((read(&text(path)?)?, None));
        };
        let desk = self.open.open(file)?;
        let planning = Planning::load(lens(&desk, &self.open), self.open.now().today())?;
        ensure!(
            !planning.problem.slots.is_empty() && !planning.problem.lsas.is_empty(),
            "There is nothing to plan yet: the file has no periods or no LSAs."
        );
        Ok((planning.problem, Some(planning.current)))
    }

    /// The problem and a plan for it, from the two paths or from the caseload and at most one.
    pub(super) fn with_plan(&self, paths: &[PathBuf]) -> anyhow::Result<(Problem, Vec<Assignment>)> {
        match (self.file.is_some(), paths) {
            (true, []) => self.read(None).map(|(problem, plan)| (problem, plan.unwrap_or_default())),
            (true, [plan]) => Ok((self.read(None)?.0, plan_file(plan)?)),
            (false, [problem, plan]) => Ok((self.read(Some(problem))?.0, plan_file(plan)?)),
            _ => bail!("Name the problem and the plan; or a caseload with --file, and at most a plan."),
        }
    }
}

pub fn plan(args: &PlanArgs) -> anyhow::Result<()> {
    ensure!(args.seconds > 0.0 && args.seconds <= 86_400.0, "The time has to be more than 0 and at most a day of seconds.");
    ensure!(
        args.out.is_none() || args.out != args.problem,
        "The plan would be written over the problem. Nothing was changed. Name another file for it."
    );
    let (problem, _) = args.source.read(args.problem.as_deref())?;
    refuse_conflict(&problem)?;
    let options = Options { seconds: args.seconds, seed: args.seed, proofs: true };
    let solution = solve(&problem, options, &AtomicBool::new(false), &mut |_| {});
    refuse_broken(&solution.verdict)?;
    let progress = &solution.progress;
    if let Some(out) = &args.out {
        write_plan(out, &progress.plan)?;
    }
    let bound = |level: usize| progress.bounds[level].filter(|_| level < 3);
    let status = match progress.proved().min(3) {
        0 => "no level proved".to_owned(),
        1 => "level 1 proved".to_owned(),
        n => format!("levels 1 to {n} proved"),
    };
    if args.source.open.json {
        return print_json(&json!({
            "levels": progress.levels, "bounds": (0..5).map(bound).collect::<Vec<_>>(), "status": status, "proved_levels": progress.proved().min(3),
            "seconds": progress.seconds, "steps": progress.tried, "violations": solution.verdict.broken, "warnings": warnings(&problem),
            "worst_share": solution.verdict.worst_share, "assignments": progress.plan.len(),
        }));
    }
    warnings(&problem).iter().for_each(|w| out!("Note: {w}"));
    out!("{:<18} {:>9}   no plan can be below", "level", "value");
    for (level, name) in LEVELS.iter().enumerate() {
        // Nothing is below none.
        let none = || (progress.levels[level] == 0).then_some(0);
        let bound = bound(level)
            .or_else(none)
            .map_or("not known".to_owned(), |b| format!("{b}{}", if b == progress.levels[level] { " (proved best)" } else { "" }));
        out!("{name:<18} {:>9}   {bound}", progress.levels[level]);
    }
    out!("{status}; last better plan or bound after {:.2} s; {} steps tried; no hard rule broken", progress.seconds, progress.tried);
    Ok(())
}

pub fn explain(args: &ExplainArgs) -> anyhow::Result<()> {
    let (problem, _) = args.source.read(args.problem.as_deref())?;
    if let Some(found) = conflict(&problem) {
        say_conflict(&found, args.source.open.json)?;
        bail!("No week can keep to all of these.");
    }
    let options = Options { seconds: args.seconds, ..Options::default() };
    let solution = solve(&problem, options, &AtomicBool::new(false), &mut |_| {});
    refuse_broken(&solution.verdict)?;
    let short = shortfalls(&problem, &solution.progress.plan, &solution.verdict);
    if args.source.open.json {
        let short: Vec<_> = short
            .iter()
            .map(|s| {
                json!({
                    "pupil": problem.pupils[s.pupil].name, "promised": s.promised, "missed": s.minutes.missed(), "causes": s.causes,
                })
            })
            .collect();
        return print_json(
            &json!({ "possible": true, "warnings": warnings(&problem), "short": short, "bound": solution.progress.bounds[1] }),
        );
    }
    warnings(&problem).iter().for_each(|w| out!("Note: {w}"));
    if short.is_empty() {
        out!("The week works: it can be planned so that every pupil has all that is promised.");
    }
    for s in short {
        out!("{} misses {} of {}.", problem.pupils[s.pupil].name, hours(s.minutes.missed()), hours(s.promised));
        s.causes.iter().for_each(|c| out!("  {c}"));
    }
    Ok(())
}

/// The rules that cannot all hold, and each way out that was tried.
fn say_conflict(found: &Conflict, as_json: bool) -> anyhow::Result<()> {
    if as_json {
        let ways: Vec<_> = found.ways_out.iter().map(|w| json!({ "words": w.words, "minutes": w.minutes, "problem": w.problem })).collect();
        return print_json(&json!({ "possible": false, "conflict": found.words, "ways_out": ways }));
    }
    out!("This week cannot work. These cannot all hold:");
    found.words.iter().for_each(|w| out!("- {w}"));
    match found.ways_out.is_empty() {
        true => out!("No single change was found that ends it."),
        false => out!("Each of these changes was tried and ends it:"),
    }
    found.ways_out.iter().for_each(|w| out!("- {}", w.words));
    Ok(())
}

pub fn check_plan(args: &CheckPlanArgs) -> anyhow::Result<()> {
    let (problem, plan) = args.source.with_plan(&args.paths)?;
    let verdict = check(&problem, &plan, problem.current_plan.as_deref());
    if args.source.open.json {
        print_json(&json!({
            "violations": verdict.broken, "levels": verdict.levels.as_array(), "worst_share": verdict.worst_share, "handovers": verdict.handovers,
        }))?;
    } else {
        LEVELS.iter().zip(verdict.levels.as_array()).for_each(|(name, value)| out!("{name:<18} {value:>9}"));
        verdict.broken.iter().for_each(|b| out!("BROKEN {b}"));
    }
    ensure!(verdict.broken.is_empty(), "The plan breaks {}.", rules(verdict.broken.len()));
    Ok(())
}

pub(super) fn rules(broken: usize) -> String {
    if broken == 1 { "1 hard rule".into() } else { format!("{broken} hard rules") }
}

fn plan_file(path: &Path) -> anyhow::Result<Vec<Assignment>> {
    serde_json::from_str(&text(path)?).map_err(|e| anyhow::anyhow!("The file is not a plan (line {}, column {}).", e.line(), e.column()))
}

fn text(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).map_err(|_| anyhow::anyhow!("The file could not be read. Check its place and rights."))
}

pub(super) fn write_plan(path: &Path, plan: &[Assignment]) -> anyhow::Result<()> {
    std::fs::write(path, serde_json::to_string(plan)?)
        .map_err(|_| anyhow::anyhow!("The plan could not be written there. Nothing else was changed."))
}

/// A week that cannot work is not planned around in silence.
fn refuse_conflict(problem: &Problem) -> anyhow::Result<()> {
    let Some(found) = conflict(problem) else { return Ok(()) };
    let ways: Vec<&str> = found.ways_out.iter().map(|w| w.words.as_str()).collect();
    bail!(
        "This week cannot work, because these cannot all hold:\n- {}\nWays out that were tried:\n- {}",
        found.words.join("\n- "),
        ways.join("\n- ")
    );
}

/// A plan that fails the judge is never shown.
pub(super) fn refuse_broken(verdict: &Verdict) -> anyhow::Result<()> {
    ensure!(verdict.broken.is_empty(), "The plan that was found did not pass the check and is not shown. This is a fault of the program.");
    Ok(())
}
