//! A plan's sections in words, after its template; and the plans beside the main one.

use egui::Ui;
use serde::{Deserialize, Serialize};

use crate::model::{Change, Item, Plan, PlanText, date_words};
use crate::ui::drafted::Drafted;
use crate::ui::intent::{Cx, Form};
use crate::ui::theme::{icons, space};
use crate::ui::widgets;
use crate::views::PupilView;

/// One section as it is being written.
#[derive(Clone, Serialize, Deserialize)]
struct Section {
    text: PlanText,
    heading: String,
    hint: String,
}

/// The dialog that writes a section.
#[derive(Default)]
pub struct SectionForm {
    form: Drafted<Section>,
    problem: Option<String>,
}

impl SectionForm {
    /// Draws the sections of a plan with what each says.
    pub fn sections(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView, plan: &Plan) {
        let Some(template) = view.around.templates.iter().find(|t| t.kind == plan.kind) else { return };
        for section in &template.sections {
            let written = view.around.texts.get(&(plan.id, section.key.clone()));
            ui.push_id((plan.id, &section.key), |ui| {
                ui.horizontal(|ui| {
                    widgets::strong(ui, &section.heading);
                    widgets::at_right(ui, |ui| {
                        let verb = if written.is_some_and(|w| !w.text.is_empty()) { "Edit…" } else { "Write…" };
                        let name = format!("{} {}: {}", verb.trim_end_matches('…'), plan.kind.words(), section.heading);
                        if cx.leads() && widgets::ghost(ui, None, verb).accessible_name(name).clicked() {
                            let text = written.cloned().unwrap_or_else(|| PlanText {
                                id: cx.mint.fresh(),
                                pupil: view.pupil.id,
                                plan: plan.id,
                                section: section.key.clone(),
                                text: String::new(),
                            });
                            let place = place_of(view);
                            self.problem = None;
                            self.form.open(place, Section { text, heading: section.heading.clone(), hint: section.hint.clone() });
                        }
                    });
                });
                match written.map(|w| w.text.as_str()).filter(|t| !t.is_empty()) {
                    Some(text) => {
                        widgets::written(ui, text);
                    }
                    None => {
                        widgets::weak(ui, if section.hint.is_empty() { "Nothing written yet." } else { &section.hint });
                    }
                }
                ui.add_space(space::S);
            });
        }
    }

    /// Draws each plan that runs beside the main one.
    pub fn other_plans(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        for plan in &view.around.other_plans {
            ui.add_space(space::M);
            widgets::card(ui, |ui| {
                ui.horizontal(|ui| {
                    widgets::subheading(ui, plan.kind.words());
                    let review = plan.review_due.map(|d| format!(", review due {}", date_words(d))).unwrap_or_default();
                    widgets::weak(ui, format!("version {} since {}{review}", plan.version, date_words(plan.starts)));
                    widgets::at_right(ui, |ui| {
                        next_version_button(ui, cx, plan);
                        let name = format!("End the {}", plan.kind.words());
                        if cx.leads() && widgets::ghost(ui, None, "End").accessible_name(name).clicked() {
                            let ended = Plan { ended_on: Some(cx.now.today()), ..plan.clone() };
                            cx.change(Form::Plan, Change::SavePlan(ended));
                        }
                    });
                });
                self.sections(ui, cx, view, plan);
            });
        }
    }

    /// Draws the dialog while it is open.
    pub fn dialog(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        self.form.restore(cx, &place_of(view));
        match cx.outcome(Form::Section) {
            Some(Ok(())) => self.form.close(cx),
            Some(Err(why)) => self.problem = Some(why.clone()),
            None => {}
        }
        let problem = self.problem.clone();
        let Some(section) = self.form.form() else { return };
        let mut save = false;
        let title = section.heading.clone();
        let open = widgets::modal(ui, "section form", &title, 640.0, |ui| {
            let hint = section.hint.clone();
            widgets::area(ui, "What it says", &hint, 10, &mut section.text.text);
            widgets::dialog_foot(ui, problem.as_deref(), &mut save);
        });
        if save {
            let text = PlanText { text: section.text.text.trim().to_owned(), ..section.text.clone() };
            cx.change(Form::Section, Change::Keep(Item::PlanText(text)));
        }
        self.form.settle(ui, cx, open);
    }
}

/// Starts the next version of a plan with all that the present one says.
pub fn next_version_button(ui: &mut Ui, cx: &mut Cx, plan: &Plan) {
    let name = format!("Start the next version of the {}", plan.kind.words());
    let ready = plan.starts < cx.now.today();
    if cx.leads() && ready && widgets::ghost(ui, Some(icons::PLUS), "Next version").accessible_name(name).clicked() {
        let next = Plan { id: cx.mint.fresh(), starts: cx.now.today(), changed_on: None, ended_on: None, ..plan.clone() };
        cx.change(Form::Plan, Change::NewPlanVersion { plan: plan.id, next });
    }
}

fn place_of(view: &PupilView) -> String {
    format!("section {}", view.pupil.id.0.simple())
}
