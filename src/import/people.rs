//! Rows of cells as pupils and staff.

use chrono::{NaiveDate, Weekday};
use std::collections::HashMap;

use super::fields::{Field, field_of};
use super::grid::{Cell, Grid};
use super::{Kind, Problem, Read, Severity, Unreadable, values};
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

/// The row of headings among the first fifteen, and how many headings in it are known.
pub fn heading_row(rows: &[(usize, Vec<Cell>)]) -> Option<(usize, usize)> {
    rows.iter()
        .take(15)
        .enumerate()
        .map(|(i, (_, cells))| (i, cells.iter().filter(|c| field_of(&c.text()).is_some()).count()))
        .filter(|(_, known)| *known >= 2)
        .max_by_key(|(i, known)| (*known, std::cmp::Reverse(*i)))
}

/// Reads a grid with a row of headings.
pub fn from_grid(grid: Grid, kind: Kind, need_codes: &[(String, String)]) -> Result<Read, Unreadable> {
    let Some((heading, _)) = heading_row(&grid.rows) else {
        return Err(Unreadable::new(
            "No row of headings was found, such as “UPN, Forename, Surname, Date of birth”. Add one above the list.",
        ));
    };
    let columns: Vec<Option<Field>> = grid.rows[heading].1.iter().map(|c| field_of(&c.text())).collect();
    let has = |f: Field| columns.contains(&Some(f));
    let named = has(Field::Name) || has(Field::Forename) && has(Field::Surname);
    if !named {
        return Err(Unreadable::new("No column with names was found. Head them “Forename” and “Surname”."));
    }
    let body = &grid.rows[heading + 1..];
    let is_date = |f: &Option<Field>| matches!(f, Some(Field::Dob | Field::Since | Field::Review));
    let date_cells = body.iter().flat_map(|(_, cells)| cells.iter().zip(&columns)).filter(|(_, f)| is_date(f)).map(|(c, _)| c);
    let order = values::order(date_cells);
    let mut reader = Reader { read: Read { what: grid.what, ..Read::default() }, order, need_codes };
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (number, cells) in body {
        let row = Row { number: *number, cells, columns: &columns };
        if row.is_no_person() {
            continue;
        }
        match kind {
            Kind::Pupils => reader.pupil(&row, &mut seen),
            Kind::Staff => reader.staff(&row),
        }
    }
    if reader.read.pupils.is_empty() && reader.read.staff.is_empty() && reader.read.problems.is_empty() {
        return Err(Unreadable::new("There are headings in this file but no rows below them."));
    }
    Ok(reader.read)
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
        let first = self.cells.iter().map(Cell::text).find(|t| !t.is_empty());
        first.is_none_or(|t| {
            let t = t.to_lowercase();
            (t.starts_with("total") || t.starts_with("count")) && self.text(Field::Forename).is_none()
        })
    }
}

struct Reader<'a> {
    read: Read,
    order: values::Order,
    need_codes: &'a [(String, String)],
}

impl Reader<'_> {
    fn problem(&mut self, row: usize, field: Field, severity: Severity, why: impl Into<String>) {
        self.read.problems.push(Problem { row, field: field.key(), severity, why: why.into() });
    }

    fn pupil(&mut self, row: &Row, seen: &mut HashMap<String, usize>) {
        let Some((forename, surname)) = self.name(row) else { return };
        let mut line = PupilLine { row: row.number, forename, surname, preferred: row.text(Field::Preferred), ..PupilLine::default() };
        if let Some(text) = row.text(Field::Upn) {
            match self.upn(row.number, &text) {
                Some(upn) => match seen.get(&upn) {
                    Some(first) => {
                        let why = format!("The UPN stands in row {first} already. Two pupils cannot share one: check both rows");
                        return self.problem(row.number, Field::Upn, Severity::Error, why);
                    }
                    None => {
                        seen.insert(upn.clone(), row.number);
                        line.upn = Some(upn);
                    }
                },
                None => line.upn = None,
            }
        }
        line.dob = self.date(row, Field::Dob);
        line.since = self.date(row, Field::Since);
        line.review = self.date(row, Field::Review);
        if let Some(text) = row.text(Field::Year) {
            line.year = YearGroup::parse(&text);
            if line.year.is_none() {
                self.problem(row.number, Field::Year, Severity::Warning, format!("“{text}” is not a year group (N1, N2, R, 1 to 14)"));
            }
        }
        line.form = row.text(Field::Form);
        if let Some(text) = row.text(Field::Status) {
            line.status = values::status(&text);
            if line.status.is_none() {
                self.problem(row.number, Field::Status, Severity::Warning, format!("“{text}” is not a SEN status (N, K or E)"));
            }
        }
        line.needs = self.needs(row);
        line.hours = self.hours(row);
        line.key_adult = row.text(Field::KeyAdult);
        self.read.pupils.push(line);
    }

    fn staff(&mut self, row: &Row) {
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
            return Some((forename.clone(), surname.clone()));
        }
        if let Some(whole) = row.text(Field::Name) {
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

    fn needs(&mut self, row: &Row) -> Option<Vec<String>> {
        let mut codes = Vec::new();
        for cell in row.all(Field::Need) {
            let (found, unknown) = values::needs(&cell.text(), self.need_codes);
            codes.extend(found.into_iter().filter(|c| !codes.contains(c)).collect::<Vec<_>>());
            for word in unknown {
                self.problem(row.number, Field::Need, Severity::Warning, format!("“{word}” is not in the school's list of needs"));
            }
        }
        (!codes.is_empty()).then_some(codes)
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
