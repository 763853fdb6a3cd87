//! Plans, outcomes, provision lines and targets.

use super::run::Cx;
use super::{Result, needed, refuse};
use crate::model::{Outcome, Plan, Provision, Target};
use crate::store;

/// Writes a plan. A pupil has one running plan of a kind: an earlier one ends the day before.
pub(super) fn save_plan(cx: &mut Cx, plan: Plan) -> Result<()> {
    if plan.review_due.is_some_and(|due| due < plan.starts) {
        return refuse("The review is due before the plan starts. Nothing was saved. Mend the dates.");
    }
    for mut earlier in store::plans_of(cx.tx.db(), plan.pupil)? {
        if earlier.id != plan.id && earlier.ended_on.is_none() && plan.ended_on.is_none() {
            if earlier.starts >= plan.starts {
                return refuse("This pupil has a plan that starts later or on the same day. Nothing was saved. End that plan first.");
            }
            earlier.ended_on = plan.starts.pred_opt();
            store::put_plan(cx.tx, &earlier)?;
        }
    }
    store::put_plan(cx.tx, &plan)
}

/// Writes an outcome.
pub(super) fn save_outcome(cx: &mut Cx, outcome: Outcome) -> Result<()> {
    needed(&outcome.text, "The outcome")?;
    store::put_outcome(cx.tx, &outcome)
}

/// Writes a provision line.
pub(super) fn save_provision(cx: &mut Cx, line: Provision) -> Result<()> {
    needed(&line.what, "What the provision is")?;
    store::put_provision(cx.tx, &line)
}

/// Writes a target. Its measure cannot change once there are readings, or they would mean something else.
pub(super) fn save_target(cx: &mut Cx, target: Target) -> Result<()> {
    needed(&target.will, "What the pupil will do")?;
    if target.by <= target.starts {
        return refuse("The target's date is not after its start. Nothing was saved. Mend the dates.");
    }
    let (low, high) = target.measure.bounds();
    let inside = |v: f64| v >= low && high.is_none_or(|h| v <= h);
    if !inside(target.goal) || !inside(target.baseline) {
        return refuse(format!("The baseline or the goal is not {}. Nothing was saved. Mend the number.", target.measure.unit()));
    }
    if let Some(before) = store::target(cx.tx.db(), target.id)?
        && before.measure != target.measure
        && store::readings_of_pupil(cx.tx.db(), target.pupil)?.iter().any(|(id, ..)| *id == target.id)
    {
        return refuse(
            "There are readings of this target already, so its measure stays. Nothing was saved. Stop this target and set a new one.",
        );
    }
    store::put_target(cx.tx, &target)
}
