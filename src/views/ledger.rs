//! A pupil's provision ledger: each line with its weeks, the sessions behind them, and what it cost.

use chrono::NaiveDate;
use std::collections::HashMap;

use super::Lens;
use super::today::logged_words;
use crate::model::{CostRules, Period, PeriodId, Plan, ProvisionId, PupilId, Session, Staff, StaffId, SupportNeeds, minutes_words, pounds};
use crate::rules::{Calendar, Facts, Ledger, Unit, cost_of_a_year, cost_of_sessions, lapse, ledger, uncovered};
use crate::store::{self, Result};

/// What a statement says.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerView {
    pub pupil: PupilId,
    pub name: String,
    pub school: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub lines: Vec<LedgerLine>,
    /// A word where more support is noted for the pupil than the lines say, so that nobody takes them for all.
    pub beside: Option<String>,
    /// Minutes a week that are noted for the pupil and that no line says.
    pub in_no_line: u32,
    pub rules: CostRules,
    /// What the authority pays on top in a year.
    pub top_up_pounds: u32,
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

    /// What is owed in all; where its weeks owe more, that other weeks have given more than their share.
    pub fn owed_words(&self) -> String {
        let owed = self.say(self.ledger.sum.owed());
        match self.ledger.evened_out() {
            0 => owed,
            more => format!("{owed} (single weeks owe {} more, which other weeks gave beyond their share)", self.say(more)),
        }
    }

    /// What the line counts.
    pub fn counts(&self) -> &'static str {
        if self.ledger.unit == Unit::Minutes { "minutes" } else { "sessions" }
    }
}

/// What the ledgers of all pupils have in common.
pub(super) struct Common {
    staff: HashMap<StaffId, Staff>,
    calendar: Calendar,
    terms: Vec<(NaiveDate, NaiveDate)>,
    periods: HashMap<PeriodId, Period>,
    rules: CostRules,
    school: String,
}

impl Common {
    pub fn load(lens: Lens) -> Result<Self> {
        Ok(Self {
            staff: store::staff(lens.db)?.into_iter().map(|s| (s.id, s)).collect(),
            calendar: lens.calendar()?,
            terms: store::terms(lens.db)?.into_iter().map(|t| (t.starts, t.ends)).collect(),
            periods: store::periods(lens.db)?.into_iter().map(|p| (p.id, p)).collect(),
            rules: store::school(lens.db)?.costs,
            school: lens.school_name()?,
        })
    }
}

impl LedgerView {
    /// The lines of every plan that was in force between two days.
    pub fn load(lens: Lens, pupil: PupilId, from: NaiveDate, to: NaiveDate) -> Result<Option<Self>> {
        Self::with(lens, &Common::load(lens)?, pupil, from, to)
    }

