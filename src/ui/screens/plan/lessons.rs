//! Which lesson each class has when: typed in, or pasted from the school's timetable.

use egui::Ui;
use serde::{Deserialize, Serialize};

use crate::model::{Change, ClassWeek, ClassWeekId, CycleWeek, Item, Lesson, WEEKDAYS, weekday_name};
use crate::ui::drafted::Drafted;
use crate::ui::intent::{Cx, Form};
use crate::ui::theme::{icons, space};
use crate::ui::widgets;
use crate::views::PlanInputs;

/// A class's week as being written: for each week of the cycle, for each lesson of the day, five subjects.
#[derive(Clone, Serialize, Deserialize)]
struct Fields {
    known: Option<ClassWeekId>,
    class: String,
    weeks: Vec<Vec<[String; 5]>>,
    week: usize,
    pasted: String,
}

impl Fields {
    fn of(inputs: &PlanInputs, class: Option<&ClassWeek>) -> Self {
        let weeks = weeks(inputs).into_iter().map(|week| {
            let subject = |period, day| class.and_then(|c| c.subject(day, period, week)).unwrap_or_default().to_owned();
            inputs.lessons().map(|p| WEEKDAYS.map(|day| subject(p.id, day))).collect()
        });
        Self {
            known: class.map(|c| c.id),
            class: class.map(|c| c.class.clone()).unwrap_or_default(),
            weeks: weeks.collect(),
            week: 0,
            pasted: String::new(),
        }
    }

    fn class_week(&self, cx: &mut Cx, inputs: &PlanInputs) -> ClassWeek {
        let mut lessons = Vec::new();
        for (rows, week) in self.weeks.iter().zip(weeks(inputs)) {
            for (row, period) in rows.iter().zip(inputs.lessons()) {
                for (subject, weekday) in row.iter().zip(WEEKDAYS).filter(|(s, _)| !s.trim().is_empty()) {
                    lessons.push(Lesson { weekday, period: period.id, week, subject: subject.trim().to_owned() });
                }
            }
        }
        ClassWeek { id: self.known.unwrap_or_else(|| cx.mint.fresh()), class: self.class.trim().to_owned(), lessons }
    }

    /// Cells copied from a spreadsheet: a row for each lesson of the day, a column for each day.
    fn take_pasted(&mut self) -> Result<(), String> {
        let rows: Vec<Vec<String>> = self.pasted.lines().map(|l| l.split('\t').map(|c| c.trim().to_owned()).collect()).collect();
        let own = &mut self.weeks[self.week];
        if rows.len() != own.len() || rows.iter().any(|r| r.len() != WEEKDAYS.len()) {
            let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
            return Err(format!(
                "The pasted cells are {} rows of up to {widest} columns; this timetable has {} lessons on 5 days. Nothing was taken.",
                rows.len(),
                own.len()
            ));
        }
        for (row, pasted) in own.iter_mut().zip(rows) {
            for (cell, text) in row.iter_mut().zip(pasted) {
                *cell = text;
            }
        }
        self.pasted.clear();
        Ok(())
    }
}

fn weeks(inputs: &PlanInputs) -> Vec<Option<CycleWeek>> {
    if inputs.cycle { CycleWeek::ALL.map(Some).to_vec() } else { vec![None] }
}

/// The list of classes with its dialog.
#[derive(Default)]
pub struct Lessons {
    form: Drafted<Fields>,
    problem: Option<String>,
}

const PLACE: &str = "class week";

