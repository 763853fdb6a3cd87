//! The week: periods by day, by LSA or by pupil; slots are made and ended here.

use chrono::{NaiveDate, Weekday};
use egui::{RichText, Ui};
use serde::{Deserialize, Serialize};

use super::duty::{DutyForm, week_options};
use crate::model::{
    Cell, Change, CycleWeek, Duty, Period, PeriodId, ProvisionId, PupilId, SlotId, StaffId, TargetId, WEEKDAYS, WeekSlot, time_words,
    weekday_name,
};
use crate::ui::drafted::Drafted;
use crate::ui::intent::{Cx, Form, Format, Intent, Paper, Place};
use crate::ui::listing::export;
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{self, DateInput};
use crate::views::{SlotRow, WeekView};

/// What to know before a timetable leaves.
const CALENDAR: &str = "A calendar shows pupils as initials, the PDF by name. Both are audited.";

/// So many weeks to come can be looked at: more than are ever adopted ahead.
const TURNS: usize = 4;

/// The state of the Timetable screen.
#[derive(Default)]
pub struct Timetable {
    staff: Option<StaffId>,
    pupil: Option<PupilId>,
    by_pupil: bool,
    /// The day from which the week is looked at, where it is not today.
    from: Option<NaiveDate>,
    form: Drafted<SlotForm>,
    duty: DutyForm,
}

