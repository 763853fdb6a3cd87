//! The plan: outcomes (section E) and provision lines (section F).

use chrono::{NaiveDate, TimeDelta};
use egui::Ui;
use serde::{Deserialize, Serialize};

use super::texts::{SectionForm, next_version_button};

use crate::model::{Change, Outcome, OutcomeId, Per, Plan, PlanKind, Provision, SenStatus, date_words};
use crate::ui::drafted::Drafted;
use crate::ui::intent::{Cx, Form};
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, DateInput};
use crate::views::{PlanView, PupilView};

/// Where half-written outcomes and provision lines are kept.
const OUTCOME: &str = "outcome";
const PROVISION: &str = "provision";
/// What “Edit…” and “Remove” take beside a line.
const BESIDE: f32 = 190.0;

/// The dialogs of the plan tab.
#[derive(Default)]
pub struct PlanForms {
    plan: Option<PlanForm>,
    outcome: Drafted<(Option<Outcome>, String)>,
    provision: Drafted<ProvisionForm>,
    sections: SectionForm,
    problem: Option<String>,
}

struct PlanForm {
    known: Option<Plan>,
    kind: PlanKind,
    starts: DateInput,
    review: DateInput,
}

#[derive(Clone, Serialize, Deserialize)]
struct ProvisionForm {
    known: Option<Provision>,
    outcome: Option<OutcomeId>,
    what: String,
    times: String,
    minutes: String,
    per: Per,
    group: u16,
    who: String,
}

