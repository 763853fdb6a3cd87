//! What a school's SEND work is made of: plain data, no I/O, no clock.
//!
//! Names follow the field: a *target* is the small step, an *outcome* only ever stands in section E
//! of an EHC plan, *provision* is what is promised and a *session* is what happened.

mod access;
mod change;
mod contact;
mod cover;
mod entry;
mod ids;
mod intervention;
mod kept;
mod measure;
mod now;
mod paper;
mod people;
mod plan;
mod portrait;
mod review;
mod school;
mod secret;
mod session;
mod support;
mod table;
mod template;
mod touched;
mod training;

pub use access::{Access, AccessRole};
pub use change::{Change, ImportMapping, ImportedPupil, ImportedStaff};
pub use contact::{Contact, ContactKind, MaySee};
pub use cover::{Away, CoverMove, DayCover, DutyMove};
pub use entry::{Entry, EntryKind, Helped, ReferTo, Strategy};
pub use ids::*;
pub use intervention::{FidelityCheck, Member, Programme, Running, Verdict, dose_words, shipped_programmes};
pub use kept::{Item, Kept};
pub use measure::{Direction, HelpLevel, IntervalWay, Measure, Reading};
pub use now::{Now, date_words, parse_date, parse_time, short_date_words, time_words};
pub use paper::{Format, Paper};
pub use people::{KeyLink, LinkRole, NeedSpell, NeedType, Pupil, SenStatus, Staff, StaffRole, StatusSpell, WorkingDay, YearGroup};
pub use plan::{Outcome, Per, Phase, PhaseKind, Plan, PlanKind, Provision, Target, TargetMore, TargetState};
pub use portrait::{Portrait, PortraitField, PortraitState};
pub use review::{About, Decided, Invited, NextStep, Point, Review, ReviewMore, ReviewState};
pub use school::{
    AdoptedWeek, ClosedDay, CostRules, CycleWeek, Duty, HelpWords, Period, PlanRules, School, Term, WEEKDAYS, WeekSlot, concern_words,
    weekday_name,
};
pub use secret::{normal_recovery_key, recovery_group, recovery_key, recovery_key_looks_right, weak_passphrase};
pub use session::{Company, NotDelivered, Record, Session, SessionMore, SessionOutcome, Setting, own_rating_words};
pub use support::{ClassWeek, Lesson, SetTask, SupportNeeds, TaskKind, Weight};
pub use table::{Cell, CellKey, minutes_words, pounds, thousands};
pub use template::{PlanSection, PlanTemplate, PlanText, ReadMark, Readable, shipped_templates};
pub use touched::{Area, Touched};
pub use training::Training;
