//! What is written about a pupil beside sessions: good news, an observation, a referral, a handover,
//! a word with the family; and the answer to a referral.

use egui::Ui;
use serde::{Deserialize, Serialize};

use crate::model::{Change, Entry, EntryId, EntryKind, Item, PupilId, ReferTo, StaffId};
use crate::ui::concern::{concern_banner, concern_in, unconcerned};
use crate::ui::drafted::Drafted;
use crate::ui::intent::{Cx, Form};
use crate::ui::widgets::{self, DateInput};

/// Where a half-written entry is kept.
const PLACE: &str = "entry";

/// Which kind is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    GoodNews,
    Observation,
    Timed,
    Referral,
    Handover,
    Family,
    Answer(EntryId),
}

impl Kind {
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::GoodNews, "Good news"),
        (Self::Observation, "Observation"),
        (Self::Timed, "Timed observation"),
        (Self::Referral, "Refer on"),
        (Self::Handover, "Handover"),
        (Self::Family, "Word with the family"),
    ];
}

#[derive(Clone, Serialize, Deserialize)]
struct Written {
    kind: Kind,
    pupil: Option<PupilId>,
    date: DateInput,
    text: String,
    to: ReferTo,
    suggestion: String,
    next: Option<StaffId>,
    behaviour: String,
    minutes: u16,
    seen: u16,
    intervals: u16,
    how: String,
    agreed: String,
    #[serde(skip)]
    no_concern: bool,
    #[serde(skip)]
    problem: Option<String>,
}

/// The dialog in which an entry is written.
#[derive(Default)]
pub struct EntryForm {
    form: Drafted<Written>,
}

impl EntryForm {
    /// Opens the dialog for a kind, about a pupil where one is known.
    pub fn open(&mut self, cx: &Cx, kind: Kind, pupil: Option<PupilId>) {
        self.form.open(
            PLACE,
            Written {
                kind,
                pupil,
                date: DateInput::of(Some(cx.now.today())),
                text: String::new(),
                to: ReferTo::Teacher,
                suggestion: String::new(),
                next: None,
                behaviour: String::new(),
                minutes: 10,
                seen: 0,
                intervals: 20,
                how: "In person".into(),
                agreed: String::new(),
                no_concern: false,
                problem: None,
            },
        );
    }

    /// Draws the dialog while it is open. `pupils` are those it can be about, `staff` whom a handover can go to.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, pupils: &[(PupilId, String)], staff: &[(StaffId, String)]) {
        self.form.restore(cx, PLACE);
        if let Some(result) = cx.outcome(Form::Entry) {
            match result {
                Ok(()) => self.form.close(cx),
                Err(why) => {
                    let why = why.clone();
                    if let Some(form) = self.form.form() {
                        form.problem = Some(why);
                    }
                }
            }
        }
        let Some(form) = self.form.form() else { return };
        let mut save = false;
        let title = match form.kind {
            Kind::Answer(_) => "Answer a referral",
            kind => Kind::ALL.iter().find(|(k, _)| *k == kind).map_or("Write", |(_, w)| w),
        };
        let open = widgets::modal(ui, "entry form", title, 600.0, |ui| {
            if !matches!(form.kind, Kind::Answer(_)) {
                widgets::segmented(ui, &mut form.kind, &Kind::ALL);
                let options: Vec<_> = pupils.iter().map(|(id, name)| (Some(*id), name.clone())).collect();
                ui.horizontal_wrapped(|ui| {
                    widgets::choice(ui, "Pupil", &mut form.pupil, &options);
                    widgets::date_field(ui, "Day", &mut form.date, cx.now.today());
                });
            }
            form.own_fields(ui, staff);
            widgets::area(ui, "In plain words (parents may read it)", form.hint(), 4, &mut form.text);
            let all = format!("{} {} {} {}", form.text, form.suggestion, form.behaviour, form.agreed);
            concern_banner(ui, cx, &all, &mut form.no_concern);
            widgets::dialog_foot(ui, form.problem.as_deref(), &mut save);
        });
        if save {
            match form.entry(cx) {
                Ok(entry) => cx.change(Form::Entry, Change::Keep(Item::Entry(entry))),
                Err(why) => form.problem = Some(why),
            }
        }
        let words = format!("{} {} {} {}", form.text, form.suggestion, form.behaviour, form.agreed);
        let held = !form.no_concern && concern_in(cx, &words).is_some();
        if !open {
            self.form.close(cx);
        } else if !held {
            self.form.keep(ui, cx);
        }
    }
}

