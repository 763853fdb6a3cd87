//! One pupil's review: what is written before and in the meeting, and the pages that come of it.

use chrono::{NaiveDate, TimeDelta};
use egui::Ui;

use super::meeting::MeetingForm;
use super::{export_buttons, pages};
use crate::model::{Change, Plan, PupilId, Review, ReviewState};
use crate::ui::intent::{Cx, Form, Intent, Paper};
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, DateInput, Keeper, Level};
use crate::views::PupilView;

/// For whom a summary is laid out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SummaryKind {
    Full,
    Family,
    Pupil,
}

impl SummaryKind {
    /// The paper of a pupil and a period.
    pub fn paper(self, pupil: PupilId, from: NaiveDate, to: NaiveDate) -> Paper {
        match self {
            Self::Full => Paper::Summary { pupil, from, to },
            Self::Family => Paper::Parents { pupil, from, to },
            Self::Pupil => Paper::OwnPage { pupil, from, to },
        }
    }
}

/// A review as being prepared.
pub struct ReviewForm {
    pub pupil: PupilId,
    known: Option<Review>,
    from: DateInput,
    to: DateInput,
    pupil_views: String,
    family_views: String,
    decisions: String,
    next_steps: String,
    held: DateInput,
    meeting: MeetingForm,
    /// Whether holding the review starts the next version of the plan, and when that is reviewed.
    next_plan: bool,
    next_due: DateInput,
    kind: SummaryKind,
    preview: bool,
    keeper: Keeper,
    problem: Option<String>,
}

impl ReviewForm {
    /// The review in preparation, else a new one over the last twelve weeks.
    pub fn of(pupil: PupilId, latest: Option<&Review>, drafts: &[(String, String)], today: NaiveDate) -> Self {
        let known = latest.filter(|r| r.state == ReviewState::InPreparation).cloned();
        let text = |f: fn(&Review) -> &String| known.as_ref().map(|r| f(r).clone()).unwrap_or_default();
        let mut form = Self {
            pupil,
            from: DateInput::of(Some(known.as_ref().map_or(today - TimeDelta::weeks(12), |r| r.from))),
            to: DateInput::of(Some(known.as_ref().map_or(today, |r| r.to))),
            pupil_views: text(|r| &r.pupil_views),
            family_views: text(|r| &r.family_views),
            decisions: text(|r| &r.decisions),
            next_steps: text(|r| &r.next_steps),
            held: DateInput::of(known.as_ref().and_then(|r| r.held_on)),
            meeting: known.as_ref().map(|r| MeetingForm::of(&r.more)).unwrap_or_default(),
            next_plan: false,
            next_due: DateInput::of(Some(today + TimeDelta::weeks(48))),
            kind: SummaryKind::Full,
            known,
            preview: false,
            keeper: Keeper::default(),
            problem: None,
        };
        if let Some((_, body)) = drafts.iter().find(|(place, _)| *place == place_of(pupil))
            && let Ok((texts, meeting)) = serde_json::from_str::<([String; 4], MeetingForm)>(body)
        {
            [form.pupil_views, form.family_views, form.decisions, form.next_steps] = texts;
            form.meeting = meeting;
            form.keeper = Keeper::of(body);
        }
        form
    }

    /// Keeps what is typed, encrypted, half a second after the last key.
    fn keep(&mut self, ui: &Ui, cx: &mut Cx) {
        let texts = [&self.pupil_views, &self.family_views, &self.decisions, &self.next_steps];
        let saved = self.known.as_ref().map(|r| [&r.pupil_views, &r.family_views, &r.decisions, &r.next_steps]);
        let meeting = self.known.as_ref().map(|r| MeetingForm::of(&r.more)).unwrap_or_default();
        if saved.map_or(texts.iter().all(|t| t.is_empty()), |saved| saved == texts) && meeting == self.meeting {
            return;
        }
        let body = serde_json::to_string(&(texts, &self.meeting)).unwrap_or_default();
        if self.keeper.due(ui, &body) {
            cx.ask(Intent::KeepDraft { place: place_of(self.pupil), body });
        }
    }

