//! Care, medicine and duties at set times, who may support a pupil, lessons and weeks of a cycle: from the
//! caseload through the planner into the day.

mod common;

use chrono::{Datelike as _, Days};
use common::{now, open_school, today};
use keyworker::example::Kind;
use keyworker::model::{
    Away, Change, ClassWeek, CycleWeek, DayCover, Duty, Item, Lesson, Mint, Period, School, SetTask, SetTaskId, StaffId, SupportNeeds,
    TaskKind, Training, WEEKDAYS, Weight,
};
use keyworker::ops::Desk;
use keyworker::planner::{Assignment, Options, Work, solve};
use keyworker::store;
use keyworker::views::{CoverView, Covered, Lens, Planning, TodayView};

fn lens(desk: &Desk) -> Lens<'_> {
    Lens { db: desk.store.db(), person: &desk.person, today: today(), initials: false }
}

fn planned(planning: &Planning) -> Vec<Assignment> {
    let options = Options { seconds: 0.5, seed: 3, proofs: false };
    let solution = solve(&planning.problem, options, &std::sync::atomic::AtomicBool::new(false), &mut |_| {});
    assert!(solution.verdict.broken.is_empty(), "{:?}", solution.verdict.broken);
    solution.progress.plan
}

fn keep(desk: &mut Desk, item: impl Into<Item>) {
    desk.carry_out(Change::Keep(item.into()), now()).unwrap();
}

/// The adults who support pupils, those who work each day first.
fn supporting(desk: &Desk) -> Vec<StaffId> {
    let mut staff = store::staff(desk.store.db()).unwrap();
    staff.retain(|s| s.left_on.is_none() && s.role.supports());
    staff.sort_by_key(|s| std::cmp::Reverse(s.days.len()));
    staff.into_iter().map(|s| s.id).collect()
}

fn period(desk: &Desk, name: &str) -> Period {
    store::periods(desk.store.db()).unwrap().into_iter().find(|p| p.name == name).unwrap()
}

/// A caseload with a feed that only two adults are trained for, a duty at break and an adult to avoid, planned
/// and adopted.
fn with_tasks(desk: &mut Desk) -> (SetTaskId, SetTaskId) {
    let mut mint = Mint::new(1_700_000_000_000, 77);
    let staff = supporting(desk);
    let pupil = store::pupils(desk.store.db()).unwrap()[0].id;
    for staff in [staff[0], staff[1]] {
        let skill = "Gastrostomy feed".into();
        keep(desk, Training { id: mint.fresh(), staff, skill, trainer: "Nurse".into(), on: None, expires: None });
    }
    let feed = SetTask {
        id: mint.fresh(),
        kind: TaskKind::Medical,
        what: "Feed".into(),
        pupil: Some(pupil),
        days: 0b11111,
        period: period(desk, "Session 3").id,
        until: None,
        minutes: 20,
        adults: 1,
        second_half: false,
        training: "gastrostomy FEED ".into(),
        place: "Medical room".into(),
        week: None,
        ends: None,
    };
    let playground = SetTask {
        id: mint.fresh(),
        kind: TaskKind::Duty,
        what: "Playground".into(),
        pupil: None,
        period: period(desk, "Break").id,
        minutes: 15,
        adults: 2,
        training: String::new(),
        place: "Field".into(),
        ..feed.clone()
    };
    let (feed_id, playground_id) = (feed.id, playground.id);
    keep(desk, feed);
    keep(desk, playground);
    keep(desk, SupportNeeds { avoid: vec![staff[2]], ..SupportNeeds::of(pupil) });
    let planning = Planning::load(lens(desk), today()).unwrap();
    let plan = planned(&planning);
    let week = planning.adoption(&plan, &mut mint, today());
    desk.carry_out(Change::AdoptPlan(week), now()).unwrap();
    let after = Planning::load(lens(desk), today()).unwrap();
    let mut plan = plan;
    plan.sort();
    let key = |plan: &[Assignment]| plan.iter().map(|a| (a.lsa, a.slot, a.work.key())).collect::<Vec<_>>();
    assert_eq!(key(&after.current), key(&plan), "the week that stands is the plan, tasks and duties too");
    let again = after.adoption(&plan, &mut mint, today());
    assert!(again.ends.is_empty() && again.starts.is_empty() && again.duties.is_empty(), "{again:?}");
    (feed_id, playground_id)
}

