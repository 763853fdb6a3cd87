//! Single values as schools write them. What cannot be read with certainty is not guessed.

use chrono::{Datelike, NaiveDate, Weekday};

use super::grid::Cell;
use crate::model::{SenStatus, StaffRole, YearGroup};

/// Which way round a file writes `03/04/2015`, as its own dates show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    DayFirst,
    /// The file's own dates show it, and a person has not said so yet.
    MonthFirst,
    /// A person has said so.
    MonthFirstSaid,
    /// Its dates contradict each other.
    Mixed,
    /// No date in the file tells.
    Unknown,
}

/// A date, or why it is not one.
pub fn date(cell: &Cell, order: Order) -> Result<Option<NaiveDate>, String> {
    let text = match cell {
        Cell::Date(date) => return plausible(*date).map(Some),
        Cell::Number(_) => return Err(format!("“{}” is a number, not a date. Format the column as dates in Excel", cell.text())),
        Cell::Error(_) => return Ok(None),
        Cell::Text(text) if text.is_empty() => return Ok(None),
        Cell::Text(text) => text,
    };
    let text = text.trim();
    let day_part = text.split([' ', 'T']).next().unwrap_or(text);
    if let Ok(date) = NaiveDate::parse_from_str(day_part, "%Y-%m-%d") {
        return plausible(date).map(Some);
    }
    if let Some(Slashed { first, second, year }) = slashed(text) {
        let (day, month) = match (first > 12, second > 12, order) {
            (_, _, Order::MonthFirstSaid) => (second, first),
            (_, _, Order::Mixed) => {
                return Err(format!(
                    "“{text}”: some dates of this file have the day first and others the month, so none of them is certain. Write dates as 2015-04-03"
                ));
            }
            (true, false, _) => (first, second),
            (false, true, _) => {
                return Err(format!(
                    "“{text}” has its month first, so the day and month of this file's dates are in doubt. Write dates as 2015-04-03"
                ));
            }
            (_, _, Order::DayFirst) => (first, second),
            _ if first == second => (first, second),
            _ => {
                return Err(format!(
                    "“{text}” could be read with day or month first, and nothing in the file tells which. Write dates as 2015-04-03"
                ));
            }
        };
        let date = NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| format!("“{text}” is not a date"))?;
        return plausible(date).map(Some);
    }
    for pattern in ["%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%B-%Y", "%d/%b/%Y", "%d-%b-%y", "%d %b %y"] {
        if let Ok(date) = NaiveDate::parse_from_str(text, pattern)
            && plausible(date).is_ok()
        {
            return Ok(Some(date));
        }
    }
    Err(format!("“{text}” is not a date that can be read with certainty. Write dates as 2015-04-03"))
}

/// What the dates of a file say about their order, all columns together.
pub fn order<'a>(dates: impl Iterator<Item = &'a Cell>) -> Order {
    let (mut day_first, mut month_first) = (false, false);
    for cell in dates {
        if let Cell::Text(text) = cell
            && let Some(Slashed { first, second, .. }) = slashed(text)
        {
            // A day that does not exist proves nothing.
            day_first |= (13..=31).contains(&first) && (1..=12).contains(&second);
            month_first |= (13..=31).contains(&second) && (1..=12).contains(&first);
        }
    }
    match (day_first, month_first) {
        (true, false) => Order::DayFirst,
        (false, true) => Order::MonthFirst,
        (true, true) => Order::Mixed,
        (false, false) => Order::Unknown,
    }
}

/// Whether any date is written with slashes, so that its order matters.
pub fn any_slashed<'a>(mut dates: impl Iterator<Item = &'a Cell>) -> bool {
    dates.any(|cell| matches!(cell, Cell::Text(text) if slashed(text).is_some_and(|s| s.first != s.second)))
}

/// A year group; Excel may have given it a decimal point.
pub fn year(text: &str) -> Option<YearGroup> {
    YearGroup::parse(text).or_else(|| YearGroup::parse(text.strip_suffix(".0")?))
}

