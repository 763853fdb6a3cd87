//! Today: the LSA's own day, and logging in as few actions as there can be.

mod entry;
mod group;
mod log;
mod notices;
mod reading;

use egui::{RichText, Ui};

use crate::model::{Change, NotDelivered, Session, SessionOutcome, StaffId, date_words, short_date_words, time_words};
use crate::ui::intent::{Cx, Form, Format, Intent, Paper, Place};
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{self, Level};
use crate::views::{Card, TodayView};
pub use entry::{EntryForm, Kind as EntryFormKind};
use group::GroupDraft;
use log::LogDraft;
use notices::Notices;

const WRITE: &str = "Good news, an observation, a referral, a handover, a word with the family";

/// The state of the Today screen.
#[derive(Default)]
pub struct Today {
    cover: super::cover::CoverDialog,
    /// The card that is open, with what has been entered.
    draft: Option<LogDraft>,
    /// The group that is open.
    group: Option<GroupDraft>,
    entry: EntryForm,
    notices: Notices,
    /// A session without a reading was about to be saved: the second time it is.
    bare: bool,
    /// The next card to log takes the focus.
    focus_next: bool,
    /// A card was opened in this frame, and for how many frames more it is brought into sight.
    opened: bool,
    settle: u8,
    /// Whether "not delivered" is open on the card.
    waiting: bool,
    problem: Option<String>,
    restored: bool,
}

