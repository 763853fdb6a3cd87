//! The review summary of one pupil over a period: what a meeting needs on paper.

use chrono::NaiveDate;

use crate::model::{About, Invited, NextStep, NotDelivered, Portrait, PortraitState, PupilId, Review, Session, SessionOutcome, WeekSlot};
use crate::rules::Calendar;
use crate::store::{self, Result};

use super::portrait::{class_words, key_worker};
use super::{Lens, TargetView, target};

/// Everything that a review summary says.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewSummary {
    pub school: String,
    pub example: bool,
    pub pupil: PupilId,
    pub name: String,
    pub class: String,
    pub born: Option<NaiveDate>,
    /// `EHC plan since 15 Apr 2024`.
    pub status: String,
    pub needs: Vec<String>,
    pub key_worker: String,
    pub plan: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub outcomes: Vec<OutcomeReport>,
    pub provisions: Vec<ProvisionReport>,
    pub portrait: Option<Portrait>,
    pub pupil_views: String,
    pub family_views: String,
    pub decisions: String,
    pub next_steps: String,
    /// What the meeting decided about each outcome and target, in words.
    pub points: Vec<(String, String)>,
    pub steps: Vec<NextStep>,
    pub invited: Vec<Invited>,
    pub held_on: Option<NaiveDate>,
    pub made_on: NaiveDate,
}

/// An outcome with the targets that lead to it; without a text, the targets that are linked to none.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomeReport {
    pub text: Option<String>,
    pub targets: Vec<TargetView>,
}

/// A provision line: what was promised, timetabled and delivered.
#[derive(Clone, Debug, PartialEq)]
pub struct ProvisionReport {
    pub what: String,
    pub dose: String,
    pub who: String,
    /// Sessions that the timetable planned in the period.
    pub planned: usize,
    pub delivered: usize,
    pub delivered_minutes: u32,
    /// Sessions not delivered, by reason.
    pub lost: Vec<(NotDelivered, usize)>,
    /// Planned sessions that nobody logged.
    pub unlogged: usize,
}

impl ReviewSummary {
    /// What the file says about a pupil from one day to another, both included.
    pub fn load(lens: Lens, id: PupilId, from: NaiveDate, to: NaiveDate) -> Result<Option<Self>> {
        lens.may_see(id)?;
        let Some(pupil) = store::pupil(lens.db, id)? else { return Ok(None) };
        let school = store::school(lens.db)?;
        let end = to.min(lens.today);
        let calendar = lens.calendar()?;
        let sessions = store::sessions_of_pupil(lens.db, id, from, end)?;
        let slots = store::slots_of_pupil(lens.db, id)?;
        let types = store::need_types(lens.db)?;
        let status = store::statuses_of(lens.db, id)?.pop();
        let plan =
            store::plans_of(lens.db, id)?.into_iter().find(|p| p.kind.is_main() && p.starts <= end && p.ended_on.is_none_or(|e| e >= from));
        let mut targets = target::load(lens, id, from, end)?;
        targets.retain(|t| t.target.starts <= end && (t.target.by >= from || !t.readings.is_empty()));
        let mut outcomes = Vec::new();
        let mut provisions = Vec::new();
        if let Some(plan) = &plan {
            for outcome in store::outcomes_of(lens.db, plan.id)? {
                let (own, rest) = targets.into_iter().partition(|t| t.target.outcome == Some(outcome.id));
                targets = rest;
                outcomes.push(OutcomeReport { text: Some(outcome.text), targets: own });
            }
            for line in store::provisions_of(lens.db, plan.id)? {
                provisions.push(provision(&line, &slots, &sessions, &calendar, from, end, lens.today));
            }
        }
        if !targets.is_empty() {
            outcomes.push(OutcomeReport { text: None, targets });
        }
        let review = store::reviews_of(lens.db, id)?.into_iter().find(|r| r.from <= to && r.to >= from);
        let portraits = store::portraits_of(lens.db, id)?;
        Ok(Some(Self {
            school: school.name,
            example: school.example,
            pupil: id,
            name: pupil.name(),
            class: class_words(&pupil),
            born: pupil.birth_date,
            status: status.map_or_else(
                || "Not recorded".into(),
                |s| match s.since {
                    Some(since) => format!("{} since {}", s.status.words(), since.format("%-d %b %Y")),
                    None => s.status.words().to_owned(),
                },
            ),
            needs: pupil
                .needs
                .iter()
                .map(|code| types.iter().find(|t| t.code == *code).map_or_else(|| code.clone(), |t| t.name.clone()))
                .collect(),
            key_worker: key_worker(lens, id)?,
            plan: plan.map_or_else(
                || "No plan recorded".into(),
                |p| match p.review_due {
                    Some(due) => format!("{}, review due {}", p.kind.words(), due.format("%-d %b %Y")),
                    None => p.kind.words().to_owned(),
                },
            ),
            from,
            to,
            outcomes,
            provisions,
            portrait: portraits.into_iter().find(|p| p.state == PortraitState::Approved),
            pupil_views: review.as_ref().map(|r| r.pupil_views.clone()).unwrap_or_default(),
            family_views: review.as_ref().map(|r| r.family_views.clone()).unwrap_or_default(),
            decisions: review.as_ref().map(|r| r.decisions.clone()).unwrap_or_default(),
            next_steps: review.as_ref().map(|r| r.next_steps.clone()).unwrap_or_default(),
            points: review.as_ref().map(|r| points(lens, r)).transpose()?.unwrap_or_default(),
            steps: review.as_ref().map(|r| r.more.steps.clone()).unwrap_or_default(),
            invited: review.as_ref().map(|r| r.more.invited.clone()).unwrap_or_default(),
            held_on: review.and_then(|r| r.held_on),
            made_on: lens.today,
        }))
    }
}

