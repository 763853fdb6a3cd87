//! Holding a review: what it decided is done to targets and plan in the same step.

use super::run::Cx;
use super::{Result, plans, refuse, school};
use crate::model::{About, Decided, Plan, Review, ReviewState, TargetState};
use crate::store;

/// Holds a review. Achieved targets end as achieved, those that cannot be attained as stopped; with a
/// next plan, the outcomes and targets that carry on go into its new version.
pub(super) fn hold(cx: &mut Cx, mut review: Review, next: Option<Plan>) -> Result<()> {
    let today = cx.now.today();
    let held = review.held_on.or(review.more.meeting_on).unwrap_or(today);
    if held > today {
        return refuse("The review has not taken place yet. Nothing was saved. Mend its date.");
    }
    review.held_on = Some(held);
    review.state = ReviewState::Held;
    for point in &review.more.points {
        let About::Target(id) = point.about else { continue };
        let Some(mut target) = store::target(cx.tx.db(), id)? else { continue };
        target.state = match point.decided {
            Decided::Achieved if target.more.maintain_weeks.is_some() => TargetState::Maintained,
            Decided::Achieved => TargetState::Achieved,
            Decided::NotAttainable => TargetState::Stopped,
            _ if !point.carry => TargetState::Stopped,
            _ => continue,
        };
        store::put_target(cx.tx, &target)?;
    }
    if let (Some(next), Some(plan)) = (next, review.plan) {
        let dropped: Vec<_> = review
            .more
            .points
            .iter()
            .filter_map(|p| match p.about {
                About::Outcome(id) if !p.carry => Some(id),
                _ => None,
            })
            .collect();
        plans::next_version(cx, plan, next, &dropped)?;
    }
    school::save_review(cx, review)
}
