//! A page of help for each screen, in plain English, and the first steps of a new file.

use std::collections::HashMap;

use egui::Ui;

use super::intent::{Cx, Intent, Place, Preference};
use super::theme::{icons, space, tokens};
use super::widgets;

/// Draws the help of a screen as a dialog; false when it was closed.
pub fn page(ui: &mut Ui, place: Place) -> bool {
    let all: HashMap<String, Vec<String>> = serde_json::from_str(include_str!("../../assets/lists/help.json")).unwrap_or_default();
    widgets::modal(ui, "help", &format!("Help: {}", place.word()), 620.0, |ui| {
        for paragraph in all.get(place.word()).into_iter().flatten() {
            widgets::paragraph(ui, paragraph);
            ui.add_space(space::XS);
        }
        widgets::weak(ui, "Ctrl+K finds any pupil, person, screen, action or word. F9 blanks the screen, Ctrl+L locks it.");
    })
}

/// The first steps of a new file, until they are done or put away: from an empty file to the SENDCO's own
/// first pupil with a target, a session and a chart.
pub fn first_steps(ui: &mut Ui, cx: &mut Cx) {
    let Some(school) = &cx.shown.school else { return };
    if school.school.example || cx.preferences.no_guide || !cx.leads() || school.steps.iter().all(|s| s.done) {
        return;
    }
    let done = school.steps.iter().filter(|s| s.done).count();
    let Some(next) = school.steps.iter().find(|s| !s.done).cloned() else { return };
    let total = school.steps.len();
    let t = tokens(ui);
    egui::Frame::new()
        .fill(t.info_soft)
        .corner_radius(8)
        .inner_margin(egui::Margin::symmetric(space::M as i8, space::S as i8))
        .outer_margin(egui::Margin { left: space::XL as i8, right: space::XL as i8, top: space::S as i8, bottom: 0 })
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.add(icons::INFO.image(18.0, t.info));
                widgets::strong(ui, &format!("First steps, {} of {total}", done + 1));
                widgets::at_right(ui, |ui| {
                    if widgets::icon_button(ui, icons::X, "Put the first steps away").clicked() {
                        cx.ask(Intent::Prefer(Preference::NoGuide(true)));
                    }
                    let name = format!("Take me there: {}", next.words);
                    if widgets::secondary(ui, None, "Take me there").accessible_name(name).clicked() {
                        let place = match next.where_to {
                            "pupil" => school.first_pupil.map_or(Place::Pupils, Place::Pupil),
                            word => Place::from_word(word).unwrap_or(if word == "Staff" { Place::Staff } else { Place::Pupils }),
                        };
                        cx.go(place);
                    }
                    ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                        ui.add(egui::Label::new(&next.words).wrap());
                    });
                });
            });
        });
}
