//! How good a plan can be at all: the coverage master solved level by level, each bound told as it rises.
//! What the master finds is given names, mended by a short search, and offered like any other plan.

use crate::grid::Grid;
use crate::highs::{Limits, News};
use crate::master::{Asked, Detail, Master, Taken};
use crate::naming;
use crate::search::{Aim, Search, Stretch};
use crate::solve::{Options, Shared, take_best};
use crate::state::{Kind, State};
use std::time::{Duration, Instant};

/// Above this many columns for adults and pupils, about, the master counts adults instead of naming them.
const NAMED_AT_MOST: usize = 4_600;

/// A bound of level 3 over counted adults that stands still for so long is as good as it gets soon: the time is better spent
/// on a second search.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// Up to this many columns a second prover on another way is worth more than the search that would go on beside
/// the first: whichever is through first ends both.
const RACE_AT_MOST: usize = 1_500;

/// After so long the second prover searches instead: what two have not proved by then is hard to prove.
const RACE_FOR: Duration = Duration::from_millis(5_500);

/// About how many columns the master has for adults and pupils.
fn size(grid: &Grid) -> usize {
    grid.adults * grid.slots * 2 + grid.pupils * 30
}

fn detail(grid: &Grid) -> Detail {
    match size(grid) {
        size if size > NAMED_AT_MOST => Detail::Counted,
        size if size > RACE_AT_MOST => Detail::Led,
        _ => Detail::Named,
    }
}

/// Whether both threads should prove once there is a good plan.
pub(crate) fn races(grid: &Grid) -> bool {
    size(grid) <= RACE_AT_MOST
}

/// Proves what can be proved within the time, then searches on. Provers side by side take different lanes.
pub(crate) fn prove<'g>(grid: &'g Grid, start: &State<'g>, lane: i32, options: Options, shared: &Shared) {
    let mut master = Master::new(grid, detail(grid), Asked::everything(grid), taken(start));
    let mut search = Search::new(start.clone(), Aim::Week, options.seed.wrapping_add(7919));
    for level in 0..3 {
        if level > 0 {
            master.at_most_short(shared.best().levels[1]);
        }
        if shared.best().proved() > level {
            let (terms, constant) = master.levels[level].clone();
            let reached = shared.best().levels[level];
            master.program.at_most(reached as f64 - constant + 0.01, &terms);
            continue;
        }
        if shared.over() || !level_of(&mut master, level, lane, start, &mut search, shared) {
            break;
        }
    }
    crate::solve::search_on(start.clone(), options.seconds, options.seed.wrapping_add(7919), shared);
}

/// Solves one level; answers whether the next can be asked.
fn level_of<'g>(master: &mut Master<'g>, level: usize, lane: i32, start: &State<'g>, search: &mut Search<'g>, shared: &Shared) -> bool {
    let until = if lane == 0 { shared.until.deadline } else { shared.until.deadline.min(shared.begun + RACE_FOR) };
    let (terms, constant) = master.minimise(level);
    let step = master.step(level).max(1);
    let known = known_start(master, start, shared);
    let mut ear = Ear::new(master, level, start, search, shared);
    let mut limits = Limits {
        time: until.saturating_duration_since(Instant::now()),
        stop: shared.until.stop,
        threads: 1,
        seed: lane,
        // In a small school the search has long found what there is to find; a master of counted adults finds
        // what cannot be named.
        bound_only: ear.racing || ear.counted,
        gap: step as f64 - 0.5,
        heard: &mut |news| ear.hears(news),
        other: &mut |above| shared.cover_below(level, above),
    };
    let outcome = master.program.solve(known.as_deref(), &mut limits);
    if outcome.bound.is_finite() {
        ear.bound(outcome.bound);
    }
    if let Some(value) = outcome.value {
        ear.solution(value, &outcome.solution);
    }
    let best = shared.best();
    master.program.at_most(best.levels[level] as f64 - constant + 0.01, &terms);
    best.proved() > level
}

