//! A session as it is being entered: one fast control for each measure, and a note that is never lost.

use std::collections::HashMap;

use egui::Ui;
use serde::{Deserialize, Serialize};

use crate::model::parse_time;

use crate::model::{
    HelpLevel, Measure, ProvisionId, PupilId, Reading, Record, Session, SessionId, SessionOutcome, SlotId, Target, TargetId,
};
use crate::ui::intent::{Cx, Intent};
use crate::ui::theme::{icons, space};
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
    pub corrects: Option<SessionId>,
    pub date: DateInput,
    pub began: String,
    pub minutes: u16,
    pub readings: HashMap<TargetId, Entry>,
    pub note: String,
    keeper: Keeper,
    started: Option<f64>,
}

/// A reading that may not be complete yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    got: Option<u32>,
    seconds: u32,
    levels: Vec<HelpLevel>,
    level: Option<i8>,
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
}

impl LogDraft {
    /// A fresh draft for a card.
    pub fn of(card: &Card) -> Self {
        Self {
            slot: card.slot,
            pupil: Some(card.pupil),
            provision: card.provision,
            date: DateInput::of(Some(card.day)),
            began: crate::model::time_words(card.starts),
            minutes: card.minutes,
            ..Self::default()
        }
    }

    /// A draft that corrects what was logged for a card.
    pub fn correction(card: &Card, session: &Session) -> Self {
        let readings = session.records.iter().map(|r| (r.target, Entry::of(&r.reading))).collect();
        Self { corrects: Some(session.id), note: session.note.clone(), minutes: session.minutes, readings, ..Self::of(card) }
    }

    /// A draft for a session that comes from no slot.
    pub fn ad_hoc(view: &TodayView, minute: u16) -> Self {
        Self {
            date: DateInput::of(view.day),
            began: crate::model::time_words(minute),
            minutes: 20,
            pupil: view.pupils.first().map(|p| p.0),
            ..Self::default()
        }
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
    pub fn fields(&mut self, ui: &mut Ui, targets: &[TargetCard]) {
        for card in targets {
            ui.push_id(card.target.id, |ui| self.reading(ui, card));
            ui.add_space(space::XS);
        }
        if targets.is_empty() {
            widgets::weak(ui, "No active target: the session and a note are recorded.");
        }
        widgets::area(ui, "Note (parents may read it)", "", 2, &mut self.note);
    }

    fn reading(&mut self, ui: &mut Ui, card: &TargetCard) {
        let target = &card.target;
        ui.horizontal_wrapped(|ui| {
            widgets::strong(ui, &upper(&target.will));
            if let Some(last) = &card.last {
                widgets::weak(ui, format!("last {last}"));
            }
        });
        if !target.instructions.is_empty() {
            ui.add(egui::Label::new(egui::RichText::new(&target.instructions).small()).wrap());
        }
        let entry = self.readings.entry(target.id).or_default();
        let started = &mut self.started;
        match target.measure {
            Measure::Score { of } => pick(ui, &mut entry.got, (0..=u32::from(of)).collect(), |n| n.to_string(), |n| format!("{n} of {of}")),
            Measure::Rating => {
                let mut chosen = entry.level.map(|l| l as u32);
                pick(ui, &mut chosen, (1..=5).collect(), |n| n.to_string(), |n| format!("{n} of 5"));
                entry.level = chosen.map(|n| n as i8);
            }
            Measure::Goal => {
                let mut chosen = entry.level.map(|l| (l + 2) as u32);
                let words = |n: &u32| Measure::Goal.value_words(f64::from(*n) - 2.0);
                pick(ui, &mut chosen, (0..=4).collect(), words, |n| format!("Level {}", words(n)));
                entry.level = chosen.map(|n| n as i8 - 2);
            }
            Measure::Trials => trials(ui, &mut entry.levels),
            Measure::Count => tally(ui, &mut entry.got, "times"),
            Measure::Rate => {
                if entry.seconds == 0 {
                    entry.seconds = 60;
                }
                ui.horizontal(|ui| {
                    tally(ui, &mut entry.got, "right");
                    ui.label("in");
                    ui.add(egui::DragValue::new(&mut entry.seconds).range(5..=3600).suffix(" s")).accessible_name("Seconds timed");
                });
            }
            Measure::Duration => duration(ui, entry, started),
        }
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
        Ok(())
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
        })
    }

    /// Keeps what is typed, half a second after the last key.
    pub fn keep(&mut self, ui: &Ui, cx: &mut Cx) {
        let place = self.place();
        let body = self.to_text();
        let empty = self.note.is_empty() && self.readings.values().all(|e| *e == Entry::default());
        if !empty && self.keeper.due(ui, &body) {
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
        let mut readings: Vec<_> = self.readings.iter().filter(|(_, e)| **e != Entry::default()).map(|(t, e)| (*t, e.clone())).collect();
        readings.sort_by_key(|(t, _)| *t);
        let kept = Kept {
            pupil: self.pupil,
            date: self.date.clone(),
            began: self.began.clone(),
            minutes: self.minutes,
            note: self.note.clone(),
            readings,
        };
        serde_json::to_string(&kept).unwrap_or_default()
    }
}

