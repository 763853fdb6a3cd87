//! Pupils, staff and the links between them.

use chrono::NaiveDate;

use super::run::Cx;
use super::{Result, needed, refuse};
use crate::model::{KeyLink, NeedSpell, Pupil, SenStatus, Staff, StatusSpell};
use crate::store;

/// Writes a pupil; a new status opens a new spell, a corrected date mends the present one.
pub(super) fn save_pupil(cx: &mut Cx, pupil: Pupil, status: SenStatus, since: Option<NaiveDate>) -> Result<()> {
    if pupil.forename.trim().is_empty() && pupil.surname.trim().is_empty() {
        return refuse("The pupil has no name yet. Nothing was saved. Give a forename or a surname.");
    }
    if pupil.birth_date.is_some_and(|b| b > cx.now.today()) {
        return refuse("The birth date is in the future. Nothing was saved. Check the year.");
    }
    keep_need_history(cx, &pupil)?;
    store::put_pupil(cx.tx, &pupil)?;
    let present = store::statuses_of(cx.tx.db(), pupil.id)?.pop();
    let spell = match present {
        Some(present) if present.status == status && present.since == since => return Ok(()),
        Some(present) if present.status == status => StatusSpell { since, ..present },
        Some(present) => {
            // A change that nobody dated is known from today; an undated spell would sort before the old one.
            let since = since.or(Some(cx.now.today()));
            if present.since > since {
                return refuse(
                    "The new SEN status starts before the present one. Nothing was saved. Mend its date, or the present one's first.",
                );
            }
            StatusSpell { id: cx.mint.fresh(), pupil: pupil.id, status, since }
        }
        None => StatusSpell { id: cx.mint.fresh(), pupil: pupil.id, status, since },
    };
    store::put_status(cx.tx, &spell)
}

/// Ends the spells of needs that a pupil no longer has, and opens one for each that is new.
fn keep_need_history(cx: &mut Cx, pupil: &Pupil) -> Result<()> {
    let today = cx.now.today();
    let before = store::pupil(cx.tx.db(), pupil.id)?;
    let mut standing: Vec<NeedSpell> =
        store::kept_of_pupil::<NeedSpell>(cx.tx.db(), pupil.id)?.into_iter().filter(|s| s.until.is_none()).collect();
    // A pupil from before there was a history has needs without spells: they stand since nobody knows when.
    if standing.is_empty()
        && let Some(before) = &before
    {
        for (i, code) in before.needs.iter().enumerate() {
            standing.push(NeedSpell { id: cx.mint.fresh(), pupil: pupil.id, code: code.clone(), rank: rank(i), since: None, until: None });
        }
    }
    let changes = before.as_ref().is_none_or(|b| b.needs != pupil.needs);
    if !changes {
        return Ok(());
    }
    let mut spells = Vec::new();
    for spell in &standing {
        let keeps = pupil.needs.iter().enumerate().any(|(i, code)| *code == spell.code && rank(i) == spell.rank);
        spells.push(NeedSpell { until: (!keeps).then_some(today), ..spell.clone() });
    }
    for (i, code) in pupil.needs.iter().enumerate() {
        if !standing.iter().any(|s| s.code == *code && s.rank == rank(i)) {
            let since = before.is_some().then_some(today);
            spells.push(NeedSpell { id: cx.mint.fresh(), pupil: pupil.id, code: code.clone(), rank: rank(i), since, until: None });
        }
    }
    if before.is_none() {
        // The row that the spells point to must be there first.
        store::put_pupil(cx.tx, pupil)?;
    }
    spells.iter().try_for_each(|spell| store::put_kept(cx.tx, spell))
}

fn rank(index: usize) -> u8 {
    (index + 1).min(99) as u8
}

/// Writes a member of staff.
pub(super) fn save_staff(cx: &mut Cx, staff: Staff) -> Result<()> {
    needed(&staff.name(), "The name")?;
    if let Some(day) = staff.days.iter().find(|d| d.starts >= d.ends || u32::from(d.unpaid) >= u32::from(d.ends - d.starts)) {
        return refuse(format!(
            "On {} the working day ends before it begins, or is all break. Nothing was saved. Mend its times.",
            crate::model::weekday_name(day.day)
        ));
    }
    store::put_staff(cx.tx, &staff)
}

/// Links an adult with a pupil. One pupil has one key worker at a time.
pub(super) fn save_link(cx: &mut Cx, link: KeyLink) -> Result<()> {
    if link.ends.is_some_and(|end| end < link.starts) {
        return refuse("The link ends before it begins. Nothing was saved. Mend its dates.");
    }
    let links = store::links_of_pupil(cx.tx.db(), link.pupil)?;
    let overlaps = |other: &&KeyLink| {
        other.id != link.id
            && other.role == link.role
            && other.staff == link.staff
            && other.ends.is_none_or(|end| end >= link.starts)
            && link.ends.is_none_or(|end| end >= other.starts)
    };
    if links.iter().any(|l| overlaps(&l)) {
        return refuse("This adult already has this role with this pupil in that time. Nothing was saved.");
    }
    store::put_link(cx.tx, &link)
}
