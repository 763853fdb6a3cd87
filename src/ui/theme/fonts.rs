//! Atkinson Hyperlegible Next (OFL-1.1) and, for those who read more easily in it, OpenDyslexic
//! (CC-BY-3.0); egui's own fonts behind them for other scripts.

use egui::{FontData, FontDefinitions, FontFamily};
use std::sync::Arc;

pub(super) fn install(ctx: &egui::Context, reading_font: bool) {
    let mut fonts = FontDefinitions::default();
    for (name, bytes) in [
        ("regular", &include_bytes!("../../../assets/fonts/AtkinsonHyperlegibleNext-Regular.ttf")[..]),
        ("bold", &include_bytes!("../../../assets/fonts/AtkinsonHyperlegibleNext-Bold.ttf")[..]),
        ("reading", &include_bytes!("../../../assets/fonts/OpenDyslexic-Regular.otf")[..]),
        ("reading bold", &include_bytes!("../../../assets/fonts/OpenDyslexic-Bold.otf")[..]),
    ] {
        fonts.font_data.insert(name.into(), Arc::new(FontData::from_static(bytes)));
    }
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let with = |first: &[&str]| first.iter().map(|f| (*f).to_owned()).chain(fallback.iter().cloned()).collect::<Vec<_>>();
    let (usual, strong): (&[&str], &[&str]) =
        if reading_font { (&["reading", "regular"], &["reading bold", "bold"]) } else { (&["regular"], &["bold"]) };
    fonts.families.insert(FontFamily::Proportional, with(usual));
    fonts.families.insert(FontFamily::Name(super::STRONG.into()), with(strong));
    ctx.set_fonts(fonts);
}
