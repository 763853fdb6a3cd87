//! Plans, outcomes, provision lines and targets.

use super::run::Cx;
use super::{Result, needed, refuse};
use std::collections::HashMap;

use crate::model::{
    Measure, Outcome, OutcomeId, Plan, PlanId, PlanTemplate, PlanText, Provision, ProvisionId, Target, TargetId, TargetState, WeekSlot,
};
use crate::store;

/// Writes a plan. A pupil has one running plan of a kind, and one that targets hang on: an earlier one
/// ends the day before.
pub(super) fn save_plan(cx: &mut Cx, plan: Plan) -> Result<()> {
    if plan.review_due.is_some_and(|due| due < plan.starts) {
        return refuse("The review is due before the plan starts. Nothing was saved. Mend the dates.");
    }
    for mut earlier in store::plans_of(cx.tx.db(), plan.pupil)? {
        let takes_over = earlier.kind == plan.kind || earlier.kind.is_main() && plan.kind.is_main();
        if earlier.id != plan.id && takes_over && earlier.ended_on.is_none() && plan.ended_on.is_none() {
            if earlier.starts >= plan.starts {
                return refuse("This pupil has a plan that starts later or on the same day. Nothing was saved. End that plan first.");
            }
            earlier.ended_on = plan.starts.pred_opt();
            store::put_plan(cx.tx, &earlier)?;
        }
    }
    store::put_plan(cx.tx, &plan)
}

/// Writes what each kind of plan consists of. A kind that a pupil's plan is of keeps standing.
pub(super) fn save_templates(cx: &mut Cx, templates: &[PlanTemplate]) -> Result<()> {
    for (i, template) in templates.iter().enumerate() {
        let name = template.kind.words().trim();
        needed(name, "The name of the kind of plan")?;
        if templates[..i].iter().any(|t| t.kind.words().trim().eq_ignore_ascii_case(name)) {
            return refuse(format!("Two kinds of plan are called “{name}”. Nothing was saved. Give one of them another name."));
        }
    }
    for before in store::templates(cx.tx.db())? {
        let gone = !templates.iter().any(|t| t.kind == before.kind);
        if gone && store::plan_kind_used(cx.tx.db(), &before.kind)? {
            let name = before.kind.words();
            return refuse(format!("Pupils have a plan of the kind “{name}”, so it stays readable with them. Nothing was saved."));
        }
    }
    store::put_templates(cx.tx, templates)
}

/// Starts the next version of a plan with everything the present one says.
pub(super) fn new_version(cx: &mut Cx, plan: PlanId, next: Plan) -> Result<()> {
    next_version(cx, plan, next, &[])
}

/// Starts the next version of a plan: outcomes (but the dropped ones), provision and texts are copied,
/// and targets and slots follow to the copies. The earlier version stays readable as it was.
pub(super) fn next_version(cx: &mut Cx, plan: PlanId, next: Plan, dropped: &[OutcomeId]) -> Result<()> {
    let Some(before) = store::plans_of(cx.tx.db(), next.pupil)?.into_iter().find(|p| p.id == plan) else {
        return refuse("The plan to go on from is no longer there. Nothing has changed.");
    };
    let next = Plan { version: before.version + 1, kind: before.kind.clone(), ..next };
    let (outcomes, lines) = (store::outcomes_of(cx.tx.db(), plan)?, store::provisions_of(cx.tx.db(), plan)?);
    save_plan(cx, next.clone())?;
    let mut twin: HashMap<OutcomeId, OutcomeId> = HashMap::new();
    for outcome in outcomes.into_iter().filter(|o| !dropped.contains(&o.id)) {
        let id = cx.mint.fresh();
        twin.insert(outcome.id, id);
        store::put_outcome(cx.tx, &Outcome { id, plan: next.id, ..outcome })?;
    }
    let mut line_twin: HashMap<ProvisionId, ProvisionId> = HashMap::new();
    for line in lines {
        let id = cx.mint.fresh();
        line_twin.insert(line.id, id);
        let outcome = line.outcome.and_then(|o| twin.get(&o).copied());
        store::put_provision(cx.tx, &Provision { id, plan: next.id, outcome, ..line })?;
    }
    for target in store::targets_of(cx.tx.db(), next.pupil)?.into_iter().filter(|t| t.state.is_open()) {
        if let Some(outcome) = target.outcome.and_then(|o| twin.get(&o)) {
            store::put_target(cx.tx, &Target { outcome: Some(*outcome), ..target })?;
        }
    }
    // A slot that served a line goes on for its twin; what it delivered before stays with the old line.
    for slot in store::slots_of_pupil(cx.tx.db(), next.pupil)?.into_iter().filter(|s| s.ends.is_none_or(|e| e >= next.starts)) {
        let Some(line) = slot.provision.and_then(|p| line_twin.get(&p)) else { continue };
        if slot.starts < next.starts {
            store::end_slot(cx.tx, slot.id, next.starts.pred_opt().unwrap_or(next.starts))?;
            store::put_slot(cx.tx, &WeekSlot { id: cx.mint.fresh(), provision: Some(*line), starts: next.starts, ..slot })?;
        } else {
            store::put_slot(cx.tx, &WeekSlot { provision: Some(*line), ..slot })?;
        }
    }
    for text in store::kept_of_pupil::<PlanText>(cx.tx.db(), next.pupil)?.into_iter().filter(|t| t.plan == plan) {
        store::put_kept(cx.tx, &PlanText { id: cx.mint.fresh(), plan: next.id, ..text })?;
    }
    Ok(())
}

