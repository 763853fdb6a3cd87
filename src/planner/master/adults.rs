//! The adults' side of the master: by name with their own day each, or by number.

use super::{Detail, Master, Terms};
use crate::highs::Column;
use std::collections::{BTreeMap, BTreeSet};

impl Master<'_> {
    pub(super) fn named_adults(&mut self) {
        let g = self.grid;
        for l in 0..g.adults {
            for s in (0..g.slots).filter(|&s| g.here(l, s)) {
                if self.alone.keys().any(|&(p, at)| at == s && g.may_support(l, p)) {
                    let a = self.program.yes_or_no();
                    self.one.insert((l, s), a);
                }
                if self.shared.keys().any(|&(p, at)| at == s && g.may_support(l, p)) {
                    let h = self.program.yes_or_no();
                    self.many.insert((l, s), h);
                }
            }
        }
        for (t, task) in g.tasks.iter().enumerate() {
            let mut terms: Terms = vec![(self.staffed[t], -1.0)];
            for &l in &task.able {
                let q = self.program.yes_or_no();
                self.on_task.insert((t, l as usize), q);
                terms.push((q, 1.0));
            }
            self.program.row(0.0, 0.0, &terms);
        }
        for l in 0..g.adults {
            self.adult_rows(l);
        }
        for s in 0..g.slots {
            self.enough_adults(s);
        }
    }

    /// What an adult does in a slot: the column and its minutes.
    fn work_of(&self, adult: usize, slot: usize) -> Vec<(Column, i32)> {
        let g = self.grid;
        let whole = g.minutes[slot];
        let mut work: Vec<(Column, i32)> = Vec::new();
        work.extend(self.one.get(&(adult, slot)).map(|c| (*c, whole)));
        work.extend(self.many.get(&(adult, slot)).map(|c| (*c, whole)));
        work.extend(self.taken_here(adult, slot).map(|c| (c, whole)));
        for (t, task) in g.tasks.iter().enumerate().filter(|(_, t)| (t.slot..=t.end).contains(&slot)) {
            let minutes = if task.spans { whole } else { task.minutes.min(whole) };
            work.extend(self.on_task.get(&(t, adult)).map(|c| (*c, minutes)));
        }
        for (i, x) in g.sessions.iter().enumerate() {
            work.extend(self.held_by.get(&(i, slot, adult)).map(|c| (*c, x.minutes)));
        }
        work
    }

    /// Pins of an adult in a slot: each pupil alone takes the whole of it, a group takes it once.
    fn taken_here(&self, adult: usize, slot: usize) -> impl Iterator<Item = Column> {
        let here =
            move |alone: bool| self.taken.iter().filter(move |(t, _)| (t.adult, t.slot, t.alone) == (adult, slot, alone)).map(|(_, c)| *c);
        here(true).chain(here(false).take(1))
    }

    fn adult_rows(&mut self, adult: usize) {
        let g = self.grid;
        let mut contract: Terms = Vec::new();
        for s in 0..g.slots {
            let work = self.work_of(adult, s);
            let whole = g.minutes[s];
            contract.extend(work.iter().map(|w| (w.0, f64::from(w.1))));
            let full: Terms = work.iter().filter(|w| w.1 == whole).map(|w| (w.0, 1.0)).collect();
            let parts: Vec<Column> = work.iter().filter(|w| w.1 < whole).map(|w| w.0).collect();
            if parts.is_empty() {
                if full.len() > 1 {
                    self.program.at_most(1.0, &full);
                }
                continue;
            }
            let minutes: Terms = work.iter().map(|w| (w.0, f64::from(w.1))).collect();
            self.program.at_most(f64::from(whole), &minutes);
            for part in parts {
                let row: Terms = full.iter().copied().chain([(part, 1.0)]).collect();
                self.program.at_most(1.0, &row);
            }
        }
        self.program.at_most(f64::from(g.contract[adult]), &contract);
        for day in 0..g.days {
            if g.owed_lunch[adult * g.days + day] {
                let halves = &g.lunches[day];
                let worked: Terms = halves
                    .iter()
                    .flat_map(|&s| self.work_of(adult, s).into_iter().map(move |w| (w.0, f64::from(w.1) / f64::from(g.minutes[s]))))
                    .collect();
                self.program.at_most(halves.len() as f64 - 1.0, &worked);
            }
            self.runs(adult, day);
        }
    }

    fn runs(&mut self, adult: usize, day: usize) {
        let g = self.grid;
        let longest = g.longest_run[adult];
        let mut run: Vec<usize> = Vec::new();
        for &s in &g.day_slots[day] {
            if g.lunches[day].contains(&s) {
                run.clear();
            } else if g.is_period[s] {
                run.push(s);
                if run.len() > longest {
                    let window: Terms =
                        run[run.len() - longest - 1..].iter().filter_map(|s| self.one.get(&(adult, *s))).map(|c| (*c, 1.0)).collect();
                    if window.len() > longest {
                        self.program.at_most(longest as f64, &window);
                    }
                }
            }
        }
    }

    /// As many adults with one pupil, or with a group, as the pupils' columns ask for; and for pupils whom
    /// few adults may support, as many of these (Hall's condition for each such set).
    fn enough_adults(&mut self, slot: usize) {
        let g = self.grid;
        let alone: Vec<(usize, Column)> = (0..g.pupils).filter_map(|p| self.alone.get(&(p, slot)).map(|x| (p, *x))).collect();
        let groups: Terms = self.groups.iter().filter(|((_, s), _)| *s == slot).map(|(_, n)| (*n, 1.0)).collect();
        let adults = |who: &BTreeMap<(usize, usize), Column>, among: Option<&[u16]>| -> Terms {
            (0..g.adults)
                .filter(|l| among.is_none_or(|a| a.contains(&(*l as u16))))
                .filter_map(|l| who.get(&(l, slot)).map(|c| (*c, -1.0)))
                .collect()
        };
        let ones: Terms = alone.iter().map(|t| (t.1, 1.0)).chain(adults(&self.one, None)).collect();
        if !ones.is_empty() {
            self.program.at_most(0.0, &ones);
        }
        let many: Terms = groups.iter().copied().chain(adults(&self.many, None)).collect();
        if !many.is_empty() {
            self.program.at_most(0.0, &many);
        }
        let led = self.detail == Detail::Led;
        for set in if led { self.rare_sets_together() } else { self.rare_sets() } {
            let within = |p: usize| g.able[p].iter().all(|l| set.contains(l));
            let ones: Terms = alone.iter().filter(|t| within(t.0)).map(|t| (t.1, 1.0)).collect();
            if !led && !ones.is_empty() {
                let row: Terms = ones.into_iter().chain(adults(&self.one, Some(&set))).collect();
                self.program.at_most(0.0, &row);
            }
            let shared: Vec<(usize, Column)> =
                (0..g.pupils).filter(|p| within(*p)).filter_map(|p| self.shared.get(&(p, slot)).map(|y| (p, *y))).collect();
            let many = self.groups_of(slot, &shared);
            if !many.is_empty() {
                let row: Terms = many.iter().copied().chain(adults(&self.many, Some(&set))).collect();
                self.program.at_most(0.0, &row);
            }
        }
        if led {
            self.alone_with_few(slot, &alone);
            self.common_leaders(slot);
        }
    }

    /// Which adult takes a pupil whom only few may support, as a flow from the pupils of each such set to the
    /// adults of it. A flow of whole lessons is whole by itself.
    fn alone_with_few(&mut self, slot: usize, alone: &[(usize, Column)]) {
        let g = self.grid;
        let mut by_set: BTreeMap<&Vec<u16>, Terms> = BTreeMap::new();
        for &(p, x) in alone.iter().filter(|a| self.few(&g.able[a.0])) {
            by_set.entry(&g.able[p]).or_default().push((x, 1.0));
        }
        let mut by_adult: BTreeMap<u16, Terms> = BTreeMap::new();
        for (set, mut pupils) in by_set {
            for &l in set.iter().filter(|l| self.one.contains_key(&(**l as usize, slot))) {
                let flow = self.program.column(0.0, 0.0, 1.0, false);
                pupils.push((flow, -1.0));
                by_adult.entry(l).or_default().push((flow, 1.0));
            }
            self.program.at_most(0.0, &pupils);
        }
        for (l, mut flows) in by_adult {
            flows.push((self.one[&(l as usize, slot)], -1.0));
            self.program.at_most(0.0, &flows);
        }
    }

    /// Pupils of a class whom few adults may support need a group each, but for what leaders can do who may support
    /// several of them: a leader of `m` of them saves at most `m - 1` groups.
    fn common_leaders(&mut self, slot: usize) {
        let g = self.grid;
        let mut by_class: BTreeMap<u16, Vec<(usize, Column)>> = BTreeMap::new();
        for (&(p, _), &y) in self.shared.iter().filter(|((p, s), _)| *s == slot && self.few(&g.able[*p])) {
            by_class.entry(g.class[p * g.slots + slot]).or_default().push((p, y));
        }
        for (class, members) in by_class {
            let n = self.groups[&(class as usize, slot)];
            for some in unlike(&members, |a, b| g.able[a] != g.able[b]) {
                let mut row: Terms = some.iter().map(|m| (m.1, 1.0)).chain([(n, -1.0)]).collect();
                for l in 0..g.adults {
                    let led = some.iter().filter(|m| g.may_support(l, m.0)).count();
                    if led > 1 {
                        row.extend(self.many.get(&(l, slot)).map(|h| (*h, 1.0 - led as f64)));
                    }
                }
                self.program.at_most(0.0, &row);
            }
        }
    }

    fn few(&self, set: &[u16]) -> bool {
        set.len() * 10 <= self.grid.adults * 7
    }

    /// Sets of adults to whom some pupil is restricted, where they are few.
    fn rare_sets(&self) -> BTreeSet<Vec<u16>> {
        self.grid.able.iter().filter(|able| self.few(able)).cloned().collect()
    }

    /// These, and two of them together where they have somebody in common: the pupils of both may ask for more than
    /// there are, though those of neither do.
    fn rare_sets_together(&self) -> BTreeSet<Vec<u16>> {
        let own = self.rare_sets();
        let pairs = own.iter().flat_map(|a| own.iter().map(move |b| (a, b))).filter(|(a, b)| a.iter().any(|l| b.contains(l)));
        let both = pairs.map(|(a, b)| a.iter().chain(b).copied().collect::<BTreeSet<u16>>().into_iter().collect::<Vec<u16>>());
        both.filter(|set| self.few(set)).collect()
    }

    /// For pupils of one restricted set the groups they need at least: one for each class.
    fn groups_of(&mut self, slot: usize, pupils: &[(usize, Column)]) -> Terms {
        let g = self.grid;
        let mut by_class: BTreeMap<u16, Vec<Column>> = BTreeMap::new();
        for &(p, y) in pupils {
            by_class.entry(g.class[p * g.slots + slot]).or_default().push(y);
        }
        let mut groups = Vec::new();
        for (_, members) in by_class {
            if let [y] = members[..] {
                groups.push((y, 1.0));
                continue;
            }
            let n = self.program.column(0.0, 0.0, 1.0, false);
            for y in members {
                self.program.at_most(0.0, &[(y, 1.0), (n, -1.0)]);
            }
            groups.push((n, 1.0));
        }
        groups
    }

    /// Adults as numbers: by slot, by day's lunch, by contract, and by each rare set in each slot.
    pub(super) fn counted_adults(&mut self) {
        let g = self.grid;
        let everyone: Vec<u16> = (0..g.adults as u16).collect();
        let mut sets = self.rare_sets();
        sets.extend(g.tasks.iter().map(|t| t.able.clone()).chain(g.sessions.iter().map(|s| s.able.clone())).filter(|a| self.few(a)));
        for s in 0..g.slots {
            let row = self.counted(s, &everyone);
            self.capacity[s] = row;
            for set in &sets {
                self.counted(s, set);
            }
        }
        self.counted_lunches();
        let mut all: Terms = Vec::new();
        for s in 0..g.slots {
            all.extend(self.demand(s, &everyone));
        }
        self.program.at_most(g.contract.iter().map(|c| f64::from(*c)).sum(), &all);
    }

    /// What the pupils, tasks and sessions of a slot ask of a set of adults, in minutes.
    fn demand(&mut self, slot: usize, set: &[u16]) -> Terms {
        let g = self.grid;
        let whole = f64::from(g.minutes[slot]);
        let everyone = set.len() == g.adults;
        let within = |able: &[u16]| everyone || able.iter().all(|l| set.contains(l));
        let mut terms: Terms = Vec::new();
        let shared: Vec<(usize, Column)> =
            (0..g.pupils).filter(|p| within(&g.able[*p])).filter_map(|p| self.shared.get(&(p, slot)).map(|y| (p, *y))).collect();
        terms.extend((0..g.pupils).filter(|p| within(&g.able[*p])).filter_map(|p| self.alone.get(&(p, slot))).map(|x| (*x, whole)));
        if everyone {
            terms.extend(self.groups.iter().filter(|((_, s), _)| *s == slot).map(|(_, n)| (*n, whole)));
        } else {
            terms.extend(self.groups_of(slot, &shared).into_iter().map(|t| (t.0, whole)));
        }
        for &l in set {
            terms.extend(self.taken_here(l as usize, slot).map(|c| (c, whole)));
        }
        for (t, task) in g.tasks.iter().enumerate().filter(|(_, t)| (t.slot..=t.end).contains(&slot) && within(&t.able)) {
            terms.push((self.staffed[t], if task.spans { whole } else { f64::from(task.minutes).min(whole) }));
        }
        for (i, x) in g.sessions.iter().enumerate().filter(|(_, x)| within(&x.able)) {
            terms.extend(self.held.get(&(i, slot)).map(|v| (*v, f64::from(x.minutes))));
        }
        terms
    }

    fn counted(&mut self, slot: usize, set: &[u16]) -> Option<usize> {
        let g = self.grid;
        let terms = self.demand(slot, set);
        let here = set.iter().filter(|l| g.here(**l as usize, slot)).count();
        (!terms.is_empty()).then(|| self.program.at_most(f64::from(g.minutes[slot]) * here as f64, &terms))
    }

    /// Who is owed a lunch can work all halves but one.
    fn counted_lunches(&mut self) {
        let g = self.grid;
        let everyone: Vec<u16> = (0..g.adults as u16).collect();
        for day in 0..g.days {
            let halves = g.lunches[day].clone();
            let mut terms: Terms = Vec::new();
            for &s in &halves {
                let whole = f64::from(g.minutes[s]);
                terms.extend(self.demand(s, &everyone).into_iter().map(|t| (t.0, t.1 / whole)));
            }
            let room = (0..g.adults).map(|l| {
                let here = halves.iter().filter(|&&s| g.here(l, s)).count();
                if g.owed_lunch[l * g.days + day] { here - 1 } else { here }
            });
            if !terms.is_empty() {
                self.program.at_most(room.sum::<usize>() as f64, &terms);
            }
        }
    }
}

/// Every two or more members, at most four, each unlike all the others.
fn unlike(members: &[(usize, Column)], unlike: impl Fn(usize, usize) -> bool) -> Vec<Vec<(usize, Column)>> {
    let mut found: Vec<Vec<(usize, Column)>> = vec![Vec::new()];
    for &member in members {
        for k in 0..found.len() {
            if found[k].len() < 4 && found[k].iter().all(|other| unlike(other.0, member.0)) {
                found.push(found[k].iter().copied().chain([member]).collect());
            }
        }
    }
    found.retain(|some| some.len() > 1);
    found
}