impl Timetable {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        let Some(view) = &shown.week else { return };
        if self.staff.is_none() {
            self.staff = view.staff.first().map(|s| s.0);
        }
        if self.pupil.is_none() {
            self.pupil = view.pupils.first().map(|p| p.0);
        }
        widgets::page(ui, "timetable", |ui| {
            widgets::page_head(ui, "Timetable", |ui| {
                if cx.leads() && !view.periods.is_empty() && widgets::secondary(ui, None, "Plan the week").clicked() {
                    cx.go(Place::Plan);
                }
                if cx.leads() && !view.periods.is_empty() && widgets::primary(ui, "Add a slot…").clicked() {
                    let period = view.periods.iter().find(|p| !p.is_break).map(|p| p.id);
                    let form = SlotForm::new(self, Weekday::Mon, period, cx);
                    self.form.open(PLACE, form);
                }
            });
            if view.periods.is_empty() {
                widgets::empty_state(
                    ui,
                    icons::CALENDAR_DAYS,
                    "No periods yet",
                    "Say when the school's periods begin and end; the week then has a grid to fill.",
                    |ui| {
                        if cx.leads() && widgets::primary(ui, "Set the periods").clicked() {
                            cx.go(Place::Settings);
                        }
                    },
                );
                return;
            }
            ui.horizontal(|ui| {
                ui.vertical(|ui| {
                    widgets::field_label(ui, "Show the week of");
                    widgets::segmented(ui, &mut self.by_pupil, &[(false, "an LSA"), (true, "a pupil")]);
                });
                if self.by_pupil {
                    let options: Vec<_> = view.pupils.iter().map(|(id, n)| (Some(*id), n.clone())).collect();
                    widgets::choice(ui, "Pupil", &mut self.pupil, &options);
                } else {
                    let options: Vec<_> = view.staff.iter().map(|(id, n, _)| (Some(*id), n.clone())).collect();
                    widgets::choice(ui, "LSA", &mut self.staff, &options);
                    let paper = self.staff.map(|staff| Paper::Timetable { staff, from: self.from });
                    let week = self.from.map_or("This week as PDF".to_owned(), |day| format!("Week from {} as PDF", day.format("%-d %b")));
                    for (words, format) in [(week.as_str(), Format::Pdf), ("Term as a calendar", Format::Calendar)] {
                        let pressed = widgets::ghost(ui, Some(icons::FILE_TEXT), words).on_hover_text(CALENDAR).clicked();
                        if let Some(paper) = paper.clone().filter(|_| pressed) {
                            cx.ask(Intent::Export { paper, format, path: cx.shown.folders.documents.clone() });
                        }
                    }
                }
                self.export(ui, cx, view);
            });
            self.turns(ui, view);
            ui.add_space(space::S);
            self.grid(ui, cx, view);
        });
        self.form.restore(cx, PLACE);
        if let Some(form) = self.form.form() {
            if cx.outcome(Form::Slot) == Some(&Ok(())) || !form.modal(ui, cx, view) {
                self.form.close(cx);
            } else {
                self.form.keep(ui, cx);
            }
        }
        self.duty.ui(ui, cx, view.cycle);
    }

    /// Where another week begins on a day to come: which of them is shown.
    fn turns(&mut self, ui: &mut Ui, view: &WeekView) {
        self.from = self.from.filter(|day| view.turns.contains(day));
        if view.turns.is_empty() {
            return;
        }
        let turns = view.turns.iter().take(TURNS).map(|day| (Some(*day), format!("From {}", day.format("%-d %b %Y"))));
        let all: Vec<(Option<NaiveDate>, String)> = std::iter::once((None, "This week".to_owned())).chain(turns).collect();
        let options: Vec<_> = all.iter().map(|(day, words)| (*day, words.as_str())).collect();
        ui.add_space(space::S);
        widgets::segmented(ui, &mut self.from, &options);
    }

    /// The week that is shown, a row for each slot and duty.
    fn export(&self, ui: &mut Ui, cx: &mut Cx, view: &WeekView) {
        let from = self.from.unwrap_or(cx.now.today());
        let shown = |s: &&SlotRow| if self.by_pupil { Some(s.slot.pupil) == self.pupil } else { Some(s.slot.staff) == self.staff };
        let period = |id: PeriodId| view.periods.iter().find(|p| p.id == id);
        let week = |w: Option<CycleWeek>| w.map(|w| w.letter().to_owned()).unwrap_or_default();
        let lines = || {
            let slots = view.slots_of(from).filter(shown).map(|s| (&s.slot.weekday, s.slot.period, s.slot.week, s));
            let mut rows: Vec<(u32, u16, Vec<String>)> = slots
                .filter_map(|(day, id, cycle, s)| {
                    let p = period(id)?;
                    let cells =
                        [weekday_name(*day), &p.name, &week(cycle), &s.staff, &s.pupil, &s.slot.place, &s.purpose].map(str::to_owned);
                    Some((day.num_days_from_monday(), p.starts, cells.to_vec()))
                })
                .collect();
            let own = view.duties_of(from).filter(|d| !self.by_pupil && Some(d.staff) == self.staff);
            rows.extend(own.filter_map(|d| {
                let p = period(d.period)?;
                let who = view.staff.iter().find(|s| s.0 == d.staff).map(|s| s.1.clone()).unwrap_or_default();
                let cells = [weekday_name(d.weekday), &p.name, &week(d.week), &who, "", &d.place, &d.what].map(str::to_owned);
                Some((d.weekday.num_days_from_monday(), p.starts, cells.to_vec()))
            }));
            rows.sort();
            rows.into_iter().map(|r| r.2.into_iter().map(Cell::from).collect()).collect()
        };
        let head = || ["Day", "Period", "Week", "Adult", "Pupil", "Place", "What"].map(str::to_owned).to_vec();
        export(ui, cx, "Timetable", head, lines);
    }

    fn grid(&mut self, ui: &mut Ui, cx: &mut Cx, view: &WeekView) {
        let label = 104.0;
        let width = ((ui.available_width() - label) / 5.0 - space::XS).max(120.0);
        ui.spacing_mut().item_spacing = egui::vec2(space::XS, space::XS);
        ui.horizontal(|ui| {
            ui.add_space(label + space::XS);
            for day in WEEKDAYS {
                ui.allocate_ui_with_layout(egui::vec2(width, 24.0), egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.set_min_width(width);
                    widgets::strong(ui, weekday_name(day));
                });
            }
        });
        for period in &view.periods {
            ui.horizontal_top(|ui| {
                ui.allocate_ui_with_layout(egui::vec2(label, 20.0), egui::Layout::top_down(egui::Align::Min), |ui| {
                    ui.set_min_width(label);
                    ui.spacing_mut().item_spacing.y = 0.0;
                    ui.label(&period.name);
                    ui.label(
                        RichText::new(format!("{}–{}", time_words(period.starts), time_words(period.ends)))
                            .small()
                            .color(tokens(ui).text_weak),
                    );
                });
                for day in WEEKDAYS {
                    self.cell(ui, cx, view, period, day, width);
                }
            });
        }
    }

    fn cell(&mut self, ui: &mut Ui, cx: &mut Cx, view: &WeekView, period: &Period, day: Weekday, width: f32) {
        let t = tokens(ui);
        let from = self.from.unwrap_or(cx.now.today());
        let slots: Vec<&SlotRow> = view
            .slots_of(from)
            .filter(|s| s.slot.weekday == day && s.slot.period == period.id)
            .filter(|s| if self.by_pupil { Some(s.slot.pupil) == self.pupil } else { Some(s.slot.staff) == self.staff })
            .collect();
        ui.push_id((day.num_days_from_monday(), period.id), |ui| {
            ui.allocate_ui_with_layout(egui::vec2(width, 40.0), egui::Layout::top_down(egui::Align::Min), |ui| {
                ui.set_width(width);
                let duties: Vec<&Duty> = view
                    .duties_of(from)
                    .filter(|d| !self.by_pupil && Some(d.staff) == self.staff && d.weekday == day && d.period == period.id)
                    .collect();
                for duty in &duties {
                    let words = if duty.place.is_empty() { duty.what.clone() } else { format!("{}\n{}", duty.what, duty.place) };
                    let name = format!("Duty, {} {}: {}", weekday_name(day), period.name, duty.what);
                    let button = egui::Button::new(RichText::new(words).small())
                        .fill(t.warn_soft)
                        .stroke(egui::Stroke::new(1.0, t.line))
                        .min_size(egui::vec2(width, 40.0))
                        .wrap();
                    if ui.add(button).accessible_name(&name).on_hover_text(&name).clicked() && cx.leads() {
                        self.duty.open(duty);
                    }
                }
                if slots.is_empty() && duties.is_empty() {
                    self.free(ui, cx, view, period, day, width);
                }
                for row in slots {
                    let who = if self.by_pupil { &row.staff } else { &row.pupil };
                    let week = row.slot.week.map(|w| format!("week {} · ", w.letter())).unwrap_or_default();
                    let place = if row.slot.place.is_empty() { week } else { format!("{week}{}: ", row.slot.place) };
                    let name = format!("{} {}: {} with {}. {place}{}", weekday_name(day), period.name, row.pupil, row.staff, row.purpose);
                    let mut job = egui::text::LayoutJob::default();
                    let font = egui::TextStyle::Body.resolve(ui.style());
                    let small = egui::TextStyle::Small.resolve(ui.style());
                    job.append(who, 0.0, egui::TextFormat::simple(font, t.text));
                    job.append(&format!("\n{place}{}", row.purpose), 0.0, egui::TextFormat::simple(small, t.text_weak));
                    job.wrap = egui::text::TextWrapping {
                        max_width: width - 16.0,
                        max_rows: 3,
                        break_anywhere: false,
                        overflow_character: Some('…'),
                    };
                    let button = egui::Button::new(job)
                        .fill(t.info_soft)
                        .stroke(egui::Stroke::new(1.0, t.line))
                        .min_size(egui::vec2(width, 40.0))
                        .wrap();
                    if ui.add(button).accessible_name(&name).on_hover_text(&name).clicked() && cx.leads() {
                        self.form.open(PLACE, SlotForm::of(&row.slot));
                    }
                }
            });
        });
    }

    fn free(&mut self, ui: &mut Ui, cx: &mut Cx, view: &WeekView, period: &Period, day: Weekday, width: f32) {
        let t = tokens(ui);
        let off =
            !self.by_pupil && view.staff.iter().find(|s| Some(s.0) == self.staff).is_some_and(|s| !s.2.is_empty() && !s.2.contains(&day));
        if off || !period.is_on(day) || !cx.leads() || period.is_break && self.by_pupil {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(width, 40.0), egui::Sense::hover());
            ui.painter().rect_filled(rect, 6, t.surface_soft);
            if off && period.is_on(day) {
                ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, "not at work", egui::FontId::proportional(12.0), t.text_weak);
            }
            return;
        }
        if let (true, Some(staff)) = (period.is_break, self.staff) {
            let button = egui::Button::new(RichText::new("no duty").small().color(t.text_weak))
                .fill(t.surface_soft)
                .min_size(egui::vec2(width, 40.0));
            if ui.add(button).accessible_name(format!("Add a duty on {}, {}", weekday_name(day), period.name)).clicked() {
                self.duty.open_new(staff, day, period.id);
            }
            return;
        }
        let button = egui::Button::new(RichText::new("free").small().color(t.text_weak))
            .fill(t.surface)
            .stroke(egui::Stroke::new(1.0, t.line))
            .min_size(egui::vec2(width, 40.0));
        if ui.add(button).accessible_name(format!("Add a slot on {}, {}", weekday_name(day), period.name)).clicked() {
            let form = SlotForm::new(self, day, Some(period.id), cx);
            self.form.open(PLACE, form);
        }
    }
}

