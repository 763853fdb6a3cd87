//! The list of pupils.

use chrono::NaiveDate;
use std::collections::HashMap;

use crate::model::{LinkRole, PortraitState, Pupil, PupilId, SenStatus, StaffId};
use crate::store::{self, Result};

use super::Lens;

/// What the Pupils screen shows, leavers included.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PupilsView {
    pub rows: Vec<PupilRow>,
}

/// One pupil in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct PupilRow {
    pub pupil: Pupil,
    /// `Surname, Forename`.
    pub name: String,
    pub status: SenStatus,
    pub since: Option<NaiveDate>,
    /// `SPLD, SLCN`.
    pub needs: String,
    /// Empty where nobody is.
    pub key_worker: String,
    pub review_due: Option<NaiveDate>,
    /// `Approved`, `Draft` or empty.
    pub portrait: &'static str,
}

impl PupilsView {
    pub fn load(lens: Lens) -> Result<Self> {
        let own = lens.own()?;
        let names: HashMap<StaffId, String> = store::staff(lens.db)?.into_iter().map(|s| (s.id, s.name())).collect();
        let mut workers: HashMap<PupilId, String> = HashMap::new();
        for link in store::links(lens.db)?.iter().filter(|l| l.role == LinkRole::KeyWorker && l.holds_on(lens.today)) {
            let name = names.get(&link.staff).cloned().unwrap_or_default();
            workers.entry(link.pupil).and_modify(|w| *w = format!("{w}, {name}")).or_insert(name);
        }
        let statuses = store::present_statuses(lens.db)?;
        let due: HashMap<PupilId, Option<NaiveDate>> =
            store::running_plans(lens.db)?.into_iter().rev().map(|p| (p.pupil, p.review_due)).collect();
        let mut portraits: HashMap<PupilId, &'static str> = HashMap::new();
        for (pupil, state) in store::portrait_states(lens.db)? {
            let words = match state {
                PortraitState::Approved => "Approved",
                PortraitState::Draft => "Draft",
                PortraitState::Superseded => continue,
            };
            portraits.entry(pupil).and_modify(|w| *w = if *w == "Approved" { *w } else { words }).or_insert(words);
        }
        let rows = store::pupils(lens.db)?
            .into_iter()
            .filter(|p| own.as_ref().is_none_or(|own| own.contains(&p.id)))
            .map(|pupil| PupilRow {
                name: lens.list_name(&pupil),
                status: statuses.get(&pupil.id).map_or(SenStatus::N, |s| s.status),
                since: statuses.get(&pupil.id).and_then(|s| s.since),
                needs: pupil.needs.join(", "),
                key_worker: workers.remove(&pupil.id).unwrap_or_default(),
                review_due: due.get(&pupil.id).copied().flatten(),
                portrait: portraits.get(&pupil.id).copied().unwrap_or(""),
                pupil,
            })
            .collect();
        Ok(Self { rows })
    }
}
