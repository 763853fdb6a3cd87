//! What is written in an invented school: strategies and how they went, observations, referrals,
//! reviews with their meetings, and who has read what.

use chrono::{Days, NaiveDate, TimeDelta};

use super::school::Builder;
use super::{around, plans};
use crate::model::{
    About, Company, Decided, Entry, EntryKind, Helped, Invited, Item, NextStep, Plan, PlanId, Point, PortraitState, PupilId, ReadMark,
    Readable, ReferTo, Review, ReviewMore, ReviewState, SessionOutcome, Setting, Strategy, StrategyId, TargetState,
};

/// What is written while the year goes by and after it.
pub(super) fn after_history(b: &mut Builder) {
    for_the_census(b);
    for i in 0..b.out.pupils.len() {
        around::contacts(b, i);
        around::need_history(b, i);
    }
    let strategies = strategies(b);
    colour_sessions(b, &strategies);
    entries(b);
    plans::beside(b);
    plans::in_words(b);
    reviews(b);
    read_marks(b);
}

/// What the office will ask about: a pupil who has just come has no UPN yet, and nobody wrote down since when
/// another has had SEN Support.
fn for_the_census(b: &mut Builder) {
    if let Some(pupil) = b.out.pupils.get_mut(7) {
        pupil.upn = None;
    }
    let Some(pupil) = b.out.pupils.get(10).map(|p| p.id) else { return };
    b.out.statuses.iter_mut().filter(|s| s.pupil == pupil).for_each(|s| s.since = None);
}

/// Two strategies for each pupil with a portrait, taken from what it says helps.
fn strategies(b: &mut Builder) -> Vec<(PupilId, Vec<StrategyId>)> {
    let mut all = Vec::new();
    for portrait in &b.out.portraits {
        let helps = portrait.text(crate::model::PortraitField::Helps);
        let texts: Vec<String> =
            helps.split(['.', ';', ',']).map(str::trim).filter(|t| t.split(' ').count() > 1).take(2).map(capital).collect();
        let mut ids = Vec::new();
        for text in texts {
            let id = b.mint.fresh();
            ids.push(id);
            let since = b.today - TimeDelta::days(80);
            let strategy = Strategy { id, pupil: portrait.pupil, text, source: "pen portrait".into(), since, ended_on: None };
            b.out.items.push(strategy.into());
        }
        all.push((portrait.pupil, ids));
    }
    all
}

/// Where the sessions of the last weeks were, with whom, what was tried and how the pupil found it.
fn colour_sessions(b: &mut Builder, strategies: &[(PupilId, Vec<StrategyId>)]) {
    let from = b.today - TimeDelta::days(75);
    for i in 0..b.out.sessions.len() {
        let session = &mut b.out.sessions[i];
        if session.on < from || session.outcome != SessionOutcome::Delivered || !b.chance.happens(0.55) {
            continue;
        }
        let grouped = session.running.is_some();
        let more = &mut session.more;
        more.company = Some(if grouped || b.chance.happens(0.3) { Company::WithPeers } else { Company::AloneWithAdult });
        more.setting = Some(if b.chance.happens(0.45) { Setting::InClass } else { Setting::Withdrawn });
        more.own_rating = b.chance.happens(0.5).then(|| 1 + b.chance.below(3) as u8);
        for id in strategies.iter().find(|(p, _)| *p == session.pupil).into_iter().flat_map(|(_, ids)| ids) {
            if b.chance.happens(0.5) {
                let helped = [Helped::Yes, Helped::Yes, Helped::Yes, Helped::Partly, Helped::No][b.chance.below(5)];
                more.strategies.push((*id, helped));
            }
        }
    }
}

