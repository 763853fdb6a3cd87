//! Fields: a label above, tied to what it names; an error below, in words.

use chrono::NaiveDate;
use egui::{ComboBox, Id, Response, RichText, TextEdit, Ui};

use crate::model::{date_words, parse_date};
use crate::ui::theme::{space, tokens};

/// The label of a field.
pub fn field_label(ui: &mut Ui, text: &str) -> Id {
    ui.label(RichText::new(text).small().color(tokens(ui).text_weak)).id
}

/// The box that one line of text is typed in: its words stand in the middle, however high it is.
pub fn line(value: &mut String) -> TextEdit<'_> {
    TextEdit::singleline(value).margin(egui::Margin::symmetric(8, 6)).align(egui::Align2::LEFT_CENTER)
}

/// The words that narrow a list, with its name for who cannot see the hint.
pub fn filter_field(ui: &mut Ui, name: &str, hint: &str, words: &mut String) {
    ui.add(line(words).hint_text(hint.to_owned()).desired_width(300.0)).accessible_name(name);
}

/// One line of text with its label.
pub fn text_field(ui: &mut Ui, label: &str, value: &mut String) -> Response {
    ui.vertical(|ui| {
        let name = field_label(ui, label);
        let width = ui.available_width().min(space::FORM);
        ui.add(line(value).desired_width(width)).labelled_by(name)
    })
    .inner
}

/// One line of text of a given width, for rows: a time, a name.
pub fn short_field(ui: &mut Ui, label: &str, width: f32, value: &mut String) -> Response {
    ui.vertical(|ui| {
        ui.set_width(width + 18.0);
        let name = field_label(ui, label);
        ui.add(line(value).desired_width(width)).labelled_by(name)
    })
    .inner
}

/// Several lines of text.
pub fn area(ui: &mut Ui, label: &str, hint: &str, rows: usize, value: &mut String) -> Response {
    ui.vertical(|ui| {
        let name = field_label(ui, label);
        let hint = RichText::new(hint).color(tokens(ui).text_weak);
        ui.add(
            TextEdit::multiline(value)
                .desired_rows(rows)
                .desired_width(f32::INFINITY)
                .hint_text(hint)
                .margin(egui::Margin::symmetric(8, 6)),
        )
        .labelled_by(name)
    })
    .inner
}

/// A passphrase: dots, pasting allowed.
pub fn password(ui: &mut Ui, label: &str, value: &mut String) -> Response {
    ui.vertical(|ui| {
        let name = field_label(ui, label);
        let width = ui.available_width().min(space::FORM);
        ui.add(line(value).password(true).desired_width(width)).labelled_by(name)
    })
    .inner
}

/// A whole number with its bounds.
pub fn number<N: egui::emath::Numeric>(ui: &mut Ui, label: &str, value: &mut N, range: std::ops::RangeInclusive<N>) -> Response {
    ui.vertical(|ui| {
        // A label in a crowded row must not be broken letter by letter.
        ui.set_min_width(field_width(ui, label));
        let name = field_label(ui, label);
        ui.add(egui::DragValue::new(value).range(range).speed(0.1)).labelled_by(name)
    })
    .inner
}

/// One of many, in a list that opens. True when the choice changed.
pub fn choice<T: Clone + PartialEq>(ui: &mut Ui, label: &str, chosen: &mut T, options: &[(T, String)]) -> bool {
    ui.vertical(|ui| {
        let name = field_label(ui, label);
        let before = chosen.clone();
        let width = ui.available_width().min(320.0);
        open_list(ui, label, width, chosen, options).labelled_by(name);
        *chosen != before
    })
    .inner
}

/// The same in a row that says beside it what is chosen; its name is for who cannot see the row.
pub fn choice_in_row<T: Clone + PartialEq>(ui: &mut Ui, name: &str, width: f32, chosen: &mut T, options: &[(T, String)]) -> bool {
    ui.vertical(|ui| {
        ui.set_max_width(width);
        let before = chosen.clone();
        open_list(ui, name, width, chosen, options).accessible_name(name);
        *chosen != before
    })
    .inner
}

fn open_list<T: Clone + PartialEq>(ui: &mut Ui, salt: &str, width: f32, chosen: &mut T, options: &[(T, String)]) -> Response {
    let before = chosen.clone();
    let shown = options.iter().find(|(v, _)| v == chosen).map_or("Choose…", |(_, n)| n.as_str());
    let list = ComboBox::from_id_salt(ui.scope_id().with(salt)).selected_text(shown).width(width).height(420.0).truncate();
    let opened = list.show_ui(ui, |ui| {
        let fresh = just_opened(ui);
        for (value, name) in options {
            let option = ui.selectable_value(chosen, value.clone(), name);
            // A choice by keyboard or screen reader is no pointer click, so the list is told to close.
            if option.clicked() {
                ui.close();
            } else if fresh && *value == before {
                option.scroll_to_me(Some(egui::Align::Center));
                // The arrow keys go on from what is chosen.
                option.request_focus();
            }
        }
    });
    // A list that closes gives the keyboard back to the field that it belongs to.
    let (id, is_open) = (opened.response.id.with("list is open"), opened.inner.is_some());
    if ui.data(|d| d.get_temp(id)).unwrap_or(false) && !is_open && ui.memory(|m| m.focused().is_none_or(|f| f != opened.response.id)) {
        let elsewhere = ui.input(|i| i.pointer.any_pressed());
        if !elsewhere {
            opened.response.request_focus();
        }
    }
    ui.data_mut(|d| d.insert_temp(id, is_open));
    opened.response
}

