//! The planner at work beside the window: started, followed, stopped; what it finds is judged before it is
//! shown.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::NaiveDate;

use super::jobs::Answer;
use super::{App, File};
use crate::model::{Area, Away, Change};
use crate::planner::explain::conflict;
use crate::planner::problem::Pin;
use crate::planner::whatif::WhatIf;
use crate::planner::{Assignment, Options, Problem, Progress, Work, solve};
use crate::ui::intent::{Form, PlanWish};
use crate::views::{CoverView, Draft, Scenario};

/// How long the planner looks for better weeks unless it is stopped.
const SECONDS: f64 = 30.0;
/// How often the window takes over what the planner has found.
const FOLLOW: Duration = Duration::from_millis(300);

/// The job that plans a week that might come.
const SUPPOSE: &str = "suppose";

pub struct AtWork {
    stop: Arc<AtomicBool>,
    found: Arc<Mutex<Found>>,
    followed: Instant,
}

#[derive(Default)]
struct Found {
    progress: Option<Progress>,
    conflict: Option<Vec<String>>,
    ended: bool,
}

impl App {
    /// Carries out what the Plan screen asks.
    pub(super) fn plan(&mut self, ctx: &egui::Context, wish: PlanWish) {
        match wish {
            PlanWish::Run => self.start_planner(ctx),
            PlanWish::Stop => self.stop_planner(),
            PlanWish::Show(plan) => {
                if let Some(view) = &mut self.shown.plan {
                    view.change(plan);
                    self.shown.version += 1;
                }
            }
            PlanWish::StepBack => {
                if let Some(view) = &mut self.shown.plan {
                    view.step_back();
                    self.shown.version += 1;
                }
            }
            PlanWish::Pin(a) => {
                if let Some(view) = &mut self.shown.plan {
                    view.pins.push(a);
                    self.shown.version += 1;
                }
            }
            PlanWish::Unpin(a) => {
                if let Some(view) = &mut self.shown.plan {
                    view.pins.retain(|p| *p != a);
                    self.shown.version += 1;
                }
            }
            PlanWish::KeepDraft => {
                if let Some(view) = &mut self.shown.plan {
                    view.kept.extend(view.draft.clone());
                    self.shown.version += 1;
                }
            }
            PlanWish::Suppose(all) => self.suppose(ctx, all),
            PlanWish::Adopt(from) => self.adopt(from),
            PlanWish::WeekFrom(from) => {
                self.stop_planner();
                self.shown.plan_from = from;
                self.shown.plan = None;
                self.stale.add(Area::Week);
            }
            PlanWish::Forget => {
                self.stop_planner();
                if let Some(view) = &mut self.shown.plan {
                    view.put_away();
                    self.shown.version += 1;
                }
            }
        }
    }

