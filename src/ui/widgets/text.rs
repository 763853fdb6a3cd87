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

/// Gives words their role for a screen reader, by name: an alert, a status, a heading.
pub fn spoken(ui: &Ui, response: &Response, role: Role, name: &str) {
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(role);
        node.set_label(name);
    });
}

fn ranked(ui: &mut Ui, text: RichText, level: usize) -> Response {
    let name = text.text().to_owned();
    let response = ui.label(text);
    spoken(ui, &response, Role::Heading, &name);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_level(level));
    response
}
