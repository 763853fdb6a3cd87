//! Contacts, trainings, interventions, strategies, entries: what is kept alike, each with its own rule.

use super::run::Cx;
use super::{Result, needed, refuse};
use crate::model::{DayCover, Entry, EntryKind, Item, NotDelivered, Running, Session, SessionOutcome};
use crate::store;

/// Writes one thing of its family.
pub(super) fn keep(cx: &mut Cx, item: Item) -> Result<()> {
    let item = match item {
        Item::Entry(entry) => return write_entry(cx, entry),
        Item::Running(running) => Item::Running(checked_running(running)?),
        Item::DayCover(cover) => return cover_day(cx, &cover),
        other => other,
    };
    match &item {
        Item::Contact(contact) => needed(&contact.name, "The contact's name")?,
        Item::Training(training) => {
            needed(&training.skill, "The skill or training")?;
            if training.expires.zip(training.on).is_some_and(|(end, on)| end < on) {
                return refuse("The training lapses before it was given. Nothing was saved. Mend its dates.");
            }
        }
        Item::Programme(programme) => needed(&programme.name, "The intervention's name")?,
        Item::Strategy(strategy) => needed(&strategy.text, "The strategy")?,
        Item::Duty(duty) => needed(&duty.what, "What the duty is")?,
        Item::PlanText(text) => store::mark_plan_changed(cx.tx, text.plan, cx.now.today())?,
        Item::NeedSpell(_) | Item::ReadMark(_) | Item::Running(_) | Item::Entry(_) | Item::DayCover(_) => {}
    }
    store::put_item(cx.tx, &item)
}

/// Takes one thing out, where its family allows that.
pub(super) fn remove(cx: &mut Cx, item: &Item) -> Result<()> {
    match item {
        Item::Contact(thing) => store::remove_kept(cx.tx, thing),
        Item::Training(thing) => store::remove_kept(cx.tx, thing),
        Item::Programme(thing) => store::remove_kept(cx.tx, thing),
        Item::Duty(thing) => store::remove_kept(cx.tx, thing),
        Item::DayCover(thing) => store::remove_kept(cx.tx, thing),
        Item::Strategy(_) => refuse("A strategy is ended, not removed: what it did for the pupil stays readable. Nothing has changed."),
        Item::Running(_) => refuse("An intervention is ended, not removed: its register stays readable. Nothing has changed."),
        Item::Entry(_) | Item::ReadMark(_) | Item::NeedSpell(_) | Item::PlanText(_) => {
            refuse("This is a record of what happened, so it stays. Write a correction instead. Nothing has changed.")
        }
    }
}

/// Keeps how a day is covered, and logs what is lost with its reason, so that it is owed and not forgotten.
/// What the day brings is known on the day: a lost session of a later day is logged when it comes.
fn cover_day(cx: &mut Cx, cover: &DayCover) -> Result<()> {
    if cover.away.is_empty() {
        return refuse("Nobody is away. Nothing was saved. Say who is.");
    }
    store::put_kept(cx.tx, cover)?;
    if cover.on > cx.now.today() {
        return Ok(());
    }
    let slots = store::slots(cx.tx.db())?;
    let periods = store::periods(cx.tx.db())?;
    for lost in cover.moves.iter().filter(|m| m.to.is_none()) {
        let Some(slot) = slots.iter().find(|s| s.id == lost.slot) else { continue };
        if store::logged_for_slot(cx.tx.db(), slot.id, cover.on)?.is_some() {
            continue;
        }
        let reason = if lost.redeployed { NotDelivered::Redeployed } else { NotDelivered::LsaAbsent };
        let minutes = periods.iter().find(|p| p.id == slot.period).map_or(0, crate::model::Period::minutes);
        let session = Session {
            id: cx.mint.fresh(),
            pupil: slot.pupil,
            staff: slot.staff,
            slot: Some(slot.id),
            provision: slot.provision,
            on: cover.on,
            began: None,
            minutes,
            outcome: SessionOutcome::NotDelivered(reason),
            note: String::new(),
            records: Vec::new(),
            supersedes: None,
            entered_at: 0,
            entered_by: String::new(),
            running: slot.running,
            more: Default::default(),
        };
        super::sessions::log(cx, session)?;
    }
    Ok(())
}

/// An entry is written once; a correction is another that names it.
fn write_entry(cx: &mut Cx, mut entry: Entry) -> Result<()> {
    needed(&entry.text, "What you want to say")?;
    if entry.on > cx.now.today() {
        return refuse("The day has not come yet. Nothing was saved. Mend the date.");
    }
    if store::kept_one::<Entry>(cx.tx.db(), entry.id.0)?.is_some() {
        return refuse("This is written already. Nothing was saved twice.");
    }
    if let EntryKind::TimedObservation { seen, intervals, .. } = entry.what
        && (intervals == 0 || seen > intervals)
    {
        return refuse("It was seen in more intervals than there were. Nothing was saved. Mend the numbers.");
    }
    entry.entered_at = cx.now.millis();
    entry.entered_by.clone_from(&cx.person.name);
    store::put_kept(cx.tx, &entry)
}

fn checked_running(mut running: Running) -> Result<Running> {
    needed(&running.name, "The intervention's name")?;
    if running.ends <= running.starts {
        return refuse("The intervention ends before it has run. Nothing was saved. Mend its dates.");
    }
    if running.verdict.is_some() && running.verdict_why.trim().is_empty() {
        return refuse("Say in a few words why it stops, changes or goes on. Nothing was saved.");
    }
    running.members.sort_by_key(|m| (m.joined, m.pupil));
    Ok(running)
}