/// Lets a target go on as one or several others. It keeps its readings and says what became of it.
pub(super) fn go_on_as(cx: &mut Cx, target: TargetId, next: Vec<Target>) -> Result<()> {
    let Some(before) = store::target(cx.tx.db(), target)? else {
        return refuse("The target is no longer there. Nothing has changed.");
    };
    if next.is_empty() {
        return refuse("Say what the target goes on as. Nothing has changed.");
    }
    let first = next[0].id;
    for mut heir in next {
        heir.more.from = Some(target);
        save_target(cx, heir)?;
    }
    for slot in store::slots_of_pupil(cx.tx.db(), before.pupil)?.into_iter().filter(|s| s.target == Some(target)) {
        let today = cx.now.today();
        if slot.ends.is_some_and(|e| e < today) {
            continue;
        }
        if slot.starts < today {
            store::end_slot(cx.tx, slot.id, today.pred_opt().unwrap_or(today))?;
            store::put_slot(cx.tx, &WeekSlot { id: cx.mint.fresh(), target: Some(first), starts: today, ..slot })?;
        } else {
            store::put_slot(cx.tx, &WeekSlot { target: Some(first), ..slot })?;
        }
    }
    store::put_target(cx.tx, &Target { state: TargetState::Replaced, ..before })
}

/// Writes an outcome.
pub(super) fn save_outcome(cx: &mut Cx, outcome: Outcome) -> Result<()> {
    needed(&outcome.text, "The outcome")?;
    store::put_outcome(cx.tx, &outcome)?;
    store::mark_plan_changed(cx.tx, outcome.plan, cx.now.today())
}

/// Writes a provision line.
pub(super) fn save_provision(cx: &mut Cx, line: Provision) -> Result<()> {
    needed(&line.what, "What the provision is")?;
    store::put_provision(cx.tx, &line)?;
    store::mark_plan_changed(cx.tx, line.plan, cx.now.today())
}

/// Takes an outcome or a provision line out of its plan.
pub(super) fn remove_part(cx: &mut Cx, part: uuid::Uuid, remove: impl FnOnce(&Cx) -> Result<()>) -> Result<()> {
    let plan = store::plan_of_part(cx.tx.db(), part)?;
    remove(cx)?;
    plan.map_or(Ok(()), |plan| store::mark_plan_changed(cx.tx, plan, cx.now.today()))
}

/// Writes a target. Its measure cannot change once there are readings, or they would mean something else.
pub(super) fn save_target(cx: &mut Cx, target: Target) -> Result<()> {
    needed(&target.will, "What the pupil will do")?;
    if target.by <= target.starts {
        return refuse("The target's date is not after its start. Nothing was saved. Mend the dates.");
    }
    if let Measure::Steps { of } = target.measure
        && usize::from(of) != target.more.steps.len()
    {
        return refuse("Name each step of the task, one on a line. Nothing was saved.");
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
