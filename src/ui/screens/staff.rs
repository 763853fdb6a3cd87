//! Staff: who they are, when they work, whose key worker they are.

use chrono::Weekday;
use egui::Ui;

use crate::model::{Change, Staff as Member, StaffRole, WorkingDay, time_words, weekday_name};
use crate::ui::intent::{Cx, Form, Place};
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, Column, DateInput, Sorting};
use crate::views::{StaffRow, StaffView};

/// The state of the Staff screen.
#[derive(Default)]
pub struct Staff {
    words: String,
    leavers: bool,
    sorting: Sorting,
    order: Vec<usize>,
    order_of: Option<(u64, String, bool, Sorting)>,
    form: Option<StaffForm>,
}

const COLUMNS: [Column; 6] = [
    Column { title: "Name", share: 1.8 },
    Column { title: "Role", share: 0.8 },
    Column { title: "Days", share: 1.5 },
    Column { title: "Paid hours", share: 1.0 },
    Column { title: "In slots", share: 0.9 },
    Column { title: "Key worker of", share: 3.0 },
];
const WEEK: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

impl Staff {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        let Some(view) = &shown.staff else { return };
        self.sort(shown.version, view);
        egui::Frame::new().inner_margin(egui::Margin::symmetric(space::XL as i8, space::L as i8)).show(ui, |ui| {
            widgets::page_head(ui, &format!("Staff ({})", self.order.len()), |ui| {
                if cx.leads() && widgets::primary(ui, "Add a person…").clicked() {
                    self.form = Some(StaffForm::new());
                }
                if cx.leads() && widgets::secondary(ui, Some(icons::FILE_INPUT), "Import…").clicked() {
                    cx.go(Place::Import);
                }
            });
            if view.rows.is_empty() {
                widgets::empty_state(
                    ui,
                    icons::CONTACT,
                    "No staff yet",
                    "Add the LSAs who support pupils, or bring in a staff list (CSV or Excel).",
                    |ui| {
                        if cx.leads() && widgets::primary(ui, "Import staff").clicked() {
                            cx.go(Place::Import);
                        }
                    },
                );
                return;
            }
            ui.horizontal(|ui| {
                ui.add(
                    egui::TextEdit::singleline(&mut self.words)
                        .hint_text("Filter by name, role or pupil")
                        .desired_width(300.0)
                        .margin(egui::Margin::symmetric(8, 6)),
                )
                .accessible_name("Filter staff");
                widgets::tick(ui, "Leavers too", &mut self.leavers);
            });
            let order = &self.order;
            let row = |i: usize| &view.rows[order[i]];
            let (chosen, _) =
                widgets::table(ui, "staff", &COLUMNS, &mut self.sorting, order.len(), |i, c| cell(row(i), c), |i| sentence(row(i)));
            if let Some(i) = chosen
                && cx.leads()
            {
                self.form = Some(StaffForm::of(&row(i).staff));
            }
        });
        if let Some(form) = &mut self.form
            && (cx.outcome(Form::Staff) == Some(&Ok(())) || !form.modal(ui, cx))
        {
            self.form = None;
        }
    }

    fn sort(&mut self, version: u64, view: &StaffView) {
        let wanted = (version, self.words.clone(), self.leavers, self.sorting);
        if self.order_of.as_ref() == Some(&wanted) {
            return;
        }
        let words = self.words.trim().to_lowercase();
        let rows = &view.rows;
        let fits = |r: &StaffRow| {
            (self.leavers || r.staff.left_on.is_none()) && (words.is_empty() || (0..6).any(|c| cell(r, c).to_lowercase().contains(&words)))
        };
        self.order = (0..rows.len()).filter(|i| fits(&rows[*i])).collect();
        match self.sorting.column {
            3 => self.order.sort_by_key(|i| rows[*i].staff.paid_minutes()),
            4 => self.order.sort_by_key(|i| rows[*i].slot_minutes),
            column => self.order.sort_by_cached_key(|i| cell(&rows[*i], column).to_lowercase()),
        }
        if self.sorting.down {
            self.order.reverse();
        }
        self.order_of = Some(wanted);
    }
}

fn cell(row: &StaffRow, column: usize) -> String {
    match column {
        0 if row.staff.left_on.is_some() => format!("{} (left)", row.name),
        0 => row.name.clone(),
        1 => row.staff.role.words().to_owned(),
        2 => row.days.clone(),
        3 => row.hours.clone(),
        4 if row.slot_minutes == 0 => String::new(),
        4 => format!("{} h {:02} min", row.slot_minutes / 60, row.slot_minutes % 60),
        _ => row.key_pupils.join(", "),
    }
}

