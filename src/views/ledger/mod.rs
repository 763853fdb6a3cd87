//! A pupil's provision ledger: each line with its weeks, the sessions behind them, and what it cost.

mod facts;

use chrono::NaiveDate;
use std::collections::HashMap;

use super::Lens;
use super::today::logged_words;
use crate::model::{
    CostRules, Plan, Provision, ProvisionId, PupilId, Session, Staff, StaffId, SupportNeeds, WeekSlot, date_words, minutes_words, pounds,
    thousands,
};
use crate::rules::{Facts, Given, Ledger, Unit, cost_of_a_year, cost_of_sessions, counted, lapse, ledger, uncovered};
use crate::store::{self, Result};
pub(super) use facts::Common;
use facts::{Support, is_bare};

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
    /// What it counts in its line, as given or as lost: minutes or sessions.
    pub counts: i64,
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

impl LedgerView {
    /// The lines of every plan that was in force between two days.
    pub fn load(lens: Lens, pupil: PupilId, from: NaiveDate, to: NaiveDate) -> Result<Option<Self>> {
        Self::with(lens, &Common::load(lens)?, pupil, from, to)
    }

    /// The same for one of many pupils, with what they have in common read once.
    pub(super) fn with(lens: Lens, common: &Common, pupil: PupilId, from: NaiveDate, to: NaiveDate) -> Result<Option<Self>> {
        lens.may_see(pupil)?;
        let Some(person) = store::pupil(lens.db, pupil)? else { return Ok(None) };
        let needs: Option<SupportNeeds> = store::kept_one(lens.db, pupil.0)?;
        let top_up_pounds = needs.and_then(|n| n.top_up_pounds).unwrap_or(0);
        let slots = store::slots_of_pupil(lens.db, pupil)?;
        let mut sessions = store::sessions_of_pupil(lens.db, pupil, from, to)?;
        sessions.reverse();
        let mut plans = Vec::new();
        for plan in store::plans_of(lens.db, pupil)?.into_iter().filter(|p| in_force(p, from, to)) {
            let provisions = store::provisions_of(lens.db, plan.id)?;
            plans.push((plan, provisions));
        }
        let support = Support::of(common, &plans);
        let all = All { slots: &slots, sessions: &sessions, range: (from, to), today: lens.today };
        let (mut lines, mut said) = (Vec::new(), 0);
        for (plan, provisions) in &plans {
            for line in provisions {
                said += line.a_week().filter(|_| plan.ended_on.is_none()).map_or(0, |(times, minutes)| times * minutes);
                lines.push(all.line(common, line, (plan.starts, plan.ended_on), support.counts_to(line.id)));
            }
        }
        let noted = person.support_minutes.unwrap_or(0);
        let in_no_line = noted.saturating_sub(said);
        let runs = plans.iter().map(|p| &p.0).filter(|p| p.ended_on.is_none()).min_by_key(|p| p.starts);
        let beside = support.noted(in_no_line, runs, lens.today);
        // Nobody knows since when the hours are noted; what stood in the timetable is known.
        let stood_since = slots.iter().filter(|s| is_bare(s)).map(|s| s.starts).min();
        if let Some(line) = &beside {
            let line = Provision { group_size: all.usual_group(common, line), ..line.clone() };
            lines.push(all.line(common, &line, (stood_since.unwrap_or(lens.today).max(runs.map_or(from, |p| p.starts)), None), true));
        }
        let own_line = beside.is_some().then_some(stood_since);
        let beside = beside_words(&lens.name(&person), noted, said, own_line);
        let (name, school, rules) = (lens.name(&person), common.school.clone(), common.rules.clone());
        Ok(Some(Self { pupil, name, school, from, to, lines, beside, in_no_line, rules, top_up_pounds }))
    }

