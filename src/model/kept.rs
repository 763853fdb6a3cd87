//! Families of things that are kept alike: an identifier, whom it is about, a day, and the rest.
//!
//! A new family is a type, a line in [`Item`] and a table; writing, undo, audit and search need
//! nothing more.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    ClassWeek, Contact, DayCover, Duty, Entry, NeedSpell, PlanText, Programme, PupilId, ReadMark, Running, SetTask, StaffId, Strategy,
    SupportNeeds, Training,
};

/// Something that is kept as one row of its family's table.
pub trait Kept: Serialize + DeserializeOwned {
    /// The family's table.
    const TABLE: &'static str;

    fn key(&self) -> Uuid;

    /// The pupil it is about, where it is about one.
    fn pupil(&self) -> Option<PupilId> {
        None
    }

    /// The member of staff it is about or by, where there is one.
    fn staff(&self) -> Option<StaffId> {
        None
    }

    /// The day it happened, where it did.
    fn day(&self) -> Option<NaiveDate> {
        None
    }
}

macro_rules! families {
    ($($name:ident, $table:literal, $what:literal $(, pupil: $pupil:expr)? $(, staff: $staff:expr)? $(, day: $day:expr)?;)*) => {
        /// One of the families, as a change carries it.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub enum Item { $($name($name)),* }

        impl Item {
            /// What undo calls keeping it.
            pub fn words(&self) -> &'static str {
                match self { $(Self::$name(_) => $what),* }
            }

            /// The pupil it is about.
            pub fn pupil(&self) -> Option<PupilId> {
                match self { $(Self::$name(item) => Kept::pupil(item)),* }
            }
        }

        $(
            impl Kept for $name {
                const TABLE: &'static str = $table;

                fn key(&self) -> Uuid {
                    self.id.0
                }
                $(fn pupil(&self) -> Option<PupilId> {
                    let read: fn(&Self) -> Option<PupilId> = $pupil;
                    read(self)
                })?
                $(fn staff(&self) -> Option<StaffId> {
                    let read: fn(&Self) -> Option<StaffId> = $staff;
                    read(self)
                })?
                $(fn day(&self) -> Option<NaiveDate> {
                    let read: fn(&Self) -> Option<NaiveDate> = $day;
                    read(self)
                })?
            }

            impl From<$name> for Item {
                fn from(item: $name) -> Self {
                    Self::$name(item)
                }
            }
        )*
    };
}

families! {
    Contact, "contact", "save contact", pupil: |c| Some(c.pupil);
    Training, "training", "save training", staff: |t| Some(t.staff), day: |t| t.expires;
    NeedSpell, "need_spell", "save type of need", pupil: |n| Some(n.pupil), day: |n| n.since;
    PlanText, "plan_text", "save section of the plan", pupil: |p| Some(p.pupil);
    ReadMark, "read_mark", "note that it was read", pupil: |r| Some(r.pupil), staff: |r| Some(r.staff), day: |r| Some(r.on);
    Programme, "programme", "save intervention of the catalogue";
    Running, "running", "save intervention", staff: |r| r.deliverer, day: |r| Some(r.starts);
    Strategy, "strategy", "save strategy", pupil: |s| Some(s.pupil), day: |s| Some(s.since);
    Entry, "entry", "save entry", pupil: |e| Some(e.pupil), staff: |e| e.staff, day: |e| Some(e.on);
    Duty, "duty", "save duty", staff: |d| Some(d.staff);
    DayCover, "day_cover", "cover an absence", day: |c| Some(c.on);
    SupportNeeds, "support_needs", "save who may support", pupil: |s| Some(s.pupil);
    SetTask, "set_task", "save task at a set time", pupil: |t| t.pupil;
    ClassWeek, "class_week", "save class timetable";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EntryKind, Mint, Readable};

    #[test]
    fn a_family_reads_back_what_it_wrote() {
        let mut mint = Mint::new(0, 1);
        let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap_or_default();
        let mark = ReadMark { id: mint.fresh(), pupil: mint.fresh(), staff: mint.fresh(), what: Readable::Plan(mint.fresh()), on: day };
        let text = serde_json::to_string(&mark).unwrap();
        assert_eq!(serde_json::from_str::<ReadMark>(&text).unwrap(), mark);
        for what in [EntryKind::GoodNews, EntryKind::Answer { of: mint.fresh() }, EntryKind::Handover { to: None }] {
            let entry = Entry {
                id: mint.fresh(),
                pupil: mint.fresh(),
                staff: None,
                on: day,
                what,
                text: "Read the whole page".into(),
                entered_at: 1,
                entered_by: "Jo".into(),
                supersedes: None,
            };
            let text = serde_json::to_string(&entry).unwrap();
            assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), entry);
        }
    }
}
