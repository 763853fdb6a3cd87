//! A form that a lock, a crash or a power cut does not lose: what is typed is kept as an encrypted
//! draft, and the form is open again where it was.

use egui::Ui;
use serde::{Serialize, de::DeserializeOwned};

use super::intent::{Cx, Intent};
use super::widgets::Keeper;

/// A dialog's form, kept under the name of its place.
pub struct Drafted<T> {
    form: Option<T>,
    place: String,
    /// The form as it was opened: what nobody has touched is not kept.
    opened: String,
    keeper: Keeper,
    looked: bool,
}

impl<T> Default for Drafted<T> {
    fn default() -> Self {
        Self { form: None, place: String::new(), opened: String::new(), keeper: Keeper::default(), looked: false }
    }
}

impl<T: Serialize + DeserializeOwned> Drafted<T> {
    /// Opens a form at a place, such as `target <pupil>`.
    pub fn open(&mut self, place: impl Into<String>, form: T) {
        self.place = place.into();
        self.opened = as_text(&form);
        self.keeper = Keeper::default();
        self.form = Some(form);
    }

    /// Brings back what was half-written at a place, once.
    pub fn restore(&mut self, cx: &Cx, place: &str) {
        if self.looked {
            return;
        }
        self.looked = true;
        let kept = cx.shown.drafts.iter().find(|(p, _)| p == place);
        if let Some((place, body)) = kept
            && let Ok(form) = serde_json::from_str(body)
        {
            self.place.clone_from(place);
            self.opened.clear();
            self.keeper = Keeper::of(body);
            self.form = Some(form);
        }
    }

    /// The form, while it is open.
    pub fn form(&mut self) -> Option<&mut T> {
        self.form.as_mut()
    }

    pub fn is_open(&self) -> bool {
        self.form.is_some()
    }

    /// Keeps what has been typed; to be called in each frame in which the form is drawn.
    pub fn keep(&mut self, ui: &Ui, cx: &mut Cx) {
        let Some(form) = &self.form else { return };
        let body = as_text(form);
        if body != self.opened && self.keeper.due(ui, &body) {
            cx.ask(Intent::KeepDraft { place: self.place.clone(), body });
        }
    }

    /// After drawing: keeps what an open form holds, forgets a closed one.
    pub fn settle(&mut self, ui: &Ui, cx: &mut Cx, open: bool) {
        if open {
            self.keep(ui, cx);
        } else {
            self.close(cx);
        }
    }

    /// Closes the form, saved or given up: its draft is forgotten.
    pub fn close(&mut self, cx: &mut Cx) {
        if self.keeper.has_kept() {
            cx.ask(Intent::ClearDraft { place: self.place.clone() });
        }
        *self = Self { looked: true, ..Self::default() };
    }
}

fn as_text<T: Serialize>(form: &T) -> String {
    serde_json::to_string(form).unwrap_or_default()
}
