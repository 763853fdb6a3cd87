//! The Plan screen: the week by adult, a draft that improves while one looks, and what it costs.

mod cell;
mod compare;
mod costs;
mod grid;
mod lessons;
mod levels;
mod moving;
mod numbers;
mod sheet;
mod tasks;
mod whatif;
mod words;

use chrono::{Datelike as _, NaiveDate, Weekday};
use egui::Ui;

use crate::ui::intent::{Cx, Form, Intent, Place, PlanWish};
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, DateInput, Level};
use crate::views::WeekPlanView;
use cell::CellDialog;
use compare::Compare;
use costs::Costs;
use grid::{Chosen, Grid, Rows};
use lessons::Lessons;
use levels::levels;
use numbers::Numbers;
use sheet::Span;
use tasks::Tasks;
use whatif::WhatIfTray;

/// What of the plan is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Look {
    #[default]
    Adults,
    Pupils,
    Hours,
    Load,
    Days,
    Costs,
    Compare,
    WhatIf,
    Tasks,
    Lessons,
}

const LOOKS: [(Look, &str); 10] = [
    (Look::Adults, "By LSA"),
    (Look::Pupils, "By pupil"),
    (Look::Hours, "Hours"),
    (Look::Load, "Load"),
    (Look::Days, "Days"),
    (Look::Costs, "Costs"),
    (Look::Compare, "Compare"),
    (Look::WhatIf, "What if"),
    (Look::Tasks, "Care and duties"),
    (Look::Lessons, "Lessons"),
];

/// The state of the Plan screen.
#[derive(Default)]
pub struct PlanScreen {
    look: Look,
    /// The day whose grid is shown; beyond the last one it is the whole week of one person.
    day: usize,
    /// The LSA and the pupil whose weeks are looked at.
    whose: [usize; 2],
    grid: Grid,
    numbers: Numbers,
    cell: Option<CellDialog>,
    adopt: Option<Adopt>,
    cover: super::cover::CoverDialog,
    costs: Costs,
    compare: Compare,
    whatif: WhatIfTray,
    tasks: Tasks,
    lessons: Lessons,
}

/// The question from when on.
struct Adopt {
    from: DateInput,
    problem: Option<String>,
}

