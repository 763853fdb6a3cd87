//! The school year and the school day.

use egui::Ui;

use crate::model::{Change, ClosedDay, Period, PeriodId, Term, TermId, parse_time, time_words};
use crate::rules::bank_holidays_between;
use crate::ui::intent::{Cx, Form};
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, DateInput};
use crate::views::SchoolView;

/// Year and day as being edited.
#[derive(Default)]
pub struct CalendarForms {
    terms: Option<Vec<TermRow>>,
    closed: Vec<(DateInput, String)>,
    periods: Option<Vec<PeriodRow>>,
    problem: Option<String>,
}

struct TermRow {
    id: TermId,
    name: String,
    starts: DateInput,
    ends: DateInput,
}

struct PeriodRow {
    id: PeriodId,
    name: String,
    starts: String,
    ends: String,
    is_break: bool,
    days: u8,
}

impl CalendarForms {
    /// Draws the year: its terms and the days on which pupils are not in.
    pub fn year(&mut self, ui: &mut Ui, cx: &mut Cx, view: &SchoolView) {
        if self.terms.is_none() {
            self.closed = view.closed.iter().map(|c| (DateInput::of(Some(c.date)), c.why.clone())).collect();
        }
        let terms = self.terms.get_or_insert_with(|| {
            view.terms
                .iter()
                .map(|t| TermRow {
                    id: t.id,
                    name: t.name.clone(),
                    starts: DateInput::of(Some(t.starts)),
                    ends: DateInput::of(Some(t.ends)),
                })
                .collect()
        });
        let today = cx.now.today();
        let mut save = false;
        widgets::card(ui, |ui| {
            widgets::subheading(ui, "Terms");
            widgets::weak(ui, "First and last day with pupils. Without terms, every weekday counts as a school day.");
            let mut gone = None;
            for (i, term) in terms.iter_mut().enumerate() {
                ui.push_id(term.id, |ui| {
                    ui.horizontal_wrapped(|ui| {
                        ui.vertical(|ui| {
                            let name = widgets::field_label(ui, "Term");
                            ui.add(widgets::line(&mut term.name).desired_width(130.0)).labelled_by(name);
                        });
                        widgets::date_field(ui, "Starts", &mut term.starts, today);
                        widgets::date_field(ui, "Ends", &mut term.ends, today);
                        if widgets::icon_button(ui, icons::X, &format!("Remove {}", term.name)).clicked() {
                            gone = Some(i);
                        }
                    });
                });
            }
            if let Some(i) = gone {
                terms.remove(i);
            }
            if widgets::secondary(ui, Some(icons::PLUS), "Add a term").clicked() {
                terms.push(TermRow { id: cx.mint.fresh(), name: String::new(), starts: DateInput::default(), ends: DateInput::default() });
            }
            counted(ui, view);
            ui.add_space(space::M);
            closed_days(ui, &mut self.closed, today);
            if widgets::secondary(ui, None, "Add the bank holidays of these terms").clicked() {
                add_bank_holidays(&mut self.closed, terms, today);
            }
            if let Some(problem) = &self.problem {
                widgets::error_line(ui, problem);
            }
            ui.add_space(space::S);
            save = widgets::primary(ui, "Save the year").clicked();
        });
        if save {
            self.save_year(cx);
        }
    }

    fn save_year(&mut self, cx: &mut Cx) {
        let today = cx.now.today();
        let made = (|| {
            let mut terms = Vec::new();
            for row in self.terms.iter().flatten() {
                let starts = row.starts.needed("A term's start", today)?;
                terms.push(Term { id: row.id, name: row.name.trim().to_owned(), starts, ends: row.ends.needed("A term's end", today)? });
            }
            let mut closed = Vec::new();
            for (date, why) in &self.closed {
                if let Some(date) = date.read("A closed day", today)? {
                    closed.push(ClosedDay { date, why: why.trim().to_owned() });
                }
            }
            Ok::<_, String>(Change::SaveYear { terms, closed })
        })();
        match made {
            Ok(change) => cx.change(Form::Year, change),
            Err(why) => self.problem = Some(why),
        }
    }