/// SEN status as codes or words.
pub fn status(text: &str) -> Option<SenStatus> {
    let plain: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    match plain.as_str() {
        "n" | "none" | "no" | "nosen" | "nospecialeducationalneed" | "nspecialeducationalneeds" | "nnosen" => Some(SenStatus::N),
        "k" | "sensupport" | "ksensupport" | "sens" | "support" | "sensupportk" => Some(SenStatus::K),
        "e"
        | "ehcp"
        | "ehcplan"
        | "ehc"
        | "eehcp"
        | "eehcplan"
        | "educationhealthandcareplan"
        | "eeducationhealthandcareplan"
        | "ehcpe" => Some(SenStatus::E),
        _ => None,
    }
}

/// Names of needs that schools write and that are not the census's own.
const ALSO: [(&str, &str); 14] = [
    ("autism", "ASD"),
    ("autismspectrumdisorder", "ASD"),
    ("autismspectrumcondition", "ASD"),
    ("autisticspectrumcondition", "ASD"),
    ("asc", "ASD"),
    ("visualimpairment", "VI"),
    ("speechlanguageandcommunication", "SLCN"),
    ("speechlanguageandcommunicationneed", "SLCN"),
    ("otherdifficultydisability", "OTH"),
    ("otherdifficulty", "OTH"),
    ("downssyndrome", "DS"),
    ("nospecialistassessment", "NSA"),
    ("sensupportbutnospecialistassessmentoftypeofneed", "NSA"),
    ("multisensoryimpairments", "MSI"),
];

/// Need codes in a cell, in order; words that are none of the school's list come back apart.
///
/// The whole cell is tried first, then its parts at semicolons and line ends, then those at commas and
/// slashes: names of needs have commas and slashes of their own.
pub fn needs(text: &str, known: &[(String, String)]) -> (Vec<String>, Vec<String>) {
    let (mut codes, mut unknown) = (Vec::new(), Vec::new());
    let mut add = |code: String| {
        if !codes.contains(&code) {
            codes.push(code);
        }
    };
    if let Some(code) = need(text, known) {
        return (vec![code], unknown);
    }
    for part in text.split([';', '\n', '|']).map(str::trim).filter(|p| !p.is_empty()) {
        if let Some(code) = need(part, known) {
            add(code);
            continue;
        }
        for piece in part.split([',', '/', '+', '&']).map(str::trim).filter(|p| !p.is_empty()) {
            match need(piece, known) {
                Some(code) => add(code),
                None => unknown.push(piece.to_owned()),
            }
        }
    }
    (codes, unknown)
}

/// One need as a code, as a name, or as both: `SPLD`, `Specific learning difficulty`, `SPLD - Dyslexia`.
fn need(text: &str, known: &[(String, String)]) -> Option<String> {
    let plain = |t: &str| -> String { t.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect() };
    let wanted = plain(text);
    let exact = |wanted: &str| {
        let own = known.iter().find(|(code, name)| plain(code) == wanted || plain(name) == wanted).map(|(code, _)| code.clone());
        own.or_else(|| {
            let code = ALSO.iter().find(|(name, _)| *name == wanted)?.1;
            known.iter().find(|(k, _)| k == code).map(|(k, _)| k.clone())
        })
    };
    if let Some(code) = exact(&wanted) {
        return Some(code);
    }
    // A code before a dash, a colon or a bracket, or within brackets at the end.
    let (head, rest) = text.split_once([':', '(', '-', '–'])?;
    let names_another = exact(&plain(rest)).filter(|other| Some(other) != exact(&plain(head)).as_ref());
    if names_another.is_some() && known.iter().any(|(code, _)| plain(code) == plain(rest)) && !text.contains('(') {
        return None;
    }
    let by_head = known.iter().find(|(code, _)| plain(code) == plain(head)).map(|(code, _)| code.clone());
    by_head.or_else(|| known.iter().find(|(code, _)| text.contains('(') && plain(code) == plain(rest)).map(|(code, _)| code.clone()))
}

