//! The pen portrait as one side of A4.

use super::{Block, Document};
use crate::model::{PortraitField, PortraitState, date_words};
use crate::views::PortraitPage;

/// Lays out a pen portrait.
pub fn portrait(page: &PortraitPage) -> Document {
    let p = &page.portrait;
    let mut blocks = vec![Block::Heading(1, page.name.clone())];
    let about = [page.class.clone(), if page.key_worker.is_empty() { String::new() } else { format!("Key worker: {}", page.key_worker) }];
    let about: Vec<String> = about.into_iter().filter(|t| !t.is_empty()).collect();
    if !about.is_empty() {
        blocks.push(Block::Weak(about.join(" · ")));
    }
    if page.example {
        blocks.push(Block::Weak("Example school: this pupil is invented.".into()));
    }
    if p.state != PortraitState::Approved {
        blocks.push(Block::Callout("Draft: not approved yet. Do not rely on it.".into()));
    }
    if !page.must_know.is_empty() {
        blocks.push(Block::Callout(format!("Must know: {}", page.must_know)));
    }
    let mut boxes: Vec<(String, String)> =
        PortraitField::ALL.iter().filter(|f| !p.text(**f).is_empty()).map(|f| (f.heading().to_owned(), p.text(*f).to_owned())).collect();
    if !page.targets.is_empty() {
        boxes.push(("What I am working on".into(), page.targets.join("\n")));
    }
    blocks.push(Block::Boxes(boxes));
    let mut state = format!("Version {}", p.version);
    if let Some(on) = p.approved_on {
        state += &format!(", approved by {} on {}", p.approved_by_name, date_words(on));
    }
    if let Some(on) = p.review_on {
        state += &format!("; to be looked at again by {}", date_words(on));
    }
    blocks.push(Block::Weak(format!("{state}.")));
    Document {
        title: format!("Pen portrait: {}", page.name),
        foot: format!("{} · printed on {}", page.school, date_words(page.printed_on)),
        blocks,
    }
}
