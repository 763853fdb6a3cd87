//! The dialog for a weekly duty without a pupil: the playground, breakfast club, time for recording.

use chrono::Weekday;
use egui::Ui;
use serde::{Deserialize, Serialize};

use crate::model::{Change, CycleWeek, Duty, Item, PeriodId, StaffId, weekday_name};
use crate::ui::drafted::Drafted;
use crate::ui::intent::{Cx, Form};
use crate::ui::widgets;

/// A duty as being made.
#[derive(Clone, Serialize, Deserialize)]
struct DutyFields {
    known: Option<Duty>,
    staff: StaffId,
    weekday: Weekday,
    period: PeriodId,
    what: String,
    place: String,
    week: Option<CycleWeek>,
}

/// The dialog; kept across a lock.
#[derive(Default)]
pub struct DutyForm {
    form: Drafted<DutyFields>,
    problem: Option<String>,
}

const PLACE: &str = "duty";

impl DutyForm {
    pub fn open_new(&mut self, staff: StaffId, weekday: Weekday, period: PeriodId) {
        self.problem = None;
        let fields = DutyFields { known: None, staff, weekday, period, what: String::new(), place: String::new(), week: None };
        self.form.open(PLACE, fields);
    }

    pub fn open(&mut self, duty: &Duty) {
        self.problem = None;
        let known = Some(duty.clone());
        let Duty { staff, weekday, period, what, place, week, .. } = duty.clone();
        self.form.open(PLACE, DutyFields { known, staff, weekday, period, what, place, week });
    }

    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, cycle: bool) {
        self.form.restore(cx, PLACE);
        match cx.outcome(Form::Duty) {
            Some(Ok(())) => self.form.close(cx),
            Some(Err(why)) => self.problem = Some(why.clone()),
            None => {}
        }
        let problem = self.problem.clone();
        let Some(fields) = self.form.form() else { return };
        let (mut save, mut remove) = (false, false);
        let open = widgets::modal(ui, "duty form", &format!("Duty on {}", weekday_name(fields.weekday)), 460.0, |ui| {
            widgets::text_field(ui, "What the duty is", &mut fields.what);
            widgets::text_field(ui, "Where", &mut fields.place);
            if cycle {
                widgets::choice(ui, "In which week", &mut fields.week, &week_options());
            }
            widgets::dialog_foot(ui, problem.as_deref(), &mut save);
            if fields.known.is_some() {
                remove = widgets::danger(ui, "Remove the duty").clicked();
            }
        });
        if save || remove {
            let duty = Duty {
                id: fields.known.as_ref().map_or_else(|| cx.mint.fresh(), |d| d.id),
                staff: fields.staff,
                weekday: fields.weekday,
                period: fields.period,
                what: fields.what.trim().to_owned(),
                place: fields.place.trim().to_owned(),
                week: fields.week,
                task: None,
                starts: None,
                ends: None,
            };
            cx.change(Form::Duty, if remove { Change::Remove(Item::Duty(duty)) } else { Change::Keep(Item::Duty(duty)) });
        }
        self.form.settle(ui, cx, open);
    }
}

/// Each week, or one of the two of a cycle.
pub fn week_options() -> Vec<(Option<CycleWeek>, String)> {
    std::iter::once((None, "Each week".to_owned())).chain(CycleWeek::ALL.map(|w| (Some(w), format!("Week {}", w.letter())))).collect()
}
