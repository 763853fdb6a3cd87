//! Rows of cells as pupils and staff.

use chrono::{NaiveDate, Weekday};

use super::fields::{Field, field_of};
use super::grid::{Cell, Grid};
use super::merge::Together;
use super::text::{is_formula, is_mangled, is_open_question, no_name, says_nothing};
use super::values::Order;
use super::{Asked, Kind, Problem, Read, Severity, Unreadable, values};
use crate::model::{SenStatus, StaffRole, YearGroup};
use crate::rules::{UpnCheck, check_upn};

/// What one row says about a pupil; none where it does not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PupilLine {
    pub row: usize,
    pub upn: Option<String>,
    pub forename: String,
    pub surname: String,
    pub preferred: Option<String>,
    pub dob: Option<NaiveDate>,
    pub year: Option<YearGroup>,
    pub form: Option<String>,
    pub status: Option<SenStatus>,
    pub since: Option<NaiveDate>,
    pub review: Option<NaiveDate>,
    pub needs: Option<Vec<String>>,
    /// Needs with their ranks, until all rows of the pupil are read.
    pub(super) ranked: Vec<(u32, String)>,
    pub hours: Option<f64>,
    pub key_adult: Option<String>,
}

/// What one row says about a member of staff.
#[derive(Clone, Debug, PartialEq)]
pub struct StaffLine {
    pub row: usize,
    pub forename: String,
    pub surname: String,
    pub email: Option<String>,
    pub role: Option<StaffRole>,
    pub hours: Option<f64>,
    pub days: Option<Vec<Weekday>>,
}

type Line = (usize, Vec<Cell>);

/// The row of headings among the first fifteen, and how many headings in it are known.
pub fn heading_row(rows: &[Line]) -> Option<(usize, usize)> {
    rows.iter()
        .take(15)
        .enumerate()
        .map(|(i, (_, cells))| (i, cells.iter().filter(|c| field_of(&c.text()).is_some()).count()))
        .filter(|(_, known)| *known >= 2)
        .max_by_key(|(i, known)| (*known, std::cmp::Reverse(*i)))
}

/// The headings with the place of the first row below them. Two rows of headings (a group above, its
/// parts below) are read as one, the lower saying it more exactly.
fn headings(rows: &[Line], heading: usize, asked: &Asked) -> (Vec<(String, Option<Field>)>, usize) {
    let said = |text: &str| match asked.columns.iter().find(|(heading, _)| heading == text) {
        Some((_, field)) => *field,
        None => field_of(text),
    };
    let known = |i: usize| -> usize { rows[i].1.iter().filter(|c| field_of(&c.text()).is_some()).count() };
    let only_headings = |i: usize| rows[i].1.iter().all(|c| c.text().is_empty() || field_of(&c.text()).is_some());
    let lower = (heading + 1 < rows.len() && known(heading + 1) >= 2 && only_headings(heading + 1)).then_some(heading + 1);
    let upper = heading.checked_sub(1).filter(|u| known(*u) >= 1 && rows[*u].1.len() > 2);
    let (top, bottom) = match (lower, upper) {
        (Some(lower), _) => (heading, lower),
        (None, Some(upper)) => (upper, heading),
        (None, None) => (heading, heading),
    };
    let width = rows[top].1.len().max(rows[bottom].1.len());
    let cell = |row: usize, column: usize| rows[row].1.get(column).map(Cell::text).unwrap_or_default();
    let columns = (0..width)
        .map(|column| {
            let (above, below) = (cell(top, column), cell(bottom, column));
            let text = if said(&below).is_some() || above.is_empty() || !below.is_empty() && top == heading { below } else { above };
            let field = said(&text);
            (text, field)
        })
        .collect();
    (columns, bottom + 1)
}

