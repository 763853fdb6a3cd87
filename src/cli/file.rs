//! `keyworker check`, `backup` and `restore`.

use std::path::PathBuf;

use clap::Args;

use super::{FileArgs, OpenArgs, print_json};
use crate::ops::Event;
use crate::store::{self, RunningBackup};

#[derive(Args)]
pub struct BackupArgs {
    /// The caseload file
    file: PathBuf,
    /// The folder for the backup
    #[arg(long)]
    to: PathBuf,
    #[command(flatten)]
    open: OpenArgs,
}

#[derive(Args)]
pub struct RestoreArgs {
    /// The backup
    backup: PathBuf,
    /// Where to put the restored file
    #[arg(long)]
    out: PathBuf,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

pub fn check(args: &FileArgs) -> anyhow::Result<()> {
    let desk = args.open.open(&args.file)?;
    let findings = store::check(&desk.store)?;
    let good = findings.iter().all(|f| f.good);
    if args.open.json {
        print_json(&serde_json::json!({ "good": good, "findings": findings }))?;
    } else {
        for finding in &findings {
            out!("{} {}: {}", if finding.good { "good   " } else { "PROBLEM" }, finding.what, finding.found);
        }
    }
    anyhow::ensure!(good, "The file is not whole. Nothing was changed. Restore the newest backup, and keep this file for IT support.");
    Ok(())
}

pub fn backup(args: &BackupArgs) -> anyhow::Result<()> {
    let mut desk = args.open.open(&args.file)?;
    let now = args.open.now();
    desk.note(Event::BackedUp, now)?;
    let info = RunningBackup::begin(&desk.store, &args.to, now.millis(), now.local)?.finish()?;
    let name = info.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if args.open.json {
        return print_json(&serde_json::json!({ "backup": name, "counts": info.counts, "audit_head": info.audit_head }));
    }
    out!("Backed up and read back: {name} ({} pupils, {} sessions).", info.counts.pupils, info.counts.sessions);
    Ok(())
}

pub fn restore(args: &RestoreArgs) -> anyhow::Result<()> {
    let info = store::restore(&args.backup, &args.out)?;
    if args.json {
        return print_json(&serde_json::json!({ "made": info.made_local, "counts": info.counts }));
    }
    out!(
        "Restored the backup of {}: {} pupils, {} sessions. It opens with the passphrases of that day.",
        info.made_local.format("%-d %b %Y, %H:%M"),
        info.counts.pupils,
        info.counts.sessions
    );
    Ok(())
}
