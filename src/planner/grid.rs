//! The problem in dense tables, made once, so that the search can ask a million times a second.

use crate::problem::{Problem, SlotKind};

pub const NONE: u16 = u16::MAX;

pub struct Grid {
    pub adults: usize,
    pub pupils: usize,
    pub slots: usize,
    pub days: usize,
    pub minutes: Vec<i32>,
    pub day_of: Vec<usize>,
    pub is_period: Vec<bool>,
    /// For each day its slots in order, and which of them are lunch.
    pub day_slots: Vec<Vec<usize>>,
    pub lunches: Vec<Vec<usize>>,
    /// At work, by adult and slot.
    pub at_work: Vec<bool>,
    /// At work in every half of the lunch, by adult and day: one half must stay free.
    pub owed_lunch: Vec<bool>,
    /// May support, by adult and pupil, and the cost of a minute: 0 key worker, 1 team, 3 others.
    pub may: Vec<bool>,
    pub distance: Vec<i64>,
    /// By pupil and slot: 0 unwanted (or in care), else the weight; and the class.
    pub weight: Vec<u8>,
    pub class: Vec<u16>,
    /// For each pupil the slots in which support is wanted, and the adults who may give it.
    pub wanted: Vec<Vec<usize>>,
    pub able: Vec<Vec<u16>>,
    /// The same, a bit for each adult, in [`Grid::words`] words.
    pub able_bits: Vec<u64>,
    /// Of these the key worker and the team, the nearest first.
    pub near: Vec<Vec<u16>>,
    /// Dislikes: by adult and class, and by adult, pupil and slot through the pupil's subject.
    pub dislikes_class: Vec<bool>,
    pub dislikes_subject: Vec<bool>,
    pub subject: Vec<u16>,
    pub subjects: usize,
    pub one_to_one: Vec<i32>,
    pub shared: Vec<i32>,
    pub ratio: Vec<usize>,
    #[cfg(feature = "proofs")]
    pub priority: Vec<i64>,
    /// The weighted shortfall by pupil and missed minutes.
    penalty: Vec<Vec<i64>>,
    pub longest_run: Vec<usize>,
    pub contract: Vec<i32>,
    /// One-to-one minutes above which the load costs once, and again.
    pub load: Vec<(i32, i32)>,
    pub tasks: Vec<GridTask>,
    pub sessions: Vec<GridSession>,
    /// By class and slot the pupils who want support there.
    pub in_class: Vec<Vec<u16>>,
    pub classes: usize,
    /// The slots in which the search tries changes: all, or those of the days that are repaired.
    pub focus: Vec<usize>,
    /// By pupil the interventions they take part in.
    #[cfg(feature = "proofs")]
    pub sessions_of: Vec<Vec<usize>>,
}

pub struct GridTask {
    pub slot: usize,
    pub end: usize,
    pub staff: usize,
    pub minutes: i32,
    pub spans: bool,
    /// Adults trained and not kept apart from the pupil.
    pub able: Vec<u16>,
}

pub struct GridSession {
    pub pupils: Vec<u16>,
    pub minutes: i32,
    pub dose: usize,
    pub per_day: usize,
    pub statutory: bool,
    /// Allowed slots in which no pupil of the group is in care; and those of them that the search tries.
    pub slots: Vec<usize>,
    pub tries: Vec<usize>,
    pub able: Vec<u16>,
}

