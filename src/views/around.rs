//! What stands around a pupil: family and professionals, what helps, what is written, who has read what.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::model::{
    Contact, Entry, Helped, NeedSpell, Plan, PlanId, PlanTemplate, PlanText, PortraitState, PupilId, ReadMark, Readable, Session, StaffId,
    Strategy, StrategyId,
};
use crate::rules;
use crate::store::{self, Result};

use super::Lens;

/// Everything about a pupil that is neither plan nor session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Around {
    pub contacts: Vec<Contact>,
    /// Spells of need, the standing ones first.
    pub needs: Vec<NeedSpell>,
    pub strategies: Vec<StrategyRow>,
    /// The newest first.
    pub entries: Vec<Entry>,
    /// Plans beside the main one that run now.
    pub other_plans: Vec<Plan>,
    pub templates: Vec<PlanTemplate>,
    /// Texts by plan and section.
    pub texts: HashMap<(PlanId, String), PlanText>,
    /// Who works with the pupil and has not read a running plan or the portrait.
    pub unread: Vec<Unread>,
    /// Why the portrait can no longer be relied on.
    pub stale: Option<String>,
}

/// A strategy and how often it helped.
#[derive(Clone, Debug, PartialEq)]
pub struct StrategyRow {
    pub strategy: Strategy,
    pub helped: usize,
    pub partly: usize,
    pub not: usize,
}

impl StrategyRow {
    /// `tried 12 times: helped 9, partly 2, did not 1`.
    pub fn words(&self) -> String {
        match self.helped + self.partly + self.not {
            0 => "not tried yet".into(),
            n => format!("tried {n} times: helped {}, partly {}, did not {}", self.helped, self.partly, self.not),
        }
    }
}

/// One document that somebody has not read.
#[derive(Clone, Debug, PartialEq)]
pub struct Unread {
    pub what: Readable,
    pub title: String,
    /// Names of those who have not, and of those who have with the day.
    pub not: Vec<String>,
    pub have: Vec<(String, NaiveDate)>,
}

pub(super) fn load(lens: Lens, id: PupilId, plans: &[Plan], sessions: &[Session]) -> Result<Around> {
    let db = lens.db;
    let mut needs = store::kept_of_pupil::<NeedSpell>(db, id)?;
    needs.sort_by_key(|n| (n.until.is_some(), n.rank, n.since));
    let mut entries = store::kept_of_pupil::<Entry>(db, id)?;
    entries.sort_by_key(|e| std::cmp::Reverse((e.on, e.entered_at)));
    let running: Vec<&Plan> = plans.iter().filter(|p| p.ended_on.is_none()).collect();
    let main = running.iter().find(|p| p.kind.is_main()).copied();
    let portraits = store::portraits_of(db, id)?;
    let approved = portraits.iter().find(|p| p.state == PortraitState::Approved);
    let mut documents: Vec<(Readable, String)> =
        running.iter().map(|p| (Readable::Plan(p.id), format!("{}, version {}", p.kind.words(), p.version))).collect();
    documents.extend(approved.map(|p| (Readable::Portrait(p.id), format!("Pen portrait, version {}", p.version))));
    Ok(Around {
        contacts: store::kept_of_pupil(db, id)?,
        needs,
        strategies: strategies(store::kept_of_pupil(db, id)?, sessions),
        entries,
        other_plans: running.iter().filter(|p| !p.kind.is_main()).map(|p| (*p).clone()).collect(),
        templates: store::templates(db)?,
        texts: store::kept_of_pupil::<PlanText>(db, id)?.into_iter().map(|t| ((t.plan, t.section.clone()), t)).collect(),
        unread: unread(lens, id, documents)?,
        stale: approved.and_then(|p| rules::portrait_stale(p, main, lens.today)),
    })
}

/// How often each strategy was tried in these sessions, and how it went; the standing ones first.
pub(super) fn strategies(all: Vec<Strategy>, sessions: &[Session]) -> Vec<StrategyRow> {
    let mut counts: HashMap<StrategyId, [usize; 3]> = HashMap::new();
    for (id, helped) in sessions.iter().flat_map(|s| &s.more.strategies) {
        let place = match helped {
            Helped::Yes => 0,
            Helped::Partly => 1,
            Helped::No => 2,
        };
        counts.entry(*id).or_default()[place] += 1;
    }
    let mut rows: Vec<StrategyRow> = all
        .into_iter()
        .map(|strategy| {
            let [helped, partly, not] = counts.get(&strategy.id).copied().unwrap_or_default();
            StrategyRow { strategy, helped, partly, not }
        })
        .collect();
    rows.sort_by_key(|r| (r.strategy.ended_on.is_some(), std::cmp::Reverse(r.helped)));
    rows
}

/// Who of those who work with the pupil has read what.
fn unread(lens: Lens, id: PupilId, documents: Vec<(Readable, String)>) -> Result<Vec<Unread>> {
    let marks = store::kept_of_pupil::<ReadMark>(lens.db, id)?;
    let mut adults: Vec<StaffId> = Vec::new();
    let links = store::links_of_pupil(lens.db, id)?.into_iter().filter(|l| l.holds_on(lens.today)).map(|l| l.staff);
    let slots = store::slots_of_pupil(lens.db, id)?;
    let slots = slots.iter().filter(|s| s.starts <= lens.today && s.ends.is_none_or(|e| e >= lens.today)).map(|s| s.staff);
    for staff in links.chain(slots) {
        if !adults.contains(&staff) {
            adults.push(staff);
        }
    }
    let mut names: Vec<(StaffId, String)> = Vec::new();
    for staff in adults {
        names.extend(store::staff_member(lens.db, staff)?.filter(|s| s.left_on.is_none()).map(|s| (s.id, s.name())));
    }
    names.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(documents
        .into_iter()
        .map(|(what, title)| {
            let read = |staff: StaffId| marks.iter().filter(|m| m.what == what && m.staff == staff).map(|m| m.on).min();
            let mut row = Unread { what, title, not: Vec::new(), have: Vec::new() };
            for (staff, name) in &names {
                match read(*staff) {
                    Some(on) => row.have.push((name.clone(), on)),
                    None => row.not.push(name.clone()),
                }
            }
            row
        })
        .collect())
}
