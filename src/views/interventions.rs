//! Interventions: the catalogue, those that run, and what each has brought.

use chrono::{NaiveDate, TimeDelta};
use std::collections::HashMap;

use crate::model::{
    NotDelivered, Programme, PupilId, Running, Session, SessionOutcome, StaffId, Strategy, Training, Verdict, WeekSlot, shipped_programmes,
};
use crate::rules::{Calendar, effect};
use crate::store::{self, Result};

use super::Lens;
use super::around::{self, StrategyRow};

/// What the Interventions screen shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InterventionsView {
    pub running: Vec<RunningRow>,
    /// Shipped entries with the school's changes, and the school's own.
    pub catalogue: Vec<Programme>,
    /// What helped whom: the pupil's name with each of their strategies.
    pub strategies: Vec<(PupilId, String, StrategyRow)>,
    pub pupils: Vec<(PupilId, String)>,
    pub staff: Vec<(StaffId, String)>,
    /// Who has which training that counts today.
    pub trained: HashMap<StaffId, Vec<String>>,
    /// Active targets of each pupil.
    pub targets: HashMap<PupilId, Vec<(crate::model::TargetId, String)>>,
}

/// One running intervention with its register and its effect.
#[derive(Clone, Debug, PartialEq)]
pub struct RunningRow {
    pub running: Running,
    pub deliverer: String,
    /// Why the deliverer should not give it yet: the training it asks for is missing or lapsed.
    pub untrained: Option<String>,
    pub members: Vec<MemberRow>,
    /// Days on which it should have met and on which it did.
    pub planned: usize,
    pub held: usize,
    /// Sessions not held, by reason.
    pub lost: Vec<(NotDelivered, usize)>,
    /// The newest first: the day, whether it was held, who was there.
    pub register: Vec<RegisterRow>,
    /// What the figures of the group say.
    pub effect: String,
    pub state: &'static str,
}

/// A pupil in a running intervention.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberRow {
    pub pupil: PupilId,
    pub name: String,
    pub attended: usize,
    pub planned: usize,
    pub before: Option<f64>,
    pub after: Option<f64>,
    /// `12 → 17, better by 5`.
    pub effect: String,
    pub left: Option<NaiveDate>,
}

/// One day of the register.
#[derive(Clone, Debug, PartialEq)]
pub struct RegisterRow {
    pub on: NaiveDate,
    pub held: bool,
    pub words: String,
}

impl InterventionsView {
    pub fn load(lens: Lens) -> Result<Self> {
        let own = lens.own()?;
        let visible = |pupil: &PupilId| own.as_ref().is_none_or(|own| own.contains(pupil));
        let pupils: Vec<(PupilId, String)> = store::pupils(lens.db)?
            .into_iter()
            .filter(|p| p.left_on.is_none_or(|l| l >= lens.today) && visible(&p.id))
            .map(|p| (p.id, lens.name(&p)))
            .collect();
        let all_names: HashMap<PupilId, String> = store::pupils(lens.db)?.into_iter().map(|p| (p.id, lens.name(&p))).collect();
        let everyone = store::staff(lens.db)?;
        let staff_names: HashMap<StaffId, String> = everyone.iter().map(|s| (s.id, s.name())).collect();
        let trainings = store::kept::<Training>(lens.db)?;
        let calendar = lens.calendar()?;
        let slots = store::slots(lens.db)?;
        let mut view = Self { catalogue: catalogue(lens)?, ..Self::default() };
        for training in trainings.iter().filter(|t| t.holds_on(lens.today)) {
            view.trained.entry(training.staff).or_default().push(training.skill.clone());
        }
        for running in store::kept::<Running>(lens.db)? {
            if !running.members.iter().any(|m| visible(&m.pupil)) && own.is_some() && running.deliverer != lens.person.staff {
                continue;
            }
            let sessions = store::sessions_of_running(lens.db, running.id)?;
            let untrained = running.deliverer.and_then(|d| untrained(&running, d, &trainings, lens.today));
            let deliverer = running.deliverer.and_then(|d| staff_names.get(&d).cloned()).unwrap_or_default();
            view.running.push(row(running, deliverer, untrained, &sessions, &slots, &calendar, &all_names, lens.today));
        }
        view.running.sort_by_key(|r| (r.running.verdict == Some(Verdict::Stop), !r.running.wants_verdict(lens.today), r.running.ends));
        for (id, pupil, will, state) in store::target_names(lens.db)? {
            if state.is_open() && visible(&pupil) {
                view.targets.entry(pupil).or_default().push((id, will));
            }
        }
        let since = lens.today - TimeDelta::days(400);
        for (id, name) in &pupils {
            let own = store::kept_of_pupil::<Strategy>(lens.db, *id)?;
            if !own.is_empty() {
                let sessions = store::sessions_of_pupil(lens.db, *id, since, lens.today)?;
                view.strategies.extend(around::strategies(own, &sessions).into_iter().map(|row| (*id, name.clone(), row)));
            }
        }
        view.strategies.sort_by_key(|(_, _, row)| std::cmp::Reverse((row.helped, row.partly)));
        view.staff = everyone.iter().filter(|s| s.left_on.is_none()).map(|s| (s.id, s.name())).collect();
        view.pupils = pupils;
        Ok(view)
    }
}

