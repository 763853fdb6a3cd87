//! Words on the page, with their rank for a screen reader.

use egui::{Response, RichText, TextStyle, Ui, accesskit::Role};

use crate::ui::theme::tokens;

/// The page's title.
pub fn heading(ui: &mut Ui, text: &str) -> Response {
    ranked(ui, RichText::new(text).text_style(TextStyle::Heading), 1)
}

/// A section's title.
pub fn subheading(ui: &mut Ui, text: &str) -> Response {
    ranked(ui, RichText::new(text).text_style(TextStyle::Name("subheading".into())), 2)
}

/// Words that carry weight.
pub fn strong(ui: &mut Ui, text: &str) -> Response {
    ui.label(RichText::new(text).text_style(TextStyle::Name("strong".into())))
}

/// Words that stand back.
pub fn weak(ui: &mut Ui, text: impl Into<String>) -> Response {
    let colour = tokens(ui).text_weak;
    ui.label(RichText::new(text).color(colour))
}

/// Running text of a comfortable width.
pub fn paragraph(ui: &mut Ui, text: &str) {
    ui.scope(|ui| {
        ui.set_max_width(crate::ui::theme::space::READING.min(ui.available_width()));
        ui.add(egui::Label::new(text).wrap());
    });
}

fn ranked(ui: &mut Ui, text: RichText, level: usize) -> Response {
    let response = ui.label(text);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Heading);
        node.set_level(level);
    });
    response
}
