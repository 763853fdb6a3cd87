//! Taking in what an import found and a person confirmed: one transaction, one undo.

use super::run::Cx;
use super::{Result, people};
use crate::model::{ImportMapping, ImportedPupil, ImportedStaff, KeyLink, LinkRole, Plan, PlanKind, SenStatus};
use crate::store;

/// Takes in pupils. What the file does not say stays as it was.
pub(super) fn pupils(cx: &mut Cx, rows: Vec<ImportedPupil>) -> Result<()> {
    let staff = store::staff(cx.tx.db())?;
    for row in rows {
        let id = row.pupil.id;
        let present = store::statuses_of(cx.tx.db(), id)?.pop();
        let status = row.status.or(present.as_ref().map(|s| s.status)).unwrap_or(SenStatus::N);
        let since = match (&present, row.since) {
            (Some(present), None) if present.status == status => present.since,
            (_, since) => since,
        };
        let said = store::ImportedAs { on: cx.now.today(), status, needs: row.pupil.needs.clone() };
        people::save_pupil(cx, row.pupil, status, since)?;
        store::put_imported_as(cx.tx, id, &said)?;
        if let Some(due) = row.review_due {
            let running = store::plans_of(cx.tx.db(), id)?.into_iter().find(|p| p.ended_on.is_none() && p.kind.is_main());
            let kind = if status == SenStatus::E { PlanKind::Ehcp } else { PlanKind::SenSupport };
            let starts = since.unwrap_or(cx.now.today()).min(due);
            let plan = running.unwrap_or(Plan {
                id: cx.mint.fresh(),
                pupil: id,
                kind,
                starts,
                review_due: None,
                ended_on: None,
                version: 1,
                changed_on: None,
            });
            store::put_plan(cx.tx, &Plan { review_due: Some(due), ..plan })?;
        }
        if let Some(name) = &row.key_adult {
            let wanted = name.to_lowercase();
            let same: Vec<_> = staff.iter().filter(|s| s.left_on.is_none() && s.name().to_lowercase() == wanted).collect();
            let today = cx.now.today();
            let has = store::links_of_pupil(cx.tx.db(), id)?.iter().any(|l| l.role == LinkRole::KeyWorker && l.holds_on(today));
            if let ([one], false) = (same.as_slice(), has) {
                let link = KeyLink { id: cx.mint.fresh(), pupil: id, staff: one.id, role: LinkRole::KeyWorker, starts: today, ends: None };
                store::put_link(cx.tx, &link)?;
            }
        }
    }
    Ok(())
}

/// Takes in staff.
pub(super) fn staff(cx: &mut Cx, rows: Vec<ImportedStaff>) -> Result<()> {
    rows.into_iter().try_for_each(|row| people::save_staff(cx, row.staff))
}

/// Remembers what a person said about the columns of a source.
pub(super) fn remember(cx: &mut Cx, mapping: Option<ImportMapping>) -> Result<()> {
    mapping.map_or(Ok(()), |m| store::put_import_mapping(cx.tx, &m.headings, &m.columns))
}
