//! Files as rows of cells, with every size capped before memory is asked for.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx};
use chrono::NaiveDate;

use super::Unreadable;
use super::text::tidy;

const MOST_UNPACKED: u64 = 64 * 1024 * 1024;
const MOST_CELLS: usize = 500_000;
const MOST_ROWS: u32 = 50_000;
const MOST_COLUMNS: u32 = 300;

/// One cell: text as it stands, or a date that the file itself marks as one.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    Number(f64),
    Date(NaiveDate),
    /// An error that Excel shows in place of a value: `#REF!`.
    Error(String),
}

impl Cell {
    /// The cell as text; whole numbers without a point.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(n) if *n == n.trunc() && n.abs() < 1e15 => format!("{n:.0}"),
            Self::Number(n) => n.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Error(_) => String::new(),
        }
    }
}

/// Rows with the number that Excel shows beside them.
pub struct Grid {
    pub rows: Vec<(usize, Vec<Cell>)>,
    pub what: String,
    /// Other sheets that hold a list with the same headings: a person has to choose.
    pub rivals: Vec<String>,
}

/// Bytes as text: UTF-8 with or without a mark, UTF-16 by its mark, else Windows-1252.
pub fn decode(bytes: &[u8]) -> Result<(String, &'static str), Unreadable> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let (text, used, broken) = encoding_rs::UTF_16LE.decode(bytes);
        if broken {
            return Err(Unreadable::new("This file says that it is UTF-16 text, but it is damaged."));
        }
        return Ok((text.into_owned(), if used == encoding_rs::UTF_16BE { "UTF-16 (big-endian)" } else { "UTF-16" }));
    }
    let plain = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    if plain.contains(&0) {
        return Err(Unreadable::new("This is not a text file, an Excel workbook or a CTF file."));
    }
    match std::str::from_utf8(plain) {
        Ok(text) => Ok((text.to_owned(), "UTF-8")),
        Err(_) => Ok((encoding_rs::WINDOWS_1252.decode_without_bom_handling(plain).0.into_owned(), "Windows-1252")),
    }
}

