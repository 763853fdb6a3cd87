//! Opening the window, and saying so in words where there is none to open.

use std::path::PathBuf;

use super::{App, Environment};
use crate::ui::theme;

/// Opens the window and stays until it closes.
pub fn run(file: Option<PathBuf>) -> anyhow::Result<()> {
    if let Some(why) = no_display() {
        anyhow::bail!(
            "{why} Keyworker's window needs one. Without a window these commands work: example, import, export, pupils, staff, search, log, check, backup, restore. See `keyworker --help`."
        );
    }
    // wgpu first: OpenGL is missing on Remote Desktop and many virtual machines. glow where no
    // adapter starts.
    match open(file.clone(), eframe::Renderer::Wgpu) {
        Ok(()) => Ok(()),
        Err(first) => {
            tracing::warn!("the first way to draw did not start: {first}");
            open(file, eframe::Renderer::Glow).map_err(|second| {
                anyhow::anyhow!(
                    "This computer could not open a window: neither of the two ways to draw one started ({first}; {second}). Nothing has changed in any file. Ask IT support to update the graphics driver."
                )
            })
        }
    }
}

fn open(file: Option<PathBuf>, renderer: eframe::Renderer) -> eframe::Result {
    let remembered = Environment::real().window();
    let (size, maximised) = remembered.map_or(([1280.0, 720.0], true), |(_, size, maximised)| (size, maximised));
    let mut viewport = egui::ViewportBuilder::default()
        .with_title("Keyworker")
        .with_app_id("keyworker")
        .with_inner_size(size)
        .with_min_inner_size([720.0, 480.0])
        .with_maximized(maximised);
    if let Some((corner, _, false)) = remembered {
        viewport = viewport.with_position(corner);
    }
    let options = eframe::NativeOptions { viewport, renderer, ..Default::default() };
    eframe::run_native(
        "Keyworker",
        options,
        Box::new(move |cc| {
            let env = Environment::real();
            dress(&cc.egui_ctx, &env);
            // Some window managers heed this only once the window is there.
            cc.egui_ctx.send_viewport_cmd(egui::ViewportCommand::Maximized(maximised));
            Ok(Box::new(App::new(env, file)))
        }),
    )
}

/// Fonts, colours, theme and text size of a context.
pub fn dress(ctx: &egui::Context, env: &Environment) {
    theme::install(ctx);
    let preferences = env.preferences();
    if preferences.reading_font {
        theme::read_in(ctx, true);
    }
    theme::wear(ctx, preferences.look, preferences.feel());
    ctx.set_zoom_factor(preferences.zoom);
}

/// Why there is no display, where the system tells before a window is tried.
fn no_display() -> Option<&'static str> {
    #[cfg(all(unix, not(target_os = "macos")))]
    {
        let set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
        if !set("DISPLAY") && !set("WAYLAND_DISPLAY") && !set("WAYLAND_SOCKET") {
            return Some("There is no display here.");
        }
    }
    None
}