impl Entry {
    /// A reading as it was entered.
    fn of(reading: &Reading) -> Self {
        match reading.clone() {
            Reading::Score { got, .. } => Self { got: Some(got.into()), ..Self::default() },
            Reading::Trials { levels } => Self { levels, ..Self::default() },
            Reading::Count { count } => Self { got: Some(count), ..Self::default() },
            Reading::Rate { count, seconds } => Self { got: Some(count), seconds, ..Self::default() },
            Reading::Duration { seconds } => Self { seconds, ..Self::default() },
            Reading::Goal { level } => Self { level: Some(level), ..Self::default() },
            Reading::Rating { level } => Self { level: Some(level as i8), ..Self::default() },
        }
    }

    /// The reading, once there is one.
    fn reading(&self, measure: Measure) -> Option<Reading> {
        match measure {
            Measure::Score { of } => self.got.map(|got| Reading::Score { got: got as u16, of }),
            Measure::Trials => (!self.levels.is_empty()).then(|| Reading::Trials { levels: self.levels.clone() }),
            Measure::Count => self.got.map(|count| Reading::Count { count }),
            Measure::Rate => self.got.map(|count| Reading::Rate { count, seconds: self.seconds.max(1) }),
            Measure::Duration => (self.seconds > 0).then_some(Reading::Duration { seconds: self.seconds }),
            Measure::Goal => self.level.map(|level| Reading::Goal { level }),
            Measure::Rating => self.level.map(|level| Reading::Rating { level: level as u8 }),
        }
    }
}

/// One tap for one number.
fn pick(ui: &mut Ui, chosen: &mut Option<u32>, from: Vec<u32>, words: impl Fn(&u32) -> String, name: impl Fn(&u32) -> String) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for n in from {
            let selected = *chosen == Some(n);
            let button = egui::Button::selectable(selected, words(&n)).frame_when_inactive(true).min_size(egui::vec2(34.0, 32.0));
            if ui.add(button).accessible_name(name(&n)).clicked() {
                *chosen = if selected { None } else { Some(n) };
            }
        }
    });
}

/// One tap for each attempt, at the help it took.
fn trials(ui: &mut Ui, levels: &mut Vec<HelpLevel>) {
    ui.horizontal_wrapped(|ui| {
        for level in HelpLevel::ALL {
            let count = levels.iter().filter(|l| **l == level).count();
            let words = if count == 0 { level.words().to_owned() } else { format!("{}  {count}", level.words()) };
            if widgets::secondary(ui, None, &words).accessible_name(format!("{}, {count} so far", level.words())).clicked() {
                levels.push(level);
            }
        }
        if !levels.is_empty() {
            let alone = levels.iter().filter(|l| **l == HelpLevel::Independent).count();
            widgets::weak(ui, format!("{alone} of {} alone", levels.len()));
            if widgets::icon_button(ui, icons::UNDO_2, "Take back the last attempt").clicked() {
                levels.pop();
            }
        }
    });
}

/// A count with plus and minus.
fn tally(ui: &mut Ui, count: &mut Option<u32>, what: &str) {
    ui.horizontal(|ui| {
        if widgets::icon_button(ui, icons::MINUS, "One fewer").clicked() {
            *count = Some(count.unwrap_or(0).saturating_sub(1));
        }
        let mut value = count.unwrap_or(0);
        if ui.add(egui::DragValue::new(&mut value).range(0..=9999)).accessible_name(format!("How many {what}")).changed() {
            *count = Some(value);
        }
        if widgets::icon_button(ui, icons::PLUS, "One more").clicked() {
            *count = Some(count.unwrap_or(0) + 1);
        }
        ui.label(if count.is_none() { format!("{what} (not counted yet)") } else { what.to_owned() });
    });
}

/// A stop-watch, or minutes and seconds by hand.
fn duration(ui: &mut Ui, entry: &mut Entry, started: &mut Option<f64>) {
    let now = ui.input(|i| i.time);
    if let Some(start) = *started {
        entry.seconds = (now - start).max(0.0) as u32;
        ui.ctx().request_repaint_after_secs(0.5);
    }
    ui.horizontal(|ui| {
        let (icon, name) = if started.is_some() { (icons::SQUARE, "Stop the clock") } else { (icons::PLAY, "Start the clock") };
        if widgets::secondary(ui, Some(icon), name).clicked() {
            *started = if started.is_some() { None } else { Some(now - f64::from(entry.seconds)) };
        }
        let (mut minutes, mut seconds) = (entry.seconds / 60, entry.seconds % 60);
        let by_hand = ui.add(egui::DragValue::new(&mut minutes).range(0..=240).suffix(" min")).accessible_name("Minutes").changed()
            | ui.add(egui::DragValue::new(&mut seconds).range(0..=59).suffix(" s")).accessible_name("Seconds").changed();
        if by_hand {
            entry.seconds = minutes * 60 + seconds;
            *started = None;
        }
    });
}

/// The first letter as a capital: targets are written as the end of "The pupil …".
fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