/// Where a half-made slot is kept.
const PLACE: &str = "slot";

/// A slot as being made.
#[derive(Clone, Serialize, Deserialize)]
struct SlotForm {
    known: Option<WeekSlot>,
    weekday: Weekday,
    period: Option<PeriodId>,
    pupil: Option<PupilId>,
    staff: Option<StaffId>,
    place: String,
    target: Option<TargetId>,
    provision: Option<ProvisionId>,
    starts: DateInput,
    ends: DateInput,
    week: Option<CycleWeek>,
    #[serde(skip)]
    problem: Option<String>,
    changed_pupil: bool,
}

impl SlotForm {
    fn new(screen: &Timetable, weekday: Weekday, period: Option<PeriodId>, cx: &Cx) -> Self {
        let pupil = if screen.by_pupil { screen.pupil } else { None };
        Self {
            known: None,
            weekday,
            period,
            pupil,
            staff: if screen.by_pupil { None } else { screen.staff },
            place: String::new(),
            target: None,
            provision: None,
            starts: DateInput::of(Some(cx.now.today())),
            ends: DateInput::default(),
            week: None,
            problem: None,
            changed_pupil: true,
        }
    }

    fn of(slot: &WeekSlot) -> Self {
        Self {
            known: Some(slot.clone()),
            weekday: slot.weekday,
            period: Some(slot.period),
            pupil: Some(slot.pupil),
            staff: Some(slot.staff),
            place: slot.place.clone(),
            target: slot.target,
            provision: slot.provision,
            starts: DateInput::of(Some(slot.starts)),
            ends: DateInput::of(slot.ends),
            week: slot.week,
            problem: None,
            changed_pupil: false,
        }
    }

