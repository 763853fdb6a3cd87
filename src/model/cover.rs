//! A day on which somebody is away, and who does what instead.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{DayCoverId, DutyId, SlotId, StaffId, time_words};

/// How one day is covered. It lies over the weekly slots for that day alone and changes none of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayCover {
    pub id: DayCoverId,
    pub on: NaiveDate,
    pub away: Vec<Away>,
    pub moves: Vec<CoverMove>,
    /// Duties without a pupil that somebody else takes that day.
    #[serde(default)]
    pub duties: Vec<DutyMove>,
    /// Who decided it.
    pub decided_by: String,
}

/// Somebody who is away that day, or for a part of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Away {
    pub staff: StaffId,
    /// Minutes since midnight; none means from the beginning, or to the end, of the day.
    pub from: Option<u16>,
    pub to: Option<u16>,
}

impl Away {
    /// Whether they are away at any moment between two, in minutes since midnight.
    pub fn meets(&self, starts: u16, ends: u16) -> bool {
        self.from.is_none_or(|from| from < ends) && self.to.is_none_or(|to| to > starts)
    }

    /// Whether the end comes before the beginning.
    pub fn is_backwards(&self) -> bool {
        self.from.zip(self.to).is_some_and(|(from, to)| to <= from)
    }
}

/// A slot that somebody else takes that day, or that is lost and owed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CoverMove {
    pub slot: SlotId,
    pub from: StaffId,
    pub to: Option<StaffId>,
    /// Whether the adult who lets the slot go is at work elsewhere, and not the one who is away.
    pub redeployed: bool,
}

/// A duty that somebody else takes that day, or that nobody does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DutyMove {
    pub duty: DutyId,
    pub from: StaffId,
    pub to: Option<StaffId>,
}

impl Away {
    /// `away`, `away 09:00 to 11:00`, `away from 13:00`.
    pub fn words(&self) -> String {
        match (self.from, self.to) {
            (None, None) => "away".into(),
            (Some(from), None) => format!("away from {}", time_words(from)),
            (None, Some(to)) => format!("away until {}", time_words(to)),
            (Some(from), Some(to)) => format!("away {} to {}", time_words(from), time_words(to)),
        }
    }
}

impl DayCover {
    /// Who takes a slot that day, where that differs from the week: nobody, or another adult.
    pub fn of(&self, slot: SlotId) -> Option<Option<StaffId>> {
        self.moves.iter().find(|m| m.slot == slot).map(|m| m.to)
    }

    /// The same for a duty.
    pub fn of_duty(&self, duty: DutyId) -> Option<Option<StaffId>> {
        self.duties.iter().find(|d| d.duty == duty).map(|d| d.to)
    }
}
