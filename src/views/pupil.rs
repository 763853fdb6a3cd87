//! A pupil's page: everything about one pupil in one place.

use chrono::{NaiveDate, TimeDelta};
use std::collections::HashMap;

use crate::model::{
    DayCover, KeyLink, NeedType, Outcome, Plan, Portrait, PortraitState, Provision, Pupil, PupilId, Review, Session, SessionId, StaffId,
    StatusSpell, WeekSlot, date_words, time_words, weekday_name,
};
use crate::store::{self, Result};

use super::around::{self, Around};
use super::lens::active_first;
use super::{Lens, SupportView, TargetView, target, today::logged_words};

/// How far back the page looks for sessions.
const TIMELINE_DAYS: i64 = 400;

/// What a pupil's page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct PupilView {
    pub pupil: Pupil,
    /// The name as it may stand on this screen.
    pub title: String,
    /// Status spells, the present one last.
    pub statuses: Vec<StatusSpell>,
    pub need_types: Vec<NeedType>,
    pub links: Vec<LinkRow>,
    /// Staff who can be linked: id and name.
    pub staff: Vec<(StaffId, String)>,
    /// The running plan.
    pub plan: Option<PlanView>,
    pub earlier_plans: Vec<Plan>,
    /// Active targets first.
    pub targets: Vec<TargetView>,
    /// All versions, the newest first.
    pub portraits: Vec<Portrait>,
    /// The weekly slots in words.
    pub week: Vec<String>,
    /// What of them somebody else takes in the days to come, or nobody.
    pub covers: Vec<String>,
    /// The newest first.
    pub timeline: Vec<TimelineRow>,
    pub reviews: Vec<Review>,
    pub around: Around,
    /// What the planner must know of the pupil.
    pub support: SupportView,
}

/// An adult's link in words.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkRow {
    pub link: KeyLink,
    pub name: String,
    pub holds: bool,
}

/// A plan with its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanView {
    pub plan: Plan,
    pub outcomes: Vec<Outcome>,
    pub provisions: Vec<Provision>,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineRow {
    pub session: SessionId,
    pub on: NaiveDate,
    pub staff: String,
    pub words: String,
    pub delivered: bool,
    /// Earlier versions of a corrected session, the newest first, in words.
    pub earlier: Vec<String>,
    pub full: Session,
}

