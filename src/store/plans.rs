//! Plans, outcomes, provision lines and targets.

use chrono::NaiveDate;
use rusqlite::Row;

use super::rows::{id, json, maybe_id, must_exist, word};
use super::{Db, Result, Tx};
use crate::model::{
    Direction, Outcome, OutcomeId, Per, Plan, PlanId, PlanKind, Provision, ProvisionId, PupilId, Target, TargetId, TargetState,
};

const TARGET: &str = "id, pupil, outcome, will, condition, measure, better, baseline, starts, goal, in_a_row, by, \
                      instructions, pupil_words, state, more";

/// Writes a plan.
pub fn put_plan(tx: &Tx, plan: &Plan) -> Result<()> {
    tx.put(
        "plan",
        &[
            ("id", &plan.id.0),
            ("pupil", &plan.pupil.0),
            ("kind", &plan.kind.words()),
            ("starts", &plan.starts),
            ("review_due", &plan.review_due),
            ("ended_on", &plan.ended_on),
            ("version", &plan.version),
            ("changed_on", &plan.changed_on),
        ],
    )
}

/// A pupil's plans, the newest first.
pub fn plans_of(db: Db, pupil: PupilId) -> Result<Vec<Plan>> {
    let sql = "SELECT id, pupil, kind, starts, review_due, ended_on, version, changed_on FROM plan WHERE pupil = ?1 ORDER BY starts DESC, id DESC";
    db.all(sql, &[&pupil.0], read_plan)
}

/// Every plan that has not ended, the newest first.
pub fn running_plans(db: Db) -> Result<Vec<Plan>> {
    let sql = "SELECT id, pupil, kind, starts, review_due, ended_on, version, changed_on FROM plan WHERE ended_on IS NULL ORDER BY starts DESC, id DESC";
    db.all(sql, &[], read_plan)
}

/// Whether any pupil has, or had, a plan of this kind.
pub fn plan_kind_used(db: Db, kind: &PlanKind) -> Result<bool> {
    Ok(db.one("SELECT 1 FROM plan WHERE kind = ?1 LIMIT 1", &[&kind.words()], |_| Ok(()))?.is_some())
}

/// Notes the day on which something of a plan changed.
pub fn mark_plan_changed(tx: &Tx, plan: PlanId, on: NaiveDate) -> Result<()> {
    tx.run("UPDATE plan SET changed_on = ?2 WHERE id = ?1", &[&plan.0, &on])?;
    Ok(())
}

/// The plan that an outcome or a provision line belongs to.
pub fn plan_of_part(db: Db, part: uuid::Uuid) -> Result<Option<PlanId>> {
    let sql = "SELECT plan FROM outcome WHERE id = ?1 UNION ALL SELECT plan FROM provision WHERE id = ?1";
    db.one(sql, &[&part], |r| id(r, 0))
}

/// Writes an outcome.
pub fn put_outcome(tx: &Tx, outcome: &Outcome) -> Result<()> {
    tx.put("outcome", &[("id", &outcome.id.0), ("plan", &outcome.plan.0), ("body", &outcome.text), ("position", &outcome.position)])
}

/// Takes an outcome out; lines and targets that named it keep standing without it.
pub fn remove_outcome(tx: &Tx, outcome: OutcomeId) -> Result<()> {
    tx.run("UPDATE provision SET outcome = NULL WHERE outcome = ?1", &[&outcome.0])?;
    tx.run("UPDATE target SET outcome = NULL WHERE outcome = ?1", &[&outcome.0])?;
    must_exist(tx.run("DELETE FROM outcome WHERE id = ?1", &[&outcome.0])?, "outcome")
}

/// The outcomes of a plan in order.
pub fn outcomes_of(db: Db, plan: PlanId) -> Result<Vec<Outcome>> {
    db.all("SELECT id, plan, body, position FROM outcome WHERE plan = ?1 ORDER BY position, id", &[&plan.0], |r| {
        Ok(Outcome { id: id(r, 0)?, plan: id(r, 1)?, text: r.get(2)?, position: r.get(3)? })
    })
}

/// Writes a provision line.
pub fn put_provision(tx: &Tx, line: &Provision) -> Result<()> {
    tx.put(
        "provision",
        &[
            ("id", &line.id.0),
            ("plan", &line.plan.0),
            ("outcome", &line.outcome.map(|o| o.0)),
            ("what", &line.what),
            ("times", &line.times),
            ("minutes", &line.minutes),
            ("per", &line.per.words()),
            ("group_size", &line.group_size),
            ("who", &line.who),
            ("position", &line.position),
        ],
    )
}

/// Takes out a provision line that nothing was delivered under; otherwise the line must stay.
pub fn remove_provision(tx: &Tx, line: ProvisionId) -> Result<()> {
    let used = tx.db().one("SELECT 1 FROM session WHERE provision = ?1 LIMIT 1", &[&line.0], |_| Ok(()))?;
    if used.is_some() {
        return Err(super::Error::Refused(
            "Sessions were recorded under this provision, so it stays readable with them. End the plan instead. Nothing has changed."
                .into(),
        ));
    }
    tx.run("UPDATE week_slot SET provision = NULL WHERE provision = ?1", &[&line.0])?;
    must_exist(tx.run("DELETE FROM provision WHERE id = ?1", &[&line.0])?, "provision")
}

