//! The parts that screens are made of, each with its look, its keyboard and its name in one place.

mod bars;
mod button;
mod chart;
mod field;
mod keeper;
mod layout;
mod table;
mod text;

pub use bars::{Bar, bars};
pub use button::{danger, ghost, icon_button, primary, secondary, segmented, small};
pub use chart::{chart, sparkline};
pub use field::{
    DateInput, area, choice, choice_in_row, date_field, error_line, field_label, filter_field, line, number, password, short_field,
    text_field, tick,
};
pub use keeper::Keeper;
pub use layout::{
    Level, after_modals, at_right, banner, card, chip, dialog_foot, dialog_foot_to, empty_state, follow_focus, list_frame, modal,
    offer_focus, page, page_head, split, take_focus, verdict,
};
pub use table::{Column, Sorting, table};
pub use text::{heading, paragraph, put_veil, spoken, strong, subheading, veiled, weak, written};
