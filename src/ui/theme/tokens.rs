//! The token table: cream, white, dark and high contrast. Status colours are safe for the common kinds of colour
//! blindness (after Okabe and Ito) and never stand without a word.

use egui::Color32;

use super::look::Look;

/// Distances, in points, on a 4-point scale.
pub mod space {
    pub const XS: f32 = 4.0;
    pub const S: f32 = 8.0;
    pub const M: f32 = 12.0;
    pub const L: f32 = 16.0;
    pub const XL: f32 = 24.0;
    pub const XXL: f32 = 40.0;
    /// A comfortable line of reading.
    pub const READING: f32 = 720.0;
    /// The widest field of a form.
    pub const FORM: f32 = 600.0;
    /// The lock's column.
    pub const NARROW: f32 = 460.0;
    /// Below this width a page puts things under each other.
    pub const NARROW_PAGE: f32 = 700.0;
    /// The least width of a table's column, before the table scrolls sideways.
    pub const COLUMN: f32 = 84.0;
    /// Below this height a list has no room of its own, and its page scrolls as a whole.
    pub const LOW_PAGE: f32 = 420.0;
    /// Below this width of the window the rail shows icons alone.
    pub const SMALL_WINDOW: f32 = 900.0;
    /// The navigation rail, and what is left of it in a small window.
    pub const RAIL: f32 = 176.0;
    pub const RAIL_ICONS: f32 = 60.0;
    /// The height of a field's label, to align what stands beside a field.
    pub const LABEL: f32 = 25.0;
    /// The width of a day in a list.
    pub const WHEN: f32 = 150.0;
    /// A table row.
    pub const ROW: f32 = 34.0;
}

/// The colours of one theme, by what they are for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tokens {
    pub page: Color32,
    pub surface: Color32,
    pub surface_soft: Color32,
    pub rail: Color32,
    pub field: Color32,
    pub text: Color32,
    pub text_weak: Color32,
    pub line: Color32,
    pub line_strong: Color32,
    pub button: Color32,
    pub button_hover: Color32,
    pub button_press: Color32,
    pub accent: Color32,
    pub accent_hover: Color32,
    pub on_accent: Color32,
    pub selection: Color32,
    pub focus: Color32,
    pub good: Color32,
    pub good_soft: Color32,
    pub warn: Color32,
    pub warn_soft: Color32,
    pub bad: Color32,
    pub bad_soft: Color32,
    pub info: Color32,
    pub info_soft: Color32,
    pub chart_line: Color32,
    pub chart_aim: Color32,
    pub chart_missed: Color32,
    pub shadow: Color32,
    pub paper: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

