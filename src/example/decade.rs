//! Ten years of a large school, for benches: 3,000 pupils, 500 staff, 684,000 sessions
//! (60 LSAs × 190 days × 6 sessions × 10 years).

use chrono::{NaiveDate, TimeDelta};

use super::profile::{names, profiles, reading, said};
use super::{Chance, Invented, calendar, school};
use crate::model::{
    KeyLink, LinkRole, Mint, NotDelivered, Outcome, Per, Plan, PlanKind, Provision, Pupil, Record, SenStatus, Session, SessionMore,
    SessionOutcome, Staff, StaffRole, StatusSpell, Target, TargetMore, TargetState, WeekSlot, YearGroup,
};
use crate::rules::Calendar;

const PUPILS: usize = 3_000;
const STAFF: usize = 500;
const AT_ONCE: usize = 60;
const YEARS: usize = 10;
const DAYS_A_YEAR: usize = 190;
const SESSIONS_A_DAY: usize = 6;

pub(super) fn invent(seed: u64, today: NaiveDate) -> Invented {
    let mut out = school::empty(seed, today);
    out.school.name = "Example Decade School".into();
    let first_year = calendar::academic_year(today) - YEARS as i32;
    let mut mint = Mint::new(1_450_000_000_000, seed ^ 7);
    let mut chance = Chance(seed ^ 0xDECADE);
    (out.terms, out.closed) = (Vec::new(), Vec::new());
    for year in first_year..=calendar::academic_year(today) {
        let (terms, closed) = calendar::year(&mut mint, year);
        out.terms.extend(terms);
        out.closed.extend(closed);
    }
    people(&mut out, &mut mint, &mut chance, first_year, today);
    sessions(&mut out, &mut mint, &mut chance, first_year);
    out
}

fn people(out: &mut Invented, mint: &mut Mint, chance: &mut Chance, first_year: i32, today: NaiveDate) {
    let names = names();
    let profiles = profiles(true);
    for i in 0..STAFF {
        let role = if i == STAFF - 1 { StaffRole::Sendco } else { StaffRole::Lsa };
        let mut member = Staff::named(mint.fresh(), chance.word(&names.staff_forenames), chance.word(&names.staff_surnames), role);
        if i < STAFF - AT_ONCE {
            member.left_on = NaiveDate::from_ymd_opt(first_year + 1 + (i * (YEARS - 1) / (STAFF - AT_ONCE)) as i32, 7, 20);
        }
        out.staff.push(member);
    }
    for i in 0..PUPILS {
        // Five at a time of ten years each: a pupil stays half a decade.
        let joined = first_year + (i * YEARS / PUPILS) as i32 - 2;
        let starts = NaiveDate::from_ymd_opt(joined.max(first_year), 9, 7).unwrap_or(today);
        let profile = &profiles[i % profiles.len()];
        let id = mint.fresh();
        let left = NaiveDate::from_ymd_opt(joined + 5, 7, 20).filter(|d| *d < today);
        out.pupils.push(Pupil {
            birth_date: NaiveDate::from_ymd_opt(joined - 11, 1 + (i % 12) as u32, 1 + (i % 28) as u32),
            year: YearGroup::from_number(i64::from(calendar::academic_year(today) - joined + 7).min(13)),
            form: Some(format!("{}RG", 7 + i % 5)),
            needs: profile.needs.clone(),
            left_on: left,
            ..Pupil::named(id, chance.word(&names.forenames), chance.word(&names.surnames))
        });
        let status = if i.is_multiple_of(3) { SenStatus::E } else { SenStatus::K };
        out.statuses.push(StatusSpell { id: mint.fresh(), pupil: id, status, since: Some(starts) });
        let staff = out.staff[STAFF - 1 - i % (AT_ONCE - 1) - 1].id;
        out.links.push(KeyLink { id: mint.fresh(), pupil: id, staff, role: LinkRole::KeyWorker, starts, ends: left });
        let plan = Plan {
            id: mint.fresh(),
            pupil: id,
            kind: PlanKind::Ehcp,
            starts,
            review_due: Some(today + TimeDelta::days((i % 200) as i64)),
            ended_on: left,
            version: 1,
            changed_on: None,
        };
        let outcome = Outcome { id: mint.fresh(), plan: plan.id, text: said(&profile.outcome, i.is_multiple_of(2)), position: 1 };
        let line = Provision {
            id: mint.fresh(),
            plan: plan.id,
            outcome: Some(outcome.id),
            what: profile.line.what.clone(),
            times: Some(3),
            minutes: Some(20),
            per: Per::Week,
            group_size: 1,
            who: profile.line.who.clone(),
            position: 1,
        };
        let aim = &profile.targets[0];
        let target = Target {
            id: mint.fresh(),
            pupil: id,
            outcome: Some(outcome.id),
            will: said(&aim.will, i.is_multiple_of(2)),
            condition: aim.condition.clone(),
            measure: aim.measure,
            better: aim.direction(),
            baseline: aim.baseline,
            starts,
            goal: aim.goal,
            in_a_row: 3,
            by: starts + TimeDelta::days(365 * 5),
            instructions: said(&aim.instructions, i.is_multiple_of(2)),
            pupil_words: aim.pupil.clone(),
            state: TargetState::Active,
            more: TargetMore::default(),
        };
        if left.is_none() && i.is_multiple_of(5) {
            let place = i / 5;
            let lessons: Vec<_> = out.periods.iter().filter(|p| !p.is_break).map(|p| p.id).collect();
            out.slots.push(WeekSlot {
                id: mint.fresh(),
                weekday: chrono::Weekday::try_from((place % 5) as u8).unwrap_or(chrono::Weekday::Mon),
                period: lessons[(place / 5) % lessons.len()],
                pupil: id,
                staff,
                place: "Room 4".into(),
                target: Some(target.id),
                provision: Some(line.id),
                starts: today - TimeDelta::days(7),
                ends: None,
                week: None,
                running: None,
                task: None,
            });
        }
        out.plans.push(plan);
        out.outcomes.push(outcome);
        out.provisions.push(line);
        out.targets.push(target);
    }
}

