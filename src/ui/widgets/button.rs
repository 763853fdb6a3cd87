//! Buttons: one primary on a screen, the others quieter.

use egui::{Button, Response, RichText, Ui};

use crate::ui::theme::{icons::Icon, tokens};

const ICON: f32 = 16.0;

/// The thing to do here.
pub fn primary(ui: &mut Ui, text: &str) -> Response {
    let t = tokens(ui);
    dressed(ui, Button::new(RichText::new(text).color(t.on_accent)), |w| {
        w.inactive.weak_bg_fill = t.accent;
        w.hovered.weak_bg_fill = t.accent_hover;
        w.active.weak_bg_fill = t.accent_hover;
        w.inactive.bg_stroke = egui::Stroke::new(1.0, t.accent);
        w.hovered.bg_stroke = egui::Stroke::new(1.0, t.accent_hover);
    })
}

/// Adds a button in clothes of its own. (In a scope of its own it could not go to the next line of a
/// row that wraps, and would break its words instead.)
fn dressed(ui: &mut Ui, button: Button<'_>, clothes: impl FnOnce(&mut egui::style::Widgets)) -> Response {
    let usual = ui.visuals().widgets.clone();
    clothes(&mut ui.visuals_mut().widgets);
    let response = ui.add(button);
    ui.visuals_mut().widgets = usual;
    response
}

/// Something else one can do.
pub fn secondary(ui: &mut Ui, icon: Option<Icon>, text: &str) -> Response {
    let tint = tokens(ui).text;
    match icon {
        Some(icon) => ui.add(Button::image_and_text(icon.image(ICON, tint), text)),
        None => ui.button(text),
    }
}

/// A quiet action among words.
pub fn ghost(ui: &mut Ui, icon: Option<Icon>, text: &str) -> Response {
    let t = tokens(ui);
    let text = RichText::new(text).color(t.accent);
    let button = match icon {
        Some(icon) => Button::image_and_text(icon.image(ICON, t.accent), text),
        None => Button::new(text),
    };
    dressed(ui, button, |w| {
        w.inactive.weak_bg_fill = egui::Color32::TRANSPARENT;
        w.inactive.bg_stroke = egui::Stroke::NONE;
    })
}

/// Something that ends or takes away.
pub fn danger(ui: &mut Ui, text: &str) -> Response {
    let t = tokens(ui);
    ui.add(Button::new(RichText::new(text).color(t.bad)).stroke(egui::Stroke::new(1.0, t.bad)))
}

/// A small plain button, for rows of them.
pub fn small(ui: &mut Ui, text: &str) -> Response {
    ui.add(Button::new(text).min_size(egui::vec2(30.0, 28.0)))
}

/// A button that is only an icon: its name is spoken and shown on hovering.
pub fn icon_button(ui: &mut Ui, icon: Icon, name: &str) -> Response {
    let tint = tokens(ui).text;
    let wide = ui.spacing().interact_size.y.max(32.0);
    ui.add(Button::image(icon.image(18.0, tint)).min_size(egui::vec2(wide, 30.0))).accessible_name(name).on_hover_text(name)
}

/// One of a few, all in sight. True when the choice changed.
pub fn segmented<T: Copy + PartialEq>(ui: &mut Ui, chosen: &mut T, options: &[(T, &str)]) -> bool {
    let mut changed = false;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let wide = ui.spacing().interact_size.y;
        // In a row that runs from the right, the first still stands on the left.
        let reversed = ui.layout().prefer_right_to_left();
        let ordered: Vec<_> = if reversed { options.iter().rev().collect() } else { options.iter().collect() };
        for (value, name) in ordered {
            let selected = *chosen == *value;
            if ui.add(Button::selectable(selected, *name).frame_when_inactive(true).min_size(egui::vec2(wide, 28.0))).clicked() && !selected
            {
                *chosen = *value;
                changed = true;
            }
        }
    });
    changed
}
