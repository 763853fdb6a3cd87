//! From the name of a document to the document, as the person who looks may see it.

use super::{Document, day_sheet, for_parents, for_pupil, register, review_summary, tally_sheet, target_tracker};
use crate::model::{Format, Paper};
use crate::views::{CoverSheet, Digest, LedgerView, Lens, PortraitPage, PupilsView, ReviewSummary, TodayView, Tracker, WeekView, agenda};

/// A document about a pupil, a day or a class, as the person who looks may see it.
pub fn document(lens: Lens, paper: &Paper) -> Result<Document, String> {
    match paper {
        Paper::Portrait(pupil) => {
            let page = PortraitPage::load(lens, *pupil).map_err(|e| e.to_string())?;
            page.map(|p| super::portrait(&p)).ok_or_else(|| "This pupil has no pen portrait yet. Write one first.".into())
        }
        Paper::Summary { pupil, from, to } | Paper::Parents { pupil, from, to } | Paper::OwnPage { pupil, from, to } => {
            if to < from {
                return Err("The period ends before it begins. Mend its dates.".into());
            }
            let summary = ReviewSummary::load(lens, *pupil, *from, *to).map_err(|e| e.to_string())?;
            let summary = summary.ok_or("This pupil is no longer there.")?;
            Ok(match paper {
                Paper::Parents { .. } => for_parents(&summary),
                Paper::OwnPage { .. } => for_pupil(&summary),
                _ => review_summary(&summary),
            })
        }
        Paper::Statement { .. } => ledger(lens, paper).map(|view| super::statement(&view)),
        Paper::DaySheet { staff, day } | Paper::TallySheet { staff, day } => {
            let view = TodayView::load(Lens { today: *day, ..lens }, Some(*staff)).map_err(|e| e.to_string())?;
            let school = lens.school_name().map_err(|e| e.to_string())?;
            Ok(if matches!(paper, Paper::DaySheet { .. }) { day_sheet(&view, &school) } else { tally_sheet(&view, &school) })
        }
        Paper::CoverSheet { staff, day } => CoverSheet::load(lens, *staff, *day).map(|s| super::cover_sheet(&s)).map_err(|e| e.to_string()),
        Paper::Timetable { staff, from } => {
            let lens = Lens { today: from.unwrap_or(lens.today), ..lens };
            let view = WeekView::load(lens).map_err(|e| e.to_string())?;
            let school = lens.school_name().map_err(|e| e.to_string())?;
            Ok(super::staff_timetable(&view, *staff, &school, lens.today))
        }
        Paper::Digest { class, day } => Digest::load(lens, class, *day).map(|d| super::digest(&d)).map_err(|e| e.to_string()),
        Paper::Register | Paper::Tracker => Err("This is a workbook: export it as Excel.".into()),
    }
}

/// What a statement is made of.
fn ledger(lens: Lens, paper: &Paper) -> Result<LedgerView, String> {
    let Paper::Statement { pupil, from, to } = paper else { return Err("This is not a statement.".into()) };
    if to < from {
        return Err("The time ends before it begins. Mend its dates.".into());
    }
    LedgerView::load(lens, *pupil, *from, *to).map_err(|e| e.to_string())?.ok_or_else(|| "This pupil is no longer there.".into())
}

/// A file that is not laid out in pages: a workbook, a calendar.
pub fn whole(lens: Lens, paper: &Paper, format: Format) -> Result<Vec<u8>, String> {
    if format == Format::Calendar { calendar(lens, paper) } else { workbook(lens, paper) }
}

/// An adult's term for a calendar app, with pupils as initials.
fn calendar(lens: Lens, paper: &Paper) -> Result<Vec<u8>, String> {
    let Paper::Timetable { staff, .. } = paper else { return Err("Only a timetable can be written as a calendar.".into()) };
    Ok(super::calendar(&agenda(lens, *staff).map_err(|e| e.to_string())?))
}

/// A workbook over the caseload, as the person who looks may see it.
fn workbook(lens: Lens, paper: &Paper) -> Result<Vec<u8>, String> {
    match paper {
        Paper::Register => {
            let school = lens.school_name().map_err(|e| e.to_string())?;
            register(&PupilsView::load(lens).map_err(|e| e.to_string())?, &school).map_err(|e| e.to_string())
        }
        Paper::Statement { .. } => super::statement_workbook(&ledger(lens, paper)?).map_err(|e| e.to_string()),
        Paper::Tracker => target_tracker(&Tracker::load(lens).map_err(|e| e.to_string())?).map_err(|e| e.to_string()),
        _ => Err("This is a document: export it as PDF or Word.".into()),
    }
}