    /// The same for one of many pupils, with what they have in common read once.
    pub(super) fn with(lens: Lens, common: &Common, pupil: PupilId, from: NaiveDate, to: NaiveDate) -> Result<Option<Self>> {
        lens.may_see(pupil)?;
        let Some(person) = store::pupil(lens.db, pupil)? else { return Ok(None) };
        let Common { staff, calendar, terms, periods, rules, school } = common;
        let needs: Option<SupportNeeds> = store::kept_one(lens.db, pupil.0)?;
        let top_up_pounds = needs.and_then(|n| n.top_up_pounds).unwrap_or(0);
        let slots = store::slots_of_pupil(lens.db, pupil)?;
        let mut sessions = store::sessions_of_pupil(lens.db, pupil, from, to)?;
        sessions.reverse();
        let (mut lines, mut said) = (Vec::new(), 0);
        for plan in store::plans_of(lens.db, pupil)?.into_iter().filter(|p| in_force(p, from, to)) {
            for line in store::provisions_of(lens.db, plan.id)? {
                said += line.a_week().filter(|_| plan.ended_on.is_none()).map_or(0, |(times, minutes)| times * minutes);
                let own: Vec<Session> = sessions.iter().filter(|s| s.provision == Some(line.id)).cloned().collect();
                let standing: Vec<_> = slots.iter().filter(|s| s.provision == Some(line.id)).cloned().collect();
                let facts = Facts {
                    line: &line,
                    in_force: (plan.starts, plan.ended_on),
                    calendar,
                    terms,
                    periods,
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
                    cost: cost_of_sessions(rules, line.group_size, given(&own, staff)),
                    cost_a_year: cost_of_a_year(rules, &line, mean_rate(&own, staff)),
                    sessions: own.iter().map(|s| session_line(s, staff)).collect(),
                    ledger,
                });
            }
        }
        let noted = person.support_minutes.unwrap_or(0);
        let beside = beside(&lens.name(&person), noted, said);
        let (name, school, rules) = (lens.name(&person), school.clone(), rules.clone());
        Ok(Some(Self { pupil, name, school, from, to, lines, beside, in_no_line: noted.saturating_sub(said), rules, top_up_pounds }))
    }

    /// What a year costs against what it is funded with, as a sentence.
    pub fn funding_words(&self) -> String {
        let rules = &self.rules;
        let bears = format!("the £{} that the school bears first", rules.element_2_pounds);
        let top_up = if self.top_up_pounds > 0 { format!(" and the top-up of £{}", self.top_up_pounds) } else { String::new() };
        let rest = match uncovered(rules, self.cost_a_year(), self.top_up_pounds) {
            0 => format!("within {bears}{top_up}"),
            pence => format!("{} more than {bears}{top_up}", pounds(pence)),
        };
        let all = match self.cost_a_year() {
            0 => "What a year costs as promised is not known.".to_owned(),
            pence => format!("As promised, a year of {} school weeks comes to {}, {rest}.", rules.weeks, pounds(pence)),
        };
        [all, self.left_out()].join(" ").trim().to_owned()
    }

    /// What the cost of a year leaves out, because nobody has said its minutes or its rate.
    fn left_out(&self) -> String {
        let lines = match self.lines.iter().filter(|l| l.cost_a_year.is_none()).count() {
            0 => None,
            1 => Some("1 line without minutes or a known rate".to_owned()),
            n => Some(format!("{n} lines without minutes or a known rate")),
        };
        let hours = (self.in_no_line > 0).then(|| format!("{} a week that no line says", minutes_words(i64::from(self.in_no_line))));
        let parts: Vec<String> = lines.into_iter().chain(hours).collect();
        if parts.is_empty() { String::new() } else { format!("Not in it: {}.", parts.join("; ")) }
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

/// Hours a week that are noted beside what the lines say.
fn beside(name: &str, noted: u32, said: u32) -> Option<String> {
    let words = |minutes: u32| minutes_words(i64::from(minutes));
    (noted > said).then(|| {
        format!(
            "{} of support a week are noted for {name}; the lines of the plan say {} of them. The other {} are planned into the week, but \
             no line says what they are for, so they are not in the figures below.",
            words(noted),
            if said == 0 { "none".to_owned() } else { words(said) },
            words(noted - said)
        )
    })
}

fn in_force(plan: &Plan, from: NaiveDate, to: NaiveDate) -> bool {
    plan.starts <= to && plan.ended_on.is_none_or(|end| end >= from)
}

fn session_line(session: &Session, staff: &HashMap<StaffId, Staff>) -> SessionLine {
    SessionLine {
        on: session.on,
        staff: staff.get(&session.staff).map(Staff::name).unwrap_or_default(),
        minutes: session.minutes,
        delivered: session.delivered(),
        words: logged_words(session),
    }
}

/// What each session that was given took, and the rate of who gave it.
fn given<'a>(sessions: &'a [Session], staff: &'a HashMap<StaffId, Staff>) -> impl Iterator<Item = (u16, Option<f64>)> + 'a {
    let rate = |s: &Session| staff.get(&s.staff).and_then(Staff::cost_an_hour);
    sessions.iter().filter(|s| s.delivered()).map(move |s| (s.minutes, rate(s)))
}

/// The mean rate of those who gave sessions.
fn mean_rate(sessions: &[Session], staff: &HashMap<StaffId, Staff>) -> Option<f64> {
    let rates: Vec<f64> = given(sessions, staff).filter_map(|g| g.1).collect();
    (!rates.is_empty()).then(|| rates.iter().sum::<f64>() / rates.len() as f64)
}

/// An amount as a person says it.
fn amount_words(unit: Unit, amount: i64) -> String {
    match unit {
        Unit::Minutes => crate::planner::validate::hours(amount as i32),
        Unit::Sessions if amount == 1 => "1 session".into(),
        Unit::Sessions => format!("{amount} sessions"),
    }
}
