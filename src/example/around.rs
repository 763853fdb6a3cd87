//! The people and the arrangements of an invented school: pay and trainings, groups, duties, families and
//! professionals.

use chrono::{TimeDelta, Weekday};

use super::school::Builder;
use crate::model::{
    Contact, ContactKind, Duty, FidelityCheck, MaySee, Member, NeedSpell, Phase, PhaseKind, PupilId, Running, TargetState, Training,
    WEEKDAYS, WeekSlot,
};

/// What must be there before the year is lived through: staff details, groups, phases, duties.
pub(super) fn before_history(b: &mut Builder) {
    staff(b);
    group(b, &["ASD", "SLCN"], "LEGO-based therapy", 3, 14, false);
    group(b, &["MLD", "SLCN"], "Small-step number group", 3, -6, true);
    phases(b);
    duties(b);
}

fn staff(b: &mut Builder) {
    let lead = b.out.staff[0].id;
    let hlta = b.out.staff[1].id;
    for i in 0..b.out.staff.len() {
        let staff = &mut b.out.staff[i];
        staff.lead = Some(if i > 3 { hlta } else { lead }).filter(|_| i > 0);
        staff.weeks_a_year = Some(if b.secondary { 39.0 } else { 38.0 });
        staff.pence_an_hour = Some(if i == 1 { 1655 } else { 1370 });
        staff.on_costs_percent = Some(27.0);
        let id = staff.id;
        let mut train = |skill: &str, trainer: &str, ago: i64, lasts: Option<i64>| {
            let on = b.today - TimeDelta::days(ago);
            let expires = lasts.map(|days| on + TimeDelta::days(days));
            let (skill, trainer) = (skill.to_owned(), trainer.to_owned());
            b.out.items.push(Training { id: b.mint.fresh(), staff: id, skill, trainer, on: Some(on), expires }.into());
        };
        if i % 2 == 1 {
            train("Paediatric first aid", "County first aid service", 1060, Some(1095));
        }
        if i % 3 == 0 {
            train("LEGO-based therapy", "Speech and language therapist", 400, None);
        }
        if i == 2 {
            train("ELSA", "Educational psychology service", 500, Some(365 * 2));
            train("Makaton level 2", "", 900, None);
        }
        if i == 4 {
            train("Moving and handling", "Occupational therapist", 380, Some(365));
        }
        if i == 5 || i == 2 {
            train("Gastrostomy feeding", "Community nurse", 200, Some(365));
        }
    }
}

/// Pupils of one profile who meet as a group, twice a week.
fn group(b: &mut Builder, needs: &[&str], name: &str, most: usize, weeks_left: i64, over: bool) {
    let of_kind: Vec<usize> = (0..b.out.pupils.len()).filter(|i| b.out.pupils[*i].needs == needs).take(most).collect();
    if of_kind.len() < 2 {
        return;
    }
    let starts = b.calendar.school_days(b.today - TimeDelta::weeks(if over { 18 } else { 9 }), b.today).next().unwrap_or(b.since);
    let members: Vec<_> = of_kind.iter().map(|i| b.out.pupils[*i].id).collect();
    let Some((worker, times)) = free_times(b, &members) else { return };
    for (day, period) in &times {
        members.iter().for_each(|p| b.taken.join(*p, *day, *period));
    }
    let id = b.mint.fresh();
    let mut members = Vec::new();
    for (n, i) in of_kind.iter().enumerate() {
        let pupil = b.out.pupils[*i].id;
        let target = b.out.targets.iter().find(|t| t.pupil == pupil && t.state == TargetState::Active).map(|t| t.id);
        let provision = b.out.plans.iter().position(|p| p.pupil == pupil).map(|p| b.out.provisions[p].id);
        members.push(Member {
            pupil,
            joined: starts,
            left: None,
            target,
            before: Some(6.0 + n as f64 * 2.0),
            after: over.then_some(9.0 + n as f64 * 1.5),
        });
        for (day, period) in &times {
            b.out.slots.push(WeekSlot {
                id: b.mint.fresh(),
                weekday: *day,
                period: b.out.periods[*period].id,
                pupil,
                staff: b.out.staff[worker].id,
                place: "Library corner".into(),
                target,
                provision,
                starts,
                ends: None,
                week: None,
                running: Some(id),
                task: None,
            });
        }
    }
    let catalogue = crate::model::shipped_programmes();
    let programme = catalogue.iter().find(|p| p.name == name);
    let check = FidelityCheck {
        on: starts + TimeDelta::weeks(3),
        by: b.out.staff[0].name(),
        seen: vec![true, true, false, true],
        note: "The adult stepped in early once; talked about waiting.".into(),
    };
    b.out.items.push(
        Running {
            id,
            name: name.into(),
            programme: programme.map(|p| p.id),
            deliverer: Some(b.out.staff[worker].id),
            members,
            starts,
            ends: b.today + TimeDelta::weeks(weeks_left),
            minutes: Some(30),
            per_week: Some(2),
            training: programme.map(|p| p.training.clone()).unwrap_or_default(),
            resources: if over {
                "Base ten, number lines, game boards".into()
            } else {
                "Four building sets, role cards, picture instructions".into()
            },
            kept_where: "Blue trolley in the Nest".into(),
            entry: "Named by the class teacher and the SENDCO after half-termly data".into(),
            exit: "Two sessions running without an adult’s prompt".into(),
            measure: if over { "Number facts known of 20".into() } else { "Turns taken of 20".into() },
            lower_is_better: false,
            fidelity: programme.map(|p| p.fidelity.clone()).unwrap_or_default(),
            checks: if over { Vec::new() } else { vec![check] },
            verdict: None,
            verdict_on: None,
            verdict_why: String::new(),
        }
        .into(),
    );
}

