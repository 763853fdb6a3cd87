//! The judge: every hard rule and every level from the problem and the plan alone, without a line of the
//! solver's code. A plan that breaks a rule here is never shown.

use crate::problem::{Assignment, Problem, SlotKind, Work};
use std::collections::{BTreeMap, BTreeSet};

/// Shares of the entitlement at which a missed minute starts to weigh more, and by how much.
/// Convex, so that a shortage is spread and no pupil bears it alone (slopes 1, 3, 7, 15).
pub const BANDS: [(f64, i64); 4] = [(0.0, 1), (0.10, 2), (0.25, 4), (0.50, 8)];

/// The five levels, each in minutes, each optimised before the next; less is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Levels {
    /// Adult-minutes of duties, supervision and care that nobody does.
    pub critical: i64,
    /// Missed minutes of each pupil's entitlement, weighing more as the pupil's missed share grows.
    pub fair_shortfall: i64,
    /// Minutes of support in slots of low priority, and missed sessions of other interventions.
    pub educational: i64,
    /// Minutes by anyone but the key worker, and changes of adult within a day.
    pub continuity: i64,
    /// Disliked subjects, one-to-one load, and what the present plan gives up.
    pub staff: i64,
}

impl Levels {
    pub fn as_array(&self) -> [i64; 5] {
        [self.critical, self.fair_shortfall, self.educational, self.continuity, self.staff]
    }
}

/// What the judge says of one plan.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// One sentence for each hard rule broken.
    pub broken: Vec<String>,
    pub levels: Levels,
    /// For each pupil the minutes promised, met by one-to-one and by shared support, and missed.
    pub pupils: Vec<PupilMinutes>,
    /// The largest share of an entitlement that any pupil misses, 0 to 1.
    pub worst_share: f64,
    /// Changes of adult within a day, over all pupils.
    pub handovers: i64,
    /// Assignments of the base plan that are given up, those of absent adults apart.
    pub changes: i64,
    /// Contact minutes of each adult.
    pub contact: Vec<i32>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PupilMinutes {
    pub one_to_one: i32,
    pub shared: i32,
    pub missed_one_to_one: i32,
    pub missed_shared: i32,
}

impl PupilMinutes {
    pub fn missed(&self) -> i32 {
        self.missed_one_to_one + self.missed_shared
    }
}

/// The weighted shortfall of one pupil who misses `missed` of `entitled` minutes.
pub fn fair_penalty(entitled: i32, missed: i32) -> i64 {
    let over = |share: f64| i64::from((missed - (share * f64::from(entitled)) as i32).max(0));
    BANDS.iter().map(|(share, slope)| slope * over(*share)).sum()
}

/// Judges a plan. `base` is the plan whose assignments count as changes when they are given up.
pub fn check(problem: &Problem, plan: &[Assignment], base: Option<&[Assignment]>) -> Verdict {
    let mut judge = Judge::new(problem);
    for assignment in plan {
        judge.read(assignment);
    }
    judge.places();
    judge.adults();
    judge.interventions();
    judge.pins(plan);
    judge.finish(plan, base)
}

struct Judge<'a> {
    problem: &'a Problem,
    verdict: Verdict,
    /// For each adult and slot the minutes used.
    used: BTreeMap<(usize, usize), i32>,
    /// How often a pupil is with somebody in a slot.
    pupil_at: BTreeMap<(usize, usize), usize>,
    one_to_one: BTreeSet<(usize, usize)>,
    adults_of: BTreeMap<(usize, usize), BTreeSet<usize>>,
    on_task: BTreeMap<usize, BTreeSet<usize>>,
    sessions: BTreeMap<usize, Vec<(usize, usize)>>,
}

impl<'a> Judge<'a> {
    fn new(problem: &'a Problem) -> Self {
        let verdict = Verdict {
            pupils: vec![PupilMinutes::default(); problem.pupils.len()],
            contact: vec![0; problem.lsas.len()],
            ..Verdict::default()
        };
        let (used, pupil_at) = (BTreeMap::new(), BTreeMap::new());
        let (one_to_one, adults_of, on_task, sessions) = Default::default();
        Judge { problem, verdict, used, pupil_at, one_to_one, adults_of, on_task, sessions }
    }

    fn broken(&mut self, sentence: String) {
        self.verdict.broken.push(sentence);
    }

