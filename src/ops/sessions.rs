//! Logging what happened, and correcting it without losing what was said first.

use super::run::Cx;
use super::{Result, refuse};
use crate::model::{Session, SessionId, date_words};
use crate::store;

/// Logs a session. A slot is logged once a day; a second word about it is a correction.
pub(super) fn log(cx: &mut Cx, mut session: Session) -> Result<()> {
    check(cx, &session)?;
    if let Some(slot) = session.slot
        && store::logged_for_slot(cx.tx.db(), slot, session.on)?.is_some()
    {
        return refuse("This session is logged already. Nothing was saved twice. Open it to correct it.");
    }
    session.supersedes = None;
    stamp(cx, &mut session);
    store::insert_session(cx.tx, &session)
}

/// Logs a group session: every pupil's own record, or none.
pub(super) fn log_group(cx: &mut Cx, all: Vec<Session>) -> Result<()> {
    if all.is_empty() {
        return refuse("Nobody is in this group session. Nothing was saved.");
    }
    all.into_iter().try_for_each(|session| log(cx, session))
}

/// Puts a new version beside the one it corrects.
pub(super) fn correct(cx: &mut Cx, earlier: SessionId, mut corrected: Session) -> Result<()> {
    check(cx, &corrected)?;
    let Some(before) = store::session(cx.tx.db(), earlier)? else {
        return refuse("The session to correct is no longer there. Nothing has changed.");
    };
    if !crate::rules::sees_all(cx.person) && Some(before.staff) != cx.person.staff {
        return refuse("This session is a colleague's, so it is theirs or the SENDCO's to correct. Nothing has changed.");
    }
    if before.pupil != corrected.pupil {
        return refuse("A correction stays with its pupil. Nothing has changed. Log a new session for the other pupil.");
    }
    corrected.id = cx.mint.fresh();
    corrected.supersedes = Some(earlier);
    for record in &mut corrected.records {
        record.id = cx.mint.fresh();
    }
    stamp(cx, &mut corrected);
    store::insert_session(cx.tx, &corrected)?;
    store::supersede(cx.tx, earlier, corrected.id)
}

fn check(cx: &Cx, session: &Session) -> Result<()> {
    if session.on > cx.now.today() {
        return refuse(format!("{} has not come yet. Nothing was saved. Mend the date.", date_words(session.on)));
    }
    if !session.delivered() && !session.records.is_empty() {
        return refuse("A session that did not take place has no readings. Nothing was saved.");
    }
    for record in &session.records {
        match store::target(cx.tx.db(), record.target)? {
            Some(target) if target.pupil != session.pupil => {
                return refuse("This target is another pupil's. Nothing was saved.");
            }
            Some(target) if !target.measure.fits(&record.reading) => {
                return refuse(format!(
                    "The reading does not fit the target, which is measured {}. Nothing was saved.",
                    target.measure.unit()
                ));
            }
            Some(_) => {}
            None => return refuse("This target is no longer there. Nothing was saved."),
        }
    }
    Ok(())
}

fn stamp(cx: &Cx, session: &mut Session) {
    session.entered_at = cx.now.millis();
    session.entered_by.clone_from(&cx.person.name);
}