#[test]
fn care_and_duties_go_to_adults_who_may_and_stand_in_the_week() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let (feed, playground) = with_tasks(&mut desk);
    let staff = supporting(&desk);
    let pupil = store::pupils(desk.store.db()).unwrap()[0].id;
    let slots: Vec<_> = store::slots(desk.store.db()).unwrap().into_iter().filter(|s| s.ends.is_none()).collect();
    let feeds: Vec<_> = slots.iter().filter(|s| s.task == Some(feed)).collect();
    assert_eq!(feeds.len(), 5, "one a day");
    assert!(feeds.iter().all(|s| staff[..2].contains(&s.staff) && s.pupil == pupil && s.place == "Medical room"));
    let avoided = slots.iter().any(|s| s.pupil == pupil && s.staff == staff[2] && s.running.is_none());
    assert!(!avoided, "an adult on the list to avoid is never planned with the pupil");
    let duties: Vec<Duty> = store::kept(desk.store.db()).unwrap();
    let free: Vec<_> = duties.iter().filter(|d| d.task.is_none()).map(|d| (d.staff, d.weekday, d.period)).collect();
    for day in WEEKDAYS {
        let on: Vec<_> = duties.iter().filter(|d| d.task == Some(playground) && d.weekday == day).map(|d| d.staff).collect();
        assert!(on.len() == 2 && on[0] != on[1], "two different adults on {day}");
        assert!(on.iter().all(|s| !free.contains(&(*s, day, period(&desk, "Break").id))), "nobody has two duties at once");
    }
    let on_today = feeds.iter().find(|s| s.weekday == today().weekday()).unwrap();
    let view = TodayView::load(lens(&desk), Some(on_today.staff)).unwrap();
    let card = view.cards.iter().find(|c| c.slot == Some(on_today.id)).unwrap();
    assert_eq!((card.what.as_str(), card.planned, card.targets.len()), ("Feed", 20, 0), "care is logged without a target");
}

#[test]
fn an_absence_hands_care_and_duties_to_others_and_undo_brings_them_back() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let (feed, playground) = with_tasks(&mut desk);
    let slots = store::slots(desk.store.db()).unwrap();
    let stands = |s: &&keyworker::model::WeekSlot| s.task == Some(feed) && s.weekday == today().weekday() && s.ends.is_none();
    let fed = slots.iter().find(stands).unwrap();
    let duties: Vec<Duty> = store::kept(desk.store.db()).unwrap();
    let duty = duties.iter().find(|d| d.task == Some(playground) && d.weekday == today().weekday()).unwrap();
    for (away, covered) in [(fed.staff, Covered::Slot(fed.id)), (duty.staff, Covered::Duty(duty.id))] {
        let view = CoverView::load(lens(&desk), today(), Some(vec![Away { staff: away, from: None, to: None }])).unwrap();
        let row = view.rows.iter().find(|r| r.covered == covered).expect("it has to change hands");
        assert!(row.to.is_some_and(|to| to != away), "somebody takes it: {row:?}");
    }
    let view = CoverView::load(lens(&desk), today(), Some(vec![Away { staff: duty.staff, from: None, to: None }])).unwrap();
    let to = view.rows.iter().find(|r| r.covered == Covered::Duty(duty.id)).unwrap().to.unwrap();
    let has =
        |desk: &Desk, staff| TodayView::load(lens(desk), Some(staff)).unwrap().duties.iter().filter(|d| d.what == "Playground").count();
    let before = (has(&desk, duty.staff), has(&desk, to));
    let cover = view.kept(Mint::new(5, 5).fresh(), "Sarah Ellis", |i| view.rows[i].to);
    keep(&mut desk, cover);
    assert_eq!((has(&desk, duty.staff), has(&desk, to)), (before.0 - 1, before.1 + 1));
    let again = CoverView::load(lens(&desk), today(), None).unwrap();
    assert_eq!(again.away.len(), 1, "the day remembers who is away");
    let second = again.kept(Mint::new(6, 6).fresh(), "Sarah Ellis", |i| again.rows[i].to);
    keep(&mut desk, second);
    assert_eq!(store::kept::<DayCover>(desk.store.db()).unwrap().len(), 1, "and is covered once");
    desk.undo(now()).unwrap();
    desk.undo(now()).unwrap();
    assert_eq!((has(&desk, duty.staff), has(&desk, to)), before);
}