impl Grid {
    pub fn new(problem: &Problem) -> Grid {
        let (adults, pupils, slots) = (problem.lsas.len(), problem.pupils.len(), problem.slots.len());
        let days = problem.days.len();
        let in_care = in_care(problem);
        let weight: Vec<u8> = (0..pupils)
            .flat_map(|p| (0..slots).map(move |s| (p, s)))
            .map(|(p, s)| if in_care[p * slots + s] { 0 } else { problem.pupils[p].weights[s] })
            .collect();
        let names = subject_names(problem);
        let subject_id = |name: Option<&String>| name.map_or(NONE, |n| names.iter().position(|x| x == n).map_or(NONE, |i| i as u16));
        let class: Vec<u16> = problem.pupils.iter().flat_map(|p| p.classes.iter().map(|c| c.map_or(NONE, |c| c as u16))).collect();
        let at_work: Vec<bool> = (0..adults).flat_map(|l| (0..slots).map(move |s| problem.at_work(l, s))).collect();
        let lunches: Vec<Vec<usize>> =
            (0..days).map(|d| problem.slots_of(d).filter(|s| s.kind == SlotKind::Lunch).map(|s| s.id).collect()).collect();
        let owed = |l: usize, d: usize| !lunches[d].is_empty() && lunches[d].iter().all(|&s| at_work[l * slots + s]);
        let may: Vec<bool> = (0..adults).flat_map(|l| (0..pupils).map(move |p| problem.may_support(l, p))).collect();
        let classes = problem.classes.len();
        let mut in_class = vec![Vec::new(); classes * slots];
        for p in 0..pupils {
            for s in 0..slots {
                if class[p * slots + s] != NONE && weight[p * slots + s] > 0 {
                    in_class[class[p * slots + s] as usize * slots + s].push(p as u16);
                }
            }
        }
        #[cfg(feature = "proofs")]
        let mut sessions_of = vec![Vec::new(); pupils];
        #[cfg(feature = "proofs")]
        for i in &problem.interventions {
            i.pupils.iter().for_each(|&p| sessions_of[p].push(i.id));
        }
        Grid {
            adults,
            pupils,
            slots,
            days,
            classes,
            focus: (0..slots).collect(),
            minutes: problem.slots.iter().map(|s| s.minutes).collect(),
            day_of: problem.slots.iter().map(|s| s.day).collect(),
            is_period: problem.slots.iter().map(|s| s.kind == SlotKind::Period).collect(),
            day_slots: (0..days).map(|d| problem.slots_of(d).map(|s| s.id).collect()).collect(),
            owed_lunch: (0..adults).flat_map(|l| (0..days).map(move |d| (l, d))).map(|(l, d)| owed(l, d)).collect(),
            lunches,
            wanted: (0..pupils).map(|p| (0..slots).filter(|s| weight[p * slots + s] > 0).collect()).collect(),
            able: (0..pupils).map(|p| (0..adults).filter(|l| may[l * pupils + p]).map(|l| l as u16).collect()).collect(),
            able_bits: (0..pupils).flat_map(|p| able_bits(&may, p, pupils, adults)).collect(),
            near: (0..pupils).map(|p| near(problem, p)).collect(),
            distance: (0..adults).flat_map(|l| (0..pupils).map(move |p| problem.distance(l, p))).collect(),
            dislikes_class: problem
                .lsas
                .iter()
                .flat_map(|l| problem.classes.iter().map(|c| c.subject.as_ref().is_some_and(|s| l.dislikes.contains(s))))
                .collect(),
            dislikes_subject: problem.lsas.iter().flat_map(|l| names.iter().map(|n| l.dislikes.contains(n))).collect(),
            subject: (0..pupils)
                .flat_map(|p| (0..slots).map(move |s| (p, s)))
                .map(|(p, s)| subject_id(problem.pupils[p].subjects.get(s).and_then(Option::as_ref)))
                .collect(),
            subjects: names.len(),
            one_to_one: problem.pupils.iter().map(|p| p.one_to_one_minutes).collect(),
            shared: problem.pupils.iter().map(|p| p.shared_minutes).collect(),
            ratio: problem.pupils.iter().map(|p| p.max_ratio.clamp(1, problem.max_group)).collect(),
            #[cfg(feature = "proofs")]
            priority: problem.pupils.iter().map(|p| p.priority).collect(),
            penalty: problem
                .pupils
                .iter()
                .map(|p| {
                    let all = p.one_to_one_minutes + p.shared_minutes;
                    (0..=all).map(|missed| p.priority * crate::check::fair_penalty(all, missed)).collect()
                })
                .collect(),
            longest_run: problem.lsas.iter().map(|l| l.max_consecutive_1to1).collect(),
            contract: problem.lsas.iter().map(|l| l.max_contact_minutes).collect(),
            load: (0..adults).map(|l| load(problem, l, &at_work)).collect(),
            tasks: problem.tasks.iter().map(|t| grid_task(problem, t)).collect(),
            sessions: problem.interventions.iter().map(|i| grid_session(problem, i, &in_care)).collect(),
            at_work,
            may,
            weight,
            class,
            in_class,
            #[cfg(feature = "proofs")]
            sessions_of,
        }
    }

    /// Tries changes in these slots alone; what stands elsewhere can still be taken over.
    pub fn focus_on(&mut self, open: &[usize]) {
        self.focus = open.to_vec();
        self.wanted.iter_mut().for_each(|w| w.retain(|s| open.contains(s)));
        self.sessions.iter_mut().for_each(|x| x.tries.retain(|s| open.contains(s)));
    }

