//! One side of A4 about a pupil, for paper.

use chrono::NaiveDate;

use crate::model::{LinkRole, Portrait, PortraitState, PupilId};
use crate::store::{self, Result};

use super::Lens;

/// What the printed portrait shows.
#[derive(Clone, Debug, PartialEq)]
pub struct PortraitPage {
    pub school: String,
    pub example: bool,
    pub name: String,
    pub class: String,
    pub key_worker: String,
    pub must_know: String,
    pub portrait: Portrait,
    /// The pupil's present targets in the pupil's words.
    pub targets: Vec<String>,
    pub printed_on: NaiveDate,
}

impl PortraitPage {
    /// The approved portrait, or the draft where none is approved; none where there is neither.
    pub fn load(lens: Lens, id: PupilId) -> Result<Option<Self>> {
        lens.may_see(id)?;
        let Some(pupil) = store::pupil(lens.db, id)? else { return Ok(None) };
        let portraits = store::portraits_of(lens.db, id)?;
        let portrait = portraits.iter().find(|p| p.state == PortraitState::Approved).or_else(|| portraits.first());
        let Some(portrait) = portrait else { return Ok(None) };
        let school = store::school(lens.db)?;
        Ok(Some(Self {
            school: school.name,
            example: school.example,
            name: pupil.name(),
            class: class_words(&pupil),
            key_worker: key_worker(lens, id)?,
            must_know: pupil.must_know.clone(),
            portrait: portrait.clone(),
            targets: store::targets_of(lens.db, id)?
                .into_iter()
                .filter(|t| t.state.is_open())
                .map(|t| if t.pupil_words.is_empty() { t.will } else { t.pupil_words })
                .collect(),
            printed_on: lens.today,
        }))
    }
}

/// `Year 4, 4B`.
pub(super) fn class_words(pupil: &crate::model::Pupil) -> String {
    [pupil.year.map(|y| y.words()), pupil.form.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The key workers of today, by name.
pub(super) fn key_worker(lens: Lens, pupil: PupilId) -> Result<String> {
    let mut names = Vec::new();
    for link in store::links_of_pupil(lens.db, pupil)?.iter().filter(|l| l.role == LinkRole::KeyWorker && l.holds_on(lens.today)) {
        names.extend(store::staff_member(lens.db, link.staff)?.map(|s| s.name()));
    }
    Ok(names.join(", "))
}