fn sentence(row: &StaffRow) -> String {
    let mut parts = vec![row.name.clone(), row.staff.role.words().to_owned()];
    if !row.days.is_empty() {
        parts.push(format!("works {}", row.days));
    }
    if !row.hours.is_empty() {
        parts.push(format!("{} a week", row.hours));
    }
    if !row.key_pupils.is_empty() {
        parts.push(format!("key worker of {}", row.key_pupils.join(" and ")));
    }
    parts.join(", ")
}

/// A member of staff as being edited.
struct StaffForm {
    known: Option<Member>,
    forename: String,
    surname: String,
    role: StaffRole,
    email: String,
    hours: String,
    days: [DayForm; 5],
    left: DateInput,
    problem: Option<String>,
}

#[derive(Clone)]
struct DayForm {
    works: bool,
    starts: String,
    ends: String,
    unpaid: u16,
}

impl StaffForm {
    fn new() -> Self {
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
            problem: None,
        }
    }

    fn of(staff: &Member) -> Self {
        let days = WEEK.map(|day| match staff.days.iter().find(|d| d.day == day) {
            Some(d) => DayForm { works: true, starts: time_words(d.starts), ends: time_words(d.ends), unpaid: d.unpaid },
            None => DayForm { works: false, starts: "8:40".into(), ends: "15:30".into(), unpaid: 30 },
        });
        Self {
            forename: staff.forename.clone(),
            surname: staff.surname.clone(),
            role: staff.role,
            email: staff.email.clone().unwrap_or_default(),
            hours: staff.minutes_per_week.map(|m| format!("{}", f64::from(m) / 60.0)).unwrap_or_default(),
            days,
            left: DateInput::of(staff.left_on),
            known: Some(staff.clone()),
            problem: None,
        }
    }

    fn modal(&mut self, ui: &mut Ui, cx: &mut Cx) -> bool {
        if let Some(Err(why)) = cx.outcome(Form::Staff) {
            self.problem = Some(why.clone());
        }
        let mut save = false;
        let title = if self.known.is_some() { "Edit a person" } else { "Add a person" };
        let open = widgets::modal(ui, "staff form", title, 620.0, |ui| {
            ui.columns(2, |columns| {
                widgets::text_field(&mut columns[0], "Forename", &mut self.forename);
                widgets::text_field(&mut columns[1], "Surname", &mut self.surname);
                let roles: Vec<_> = StaffRole::ALL.iter().map(|r| (*r, r.words().to_owned())).collect();
                widgets::choice(&mut columns[0], "Role", &mut self.role, &roles);
                widgets::text_field(&mut columns[1], "E-mail", &mut self.email);
                widgets::text_field(&mut columns[0], "Paid hours a week, if the contract says", &mut self.hours);
                widgets::date_field(&mut columns[1], "Left on", &mut self.left, cx.now.today());
            });
            ui.add_space(space::XS);
            widgets::field_label(ui, "Working days");
            for (form, day) in self.days.iter_mut().zip(WEEK) {
                day_row(ui, form, day);
            }
            if let Some(problem) = &self.problem {
                widgets::error_line(ui, problem);
            }
            ui.add_space(space::S);
            save = widgets::primary(ui, "Save").clicked();
        });
        if save {
            match self.member(cx) {
                Ok(member) => cx.change(Form::Staff, Change::SaveStaff(member)),
                Err(why) => self.problem = Some(why),
            }
        }
        open
    }

    fn member(&self, cx: &mut Cx) -> Result<Member, String> {
        let given = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let minutes_per_week = match given(&self.hours) {
            None => None,
            Some(text) => {
                let hours: f64 =
                    text.replace(',', ".").parse().map_err(|_| "The paid hours are not a number. Write them as 32.5.".to_owned())?;
                Some((hours * 60.0).round() as u32)
            }
        };
        let mut days = Vec::new();
        for (form, day) in self.days.iter().zip(WEEK).filter(|(f, _)| f.works) {
            let read = |text: &str| {
                crate::model::parse_time(text).ok_or_else(|| format!("{}: “{text}” is not a time. Write it as 8:40.", weekday_name(day)))
            };
            days.push(WorkingDay { day, starts: read(&form.starts)?, ends: read(&form.ends)?, unpaid: form.unpaid });
        }
        let id = self.known.as_ref().map_or_else(|| cx.mint.fresh(), |s| s.id);
        Ok(Member {
            role: self.role,
            email: given(&self.email),
            minutes_per_week,
            days,
            left_on: self.left.read("The leaving date", cx.now.today())?,
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
                ui.add(egui::TextEdit::singleline(text).desired_width(56.0).margin(egui::Margin::symmetric(6, 5)))
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
