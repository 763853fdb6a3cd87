//! The school's own lists: the sections of its plans, and the words that bring up its safeguarding route.

use egui::Ui;

use crate::model::{Change, HelpWords, PlanKind, PlanSection, PlanTemplate, PlanTextId, School};
use crate::ui::intent::{Cx, Form};
use crate::ui::theme::{icons, space};
use crate::ui::widgets;
use crate::views::SchoolView;

/// The lists as being edited.
#[derive(Default)]
pub struct ListForms {
    templates: Option<Vec<PlanTemplate>>,
    chosen: usize,
    /// The name of a kind of plan that is about to be added.
    own_kind: String,
    words: Option<String>,
    help: Option<HelpWords>,
    problem: Option<String>,
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
            ui.horizontal_wrapped(|ui| {
                widgets::short_field(ui, "A kind of plan of your own", 260.0, &mut self.own_kind);
                if widgets::secondary(ui, Some(icons::PLUS), "Add this kind").clicked() && !self.own_kind.trim().is_empty() {
                    let kind = PlanKind::Own(std::mem::take(&mut self.own_kind).trim().to_owned());
                    self.chosen = templates.len();
                    templates.push(PlanTemplate { kind, sections: vec![own_section(cx)] });
                }
                let own = matches!(templates.get(self.chosen), Some(t) if matches!(t.kind, PlanKind::Own(_)));
                if own && widgets::ghost(ui, Some(icons::X), "Remove this kind").clicked() {
                    templates.remove(self.chosen);
                    self.chosen = 0;
                }
            });
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
                    template.sections.push(own_section(cx));
                }
            });
        });
    }

    /// Draws what the rungs of the help ladder are called.
    pub fn ladder(&mut self, ui: &mut Ui, cx: &mut Cx, view: &SchoolView) {
        let help = self.help.get_or_insert_with(|| view.school.help_words.clone());
        widgets::card(ui, |ui| {
            widgets::paragraph(
                ui,
                "What your school calls the help that one attempt took, from none to all. The first counts as done alone. Sessions already logged keep their rung.",
            );
            for (i, word) in help.0.iter_mut().enumerate() {
                ui.push_id(i, |ui| widgets::short_field(ui, &format!("Rung {}", i + 1), 260.0, word));
            }
            if let Some(problem) = &self.problem {
                widgets::error_line(ui, problem);
            }
            ui.add_space(space::S);
            if widgets::primary(ui, "Save the ladder").clicked() {
                let help_words = HelpWords(help.0.clone().map(|w| w.trim().to_owned()));
                self.problem = unclear(&help_words);
                if self.problem.is_none() {
                    cx.change(Form::Lists, Change::SaveSchool(School { help_words, ..view.school.clone() }));
                }
            }
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

/// Why a ladder cannot be logged on: a rung without a word, or two with the same.
fn unclear(help: &HelpWords) -> Option<String> {
    let twice = |word: &String| help.0.iter().filter(|w| w.to_lowercase() == word.to_lowercase()).count() > 1;
    match help.0.iter().position(|w| w.is_empty()) {
        Some(i) => Some(format!("Rung {} has no word. Nothing was changed.", i + 1)),
        None => help.0.iter().find(|w| twice(w)).map(|w| format!("Two rungs are called “{w}”. Nothing was changed.")),
    }
}

/// A section that the school adds, still without a heading.
fn own_section(cx: &mut Cx) -> PlanSection {
    let key = format!("own-{}", cx.mint.fresh::<PlanTextId>().0.simple());
    PlanSection { key, heading: String::new(), hint: String::new() }
}

fn without_empty(mut template: PlanTemplate) -> PlanTemplate {
    template.sections.retain(|s| !s.heading.trim().is_empty());
    template
}
