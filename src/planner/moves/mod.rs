//! The steps of the search. Each proposes one change that a person would propose (give this pupil that
//! adult, hand the displaced work on, swap two adults) and leaves the rest to its judge.

mod mix;
mod packing;
mod sessions;
mod trades;

use crate::grid::NONE;
use crate::random::Random;
use crate::state::{Item, Kind, State, With};
pub use mix::Mix;
use mix::Step;
use packing::{Packing, repack};
use sessions::{change_deliverer, drop_session, hold_session, staff_task};
use trades::{crowd, regroup, shift, swap_slots, trade, trade_day};

/// Room for what a step takes up and puts down, kept between steps.
#[derive(Default)]
pub struct Hands {
    held: Vec<Item>,
    other: Vec<Item>,
    /// One step in so many goes back towards the plan in force, where there is one.
    pub back: usize,
    pub mix: Mix,
    packing: Packing,
}

/// Proposes one random change on the state. It may turn out worse; the caller undoes it then.
pub fn propose(state: &mut State, random: &mut Random, hands: &mut Hands) {
    match (state.grid.adults, state.grid.pupils) {
        (0, _) => return,
        // Nobody to support: there are tasks to staff, if that.
        (_, 0) => return staff_task(state, random, hands),
        _ => {}
    }
    if !state.before.is_empty() && random.below(hands.back.max(1)) == 0 {
        return put_back(state, random, hands);
    }
    match hands.mix.pick(random) {
        Step::Give => give(state, random, hands),
        Step::DropAndFill => drop_and_fill(state, random, hands),
        Step::Shift => shift(state, random, hands),
        Step::SwapSlots => swap_slots(state, random),
        Step::Trade => trade(state, random, hands),
        Step::TradeDay => trade_day(state, random, hands),
        Step::Crowd => crowd(state, random),
        Step::Regroup => regroup(state, random),
        Step::Hold => hold_session(state, random, hands),
        Step::ChangeDeliverer => change_deliverer(state, random, hands),
        Step::DropSession => drop_session(state, random, hands),
        Step::StaffTask => staff_task(state, random, hands),
    }
}

/// Gives a pupil who is short an adult in a slot, alone or shared, and hands on what the adult did there.
fn give(state: &mut State, random: &mut Random, hands: &mut Hands) {
    let Some(pupil) = short_pupil(state, random) else { return };
    let alone = state.missed_one(pupil) > 0;
    let Some(slot) = bare_slot(state, random, pupil, alone) else { return };
    match state.pupil_with(pupil, slot) {
        With::Nobody => {}
        With::Group(l) if alone && !state.cell(l as usize, slot).locked => {
            let item = Item::Member { adult: l as usize, slot, pupil };
            state.remove(item);
            if state.cell(l as usize, slot).kind == Kind::Free && state.add(Item::One { adult: l as usize, slot, pupil }) {
                return;
            }
        }
        _ => return,
    }
    if !alone && (join_group(state, random, pupil, slot) || repack(state, hands, pupil, slot)) {
        return;
    }
    let Some(adult) = likely_adult(state, random, pupil, slot) else { return };
    let item = if alone { Item::One { adult, slot, pupil } } else { Item::Member { adult, slot, pupil } };
    force(state, random, hands, adult, slot, item);
}

/// A slot in which the pupil could have more than they have, if a few looks find one.
fn bare_slot(state: &State, random: &mut Random, pupil: usize, alone: bool) -> Option<usize> {
    for _ in 0..3 {
        let slot = random.pick(&state.grid.wanted[pupil])?;
        let bare = match state.pupil_with(pupil, slot) {
            With::Nobody => true,
            With::Group(_) => alone,
            With::One(_) | With::Session(_) => false,
        };
        if bare && state.open[slot] {
            return Some(slot);
        }
    }
    None
}

/// Some pupil whose minutes are not met; looks a few times before it gives up.
fn short_pupil(state: &State, random: &mut Random) -> Option<usize> {
    for _ in 0..8 + state.grid.pupils / 8 {
        let p = random.below(state.grid.pupils);
        if state.missed_one(p) + state.missed_shared(p) > 0 {
            return Some(p);
        }
    }
    None
}

/// An adult at work who may support the pupil: often the key worker or the team, else anyone.
fn likely_adult(state: &State, random: &mut Random, pupil: usize, slot: usize) -> Option<usize> {
    let g = state.grid;
    let able = &g.able[pupil];
    let far = if random.below(2) == 0 { 1 } else { 3 };
    for _ in 0..6 {
        let l = random.pick(able)? as usize;
        if g.here(l, slot) && !state.cell(l, slot).locked && g.distance[l * g.pupils + pupil] <= far {
            return Some(l);
        }
    }
    None
}

