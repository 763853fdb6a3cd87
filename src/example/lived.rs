//! The year as it was lived: what came of each slot on each school day.

use chrono::{Datelike, NaiveDate};
use std::collections::HashMap;

use super::profile::{Profile, profiles, reading};
use super::school::{Builder, millis};
use crate::model::{NotDelivered, PeriodId, PupilId, Record, Session, SessionMore, SessionOutcome, StaffId, WeekSlot};

/// What befalls people on one day.
#[derive(Default)]
struct Fate {
    ill: HashMap<StaffId, bool>,
    away: HashMap<PupilId, Option<NotDelivered>>,
    lost: HashMap<(StaffId, PeriodId), Option<NotDelivered>>,
}

impl Builder {
    /// Every slot of every school day so far, but for the last two days of a forgetful LSA.
    pub(super) fn history(&mut self) {
        let course: Vec<f64> =
            self.out.targets.iter().map(|_| [0.25, 0.55, 0.9, 1.0, 1.15, 1.35, 0.02, -0.3][self.chance.below(8)]).collect();
        let profiles = profiles(self.secondary);
        let forgetful = self.out.staff[3].id;
        let days: Vec<NaiveDate> = self.calendar.school_days(self.since, self.today).filter(|d| *d < self.today).collect();
        let recent: Vec<NaiveDate> = days.iter().rev().take(2).copied().collect();
        let slots = self.out.slots.clone();
        for day in days {
            let mut fate = Fate::default();
            for slot in slots.iter().filter(|s| s.stands_on(day)) {
                if slot.staff == forgetful && recent.contains(&day) {
                    continue;
                }
                let session = self.session(slot, day, &mut fate, &course, &profiles);
                self.out.sessions.push(session);
            }
        }
        self.out.sessions.sort_by_key(|s| s.entered_at);
    }

    /// What came of a slot on a day: an absence holds all day, and what befalls the adult befalls the group.
    fn outcome(&mut self, slot: &WeekSlot, staff: usize, day: NaiveDate, fate: &mut Fate) -> SessionOutcome {
        let chance = &mut self.chance;
        // Before the exams and in the week of the trip, cover takes its toll.
        let pulled = if staff == 4 && day.month() % 3 == 2 { 0.45 } else { 0.05 };
        let ill = *fate.ill.entry(slot.staff).or_insert_with(|| chance.happens(0.03));
        let away = *fate.away.entry(slot.pupil).or_insert_with(|| match chance.unit() {
            u if u < 0.045 => Some(NotDelivered::PupilAbsent),
            u if u < 0.055 => Some(NotDelivered::Trip),
            _ => None,
        });
        let lost = *fate.lost.entry((slot.staff, slot.period)).or_insert_with(|| match chance.unit() {
            u if u < 0.005 => Some(NotDelivered::NoRoom),
            u if u < 0.005 + pulled => Some(NotDelivered::Redeployed),
            _ => None,
        });
        let declined = chance.happens(0.01).then_some(NotDelivered::Declined);
        match ill.then_some(NotDelivered::LsaAbsent).or(lost).or(away).or(declined) {
            Some(reason) => SessionOutcome::NotDelivered(reason),
            None => SessionOutcome::Delivered,
        }
    }

    fn session(&mut self, slot: &WeekSlot, day: NaiveDate, fate: &mut Fate, course: &[f64], profiles: &[Profile]) -> Session {
        let period = self.out.periods.iter().find(|p| p.id == slot.period).cloned();
        let line = self.out.provisions.iter().find(|l| Some(l.id) == slot.provision && slot.running.is_none());
        let meant = line.and_then(|l| l.minutes).unwrap_or(30);
        let (began, minutes) = period.map_or((540, meant), |p| (p.starts, p.minutes().min(meant)));
        let staff = self.out.staff.iter().position(|s| s.id == slot.staff).unwrap_or(0);
        let outcome = self.outcome(slot, staff, day, fate);
        let mut session = Session {
            id: self.mint.fresh(),
            pupil: slot.pupil,
            staff: slot.staff,
            slot: Some(slot.id),
            provision: slot.provision,
            on: day,
            began: Some(began),
            minutes,
            outcome,
            note: String::new(),
            records: Vec::new(),
            supersedes: None,
            entered_at: millis(day, began + minutes + self.chance.below(90) as u16),
            entered_by: self.out.staff[staff].name(),
            running: slot.running,
            more: SessionMore::default(),
        };
        let place = self.out.targets.iter().position(|t| Some(t.id) == slot.target);
        if let (true, Some(place)) = (session.delivered(), place) {
            let target = &self.out.targets[place];
            let (low, high) = target.measure.bounds();
            let span = target.goal - target.baseline;
            let along = (target.aim_on(day) - target.baseline) * course[place];
            let value = target.baseline + along + self.chance.wobble() * span.abs() * 0.09;
            let value = value.clamp(low, high.unwrap_or(f64::MAX));
            session.records.push(Record {
                id: self.mint.fresh(),
                target: target.id,
                reading: reading(target.measure, value, &mut self.chance),
            });
            if self.chance.happens(0.3) {
                let needs = self.out.pupils.iter().find(|p| p.id == slot.pupil).map(|p| p.needs.clone()).unwrap_or_default();
                if let Some(profile) = profiles.iter().find(|p| p.needs == needs) {
                    session.note = self.notes.note(&profile.notes, self.girls.contains(&slot.pupil), &mut self.chance);
                }
            }
        }
        session
    }
}
