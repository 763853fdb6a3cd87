//! Rows beside what the caseload knows: new, changed, the same, or for a person to decide.

use serde::Serialize;
use std::collections::HashSet;

use super::people::{PupilLine, StaffLine};
use super::{Problem, Read, Severity};
use crate::model::{
    ImportedPupil, ImportedStaff, Mint, Period, Pupil, PupilId, SenStatus, Staff, StaffId, StaffRole, StatusSpell, WorkingDay,
};

/// What the caseload knows already.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub pupils: Vec<(Pupil, Option<StatusSpell>, Option<chrono::NaiveDate>)>,
    pub staff: Vec<Staff>,
    pub periods: Vec<Period>,
}

/// What would happen to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Action {
    #[serde(rename = "new")]
    New,
    #[serde(rename = "update")]
    Update,
    #[serde(rename = "unchanged")]
    Unchanged,
    #[serde(rename = "not in file")]
    NotInFile,
}

impl Action {
    /// As shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Update => "Update",
            Self::Unchanged => "Unchanged",
            Self::NotInFile => "Not in the file",
        }
    }
}

/// A person's decision about a row that was held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    TakeAsKnown,
    TakeAsNew,
    LeaveOut,
}

/// One row with its fate.
#[derive(Clone, Debug)]
pub struct RowPreview {
    /// As a person sees it in Excel; none for somebody who is not in the file.
    pub row: Option<usize>,
    pub name: String,
    pub action: Action,
    pub changed: Vec<&'static str>,
    /// Held back until a person decides.
    pub held: bool,
    /// The person on the caseload who may be the same, where that is the question.
    pub maybe: Option<PupilId>,
    pub decision: Option<Decision>,
    pub out: serde_json::Map<String, serde_json::Value>,
    pupil: Option<ImportedPupil>,
    /// The row as a pupil of its own, should a person say that it is another one.
    alone: Option<Pupil>,
    staff: Option<ImportedStaff>,
}

/// A whole import before it is applied.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    pub source: String,
    pub what: String,
    pub rows: Vec<RowPreview>,
    pub problems: Vec<Problem>,
    /// What was assumed for many rows alike.
    pub note: String,
    /// The headings and what each was taken for.
    pub columns: Vec<(String, Option<super::Field>)>,
    /// Whether a person should say if dates have the day or the month first.
    pub asks_order: bool,
}

impl Preview {
    /// Pupils to take in: rows that change something and are not held back or left out.
    pub fn pupils(&self) -> Vec<ImportedPupil> {
        self.rows.iter().filter(|r| r.comes_in()).filter_map(|r| r.pupil.clone()).collect()
    }

    /// Staff to take in.
    pub fn staff(&self) -> Vec<ImportedStaff> {
        self.rows.iter().filter(|r| r.comes_in()).filter_map(|r| r.staff.clone()).collect()
    }

    /// Applies a person's decision about a held row.
    pub fn decide(&mut self, index: usize, decision: Decision) {
        let Some(row) = self.rows.get_mut(index) else { return };
        row.decision = Some(decision);
        if let Some(pupil) = &mut row.pupil {
            match (decision, row.maybe) {
                (Decision::TakeAsKnown, Some(id)) => {
                    pupil.pupil.id = id;
                    row.action = Action::Update;
                }
                (Decision::TakeAsNew, _) => {
                    if let Some(alone) = row.alone.clone() {
                        pupil.pupil = alone;
                    }
                    row.action = Action::New;
                }
                _ => {}
            }
        }
    }
}

impl RowPreview {
    fn comes_in(&self) -> bool {
        let decided = match self.decision {
            Some(Decision::LeaveOut) => false,
            Some(_) => true,
            None => !self.held,
        };
        decided && matches!(self.action, Action::New | Action::Update)
    }
}

