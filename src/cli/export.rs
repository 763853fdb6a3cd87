//! `keyworker export`.

use std::path::PathBuf;

use chrono::{NaiveDate, TimeDelta};
use clap::{Args, ValueEnum};

use super::list::lens;
use super::{OpenArgs, log, print_json};
use crate::documents;
use crate::model::{Format, Paper};
use crate::ops::Event;
use crate::store;
use crate::views::{Lens, PupilsView};

#[derive(Args)]
pub struct ExportArgs {
    /// The caseload file
    file: PathBuf,
    /// Which document
    #[arg(long, value_enum)]
    what: What,
    /// The pupil's name or UPN; the register, the target tracker and a timetable take none
    #[arg(long)]
    pupil: Option<String>,
    /// Whose timetable
    #[arg(long)]
    staff: Option<String>,
    #[arg(long, value_enum)]
    format: FileFormat,
    /// Where to write it
    #[arg(long)]
    out: PathBuf,
    /// First day of the summary (else twelve weeks before its last)
    #[arg(long)]
    from: Option<NaiveDate>,
    /// Last day of the summary (else today)
    #[arg(long)]
    to: Option<NaiveDate>,
    #[command(flatten)]
    open: OpenArgs,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum What {
    ReviewSummary,
    Portrait,
    /// The summary in plain words for the family
    FamilySummary,
    /// The pupil's own page
    PupilPage,
    /// What was promised and what was given, down to each session (pdf, docx or xlsx)
    Statement,
    /// The SEN register (xlsx)
    Register,
    /// Every open target (xlsx)
    TargetTracker,
    /// An adult's week (pdf, docx; ics has initials only)
    Timetable,
}

#[derive(Clone, Copy, ValueEnum)]
enum FileFormat {
    Pdf,
    Docx,
    Xlsx,
    Ics,
}

pub fn run(args: &ExportArgs) -> anyhow::Result<()> {
    let mut desk = args.open.open(&args.file)?;
    let now = args.open.now();
    let sight = lens(&desk, &args.open);
    let paper = paper(args, sight, now.today())?;
    let (what, pupil) = paper.about();
    let bytes = match (args.format, &paper) {
        (FileFormat::Xlsx, paper) => documents::whole(sight, paper, Format::Excel),
        (FileFormat::Ics, paper) => documents::whole(sight, paper, Format::Calendar),
        (FileFormat::Pdf, paper) => documents::document(sight, paper).and_then(|d| documents::pdf(&d).map_err(|e| e.to_string())),
        (FileFormat::Docx, paper) => documents::document(sight, paper).and_then(|d| documents::word(&d).map_err(|e| e.to_string())),
    };
    let bytes = bytes.map_err(|why| anyhow::anyhow!("{why} Nothing was written."))?;
    let format = match args.format {
        FileFormat::Pdf => "PDF",
        FileFormat::Docx => "Word",
        FileFormat::Xlsx => "Excel",
        FileFormat::Ics => "calendar",
    };
    store::write_whole(&args.out, &bytes)
        .map_err(|_| anyhow::anyhow!("The document could not be written there. Nothing has changed. Check the folder and your rights."))?;
    desk.note(Event::Exported { what, pupil, format }, now)?;
    desk.store.close()?;
    if args.open.json {
        return print_json(&serde_json::json!({ "written": args.out, "bytes": bytes.len() }));
    }
    out!("Written: {}", args.out.display());
    Ok(())
}

/// The timetable of the adult who is named.
fn timetable(args: &ExportArgs, sight: Lens) -> anyhow::Result<Paper> {
    let Some(name) = &args.staff else { anyhow::bail!("Say whose timetable (--staff NAME). Nothing was written.") };
    let named: Vec<_> =
        store::staff(sight.db)?.into_iter().filter(|s| s.left_on.is_none() && s.name().eq_ignore_ascii_case(name.trim())).collect();
    match &named[..] {
        [one] => Ok(Paper::Timetable { staff: one.id, from: None }),
        [] => anyhow::bail!("Nobody on the staff has this name. Nothing was written."),
        _ => anyhow::bail!("Several people have this name. Nothing was written."),
    }
}

/// Which paper is meant.
fn paper(args: &ExportArgs, sight: Lens, today: NaiveDate) -> anyhow::Result<Paper> {
    match args.what {
        What::Register => return Ok(Paper::Register),
        What::TargetTracker => return Ok(Paper::Tracker),
        What::Timetable => return timetable(args, sight),
        _ => {}
    }
    let Some(name) = &args.pupil else { anyhow::bail!("Say which pupil this is about (--pupil NAME_OR_UPN). Nothing was written.") };
    let pupils: Vec<_> = PupilsView::load(sight)?.rows.into_iter().map(|r| r.pupil).collect();
    let pupil = log::find_pupil(&pupils, name).map_err(anyhow::Error::msg)?;
    let to = args.to.unwrap_or(today);
    let from = args.from.unwrap_or(to - TimeDelta::weeks(12));
    Ok(match args.what {
        What::Portrait => Paper::Portrait(pupil),
        What::FamilySummary => Paper::Parents { pupil, from, to },
        What::Statement => Paper::Statement { pupil, from, to },
        What::PupilPage => Paper::OwnPage { pupil, from, to },
        _ => Paper::Summary { pupil, from, to },
    })
}