#[test]
fn what_an_absence_of_a_later_day_costs_is_logged_when_that_day_has_come() {
    let (folder, path, mut desk) = open_school(Kind::Primary);
    let calendar = lens(&desk).calendar().unwrap();
    let later = calendar.school_days(today() + Days::new(1), today() + Days::new(20)).next().unwrap();
    let slots = store::slots(desk.store.db()).unwrap();
    let slot = slots.iter().find(|s| s.ends.is_none() && calendar.takes_place(s, later)).unwrap();
    let view = CoverView::load(lens(&desk), later, Some(vec![Away { staff: slot.staff, from: None, to: None }])).unwrap();
    let cover = view.kept(Mint::new(5, 5).fresh(), "Sarah Ellis", |_| None);
    assert!(cover.moves.iter().any(|m| m.slot == slot.id));
    keep(&mut desk, cover);
    assert_eq!(store::logged_for_slot(desk.store.db(), slot.id, later).unwrap(), None, "nothing has happened yet");
    let person = desk.person.clone();
    desk.store.close().unwrap();
    let then = keyworker::model::Now::at(later, 9, 40);
    for _ in 0..2 {
        let (store, _) = store::Store::open(&path, Some(&person.name), "example").unwrap();
        let desk = Desk::opened(store, person.clone(), 3, then).unwrap();
        let of_day = store::sessions_of_staff(desk.store.db(), slot.staff, later, later).unwrap();
        assert_eq!(of_day.iter().filter(|s| s.slot == Some(slot.id) && !s.delivered()).count(), 1, "logged once");
        desk.store.close().unwrap();
    }
    drop(folder);
}

#[test]
fn lessons_say_where_support_matters_and_who_sits_together() {
    let (_folder, _, mut desk) = open_school(Kind::Secondary);
    let pupil = store::pupils(desk.store.db()).unwrap().into_iter().find(|p| p.form.is_some()).unwrap();
    let mut mint = Mint::new(1, 5);
    let period = period(&desk, "Period 1").id;
    let lesson = |subject: &str, day: usize| Lesson { weekday: WEEKDAYS[day], period, week: None, subject: subject.into() };
    let form = pupil.form.clone().unwrap();
    let known: Vec<ClassWeek> = store::kept(desk.store.db()).unwrap();
    let known = known.into_iter().find(|c| c.class == form).unwrap();
    let second = ClassWeek { id: mint.fresh(), ..known.clone() };
    let why = desk.carry_out(Change::Keep(Item::ClassWeek(second)), now()).unwrap_err().to_string();
    assert!(why.contains("has a timetable already"), "{why}");
    keep(&mut desk, ClassWeek { lessons: vec![lesson("PE", 0), lesson("French", 1)], ..known });
    keep(&mut desk, ClassWeek { id: mint.fresh(), class: "Maths 3".into(), lessons: vec![lesson("Maths", 1)] });
    let needs = SupportNeeds {
        groups: vec!["Maths 3".into()],
        subjects: vec![("pe".into(), Weight::NotWanted), ("Maths".into(), Weight::Some)],
        ..SupportNeeds::of(pupil.id)
    };
    keep(&mut desk, needs);
    let planning = Planning::load(lens(&desk), today()).unwrap();
    let p = &planning.problem.pupils[planning.pupils.iter().position(|p| *p == pupil.id).unwrap()];
    let at = |day: usize| planning.places(WEEKDAYS[day], period, None).next().unwrap();
    let class = |day: usize| planning.problem.classes[p.classes[at(day)].unwrap()].name.clone();
    assert_eq!((p.weights[at(0)], p.subjects[at(0)].as_deref()), (0, Some("PE")), "no support wanted in PE");
    assert_eq!((p.weights[at(1)], class(1)), (2, "Maths 3".to_owned()), "the set comes before the form");
    assert_eq!(p.weights[at(2)], 3, "a lesson that nobody named matters most");
}

