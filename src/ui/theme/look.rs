//! Which of the looks is worn: cream or white by day, dark or high contrast by night.

use serde::{Deserialize, Serialize};

use super::tokens::Tokens;

/// A look, by its token table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    #[default]
    Cream,
    White,
    Dark,
    HighContrast,
    /// Cream or dark, as the computer is set.
    System,
}

impl Look {
    pub const ALL: [Self; 5] = [Self::Cream, Self::White, Self::Dark, Self::HighContrast, Self::System];

    /// As shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Cream => "Cream",
            Self::White => "White",
            Self::Dark => "Dark",
            Self::HighContrast => "High contrast",
            Self::System => "As the computer",
        }
    }

    /// The look that is worn where the frame around is light or dark.
    pub(super) fn worn(self, dark: bool) -> Self {
        match (self, dark) {
            (Self::White, false) => Self::White,
            (Self::HighContrast, true) => Self::HighContrast,
            (_, true) => Self::Dark,
            (_, false) => Self::Cream,
        }
    }

    /// What egui calls it.
    pub fn preference(self) -> egui::ThemePreference {
        match self {
            Self::Cream | Self::White => egui::ThemePreference::Light,
            Self::Dark | Self::HighContrast => egui::ThemePreference::Dark,
            Self::System => egui::ThemePreference::System,
        }
    }

    /// The look that a context wears.
    pub(super) fn of(ctx: &egui::Context) -> Self {
        ctx.data(|d| d.get_temp(egui::Id::unique("look"))).unwrap_or_default()
    }

    pub(super) fn put_on(self, ctx: &egui::Context) {
        ctx.data_mut(|d| d.insert_temp(egui::Id::unique("look"), self));
    }

    /// The token table of a look.
    pub fn tokens(self) -> Tokens {
        Tokens::of(self)
    }
}
