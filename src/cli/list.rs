//! `keyworker pupils`, `staff` and `search`.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::{FileArgs, OpenArgs, print_json};
use crate::ops::Desk;
use crate::views::{Lens, PupilsView, SearchView, StaffView};

#[derive(Args)]
pub struct SearchArgs {
    /// The caseload file
    file: PathBuf,
    /// What to look for
    #[arg(required = true)]
    words: Vec<String>,
    #[command(flatten)]
    open: OpenArgs,
}

/// A pupil as printed.
#[derive(Serialize)]
struct PupilOut {
    upn: Option<String>,
    forename: String,
    surname: String,
    preferred_forename: Option<String>,
    dob: Option<chrono::NaiveDate>,
    year_group: Option<String>,
    form: Option<String>,
    sen_status: &'static str,
    start_date: Option<chrono::NaiveDate>,
    review_date: Option<chrono::NaiveDate>,
    needs: Vec<String>,
    key_worker: String,
    left_on: Option<chrono::NaiveDate>,
}

/// A member of staff as printed.
#[derive(Serialize)]
struct StaffOut {
    forename: String,
    surname: String,
    role: &'static str,
    email: Option<String>,
    working_days: Vec<String>,
    hours_per_week: Option<f64>,
    key_pupils: Vec<String>,
    left_on: Option<chrono::NaiveDate>,
}

pub fn pupils(args: &FileArgs) -> anyhow::Result<()> {
    let desk = args.open.open(&args.file)?;
    let view = PupilsView::load(lens(&desk, &args.open))?;
    if !args.open.json {
        for row in &view.rows {
            let class = row.pupil.form.clone().unwrap_or_default();
            out!("{:<28} {:<6} {}  {:<12} {}", row.name, class, row.status.code(), row.needs, row.key_worker);
        }
        out!("{} pupils", view.rows.len());
        return Ok(());
    }
    let rows: Vec<PupilOut> = view
        .rows
        .into_iter()
        .map(|r| PupilOut {
            upn: r.pupil.upn,
            forename: r.pupil.forename,
            surname: r.pupil.surname,
            preferred_forename: r.pupil.preferred,
            dob: r.pupil.birth_date,
            year_group: r.pupil.year.map(|y| y.code()),
            form: r.pupil.form,
            sen_status: r.status.code(),
            start_date: r.since,
            review_date: r.review_due,
            needs: r.pupil.needs,
            key_worker: r.key_worker,
            left_on: r.pupil.left_on,
        })
        .collect();
    print_json(&rows)
}

pub fn staff(args: &FileArgs) -> anyhow::Result<()> {
    let desk = args.open.open(&args.file)?;
    let view = StaffView::load(lens(&desk, &args.open))?;
    if !args.open.json {
        for row in &view.rows {
            let hours = row.staff.paid_minutes().map(|m| crate::model::minutes_words(i64::from(m))).unwrap_or_default();
            out!("{:<28} {:<8} {:<20} {}", row.name, row.staff.role.words(), row.days, hours);
        }
        out!("{} members of staff", view.rows.len());
        return Ok(());
    }
    let rows: Vec<StaffOut> = view
        .rows
        .into_iter()
        .map(|r| StaffOut {
            hours_per_week: r.staff.paid_minutes().map(|m| f64::from(m) / 60.0),
            working_days: r.staff.days.iter().map(|d| d.day.to_string()).collect(),
            forename: r.staff.forename,
            surname: r.staff.surname,
            role: r.staff.role.words(),
            email: r.staff.email,
            key_pupils: r.key_pupils,
            left_on: r.staff.left_on,
        })
        .collect();
    print_json(&rows)
}

pub fn search(args: &SearchArgs) -> anyhow::Result<()> {
    let desk = args.open.open(&args.file)?;
    let view = SearchView::load(lens(&desk, &args.open), &args.words.join(" "), 50)?;
    if args.open.json {
        let rows: Vec<_> = view.found.iter().map(|f| serde_json::json!({ "kind": f.kind, "name": f.name, "excerpt": f.excerpt })).collect();
        return print_json(&rows);
    }
    for found in &view.found {
        out!("{:<10} {:<24} {}", found.kind, found.name, found.excerpt);
    }
    out!("{} found", view.found.len());
    Ok(())
}

/// The sight of the person who opened the file.
pub(super) fn lens<'a>(desk: &'a Desk, open: &OpenArgs) -> Lens<'a> {
    Lens { db: desk.store.db(), person: &desk.person, today: open.now().today(), initials: false }
}