impl PlanScreen {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        let (Some(view), Some(inputs)) = (&shown.plan, &shown.plan_inputs) else { return };
        widgets::page(ui, "plan", |ui| {
            self.head(ui, cx, view);
            if view.planning.problem.slots.is_empty() || view.planning.problem.lsas.is_empty() {
                let sentence = "A week can be planned once the school's periods, its LSAs and its pupils are in the file.";
                widgets::empty_state(ui, icons::CALENDAR_DAYS, "Nothing to plan yet", sentence, |_| {});
                return;
            }
            if !view.conflict.is_empty() {
                widgets::banner(ui, Level::Bad, &format!("This week cannot work. These cannot all hold: {}", view.conflict.join(" ")));
            }
            ui.add_space(space::XS);
            widgets::segmented(ui, &mut self.look, &LOOKS);
            ui.add_space(space::S);
            // What is planned has its levels above it; what goes into a plan has not.
            let planned = matches!(self.look, Look::Adults | Look::Pupils | Look::Hours | Look::Load | Look::Days);
            if planned {
                levels(ui, view);
                ui.add_space(space::XS);
            }
            ui.add_space(space::S);
            match self.look {
                Look::Adults => self.grid_of(ui, cx, view, Rows::Adults),
                Look::Pupils => self.grid_of(ui, cx, view, Rows::Pupils),
                Look::Hours => self.numbers.pupils(ui, cx, view),
                Look::Load => self.numbers.load(ui, cx, view),
                Look::Days => numbers::days(ui, cx, view),
                Look::Costs => self.costs.ui(ui, cx),
                Look::Compare => self.compare.ui(ui, cx, view),
                Look::WhatIf => self.whatif.ui(ui, cx, view),
                Look::Tasks => self.tasks.ui(ui, inputs),
                Look::Lessons => self.lessons.ui(ui, inputs),
            }
            if planned {
                notes(ui, view);
            }
        });
        if let Some(dialog) = &mut self.cell
            && !dialog.ui(ui, cx, view)
        {
            self.cell = None;
        }
        self.tasks.dialog(ui, cx, inputs);
        self.lessons.dialog(ui, cx, inputs);
        self.adopt_dialog(ui, cx, view.planning.from);
        self.cover.ui(ui, cx);
    }

    /// A day of the grid or somebody's week, and what is done there.
    fn grid_of(&mut self, ui: &mut Ui, cx: &mut Cx, view: &WeekPlanView, rows: Rows) {
        let span = self.span(ui, view, rows);
        match self.grid.ui(ui, view, cx.shown.version, rows, span) {
            Some(Chosen::Moved(plan)) => cx.ask(Intent::Plan(PlanWish::Show(plan))),
            Some(Chosen::WeekOf(person)) => {
                self.day = view.planning.problem.days.len();
                self.whose[rows as usize] = person;
            }
            Some(chosen) => self.cell = CellDialog::open(view, &chosen),
            None => {}
        }
    }

    /// Which day, or whose week.
    fn span(&mut self, ui: &mut Ui, view: &WeekPlanView, rows: Rows) -> Span {
        let problem = &view.planning.problem;
        let (one, names): (_, Vec<&String>) = match rows {
            Rows::Adults => ("Week of one LSA", problem.lsas.iter().map(|l| &l.name).collect()),
            Rows::Pupils => ("Week of one pupil", problem.pupils.iter().map(|p| &p.name).collect()),
        };
        let mut days: Vec<(usize, &str)> = problem.days.iter().map(String::as_str).enumerate().collect();
        if !names.is_empty() {
            days.push((days.len(), one));
        }
        self.day = self.day.min(days.len() - 1);
        widgets::segmented(ui, &mut self.day, &days);
        ui.add_space(space::XS);
        if self.day < problem.days.len() {
            return Span::Day(self.day);
        }
        let whose = &mut self.whose[rows as usize];
        *whose = (*whose).min(names.len() - 1);
        let options: Vec<(usize, String)> = names.into_iter().cloned().enumerate().collect();
        ui.horizontal(|ui| {
            widgets::choice_in_row(ui, "Whose week", 240.0, whose, &options);
            widgets::weak(ui, numbers::in_a_line(view, rows, *whose));
        });
        ui.add_space(space::XS);
        Span::WeekOf(*whose)
    }

    fn head(&mut self, ui: &mut Ui, cx: &mut Cx, view: &WeekPlanView) {
        widgets::page_head(ui, "Plan the week", |ui| {
            if view.draft.is_some() && !view.running {
                // What is read under “What if” is no draft, and cannot be adopted.
                if self.look != Look::WhatIf && widgets::primary(ui, "Adopt this plan…").clicked() {
                    self.adopt =
                        Some(Adopt { from: DateInput::of(Some(next_monday(cx.now.today()).max(view.planning.from))), problem: None });
                }
                if widgets::secondary(ui, None, "Plan again").clicked() {
                    cx.ask(Intent::Plan(PlanWish::Run));
                }
                let keep = match view.kept.len() {
                    0 => "Keep to compare".to_owned(),
                    n => format!("Keep to compare ({n} kept)"),
                };
                if widgets::secondary(ui, None, &keep).clicked() {
                    cx.ask(Intent::Plan(PlanWish::KeepDraft));
                }
                step_back(ui, cx, view, "Take the change back");
                if widgets::ghost(ui, None, "Put the draft away").clicked() {
                    cx.ask(Intent::Plan(PlanWish::Forget));
                }
            } else if view.running {
                if widgets::primary(ui, "Use this one now").clicked() {
                    cx.ask(Intent::Plan(PlanWish::Stop));
                }
            } else if widgets::primary(ui, "Plan the week").clicked() {
                cx.ask(Intent::Plan(PlanWish::Run));
            }
            if view.draft.is_none() && !view.running {
                step_back(ui, cx, view, "Bring the draft back");
                if widgets::secondary(ui, None, "Cover an absence…").clicked() {
                    self.cover.open(cx);
                }
            }
            if widgets::ghost(ui, Some(icons::CHEVRON_LEFT), "Timetable").clicked() {
                cx.go(Place::Timetable);
            }
        });
        let state = match (&view.draft, view.running) {
            (_, true) => "Looking for a better week. It may run for half a minute; the best so far is shown.",
            (Some(_), false) => "A draft beside the week that stands. Nothing changes until it is adopted.",
            (None, false) => "The week as it stands. A plan is drawn up beside it and changes nothing until it is adopted.",
        };
        widgets::weak(ui, state);
        weeks_to_come(ui, cx, view);
    }

    fn adopt_dialog(&mut self, ui: &mut Ui, cx: &mut Cx, looked_at: NaiveDate) {
        let Some(adopt) = &mut self.adopt else { return };
        match cx.outcome(Form::WeekPlan) {
            Some(Ok(())) => {
                cx.ask(Intent::Plan(PlanWish::Forget));
                self.adopt = None;
                return;
            }
            Some(Err(why)) => adopt.problem = Some(why.clone()),
            None => {}
        }
        let today = cx.now.today();
        let mut save = false;
        let open = widgets::modal(ui, "adopt plan", "Adopt this plan", 460.0, |ui| {
            widgets::paragraph(
                ui,
                "The planned week takes the place of the one that stands, from the day you choose. What was planned before \
                 that day stays as it was. It is one step: Ctrl+Z takes it back whole, until somebody changes something else.",
            );
            let before = adopt.from.clone();
            widgets::date_field(ui, "From", &mut adopt.from, today);
            if adopt.from != before {
                adopt.problem = None;
            }
            widgets::dialog_foot_to(ui, "Adopt", adopt.problem.as_deref(), &mut save);
        });
        if save {
            match adopt.from.needed("“From”", today) {
                Ok(from) if from < looked_at && looked_at > today => {
                    let first = looked_at.format("%-d %b %Y");
                    adopt.problem = Some(format!(
                        "This draft was made from the week that begins on {first}. Adopt it from then on, or go back to this week first."
                    ));
                }
                Ok(from) => cx.ask(Intent::Plan(PlanWish::Adopt(from))),
                Err(why) => adopt.problem = Some(why),
            }
        }
        if !open {
            self.adopt = None;
        }
    }
}

