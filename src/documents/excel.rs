//! Excel workbooks that a school works on with: the SEN register and the target tracker. Filters on
//! every column, real dates, frozen headings, widths that fit.

use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::Error;
use crate::model::Cell;
use crate::views::{LedgerView, PupilsView, Tracker};

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
    workbook(school, vec![Sheet::new("SEN register", &head, rows)])
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
    workbook(&view.school, vec![Sheet::new("Targets", &head, rows)])
}

/// A pupil's provision statement: a sheet of lines with their sums, one of weeks, and one of the sessions behind them.
pub fn statement(view: &LedgerView) -> Result<Vec<u8>, Error> {
    let amount = Cell::Count;
    let weeks = view.lines.iter().flat_map(|line| {
        let what = line.what.as_str();
        line.ledger.weeks.iter().map(move |w| {
            let why = w.lost.iter().map(|(reason, amount)| format!("{reason} {amount}")).collect::<Vec<_>>().join("; ");
            vec![
                what.into(),
                line.counts().into(),
                Cell::Day(Some(w.monday)),
                amount(i64::from(w.school_days)),
                w.due.map_or_else(|| "".into(), amount),
                amount(w.timetabled),
                amount(w.delivered),
                amount(w.made_up),
                amount(w.lost_in_all()),
                why.into(),
                amount(w.not_logged),
                amount(w.owed()),
            ]
        })
    });
    let sessions = view.lines.iter().flat_map(|line| {
        line.sessions.iter().map(|s| {
            vec![
                line.what.as_str().into(),
                Cell::Day(Some(s.on)),
                s.staff.as_str().into(),
                amount(if s.delivered { s.counts } else { 0 }),
                amount(if s.delivered { 0 } else { s.counts }),
                line.counts().into(),
                s.words.as_str().into(),
            ]
        })
    });
    let head = [
        "Provision",
        "Counts",
        "Week of",
        "School days",
        "Due",
        "Timetabled",
        "Delivered",
        "Made up",
        "Lost",
        "Why lost",
        "Not logged",
        "Owed",
    ];
    let behind = ["Provision", "Day", "Adult", "Given", "Lost", "Counts", "What happened"];
    let sheets = vec![statement_sums(view), Sheet::new("Weeks", &head, weeks), Sheet::new("Sessions", &behind, sessions)];
    workbook(&view.school, sheets)
}

/// The lines of a statement with whose they are, for which time, and what they cost.
fn statement_sums(view: &LedgerView) -> Sheet {
    let rows = view.lines.iter().map(|line| {
        let sum = &line.ledger.sum;
        vec![
            view.name.as_str().into(),
            Cell::Day(Some(view.from)),
            Cell::Day(Some(view.to)),
            line.what.as_str().into(),
            line.dose.as_str().into(),
            line.counts().into(),
            sum.due.map_or_else(|| "not stated".into(), Cell::Count),
            Cell::Count(sum.timetabled),
            Cell::Count(sum.given()),
            Cell::Count(sum.lost_in_all()),
            Cell::Count(sum.not_logged),
            Cell::Count(sum.owed()),
            line.cost.map_or_else(|| "".into(), Cell::Pence),
            line.cost_a_year.map_or_else(|| "".into(), Cell::Pence),
        ]
    });
    let head = [
        "Pupil",
        "From",
        "To",
        "Provision",
        "Promised",
        "Counts",
        "Due",
        "Timetabled",
        "Given",
        "Lost",
        "Not logged",
        "Owed",
        "Cost so far",
        "Cost a year",
    ];
    Sheet::new("Statement", &head, rows)
}

/// A table as a person sees it: its headings and its rows, days, times and money as what they are.
pub fn table(title: &str, head: &[String], rows: &[Vec<Cell>]) -> Result<Vec<u8>, Error> {
    workbook("", vec![Sheet::new(title, head, rows.iter().cloned())])
}

/// Excel counts time in days.
const MINUTES_OF_A_DAY: f64 = 1440.0;

/// A sheet of a workbook: its name, its headings, its rows.
struct Sheet {
    name: String,
    head: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

impl Sheet {
    fn new(name: &str, head: &[impl AsRef<str>], rows: impl Iterator<Item = Vec<Cell>>) -> Self {
        Self { name: name.into(), head: head.iter().map(|h| h.as_ref().to_owned()).collect(), rows: rows.collect() }
    }
}

fn workbook(school: &str, sheets: Vec<Sheet>) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    // Same input, same bytes: the moment of writing stays out of the file.
    let epoch = rust_xlsxwriter::ExcelDateTime::from_ymd(2020, 1, 1).map_err(|_| Error::Excel)?;
    let title = sheets.first().map(|s| s.name.clone()).unwrap_or_default();
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_title(title).set_company(school).set_creation_datetime(&epoch));
    for sheet in sheets {
        fill(book.add_worksheet(), sheet).map_err(|_| Error::Excel)?;
    }
    book.save_to_buffer().map_err(|_| Error::Excel)
}

fn fill(page: &mut Worksheet, sheet: Sheet) -> Result<(), rust_xlsxwriter::XlsxError> {
    let Sheet { name, head, rows } = sheet;
    let bold = Format::new().set_bold();
    let format = |pattern: &str| Format::new().set_num_format(pattern);
    let (day, time, money, share) = (format("d mmm yyyy"), format("[h]:mm"), format("£#,##0.00"), format("0 %"));
    page.set_name(name)?;
    let columns = head.len();
    for (column, title) in (0u16..).zip(head) {
        page.write_string_with_format(0, column, title, &bold)?;
    }
    let mut last = 0;
    for (line, row) in (1u32..).zip(rows) {
        last = line;
        for (column, cell) in (0u16..).zip(row) {
            match cell {
                Cell::Text(text) | Cell::Ranked(text, _) if text.is_empty() => continue,
                Cell::Day(None) | Cell::Number(None) | Cell::Percent(None) => continue,
                // As a string whatever it begins with: a name is never a formula.
                Cell::Text(text) | Cell::Ranked(text, _) => page.write_string(line, column, text),
                Cell::Of(..) => page.write_string(line, column, cell.words()),
                Cell::Day(Some(date)) | Cell::Late(date) => page.write_datetime_with_format(line, column, date, &day),
                Cell::Count(n) => page.write_number(line, column, n as f64),
                Cell::Number(Some(number)) => page.write_number(line, column, number),
                // Excel shows no time below nought.
                Cell::Minutes(..0) => page.write_string(line, column, cell.words()),
                Cell::Minutes(minutes) => page.write_number_with_format(line, column, minutes as f64 / MINUTES_OF_A_DAY, &time),
                Cell::Pence(pence) => page.write_number_with_format(line, column, pence as f64 / 100.0, &money),
                Cell::Percent(Some(percent)) => page.write_number_with_format(line, column, percent as f64 / 100.0, &share),
            }?;
        }
    }
    page.autofilter(0, 0, last, columns.saturating_sub(1) as u16)?;
    page.set_freeze_panes(1, 0)?;
    page.autofit();
    Ok(())
}
