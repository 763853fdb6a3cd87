//! The form that sets a target, edits it, or lets it go on as another.

use chrono::{NaiveDate, TimeDelta};
use egui::Ui;
use serde::{Deserialize, Serialize};

use crate::model::{Change, Direction, IntervalWay, Measure, OutcomeId, Phase, PhaseKind, Target, TargetId, TargetMore, TargetState};
use crate::ui::intent::{Cx, Form};
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, DateInput};
use crate::views::PupilView;

/// A target as being set.
#[derive(Clone, Serialize, Deserialize)]
pub struct TargetForm {
    known: Option<Target>,
    /// The target that this one carries on.
    from: Option<TargetId>,
    /// A second target, where one is split in two.
    second: String,
    of_last: u8,
    steps: String,
    phases: Vec<(PhaseKind, DateInput, String)>,
    maintain_weeks: u8,
    weight: u8,
    will: String,
    condition: String,
    measure: Measure,
    of: u16,
    better: Direction,
    baseline: String,
    goal: String,
    in_a_row: u8,
    starts: DateInput,
    by: DateInput,
    outcome: Option<OutcomeId>,
    instructions: String,
    pupil_words: String,
    state: TargetState,
    #[serde(skip)]
    problem: Option<String>,
}

impl TargetForm {
    /// A new target, for half a term.
    pub fn new(view: &PupilView, today: NaiveDate) -> Self {
        let outcome = view.plan.as_ref().and_then(|p| p.outcomes.first()).map(|o| o.id);
        Self {
            known: None,
            from: None,
            second: String::new(),
            of_last: 0,
            steps: String::new(),
            phases: Vec::new(),
            maintain_weeks: 0,
            weight: 1,
            will: String::new(),
            condition: String::new(),
            measure: Measure::Score { of: 10 },
            of: 10,
            better: Direction::Up,
            baseline: String::new(),
            goal: String::new(),
            in_a_row: 3,
            starts: DateInput::of(Some(today)),
            by: DateInput::of(Some(today + TimeDelta::weeks(12))),
            outcome,
            instructions: String::new(),
            pupil_words: String::new(),
            state: TargetState::Active,
            problem: None,
        }
    }

    /// A target that goes on from another, from today and from its last reading.
    pub fn going_on(target: &Target, last: Option<f64>, today: NaiveDate) -> Self {
        let number = |v: f64| if v == v.trunc() { format!("{v:.0}") } else { format!("{v:.1}") };
        Self {
            baseline: number(last.unwrap_or(target.baseline)),
            known: None,
            from: Some(target.id),
            starts: DateInput::of(Some(today)),
            by: DateInput::of(Some(today + TimeDelta::weeks(12))),
            phases: Vec::new(),
            state: TargetState::Active,
            ..Self::of(target)
        }
    }

    pub fn of(target: &Target) -> Self {
        let number = |v: f64| if v == v.trunc() { format!("{v:.0}") } else { v.to_string() };
        Self {
            from: None,
            second: String::new(),
            of_last: target.more.of_last,
            steps: target.more.steps.join("\n"),
            phases: target.more.phases.iter().map(|p| (p.kind, DateInput::of(Some(p.starts)), p.name.clone())).collect(),
            maintain_weeks: target.more.maintain_weeks.unwrap_or(0),
            weight: target.more.weight.unwrap_or(1),
            will: target.will.clone(),
            condition: target.condition.clone(),
            measure: target.measure,
            of: match target.measure {
                Measure::Score { of } | Measure::Interval { of, .. } => of,
                _ => 10,
            },
            better: target.better,
            baseline: number(target.baseline),
            goal: number(target.goal),
            in_a_row: target.in_a_row,
            starts: DateInput::of(Some(target.starts)),
            by: DateInput::of(Some(target.by)),
            outcome: target.outcome,
            instructions: target.instructions.clone(),
            pupil_words: target.pupil_words.clone(),
            state: target.state,
            known: Some(target.clone()),
            problem: None,
        }
    }

