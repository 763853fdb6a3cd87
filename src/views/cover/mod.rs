//! A day on which somebody is away, repaired: one day of the caseload as a problem, and the repair back as
//! moves of that day's slots and duties.

mod day;
mod sheet;

use chrono::NaiveDate;
use std::collections::BTreeMap;

use super::{Lens, Planning};
use crate::model::{Away, CoverMove, DayCover, DayCoverId, DutyId, DutyMove, SlotId, StaffId};
use crate::planner::Assignment;
use crate::store::{self, Result};
use day::Day;
pub use sheet::{CoverSheet, CoverSheetRow};

/// How far back covers count towards a fair share.
const FAIR_DAYS: u64 = 60;

/// A proposal for a day.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverView {
    pub on: NaiveDate,
    pub away: Vec<Away>,
    /// Everybody who supports pupils and works that day.
    pub staff: Vec<(StaffId, String)>,
    pub rows: Vec<CoverRow>,
    /// The week's plan with this day as proposed, to be written elsewhere.
    pub week: Vec<Assignment>,
    /// The cover that was accepted for this day before; accepting again takes its place.
    pub earlier: Option<DayCover>,
}

/// What changes hands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Covered {
    Slot(SlotId),
    Duty(DutyId),
}

/// One slot or duty that changes hands that day.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverRow {
    pub covered: Covered,
    pub when: String,
    pub starts: u16,
    /// The pupil, or the duty.
    pub who: String,
    pub what: String,
    pub from: StaffId,
    pub from_name: String,
    /// The proposal: who takes it, or nobody.
    pub to: Option<StaffId>,
    /// Whether the one who lets it go is at work elsewhere.
    pub redeployed: bool,
    /// Who else may, best first, with why.
    pub others: Vec<Taker>,
}

/// Somebody who may take a slot or duty.
#[derive(Clone, Debug, PartialEq)]
pub struct Taker {
    pub staff: StaffId,
    pub words: String,
    /// What they do themselves then and would have to leave.
    pub leaves: Vec<Left>,
}

/// A slot or duty that falls out because its adult goes elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    pub covered: Covered,
    /// The pupil, or the duty.
    pub who: String,
}

impl CoverView {
    /// Repairs a day for those who are away; where nobody is named, for those whom the file knows to be away.
    pub fn load(lens: Lens, on: NaiveDate, away: Option<Vec<Away>>) -> Result<Self> {
        let planning = Planning::load(lens, on)?;
        let calendar = lens.calendar()?;
        let past = past_covers(lens, on, &planning)?;
        let earlier = store::kept_between::<DayCover>(lens.db, on, on)?.pop();
        let away = away.or_else(|| earlier.as_ref().map(|c| c.away.clone())).unwrap_or_default();
        let day = Day::new(&planning, &calendar, on, &away);
        let works = |l: usize| day.slots.iter().any(|&s| planning.problem.at_work(l, s));
        let staff = (0..planning.staff.len()).filter(|l| works(*l)).map(|l| (planning.staff[l], planning.problem.lsas[l].name.clone()));
        let staff = staff.collect();
        // What people have decided for the same absences stands; it is not worked out anew.
        let decided = earlier.as_ref().filter(|c| c.away == away);
        let (rows, week) = if away.is_empty() { (Vec::new(), planning.current.clone()) } else { day.repaired(&planning, &past, decided) };
        Ok(Self { on, away, staff, rows, week, earlier })
    }

    /// What falls out because a person chose somebody who is busy then.
    pub fn leaves(&self, row: usize, to: Option<StaffId>) -> Vec<&Left> {
        let row = &self.rows[row];
        let chosen = row.others.iter().find(|o| Some(o.staff) == to && row.to != to);
        let listed = |left: &&Left| self.rows.iter().any(|r| r.covered == left.covered);
        chosen.into_iter().flat_map(|o| &o.leaves).filter(|left| !listed(left)).collect()
    }

    /// The proposal as it is kept, with who takes each row after what a person has changed.
    pub fn kept(&self, id: DayCoverId, decided_by: &str, takes: impl Fn(usize) -> Option<StaffId>) -> DayCover {
        let (mut moves, mut duties) = (Vec::new(), Vec::new());
        for (i, row) in self.rows.iter().enumerate() {
            match row.covered {
                Covered::Slot(slot) => moves.push(CoverMove { slot, from: row.from, to: takes(i), redeployed: row.redeployed }),
                Covered::Duty(duty) => duties.push(DutyMove { duty, from: row.from, to: takes(i) }),
            }
        }
        for (i, to) in (0..self.rows.len()).filter_map(|i| takes(i).map(|to| (i, to))) {
            for left in self.leaves(i, Some(to)) {
                match left.covered {
                    Covered::Slot(slot) if moves.iter().all(|m| m.slot != slot) => {
                        moves.push(CoverMove { slot, from: to, to: None, redeployed: true });
                    }
                    Covered::Duty(duty) if duties.iter().all(|d| d.duty != duty) => duties.push(DutyMove { duty, from: to, to: None }),
                    Covered::Slot(_) | Covered::Duty(_) => {}
                }
            }
        }
        let id = self.earlier.as_ref().map_or(id, |c| c.id);
        DayCover { id, on: self.on, away: self.away.clone(), moves, duties, decided_by: decided_by.to_owned() }
    }
}

/// How often each adult has covered lately.
fn past_covers(lens: Lens, on: NaiveDate, planning: &Planning) -> Result<Vec<u32>> {
    let (from, to) = (on - chrono::Days::new(FAIR_DAYS), on.pred_opt().unwrap_or(on));
    let mut count: BTreeMap<StaffId, u32> = BTreeMap::new();
    for cover in store::kept_between::<DayCover>(lens.db, from, to)? {
        let taken = cover.moves.iter().filter_map(|m| m.to).chain(cover.duties.iter().filter_map(|d| d.to));
        taken.for_each(|to| *count.entry(to).or_default() += 1);
    }
    Ok(planning.staff.iter().map(|s| count.get(s).copied().unwrap_or(0)).collect())
}
