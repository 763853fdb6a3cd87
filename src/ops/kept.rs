//! Contacts, trainings, interventions, strategies, entries: what is kept alike, each with its own rule.

use super::run::Cx;
use super::{Result, cover, needed, refuse};
use crate::model::{ClassWeek, Duty, Entry, EntryKind, Item, Running, SetTask, weekday_name};
use crate::store;

/// Writes one thing of its family.
pub(super) fn keep(cx: &mut Cx, item: Item) -> Result<()> {
    let item = match item {
        Item::Entry(entry) => return write_entry(cx, entry),
        Item::Running(running) => Item::Running(checked_running(running)?),
        Item::DayCover(cover) => return cover::keep(cx, &cover),
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
        Item::SetTask(task) => checked_task(cx, task)?,
        Item::ClassWeek(class) => checked_class(cx, class)?,
        Item::NeedSpell(_) | Item::ReadMark(_) | Item::Running(_) | Item::Entry(_) | Item::DayCover(_) | Item::SupportNeeds(_) => {}
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
        Item::DayCover(cover) => cover::remove(cx, cover),
        Item::ClassWeek(thing) => store::remove_kept(cx.tx, thing),
        Item::SetTask(thing) => remove_task(cx, thing),
        Item::SupportNeeds(_) => refuse("This is changed, not removed. Nothing has changed."),
        Item::Strategy(_) => refuse("A strategy is ended, not removed: what it did for the pupil stays readable. Nothing has changed."),
        Item::Running(_) => refuse("An intervention is ended, not removed: its register stays readable. Nothing has changed."),
        Item::Entry(_) | Item::ReadMark(_) | Item::NeedSpell(_) | Item::PlanText(_) => {
            refuse("This is a record of what happened, so it stays. Write a correction instead. Nothing has changed.")
        }
    }
}

/// A task has adults and days, and fits into its period.
fn checked_task(cx: &Cx, task: &SetTask) -> Result<()> {
    needed(&task.what, "What is to be done")?;
    let periods = store::periods(cx.tx.db())?;
    let Some(period) = periods.iter().find(|p| p.id == task.period) else {
        return refuse("The period is not among the school's. Nothing was saved. Choose another.");
    };
    if task.adults == 0 || task.days == 0 {
        return refuse("A task needs at least one adult and one day. Nothing was saved.");
    }
    if let Some(until) = task.until.and_then(|u| periods.iter().find(|p| p.id == u))
        && until.starts <= period.starts
    {
        return refuse("The task's last period comes before its first one. Nothing was saved. Mend the periods.");
    }
    if task.until.is_none() && (task.minutes == 0 || task.minutes > period.minutes()) {
        return refuse(format!("{} has {} minutes. Nothing was saved. Mend the task's minutes.", period.name, period.minutes()));
    }
    let missing = crate::model::WEEKDAYS.into_iter().find(|d| task.is_on(*d) && !period.is_on(*d));
    match missing {
        Some(day) => refuse(format!("There is no {} on {}. Nothing was saved. Mend the days.", period.name, weekday_name(day))),
        None => Ok(()),
    }
}

/// A class has one timetable.
fn checked_class(cx: &Cx, class: &ClassWeek) -> Result<()> {
    needed(&class.class, "The class")?;
    let same = |c: &ClassWeek| c.id != class.id && c.class.trim().eq_ignore_ascii_case(class.class.trim());
    match store::kept::<ClassWeek>(cx.tx.db())?.iter().any(same) {
        true => refuse(format!("{} has a timetable already. Nothing was saved. Edit that one.", class.class.trim())),
        false => Ok(()),
    }
}

/// A task that nobody was ever given goes; one that stands in the timetable ends, and what was done stays.
fn remove_task(cx: &Cx, task: &SetTask) -> Result<()> {
    let slots: Vec<_> = store::slots(cx.tx.db())?.into_iter().filter(|s| s.task == Some(task.id)).collect();
    let duties: Vec<Duty> = store::kept::<Duty>(cx.tx.db())?.into_iter().filter(|d| d.task == Some(task.id)).collect();
    if slots.is_empty() && duties.is_empty() {
        return store::remove_kept(cx.tx, task);
    }
    let today = cx.now.today();
    let last = today.pred_opt().unwrap_or(today);
    let runs = |ends: Option<chrono::NaiveDate>| ends.is_none_or(|e| e > last);
    slots.iter().filter(|s| runs(s.ends)).try_for_each(|s| store::end_slot(cx.tx, s.id, last))?;
    duties.into_iter().filter(|d| runs(d.ends)).try_for_each(|d| store::put_kept(cx.tx, &Duty { ends: Some(last), ..d }))?;
    store::put_kept(cx.tx, &SetTask { ends: Some(last), ..task.clone() })
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
