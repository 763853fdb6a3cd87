//! Read models: what one screen or one document shows, loaded in one read and limited to what the
//! person at the desk may see.

mod around;
mod census;
mod chart;
mod cover;
mod digest;
mod interventions;
mod lens;
mod notices;
mod plan;
mod planning;
mod portrait;
mod pupil;
mod pupils;
mod reviews;
mod school;
mod search;
mod staff;
mod summary;
mod target;
mod today;
mod tracker;
mod week;

pub use around::{Around, StrategyRow, Unread};
pub use census::{CensusRow, CensusView};
pub use chart::ChartShape;
pub use cover::{CoverRow, CoverView};
pub use digest::{Digest, DigestPupil};
pub use interventions::{InterventionsView, MemberRow, RegisterRow, RunningRow};
pub use lens::Lens;
pub use notices::{Notice, NoticeDoes};
pub use plan::{Draft, LsaLoad, PupilLoad, WeekPlanView};
pub use planning::{Planning, SessionFor, When};
pub use portrait::PortraitPage;
pub use pupil::{LinkRow, PlanView, PupilView, TimelineRow};
pub use pupils::{PupilRow, PupilsView};
pub use reviews::{ReviewRow, ReviewsView};
pub use school::{FirstStep, PersonRow, SchoolView};
pub use search::{Found, SearchView};
pub use staff::{Lapsing, StaffRow, StaffView};
pub use summary::{OutcomeReport, ProvisionReport, ReviewSummary};
pub use target::TargetView;
pub use today::{Card, TargetCard, TodayView};
pub use tracker::{Tracker, TrackerRow};
pub use week::{SlotRow, WeekView};