/// Text as rows: the separator is the one that splits the first lines most evenly.
pub fn from_text(text: &str, encoding: &str) -> Result<Grid, Unreadable> {
    let (separator, name) = [(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs"), (b'|', "bars")]
        .into_iter()
        .max_by_key(|(s, _)| evenness(text, *s))
        .unwrap_or((b',', "commas"));
    if evenness(text, separator) == 0 {
        return Err(Unreadable::new("No columns were found in this file. Export it as CSV or XLSX with a row of headings."));
    }
    // Excel for Mac ended its lines with a carriage return alone.
    let text = &text.replace("\r\n", "\n").replace('\r', "\n");
    let mut rows = Vec::new();
    let mut cells = 0;
    for (number, line) in logical_rows(text) {
        let mut reader = csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(line.as_bytes());
        for record in reader.records() {
            let record = record.map_err(|_| Unreadable::new("A row of this file cannot be read; a quotation mark may be missing."))?;
            cells += record.len();
            cap(rows.len() as u32, record.len() as u32, cells)?;
            rows.push((number, record.iter().map(|c| Cell::Text(tidy(c))).collect()));
        }
    }
    Ok(Grid { rows, what: format!("CSV, separated by {name}, {encoding}"), rivals: Vec::new() })
}

/// The rows as Excel numbers them: a blank line is a row too, a line end within quotation marks is not.
fn logical_rows(text: &str) -> Vec<(usize, &str)> {
    let (mut rows, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, byte) in text.bytes().enumerate() {
        quoted ^= byte == b'"';
        if byte == b'\n' && !quoted {
            rows.push(&text[start..at]);
            start = at + 1;
        }
    }
    rows.push(&text[start..]);
    rows.into_iter().enumerate().map(|(i, row)| (i + 1, row)).filter(|(_, row)| !row.trim().is_empty()).collect()
}

/// A workbook's first sheet that has a row of headings, streamed cell by cell.
pub fn from_xlsx(bytes: &[u8]) -> Result<Grid, Unreadable> {
    unpack_within_bounds(bytes)?;
    let broken = || Unreadable::new("This Excel workbook is damaged or cut short. Export it again.");
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| broken())?;
    let mut best: Option<Grid> = None;
    for sheet in book.sheet_names() {
        let mut rows: Vec<(usize, Vec<Cell>)> = Vec::new();
        let mut cells = 0;
        // A merge that cannot be read is no reason to refuse the list: its cells then stay empty.
        let merged = book.merge_cells_by_sheet_name(&sheet).unwrap_or_default();
        let Ok(mut reader) = book.worksheet_cells_reader(&sheet) else { continue };
        while let Some(cell) = reader.next_cell().map_err(|_| broken())? {
            let (row, column) = cell.get_position();
            let Some(value) = value(cell.get_value()) else { continue };
            cells += 1;
            cap(row, column, cells)?;
            if rows.last().is_none_or(|(r, _)| *r != row as usize + 1) {
                rows.push((row as usize + 1, Vec::new()));
            }
            if let Some((_, cells)) = rows.last_mut() {
                cells.resize(cells.len().max(column as usize + 1), Cell::Text(String::new()));
                cells[column as usize] = value;
            }
        }
        fill_down(&mut rows, merged.iter().map(|region| (region.start, region.end)));
        let list = |rows: &[(usize, Vec<Cell>)]| super::people::heading_row(rows).map_or((0, 0), |h| (h.1, rows.len() - h.0 - 1));
        let (found, below) = list(&rows);
        let (most, below_best) = best.as_ref().map_or((0, 0), |g| list(&g.rows));
        match &mut best {
            Some(best) if found > 0 && found == most && below > 0 && below_best > 0 => best.rivals.push(sheet),
            None if rows.is_empty() => {}
            Some(_) if found <= most && !(most == found && below > 0 && below_best == 0) => {}
            _ => best = Some(Grid { rows, what: format!("Excel workbook, sheet “{sheet}”"), rivals: Vec::new() }),
        }
    }
    best.ok_or_else(|| Unreadable::new("This workbook has no filled cells."))
}

/// Puts the value of cells that are merged downwards into each of their rows.
fn fill_down(rows: &mut [(usize, Vec<Cell>)], regions: impl Iterator<Item = ((u32, u32), (u32, u32))>) {
    for ((top, left), (bottom, right)) in regions.take(MOST_ROWS as usize) {
        if left != right || bottom <= top {
            continue;
        }
        let column = left as usize;
        let within = |number: usize| (top as usize + 1..=bottom as usize + 1).contains(&number);
        let Some(value) = rows.iter().find(|(n, _)| *n == top as usize + 1).and_then(|(_, cells)| cells.get(column)).cloned() else {
            continue;
        };
        for (_, cells) in rows.iter_mut().filter(|(n, _)| within(*n)) {
            if column < cells.len().max(MOST_COLUMNS as usize) {
                cells.resize(cells.len().max(column + 1), Cell::Text(String::new()));
                cells[column] = value.clone();
            }
        }
    }
}

fn value(cell: &DataRef) -> Option<Cell> {
    match cell {
        DataRef::Empty | DataRef::DurationIso(_) => None,
        DataRef::Error(error) => Some(Cell::Error(error.to_string())),
        DataRef::String(text) => Some(Cell::Text(tidy(text))),
        DataRef::SharedString(text) => Some(Cell::Text(tidy(text))),
        DataRef::Bool(yes) => Some(Cell::Text(if *yes { "Yes" } else { "No" }.into())),
        DataRef::Int(n) => Some(Cell::Number(*n as f64)),
        DataRef::Float(n) => Some(Cell::Number(*n)),
        DataRef::DateTime(stamp) if stamp.is_datetime() => {
            let (year, month, day, ..) = stamp.to_ymd_hms_milli();
            NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day)).map(Cell::Date)
        }
        DataRef::DateTime(_) => None,
        DataRef::DateTimeIso(text) => {
            let date = text.get(..10).and_then(|d| NaiveDate::parse_from_str(d, "%Y-%m-%d").ok());
            Some(date.map_or_else(|| Cell::Text(text.clone()), Cell::Date))
        }
    }
    .filter(|c| *c != Cell::Text(String::new()))
}

/// Unpacks every part into nothing, counting: what a part says of its own size is not believed.
fn unpack_within_bounds(bytes: &[u8]) -> Result<(), Unreadable> {
    let broken = || Unreadable::new("This Excel workbook is damaged or cut short. Export it again.");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > 2_000 {
        return Err(Unreadable::new("This workbook has more parts than any list of people."));
    }
    let mut total = 0;
    for part in 0..archive.len() {
        let file = archive.by_index(part).map_err(|_| broken())?;
        total += std::io::copy(&mut file.take(MOST_UNPACKED + 1 - total), &mut std::io::sink()).map_err(|_| broken())?;
        if total > MOST_UNPACKED {
            return Err(Unreadable::new("This workbook unpacks to more than 64 MB, far more than any list of people."));
        }
    }
    Ok(())
}

fn cap(row: u32, column: u32, cells: usize) -> Result<(), Unreadable> {
    if row >= MOST_ROWS || column >= MOST_COLUMNS || cells > MOST_CELLS {
        return Err(Unreadable::new(
            "This sheet reaches further than any list of people (over 50,000 rows, 300 columns or 500,000 cells). Copy the list into a new workbook.",
        ));
    }
    Ok(())
}

/// How well a separator splits the first lines: the least count above zero that most lines share.
fn evenness(text: &str, separator: u8) -> usize {
    let mut counts: Vec<usize> = text
        .split(['\n', '\r'])
        .filter(|l| !l.trim().is_empty())
        .take(20)
        .map(|line| {
            let mut quoted = false;
            line.bytes()
                .filter(|b| {
                    quoted ^= *b == b'"';
                    *b == separator && !quoted
                })
                .count()
        })
        .collect();
    counts.sort_unstable();
    counts.get(counts.len() / 2).copied().unwrap_or(0)
}
