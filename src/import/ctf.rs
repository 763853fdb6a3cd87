//! The Common Transfer File (CTF 17 to 26): identity, year, SEN status and needs; nothing else is taken.
//!
//! Element names after the DfE's own writer and public readers (`interop-and-security.md` 1.1); files
//! in the wild put names inside `BasicDetails`, say `Gender` for `Sex` and leave blocks out.

use chrono::NaiveDate;
use quick_xml::events::Event;

use super::merge::Together;
use super::people::PupilLine;
use super::text::{no_name, tidy};
use super::{Asked, Problem, Read, Severity, Unreadable, values};
use crate::model::{SenStatus, YearGroup};
use crate::rules::check_upn;

const MOST_DEPTH: usize = 64;
const MOST_NODES: usize = 2_000_000;

/// An element with its text and children.
#[derive(Default)]
struct Node {
    name: String,
    text: String,
    children: Vec<Node>,
}

/// Reads a CTF document.
pub fn read(text: &str, need_codes: &[(String, String)], asked: &Asked) -> Result<Read, Unreadable> {
    let root = tree(text)?;
    if !root.name.eq_ignore_ascii_case("CTfile") {
        return Err(Unreadable::new(format!("This XML file is not a Common Transfer File: it begins with “{}”.", root.name)));
    }
    let version = root.find("Header").and_then(|h| h.text_of(&["CTFversion", "CTFVersion"]));
    let mut read = Read { what: version.map_or_else(|| "CTF without a version".into(), |v| format!("CTF {v}")), ..Read::default() };
    let Some(data) = root.find("CTFpupilData") else {
        return Err(Unreadable::new("This Common Transfer File has no pupils in it."));
    };
    let mut together = Together::default();
    for (place, pupil) in data.children.iter().filter(|c| c.name == "Pupil").enumerate() {
        one(pupil, place + 1, need_codes, asked.today, &mut read, &mut together);
    }
    read.pupils = together.lines();
    if read.pupils.is_empty() && read.problems.is_empty() {
        return Err(Unreadable::new("This Common Transfer File has no pupils in it."));
    }
    Ok(read)
}

fn one(pupil: &Node, row: usize, need_codes: &[(String, String)], today: NaiveDate, read: &mut Read, together: &mut Together) {
    let basic = pupil.find("BasicDetails");
    let get = |names: &[&str]| pupil.text_of(names).or_else(|| basic.and_then(|b| b.text_of(names)));
    let mut problem = |field, severity, why: String| read.problems.push(Problem { row, field, severity, why });
    let (forename, surname) = (get(&["Forename", "LegalForename"]), get(&["Surname", "LegalSurname"]));
    let (Some(forename), Some(surname)) = (forename.clone(), surname) else {
        let field = if forename.is_none() { "forename" } else { "surname" };
        return problem(field, Severity::Error, format!("The {field} is missing"));
    };
    for (text, field) in [(&forename, "forename"), (&surname, "surname")] {
        if let Some(why) = no_name(text) {
            return problem(field, Severity::Error, why);
        }
    }
    let date = |field, text: Option<String>, problem: &mut dyn FnMut(&'static str, Severity, String)| -> Option<NaiveDate> {
        let text = text?;
        match NaiveDate::parse_from_str(text.get(..10).unwrap_or(&text), "%Y-%m-%d") {
            Ok(date) => Some(date),
            Err(_) => {
                problem(field, Severity::Warning, format!("“{text}” is not a date as a CTF writes it (2015-04-03)"));
                None
            }
        }
    };
    let upn = get(&["UPN"]).and_then(|text| {
        let upn = text.to_uppercase();
        match check_upn(&upn).warning() {
            None => Some(upn),
            Some(why) => {
                problem("upn", Severity::Warning, why);
                None
            }
        }
    });
    let dob = date("dob", get(&["DOB"]), &mut problem);
    let year = get(&["NCyearActual"]).and_then(|text| {
        let year = YearGroup::parse(&text);
        if year.is_none() {
            problem("year_group", Severity::Warning, format!("“{text}” is not a year group"));
        }
        year
    });

    // Every SEN element counts: the present status is the one with the latest start.
    let history = pupil.find("SENhistory");
    let spells = history.unwrap_or(pupil).children.iter().filter(|c| c.name == "SEN");
    let mut dated: Vec<(Option<NaiveDate>, String)> = Vec::new();
    for spell in spells {
        let since = date("start_date", spell.text_of(&["StartDate"]), &mut problem);
        dated.extend(spell.text_of(&["SENprovision"]).map(|code| (since, code)));
    }
    let (since, status) = present(&dated, &mut problem);
    let ranked = needs(history.unwrap_or(pupil), need_codes, today, &mut problem);
    let line = PupilLine {
        row,
        upn,
        forename,
        surname,
        preferred: get(&["PreferredForename"]),
        dob,
        year,
        status,
        since,
        ranked,
        ..PupilLine::default()
    };
    together.add(line, &mut read.problems);
}

