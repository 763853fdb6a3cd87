//! What the Plan screen shows: the week that stands, a draft beside it, and the numbers of both.

use super::{Planning, Scenario};
use crate::planner::cover::pupils_of;
use crate::planner::reasons::{Day, Shortfall, days, minutes_of, shortfalls};
use crate::planner::validate::{hours, warnings};
use crate::planner::{Assignment, Problem, Progress, Verdict, Work, check};

/// A pupil with less support than this a week, in minutes, does not depend on the one adult who gives it.
pub const LEANS_FROM: i32 = 300;

/// The planner's week on the screen.
#[derive(Clone, Debug)]
pub struct WeekPlanView {
    pub planning: Planning,
    pub present: Draft,
    pub draft: Option<Draft>,
    /// Earlier drafts that a person has kept to compare.
    pub kept: Vec<Draft>,
    /// A week that might come, beside the plan that is shown.
    pub scenario: Option<Scenario>,
    /// Whether such a week is being planned.
    pub supposing: bool,
    pub pins: Vec<Assignment>,
    /// The draft and its pins before each change by hand, the last change last.
    pub steps: Vec<(Option<Draft>, Vec<Assignment>)>,
    /// What no plan can keep, and what is left out.
    pub notes: Vec<String>,
    pub running: bool,
    /// Why there can be no plan, when there cannot.
    pub conflict: Vec<String>,
}

/// A plan with what is known of it.
#[derive(Clone, Debug)]
pub struct Draft {
    pub plan: Vec<Assignment>,
    pub verdict: Verdict,
    /// For the first three levels the value that no plan can be below; none where it is not known.
    pub bounds: [Option<i64>; 5],
    pub seconds: f64,
    pub short: Vec<Shortfall>,
    pub days: Vec<Day>,
    pub lsas: Vec<LsaLoad>,
    pub pupils: Vec<PupilLoad>,
    /// Share of all support and sessions that the key worker gives, 0 to 100.
    pub continuity: Option<i32>,
}

/// An adult's week in minutes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LsaLoad {
    pub name: String,
    pub one_to_one: i32,
    pub shared: i32,
    pub sessions: i32,
    /// Personal care, medicine and supervision of pupils.
    pub care: i32,
    pub duties: i32,
    pub contract: i32,
}

impl LsaLoad {
    pub fn planned(&self) -> i32 {
        self.one_to_one + self.shared + self.sessions + self.care + self.duties
    }
}

/// A pupil's week in minutes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PupilLoad {
    pub name: String,
    pub promised: i32,
    /// What is planned of what is promised.
    pub planned: i32,
    /// What is planned beside it: care, and what stands without an amount.
    pub beside: i32,
    /// Sessions promised and planned.
    pub sessions: (usize, usize),
    pub adults: usize,
    /// Share of the minutes with the key worker, 0 to 100; none without a key worker or minutes.
    pub with_key_worker: Option<i32>,
    /// Minutes in intervention sessions, away from the class.
    pub out_of_class: i32,
    /// The largest share of the minutes that one adult has, 0 to 100: support by few, but never by one alone
    /// (EEF guidance on teaching assistants, 2025).
    pub most_with_one: Option<i32>,
    /// What each adult gives, the most first.
    pub given: Vec<Given>,
}

/// What one adult gives one pupil in a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    pub lsa: usize,
    pub minutes: i32,
    /// The same, each minute divided among those who are supported together.
    pub share: f64,
}

impl WeekPlanView {
    /// Puts a plan on the screen that a person has changed by hand; what was pinned and moves stays pinned where
    /// it goes.
    pub fn change(&mut self, plan: Vec<Assignment>) {
        self.steps.push((self.draft.clone(), self.pins.clone()));
        let before = &self.shown().plan;
        let added: Vec<&Assignment> = plan.iter().filter(|a| !before.contains(a)).collect();
        let goes = |pin: &Assignment| {
            let pupils = pupils_of(&self.planning.problem, &pin.work);
            let same = |a: &&&Assignment| pupils_of(&self.planning.problem, &a.work) == pupils && (a.lsa == pin.lsa || a.slot == pin.slot);
            added.iter().find(same).map(|a| (*a).clone())
        };
        let pins = self.pins.iter().filter_map(|pin| if plan.contains(pin) { Some(pin.clone()) } else { goes(pin) }).collect();
        let (bounds, seconds) = self.draft.as_ref().map_or(([None; 5], 0.0), |d| (d.bounds, d.seconds));
        self.draft = Some(Draft::of(&self.planning.problem, plan, bounds, seconds));
        self.pins = pins;
    }

    /// Puts the draft away, with its pins and those that were kept beside it; one step back brings it again.
    pub fn put_away(&mut self) {
        if self.draft.is_some() {
            self.steps.push((self.draft.take(), std::mem::take(&mut self.pins)));
        }
        self.kept.clear();
        self.conflict.clear();
    }

