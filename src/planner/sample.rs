//! Invented weeks in three sizes, for benches and tests: the same seed gives the same week.

use crate::problem::{Class, Intervention, Lsa, Problem, Pupil, SCHEMA, Slot, SlotKind, Task};
use crate::random::Random;
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    Primary,
    Secondary,
    Large,
}

impl Size {
    fn adults(self) -> usize {
        [6, 20, 60][self as usize]
    }
    fn pupils(self) -> usize {
        [12, 60, 200][self as usize]
    }
    fn forms(self) -> usize {
        [1, 6, 10][self as usize]
    }
}

const SKILLS: [&str; 12] = [
    "gastrostomy",
    "epilepsy-rescue",
    "manual-handling",
    "diabetes",
    "positive-handling",
    "signing",
    "pda-autism",
    "elklan-salt",
    "elsa",
    "phonics",
    "numicon",
    "lego-therapy",
];
const PROGRAMMES: std::ops::Range<usize> = 7..12;
const SUBJECTS: [&str; 10] = ["English", "Maths", "Science", "History", "Geography", "French", "Art", "Music", "PE", "RE"];
const PERIOD: i32 = 50;

/// An invented week. `tension` is about how much of the adults' time is asked for (1 is all of it).
pub fn sample(size: Size, seed: u64, tension: f64) -> Problem {
    let mut random = Random::new(seed ^ 0x5EED);
    random.next();
    let slots = slots(size);
    let lsas: Vec<Lsa> = (0..size.adults()).map(|id| lsa(id, &mut random)).collect();
    let mut problem = Problem {
        schema: SCHEMA.into(),
        name: format!("{size:?}-{seed}"),
        plan_date: "2026-11-23".into(),
        days: ["Mon", "Tue", "Wed", "Thu", "Fri"].map(String::from).to_vec(),
        slots,
        max_group: 4,
        skills: SKILLS.map(String::from).to_vec(),
        lsas,
        classes: Vec::new(),
        pupils: Vec::new(),
        tasks: Vec::new(),
        interventions: Vec::new(),
        pins: Vec::new(),
        current_plan: None,
        must: Vec::new(),
        absences: Vec::new(),
    };
    classes(&mut problem, size);
    problem.pupils = (0..size.pupils()).map(|id| pupil(id, size, &problem, &mut random)).collect();
    tasks(&mut problem, size, &mut random);
    interventions(&mut problem, size, &mut random);
    promises(&mut problem, tension, &mut random);
    problem
}

fn slots(size: Size) -> Vec<Slot> {
    let pause = if size == Size::Primary { 15 } else { 20 };
    let day = [
        ("P1", SlotKind::Period, PERIOD),
        ("P2", SlotKind::Period, PERIOD),
        ("Break", SlotKind::Break, pause),
        ("P3", SlotKind::Period, PERIOD),
        ("P4", SlotKind::Period, PERIOD),
        ("LunchA", SlotKind::Lunch, 30),
        ("LunchB", SlotKind::Lunch, 30),
        ("P5", SlotKind::Period, PERIOD),
        ("P6", SlotKind::Period, PERIOD),
    ];
    let mut slots = Vec::new();
    for d in 0..5 {
        let mut time = 530;
        for (label, kind, minutes) in day {
            slots.push(Slot { id: slots.len(), day: d, label: label.into(), kind, start: time, end: time + minutes, minutes });
            time += minutes;
        }
    }
    slots
}

fn lsa(id: usize, random: &mut Random) -> Lsa {
    let (from, to, noon) = (520, 935, 745);
    let hours: Vec<Option<(i32, i32)>> = match random.below(10) {
        0..5 => vec![Some((from, to)); 5],
        5 => vec![Some((from, noon)); 5],
        6 => (0..5).map(|d| (d < 3).then_some((from, to))).collect(),
        7 => (0..5).map(|d| (d > 1).then_some((from, to))).collect(),
        8 => (0..5).map(|d| (d != 2).then_some((from, to))).collect(),
        _ => (0..5).map(|d| Some((from, if d % 2 == 0 { to } else { noon }))).collect(),
    };
    let at_work: i32 = hours.iter().flatten().map(|(a, b)| b - a - 30).sum();
    let expiry = |random: &mut Random| format!("202{}-{:02}-15", 6 + random.below(2), 1 + random.below(12));
    let skills = SKILLS.iter().filter(|_| random.below(5) < 2).map(|s| (*s).to_owned()).collect::<Vec<_>>();
    let skills: BTreeMap<String, String> = skills.into_iter().map(|s| (s, expiry(random))).collect();
    Lsa {
        id,
        name: format!("LSA {:02}", id + 1),
        hours,
        skills,
        max_consecutive_1to1: 2 + random.below(3),
        max_contact_minutes: at_work * 85 / 100 / 5 * 5,
        dislikes: random.pick(&SUBJECTS).filter(|_| id.is_multiple_of(2)).map(String::from).into_iter().collect(),
    }
}

/// Primary: one class a year group. Secondary: sets by year, subject and form.
fn classes(problem: &mut Problem, size: Size) {
    let mut add = |name: String, subject: Option<String>| {
        let id = problem.classes.len();
        problem.classes.push(Class { id, name, subject });
    };
    if size == Size::Primary {
        (0..7).for_each(|y| add(if y == 0 { "YR".into() } else { format!("Y{y}") }, None));
        return;
    }
    for year in 7..12 {
        for subject in SUBJECTS {
            (0..size.forms()).for_each(|f| add(format!("{year}{} {f}", &subject[..2]), Some(subject.to_owned())));
        }
    }
}

