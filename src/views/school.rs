//! What Settings shows of the school and of who can open its file.

use crate::model::{Access, ClosedDay, NeedType, Period, PlanTemplate, PupilId, School, StaffId, Term};
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
    pub audit: Vec<(AuditRow, String)>,
    /// School days of each term, by its name.
    pub school_days: Vec<(String, usize)>,
    /// The first steps of a new file, in order.
    pub steps: Vec<FirstStep>,
    /// The pupil that the steps end with.
    pub first_pupil: Option<PupilId>,
    pub templates: Vec<PlanTemplate>,
}

/// One of the first steps.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstStep {
    pub words: String,
    pub done: bool,
    /// The screen's word, or `pupil` for the page of the first one.
    pub where_to: &'static str,
}

/// Someone who can open the file.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonRow {
    pub access: Access,
    /// Whether this is the person at the desk.
    pub own: bool,
}

/// The newest audit entries, each with the pupil it is about.
fn audit(lens: Lens) -> Result<Vec<(AuditRow, String)>> {
    let names: std::collections::HashMap<PupilId, String> = store::pupils(lens.db)?.into_iter().map(|p| (p.id, lens.name(&p))).collect();
    let about = |row: &AuditRow| -> Result<String> {
        let pupil = store::pupil_of_subject(lens.db, &row.subject)?;
        Ok(pupil.and_then(|p| names.get(&p).cloned()).unwrap_or_default())
    };
    store::audit_rows(lens.db, 200)?.into_iter().map(|row| about(&row).map(|name| (row, name))).collect()
}

fn first_steps(lens: Lens) -> Result<Vec<FirstStep>> {
    let steps: [(&'static str, &str, &'static str); 6] = [
        ("pupil", "Bring in the pupils from the school’s system, or add your first one.", "Pupils"),
        ("staff", "Add the LSA who works with them.", "Staff"),
        ("key_link", "Link the LSA as the pupil’s key worker.", "pupil"),
        ("target", "Set a target: what the pupil will do, measured how, by when.", "pupil"),
        ("week_slot", "Say when they meet: set the periods, then add a slot.", "Timetable"),
        ("session", "Log the first session on Today; its chart then stands on the pupil’s page.", "Today"),
    ];
    steps
        .into_iter()
        .map(|(table, words, where_to)| Ok(FirstStep { words: words.into(), done: store::any(lens.db, table)?, where_to }))
        .collect()
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
            audit: if sees_all { audit(lens)? } else { Vec::new() },
            steps: first_steps(lens)?,
            first_pupil: store::first_pupil(lens.db)?,
            templates: store::templates(lens.db)?,
        })
    }
}
