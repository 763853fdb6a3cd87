//! The caseload as a problem for the planner, and a plan back as slots of the week.
//!
//! What becomes what: a provision line with sessions shorter than a lesson becomes sessions to be placed; a
//! line of lessons or hours becomes minutes beside the pupil, alone or shared as its group size says; a
//! running intervention becomes its group's sessions with one deliverer; a task at a set time becomes work
//! for whoever may do it. A duty that is somebody's for good stays with them.
//!
//! | file | what it does |
//! |---|---|
//! | `frame` | the school's periods as slots, and what the problem is made in |
//! | `people` | adults with their hours and trainings, pupils with their lessons and who may support them |
//! | `promises` | provision lines and running interventions |
//! | `tasks` | care, medicine and duties at set times |
//! | `standing` | the week that stands, in the planner's words |
//! | `adopt` | a plan as slots and duties that end and begin |

mod adopt;
mod frame;
mod people;
mod promises;
mod standing;
mod tasks;

use chrono::{NaiveDate, Weekday};
use std::collections::HashMap;

use super::{Lens, Pay};
use crate::model::{CycleWeek, Duty, PeriodId, ProvisionId, PupilId, RunningId, SetTask, StaffId, WeekSlot};
use crate::planner::{Assignment, Problem};
use crate::store::{self, Result};
use frame::Maker;

/// Where a slot of the problem stands in the school's week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    pub week: Option<CycleWeek>,
    pub weekday: Weekday,
    pub period: PeriodId,
    /// Whether it is the second half of a lunch that has two.
    pub second_half: bool,
}

impl When {
    /// Whether something of this weekday, period and week of the cycle (none: each week) is then.
    pub fn is(&self, weekday: Weekday, period: PeriodId, week: Option<CycleWeek>) -> bool {
        (self.weekday, self.period) == (weekday, period) && (week.is_none() || self.week == week)
    }
}

/// What a planned session is for.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionFor {
    pub what: SessionWhat,
    /// The week of a two-week cycle in which it is given: a dose a week holds in each of them.
    pub week: Option<CycleWeek>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SessionWhat {
    Line {
        provision: ProvisionId,
        pupil: PupilId,
    },
    Running(RunningId),
    /// What nobody has said an amount of: it stays where it stands, in this place of [`Planning::fixed`].
    Stands(usize),
}

/// The problem with what its numbers mean.
#[derive(Clone, Debug)]
pub struct Planning {
    pub problem: Problem,
    pub staff: Vec<StaffId>,
    /// The largest share of a pupil's week that one adult should have, in per cent.
    pub most_with_one: i32,
    /// What the adults cost.
    pub pay: Pay,
    pub pupils: Vec<PupilId>,
    pub whens: Vec<When>,
    pub sessions: Vec<SessionFor>,
    /// What each task of the problem is.
    pub tasks: Vec<SetTask>,
    /// The line that a pupil's minutes come from, to stand on the slots.
    lines: HashMap<PupilId, ProvisionId>,
    /// The slots and duties of today's plan that the planner may change.
    pub standing: Vec<WeekSlot>,
    /// Of these the ones that may change hands but not time, together as one adult has them.
    fixed: Vec<Vec<WeekSlot>>,
    pub duties: Vec<Duty>,
    /// What begins after the week that is looked at: slots, and duties that the plan gave out. Another week may
    /// have been adopted from then on.
    pub later: Vec<WeekSlot>,
    later_duties: Vec<Duty>,
    /// Duties that are somebody's for good.
    pub own_duties: Vec<Duty>,
    /// Today's plan in the planner's words.
    pub current: Vec<Assignment>,
    /// What is left out and why, in words.
    pub notes: Vec<String>,
    /// The Monday from which the plan is meant.
    pub monday: NaiveDate,
    /// The day whose week it is: today, or the first of a week that was adopted for later.
    pub from: NaiveDate,
}

impl Planning {
    /// The caseload as it stands in the week of a day.
    pub fn load(lens: Lens, from: NaiveDate) -> Result<Self> {
        let school = store::school(lens.db)?;
        let cycle = school.week_a.is_some();
        let staff = store::staff(lens.db)?;
        let mut made = Maker::new(lens.school_name()?, from, cycle, &store::periods(lens.db)?, &staff, school.planning);
        (made.planning.pay.rules, made.planning.pay.cycle) = (school.costs, made.weeks.len());
        made.staff(&staff, &store::kept(lens.db)?, &store::kept(lens.db)?);
        made.pupils(lens)?;
        made.running(store::kept(lens.db)?, lens.today);
        made.tasks(&store::kept(lens.db)?);
        made.standing(store::slots(lens.db)?);
        Ok(made.planning)
    }

    /// Weeks of the cycle: one, or two.
    pub fn weeks(&self) -> usize {
        if self.whens.iter().any(|w| w.week.is_some()) { 2 } else { 1 }
    }

    /// The duty of an adult's own that fills a slot.
    pub fn own_duty(&self, lsa: usize, slot: usize) -> Option<&Duty> {
        let (staff, when) = (self.staff[lsa], self.whens[slot]);
        self.own_duties.iter().find(|d| d.staff == staff && when.is(d.weekday, d.period, d.week))
    }

    /// The slot in which a period of a weekday and week lies.
    pub fn places(&self, weekday: Weekday, period: PeriodId, week: Option<CycleWeek>) -> impl Iterator<Item = usize> + '_ {
        self.whens.iter().enumerate().filter(move |(_, w)| w.is(weekday, period, week)).map(|(i, _)| i)
    }
}
