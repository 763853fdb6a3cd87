//! What the planner must know of a pupil: who may support them, in how large a group, where it matters.

use egui::Ui;
use serde::{Deserialize, Serialize};

use crate::model::{Change, Item, StaffId, SupportNeeds, Weight};
use crate::ui::drafted::Drafted;
use crate::ui::intent::{Cx, Form};
use crate::ui::theme::space;
use crate::ui::widgets;
use crate::views::PupilView;

/// The needs as being written.
#[derive(Clone, Serialize, Deserialize)]
struct Fields {
    /// One training in each line.
    trainings: String,
    avoid: Vec<StaffId>,
    /// 0 where nothing is said.
    ratio: u8,
    /// Teaching groups, with commas between.
    groups: String,
    subjects: Vec<(String, Weight)>,
    /// Pounds a year; 0 where there is none.
    top_up: u32,
}

impl Fields {
    fn of(view: &PupilView) -> Self {
        let needs = &view.support.needs;
        let named = view.support.subjects.iter().map(|s| (s.clone(), needs.weight_in(s)));
        let unnamed = needs.subjects.iter().filter(|s| !view.support.subjects.iter().any(|n| n.eq_ignore_ascii_case(&s.0))).cloned();
        Self {
            trainings: needs.trainings.join("\n"),
            avoid: needs.avoid.clone(),
            ratio: needs.ratio.unwrap_or(0),
            groups: needs.groups.join(", "),
            subjects: named.chain(unnamed).collect(),
            top_up: needs.top_up_pounds.unwrap_or(0),
        }
    }

    fn needs(&self, view: &PupilView) -> SupportNeeds {
        let parts = |text: &str, by: char| text.split(by).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect();
        SupportNeeds {
            trainings: parts(&self.trainings, '\n'),
            avoid: self.avoid.clone(),
            ratio: (self.ratio > 0).then_some(self.ratio),
            groups: parts(&self.groups, ','),
            subjects: self.subjects.iter().filter(|s| s.1 != Weight::Most).cloned().collect(),
            top_up_pounds: (self.top_up > 0).then_some(self.top_up),
            ..SupportNeeds::of(view.pupil.id)
        }
    }
}

/// The card with its dialog.
#[derive(Default)]
pub struct SupportCard {
    form: Drafted<Fields>,
    problem: Option<String>,
}

impl SupportCard {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        ui.add_space(space::S);
        ui.horizontal(|ui| {
            widgets::field_label(ui, "For the planner");
            widgets::at_right(ui, |ui| {
                let name = "Change who may support this pupil";
                if cx.leads() && widgets::ghost(ui, None, "Change…").accessible_name(name).clicked() {
                    self.problem = None;
                    self.form.open(format!("support {}", view.pupil.id.0.simple()), Fields::of(view));
                }
            });
        });
        for line in lines(view, cx.leads()) {
            ui.add(egui::Label::new(line).wrap());
        }
    }

    pub fn dialog(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        self.form.restore(cx, &format!("support {}", view.pupil.id.0.simple()));
        match cx.outcome(Form::Support) {
            Some(Ok(())) => self.form.close(cx),
            Some(Err(why)) => self.problem = Some(why.clone()),
            None => {}
        }
        let problem = self.problem.clone();
        let Some(fields) = self.form.form() else { return };
        let mut save = false;
        let open = widgets::modal(ui, "support needs", "Who may support this pupil", 640.0, |ui| {
            ui.columns(2, |columns| {
                let known = format!("Known here: {}", view.support.skills.join(", "));
                let label = "Training that each adult must hold, one in a line";
                widgets::area(&mut columns[0], label, "Epilepsy rescue medicine", 3, &mut fields.trainings).on_hover_text(known);
                widgets::number(&mut columns[1], "Pupils with one adult at most (0: as usual)", &mut fields.ratio, 0..=4);
                widgets::text_field(&mut columns[1], "Teaching groups beside the form, with commas", &mut fields.groups);
                widgets::number(&mut columns[0], "Top-up from the authority, £ a year", &mut fields.top_up, 0..=200_000);
            });
            ui.add_space(space::S);
            widgets::field_label(ui, "Adults who are not to support this pupil");
            ui.horizontal_wrapped(|ui| {
                for (id, name) in &view.support.staff {
                    let mut avoided = fields.avoid.contains(id);
                    if widgets::tick(ui, name, &mut avoided).clicked() {
                        fields.avoid.retain(|a| a != id);
                        fields.avoid.extend(avoided.then_some(*id));
                    }
                }
            });
            ui.add_space(space::S);
            if fields.subjects.is_empty() {
                widgets::weak(ui, "Once class timetables are entered under “Plan the week”, each subject can be weighed here.");
            } else {
                let options: Vec<_> = Weight::ALL.iter().map(|w| (*w, w.words().to_owned())).collect();
                ui.columns(3, |columns| {
                    for (i, (subject, weight)) in fields.subjects.iter_mut().enumerate() {
                        columns[i % 3].push_id(i, |ui| widgets::choice(ui, subject, weight, &options));
                    }
                });
            }
            widgets::dialog_foot(ui, problem.as_deref(), &mut save);
        });
        if save {
            let needs = fields.needs(view);
            cx.change(Form::Support, Change::Keep(Item::SupportNeeds(needs)));
        }
        self.form.settle(ui, cx, open);
    }
}

/// What is said so far, in words; whom to keep apart and what is paid is between the SENDCO and the file.
fn lines(view: &PupilView, leads: bool) -> Vec<String> {
    let needs = &view.support.needs;
    let mut lines = Vec::new();
    if !needs.trainings.is_empty() {
        lines.push(format!("Each adult is trained in {}", needs.trainings.join(", ")));
    }
    if let Some(ratio) = needs.ratio {
        lines.push(format!("At most {ratio} pupils with one adult"));
    }
    if leads && !needs.avoid.is_empty() {
        let names = needs.avoid.iter().filter_map(|a| view.staff.iter().find(|s| s.0 == *a)).map(|s| s.1.as_str());
        lines.push(format!("Not with {}", names.collect::<Vec<_>>().join(", ")));
    }
    if !needs.groups.is_empty() {
        lines.push(format!("Also in {}", needs.groups.join(", ")));
    }
    lines.extend(needs.top_up_pounds.filter(|_| leads).map(|p| format!("Top-up of £{p} a year")));
    let weighed = needs.subjects.iter().map(|(s, w)| format!("{s}: {}", w.words().to_lowercase()));
    let weighed = weighed.collect::<Vec<_>>().join("; ");
    lines.extend(Some(weighed).filter(|w| !w.is_empty()));
    if lines.is_empty() {
        lines.push(if leads { "Any adult may support this pupil, in every lesson alike." } else { "Nothing in particular." }.into());
    }
    lines
}
