//! A day on which somebody is away, repaired: one day of the caseload as a problem, and the repair back as
//! moves of that day's slots and duties.

mod day;
mod fair;
mod sheet;

use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

use super::{Lens, Planning};
use crate::model::{Away, CoverMove, DayCover, DayCoverId, DutyId, DutyMove, PeriodId, SlotId, StaffId};
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
    pub ends: u16,
    /// The minutes of a session or duty, beside which there may be time for another one; none for support, which
    /// takes the whole lesson.
    pub part: Option<u16>,
    /// Which session it is part of: the pupils of one group have the same.
    pub session: usize,
    /// Whether it is care, medicine or a duty, which somebody has to do.
    pub critical: bool,
    /// The pupil, or the duty.
    pub who: String,
    pub what: String,
    pub from: StaffId,
    pub from_name: String,
    /// The proposal: who takes it, or nobody.
    pub to: Option<StaffId>,
    /// Whether it is over already: nobody can take it any more.
    pub over: bool,
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
    /// Whether they have nothing to do then.
    pub free: bool,
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

    /// Proposes nobody for what is over by a minute of the day, unless people have decided it: it took place without
    /// anybody. Who did take it can be said.
    pub fn leave_what_is_over(&mut self, minute: u16) {
        let decided = self.earlier.as_ref().filter(|c| c.away == self.away);
        let stands = |row: &CoverRow| {
            decided.is_some_and(|c| match row.covered {
                Covered::Slot(slot) => c.of(slot).is_some(),
                Covered::Duty(duty) => c.of_duty(duty).is_some(),
            })
        };
        // Nobody leaves their own session for one that is over.
        self.rows.retain(|row| row.ends > minute || !row.redeployed || stands(row));
        for row in self.rows.iter_mut().filter(|r| r.ends <= minute) {
            row.over = true;
            row.to = row.to.filter(|_| stands(row));
        }
    }

    /// What falls out because a person chose somebody who is busy then.
    pub fn leaves(&self, row: usize, to: Option<StaffId>) -> Vec<&Left> {
        let row = &self.rows[row];
        let chosen = row.others.iter().find(|o| Some(o.staff) == to && row.to != to);
        let listed = |left: &&Left| self.rows.iter().any(|r| r.covered == left.covered);
        chosen.into_iter().flat_map(|o| &o.leaves).filter(|left| !listed(left)).collect()
    }

    /// The rows by session: the pupils of one group that go to one adult stand together.
    pub fn sessions(&self, takes: impl Fn(usize) -> Option<StaffId>) -> Vec<Vec<usize>> {
        let mut sessions: Vec<Vec<usize>> = Vec::new();
        for (i, row) in self.rows.iter().enumerate() {
            let together = |with: &Vec<usize>| {
                let first = &self.rows[with[0]];
                first.session == row.session && takes(with[0]) == takes(i)
            };
            match sessions.iter_mut().find(|with| together(with)) {
                Some(with) => with.push(i),
                None => sessions.push(vec![i]),
            }
        }
        sessions
    }

    /// Two things to which a person has sent one adult at once, against what was proposed: who, and both rows.
    pub fn in_two_places(&self, takes: impl Fn(usize) -> Option<StaffId>) -> Option<(&str, &CoverRow, &CoverRow)> {
        let chosen = |i: usize| takes(i) != self.rows[i].to;
        let pairs = (0..self.rows.len()).flat_map(|j| (0..j).map(move |i| (i, j)));
        let clash = |&(i, j): &(usize, usize)| {
            (chosen(i) || chosen(j)) && takes(i).is_some() && takes(i) == takes(j) && !self.rows[i].goes_with(&self.rows[j])
        };
        let (i, j) = pairs.into_iter().find(clash)?;
        let name = self.staff.iter().find(|s| Some(s.0) == takes(i)).map_or("Somebody", |s| s.1.as_str());
        Some((name, &self.rows[i], &self.rows[j]))
    }

    /// The proposal as it is kept, with who takes each row after what a person has changed.
    pub fn kept(&self, id: DayCoverId, decided_by: &str, takes: impl Fn(usize) -> Option<StaffId>) -> DayCover {
        self.kept_in_part(id, decided_by, takes, |_| false)
    }

    /// The same without the rows that are left open, to be decided later.
    pub fn kept_in_part(
        &self,
        id: DayCoverId,
        decided_by: &str,
        takes: impl Fn(usize) -> Option<StaffId>,
        open: impl Fn(usize) -> bool,
    ) -> DayCover {
        let (mut moves, mut duties) = (Vec::new(), Vec::new());
        for (i, row) in self.rows.iter().enumerate().filter(|(i, _)| !open(*i)) {
            match row.covered {
                Covered::Slot(slot) => moves.push(CoverMove { slot, from: row.from, to: takes(i), redeployed: row.redeployed }),
                Covered::Duty(duty) => duties.push(DutyMove { duty, from: row.from, to: takes(i) }),
            }
        }
        for (i, to) in (0..self.rows.len()).filter(|i| !open(*i)).filter_map(|i| takes(i).map(|to| (i, to))) {
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

impl CoverRow {
    /// Whether one adult can take both: two pupils of one group, two short things in one lesson, or things that do
    /// not overlap.
    fn goes_with(&self, other: &Self) -> bool {
        let apart = self.ends <= other.starts || other.ends <= self.starts;
        let both = self.part.zip(other.part).map(|(a, b)| a + b);
        let room = self.ends.max(other.ends) - self.starts.min(other.starts);
        apart || self.session == other.session || both.is_some_and(|minutes| minutes <= room)
    }
}

/// How often each adult has covered lately: a group that is taken over is one cover.
fn past_covers(lens: Lens, on: NaiveDate, planning: &Planning) -> Result<Vec<u32>> {
    let (from, to) = (on - chrono::Days::new(FAIR_DAYS), on.pred_opt().unwrap_or(on));
    let covers = store::kept_between::<DayCover>(lens.db, from, to)?;
    let slots: HashMap<SlotId, PeriodId> = match covers.is_empty() {
        true => HashMap::new(),
        false => store::slots(lens.db)?.into_iter().map(|s| (s.id, s.period)).collect(),
    };
    let mut taken: HashSet<(StaffId, NaiveDate, Option<PeriodId>, Option<DutyId>)> = HashSet::new();
    for cover in covers {
        taken.extend(cover.moves.iter().filter_map(|m| Some((m.to?, cover.on, slots.get(&m.slot).copied(), None))));
        taken.extend(cover.duties.iter().filter_map(|d| Some((d.to?, cover.on, None, Some(d.duty)))));
    }
    Ok(planning.staff.iter().map(|s| taken.iter().filter(|t| t.0 == *s).count() as u32).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Mint;

    #[test]
    fn one_adult_is_not_sent_to_two_things_that_overlap() {
        let mut mint = Mint::new(0, 1);
        let (away, other_away, free): (StaffId, StaffId, StaffId) = (mint.fresh(), mint.fresh(), mint.fresh());
        let mut row = |from: StaffId, what: &str, (starts, ends): (u16, u16), part: Option<u16>| CoverRow {
            covered: Covered::Slot(mint.fresh()),
            when: String::new(),
            starts,
            ends,
            part,
            // Of these, what has the same name is one session.
            session: usize::from(what.as_bytes()[0]),
            critical: false,
            who: what.to_owned(),
            what: what.to_owned(),
            from,
            from_name: String::new(),
            to: None,
            over: false,
            redeployed: false,
            others: Vec::new(),
        };
        let cases = [
            ("the same lesson, two pupils", row(away, "a", (540, 600), None), row(other_away, "b", (540, 600), None), true),
            ("two lessons that follow each other", row(away, "a", (540, 600), None), row(away, "b", (600, 660), None), false),
            ("a double lesson and its second half", row(away, "a", (540, 660), None), row(other_away, "b", (600, 660), None), true),
            ("two pupils of one group", row(away, "a", (540, 600), None), row(away, "a", (540, 600), None), false),
            ("two short sessions in a lesson", row(away, "a", (540, 600), Some(20)), row(other_away, "b", (540, 600), Some(30)), false),
            ("two sessions that do not fit", row(away, "a", (540, 600), Some(40)), row(other_away, "b", (540, 600), Some(30)), true),
            ("a session beside a lesson", row(away, "a", (540, 600), Some(20)), row(other_away, "b", (540, 600), None), true),
        ];
        for (case, first, second, clashes) in cases {
            let view = CoverView {
                on: NaiveDate::default(),
                away: Vec::new(),
                staff: vec![(free, "Free".into())],
                rows: vec![first, second],
                week: Vec::new(),
                earlier: None,
            };
            assert_eq!(view.sessions(|_| None).len(), if case == "two pupils of one group" { 1 } else { 2 }, "{case}");
            assert_eq!(view.sessions(|i| (i == 0).then_some(free)).len(), 2, "{case}: each with somebody else");
            let found = view.in_two_places(|_| Some(free));
            assert_eq!(found.map(|f| f.0), clashes.then_some("Free"), "{case}");
            assert_eq!(view.in_two_places(|i| (i == 0).then_some(free)), None, "{case}: to one of them alone");
        }
    }
}
