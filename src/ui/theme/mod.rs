//! Every colour, size and distance in the window. Nothing else holds a colour literal.

mod fonts;
pub mod icons;
mod look;
mod tokens;

pub use look::Look;
pub use tokens::{Tokens, space, tokens};

use egui::{FontFamily, FontId, Stroke, TextStyle, Theme};

/// Font of headings and strong words.
pub const STRONG: &str = "strong";

/// How the window meets the hand and the eye, whatever its colours.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Feel {
    /// Nothing moves.
    pub still: bool,
    /// Everything to press has room for a finger.
    pub touch: bool,
}

/// Sets fonts, spacing and colours, once at start.
pub fn install(ctx: &egui::Context) {
    egui_extras::install_image_loaders(ctx);
    fonts::install(ctx, false);
    wear(ctx, Look::default(), Feel::default());
}

/// Puts on a look; without motion, and with room for a finger, where a person wishes so.
pub fn wear(ctx: &egui::Context, look: Look, feel: Feel) {
    look.put_on(ctx);
    for theme in [Theme::Light, Theme::Dark] {
        let t = look.worn(theme == Theme::Dark).tokens();
        ctx.style_mut_of(theme, |style| {
            apply(style, &t);
            if feel.touch {
                for_fingers(&mut style.spacing);
            }
            style.animation_time = if feel.still { 0.0 } else { 0.08 };
        });
    }
    ctx.options_mut(|o| o.fallback_theme = Theme::Light);
    ctx.set_theme(look.preference());
}

/// Reads in OpenDyslexic, or in the usual hyperlegible type.
pub fn read_in(ctx: &egui::Context, reading_font: bool) {
    fonts::install(ctx, reading_font);
}

/// Nothing to press is smaller than 44 points either way (WCAG 2.2, 2.5.5).
fn for_fingers(s: &mut egui::style::Spacing) {
    s.interact_size = egui::vec2(44.0, 44.0);
    s.button_padding = egui::vec2(space::L, 10.0);
    s.item_spacing = egui::vec2(10.0, 10.0);
    s.icon_width = 26.0;
    s.icon_width_inner = 14.0;
}

fn apply(style: &mut egui::Style, t: &Tokens) {
    let strong = FontFamily::Name(STRONG.into());
    style.text_styles = [
        (TextStyle::Small, FontId::new(13.0, FontFamily::Proportional)),
        (TextStyle::Body, FontId::new(15.0, FontFamily::Proportional)),
        (TextStyle::Button, FontId::new(15.0, FontFamily::Proportional)),
        (TextStyle::Monospace, FontId::new(15.0, FontFamily::Monospace)),
        (TextStyle::Heading, FontId::new(22.0, strong.clone())),
        (TextStyle::Name("subheading".into()), FontId::new(17.0, strong.clone())),
        (TextStyle::Name("strong".into()), FontId::new(15.0, strong)),
    ]
    .into();
    let s = &mut style.spacing;
    s.item_spacing = egui::vec2(space::S, space::S);
    s.button_padding = egui::vec2(space::M, 6.0);
    s.interact_size = egui::vec2(40.0, 30.0);
    s.text_edit_width = 280.0;
    s.combo_width = 160.0;
    s.icon_width = 18.0;
    s.icon_width_inner = 10.0;
    s.window_margin = egui::Margin::same(space::L as i8);
    s.menu_margin = egui::Margin::same(space::S as i8);
    style.wrap_mode = None;

    let v = &mut style.visuals;
    v.override_text_color = Some(t.text);
    v.weak_text_color = Some(t.text_weak);
    v.hyperlink_color = t.accent;
    v.panel_fill = t.page;
    v.window_fill = t.surface;
    v.window_stroke = Stroke::new(1.0, t.line);
    v.extreme_bg_color = t.field;
    v.faint_bg_color = t.surface_soft;
    v.text_edit_bg_color = Some(t.field);
    v.error_fg_color = t.bad;
    v.warn_fg_color = t.warn;
    v.selection.bg_fill = t.selection;
    v.selection.stroke = Stroke::new(2.0, t.focus);
    v.window_corner_radius = egui::CornerRadius::same(10);
    v.menu_corner_radius = egui::CornerRadius::same(8);
    v.popup_shadow = egui::Shadow { offset: [0, 4], blur: 16, spread: 0, color: t.shadow };
    v.window_shadow = egui::Shadow { offset: [0, 8], blur: 32, spread: 0, color: t.shadow };
    let radius = egui::CornerRadius::same(6);
    let w = &mut v.widgets;
    for (state, fill, line) in [
        (&mut w.noninteractive, t.surface, t.line),
        (&mut w.inactive, t.button, t.line_strong),
        (&mut w.hovered, t.button_hover, t.line_strong),
        (&mut w.active, t.button_press, t.line_strong),
        (&mut w.open, t.button_hover, t.line_strong),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::new(1.0, line);
        state.fg_stroke = Stroke::new(1.5, t.text);
        state.corner_radius = radius;
        state.expansion = 0.0;
    }
    w.hovered.bg_stroke = Stroke::new(1.0, t.accent);
}
