//! Steps for interventions and tasks: one more, one fewer, another time, another adult.

use super::{Hands, elsewhere, fill, force, rehome};
use crate::grid::NONE;
use crate::random::Random;
use crate::state::{Item, State, With};

/// Plans one more session of an intervention, or moves one; pupils and adult are freed for it.
pub(super) fn hold_session(state: &mut State, random: &mut Random, hands: &mut Hands) {
    let g = state.grid;
    let session = random.below(g.sessions.len());
    let Some(x) = g.sessions.get(session) else { return };
    if state.held[session] == x.dose {
        remove_a_session(state, random, session);
    }
    let Some(slot) = random.pick(&x.tries) else { return };
    let adult = match state.deliverer[session] {
        NONE => match random.pick(&x.able) {
            Some(l) => l as usize,
            None => return,
        },
        l => l as usize,
    };
    place_session(state, random, hands, adult, slot, session);
}

pub(super) fn place_session(state: &mut State, random: &mut Random, hands: &mut Hands, adult: usize, slot: usize, session: usize) -> bool {
    if !state.grid.here(adult, slot) || state.cell(adult, slot).locked || !state.open[slot] {
        return false;
    }
    hands.other.clear();
    for &p in &state.grid.sessions[session].pupils {
        let pupil = p as usize;
        let (l, item) = match state.pupil_with(pupil, slot) {
            With::One(l) => (l, Item::One { adult: l as usize, slot, pupil }),
            With::Group(l) => (l, Item::Member { adult: l as usize, slot, pupil }),
            With::Session(_) => return false,
            With::Nobody => continue,
        };
        if state.cell(l as usize, slot).locked {
            return false;
        }
        state.remove(item);
        hands.other.push(item);
    }
    force(state, random, hands, adult, slot, Item::Session { adult, slot, session });
    for i in 0..hands.other.len() {
        if let Item::One { adult, pupil, .. } | Item::Member { adult, pupil, .. } = hands.other[i] {
            elsewhere(state, random, hands, pupil);
            fill(state, random, adult, slot);
        }
    }
    true
}

/// Takes one planned session away; answers its adult and slot.
pub(super) fn remove_a_session(state: &mut State, random: &mut Random, session: usize) -> Option<(usize, usize)> {
    let slots = &state.grid.sessions[session].tries;
    let pupil = *state.grid.sessions[session].pupils.first()? as usize;
    let start = random.below(slots.len().max(1));
    for k in 0..slots.len() {
        let slot = slots[(start + k) % slots.len()];
        let adult = state.deliverer[session] as usize;
        if state.pupil_with(pupil, slot) == With::Session(session as u16) && state.open[slot] && !state.cell(adult, slot).locked {
            state.remove(Item::Session { adult, slot, session });
            return Some((adult, slot));
        }
    }
    None
}

/// Another trained adult takes the whole intervention.
pub(super) fn change_deliverer(state: &mut State, random: &mut Random, hands: &mut Hands) {
    let session = random.below(state.grid.sessions.len());
    let Some(x) = state.grid.sessions.get(session) else { return };
    let Some(adult) = random.pick(&x.able) else { return };
    let before = state.held[session];
    let mut freed = [(0, 0); 16];
    let mut n = 0;
    while n < freed.len() {
        let Some(cell) = remove_a_session(state, random, session) else { break };
        freed[n] = cell;
        n += 1;
    }
    if state.held[session] > 0 {
        return;
    }
    let start = random.below(x.tries.len().max(1));
    for k in 0..x.tries.len() {
        state.add(Item::Session { adult: adult as usize, slot: x.tries[(start + k) % x.tries.len()], session });
    }
    for _ in 0..12 {
        if state.held[session] >= before.max(1) {
            break;
        }
        let Some(slot) = random.pick(&x.tries) else { break };
        place_session(state, random, hands, adult as usize, slot, session);
    }
    for &(adult, slot) in &freed[..n] {
        fill(state, random, adult, slot);
    }
}

/// Gives a session up outright, so that its adult and pupils can do something that counts more.
pub(super) fn drop_session(state: &mut State, random: &mut Random, hands: &mut Hands) {
    if state.grid.sessions.is_empty() {
        return;
    }
    let session = random.below(state.grid.sessions.len());
    if let Some((adult, slot)) = remove_a_session(state, random, session) {
        for i in 0..state.grid.sessions[session].pupils.len() {
            elsewhere(state, random, hands, state.grid.sessions[session].pupils[i] as usize);
        }
        fill(state, random, adult, slot);
    }
}

/// Staffs a task that lacks an adult, or hands it to another.
pub(super) fn staff_task(state: &mut State, random: &mut Random, hands: &mut Hands) {
    if state.grid.tasks.is_empty() {
        return;
    }
    let Some(task) = wanting_task(state, random) else { return };
    let t = &state.grid.tasks[task];
    if state.staffed[task].len() == t.staff {
        let Some(now) = random.pick(&state.staffed[task]) else { return };
        if (t.slot..=t.end).any(|s| state.cell(now as usize, s).locked) {
            return;
        }
        state.remove(Item::Task { adult: now as usize, task });
        fill(state, random, now as usize, t.slot);
    }
    let Some(adult) = random.pick(&t.able) else { return };
    let adult = adult as usize;
    if t.spans {
        return clear_span(state, random, hands, adult, task);
    }
    force(state, random, hands, adult, t.slot, Item::Task { adult, task });
}

/// Frees every slot that a long task needs and puts the adult on it.
pub(super) fn clear_span(state: &mut State, random: &mut Random, hands: &mut Hands, adult: usize, task: usize) {
    let t = &state.grid.tasks[task];
    hands.held.clear();
    for s in t.slot..=t.end {
        if state.cell(adult, s).locked {
            return;
        }
        let from = hands.held.len();
        state.items(adult, s, &mut hands.held);
        for i in from..hands.held.len() {
            state.remove(hands.held[i]);
        }
    }
    state.add(Item::Task { adult, task });
    rehome(state, random, hands);
}

/// A task that lacks an adult, if a few looks find one; else any that may change.
fn wanting_task(state: &State, random: &mut Random) -> Option<usize> {
    let mut any = None;
    for _ in 0..16 {
        let task = random.below(state.grid.tasks.len());
        let t = &state.grid.tasks[task];
        if !state.open[t.slot] {
            continue;
        }
        any = Some(task);
        if state.staffed[task].len() < t.staff {
            return any;
        }
    }
    any
}