/// Reads a grid with a row of headings.
pub fn from_grid(grid: Grid, kind: Kind, need_codes: &[(String, String)], asked: &Asked) -> Result<Read, Unreadable> {
    let Some((heading, _)) = heading_row(&grid.rows) else {
        return Err(Unreadable::new(
            "No row of headings was found, such as “UPN, Forename, Surname, Date of birth”. Add one above the list.",
        ));
    };
    let (mut headed, first) = headings(&grid.rows, heading, asked);
    if asked.columns.is_empty()
        && let Some((_, said)) = asked.remembered.iter().find(|(known, _)| *known == super::signature(&headed))
    {
        for (heading, field) in &mut headed {
            if let Some((_, remembered)) = said.iter().find(|(h, _)| h == heading) {
                *field = *remembered;
            }
        }
    }
    let columns: Vec<Option<Field>> = headed.iter().map(|(_, field)| *field).collect();
    let has = |f: Field| columns.contains(&Some(f));
    let named = has(Field::Name) || has(Field::Forename) && has(Field::Surname);
    if !named {
        return Err(Unreadable::new("No column with names was found. Head them “Forename” and “Surname”."));
    }
    let body = &grid.rows[first..];
    if !grid.rivals.is_empty() {
        let others = grid.rivals.join("”, “");
        let why = format!(
            "Other sheets hold lists with the same headings (“{others}”), and none may be lost. Put them on one sheet, or save each as a workbook of its own"
        );
        let problems = vec![Problem { row: 0, field: "file", severity: Severity::Error, why }];
        return Ok(Read { what: grid.what, problems, ..Read::default() });
    }
    let is_date = |f: &Option<Field>| matches!(f, Some(Field::Dob | Field::Since | Field::Review | Field::NeedEnd));
    let date_cells = body.iter().flat_map(|(_, cells)| cells.iter().zip(&columns)).filter(|(_, f)| is_date(f)).map(|(c, _)| c);
    let found = values::order(date_cells.clone());
    let order = match asked.day_first {
        Some(true) => Order::DayFirst,
        Some(false) => Order::MonthFirstSaid,
        None => found,
    };
    let asks_order = matches!(found, Order::MonthFirst | Order::Mixed) || found == Order::Unknown && values::any_slashed(date_cells);
    let read = Read { what: grid.what, columns: headed, asks_order, ..Read::default() };
    let mut reader = Reader { read, order, need_codes, today: asked.today, together: Together::default() };
    for (number, cells) in body {
        let row = Row { number: *number, cells, columns: &columns };
        if row.is_no_person() {
            continue;
        }
        match kind {
            Kind::Pupils => reader.pupil(&row),
            Kind::Staff => reader.staff(&row),
        }
    }
    let Reader { mut read, together, .. } = reader;
    read.pupils = together.lines();
    if read.pupils.is_empty() && read.staff.is_empty() && read.problems.is_empty() {
        return Err(Unreadable::new("There are headings in this file but no rows below them."));
    }
    Ok(read)
}

struct Row<'a> {
    number: usize,
    cells: &'a [Cell],
    columns: &'a [Option<Field>],
}

impl<'a> Row<'a> {
    fn all(&self, field: Field) -> impl Iterator<Item = &'a Cell> + '_ {
        let columns = self.columns;
        self.cells.iter().zip(columns).filter(move |(c, f)| **f == Some(field) && !c.text().is_empty()).map(|(c, _)| c)
    }

    fn text(&self, field: Field) -> Option<String> {
        self.all(field).next().map(|c| c.text().trim().to_owned())
    }

    /// Blank rows and lines of totals.
    fn is_no_person(&self) -> bool {
        // The headings again, at a page break.
        let repeated = self.cells.iter().zip(self.columns).filter(|(c, f)| f.is_some() && field_of(&c.text()) == **f).count();
        if repeated >= 2 {
            return true;
        }
        let first = self.cells.iter().map(Cell::text).find(|t| !t.is_empty());
        first.is_none_or(|t| {
            let t = t.to_lowercase();
            let foot = ["total", "count", "end of report", "printed on", "key:"].iter().any(|f| t.starts_with(f));
            foot && self.text(Field::Forename).is_none()
        })
    }
}

