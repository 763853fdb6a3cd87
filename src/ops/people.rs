//! Pupils, staff and the links between them.

use chrono::NaiveDate;

use super::run::Cx;
use super::{Result, needed, refuse};
use crate::model::{KeyLink, Pupil, SenStatus, Staff, StatusSpell};
use crate::store;

/// Writes a pupil; a new status opens a new spell, a corrected date mends the present one.
pub(super) fn save_pupil(cx: &mut Cx, pupil: Pupil, status: SenStatus, since: Option<NaiveDate>) -> Result<()> {
    if pupil.forename.trim().is_empty() && pupil.surname.trim().is_empty() {
        return refuse("The pupil has no name yet. Nothing was saved. Give a forename or a surname.");
    }
    if pupil.birth_date.is_some_and(|b| b > cx.now.today()) {
        return refuse("The birth date is in the future. Nothing was saved. Check the year.");
    }
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
