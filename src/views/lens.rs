//! Who looks, at what, when: what every view is loaded through.

use chrono::NaiveDate;
use std::collections::HashSet;

use crate::model::{Access, Pupil, PupilId, TargetState};
use crate::rules::{self, Calendar, Lengths, Veil};
use crate::store::{self, Db, Result};

/// A person's sight of the file on a day.
#[derive(Clone, Copy)]
pub struct Lens<'a> {
    pub db: Db<'a>,
    pub person: &'a Access,
    pub today: NaiveDate,
    /// Whether pupils stand as initials, for a screen that others see.
    pub initials: bool,
}

impl Lens<'_> {
    /// A pupil's name as it may stand on this screen: `Ada Moss`, or `A. M.`
    pub fn name(&self, pupil: &Pupil) -> String {
        if self.initials { initials(&pupil.name()) } else { pupil.name() }
    }

    /// The name to sort by, or initials.
    pub fn list_name(&self, pupil: &Pupil) -> String {
        if self.initials { initials(&pupil.name()) } else { pupil.list_name() }
    }

    /// What shortens every pupil's name within what people wrote.
    pub fn veil(&self) -> Result<Veil> {
        let pupils = store::pupils(self.db)?;
        Ok(Veil::new(pupils.iter().flat_map(|p| [Some(&p.forename), Some(&p.surname), p.preferred.as_ref()]).flatten().map(String::as_str)))
    }

    /// The pupils this person may see; none means all.
    pub fn own(&self) -> Result<Option<HashSet<PupilId>>> {
        if rules::sees_all(self.person) {
            return Ok(None);
        }
        let Some(staff) = self.person.staff else { return Ok(Some(HashSet::new())) };
        Ok(Some(store::pupils_of_staff(self.db, staff, self.today)?.into_iter().collect()))
    }

    /// Refuses a pupil whom this person may not see.
    pub fn may_see(&self, pupil: PupilId) -> Result<()> {
        match self.own()? {
            Some(own) if !own.contains(&pupil) => {
                Err(store::Error::Refused("This pupil is not one of those you work with. Ask the SENDCO to link you with them.".into()))
            }
            _ => Ok(()),
        }
    }

    /// What the school is called.
    pub fn school_name(&self) -> Result<String> {
        Ok(store::school(self.db)?.name)
    }

    /// The school's calendar.
    pub fn calendar(&self) -> Result<Calendar> {
        let school = store::school(self.db)?;
        Ok(Calendar::new(&store::terms(self.db)?, &store::closed_days(self.db)?).with_cycle(school.week_a))
    }

    /// How long sessions, interventions and tasks are meant to last.
    pub(super) fn lengths(&self) -> Result<Lengths> {
        Ok(Lengths::new(&store::periods(self.db)?, &store::kept(self.db)?, &store::kept(self.db)?))
    }
}

fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|w| w.chars().next()).map(|c| format!("{c}. ")).collect::<String>().trim_end().to_owned()
}

/// Targets that are being worked on come before those that ended.
pub(super) fn active_first(state: TargetState) -> u8 {
    match state {
        TargetState::Active => 0,
        TargetState::Maintained => 1,
        TargetState::Achieved => 2,
        TargetState::Stopped | TargetState::Replaced => 3,
    }
}