fn pupil(id: usize, size: Size, problem: &Problem, random: &mut Random) -> Pupil {
    let (year, form) = (random.below(if size == Size::Primary { 7 } else { 5 }), random.below(size.forms()));
    let mut classes = Vec::new();
    let mut subjects = Vec::new();
    let mut weights = Vec::new();
    let core_only = random.below(3) == 0;
    for s in &problem.slots {
        if s.kind != SlotKind::Period {
            classes.push(None);
            subjects.push(None);
            weights.push(0);
            continue;
        }
        // A timetable of the form, the same for all its pupils.
        let subject = (s.id * 7 + year * 3 + form * 5 + s.day) % SUBJECTS.len();
        let class = if size == Size::Primary { year } else { (year * SUBJECTS.len() + subject) * size.forms() + form };
        classes.push(Some(class));
        subjects.push(Some(SUBJECTS[subject].to_owned()));
        weights.push(match subject {
            0 | 1 => 3,
            2..=4 => 2,
            _ if core_only => 0,
            _ => 1,
        });
    }
    let near: Vec<usize> = (0..3).map(|k| (id * 3 + k * 7 + random.below(size.adults())) % size.adults()).collect();
    Pupil {
        id,
        name: format!("Pupil {:03}", id + 1),
        classes,
        subjects,
        one_to_one_minutes: 0,
        shared_minutes: 0,
        max_ratio: 2 + random.below(3),
        required_skills: if random.below(12) == 0 { vec![SKILLS[random.below(7)].to_owned()] } else { Vec::new() },
        priority: 1,
        key_worker: Some(near[0]),
        team: near[1..].to_vec(),
        avoid: if random.below(15) == 0 { vec![(near[0] + 1) % size.adults()] } else { Vec::new() },
        weights,
    }
}

fn tasks(problem: &mut Problem, size: Size, random: &mut Random) {
    let adults = size.adults();
    let mut add = |kind: &str, slot: &Slot, staff, skill: Option<&str>, pupil, minutes| {
        let id = problem.tasks.len();
        let skill = skill.map(str::to_owned);
        problem.tasks.push(Task {
            id,
            kind: kind.into(),
            name: String::new(),
            slot: slot.id,
            end_slot: None,
            staff,
            skill,
            pupil,
            minutes,
        });
    };
    let outside = problem.slots.iter().filter(|s| s.kind != SlotKind::Period);
    outside.for_each(|s| add("duty", s, adults / 15 + 1, None, None, s.minutes));
    for k in 0..adults / 6 {
        let pupil = (k * 5 + random.below(3)) % size.pupils();
        problem
            .slots
            .iter()
            .filter(|s| s.kind != SlotKind::Period && s.label != "LunchB")
            .for_each(|s| add("supervision", s, 1, None, Some(pupil), s.minutes));
    }
    for k in 0..adults / 10 + 1 {
        let pupil = (k * 7 + 4) % size.pupils();
        problem.slots.iter().filter(|s| s.label == "LunchB").for_each(|s| add("care", s, 1, Some(SKILLS[k % 2]), Some(pupil), s.minutes));
    }
    for k in 0..adults / 12 {
        let pupil = (k * 11 + 9) % size.pupils();
        problem
            .slots
            .iter()
            .filter(|s| s.label == "P2" || s.label == "P5")
            .for_each(|s| add("care", s, 2, Some(SKILLS[2]), Some(pupil), 20));
    }
}

fn interventions(problem: &mut Problem, size: Size, random: &mut Random) {
    for id in 0..size.adults() * 3 / 4 {
        let first = random.below(size.pupils());
        let count = if size == Size::Primary { 1 } else { 1 + random.below(4) };
        let pupils: Vec<usize> = (0..count).map(|k| (first + k * 13) % size.pupils()).collect();
        let allowed: Vec<usize> =
            problem.slots.iter().filter(|s| s.kind == SlotKind::Period && random.below(3) < 2).map(|s| s.id).collect();
        problem.interventions.push(Intervention {
            id,
            name: format!("Intervention {:02}", id + 1),
            pupils,
            minutes: 15 + 5 * random.below(4) as i32,
            sessions_per_week: 2 + random.below(4),
            skill: Some(SKILLS[PROGRAMMES.start + random.below(PROGRAMMES.len())].to_owned()),
            statutory: count == 1,
            allowed_slots: allowed,
            max_per_day: 1,
            by: None,
            unstated: false,
        });
    }
}

/// Promises minutes until as much is asked for as the tension says.
fn promises(problem: &mut Problem, tension: f64, random: &mut Random) {
    let supply: i32 = problem.lsas.iter().map(|l| l.max_contact_minutes).sum();
    let fixed: i32 = problem.tasks.iter().map(|t| t.minutes * t.staff as i32).sum::<i32>()
        + problem.interventions.iter().map(|i| i.minutes * i.sessions_per_week as i32).sum::<i32>();
    let mut left = f64::from(supply) * tension - f64::from(fixed);
    for round in 0..60 {
        for p in &mut problem.pupils {
            let wanted = p.weights.iter().filter(|w| **w > 0).count() as i32 * PERIOD;
            if left <= 0.0 || p.one_to_one_minutes + p.shared_minutes + PERIOD > wanted {
                continue;
            }
            if p.id.is_multiple_of(4) && random.below(2) == 0 {
                p.one_to_one_minutes += PERIOD;
                left -= f64::from(PERIOD);
            } else if round > 0 || !p.id.is_multiple_of(4) {
                p.shared_minutes += PERIOD;
                left -= f64::from(PERIOD) / if problem.max_group > 3 { 1.6 } else { 1.0 };
            }
        }
    }
}
