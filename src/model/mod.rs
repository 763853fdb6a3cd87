//! What a school's SEND work is made of: plain data, no I/O, no clock.
//!
//! Names follow the field: a *target* is the small step, an *outcome* only ever stands in section E
//! of an EHC plan, *provision* is what is promised and a *session* is what happened.

mod access;
mod change;
mod ids;
mod measure;
mod now;
mod people;
mod plan;
mod portrait;
mod review;
mod school;
mod secret;
mod session;
mod touched;

pub use access::{Access, AccessRole};
pub use change::{Change, ImportedPupil, ImportedStaff};
pub use ids::*;
pub use measure::{Direction, HelpLevel, Measure, Reading};
pub use now::{Now, date_words, parse_date, parse_time, short_date_words, time_words};
pub use people::{KeyLink, LinkRole, NeedType, Pupil, SenStatus, Staff, StaffRole, StatusSpell, WorkingDay, YearGroup};
pub use plan::{Outcome, Per, Plan, PlanKind, Provision, Target, TargetState};
pub use portrait::{Portrait, PortraitField, PortraitState};
pub use review::{Review, ReviewState};
pub use school::{ClosedDay, Period, School, Term, WeekSlot, weekday_name};
pub use secret::{normal_recovery_key, recovery_group, recovery_key, recovery_key_looks_right, weak_passphrase};
pub use session::{NotDelivered, Record, Session, SessionOutcome};
pub use touched::{Area, Touched};
