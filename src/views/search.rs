//! Ctrl+K: pupils, people and words in records.

use std::collections::HashMap;

use crate::model::{PupilId, StaffId};
use crate::store::{self, Result};

use super::Lens;

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchView {
    pub words: String,
    pub found: Vec<Found>,
}

/// One thing found, and where choosing it leads.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// `Pupil`, `Staff`, `Session`, `Target`, `Portrait`…
    pub kind: &'static str,
    /// The pupil it is about, or the member of staff.
    pub name: String,
    /// The words around.
    pub excerpt: String,
    pub pupil: Option<PupilId>,
    pub staff: Option<StaffId>,
}

impl SearchView {
    /// The best `limit` of what holds all the words.
    pub fn load(lens: Lens, words: &str, limit: usize) -> Result<Self> {
        let own = lens.own()?;
        let mut names: HashMap<PupilId, String> = HashMap::new();
        let mut found = Vec::new();
        for hit in store::search(lens.db, words, own.as_ref(), limit)? {
            let name = match hit.pupil {
                Some(pupil) => match names.get(&pupil) {
                    Some(name) => name.clone(),
                    None => {
                        let name = store::pupil(lens.db, pupil)?.map(|p| lens.name(&p)).unwrap_or_default();
                        names.insert(pupil, name.clone());
                        name
                    }
                },
                None => hit.text.clone(),
            };
            let kind = match hit.kind.as_str() {
                "pupil" => "Pupil",
                "staff" => "Staff",
                "session" => "Session",
                "target" => "Target",
                "outcome" => "Outcome",
                "provision" => "Provision",
                "review" => "Review",
                _ => "Portrait",
            };
            let staff = (hit.kind == "staff").then_some(StaffId(hit.id));
            found.push(Found { kind, name, excerpt: excerpt(&hit.text, words), pupil: hit.pupil, staff });
        }
        // A person is what one mostly looks for; records follow, the newest first.
        found.sort_by_key(|f| match f.kind {
            "Pupil" => 0,
            "Staff" => 1,
            _ => 2,
        });
        Ok(Self { words: words.to_owned(), found })
    }
}

/// About ninety characters of a text around the first of the words.
fn excerpt(text: &str, words: &str) -> String {
    let lower = text.to_lowercase();
    let first = words.split_whitespace().next().unwrap_or("").to_lowercase();
    let at = lower.find(&first).map_or(0, |byte| lower[..byte].chars().count());
    let from = at.saturating_sub(25);
    let piece: String = text.chars().skip(from).take(90).collect();
    let piece = piece.replace('\n', " ");
    match (from > 0, text.chars().count() > from + 90) {
        (true, true) => format!("…{piece}…"),
        (true, false) => format!("…{piece}"),
        (false, true) => format!("{piece}…"),
        (false, false) => piece,
    }
}
