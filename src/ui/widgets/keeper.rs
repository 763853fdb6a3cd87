//! Says when half-written work should be kept: half a second after the last key.

use egui::Ui;

/// What was kept last and what was typed since.
#[derive(Clone, Debug, Default)]
pub struct Keeper {
    kept: String,
    seen: String,
    since: f64,
}

impl Keeper {
    /// A keeper for text that is kept already.
    pub fn of(kept: &str) -> Self {
        Self { kept: kept.to_owned(), ..Self::default() }
    }

    /// Whether anything was ever kept, so that it has to be forgotten when the work is saved.
    pub fn has_kept(&self) -> bool {
        !self.kept.is_empty()
    }

    /// True once when `body` has stood still for half a second and is not kept yet.
    pub fn due(&mut self, ui: &Ui, body: &str) -> bool {
        if body == self.kept {
            return false;
        }
        let now = ui.input(|i| i.time);
        if body != self.seen {
            body.clone_into(&mut self.seen);
            self.since = now;
        }
        if now - self.since < 0.5 {
            ui.ctx().request_repaint_after_secs(0.55);
            return false;
        }
        self.kept.clone_from(&self.seen);
        true
    }
}