impl Tokens {
    /// The table of a look. As the computer: that of the day.
    pub const fn of(look: Look) -> Self {
        match look {
            Look::Cream | Look::System => Self {
                page: rgb(0xFAF6EE),
                surface: rgb(0xFFFDF8),
                surface_soft: rgb(0xF4EFE4),
                rail: rgb(0xF1EBDE),
                field: rgb(0xFFFFFF),
                text: rgb(0x1F2328),
                text_weak: rgb(0x57544C),
                line: rgb(0xE2DACB),
                line_strong: rgb(0x968E7E),
                button: rgb(0xFFFFFF),
                button_hover: rgb(0xF1F5F8),
                button_press: rgb(0xE2EAF0),
                accent: rgb(0x0B5C8C),
                accent_hover: rgb(0x094B73),
                on_accent: rgb(0xFFFFFF),
                selection: rgb(0xCFE3F0),
                focus: rgb(0x0B5C8C),
                good: rgb(0x00674C),
                good_soft: rgb(0xDDF0E7),
                warn: rgb(0x7A4B00),
                warn_soft: rgb(0xFBEBCB),
                bad: rgb(0xA03300),
                bad_soft: rgb(0xFBE2D6),
                info: rgb(0x0B5C8C),
                info_soft: rgb(0xE0EEF6),
                chart_line: rgb(0x0072B2),
                chart_aim: rgb(0x57544C),
                chart_missed: rgb(0xEAD9C0),
                shadow: Color32::from_rgba_premultiplied(10, 8, 5, 40),
                paper: rgb(0xFFFFFF),
            },
            Look::White => Self {
                page: rgb(0xFFFFFF),
                surface: rgb(0xFFFFFF),
                surface_soft: rgb(0xF2F4F6),
                rail: rgb(0xF2F4F6),
                field: rgb(0xFFFFFF),
                text: rgb(0x1A1D21),
                text_weak: rgb(0x52565C),
                line: rgb(0xDDE1E6),
                line_strong: rgb(0x868C94),
                button: rgb(0xFFFFFF),
                button_hover: rgb(0xEEF3F8),
                button_press: rgb(0xE0E8F0),
                ..Self::of(Look::Cream)
            },
            Look::HighContrast => Self {
                page: rgb(0x000000),
                surface: rgb(0x000000),
                surface_soft: rgb(0x1A1A1A),
                rail: rgb(0x000000),
                field: rgb(0x000000),
                text: rgb(0xFFFFFF),
                text_weak: rgb(0xFFFFFF),
                line: rgb(0xFFFFFF),
                line_strong: rgb(0xFFFFFF),
                button: rgb(0x000000),
                button_hover: rgb(0x262626),
                button_press: rgb(0x404040),
                accent: rgb(0xFFE100),
                accent_hover: rgb(0xFFEE66),
                on_accent: rgb(0x000000),
                selection: rgb(0x003A70),
                focus: rgb(0xFFE100),
                good: rgb(0x7CFFB2),
                good_soft: rgb(0x002B14),
                warn: rgb(0xFFD75E),
                warn_soft: rgb(0x332600),
                bad: rgb(0xFFB199),
                bad_soft: rgb(0x3D0E00),
                info: rgb(0x9ADCFF),
                info_soft: rgb(0x00263D),
                chart_line: rgb(0x9ADCFF),
                chart_aim: rgb(0xFFFFFF),
                chart_missed: rgb(0x5C4A1F),
                ..Self::of(Look::Dark)
            },
            Look::Dark => Self {
                page: rgb(0x171A1E),
                surface: rgb(0x1F2329),
                surface_soft: rgb(0x262B32),
                rail: rgb(0x13161A),
                field: rgb(0x14171B),
                text: rgb(0xECEAE4),
                text_weak: rgb(0xB3B0A8),
                line: rgb(0x353B44),
                line_strong: rgb(0x79818C),
                button: rgb(0x2A3038),
                button_hover: rgb(0x343C46),
                button_press: rgb(0x3E4854),
                accent: rgb(0x7CC4EE),
                accent_hover: rgb(0x9BD3F3),
                on_accent: rgb(0x0B1A24),
                selection: rgb(0x23455C),
                focus: rgb(0x7CC4EE),
                good: rgb(0x6FD6AE),
                good_soft: rgb(0x173A2E),
                warn: rgb(0xF0C060),
                warn_soft: rgb(0x40320F),
                bad: rgb(0xFFA27A),
                bad_soft: rgb(0x4A2416),
                info: rgb(0x7CC4EE),
                info_soft: rgb(0x17324A),
                chart_line: rgb(0x56B4E9),
                chart_aim: rgb(0xB3B0A8),
                chart_missed: rgb(0x4A4133),
                shadow: Color32::from_rgba_premultiplied(0, 0, 0, 120),
                paper: rgb(0xFFFFFF),
            },
        }
    }
}

/// The tokens of the theme a `Ui` is drawn in.
pub fn tokens(ui: &egui::Ui) -> Tokens {
    Tokens::of(Look::of(ui.ctx()).worn(ui.visuals().dark_mode))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(c: Color32) -> f64 {
        let channel = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(c.r()) + 0.7152 * channel(c.g()) + 0.0722 * channel(c.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_can_be_read_on_everything_it_stands_on() {
        for theme in [Look::Cream, Look::White, Look::Dark, Look::HighContrast] {
            let t = Tokens::of(theme);
            let grounds = [t.page, t.surface, t.surface_soft, t.rail, t.field, t.button, t.button_hover];
            let mut pairs: Vec<(Color32, Color32)> = grounds.iter().flat_map(|g| [(t.text, *g), (t.text_weak, *g)]).collect();
            pairs.extend([(t.on_accent, t.accent), (t.on_accent, t.accent_hover), (t.text, t.selection), (t.accent, t.surface)]);
            pairs.extend([(t.good, t.good_soft), (t.warn, t.warn_soft), (t.bad, t.bad_soft), (t.info, t.info_soft)]);
            pairs.extend([(t.bad, t.surface), (t.bad, t.page), (t.text, t.warn_soft), (t.text, t.bad_soft), (t.text, t.info_soft)]);
            for (text, ground) in pairs {
                let got = contrast(text, ground);
                assert!(got >= 4.5, "{theme:?}: {text:?} on {ground:?} is {got:.2}");
            }
            for line in [t.line_strong, t.focus, t.chart_line, t.chart_aim] {
                assert!(contrast(line, t.surface) >= 3.0, "{theme:?}: {line:?} cannot be told from the surface");
            }
        }
    }
}
