//! One week planned: a good plan at once, better ones as it runs, with proofs where there are any. One
//! thread searches; another asks the coverage master how good a plan can be at all, and gives names to
//! what it finds. Every plan that leaves here has passed the judge.

use crate::check::{Verdict, check};
use crate::grid::Grid;
use crate::problem::{Assignment, Problem, Work};
use crate::search::{Aim, Search, Stretch, Until};
use crate::state::{Kind, State};
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub seconds: f64,
    pub seed: u64,
    /// Whether a second thread looks for bounds and proofs; without it (or without the feature) it searches.
    pub proofs: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { seconds: 10.0, seed: 1, proofs: true }
    }
}

/// How a plan stands: its levels, and for each the value that no plan can be below.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    pub plan: Vec<Assignment>,
    pub levels: [i64; 5],
    /// A bound of a level holds for plans that are as good as this one at the levels before it.
    pub bounds: [Option<i64>; 5],
    pub seconds: f64,
    pub tried: u64,
    begun: bool,
}

impl Progress {
    /// How many levels, from the first, are proved to be the best there can be.
    pub fn proved(&self) -> usize {
        self.levels.iter().zip(&self.bounds).take_while(|(level, bound)| **bound == Some(**level)).count()
    }

    /// Whether a level is within a twenty-fifth of what no plan can be below.
    fn near(&self, level: usize) -> bool {
        self.bounds[level].is_some_and(|bound| (self.levels[level] - bound) * 25 <= bound)
    }
}

/// A plan that has passed the judge.
#[derive(Clone, Debug)]
pub struct Solution {
    pub progress: Progress,
    pub verdict: Verdict,
}

/// What both threads know.
pub(crate) struct Shared<'a> {
    pub best: Mutex<Progress>,
    pub until: Until<'a>,
    pub begun: Instant,
    heard: Mutex<&'a mut (dyn FnMut(&Progress) + Send)>,
    /// The best solution of the coverage master for a level, in its columns: what one prover finds cuts the
    /// other's way short.
    #[cfg(feature = "proofs")]
    cover: Mutex<Option<(usize, f64, Vec<f64>)>>,
}

impl Shared<'_> {
    pub fn best(&self) -> MutexGuard<'_, Progress> {
        self.best.lock().unwrap_or_else(|e| e.into_inner())
    }

    /// Takes a plan over when it is better than the best so far.
    pub fn offer(&self, levels: [i64; 5], state: &State, tried: u64) {
        let mut best = self.best();
        let better = !best.begun || levels < best.levels;
        let trimmed = better.then(|| trimmed(state));
        let (levels, state) = trimmed.as_ref().map_or((levels, state), |s| (Aim::Week.levels(&s.raw), s));
        best.tried += tried;
        if !best.begun || levels < best.levels {
            best.begun = true;
            best.plan = state.plan();
            best.levels = levels;
            self.tell(&mut best);
        }
    }

    /// A level cannot be below this, given the levels before it as they are now.
    #[cfg(feature = "proofs")]
    pub fn bound(&self, level: usize, bound: i64) {
        let mut best = self.best();
        if best.bounds[level].is_none_or(|b| b < bound) {
            best.bounds[level] = Some(bound);
            self.tell(&mut best);
        }
    }

    #[cfg(feature = "proofs")]
    pub fn put_cover(&self, level: usize, value: f64, solution: &[f64]) {
        let mut cover = self.cover.lock().unwrap_or_else(|e| e.into_inner());
        if cover.as_ref().is_none_or(|(at, best, _)| (*at, -*best) < (level, -value)) {
            *cover = Some((level, value, solution.to_vec()));
        }
    }

    #[cfg(feature = "proofs")]
    pub fn cover_below(&self, level: usize, above: f64) -> Option<Vec<f64>> {
        let cover = self.cover.lock().unwrap_or_else(|e| e.into_inner());
        cover.as_ref().filter(|(at, value, _)| *at == level && *value < above - 0.5).map(|(_, _, solution)| solution.clone())
    }

    fn tell(&self, best: &mut Progress) {
        best.seconds = self.begun.elapsed().as_secs_f64();
        (self.heard.lock().unwrap_or_else(|e| e.into_inner()))(best);
    }

    pub fn over(&self) -> bool {
        self.until.over()
    }
}

/// The same plan without support that nobody was promised and that does not stand already: it would take
/// adults' time for nothing.
fn trimmed<'g>(state: &State<'g>) -> State<'g> {
    let mut state = state.clone();
    let mut items = Vec::new();
    for adult in 0..state.grid.adults {
        for slot in 0..state.grid.slots {
            let cell = state.cell(adult, slot);
            if matches!(cell.kind, Kind::One | Kind::Group) && !cell.locked {
                state.items(adult, slot, &mut items);
            }
        }
    }
    for item in items {
        let before = Aim::Week.levels(&state.raw);
        let mark = state.mark();
        state.remove(item);
        if Aim::Week.levels(&state.raw) > before {
            state.undo_to(mark);
        }
    }
    state.forget();
    state
}

