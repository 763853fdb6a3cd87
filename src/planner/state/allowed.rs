//! The hard rules as the search asks them: whether an item can be added as things stand.

use super::{Item, Kind, ROOM, State, With};
use crate::grid::NONE;

impl State<'_> {
    /// Whether an adult could start something that takes a whole slot.
    pub fn is_free(&self, adult: usize, slot: usize) -> bool {
        let g = self.grid;
        g.here(adult, slot)
            && self.open[slot]
            && self.cell(adult, slot).kind == Kind::Free
            && self.contact[adult] + g.minutes[slot] <= g.contract[adult]
            && self.keeps_lunch(adult, slot)
    }

    /// Whether one half of the lunch stays free when this slot is worked.
    fn keeps_lunch(&self, adult: usize, slot: usize) -> bool {
        let g = self.grid;
        let day = g.day_of[slot];
        if !g.owed_lunch[adult * g.days + day] || !g.lunches[day].contains(&slot) {
            return true;
        }
        g.lunches[day].iter().any(|&s| s != slot && self.cell(adult, s).kind == Kind::Free)
    }

    /// Whether the run of one-to-one periods stays within the limit when this one is added.
    pub fn keeps_run(&self, adult: usize, slot: usize) -> bool {
        let g = self.grid;
        if !g.is_period[slot] {
            return true;
        }
        let (mut run, limit) = (0, g.longest_run[adult]);
        for &s in &g.day_slots[g.day_of[slot]] {
            if g.is_period[s] {
                run = if s == slot || self.cell(adult, s).kind == Kind::One { run + 1 } else { 0 };
                if run > limit {
                    return false;
                }
            } else if g.lunches[g.day_of[slot]].contains(&s) {
                run = 0;
            }
        }
        true
    }

    /// Whether an item can be added as things stand.
    pub fn can(&self, item: Item) -> bool {
        let g = self.grid;
        match item {
            Item::One { adult, slot, pupil } => {
                g.one_to_one[pupil] > 0
                    && g.weight[pupil * g.slots + slot] > 0
                    && g.may_support(adult, pupil)
                    && self.pupil_with(pupil, slot) == With::Nobody
                    && self.is_free(adult, slot)
                    && self.keeps_run(adult, slot)
            }
            Item::Member { adult, slot, pupil } => {
                let class = g.class[pupil * g.slots + slot];
                class != NONE
                    && g.weight[pupil * g.slots + slot] > 0
                    && g.may_support(adult, pupil)
                    && self.pupil_with(pupil, slot) == With::Nobody
                    && (self.is_free(adult, slot) || self.group_takes(adult, slot, pupil, class))
            }
            Item::Task { adult, task } => self.can_task(adult, task),
            Item::Session { adult, slot, session } => self.can_session(adult, slot, session),
        }
    }

    fn group_takes(&self, adult: usize, slot: usize, pupil: usize, class: u16) -> bool {
        let (g, cell) = (self.grid, self.cell(adult, slot));
        let n = cell.n as usize;
        cell.kind == Kind::Group
            && self.open[slot]
            && !cell.locked
            && n < g.ratio[pupil]
            && n < ROOM
            && g.class[cell.ids[0] as usize * g.slots + slot] == class
            && cell.ids[..n].iter().all(|&p| n < g.ratio[p as usize])
    }

    fn can_task(&self, adult: usize, task: usize) -> bool {
        let t = &self.grid.tasks[task];
        if self.staffed[task].len() >= t.staff || self.staffed[task].contains(&(adult as u16)) || !t.able.contains(&(adult as u16)) {
            return false;
        }
        if t.spans {
            return self.can_span(adult, t.slot, t.end);
        }
        self.has_part(adult, t.slot, t.minutes)
    }

    fn can_span(&self, adult: usize, from: usize, to: usize) -> bool {
        let g = self.grid;
        let minutes: i32 = (from..=to).map(|s| g.minutes[s]).sum();
        let day = g.day_of[from];
        let lunch_left = !g.owed_lunch[adult * g.days + day]
            || g.lunches[day].iter().any(|&s| !(from..=to).contains(&s) && self.cell(adult, s).kind == Kind::Free)
            || !g.lunches[day].iter().any(|s| (from..=to).contains(s));
        lunch_left
            && self.contact[adult] + minutes <= g.contract[adult]
            && (from..=to).all(|s| g.here(adult, s) && self.open[s] && self.cell(adult, s).kind == Kind::Free)
    }

    /// Whether an adult has this many minutes left in a slot that is free or already shared out in parts.
    pub fn has_part(&self, adult: usize, slot: usize, minutes: i32) -> bool {
        let (g, cell) = (self.grid, self.cell(adult, slot));
        let takes = minutes.min(g.minutes[slot]);
        let fits = match cell.kind {
            Kind::Free => self.keeps_lunch(adult, slot),
            Kind::Parts => cell.used + takes <= g.minutes[slot] && (cell.n as usize) < ROOM && takes < g.minutes[slot],
            _ => false,
        };
        fits && g.here(adult, slot) && self.open[slot] && self.contact[adult] + takes <= g.contract[adult]
    }

    fn can_session(&self, adult: usize, slot: usize, session: usize) -> bool {
        let x = &self.grid.sessions[session];
        self.held[session] < x.dose
            && self.held_on(session, self.grid.day_of[slot]) < x.per_day
            && (self.deliverer[session] == NONE || self.deliverer[session] == adult as u16)
            && x.able.contains(&(adult as u16))
            && x.slots.contains(&slot)
            && x.pupils.iter().all(|&p| self.pupil_with(p as usize, slot) == With::Nobody)
            && self.has_part(adult, slot, x.minutes)
    }
}