fn entries(b: &mut Builder) {
    const GOOD: [&str; 8] = [
        "Helped a younger pupil find the hall without being asked.",
        "Read the whole page aloud to the class teacher.",
        "Told me before it got too loud, with the card.",
        "Finished the maths task before the bell, alone.",
        "Said sorry first, and meant it.",
        "Chose to stay in assembly to the end.",
        "Wrote three sentences without a word bank.",
        "Taught a friend the game we play in our group.",
    ];
    const SEEN: [&str; 5] = [
        "Watched from the wall for the first ten minutes of break, then joined the football when the ball came.",
        "Looked up at each noise from the corridor; six times in the starter alone.",
        "Answered two questions in front of the class, both right.",
        "Waited for an adult before each step of the task, though the steps were on the table.",
        "Sat next to the same two pupils all morning and talked quietly.",
    ];
    let days = b.calendar.school_days_before(b.today, 12);
    let count = b.out.pupils.len();
    for n in 0..count {
        let pupil = b.out.pupils[n].id;
        let Some(worker) = worker_of(b, pupil) else { continue };
        let on = days[n % days.len()];
        match n % 5 {
            0 => write(b, pupil, worker, on, EntryKind::GoodNews, GOOD[n / 5 % GOOD.len()]),
            1 => write(b, pupil, worker, on, EntryKind::Observation, SEEN[n / 5 % SEEN.len()]),
            2 if n % 2 == 0 => {
                let timed = EntryKind::TimedObservation {
                    minutes: 10,
                    behaviour: "Working at the task".into(),
                    seen: 9 + (n % 8) as u16,
                    intervals: 20,
                };
                write(b, pupil, worker, on, timed, "Most of it in the second half, once the task was cut in two.");
            }
            3 if n % 2 == 1 => {
                let what = EntryKind::FamilyContact { how: "By phone".into(), agreed: "Same three words at home each night".into() };
                write(b, pupil, worker, on, what, "Pleased with the week. Bedtimes are late since the clocks changed.");
            }
            _ => {}
        }
    }
    for (n, (text, suggestion, answer)) in [
        (
            "Has stopped wearing the radio aid in the afternoon; says it hurts.",
            "Ask the sensory service to look at the ear piece",
            Some("Asked on the same day; the teacher of the deaf comes on Thursday."),
        ),
        ("Tired in each Monday session for three weeks.", "Move the Monday session after break", None),
        ("The word lists are too easy now.", "Set the next list", Some("Next list is in the blue folder from tomorrow.")),
    ]
    .into_iter()
    .enumerate()
    {
        let pupil = b.out.pupils[(n * 7 + 4) % count].id;
        let Some(worker) = worker_of(b, pupil) else { continue };
        let what = EntryKind::Referral { to: ReferTo::Sendco, suggestion: suggestion.into() };
        let of = write_as(b, pupil, worker, days[5], what, text);
        if let Some(answer) = answer {
            write(b, pupil, 0, days[3], EntryKind::Answer { of }, answer);
        }
    }
    let pupil = b.out.pupils[1].id;
    if let Some(worker) = worker_of(b, pupil) {
        let what = EntryKind::Handover { to: None };
        write(b, pupil, worker, days[0], what, "New seat at the front left since yesterday. Start with the timetable card.");
    }
}

fn worker_of(b: &Builder, pupil: PupilId) -> Option<usize> {
    let link = b.out.links.iter().rev().find(|l| l.pupil == pupil && l.holds_on(b.today))?;
    b.out.staff.iter().position(|s| s.id == link.staff)
}

fn write(b: &mut Builder, pupil: PupilId, staff: usize, on: NaiveDate, what: EntryKind, text: &str) {
    write_as(b, pupil, staff, on, what, text);
}

fn write_as(b: &mut Builder, pupil: PupilId, staff: usize, on: NaiveDate, what: EntryKind, text: &str) -> crate::model::EntryId {
    let id = b.mint.fresh();
    let at = on.and_hms_opt(15, 10, 0).unwrap_or_default().and_utc().timestamp_millis();
    let entry = Entry {
        id,
        pupil,
        staff: Some(b.out.staff[staff].id),
        on,
        what,
        text: text.into(),
        entered_at: at,
        entered_by: b.out.staff[staff].name(),
        supersedes: None,
    };
    b.out.items.push(entry.into());
    id
}

