//! This computer: its look, its type, its motion, its keys.

use egui::Ui;

use crate::ui::intent::{Cx, Intent, Preference};
use crate::ui::theme::{Look, space};
use crate::ui::widgets;

pub fn ui(ui: &mut Ui, cx: &mut Cx) {
    let preferences = cx.preferences;
    widgets::card(ui, |ui| {
        widgets::field_label(ui, "Theme");
        let mut look = preferences.look;
        if widgets::segmented(ui, &mut look, &Look::ALL.map(|l| (l, l.words()))) {
            cx.ask(Intent::Prefer(Preference::Look(look)));
        }
        ui.add_space(space::S);
        widgets::field_label(ui, "Text size (also Ctrl and plus or minus)");
        let mut zoom = (preferences.zoom * 100.0).round() as i32;
        let sizes: Vec<(i32, String)> = [80, 90, 100, 110, 125, 150, 175, 200, 250, 300].iter().map(|z| (*z, format!("{z} %"))).collect();
        let sizes: Vec<(i32, &str)> = sizes.iter().map(|(z, s)| (*z, s.as_str())).collect();
        if widgets::segmented(ui, &mut zoom, &sizes) {
            cx.ask(Intent::Prefer(Preference::Zoom(zoom as f32 / 100.0)));
        }
        ui.add_space(space::S);
        let mut tick = |words: &str, mut on: bool, preference: fn(bool) -> Preference| {
            if widgets::tick(ui, words, &mut on).changed() {
                cx.ask(Intent::Prefer(preference(on)));
            }
        };
        tick("Read in OpenDyslexic", preferences.reading_font, Preference::ReadingFont);
        tick("Nothing moves (reduced motion)", preferences.still, Preference::Still);
        tick("Larger things to press, for a touch screen", preferences.touch, Preference::Touch);
        tick("Show pupils as initials, for a screen that others see", preferences.initials, Preference::Initials);
        tick("Hide the first steps of a new file", preferences.no_guide, Preference::NoGuide);
        if preferences.initials {
            widgets::weak(
                ui,
                "Pupils stand as initials, and their names as a letter within what people have written. A form shows names while you fill it in, and so does whatever you export.",
            );
        }
    });
    ui.add_space(space::M);
    widgets::card(ui, |ui| {
        widgets::subheading(ui, "Keys");
        for (key, what) in [
            ("Ctrl+K", "find a pupil, a person, a screen, an action or a word"),
            ("Ctrl+1 to 8", "go to a screen"),
            ("Ctrl+Enter", "save the session that is open"),
            ("Ctrl+Z, Ctrl+Y", "undo, redo"),
            ("F1", "help with this screen"),
            ("F9", "blank the screen"),
            ("Ctrl+L", "lock"),
        ] {
            ui.horizontal(|ui| {
                ui.allocate_ui_with_layout(egui::vec2(130.0, 22.0), egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.set_min_width(130.0);
                    widgets::strong(ui, key);
                });
                ui.label(what);
            });
        }
    });
}
