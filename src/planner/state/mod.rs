//! A plan in the making: always without a broken rule, its levels kept as it changes, each change undone
//! by its journal.

mod allowed;
mod plan;

use crate::grid::{Grid, NONE};
use crate::problem::{Assignment, Problem};
use std::sync::Arc;

/// One thing that one adult does, as the search adds and removes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    One {
        adult: usize,
        slot: usize,
        pupil: usize,
    },
    /// One pupil's place in the group that an adult supports in the pupil's class.
    Member {
        adult: usize,
        slot: usize,
        pupil: usize,
    },
    Task {
        adult: usize,
        task: usize,
    },
    Session {
        adult: usize,
        slot: usize,
        session: usize,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Free,
    One,
    Group,
    /// A task that fills the slot, or one of the slots that a long task spans.
    Task,
    /// Tasks and sessions that fill a part of the slot each.
    Parts,
}

/// What a part of a slot holds: tasks below this code, sessions from it on.
const SESSION: u16 = 0x8000;
pub const ROOM: usize = 4;

#[derive(Clone, Copy, Debug)]
pub struct Cell {
    pub kind: Kind,
    pub n: u8,
    pub ids: [u16; ROOM],
    pub used: i32,
    pub locked: bool,
}

/// Where a pupil is: with an adult alone, with an adult in a group, in a session, or in class by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum With {
    Nobody,
    One(u16),
    Group(u16),
    Session(u16),
}

/// Positions in [`State::raw`].
pub const CRITICAL: usize = 0;
pub const FAIR: usize = 1;
pub const EDUCATIONAL: usize = 2;
pub const CONTINUITY: usize = 3;
pub const STAFF: usize = 4;
pub const CHANGES: usize = 5;
pub type Raw = [i64; 6];

#[derive(Clone)]
pub struct State<'g> {
    pub grid: &'g Grid,
    pub cells: Vec<Cell>,
    pub with: Vec<With>,
    pub one: Vec<i32>,
    pub shared: Vec<i32>,
    pub contact: Vec<i32>,
    pub alone: Vec<i32>,
    pub staffed: Vec<Vec<u16>>,
    /// By session its deliverer and how many are planned; by session and day how many.
    pub deliverer: Vec<u16>,
    pub held: Vec<usize>,
    held_day: Vec<u8>,
    /// By pupil, day and adult how many slots; by pupil and day how many adults.
    seen: Vec<u8>,
    adults: Vec<u8>,
    pub raw: Raw,
    /// By adult and slot the keys of the base plan; empty when there is none. Shared between copies of the state.
    base: Arc<[Vec<(u8, u16)>]>,
    /// The same as items, to be put back.
    pub before: Arc<[Vec<Item>]>,
    journal: Vec<(bool, Item)>,
    /// Slots that may change; a cover leaves the other days alone.
    pub open: Vec<bool>,
    /// By slot the adults who have nothing in it, a bit each.
    idle: Vec<u64>,
}

