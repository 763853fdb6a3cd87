//! Who may do what. Within one file this is a courtesy between colleagues: whoever can open the file
//! holds its key. What must not be seen must not be given out (`interop-and-security.md` 4.1).

use crate::model::{Access, AccessRole, Change, Item, PupilId};

/// Whether a person sees every pupil, or only those they are linked with or timetabled for.
pub fn sees_all(person: &Access) -> bool {
    person.role == AccessRole::Sendco
}

/// Whether a person may make a change, given the pupils they work with.
pub fn may_change(person: &Access, change: &Change, own: &[PupilId]) -> bool {
    if person.role == AccessRole::Sendco {
        return true;
    }
    match change {
        Change::LogSession(session) | Change::CorrectSession { corrected: session, .. } => {
            Some(session.staff) == person.staff && own.contains(&session.pupil)
        }
        Change::LogGroup(sessions) => sessions.iter().all(|s| Some(s.staff) == person.staff && own.contains(&s.pupil)),
        Change::SavePortrait(portrait) => own.contains(&portrait.pupil),
        Change::Keep(Item::Entry(entry)) => own.contains(&entry.pupil),
        Change::Keep(Item::Strategy(strategy)) => own.contains(&strategy.pupil),
        Change::Keep(Item::ReadMark(mark)) => Some(mark.staff) == person.staff && own.contains(&mark.pupil),
        _ => false,
    }
}

/// The sentence for a change that a person may not make.
pub fn refusal(change: &Change) -> String {
    match change {
        Change::LogSession(_) | Change::LogGroup(_) | Change::CorrectSession { .. } => {
            "You can log your own sessions with the pupils you work with. Nothing has changed. Ask the SENDCO to link you with this pupil."
                .into()
        }
        _ => format!("Only the SENDCO can do this ({}). Nothing has changed.", change.name()),
    }
}
