//! The whole window in a harness.

use std::path::Path;

use egui_kittest::Harness;
use keyworker::app::{App, Environment, dress};
use keyworker::ui::{Intent, Place};

use super::{PASSPHRASE, moment};

/// The whole window under test; the app stands in it once it is dressed.
pub type Window<'a> = Harness<'a, Option<App>>;

/// A window on a file, at its lock.
pub fn window(file: Option<&Path>, folder: &Path, theme: egui::Theme, scale: f32) -> Window<'static> {
    let app = App::new(Environment::fixed(moment(), folder), file.map(Path::to_owned));
    let folder = folder.to_owned();
    let mut dressed = false;
    Harness::builder().with_size([1366.0, 768.0]).with_theme(theme).with_pixels_per_point(scale).with_max_steps(60).build_ui_state(
        move |ui, app: &mut Option<App>| {
            if !dressed {
                dressed = true;
                dress(ui.ctx(), &Environment::fixed(moment(), &folder));
                ui.ctx().set_theme(theme);
                return;
            }
            let app = app.as_mut().unwrap();
            app.logic(ui.ctx());
            app.ui(ui);
        },
        Some(app),
    )
}

pub fn settle(window: &mut Window) {
    for _ in 0..8 {
        window.step();
    }
}

/// Signs in and waits for the first screen.
pub fn unlock(window: &mut Window, name: &str) {
    settle(window);
    window.state_mut().as_mut().unwrap().ask(Intent::Unlock { name: Some(name.to_owned()), secret: PASSPHRASE.to_owned().into() });
    for _ in 0..400 {
        window.step();
        if window.state().as_ref().unwrap().place() != Place::Welcome {
            settle(window);
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("the file did not open");
}

pub fn go(window: &mut Window, place: Place) {
    window.state_mut().as_mut().unwrap().go(place);
    settle(window);
    window.check_accessibility();
}
