//! Steps that pack the groups of one class anew, so that the same adults take more pupils.

use super::Hands;
use crate::grid::{Grid, NONE};
use crate::state::{Item, State, With};

/// More groups of one class in one slot than these are not packed anew.
const GROUPS: usize = 4;

/// The groups of a class in a slot: who is in them and who leads them.
#[derive(Default)]
pub struct Packing {
    pupils: Vec<usize>,
    adults: Vec<usize>,
    /// For each group, in the order in which pupils are packed, the first pupil and the adult.
    groups: Vec<(usize, usize)>,
}

impl Packing {
    /// The groups of the pupil's class as they stand; none where there are fewer than two, or too many.
    fn gather(&mut self, state: &State, pupil: usize, slot: usize) -> bool {
        let g = state.grid;
        let class = g.class[pupil * g.slots + slot];
        self.pupils.clear();
        self.adults.clear();
        if class == NONE {
            return false;
        }
        for &mate in &g.in_class[class as usize * g.slots + slot] {
            if let With::Group(l) = state.pupil_with(mate as usize, slot) {
                let adult = l as usize;
                if state.cell(adult, slot).locked {
                    return false;
                }
                self.pupils.push(mate as usize);
                if !self.adults.contains(&adult) {
                    self.adults.push(adult);
                }
            }
        }
        (2..=GROUPS).contains(&self.adults.len())
    }

    /// Packs all pupils into groups, those first who may share with the fewest, and finds each group an adult.
    fn pack(&mut self, grid: &Grid) -> bool {
        self.pupils.sort_unstable_by_key(|&p| grid.ratio[p]);
        self.groups.clear();
        let mut first = 0;
        while first < self.pupils.len() {
            self.groups.push((first, usize::MAX));
            first += grid.ratio[self.pupils[first]];
        }
        self.groups.len() <= self.adults.len() && self.led(grid, 0)
    }

    /// Finds adults for the groups from this one on.
    fn led(&mut self, grid: &Grid, k: usize) -> bool {
        if k == self.groups.len() {
            return true;
        }
        for i in 0..self.adults.len() {
            let adult = self.adults[i];
            let taken = self.groups[..k].iter().any(|g| g.1 == adult);
            if !taken && self.members(k).iter().all(|&p| grid.may_support(adult, p)) {
                self.groups[k].1 = adult;
                if self.led(grid, k + 1) {
                    return true;
                }
            }
        }
        false
    }

    fn members(&self, k: usize) -> &[usize] {
        let end = self.groups.get(k + 1).map_or(self.pupils.len(), |g| g.0);
        &self.pupils[self.groups[k].0..end]
    }
}

/// Lets a pupil into the groups of their class by packing all of them anew.
pub(super) fn repack(state: &mut State, hands: &mut Hands, pupil: usize, slot: usize) -> bool {
    let packing = &mut hands.packing;
    if state.pupil_with(pupil, slot) != With::Nobody || !state.open[slot] || !packing.gather(state, pupil, slot) {
        return false;
    }
    packing.pupils.push(pupil);
    if !packing.pack(state.grid) {
        return false;
    }
    let mark = state.mark();
    for &p in packing.pupils.iter().filter(|p| **p != pupil) {
        if let With::Group(l) = state.pupil_with(p, slot) {
            state.remove(Item::Member { adult: l as usize, slot, pupil: p });
        }
    }
    for k in 0..packing.groups.len() {
        let adult = packing.groups[k].1;
        for &p in packing.members(k) {
            if !state.add(Item::Member { adult, slot, pupil: p }) {
                state.undo_to(mark);
                return false;
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::Grid;
    use crate::problem::Problem;
    use crate::sample::{Size, sample};

    /// A lesson of one class: pupils who may share among so many, and adults who may support them all.
    fn lesson(ratios: &[usize], adults: usize) -> Problem {
        let mut problem = sample(Size::Primary, 1, 0.8);
        let (slot, minutes) = problem.slots.iter().find(|s| s.kind == crate::problem::SlotKind::Period).map(|s| (s.id, s.minutes)).unwrap();
        problem.tasks.clear();
        problem.interventions.clear();
        problem.lsas.truncate(adults);
        problem.lsas.iter_mut().for_each(|l| l.hours.fill(Some((0, 24 * 60))));
        problem.pupils.truncate(ratios.len());
        for (p, ratio) in problem.pupils.iter_mut().zip(ratios) {
            p.classes.fill(Some(0));
            p.weights.fill(1);
            (p.one_to_one_minutes, p.shared_minutes, p.max_ratio) = (0, minutes, *ratio);
            p.required_skills.clear();
            p.avoid.clear();
            (p.key_worker, p.team) = (None, Vec::new());
        }
        assert_eq!(slot, 0, "the first slot of the day is a lesson");
        problem
    }

    /// Pupils as they stand with adults in that lesson.
    fn standing<'g>(grid: &'g Grid, groups: &[(usize, usize)]) -> State<'g> {
        let mut state = State::new(grid);
        for &(adult, pupil) in groups {
            assert!(state.add(Item::Member { adult, slot: 0, pupil }));
        }
        state
    }

    #[test]
    fn a_pupil_fits_in_when_the_groups_of_the_class_are_packed_anew() {
        // Each of two groups has somebody who may share among two only, so neither takes a third.
        let problem = lesson(&[2, 2, 3, 3, 3], 2);
        let grid = Grid::new(&problem);
        let mut state = standing(&grid, &[(0, 0), (0, 2), (1, 1), (1, 3)]);
        let mut hands = Hands::default();
        assert!(!state.can(Item::Member { adult: 0, slot: 0, pupil: 4 }) && !state.can(Item::Member { adult: 1, slot: 0, pupil: 4 }));
        assert!(repack(&mut state, &mut hands, 4, 0));
        assert!((0..5).all(|p| state.pupil_with(p, 0) != With::Nobody), "everybody has a place");
        assert_eq!(state.pupil_with(0, 0), state.pupil_with(1, 0), "those who may share among two share one adult");
    }

    #[test]
    fn nothing_moves_where_packing_anew_does_not_help() {
        let problem = lesson(&[2, 2, 2, 2, 2], 2);
        let grid = Grid::new(&problem);
        let mut state = standing(&grid, &[(0, 0), (0, 1), (1, 2), (1, 3)]);
        let before = state.with.clone();
        assert!(!repack(&mut state, &mut Hands::default(), 4, 0));
        assert_eq!(state.with, before);
    }
}