/// The shipped catalogue with the school's own entries in its place.
pub fn catalogue(lens: Lens) -> Result<Vec<Programme>> {
    let own = store::kept::<Programme>(lens.db)?;
    let mut all = shipped_programmes();
    all.retain(|p| !own.iter().any(|o| o.id == p.id));
    all.extend(own);
    all.sort_by(|a, b| (&a.area, a.name.to_lowercase()).cmp(&(&b.area, b.name.to_lowercase())));
    Ok(all)
}

/// What is missing for a deliverer to give an intervention, as a sentence.
fn untrained(running: &Running, deliverer: StaffId, trainings: &[Training], today: NaiveDate) -> Option<String> {
    let wanted = running.training.trim().to_lowercase();
    if wanted.is_empty() {
        return None;
    }
    let own: Vec<&Training> = trainings.iter().filter(|t| t.staff == deliverer && t.skill.to_lowercase().contains(&wanted)).collect();
    if own.iter().any(|t| t.holds_on(today)) {
        return None;
    }
    Some(match own.iter().filter_map(|t| t.expires).max() {
        Some(lapsed) => format!("The training “{}” lapsed on {}.", running.training, lapsed.format("%-d %b %Y")),
        None => format!("No training “{}” is recorded for the deliverer.", running.training),
    })
}