    fn modal(&mut self, ui: &mut Ui, cx: &mut Cx, view: &WeekView) -> bool {
        if let Some(Err(why)) = cx.outcome(Form::Slot) {
            self.problem = Some(why.clone());
        }
        let today = cx.now.today();
        let (mut save, mut end) = (false, None::<SlotId>);
        let title = if self.known.is_some() { "Edit the slot" } else { "Add a slot" };
        let open = widgets::modal(ui, "slot form", title, 600.0, |ui| {
            ui.columns(2, |columns| {
                let pupils: Vec<_> = view.pupils.iter().map(|(id, n)| (Some(*id), n.clone())).collect();
                self.changed_pupil |= widgets::choice(&mut columns[0], "Pupil", &mut self.pupil, &pupils);
                let staff: Vec<_> = view.staff.iter().map(|(id, n, _)| (Some(*id), n.clone())).collect();
                widgets::choice(&mut columns[1], "Adult", &mut self.staff, &staff);
                let days: Vec<_> = WEEKDAYS.iter().map(|d| (*d, weekday_name(*d).to_owned())).collect();
                widgets::choice(&mut columns[0], "Day", &mut self.weekday, &days);
                let periods: Vec<_> = view.periods.iter().map(|p| (Some(p.id), format!("{} ({})", p.name, time_words(p.starts)))).collect();
                widgets::choice(&mut columns[1], "Period", &mut self.period, &periods);
                self.purpose(columns, view);
                widgets::text_field(&mut columns[0], "Place", &mut self.place);
                widgets::date_field(&mut columns[0], "From", &mut self.starts, today);
                widgets::date_field(&mut columns[1], "Last day (empty while it goes on)", &mut self.ends, today);
                if view.cycle {
                    widgets::choice(&mut columns[0], "In which week", &mut self.week, &week_options());
                }
            });
            if let Some(known) = &self.known
                && widgets::danger(ui, "End it today").clicked()
            {
                end = Some(known.id);
            }
            widgets::dialog_foot(ui, self.problem.as_deref(), &mut save);
        });
        if let Some(slot) = end {
            cx.change(Form::Slot, Change::EndSlot { slot, on: today });
        }
        if save {
            match self.slot(cx) {
                Ok(slot) => cx.change(Form::Slot, Change::SaveSlot(slot)),
                Err(why) => self.problem = Some(why),
            }
        }
        open
    }