/// Plans a week. `heard` is told of every better plan and bound; `stop` ends it with the best so far.
pub fn solve(problem: &Problem, options: Options, stop: &AtomicBool, heard: &mut (dyn FnMut(&Progress) + Send)) -> Solution {
    let grid = Grid::new(problem);
    let begun = Instant::now();
    let until = Until { deadline: begun + Duration::from_secs_f64(options.seconds), stop };
    let shared = Shared {
        best: Mutex::new(Progress { bounds: [Some(unstaffed(&grid)), Some(0), Some(0), Some(0), Some(0)], ..Progress::default() }),
        until,
        begun,
        heard: Mutex::new(heard),
        #[cfg(feature = "proofs")]
        cover: Mutex::new(None),
    };
    let start = opening(problem, &grid);
    shared.offer(Aim::Week.levels(&start.raw), &start, 0);
    stay(&start, options.seed, AT_ONCE, &shared);
    thread::scope(|scope| {
        scope.spawn(|| second(&grid, &start, options, &shared));
        first(&grid, &start, options, &shared);
    });
    let progress = shared.best().clone();
    let verdict = check(problem, &progress.plan, problem.current_plan.as_deref());
    Solution { progress, verdict }
}

/// Minutes of care and duties for which too few who may do them are at work: no plan can staff these.
fn unstaffed(grid: &Grid) -> i64 {
    grid.tasks.iter().map(|t| t.staff.saturating_sub(t.able.len()) as i64 * i64::from(t.minutes)).sum()
}

/// The first thread: it searches; in a small school it proves as well, once it has a good week.
fn first<'g>(grid: &'g Grid, start: &State<'g>, options: Options, shared: &Shared) {
    #[cfg(feature = "proofs")]
    if options.proofs && options.seconds > 2.0 * FIRST && crate::proof::races(grid) {
        one_pass(&mut Search::new(start.clone(), Aim::Week, options.seed), start, 0, 0, FIRST / 2.0, shared);
        return crate::proof::prove(grid, start, 1, options, shared);
    }
    #[cfg(not(feature = "proofs"))]
    let _ = grid;
    search(start.clone(), options.seconds, options.seed, shared);
}

/// The second thread: the prover where there is one, else another search.
fn second<'g>(grid: &'g Grid, start: &State<'g>, options: Options, shared: &Shared) {
    #[cfg(feature = "proofs")]
    // In the first second a larger school gains more from a second search than from a bound.
    if options.proofs && options.seconds > if grid.pupils > 30 { 1.5 } else { 0.8 } {
        return crate::proof::prove(grid, start, 0, options, shared);
    }
    #[cfg(not(feature = "proofs"))]
    let _ = grid;
    search(start.clone(), options.seconds, options.seed.wrapping_add(7919), shared);
}

/// The empty week with its pins in place and locked, and the current plan to compare with.
pub(crate) fn opening<'g>(problem: &Problem, grid: &'g Grid) -> State<'g> {
    let mut state = State::new(grid);
    let pins: Vec<Assignment> = problem.pins.iter().filter_map(|pin| pinned(problem, pin)).collect();
    state.load(&pins);
    for pin in &problem.pins {
        let slots = pin.task.map_or(pin.slot..=pin.slot, |t| problem.task_slots(&problem.tasks[t]));
        slots.for_each(|s| state.cells[pin.lsa * grid.slots + s].locked = true);
    }
    if let Some(current) = &problem.current_plan {
        state.set_base(problem, current);
    }
    state
}

/// A pin as an assignment: alone where the pupil is entitled to it, else shared in the pupil's class.
pub(crate) fn pinned(problem: &Problem, pin: &crate::problem::Pin) -> Option<Assignment> {
    let work = match (pin.pupil, pin.task, pin.intervention) {
        (Some(pupil), _, _) if pin.is_alone(problem) => Work::OneToOne { pupil },
        (Some(pupil), _, _) => Work::Shared { class: pin.class.or(problem.pupils[pupil].classes[pin.slot])?, pupils: vec![pupil] },
        (_, Some(task), _) => Work::Task { task },
        (_, _, Some(intervention)) => Work::Intervention { intervention },
        _ => return None,
    };
    Some(Assignment { lsa: pin.lsa, slot: pin.slot, work })
}

/// The first pass gives a good week at once; the longest takes this many seconds.
const FIRST: f64 = 0.8;
const LONGEST: f64 = 45.0;
/// From so many seconds on the end of the time is kept for what the other thread finds late.
const LONG: f64 = 5.0;

/// Searches pass after pass, each longer than the last and longer in larger schools, until the time is over.
/// Each begins from the best plan of either thread.
fn search(start: State, seconds: f64, seed: u64, shared: &Shared) {
    passes(start, 0, seconds, seed, shared);
}