impl Written {
    fn own_fields(&mut self, ui: &mut Ui, staff: &[(StaffId, String)]) {
        match self.kind {
            Kind::Referral => {
                widgets::field_label(ui, "To whom (a safeguarding concern goes the school's own way, not here)");
                widgets::segmented(ui, &mut self.to, &ReferTo::ALL.map(|t| (t, t.words())));
                widgets::text_field(ui, "What you suggest", &mut self.suggestion);
            }
            Kind::Handover => {
                let options: Vec<_> = std::iter::once((None, "Everybody who works with this pupil".to_owned()))
                    .chain(staff.iter().map(|(id, name)| (Some(*id), name.clone())))
                    .collect();
                widgets::choice(ui, "For", &mut self.next, &options);
            }
            Kind::Timed => {
                widgets::text_field(ui, "What you look for", &mut self.behaviour);
                ui.horizontal_wrapped(|ui| {
                    widgets::number(ui, "Minutes", &mut self.minutes, 1..=120);
                    widgets::number(ui, "Intervals", &mut self.intervals, 1..=240);
                    widgets::number(ui, "Seen in", &mut self.seen, 0..=240);
                });
            }
            Kind::Family => {
                widgets::text_field(ui, "How (in person, by phone, home–school book)", &mut self.how);
                widgets::text_field(ui, "What was agreed", &mut self.agreed);
            }
            Kind::GoodNews | Kind::Observation | Kind::Answer(_) => {}
        }
    }

    fn hint(&self) -> &'static str {
        match self.kind {
            Kind::GoodNews => "What went well, as you would tell the pupil",
            Kind::Observation => "What you saw and heard, not what you make of it",
            Kind::Timed => "What else stood out",
            Kind::Referral => "What you have noticed, and since when",
            Kind::Handover => "What the next adult needs to know",
            Kind::Family => "What was said on both sides",
            Kind::Answer(_) => "What will be done, by whom",
        }
    }

    fn entry(&self, cx: &mut Cx) -> Result<Entry, String> {
        let all = format!("{} {} {} {}", self.text, self.suggestion, self.behaviour, self.agreed);
        unconcerned(cx, &all, self.no_concern)?;
        let pupil = self.pupil.ok_or("Choose the pupil.")?;
        let what = match self.kind {
            Kind::GoodNews => EntryKind::GoodNews,
            Kind::Observation => EntryKind::Observation,
            Kind::Timed => EntryKind::TimedObservation {
                minutes: self.minutes,
                behaviour: self.behaviour.trim().to_owned(),
                seen: self.seen,
                intervals: self.intervals,
            },
            Kind::Referral => EntryKind::Referral { to: self.to, suggestion: self.suggestion.trim().to_owned() },
            Kind::Handover => EntryKind::Handover { to: self.next },
            Kind::Family => EntryKind::FamilyContact { how: self.how.trim().to_owned(), agreed: self.agreed.trim().to_owned() },
            Kind::Answer(of) => EntryKind::Answer { of },
        };
        Ok(Entry {
            id: cx.mint.fresh(),
            pupil,
            staff: cx.person.staff,
            on: self.date.needed("The day", cx.now.today())?,
            what,
            text: self.text.trim().to_owned(),
            entered_at: 0,
            entered_by: String::new(),
            supersedes: None,
        })
    }
}
