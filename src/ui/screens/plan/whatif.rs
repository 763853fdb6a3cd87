//! What if: an LSA leaves, hours change, a pupil comes, a training lapses; the week that would be, beside the
//! plan that is shown.

use egui::Ui;

use super::compare::differences;
use crate::model::pounds;
use crate::planner::Problem;
use crate::planner::problem::SlotKind;
use crate::planner::reasons::Shortfall;
use crate::planner::validate::hours;
use crate::planner::whatif::WhatIf;
use crate::ui::intent::{Cx, Intent, PlanWish};
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, Level};
use crate::views::{Scenario, WeekPlanView};

/// What kind of change is being put together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Kind {
    #[default]
    Leaves,
    Hours,
    DayOff,
    Comes,
    NewPupil,
    Promise,
    Lapses,
    Trained,
}

const KINDS: [(Kind, &str); 8] = [
    (Kind::Leaves, "An LSA leaves"),
    (Kind::Hours, "An LSA’s hours change"),
    (Kind::DayOff, "An LSA gives up a day"),
    (Kind::Comes, "An LSA comes"),
    (Kind::NewPupil, "A pupil comes"),
    (Kind::Promise, "A pupil is promised other hours"),
    (Kind::Lapses, "A training lapses"),
    (Kind::Trained, "An LSA is trained"),
];

/// The state of the tray.
pub struct WhatIfTray {
    supposed: Vec<WhatIf>,
    kind: Kind,
    lsa: usize,
    day: usize,
    pupil: usize,
    hours: f64,
    alone: bool,
    class: Option<usize>,
    skill: String,
}

impl Default for WhatIfTray {
    fn default() -> Self {
        Self {
            supposed: Vec::new(),
            kind: Kind::default(),
            lsa: 0,
            day: 0,
            pupil: 0,
            hours: 25.0,
            alone: false,
            class: None,
            skill: String::new(),
        }
    }
}