struct Reader<'a> {
    read: Read,
    order: Order,
    need_codes: &'a [(String, String)],
    today: NaiveDate,
    together: Together,
}

impl Reader<'_> {
    fn problem(&mut self, row: usize, field: Field, severity: Severity, why: impl Into<String>) {
        self.read.problems.push(Problem { row, field: field.key(), severity, why: why.into() });
    }

    fn pupil(&mut self, row: &Row) {
        self.errors(row);
        let Some((forename, surname)) = self.name(row) else { return };
        let mut line = PupilLine { row: row.number, forename, surname, ..PupilLine::default() };
        line.preferred = self.plain(row, Field::Preferred);
        line.upn = row.text(Field::Upn).and_then(|text| self.upn(row.number, &text));
        line.dob = self.date(row, Field::Dob).filter(|dob| self.believable(row, *dob));
        line.since = self.date(row, Field::Since);
        line.review = self.date(row, Field::Review);
        if let Some(text) = row.text(Field::Year) {
            line.year = values::year(&text);
            if line.year.is_none() {
                self.problem(row.number, Field::Year, Severity::Warning, format!("“{text}” is not a year group (N1, N2, R, 1 to 14)"));
            }
        }
        line.form = self.form(row);
        if let Some(text) = row.text(Field::Status) {
            line.status = values::status(&text);
            if line.status.is_none() {
                self.problem(row.number, Field::Status, Severity::Warning, format!("“{text}” is not a SEN status (N, K or E)"));
            }
        }
        line.ranked = self.needs(row);
        line.hours = self.hours(row);
        line.key_adult = self.plain(row, Field::KeyAdult);
        self.together.add(line, &mut self.read.problems);
    }

    /// Cells in which Excel shows an error instead of a value.
    fn errors(&mut self, row: &Row) {
        for (cell, field) in row.cells.iter().zip(row.columns) {
            if let (Cell::Error(error), Some(field)) = (cell, field) {
                let named = matches!(field, Field::Forename | Field::Surname | Field::Name);
                if !named {
                    self.problem(
                        row.number,
                        *field,
                        Severity::Warning,
                        format!("The cell holds an error ({error}), so its value is not known"),
                    );
                }
            }
        }
    }

    /// A text that is taken as it stands, unless it is a formula, an open question or says nothing.
    fn plain(&mut self, row: &Row, field: Field) -> Option<String> {
        let text = row.text(field)?;
        if says_nothing(&text) {
            return None;
        }
        if is_formula(&text) || is_open_question(&text) {
            self.problem(row.number, field, Severity::Warning, format!("“{text}” is not known yet, or is a formula"));
            return None;
        }
        Some(text)
    }

    fn form(&mut self, row: &Row) -> Option<String> {
        let cell = row.all(Field::Form).next()?;
        let text = cell.text().trim().to_owned();
        if matches!(cell, Cell::Date(_)) || is_mangled(&text) || is_formula(&text) {
            let why = format!("“{text}” is not the form: Excel has turned it into something else. Give it as text");
            self.problem(row.number, Field::Form, Severity::Warning, why);
            return None;
        }
        Some(text)
    }

    /// Whether somebody born on a day can be a pupil.
    fn believable(&mut self, row: &Row, dob: NaiveDate) -> bool {
        let good = dob <= self.today && dob >= self.today - chrono::TimeDelta::days(365 * 27);
        if !good {
            self.problem(row.number, Field::Dob, Severity::Warning, format!("Born on {dob}? Nobody at school is: check the year"));
        }
        good
    }

    fn staff(&mut self, row: &Row) {
        self.errors(row);
        let Some((forename, surname)) = self.name(row) else { return };
        let role = row.text(Field::Role).map(|t| values::role(&t));
        let days = row.text(Field::Days).and_then(|text| {
            let days = values::days(&text);
            if days.is_none() {
                self.problem(row.number, Field::Days, Severity::Warning, format!("“{text}” does not name weekdays (such as Mon-Fri)"));
            }
            days
        });
        let email = row.text(Field::Email).and_then(|text| {
            let good = text.contains('@') && !text.contains(' ');
            if !good {
                self.problem(row.number, Field::Email, Severity::Warning, format!("“{text}” is not an e-mail address"));
            }
            good.then_some(text)
        });
        let hours = self.hours(row);
        self.read.staff.push(StaffLine { row: row.number, forename, surname, email, role, hours, days });
    }

    /// Forename and surname, from their columns or from one that holds both.
    fn name(&mut self, row: &Row) -> Option<(String, String)> {
        let (forename, surname) = (row.text(Field::Forename), row.text(Field::Surname));
        if let (Some(forename), Some(surname)) = (&forename, &surname) {
            for (text, field) in [(forename, Field::Forename), (surname, Field::Surname)] {
                if let Some(why) = no_name(text) {
                    self.problem(row.number, field, Severity::Error, why);
                    return None;
                }
            }
            return Some((forename.clone(), surname.clone()));
        }
        if let Some(whole) = row.text(Field::Name) {
            if let Some(why) = no_name(&whole) {
                self.problem(row.number, Field::Name, Severity::Error, why);
                return None;
            }
            if let Some((surname, forename)) = whole.split_once(',') {
                return Some((forename.trim().to_owned(), surname.trim().to_owned()));
            }
            let parts: Vec<&str> = whole.split_whitespace().collect();
            if let [forename, surname] = parts.as_slice() {
                return Some(((*forename).to_owned(), (*surname).to_owned()));
            }
            let why = format!("“{whole}” does not show which part is the surname. Write it as “Surname, Forename”");
            self.problem(row.number, Field::Name, Severity::Error, why);
            return None;
        }
        let (field, what) = if forename.is_none() { (Field::Forename, "forename") } else { (Field::Surname, "surname") };
        self.problem(row.number, field, Severity::Error, format!("The {what} is missing"));
        None
    }

    fn upn(&mut self, row: usize, text: &str) -> Option<String> {
        let upn: String = text.to_uppercase().split_whitespace().collect();
        let check = check_upn(&upn);
        match check.warning() {
            None => Some(upn),
            Some(why) => {
                self.problem(row, Field::Upn, Severity::Warning, why);
                debug_assert!(matches!(check, UpnCheck::WrongLetter(_) | UpnCheck::WrongShape));
                None
            }
        }
    }

    fn date(&mut self, row: &Row, field: Field) -> Option<NaiveDate> {
        let cell = row.all(field).next()?;
        values::date(cell, self.order).unwrap_or_else(|why| {
            self.problem(row.number, field, Severity::Warning, why);
            None
        })
    }

    /// The needs of a row with their ranks: as the row says them, else in the order of its columns.
    fn needs(&mut self, row: &Row) -> Vec<(u32, String)> {
        if self.date(row, Field::NeedEnd).is_some_and(|end| end <= self.today) {
            return Vec::new();
        }
        let said: Option<u32> = row.text(Field::Rank).and_then(|t| t.parse().ok());
        let mut ranked: Vec<(u32, String)> = Vec::new();
        for cell in row.all(Field::Need) {
            let (found, unknown) = values::needs(&cell.text(), self.need_codes);
            for code in found {
                if !ranked.iter().any(|(_, c)| *c == code) {
                    ranked.push((said.unwrap_or(100), code));
                }
            }
            for word in unknown.into_iter().filter(|w| !says_nothing(w)) {
                self.problem(row.number, Field::Need, Severity::Warning, format!("“{word}” is not in the school's list of needs"));
            }
        }
        ranked
    }

    fn hours(&mut self, row: &Row) -> Option<f64> {
        let cell = row.all(Field::Hours).next()?;
        let hours = values::hours(cell);
        if hours.is_none() {
            self.problem(row.number, Field::Hours, Severity::Warning, format!("“{}” is not a number of hours a week", cell.text()));
        }
        hours
    }
}
