//! Gives names to what the coverage master decided: tasks and sessions first, then in each slot the
//! cheapest matching of adults to pupils and groups. What finds no adult is left to the search.

use crate::grid::NONE;
use crate::matching::{Piece, match_adults};
use crate::places;
use crate::state::{Item, Kind, State, With};
use std::collections::{BTreeMap, BTreeSet};

/// What the master decides, before it has names.
#[derive(Default, Debug, Clone)]
pub struct Cover {
    pub alone: Vec<(usize, usize)>,
    pub shared: Vec<(usize, usize)>,
    pub tasks: Vec<(usize, usize)>,
    pub sessions: Vec<(usize, usize)>,
    pub deliverers: Vec<(usize, usize)>,
    /// By adult and slot who has one pupil and who leads a group; empty where the master only counts adults.
    /// With these nobody's contract, lunch or run is at stake.
    pub ones: BTreeSet<(usize, usize)>,
    pub leads: BTreeSet<(usize, usize)>,
}

impl Cover {
    /// Whether the master has this adult in mind for such work in the slot.
    pub fn means(&self, alone: bool, adult: usize, slot: usize) -> bool {
        let meant = if alone { &self.ones } else { &self.leads };
        meant.is_empty() || meant.contains(&(adult, slot))
    }
}

/// Fills an empty state with a cover, as far as the rules allow.
pub fn name(state: &mut State, cover: &Cover) {
    for &(task, adult) in &cover.tasks {
        state.add(Item::Task { adult, task });
    }
    sessions(state, cover);
    tasks(state);
    for slot in 0..state.grid.slots {
        supports(state, cover, slot);
    }
    state.forget();
}

/// Tasks for which the cover had no names: the adult with most time left takes each.
fn tasks(state: &mut State) {
    let g = state.grid;
    let mut order: Vec<usize> = (0..g.tasks.len()).collect();
    order.sort_by_key(|&t| g.tasks[t].able.len());
    for task in order {
        let mut able: Vec<usize> = g.tasks[task].able.iter().map(|l| *l as usize).collect();
        able.sort_by_key(|&l| {
            (g.able.iter().filter(|a| a.contains(&(l as u16)) && a.len() < g.adults).count(), state.contact[l] - g.contract[l])
        });
        for adult in able {
            if state.staffed[task].len() == g.tasks[task].staff {
                break;
            }
            state.add(Item::Task { adult, task });
        }
    }
}

/// The deliverer is the cover's, or whoever fits the most of its sessions.
fn sessions(state: &mut State, cover: &Cover) {
    let g = state.grid;
    let chosen: BTreeMap<usize, usize> = cover.deliverers.iter().copied().collect();
    let mut order: Vec<usize> = (0..g.sessions.len()).collect();
    order.sort_by_key(|&i| (!g.sessions[i].statutory, g.sessions[i].able.len()));
    for session in order {
        let slots: Vec<usize> = cover.sessions.iter().filter(|s| s.0 == session).map(|s| s.1).collect();
        let fits = |state: &mut State, adult: usize| {
            let mark = state.mark();
            let n = slots.iter().filter(|&&slot| state.add(Item::Session { adult, slot, session })).count();
            state.undo_to(mark);
            n
        };
        let best = chosen.get(&session).copied().or_else(|| {
            g.sessions[session].able.iter().map(|l| *l as usize).max_by_key(|&l| (fits(state, l), g.contract[l] - state.contact[l]))
        });
        if let Some(adult) = best {
            slots.iter().for_each(|&slot| {
                state.add(Item::Session { adult, slot, session });
            });
        }
    }
}

/// Pupils and groups of one slot with the adults who are free in it: matched quickly, and where that leaves
/// somebody without, worked out exactly.
fn supports(state: &mut State, cover: &Cover, slot: usize) {
    let mark = state.mark();
    matched(state, cover, slot);
    let without = lost(state, cover, slot);
    if without > 0 && !cover.ones.is_empty() {
        let quick = state.clone();
        state.undo_to(mark);
        for item in places::best(state, cover, slot) {
            state.add(item);
        }
        if lost(state, cover, slot) > without {
            *state = quick;
        }
    }
}

/// How many lessons of the cover have no adult in the slot.
fn lost(state: &State, cover: &Cover, slot: usize) -> usize {
    let without = |x: &&(usize, usize)| x.1 == slot && state.pupil_with(x.0, slot) == With::Nobody;
    cover.alone.iter().chain(&cover.shared).filter(without).count()
}

fn matched(state: &mut State, cover: &Cover, slot: usize) {
    let g = state.grid;
    let mut work: Vec<Piece> = cover.alone.iter().filter(|x| x.1 == slot).map(|x| Piece::Alone(x.0)).collect();
    work.extend(groups(state, cover, slot).into_iter().map(Piece::Group));
    let meant = |piece: &Piece, adult| cover.means(matches!(piece, Piece::Alone(_)), adult, slot);
    match_adults(state, slot, &work, &|_, piece, adult| if meant(piece, adult) { 0 } else { NOT_MEANT });
    for piece in work {
        let Piece::Group(members) = piece else { continue };
        for pupil in members {
            if state.pupil_with(pupil, slot) == With::Nobody {
                (0..g.adults).any(|adult| state.cell(adult, slot).kind == Kind::Group && state.add(Item::Member { adult, slot, pupil }));
            }
        }
    }
}

/// An adult who is not meant for the work comes last.
const NOT_MEANT: i64 = 20_000;

/// Packs the pupils of each class into as few groups as their ratios allow.
fn groups(state: &State, cover: &Cover, slot: usize) -> Vec<Vec<usize>> {
    let g = state.grid;
    let mut by_class: BTreeMap<u16, Vec<usize>> = BTreeMap::new();
    for &(p, _) in cover.shared.iter().filter(|y| y.1 == slot) {
        by_class.entry(g.class[p * g.slots + slot]).or_default().push(p);
    }
    let mut groups = Vec::new();
    for (class, mut members) in by_class {
        debug_assert_ne!(class, NONE);
        members.sort_by_key(|&p| g.ratio[p]);
        let mut open: Vec<Vec<usize>> = Vec::new();
        for p in members {
            let leader = |group: &[usize]| {
                let all = |l: usize| g.may_support(l, p) && group.iter().all(|&m| g.may_support(l, m));
                (0..g.adults).any(|l| all(l) && g.here(l, slot) && cover.means(false, l, slot))
            };
            let room = |group: &[usize]| group.len() < g.ratio[p] && group.iter().all(|&m| group.len() < g.ratio[m]);
            let fits = open.iter_mut().find(|group| room(group) && leader(group));
            match fits {
                Some(group) => group.push(p),
                None => open.push(vec![p]),
            }
        }
        groups.extend(open);
    }
    groups
}