/// The present spell is the one that starts last. Where it has an old code, or two that differ start on
/// the same day, nobody can say what the present status is.
fn present(
    dated: &[(Option<NaiveDate>, String)],
    problem: &mut dyn FnMut(&'static str, Severity, String),
) -> (Option<NaiveDate>, Option<SenStatus>) {
    let Some(latest) = dated.iter().map(|(since, _)| *since).max() else { return (None, None) };
    let mut codes: Vec<&String> = dated.iter().filter(|(since, _)| *since == latest).map(|(_, code)| code).collect();
    codes.dedup();
    match codes.as_slice() {
        [code] => match values::status(code) {
            Some(status) => (latest, Some(status)),
            None => {
                problem("sen_status", Severity::Warning, format!("“{code}” is not a present SEN status (N, K or E)"));
                (None, None)
            }
        },
        _ => {
            problem("sen_status", Severity::Warning, "Two spells of SEN start on the same day, so the present one is not certain".into());
            (latest, None)
        }
    }
}

/// Present need codes with their ranks; ended needs are left out.
fn needs(
    history: &Node,
    known: &[(String, String)],
    today: NaiveDate,
    problem: &mut dyn FnMut(&'static str, Severity, String),
) -> Vec<(u32, String)> {
    let mut ranked: Vec<(u32, String)> = Vec::new();
    let Some(block) = history.find("SENneeds") else { return ranked };
    let ended = |need: &Node| {
        let end = need.text_of(&["NeedEndDate"]);
        end.is_some_and(|end| NaiveDate::parse_from_str(end.get(..10).unwrap_or(&end), "%Y-%m-%d").map_or(true, |end| end <= today))
    };
    for need in block.children.iter().filter(|c| c.name == "SENneed" && !ended(c)) {
        let Some(code) = need.text_of(&["SENtype"]) else { continue };
        let rank = need.text_of(&["SENtypeRank"]).and_then(|r| r.parse().ok()).unwrap_or(99);
        if known.iter().any(|(k, _)| *k == code) {
            ranked.push((rank, code));
        } else {
            problem("needs", Severity::Warning, format!("“{code}” is not in the school's list of needs"));
        }
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    let mut seen: Vec<String> = Vec::new();
    ranked.retain(|(_, code)| {
        !seen.contains(code) && {
            seen.push(code.clone());
            true
        }
    });
    ranked
}

impl Node {
    fn find(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|c| c.name == name)
    }

    /// The text of the first child with one of these names, unless it is empty.
    fn text_of(&self, names: &[&str]) -> Option<String> {
        self.children.iter().find(|c| names.contains(&c.name.as_str())).map(|c| tidy(&c.text)).filter(|t| !t.is_empty())
    }
}

/// The document as a tree, without recursion and without a DOCTYPE.
fn tree(text: &str) -> Result<Node, Unreadable> {
    let broken = || Unreadable::new("This XML file is damaged or cut short.");
    let mut reader = quick_xml::Reader::from_str(text);
    let mut open: Vec<Node> = vec![Node::default()];
    let mut nodes = 0;
    loop {
        match reader.read_event().map_err(|_| broken())? {
            Event::DocType(_) => {
                return Err(Unreadable::new(
                    "This XML file defines entities of its own (a DOCTYPE), which no school's system does; it may be hostile.",
                ));
            }
            Event::Start(start) => {
                nodes += 1;
                if open.len() > MOST_DEPTH || nodes > MOST_NODES {
                    return Err(Unreadable::new("This XML file is nested deeper or is larger than any Common Transfer File."));
                }
                open.push(Node { name: start.local_name().as_ref().to_owned(), ..Node::default() });
            }
            Event::Empty(start) => {
                nodes += 1;
                let node = Node { name: start.local_name().as_ref().to_owned(), ..Node::default() };
                open.last_mut().ok_or_else(broken)?.children.push(node);
            }
            Event::End(_) => {
                let node = open.pop().ok_or_else(broken)?;
                open.last_mut().ok_or_else(broken)?.children.push(node);
            }
            Event::Text(text) => open.last_mut().ok_or_else(broken)?.text.push_str(&text.xml10_content()),
            Event::CData(data) => open.last_mut().ok_or_else(broken)?.text.push_str(&data.xml10_content()),
            Event::GeneralRef(reference) => {
                let text = match reference.resolve_char_ref().map_err(|_| broken())? {
                    Some(c) => c.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(&reference.xml10_content()).ok_or_else(broken)?.to_owned(),
                };
                open.last_mut().ok_or_else(broken)?.text.push_str(&text);
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    match (open.len(), open.pop().and_then(|mut top| top.children.pop())) {
        (1, Some(root)) => Ok(root),
        _ => Err(broken()),
    }
}
