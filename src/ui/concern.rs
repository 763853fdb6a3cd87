//! What is shown where words look like a disclosure, before anything is stored.

use egui::Ui;

use super::intent::Cx;
use super::theme::space;
use super::widgets::{self, Level};
use crate::rules::looks_like_a_concern;

/// The word in a text that looks like a concern, in the school's own list.
pub fn concern_in<'a>(cx: &Cx<'a>, text: &str) -> Option<&'a str> {
    let school = &cx.shown.school.as_ref()?.school;
    looks_like_a_concern(text, &school.concern_words)
}

/// Shows the school's safeguarding route above words that look like a disclosure, with the person's
/// own word that they are none.
pub fn concern_banner(ui: &mut Ui, cx: &Cx, text: &str, no_concern: &mut bool) {
    let Some(word) = concern_in(cx, text) else {
        *no_concern = false;
        return;
    };
    let route = cx.shown.school.as_ref().map(|s| s.school.route().trim_end_matches('.').to_owned()).unwrap_or_default();
    ui.add_space(space::XS);
    widgets::banner(
        ui,
        Level::Bad,
        &format!(
            "“{word}” may be a safeguarding concern. Do not record it here. {route}. These words are stored nowhere until you say that they are no concern."
        ),
    );
    widgets::tick(ui, "This is not a safeguarding concern; keep my words", no_concern);
}

/// Refuses to save words that look like a concern and that nobody has said are none.
pub fn unconcerned(cx: &Cx, text: &str, no_concern: bool) -> Result<(), String> {
    match concern_in(cx, text) {
        Some(word) if !no_concern => Err(format!(
            "Nothing was saved: “{word}” may be a safeguarding concern, and those go the school's own way. Take the words out, or say that they are no concern."
        )),
        _ => Ok(()),
    }
}
