//! The problem as it is written down: who is in school when, what each pupil is promised, what has to be
//! staffed. Ids are indexes, times are minutes after midnight, amounts are minutes a cycle (one week, or
//! two where the timetable has two).

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name of the instance format that this planner reads.
pub const SCHEMA: &str = "lsa-alloc/1";

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Problem {
    pub schema: String,
    #[serde(default)]
    pub name: String,
    /// The Monday of the planned week, as `YYYY-MM-DD`. A training counts if it expires on it or later.
    pub plan_date: String,
    /// Names of the days of the cycle: five, or ten in a two-week timetable.
    pub days: Vec<String>,
    pub slots: Vec<Slot>,
    /// The most pupils that one adult supports at once.
    pub max_group: usize,
    #[serde(default)]
    pub skills: Vec<String>,
    pub lsas: Vec<Lsa>,
    pub classes: Vec<Class>,
    pub pupils: Vec<Pupil>,
    pub tasks: Vec<Task>,
    pub interventions: Vec<Intervention>,
    #[serde(default)]
    pub pins: Vec<Pin>,
    /// The plan in force, so that a new one can stay near it.
    #[serde(default)]
    pub current_plan: Option<Vec<Assignment>>,
    /// What has to hold all at once; a week that cannot hold it is explained.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub must: Vec<Must>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absences: Vec<Absence>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Slot {
    pub id: usize,
    pub day: usize,
    #[serde(default)]
    pub label: String,
    pub kind: SlotKind,
    pub start: i32,
    pub end: i32,
    pub minutes: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    Period,
    Break,
    Lunch,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Lsa {
    pub id: usize,
    pub name: String,
    /// For each day of the cycle, from when to when; `None` on a day off.
    pub hours: Vec<Option<(i32, i32)>>,
    /// Training codes with the date on which each lapses.
    #[serde(default)]
    pub skills: BTreeMap<String, String>,
    /// Longest run of one-to-one periods without a lunch between.
    pub max_consecutive_1to1: usize,
    /// The contract less planning time, in minutes a cycle.
    pub max_contact_minutes: i32,
    #[serde(default)]
    pub dislikes: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Class {
    pub id: usize,
    pub name: String,
    #[serde(default)]
    pub subject: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pupil {
    pub id: usize,
    pub name: String,
    /// For each slot the class the pupil sits in.
    pub classes: Vec<Option<usize>>,
    #[serde(default)]
    pub subjects: Vec<Option<String>>,
    pub one_to_one_minutes: i32,
    pub shared_minutes: i32,
    /// The most pupils one adult may support while supporting this one.
    pub max_ratio: usize,
    #[serde(default)]
    pub required_skills: Vec<String>,
    pub priority: i64,
    #[serde(default)]
    pub key_worker: Option<usize>,
    #[serde(default)]
    pub team: Vec<usize>,
    #[serde(default)]
    pub avoid: Vec<usize>,
    /// For each slot 0 where support is not wanted, else 1 to 3.
    pub weights: Vec<u8>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Task {
    pub id: usize,
    #[serde(default)]
    pub kind: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    pub slot: usize,
    /// The last slot of a task that spans several; the same adults stay throughout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_slot: Option<usize>,
    /// Adults needed.
    pub staff: usize,
    #[serde(default)]
    pub skill: Option<String>,
    #[serde(default)]
    pub pupil: Option<usize>,
    pub minutes: i32,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Intervention {
    pub id: usize,
    pub name: String,
    pub pupils: Vec<usize>,
    pub minutes: i32,
    pub sessions_per_week: usize,
    #[serde(default)]
    pub skill: Option<String>,
    #[serde(default)]
    pub statutory: bool,
    pub allowed_slots: Vec<usize>,
    #[serde(default = "once")]
    pub max_per_day: usize,
    /// The one adult who gives it, where the plan names them: a pupil's key worker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<usize>,
    /// Whether nobody has said an amount: it stands in the week, and is no promise of so much.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unstated: bool,
}

fn once() -> usize {
    1
}

/// What the person has locked: this adult does this in this slot.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pin {
    pub lsa: usize,
    pub slot: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pupil: Option<usize>,
    /// The class in which the pupil shares the adult; without it the pupil is alone, if entitled to that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intervention: Option<usize>,
}

impl Pin {
    /// Whether the pinned pupil has the adult alone.
    pub fn is_alone(&self, problem: &Problem) -> bool {
        self.class.is_none() && self.pupil.is_some_and(|p| problem.pupils[p].one_to_one_minutes > 0)
    }

    /// Whether an assignment is what the pin asks for.
    pub fn is_kept_by(&self, problem: &Problem, a: &Assignment) -> bool {
        (a.lsa, a.slot) == (self.lsa, self.slot)
            && match &a.work {
                Work::OneToOne { pupil } => self.pupil == Some(*pupil) && self.is_alone(problem),
                Work::Shared { pupils, .. } => self.pupil.is_some_and(|p| pupils.contains(&p)) && !self.is_alone(problem),
                Work::Task { task } => self.task == Some(*task),
                Work::Intervention { intervention } => self.intervention == Some(*intervention),
            }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Must {
    Task { task: usize },
    Pin { lsa: usize, slot: usize, pupil: usize },
    PupilFull { pupil: usize },
}

/// An adult away on a day, or in a part of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Absence {
    pub lsa: usize,
    pub day: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<i32>,
}

impl Absence {
    /// Whether the adult is away at any moment of the slot.
    pub fn covers(&self, slot: &Slot) -> bool {
        self.day == slot.day && self.from.is_none_or(|from| from < slot.end) && self.to.is_none_or(|to| to > slot.start)
    }
}

/// One adult doing one thing in one slot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Assignment {
    pub lsa: usize,
    pub slot: usize,
    #[serde(flatten)]
    pub work: Work,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Work {
    OneToOne { pupil: usize },
    Shared { class: usize, pupils: Vec<usize> },
    Task { task: usize },
    Intervention { intervention: usize },
}

impl Work {
    /// What makes two assignments of one adult and slot the same to the plan: the company in a class may
    /// change, the class not.
    pub fn key(&self) -> (u8, usize) {
        match self {
            Work::OneToOne { pupil } => (0, *pupil),
            Work::Shared { class, .. } => (1, *class),
            Work::Task { task } => (2, *task),
            Work::Intervention { intervention } => (3, *intervention),
        }
    }
}

impl Problem {
    pub fn slots_of(&self, day: usize) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(move |s| s.day == day)
    }

    /// Every slot a task fills, in the order of the day.
    pub fn task_slots(&self, task: &Task) -> std::ops::RangeInclusive<usize> {
        task.slot..=task.end_slot.unwrap_or(task.slot)
    }

    /// Whether an adult is in school, and not away, for the whole slot.
    pub fn at_work(&self, lsa: usize, slot: usize) -> bool {
        let slot = &self.slots[slot];
        let hours = self.lsas[lsa].hours.get(slot.day).copied().flatten();
        hours.is_some_and(|(from, to)| slot.start >= from && slot.end <= to)
            && !self.absences.iter().any(|a| a.lsa == lsa && a.covers(slot))
    }

    /// Whether an adult's training is valid on the planned date.
    pub fn trained(&self, lsa: usize, skill: &str) -> bool {
        self.lsas[lsa].skills.get(skill).is_some_and(|until| until.as_str() >= self.plan_date.as_str())
    }

    /// Whether an adult may support a pupil: not kept apart, and trained in all that the pupil needs.
    pub fn may_support(&self, lsa: usize, pupil: usize) -> bool {
        let p = &self.pupils[pupil];
        !p.avoid.contains(&lsa) && p.required_skills.iter().all(|s| self.trained(lsa, s))
    }

    /// How near an adult is to a pupil: 0 the key worker, 1 the team, 3 anybody else. The judge counts its own.
    pub fn distance(&self, lsa: usize, pupil: usize) -> i64 {
        let p = &self.pupils[pupil];
        match p.key_worker == Some(lsa) {
            true => 0,
            false if p.team.contains(&lsa) => 1,
            false => 3,
        }
    }

    /// The label of a slot with its day, as a person says it ("Tue P3").
    pub fn slot_name(&self, slot: usize) -> String {
        let s = &self.slots[slot];
        format!("{} {}", self.days.get(s.day).map_or("", String::as_str), s.label)
    }

    /// A task in words ("personal care for Pupil 003, Tue P3").
    pub fn task_name(&self, task: usize) -> String {
        let t = &self.tasks[task];
        let what = if t.name.is_empty() { t.kind.as_str() } else { t.name.as_str() };
        match t.pupil {
            Some(p) => format!("{what} for {}, {}", self.pupils[p].name, self.slot_name(t.slot)),
            None => format!("{what}, {}", self.slot_name(t.slot)),
        }
    }

    /// What an assignment is about, in words.
    pub fn work_name(&self, work: &Work) -> String {
        match work {
            Work::OneToOne { pupil } => self.pupils[*pupil].name.clone(),
            Work::Shared { pupils, .. } => pupils.iter().map(|&p| self.pupils[p].name.as_str()).collect::<Vec<_>>().join(", "),
            Work::Task { task } => self.task_name(*task),
            Work::Intervention { intervention } => self.interventions[*intervention].name.clone(),
        }
    }
}
