//! Short documents in plain words: for the family, and for the pupil.

use super::{Block, Document};
use crate::model::{PortraitField, TargetState, date_words};
use crate::views::{ChartShape, ReviewSummary};

/// A review summary for the family: no code, no statistic, one side where it can be.
pub fn for_parents(s: &ReviewSummary) -> Document {
    let first = first_name(&s.name);
    let mut blocks = vec![Block::Heading(1, format!("How {first} is getting on"))];
    if s.example {
        blocks.push(Block::Callout("Example school: the people in this document are invented.".into()));
    }
    blocks.push(Block::Paragraph(format!(
        "This is about the time from {} to {}. {}",
        date_words(s.from),
        date_words(s.to),
        if s.key_worker.is_empty() { String::new() } else { format!("{first}’s key worker is {}.", s.key_worker) }
    )));
    blocks.push(Block::Heading(2, format!("What {first} is working on")));
    let mut any = false;
    for view in s.outcomes.iter().flat_map(|o| &o.targets) {
        any = true;
        let words = if view.target.pupil_words.is_empty() { &view.target.will } else { &view.target.pupil_words };
        blocks.push(Block::Heading(3, words.clone()));
        blocks.push(Block::Paragraph(view.plain_words(first)));
    }
    if !any {
        blocks.push(Block::Paragraph("No target was worked on in this time.".into()));
    }
    blocks.push(Block::Heading(2, "The help that was promised, and what happened".into()));
    for line in &s.provisions {
        let missed = line.planned.saturating_sub(line.delivered);
        let happened = match (line.planned, missed) {
            (0, _) => "Nothing was planned in this time.".to_owned(),
            (n, 0) => format!("All {n} sessions happened."),
            (n, _) => format!("{} of {n} sessions happened.", line.delivered),
        };
        blocks.push(Block::Paragraph(format!("{} ({}). {happened}", line.what, line.dose)));
    }
    if s.provisions.is_empty() {
        blocks.push(Block::Paragraph("The plan has no line of help yet.".into()));
    }
    for (heading, text) in [
        (format!("What {first} says"), &s.pupil_views),
        ("What you told us".into(), &s.family_views),
        ("What we decided".into(), &s.decisions),
    ] {
        if !text.is_empty() {
            blocks.push(Block::Heading(2, heading));
            blocks.push(Block::Paragraph(text.clone()));
        }
    }
    blocks.push(Block::Heading(2, "What happens next".into()));
    steps(&mut blocks, s);
    blocks.push(Block::Paragraph(
        "If something here is not right, or you would like to talk about it, please ask for us at the school.".into(),
    ));
    finished(format!("How {first} is getting on"), s, blocks)
}

/// The pupil's own page: their targets in their words, what helps, how far they have come.
pub fn for_pupil(s: &ReviewSummary) -> Document {
    let first = first_name(&s.name);
    let mut blocks = vec![Block::Heading(1, format!("{first}: my page"))];
    if s.example {
        blocks.push(Block::Callout("Example school: this pupil is invented.".into()));
    }
    blocks.push(Block::Heading(2, "What I am working on".into()));
    let mut any = false;
    for view in s.outcomes.iter().flat_map(|o| &o.targets).filter(|v| v.target.state.is_open()) {
        any = true;
        let words = if view.target.pupil_words.is_empty() { &view.target.will } else { &view.target.pupil_words };
        blocks.push(Block::Heading(3, words.clone()));
        let last = view.progress.last.map(|v| view.target.measure.value_words(v));
        blocks.push(Block::Paragraph(match last {
            Some(last) => format!(
                "I began at {}. Now I am at {last}. I want to get to {}.",
                view.target.measure.value_words(view.target.baseline),
                view.target.measure.value_words(view.target.goal)
            ),
            None => format!("I want to get to {}. I start soon.", view.target.measure.value_words(view.target.goal)),
        }));
        if view.readings.len() > 1 {
            blocks.push(Block::Chart(Box::new(ChartShape::of(view, s.made_on))));
        }
    }
    if !any {
        blocks.push(Block::Paragraph("I have no target just now.".into()));
    }
    let done: Vec<String> = s
        .outcomes
        .iter()
        .flat_map(|o| &o.targets)
        .filter(|v| matches!(v.target.state, TargetState::Achieved | TargetState::Maintained))
        .map(|v| if v.target.pupil_words.is_empty() { v.target.will.clone() } else { v.target.pupil_words.clone() })
        .collect();
    if !done.is_empty() {
        blocks.push(Block::Heading(2, "What I can do now".into()));
        blocks.extend(done.into_iter().map(Block::Paragraph));
    }
    if let Some(portrait) = &s.portrait {
        let boxes: Vec<(String, String)> =
            [PortraitField::Strengths, PortraitField::Important, PortraitField::Helps, PortraitField::DoesNotHelp]
                .iter()
                .filter(|f| !portrait.text(**f).is_empty())
                .map(|f| (f.heading().to_owned(), portrait.text(*f).to_owned()))
                .collect();
        blocks.push(Block::Boxes(boxes));
    }
    finished(format!("{first}: my page"), s, blocks)
}

/// What was agreed as next steps, each with who does it and by when; else the free words.
fn steps(blocks: &mut Vec<Block>, s: &ReviewSummary) {
    if !s.steps.is_empty() {
        let rows =
            s.steps.iter().map(|step| vec![step.what.clone(), step.owner.clone(), step.due.map(date_words).unwrap_or_default()]).collect();
        blocks.push(Block::Table { shares: vec![50, 28, 22], head: ["What", "Who", "By when"].map(str::to_owned).to_vec(), rows });
    }
    if !s.next_steps.is_empty() {
        blocks.push(Block::Paragraph(s.next_steps.clone()));
    } else if s.steps.is_empty() {
        blocks.push(Block::Paragraph("The next steps are not agreed yet.".into()));
    }
}

fn first_name(name: &str) -> &str {
    name.split(' ').next().unwrap_or_default()
}

fn finished(title: String, s: &ReviewSummary, blocks: Vec<Block>) -> Document {
    Document { title, foot: format!("{} · made on {}", s.school, date_words(s.made_on)), blocks }
}
