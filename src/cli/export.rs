//! `keyworker export`.

use std::path::PathBuf;

use chrono::{NaiveDate, TimeDelta};
use clap::{Args, ValueEnum};

use super::list::lens;
use super::{OpenArgs, log, print_json};
use crate::documents;
use crate::ops::Event;
use crate::store;
use crate::views::{PortraitPage, PupilsView, ReviewSummary};

#[derive(Args)]
pub struct ExportArgs {
    /// The caseload file
    file: PathBuf,
    /// Which document
    #[arg(long, value_enum)]
    what: What,
    /// The pupil's name or UPN
    #[arg(long)]
    pupil: String,
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
}

#[derive(Clone, Copy, ValueEnum)]
enum FileFormat {
    Pdf,
    Docx,
}

pub fn run(args: &ExportArgs) -> anyhow::Result<()> {
    let mut desk = args.open.open(&args.file)?;
    let now = args.open.now();
    let sight = lens(&desk, &args.open);
    let pupils: Vec<_> = PupilsView::load(sight)?.rows.into_iter().map(|r| r.pupil).collect();
    let pupil = log::find_pupil(&pupils, &args.pupil).map_err(anyhow::Error::msg)?;
    let document = match args.what {
        What::Portrait => {
            let page = PortraitPage::load(sight, pupil)?;
            documents::portrait(&page.ok_or_else(|| anyhow::anyhow!("This pupil has no pen portrait yet. Nothing was written."))?)
        }
        What::ReviewSummary => {
            let to = args.to.unwrap_or(now.today());
            let from = args.from.unwrap_or(to - TimeDelta::weeks(12));
            anyhow::ensure!(from <= to, "The period ends before it begins. Nothing was written.");
            let summary = ReviewSummary::load(sight, pupil, from, to)?;
            documents::review_summary(&summary.ok_or_else(|| anyhow::anyhow!("This pupil is no longer there. Nothing was written."))?)
        }
    };
    let (bytes, format) = match args.format {
        FileFormat::Pdf => (documents::pdf(&document)?, "PDF"),
        FileFormat::Docx => (documents::word(&document)?, "Word"),
    };
    store::write_whole(&args.out, &bytes)
        .map_err(|_| anyhow::anyhow!("The document could not be written there. Nothing has changed. Check the folder and your rights."))?;
    let what = if args.what == What::Portrait { "portrait" } else { "review summary" };
    desk.note(Event::Exported { what, pupil, format }, now)?;
    desk.store.close()?;
    if args.open.json {
        return print_json(&serde_json::json!({ "written": args.out, "bytes": bytes.len() }));
    }
    println!("Written: {}", args.out.display());
    Ok(())
}
