//! What a person should know before the day begins: handovers, answers, referrals, what is unread.

use chrono::TimeDelta;
use std::collections::HashMap;

use crate::model::{Entry, EntryId, EntryKind, PortraitState, Pupil, PupilId, ReadMark, Readable, StaffId, TargetState, date_words};
use crate::store::{self, Result};

use super::Lens;

/// How far back handovers and answers are shown.
const DAYS: i64 = 14;

/// One thing to know or to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub pupil: PupilId,
    /// `Handover`, `Answer`, `Referred on`, `Good news`, `Look again`, `Not read yet`.
    pub kind: &'static str,
    pub words: String,
    pub does: NoticeDoes,
}

/// What choosing a notice does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoticeDoes {
    /// Nothing but opening the pupil's page.
    Open,
    /// Asks for an answer to a referral.
    Answer(EntryId),
    /// Marks a plan or a portrait as read.
    MarkRead(Readable),
}

/// The notices of a member of staff, or those of the SENDCO where `staff` is nobody's.
pub(super) fn load(lens: Lens, staff: Option<StaffId>, pupils: &[Pupil]) -> Result<Vec<Notice>> {
    let own = lens.own()?;
    let sees_all = own.is_none();
    let names: HashMap<PupilId, String> = pupils.iter().map(|p| (p.id, lens.name(p))).collect();
    let name = |pupil: PupilId| names.get(&pupil).cloned().unwrap_or_default();
    let entries = store::kept_between::<Entry>(lens.db, lens.today - TimeDelta::days(120), lens.today)?;
    let recent = |entry: &Entry| entry.on >= lens.today - TimeDelta::days(DAYS);
    let answered = |id: EntryId| entries.iter().find(|e| e.what == EntryKind::Answer { of: id });
    let mut notices = Vec::new();
    for entry in entries.iter().filter(|e| own.as_ref().is_none_or(|own| own.contains(&e.pupil))) {
        let about = |kind, words: String, does| Notice { pupil: entry.pupil, kind, words, does };
        let who = format!("{}, {}", name(entry.pupil), date_words(entry.on));
        match &entry.what {
            EntryKind::Handover { to } if recent(entry) && entry.staff != staff && (to.is_none() || *to == staff || sees_all) => {
                notices.push(about("Handover", format!("{who}: {} ({})", entry.text, entry.entered_by), NoticeDoes::Open));
            }
            EntryKind::Referral { to, .. } if answered(entry.id).is_none() && sees_all => {
                let words = format!("{who}: {} ({} to {})", entry.text, entry.entered_by, to.words());
                notices.push(about("Referred on", words, NoticeDoes::Answer(entry.id)));
            }
            EntryKind::Referral { .. } if !sees_all && entry.staff == staff => {
                if let Some(answer) = answered(entry.id).filter(|a| recent(a)) {
                    let words = format!("{who}: {} ({})", answer.text, answer.entered_by);
                    notices.push(about("Answer", words, NoticeDoes::Open));
                }
            }
            EntryKind::GoodNews if recent(entry) && sees_all => {
                notices.push(about("Good news", format!("{who}: {}", entry.text), NoticeDoes::Open));
            }
            _ => {}
        }
    }
    notices.reverse();
    if let Some(staff) = staff {
        notices.extend(look_again(lens, staff, &names)?);
    }
    if let (Some(staff), Some(own)) = (staff, own) {
        notices.extend(unread(lens, staff, &own, &names)?);
    }
    Ok(notices)
}

/// Mastered targets of a person's pupils that are due to be looked at again.
fn look_again(lens: Lens, staff: StaffId, names: &HashMap<PupilId, String>) -> Result<Vec<Notice>> {
    let mut notices = Vec::new();
    for pupil in store::pupils_of_staff(lens.db, staff, lens.today)? {
        let kept = store::targets_of(lens.db, pupil)?.into_iter().filter(|t| t.state == TargetState::Maintained);
        for target in kept {
            let Some(weeks) = target.more.maintain_weeks else { continue };
            let last = store::readings_of_pupil(lens.db, pupil)?.into_iter().filter(|r| r.0 == target.id).map(|r| r.1).max();
            let due = last.unwrap_or(target.starts) + TimeDelta::weeks(i64::from(weeks));
            if due <= lens.today {
                let name = names.get(&pupil).cloned().unwrap_or_default();
                let words = format!("{name} could do it: {}. Look again; it was due {}.", target.will, date_words(due));
                notices.push(Notice { pupil, kind: "Look again", words, does: NoticeDoes::Open });
            }
        }
    }
    Ok(notices)
}

/// The running plans and approved portraits of a person's pupils that they have not said they read.
fn unread(lens: Lens, staff: StaffId, own: &std::collections::HashSet<PupilId>, names: &HashMap<PupilId, String>) -> Result<Vec<Notice>> {
    let read: Vec<Readable> = store::kept_of_staff::<ReadMark>(lens.db, staff)?.into_iter().map(|m| m.what).collect();
    let mut notices = Vec::new();
    let mut add = |pupil: PupilId, what: Readable, words: String| {
        if !read.contains(&what) {
            let name = names.get(&pupil).cloned().unwrap_or_default();
            let words = format!("{name}: {words}");
            notices.push(Notice { pupil, kind: "Not read yet", words, does: NoticeDoes::MarkRead(what) });
        }
    };
    for plan in store::running_plans(lens.db)?.into_iter().filter(|p| own.contains(&p.pupil)) {
        add(plan.pupil, Readable::Plan(plan.id), format!("{}, version {}", plan.kind.words(), plan.version));
    }
    for pupil in own {
        for portrait in store::portraits_of(lens.db, *pupil)?.into_iter().filter(|p| p.state == PortraitState::Approved) {
            add(*pupil, Readable::Portrait(portrait.id), format!("pen portrait, version {}", portrait.version));
        }
    }
    notices.sort_by(|a, b| a.words.cmp(&b.words));
    Ok(notices)
}