/// Reviews held last term for some with what the meeting decided, one in preparation, one late.
fn reviews(b: &mut Builder) {
    const VIEWS: [(&str, &str); 4] = [
        (
            "I like my sessions best when we go at my pace. I want to do more on my own.",
            "We see more confidence at home. We would like to hear earlier when sessions are missed.",
        ),
        ("Reading is easier. Writing makes my hand hurt.", "Homework goes better since it is shorter. Could there be fewer spellings?"),
        ("I know who to go to now. Break is still too loud.", "Mornings are calmer. The now-and-next card works at home too."),
        ("I want to stay in the science lesson.", "Please keep the same key worker if you can."),
    ];
    for i in 0..b.out.plans.len() {
        if !b.out.plans[i].kind.is_main() || i % 4 != 1 && i != 3 {
            continue;
        }
        let plan = b.out.plans[i].clone();
        let held = b.today - TimeDelta::days(100 + b.chance.below(60) as i64);
        let held = (i != 3).then(|| b.school_day(held));
        let to = held.unwrap_or(b.today);
        let views = VIEWS[i / 4 % VIEWS.len()];
        let more = meeting(b, &plan, held, to);
        b.out.reviews.push(Review {
            id: b.mint.fresh(),
            pupil: plan.pupil,
            plan: Some(plan.id),
            from: to - TimeDelta::days(120),
            to,
            held_on: held,
            state: if held.is_some() { ReviewState::Held } else { ReviewState::InPreparation },
            pupil_views: views.0.into(),
            family_views: views.1.into(),
            decisions: if held.is_some() { "Provision to continue. Targets carried on with smaller steps.".into() } else { String::new() },
            next_steps: String::new(),
            more,
        });
    }
}

fn meeting(b: &mut Builder, plan: &Plan, held: Option<NaiveDate>, to: NaiveDate) -> ReviewMore {
    let contacts: Vec<(String, String)> = b
        .out
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Contact(c) if c.pupil == plan.pupil => Some((c.name.clone(), c.relation.clone())),
            _ => None,
        })
        .collect();
    let asked = Some(to - TimeDelta::weeks(5));
    let came = held.is_some();
    let invited = contacts
        .into_iter()
        .enumerate()
        .map(|(n, (name, role))| Invited {
            name,
            role,
            asked_on: asked,
            advice_on: (came || n == 0).then(|| to - TimeDelta::weeks(2)),
            came: came && n == 0,
        })
        .collect();
    let mut points = Vec::new();
    if held.is_some() {
        let outcome = b.out.outcomes.iter().find(|o| o.plan == plan.id).map(|o| o.id);
        points.extend(outcome.map(|id| Point { about: About::Outcome(id), decided: Decided::Improving, note: String::new(), carry: true }));
        let first = b.out.targets.iter().find(|t| t.pupil == plan.pupil && t.state != TargetState::Active);
        points.extend(first.map(|t| Point {
            about: About::Target(t.id),
            decided: if t.state == TargetState::Achieved { Decided::Achieved } else { Decided::NoChange },
            note: String::new(),
            carry: false,
        }));
    }
    let owner = worker_of(b, plan.pupil).map(|w| b.out.staff[w].name()).unwrap_or_default();
    let steps = if came {
        vec![
            NextStep {
                what: "Share the word lists with home".into(),
                owner,
                due: Some(to + Days::new(21)),
                done_on: Some(to + Days::new(18)),
            },
            NextStep {
                what: "Ask the service for a visit".into(),
                owner: b.out.staff[0].name(),
                due: Some(to + Days::new(42)),
                done_on: None,
            },
        ]
    } else {
        Vec::new()
    };
    ReviewMore {
        meeting_on: held.or(Some(to + Days::new(13))),
        meeting_at: "14:00".into(),
        place: "The Nest".into(),
        invited,
        points,
        steps,
    }
}

/// Most adults have read what they should; some have not yet.
fn read_marks(b: &mut Builder) {
    let plans: Vec<(PupilId, PlanId, NaiveDate)> = b.out.plans.iter().map(|p| (p.pupil, p.id, p.starts)).collect();
    let portraits: Vec<_> =
        b.out.portraits.iter().filter(|p| p.state == PortraitState::Approved).map(|p| (p.pupil, p.id, p.approved_on)).collect();
    for (n, (pupil, plan, starts)) in plans.into_iter().enumerate() {
        if n % 4 != 3 {
            mark(b, pupil, Readable::Plan(plan), starts + TimeDelta::days(9));
        }
    }
    for (n, (pupil, portrait, approved)) in portraits.into_iter().enumerate() {
        if n % 5 != 4 {
            mark(b, pupil, Readable::Portrait(portrait), approved.unwrap_or(b.since) + TimeDelta::days(4));
        }
    }
}

fn mark(b: &mut Builder, pupil: PupilId, what: Readable, on: NaiveDate) {
    let Some(worker) = worker_of(b, pupil) else { return };
    let staff = b.out.staff[worker].id;
    let mark = ReadMark { id: b.mint.fresh(), pupil, staff, what, on: on.min(b.today) };
    b.out.items.push(mark.into());
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
