//! The form of a member of staff: who they are, when they work, what they cost, what they are trained for.

use chrono::Weekday;
use egui::Ui;
use serde::{Deserialize, Serialize};

use crate::model::{
    Change, Item, Staff as Member, StaffId, StaffRole, Training, WEEKDAYS, WorkingDay, date_words, time_words, weekday_name,
};
use crate::ui::intent::{Cx, Form};
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, DateInput, Level};
use crate::views::StaffView;

/// A member of staff as being edited.
#[derive(Clone, Serialize, Deserialize)]
pub struct StaffForm {
    known: Option<Member>,
    forename: String,
    surname: String,
    role: StaffRole,
    email: String,
    hours: String,
    days: [DayForm; 5],
    left: DateInput,
    lead: Option<StaffId>,
    weeks: String,
    rate: String,
    on_costs: String,
    skill: String,
    trainer: String,
    trained: DateInput,
    expires: DateInput,
    #[serde(skip)]
    problem: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
struct DayForm {
    works: bool,
    starts: String,
    ends: String,
    unpaid: u16,
}

impl StaffForm {
    pub fn new() -> Self {
        let day = DayForm { works: true, starts: "8:40".into(), ends: "15:30".into(), unpaid: 30 };
        Self {
            known: None,
            forename: String::new(),
            surname: String::new(),
            role: StaffRole::Lsa,
            email: String::new(),
            hours: String::new(),
            days: [0; 5].map(|_| day.clone()),
            left: DateInput::default(),
            lead: None,
            weeks: String::new(),
            rate: String::new(),
            on_costs: String::new(),
            skill: String::new(),
            trainer: String::new(),
            trained: DateInput::default(),
            expires: DateInput::default(),
            problem: None,
        }
    }

    pub fn of(staff: &Member) -> Self {
        let days = WEEKDAYS.map(|day| match staff.days.iter().find(|d| d.day == day) {
            Some(d) => DayForm { works: true, starts: time_words(d.starts), ends: time_words(d.ends), unpaid: d.unpaid },
            None => DayForm { works: false, starts: "8:40".into(), ends: "15:30".into(), unpaid: 30 },
        });
        let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
        Self {
            forename: staff.forename.clone(),
            surname: staff.surname.clone(),
            role: staff.role,
            email: staff.email.clone().unwrap_or_default(),
            hours: number(staff.minutes_per_week.map(|m| f64::from(m) / 60.0)),
            days,
            left: DateInput::of(staff.left_on),
            lead: staff.lead,
            weeks: number(staff.weeks_a_year),
            rate: staff.pence_an_hour.map(|p| format!("{:.2}", f64::from(p) / 100.0)).unwrap_or_default(),
            on_costs: number(staff.on_costs_percent),
            known: Some(staff.clone()),
            ..Self::new()
        }
    }

    /// Draws the dialog; false when it was closed.
    pub fn modal(&mut self, ui: &mut Ui, cx: &mut Cx, view: &StaffView) -> bool {
        match cx.outcome(Form::Staff).or(cx.outcome(Form::Training)) {
            Some(Err(why)) => self.problem = Some(why.clone()),
            Some(Ok(())) => {
                self.skill.clear();
                self.trainer.clear();
            }
            None => {}
        }
        let mut save = false;
        let title = if self.known.is_some() { "Edit a person" } else { "Add a person" };
        let open = widgets::modal(ui, "staff form", title, 660.0, |ui| {
            self.person(ui, cx, view);
            ui.add_space(space::XS);
            widgets::field_label(ui, "Working days");
            for (form, day) in self.days.iter_mut().zip(WEEKDAYS) {
                day_row(ui, form, day);
            }
            self.trainings(ui, cx, view);
            widgets::dialog_foot(ui, self.problem.as_deref(), &mut save);
        });
        if save {
            match self.member(cx) {
                Ok(member) => cx.change(Form::Staff, Change::SaveStaff(member)),
                Err(why) => self.problem = Some(why),
            }
        }
        open
    }

    fn person(&mut self, ui: &mut Ui, cx: &Cx, view: &StaffView) {
        ui.columns(2, |columns| {
            widgets::text_field(&mut columns[0], "Forename", &mut self.forename);
            widgets::text_field(&mut columns[1], "Surname", &mut self.surname);
            let roles: Vec<_> = StaffRole::ALL.iter().map(|r| (*r, r.words().to_owned())).collect();
            widgets::choice(&mut columns[0], "Role", &mut self.role, &roles);
            widgets::text_field(&mut columns[1], "E-mail", &mut self.email);
            let own = self.known.as_ref().map(|s| s.id);
            let leads: Vec<_> = std::iter::once((None, "Nobody named".to_owned()))
                .chain(view.rows.iter().filter(|r| Some(r.staff.id) != own).map(|r| (Some(r.staff.id), r.staff.name())))
                .collect();
            widgets::choice(&mut columns[0], "Answers to, day to day", &mut self.lead, &leads);
            widgets::text_field(&mut columns[1], "Paid weeks a year (38, 39, 52.14)", &mut self.weeks);
            widgets::text_field(&mut columns[0], "Paid hours a week, if the contract says", &mut self.hours);
            widgets::text_field(&mut columns[1], "Pay for an hour, in pounds", &mut self.rate);
            widgets::text_field(&mut columns[0], "On-costs in per cent", &mut self.on_costs);
            widgets::date_field(&mut columns[1], "Left on", &mut self.left, cx.now.today());
        });
    }

