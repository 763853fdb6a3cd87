//! The coverage master: the week as an integer program that says which pupil has which kind of support in
//! which slot, and forgets which adult gives it. Every plan fits in it, so that its optimum is a proved
//! bound for the first three levels; where its solution can be given names, it is an optimum.
//!
//! Three sizes. `Named` knows each adult's presence, contract, lunch and run of one-to-one. `Led` knows besides
//! which adults can take or lead whom, so that hardly anything it decides is left without a name. `Counted` knows
//! only how many adults there are, for schools where the others grow too large.

mod adults;
mod start;

use crate::grid::{Grid, NONE};
use crate::highs::{Column, Program};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    Named,
    Led,
    Counted,
}

type Terms = Vec<(Column, f64)>;

pub struct Master<'g> {
    grid: &'g Grid,
    detail: Detail,
    asked: Asked,
    /// Pins, each with a column that is always 1.
    taken: Vec<(Taken, Column)>,
    pub program: Program,
    /// The first three levels as sums of columns, with what is lost when all columns are 0.
    pub levels: [(Terms, f64); 3],
    /// By pupil and slot: alone, shared.
    alone: BTreeMap<(usize, usize), Column>,
    shared: BTreeMap<(usize, usize), Column>,
    /// By class and slot how many groups; a class with one pupil has the pupil's own column.
    groups: BTreeMap<(usize, usize), Column>,
    /// By adult and slot: with one pupil, with a group.
    one: BTreeMap<(usize, usize), Column>,
    many: BTreeMap<(usize, usize), Column>,
    /// By task and adult; by task how many adults.
    on_task: BTreeMap<(usize, usize), Column>,
    staffed: Vec<Column>,
    /// By session and slot; by session, slot and adult; by session and adult the deliverer.
    held: BTreeMap<(usize, usize), Column>,
    held_by: BTreeMap<(usize, usize, usize), Column>,
    deliverer: BTreeMap<(usize, usize), Column>,
    /// By pupil: lessons missed, each lesson its own step of the convex penalty.
    steps: Vec<Vec<Column>>,
    /// By pupil where lessons do not divide the entitlement: missed minutes and the bands above it.
    bands: Vec<Option<[Column; 4]>>,
    /// Capacity rows by slot, whose prices say where one more adult is worth most.
    pub capacity: Vec<Option<usize>>,
}

/// What a master is asked to plan: everything, or only what a question is about.
pub struct Asked {
    pub pupils: Vec<bool>,
    pub tasks: Vec<bool>,
    pub sessions: bool,
}

impl Asked {
    pub fn everything(grid: &Grid) -> Asked {
        Asked { pupils: vec![true; grid.pupils], tasks: vec![true; grid.tasks.len()], sessions: true }
    }
}

/// A place that is taken already: this adult is with this pupil, alone or sharing.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    pub adult: usize,
    pub slot: usize,
    pub pupil: usize,
    pub alone: bool,
}