    /// What a year costs against what it is funded with, as a sentence.
    pub fn funding_words(&self) -> String {
        let rules = &self.rules;
        let bears = format!("the {} that the school bears first", whole_pounds(rules.element_2_pounds));
        let top_up =
            if self.top_up_pounds > 0 { format!(" and the top-up of {}", whole_pounds(self.top_up_pounds)) } else { String::new() };
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
        match self.lines.iter().filter(|l| l.cost_a_year.is_none()).count() {
            0 => String::new(),
            1 => "Not in it: 1 line without minutes or a known rate.".to_owned(),
            n => format!("Not in it: {n} lines without minutes or a known rate."),
        }
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

/// Hours a week that are noted beside what the lines say, and where they are counted: as a line of their own, from the
/// day on which they first stood in the timetable, or with a line that promises lessons.
fn beside_words(name: &str, noted: u32, said: u32, own_line: Option<Option<NaiveDate>>) -> Option<String> {
    let words = |minutes: u32| minutes_words(i64::from(minutes));
    let counted = match own_line {
        Some(Some(day)) => {
            format!("are counted below as a line of their own, from {} on, when they first stood in the timetable", date_words(day))
        }
        Some(None) => "are counted below as a line of their own; none of them has stood in the timetable yet".to_owned(),
        None => "are counted below with the line that promises support by the lesson, though it does not promise them".to_owned(),
    };
    (noted > said).then(|| match said {
        0 => format!(
            "{} of support a week are noted for {name}, and no line of a plan says what they are for. They {counted}.",
            words(noted)
        ),
        said => format!(
            "{} of support a week are noted for {name}; the lines of the plan say {} of them. The other {} {counted}.",
            words(noted),
            words(said),
            words(noted - said)
        ),
    })
}

/// All slots and sessions of a pupil, to be read line by line.
struct All<'a> {
    slots: &'a [WeekSlot],
    /// The oldest first.
    sessions: &'a [Session],
    range: (NaiveDate, NaiveDate),
    today: NaiveDate,
}

impl All<'_> {
    /// One line with its ledger and cost; `bare` says whether support that names no line counts towards it.
    fn line(&self, common: &Common, line: &Provision, in_force: (NaiveDate, Option<NaiveDate>), bare: bool) -> LedgerLine {
        let counts = |s: &&WeekSlot| s.provision == Some(line.id) || bare && is_bare(s);
        let slots: Vec<WeekSlot> = self.slots.iter().filter(counts).cloned().collect();
        let in_slots = |s: &Session| s.provision.is_none() && slots.iter().any(|slot| s.slot == Some(slot.id));
        let own = self.sessions.iter().filter(|s| s.provision == Some(line.id) || in_slots(s));
        let own: Vec<Session> = own.cloned().collect();
        let facts = Facts {
            line,
            in_force,
            calendar: &common.calendar,
            terms: &common.terms,
            lengths: &common.lengths,
            slots: &slots,
            sessions: &own,
            today: self.today,
        };
        let ledger = ledger(&facts, self.range.0, self.range.1);
        let given = own.iter().filter(|s| s.delivered()).map(|session| Given {
            minutes: session.minutes,
            pence_an_hour: common.staff.get(&session.staff).and_then(Staff::cost_an_hour),
            among: match slots.iter().find(|slot| session.slot == Some(slot.id)) {
                Some(slot) => common.shared_among(slot, session.on, line),
                None => line.group_size.max(1),
            },
        });
        LedgerLine {
            provision: line.id,
            what: line.what.clone(),
            dose: line.dose_words(),
            who: line.who.clone(),
            lapse: lapse(&ledger.sum),
            cost: cost_of_sessions(&common.rules, given),
            cost_a_year: cost_of_a_year(&common.rules, line, common.mean_rate(&own, &slots)),
            sessions: own.iter().map(|s| session_line(s, &common.staff, counted(&facts, s))).collect(),
            ledger,
        }
    }

    /// Among how many the bare support of today is shared in the mean.
    fn usual_group(&self, common: &Common, line: &Provision) -> u16 {
        let stands = self.slots.iter().filter(|s| is_bare(s) && s.is_in_week_of(self.today));
        let among: Vec<u16> = stands.map(|s| common.shared_among(s, self.today.max(s.starts), line)).collect();
        let all: u16 = among.iter().sum();
        if among.is_empty() { 1 } else { (f64::from(all) / among.len() as f64).round() as u16 }
    }
}

fn in_force(plan: &Plan, from: NaiveDate, to: NaiveDate) -> bool {
    plan.starts <= to && plan.ended_on.is_none_or(|end| end >= from)
}

fn session_line(session: &Session, staff: &HashMap<StaffId, Staff>, counts: i64) -> SessionLine {
    SessionLine {
        on: session.on,
        staff: staff.get(&session.staff).map(Staff::name).unwrap_or_default(),
        counts,
        delivered: session.delivered(),
        words: logged_words(session),
    }
}

fn whole_pounds(amount: u32) -> String {
    format!("£{}", thousands(i64::from(amount)))
}

/// An amount as a person says it.
fn amount_words(unit: Unit, amount: i64) -> String {
    match unit {
        Unit::Minutes => crate::planner::validate::hours(amount as i32),
        Unit::Sessions if amount == 1 => "1 session".into(),
        Unit::Sessions => format!("{amount} sessions"),
    }
}