    /// Draws the dialog; false when it was closed.
    pub fn modal(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) -> bool {
        if let Some(Err(why)) = cx.outcome(Form::Target) {
            self.problem = Some(why.clone());
        }
        let today = cx.now.today();
        let mut save = false;
        let title = match (&self.from, &self.known) {
            (Some(_), _) => "Carry the target on",
            (None, Some(_)) => "Edit the target",
            (None, None) => "Set a target",
        };
        let open = widgets::modal(ui, "target form", title, 680.0, |ui| {
            if self.from.is_some() {
                widgets::weak(ui, "The target so far is kept with its readings as “replaced”; its slots serve this one from today.");
            }
            widgets::text_field(ui, "The pupil… (what they will do)", &mut self.will);
            widgets::text_field(ui, "Under what condition", &mut self.condition);
            self.measured(ui);
            ui.columns(2, |columns| {
                widgets::date_field(&mut columns[0], "From", &mut self.starts, today);
                widgets::date_field(&mut columns[1], "By", &mut self.by, today);
            });
            let outcomes: Vec<_> = std::iter::once((None, "No outcome".to_owned()))
                .chain(view.plan.iter().flat_map(|p| &p.outcomes).map(|o| (Some(o.id), o.text.clone())))
                .collect();
            ui.columns(2, |columns| {
                widgets::choice(&mut columns[0], "Leads to the outcome", &mut self.outcome, &outcomes);
                if self.from.is_none() {
                    let states: Vec<_> = TargetState::ALL.iter().map(|s| (*s, s.words().to_owned())).collect();
                    widgets::choice(&mut columns[1], "State", &mut self.state, &states);
                }
            });
            widgets::area(ui, "What the LSA does (shown at the moment of logging)", "", 2, &mut self.instructions);
            widgets::text_field(ui, "In words for the pupil", &mut self.pupil_words);
            if self.from.is_some() {
                widgets::text_field(ui, "Split in two? The second target (empty if it goes on as one)", &mut self.second);
            }
            self.later(ui, today);
            widgets::dialog_foot(ui, self.problem.as_deref(), &mut save);
        });
        if save {
            match self.change(cx, view, today) {
                Ok(change) => cx.change(Form::Target, change),
                Err(why) => self.problem = Some(why),
            }
        }
        open
    }

    fn change(&self, cx: &mut Cx, view: &PupilView, today: NaiveDate) -> Result<Change, String> {
        let target = self.target(cx, view, today)?;
        let Some(from) = self.from else { return Ok(Change::SaveTarget(target)) };
        let mut next = vec![target];
        if !self.second.trim().is_empty() {
            let second = Target { id: cx.mint.fresh(), will: self.second.trim().to_owned(), ..next[0].clone() };
            next.push(second);
        }
        Ok(Change::GoOnAs { target: from, next })
    }

    fn measured(&mut self, ui: &mut Ui) {
        ui.columns(2, |columns| {
            let kinds: Vec<_> = Measure::KINDS.iter().map(|m| (m.words(), m.words().to_owned())).collect();
            let mut kind = self.measure.words();
            if widgets::choice(&mut columns[0], "Measured as", &mut kind, &kinds) {
                self.measure = Measure::KINDS.into_iter().find(|m| m.words() == kind).unwrap_or(Measure::Trials);
            }
            match &mut self.measure {
                Measure::Score { of } => {
                    widgets::number(&mut columns[1], "Out of", &mut self.of, 1..=200);
                    *of = self.of;
                }
                Measure::Interval { of, way } => {
                    widgets::number(&mut columns[1], "How many intervals", &mut self.of, 1..=240);
                    *of = self.of;
                    let ways: Vec<_> = IntervalWay::ALL.iter().map(|w| (*w, w.words().to_owned())).collect();
                    widgets::choice(&mut columns[0], "An interval counts when it was seen", way, &ways);
                }
                Measure::Steps { of } => {
                    widgets::area(&mut columns[1], "The steps in their order, one on a line", "", 4, &mut self.steps);
                    *of = steps_of(&self.steps).len().min(40) as u8;
                }
                _ => {}
            }
            let unit = self.measure.unit();
            widgets::text_field(&mut columns[0], &format!("Baseline: where the pupil is now ({unit})"), &mut self.baseline);
            widgets::text_field(&mut columns[1], &format!("Goal ({unit})"), &mut self.goal);
            let ways = [(Direction::Up, "Higher is better".to_owned()), (Direction::Down, "Lower is better".to_owned())];
            widgets::choice(&mut columns[0], "Which way is better", &mut self.better, &ways);
            columns[1].horizontal(|ui| {
                widgets::number(ui, "Met in so many sessions", &mut self.in_a_row, 1..=10);
                let mut running = self.of_last == 0;
                ui.vertical(|ui| {
                    ui.add_space(space::LABEL);
                    if widgets::tick(ui, "running", &mut running).changed() {
                        self.of_last = if running { 0 } else { self.in_a_row + 2 };
                    }
                });
                if !running {
                    widgets::number(ui, "of the last", &mut self.of_last, 1..=20);
                }
            });
        });
    }

