//! How a day is covered, and what it costs: a session that nobody takes over is logged as lost.

use chrono::Days;

use super::run::{Cx, Desk};
use super::{Result, refuse, sessions};
use crate::model::{Away, DayCover, NotDelivered, Now, Session, SessionOutcome};
use crate::rules::Lengths;
use crate::store;

/// How many days back a cover is looked at again: longer than any holiday.
const SETTLED_WITHIN: u64 = 60;

/// Keeps how a day is covered, and logs what is lost with its reason, so that it is owed and not forgotten.
/// What a later day brings is known on that day: [`settle`] logs it then.
pub(super) fn keep(cx: &mut Cx, cover: &DayCover) -> Result<()> {
    if cover.away.is_empty() {
        return refuse("Nobody is away. Nothing was saved. Say who is.");
    }
    if cover.away.iter().any(Away::is_backwards) {
        return refuse("Somebody would be back before they go. Nothing was saved. Mend the times.");
    }
    if let Some(before) = store::kept_one::<DayCover>(cx.tx.db(), cover.id.0)? {
        no_longer_lost(cx, &before, cover)?;
    }
    store::put_kept(cx.tx, cover)?;
    log_lost(cx, cover)
}

/// Takes a cover back, with what it had logged as lost: everybody is in after all.
pub(super) fn remove(cx: &mut Cx, cover: &DayCover) -> Result<()> {
    let nothing = DayCover { moves: Vec::new(), duties: Vec::new(), ..cover.clone() };
    no_longer_lost(cx, cover, &nothing)?;
    store::remove_kept(cx.tx, cover)
}

/// Withdraws what an earlier version of this cover had logged as lost and this one gives to somebody: who
/// takes it will log it. What a person has written about such a session stands.
fn no_longer_lost(cx: &mut Cx, before: &DayCover, cover: &DayCover) -> Result<()> {
    let lost = |c: &DayCover, slot| c.moves.iter().any(|m| m.slot == slot && m.to.is_none());
    for gone in before.moves.iter().filter(|m| m.to.is_none() && !lost(cover, m.slot)) {
        let Some(id) = store::logged_for_slot(cx.tx.db(), gone.slot, cover.on)? else { continue };
        let Some(session) = store::session(cx.tx.db(), id)? else { continue };
        let by_cover = matches!(session.outcome, SessionOutcome::NotDelivered(NotDelivered::Redeployed | NotDelivered::LsaAbsent));
        if by_cover && session.supersedes.is_none() && session.note.is_empty() {
            store::withdraw(cx.tx, id)?;
        }
    }
    Ok(())
}

/// Logs what covers of days that have come since left undone. Run whenever a file opens; it does nothing twice.
pub fn settle(desk: &mut Desk, now: Now) -> Result<()> {
    let today = now.today();
    let covers: Vec<DayCover> = store::kept_between(desk.store.db(), today - Days::new(SETTLED_WITHIN), today)?;
    let mut open = Vec::new();
    for cover in covers {
        for lost in cover.moves.iter().filter(|m| m.to.is_none()) {
            if store::logged_for_slot(desk.store.db(), lost.slot, cover.on)?.is_none() {
                open.push(cover.clone());
                break;
            }
        }
    }
    if open.is_empty() {
        return Ok(());
    }
    desk.write(now, "log what an absence cost", None, false, |cx| open.iter().try_for_each(|c| log_lost(cx, c))).map(|_| ())
}

fn log_lost(cx: &mut Cx, cover: &DayCover) -> Result<()> {
    if cover.on > cx.now.today() {
        return Ok(());
    }
    let slots = store::slots(cx.tx.db())?;
    let db = cx.tx.db();
    let lengths = Lengths::new(&store::periods(db)?, &store::kept(db)?, &store::kept(db)?);
    for lost in cover.moves.iter().filter(|m| m.to.is_none()) {
        let Some(slot) = slots.iter().find(|s| s.id == lost.slot) else { continue };
        if store::logged_for_slot(cx.tx.db(), slot.id, cover.on)?.is_some() {
            continue;
        }
        let reason = if lost.redeployed { NotDelivered::Redeployed } else { NotDelivered::LsaAbsent };
        let line = slot.provision.map(|line| store::provision(cx.tx.db(), line)).transpose()?.flatten();
        let minutes = lengths.minutes(slot, line.as_ref());
        let session = Session::of_slot(cx.mint.fresh(), slot, cover.on, minutes, SessionOutcome::NotDelivered(reason));
        sessions::log(cx, session)?;
    }
    Ok(())
}