impl PlanForms {
    /// Draws the tab.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        let Some(plan) = &view.plan else {
            widgets::empty_state(
                ui,
                icons::FILE_TEXT,
                "No plan yet",
                "An EHC plan or a SEN Support plan holds the outcomes the pupil works towards and the provision that is promised.",
                |ui| {
                    if cx.leads() && widgets::primary(ui, "Start a plan…").clicked() {
                        self.plan = Some(PlanForm::new(view, cx.now.today()));
                        self.problem = None;
                    }
                },
            );
            self.sections.other_plans(ui, cx, view);
            return;
        };
        widgets::card(ui, |ui| {
            ui.horizontal(|ui| {
                widgets::subheading(ui, plan.plan.kind.words());
                widgets::weak(ui, format!("version {} since {}", plan.plan.version, date_words(plan.plan.starts)));
                if let Some(due) = plan.plan.review_due {
                    widgets::weak(ui, format!("review due {}", date_words(due)));
                }
                widgets::at_right(ui, |ui| {
                    if cx.leads() && widgets::ghost(ui, Some(icons::PLUS), "New plan…").clicked() {
                        self.plan = Some(PlanForm::new(view, cx.now.today()));
                        self.problem = None;
                    }
                    next_version_button(ui, cx, &plan.plan);
                    if cx.leads() && widgets::ghost(ui, Some(icons::PENCIL), "Edit…").accessible_name("Edit the plan").clicked() {
                        self.plan = Some(PlanForm::of(&plan.plan));
                        self.problem = None;
                    }
                });
            });
            for earlier in &view.earlier_plans {
                let end = earlier.ended_on.map(|d| format!(" to {}", d.format("%-d %b %Y"))).unwrap_or_default();
                widgets::weak(
                    ui,
                    format!(
                        "Before: {}, version {}, from {}{end}",
                        earlier.kind.words(),
                        earlier.version,
                        earlier.starts.format("%-d %b %Y")
                    ),
                );
            }
        });
        ui.add_space(space::M);
        widgets::card(ui, |ui| self.outcomes(ui, cx, plan));
        ui.add_space(space::M);
        widgets::card(ui, |ui| self.provisions(ui, cx, plan));
        ui.add_space(space::M);
        widgets::card(ui, |ui| {
            egui::CollapsingHeader::new("The plan in words").id_salt("sections").show(ui, |ui| {
                self.sections.sections(ui, cx, view, &plan.plan);
            });
        });
        self.sections.other_plans(ui, cx, view);
    }

    fn outcomes(&mut self, ui: &mut Ui, cx: &mut Cx, plan: &PlanView) {
        ui.horizontal(|ui| {
            widgets::subheading(ui, if plan.plan.kind == PlanKind::Ehcp { "Outcomes (section E)" } else { "Outcomes" });
            widgets::at_right(ui, |ui| {
                if cx.leads() && widgets::secondary(ui, Some(icons::PLUS), "Add an outcome…").clicked() {
                    self.outcome.open(OUTCOME, (None, String::new()));
                    self.problem = None;
                }
            });
        });
        if plan.outcomes.is_empty() {
            widgets::weak(ui, "None yet. An outcome says what the pupil will be able to do by the end of the plan.");
        }
        for (i, outcome) in plan.outcomes.iter().enumerate() {
            ui.push_id(outcome.id, |ui| {
                ui.horizontal(|ui| {
                    ui.scope(|ui| {
                        ui.set_max_width((ui.available_width() - BESIDE).max(200.0));
                        widgets::written(ui, &format!("{}. {}", i + 1, outcome.text));
                    });
                    widgets::at_right(ui, |ui| {
                        if cx.leads() {
                            if widgets::ghost(ui, None, "Edit…").accessible_name(format!("Edit outcome {}", i + 1)).clicked() {
                                self.outcome.open(OUTCOME, (Some(outcome.clone()), outcome.text.clone()));
                            }
                            if widgets::ghost(ui, None, "Remove").accessible_name(format!("Remove outcome {}", i + 1)).clicked() {
                                cx.change(Form::Outcome, Change::RemoveOutcome(outcome.id));
                            }
                        }
                    });
                });
            });
        }
    }

    fn provisions(&mut self, ui: &mut Ui, cx: &mut Cx, plan: &PlanView) {
        ui.horizontal(|ui| {
            widgets::subheading(ui, if plan.plan.kind == PlanKind::Ehcp { "Provision (section F)" } else { "Provision" });
            widgets::at_right(ui, |ui| {
                if cx.leads() && widgets::secondary(ui, Some(icons::PLUS), "Add provision…").clicked() {
                    self.provision.open(PROVISION, ProvisionForm::new(plan));
                    self.problem = None;
                }
            });
        });
        if plan.provisions.is_empty() {
            widgets::weak(ui, "None yet. A provision line says what is promised: what, how often, how long, by whom.");
        }
        for line in &plan.provisions {
            ui.push_id(line.id, |ui| {
                ui.horizontal(|ui| {
                    ui.vertical(|ui| {
                        ui.set_max_width((ui.available_width() - BESIDE).max(200.0));
                        widgets::strong(ui, &line.what);
                        let number = plan
                            .outcomes
                            .iter()
                            .position(|o| Some(o.id) == line.outcome)
                            .map(|i| format!(" · for outcome {}", i + 1))
                            .unwrap_or_default();
                        let who = if line.who.is_empty() { String::new() } else { format!(" · {}", line.who) };
                        widgets::weak(ui, format!("{}{who}{number}", line.dose_words()));
                    });
                    widgets::at_right(ui, |ui| {
                        if cx.leads() {
                            if widgets::ghost(ui, None, "Edit…").accessible_name(format!("Edit provision: {}", line.what)).clicked() {
                                self.provision.open(PROVISION, ProvisionForm::of(line));
                            }
                            if widgets::ghost(ui, None, "Remove").accessible_name(format!("Remove provision: {}", line.what)).clicked() {
                                cx.change(Form::Provision, Change::RemoveProvision(line.id));
                            }
                        }
                    });
                });
                ui.add_space(space::XS);
            });
        }
    }

    /// Draws whichever dialog is open.
    pub fn dialogs(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        for form in [Form::Plan, Form::Outcome, Form::Provision] {
            match cx.outcome(form) {
                Some(Ok(())) => {
                    self.plan = None;
                    self.problem = None;
                    self.outcome.close(cx);
                    self.provision.close(cx);
                }
                Some(Err(why)) => self.problem = Some(why.clone()),
                None => {}
            }
        }
        self.outcome.restore(cx, OUTCOME);
        self.provision.restore(cx, PROVISION);
        self.sections.dialog(ui, cx, view);
        self.plan_dialog(ui, cx, view);
        self.outcome_dialog(ui, cx, view);
        self.provision_dialog(ui, cx, view);
    }

    fn plan_dialog(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        let Some(form) = &mut self.plan else { return };
        let today = cx.now.today();
        let mut save = false;
        let open = widgets::modal(ui, "plan form", "Plan", 460.0, |ui| {
            let kinds: Vec<_> = view.around.templates.iter().map(|t| (t.kind.clone(), t.kind.words().to_owned())).collect();
            widgets::choice(ui, "Kind", &mut form.kind, &kinds);
            widgets::date_field(ui, "Starts", &mut form.starts, today);
            widgets::date_field(ui, "Review due", &mut form.review, today);
            widgets::dialog_foot(ui, self.problem.as_deref(), &mut save);
        });
        if save {
            let made = (|| {
                let base = form.known.clone();
                Ok::<_, String>(Plan {
                    id: base.as_ref().map_or_else(|| cx.mint.fresh(), |p| p.id),
                    pupil: view.pupil.id,
                    kind: form.kind.clone(),
                    starts: form.starts.needed("The start", today)?,
                    review_due: form.review.read("The review date", today)?,
                    ended_on: base.as_ref().and_then(|p| p.ended_on),
                    version: base.as_ref().map_or(1, |p| p.version),
                    changed_on: base.and_then(|p| p.changed_on),
                })
            })();
            match made {
                Ok(plan) => cx.change(Form::Plan, Change::SavePlan(plan)),
                Err(why) => self.problem = Some(why),
            }
        }
        if !open {
            self.plan = None;
        }
    }

    fn outcome_dialog(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        let (Some((known, text)), Some(plan)) = (self.outcome.form(), &view.plan) else { return };
        let mut save = false;
        let open = widgets::modal(ui, "outcome form", "Outcome", 560.0, |ui| {
            widgets::area(ui, "What the pupil will be able to do", "", 3, text);
            widgets::dialog_foot(ui, self.problem.as_deref(), &mut save);
        });
        if save {
            let outcome = match known {
                Some(known) => Outcome { text: text.trim().to_owned(), ..known.clone() },
                None => Outcome {
                    id: cx.mint.fresh(),
                    plan: plan.plan.id,
                    text: text.trim().to_owned(),
                    position: plan.outcomes.len() as i64 + 1,
                },
            };
            cx.change(Form::Outcome, Change::SaveOutcome(outcome));
        }
        self.outcome.settle(ui, cx, open);
    }

    fn provision_dialog(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        let (Some(form), Some(plan)) = (self.provision.form(), &view.plan) else { return };
        let mut save = false;
        let open = widgets::modal(ui, "provision form", "Provision", 600.0, |ui| {
            widgets::text_field(ui, "What it is", &mut form.what);
            ui.columns(3, |columns| {
                widgets::text_field(&mut columns[0], "Sessions (optional)", &mut form.times);
                widgets::text_field(&mut columns[1], "Minutes each (optional)", &mut form.minutes);
                let spans: Vec<_> = Per::ALL.iter().map(|p| (*p, format!("a {}", p.words()))).collect();
                widgets::choice(&mut columns[2], "In each", &mut form.per, &spans);
            });
            widgets::number(ui, "Pupils together (1 is one to one)", &mut form.group, 1..=35);
            widgets::text_field(ui, "Who gives it", &mut form.who);
            let outcomes: Vec<_> = std::iter::once((None, "No outcome".to_owned()))
                .chain(plan.outcomes.iter().map(|o| (Some(o.id), o.text.clone())))
                .collect();
            widgets::choice(ui, "For the outcome", &mut form.outcome, &outcomes);
            widgets::dialog_foot(ui, self.problem.as_deref(), &mut save);
        });
        if save {
            match form.line(cx, plan) {
                Ok(line) => cx.change(Form::Provision, Change::SaveProvision(line)),
                Err(why) => self.problem = Some(why),
            }
        }
        self.provision.settle(ui, cx, open);
    }
}