/// Puts what was read beside what is known.
pub fn preview(read: Read, source: &str, known: &Known, mint: &mut Mint) -> Preview {
    let mut preview = Preview {
        source: source.to_owned(),
        what: read.what,
        rows: Vec::new(),
        problems: read.problems,
        note: String::new(),
        columns: read.columns,
        asks_order: read.asks_order,
    };
    let mut met: HashSet<PupilId> = HashSet::new();
    let about_pupils = !read.pupils.is_empty() || read.staff.is_empty();
    for line in &read.pupils {
        let row = pupil_row(line, known, mint, &mut preview.problems, &mut met);
        preview.rows.push(row);
    }
    let whole_file_held = preview.problems.iter().any(|p| p.row == 0 && p.severity == Severity::Error);
    if about_pupils && !whole_file_held {
        // Absent from the file is not the same as having left: it is shown, and nothing is changed.
        for (pupil, ..) in known.pupils.iter().filter(|(p, ..)| p.left_on.is_none() && !met.contains(&p.id)) {
            preview.rows.push(not_in_file(pupil));
        }
    }
    let mut met_staff: HashSet<StaffId> = HashSet::new();
    let mut assumed = 0;
    for line in &read.staff {
        let row = staff_row(line, known, mint, &mut preview.problems, &mut met_staff, &mut assumed);
        preview.rows.push(row);
    }
    if assumed > 0 {
        preview.note = format!(
            "For {assumed} people the file names the working days but not the times: the school day stands in for them. Check them on the Staff screen."
        );
    }
    preview.problems.sort_by_key(|p| p.row);
    preview
}

fn pupil_row(line: &PupilLine, known: &Known, mint: &mut Mint, problems: &mut Vec<Problem>, met: &mut HashSet<PupilId>) -> RowPreview {
    let same_name =
        |p: &Pupil| p.surname.to_lowercase() == line.surname.to_lowercase() && p.forename.to_lowercase() == line.forename.to_lowercase();
    // A birth date that one side lacks cannot tell two namesakes apart: that is a person's to say.
    let same_birth = |p: &Pupil| line.dob.is_none() || p.birth_date.is_none() || p.birth_date == line.dob;
    let by_upn = line.upn.as_ref().and_then(|upn| known.pupils.iter().find(|(p, ..)| p.upn.as_ref() == Some(upn)));
    let by_name = known.pupils.iter().find(|(p, ..)| same_name(p) && same_birth(p) && p.left_on.is_none() && !met.contains(&p.id));
    let found = by_upn.or(by_name);
    // A known UPN with another forename and another birthday is another child's, or a slip of the pen.
    let other_child = by_upn.is_some_and(|(p, ..)| {
        p.forename.to_lowercase() != line.forename.to_lowercase()
            && p.birth_date.is_some()
            && line.dob.is_some()
            && p.birth_date != line.dob
    });
    let held = by_upn.is_none() && by_name.is_some() || other_child;
    if let Some((pupil, ..)) = found {
        met.insert(pupil.id);
    }
    if held {
        problems.push(Problem {
            row: line.row,
            field: if line.upn.is_some() { "upn" } else { "name" },
            severity: Severity::Error,
            why: if other_child {
                "This UPN is on the caseload for a child of another name and birthday. Say whether it is the same one".into()
            } else {
                "A pupil of this name is on the caseload, and no UPN shows whether it is the same one. Say whether it is".into()
            },
        });
    }
    let before = found.map(|(p, ..)| p.clone());
    let alone = filled(Pupil::named(mint.fresh(), &line.forename, &line.surname), line);
    let pupil = before.clone().map_or_else(|| alone.clone(), |known| filled(known, line));
    let spell = found.and_then(|(_, s, _)| s.clone());
    let due = found.and_then(|(.., due)| *due);
    let changed = before.map(|before| {
        let mut changed = Vec::new();
        let mut differs = |field, yes: bool| {
            if yes {
                changed.push(field)
            }
        };
        differs("upn", before.upn != pupil.upn);
        differs("forename", before.forename != pupil.forename);
        differs("surname", before.surname != pupil.surname);
        differs("preferred_forename", before.preferred != pupil.preferred);
        differs("dob", before.birth_date != pupil.birth_date);
        differs("year_group", before.year != pupil.year);
        differs("form", before.form != pupil.form);
        differs("needs", before.needs != pupil.needs);
        differs("hours_per_week", before.support_minutes != pupil.support_minutes);
        differs("sen_status", line.status.is_some() && line.status != Some(spell.as_ref().map_or(SenStatus::N, |s| s.status)));
        differs("start_date", line.since.is_some() && line.since != spell.as_ref().and_then(|s| s.since));
        differs("review_date", line.review.is_some() && line.review != due);
        changed
    });
    let action = match &changed {
        None => Action::New,
        Some(changed) if changed.is_empty() => Action::Unchanged,
        Some(_) => Action::Update,
    };
    RowPreview {
        row: Some(line.row),
        name: pupil.list_name(),
        action,
        out: pupil_out(line),
        changed: changed.unwrap_or_default(),
        held,
        maybe: held.then(|| found.map(|(p, ..)| p.id)).flatten(),
        decision: None,
        alone: held.then_some(alone),
        pupil: Some(ImportedPupil {
            pupil,
            status: line.status,
            since: line.since,
            review_due: line.review,
            key_adult: line.key_adult.clone(),
        }),
        staff: None,
    }
}

