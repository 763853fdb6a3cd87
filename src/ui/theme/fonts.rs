//! Atkinson Hyperlegible Next (OFL-1.1), embedded; egui's own fonts behind it for other scripts.

use egui::{FontData, FontDefinitions, FontFamily};
use std::sync::Arc;

pub(super) fn install(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::default();
    for (name, bytes) in [
        ("regular", &include_bytes!("../../../assets/fonts/AtkinsonHyperlegibleNext-Regular.ttf")[..]),
        ("bold", &include_bytes!("../../../assets/fonts/AtkinsonHyperlegibleNext-Bold.ttf")[..]),
    ] {
        fonts.font_data.insert(name.into(), Arc::new(FontData::from_static(bytes)));
    }
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let with = |first: &str| std::iter::once(first.to_owned()).chain(fallback.iter().cloned()).collect::<Vec<_>>();
    fonts.families.insert(FontFamily::Proportional, with("regular"));
    fonts.families.insert(FontFamily::Name(super::STRONG.into()), with("bold"));
    ctx.set_fonts(fonts);
}