fn sessions(out: &mut Invented, mint: &mut Mint, chance: &mut Chance, first_year: i32) {
    let profiles = profiles(true);
    let calendar = Calendar::new(&out.terms, &out.closed);
    for year in 0..YEARS {
        let from = NaiveDate::from_ymd_opt(first_year + year as i32, 9, 1).unwrap_or_default();
        let days: Vec<NaiveDate> = calendar.school_days(from, from + TimeDelta::days(364)).collect();
        // Those who were on roll that year: half of the pupils, in a window that moves on.
        let first_pupil = year * (PUPILS / 2) / YEARS;
        for n in 0..DAYS_A_YEAR {
            let day = days[n * days.len() / DAYS_A_YEAR];
            for place in 0..AT_ONCE * SESSIONS_A_DAY {
                let worker = STAFF - 1 - place % (AT_ONCE - 1) - 1;
                let p = first_pupil + (place * 7 + n * 31) % (PUPILS / 2);
                let minute = 540 + (place / AT_ONCE) as u16 * 60;
                let at = day.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc().timestamp_millis() + i64::from(minute) * 60_000;
                mint.set_millis(at);
                let delivered = !chance.happens(0.12);
                let target = &out.targets[p];
                let value = target.aim_on(day) + chance.wobble();
                let records = if delivered {
                    vec![Record { id: mint.fresh(), target: target.id, reading: reading(target.measure, value, chance) }]
                } else {
                    Vec::new()
                };
                let note = if chance.happens(0.4) {
                    said(chance.word(&profiles[p % profiles.len()].notes), p.is_multiple_of(2))
                } else {
                    String::new()
                };
                out.sessions.push(Session {
                    id: mint.fresh(),
                    pupil: target.pupil,
                    staff: out.staff[worker].id,
                    slot: None,
                    provision: Some(out.provisions[p].id),
                    on: day,
                    began: Some(minute),
                    minutes: 20,
                    outcome: if delivered { SessionOutcome::Delivered } else { SessionOutcome::NotDelivered(NotDelivered::Redeployed) },
                    note,
                    records,
                    supersedes: None,
                    entered_at: at,
                    entered_by: out.staff[worker].name(),
                    running: None,
                    more: SessionMore::default(),
                });
            }
        }
    }
}

/// The figures above hold together.
const _: () = assert!(YEARS * AT_ONCE * DAYS_A_YEAR * SESSIONS_A_DAY == 684_000);