#[expect(clippy::too_many_arguments, reason = "everything that one row is made from, each read once for all rows")]
fn row(
    running: Running,
    deliverer: String,
    untrained: Option<String>,
    sessions: &[Session],
    slots: &[WeekSlot],
    calendar: &Calendar,
    names: &HashMap<PupilId, String>,
    today: NaiveDate,
) -> RunningRow {
    let until = running.ends.min(today.pred_opt().unwrap_or(today));
    let planned_of = |pupil: PupilId| -> usize {
        let own = slots.iter().filter(|s| s.running == Some(running.id) && s.pupil == pupil);
        own.map(|s| calendar.occurrences(s, running.starts, until)).sum()
    };
    let mut days: Vec<NaiveDate> = sessions.iter().map(|s| s.on).collect();
    days.sort();
    days.dedup();
    let held = days.iter().filter(|d| sessions.iter().any(|s| s.on == **d && s.delivered())).count();
    let planned = running.members.iter().map(|m| planned_of(m.pupil)).max().unwrap_or(0).max(days.len());
    let lost = NotDelivered::ALL
        .iter()
        .map(|reason| {
            let whole = |d: &&NaiveDate| {
                let of_day: Vec<&Session> = sessions.iter().filter(|s| s.on == **d).collect();
                of_day.iter().all(|s| !s.delivered()) && of_day.iter().any(|s| s.outcome == SessionOutcome::NotDelivered(*reason))
            };
            (*reason, days.iter().filter(whole).count())
        })
        .filter(|(_, n)| *n > 0)
        .collect();
    let members: Vec<MemberRow> = running
        .members
        .iter()
        .map(|m| {
            let own = sessions.iter().filter(|s| s.pupil == m.pupil);
            MemberRow {
                pupil: m.pupil,
                name: names.get(&m.pupil).cloned().unwrap_or_default(),
                attended: own.filter(|s| s.delivered()).count(),
                planned: planned_of(m.pupil).max(sessions.iter().filter(|s| s.pupil == m.pupil).count()),
                before: m.before,
                after: m.after,
                effect: member_effect(m.before, m.after, running.lower_is_better),
                left: m.left,
            }
        })
        .collect();
    let register = days
        .iter()
        .rev()
        .map(|on| {
            let of_day: Vec<&Session> = sessions.iter().filter(|s| s.on == *on).collect();
            let here: Vec<&str> = of_day.iter().filter(|s| s.delivered()).filter_map(|s| names.get(&s.pupil)).map(String::as_str).collect();
            let away: Vec<String> = of_day
                .iter()
                .filter_map(|s| match s.outcome {
                    SessionOutcome::NotDelivered(why) => Some(format!(
                        "{}: {}",
                        names.get(&s.pupil).map_or("", String::as_str),
                        why.words().to_lowercase().replace("lsa", "LSA")
                    )),
                    SessionOutcome::Delivered => None,
                })
                .collect();
            let mut words = if here.is_empty() { "Not held".to_owned() } else { format!("Here: {}", here.join(", ")) };
            if !away.is_empty() {
                words += &format!(". {}", away.join("; "));
            }
            RegisterRow { on: *on, held: !here.is_empty(), words }
        })
        .collect();
    let state = match running.verdict {
        Some(Verdict::Stop) => "Stopped",
        _ if running.wants_verdict(today) => "Decide: stop, change or go on",
        _ if running.starts > today => "Begins later",
        _ => "Runs",
    };
    let effect = group_effect(&running, &members, held, planned, today);
    RunningRow { running, deliverer, untrained, members, planned, held, lost, register, effect, state }
}

fn member_effect(before: Option<f64>, after: Option<f64>, lower: bool) -> String {
    match (before, after) {
        (Some(before), Some(after)) => {
            let gain = if lower { before - after } else { after - before };
            let word = match gain {
                g if g > 0.0 => format!("better by {}", number(g)),
                g if g < 0.0 => format!("worse by {}", number(-g)),
                _ => "no change".into(),
            };
            format!("{} → {}, {word}", number(before), number(after))
        }
        (Some(before), None) => format!("{} before; not measured after yet", number(before)),
        _ => "not measured".into(),
    }
}

/// What the group as a whole shows, dose first.
fn group_effect(running: &Running, members: &[MemberRow], held: usize, planned: usize, today: NaiveDate) -> String {
    let dose =
        if planned == 0 { "No session was planned yet.".to_owned() } else { format!("{held} of {planned} planned sessions were held.") };
    let both: Vec<(f64, f64)> = members.iter().filter_map(|m| Some((m.before?, m.after?))).collect();
    if both.is_empty() {
        return format!("{dose} Nobody has been measured both before and after yet.");
    }
    let sign = if running.lower_is_better { -1.0 } else { 1.0 };
    let better = both.iter().filter(|(b, a)| sign * (a - b) > 0.0).count();
    let mean = both.iter().map(|(b, a)| sign * (a - b)).sum::<f64>() / both.len() as f64;
    let mut words = format!("{dose} {better} of {} measured pupils did better, on average by {}.", both.len(), number(mean));
    if running.measure.to_lowercase().contains("age") {
        let months = (running.ends.min(today) - running.starts).num_days() as f64 / 30.44;
        let gains: Vec<f64> = both.iter().filter_map(|(b, a)| effect::ratio_gain(*b, *a, months)).collect();
        if !gains.is_empty() {
            let ratio = gains.iter().sum::<f64>() / gains.len() as f64;
            words += &format!(" Ratio gain {} (months gained for each month).", number(ratio));
        }
    }
    if planned > 0 && (held as f64) < 0.7 * planned as f64 {
        words += " Look at the missed sessions before the intervention.";
    }
    if both.len() < 6 {
        words += " These are too few pupils to say more.";
    }
    words
}

fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded == rounded.trunc() { format!("{rounded:.0}") } else { format!("{rounded:.1}") }
}
