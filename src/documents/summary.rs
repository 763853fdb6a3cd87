//! The review summary as a document.

use super::{Block, Document};
use crate::model::{PortraitField, TargetState, date_words};
use crate::views::{ChartShape, OutcomeReport, ProvisionReport, ReviewSummary, TargetView};

/// Lays out a review summary.
pub fn review_summary(summary: &ReviewSummary) -> Document {
    let s = summary;
    let mut blocks = vec![Block::Heading(1, format!("Review summary: {}", s.name))];
    if s.example {
        blocks.push(Block::Callout("Example school: the people in this document are invented.".into()));
    }
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut field = |name: &str, value: String| {
        if !value.is_empty() {
            fields.push((name.to_owned(), value));
        }
    };
    field("School", s.school.clone());
    field("Class", s.class.clone());
    field("Date of birth", s.born.map(date_words).unwrap_or_default());
    field("SEN status", s.status.clone());
    field("Needs, primary first", s.needs.join("; "));
    field("Key worker", if s.key_worker.is_empty() { "None".into() } else { s.key_worker.clone() });
    field("Plan", s.plan.clone());
    field("Period", format!("{} to {}", date_words(s.from), date_words(s.to)));
    field("Meeting held on", s.held_on.map(date_words).unwrap_or_default());
    blocks.push(Block::Fields(fields));

    blocks.push(Block::Heading(2, "Outcomes and targets".into()));
    if s.outcomes.iter().all(|o| o.targets.is_empty() && o.text.is_none()) {
        blocks.push(Block::Paragraph("No outcome or target is recorded for this period.".into()));
    }
    for (i, outcome) in s.outcomes.iter().enumerate() {
        outcome_blocks(&mut blocks, i + 1, outcome, s);
    }
    blocks.push(Block::Heading(2, "Provision: planned and delivered".into()));
    provision_blocks(&mut blocks, &s.provisions);
    if let Some(portrait) = &s.portrait {
        blocks.push(Block::Heading(2, "Pen portrait".into()));
        for field in PortraitField::ALL.iter().filter(|f| !portrait.text(**f).is_empty()) {
            blocks.push(Block::Heading(3, field.heading().into()));
            blocks.push(Block::Paragraph(portrait.text(*field).to_owned()));
        }
        let on = portrait.approved_on.map(date_words).unwrap_or_default();
        blocks.push(Block::Weak(format!("Version {}, approved by {} on {on}.", portrait.version, portrait.approved_by_name)));
    }
    if !s.invited.is_empty() {
        blocks.push(Block::Heading(2, "Who was asked".into()));
        let day = |d: Option<chrono::NaiveDate>| d.map_or_else(|| "No".to_owned(), |d| d.format("%-d %b %Y").to_string());
        let rows = s
            .invited
            .iter()
            .map(|i| {
                let came = if i.came { "Yes" } else { "No" };
                vec![i.name.clone(), i.role.clone(), day(i.asked_on), day(i.advice_on), came.to_owned()]
            })
            .collect();
        let head = ["Name", "Role", "Advice asked for", "Advice came", "Attended"].map(str::to_owned).to_vec();
        blocks.push(Block::Table { shares: vec![26, 26, 18, 18, 12], head, rows });
    }
    if !s.points.is_empty() {
        blocks.push(Block::Heading(2, "What was decided, point by point".into()));
        let rows = s.points.iter().map(|(about, decided)| vec![about.clone(), decided.clone()]).collect();
        blocks.push(Block::Table { shares: vec![62, 38], head: ["About", "Decided"].map(str::to_owned).to_vec(), rows });
    }
    for (heading, text) in [
        ("The pupil’s views", &s.pupil_views),
        ("The family’s views", &s.family_views),
        ("Decisions", &s.decisions),
        ("Next steps", &s.next_steps),
    ] {
        blocks.push(Block::Heading(2, heading.into()));
        blocks.push(Block::Paragraph(if text.is_empty() { "Not recorded.".into() } else { text.clone() }));
    }
    if !s.steps.is_empty() {
        let rows = s
            .steps
            .iter()
            .map(|step| {
                let done = step.done_on.map_or_else(String::new, |d| format!(" (done {})", d.format("%-d %b %Y")));
                vec![step.what.clone(), step.owner.clone(), format!("{}{done}", step.due.map(date_words).unwrap_or_default())]
            })
            .collect();
        blocks.push(Block::Table { shares: vec![50, 25, 25], head: ["Step", "Owner", "By"].map(str::to_owned).to_vec(), rows });
    }
    blocks.push(Block::Heading(2, "Signatures".into()));
    blocks.push(Block::Signatures(
        ["Pupil", "Parent or carer", "Key worker", "SENDCO"].map(|n| format!("{n}: name, signature, date")).to_vec(),
    ));
    Document { title: format!("Review summary: {}", s.name), foot: format!("{} · made on {}", s.school, date_words(s.made_on)), blocks }
}

fn outcome_blocks(blocks: &mut Vec<Block>, number: usize, outcome: &OutcomeReport, s: &ReviewSummary) {
    match &outcome.text {
        Some(text) => blocks.push(Block::Heading(3, format!("Outcome {number}: {text}"))),
        None => blocks.push(Block::Heading(3, "Targets without an outcome".into())),
    }
    if outcome.targets.is_empty() {
        blocks.push(Block::Paragraph("No target was worked on in this period.".into()));
    }
    for view in &outcome.targets {
        target_blocks(blocks, view, s);
    }
}

fn target_blocks(blocks: &mut Vec<Block>, view: &TargetView, s: &ReviewSummary) {
    let t = &view.target;
    let condition = if t.condition.is_empty() { String::new() } else { format!(", {}", t.condition) };
    let status = match t.state {
        TargetState::Active => view.progress.standing.words(),
        other => other.words(),
    };
    blocks.push(Block::Paragraph(format!("Target: {} {}{condition}.", s.name.split(' ').next().unwrap_or_default(), t.will)));
    blocks.push(Block::Fields(vec![
        ("Status".into(), status.into()),
        ("From".into(), format!("{} on {}", t.measure.value_words(t.baseline), date_words(t.starts))),
        ("Aim".into(), t.criterion_words()),
    ]));
    blocks.push(Block::Paragraph(view.progress.sentence.clone()));
    if !view.readings.is_empty() {
        blocks.push(Block::Chart(Box::new(ChartShape::of(view, s.made_on))));
    }
}

fn provision_blocks(blocks: &mut Vec<Block>, provisions: &[ProvisionReport]) {
    if provisions.is_empty() {
        blocks.push(Block::Paragraph("No provision is recorded in the plan.".into()));
        return;
    }
    let rows = provisions
        .iter()
        .map(|p| {
            let mut lost: Vec<String> = p.lost.iter().map(|(reason, n)| format!("{} {n}", reason.words())).collect();
            if p.unlogged > 0 {
                lost.push(format!("not written up {}", p.unlogged));
            }
            vec![
                p.what.clone(),
                p.dose.clone(),
                p.planned.to_string(),
                format!("{} ({} min)", p.delivered, p.delivered_minutes),
                if lost.is_empty() { "None".into() } else { lost.join("; ") },
            ]
        })
        .collect();
    let head = ["Provision", "Promised", "Sessions planned", "Delivered", "Not delivered, by reason"].map(str::to_owned).to_vec();
    blocks.push(Block::Table { shares: vec![26, 22, 12, 16, 24], head, rows });
}
