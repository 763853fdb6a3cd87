//! Pure judgement: what the facts mean, always with its reason and how sure one can be.

mod access;
mod calendar;
mod concern;
mod costs;
pub mod effect;
mod holidays;
mod ledger;
mod portrait;
mod progress;
mod upn;
mod veil;

pub use access::{may_change, refusal, sees_all};
pub use calendar::Calendar;
pub use concern::looks_like_a_concern;
pub use costs::{cost_of_a_year, cost_of_sessions, uncovered};
pub use holidays::{bank_holidays, bank_holidays_between};
pub use ledger::{Facts, Ledger, Unit, Week as LedgerWeek, lapse, ledger};
pub use portrait::portrait_stale;
pub use progress::{Confidence, Progress, Standing, theil_sen};
pub use upn::{UpnCheck, check_upn};
pub use veil::Veil;