impl<'g> State<'g> {
    pub fn new(grid: &'g Grid) -> State<'g> {
        let cell = Cell { kind: Kind::Free, n: 0, ids: [NONE; ROOM], used: 0, locked: false };
        let mut raw = [0; 6];
        raw[CRITICAL] = grid.tasks.iter().map(|t| t.staff as i64 * i64::from(t.minutes)).sum();
        raw[FAIR] = (0..grid.pupils).map(|p| grid.shortfall(p, 0, 0)).sum();
        for s in &grid.sessions {
            raw[if s.statutory { FAIR } else { EDUCATIONAL }] += s.dose as i64 * session_worth(s);
        }
        State {
            grid,
            cells: vec![cell; grid.adults * grid.slots],
            with: vec![With::Nobody; grid.pupils * grid.slots],
            one: vec![0; grid.pupils],
            shared: vec![0; grid.pupils],
            contact: vec![0; grid.adults],
            alone: vec![0; grid.adults],
            staffed: grid.tasks.iter().map(|t| Vec::with_capacity(t.staff)).collect(),
            deliverer: vec![NONE; grid.sessions.len()],
            held: vec![0; grid.sessions.len()],
            held_day: vec![0; grid.sessions.len() * grid.days],
            seen: vec![0; grid.pupils * grid.days * grid.adults],
            adults: vec![0; grid.pupils * grid.days],
            raw,
            base: Arc::new([]),
            before: Arc::new([]),
            journal: Vec::new(),
            open: vec![true; grid.slots],
            idle: vec![u64::MAX; grid.slots * grid.words()],
        }
    }

    /// Counts what is given up of this plan from here on, absent adults apart.
    pub fn set_base(&mut self, problem: &Problem, plan: &[Assignment]) {
        let mut base = vec![Vec::new(); self.cells.len()];
        let mut before = vec![Vec::new(); self.cells.len()];
        let away = |a: &Assignment| problem.absences.iter().any(|x| x.lsa == a.lsa && x.covers(&problem.slots[a.slot]));
        for a in plan.iter().filter(|a| !away(a)) {
            let (kind, id) = a.work.key();
            let cell = a.lsa * self.grid.slots + a.slot;
            base[cell].push((kind, id as u16));
            before[cell].extend(self.items_of(a));
        }
        (self.base, self.before) = (base.into(), before.into());
        let cells = 0..self.cells.len();
        self.raw[CHANGES] = cells.map(|c| self.given_up(c)).sum();
    }

    #[inline]
    pub fn cell(&self, adult: usize, slot: usize) -> &Cell {
        &self.cells[adult * self.grid.slots + slot]
    }

    #[inline]
    pub fn pupil_with(&self, pupil: usize, slot: usize) -> With {
        self.with[pupil * self.grid.slots + slot]
    }

    pub fn missed_one(&self, pupil: usize) -> i32 {
        (self.grid.one_to_one[pupil] - self.one[pupil]).max(0)
    }

    pub fn missed_shared(&self, pupil: usize) -> i32 {
        let spare = (self.one[pupil] - self.grid.one_to_one[pupil]).max(0);
        (self.grid.shared[pupil] - self.shared[pupil] - spare).max(0)
    }

    /// How often a session is planned on a day.
    pub fn held_on(&self, session: usize, day: usize) -> usize {
        self.held_day[session * self.grid.days + day] as usize
    }

    /// Adds an item if it can be added.
    pub fn add(&mut self, item: Item) -> bool {
        let can = self.can(item);
        if can {
            self.apply(true, item);
            self.journal.push((true, item));
        }
        can
    }

    pub fn remove(&mut self, item: Item) {
        self.apply(false, item);
        self.journal.push((false, item));
    }

    /// How far the journal has come, to [`State::undo_to`].
    pub fn mark(&self) -> usize {
        self.journal.len()
    }

    pub fn undo_to(&mut self, mark: usize) {
        while self.journal.len() > mark {
            let Some((added, item)) = self.journal.pop() else { return };
            self.apply(!added, item);
        }
    }

    pub fn forget(&mut self) {
        self.journal.clear();
    }

    fn apply(&mut self, add: bool, item: Item) {
        match item {
            Item::One { adult, slot, pupil } => self.support(add, adult, slot, pupil, true),
            Item::Member { adult, slot, pupil } => self.support(add, adult, slot, pupil, false),
            Item::Task { adult, task } => self.task(add, adult, task),
            Item::Session { adult, slot, session } => self.session(add, adult, slot, session),
        }
    }

    fn support(&mut self, add: bool, adult: usize, slot: usize, pupil: usize, alone: bool) {
        let g = self.grid;
        let (c, place) = (adult * g.slots + slot, pupil * g.slots + slot);
        let (sign, minutes) = (if add { 1 } else { -1 }, g.minutes[slot]);
        let sign32 = sign as i32;
        self.raw[FAIR] -= g.shortfall(pupil, self.one[pupil], self.shared[pupil]);
        let before = self.cells[c].kind;
        let stood = self.standing(c);
        if alone {
            self.one[pupil] += sign32 * minutes;
            self.change_alone(adult, slot, sign32);
            let cell = &mut self.cells[c];
            (cell.kind, cell.n, cell.ids[0]) = if add { (Kind::One, 1, pupil as u16) } else { (Kind::Free, 0, NONE) };
        } else {
            self.shared[pupil] += sign32 * minutes;
            self.change_group(c, pupil, add);
        }
        let after = self.cells[c].kind;
        if (before == Kind::Free) != (after == Kind::Free) {
            self.contact[adult] += sign32 * minutes;
            self.cells[c].used += sign32 * minutes;
            if self.dislikes(adult, slot, pupil, alone) {
                self.raw[STAFF] += sign * i64::from(minutes);
            }
            self.note_idle(adult, slot);
            self.raw[CHANGES] += stood - self.standing(c);
        }
        self.with[place] = match (add, alone) {
            (false, _) => With::Nobody,
            (true, true) => With::One(adult as u16),
            (true, false) => With::Group(adult as u16),
        };
        self.raw[FAIR] += g.shortfall(pupil, self.one[pupil], self.shared[pupil]);
        self.raw[EDUCATIONAL] += sign * i64::from(3 - g.weight[place]) * i64::from(minutes);
        self.raw[CONTINUITY] += sign * i64::from(minutes) * g.distance[adult * g.pupils + pupil];
        self.seen_by(add, adult, pupil, g.day_of[slot]);
    }

    fn change_alone(&mut self, adult: usize, slot: usize, sign: i32) {
        let g = self.grid;
        let (once, twice) = g.load[adult];
        let over = |m: i32| i64::from((m - once).max(0) + (m - twice).max(0));
        let before = over(self.alone[adult]);
        self.alone[adult] += sign * g.minutes[slot];
        self.raw[STAFF] += over(self.alone[adult]) - before;
    }

    fn change_group(&mut self, c: usize, pupil: usize, add: bool) {
        let cell = &mut self.cells[c];
        let n = cell.n as usize;
        if add {
            cell.ids[n] = pupil as u16;
            cell.n += 1;
            cell.kind = Kind::Group;
        } else {
            let Some(i) = cell.ids[..n].iter().position(|&p| p == pupil as u16) else { return };
            cell.ids[i] = cell.ids[n - 1];
            cell.ids[n - 1] = NONE;
            cell.n -= 1;
            if cell.n == 0 {
                cell.kind = Kind::Free;
            }
        }
    }

    fn dislikes(&self, adult: usize, slot: usize, pupil: usize, alone: bool) -> bool {
        let g = self.grid;
        if alone {
            let subject = g.subject[pupil * g.slots + slot];
            return subject != NONE && g.dislikes_subject[adult * g.subjects + subject as usize];
        }
        g.dislikes_class[adult * g.classes + g.class[pupil * g.slots + slot] as usize]
    }

    /// Counts an adult for a pupil's day: 30 for each one after the first.
    fn seen_by(&mut self, add: bool, adult: usize, pupil: usize, day: usize) {
        let place = pupil * self.grid.days + day;
        let (slots, adults) = (&mut self.seen[place * self.grid.adults + adult], &mut self.adults[place]);
        if add {
            *slots += 1;
            if *slots == 1 {
                *adults += 1;
                self.raw[CONTINUITY] += if *adults > 1 { 30 } else { 0 };
            }
        } else {
            *slots -= 1;
            if *slots == 0 {
                self.raw[CONTINUITY] -= if *adults > 1 { 30 } else { 0 };
                *adults -= 1;
            }
        }
    }

    fn task(&mut self, add: bool, adult: usize, task: usize) {
        let g = self.grid;
        let t = &g.tasks[task];
        self.raw[CRITICAL] += if add { -1 } else { 1 } * i64::from(t.minutes);
        if add {
            self.staffed[task].push(adult as u16);
        } else {
            self.staffed[task].retain(|&l| l != adult as u16);
        }
        if !t.spans && t.minutes < g.minutes[t.slot] {
            return self.part(add, adult, t.slot, task as u16, t.minutes);
        }
        for slot in t.slot..=t.end {
            let c = adult * g.slots + slot;
            let stood = self.standing(c);
            let minutes = g.minutes[slot];
            let cell = &mut self.cells[c];
            (cell.kind, cell.n, cell.ids[0], cell.used) =
                if add { (Kind::Task, 1, task as u16, minutes) } else { (Kind::Free, 0, NONE, 0) };
            self.contact[adult] += if add { minutes } else { -minutes };
            self.note_idle(adult, slot);
            self.raw[CHANGES] += stood - self.standing(c);
        }
    }

    fn session(&mut self, add: bool, adult: usize, slot: usize, session: usize) {
        let g = self.grid;
        let x = &g.sessions[session];
        let level = if x.statutory { FAIR } else { EDUCATIONAL };
        let day = session * g.days + g.day_of[slot];
        if add {
            self.raw[level] -= session_worth(x);
            self.held[session] += 1;
            self.held_day[day] += 1;
            self.deliverer[session] = adult as u16;
        } else {
            self.raw[level] += session_worth(x);
            self.held[session] -= 1;
            self.held_day[day] -= 1;
            if self.held[session] == 0 {
                self.deliverer[session] = NONE;
            }
        }
        for &p in &x.pupils {
            self.with[p as usize * g.slots + slot] = if add { With::Session(session as u16) } else { With::Nobody };
        }
        self.part(add, adult, slot, SESSION | session as u16, x.minutes);
    }

    fn part(&mut self, add: bool, adult: usize, slot: usize, code: u16, minutes: i32) {
        let c = adult * self.grid.slots + slot;
        let stood = self.standing(c);
        let cell = &mut self.cells[c];
        let n = cell.n as usize;
        if add {
            cell.ids[n] = code;
            (cell.n, cell.kind, cell.used) = (cell.n + 1, Kind::Parts, cell.used + minutes);
        } else {
            let Some(i) = cell.ids[..n].iter().position(|&x| x == code) else { return };
            cell.ids[i] = cell.ids[n - 1];
            cell.ids[n - 1] = NONE;
            (cell.n, cell.used) = (cell.n - 1, cell.used - minutes);
            if cell.n == 0 {
                cell.kind = Kind::Free;
            }
        }
        self.contact[adult] += if add { minutes } else { -minutes };
        self.note_idle(adult, slot);
        self.raw[CHANGES] += stood - self.standing(c);
    }

    fn note_idle(&mut self, adult: usize, slot: usize) {
        let (word, bit) = (slot * self.grid.words() + adult / 64, 1 << (adult % 64));
        if self.cells[adult * self.grid.slots + slot].kind == Kind::Free {
            self.idle[word] |= bit;
        } else {
            self.idle[word] &= !bit;
        }
    }

    /// How many assignments of the base plan a cell no longer holds.
    pub fn given_up(&self, c: usize) -> i64 {
        self.base.get(c).map_or(0, |base| base.len() as i64 - self.standing(c))
    }

    /// How many assignments of the base plan a cell still holds.
    fn standing(&self, c: usize) -> i64 {
        match self.base.get(c) {
            Some(base) if self.cells[c].kind != Kind::Free => base.iter().filter(|key| self.holds(c, **key)).count() as i64,
            _ => 0,
        }
    }

    /// The adults who may support the pupil and have nothing in the slot, from a given one on and round.
    pub fn idle_for(&self, pupil: usize, slot: usize, from: usize) -> impl Iterator<Item = usize> {
        let words = self.grid.words();
        let idle = &self.idle[slot * words..][..words];
        let able = &self.grid.able_bits[pupil * words..][..words];
        let both = idle.iter().zip(able).enumerate().flat_map(|(w, (a, b))| bits(a & b).map(move |i| w * 64 + i));
        both.clone().filter(move |&l| l >= from).chain(both.filter(move |&l| l < from))
    }

    /// Whether the base plan has this adult do this in the slot.
    pub fn stood(&self, adult: usize, slot: usize, key: (u8, u16)) -> bool {
        self.base.get(adult * self.grid.slots + slot).is_some_and(|base| base.contains(&key))
    }

    fn holds(&self, c: usize, (kind, id): (u8, u16)) -> bool {
        let cell = &self.cells[c];
        let slot = c % self.grid.slots;
        match (kind, cell.kind) {
            (0, Kind::One) => cell.ids[0] == id,
            (1, Kind::Group) => self.grid.class[cell.ids[0] as usize * self.grid.slots + slot] == id,
            (2, Kind::Task) => cell.ids[0] == id,
            (2, Kind::Parts) => cell.ids[..cell.n as usize].contains(&id),
            (3, Kind::Parts) => cell.ids[..cell.n as usize].contains(&(SESSION | id)),
            _ => false,
        }
    }

    /// What an adult does in a slot, as items that can be removed.
    pub fn items(&self, adult: usize, slot: usize, into: &mut Vec<Item>) {
        let cell = self.cell(adult, slot);
        for &id in &cell.ids[..cell.n as usize] {
            let id = id as usize;
            into.push(match cell.kind {
                Kind::Free => continue,
                Kind::One => Item::One { adult, slot, pupil: id },
                Kind::Group => Item::Member { adult, slot, pupil: id },
                Kind::Task => Item::Task { adult, task: id },
                Kind::Parts if id >= SESSION as usize => Item::Session { adult, slot, session: id - SESSION as usize },
                Kind::Parts => Item::Task { adult, task: id },
            });
        }
    }
}

/// What one missed session weighs: three times its pupil-minutes.
fn session_worth(s: &crate::grid::GridSession) -> i64 {
    3 * i64::from(s.minutes) * s.pupils.len() as i64
}

/// The places of the bits that are set.
fn bits(mut word: u64) -> impl Iterator<Item = usize> + Clone {
    std::iter::from_fn(move || {
        let next = (word != 0).then(|| word.trailing_zeros() as usize)?;
        word &= word - 1;
        Some(next)
    })
}
