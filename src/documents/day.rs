//! The day on paper: an LSA's sheet to read in the corridor, a tally sheet to fill in by hand, and a
//! week's digest for a teacher.

use super::{Block, Document};
use crate::model::{HelpLevel, HelpWords, Measure, date_words, time_words};
use crate::views::{CoverSheet, CoverSheetRow, Digest, TodayView};
use std::collections::HashMap;

/// What an LSA does on a day, with what they must know, on as few pages as it takes.
pub fn day_sheet(view: &TodayView, school: &str) -> Document {
    let mut blocks = head(view, "Day sheet");
    if view.cards.is_empty() {
        blocks.push(Block::Paragraph("The timetable has no session on this day.".into()));
    }
    let rows = view
        .cards
        .iter()
        .flat_map(|card| std::iter::once(card).chain(&card.with))
        .map(|card| {
            let aims: Vec<String> = card.targets.iter().map(|t| t.target.will.clone()).collect();
            let what = if aims.is_empty() { card.what.clone() } else { aims.join("; ") };
            vec![
                format!("{} {}", time_words(card.starts), card.period),
                card.pupil_name.clone(),
                card.place.clone(),
                what,
                card.must_know.clone(),
            ]
        })
        .collect();
    blocks.extend(view.duties.iter().map(|d| Block::Paragraph(format!("Duty: {}", d.words()))));
    let head = ["When", "Pupil", "Where", "Working on", "Must know"].map(str::to_owned).to_vec();
    blocks.push(Block::Table { shares: vec![15, 17, 13, 30, 25], head, rows });
    finished(view, school, "Day sheet", blocks)
}

/// What a covering adult takes over, session by session, with the essentials of each pupil's portrait.
pub fn cover_sheet(sheet: &CoverSheet) -> Document {
    let mut blocks = vec![Block::Heading(1, format!("Cover sheet: {}", sheet.staff_name)), Block::Weak(date_words(sheet.day))];
    if sheet.example {
        blocks.push(Block::Weak("Example school: these people are invented.".into()));
    }
    if !sheet.duties.is_empty() {
        blocks.push(Block::Paragraph(format!("Duties: {}", sheet.duties.join("; "))));
    }
    let session = |row: &CoverSheetRow| (row.when.clone(), row.what.clone(), row.place.clone(), row.instead_of.clone());
    let mut told = HashMap::new();
    for rows in sheet.rows.chunk_by(|a, b| session(a) == session(b)) {
        taken_over(rows, &mut told, &mut blocks);
    }
    if sheet.rows.is_empty() {
        blocks.push(Block::Paragraph("No session is taken over on this day.".into()));
    }
    Document {
        title: format!("Cover sheet: {}", sheet.staff_name),
        foot: format!("{} · {} · contains pupils’ names: shred after use", sheet.school, date_words(sheet.day)),
        blocks,
    }
}

/// Whose portrait stands on a sheet already, and with which session.
type Told<'a> = HashMap<(&'a str, &'a [(String, String)]), &'a str>;

/// One session that is taken over: what and where it is, then whom it is for. What the whole group works on is said
/// once; so is a portrait, the first time that the pupil is on the sheet.
fn taken_over<'a>(rows: &'a [CoverSheetRow], told: &mut Told<'a>, blocks: &mut Vec<Block>) {
    let Some(first) = rows.first() else { return };
    let group = rows.len() > 1;
    let headed = if group { if first.what.is_empty() { "a group" } else { &first.what } } else { &first.pupil };
    blocks.push(Block::Heading(2, format!("{}: {headed}", first.when)));
    let beside = if first.beside.is_empty() { String::new() } else { format!("beside your own with {}", first.beside) };
    let instead_of = format!("instead of {}", first.instead_of);
    let about = [if group { "" } else { &first.what }, &first.place, &instead_of, &beside];
    blocks.push(Block::Weak(about.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" · ")));
    let alike = rows.iter().all(|row| row.targets == first.targets);
    if alike {
        blocks.extend(working_on(first));
    }
    for row in rows {
        if group {
            blocks.push(Block::Heading(3, row.pupil.clone()));
        }
        if !row.must_know.is_empty() {
            blocks.push(Block::Callout(format!("Must know: {}", row.must_know)));
        }
        if !alike {
            blocks.extend(working_on(row));
        }
        blocks.push(match told.get(&(row.pupil.as_str(), row.essentials.as_slice())) {
            Some(when) => Block::Weak(format!("The portrait stands above, at {when}.")),
            None if row.essentials.is_empty() => Block::Weak("No approved portrait: ask the key worker or the SENDCO first.".into()),
            None => Block::Fields(row.essentials.clone()),
        });
        if !row.essentials.is_empty() {
            told.entry((&row.pupil, &row.essentials)).or_insert(&row.when);
        }
    }
}