/// Lets a pupil join a group of their own class in the slot.
fn join_group(state: &mut State, random: &mut Random, pupil: usize, slot: usize) -> bool {
    let g = state.grid;
    let class = g.class[pupil * g.slots + slot];
    if class == NONE {
        return false;
    }
    let mates = &g.in_class[class as usize * g.slots + slot];
    let start = random.below(mates.len().max(1));
    for k in 0..mates.len() {
        let mate = mates[(start + k) % mates.len()] as usize;
        if let With::Group(l) = state.pupil_with(mate, slot)
            && state.add(Item::Member { adult: l as usize, slot, pupil })
        {
            return true;
        }
    }
    false
}

/// Makes room for an item, adds it, and rehomes what had to go.
fn force(state: &mut State, random: &mut Random, hands: &mut Hands, adult: usize, slot: usize, item: Item) {
    if state.cell(adult, slot).locked || !state.open[slot] {
        return;
    }
    if state.add(item) {
        return;
    }
    hands.held.clear();
    state.items(adult, slot, &mut hands.held);
    for i in 0..hands.held.len() {
        state.remove(hands.held[i]);
    }
    let added = state.add(item) || (make_room(state, random, hands, adult, slot, item) && state.add(item));
    if added {
        // Whose place this takes cannot be in vain: classmates who are short come along.
        if let Item::Member { pupil, .. } = item {
            gather(state, adult, slot, pupil);
        }
        rehome(state, random, hands);
    }
}

/// Gives up one other thing of the adult that stands in the way: the other half of the lunch, a long run
/// of one-to-one, or anything when the contract is full.
fn make_room(state: &mut State, random: &mut Random, hands: &mut Hands, adult: usize, slot: usize, item: Item) -> bool {
    let g = state.grid;
    let day = g.day_of[slot];
    let lunch = g.lunches[day].contains(&slot);
    let full = state.contact[adult] + g.minutes[slot] > g.contract[adult];
    let alone = matches!(item, Item::One { .. }) && !state.keeps_run(adult, slot);
    for _ in 0..6 {
        let s = if lunch && !full {
            match random.pick(&g.lunches[day]) {
                Some(s) => s,
                None => return false,
            }
        } else if alone {
            g.day_slots[day][random.below(g.day_slots[day].len())]
        } else {
            match random.pick(&g.focus) {
                Some(s) => s,
                None => return false,
            }
        };
        let cell = state.cell(adult, s);
        if s == slot || !state.open[s] || cell.locked || cell.kind == Kind::Free || (alone && !full && cell.kind != Kind::One) {
            continue;
        }
        let from = hands.held.len();
        state.items(adult, s, &mut hands.held);
        for i in from..hands.held.len() {
            state.remove(hands.held[i]);
        }
        return true;
    }
    false
}

/// Finds somebody else, or another time, for everything in the hands; what finds no home stays undone.
fn rehome(state: &mut State, random: &mut Random, hands: &mut Hands) {
    for i in 0..hands.held.len() {
        match hands.held[i] {
            Item::One { slot, pupil, .. } => {
                if !by_anyone(state, random, slot, pupil, true) {
                    elsewhere(state, random, hands, pupil);
                }
            }
            Item::Member { slot, pupil, .. } => {
                if !join_group(state, random, pupil, slot) && !by_anyone(state, random, slot, pupil, false) {
                    elsewhere(state, random, hands, pupil);
                }
            }
            Item::Task { task, .. } => {
                let able = &state.grid.tasks[task].able;
                let start = random.below(able.len().max(1));
                (0..able.len()).any(|k| state.add(Item::Task { adult: able[(start + k) % able.len()] as usize, task }));
            }
            Item::Session { session, adult, .. } => {
                let slots = &state.grid.sessions[session].tries;
                let start = random.below(slots.len().max(1));
                let again = (0..slots.len()).any(|k| state.add(Item::Session { adult, slot: slots[(start + k) % slots.len()], session }));
                // What nobody has begun may go to anybody who may give it.
                if !again && state.held[session] == 0 {
                    let able = &state.grid.sessions[session].able;
                    let first = random.below(able.len().max(1));
                    (0..able.len()).any(|k| {
                        let adult = able[(first + k) % able.len()] as usize;
                        slots.iter().any(|&slot| state.add(Item::Session { adult, slot, session }))
                    });
                }
            }
        }
    }
}

/// Any free adult for a pupil in a slot: the key worker and the team first.
fn by_anyone(state: &mut State, random: &mut Random, slot: usize, pupil: usize, alone: bool) -> bool {
    let g = state.grid;
    if state.pupil_with(pupil, slot) != With::Nobody {
        return false;
    }
    let fits = |l: &usize| state.is_free(*l, slot) && (!alone || state.keeps_run(*l, slot));
    let near = g.near[pupil].iter().map(|l| *l as usize).find(fits);
    let from = random.below(g.adults);
    let Some(adult) = near.or_else(|| state.idle_for(pupil, slot, from).find(fits)) else { return false };
    state.add(if alone { Item::One { adult, slot, pupil } } else { Item::Member { adult, slot, pupil } })
}

