//! Pure judgement: what the facts mean, always with its reason and how sure one can be.

mod access;
mod calendar;
mod progress;
mod upn;

pub use access::{may_change, refusal, sees_all};
pub use calendar::Calendar;
pub use progress::{Progress, Standing, theil_sen};
pub use upn::{UpnCheck, check_upn};