    fn who(&self, lsa: usize) -> &'a str {
        &self.problem.lsas[lsa].name
    }

    fn read(&mut self, a: &Assignment) {
        let problem = self.problem;
        if !names_exist(problem, a) {
            return self.broken(format!(
                "An assignment names somebody or something that the problem does not have (LSA {}, slot {}).",
                a.lsa, a.slot
            ));
        }
        match &a.work {
            Work::OneToOne { pupil } => self.one_to_one(a, *pupil),
            Work::Shared { class, pupils } => self.shared(a, *class, pupils),
            Work::Task { task } => self.task(a, *task),
            Work::Intervention { intervention } => self.session(a, *intervention),
        }
    }

    /// One slot of an adult's time: at work, and how many minutes of it.
    fn takes(&mut self, lsa: usize, slot: usize, minutes: i32) {
        if !self.problem.at_work(lsa, slot) {
            self.broken(format!("{} is not at work in {}.", self.who(lsa), self.problem.slot_name(slot)));
        }
        *self.used.entry((lsa, slot)).or_default() += minutes;
        self.verdict.contact[lsa] += minutes;
    }

    fn one_to_one(&mut self, a: &Assignment, pupil: usize) {
        let minutes = self.problem.slots[a.slot].minutes;
        self.takes(a.lsa, a.slot, minutes);
        self.verdict.pupils[pupil].one_to_one += minutes;
        self.one_to_one.insert((a.lsa, a.slot));
        let p = &self.problem.pupils[pupil];
        if p.one_to_one_minutes <= 0 {
            self.broken(format!("{} is not entitled to one-to-one support.", p.name));
        }
        self.support(a, pupil);
        self.disliked(a, p.subjects.get(a.slot).and_then(Option::as_deref));
    }

    fn shared(&mut self, a: &Assignment, class: usize, pupils: &[usize]) {
        let minutes = self.problem.slots[a.slot].minutes;
        self.takes(a.lsa, a.slot, minutes);
        let when = self.problem.slot_name(a.slot);
        if pupils.is_empty() || pupils.len() > self.problem.max_group {
            self.broken(format!("{} supports a group of {} in {when}.", self.who(a.lsa), pupils.len()));
        }
        for &pupil in pupils {
            self.verdict.pupils[pupil].shared += minutes;
            let p = &self.problem.pupils[pupil];
            if p.classes[a.slot] != Some(class) {
                self.broken(format!("{} does not sit in {} in {when}.", p.name, self.problem.classes[class].name));
            }
            if pupils.len() > p.max_ratio {
                self.broken(format!("{} shares an adult among {} in {when}, at most {} may.", p.name, pupils.len(), p.max_ratio));
            }
            self.support(a, pupil);
        }
        self.disliked(a, self.problem.classes[class].subject.as_deref());
    }

    /// What holds for every support of a pupil, alone or shared.
    fn support(&mut self, a: &Assignment, pupil: usize) {
        let p = &self.problem.pupils[pupil];
        let minutes = i64::from(self.problem.slots[a.slot].minutes);
        if p.avoid.contains(&a.lsa) {
            self.broken(format!("{} must not work with {}.", self.who(a.lsa), p.name));
        }
        if let Some(lack) = p.required_skills.iter().find(|s| !self.problem.trained(a.lsa, s)) {
            self.broken(format!("{} has no valid training in {lack}, which {} needs.", self.who(a.lsa), p.name));
        }
        let weight = i64::from(p.weights[a.slot]);
        if weight == 0 {
            self.broken(format!("Support for {} is not wanted in {}.", p.name, self.problem.slot_name(a.slot)));
        }
        self.verdict.levels.educational += (3 - weight) * minutes;
        self.verdict.levels.continuity += minutes * self.distance(a.lsa, pupil);
        self.adults_of.entry((pupil, self.problem.slots[a.slot].day)).or_default().insert(a.lsa);
        *self.pupil_at.entry((pupil, a.slot)).or_default() += 1;
    }

    /// 0 for the key worker, 1 for the team, 3 for anybody else.
    fn distance(&self, lsa: usize, pupil: usize) -> i64 {
        let p = &self.problem.pupils[pupil];
        if p.key_worker == Some(lsa) {
            0
        } else if p.team.contains(&lsa) {
            1
        } else {
            3
        }
    }

    fn disliked(&mut self, a: &Assignment, subject: Option<&str>) {
        if subject.is_some_and(|s| self.problem.lsas[a.lsa].dislikes.iter().any(|d| d == s)) {
            self.verdict.levels.staff += i64::from(self.problem.slots[a.slot].minutes);
        }
    }

    fn task(&mut self, a: &Assignment, task: usize) {
        let t = &self.problem.tasks[task];
        let span = self.problem.task_slots(t);
        let single = span.clone().count() == 1;
        for slot in span {
            let whole = self.problem.slots[slot].minutes;
            self.takes(a.lsa, slot, if single { whole.min(t.minutes) } else { whole });
        }
        if t.slot != a.slot {
            self.broken(format!("{} is planned at the wrong time.", self.problem.task_name(task)));
        }
        if let Some(skill) = t.skill.as_deref().filter(|s| !self.problem.trained(a.lsa, s)) {
            self.broken(format!("{} has no valid training in {skill} ({}).", self.who(a.lsa), self.problem.task_name(task)));
        }
        if t.pupil.is_some_and(|p| self.problem.pupils[p].avoid.contains(&a.lsa)) {
            self.broken(format!("{} must not do {}.", self.who(a.lsa), self.problem.task_name(task)));
        }
        if !self.on_task.entry(task).or_default().insert(a.lsa) {
            self.broken(format!("{} counts twice on {}.", self.who(a.lsa), self.problem.task_name(task)));
        }
    }

    fn session(&mut self, a: &Assignment, intervention: usize) {
        let i = &self.problem.interventions[intervention];
        self.takes(a.lsa, a.slot, i.minutes);
        if let Some(skill) = i.skill.as_deref().filter(|s| !self.problem.trained(a.lsa, s)) {
            self.broken(format!("{} has no valid training in {skill} ({}).", self.who(a.lsa), i.name));
        }
        if let Some(by) = i.by.filter(|by| *by != a.lsa) {
            self.broken(format!("{} is given by {}, not by {}.", i.name, self.who(by), self.who(a.lsa)));
        }
        if !i.allowed_slots.contains(&a.slot) {
            self.broken(format!("{} may not take place in {}.", i.name, self.problem.slot_name(a.slot)));
        }
        for &pupil in &i.pupils {
            if self.problem.pupils[pupil].avoid.contains(&a.lsa) {
                self.broken(format!("{} must not work with {} ({}).", self.who(a.lsa), self.problem.pupils[pupil].name, i.name));
            }
            *self.pupil_at.entry((pupil, a.slot)).or_default() += 1;
        }
        let day = self.problem.slots[a.slot].day;
        self.sessions.entry(intervention).or_default().push((day, a.lsa));
    }

    /// One place at a time, for adults and for pupils.
    fn places(&mut self) {
        for (&(lsa, slot), &minutes) in &std::mem::take(&mut self.used) {
            if minutes > self.problem.slots[slot].minutes {
                self.broken(format!("{} is in two places in {}.", self.who(lsa), self.problem.slot_name(slot)));
            }
            self.used.insert((lsa, slot), minutes);
        }
        let in_care: BTreeSet<(usize, usize)> =
            self.problem.tasks.iter().filter_map(|t| t.pupil.map(|p| self.problem.task_slots(t).map(move |s| (p, s)))).flatten().collect();
        for ((pupil, slot), times) in std::mem::take(&mut self.pupil_at) {
            if times > 1 || in_care.contains(&(pupil, slot)) {
                let name = &self.problem.pupils[pupil].name;
                self.broken(format!("{name} is in two places in {}.", self.problem.slot_name(slot)));
            }
        }
    }

    /// Contract, unpaid lunch and the run of one-to-one periods.
    fn adults(&mut self) {
        for lsa in 0..self.problem.lsas.len() {
            let adult = &self.problem.lsas[lsa];
            if self.verdict.contact[lsa] > adult.max_contact_minutes {
                let (has, may) = (self.verdict.contact[lsa], adult.max_contact_minutes);
                self.broken(format!("{} works {has} minutes with pupils, {may} are in the contract.", adult.name));
            }
            let mut alone = 0;
            for day in 0..self.problem.days.len() {
                self.lunch(lsa, day);
                self.run(lsa, day);
            }
            let mut at_work = 0;
            for slot in self.problem.slots.iter().filter(|s| s.kind == SlotKind::Period && self.problem.at_work(lsa, s.id)) {
                at_work += slot.minutes;
            }
            for &(_, slot) in self.one_to_one.iter().filter(|(l, _)| *l == lsa) {
                alone += self.problem.slots[slot].minutes;
            }
            for share in [0.6, 0.8] {
                self.verdict.levels.staff += i64::from((alone - (share * f64::from(at_work)) as i32).max(0));
            }
        }
    }

    fn lunch(&mut self, lsa: usize, day: usize) {
        let halves: Vec<usize> = self.problem.slots_of(day).filter(|s| s.kind == SlotKind::Lunch).map(|s| s.id).collect();
        let here = halves.iter().all(|&s| self.problem.at_work(lsa, s));
        if !halves.is_empty() && here && halves.iter().all(|&s| self.used.contains_key(&(lsa, s))) {
            self.broken(format!("{} has no lunch on {}.", self.who(lsa), self.problem.days[day]));
        }
    }

    fn run(&mut self, lsa: usize, day: usize) {
        let longest = self.problem.lsas[lsa].max_consecutive_1to1;
        let mut run = 0;
        let slots: Vec<(usize, SlotKind)> = self.problem.slots_of(day).map(|s| (s.id, s.kind)).collect();
        for (slot, kind) in slots {
            run = match kind {
                SlotKind::Lunch => 0,
                SlotKind::Break => run,
                SlotKind::Period if self.one_to_one.contains(&(lsa, slot)) => run + 1,
                SlotKind::Period => 0,
            };
            if run > longest {
                let day = &self.problem.days[day];
                self.broken(format!("{} has more than {longest} one-to-one periods in a row on {day}.", self.who(lsa)));
            }
        }
    }

    fn interventions(&mut self) {
        for (intervention, held) in std::mem::take(&mut self.sessions) {
            let i = &self.problem.interventions[intervention];
            for day in 0..self.problem.days.len() {
                if held.iter().filter(|(d, _)| *d == day).count() > i.max_per_day {
                    self.broken(format!("{} is planned too often on {}.", i.name, self.problem.days[day]));
                }
            }
            if held.iter().map(|(_, lsa)| lsa).collect::<BTreeSet<_>>().len() > 1 {
                self.broken(format!("{} would be given by two adults, but one gives all its sessions.", i.name));
            }
            if held.len() > i.sessions_per_week {
                self.broken(format!("{} is over its dose.", i.name));
            }
            self.sessions.insert(intervention, held);
        }
    }

    /// What the person has locked stands where it was locked.
    fn pins(&mut self, plan: &[Assignment]) {
        for pin in &self.problem.pins {
            if !plan.iter().any(|a| pin.is_kept_by(self.problem, a)) {
                let (who, when) = (self.who(pin.lsa), self.problem.slot_name(pin.slot));
                self.broken(format!("What is locked for {who} in {when} is not kept."));
            }
        }
    }

    fn finish(mut self, plan: &[Assignment], base: Option<&[Assignment]>) -> Verdict {
        self.unmet_tasks();
        self.shortfalls();
        for i in &self.problem.interventions {
            let held = self.sessions.get(&i.id).map_or(0, Vec::len);
            let lost = i.sessions_per_week.saturating_sub(held) as i64 * i64::from(i.minutes) * i.pupils.len() as i64;
            let level = &mut self.verdict.levels;
            *(if i.statutory { &mut level.fair_shortfall } else { &mut level.educational }) += 3 * lost;
        }
        self.verdict.handovers = self.adults_of.values().map(|a| a.len() as i64 - 1).sum();
        self.verdict.levels.continuity += 30 * self.verdict.handovers;
        if let Some(base) = base {
            let now: BTreeSet<_> = plan.iter().map(|a| (a.lsa, a.slot, a.work.key())).collect();
            let away = |a: &&Assignment| !self.problem.absences.iter().any(|x| x.lsa == a.lsa && x.covers(&self.problem.slots[a.slot]));
            let given_up = base.iter().filter(away).filter(|a| !now.contains(&(a.lsa, a.slot, a.work.key()))).count();
            self.verdict.changes = given_up as i64;
            self.verdict.levels.staff += 10 * self.verdict.changes;
        }
        self.verdict
    }

    fn unmet_tasks(&mut self) {
        for t in &self.problem.tasks {
            let adults = self.on_task.get(&t.id).map_or(0, BTreeSet::len);
            if adults > t.staff {
                self.broken(format!("{} has more adults than it needs.", self.problem.task_name(t.id)));
            }
            self.verdict.levels.critical += t.staff.saturating_sub(adults) as i64 * i64::from(t.minutes);
        }
    }

    fn shortfalls(&mut self) {
        for (pupil, got) in self.problem.pupils.iter().zip(&mut self.verdict.pupils) {
            let entitled = pupil.one_to_one_minutes + pupil.shared_minutes;
            if entitled == 0 {
                continue;
            }
            let spare = (got.one_to_one - pupil.one_to_one_minutes).max(0);
            got.missed_one_to_one = (pupil.one_to_one_minutes - got.one_to_one).max(0);
            got.missed_shared = (pupil.shared_minutes - got.shared - spare).max(0);
            self.verdict.levels.fair_shortfall += pupil.priority * fair_penalty(entitled, got.missed());
            self.verdict.worst_share = self.verdict.worst_share.max(f64::from(got.missed()) / f64::from(entitled));
        }
    }
}

/// Whether every id of an assignment exists in the problem.
fn names_exist(problem: &Problem, a: &Assignment) -> bool {
    a.lsa < problem.lsas.len()
        && a.slot < problem.slots.len()
        && match &a.work {
            Work::OneToOne { pupil } => *pupil < problem.pupils.len(),
            Work::Shared { class, pupils } => *class < problem.classes.len() && pupils.iter().all(|p| *p < problem.pupils.len()),
            Work::Task { task } => *task < problem.tasks.len(),
            Work::Intervention { intervention } => *intervention < problem.interventions.len(),
        }
}
