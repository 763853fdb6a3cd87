//! The statement of provision: what was promised and what was given, line by line down to each session.

use super::{Block, Document};
use crate::model::{date_words, pounds};
use crate::views::{LedgerLine, LedgerView};

/// A statement that a parent or an authority can follow to the sessions behind it.
pub fn statement(view: &LedgerView) -> Document {
    let mut blocks = vec![
        Block::Heading(1, format!("Provision statement: {}", view.name)),
        Block::Weak(format!("{} to {}", date_words(view.from), date_words(view.to))),
    ];
    if view.lines.is_empty() {
        blocks.push(Block::Paragraph("No plan with provision was in force in this time.".into()));
    }
    blocks.push(Block::Table {
        shares: vec![34, 13, 13, 13, 14, 13],
        head: HEAD.map(str::to_owned).to_vec(),
        rows: view.lines.iter().map(|l| [vec![l.what.clone()], amounts(l)].concat()).collect(),
    });
    blocks.push(Block::Weak(
        "Due is counted by school days from the plan's wording; a week of four school days owes four fifths. A line without minutes \
         counts sessions. Owed is due less given; where a plan states no amount, timetabled less given. Of a week that goes on \
         nothing is owed but what was lost so far, and of weeks to come nothing."
            .into(),
    ));
    blocks.extend(view.beside.clone().map(Block::Callout));
    for line in &view.lines {
        blocks.extend(line_blocks(line));
    }
    if view.cost() > 0 {
        blocks.push(Block::Heading(2, "What it cost".into()));
        blocks.push(Block::Paragraph(format!(
            "{} for the sessions given in this time. {} Rates are those that the school has set; lines without a known rate are left \
             out.",
            pounds(view.cost()),
            view.funding_words()
        )));
    }
    Document { title: format!("Provision statement, {}", view.name), foot: format!("{} · Provision statement", view.school), blocks }
}

const HEAD: [&str; 6] = ["Provision", "Due", "Timetabled", "Given", "Lost", "Owed"];

fn amounts(line: &LedgerLine) -> Vec<String> {
    let sum = &line.ledger.sum;
    let say = |amount| line.say(amount);
    vec![sum.due.map_or("not stated".into(), say), say(sum.timetabled), say(sum.given()), say(sum.lost_in_all()), say(sum.owed())]
}

fn line_blocks(line: &LedgerLine) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(2, line.what.clone()), Block::Weak(format!("{}. {}", line.dose, line.who))];
    blocks.extend(line.lapse.clone().map(Block::Callout));
    let rows = line.ledger.weeks.iter().filter(|w| w.school_days > 0).map(|w| {
        let say = |amount: i64| if amount == 0 { String::new() } else { line.say(amount) };
        let lost = w.lost.iter().map(|(reason, amount)| format!("{} ({reason})", line.say(*amount))).collect::<Vec<_>>().join("; ");
        vec![
            date_words(w.monday),
            w.due.map_or(String::new(), say),
            say(w.timetabled),
            say(w.delivered),
            say(w.made_up),
            lost,
            say(w.not_logged),
            say(w.owed()),
        ]
    });
    blocks.push(Block::Table {
        shares: vec![19, 13, 13, 13, 10, 15, 12, 13],
        head: ["Week of", "Due", "Timetabled", "Delivered", "Made up", "Lost", "Not logged", "Owed"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    });
    if line.ledger.evened_out() > 0 {
        blocks.push(Block::Weak(format!("Owed in all: {}.", line.owed_words())));
    }
    blocks.push(Block::Heading(3, "The sessions behind it".into()));
    let sessions: Vec<Vec<String>> = line
        .sessions
        .iter()
        .map(|s| {
            let (given, lost) = if s.delivered { (line.say(s.counts), String::new()) } else { (String::new(), line.say(s.counts)) };
            vec![date_words(s.on), s.staff.clone(), given, lost, s.words.clone()]
        })
        .collect();
    if sessions.is_empty() {
        blocks.push(Block::Paragraph("No session was recorded against this line.".into()));
    } else {
        blocks.push(Block::Table {
            shares: vec![18, 20, 11, 11, 40],
            head: ["Day", "Adult", "Given", "Lost", "What happened"].map(str::to_owned).to_vec(),
            rows: sessions,
        });
    }
    blocks
}