/// An adult with two lessons on different days in which all of these pupils are free too.
fn free_times(b: &mut Builder, pupils: &[PupilId]) -> Option<(usize, Vec<(Weekday, usize)>)> {
    let lessons = b.lessons(30);
    for worker in [3, 6, 2, 5, 1, 4].into_iter().filter(|w| *w < b.out.staff.len() - 1) {
        let days: Vec<Weekday> = b.out.staff[worker].days.iter().map(|d| d.day).collect();
        let mut times: Vec<(Weekday, usize)> = Vec::new();
        for day in days.into_iter().rev() {
            let free =
                |p: &&usize| b.taken.adult_is_free(worker, day, **p) && pupils.iter().all(|pupil| b.taken.pupil_is_free(*pupil, day, **p));
            times.extend(lessons.iter().rev().find(free).map(|p| (day, *p)));
            if times.len() == 2 {
                times.iter().for_each(|(day, period)| b.taken.occupy(worker, *day, *period));
                return Some((worker, times));
            }
        }
    }
    None
}

/// One target has a baseline of its own before its intervention begins.
fn phases(b: &mut Builder) {
    if let Some(target) = b.out.targets.iter_mut().find(|t| t.state == TargetState::Active && t.better == crate::model::Direction::Up) {
        target.more.phases = vec![
            Phase { starts: target.starts, kind: PhaseKind::Baseline, name: "as before".into() },
            Phase { starts: target.starts + TimeDelta::weeks(3), kind: PhaseKind::Intervention, name: "with word cards each day".into() },
        ];
        target.more.maintain_weeks = Some(4);
    }
}

fn duties(b: &mut Builder) {
    let Some(at_break) = b.out.periods.iter().find(|p| p.is_break).map(|p| p.id) else { return };
    for (n, day) in WEEKDAYS.iter().enumerate() {
        let staff = &b.out.staff[2 + n % (b.out.staff.len() - 3)];
        if staff.days.iter().any(|d| d.day == *day) {
            let duty = Duty {
                id: b.mint.fresh(),
                staff: staff.id,
                weekday: *day,
                period: at_break,
                what: "Playground".into(),
                place: "Quiet garden".into(),
                week: None,
                task: None,
                starts: None,
                ends: None,
            };
            b.out.items.push(duty.into());
        }
    }
}

pub(super) fn contacts(b: &mut Builder, i: usize) {
    let pupil = b.out.pupils[i].clone();
    let consent = Some(b.since + TimeDelta::days(20 + (i % 40) as i64));
    let base = |b: &mut Builder, kind, name: String, relation: &str, organisation: &str, may_see| Contact {
        id: b.mint.fresh(),
        pupil: pupil.id,
        kind,
        name,
        relation: relation.into(),
        organisation: organisation.into(),
        phone: format!("07700 900{:03}", (i * 37) % 1000),
        email: String::new(),
        responsible: kind == ContactKind::Family,
        may_see,
        consent_on: consent,
        consent_by: String::new(),
        ended_on: None,
    };
    let first = b.chance.pick(&b.names.staff_forenames).clone();
    let parent = format!("{first} {}", pupil.surname);
    let relation = if i % 3 == 1 { "Father" } else { "Mother" };
    let family = base(b, ContactKind::Family, parent, relation, "", MaySee::Everything);
    b.out.items.push(family.into());
    let professional = match pupil.needs.first().map(String::as_str) {
        Some("ASD" | "DS" | "SLCN") => ("Speech and language therapist", "Community children’s services"),
        Some("PD") => ("Occupational therapist", "Community children’s services"),
        Some("HI") => ("Teacher of the deaf", "Sensory service"),
        Some("SEMH") if i.is_multiple_of(2) => ("Educational psychologist", "Educational psychology service"),
        _ => return,
    };
    let name = format!("{} {}", b.chance.pick(&b.names.staff_forenames).clone(), b.chance.pick(&b.names.staff_surnames).clone());
    let mut contact = base(b, ContactKind::Professional, name, professional.0, professional.1, MaySee::OwnAdvice);
    contact.phone = String::new();
    contact.email = "advice@service.example".into();
    b.out.items.push(contact.into());
}

pub(super) fn need_history(b: &mut Builder, i: usize) {
    let pupil = b.out.pupils[i].clone();
    let since = b.out.statuses.iter().find(|s| s.pupil == pupil.id).and_then(|s| s.since);
    for (rank, code) in (1u8..).zip(&pupil.needs) {
        let spell = NeedSpell { id: b.mint.fresh(), pupil: pupil.id, code: code.clone(), rank, since, until: None };
        b.out.items.push(spell.into());
    }
    if i % 7 == 2 {
        let until = since.map(|s| s - TimeDelta::days(1));
        let from = until.map(|u| u - TimeDelta::days(400));
        let spell = NeedSpell { id: b.mint.fresh(), pupil: pupil.id, code: "NSA".into(), rank: 1, since: from, until };
        b.out.items.push(spell.into());
    }
}