/// What was decided, each outcome or target by its own words.
fn points(lens: Lens, review: &Review) -> Result<Vec<(String, String)>> {
    let outcomes = review.plan.map(|plan| store::outcomes_of(lens.db, plan)).transpose()?.unwrap_or_default();
    let mut points = Vec::new();
    for point in &review.more.points {
        let about = match point.about {
            About::Outcome(id) => outcomes.iter().find(|o| o.id == id).map(|o| format!("Outcome: {}", o.text)),
            About::Target(id) => store::target(lens.db, id)?.map(|t| format!("Target: {}", t.will)),
        };
        let note = if point.note.is_empty() { String::new() } else { format!(". {}", point.note) };
        points.extend(about.map(|about| (about, format!("{}{note}", point.decided.words()))));
    }
    Ok(points)
}

fn provision(
    line: &crate::model::Provision,
    slots: &[WeekSlot],
    sessions: &[Session],
    calendar: &Calendar,
    from: NaiveDate,
    end: NaiveDate,
    today: NaiveDate,
) -> ProvisionReport {
    let own: Vec<&Session> = sessions.iter().filter(|s| s.provision == Some(line.id)).collect();
    // A slot later today is not due yet: today counts once it is logged.
    let until = if end >= today { today.pred_opt().unwrap_or(end) } else { end };
    let logged_today = own.iter().filter(|s| s.on > until && s.slot.is_some()).count();
    let planned =
        slots.iter().filter(|s| s.provision == Some(line.id)).map(|s| calendar.occurrences(s, from, until)).sum::<usize>() + logged_today;
    let from_slots = own.iter().filter(|s| s.slot.is_some()).count();
    let lost = NotDelivered::ALL
        .iter()
        .map(|reason| (*reason, own.iter().filter(|s| s.outcome == SessionOutcome::NotDelivered(*reason)).count()))
        .filter(|(_, n)| *n > 0)
        .collect();
    let delivered = own.iter().filter(|s| s.delivered());
    ProvisionReport {
        what: line.what.clone(),
        dose: line.dose_words(),
        who: line.who.clone(),
        planned,
        delivered: delivered.clone().count(),
        delivered_minutes: delivered.map(|s| u32::from(s.minutes)).sum(),
        lost,
        unlogged: planned.saturating_sub(from_slots),
    }
}