/// Listens to a running solver: tells bounds on, gives names to what it finds, and says when enough is known.
struct Ear<'e, 'g, 's> {
    master: &'e Master<'g>,
    level: usize,
    constant: f64,
    step: i64,
    start: &'e State<'g>,
    search: &'e mut Search<'g>,
    shared: &'e Shared<'s>,
    racing: bool,
    counted: bool,
    /// The highest bound, and since when it stands.
    highest: f64,
    risen: Instant,
}

impl<'e, 'g, 's> Ear<'e, 'g, 's> {
    fn new(master: &'e Master<'g>, level: usize, start: &'e State<'g>, search: &'e mut Search<'g>, shared: &'e Shared<'s>) -> Self {
        Ear {
            master,
            level,
            constant: master.levels[level].1,
            step: master.step(level),
            start,
            search,
            shared,
            racing: races(start.grid),
            counted: detail(start.grid) == Detail::Counted,
            highest: f64::NEG_INFINITY,
            risen: Instant::now(),
        }
    }

    /// Answers whether no plan can beat the one at hand, or not enough would come of more time.
    fn hears(&mut self, news: News) -> bool {
        match news {
            News::Bound(bound) if bound.is_finite() => self.bound(bound),
            News::Solution(value, solution) => {
                if self.racing {
                    self.shared.put_cover(self.level, value, solution);
                }
                self.solution(value, solution);
            }
            News::Bound(_) => {}
        }
        let stands = self.counted && self.level == 2 && self.highest.is_finite() && self.risen.elapsed() > PATIENCE;
        stands || self.shared.best().proved() > self.level
    }

    fn bound(&mut self, bound: f64) {
        if bound > self.highest + 0.5 {
            (self.highest, self.risen) = (bound, Instant::now());
        }
        self.shared.bound(self.level, round_up(bound + self.constant, self.step));
    }

    /// What is better than the best plan is given names at once.
    fn solution(&mut self, value: f64, solution: &[f64]) {
        if ((value + self.constant).round() as i64) < self.shared.best().levels[self.level] {
            realise(self.master, solution, self.level, self.start, self.search, self.shared);
        }
    }
}

/// The best plan so far as a start, when it is known already.
fn known_start(master: &Master, start: &State, shared: &Shared) -> Option<Vec<(usize, f64)>> {
    let best = shared.best().plan.clone();
    if best.is_empty() {
        return None;
    }
    let mut state = start.clone();
    state.load(&best);
    Some(master.start(&state))
}

/// Names what the master decided and mends what had no name. A larger school's solution took long to find, so it is
/// mended so cool that the rest of it stays as it is.
fn realise<'g>(master: &Master<'g>, solution: &[f64], level: usize, start: &State<'g>, search: &mut Search<'g>, shared: &Shared) {
    let mut state = start.clone();
    naming::name(&mut state, &master.read(solution));
    search.best = state;
    let (length, first, then, cool) = if races(start.grid) { (50, 60.0, 150.0, 10.0) } else { (400, 15.0, 30.0, 2.0) };
    for (locked, warm) in [(1, first), (level + 1, then)] {
        search.anneal(Stretch { length: Duration::from_millis(length), locked, warm, cool, stay: false }, &shared.until);
    }
    shared.offer(search.best_levels(), &search.best, 0);
    take_best(search, start, shared);
}

/// A bound as a whole number of steps that the level can take.
fn round_up(bound: f64, step: i64) -> i64 {
    let step = step.max(1);
    ((bound - 1e-4) / step as f64).ceil() as i64 * step
}

/// What is locked into the opening state.
fn taken(start: &State) -> Vec<Taken> {
    let g = start.grid;
    let mut taken = Vec::new();
    for adult in 0..g.adults {
        for slot in 0..g.slots {
            let cell = start.cell(adult, slot);
            let alone = cell.kind == Kind::One;
            if alone || cell.kind == Kind::Group {
                taken.extend(cell.ids[..cell.n as usize].iter().map(|&p| Taken { adult, slot, pupil: p as usize, alone }));
            }
        }
    }
    taken
}