/// Another slot for a pupil who is short, tried a few times.
fn elsewhere(state: &mut State, random: &mut Random, hands: &mut Hands, pupil: usize) -> bool {
    for _ in 0..4 {
        let Some(slot) = random.pick(&state.grid.wanted[pupil]) else { return false };
        if !state.open[slot] || state.pupil_with(pupil, slot) != With::Nobody {
            continue;
        }
        let alone = state.missed_one(pupil) > 0;
        if !alone && state.missed_shared(pupil) == 0 {
            return false;
        }
        if (!alone && (join_group(state, random, pupil, slot) || repack(state, hands, pupil, slot)))
            || by_anyone(state, random, slot, pupil, alone)
        {
            return true;
        }
    }
    false
}

/// Gives up one thing and lets the freed adult do the best of a few others.
fn drop_and_fill(state: &mut State, random: &mut Random, hands: &mut Hands) {
    let Some((adult, slot)) = busy_cell(state, random) else { return };
    take_up(state, hands, adult, slot);
    if random.below(2) == 0 {
        fill(state, random, adult, slot);
    }
    rehome(state, random, hands);
    fill(state, random, adult, slot);
}

fn busy_cell(state: &State, random: &mut Random) -> Option<(usize, usize)> {
    for _ in 0..8 {
        let adult = random.below(state.grid.adults);
        let slot = random.pick(&state.grid.focus)?;
        let cell = state.cell(adult, slot);
        if cell.kind != Kind::Free && !cell.locked && state.open[slot] {
            return Some((adult, slot));
        }
    }
    None
}

fn take_up(state: &mut State, hands: &mut Hands, adult: usize, slot: usize) {
    hands.held.clear();
    state.items(adult, slot, &mut hands.held);
    for i in 0..hands.held.len() {
        state.remove(hands.held[i]);
    }
}

/// Puts a free adult with a pupil who is short in this slot.
fn fill(state: &mut State, random: &mut Random, adult: usize, slot: usize) {
    if !state.is_free(adult, slot) || state.grid.pupils == 0 {
        return;
    }
    for _ in 0..8 {
        let p = random.below(state.grid.pupils);
        if state.missed_one(p) > 0 && state.add(Item::One { adult, slot, pupil: p }) {
            return;
        }
        if state.missed_shared(p) > 0 && state.add(Item::Member { adult, slot, pupil: p }) {
            gather(state, adult, slot, p);
            return;
        }
    }
}

/// Lets classmates who are short join the group that has just been made.
fn gather(state: &mut State, adult: usize, slot: usize, pupil: usize) {
    let g = state.grid;
    let class = g.class[pupil * g.slots + slot] as usize;
    for &mate in &g.in_class[class * g.slots + slot] {
        if state.missed_shared(mate as usize) > 0 {
            state.add(Item::Member { adult, slot, pupil: mate as usize });
        }
    }
}

/// Lets an adult do again what the base plan had them do in a slot.
fn put_back(state: &mut State, random: &mut Random, hands: &mut Hands) {
    let slots = state.grid.slots;
    for _ in 0..16 {
        let Some(slot) = random.pick(&state.grid.focus) else { return };
        let adult = random.below(state.grid.adults);
        let c = adult * slots + slot;
        if state.given_up(c) == 0 || !state.open[slot] || state.cells[c].locked {
            continue;
        }
        take_up(state, hands, adult, slot);
        for i in 0..state.before[c].len() {
            let item = state.before[c][i];
            free_from_others(state, item);
            state.add(item);
        }
        return rehome(state, random, hands);
    }
}

/// Takes a pupil, a task or a session from whoever has it, so that the item can be added.
fn free_from_others(state: &mut State, item: Item) {
    match item {
        Item::One { slot, pupil, .. } | Item::Member { slot, pupil, .. } => match state.pupil_with(pupil, slot) {
            With::One(l) if !state.cell(l as usize, slot).locked => state.remove(Item::One { adult: l as usize, slot, pupil }),
            With::Group(l) if !state.cell(l as usize, slot).locked => state.remove(Item::Member { adult: l as usize, slot, pupil }),
            _ => {}
        },
        Item::Task { task, .. } => {
            if let Some(&l) = state.staffed[task].first() {
                let slot = state.grid.tasks[task].slot;
                if !state.cell(l as usize, slot).locked {
                    state.remove(Item::Task { adult: l as usize, task });
                }
            }
        }
        Item::Session { slot, session, .. } => {
            let pupil = state.grid.sessions[session].pupils[0] as usize;
            let l = state.deliverer[session];
            if l != NONE && state.pupil_with(pupil, slot) == With::Session(session as u16) && !state.cell(l as usize, slot).locked {
                state.remove(Item::Session { adult: l as usize, slot, session });
            }
        }
    }
}