    /// What few targets need at first: phases, what comes after mastery, the weight in a set of goals.
    fn later(&mut self, ui: &mut Ui, today: NaiveDate) {
        egui::CollapsingHeader::new("Phases, maintenance, weight").id_salt("later").show(ui, |ui| {
            widgets::weak(ui, "A baseline phase of three readings and an intervention of six let the two be compared.");
            let mut gone = None;
            for (i, (kind, starts, name)) in self.phases.iter_mut().enumerate() {
                ui.push_id(i, |ui| {
                    ui.horizontal_wrapped(|ui| {
                        let kinds: Vec<_> = PhaseKind::ALL.iter().map(|k| (*k, k.words().to_owned())).collect();
                        widgets::choice(ui, "Phase", kind, &kinds);
                        widgets::date_field(ui, "Begins", starts, today);
                        widgets::text_field(ui, "What is done in it", name);
                        if widgets::icon_button(ui, icons::X, &format!("Remove phase {}", i + 1)).clicked() {
                            gone = Some(i);
                        }
                    });
                });
            }
            if let Some(i) = gone {
                self.phases.remove(i);
            }
            if widgets::secondary(ui, Some(icons::PLUS), "Add a phase").clicked() {
                let kind = if self.phases.is_empty() { PhaseKind::Baseline } else { PhaseKind::Intervention };
                self.phases.push((kind, DateInput::default(), String::new()));
            }
            ui.horizontal_wrapped(|ui| {
                let mut again = self.maintain_weeks > 0;
                if widgets::tick(ui, "Once it is mastered, look at it again", &mut again).changed() {
                    self.maintain_weeks = if again { 4 } else { 0 };
                }
                if again {
                    widgets::number(ui, "every so many weeks", &mut self.maintain_weeks, 1..=26);
                }
                widgets::number(ui, "Weight in a set of goals", &mut self.weight, 1..=5);
            });
        });
    }

    fn target(&self, cx: &mut Cx, view: &PupilView, today: NaiveDate) -> Result<Target, String> {
        let number = |text: &str, what: &str| {
            text.trim()
                .replace(',', ".")
                .replace('−', "-")
                .parse::<f64>()
                .map_err(|_| format!("{what} is not a number. Nothing was saved."))
        };
        if self.will.trim().is_empty() {
            return Err("What the pupil will do is empty. Nothing was saved. Fill it in first.".into());
        }
        Ok(Target {
            id: self.known.as_ref().map_or_else(|| cx.mint.fresh(), |t| t.id),
            pupil: view.pupil.id,
            outcome: self.outcome,
            will: self.will.trim().to_owned(),
            condition: self.condition.trim().to_owned(),
            measure: self.measure,
            better: self.better,
            baseline: number(&self.baseline, "The baseline")?,
            starts: self.starts.needed("“From”", today)?,
            goal: number(&self.goal, "The goal")?,
            in_a_row: self.in_a_row,
            by: self.by.needed("“By”", today)?,
            instructions: self.instructions.trim().to_owned(),
            pupil_words: self.pupil_words.trim().to_owned(),
            state: self.state,
            more: TargetMore {
                of_last: self.of_last,
                steps: if matches!(self.measure, Measure::Steps { .. }) { steps_of(&self.steps) } else { Vec::new() },
                phases: self.phases(today)?,
                maintain_weeks: (self.maintain_weeks > 0).then_some(self.maintain_weeks),
                from: self.from.or_else(|| self.known.as_ref().and_then(|t| t.more.from)),
                weight: (self.weight > 1).then_some(self.weight),
            },
        })
    }

    fn phases(&self, today: NaiveDate) -> Result<Vec<Phase>, String> {
        let mut phases = Vec::new();
        for (kind, starts, name) in &self.phases {
            phases.push(Phase { kind: *kind, starts: starts.needed("A phase's first day", today)?, name: name.trim().to_owned() });
        }
        phases.sort_by_key(|p| p.starts);
        Ok(phases)
    }
}

fn steps_of(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
}