/// The Monday that comes, or today where it is one: plans begin with a week.
fn next_monday(today: NaiveDate) -> NaiveDate {
    today.iter_days().find(|day| day.weekday() == Weekday::Mon).unwrap_or(today)
}

/// Says that another week begins later, with the way to it and back.
fn weeks_to_come(ui: &mut Ui, cx: &mut Cx, view: &WeekPlanView) {
    let planning = &view.planning;
    let shown = planning.from.format("%-d %b %Y");
    let later = planning.later.iter().map(|s| s.starts).min();
    let looks_ahead = planning.from > cx.now.today();
    // Another week has no room for a draft of this one: it is adopted or put away first.
    if later.is_none() && !looks_ahead || view.draft.is_some() || view.running {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        if looks_ahead {
            widgets::weak(ui, format!("This is the week from {shown} on."));
            if widgets::ghost(ui, None, "Back to this week").clicked() {
                cx.ask(Intent::Plan(PlanWish::WeekFrom(None)));
            }
        }
        if let Some(from) = later {
            let many = planning.later.len();
            let what = if many == 1 { "1 slot begins".to_owned() } else { format!("{many} slots begin") };
            let first = from.format("%-d %b %Y");
            widgets::weak(ui, format!("{what} later, the first on {first}. A plan that is adopted takes their place."));
            if widgets::ghost(ui, None, &format!("Show the week from {first}")).clicked() {
                cx.ask(Intent::Plan(PlanWish::WeekFrom(Some(from))));
            }
        }
    });
}

/// One step back: the draft before the last change by hand, or the one that was put away.
fn step_back(ui: &mut Ui, cx: &mut Cx, view: &WeekPlanView, words: &str) {
    if !view.steps.is_empty() && widgets::secondary(ui, Some(icons::UNDO_2), words).clicked() {
        cx.ask(Intent::Plan(PlanWish::StepBack));
    }
}

fn notes(ui: &mut Ui, view: &WeekPlanView) {
    if view.notes.is_empty() {
        return;
    }
    ui.add_space(space::M);
    widgets::subheading(ui, &format!("What the plan leaves out ({})", view.notes.len()));
    for note in view.notes.iter().take(40) {
        widgets::weak(ui, note);
    }
}
