//! `keyworker ledger`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use serde_json::json;

use super::list::lens;
use super::{OpenArgs, log, print_json};
use crate::model::Paper;
use crate::ops::Event;
use crate::views::{LedgerLine, LedgerView, PupilsView};

#[derive(Args)]
pub struct LedgerArgs {
    /// The caseload file
    file: PathBuf,
    /// The pupil's name or UPN
    #[arg(long)]
    pupil: String,
    #[arg(long)]
    from: NaiveDate,
    #[arg(long)]
    to: NaiveDate,
    #[command(flatten)]
    open: OpenArgs,
}

pub fn run(args: &LedgerArgs) -> anyhow::Result<()> {
    anyhow::ensure!(args.from <= args.to, "The time ends before it begins. Mend its dates.");
    let mut desk = args.open.open(&args.file)?;
    let sight = lens(&desk, &args.open);
    let pupils: Vec<_> = PupilsView::load(sight)?.rows.into_iter().map(|r| r.pupil).collect();
    let pupil = log::find_pupil(&pupils, &args.pupil).map_err(anyhow::Error::msg)?;
    let view = LedgerView::load(sight, pupil, args.from, args.to)?.ok_or_else(|| anyhow::anyhow!("This pupil is no longer there."))?;
    let (what, about) = Paper::Statement { pupil, from: args.from, to: args.to }.about();
    desk.note(Event::Exported { what, pupil: about, format: "text" }, args.open.now())?;
    if args.open.json {
        return print_json(
            &json!({ "pupil": view.name, "from": view.from, "to": view.to, "lines": view.lines.iter().map(line_json).collect::<Vec<_>>() }),
        );
    }
    out!("{}, {} to {}", view.name, view.from, view.to);
    for line in &view.lines {
        let sum = &line.ledger.sum;
        let say = |amount| line.say(amount);
        out!("{} ({})", line.what, line.dose);
        let due = sum.due.map_or("not stated".to_owned(), say);
        out!(
            "  due {due}, timetabled {}, delivered {}, made up {}, lost {}, not logged {}, owed {}",
            say(sum.timetabled),
            say(sum.delivered),
            say(sum.made_up),
            say(sum.lost_in_all()),
            say(sum.not_logged),
            say(sum.owed())
        );
        line.lapse.iter().for_each(|l| out!("  {l}"));
    }
    Ok(())
}

fn line_json(line: &LedgerLine) -> serde_json::Value {
    let week = |w: &crate::rules::LedgerWeek| {
        json!({
            "monday": w.monday, "school_days": w.school_days, "due": w.due, "timetabled": w.timetabled, "delivered": w.delivered,
            "made_up": w.made_up, "lost": w.lost, "not_logged": w.not_logged, "owed": w.owed(),
        })
    };
    json!({
        "provision": line.what, "dose": line.dose, "unit": line.counts(),
        "sum": week(&line.ledger.sum), "weeks": line.ledger.weeks.iter().map(week).collect::<Vec<_>>(),
        "sessions": line.sessions.len(), "lapse": line.lapse, "cost_pence": line.cost, "cost_a_year_pence": line.cost_a_year,
    })
}
