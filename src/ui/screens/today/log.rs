//! A session as it is being entered: readings, a note that is never lost, and what was around it.

use std::collections::HashMap;

use egui::Ui;
use serde::{Deserialize, Serialize};

use super::reading::Entry;
use crate::model::{
    Company, HelpWords, Helped, ProvisionId, PupilId, Record, RunningId, Session, SessionId, SessionMore, SessionOutcome, Setting, SlotId,
    StrategyId, Target, TargetId, own_rating_words, parse_time,
};
use crate::ui::concern::{concern_banner, concern_in, unconcerned};
use crate::ui::intent::{Cx, Intent};
use crate::ui::theme::space;
use crate::ui::widgets::{self, DateInput, Keeper};
use crate::views::{Card, TargetCard, TodayView};

/// Where an ad hoc session is kept while it is being written.
const AD_HOC: &str = "log ad hoc";

/// What has been entered so far.
#[derive(Clone, Debug, Default)]
pub struct LogDraft {
    pub slot: Option<SlotId>,
    pub pupil: Option<PupilId>,
    pub provision: Option<ProvisionId>,
    pub running: Option<RunningId>,
    pub corrects: Option<SessionId>,
    pub date: DateInput,
    pub began: String,
    pub minutes: u16,
    pub readings: HashMap<TargetId, Entry>,
    pub note: String,
    pub more: SessionMore,
    /// Words that somebody has said are no concern; they may be stored.
    pub no_concern: bool,
    keeper: Keeper,
}

/// What a draft keeps on disk.
#[derive(Serialize, Deserialize)]
struct Kept {
    pupil: Option<PupilId>,
    date: DateInput,
    began: String,
    minutes: u16,
    note: String,
    readings: Vec<(TargetId, Entry)>,
    #[serde(default)]
    more: SessionMore,
}

impl LogDraft {
    /// A fresh draft for a card.
    pub fn of(card: &Card) -> Self {
        Self {
            slot: card.slot,
            pupil: Some(card.pupil),
            provision: card.provision,
            running: card.running,
            date: DateInput::of(Some(card.day)),
            began: crate::model::time_words(card.starts),
            minutes: card.planned,
            ..Self::default()
        }
    }

    /// A draft that corrects what was logged for a card.
    pub fn correction(card: &Card, session: &Session) -> Self {
        let readings = session.records.iter().map(|r| (r.target, Entry::of(&r.reading))).collect();
        Self {
            corrects: Some(session.id),
            note: session.note.clone(),
            minutes: session.minutes,
            readings,
            more: session.more.clone(),
            ..Self::of(card)
        }
    }

    /// A draft for a session that comes from no slot.
    pub fn ad_hoc(view: &TodayView, minute: u16) -> Self {
        // With several pupils nobody is chosen beforehand: a session must not land on the wrong child.
        let pupil = match view.pupils.as_slice() {
            [(only, ..)] => Some(*only),
            _ => None,
        };
        Self { pupil, date: DateInput::of(view.day), began: crate::model::time_words(minute), minutes: 20, ..Self::default() }
    }

    /// Whether this draft is about a card.
    pub fn is_of(&self, card: &Card) -> bool {
        let same_session = self.corrects == card.logged.as_ref().map(|l| l.0.id);
        same_session
            && self.slot == card.slot
            && (self.slot.is_some() || self.corrects.is_some())
            && self.date == DateInput::of(Some(card.day))
    }

    /// Draws the controls: each target's own, then the note.
    pub fn fields(&mut self, ui: &mut Ui, cx: &mut Cx, targets: &[TargetCard], strategies: &[(StrategyId, String)]) {
        let now = cx.now.millis();
        let shown = cx.shown;
        let plain = HelpWords::default();
        let help = shown.today.as_ref().map_or(&plain, |t| &t.help_words);
        for card in targets {
            ui.push_id(card.target.id, |ui| self.reading(ui, card, now, help));
            ui.add_space(space::XS);
        }
        if targets.is_empty() && self.pupil.is_some() {
            widgets::weak(ui, "No active target: the session and a note are recorded.");
        }
        let note = widgets::area(ui, "Note (parents may read it)", "", 2, &mut self.note);
        widgets::take_focus(&note);
        concern_banner(ui, cx, &self.note, &mut self.no_concern);
        self.context(ui, strategies);
    }

    fn reading(&mut self, ui: &mut Ui, card: &TargetCard, now: i64, help: &HelpWords) {
        let target = &card.target;
        ui.horizontal_wrapped(|ui| {
            let will = widgets::veiled(ui, &upper(&target.will));
            widgets::strong(ui, &will);
            if let Some(last) = &card.last {
                widgets::weak(ui, format!("last {last}"));
            }
        });
        if !target.instructions.is_empty() {
            let words = widgets::veiled(ui, &target.instructions);
            ui.add(egui::Label::new(egui::RichText::new(words).small()).wrap());
        }
        self.readings.entry(target.id).or_default().ui(ui, target, now, help);
    }

