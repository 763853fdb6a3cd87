//! Pen portraits: drafted by whoever knows the pupil, approved by the SENDCO, every version kept.

use chrono::NaiveDate;

use super::run::Cx;
use super::{Result, refuse};
use crate::model::{Portrait, PortraitId, PortraitState};
use crate::store;

/// Keeps a draft. An approved version is never edited: saving over it starts the next one.
pub(super) fn save(cx: &mut Cx, mut portrait: Portrait) -> Result<()> {
    if portrait.texts.is_empty() {
        return refuse("The portrait is empty. Nothing was saved. Fill in one field at least.");
    }
    let versions = store::portraits_of(cx.tx.db(), portrait.pupil)?;
    let stored = versions.iter().find(|p| p.id == portrait.id);
    if stored.is_none_or(|p| p.state != PortraitState::Draft) {
        match versions.iter().find(|p| p.state == PortraitState::Draft) {
            Some(draft) => (portrait.id, portrait.version) = (draft.id, draft.version),
            None => {
                portrait.id = cx.mint.fresh();
                portrait.version = versions.first().map_or(1, |p| p.version + 1);
            }
        }
    }
    portrait.state = PortraitState::Draft;
    portrait.approved_by = None;
    portrait.approved_by_name = String::new();
    portrait.approved_on = None;
    let plan = store::plans_of(cx.tx.db(), portrait.pupil)?.into_iter().find(|p| p.ended_on.is_none() && p.kind.is_main());
    portrait.checked_against = plan.map(|p| p.id);
    store::put_portrait(cx.tx, &portrait)
}

/// Approves a draft; the version approved before becomes an earlier one.
pub(super) fn approve(cx: &mut Cx, portrait: PortraitId, review_on: Option<NaiveDate>) -> Result<()> {
    store::approve_portrait(cx.tx, portrait, cx.person.staff, &cx.person.name, cx.now.today(), review_on)
}