    /// Draws the day: its periods.
    pub fn day(&mut self, ui: &mut Ui, cx: &mut Cx, view: &SchoolView) {
        let periods = self.periods.get_or_insert_with(|| {
            let row = |p: &Period| PeriodRow {
                id: p.id,
                name: p.name.clone(),
                starts: time_words(p.starts),
                ends: time_words(p.ends),
                is_break: p.is_break,
                days: p.days,
            };
            view.periods.iter().map(row).collect()
        });
        let mut save = false;
        widgets::card(ui, |ui| {
            widgets::subheading(ui, "Periods of the day");
            let mut gone = None;
            for (i, period) in periods.iter_mut().enumerate() {
                ui.push_id(period.id, |ui| {
                    ui.horizontal(|ui| {
                        let n = i + 1;
                        let field = |ui: &mut Ui, text: &mut String, width: f32, name: String| {
                            ui.add(widgets::line(text).desired_width(width)).accessible_name(name);
                        };
                        field(ui, &mut period.name, 170.0, format!("Name of period {n}"));
                        field(ui, &mut period.starts, 60.0, format!("Start of period {n}"));
                        ui.label("to");
                        field(ui, &mut period.ends, 60.0, format!("End of period {n}"));
                        widgets::tick(ui, "Break", &mut period.is_break);
                        for (bit, letter) in ["Mon", "Tue", "Wed", "Thu", "Fri"].into_iter().enumerate() {
                            let on = period.days & (1 << bit) != 0;
                            let name = format!("Period {n} on {letter}");
                            if ui.add(egui::Button::selectable(on, letter).frame_when_inactive(true)).accessible_name(name).clicked() {
                                period.days ^= 1 << bit;
                            }
                        }
                        if widgets::icon_button(ui, icons::X, &format!("Remove {}", period.name)).clicked() {
                            gone = Some(i);
                        }
                    });
                });
            }
            if let Some(i) = gone {
                periods.remove(i);
            }
            if let Some(problem) = &self.problem {
                widgets::error_line(ui, problem);
            }
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                save = widgets::primary(ui, "Save the periods").clicked();
                if widgets::secondary(ui, Some(icons::PLUS), "Add a period").clicked() {
                    let starts = periods.last().map_or_else(|| "9:00".to_owned(), |p| p.ends.clone());
                    let ends = parse_time(&starts).map_or_else(|| "10:00".to_owned(), |m| time_words(m + 60));
                    periods.push(PeriodRow {
                        id: cx.mint.fresh(),
                        name: format!("Period {}", periods.len() + 1),
                        starts,
                        ends,
                        is_break: false,
                        days: Period::WHOLE_WEEK,
                    });
                }
            });
        });
        if save {
            let read = |text: &str| parse_time(text).ok_or_else(|| format!("“{text}” is not a time. Write it as 9:05."));
            let made: Result<Vec<Period>, String> = self
                .periods
                .iter()
                .flatten()
                .map(|p| {
                    Ok(Period {
                        id: p.id,
                        name: p.name.trim().to_owned(),
                        starts: read(&p.starts)?,
                        ends: read(&p.ends)?,
                        is_break: p.is_break,
                        days: p.days,
                    })
                })
                .collect();
            match made {
                Ok(periods) => cx.change(Form::Periods, Change::SavePeriods(periods)),
                Err(why) => self.problem = Some(why),
            }
        }
    }
}

/// How many school days each saved term has.
fn counted(ui: &mut Ui, view: &SchoolView) {
    if view.school_days.is_empty() {
        return;
    }
    let total: usize = view.school_days.iter().map(|(_, days)| days).sum();
    let parts: Vec<String> = view.school_days.iter().map(|(name, days)| format!("{name} {days}")).collect();
    widgets::weak(ui, format!("School days, as saved: {}; {total} in all.", parts.join(", ")));
}

/// Puts in the bank holidays that fall on a weekday of these terms and are not there yet.
fn add_bank_holidays(closed: &mut Vec<(DateInput, String)>, terms: &[TermRow], today: chrono::NaiveDate) {
    for term in terms {
        let (Ok(Some(from)), Ok(Some(to))) = (term.starts.read("", today), term.ends.read("", today)) else { continue };
        for (day, name) in bank_holidays_between(from, to) {
            if !closed.iter().any(|(d, _)| d.read("", today) == Ok(Some(day))) {
                closed.push((DateInput::of(Some(day)), name.to_owned()));
            }
        }
    }
}

fn closed_days(ui: &mut Ui, closed: &mut Vec<(DateInput, String)>, today: chrono::NaiveDate) {
    widgets::subheading(ui, "Weekdays in term without pupils");
    widgets::weak(ui, "INSET days, bank holidays, half terms, closures.");
    let mut gone = None;
    for (i, (date, why)) in closed.iter_mut().enumerate() {
        ui.push_id(i, |ui| {
            ui.horizontal_wrapped(|ui| {
                widgets::date_field(ui, "Day", date, today);
                ui.vertical(|ui| {
                    let name = widgets::field_label(ui, "Why");
                    ui.add(widgets::line(why).desired_width(160.0)).labelled_by(name);
                });
                if widgets::icon_button(ui, icons::X, &format!("Remove {}", date.text)).clicked() {
                    gone = Some(i);
                }
            });
        });
    }
    if let Some(i) = gone {
        closed.remove(i);
    }
    if widgets::secondary(ui, Some(icons::PLUS), "Add a day").clicked() {
        closed.push((DateInput::default(), String::new()));
    }
}
