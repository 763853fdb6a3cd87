//! What Settings shows of the school and of who can open its file.

use crate::model::{Access, ClosedDay, NeedType, Period, School, StaffId, Term};
use crate::store::{self, AuditRow, Result};

use super::Lens;

/// The school's settings and people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SchoolView {
    pub school: School,
    pub terms: Vec<Term>,
    pub closed: Vec<ClosedDay>,
    pub periods: Vec<Period>,
    pub need_types: Vec<NeedType>,
    pub people: Vec<PersonRow>,
    /// Staff who cannot open the file yet.
    pub without_access: Vec<(StaffId, String)>,
    /// The newest audit entries; for the SENDCO only.
    pub audit: Vec<AuditRow>,
    /// School days of each term, by its name.
    pub school_days: Vec<(String, usize)>,
    /// Whether anything is in the file, for the first-steps guide.
    pub has_pupils: bool,
    pub has_staff: bool,
}

/// Someone who can open the file.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonRow {
    pub access: Access,
    /// Whether this is the person at the desk.
    pub own: bool,
}

impl SchoolView {
    pub fn load(lens: Lens) -> Result<Self> {
        let sees_all = crate::rules::sees_all(lens.person);
        let accesses = store::accesses(lens.db)?;
        let without_access = store::staff(lens.db)?
            .into_iter()
            .filter(|s| s.left_on.is_none() && !accesses.iter().any(|a| a.staff == Some(s.id) && a.ended_on.is_none()))
            .map(|s| (s.id, s.name()))
            .collect();
        let terms = store::terms(lens.db)?;
        let calendar = lens.calendar()?;
        Ok(Self {
            school: store::school(lens.db)?,
            school_days: terms.iter().map(|t| (t.name.clone(), calendar.school_days(t.starts, t.ends).count())).collect(),
            terms,
            closed: store::closed_days(lens.db)?,
            periods: store::periods(lens.db)?,
            need_types: store::need_types(lens.db)?,
            people: accesses.into_iter().map(|access| PersonRow { own: access.id == lens.person.id, access }).collect(),
            without_access,
            audit: if sees_all { store::audit_rows(lens.db, 200)? } else { Vec::new() },
            has_pupils: lens.db.count("pupil")? > 0,
            has_staff: lens.db.count("staff")? > 0,
        })
    }
}
