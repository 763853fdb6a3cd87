//! Steps that trade: a pupil's slot for another, one adult for another.

use super::{Hands, busy_cell, by_anyone, fill, force, join_group, likely_adult, take_up};
use crate::random::Random;
use crate::state::{Item, Kind, State, With};

/// Moves one pupil's support to another slot, often one that matters more.
pub(super) fn shift(state: &mut State, random: &mut Random, hands: &mut Hands) {
    let g = state.grid;
    let pupil = random.below(g.pupils);
    let (Some(from), Some(to)) = (low_slot(state, random, pupil), random.pick(&g.wanted[pupil])) else { return };
    if from == to || !state.open[from] || !state.open[to] || state.pupil_with(pupil, to) != With::Nobody {
        return;
    }
    let (item, adult, alone) = match state.pupil_with(pupil, from) {
        With::One(l) => (Item::One { adult: l as usize, slot: from, pupil }, l as usize, true),
        With::Group(l) => (Item::Member { adult: l as usize, slot: from, pupil }, l as usize, false),
        _ => return,
    };
    if state.cell(adult, from).locked || (g.weight[pupil * g.slots + to] < g.weight[pupil * g.slots + from] && random.below(8) > 0) {
        return;
    }
    state.remove(item);
    let there = if alone { Item::One { adult, slot: to, pupil } } else { Item::Member { adult, slot: to, pupil } };
    if (alone || !join_group(state, random, pupil, to)) && !state.add(there) && !by_anyone(state, random, to, pupil, alone) {
        let Some(other) = likely_adult(state, random, pupil, to) else { return };
        let there = if alone { Item::One { adult: other, slot: to, pupil } } else { Item::Member { adult: other, slot: to, pupil } };
        force(state, random, hands, other, to, there);
    }
    fill(state, random, adult, from);
}

/// Two pupils change slots: one moves to a slot that matters more to them, and whoever the adult there was
/// with takes the slot left free.
pub(super) fn swap_slots(state: &mut State, random: &mut Random) {
    let g = state.grid;
    let pupil = random.below(g.pupils);
    let weight = |p: usize, s: usize| g.weight[p * g.slots + s];
    let (Some(from), Some(to)) = (low_slot(state, random, pupil), random.pick(&g.wanted[pupil])) else { return };
    if state.pupil_with(pupil, to) != With::Nobody || weight(pupil, to) < weight(pupil, from) || !state.open[from] || !state.open[to] {
        return;
    }
    let (adult, alone) = match state.pupil_with(pupil, from) {
        With::One(l) => (l as usize, true),
        With::Group(l) => (l as usize, false),
        _ => return,
    };
    let Some((other, mate)) = lone_support(state, random, pupil, adult, to, from) else { return };
    if state.cell(adult, from).locked || state.cell(other, to).locked {
        return;
    }
    let mate_alone = state.cell(other, to).kind == Kind::One;
    state.remove(support(alone, adult, from, pupil));
    state.remove(support(mate_alone, other, to, mate));
    if !state.add(support(alone, other, to, pupil)) {
        by_anyone(state, random, to, pupil, alone);
    }
    if (mate_alone || !join_group(state, random, mate, from)) && !state.add(support(mate_alone, adult, from, mate)) {
        let placed = by_anyone(state, random, from, mate, mate_alone);
        if !placed && (mate_alone || !join_group(state, random, mate, to)) {
            by_anyone(state, random, to, mate, mate_alone);
        }
    }
}

/// One of the pupil's supported slots, the least important of a few.
pub(super) fn low_slot(state: &State, random: &mut Random, pupil: usize) -> Option<usize> {
    let g = state.grid;
    let mut low: Option<usize> = None;
    for _ in 0..5 {
        let s = random.pick(&g.wanted[pupil])?;
        let supported = matches!(state.pupil_with(pupil, s), With::One(_) | With::Group(_));
        if supported && low.is_none_or(|l| g.weight[pupil * g.slots + s] < g.weight[pupil * g.slots + l]) {
            low = Some(s);
        }
    }
    low
}

/// An adult who may support the pupil and is with exactly one other pupil in a slot, who could be
/// supported in the slot `from` instead.
pub(super) fn lone_support(
    state: &State,
    random: &mut Random,
    pupil: usize,
    adult: usize,
    to: usize,
    from: usize,
) -> Option<(usize, usize)> {
    let g = state.grid;
    for k in 0..8 {
        let l = if k == 0 { adult } else { random.below(g.adults) };
        let cell = state.cell(l, to);
        let lone = cell.kind == Kind::One || (cell.kind == Kind::Group && cell.n == 1);
        let mate = cell.ids[0] as usize;
        if lone && g.may_support(l, pupil) && g.weight[mate * g.slots + from] > 0 && state.pupil_with(mate, from) == With::Nobody {
            return Some((l, mate));
        }
    }
    None
}