impl Lessons {
    pub fn ui(&mut self, ui: &mut Ui, inputs: &PlanInputs) {
        if widgets::secondary(ui, Some(icons::PLUS), "Add a class timetable…").clicked() {
            self.problem = None;
            self.form.open(PLACE, Fields::of(inputs, None));
        }
        ui.add_space(space::S);
        if inputs.classes.is_empty() {
            widgets::weak(
                ui,
                "No class timetable yet. With them the plan knows who sits together in sets, and each pupil’s page can say in which \
                 subjects support matters. Without them the form sits together all day.",
            );
        }
        for class in &inputs.classes {
            ui.push_id(class.id, |ui| {
                ui.horizontal(|ui| {
                    widgets::strong(ui, &class.class);
                    widgets::weak(ui, subjects(class));
                    widgets::at_right(ui, |ui| {
                        let name = format!("Edit the timetable of {}", class.class);
                        if widgets::ghost(ui, None, "Edit…").accessible_name(name).clicked() {
                            self.problem = None;
                            self.form.open(PLACE, Fields::of(inputs, Some(class)));
                        }
                    });
                });
            });
        }
        let without: Vec<&str> = inputs.forms.iter().map(String::as_str).filter(|f| !inputs.has_class(f)).collect();
        if !inputs.classes.is_empty() && !without.is_empty() {
            widgets::weak(ui, format!("Without a timetable: {}", without.join(", ")));
        }
    }

    pub fn dialog(&mut self, ui: &mut Ui, cx: &mut Cx, inputs: &PlanInputs) {
        self.form.restore(cx, PLACE);
        match cx.outcome(Form::ClassWeek) {
            Some(Ok(())) => self.form.close(cx),
            Some(Err(why)) => self.problem = Some(why.clone()),
            None => {}
        }
        let mut problem = self.problem.clone();
        let Some(fields) = self.form.form() else { return };
        let (mut save, mut remove) = (false, false);
        let open = widgets::modal(ui, "class week", "Class timetable", 860.0, |ui| {
            widgets::text_field(ui, "Class, form or teaching group", &mut fields.class);
            if fields.weeks.len() > 1 {
                widgets::segmented(ui, &mut fields.week, &[(0, "Week A"), (1, "Week B")]);
            }
            ui.add_space(space::S);
            grid(ui, fields, inputs);
            ui.add_space(space::S);
            let label = "Or paste cells from a spreadsheet: a row for each lesson, a column for each day";
            widgets::area(ui, label, "", 2, &mut fields.pasted);
            if !fields.pasted.trim().is_empty() && widgets::secondary(ui, None, "Take the pasted cells").clicked() {
                problem = fields.take_pasted().err();
            }
            widgets::dialog_foot(ui, problem.as_deref(), &mut save);
            if fields.known.is_some() {
                remove = widgets::danger(ui, "Remove the timetable").clicked();
            }
        });
        if save || remove {
            let week = fields.class_week(cx, inputs);
            let item = Item::ClassWeek(week);
            cx.change(Form::ClassWeek, if remove { Change::Remove(item) } else { Change::Keep(item) });
        }
        self.problem = problem;
        self.form.settle(ui, cx, open);
    }
}

fn grid(ui: &mut Ui, fields: &mut Fields, inputs: &PlanInputs) {
    let width = ((ui.available_width() - 110.0) / 5.0 - space::XS).max(80.0);
    egui::Grid::new("class grid").num_columns(6).spacing([space::XS, space::XS]).show(ui, |ui| {
        ui.label("");
        WEEKDAYS.iter().for_each(|d| drop(widgets::strong(ui, weekday_name(*d))));
        ui.end_row();
        for (row, period) in fields.weeks[fields.week].iter_mut().zip(inputs.lessons()) {
            ui.label(&period.name);
            for (subject, day) in row.iter_mut().zip(WEEKDAYS) {
                let name = format!("{}, {}", weekday_name(day), period.name);
                ui.add_enabled_ui(period.is_on(day), |ui| {
                    ui.add_sized([width, space::ROW], widgets::line(subject)).accessible_name(name);
                });
            }
            ui.end_row();
        }
    });
}

/// The subjects of a class, each once.
fn subjects(class: &ClassWeek) -> String {
    let mut names: Vec<&str> = class.lessons.iter().map(|l| l.subject.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}
