//! A table as people read it and as it leaves for Excel: each cell knows its words, its order and its value.

use chrono::NaiveDate;

/// One cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    /// Words with a place of their own in the order: a class by its year, a status by its weight.
    Ranked(String, i64),
    Day(Option<NaiveDate>),
    /// A day that has passed and should not have.
    Late(NaiveDate),
    Count(i64),
    /// A measure in a unit that the heading names.
    Number(Option<f64>),
    Minutes(i64),
    Pence(i64),
    /// A share in per cent, where there is one.
    Percent(Option<i64>),
    /// So many of so many; what lacks most comes last.
    Of(usize, usize),
}

/// What a column is sorted by; what is empty comes last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellKey {
    Number(i64),
    Words(String),
    Ranked(i64, String),
    Nothing,
}

impl Cell {
    /// As shown. Nothing is shown for nothing, or a dash where a figure is expected.
    pub fn words(&self) -> String {
        match self {
            Self::Text(words) | Self::Ranked(words, _) => words.clone(),
            Self::Day(day) => day.map(plain).unwrap_or_default(),
            Self::Late(day) => format!("{} (late)", plain(*day)),
            Self::Count(n) => n.to_string(),
            Self::Number(number) => number.map(|n| n.to_string()).unwrap_or_default(),
            Self::Minutes(0) | Self::Pence(0) | Self::Percent(None) | Self::Of(_, 0) => "–".into(),
            Self::Minutes(minutes) => minutes_words(*minutes),
            Self::Pence(pence) => pounds(*pence),
            Self::Percent(Some(share)) => format!("{share} %"),
            Self::Of(done, all) => format!("{done} of {all}"),
        }
    }

    /// What it is sorted by.
    pub fn key(&self) -> CellKey {
        match self {
            Self::Text(words) if words.is_empty() => CellKey::Nothing,
            Self::Text(words) => CellKey::Words(words.to_lowercase()),
            Self::Ranked(words, rank) => CellKey::Ranked(*rank, words.to_lowercase()),
            Self::Day(None) | Self::Percent(None) | Self::Number(None) => CellKey::Nothing,
            Self::Number(Some(number)) => CellKey::Number((number * 1000.0) as i64),
            Self::Day(Some(day)) | Self::Late(day) => CellKey::Number(i64::from(chrono::Datelike::num_days_from_ce(day))),
            Self::Count(n) | Self::Minutes(n) | Self::Pence(n) | Self::Percent(Some(n)) => CellKey::Number(*n),
            Self::Of(done, all) => CellKey::Number(*all as i64 - *done as i64),
        }
    }
}

impl From<&str> for Cell {
    fn from(words: &str) -> Self {
        Self::Text(words.to_owned())
    }
}

impl From<String> for Cell {
    fn from(words: String) -> Self {
        Self::Text(words)
    }
}

fn plain(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// `31 h 40 min`, `37 h`, `20 min`.
pub fn minutes_words(minutes: i64) -> String {
    let minus = if minutes < 0 { "−" } else { "" };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (0, rest) => format!("{minus}{rest} min"),
        (hours, 0) => format!("{minus}{hours} h"),
        (hours, rest) => format!("{minus}{hours} h {rest} min"),
    }
}

/// `£1,212.50`.
pub fn pounds(pence: i64) -> String {
    let minus = if pence < 0 { "−" } else { "" };
    format!("{minus}£{}.{:02}", thousands(pence.abs() / 100), pence.abs() % 100)
}

/// `12,160`.
pub fn thousands(n: i64) -> String {
    let minus = if n < 0 { "−" } else { "" };
    let whole = n.abs().to_string();
    let split = whole.len() % 3;
    let head = Some(&whole[..split]).filter(|h| !h.is_empty());
    let threes = (split..whole.len()).step_by(3).map(|i| &whole[i..i + 3]);
    format!("{minus}{}", head.into_iter().chain(threes).collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_say_and_sort_what_they_are() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
        for (cell, words) in [
            (Cell::from("Ada"), "Ada"),
            (Cell::Day(None), ""),
            (Cell::Late(day), "2 Nov 2026 (late)"),
            (Cell::Minutes(1900), "31 h 40 min"),
            (Cell::Minutes(-90), "−1 h 30 min"),
            (Cell::Minutes(0), "–"),
            (Cell::Pence(121_250), "£1,212.50"),
            (Cell::Pence(-5), "−£0.05"),
            (Cell::Percent(Some(80)), "80 %"),
            (Cell::Of(3, 5), "3 of 5"),
            (Cell::Of(0, 0), "–"),
        ] {
            assert_eq!(cell.words(), words);
        }
        let mut cells = [Cell::Day(None), Cell::Day(Some(day)), Cell::Late(day.pred_opt().unwrap())];
        cells.sort_by_key(Cell::key);
        assert_eq!(cells[2], Cell::Day(None), "what has no day comes last");
        assert!(Cell::from("ada").key() == Cell::from("Ada").key() && Cell::Of(1, 5).key() > Cell::Of(4, 5).key());
    }
}
