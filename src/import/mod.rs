//! Bytes in, rows and problems out. Nothing is applied here: a person sees each row's fate first.

mod ctf;
mod fields;
mod grid;
mod matching;
mod merge;
pub mod people;
mod text;
mod values;

pub use fields::Field;
pub use matching::{Action, Decision, Known, Preview, RowPreview, preview};

use serde::Serialize;

/// No file of people is larger than this.
const MOST_BYTES: usize = 50 * 1024 * 1024;

/// Why a file could not be read at all, as a sentence.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{0} Nothing was taken in.")]
pub struct Unreadable(pub String);

impl Unreadable {
    fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Holds the row (or, at row 0, the file) back until a person decides.
    Error,
    /// The row comes in with the doubtful value left empty.
    Warning,
}

/// Something a person should look at.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Problem {
    /// The row as a person sees it in Excel; for CTF the pupil's place; 0 is the whole file.
    pub row: usize,
    pub field: &'static str,
    pub severity: Severity,
    pub why: String,
}

/// Headings with the field each is taken for. None: the column is left out.
pub type Columns = Vec<(String, Option<Field>)>;

/// What a person has said about a file, and the day on which it is read.
#[derive(Clone, Debug)]
pub struct Asked {
    pub today: chrono::NaiveDate,
    /// Whether dates are written with the day or the month first, where the file itself does not tell.
    pub day_first: Option<bool>,
    /// What columns mean, by their headings, where a person has said so. None: leave the column out.
    pub columns: Columns,
    /// What was said before about the columns of sources, by the signature of their headings.
    pub remembered: Vec<(String, Columns)>,
}

/// How a source is known again: its headings in their order.
pub fn signature(columns: &[(String, Option<Field>)]) -> String {
    let plain = |t: &str| -> String { t.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect() };
    columns.iter().map(|(heading, _)| plain(heading)).collect::<Vec<_>>().join("|")
}

impl Asked {
    /// Nothing but the day.
    pub fn on(today: chrono::NaiveDate) -> Self {
        Self { today, day_first: None, columns: Vec::new(), remembered: Vec::new() }
    }
}

/// What the rows are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Pupils,
    Staff,
}

/// The rows of a file before anything is known of the caseload.
#[derive(Clone, Debug, Default)]
pub struct Read {
    pub pupils: Vec<people::PupilLine>,
    pub staff: Vec<people::StaffLine>,
    pub problems: Vec<Problem>,
    /// What the file turned out to be: "CSV, separated by semicolons, Windows-1252".
    pub what: String,
    /// The headings and what each was taken for.
    pub columns: Vec<(String, Option<Field>)>,
    /// Whether the order of day and month is in doubt, so that a person should say it.
    pub asks_order: bool,
}

/// Reads a file of pupils or staff: CTF XML, XLSX or CSV, found out from its content.
pub fn read(bytes: &[u8], kind: Kind, need_codes: &[(String, String)], asked: &Asked) -> Result<Read, Unreadable> {
    if bytes.len() > MOST_BYTES {
        return Err(Unreadable::new("This file is larger than any list of people (over 50 MB)."));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Unreadable::new("This file is empty."));
    }
    if bytes.starts_with(b"PK") {
        let grid = grid::from_xlsx(bytes)?;
        return people::from_grid(grid, kind, need_codes, asked);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(Unreadable::new("This is an old Excel file (.xls) or one with a password. Save it as .xlsx without a password."));
    }
    let (text, encoding) = grid::decode(bytes)?;
    if text.trim_start().starts_with('<') {
        if kind == Kind::Staff {
            return Err(Unreadable::new("A CTF file holds pupils, not staff. Choose “Pupils”."));
        }
        return ctf::read(&text, need_codes, asked);
    }
    people::from_grid(grid::from_text(&text, encoding)?, kind, need_codes, asked)
}
