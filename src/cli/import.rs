//! `keyworker import`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use std::collections::HashMap;

use super::{OpenArgs, PeopleKind, print_json};
use crate::import::{self, Known, Preview, Severity};
use crate::model::{Change, PupilId};
use crate::ops::Desk;
use crate::store::{self, Db};

#[derive(Args)]
pub struct ImportArgs {
    /// The caseload file
    file: PathBuf,
    /// What the school's system exported: CSV, XLSX or (pupils) CTF XML
    source: PathBuf,
    /// Who is in it
    #[arg(long, value_enum)]
    kind: PeopleKind,
    /// Only show what would happen
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    open: OpenArgs,
}

pub fn run(args: &ImportArgs) -> anyhow::Result<()> {
    let mut desk = args.open.open(&args.file)?;
    let now = args.open.now();
    let kind = match args.kind {
        PeopleKind::Pupils => import::Kind::Pupils,
        PeopleKind::Staff => import::Kind::Staff,
    };
    let bytes = std::fs::read(&args.source)
        .map_err(|_| anyhow::anyhow!("The file to import could not be read. Check its place and your rights. Nothing was taken in."))?;
    let read = import::read(&bytes, kind, &need_codes(desk.store.db())?, &asked(desk.store.db(), now.today())?)?;
    let known = known(desk.store.db())?;
    let preview = import::preview(read, "file", &known, desk.mint(now));
    if args.dry_run {
        return show(&preview, args.open.json);
    }
    let whole_file_held = preview.problems.iter().any(|p| p.row == 0 && p.severity == Severity::Error);
    anyhow::ensure!(!whole_file_held, "The file is held back: {}. Nothing was taken in.", preview.problems[0].why);
    let held = preview.rows.iter().filter(|r| r.held).count() + preview.problems.iter().filter(|p| p.severity == Severity::Error).count();
    let count = apply(&mut desk, &preview, kind, now)?;
    desk.store.close()?;
    if args.open.json {
        return print_json(&serde_json::json!({ "taken_in": count, "problems": preview.problems }));
    }
    out!("{count} taken in. {} need a look:", preview.problems.len());
    for problem in &preview.problems {
        out!("  row {}, {}: {}", problem.row, problem.field, problem.why);
    }
    if held > 0 {
        out!("Rows with errors were held back; decide about them in the window.");
    }
    Ok(())
}

/// Applies a preview as one change.
fn apply(desk: &mut Desk, preview: &Preview, kind: import::Kind, now: crate::model::Now) -> anyhow::Result<usize> {
    let source = preview.source.clone();
    let (count, change) = match kind {
        import::Kind::Pupils => {
            let rows = preview.pupils();
            (rows.len(), Change::ImportPupils { source, rows, mapping: None })
        }
        import::Kind::Staff => {
            let rows = preview.staff();
            (rows.len(), Change::ImportStaff { source, rows, mapping: None })
        }
    };
    if count > 0 {
        desk.carry_out(change, now)?;
    }
    Ok(count)
}

/// The school's need codes with their names.
pub fn need_codes(db: Db) -> store::Result<Vec<(String, String)>> {
    Ok(store::need_types(db)?.into_iter().map(|n| (n.code, n.name)).collect())
}

/// What is known of sources before one is read: the day, and what was said about columns before.
pub fn asked(db: Db, today: NaiveDate) -> store::Result<import::Asked> {
    let remembered = store::import_mappings(db)?
        .into_iter()
        .filter_map(|(headings, columns)| Some((headings, serde_json::from_str(&columns).ok()?)))
        .collect();
    Ok(import::Asked { remembered, ..import::Asked::on(today) })
}

/// What the caseload knows, for matching.
pub fn known(db: Db) -> store::Result<Known> {
    let mut statuses = store::present_statuses(db)?;
    let due: HashMap<PupilId, Option<NaiveDate>> = store::running_plans(db)?.into_iter().rev().map(|p| (p.pupil, p.review_due)).collect();
    let pupils = store::pupils(db)?
        .into_iter()
        .map(|p| {
            let (status, due) = (statuses.remove(&p.id), due.get(&p.id).copied().flatten());
            (p, status, due)
        })
        .collect();
    Ok(Known { pupils, staff: store::staff(db)?, periods: store::periods(db)? })
}

fn show(preview: &Preview, json: bool) -> anyhow::Result<()> {
    if !json {
        for row in &preview.rows {
            let number = row.row.map_or_else(|| "-".to_owned(), |r| r.to_string());
            out!("{number:>5}  {:<16} {:<28} {}", row.action.words(), row.name, row.changed.join(", "));
        }
        for problem in &preview.problems {
            out!("row {}, {}: {}", problem.row, problem.field, problem.why);
        }
        return Ok(());
    }
    let rows: Vec<_> = preview
        .rows
        .iter()
        .filter(|r| !r.held)
        .map(|r| {
            let mut out = r.out.clone();
            if let Some(row) = r.row {
                out.insert("row".into(), row.into());
            }
            out.insert("action".into(), serde_json::json!(r.action));
            if !r.changed.is_empty() {
                out.insert("changed".into(), r.changed.clone().into());
            }
            out
        })
        .collect();
    print_json(&serde_json::json!({ "rows": rows, "problems": preview.problems }))
}