    pub fn heard(&mut self, cx: &mut Cx, latest: Option<&Review>) {
        match cx.outcome(Form::Review) {
            Some(Ok(())) => {
                self.problem = None;
                self.known = latest.cloned();
                if self.keeper.has_kept() {
                    self.keeper = Keeper::default();
                    cx.ask(Intent::ClearDraft { place: place_of(self.pupil) });
                }
            }
            Some(Err(why)) => self.problem = Some(why.clone()),
            None => {}
        }
        if let Some(Err(why)) = cx.outcome(Form::Export) {
            self.problem = Some(why.clone());
        }
    }

    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        let today = cx.now.today();
        let mut paper = None;
        widgets::card(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                widgets::date_field(ui, "Period from", &mut self.from, today);
                widgets::date_field(ui, "to", &mut self.to, today);
            });
            if let (Ok(Some(from)), Ok(Some(to))) = (self.from.read("", today), self.to.read("", today)) {
                let kinds = [
                    (SummaryKind::Full, "For the meeting"),
                    (SummaryKind::Family, "For the family, in plain words"),
                    (SummaryKind::Pupil, "The pupil’s own page"),
                ];
                widgets::segmented(ui, &mut self.kind, &kinds);
                let chosen = self.kind.paper(self.pupil, from, to);
                ui.horizontal_wrapped(|ui| {
                    if widgets::segmented(ui, &mut self.preview, &[(false, "Write"), (true, "Preview the pages")]) && self.preview {
                        cx.ask(Intent::Preview(chosen.clone()));
                    }
                    export_buttons(ui, cx, &chosen, "review summary");
                });
                paper = Some(chosen);
            }
            if let Some(problem) = &self.problem {
                widgets::error_line(ui, problem);
            }
        });
        ui.add_space(space::M);
        if let (true, Some(paper)) = (self.preview, paper) {
            if cx.shown.pages.of.as_ref() != Some(&paper) && cx.shown.busy.is_none() {
                cx.ask(Intent::Preview(paper.clone()));
            }
            pages(ui, cx, &paper);
            return;
        }
        self.write(ui, cx, view);
        self.keep(ui, cx);
    }

    fn write(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        if !cx.leads() {
            widgets::banner(ui, Level::Info, "The SENDCO writes the review. You can preview it.");
            return;
        }
        widgets::card(ui, |ui| {
            widgets::area(ui, "The pupil's views", "In their own words, or how they showed them", 3, &mut self.pupil_views);
            widgets::area(ui, "The family's views", "", 3, &mut self.family_views);
            widgets::area(ui, "Decisions", "What was decided about each outcome and the provision", 3, &mut self.decisions);
            widgets::area(ui, "Next steps", "Who does what by when", 3, &mut self.next_steps);
        });
        ui.add_space(space::M);
        self.meeting.ui(ui, cx, view);
        ui.add_space(space::M);
        widgets::card(ui, |ui| self.ending(ui, cx, view));
    }

    /// Saving the preparation, and holding the review with all that it decided.
    fn ending(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        let today = cx.now.today();
        ui.horizontal_wrapped(|ui| {
            if widgets::primary(ui, "Save").clicked() {
                match self.made(cx) {
                    Ok(review) => cx.change(Form::Review, Change::SaveReview(review)),
                    Err(why) => self.problem = Some(why),
                }
            }
        });
        ui.add_space(space::S);
        ui.separator();
        widgets::subheading(ui, "When it has been held");
        widgets::weak(
            ui,
            "Achieved targets end as achieved, those that are not attainable or do not carry on are stopped; all in one step that undo takes back.",
        );
        widgets::date_field(ui, "Held on", &mut self.held, today);
        if view.plan.is_some() {
            widgets::tick(ui, "Start the next version of the plan with what carries on", &mut self.next_plan);
            if self.next_plan {
                widgets::date_field(ui, "Its review is due", &mut self.next_due, today);
            }
        }
        if widgets::secondary(ui, Some(icons::CLIPBOARD_CHECK), "Record that it was held").clicked() {
            match self.held(cx, view) {
                Ok(change) => cx.change(Form::Review, change),
                Err(why) => self.problem = Some(why),
            }
        }
        if let Some(problem) = &self.problem {
            widgets::error_line(ui, problem);
        }
    }

    fn held(&self, cx: &mut Cx, view: &PupilView) -> Result<Change, String> {
        let today = cx.now.today();
        let held = self.held.needed("“Held on”", today)?;
        let review = Review { held_on: Some(held), state: ReviewState::Held, ..self.made(cx)? };
        let next = match (&view.plan, self.next_plan) {
            (Some(plan), true) => Some(Plan {
                id: cx.mint.fresh(),
                starts: held.max(plan.plan.starts + TimeDelta::days(1)),
                review_due: self.next_due.read("The next review date", today)?,
                ended_on: None,
                changed_on: None,
                ..plan.plan.clone()
            }),
            _ => None,
        };
        Ok(Change::HoldReview { review, next })
    }

    fn made(&self, cx: &mut Cx) -> Result<Review, String> {
        let today = cx.now.today();
        Ok(Review {
            id: self.known.as_ref().map_or_else(|| cx.mint.fresh(), |r| r.id),
            pupil: self.pupil,
            plan: cx.shown.pupil.as_ref().and_then(|p| p.plan.as_ref()).map(|p| p.plan.id),
            from: self.from.needed("“Period from”", today)?,
            to: self.to.needed("The end of the period", today)?,
            held_on: None,
            state: ReviewState::InPreparation,
            pupil_views: self.pupil_views.trim().to_owned(),
            family_views: self.family_views.trim().to_owned(),
            decisions: self.decisions.trim().to_owned(),
            next_steps: self.next_steps.trim().to_owned(),
            more: self.meeting.made(today)?,
        })
    }
}

/// Where a review is kept while it is being written.
fn place_of(pupil: PupilId) -> String {
    format!("review {}", pupil.0.simple())
}