/// Hours a week as a decimal: `32.5`, `31h 40`, `31:40`.
pub fn hours(cell: &Cell) -> Option<f64> {
    let text = match cell {
        Cell::Number(n) => return (*n >= 0.0 && *n <= 80.0).then_some(*n),
        other => other.text().to_lowercase(),
    };
    let text = text.trim().trim_end_matches("hours").trim_end_matches("hrs").trim_end_matches("per week").trim();
    let value = match text.split_once([':', 'h']) {
        Some((hours, minutes)) => {
            let minutes = minutes.trim_matches(|c: char| !c.is_ascii_digit());
            let minutes: f64 = if minutes.is_empty() { 0.0 } else { minutes.parse().ok()? };
            hours.trim().parse::<f64>().ok()? + minutes / 60.0
        }
        None => text.parse().ok()?,
    };
    (0.0..=80.0).contains(&value).then_some(value)
}

/// What somebody is employed as.
pub fn role(text: &str) -> StaffRole {
    let plain = text.to_lowercase();
    let words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).collect();
    let has = |w: &str| words.contains(&w);
    if has("sendco") || has("senco") || plain.contains("special educational needs co") {
        StaffRole::Sendco
    } else if has("hlta") || plain.contains("higher level teaching") {
        StaffRole::Hlta
    } else if has("lsa") || plain.contains("learning support") {
        StaffRole::Lsa
    } else if has("ta") || has("tas") || plain.contains("teaching assistant") {
        StaffRole::Ta
    } else if has("teacher") {
        StaffRole::Teacher
    } else {
        StaffRole::Other
    }
}

/// `Mon-Fri`, `Mon, Tue`, `Monday to Wednesday`, `MTWThF`, `Mon/Wed/Fri`, `all`.
pub fn days(text: &str) -> Option<Vec<Weekday>> {
    let plain = text.trim().to_lowercase();
    if plain.is_empty() {
        return None;
    }
    if ["all", "full time", "full-time", "every day", "daily", "5 days"].contains(&plain.as_str()) {
        return Some(vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri]);
    }
    let plain = plain.replace(" to ", "-").replace(['–', '—'], "-").replace(" - ", "-");
    let mut out: Vec<Weekday> = Vec::new();
    // Single letters one by one say more together: the T before W is Tuesday, the one after it Thursday.
    let single: Vec<&str> = plain.split([',', ' ', '/']).filter(|p| !p.is_empty()).collect();
    if single.len() > 1 && single.iter().all(|p| p.len() == 1) {
        return letters(&single.concat());
    }
    for part in plain.split([',', ';', '/', ' ', '&', '+']).filter(|p| !p.is_empty() && *p != "and") {
        match part.split_once('-') {
            Some((from, to)) => {
                let (from, to) = (day(from)?, day(to)?);
                let mut next = from;
                loop {
                    out.push(next);
                    if next == to {
                        break;
                    }
                    next = next.succ();
                }
            }
            None => match day(part) {
                Some(day) => out.push(day),
                None => out.extend(letters(part)?),
            },
        }
    }
    out.sort_by_key(Weekday::num_days_from_monday);
    out.dedup();
    Some(out)
}

fn day(word: &str) -> Option<Weekday> {
    match word.trim().trim_end_matches('.').trim_end_matches('s') {
        "mon" | "monday" | "mo" => Some(Weekday::Mon),
        "tue" | "tuesday" | "tu" => Some(Weekday::Tue),
        "wed" | "wednesday" | "we" => Some(Weekday::Wed),
        "thu" | "thur" | "thursday" | "th" => Some(Weekday::Thu),
        "fri" | "friday" | "fr" => Some(Weekday::Fri),
        _ => None,
    }
}