    /// How many words hold a bit for each adult.
    #[inline]
    pub fn words(&self) -> usize {
        self.adults.div_ceil(64)
    }

    #[inline]
    pub fn here(&self, adult: usize, slot: usize) -> bool {
        self.at_work[adult * self.slots + slot]
    }

    #[inline]
    pub fn may_support(&self, adult: usize, pupil: usize) -> bool {
        self.may[adult * self.pupils + pupil]
    }

    /// The weighted shortfall of a pupil with these minutes of one-to-one and shared support.
    #[inline]
    pub fn shortfall(&self, pupil: usize, one: i32, shared: i32) -> i64 {
        let spare = (one - self.one_to_one[pupil]).max(0);
        let missed = (self.one_to_one[pupil] - one).max(0) + (self.shared[pupil] - shared - spare).max(0);
        self.penalty[pupil][missed as usize]
    }
}

fn able_bits(may: &[bool], pupil: usize, pupils: usize, adults: usize) -> Vec<u64> {
    let mut words = vec![0; adults.div_ceil(64)];
    (0..adults).filter(|l| may[l * pupils + pupil]).for_each(|l| words[l / 64] |= 1 << (l % 64));
    words
}

fn in_care(problem: &Problem) -> Vec<bool> {
    let mut blocked = vec![false; problem.pupils.len() * problem.slots.len()];
    for t in &problem.tasks {
        if let Some(p) = t.pupil {
            problem.task_slots(t).for_each(|s| blocked[p * problem.slots.len() + s] = true);
        }
    }
    blocked
}

fn subject_names(problem: &Problem) -> Vec<String> {
    let mut names: Vec<String> = problem.lsas.iter().flat_map(|l| l.dislikes.iter().cloned()).collect();
    names.sort();
    names.dedup();
    names
}

fn load(problem: &Problem, adult: usize, at_work: &[bool]) -> (i32, i32) {
    let slots = problem.slots.iter().filter(|s| s.kind == SlotKind::Period && at_work[adult * problem.slots.len() + s.id]);
    let minutes = f64::from(slots.map(|s| s.minutes).sum::<i32>());
    ((0.6 * minutes) as i32, (0.8 * minutes) as i32)
}

fn grid_task(problem: &Problem, t: &crate::problem::Task) -> GridTask {
    let able = (0..problem.lsas.len())
        .filter(|&l| t.skill.as_deref().is_none_or(|s| problem.trained(l, s)))
        .filter(|&l| t.pupil.is_none_or(|p| !problem.pupils[p].avoid.contains(&l)))
        .filter(|&l| problem.task_slots(t).all(|s| problem.at_work(l, s)))
        .map(|l| l as u16)
        .collect();
    let end = t.end_slot.unwrap_or(t.slot);
    GridTask { slot: t.slot, end, staff: t.staff, minutes: t.minutes, spans: end > t.slot, able }
}

/// The adults who may support a pupil and whom the pupil knows.
fn near(problem: &Problem, pupil: usize) -> Vec<u16> {
    let mut near: Vec<(i64, u16)> = (0..problem.lsas.len())
        .filter(|&l| problem.may_support(l, pupil))
        .map(|l| (problem.distance(l, pupil), l as u16))
        .filter(|(distance, _)| *distance <= 1)
        .collect();
    near.sort_unstable();
    near.into_iter().map(|(_, l)| l).collect()
}

fn grid_session(problem: &Problem, i: &crate::problem::Intervention, in_care: &[bool]) -> GridSession {
    let free = |s: &usize| i.pupils.iter().all(|p| !in_care[p * problem.slots.len() + s]);
    let able = (0..problem.lsas.len())
        .filter(|&l| i.by.is_none_or(|by| by == l) && i.skill.as_deref().is_none_or(|s| problem.trained(l, s)))
        .filter(|&l| i.pupils.iter().all(|&p| !problem.pupils[p].avoid.contains(&l)))
        .map(|l| l as u16)
        .collect();
    let slots: Vec<usize> = i.allowed_slots.iter().copied().filter(free).filter(|&s| i.minutes <= problem.slots[s].minutes).collect();
    GridSession {
        pupils: i.pupils.iter().map(|&p| p as u16).collect(),
        minutes: i.minutes,
        dose: i.sessions_per_week,
        per_day: i.max_per_day,
        statutory: i.statutory,
        tries: slots.clone(),
        slots,
        able,
    }
}