    /// Which target or provision the slot is for; the pupil's first when the pupil changes.
    fn purpose(&mut self, columns: &mut [Ui], view: &WeekView) {
        let pupil = self.pupil.unwrap_or(PupilId(uuid::Uuid::nil()));
        let targets = view.targets.get(&pupil).cloned().unwrap_or_default();
        let provisions = view.provisions.get(&pupil).cloned().unwrap_or_default();
        if self.changed_pupil && self.pupil.is_some() {
            self.changed_pupil = false;
            self.target = targets.first().map(|t| t.0);
            self.provision = provisions.first().map(|p| p.0);
        }
        let targets: Vec<_> =
            std::iter::once((None, "No target".to_owned())).chain(targets.into_iter().map(|(id, w)| (Some(id), w))).collect();
        widgets::choice(&mut columns[0], "Target", &mut self.target, &targets);
        let provisions: Vec<_> =
            std::iter::once((None, "No provision".to_owned())).chain(provisions.into_iter().map(|(id, w)| (Some(id), w))).collect();
        widgets::choice(&mut columns[1], "Provision", &mut self.provision, &provisions);
    }

    fn slot(&self, cx: &mut Cx) -> Result<WeekSlot, String> {
        let today = cx.now.today();
        let (Some(pupil), Some(staff), Some(period)) = (self.pupil, self.staff, self.period) else {
            return Err("Choose the pupil, the adult and the period.".into());
        };
        Ok(WeekSlot {
            id: self.known.as_ref().map_or_else(|| cx.mint.fresh(), |s| s.id),
            weekday: self.weekday,
            period,
            pupil,
            staff,
            place: self.place.trim().to_owned(),
            target: self.target,
            provision: self.provision,
            starts: self.starts.needed("“From”", today)?,
            ends: self.ends.read("“Last day”", today)?,
            week: self.week,
            running: self.known.as_ref().and_then(|s| s.running),
            task: self.known.as_ref().and_then(|s| s.task),
        })
    }
}