impl WhatIfTray {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, view: &WeekPlanView) {
        let problem = &view.planning.problem;
        let beside = match view.draft {
            Some(_) => "the week that would be is planned beside the draft.",
            None => "the week that would be is planned beside the one that stands. Plan the week first to see what the change alone does.",
        };
        widgets::weak(ui, format!("Suppose one thing or several; {beside} Nothing is saved."));
        ui.add_space(space::S);
        self.make(ui, view);
        self.list(ui, cx, view);
        ui.add_space(space::S);
        if view.supposing {
            widgets::banner(ui, Level::Info, "Planning the week that would be. It takes a few seconds; nothing changes meanwhile.");
        } else if let Some(scenario) = &view.scenario {
            result(ui, cx, problem, scenario);
        }
    }

    /// The fields of one supposition.
    fn make(&mut self, ui: &mut Ui, view: &WeekPlanView) {
        let problem = &view.planning.problem;
        let names = |list: Vec<&str>| list.into_iter().map(str::to_owned).enumerate().collect::<Vec<_>>();
        let lsas = names(problem.lsas.iter().map(|l| l.name.as_str()).collect());
        let kinds: Vec<_> = KINDS.iter().map(|(k, w)| (*k, (*w).to_owned())).collect();
        // In a narrow window the fields stand below each other.
        let last = if ui.available_width() < space::NARROW_PAGE { 0 } else { 3 };
        ui.columns(last + 1, |columns| {
            widgets::choice(&mut columns[0], "Suppose that", &mut self.kind, &kinds);
            if !matches!(self.kind, Kind::Comes | Kind::NewPupil | Kind::Promise) {
                widgets::choice(&mut columns[last.min(1)], "Who", &mut self.lsa, &lsas);
            }
            match self.kind {
                Kind::DayOff => {
                    let days = names(problem.days.iter().map(String::as_str).collect());
                    widgets::choice(&mut columns[last.min(2)], "Which day", &mut self.day, &days);
                }
                Kind::Promise => {
                    let pupils = names(problem.pupils.iter().map(|p| p.name.as_str()).collect());
                    widgets::choice(&mut columns[last.min(1)], "Pupil", &mut self.pupil, &pupils);
                }
                Kind::NewPupil => {
                    let none = std::iter::once((None, "A class of its own".to_owned()));
                    let classes: Vec<_> = none.chain(problem.classes.iter().map(|c| (Some(c.id), c.name.clone()))).collect();
                    widgets::choice(&mut columns[last.min(1)], "Class", &mut self.class, &classes);
                }
                Kind::Lapses | Kind::Trained => {
                    let skills = skills(problem, (self.kind == Kind::Lapses).then_some(self.lsa));
                    if !skills.iter().any(|s| s.0 == self.skill) {
                        self.skill = skills.first().map(|s| s.0.clone()).unwrap_or_default();
                    }
                    widgets::choice(&mut columns[last.min(2)], "Training", &mut self.skill, &skills);
                }
                Kind::Leaves | Kind::Hours | Kind::Comes => {}
            }
            if matches!(self.kind, Kind::Hours | Kind::Comes | Kind::NewPupil | Kind::Promise) {
                widgets::number(&mut columns[last.min(2)], "Hours a week", &mut self.hours, 0.0..=40.0);
            }
            if matches!(self.kind, Kind::NewPupil | Kind::Promise) {
                columns[last].add_space(space::LABEL);
                widgets::tick(&mut columns[last.min(3)], "One to one", &mut self.alone);
            }
        });
        let what = self.what(view);
        ui.add_space(space::XS);
        if let Some(what) = what
            && widgets::secondary(ui, Some(icons::PLUS), "Suppose this").clicked()
        {
            // The same twice is the same.
            self.supposed.retain(|s| *s != what);
            self.supposed.push(what);
        }
    }

    fn what(&self, view: &WeekPlanView) -> Option<WhatIf> {
        let problem = &view.planning.problem;
        let minutes = (self.hours * 60.0).round() as i32 * view.planning.weeks() as i32;
        let lsa = self.lsa;
        let outside = view.planning.pay.rates.get(lsa).map_or(0, |r| r.outside);
        let known = lsa < problem.lsas.len();
        Some(match self.kind {
            Kind::Leaves => WhatIf::Leaves { lsa },
            Kind::Hours => WhatIf::Hours { lsa, minutes, outside },
            Kind::DayOff => WhatIf::DayOff { lsa, day: self.day },
            Kind::Comes => WhatIf::Comes { name: "A new LSA".into(), minutes },
            Kind::NewPupil => WhatIf::NewPupil { name: "A new pupil".into(), class: self.class, minutes, alone: self.alone },
            Kind::Promise => WhatIf::Promise { pupil: self.pupil, minutes, alone: self.alone },
            Kind::Lapses => WhatIf::Lapses { lsa, skill: self.skill.clone() },
            Kind::Trained => WhatIf::Trained { lsa, skill: self.skill.clone() },
        })
        .filter(|_| known)
        .filter(|w| !matches!(w, WhatIf::Lapses { skill, .. } | WhatIf::Trained { skill, .. } if skill.is_empty()))
        .filter(|w| !matches!(w, WhatIf::Promise { pupil, .. } if *pupil >= problem.pupils.len()))
    }

    /// What is supposed so far, and the buttons that plan it.
    fn list(&mut self, ui: &mut Ui, cx: &mut Cx, view: &WeekPlanView) {
        let problem = &view.planning.problem;
        let mut gone = None;
        for (i, what) in self.supposed.iter().enumerate() {
            ui.push_id(i, |ui| {
                ui.horizontal(|ui| {
                    let words = what.words(problem);
                    ui.label(&words);
                    if widgets::icon_button(ui, icons::X, &format!("Take back: {words}")).clicked() {
                        gone = Some(i);
                    }
                });
            });
        }
        if let Some(i) = gone {
            self.supposed.remove(i);
        }
        if self.supposed.is_empty() {
            return;
        }
        ui.horizontal(|ui| {
            if widgets::primary(ui, "Plan the week that would be").clicked() {
                cx.ask(Intent::Plan(PlanWish::Suppose(self.supposed.clone())));
            }
            if widgets::ghost(ui, None, "Start again").clicked() {
                self.supposed.clear();
                cx.ask(Intent::Plan(PlanWish::Suppose(Vec::new())));
            }
        });
    }
}