impl<'g> Master<'g> {
    pub fn new(grid: &'g Grid, detail: Detail, asked: Asked, taken: Vec<Taken>) -> Master<'g> {
        let mut m = Master {
            grid,
            detail,
            asked,
            taken: Vec::new(),
            program: Program::default(),
            levels: Default::default(),
            alone: BTreeMap::new(),
            shared: BTreeMap::new(),
            groups: BTreeMap::new(),
            one: BTreeMap::new(),
            many: BTreeMap::new(),
            on_task: BTreeMap::new(),
            staffed: Vec::new(),
            held: BTreeMap::new(),
            held_by: BTreeMap::new(),
            deliverer: BTreeMap::new(),
            steps: vec![Vec::new(); grid.pupils],
            bands: vec![None; grid.pupils],
            capacity: vec![None; grid.slots],
        };
        m.take(&taken);
        m.supports();
        m.tasks();
        m.sessions();
        m.pupils_in_one_place();
        m.shortfalls();
        match detail {
            Detail::Named | Detail::Led => m.named_adults(),
            Detail::Counted => m.counted_adults(),
        }
        m
    }

    /// Everything asked must be met in full: no level is left to trade.
    pub fn demand_all(&mut self) {
        for (t, task) in self.grid.tasks.iter().enumerate().filter(|(t, _)| self.asked.tasks[*t]) {
            self.program.at_least(task.staff as f64, &[(self.staffed[t], 1.0)]);
        }
        for p in 0..self.grid.pupils {
            let missed = self.steps[p].last().copied().or(self.bands[p].map(|b| b[0]));
            if let Some(missed) = missed {
                self.program.at_most(0.0, &[(missed, 1.0)]);
            }
        }
    }

    /// Says that level 2 need not be looked at above this value: no pupil alone misses so much that it would be.
    pub fn at_most_short(&mut self, most: i64) {
        let g = self.grid;
        for p in 0..g.pupils {
            let all = g.one_to_one[p] + g.shared[p];
            let allowed = |minutes: i32| g.priority[p] * crate::check::fair_penalty(all, minutes) <= most;
            if let Some((k, steps)) = self.steps[p].split_last() {
                let lesson = all / (steps.len() as i32).max(1);
                let few = (1..=steps.len()).take_while(|j| allowed(*j as i32 * lesson)).count();
                self.program.upper[*k] = few as f64;
                steps[few..].iter().for_each(|z| self.program.upper[*z] = 0.0);
            }
            if let Some(bands) = self.bands[p] {
                let few = (1..=all).take_while(|m| allowed(*m)).count();
                self.program.upper[bands[0]] = few as f64;
            }
        }
    }

    /// Asks the program for the least of a level; answers its sum.
    pub fn minimise(&mut self, level: usize) -> (Terms, f64) {
        let (terms, constant) = self.levels[level].clone();
        self.program.cost.iter_mut().for_each(|c| *c = 0.0);
        terms.iter().for_each(|t| self.program.cost[t.0] += t.1);
        (terms, constant)
    }

    /// The smallest step by which a level can change: a bound may be rounded up to it.
    pub fn step(&self, level: usize) -> i64 {
        let (terms, constant) = &self.levels[level];
        terms.iter().map(|t| t.1).chain([*constant]).fold(0, |g, v| gcd(g, v.abs().round() as i64))
    }

    fn take(&mut self, taken: &[Taken]) {
        for t in taken {
            let column = self.program.column(0.0, 1.0, 1.0, true);
            self.taken.push((*t, column));
        }
    }

    fn supports(&mut self) {
        let g = self.grid;
        for p in (0..g.pupils).filter(|&p| self.asked.pupils[p]).collect::<Vec<_>>() {
            for &s in &g.wanted[p] {
                let cost = f64::from(3 - g.weight[p * g.slots + s]) * f64::from(g.minutes[s]);
                if g.one_to_one[p] > 0 && !g.able[p].is_empty() {
                    let x = self.program.yes_or_no();
                    self.alone.insert((p, s), x);
                    self.levels[2].0.push((x, cost));
                }
                if g.one_to_one[p] + g.shared[p] > 0 && g.class[p * g.slots + s] != NONE && !g.able[p].is_empty() && g.shared[p] > 0 {
                    let y = self.program.yes_or_no();
                    self.shared.insert((p, s), y);
                    self.levels[2].0.push((y, cost));
                }
            }
        }
        self.make_groups();
    }

    fn make_groups(&mut self) {
        let g = self.grid;
        let mut sharing: BTreeMap<(usize, usize), Vec<(usize, Column)>> = BTreeMap::new();
        for (&(p, s), &y) in &self.shared {
            sharing.entry((g.class[p * g.slots + s] as usize, s)).or_default().push((p, y));
        }
        for (key, members) in sharing {
            if let [(_, y)] = members[..] {
                self.groups.insert(key, y);
                continue;
            }
            let least = members.iter().map(|m| g.ratio[m.0]).min().unwrap_or(1);
            let all_in_one = members.len() <= least;
            let n = self.program.column(0.0, 0.0, if all_in_one { 1.0 } else { members.len() as f64 }, true);
            self.groups.insert(key, n);
            for &(_, y) in &members {
                self.program.at_most(0.0, &[(y, 1.0), (n, -1.0)]);
            }
            if !all_in_one {
                self.packed(&members, n);
            }
        }
    }

    /// Enough groups for the pupils of a class. A group among `r` takes pupils who may share among `r` or more; so
    /// those who may share among at most `r` fit if and only if the groups of at most that size hold as many.
    fn packed(&mut self, members: &[(usize, Column)], n: Column) {
        let g = self.grid;
        let ratios: BTreeSet<usize> = members.iter().map(|m| g.ratio[m.0]).collect();
        let mut sized: Vec<(usize, Column)> = Vec::new();
        let mut sum: Terms = vec![(n, -1.0)];
        for ratio in ratios {
            let upto: Vec<Column> = members.iter().filter(|m| g.ratio[m.0] <= ratio).map(|m| m.1).collect();
            let column = self.program.column(0.0, 0.0, upto.len() as f64, true);
            sized.push((ratio, column));
            sum.push((column, 1.0));
            let row: Terms = upto.into_iter().map(|y| (y, 1.0)).chain(sized.iter().map(|&(r, c)| (c, -(r as f64)))).collect();
            self.program.at_most(0.0, &row);
        }
        self.program.row(0.0, 0.0, &sum);
    }

    fn tasks(&mut self) {
        for (i, t) in self.grid.tasks.iter().enumerate() {
            let most = if self.asked.tasks[i] { t.staff.min(t.able.len()) } else { 0 };
            let k = self.program.column(0.0, 0.0, most as f64, true);
            self.staffed.push(k);
            self.levels[0].0.push((k, -f64::from(t.minutes)));
            self.levels[0].1 += t.staff as f64 * f64::from(t.minutes);
        }
    }

    fn sessions(&mut self) {
        let g = self.grid;
        for (i, x) in g.sessions.iter().enumerate() {
            let worth = 3.0 * f64::from(x.minutes) * x.pupils.len() as f64;
            let level = if x.statutory { 1 } else { 2 };
            self.levels[level].1 += worth * x.dose as f64;
            if x.able.is_empty() || !self.asked.sessions {
                continue;
            }
            let held: Terms = x.slots.iter().map(|&s| (self.held_in(i, s), 1.0)).collect();
            self.levels[level].0.extend(held.iter().map(|t| (t.0, -worth)));
            self.program.at_most(x.dose as f64, &held);
            for day in 0..g.days {
                let on: Terms = x.slots.iter().zip(&held).filter(|(s, _)| g.day_of[**s] == day).map(|(_, t)| *t).collect();
                if on.len() > x.per_day {
                    self.program.at_most(x.per_day as f64, &on);
                }
            }
            if self.detail != Detail::Counted {
                self.named_session(i);
            }
        }
    }

    fn held_in(&mut self, session: usize, slot: usize) -> Column {
        let column = self.program.yes_or_no();
        self.held.insert((session, slot), column);
        column
    }

    /// One deliverer for all sessions of an intervention.
    fn named_session(&mut self, session: usize) {
        let g = self.grid;
        let x = &g.sessions[session];
        let mut by_slot: BTreeMap<usize, Terms> = BTreeMap::new();
        let mut chosen: Terms = Vec::new();
        for &l in &x.able {
            let l = l as usize;
            let who = self.program.yes_or_no();
            self.deliverer.insert((session, l), who);
            chosen.push((who, 1.0));
            let mut all: Terms = vec![(who, -(x.dose as f64))];
            for &s in x.slots.iter().filter(|s| g.here(l, **s)) {
                let v = self.program.yes_or_no();
                self.held_by.insert((session, s, l), v);
                self.program.at_most(0.0, &[(v, 1.0), (who, -1.0)]);
                by_slot.entry(s).or_default().push((v, 1.0));
                all.push((v, 1.0));
            }
            self.program.at_most(0.0, &all);
        }
        self.program.at_most(1.0, &chosen);
        for &s in &x.slots {
            let mut terms = by_slot.remove(&s).unwrap_or_default();
            terms.push((self.held[&(session, s)], -1.0));
            self.program.row(0.0, 0.0, &terms);
        }
    }

    fn pupils_in_one_place(&mut self) {
        let g = self.grid;
        for p in 0..g.pupils {
            for s in 0..g.slots {
                let mut here: Terms = Vec::new();
                here.extend(self.alone.get(&(p, s)).map(|x| (*x, 1.0)));
                here.extend(self.shared.get(&(p, s)).map(|y| (*y, 1.0)));
                here.extend(self.taken.iter().filter(|(t, _)| (t.pupil, t.slot) == (p, s)).map(|(_, c)| (*c, 1.0)));
                here.extend(g.sessions_of[p].iter().filter_map(|i| self.held.get(&(*i, s))).map(|v| (*v, 1.0)));
                if here.len() > 1 {
                    self.program.at_most(1.0, &here);
                }
            }
        }
    }

    /// Missed minutes of each pupil, priced as the convex penalty says.
    fn shortfalls(&mut self) {
        let g = self.grid;
        for p in 0..g.pupils {
            let all = g.one_to_one[p] + g.shared[p];
            if all == 0 || !self.asked.pupils[p] {
                continue;
            }
            let lessons: BTreeSet<i32> = g.wanted[p].iter().map(|&s| g.minutes[s]).collect();
            let whole = lessons.len() <= 1 && lessons.iter().all(|t| g.one_to_one[p] % t == 0 && g.shared[p] % t == 0);
            let minutes = |m: &Self, alone_only: bool| -> Terms {
                let x = g.wanted[p].iter().filter_map(|s| m.alone.get(&(p, *s)).map(|x| (*x, f64::from(g.minutes[*s]))));
                let y = g.wanted[p].iter().filter_map(|s| m.shared.get(&(p, *s)).map(|y| (*y, f64::from(g.minutes[*s]))));
                let pinned = m.taken.iter().filter(|(t, _)| t.pupil == p && (t.alone || !alone_only));
                x.chain(y.filter(|_| !alone_only)).chain(pinned.map(|(t, c)| (*c, f64::from(g.minutes[t.slot])))).collect()
            };
            let (any, alone) = (minutes(self, false), minutes(self, true));
            let missed: Terms = match lessons.first().filter(|_| whole) {
                Some(&lesson) => self.missed_lessons(p, all, lesson),
                None => self.missed_minutes(p, all),
            };
            let longest = lessons.last().copied().unwrap_or(0);
            self.program.at_most(f64::from(all + longest - 1), &any);
            self.at_least_missed(f64::from(all), &missed, any);
            if g.one_to_one[p] > 0 && g.shared[p] > 0 {
                self.at_least_missed(f64::from(g.one_to_one[p]), &missed, alone);
            }
        }
    }

    fn at_least_missed(&mut self, promised: f64, missed: &Terms, given: Terms) {
        let terms: Terms = missed.iter().copied().chain(given).collect();
        self.program.at_least(promised, &terms);
    }

    fn missed_lessons(&mut self, pupil: usize, all: i32, lesson: i32) -> Terms {
        let count = all / lesson;
        let mut terms = Vec::new();
        let mut before = 0;
        let k = self.program.column(0.0, 0.0, f64::from(count), true);
        for j in 1..=count {
            let penalty = self.grid.priority[pupil] * crate::check::fair_penalty(all, j * lesson);
            let z = self.program.yes_or_no();
            self.levels[1].0.push((z, (penalty - before) as f64));
            // The steps are taken in their order.
            if let Some(&last) = self.steps[pupil].last() {
                self.program.at_most(0.0, &[(z, 1.0), (last, -1.0)]);
            }
            self.steps[pupil].push(z);
            terms.push((z, 1.0));
            before = penalty;
        }
        self.steps[pupil].push(k);
        terms.push((k, -1.0));
        self.program.row(0.0, 0.0, &terms);
        vec![(k, f64::from(lesson))]
    }

    fn missed_minutes(&mut self, pupil: usize, all: i32) -> Terms {
        let priority = self.grid.priority[pupil] as f64;
        let bands = crate::check::BANDS.map(|(share, slope)| {
            let u = self.program.column(0.0, 0.0, f64::from(all), false);
            self.levels[1].0.push((u, priority * slope as f64));
            (u, (share * f64::from(all)) as i32)
        });
        for (u, from) in &bands[1..] {
            self.program.at_most(f64::from(*from), &[(bands[0].0, 1.0), (*u, -1.0)]);
        }
        self.bands[pupil] = Some(bands.map(|b| b.0));
        vec![(bands[0].0, 1.0)]
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