impl PupilView {
    pub fn load(lens: Lens, id: PupilId) -> Result<Option<Self>> {
        lens.may_see(id)?;
        let Some(pupil) = store::pupil(lens.db, id)? else { return Ok(None) };
        let everyone = store::staff(lens.db)?;
        let names: HashMap<StaffId, String> = everyone.iter().map(|s| (s.id, s.name())).collect();
        let name = |staff: StaffId| names.get(&staff).cloned().unwrap_or_default();
        let since = lens.today - TimeDelta::days(TIMELINE_DAYS);
        let mut targets = target::load(lens, id, since, lens.today)?;
        targets.sort_by_key(|t| (active_first(t.target.state), t.target.starts));
        let plans = store::plans_of(lens.db, id)?;
        let sessions = store::sessions_of_pupil(lens.db, id, since, lens.today)?;
        let around = around::load(lens, id, &plans, &sessions)?;
        let (running, earlier_plans): (Vec<Plan>, Vec<Plan>) = plans.into_iter().partition(|p| p.ended_on.is_none());
        let plan = running.into_iter().find(|p| p.kind.is_main()).map(|plan| plan_view(lens, plan)).transpose()?;
        let links = store::links_of_pupil(lens.db, id)?
            .into_iter()
            .map(|link| LinkRow { name: name(link.staff), holds: link.holds_on(lens.today), link })
            .collect();
        let timeline = sessions
            .into_iter()
            .map(|full| {
                let earlier = if full.supersedes.is_some() { store::earlier_versions(lens.db, full.id)? } else { Vec::new() };
                Ok(TimelineRow {
                    session: full.id,
                    on: full.on,
                    staff: name(full.staff),
                    words: logged_words(&full),
                    delivered: full.delivered(),
                    earlier: earlier.iter().map(|e| format!("{} (as first entered by {})", logged_words(e), e.entered_by)).collect(),
                    full,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Some(Self {
            title: lens.name(&pupil),
            statuses: store::statuses_of(lens.db, id)?,
            need_types: store::need_types(lens.db)?,
            links,
            staff: everyone.iter().filter(|s| s.left_on.is_none()).map(|s| (s.id, s.name())).collect(),
            plan,
            earlier_plans,
            targets,
            support: SupportView::load(lens, id)?,
            portraits: store::portraits_of(lens.db, id)?,
            week: week_words(lens, id, &names)?,
            covers: cover_words(lens, id, &names)?,
            timeline,
            around,
            reviews: store::reviews_of(lens.db, id)?,
            pupil,
        }))
    }

    /// The version to rely on: the approved one, else the draft.
    pub fn portrait(&self) -> Option<&Portrait> {
        self.portraits.iter().find(|p| p.state == PortraitState::Approved).or_else(|| self.portraits.first())
    }

    /// A need code with its name.
    pub fn need_words(&self, code: &str) -> String {
        let name = self.need_types.iter().find(|n| n.code == code).map(|n| n.name.as_str());
        name.map_or_else(|| code.to_owned(), |name| format!("{name} ({code})"))
    }
}

pub(super) fn plan_view(lens: Lens, plan: Plan) -> Result<PlanView> {
    Ok(PlanView { outcomes: store::outcomes_of(lens.db, plan.id)?, provisions: store::provisions_of(lens.db, plan.id)?, plan })
}

fn week_words(lens: Lens, pupil: PupilId, names: &HashMap<StaffId, String>) -> Result<Vec<String>> {
    let periods: HashMap<_, _> = store::periods(lens.db)?.into_iter().map(|p| (p.id, p)).collect();
    let mut slots: Vec<WeekSlot> =
        store::slots_of_pupil(lens.db, pupil)?.into_iter().filter(|s| s.ends.is_none_or(|e| e >= lens.today)).collect();
    slots.sort_by_key(|s| (s.weekday.num_days_from_monday(), periods.get(&s.period).map_or(0, |p| p.starts)));
    Ok(slots
        .iter()
        .filter_map(|slot| {
            let period = periods.get(&slot.period)?;
            let place = if slot.place.is_empty() { String::new() } else { format!(", {}", slot.place) };
            let who = names.get(&slot.staff).cloned().unwrap_or_default();
            Some(format!("{} {} {}, {who}{place}", weekday_name(slot.weekday), time_words(period.starts), period.name))
        })
        .collect())
}

/// How far ahead covers are looked for.
const COVERS_AHEAD: chrono::Days = chrono::Days::new(28);

fn cover_words(lens: Lens, pupil: PupilId, names: &HashMap<StaffId, String>) -> Result<Vec<String>> {
    let covers = store::kept_between::<DayCover>(lens.db, lens.today, lens.today + COVERS_AHEAD)?;
    if covers.is_empty() {
        return Ok(Vec::new());
    }
    let periods: HashMap<_, _> = store::periods(lens.db)?.into_iter().map(|p| (p.id, p)).collect();
    let slots: HashMap<_, _> = store::slots_of_pupil(lens.db, pupil)?.into_iter().map(|s| (s.id, s)).collect();
    let name = |id: &StaffId| names.get(id).cloned().unwrap_or_default();
    let mut rows = Vec::new();
    for cover in &covers {
        for (slot, by) in cover.moves.iter().filter_map(|m| Some((slots.get(&m.slot)?, m))) {
            let Some(period) = periods.get(&slot.period) else { continue };
            let who = by.to.as_ref().map_or_else(|| "nobody: lost, and owed".to_owned(), name);
            let words =
                format!("{} {} {}: {who}, instead of {}", date_words(cover.on), time_words(period.starts), period.name, name(&by.from));
            rows.push((cover.on, period.starts, words));
        }
    }
    rows.sort();
    Ok(rows.into_iter().map(|r| r.2).collect())
}
