//! The search: small changes, worse ones taken ever more seldom (simulated annealing), level by level.
//! It always holds a plan that breaks no rule, and the best one so far can be had at any moment.

use crate::moves::{Hands, Mix, propose};
use crate::random::Random;
use crate::state::{CHANGES, CONTINUITY, CRITICAL, EDUCATIONAL, FAIR, Raw, STAFF, State};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What is asked for: a whole week, or one day repaired with as few changes as can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    Week,
    Cover,
}

impl Aim {
    /// The levels in the order in which this aim puts them.
    pub fn levels(self, raw: &Raw) -> [i64; 5] {
        match self {
            Aim::Week => [raw[CRITICAL], raw[FAIR], raw[EDUCATIONAL], raw[CONTINUITY], raw[STAFF] + 10 * raw[CHANGES]],
            Aim::Cover => [raw[CRITICAL], raw[FAIR], raw[CHANGES], raw[EDUCATIONAL], raw[CONTINUITY] + raw[STAFF]],
        }
    }

    /// How seldom a step goes back towards the plan in force: a cover looks for hours first, then for few changes.
    /// A large school has too few steps in its time to take many changes back afterwards.
    fn back(self, locked: usize, adults: usize) -> usize {
        match (self, locked) {
            (Aim::Week, _) => 5,
            (Aim::Cover, 0) if adults <= 30 => 20,
            (Aim::Cover, 0) => 5,
            (Aim::Cover, _) => 3,
        }
    }

    /// Which steps are tried, and how often.
    fn mix(self, locked: usize) -> Mix {
        match (self, locked) {
            (Aim::Week, 0) => Mix::Hours,
            (Aim::Cover, 0) => Mix::Cover,
            _ => Mix::Even,
        }
    }

    /// What one unit of each raw level weighs while the search is still free.
    fn weights(self, locked: usize) -> [f64; 6] {
        match (self, locked) {
            // Hours first: what else a step changes must not keep it from finding one.
            (Aim::Week, 0) => [400.0, 8.0, 0.05, 0.01, 0.01, 0.1],
            (Aim::Week, 1 | 2) => [400.0, 8.0, 1.0, 0.1, 0.03, 0.3],
            (Aim::Week, 3) => [400.0, 8.0, 1.0, 1.0, 0.1, 1.0],
            (Aim::Week, _) => [400.0, 8.0, 1.0, 1.0, 1.0, 10.0],
            (Aim::Cover, 0) => [400.0, 8.0, 0.05, 0.01, 0.01, 10.0],
            (Aim::Cover, _) => [400.0, 8.0, 0.2, 0.1, 0.1, 20.0],
        }
    }
}

/// When to stop, and who may say so.
pub struct Until<'a> {
    pub deadline: Instant,
    pub stop: &'a AtomicBool,
}

impl Until<'_> {
    pub fn over(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || Instant::now() >= self.deadline
    }
}

pub struct Search<'g> {
    pub state: State<'g>,
    pub best: State<'g>,
    pub aim: Aim,
    pub random: Random,
    hands: Hands,
    pub tried: u64,
}

/// One stretch of annealing: how long, which levels must not get worse, how warm at its ends.
#[derive(Clone, Copy)]
pub struct Stretch {
    pub length: Duration,
    pub locked: usize,
    pub warm: f64,
    pub cool: f64,
    /// Whether what stands now is worth more to keep than a little of anything else.
    pub stay: bool,
}

/// What one thing of the present week that is given up weighs where it should stay.
const STAY: f64 = 30.0;

impl<'g> Search<'g> {
    pub fn new(state: State<'g>, aim: Aim, seed: u64) -> Search<'g> {
        Search { best: state.clone(), state, aim, random: Random::new(seed), hands: Hands::default(), tried: 0 }
    }

    pub fn best_levels(&self) -> [i64; 5] {
        self.aim.levels(&self.best.raw)
    }

    /// Anneals from the best plan so far for a stretch, or until it is over.
    pub fn anneal(&mut self, stretch: Stretch, until: &Until) {
        let start = Instant::now();
        self.state = self.best.clone();
        self.state.forget();
        let mut weights = self.aim.weights(stretch.locked);
        if stretch.stay {
            weights[CHANGES] = weights[CHANGES].max(STAY);
        }
        self.hands.mix = self.aim.mix(stretch.locked);
        self.hands.back = self.aim.back(stretch.locked, self.state.grid.adults);
        let mut lock = self.aim.levels(&self.state.raw);
        let mut warmth = stretch.warm;
        loop {
            for _ in 0..64 {
                self.step(stretch.locked, &weights, &mut lock, warmth);
            }
            self.keep_best();
            let gone = start.elapsed().as_secs_f64() / stretch.length.as_secs_f64().max(1e-9);
            if gone >= 1.0 || until.over() {
                break;
            }
            warmth = stretch.warm * (stretch.cool / stretch.warm).powf(gone);
        }
        self.keep_best();
    }

    fn step(&mut self, locked: usize, weights: &[f64; 6], lock: &mut [i64; 5], warmth: f64) {
        self.tried += 1;
        let before = self.state.raw;
        propose(&mut self.state, &mut self.random, &mut self.hands);
        if self.state.mark() == 0 {
            return;
        }
        let now = self.aim.levels(&self.state.raw);
        let worse_locked = now[..locked] > lock[..locked];
        let cost: f64 = (0..6).map(|i| (self.state.raw[i] - before[i]) as f64 * weights[i]).sum();
        if !worse_locked && (cost <= 0.0 || self.random.share() < (-cost / warmth).exp()) {
            self.state.forget();
            if now[..locked] < lock[..locked] {
                *lock = now;
            }
        } else {
            self.state.undo_to(0);
            self.state.forget();
        }
    }

    fn keep_best(&mut self) {
        if self.aim.levels(&self.state.raw) < self.best_levels() {
            self.best.clone_from(&self.state);
        }
    }
}
