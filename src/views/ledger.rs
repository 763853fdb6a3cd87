//! A pupil's provision ledger: each line with its weeks, the sessions behind them, and what it cost.

use chrono::NaiveDate;
use std::collections::HashMap;

use super::Lens;
use super::today::logged_words;
use crate::model::{Plan, Provision, ProvisionId, PupilId, Session, StaffId};
use crate::rules::{Facts, Ledger, Unit, lapse, ledger};
use crate::store::{self, Result};

/// School weeks in a year, for what a line costs in one (`domain.md` section 5, the Durham method).
const WEEKS_A_YEAR: f64 = 38.0;

/// What a statement says.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerView {
    pub pupil: PupilId,
    pub name: String,
    pub school: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub lines: Vec<LedgerLine>,
}

/// One provision line.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerLine {
    pub provision: ProvisionId,
    pub what: String,
    pub dose: String,
    pub who: String,
    pub ledger: Ledger,
    /// An early word where it lapses.
    pub lapse: Option<String>,
    /// The oldest first.
    pub sessions: Vec<SessionLine>,
    /// Pence so far, and for a year as promised; none where no rate is known.
    pub cost: Option<i64>,
    pub cost_a_year: Option<i64>,
}

/// A session behind the figures.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionLine {
    pub on: NaiveDate,
    pub staff: String,
    pub minutes: u16,
    pub delivered: bool,
    pub words: String,
}

impl LedgerLine {
    /// An amount of this line in words: minutes or sessions.
    pub fn say(&self, amount: i64) -> String {
        amount_words(self.ledger.unit, amount)
    }

    /// What the line counts.
    pub fn counts(&self) -> &'static str {
        if self.ledger.unit == Unit::Minutes { "minutes" } else { "sessions" }
    }
}

impl LedgerView {
    /// The lines of every plan that was in force between two days.
    pub fn load(lens: Lens, pupil: PupilId, from: NaiveDate, to: NaiveDate) -> Result<Option<Self>> {
        lens.may_see(pupil)?;
        let Some(person) = store::pupil(lens.db, pupil)? else { return Ok(None) };
        let staff: HashMap<StaffId, crate::model::Staff> = store::staff(lens.db)?.into_iter().map(|s| (s.id, s)).collect();
        let calendar = lens.calendar()?;
        let terms: Vec<_> = store::terms(lens.db)?.into_iter().map(|t| (t.starts, t.ends)).collect();
        let periods = store::periods(lens.db)?.into_iter().map(|p| (p.id, p)).collect();
        let slots = store::slots_of_pupil(lens.db, pupil)?;
        let mut sessions = store::sessions_of_pupil(lens.db, pupil, from, to)?;
        sessions.reverse();
        let mut lines = Vec::new();
        for plan in store::plans_of(lens.db, pupil)?.into_iter().filter(|p| in_force(p, from, to)) {
            for line in store::provisions_of(lens.db, plan.id)? {
                let own: Vec<Session> = sessions.iter().filter(|s| s.provision == Some(line.id)).cloned().collect();
                let standing: Vec<_> = slots.iter().filter(|s| s.provision == Some(line.id)).cloned().collect();
                let facts = Facts {
                    line: &line,
                    in_force: (plan.starts, plan.ended_on),
                    calendar: &calendar,
                    terms: &terms,
                    periods: &periods,
                    slots: &standing,
                    sessions: &own,
                    today: lens.today,
                };
                let ledger = ledger(&facts, from, to);
                lines.push(LedgerLine {
                    provision: line.id,
                    what: line.what.clone(),
                    dose: line.dose_words(),
                    who: line.who.clone(),
                    lapse: lapse(&ledger.sum),
                    cost: cost_so_far(&line, &own, &staff),
                    cost_a_year: cost_a_year(&line, &own, &staff),
                    sessions: own.iter().map(|s| session_line(s, &staff)).collect(),
                    ledger,
                });
            }
        }
        Ok(Some(Self { pupil, name: lens.name(&person), school: lens.school_name()?, from, to, lines }))
    }

    /// Pence so far over all lines with a rate.
    pub fn cost(&self) -> i64 {
        self.lines.iter().filter_map(|l| l.cost).sum()
    }

    /// Pence for a year as promised, over all lines with a rate.
    pub fn cost_a_year(&self) -> i64 {
        self.lines.iter().filter_map(|l| l.cost_a_year).sum()
    }
}

fn in_force(plan: &Plan, from: NaiveDate, to: NaiveDate) -> bool {
    plan.starts <= to && plan.ended_on.is_none_or(|end| end >= from)
}

fn session_line(session: &Session, staff: &HashMap<StaffId, crate::model::Staff>) -> SessionLine {
    SessionLine {
        on: session.on,
        staff: staff.get(&session.staff).map(crate::model::Staff::name).unwrap_or_default(),
        minutes: session.minutes,
        delivered: session.delivered(),
        words: logged_words(session),
    }
}

/// Minutes given times the deliverer's rate with on-costs, shared by the group.
fn cost_so_far(line: &Provision, sessions: &[Session], staff: &HashMap<StaffId, crate::model::Staff>) -> Option<i64> {
    let pence = |s: &&Session| staff.get(&s.staff)?.cost_an_hour().map(|rate| f64::from(s.minutes) / 60.0 * rate);
    let known: Vec<f64> = sessions.iter().filter(|s| s.delivered()).filter_map(|s| pence(&s)).collect();
    (!known.is_empty()).then(|| (known.iter().sum::<f64>() / f64::from(line.group_size.max(1))).round() as i64)
}

/// Minutes a week, times 38 weeks, times the mean rate of who gave it, shared by the group.
fn cost_a_year(line: &Provision, sessions: &[Session], staff: &HashMap<StaffId, crate::model::Staff>) -> Option<i64> {
    let minutes = f64::from(line.minutes?) * f64::from(line.times.unwrap_or(1));
    let weeks = match line.per {
        crate::model::Per::Day => WEEKS_A_YEAR * 5.0,
        crate::model::Per::Week => WEEKS_A_YEAR,
        crate::model::Per::Term => 3.0,
    };
    let rates: Vec<f64> = sessions.iter().filter_map(|s| staff.get(&s.staff)?.cost_an_hour()).collect();
    let rate = (!rates.is_empty()).then(|| rates.iter().sum::<f64>() / rates.len() as f64)?;
    Some((minutes * weeks / 60.0 * rate / f64::from(line.group_size.max(1))).round() as i64)
}

/// An amount as a person says it.
fn amount_words(unit: Unit, amount: i64) -> String {
    match unit {
        Unit::Minutes => crate::planner::validate::hours(amount as i32),
        Unit::Sessions if amount == 1 => "1 session".into(),
        Unit::Sessions => format!("{amount} sessions"),
    }
}

/// `£12.50`.
pub fn pounds(pence: i64) -> String {
    format!("£{}.{:02}", pence / 100, pence % 100)
}