/// A pupil with what a line says about them; what it does not say stays.
fn filled(mut pupil: Pupil, line: &PupilLine) -> Pupil {
    pupil.forename.clone_from(&line.forename);
    pupil.surname.clone_from(&line.surname);
    let given = |to: &mut Option<String>, from: &Option<String>| {
        if from.is_some() {
            to.clone_from(from);
        }
    };
    given(&mut pupil.preferred, &line.preferred);
    given(&mut pupil.upn, &line.upn);
    given(&mut pupil.form, &line.form);
    pupil.birth_date = line.dob.or(pupil.birth_date);
    pupil.year = line.year.or(pupil.year);
    pupil.support_minutes = line.hours.map(|h| (h * 60.0).round() as u32).or(pupil.support_minutes);
    if let Some(needs) = &line.needs {
        pupil.needs.clone_from(needs);
    }
    pupil
}

fn not_in_file(pupil: &Pupil) -> RowPreview {
    let line =
        PupilLine { upn: pupil.upn.clone(), forename: pupil.forename.clone(), surname: pupil.surname.clone(), ..PupilLine::default() };
    RowPreview {
        row: None,
        name: pupil.list_name(),
        action: Action::NotInFile,
        changed: Vec::new(),
        held: false,
        maybe: None,
        decision: None,
        out: pupil_out(&line),
        pupil: None,
        alone: None,
        staff: None,
    }
}