    /// What the person is trained for, with what is lapsing; a new one is kept at once.
    fn trainings(&mut self, ui: &mut Ui, cx: &mut Cx, view: &StaffView) {
        let Some(known) = &self.known else { return };
        let today = cx.now.today();
        ui.add_space(space::S);
        widgets::field_label(ui, "Skills and trainings");
        for training in view.trainings.iter().filter(|t| t.staff == known.id) {
            ui.push_id(training.id, |ui| {
                ui.horizontal(|ui| {
                    let by = if training.trainer.is_empty() { String::new() } else { format!(" by {}", training.trainer) };
                    let on = training.on.map(|d| format!(", {}", date_words(d))).unwrap_or_default();
                    ui.label(format!("{}{by}{on}", training.skill));
                    match training.expires {
                        Some(end) if end < today => widgets::chip(ui, Level::Bad, &format!("lapsed {}", date_words(end))),
                        Some(end) => widgets::chip(ui, Level::Plain, &format!("holds to {}", date_words(end))),
                        None => {}
                    }
                    let name = format!("Remove {}", training.skill);
                    if widgets::icon_button(ui, icons::X, &name).clicked() {
                        cx.change(Form::Training, Change::Remove(Item::Training(training.clone())));
                    }
                });
            });
        }
        ui.columns(2, |columns| {
            widgets::text_field(&mut columns[0], "Another skill or training", &mut self.skill);
            widgets::text_field(&mut columns[1], "Given by (role of the trainer)", &mut self.trainer);
            widgets::date_field(&mut columns[0], "On", &mut self.trained, today);
            widgets::date_field(&mut columns[1], "Holds until (empty: does not lapse)", &mut self.expires, today);
        });
        if widgets::secondary(ui, Some(icons::PLUS), "Add the training").clicked() {
            let made = (|| {
                Ok::<_, String>(Training {
                    id: cx.mint.fresh(),
                    staff: known.id,
                    skill: self.skill.trim().to_owned(),
                    trainer: self.trainer.trim().to_owned(),
                    on: self.trained.read("The day of the training", today)?,
                    expires: self.expires.read("The day on which it lapses", today)?,
                })
            })();
            match made {
                Ok(training) => cx.change(Form::Training, Change::Keep(Item::Training(training))),
                Err(why) => self.problem = Some(why),
            }
        }
    }

    fn member(&self, cx: &mut Cx) -> Result<Member, String> {
        let given = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let number = |text: &str, what: &str, most: f64| match given(text) {
            None => Ok(None),
            Some(text) => text
                .trim_start_matches('£')
                .replace(',', ".")
                .parse::<f64>()
                .ok()
                .filter(|n| (0.0..=most).contains(n))
                .map(Some)
                .ok_or_else(|| format!("{what} cannot be right: “{text}”. Nothing was saved.")),
        };
        let mut days = Vec::new();
        for (form, day) in self.days.iter().zip(WEEKDAYS).filter(|(f, _)| f.works) {
            let read = |text: &str| {
                crate::model::parse_time(text).ok_or_else(|| format!("{}: “{text}” is not a time. Write it as 8:40.", weekday_name(day)))
            };
            days.push(WorkingDay { day, starts: read(&form.starts)?, ends: read(&form.ends)?, unpaid: form.unpaid });
        }
        let id = self.known.as_ref().map_or_else(|| cx.mint.fresh(), |s| s.id);
        Ok(Member {
            role: self.role,
            email: given(&self.email),
            minutes_per_week: number(&self.hours, "The paid hours a week", 80.0)?.map(|h| (h * 60.0).round() as u32),
            days,
            left_on: self.left.read("The leaving date", cx.now.today())?,
            lead: self.lead,
            weeks_a_year: number(&self.weeks, "The paid weeks a year", 53.0)?,
            pence_an_hour: number(&self.rate, "The pay for an hour", 500.0)?.map(|p| (p * 100.0).round() as u32),
            on_costs_percent: number(&self.on_costs, "The on-costs", 100.0)?,
            ..Member::named(id, self.forename.trim(), self.surname.trim(), self.role)
        })
    }
}

fn day_row(ui: &mut Ui, form: &mut DayForm, day: Weekday) {
    let name = weekday_name(day);
    ui.horizontal(|ui| {
        ui.allocate_ui_with_layout(egui::vec2(120.0, 30.0), egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.set_min_width(120.0);
            widgets::tick(ui, name, &mut form.works);
        });
        ui.add_enabled_ui(form.works, |ui| {
            let field = |ui: &mut Ui, text: &mut String, what: &str| {
                ui.add(widgets::line(text).desired_width(56.0).margin(egui::Margin::symmetric(6, 5)))
                    .accessible_name(format!("{name} {what}"));
            };
            field(ui, &mut form.starts, "starts");
            ui.label("to");
            field(ui, &mut form.ends, "ends");
            ui.label("unpaid break");
            ui.add(egui::DragValue::new(&mut form.unpaid).range(0..=120).suffix(" min")).accessible_name(format!("{name} unpaid break"));
        });
    });
}