/// Trainings to choose from: those that an adult holds, or all that are known.
fn skills(problem: &Problem, lsa: Option<usize>) -> Vec<(String, String)> {
    let held = |l: &crate::planner::problem::Lsa| l.skills.keys().cloned().collect::<Vec<_>>();
    let mut skills: Vec<String> = match lsa.and_then(|l| problem.lsas.get(l)) {
        Some(lsa) => held(lsa),
        None => {
            let asked = problem.interventions.iter().filter_map(|i| i.skill.clone());
            let asked = asked.chain(problem.tasks.iter().filter_map(|t| t.skill.clone()));
            let asked = asked.chain(problem.pupils.iter().flat_map(|p| p.required_skills.clone()));
            problem.lsas.iter().flat_map(held).chain(asked).collect()
        }
    };
    skills.sort();
    skills.dedup();
    let named = |s: &str| s.chars().take(1).flat_map(char::to_uppercase).chain(s.chars().skip(1)).collect::<String>();
    skills.into_iter().map(|s| (s.clone(), named(&s))).collect()
}

/// So many pupils are named whom a supposed week leaves short.
const NAMED: usize = 3;

fn result(ui: &mut Ui, cx: &mut Cx, problem: &Problem, scenario: &Scenario) {
    ui.separator();
    let words: Vec<String> = scenario.supposed.iter().map(|w| w.words(problem)).collect();
    widgets::subheading(ui, &format!("If: {}", words.join(" ")));
    let cost = match scenario.cost_a_year {
        None => "What it costs is not known: a rate or the paid weeks of an LSA are missing on Staff.".to_owned(),
        Some(0) => "It changes nothing in what the contracts cost.".to_owned(),
        Some(pence) if pence < 0 => format!("The contracts cost {} less in a year.", pounds(-pence)),
        Some(pence) => format!("The contracts cost {} more in a year.", pounds(pence)),
    };
    let short = scenario.draft.short.len();
    let lessons = problem.slots.iter().any(|s| s.kind == SlotKind::Period);
    if !scenario.undone.is_empty() {
        widgets::banner(ui, Level::Bad, &format!("Nobody would do this: {}.", scenario.undone.join("; ")));
        ui.add_space(space::XS);
    }
    let names = || {
        let name = |s: &Shortfall| format!("{} by {}", scenario.draft.pupils[s.pupil].name, hours(s.minutes.missed()));
        scenario.draft.short.iter().take(NAMED).map(name).collect::<Vec<_>>().join(", ")
    };
    let short = match (short, lessons) {
        (_, false) => String::new(),
        (0, _) => "No pupil would be short of minutes. ".to_owned(),
        (1, _) => format!("1 pupil would be short of minutes: {}. ", names()),
        (n, _) if n <= NAMED => format!("{n} pupils would be short of minutes: {}. ", names()),
        (n, _) => format!("{n} pupils would be short of minutes, the most {}. ", names()),
    };
    let level = match (scenario.draft.short.is_empty(), scenario.undone.is_empty()) {
        (true, true) => Level::Good,
        (true, false) => Level::Info,
        (false, _) => Level::Warn,
    };
    widgets::banner(ui, level, &format!("{short}{cost}"));
    ui.add_space(space::S);
    differences(ui, cx, &scenario.comparison);
}
