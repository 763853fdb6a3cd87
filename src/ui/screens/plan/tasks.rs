//! Care, medicine and duties at set times: what must be staffed whoever does it.

use egui::Ui;
use serde::{Deserialize, Serialize};

use crate::model::{Change, CycleWeek, Item, Period, PeriodId, PupilId, SetTask, SetTaskId, TaskKind, WEEKDAYS, weekday_name};
use crate::ui::drafted::Drafted;
use crate::ui::intent::{Cx, Form};
use crate::ui::screens::duty::week_options;
use crate::ui::theme::{icons, space};
use crate::ui::widgets;
use crate::views::{PlanInputs, TaskRow};

/// A task as being written.
#[derive(Clone, Serialize, Deserialize)]
struct Fields {
    known: Option<SetTaskId>,
    kind: TaskKind,
    what: String,
    pupil: Option<PupilId>,
    days: [bool; 5],
    period: Option<PeriodId>,
    until: Option<PeriodId>,
    minutes: u16,
    adults: u8,
    second_half: bool,
    training: String,
    place: String,
    week: Option<CycleWeek>,
}

impl Fields {
    fn new(periods: &[Period]) -> Self {
        let first = periods.iter().find(|p| p.is_break).or(periods.first());
        Self {
            known: None,
            kind: TaskKind::PersonalCare,
            what: String::new(),
            pupil: None,
            days: [true; 5],
            period: first.map(|p| p.id),
            until: None,
            minutes: first.map_or(15, Period::minutes).min(15),
            adults: 1,
            second_half: false,
            training: String::new(),
            place: String::new(),
            week: None,
        }
    }

    fn of(task: &SetTask) -> Self {
        let SetTask { id, kind, what, pupil, period, until, minutes, adults, second_half, training, place, week, .. } = task.clone();
        let days = WEEKDAYS.map(|d| task.is_on(d));
        Self { known: Some(id), kind, what, pupil, days, period: Some(period), until, minutes, adults, second_half, training, place, week }
    }

    fn task(&self, cx: &mut Cx) -> Result<SetTask, String> {
        let period = self.period.ok_or("Choose the period.")?;
        Ok(SetTask {
            id: self.known.unwrap_or_else(|| cx.mint.fresh()),
            kind: self.kind,
            what: self.what.trim().to_owned(),
            pupil: self.pupil,
            days: self.days.iter().enumerate().map(|(i, on)| u8::from(*on) << i).sum(),
            period,
            until: self.until.filter(|u| *u != period),
            minutes: self.minutes,
            adults: self.adults,
            second_half: self.second_half,
            training: self.training.trim().to_owned(),
            place: self.place.trim().to_owned(),
            week: self.week,
            ends: None,
        })
    }
}

/// The list with its dialog.
#[derive(Default)]
pub struct Tasks {
    form: Drafted<Fields>,
    problem: Option<String>,
}

const PLACE: &str = "set task";

impl Tasks {
    pub fn ui(&mut self, ui: &mut Ui, inputs: &PlanInputs) {
        if widgets::secondary(ui, Some(icons::PLUS), "Add a task…").clicked() {
            self.problem = None;
            self.form.open(PLACE, Fields::new(&inputs.periods));
        }
        ui.add_space(space::S);
        if inputs.tasks.is_empty() {
            widgets::weak(
                ui,
                "Nothing is set yet. Add personal care, medicine, supervision and duties with their time and the number of adults: the \
                 plan staffs them first, with adults who hold the training.",
            );
        }
        for row in &inputs.tasks {
            ui.push_id(row.task.id, |ui| self.row(ui, row));
        }
    }

    fn row(&mut self, ui: &mut Ui, row: &TaskRow) {
        ui.horizontal(|ui| {
            ui.vertical(|ui| {
                ui.set_max_width((ui.available_width() - 80.0).max(160.0));
                ui.spacing_mut().item_spacing.y = 0.0;
                widgets::strong(ui, &row.title);
                widgets::weak(ui, row.words.clone());
            });
            widgets::at_right(ui, |ui| {
                if widgets::ghost(ui, None, "Edit…").accessible_name(format!("Edit the task {}", row.title)).clicked() {
                    self.problem = None;
                    self.form.open(PLACE, Fields::of(&row.task));
                }
            });
        });
        ui.add_space(space::XS);
    }

    pub fn dialog(&mut self, ui: &mut Ui, cx: &mut Cx, inputs: &PlanInputs) {
        self.form.restore(cx, PLACE);
        match cx.outcome(Form::SetTask) {
            Some(Ok(())) => self.form.close(cx),
            Some(Err(why)) => self.problem = Some(why.clone()),
            None => {}
        }
        let mut problem = self.problem.clone();
        let Some(fields) = self.form.form() else { return };
        let (mut save, mut end) = (false, false);
        let title = if fields.known.is_some() { "Edit the task" } else { "Add a task at a set time" };
        let open = widgets::modal(ui, "set task", title, 640.0, |ui| {
            widgets::segmented(ui, &mut fields.kind, &TaskKind::ALL.map(|k| (k, k.words())));
            ui.add_space(space::S);
            fields_ui(ui, fields, inputs);
            widgets::dialog_foot(ui, problem.as_deref(), &mut save);
            if fields.known.is_some() {
                end = widgets::danger(ui, "End the task").on_hover_text("What was done stays; it is not planned any more.").clicked();
            }
        });
        if save || end {
            match fields.task(cx) {
                Ok(task) if end => cx.change(Form::SetTask, Change::Remove(Item::SetTask(task))),
                Ok(task) => cx.change(Form::SetTask, Change::Keep(Item::SetTask(task))),
                Err(why) => problem = Some(why),
            }
        }
        self.problem = problem;
        self.form.settle(ui, cx, open);
    }
}

fn fields_ui(ui: &mut Ui, fields: &mut Fields, inputs: &PlanInputs) {
    ui.columns(2, |columns| {
        widgets::text_field(&mut columns[0], "What is to be done", &mut fields.what);
        let nobody = std::iter::once((None, "No pupil of its own".to_owned()));
        let pupils: Vec<_> = nobody.chain(inputs.pupils.iter().map(|(id, n)| (Some(*id), n.clone()))).collect();
        widgets::choice(&mut columns[1], "For whom", &mut fields.pupil, &pupils);
        let periods: Vec<_> = inputs.periods.iter().map(|p| (Some(p.id), p.name.clone())).collect();
        widgets::choice(&mut columns[0], "Period", &mut fields.period, &periods);
        let until: Vec<_> = std::iter::once((None, "That period only".to_owned())).chain(periods).collect();
        widgets::choice(&mut columns[1], "Until", &mut fields.until, &until);
        if fields.until.is_none() {
            widgets::number(&mut columns[0], "Minutes", &mut fields.minutes, 1..=240);
        }
        widgets::number(&mut columns[1], "Adults", &mut fields.adults, 1..=6);
        widgets::text_field(&mut columns[0], "Training that they must hold", &mut fields.training);
        widgets::text_field(&mut columns[1], "Where", &mut fields.place);
        if fields.period.is_some_and(|p| inputs.is_lunch(p)) {
            widgets::tick(&mut columns[1], "In the second half of lunch", &mut fields.second_half);
        }
        if inputs.cycle {
            widgets::choice(&mut columns[0], "In which week", &mut fields.week, &week_options());
        }
    });
    ui.add_space(space::S);
    widgets::field_label(ui, "On");
    ui.horizontal_wrapped(|ui| {
        for (on, day) in fields.days.iter_mut().zip(WEEKDAYS) {
            widgets::tick(ui, weekday_name(day), on);
        }
    });
}