fn staff_row(
    line: &StaffLine,
    known: &Known,
    mint: &mut Mint,
    problems: &mut Vec<Problem>,
    met: &mut HashSet<StaffId>,
    assumed: &mut usize,
) -> RowPreview {
    let name = format!("{} {}", line.forename, line.surname).to_lowercase();
    let by_email = known
        .staff
        .iter()
        .find(|s| line.email.is_some() && s.email.as_ref().map(|e| e.to_lowercase()) == line.email.as_ref().map(|e| e.to_lowercase()));
    let named: Vec<&Staff> = known.staff.iter().filter(|s| s.name().to_lowercase() == name).collect();
    let found = by_email.or(if named.len() == 1 { named.first().copied() } else { None });
    let mut held = by_email.is_none() && named.len() > 1;
    if held {
        problems.push(Problem {
            row: line.row,
            field: "name",
            severity: Severity::Error,
            why: "More than one member of staff has this name. Add the e-mail address, or change them by hand".into(),
        });
    }
    if let Some(found) = found
        && !met.insert(found.id)
    {
        held = true;
        problems.push(Problem {
            row: line.row,
            field: "name",
            severity: Severity::Error,
            why: "This person stands in the file twice".into(),
        });
    }
    let mut staff = found.cloned().unwrap_or_else(|| Staff::named(mint.fresh(), &line.forename, &line.surname, StaffRole::Other));
    staff.forename.clone_from(&line.forename);
    staff.surname.clone_from(&line.surname);
    if line.email.is_some() {
        staff.email.clone_from(&line.email);
    }
    staff.role = line.role.unwrap_or(staff.role);
    staff.minutes_per_week = line.hours.map(|h| (h * 60.0).round() as u32).or(staff.minutes_per_week);
    if let Some(days) = &line.days
        && staff.days.iter().map(|d| d.day).ne(days.iter().copied())
    {
        // The file names days but no times: the school's own day stands until somebody says otherwise.
        let starts = known.periods.iter().map(|p| p.starts).min().unwrap_or(8 * 60 + 30);
        let ends = known.periods.iter().map(|p| p.ends).max().unwrap_or(15 * 60 + 30);
        let kept = |day| staff.days.iter().find(|d| d.day == day).copied();
        staff.days = days.iter().map(|day| kept(*day).unwrap_or(WorkingDay { day: *day, starts, ends, unpaid: 0 })).collect();
        *assumed += 1;
    }
    let changed = found.map(|before| {
        let mut changed = Vec::new();
        let mut differs = |field, yes: bool| {
            if yes {
                changed.push(field)
            }
        };
        differs("forename", before.forename != staff.forename);
        differs("surname", before.surname != staff.surname);
        differs("email", before.email != staff.email);
        differs("role", before.role != staff.role);
        differs("hours_per_week", before.minutes_per_week != staff.minutes_per_week);
        differs("working_days", before.days != staff.days);
        changed
    });
    RowPreview {
        row: Some(line.row),
        name: format!("{}, {}", staff.surname, staff.forename),
        action: match &changed {
            None => Action::New,
            Some(c) if c.is_empty() => Action::Unchanged,
            Some(_) => Action::Update,
        },
        changed: changed.unwrap_or_default(),
        held,
        maybe: None,
        decision: None,
        out: staff_out(line),
        pupil: None,
        alone: None,
        staff: Some(ImportedStaff { staff }),
    }
}

fn pupil_out(line: &PupilLine) -> serde_json::Map<String, serde_json::Value> {
    let mut out = serde_json::Map::new();
    let mut put = |key: &str, value: Option<serde_json::Value>| {
        if let Some(value) = value {
            out.insert(key.to_owned(), value);
        }
    };
    put("upn", line.upn.clone().map(Into::into));
    put("forename", Some(line.forename.clone().into()));
    put("surname", Some(line.surname.clone().into()));
    put("preferred_forename", line.preferred.clone().map(Into::into));
    put("dob", line.dob.map(|d| d.to_string().into()));
    put("year_group", line.year.map(|y| y.code().into()));
    put("form", line.form.clone().map(Into::into));
    put("sen_status", line.status.map(|s| s.code().into()));
    put("start_date", line.since.map(|d| d.to_string().into()));
    put("review_date", line.review.map(|d| d.to_string().into()));
    put("needs", line.needs.clone().map(Into::into));
    put("hours_per_week", line.hours.map(Into::into));
    put("key_adult", line.key_adult.clone().map(Into::into));
    out
}

fn staff_out(line: &StaffLine) -> serde_json::Map<String, serde_json::Value> {
    let mut out = serde_json::Map::new();
    let mut put = |key: &str, value: Option<serde_json::Value>| {
        if let Some(value) = value {
            out.insert(key.to_owned(), value);
        }
    };
    let role = |r: StaffRole| match r {
        StaffRole::Sendco => "SENCO",
        StaffRole::Other => "other",
        known => known.words(),
    };
    put("forename", Some(line.forename.clone().into()));
    put("surname", Some(line.surname.clone().into()));
    put("email", line.email.clone().map(Into::into));
    put("role", line.role.map(|r| role(r).into()));
    put("hours_per_week", line.hours.map(Into::into));
    put("working_days", line.days.as_ref().map(|days| days.iter().map(ToString::to_string).collect::<Vec<_>>().into()));
    out
}
