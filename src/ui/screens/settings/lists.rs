//! The school's own lists: the sections of its plans, and the words that bring up its safeguarding route.

use egui::Ui;

use crate::model::{Change, PlanSection, PlanTemplate, School};
use crate::ui::intent::{Cx, Form};
use crate::ui::theme::{icons, space};
use crate::ui::widgets;
use crate::views::SchoolView;

/// The lists as being edited.
#[derive(Default)]
pub struct ListForms {
    templates: Option<Vec<PlanTemplate>>,
    chosen: usize,
    words: Option<String>,
}

impl ListForms {
    pub fn forget(&mut self) {
        *self = Self { chosen: self.chosen, ..Self::default() };
    }

    /// Draws the sections of each kind of plan.
    pub fn plans(&mut self, ui: &mut Ui, cx: &mut Cx, view: &SchoolView) {
        let templates = self.templates.get_or_insert_with(|| view.templates.clone());
        widgets::card(ui, |ui| {
            widgets::paragraph(
                ui,
                "The sections of each kind of plan. The law and your authority change them, and so may you. Renaming a section keeps what was written in it.",
            );
            let kinds: Vec<_> = templates.iter().enumerate().map(|(i, t)| (i, t.kind.words().to_owned())).collect();
            widgets::choice(ui, "Kind of plan", &mut self.chosen, &kinds);
            let Some(template) = templates.get_mut(self.chosen) else { return };
            let mut gone = None;
            for (i, section) in template.sections.iter_mut().enumerate() {
                ui.push_id((self.chosen, i), |ui| {
                    ui.horizontal(|ui| {
                        let wide = (ui.available_width() - 110.0).max(300.0);
                        widgets::short_field(ui, &format!("Heading of section {}", i + 1), wide * 0.45, &mut section.heading);
                        widgets::short_field(ui, &format!("Hint of section {}", i + 1), wide * 0.55, &mut section.hint);
                        if widgets::icon_button(ui, icons::X, &format!("Remove section {}", i + 1)).clicked() {
                            gone = Some(i);
                        }
                    });
                });
            }
            if let Some(i) = gone {
                template.sections.remove(i);
            }
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                if widgets::primary(ui, "Save the sections").clicked() {
                    let kept = templates.iter().cloned().map(without_empty).collect();
                    cx.change(Form::Lists, Change::SaveTemplates(kept));
                }
                if widgets::secondary(ui, Some(icons::PLUS), "Add a section").clicked()
                    && let Some(template) = templates.get_mut(self.chosen)
                {
                    let key = format!("own-{}", cx.mint.fresh::<crate::model::PlanTextId>().0.simple());
                    template.sections.push(PlanSection { key, heading: String::new(), hint: String::new() });
                }
            });
        });
    }

    /// Draws the words that look like a disclosure.
    pub fn words(&mut self, ui: &mut Ui, cx: &mut Cx, view: &SchoolView) {
        let words = self.words.get_or_insert_with(|| view.school.concern_words.join("\n"));
        widgets::card(ui, |ui| {
            widgets::paragraph(
                ui,
                "Words that bring up the school's safeguarding route when somebody types them, one on a line. What is typed is stored nowhere until the person says that it is no concern.",
            );
            widgets::area(ui, "Words and phrases", "", 12, words);
            if widgets::primary(ui, "Save the words").clicked() {
                let concern_words = words.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
                cx.change(Form::Lists, Change::SaveSchool(School { concern_words, ..view.school.clone() }));
            }
        });
    }
}

fn without_empty(mut template: PlanTemplate) -> PlanTemplate {
    template.sections.retain(|s| !s.heading.trim().is_empty());
    template
}
