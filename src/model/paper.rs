//! Which document is meant, and in which format it leaves.

use chrono::NaiveDate;

use super::{PupilId, StaffId};

/// A document that can leave the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paper {
    Portrait(PupilId),
    Summary {
        pupil: PupilId,
        from: NaiveDate,
        to: NaiveDate,
    },
    /// The summary in plain words for the family.
    Parents {
        pupil: PupilId,
        from: NaiveDate,
        to: NaiveDate,
    },
    /// The pupil's own page.
    OwnPage {
        pupil: PupilId,
        from: NaiveDate,
        to: NaiveDate,
    },
    /// What was promised and what was given, down to each session.
    Statement {
        pupil: PupilId,
        from: NaiveDate,
        to: NaiveDate,
    },
    DaySheet {
        staff: StaffId,
        day: NaiveDate,
    },
    /// What an adult takes over on a day, with what they must know of each pupil.
    CoverSheet {
        staff: StaffId,
        day: NaiveDate,
    },
    /// A sheet to tally on by hand.
    TallySheet {
        staff: StaffId,
        day: NaiveDate,
    },
    /// An adult's week.
    Timetable {
        staff: StaffId,
        /// The day from which the week is looked at, where it is not today.
        from: Option<NaiveDate>,
    },
    /// A class's week for its teacher.
    Digest {
        class: String,
        day: NaiveDate,
    },
    /// The SEN register, as Excel.
    Register,
    /// Every open target, as Excel.
    Tracker,
}

/// The format a document leaves in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Pdf,
    Word,
    Excel,
    /// iCalendar, for a calendar app.
    Calendar,
}

impl Paper {
    /// What the audit calls it, and the pupil it is about where it is about one.
    pub fn about(&self) -> (&'static str, Option<PupilId>) {
        match self {
            Self::Portrait(pupil) => ("portrait", Some(*pupil)),
            Self::Summary { pupil, .. } => ("review summary", Some(*pupil)),
            Self::Parents { pupil, .. } => ("summary for the family", Some(*pupil)),
            Self::OwnPage { pupil, .. } => ("pupil's own page", Some(*pupil)),
            Self::Statement { pupil, .. } => ("provision statement", Some(*pupil)),
            Self::DaySheet { .. } => ("day sheet", None),
            Self::CoverSheet { .. } => ("cover sheet", None),
            Self::TallySheet { .. } => ("tally sheet", None),
            Self::Timetable { .. } => ("timetable", None),
            Self::Digest { .. } => ("class digest", None),
            Self::Register => ("SEN register", None),
            Self::Tracker => ("target tracker", None),
        }
    }

    /// `review-summary-1f2a3b4c-20261120-091500.pdf`: the pupil's identifier, never the name.
    pub fn file_name(&self, format: Format, now: chrono::NaiveDateTime) -> String {
        let (what, pupil) = self.about();
        let id = pupil.map(|p| p.0.simple().to_string()).map(|id| format!("-{}", &id[id.len() - 8..])).unwrap_or_default();
        format!("{}{id}-{}.{}", what.replace(' ', "-").replace('\'', ""), now.format("%Y%m%d-%H%M%S"), format.ending())
    }
}

impl Format {
    /// As the audit says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Word => "Word",
            Self::Excel => "Excel",
            Self::Calendar => "calendar",
        }
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Word => "docx",
            Self::Excel => "xlsx",
            Self::Calendar => "ics",
        }
    }
}