    fn start_planner(&mut self, ctx: &egui::Context) {
        self.stop_planner();
        let Some(view) = &mut self.shown.plan else { return };
        let mut problem = view.planning.problem.clone();
        problem.pins = view.pins.iter().flat_map(|a| pins_of(&problem, a)).collect();
        view.running = true;
        view.steps.clear();
        view.conflict.clear();
        let (stop, found) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Found::default())));
        self.planner = Some(AtWork { stop: stop.clone(), found: found.clone(), followed: Instant::now() });
        let ctx = ctx.clone();
        self.jobs.start(Some(&ctx.clone()), "planner", None, move || {
            let tell = |change: &dyn Fn(&mut Found)| {
                change(&mut found.lock().unwrap_or_else(|e| e.into_inner()));
                ctx.request_repaint();
            };
            match conflict(&problem) {
                Some(found) => tell(&|f| f.conflict = Some(conflict_words(&found))),
                None => {
                    solve(&problem, Options { seconds: SECONDS, ..Options::default() }, &stop, &mut |p| {
                        let progress = p.clone();
                        tell(&move |f| f.progress = Some(progress.clone()));
                    });
                }
            }
            tell(&|f| f.ended = true);
            Answer::Planned
        });
    }

    /// Plans a week that might come, beside the plan that is shown.
    fn suppose(&mut self, ctx: &egui::Context, all: Vec<WhatIf>) {
        let Some(view) = &mut self.shown.plan else { return };
        self.shown.version += 1;
        view.scenario = None;
        if all.is_empty() || self.jobs.has(SUPPOSE) {
            return;
        }
        let (planning, shown) = (&view.planning, view.shown().clone());
        let (problem, pay) = (planning.problem.clone(), planning.pay.clone());
        view.supposing = true;
        self.jobs.start(Some(ctx), SUPPOSE, Some("Planning the week that might come…"), move || {
            Answer::Supposed(Box::new(Scenario::plan(&problem, &shown, &pay, all)))
        });
    }

    pub(super) fn supposed(&mut self, scenario: Scenario) {
        if let (File::Open(_), Some(view)) = (&self.file, &mut self.shown.plan) {
            view.scenario = Some(scenario);
            view.supposing = false;
            self.shown.version += 1;
        }
    }

    /// Ends the planner; the best plan so far stays on the screen.
    pub(super) fn stop_planner(&mut self) {
        if let Some(at_work) = &self.planner {
            at_work.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Takes over what the planner has found since the last look.
    pub(super) fn follow_planner(&mut self, ctx: &egui::Context) {
        let Some(at_work) = &mut self.planner else { return };
        if !matches!(self.file, File::Open(_)) {
            at_work.stop.store(true, Ordering::Relaxed);
            self.planner = None;
            return;
        }
        let mut found = at_work.found.lock().unwrap_or_else(|e| e.into_inner());
        if at_work.followed.elapsed() < FOLLOW && !found.ended {
            ctx.request_repaint_after(FOLLOW);
            return;
        }
        let (progress, conflict, ended) = (found.progress.take(), found.conflict.take(), found.ended);
        drop(found);
        at_work.followed = Instant::now();
        let mut failed = false;
        let Some(view) = &mut self.shown.plan else { return };
        if let Some(progress) = progress.filter(|p| !p.plan.is_empty()) {
            let draft = Draft::from_progress(&view.planning.problem, &progress);
            // A plan that does not pass the judge is never shown.
            if draft.verdict.broken.is_empty() {
                view.draft = Some(draft);
                self.shown.version += 1;
            } else {
                failed = true;
            }
        }
        if let Some(words) = conflict {
            view.conflict = words;
        }
        if ended {
            view.running = false;
            self.planner = None;
            self.shown.version += 1;
        }
        if failed {
            self.trouble("A plan that was found did not pass the check, so it is not shown. Nothing was changed. Tell IT support.");
        }
    }

    /// Repairs a day; it takes a tenth of a second, so nobody waits for a job.
    pub(super) fn cover(&mut self, on: NaiveDate, away: Option<Vec<Away>>) {
        let now = self.env.now();
        if let Some(mut view) = self.look(|lens| CoverView::load(lens, on, away)) {
            match on.cmp(&now.today()) {
                std::cmp::Ordering::Less => view.leave_what_is_over(u16::MAX),
                std::cmp::Ordering::Equal => view.leave_what_is_over(now.minute()),
                std::cmp::Ordering::Greater => {}
            }
            self.shown.cover = Some(view);
        }
    }

    /// Makes the draft the school's week, as one undoable step.
    fn adopt(&mut self, from: NaiveDate) {
        self.stop_planner();
        let Some((view, draft)) = self.shown.plan.as_ref().and_then(|v| v.draft.as_ref().map(|d| (v, d))) else { return };
        if !draft.verdict.broken.is_empty() {
            let why = format!("This plan breaks a rule and cannot be adopted: {} Nothing was changed.", draft.verdict.broken[0]);
            self.answer(Form::WeekPlan, Err(why));
            return;
        }
        self.mint.set_millis(self.env.now().millis());
        let week = view.planning.adoption(&draft.plan, &mut self.mint, from);
        self.change(Change::AdoptPlan(week), Form::WeekPlan);
    }
}

/// One pin for each pupil of an assignment.
fn pins_of(problem: &Problem, a: &Assignment) -> Vec<Pin> {
    let pin = Pin { lsa: a.lsa, slot: a.slot, pupil: None, class: None, task: None, intervention: None };
    match &a.work {
        Work::Intervention { intervention } => vec![Pin { intervention: Some(*intervention), ..pin }],
        Work::Task { task } => vec![Pin { task: Some(*task), ..pin }],
        work => {
            let class = if let Work::Shared { class, .. } = work { Some(*class) } else { None };
            crate::planner::cover::pupils_of(problem, work).into_iter().map(|p| Pin { pupil: Some(p), class, ..pin.clone() }).collect()
        }
    }
}

fn conflict_words(found: &crate::planner::explain::Conflict) -> Vec<String> {
    let mut words = found.words.clone();
    words.extend(found.ways_out.iter().map(|w| format!("A way out that was tried: {}", w.words)));
    words
}
