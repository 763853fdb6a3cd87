//! One session on Today: its line, and the card that opens to log it.

use egui::{RichText, Ui};

use super::group::{self, GroupDraft};
use super::log::LogDraft;
use super::{Today, send, when_words};
use crate::model::{NotDelivered, SessionOutcome, short_date_words, time_words};
use crate::ui::intent::Cx;
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{self, Level};
use crate::views::Card;

impl Today {
    pub(super) fn card(&mut self, ui: &mut Ui, cx: &mut Cx, card: &Card, next: bool) {
        let open = self.draft.as_ref().is_some_and(|d| d.is_of(card)) || self.group.as_ref().is_some_and(|g| g.is_of(card));
        let t = tokens(ui);
        ui.push_id((card.slot, card.day, card.logged.as_ref().map(|l| l.0.id)), |ui| {
            let frame = egui::Frame::new()
                .fill(if card.logged.is_some() { t.page } else { t.surface })
                .stroke(egui::Stroke::new(if next { 2.0 } else { 1.0 }, if next { t.accent } else { t.line }))
                .corner_radius(8)
                .inner_margin(egui::Margin::symmetric(space::L as i8, space::M as i8));
            let drawn = frame.show(ui, |ui| {
                ui.set_min_width(ui.available_width());
                self.card_head(ui, cx, card, next, open);
                if open && !card.with.is_empty() {
                    self.open_group(ui, cx, card);
                } else if open {
                    self.open_card(ui, cx, card);
                }
            });
            // An opened card comes wholly into sight, with its Save button.
            if open && std::mem::take(&mut self.opened) {
                widgets::offer_focus(ui.ctx());
                ui.scroll_to_rect(drawn.response.rect.expand(space::S), None);
                self.settle = 2;
            } else if open && self.settle > 0 {
                self.settle -= 1;
                ui.scroll_to_rect(drawn.response.rect.expand(space::S), None);
                ui.ctx().request_repaint();
            }
        });
        ui.add_space(space::XS);
    }

