//! The review meeting: who is invited, whose advice is in, what is decided about each outcome and
//! target, and who does what next.

use chrono::NaiveDate;
use egui::Ui;
use serde::{Deserialize, Serialize};

use crate::model::{About, Decided, Invited, NextStep, Point, ReviewMore, TargetState};
use crate::ui::intent::Cx;
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, DateInput};
use crate::views::PupilView;

/// The meeting as being written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MeetingForm {
    on: DateInput,
    at: String,
    place: String,
    invited: Vec<(Invited, DateInput, DateInput)>,
    points: Vec<Point>,
    steps: Vec<(NextStep, DateInput, DateInput)>,
}

impl MeetingForm {
    /// What is known of a meeting.
    pub fn of(more: &ReviewMore) -> Self {
        Self {
            on: DateInput::of(more.meeting_on),
            at: more.meeting_at.clone(),
            place: more.place.clone(),
            invited: more.invited.iter().map(|i| (i.clone(), DateInput::of(i.asked_on), DateInput::of(i.advice_on))).collect(),
            points: more.points.clone(),
            steps: more.steps.iter().map(|s| (s.clone(), DateInput::of(s.due), DateInput::of(s.done_on))).collect(),
        }
    }

    /// The meeting as it will be stored.
    pub fn made(&self, today: NaiveDate) -> Result<ReviewMore, String> {
        let mut more = ReviewMore {
            meeting_on: self.on.read("The day of the meeting", today)?,
            meeting_at: self.at.trim().to_owned(),
            place: self.place.trim().to_owned(),
            points: self.points.clone(),
            ..ReviewMore::default()
        };
        for (invited, asked, advice) in &self.invited {
            if invited.name.trim().is_empty() {
                continue;
            }
            let what = format!("The day on which {} was asked", invited.name);
            let asked_on = asked.read(&what, today)?;
            let advice_on = advice.read(&format!("The day on which {}’s advice came", invited.name), today)?;
            more.invited.push(Invited { asked_on, advice_on, ..invited.clone() });
        }
        for (step, due, done) in &self.steps {
            if !step.what.trim().is_empty() {
                let due = due.read("The day of a next step", today)?;
                more.steps.push(NextStep { due, done_on: done.read("The day on which a step was done", today)?, ..step.clone() });
            }
        }
        Ok(more)
    }

    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        widgets::card(ui, |ui| self.when(ui, cx, view));
        ui.add_space(space::M);
        widgets::card(ui, |ui| self.decisions(ui, view));
        ui.add_space(space::M);
        widgets::card(ui, |ui| self.next_steps(ui, cx));
    }

    fn when(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        let today = cx.now.today();
        widgets::subheading(ui, "The meeting");
        ui.horizontal_wrapped(|ui| {
            widgets::date_field(ui, "Day", &mut self.on, today);
            widgets::short_field(ui, "Time", 64.0, &mut self.at);
            widgets::short_field(ui, "Place", 220.0, &mut self.place);
        });
        ui.add_space(space::S);
        widgets::field_label(ui, "Who is asked, when their advice was asked for and came, and whether they were there");
        let mut gone = None;
        for (i, (invited, asked, advice)) in self.invited.iter_mut().enumerate() {
            ui.push_id(("invited", i), |ui| {
                ui.horizontal_wrapped(|ui| {
                    let n = i + 1;
                    widgets::short_field(ui, &format!("Name of person {n}"), 170.0, &mut invited.name);
                    widgets::short_field(ui, &format!("Role of person {n}"), 150.0, &mut invited.role);
                    widgets::date_field(ui, "Asked", asked, today);
                    widgets::date_field(ui, "Advice in", advice, today);
                    widgets::tick(ui, "Came", &mut invited.came);
                    if widgets::icon_button(ui, icons::X, &format!("Remove person {n}")).clicked() {
                        gone = Some(i);
                    }
                });
            });
        }
        if let Some(i) = gone {
            self.invited.remove(i);
        }
        ui.horizontal_wrapped(|ui| {
            if widgets::secondary(ui, Some(icons::PLUS), "Add a person").clicked() {
                self.invited.push(Default::default());
            }
            let known: Vec<Invited> = view
                .around
                .contacts
                .iter()
                .filter(|c| c.ended_on.is_none() && !self.invited.iter().any(|(i, ..)| i.name == c.name))
                .map(|c| Invited { name: c.name.clone(), role: c.relation.clone(), ..Invited::default() })
                .collect();
            if !known.is_empty() && widgets::secondary(ui, None, "Add the pupil’s contacts").clicked() {
                self.invited.extend(known.into_iter().map(|i| (i, DateInput::default(), DateInput::default())));
            }
        });
    }

    fn decisions(&mut self, ui: &mut Ui, view: &PupilView) {
        widgets::subheading(ui, "What was decided");
        let outcomes = view.plan.iter().flat_map(|p| &p.outcomes).map(|o| (About::Outcome(o.id), format!("Outcome: {}", o.text)));
        let targets = view
            .targets
            .iter()
            .filter(|t| t.target.state.is_open() || self.points.iter().any(|p| p.about == About::Target(t.target.id)))
            .map(|t| (About::Target(t.target.id), format!("Target: {} ({})", t.target.will, standing_words(t))));
        let all: Vec<(About, String)> = outcomes.chain(targets).collect();
        if all.is_empty() {
            widgets::weak(ui, "The plan has no outcome and no target yet.");
        }
        for (i, (about, words)) in all.into_iter().enumerate() {
            ui.push_id(("point", i), |ui| {
                widgets::written(ui, &words);
                let place = self.points.iter().position(|p| p.about == about);
                let decided = place.map(|p| self.points[p].decided);
                ui.horizontal_wrapped(|ui| {
                    for option in Decided::ALL {
                        let selected = decided == Some(option);
                        let button = egui::Button::selectable(selected, option.words()).frame_when_inactive(true);
                        if ui.add(button).accessible_name(format!("{}: {words}", option.words())).clicked() {
                            match place {
                                Some(p) if selected => {
                                    self.points.remove(p);
                                }
                                Some(p) => self.points[p].decided = option,
                                None => {
                                    let carry = !matches!(option, Decided::Achieved | Decided::NotAttainable);
                                    self.points.push(Point { about, decided: option, note: String::new(), carry });
                                }
                            }
                            return;
                        }
                    }
                    if let Some(point) = self.points.iter_mut().find(|p| p.about == about) {
                        widgets::tick(ui, "Carries on", &mut point.carry);
                        line(ui, &mut point.note, 260.0, &format!("Note on {words}"));
                    }
                });
                ui.add_space(space::XS);
            });
        }
    }

    fn next_steps(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let today = cx.now.today();
        widgets::subheading(ui, "Who does what next");
        let mut gone = None;
        for (i, (step, due, done)) in self.steps.iter_mut().enumerate() {
            ui.push_id(("step", i), |ui| {
                ui.horizontal_wrapped(|ui| {
                    let n = i + 1;
                    widgets::short_field(ui, &format!("What is done in step {n}"), 300.0, &mut step.what);
                    widgets::short_field(ui, &format!("Who does step {n}"), 150.0, &mut step.owner);
                    widgets::date_field(ui, "By", due, today);
                    widgets::date_field(ui, "Done on", done, today);
                    if widgets::icon_button(ui, icons::X, &format!("Remove step {n}")).clicked() {
                        gone = Some(i);
                    }
                });
            });
        }
        if let Some(i) = gone {
            self.steps.remove(i);
        }
        if widgets::secondary(ui, Some(icons::PLUS), "Add a step").clicked() {
            self.steps.push(Default::default());
        }
    }
}

fn standing_words(view: &crate::views::TargetView) -> &'static str {
    match view.target.state {
        TargetState::Active => view.progress.standing.words(),
        other => other.words(),
    }
}

fn line(ui: &mut Ui, text: &mut String, width: f32, name: &str) {
    let hint = name.split(" of ").next().unwrap_or(name);
    ui.add(widgets::line(text).hint_text(hint.to_owned()).desired_width(width)).accessible_name(name.to_owned());
}
