//! Every widget in every state, to look at in both themes.

use egui::Ui;

use crate::ui::intent::Cx;
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, Column, DateInput, Level, Sorting};

/// The state of the gallery.
#[derive(Default)]
pub struct Gallery {
    text: String,
    notes: String,
    date: DateInput,
    number: u16,
    choice: usize,
    segment: usize,
    ticked: bool,
    sorting: Sorting,
}

impl Gallery {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        widgets::page(ui, "gallery", |ui| {
            widgets::page_head(ui, "Widgets gallery", |ui| {
                let _ = widgets::secondary(ui, Some(icons::PLUS), "Page action");
            });
            widgets::card(ui, |ui| {
                widgets::subheading(ui, "Words");
                widgets::strong(ui, "Strong words carry weight.");
                ui.label("Body text, at a size that reads well on a school laptop.");
                widgets::weak(ui, "Weak words stand back.");
                widgets::error_line(ui, "An error says what happened, what is safe and what to do next.");
                ui.horizontal_wrapped(|ui| {
                    for (level, words) in [
                        (Level::Good, "On course"),
                        (Level::Info, "Information"),
                        (Level::Warn, "Behind the aim"),
                        (Level::Bad, "Going back"),
                        (Level::Plain, "Too little to say"),
                    ] {
                        widgets::chip(ui, level, words);
                    }
                });
                for level in [Level::Good, Level::Info, Level::Warn, Level::Bad] {
                    widgets::banner(ui, level, "A banner holds one sentence that must not be missed.");
                }
            });
            ui.add_space(space::M);
            widgets::card(ui, |ui| {
                widgets::subheading(ui, "Buttons");
                ui.horizontal_wrapped(|ui| {
                    let _ = widgets::primary(ui, "Primary");
                    let _ = widgets::secondary(ui, None, "Secondary");
                    let _ = widgets::secondary(ui, Some(icons::SAVE), "With an icon");
                    let _ = widgets::ghost(ui, None, "Ghost");
                    let _ = widgets::danger(ui, "Takes away");
                    let _ = widgets::small(ui, "7");
                    let _ = widgets::icon_button(ui, icons::LOCK, "Icon with a name");
                    ui.add_enabled_ui(false, |ui| widgets::secondary(ui, None, "Disabled"));
                });
                widgets::segmented(ui, &mut self.segment, &[(0, "One"), (1, "of a"), (2, "few")]);
            });
            ui.add_space(space::M);
            widgets::card(ui, |ui| {
                widgets::subheading(ui, "Fields");
                widgets::text_field(ui, "A line of text", &mut self.text);
                widgets::area(ui, "Several lines", "A hint of what goes here", 2, &mut self.notes);
                widgets::date_field(ui, "A date", &mut self.date, cx.now.today());
                widgets::number(ui, "A number", &mut self.number, 0..=100);
                widgets::choice(ui, "One of many", &mut self.choice, &[(0, "First".into()), (1, "Second".into())]);
                widgets::tick(ui, "Yes or no", &mut self.ticked);
            });
            ui.add_space(space::M);
            widgets::card(ui, |ui| {
                widgets::subheading(ui, "A table");
                ui.set_max_height(180.0);
                let columns = [Column { title: "Name", share: 2.0 }, Column { title: "Number", share: 1.0 }];
                widgets::table(
                    ui,
                    "gallery table",
                    &columns,
                    &mut self.sorting,
                    200,
                    |r, c| format!("Cell {r} {c}"),
                    |r| format!("Row {r}"),
                );
            });
        });
    }
}