/// The same from the best plan there is.
#[cfg(feature = "proofs")]
pub(crate) fn search_on(start: State, seconds: f64, seed: u64, shared: &Shared) {
    passes(start, 1, seconds, seed, shared);
}

fn passes(start: State, first: usize, seconds: f64, seed: u64, shared: &Shared) {
    let mut search = Search::new(start.clone(), Aim::Week, seed);
    let mut pass = first;
    let usual = (start.grid.adults as f64 * 0.13).clamp(1.0, 8.0);
    let last = if seconds < LONG { 0.0 } else { (seconds * 0.08).min(usual) };
    while !shared.over() {
        let left = seconds - last - shared.begun.elapsed().as_secs_f64();
        if left <= 0.0 {
            return finish(&mut search, &start, last, shared);
        }
        let next = if pass == 0 { FIRST } else { usual * 1.5f64.powi(pass as i32 - 1) };
        // What would be left after a pass is added to it where it is too little for one of its own.
        let length = if left < 2.0 * next.min(LONGEST) { left } else { next.min(LONGEST) };
        // Where there is a present week, a good part of the first second goes into changing little of it.
        let length = if pass == 0 && !start.before.is_empty() { length.min(FIRST / 2.0) } else { length };
        let proved = shared.best().proved();
        if pass % 2 == 1 && proved > 1 && !start.before.is_empty() {
            stay(&start, seed.wrapping_add(pass as u64), length, shared);
        } else {
            one_pass(&mut search, &start, pass, proved, length, shared);
        }
        pass += 1;
    }
}

/// So many seconds go into the present week before anything else.
const AT_ONCE: f64 = 0.12;

/// One pass from the present week as far as the rules still allow it, of which it gives up as little as it can: where
/// the hours can all be found, the week that changes least is seldom found by changing one that was drawn up without it.
fn stay(start: &State, seed: u64, length: f64, shared: &Shared) {
    if start.before.is_empty() {
        return;
    }
    let mut state = start.clone();
    for item in start.before.iter().flatten() {
        state.add(*item);
    }
    state.forget();
    let mut search = Search::new(state, Aim::Week, seed);
    for (share, locked, warm, cool) in [(0.4, 0, 100.0, 4.0), (0.3, 3, 100.0, 4.0), (0.3, 4, 60.0, 2.0)] {
        search.anneal(Stretch { length: Duration::from_secs_f64(length * share), locked, warm, cool, stay: true }, &shared.until);
    }
    shared.offer(search.best_levels(), &search.best, search.tried);
}

/// What the prover found late has had no time to become good at the later levels: the end is for that.
fn finish<'g>(search: &mut Search<'g>, start: &State<'g>, length: f64, shared: &Shared) {
    let proved = shared.best().proved().max(2);
    one_pass(search, start, 1, proved, length, shared);
}

/// One pass: free at first, then the proved or reached levels locked one after another.
fn one_pass<'g>(search: &mut Search<'g>, start: &State<'g>, pass: usize, proved: usize, length: f64, shared: &Shared) {
    let part = |share: f64, locked, warm, cool| Stretch {
        length: Duration::from_secs_f64((length * share).max(0.001)),
        locked,
        warm,
        cool,
        stay: false,
    };
    if pass > 0 {
        take_best(search, start, shared);
    }
    let stretches = match proved {
        4.. => vec![part(1.0, 4, 60.0, 2.0)],
        3 => vec![part(0.75, 3, 400.0, 5.0), part(0.25, 4, 60.0, 2.0)],
        // So near to the best there can be, more warmth would only lose what there is.
        2 if shared.best().near(2) => vec![part(0.6, 2, 60.0, 3.0), part(0.32, 3, 200.0, 5.0), part(0.08, 4, 60.0, 2.0)],
        2 => vec![part(0.65, 2, 400.0, 10.0), part(0.28, 3, 200.0, 5.0), part(0.07, 4, 60.0, 2.0)],
        _ => vec![part(0.5, 0, 300.0, 10.0), part(0.3, 2, 150.0, 10.0), part(0.15, 3, 150.0, 5.0), part(0.05, 4, 60.0, 2.0)],
    };
    for stretch in stretches {
        let tried = search.tried;
        search.anneal(stretch, &shared.until);
        if stretch.locked == 3 {
            crate::matching::rematch(search, &|| shared.over());
        }
        shared.offer(search.best_levels(), &search.best, search.tried - tried);
    }
}

/// Goes on from the best plan of either thread.
pub(crate) fn take_best<'g>(search: &mut Search<'g>, start: &State<'g>, shared: &Shared) {
    let best = shared.best();
    if best.levels < search.best_levels() {
        let mut state = start.clone();
        state.load(&best.plan);
        if search.aim.levels(&state.raw) == best.levels {
            search.best = state;
        }
    }
}