    /// Takes the last change by hand back.
    pub fn step_back(&mut self) {
        if let Some((draft, pins)) = self.steps.pop() {
            (self.draft, self.pins) = (draft, pins);
        }
    }

    /// The caseload as it is, with the draft that was on the screen if it still fits.
    pub fn on(planning: Planning, before: Option<Self>) -> Self {
        let present = Draft::of(&planning.problem, planning.current.clone(), [None; 5], 0.0);
        let mut notes = warnings(&planning.problem);
        notes.extend(planning.notes.iter().cloned());
        let mut view = Self {
            present,
            draft: None,
            kept: Vec::new(),
            scenario: None,
            supposing: false,
            pins: Vec::new(),
            steps: Vec::new(),
            notes,
            running: false,
            conflict: Vec::new(),
            planning,
        };
        if let Some(before) = before {
            let same = before.planning.problem.slots.len() == view.planning.problem.slots.len()
                && before.planning.pupils == view.planning.pupils
                && before.planning.staff == view.planning.staff
                && before.planning.sessions == view.planning.sessions;
            if same {
                view.running = before.running;
                view.pins = before.pins;
                let again = |d: Draft| Draft::of(&view.planning.problem, d.plan, d.bounds, d.seconds);
                view.kept = before.kept.into_iter().map(again).collect();
                view.steps = before.steps.into_iter().map(|(draft, pins)| (draft.map(again), pins)).collect();
                view.draft = before.draft.map(again);
            }
        }
        view
    }

    /// The plan to look at: the draft if there is one, else what stands.
    pub fn shown(&self) -> &Draft {
        self.draft.as_ref().unwrap_or(&self.present)
    }

    /// An adult's week in a plan with the duties that are theirs whatever the plan is, of all that they are
    /// paid for but for what is kept free.
    pub fn load_of(&self, draft: &Draft, lsa: usize) -> LsaLoad {
        let own = self.planning.pay.rates.get(lsa).map_or(0, |r| r.own_duties);
        let load = &draft.lsas[lsa];
        LsaLoad { duties: load.duties + own, contract: load.contract + own, ..load.clone() }
    }

    /// Pupils with much support of whom one adult has more than the school wants: who, and what that adult gives.
    pub fn on_one_adult<'d>(&self, draft: &'d Draft) -> Vec<(&'d PupilLoad, &'d Given)> {
        let much = LEANS_FROM * self.planning.weeks() as i32;
        let beyond =
            |p: &&PupilLoad| p.planned + p.beside >= much && p.most_with_one.is_some_and(|share| share > self.planning.most_with_one);
        let mut found: Vec<_> = draft.pupils.iter().filter(beyond).filter_map(|p| Some((p, p.given.first()?))).collect();
        found.sort_by_key(|(p, _)| std::cmp::Reverse(p.most_with_one));
        found
    }

    /// Whether an assignment differs from the week that stands.
    pub fn is_new(&self, a: &Assignment) -> bool {
        self.draft.is_some() && !self.present.plan.iter().any(|p| (p.lsa, p.slot, p.work.key()) == (a.lsa, a.slot, a.work.key()))
    }
}

impl Draft {
    pub fn of(problem: &Problem, mut plan: Vec<Assignment>, bounds: [Option<i64>; 5], seconds: f64) -> Self {
        plan.sort();
        let verdict = check(problem, &plan, problem.current_plan.as_deref());
        Self {
            short: shortfalls(problem, &plan, &verdict),
            days: days(problem, &plan),
            lsas: (0..problem.lsas.len()).map(|l| lsa_load(problem, &plan, l)).collect(),
            pupils: (0..problem.pupils.len()).map(|p| pupil_load(problem, &plan, p)).collect(),
            continuity: with_key_worker(problem, &plan),
            plan,
            verdict,
            bounds,
            seconds,
        }
    }

    /// What the planner has found so far.
    pub fn from_progress(problem: &Problem, progress: &Progress) -> Self {
        let mut bounds = progress.bounds;
        bounds[3..].fill(None);
        Self::of(problem, progress.plan.clone(), bounds, progress.seconds)
    }

    /// Free minutes in lessons: the reserve.
    pub fn spare(&self) -> i32 {
        self.days.iter().map(|d| d.spare).sum()
    }

