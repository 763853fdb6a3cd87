//! Before the census: what the office will ask about (`interop-and-security.md` 1.2).

use chrono::NaiveDate;

use crate::model::{NeedSpell, Pupil, PupilId, SenStatus, StatusSpell};
use crate::rules::check_upn;
use crate::store::{self, Result};

use super::Lens;

/// What to look at before the census, pupil by pupil.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CensusView {
    pub rows: Vec<CensusRow>,
    /// Pupils on roll with SEN Support and with an EHC plan.
    pub support: usize,
    pub ehcp: usize,
    /// The next census day.
    pub next: Option<NaiveDate>,
}

/// One thing to look at.
#[derive(Clone, Debug, PartialEq)]
pub struct CensusRow {
    pub pupil: PupilId,
    pub name: String,
    pub class: String,
    pub what: String,
}

impl CensusView {
    pub fn load(lens: Lens) -> Result<Self> {
        let own = lens.own()?;
        let types: Vec<String> = store::need_types(lens.db)?.into_iter().map(|t| t.code).collect();
        let mut view = Self { next: next_census(lens.today), ..Self::default() };
        for pupil in store::pupils(lens.db)? {
            let gone = pupil.left_on.is_some_and(|l| l < lens.today) || own.as_ref().is_some_and(|o| !o.contains(&pupil.id));
            if gone {
                continue;
            }
            let spells = store::statuses_of(lens.db, pupil.id)?;
            match spells.last().map_or(SenStatus::N, |s| s.status) {
                SenStatus::E => view.ehcp += 1,
                SenStatus::K => view.support += 1,
                SenStatus::N => {}
            }
            let needs = store::kept_of_pupil::<NeedSpell>(lens.db, pupil.id)?;
            let imported = store::imported_as(lens.db, pupil.id)?;
            for what in findings(&pupil, &spells, &needs, &types, imported.as_ref(), lens.today) {
                let class = pupil.form.clone().unwrap_or_default();
                view.rows.push(CensusRow { pupil: pupil.id, name: lens.list_name(&pupil), class, what });
            }
        }
        Ok(view)
    }
}

/// What is wrong or in doubt about one pupil, in sentences.
fn findings(
    pupil: &Pupil,
    spells: &[StatusSpell],
    needs: &[NeedSpell],
    types: &[String],
    imported: Option<&store::ImportedAs>,
    today: NaiveDate,
) -> Vec<String> {
    let mut found = Vec::new();
    let present = spells.last();
    let status = present.map_or(SenStatus::N, |s| s.status);
    let has_sen = status != SenStatus::N;
    if has_sen && pupil.needs.is_empty() {
        found.push(format!("{} without a type of need", status.words()));
    }
    if !has_sen && !pupil.needs.is_empty() {
        found.push("No SEN, but types of need are recorded".into());
    }
    for code in pupil.needs.iter().filter(|c| !types.contains(c)) {
        found.push(format!("The need “{code}” is not in the census's list"));
    }
    if status == SenStatus::E && pupil.needs.iter().any(|n| n == "NSA") {
        found.push("An EHC plan with “no specialist assessment” (NSA): that is for SEN Support".into());
    }
    let primaries = needs.iter().filter(|n| n.rank == 1 && n.until.is_none()).count();
    if primaries > 1 {
        found.push("Two primary needs stand at the same time".into());
    }
    if has_sen && present.is_some_and(|s| s.since.is_none()) {
        found.push(format!("{} since when? The start date is missing", status.words()));
    }
    if present.and_then(|s| s.since).is_some_and(|since| since > today) {
        found.push("The present status starts in the future".into());
    }
    for pair in spells.windows(2) {
        if let (Some(before), Some(after)) = (pair[0].since, pair[1].since)
            && after <= before
        {
            found.push("Two spells of status start on the same day or out of order".into());
        }
    }
    match &pupil.upn {
        None => found.push("No UPN".into()),
        Some(upn) => found.extend(check_upn(upn).warning()),
    }
    if pupil.birth_date.is_none() {
        found.push("No date of birth".into());
    }
    if pupil.year.is_none() {
        found.push("No year group".into());
    }
    if let Some(imported) = imported {
        if imported.status != status {
            let was = imported.status.words();
            found.push(format!("The last import on {} said {was}; here it is {}", imported.on.format("%-d %b %Y"), status.words()));
        }
        if imported.needs != pupil.needs {
            found.push(format!(
                "The last import on {} said needs {}; here they are {}",
                imported.on.format("%-d %b %Y"),
                listed(&imported.needs),
                listed(&pupil.needs)
            ));
        }
    }
    found
}

fn listed(codes: &[String]) -> String {
    if codes.is_empty() { "none".into() } else { codes.join(", ") }
}

/// The first Thursday of October, the third of January, the third of May.
fn next_census(today: NaiveDate) -> Option<NaiveDate> {
    use chrono::{Datelike, Weekday};
    let day = |year, month, n| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Thu, n);
    (today.year()..=today.year() + 1).flat_map(|y| [day(y, 1, 3), day(y, 5, 3), day(y, 10, 1)]).flatten().find(|d| *d >= today)
}
