//! Invented schools, the same for the same kind, seed and day: to try things out on, for pictures and
//! for benches. No name, number or note is a real person's.

mod around;
mod calendar;
mod decade;
mod lived;
mod plans;
mod profile;
mod school;
mod week;
mod written;

use chrono::NaiveDate;

use crate::model::{
    ClosedDay, Item, KeyLink, Outcome, Period, Plan, PlanTemplate, Portrait, Provision, Pupil, Review, School, Session, Staff, StatusSpell,
    Target, Term, WeekSlot,
};

/// Which invented school.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Shaped by the primary job description: 7 LSAs from 8.40 to 3.30, about 30 pupils with SEND.
    Primary,
    /// Shaped by the secondary one: about 20 LSAs, about 70 pupils, six lessons a day.
    Secondary,
    /// A school with its year and nobody in it.
    Empty,
    /// Ten years of a large school: 3,000 pupils, 500 staff, 684,000 sessions. For benches.
    Decade,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Primary, Self::Secondary, Self::Empty, Self::Decade];

    /// As given on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Empty => "empty",
            Self::Decade => "decade",
        }
    }
}

/// A whole invented school, ready to be poured into a file.
#[derive(Clone, Debug, Default)]
pub struct Invented {
    pub school: School,
    pub terms: Vec<Term>,
    pub closed: Vec<ClosedDay>,
    pub periods: Vec<Period>,
    pub staff: Vec<Staff>,
    pub pupils: Vec<Pupil>,
    pub statuses: Vec<StatusSpell>,
    pub links: Vec<KeyLink>,
    pub plans: Vec<Plan>,
    /// What each kind of plan consists of; empty where the shipped ones serve.
    pub templates: Vec<PlanTemplate>,
    pub outcomes: Vec<Outcome>,
    pub provisions: Vec<Provision>,
    pub targets: Vec<Target>,
    pub portraits: Vec<Portrait>,
    pub slots: Vec<WeekSlot>,
    pub sessions: Vec<Session>,
    pub reviews: Vec<Review>,
    /// Contacts, trainings, interventions, strategies, entries and the like.
    pub items: Vec<Item>,
}

/// Invents a school as it would stand on `today`.
pub fn invent(kind: Kind, seed: u64, today: NaiveDate) -> Invented {
    match kind {
        Kind::Primary | Kind::Secondary => school::invent(kind, seed, today),
        Kind::Empty => school::empty(seed, today),
        Kind::Decade => decade::invent(seed, today),
    }
}

/// A small generator of chances, the same on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A whole number below `n`.
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// From 0 up to 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True in this share of cases.
    fn happens(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// Roughly normal around 0 with spread 1: the sum of three evens.
    fn wobble(&mut self) -> f64 {
        (self.unit() + self.unit() + self.unit() - 1.5) * 2.0
    }

    fn word<'a>(&mut self, from: &'a [String]) -> &'a str {
        self.pick::<String>(from)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
