//! A group session: the register and each pupil's target on one card, saved in one step.

use egui::Ui;

use super::log::LogDraft;
use crate::model::{Change, NotDelivered, SessionOutcome};
use crate::ui::intent::{Cx, Form};
use crate::ui::theme::{space, tokens};
use crate::ui::widgets;
use crate::views::Card;

/// The card of a group as it is being filled in.
pub struct GroupDraft {
    /// One draft for each pupil, and why they were not there, if they were not.
    rows: Vec<(LogDraft, Option<NotDelivered>)>,
}

impl GroupDraft {
    pub fn of(card: &Card) -> Self {
        let rows = std::iter::once(card).chain(&card.with).map(|c| (LogDraft::of(c), None)).collect();
        Self { rows }
    }

    pub fn is_of(&self, card: &Card) -> bool {
        self.rows.first().is_some_and(|(draft, _)| draft.is_of(card))
    }

    /// Draws the register. True when it asks to be closed.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, card: &Card, problem: &mut Option<String>) -> bool {
        let cards: Vec<&Card> = std::iter::once(card).chain(&card.with).collect();
        for (i, ((draft, absent), card)) in self.rows.iter_mut().zip(&cards).enumerate() {
            ui.push_id((i, card.pupil), |ui| {
                ui.horizontal_wrapped(|ui| {
                    widgets::strong(ui, &card.pupil_name);
                    for (value, words) in
                        [(None, "Here"), (Some(NotDelivered::PupilAbsent), "Absent"), (Some(NotDelivered::Declined), "Declined")]
                    {
                        let name = format!("{}: {words}", card.pupil_name);
                        let button = egui::Button::selectable(*absent == value, words).frame_when_inactive(true);
                        if ui.add(button).accessible_name(name).clicked() {
                            *absent = value;
                        }
                    }
                });
                if absent.is_none() {
                    let none: &[_] = &[];
                    let strategies = cx.shown.today.as_ref().and_then(|t| t.strategies.get(&card.pupil)).map_or(none, Vec::as_slice);
                    draft.fields(ui, cx, &card.targets, strategies);
                }
                let rule = tokens(ui).line;
                if i + 1 < cards.len() {
                    ui.add_space(space::XS);
                    ui.painter().hline(ui.max_rect().x_range(), ui.cursor().top(), egui::Stroke::new(1.0, rule));
                    ui.add_space(space::S);
                }
            });
        }
        let mut close = false;
        ui.add_space(space::S);
        ui.horizontal_wrapped(|ui| {
            if widgets::primary(ui, "Save the group").clicked() {
                match self.sessions(cx) {
                    Ok(change) => cx.change(Form::Log, change),
                    Err(why) => *problem = Some(why),
                }
            }
            if let Some(why) = reasons(ui, "Nobody had the session…", "Nobody had the session…") {
                *problem = self.nobody(cx, why).err();
            }
            close = widgets::ghost(ui, None, "Cancel").clicked();
        });
        if let Some(problem) = problem {
            widgets::error_line(ui, problem);
        }
        close
    }

    /// Saves for all of them that it did not take place.
    pub fn nobody(&mut self, cx: &mut Cx, why: NotDelivered) -> Result<(), String> {
        self.rows.iter_mut().for_each(|(_, absent)| *absent = Some(why));
        self.sessions(cx).map(|change| cx.change(Form::Log, change))
    }

    fn sessions(&self, cx: &mut Cx) -> Result<Change, String> {
        let mut all = Vec::new();
        for (draft, absent) in &self.rows {
            draft.check(cx)?;
            let outcome = absent.map_or(SessionOutcome::Delivered, SessionOutcome::NotDelivered);
            all.extend(draft.session(cx, outcome));
        }
        Ok(Change::LogGroup(all))
    }

    /// Keeps what is typed for each pupil.
    pub fn keep(&mut self, ui: &Ui, cx: &mut Cx) {
        for (draft, _) in &mut self.rows {
            draft.keep(ui, cx);
        }
    }

    /// Forgets the drafts once they are saved or given up.
    pub fn throw_away(&self, cx: &mut Cx) {
        for (draft, _) in &self.rows {
            draft.throw_away(cx);
        }
    }

    /// Fills in what was half-written before a lock. True when anything was.
    pub fn restore(&mut self, drafts: &[(String, String)], cards: &[&Card]) -> bool {
        let mut any = false;
        for ((draft, _), card) in self.rows.iter_mut().zip(cards) {
            if let Some(kept) = drafts.iter().find_map(|(place, body)| LogDraft::from_text(place, body, std::iter::once(*card))) {
                *draft = kept;
                any = true;
            }
        }
        any
    }
}

/// The menu of reasons for which a session did not take place; `name` is what a screen reader says.
pub fn reasons(ui: &mut Ui, words: &str, name: &str) -> Option<NotDelivered> {
    let menu = ui.menu_button(words, |ui| {
        let why = NotDelivered::ALL.into_iter().find(|why| ui.button(why.words()).clicked());
        if why.is_some() {
            ui.close();
        }
        why
    });
    menu.response.accessible_name(name);
    menu.inner.flatten()
}
