//! Pure judgement: what the facts mean, always with its reason and how sure one can be.

mod access;
mod calendar;
mod concern;
mod costs;
pub mod effect;
mod holidays;
mod ledger;
mod lengths;
mod portrait;
mod progress;
mod upn;
mod veil;

pub use access::{may_change, refusal, sees_all};
pub use calendar::Calendar;
pub use concern::looks_like_a_concern;
pub use costs::{Given, cost_of_a_year, cost_of_sessions, uncovered};
pub use holidays::{bank_holidays, bank_holidays_between};
pub use ledger::{Facts, Ledger, Unit, Week as LedgerWeek, counted, lapse, ledger};
pub use lengths::{Lengths, usual_lesson};
pub use portrait::portrait_stale;
pub use progress::{Confidence, Progress, Standing, theil_sen};
pub use upn::{UpnCheck, check_upn};
pub use veil::Veil;