/// The provision lines of a plan in order.
pub fn provisions_of(db: Db, plan: PlanId) -> Result<Vec<Provision>> {
    db.all(&format!("{PROVISION} WHERE plan = ?1 ORDER BY position, id"), &[&plan.0], provision_row)
}

/// One provision line.
pub fn provision(db: Db, line: ProvisionId) -> Result<Option<Provision>> {
    db.one(&format!("{PROVISION} WHERE id = ?1"), &[&line.0], provision_row)
}

const PROVISION: &str = "SELECT id, plan, outcome, what, times, minutes, per, group_size, who, position FROM provision";

fn provision_row(r: &Row) -> rusqlite::Result<Provision> {
    Ok(Provision {
        id: id(r, 0)?,
        plan: id(r, 1)?,
        outcome: maybe_id(r, 2)?,
        what: r.get(3)?,
        times: r.get(4)?,
        minutes: r.get(5)?,
        per: word(r, 6, Per::from_words)?,
        group_size: r.get(7)?,
        who: r.get(8)?,
        position: r.get(9)?,
    })
}

/// Writes a target.
pub fn put_target(tx: &Tx, target: &Target) -> Result<()> {
    let better = match target.better {
        Direction::Up => "up",
        Direction::Down => "down",
    };
    tx.put(
        "target",
        &[
            ("id", &target.id.0),
            ("pupil", &target.pupil.0),
            ("outcome", &target.outcome.map(|o| o.0)),
            ("will", &target.will),
            ("condition", &target.condition),
            ("measure", &serde_json::to_string(&target.measure).unwrap_or_default()),
            ("better", &better),
            ("baseline", &target.baseline),
            ("starts", &target.starts),
            ("goal", &target.goal),
            ("in_a_row", &target.in_a_row),
            ("by", &target.by),
            ("instructions", &target.instructions),
            ("pupil_words", &target.pupil_words),
            ("state", &target.state.words()),
            ("more", &serde_json::to_string(&target.more).unwrap_or_default()),
        ],
    )
}

/// One target.
pub fn target(db: Db, target: TargetId) -> Result<Option<Target>> {
    db.one(&format!("SELECT {TARGET} FROM target WHERE id = ?1"), &[&target.0], read_target)
}

/// A pupil's targets, the oldest first.
pub fn targets_of(db: Db, pupil: PupilId) -> Result<Vec<Target>> {
    db.all(&format!("SELECT {TARGET} FROM target WHERE pupil = ?1 ORDER BY starts, id"), &[&pupil.0], read_target)
}

fn read_plan(row: &Row) -> rusqlite::Result<Plan> {
    Ok(Plan {
        id: id(row, 0)?,
        pupil: id(row, 1)?,
        kind: word(row, 2, PlanKind::from_words)?,
        starts: row.get(3)?,
        review_due: row.get(4)?,
        ended_on: row.get(5)?,
        version: row.get(6)?,
        changed_on: row.get(7)?,
    })
}

fn read_target(row: &Row) -> rusqlite::Result<Target> {
    Ok(Target {
        id: id(row, 0)?,
        pupil: id(row, 1)?,
        outcome: maybe_id(row, 2)?,
        will: row.get(3)?,
        condition: row.get(4)?,
        measure: json(row, 5)?,
        better: word(row, 6, |w| match w {
            "up" => Some(Direction::Up),
            "down" => Some(Direction::Down),
            _ => None,
        })?,
        baseline: row.get(7)?,
        starts: row.get(8)?,
        goal: row.get(9)?,
        in_a_row: row.get(10)?,
        by: row.get(11)?,
        instructions: row.get(12)?,
        pupil_words: row.get(13)?,
        state: word(row, 14, TargetState::from_words)?,
        more: json(row, 15)?,
    })
}

/// Every target's name and state: `(target, pupil, will, state)`.
pub fn target_names(db: Db) -> Result<Vec<(TargetId, PupilId, String, TargetState)>> {
    db.all("SELECT id, pupil, will, state FROM target ORDER BY starts, id", &[], |r| {
        Ok((id(r, 0)?, id(r, 1)?, r.get(2)?, word(r, 3, TargetState::from_words)?))
    })
}

/// Every provision line of a running plan: `(line, pupil, what)`.
pub fn provision_names(db: Db) -> Result<Vec<(ProvisionId, PupilId, String)>> {
    db.all(
        "SELECT v.id, p.pupil, v.what FROM provision v JOIN plan p ON p.id = v.plan WHERE p.ended_on IS NULL ORDER BY v.position, v.id",
        &[],
        |r| Ok((id(r, 0)?, id(r, 1)?, r.get(2)?)),
    )
}
