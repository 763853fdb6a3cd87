//! The list of staff.

use chrono::{NaiveDate, TimeDelta};
use std::collections::HashMap;

use crate::model::{LinkRole, Staff, StaffId, Training};
use crate::store::{self, Result};

use super::Lens;

/// What the Staff screen shows, leavers included.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StaffView {
    pub rows: Vec<StaffRow>,
    pub trainings: Vec<Training>,
    /// What lapses within eight weeks or has lapsed, the longest lapsed first.
    pub lapsing: Vec<Lapsing>,
}

/// A training that needs renewing.
#[derive(Clone, Debug, PartialEq)]
pub struct Lapsing {
    pub words: String,
    pub lapsed: bool,
}

/// One member of staff in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct StaffRow {
    pub staff: Staff,
    /// `Surname, Forename`.
    pub name: String,
    /// `Mon Tue Wed`, empty where nothing is known.
    pub days: String,
    /// Names of those whose key worker they are.
    pub key_pupils: Vec<String>,
    /// How many periods of the week stand in the timetable for them.
    pub slots: usize,
}

impl StaffView {
    pub fn load(lens: Lens) -> Result<Self> {
        let own = lens.own()?;
        let names: HashMap<_, _> = store::pupils(lens.db)?.into_iter().map(|p| (p.id, lens.name(&p))).collect();
        let mut key_pupils: HashMap<StaffId, Vec<String>> = HashMap::new();
        for link in store::links(lens.db)?.iter().filter(|l| l.role == LinkRole::KeyWorker && l.holds_on(lens.today)) {
            if own.as_ref().is_none_or(|own| own.contains(&link.pupil)) {
                key_pupils.entry(link.staff).or_default().push(names.get(&link.pupil).cloned().unwrap_or_default());
            }
        }
        let mut taken: HashMap<StaffId, std::collections::HashSet<(chrono::Weekday, crate::model::PeriodId)>> = HashMap::new();
        for slot in store::slots(lens.db)?.iter().filter(|s| s.starts <= lens.today && s.ends.is_none_or(|e| e >= lens.today)) {
            taken.entry(slot.staff).or_default().insert((slot.weekday, slot.period));
        }
        let rows: Vec<StaffRow> = store::staff(lens.db)?
            .into_iter()
            .map(|staff| StaffRow {
                name: format!("{}, {}", staff.surname, staff.forename).trim_matches([',', ' ']).to_owned(),
                days: staff.days.iter().map(|d| d.day.to_string()).collect::<Vec<_>>().join(" "),
                key_pupils: key_pupils.remove(&staff.id).unwrap_or_default(),
                slots: taken.remove(&staff.id).unwrap_or_default().len(),
                staff,
            })
            .collect();
        let trainings = store::kept::<Training>(lens.db)?;
        let lapsing = lapsing(&rows, &trainings, lens.today);
        Ok(Self { rows, trainings, lapsing })
    }
}

/// What lapses soon, the soonest first. One that a later training of the same skill replaces is left out.
fn lapsing(rows: &[StaffRow], trainings: &[Training], today: NaiveDate) -> Vec<Lapsing> {
    let soon = today + TimeDelta::weeks(8);
    let mut all: Vec<(NaiveDate, String)> = trainings
        .iter()
        .filter_map(|t| {
            let end = t.expires.filter(|end| *end <= soon)?;
            let row = rows.iter().find(|r| r.staff.id == t.staff && r.staff.left_on.is_none())?;
            let renewed = trainings.iter().any(|o| o.staff == t.staff && o.skill == t.skill && o.expires.is_none_or(|e| e > soon));
            (!renewed).then(|| (end, format!("{} ({}, {})", t.skill, row.staff.name(), end.format("%-d %b %Y"))))
        })
        .collect();
    all.sort();
    all.into_iter().map(|(end, words)| Lapsing { words, lapsed: end < today }).collect()
}