fn working_on(row: &CoverSheetRow) -> impl Iterator<Item = Block> {
    row.targets.iter().map(|(will, instructions)| {
        let how = if instructions.is_empty() { String::new() } else { format!(". {instructions}") };
        Block::Paragraph(format!("Working on: {will}{how}"))
    })
}

/// A sheet to tally on: each target with its own boxes, to be entered later in the order of the page.
pub fn tally_sheet(view: &TodayView, school: &str) -> Document {
    let mut blocks = head(view, "Tally sheet");
    blocks.push(Block::Weak("Ring or tally, then enter it on Today in the same order. H: here. A: absent. D: declined.".into()));
    for card in view.cards.iter().flat_map(|card| std::iter::once(card).chain(&card.with)) {
        blocks.push(Block::Heading(3, format!("{} {}   H  A  D", time_words(card.starts), card.pupil_name)));
        let rows: Vec<Vec<String>> =
            card.targets.iter().map(|t| vec![t.target.will.clone(), tally(t.target.measure, &view.help_words)]).collect();
        if rows.is_empty() {
            blocks.push(Block::Paragraph("Note: ________________________________________________".into()));
        } else {
            let head = ["Target", "Ring or tally"].map(str::to_owned).to_vec();
            blocks.push(Block::Table { shares: vec![45, 55], head, rows });
        }
    }
    if view.cards.is_empty() {
        blocks.push(Block::Paragraph("The timetable has no session on this day.".into()));
    }
    finished(view, school, "Tally sheet", blocks)
}

/// A teacher's week: what was done with each pupil of the class, problems and good news.
pub fn digest(digest: &Digest) -> Document {
    let title = format!("Week in support: {}", digest.class);
    let mut blocks = vec![Block::Heading(1, title.clone())];
    if digest.example {
        blocks.push(Block::Weak("Example school: these people are invented.".into()));
    }
    blocks.push(Block::Weak(format!("{} to {}", date_words(digest.from), date_words(digest.to))));
    if digest.pupils.is_empty() {
        blocks.push(Block::Paragraph("No pupil of this class had support in this week.".into()));
    }
    for pupil in &digest.pupils {
        blocks.push(Block::Heading(2, pupil.name.clone()));
        blocks.push(Block::Paragraph(pupil.sessions.clone()));
        for line in pupil.targets.iter().chain(&pupil.entries) {
            blocks.push(Block::Paragraph(line.clone()));
        }
    }
    Document { title, foot: format!("{} · made on {}", digest.school, date_words(digest.made_on)), blocks }
}

/// What a hand can fill in for a measure.
fn tally(measure: Measure, help: &HelpWords) -> String {
    match measure {
        Measure::Score { of } if of <= 20 => (0..=of).map(|n| n.to_string()).collect::<Vec<_>>().join("  "),
        Measure::Score { of } => format!("____ of {of}"),
        Measure::Trials => HelpLevel::ALL.map(|l| format!("{} ____", help.of(l))).join("  "),
        Measure::Steps { of } => (1..=of).map(|n| format!("{n}: ____")).collect::<Vec<_>>().join("  "),
        Measure::Count => "Tally: ________________".into(),
        Measure::Rate => "____ right in ____ seconds".into(),
        Measure::Fluency => "____ correct, ____ wrong in ____ seconds".into(),
        Measure::Interval { of, .. } => format!("seen in ____ of {of}"),
        Measure::Duration => "____ min ____ s".into(),
        Measure::Goal => "−2  −1  0  +1  +2".into(),
        Measure::Rating => "1  2  3  4  5".into(),
        Measure::Standard => "Score ____".into(),
        Measure::Age => "____ years ____ months".into(),
    }
}

fn head(view: &TodayView, what: &str) -> Vec<Block> {
    let day = view.day.map(date_words).unwrap_or_default();
    let cycle = view.cycle.map(|w| format!(", {w}")).unwrap_or_default();
    vec![Block::Heading(1, format!("{what}: {}", view.staff_name)), Block::Weak(format!("{day}{cycle}"))]
}

fn finished(view: &TodayView, school: &str, what: &str, blocks: Vec<Block>) -> Document {
    let day = view.day.map(date_words).unwrap_or_default();
    Document {
        title: format!("{what}: {}", view.staff_name),
        foot: format!("{school} · {day} · contains pupils’ names: shred after use"),
        blocks,
    }
}