impl Today {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        let Some(view) = &shown.today else { return };
        self.restore(cx, view);
        if let Some(result) = cx.outcome(Form::Log) {
            match result {
                Ok(()) => {
                    // Only what is safe in the file is forgotten as a draft.
                    if let Some(draft) = self.draft.take() {
                        draft.throw_away(cx);
                    }
                    if let Some(group) = self.group.take() {
                        group.throw_away(cx);
                    }
                    self.problem = None;
                    self.bare = false;
                    self.focus_next = true;
                }
                Err(why) => self.problem = Some(why.clone()),
            }
            self.waiting = false;
        }
        widgets::page(ui, "today", |ui| {
            ui.set_max_width(900.0_f32.min(ui.available_width()));
            self.head(ui, cx, view);
            if view.staff.is_none() {
                widgets::empty_state(
                    ui,
                    icons::SUN,
                    "Nobody's day to show yet",
                    "Add the LSAs on the Staff screen, then give them slots in the timetable: their day stands here.",
                    |ui| {
                        if cx.leads() && widgets::primary(ui, "Go to Staff").clicked() {
                            cx.go(Place::Staff);
                        }
                    },
                );
                return;
            }
            if let Some((of, pupil)) = self.notices.ui(ui, cx, view) {
                self.entry.open(cx, EntryFormKind::Answer(of), Some(pupil));
            }
            self.day(ui, cx, view);
            self.earlier(ui, cx, view);
        });
        self.ad_hoc_ui(ui, cx, view);
        if let Some(draft) = &mut self.draft {
            draft.keep(ui, cx);
        }
        if let Some(group) = &mut self.group {
            group.keep(ui, cx);
        }
        let pupils: Vec<_> = view.pupils.iter().map(|(id, name, _)| (*id, name.clone())).collect();
        self.entry.ui(ui, cx, &pupils, &view.people);
        self.cover.ui(ui, cx);
    }

    fn head(&mut self, ui: &mut Ui, cx: &mut Cx, view: &TodayView) {
        let title = match view.day {
            Some(day) if cx.leads() => {
                format!("{}’s day, {}", if view.staff_name.is_empty() { "Nobody" } else { &view.staff_name }, date_words(day))
            }
            Some(day) => format!("Your day, {}", date_words(day)),
            None => "Today".into(),
        };
        widgets::page_head(ui, &title, |ui| {
            if view.staff.is_some() && widgets::secondary(ui, Some(icons::PENCIL), "Write…").on_hover_text(WRITE).clicked() {
                self.entry.open(cx, EntryFormKind::GoodNews, None);
            }
            if let (Some(staff), Some(day)) = (view.staff, view.day) {
                paper_menu(ui, cx, staff, day);
            }
            if cx.leads() && !view.people.is_empty() && widgets::secondary(ui, None, "Cover an absence…").clicked() {
                self.cover.open(cx);
            }
            if view.staff.is_some() && widgets::secondary(ui, Some(icons::PLUS), "Log another session…").clicked() {
                self.draft = Some(LogDraft::ad_hoc(view, cx.now.minute()));
                self.problem = None;
            }
        });
        if cx.leads() && view.people.len() > 1 {
            let mut chosen: Option<StaffId> = view.staff;
            let options: Vec<_> = view.people.iter().map(|(id, name)| (Some(*id), name.clone())).collect();
            if widgets::choice(ui, "Whose day", &mut chosen, &options)
                && let Some(staff) = chosen
            {
                self.draft = None;
                cx.ask(Intent::TodayOf(staff));
            }
            ui.add_space(space::S);
        }
    }

    fn day(&mut self, ui: &mut Ui, cx: &mut Cx, view: &TodayView) {
        if !view.is_school_day {
            widgets::banner(ui, Level::Info, "Pupils are not in school today. Sessions of earlier days can still be written up below.");
            ui.add_space(space::M);
        } else if view.cards.is_empty() && view.ad_hoc.is_empty() {
            widgets::empty_state(
                ui,
                icons::CALENDAR_DAYS,
                "No sessions today",
                "The timetable has no slot for this day. A session can still be logged with “Log another session…”.",
                |_| {},
            );
        }
        duties(ui, view);
        let now = cx.now.minute();
        let next = view.cards.iter().position(|c| c.logged.is_none() && c.starts + c.minutes > now);
        for (i, card) in view.cards.iter().chain(&view.ad_hoc).enumerate() {
            self.card(ui, cx, card, Some(i) == next);
        }
    }

    fn earlier(&mut self, ui: &mut Ui, cx: &mut Cx, view: &TodayView) {
        if view.unlogged.is_empty() {
            return;
        }
        ui.add_space(space::M);
        let count = view.unlogged.len();
        widgets::subheading(ui, &format!("Still to write up from earlier days ({count})"));
        ui.add_space(space::XS);
        for card in view.unlogged.iter().take(30) {
            self.card(ui, cx, card, false);
        }
        if count > 30 {
            widgets::weak(ui, format!("… and {} more; they come up as these are logged.", count - 30));
        }
    }

    fn card(&mut self, ui: &mut Ui, cx: &mut Cx, card: &Card, next: bool) {
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
                let mut about = vec![card.period.clone()];
                about.extend([&card.place, &card.what].into_iter().filter(|t| !t.is_empty()).cloned());
                let about = match &card.logged {
                    Some((_, words)) => words.clone(),
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
            widgets::banner(ui, Level::Warn, &format!("{}: {}", must_know.pupil_name, must_know.must_know));
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
            widgets::banner(ui, Level::Warn, &card.must_know);
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

    /// The dialog for a session that came from no slot.
    fn ad_hoc_ui(&mut self, ui: &mut Ui, cx: &mut Cx, view: &TodayView) {
        if !self.draft.as_ref().is_some_and(|d| d.slot.is_none() && d.corrects.is_none()) {
            return;
        }
        let mut save = false;
        let open = widgets::modal(ui, "ad hoc", "Log another session", 560.0, |ui| {
            let Some(draft) = &mut self.draft else { return };
            let options: Vec<_> = view.pupils.iter().map(|(id, name, _)| (Some(*id), name.clone())).collect();
            if widgets::choice(ui, "Pupil", &mut draft.pupil, &options) {
                draft.readings.clear();
            }
            ui.horizontal(|ui| {
                widgets::date_field(ui, "Date", &mut draft.date, cx.now.today());
                widgets::short_field(ui, "Began at", 64.0, &mut draft.began);
                widgets::number(ui, "Minutes", &mut draft.minutes, 1..=300);
            });
            let targets = view.pupils.iter().find(|p| Some(p.0) == draft.pupil).map_or(&[][..], |p| &p.2);
            let strategies = draft.pupil.and_then(|p| view.strategies.get(&p)).map_or(&[][..], Vec::as_slice);
            draft.fields(ui, cx, targets, strategies);
            widgets::dialog_foot(ui, self.problem.as_deref(), &mut save);
        });
        if !open {
            self.draft = None;
            return;
        }
        if save && let Some(draft) = &mut self.draft {
            match draft.check(cx) {
                Ok(()) => {
                    let session = draft.session(cx, SessionOutcome::Delivered);
                    send(cx, draft, session);
                }
                Err(why) => self.problem = Some(why),
            }
        }
    }

    /// Brings back a half-written session after a lock or a crash.
    fn restore(&mut self, cx: &Cx, view: &TodayView) {
        if self.restored {
            return;
        }
        self.restored = true;
        let cards = view.cards.iter().chain(&view.unlogged).chain(&view.ad_hoc);
        for card in view.cards.iter().chain(&view.unlogged).filter(|c| !c.with.is_empty()) {
            let members: Vec<&Card> = std::iter::once(card).chain(&card.with).collect();
            let mut group = GroupDraft::of(card);
            if group.restore(&cx.shown.drafts, &members) {
                self.group = Some(group);
                return;
            }
        }
        self.draft = cx.shown.drafts.iter().rev().find_map(|(place, body)| LogDraft::from_text(place, body, cards.clone()));
    }
}

/// The day on paper: to read, and to tally on.
fn paper_menu(ui: &mut Ui, cx: &mut Cx, staff: StaffId, day: chrono::NaiveDate) {
    let folder = cx.shown.folders.documents.clone();
    ui.menu_button("Paper…", |ui| {
        for (words, paper) in [("Day sheet (PDF)", Paper::DaySheet { staff, day }), ("Tally sheet (PDF)", Paper::TallySheet { staff, day })]
        {
            if ui.button(words).clicked() {
                cx.ask(Intent::Export { paper, format: Format::Pdf, path: folder.clone() });
                ui.close();
            }
        }
        let next = day + chrono::Days::new(1);
        if ui.button("Tomorrow’s day sheet (PDF)").clicked() {
            cx.ask(Intent::Export { paper: Paper::DaySheet { staff, day: next }, format: Format::Pdf, path: folder });
            ui.close();
        }
    });
}

fn send(cx: &mut Cx, draft: &LogDraft, session: Option<Session>) {
    let Some(session) = session else { return };
    match draft.corrects {
        Some(earlier) => cx.change(Form::Log, Change::CorrectSession { earlier, corrected: session }),
        None => cx.change(Form::Log, Change::LogSession(session)),
    }
}

fn when_words(card: &Card) -> String {
    format!("{}, {}", time_words(card.starts), date_words(card.day))
}

/// What is to be done that day without a pupil of one's own, in one line.
fn duties(ui: &mut Ui, view: &TodayView) {
    if view.duties.is_empty() {
        return;
    }
    let words = view.duties.iter().map(|d| {
        let place = if d.place.is_empty() { String::new() } else { format!(", {}", d.place) };
        format!("{} {} ({}{place})", time_words(d.starts), d.what, d.period)
    });
    widgets::banner(ui, Level::Info, &format!("Duties today: {}", words.collect::<Vec<_>>().join(" · ")));
    ui.add_space(space::XS);
}
