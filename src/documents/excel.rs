//! Excel workbooks that a school works on with: the SEN register and the target tracker. Filters on
//! every column, real dates, frozen headings, widths that fit.

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::Error;
use crate::views::{PupilsView, Tracker};

/// One cell of a table.
enum Cell {
    Text(String),
    Day(Option<NaiveDate>),
    Number(Option<f64>),
}

/// The SEN register: one row for each pupil on roll, as the office keys it into the school's system.
pub fn register(view: &PupilsView, school: &str) -> Result<Vec<u8>, Error> {
    let head = [
        "UPN",
        "Surname",
        "Forename",
        "Preferred",
        "Date of birth",
        "Year",
        "Form",
        "SEN status",
        "Status since",
        "Needs in rank order",
        "Support hours a week",
        "Key worker",
        "Review due",
        "Portrait",
    ];
    let rows = view.rows.iter().filter(|r| r.pupil.left_on.is_none()).map(|r| {
        let p = &r.pupil;
        vec![
            Cell::Text(p.upn.clone().unwrap_or_default()),
            Cell::Text(p.surname.clone()),
            Cell::Text(p.forename.clone()),
            Cell::Text(p.preferred.clone().unwrap_or_default()),
            Cell::Day(p.birth_date),
            Cell::Text(p.year.map(|y| y.code()).unwrap_or_default()),
            Cell::Text(p.form.clone().unwrap_or_default()),
            Cell::Text(r.status.code().to_owned()),
            Cell::Day(r.since),
            Cell::Text(r.needs.clone()),
            Cell::Number(p.support_minutes.map(|m| f64::from(m) / 60.0)),
            Cell::Text(r.key_worker.clone()),
            Cell::Day(r.review_due),
            Cell::Text(r.portrait.to_owned()),
        ]
    });
    workbook("SEN register", school, &head, rows)
}

/// Every open target with where it stands, one row each.
pub fn target_tracker(view: &Tracker) -> Result<Vec<u8>, Error> {
    let head = [
        "Surname",
        "Forename",
        "Form",
        "SEN status",
        "Target",
        "Measure",
        "Baseline",
        "Last reading",
        "Goal",
        "Started",
        "By",
        "Readings",
        "Standing",
        "Confidence",
        "Sessions planned",
        "Sessions happened",
        "Key worker",
    ];
    let rows = view.rows.iter().map(|r| {
        vec![
            Cell::Text(r.surname.clone()),
            Cell::Text(r.forename.clone()),
            Cell::Text(r.form.clone()),
            Cell::Text(r.status.code().to_owned()),
            Cell::Text(r.target.will.clone()),
            Cell::Text(r.target.measure.words().to_owned()),
            Cell::Number(Some(r.target.baseline)),
            Cell::Number(r.last),
            Cell::Number(Some(r.target.goal)),
            Cell::Day(Some(r.target.starts)),
            Cell::Day(Some(r.target.by)),
            Cell::Number(Some(r.readings as f64)),
            Cell::Text(r.standing.to_owned()),
            Cell::Text(r.confidence.to_owned()),
            Cell::Number(Some(r.planned as f64)),
            Cell::Number(Some(r.happened as f64)),
            Cell::Text(r.key_worker.clone()),
        ]
    });
    workbook("Targets", &view.school, &head, rows)
}

/// A table as a person sees it: its headings and its rows as text, dates as dates.
pub fn table(title: &str, head: &[String], rows: &[Vec<String>]) -> Result<Vec<u8>, Error> {
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let rows = rows.iter().map(|row| {
        row.iter()
            .map(|text| match NaiveDate::parse_from_str(text.trim_end_matches(" (late)"), "%d %b %Y") {
                Ok(date) => Cell::Day(Some(date)),
                Err(_) => Cell::Text(text.clone()),
            })
            .collect()
    });
    workbook(title, "", &head, rows)
}

fn workbook(sheet: &str, school: &str, head: &[&str], rows: impl Iterator<Item = Vec<Cell>>) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    // Same input, same bytes: the moment of writing stays out of the file.
    let epoch = rust_xlsxwriter::ExcelDateTime::from_ymd(2020, 1, 1).map_err(|_| Error::Excel)?;
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_title(sheet).set_company(school).set_creation_datetime(&epoch));
    let page = book.add_worksheet();
    fill(page, sheet, head, rows).map_err(|_| Error::Excel)?;
    book.save_to_buffer().map_err(|_| Error::Excel)
}

fn fill(page: &mut Worksheet, sheet: &str, head: &[&str], rows: impl Iterator<Item = Vec<Cell>>) -> Result<(), rust_xlsxwriter::XlsxError> {
    let bold = Format::new().set_bold();
    let day = Format::new().set_num_format("d mmm yyyy");
    page.set_name(sheet)?;
    for (column, title) in (0u16..).zip(head) {
        page.write_string_with_format(0, column, *title, &bold)?;
    }
    let mut last = 0;
    for (line, row) in (1u32..).zip(rows) {
        last = line;
        for (column, cell) in (0u16..).zip(row) {
            match cell {
                Cell::Text(text) if text.is_empty() => {}
                // As a string whatever it begins with: a name is never a formula.
                Cell::Text(text) => {
                    page.write_string(line, column, text)?;
                }
                Cell::Day(Some(date)) => {
                    page.write_datetime_with_format(line, column, date, &day)?;
                }
                Cell::Number(Some(number)) => {
                    page.write_number(line, column, number)?;
                }
                Cell::Day(None) | Cell::Number(None) => {}
            }
        }
    }
    page.autofilter(0, 0, last, head.len().saturating_sub(1) as u16)?;
    page.set_freeze_panes(1, 0)?;
    page.autofit();
    Ok(())
}
