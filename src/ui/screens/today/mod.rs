//! Today: the LSA's own day, and logging in as few actions as there can be.

mod card;
mod entry;
mod group;
mod log;
mod notices;
mod reading;
mod school;

use egui::Ui;

use crate::model::{Change, Session, SessionOutcome, StaffId, date_words, time_words};
use crate::ui::intent::{Cx, Form, Format, Intent, Paper, Place};
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, Level};
use crate::views::{Card, TodayView};
pub use entry::{EntryForm, Kind as EntryFormKind};
use group::GroupDraft;
use log::LogDraft;
use notices::Notices;
use school::SchoolDayList;

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
    school: SchoolDayList,
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
        if let Some(day) = &view.whole {
            widgets::list_frame(ui, |ui| {
                self.head(ui, cx, view);
                if let Some((of, pupil)) = self.notices.ui(ui, cx, view) {
                    self.entry.open(cx, EntryFormKind::Answer(of), Some(pupil));
                }
                self.school.ui(ui, cx, day);
            });
            self.dialogs(ui, cx, view);
            return;
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
        self.dialogs(ui, cx, view);
    }

    fn dialogs(&mut self, ui: &mut Ui, cx: &mut Cx, view: &TodayView) {
        let pupils: Vec<_> = view.pupils.iter().map(|(id, name, _)| (*id, name.clone())).collect();
        self.entry.ui(ui, cx, &pupils, &view.people);
        self.cover.ui(ui, cx);
    }

    fn head(&mut self, ui: &mut Ui, cx: &mut Cx, view: &TodayView) {
        let title = match view.day {
            Some(day) if view.whole.is_some() => format!("The school’s day, {}", date_words(day)),
            Some(day) if cx.leads() => {
                format!("{}’s day, {}", if view.staff_name.is_empty() { "Nobody" } else { &view.staff_name }, date_words(day))
            }
            Some(day) => format!("Your day, {}", date_words(day)),
            None => "Today".into(),
        };
        widgets::page_head(ui, &title, |ui| {
            let anyone = view.staff.is_some() || view.whole.is_some();
            if anyone && widgets::secondary(ui, Some(icons::PENCIL), "Write…").on_hover_text(WRITE).clicked() {
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
            let whole = std::iter::once((None, "The whole school".to_owned()));
            let options: Vec<_> = whole.chain(view.people.iter().map(|(id, name)| (Some(*id), name.clone()))).collect();
            if widgets::choice(ui, "Whose day", &mut chosen, &options) {
                self.draft = None;
                cx.ask(Intent::TodayOf(chosen));
            }
            ui.add_space(space::S);
        }
    }

    fn day(&mut self, ui: &mut Ui, cx: &mut Cx, view: &TodayView) {
        if !view.is_school_day {
            widgets::banner(ui, Level::Info, "Pupils are not in school today. Sessions of earlier days can still be written up below.");
            ui.add_space(space::M);
        } else if let Some(away) = &view.away {
            widgets::banner(ui, Level::Info, away);
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
    let words = view.duties.iter().map(crate::views::DutyRow::words);
    widgets::banner(ui, Level::Info, &format!("Duties today: {}", words.collect::<Vec<_>>().join(" · ")));
    ui.add_space(space::XS);
}