impl PlanForm {
    fn new(view: &PupilView, today: NaiveDate) -> Self {
        let ehcp = view.statuses.last().is_some_and(|s| s.status == SenStatus::E);
        let months = if ehcp { 48 } else { 12 };
        Self {
            known: None,
            kind: if ehcp { PlanKind::Ehcp } else { PlanKind::SenSupport },
            starts: DateInput::of(Some(today)),
            review: DateInput::of(Some(today + TimeDelta::weeks(months))),
        }
    }

    fn of(plan: &Plan) -> Self {
        Self {
            known: Some(plan.clone()),
            kind: plan.kind.clone(),
            starts: DateInput::of(Some(plan.starts)),
            review: DateInput::of(plan.review_due),
        }
    }
}

impl ProvisionForm {
    fn new(plan: &PlanView) -> Self {
        Self {
            known: None,
            outcome: plan.outcomes.first().map(|o| o.id),
            what: String::new(),
            times: String::new(),
            minutes: String::new(),
            per: Per::Week,
            group: 1,
            who: String::new(),
        }
    }

    fn of(line: &Provision) -> Self {
        let number = |n: Option<u16>| n.map(|n| n.to_string()).unwrap_or_default();
        Self {
            known: Some(line.clone()),
            outcome: line.outcome,
            what: line.what.clone(),
            times: number(line.times),
            minutes: number(line.minutes),
            per: line.per,
            group: line.group_size,
            who: line.who.clone(),
        }
    }

    fn line(&self, cx: &mut Cx, plan: &PlanView) -> Result<Provision, String> {
        let number = |text: &str, what: &str| match text.trim() {
            "" => Ok(None),
            text => text
                .parse::<u16>()
                .ok()
                .filter(|n| *n > 0)
                .map(Some)
                .ok_or_else(|| format!("{what} is not a whole number. Leave it empty where the plan does not say.")),
        };
        Ok(Provision {
            id: self.known.as_ref().map_or_else(|| cx.mint.fresh(), |l| l.id),
            plan: plan.plan.id,
            outcome: self.outcome,
            what: self.what.trim().to_owned(),
            times: number(&self.times, "“Sessions”")?,
            minutes: number(&self.minutes, "“Minutes each”")?,
            per: self.per,
            group_size: self.group,
            who: self.who.trim().to_owned(),
            position: self.known.as_ref().map_or(plan.provisions.len() as i64 + 1, |l| l.position),
        })
    }
}