pub(super) fn support(alone: bool, adult: usize, slot: usize, pupil: usize) -> Item {
    if alone { Item::One { adult, slot, pupil } } else { Item::Member { adult, slot, pupil } }
}

/// Two adults change places in one slot.
pub(super) fn trade(state: &mut State, random: &mut Random, hands: &mut Hands) {
    let g = state.grid;
    let Some((a, slot)) = busy_cell(state, random) else { return };
    let cell = state.cell(a, slot);
    let b = match cell.kind {
        Kind::One | Kind::Group if random.below(4) > 0 => {
            let pupil = cell.ids[random.below(cell.n as usize)] as usize;
            let Some(b) = likely_adult(state, random, pupil, slot) else { return };
            b
        }
        _ => random.below(g.adults),
    };
    exchange(state, hands, a, b, slot);
}

/// Everything of `a` in the slot goes to `b` and the other way round; what does not fit is left off.
pub(super) fn exchange(state: &mut State, hands: &mut Hands, a: usize, b: usize, slot: usize) -> bool {
    let locked = state.cell(a, slot).locked || state.cell(b, slot).locked;
    if a == b || locked || !state.grid.here(a, slot) || !state.grid.here(b, slot) || !state.open[slot] {
        return false;
    }
    hands.other.clear();
    state.items(b, slot, &mut hands.other);
    take_up(state, hands, a, slot);
    for i in 0..hands.other.len() {
        state.remove(hands.other[i]);
    }
    let mut all = true;
    for i in 0..hands.held.len() {
        all &= state.add(moved(hands.held[i], b));
    }
    for i in 0..hands.other.len() {
        all &= state.add(moved(hands.other[i], a));
    }
    all
}

pub(super) fn moved(item: Item, to: usize) -> Item {
    match item {
        Item::One { slot, pupil, .. } => Item::One { adult: to, slot, pupil },
        Item::Member { slot, pupil, .. } => Item::Member { adult: to, slot, pupil },
        Item::Task { task, .. } => Item::Task { adult: to, task },
        Item::Session { slot, session, .. } => Item::Session { adult: to, slot, session },
    }
}

/// Two adults change places for a run of slots of one day, as far as each change fits.
pub(super) fn trade_day(state: &mut State, random: &mut Random, hands: &mut Hands) {
    let g = state.grid;
    let Some((a, slot)) = busy_cell(state, random) else { return };
    let b = random.below(g.adults);
    let day = &g.day_slots[g.day_of[slot]];
    let first = random.below(day.len());
    let last = first + 1 + random.below(day.len() - first);
    for &s in &day[first..last] {
        let mark = state.mark();
        if !exchange(state, hands, a, b, s) {
            state.undo_to(mark);
        }
    }
}

/// A pupil leaves one adult for another group or a free adult in the same slot.
pub(super) fn regroup(state: &mut State, random: &mut Random) {
    let g = state.grid;
    let pupil = random.below(g.pupils);
    let Some(slot) = random.pick(&g.wanted[pupil]) else { return };
    let With::Group(l) = state.pupil_with(pupil, slot) else { return };
    if state.cell(l as usize, slot).locked || !state.open[slot] {
        return;
    }
    state.remove(Item::Member { adult: l as usize, slot, pupil });
    if random.below(2) == 0 || !join_group(state, random, pupil, slot) {
        by_anyone(state, random, slot, pupil, false);
    }
    fill(state, random, l as usize, slot);
}

/// Moves a pupil's lesson with an adult of their own into a group of the class in another slot, and lets the
/// freed adult do something else, there or at another time.
pub(super) fn crowd(state: &mut State, random: &mut Random) {
    let g = state.grid;
    let pupil = random.below(g.pupils);
    let Some(from) = lone_slot(state, random, pupil) else { return };
    let With::Group(adult) = state.pupil_with(pupil, from) else { return };
    let adult = adult as usize;
    let wanted = &g.wanted[pupil];
    let start = random.below(wanted.len());
    for k in 0..wanted.len() {
        let to = wanted[(start + k) % wanted.len()];
        if !state.open[to] || state.pupil_with(pupil, to) != With::Nobody || !join_group(state, random, pupil, to) {
            continue;
        }
        state.remove(Item::Member { adult, slot: from, pupil });
        fill(state, random, adult, from);
        if let Some(slot) = random.pick(&g.focus)
            && state.cell(adult, from).kind == Kind::Free
        {
            fill(state, random, adult, slot);
        }
        return;
    }
}

/// A slot in which the pupil is the only one of their group.
fn lone_slot(state: &State, random: &mut Random, pupil: usize) -> Option<usize> {
    let wanted = &state.grid.wanted[pupil];
    let start = random.below(wanted.len().max(1));
    (0..wanted.len()).map(|k| wanted[(start + k) % wanted.len()]).find(|&slot| {
        let With::Group(l) = state.pupil_with(pupil, slot) else { return false };
        let cell = state.cell(l as usize, slot);
        cell.n == 1 && !cell.locked && state.open[slot]
    })
}