    /// What a level comes to in words that need no explaining; its own number weighs and adds up more.
    pub fn in_words(&self, level: usize) -> String {
        let missed: i32 = self.verdict.pupils.iter().map(|p| p.missed()).sum();
        match (level, self.verdict.levels.as_array()[level]) {
            (0, 0) => "all covered".into(),
            (0, open) => format!("{} open", hours(open as i32)),
            (1, 0) => "nobody short".into(),
            (1, _) if missed == 0 => "sessions short".into(),
            (1, _) => format!("{} short", hours(missed)),
            (2, _) => match self.sessions_missed() {
                0 => "all held".into(),
                n => format!("{n} not held"),
            },
            (3, _) => self.continuity.map_or("no support yet".into(), |share| format!("{share} % key worker")),
            _ => match self.verdict.changes {
                0 => "no change".into(),
                1 => "1 change".into(),
                n => format!("{n} changes"),
            },
        }
    }

    /// Sessions promised but not in the plan.
    pub fn sessions_missed(&self) -> usize {
        self.pupils.iter().map(|p| p.sessions.0.saturating_sub(p.sessions.1)).sum()
    }
}

/// Share of all support and sessions that the key worker gives, 0 to 100.
fn with_key_worker(problem: &Problem, plan: &[Assignment]) -> Option<i32> {
    let (mut with, mut all) = (0, 0);
    for a in plan {
        for p in pupils_of(problem, &a.work) {
            let minutes = minutes_of(problem, a);
            all += minutes;
            with += if problem.pupils[p].key_worker == Some(a.lsa) { minutes } else { 0 };
        }
    }
    (all > 0).then(|| with * 100 / all)
}

fn lsa_load(problem: &Problem, plan: &[Assignment], lsa: usize) -> LsaLoad {
    let mut load = LsaLoad { name: problem.lsas[lsa].name.clone(), contract: problem.lsas[lsa].max_contact_minutes, ..LsaLoad::default() };
    for a in plan.iter().filter(|a| a.lsa == lsa) {
        *match a.work {
            Work::OneToOne { .. } => &mut load.one_to_one,
            Work::Shared { .. } => &mut load.shared,
            Work::Intervention { .. } => &mut load.sessions,
            Work::Task { task } if problem.tasks[task].pupil.is_none() => &mut load.duties,
            Work::Task { .. } => &mut load.care,
        } += minutes_of(problem, a);
    }
    load
}

fn pupil_load(problem: &Problem, plan: &[Assignment], pupil: usize) -> PupilLoad {
    let p = &problem.pupils[pupil];
    let mine: Vec<&Assignment> = plan.iter().filter(|a| pupils_of(problem, &a.work).contains(&pupil)).collect();
    let minutes = |a: &&&Assignment| minutes_of(problem, a);
    let all: i32 = mine.iter().map(|a| minutes(&a)).sum();
    let key: i32 = mine.iter().filter(|a| Some(a.lsa) == p.key_worker).map(|a| minutes(&a)).sum();
    let given = given(problem, &mine);
    let own = problem.interventions.iter().filter(|i| i.pupils.contains(&pupil));
    let session_minutes: i32 = own.clone().filter(|i| !i.unstated).map(|i| i.minutes * i.sessions_per_week as i32).sum();
    let sessions = |a: &&&Assignment| matches!(a.work, Work::Intervention { .. });
    let held = mine.iter().filter(|a| matches!(a.work, Work::Intervention { .. })).count();
    // Care, and what stands without an amount, is no part of what is promised.
    let beside = |a: &&&Assignment| match a.work {
        Work::Task { .. } => true,
        Work::Intervention { intervention } => problem.interventions[intervention].unstated,
        _ => false,
    };
    let beside: i32 = mine.iter().filter(beside).map(|a| minutes(&a)).sum();
    PupilLoad {
        name: p.name.clone(),
        promised: p.one_to_one_minutes + p.shared_minutes + session_minutes,
        planned: all - beside,
        beside,
        sessions: (own.map(|i| i.sessions_per_week).sum(), held),
        out_of_class: mine.iter().filter(sessions).map(|a| minutes(&a)).sum(),
        most_with_one: given.first().filter(|_| all > 0).map(|most| most.minutes * 100 / all),
        adults: given.len(),
        given,
        with_key_worker: p.key_worker.filter(|_| all > 0).map(|_| key * 100 / all),
    }
}

/// What each adult gives of these, the most first.
fn given(problem: &Problem, mine: &[&Assignment]) -> Vec<Given> {
    let mut all: Vec<Given> = Vec::new();
    for a in mine {
        let minutes = minutes_of(problem, a);
        let share = f64::from(minutes) / pupils_of(problem, &a.work).len().max(1) as f64;
        match all.iter_mut().find(|g| g.lsa == a.lsa) {
            Some(given) => (given.minutes, given.share) = (given.minutes + minutes, given.share + share),
            None => all.push(Given { lsa: a.lsa, minutes, share }),
        }
    }
    all.sort_by_key(|g| (std::cmp::Reverse(g.minutes), g.lsa));
    all
}
