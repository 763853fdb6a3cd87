//! `keyworker cover`: a day repaired, of a problem with its plan or of a caseload as it stands.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use chrono::{Datelike as _, NaiveDate};
use clap::Args;
use serde_json::json;

use super::list::lens;
use super::plan::{Source, refuse_broken, rules, write_plan};
use super::print_json;
use crate::model::Away;
use crate::planner::check;
use crate::planner::cover::cover as repair;
use crate::planner::problem::{Absence, Assignment, Problem, Work};
use crate::views::{CoverView, Lens, Planning};

#[derive(Args)]
pub struct CoverArgs {
    /// The problem and the plan in force; with --file neither, or a plan instead of the present week
    paths: Vec<PathBuf>,
    /// Who is away, by name or number; may be given several times
    #[arg(long, required = true)]
    absent: Vec<String>,
    /// The day: as the problem calls it, or by its whole name
    #[arg(long)]
    day: String,
    /// Away from this time on, as HH:MM
    #[arg(long, value_parser = time_of_day)]
    from: Option<i32>,
    /// Away until this time, as HH:MM
    #[arg(long, value_parser = time_of_day)]
    to: Option<i32>,
    /// How many milliseconds the repair may take
    #[arg(long, default_value_t = 80)]
    milliseconds: u64,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write the repaired plan here; a caseload's own cover is accepted in the window
    #[arg(long)]
    out: Option<PathBuf>,
    #[command(flatten)]
    source: Source,
}

pub fn cover(args: &CoverArgs) -> anyhow::Result<()> {
    ensure!(
        args.from.zip(args.to).is_none_or(|(from, to)| from < to),
        "The absence would end before it begins. --to has to come after --from."
    );
    if let (Some(file), true) = (&args.source.file, args.paths.is_empty()) {
        return of_caseload(args, file);
    }
    let (mut problem, base) = args.source.with_plan(&args.paths)?;
    refuse_unlawful(&problem, &base)?;
    let day = day(&problem, &args.day)?;
    for name in &args.absent {
        let lsa = adult(&problem, name, day)?;
        problem.absences.push(Absence { lsa, day, from: args.from, to: args.to });
    }
    let repair = repair(&problem, &base, Duration::from_millis(args.milliseconds), args.seed);
    refuse_broken(&repair.verdict)?;
    if let Some(out) = &args.out {
        write_plan(out, &repair.plan)?;
    }
    let [critical, fair, changes, educational, rest] = repair.levels;
    if args.source.open.json {
        return print_json(&json!({
            "critical": critical, "fair_shortfall": fair, "changes": changes, "educational": educational, "continuity_and_staff": rest,
            "gaps": repair.gaps.iter().map(|g| json!({ "was": g.was, "now": g.now })).collect::<Vec<_>>(),
        }));
    }
    out!("critical {critical}, fair shortfall {fair}, changes {changes}, educational {educational}, continuity and staff {rest}");
    for gap in &repair.gaps {
        let now: Vec<&str> = gap.now.iter().map(|&l| problem.lsas[l].name.as_str()).collect();
        let critical = matches!(gap.was.work, Work::Task { .. });
        let who = match (now.is_empty(), critical) {
            (false, _) => now.join(", "),
            (true, true) => "NOBODY: this has to be done".to_owned(),
            (true, false) => "nobody: lost, and owed".to_owned(),
        };
        out!("{}, {}: {who}", problem.slot_name(gap.was.slot), problem.work_name(&gap.was.work));
    }
    Ok(())
}

