//! Words on the page, with their rank for a screen reader.

use egui::{Response, RichText, TextStyle, Ui, accesskit::Role};

use std::sync::Arc;

use crate::rules::Veil;
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

/// What somebody wrote, as it may stand on this screen: wrapped, and with pupils' names as initials where the
/// screen is shared.
pub fn written(ui: &mut Ui, text: &str) -> Response {
    let text = veiled(ui, text);
    ui.add(egui::Label::new(text).wrap())
}

/// A text that somebody wrote, with pupils' names as initials where the screen is shared.
pub fn veiled(ui: &Ui, text: &str) -> String {
    let veil: Option<Arc<Veil>> = ui.ctx().data(|d| d.get_temp(veil_place())).flatten();
    veil.map_or_else(|| text.to_owned(), |v| v.over(text))
}

/// Says which names are shortened from now on; none shows all.
pub fn put_veil(ctx: &egui::Context, veil: Option<Arc<Veil>>) {
    ctx.data_mut(|d| d.insert_temp(veil_place(), veil));
}

fn veil_place() -> egui::Id {
    egui::Id::unique("names shortened")
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