    /// Where and with whom, what was tried, how the pupil found it: none of it is needed to save.
    fn context(&mut self, ui: &mut Ui, strategies: &[(StrategyId, String)]) {
        let filled = self.more != SessionMore::default();
        let words = if filled { "More about the session (filled in)" } else { "More about the session" };
        egui::CollapsingHeader::new(words).id_salt("context").default_open(filled).show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                optional(ui, &mut self.more.setting, &Setting::ALL.map(|s| (s, s.words())));
                ui.add_space(space::M);
                optional(ui, &mut self.more.company, &Company::ALL.map(|c| (c, c.words())));
            });
            ui.horizontal_wrapped(|ui| {
                widgets::weak(ui, "The pupil says");
                optional(ui, &mut self.more.own_rating, &[1, 2, 3].map(|n| (n, own_rating_words(n))));
            });
            for (id, text) in strategies {
                ui.push_id(id, |ui| {
                    ui.horizontal_wrapped(|ui| {
                        widgets::written(ui, text);
                        let mut chosen = self.more.strategies.iter().find(|(s, _)| s == id).map(|(_, h)| *h);
                        let before = chosen;
                        optional(ui, &mut chosen, &Helped::ALL.map(|h| (h, h.words())));
                        if chosen != before {
                            self.more.strategies.retain(|(s, _)| s != id);
                            self.more.strategies.extend(chosen.map(|h| (*id, h)));
                        }
                    });
                });
            }
        });
    }

    /// Whether nothing says more than that it took place.
    pub fn is_bare(&self) -> bool {
        self.note.trim().is_empty()
            && self.more == SessionMore::default()
            && self.readings.values().all(|e| e.without_clock() == Entry::default())
    }

    /// Whether it can be saved.
    pub fn check(&self, cx: &Cx) -> Result<(), String> {
        if self.pupil.is_none() {
            return Err("Choose the pupil.".into());
        }
        self.date.needed("The date", cx.now.today())?;
        if !self.began.trim().is_empty() && parse_time(&self.began).is_none() {
            return Err("“Began at” is not a time. Write it as 9:20.".into());
        }
        unconcerned(cx, &self.note, self.no_concern)
    }

    /// The session as entered; none while it cannot be.
    pub fn session(&self, cx: &mut Cx, outcome: SessionOutcome) -> Option<Session> {
        let view = cx.shown.today.as_ref()?;
        let pupil = self.pupil?;
        let targets: Vec<&Target> =
            view.pupils.iter().find(|p| p.0 == pupil).map(|p| p.2.iter().map(|t| &t.target).collect()).unwrap_or_default();
        let mut records = Vec::new();
        if outcome == SessionOutcome::Delivered {
            for target in targets {
                if let Some(reading) = self.readings.get(&target.id).and_then(|e| e.reading(target.measure)) {
                    records.push(Record { id: cx.mint.fresh(), target: target.id, reading });
                }
            }
        }
        Some(Session {
            id: cx.mint.fresh(),
            pupil,
            staff: view.staff?,
            slot: self.slot,
            provision: self.provision,
            on: self.date.needed("", cx.now.today()).ok()?,
            began: parse_time(&self.began),
            minutes: self.minutes,
            outcome,
            note: self.note.trim().to_owned(),
            records,
            supersedes: None,
            entered_at: 0,
            entered_by: String::new(),
            running: self.running,
            more: if outcome == SessionOutcome::Delivered { self.more.clone() } else { SessionMore::default() },
        })
    }

    /// Keeps what is typed, half a second after the last key.
    pub fn keep(&mut self, ui: &Ui, cx: &mut Cx) {
        let place = self.place();
        let body = self.to_text();
        let empty = self.note.is_empty() && self.more == SessionMore::default() && self.readings.values().all(|e| *e == Entry::default());
        // What may be a disclosure stays in the person's hands: not even a draft of it is stored.
        let held = !self.no_concern && concern_in(cx, &self.note).is_some();
        if !empty && !held && self.keeper.due(ui, &body) {
            cx.ask(Intent::KeepDraft { place, body });
        }
    }

    /// Forgets what was kept.
    pub fn throw_away(&self, cx: &mut Cx) {
        if self.keeper.has_kept() {
            cx.ask(Intent::ClearDraft { place: self.place() });
        }
    }

    /// Brings a kept draft back: for its card, for the session it corrects, or as the ad hoc session it was.
    pub fn from_text<'a>(place: &str, body: &str, mut cards: impl Iterator<Item = &'a Card>) -> Option<Self> {
        let kept: Kept = serde_json::from_str(body).ok()?;
        let mut draft = if place == AD_HOC {
            Self { pupil: kept.pupil, date: kept.date, began: kept.began, minutes: kept.minutes, ..Self::default() }
        } else {
            let fitting = |card: &Card| match &card.logged {
                Some((session, _)) => Self::correction(card, session),
                None => Self::of(card),
            };
            cards.find_map(|c| Some(fitting(c)).filter(|d| d.place() == place))?
        };
        draft.note = kept.note;
        draft.more = kept.more;
        draft.readings = kept.readings.into_iter().collect();
        draft.keeper = Keeper::of(body);
        Some(draft)
    }

    fn place(&self) -> String {
        match (self.corrects, self.slot) {
            (Some(session), _) => format!("correct {}", session.0.simple()),
            (None, Some(slot)) => format!("log {} {}", slot.0.simple(), self.date.text),
            (None, None) => AD_HOC.to_owned(),
        }
    }

    fn to_text(&self) -> String {
        let mut readings: Vec<_> =
            self.readings.iter().filter(|(_, e)| **e != Entry::default()).map(|(t, e)| (*t, e.without_clock())).collect();
        readings.sort_by_key(|(t, _)| *t);
        let kept = Kept {
            pupil: self.pupil,
            date: self.date.clone(),
            began: self.began.clone(),
            minutes: self.minutes,
            note: self.note.clone(),
            readings,
            more: self.more.clone(),
        };
        serde_json::to_string(&kept).unwrap_or_default()
    }
}

/// One of a few, or none: a second tap takes the choice back.
fn optional<T: Copy + PartialEq>(ui: &mut Ui, chosen: &mut Option<T>, options: &[(T, &str)]) {
    for (value, words) in options {
        let selected = *chosen == Some(*value);
        if ui.add(egui::Button::selectable(selected, *words).frame_when_inactive(true)).clicked() {
            *chosen = if selected { None } else { Some(*value) };
        }
    }
}

/// The first letter as a capital: targets are written as the end of "The pupil …".
fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