/// The day of the caseload's present week, as the window would repair it.
fn of_caseload(args: &CoverArgs, file: &Path) -> anyhow::Result<()> {
    let desk = args.source.open.open(file)?;
    let sight = lens(&desk, &args.source.open);
    let planning = Planning::load(sight, sight.today)?;
    let day = day(&planning.problem, &args.day)?;
    let minutes = |m: Option<i32>| m.and_then(|m| u16::try_from(m).ok());
    let away = |name: &String| -> anyhow::Result<Away> {
        Ok(Away { staff: planning.staff[adult(&planning.problem, name, day)?], from: minutes(args.from), to: minutes(args.to) })
    };
    let away = args.absent.iter().map(away).collect::<anyhow::Result<Vec<_>>>()?;
    let view = CoverView::load(sight, date(sight, &planning, day)?, Some(away))?;
    if let Some(out) = &args.out {
        write_plan(out, &view.week)?;
    }
    let name = |id| view.staff.iter().find(|s| Some(s.0) == id).map(|s| s.1.clone());
    if args.source.open.json {
        let rows = view.rows.iter().map(|r| {
            json!({
                "when": r.when, "critical": r.critical, "who": r.who, "what": r.what, "instead_of": r.from_name, "now": name(r.to),
                "redeployed": r.redeployed,
                "others": r.others.iter().map(|o| &o.words).collect::<Vec<_>>(),
            })
        });
        return print_json(&json!({ "on": view.on, "rows": rows.collect::<Vec<_>>() }));
    }
    let lost = view.rows.iter().filter(|r| r.to.is_none()).count();
    out!("{}: {} change hands or fall out, {lost} of them lost", view.on, view.rows.len());
    for row in &view.rows {
        let nobody = if row.critical { "NOBODY: this has to be done" } else { "nobody: lost, and owed" };
        let who = name(row.to).unwrap_or_else(|| nobody.into());
        out!("{}, {} ({}), instead of {}: {who}", row.when, row.who, row.what, row.from_name);
    }
    Ok(())
}

/// The next date that is this day of the cycle.
fn date(sight: Lens, planning: &Planning, day: usize) -> anyhow::Result<NaiveDate> {
    let calendar = sight.calendar()?;
    let slot = planning.problem.slots_of(day).next().context("There is no lesson on this day.")?;
    let when = planning.whens[slot.id];
    let then = |d: &NaiveDate| d.weekday() == when.weekday && (when.week.is_none() || calendar.cycle_week(*d) == when.week);
    sight.today.iter_days().take(14).find(then).context("This day does not come in the next two weeks.")
}

/// The day of the cycle that the problem calls so.
fn day(problem: &Problem, name: &str) -> anyhow::Result<usize> {
    let by_own_name = problem.days.iter().position(|d| d.eq_ignore_ascii_case(name));
    // “Thursday” for “Thu”, where only one day begins so.
    let begins = |d: &&String| d.len() >= 3 && name.to_lowercase().starts_with(&d.to_lowercase());
    let whole_name = || problem.days.iter().position(|d| begins(&d)).filter(|_| problem.days.iter().filter(begins).count() == 1);
    let is_weekday = ["monday", "tuesday", "wednesday", "thursday", "friday"].contains(&name.to_lowercase().as_str());
    let day = by_own_name.or_else(|| whole_name().filter(|_| is_weekday));
    day.with_context(|| format!("There is no day “{name}” in the problem; its days are {}.", problem.days.join(", ")))
}

/// Somebody who works on the day.
fn adult(problem: &Problem, name: &str, day: usize) -> anyhow::Result<usize> {
    let by_number = name.parse().ok().filter(|n: &usize| *n < problem.lsas.len());
    let by_name = problem.lsas.iter().position(|l| l.name.eq_ignore_ascii_case(name));
    let lsa = by_name.or(by_number).with_context(|| format!("There is no LSA “{name}” in the problem."))?;
    let works = problem.slots_of(day).any(|s| problem.at_work(lsa, s.id));
    ensure!(works, "{} does not work on {}, so there is nothing to cover.", problem.lsas[lsa].name, problem.days[day]);
    Ok(lsa)
}

/// A plan that breaks rules is mended before a day of it is covered.
fn refuse_unlawful(problem: &Problem, plan: &[Assignment]) -> anyhow::Result<()> {
    let broken = check(problem, plan, None).broken;
    let Some(first) = broken.first() else { return Ok(()) };
    bail!("The plan breaks {}, so no day of it can be covered. The first: {first}", rules(broken.len()))
}

fn time_of_day(text: &str) -> Result<i32, String> {
    let time = chrono::NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| "a time looks like 10:45".to_owned())?;
    Ok(i32::try_from(chrono::Timelike::num_seconds_from_midnight(&time) / 60).unwrap_or(0))
}