/// Whether a list has opened within the last passes: then what is chosen is brought into sight.
fn just_opened(ui: &Ui) -> bool {
    const PASSES: u64 = 3;
    let (id, pass) = (ui.scope_id().with("opened at"), ui.ctx().cumulative_pass_nr());
    let (opened, last) = ui.data(|d| d.get_temp::<(u64, u64)>(id)).unwrap_or_default();
    let opened = if last + 1 < pass { pass } else { opened };
    ui.data_mut(|d| d.insert_temp(id, (opened, pass)));
    pass < opened + PASSES
}

/// A yes or no.
pub fn tick(ui: &mut Ui, label: &str, value: &mut bool) -> Response {
    ui.checkbox(value, label)
}

/// A date as it is being typed.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct DateInput {
    pub text: String,
}

impl DateInput {
    /// Shows a date that is known already.
    pub fn of(date: Option<NaiveDate>) -> Self {
        Self { text: date.map(|d| d.format("%-d %b %Y").to_string()).unwrap_or_default() }
    }

    /// The date, none where the field is empty; an error sentence where it cannot be read.
    pub fn read(&self, what: &str, today: NaiveDate) -> Result<Option<NaiveDate>, String> {
        if self.text.trim().is_empty() {
            return Ok(None);
        }
        parse_date(&self.text, today)
            .map(Some)
            .ok_or_else(|| format!("{what} cannot be read as a date. Write it as 3 Nov 2026 or 03/11/26."))
    }

    /// The date of a field that may not be empty.
    pub fn needed(&self, what: &str, today: NaiveDate) -> Result<NaiveDate, String> {
        self.read(what, today)?.ok_or_else(|| format!("{what} is empty. Write a date such as 3 Nov 2026."))
    }
}

/// A date: typed as people write it, or picked from a calendar.
pub fn date_field(ui: &mut Ui, label: &str, value: &mut DateInput, today: NaiveDate) -> Response {
    ui.vertical(|ui| {
        let name = field_label(ui, label);
        ui.horizontal(|ui| {
            let hint = RichText::new("day month year").color(tokens(ui).text_weak);
            let response = ui.add(line(&mut value.text).desired_width(120.0).hint_text(hint)).labelled_by(name);
            let read = parse_date(&value.text, today);
            calendar(ui, label, value, read.unwrap_or(today));
            match (read, value.text.trim().is_empty()) {
                (Some(date), _) if !response.has_focus() || date_words(date).to_lowercase() != value.text.to_lowercase() => {
                    ui.label(RichText::new(date_words(date)).small().color(tokens(ui).text_weak));
                }
                (None, false) if !response.has_focus() => error_line(ui, "Not a date: write 3 Nov 2026"),
                _ => {}
            }
            response
        })
        .inner
    })
    .inner
}

/// How wide a label is in one line, at most half a form.
fn field_width(ui: &Ui, label: &str) -> f32 {
    let font = egui::TextStyle::Small.resolve(ui.style());
    let width = ui.painter().layout_no_wrap(label.to_owned(), font, tokens(ui).text).size().x;
    width.min(space::FORM / 2.0)
}

/// What is wrong with a field, in words. When it comes up it is brought into sight.
pub fn error_line(ui: &mut Ui, sentence: &str) {
    let t = tokens(ui);
    let response = ui.add(egui::Label::new(RichText::new(sentence).color(t.bad)).wrap());
    let key = Id::unique("last error");
    let frame = ui.ctx().cumulative_frame_nr();
    let last: Option<(String, u64)> = ui.ctx().data(|d| d.get_temp(key));
    if last.is_none_or(|(said, at)| said != sentence || at + 2 < frame) {
        response.scroll_to_me(None);
    }
    ui.ctx().data_mut(|d| d.insert_temp(key, (sentence.to_owned(), frame)));
    super::text::spoken(ui, &response, egui::accesskit::Role::Alert, sentence);
}

/// The calendar speaks `jiff`; this is the one place that converts.
fn calendar(ui: &mut Ui, label: &str, value: &mut DateInput, shown: NaiveDate) {
    use chrono::Datelike as _;
    let Ok(before) = jiff::civil::Date::new(shown.year() as i16, shown.month() as i8, shown.day() as i8) else { return };
    let mut picked = before;
    let response = ui.add(
        egui_extras::DatePickerButton::new(&mut picked)
            .id_salt(label)
            .format("Calendar")
            .show_icon(false)
            .calendar_week(false)
            .highlight_weekends(false),
    );
    response.accessible_name(format!("Calendar for {label}"));
    if picked != before {
        let date =
            NaiveDate::from_ymd_opt(i32::from(picked.year()), picked.month().unsigned_abs().into(), picked.day().unsigned_abs().into());
        *value = DateInput::of(date);
    }
}