#[test]
fn a_two_week_cycle_is_planned_adopted_and_kept_dose_for_dose() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let monday = today() - Days::new(u64::from(today().weekday().num_days_from_monday()));
    let school = School { week_a: Some(monday), ..store::school(desk.store.db()).unwrap() };
    desk.carry_out(Change::SaveSchool(school), now()).unwrap();
    let planning = Planning::load(lens(&desk), today()).unwrap();
    assert_eq!(planning.problem.days.len(), 10);
    let plan = planned(&planning);
    for (i, session) in planning.sessions.iter().enumerate() {
        let held: Vec<_> = plan.iter().filter(|a| a.work == Work::Intervention { intervention: i }).collect();
        assert!(held.len() <= planning.problem.interventions[i].sessions_per_week);
        assert!(held.iter().all(|a| planning.whens[a.slot].week == session.week), "each week has its own dose");
    }
    let week = planning.adoption(&plan, &mut Mint::new(4, 4), today());
    assert!(week.starts.iter().any(|s| s.week == Some(CycleWeek::B)), "the weeks differ somewhere");
    desk.carry_out(Change::AdoptPlan(week), now()).unwrap();
    let after = Planning::load(lens(&desk), today()).unwrap();
    let again = after.adoption(&plan, &mut Mint::new(5, 4), today());
    assert!(again.ends.is_empty() && again.starts.is_empty(), "{} {}", again.ends.len(), again.starts.len());
}

#[test]
fn a_task_that_stands_is_ended_and_not_erased() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let (feed, _) = with_tasks(&mut desk);
    let task: SetTask = store::kept_one(desk.store.db(), feed.0).unwrap().unwrap();
    desk.carry_out(Change::Remove(Item::SetTask(task)), now()).unwrap();
    let task: SetTask = store::kept_one(desk.store.db(), feed.0).unwrap().unwrap();
    assert_eq!(task.ends, today().pred_opt());
    assert!(store::slots(desk.store.db()).unwrap().iter().filter(|s| s.task == Some(feed)).all(|s| s.ends.is_some()));
    assert!(!Planning::load(lens(&desk), today()).unwrap().tasks.iter().any(|t| t.id == feed));
}

#[test]
fn a_term_leaves_as_a_calendar_with_initials_and_no_school_free_day() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    with_tasks(&mut desk);
    let calendar = lens(&desk).calendar().unwrap();
    let names: Vec<String> = store::pupils(desk.store.db()).unwrap().into_iter().map(|p| p.surname).collect();
    let mut duties = 0;
    for staff in supporting(&desk) {
        let rows = keyworker::views::agenda(lens(&desk), staff).unwrap();
        assert!(rows.iter().all(|r| r.day >= today() && calendar.is_school_day(r.day) && r.starts < r.ends));
        duties += rows.iter().filter(|r| r.what == "Playground, Break").count();
        let text = String::from_utf8(keyworker::documents::calendar(&rows)).unwrap();
        assert_eq!(text.matches("BEGIN:VEVENT").count(), rows.len());
        assert!(!names.iter().any(|n| text.contains(n.as_str())), "no name leaves");
    }
    let days = calendar.school_days(today(), lens(&desk).today + Days::new(40)).filter(|d| d.month() < 12 || d.day() < 20).count();
    assert!(duties >= 2 * (days - 6), "two adults on the playground each day: {duties} in about {days} days");
}