    fn card_head(&mut self, ui: &mut Ui, cx: &mut Cx, card: &Card, next: bool, open: bool) {
        ui.horizontal(|ui| {
            let when = if card.slot.is_none() && card.starts == 0 {
                String::new()
            } else if Some(card.day) == cx.shown.today.as_ref().and_then(|v| v.day) {
                time_words(card.starts)
            } else {
                format!("{} {}", short_date_words(card.day, cx.now.today()), time_words(card.starts))
            };
            ui.allocate_ui_with_layout(egui::vec2(108.0, 24.0), egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.set_min_width(108.0);
                widgets::strong(ui, &when);
            });
            ui.vertical(|ui| {
                ui.set_max_width((ui.available_width() - 230.0).max(160.0));
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.spacing_mut().interact_size.y = 22.0;
                ui.horizontal(|ui| {
                    let others: String = card.with.iter().map(|c| format!(", {}", c.pupil_name)).collect();
                    ui.add(
                        egui::Label::new(
                            RichText::new(format!("{}{others}", card.pupil_name)).text_style(egui::TextStyle::Name("strong".into())),
                        )
                        .truncate(),
                    );
                    let minute = cx.now.minute();
                    let today = card.day == cx.now.today();
                    if next && today && card.starts <= minute {
                        widgets::chip(ui, Level::Info, "Now");
                    } else if next {
                        widgets::chip(ui, Level::Info, "Next");
                    } else if today && card.logged.is_none() && card.starts + card.minutes <= minute {
                        widgets::chip(ui, Level::Warn, "To write up");
                    }
                });
                let short = card.slot.is_some() && card.planned < card.minutes;
                let mut about = vec![if short { format!("{}, {} min", card.period, card.planned) } else { card.period.clone() }];
                about.extend([&card.place, &card.what].into_iter().filter(|t| !t.is_empty()).cloned());
                about.extend(card.instead_of.iter().map(|who| format!("instead of {who}")));
                let about = match &card.logged {
                    Some((_, words)) => widgets::veiled(ui, words),
                    None => about.join(" · "),
                };
                ui.add(egui::Label::new(RichText::new(about).color(tokens(ui).text_weak)).truncate());
            });
            widgets::at_right(ui, |ui| {
                if let Some((session, _)) = &card.logged {
                    widgets::chip(ui, Level::Good, "Logged");
                    if widgets::ghost(ui, Some(icons::PENCIL), "Correct…")
                        .accessible_name(format!("Correct the session with {}", card.pupil_name))
                        .clicked()
                    {
                        self.opened = true;
                        self.draft = Some(LogDraft::correction(card, session));
                        self.waiting = !session.delivered();
                        self.problem = None;
                    }
                } else if open {
                    if widgets::ghost(ui, None, "Close").clicked() {
                        self.draft = None;
                        self.group = None;
                    }
                } else if !card.with.is_empty() {
                    let name = format!("Log the group of {} at {}", card.pupil_name, when_words(card));
                    let log = if next { widgets::primary(ui, "Log the group") } else { widgets::secondary(ui, None, "Log the group") };
                    if log.accessible_name(name).clicked() {
                        self.opened = true;
                        self.group = Some(GroupDraft::of(card));
                        self.draft = None;
                        self.problem = None;
                    }
                    if let Some(why) = group::reasons(
                        ui,
                        "Not delivered…",
                        &format!("Not delivered: the group of {} at {}", card.pupil_name, when_words(card)),
                    ) {
                        let mut nobody = GroupDraft::of(card);
                        self.problem = nobody.nobody(cx, why).err();
                        self.group = Some(nobody);
                    }
                } else {
                    let name = format!("{} at {}", card.pupil_name, when_words(card));
                    let log = if next { widgets::primary(ui, "Log") } else { widgets::secondary(ui, None, "Log") };
                    if next && std::mem::take(&mut self.focus_next) {
                        log.request_focus();
                    }
                    if log.accessible_name(format!("Log {name}")).clicked() {
                        self.bare = false;
                        self.opened = true;
                        self.draft = Some(LogDraft::of(card));
                        self.waiting = false;
                        self.problem = None;
                    }
                    if widgets::secondary(ui, None, "Not delivered…").accessible_name(format!("Not delivered: {name}")).clicked() {
                        self.opened = true;
                        self.draft = Some(LogDraft::of(card));
                        self.waiting = true;
                        self.problem = None;
                    }
                }
            });
        });
    }

    fn open_group(&mut self, ui: &mut Ui, cx: &mut Cx, card: &Card) {
        ui.add_space(space::S);
        ui.separator();
        for must_know in std::iter::once(card).chain(&card.with).filter(|c| !c.must_know.is_empty()) {
            let words = widgets::veiled(ui, &must_know.must_know);
            widgets::banner(ui, Level::Warn, &format!("{}: {words}", must_know.pupil_name));
            ui.add_space(space::XS);
        }
        let Some(group) = &mut self.group else { return };
        if group.ui(ui, cx, card, &mut self.problem) {
            group.throw_away(cx);
            self.group = None;
            self.problem = None;
        }
    }

    fn open_card(&mut self, ui: &mut Ui, cx: &mut Cx, card: &Card) {
        ui.add_space(space::S);
        ui.separator();
        if !card.must_know.is_empty() {
            let words = widgets::veiled(ui, &card.must_know);
            widgets::banner(ui, Level::Warn, &words);
            ui.add_space(space::XS);
        }
        let waiting = &mut self.waiting;
        let Some(draft) = &mut self.draft else { return };
        let (mut cancelled, mut problem) = (false, None);
        if *waiting {
            widgets::field_label(ui, "Why did it not take place?");
            let mut reason = None;
            ui.horizontal_wrapped(|ui| {
                for why in NotDelivered::ALL {
                    if widgets::secondary(ui, None, why.words()).clicked() {
                        reason = Some(why);
                    }
                }
            });
            if let Some(reason) = reason {
                let session = draft.session(cx, SessionOutcome::NotDelivered(reason));
                send(cx, draft, session);
            }
            if widgets::ghost(ui, None, "It did take place").clicked() {
                *waiting = false;
            }
        } else {
            let none: &[_] = &[];
            let strategies = cx.shown.today.as_ref().and_then(|t| t.strategies.get(&card.pupil)).map_or(none, Vec::as_slice);
            draft.fields(ui, cx, &card.targets, strategies);
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                let save = widgets::primary(ui, "Save");
                let keyed = ui.input_mut(|i| i.consume_key(egui::Modifiers::COMMAND, egui::Key::Enter));
                if save.on_hover_text("Ctrl+Enter").clicked() || keyed {
                    match draft.check(cx) {
                        Ok(()) if draft.is_bare() && !card.targets.is_empty() && !self.bare => {
                            self.bare = true;
                            problem = Some(
                                "No reading is tapped yet, and nothing is saved. Save again to record only that it took place.".into(),
                            );
                        }
                        Ok(()) => {
                            let session = draft.session(cx, SessionOutcome::Delivered);
                            send(cx, draft, session);
                        }
                        Err(why) => problem = Some(why),
                    }
                }
                if widgets::secondary(ui, None, "Not delivered…").clicked() {
                    *waiting = true;
                }
                if widgets::ghost(ui, None, "Cancel").clicked() {
                    draft.throw_away(cx);
                    cancelled = true;
                }
            });
        }
        if cancelled {
            self.draft = None;
            self.problem = None;
        }
        if problem.is_some() {
            self.problem = problem;
        }
        if let Some(problem) = &self.problem {
            widgets::error_line(ui, problem);
        }
    }
}
