//! What a person sees: draws views, edits drafts, pushes intents. Nothing here queries or saves.

pub mod concern;
pub mod drafted;
pub mod help;
pub mod intent;
pub mod listing;
pub mod screens;
pub mod shell;
pub mod theme;
pub mod widgets;

pub use intent::{Cx, Form, Intent, Outcome, Place, Preference, Shown};