fn letters(word: &str) -> Option<Vec<Weekday>> {
    let mut rest = word;
    let mut out: Vec<Weekday> = Vec::new();
    while !rest.is_empty() {
        let (day, used) = match rest {
            r if r.starts_with("th") => (Weekday::Thu, 2),
            r if r.starts_with("tu") => (Weekday::Tue, 2),
            r if r.starts_with('m') => (Weekday::Mon, 1),
            // A lone T could be Tuesday or Thursday: only a W beside it tells.
            r if r.starts_with('t') && r.contains('w') => (Weekday::Tue, 1),
            r if r.starts_with('t') && out.contains(&Weekday::Wed) => (Weekday::Thu, 1),
            r if r.starts_with('w') => (Weekday::Wed, 1),
            r if r.starts_with('f') => (Weekday::Fri, 1),
            _ => return None,
        };
        out.push(day);
        rest = &rest[used..];
    }
    Some(out)
}

struct Slashed {
    first: u32,
    second: u32,
    year: i32,
}

fn slashed(text: &str) -> Option<Slashed> {
    let text = text.trim().split(' ').next()?;
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    if a.len() > 2 || b.len() > 2 || !(c.len() == 4 || c.len() == 2) {
        return None;
    }
    let year: i32 = c.parse().ok()?;
    Some(Slashed { first: a.parse().ok()?, second: b.parse().ok()?, year: if c.len() == 2 { 2000 + year } else { year } })
}

fn plausible(date: NaiveDate) -> Result<NaiveDate, String> {
    if (1930..2100).contains(&date.year()) {
        return Ok(date);
    }
    Err(format!("“{date}” cannot be right: check the year"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(t: &str) -> Cell {
        Cell::Text(t.into())
    }

    #[test]
    fn a_date_is_never_guessed() {
        let day = NaiveDate::from_ymd_opt(2015, 4, 3).unwrap();
        for (written, order, expected) in [
            ("2015-04-03", Order::Unknown, Some(day)),
            ("3 Apr 2015", Order::Unknown, Some(day)),
            ("03-Apr-15", Order::Unknown, Some(day)),
            ("03/04/2015", Order::DayFirst, Some(day)),
            ("03/04/2015", Order::Unknown, None),
            ("03/04/2015", Order::MonthFirst, None),
            ("04/23/2015", Order::DayFirst, None),
            ("31/02/2015", Order::DayFirst, None),
            ("42097", Order::DayFirst, None),
        ] {
            assert_eq!(date(&text(written), order).ok().flatten(), expected, "{written} {order:?}");
        }
        assert_eq!(order([text("03/04/2015"), text("23/04/2015")].iter()), Order::DayFirst);
        assert_eq!(order([text("03/04/2015"), text("04/23/2015")].iter()), Order::MonthFirst);
        assert_eq!(order([text("23/04/2015"), text("04/23/2015")].iter()), Order::Mixed);
    }

    #[test]
    fn days_and_hours_are_read_as_written() {
        use Weekday::{Fri, Mon, Thu, Tue, Wed};
        for (written, expected) in [
            ("Mon-Fri", Some(vec![Mon, Tue, Wed, Thu, Fri])),
            ("Monday to Wednesday", Some(vec![Mon, Tue, Wed])),
            ("Mon, Wed and Fri", Some(vec![Mon, Wed, Fri])),
            ("MTWThF", Some(vec![Mon, Tue, Wed, Thu, Fri])),
            ("Tues/Thurs", Some(vec![Tue, Thu])),
            ("by arrangement", None),
        ] {
            assert_eq!(days(written), expected, "{written}");
        }
        assert_eq!(hours(&text("32.5")), Some(32.5));
        assert_eq!(hours(&text("31:40")).map(|h| (h * 60.0).round()), Some(1900.0));
        assert_eq!(hours(&text("full time")), None);
    }
}
