//! The whole caseload through the one door: families of things, plan versions, targets that go on, group
//! sessions, reviews that are held. Each is one step that undo takes back whole.

mod common;

use common::{now, open_school, today};
use keyworker::documents::tally_sheet;
use keyworker::example::Kind;
use keyworker::model::{
    About, Change, Contact, ContactKind, CycleWeek, Decided, Entry, EntryKind, Item, MaySee, NeedSpell, Plan, PlanKind, PlanSection,
    PlanTemplate, PlanText, Point, Pupil, PupilId, Review, ReviewMore, ReviewState, Running, School, SenStatus, Session, SessionMore,
    SessionOutcome, StaffId, Target, TargetState, Training,
};
use keyworker::ops::Desk;
use keyworker::store;
use keyworker::views::{CensusView, Digest, InterventionsView, Lens, PupilView, ReviewSummary, StaffView, TodayView, Tracker};

fn lens(desk: &Desk) -> Lens<'_> {
    Lens { db: desk.store.db(), person: &desk.person, today: today(), initials: false }
}

/// A pupil with a running main plan, an open target and a key worker.
fn somebody(desk: &Desk) -> (Pupil, Plan, Target, StaffId) {
    for pupil in store::pupils(desk.store.db()).unwrap() {
        let plan = store::plans_of(desk.store.db(), pupil.id).unwrap().into_iter().find(|p| p.ended_on.is_none() && p.kind.is_main());
        let target = store::targets_of(desk.store.db(), pupil.id).unwrap().into_iter().find(|t| t.state == TargetState::Active);
        let link = store::links_of_pupil(desk.store.db(), pupil.id).unwrap().into_iter().find(|l| l.holds_on(today()));
        if let (Some(plan), Some(target), Some(link)) = (plan, target, link) {
            return (pupil, plan, target, link.staff);
        }
    }
    panic!("the example has such a pupil");
}

/// Every row of every table, to see that undo brings back exactly what was.
fn everything(desk: &Desk) -> Vec<String> {
    let db = desk.store.db();
    let mut all = Vec::new();
    for pupil in store::pupils(db).unwrap() {
        all.push(format!("{pupil:?}"));
        all.push(format!("{:?}", store::plans_of(db, pupil.id).unwrap()));
        all.push(format!("{:?}", store::targets_of(db, pupil.id).unwrap()));
        all.push(format!("{:?}", store::slots_of_pupil(db, pupil.id).unwrap()));
        all.push(format!("{:?}", store::reviews_of(db, pupil.id).unwrap()));
        all.push(format!("{:?}", store::kept_of_pupil::<NeedSpell>(db, pupil.id).unwrap()));
        all.push(format!("{:?}", store::kept_of_pupil::<PlanText>(db, pupil.id).unwrap()));
        all.push(format!("{:?}", store::kept_of_pupil::<Contact>(db, pupil.id).unwrap()));
    }
    all.push(format!("{:?}", store::kept::<Entry>(db).unwrap()));
    all.push(format!("{:?}", store::kept::<Running>(db).unwrap()));
    all
}

/// Carries a change out, undoes it, sees that nothing is left of it, and does it again.
fn there_and_back(desk: &mut Desk, change: Change) {
    let before = everything(desk);
    let name = change.name();
    desk.carry_out(change, now()).unwrap();
    let after = everything(desk);
    assert_ne!(before, after, "{name} changes something");
    assert_eq!(desk.undo(now()).unwrap().name, format!("Undo: {name}"));
    assert_eq!(everything(desk), before, "undo of {name} leaves nothing behind");
    desk.redo(now()).unwrap();
    assert_eq!(everything(desk), after, "redo of {name} brings all of it back");
}

fn refused(desk: &mut Desk, change: Change) -> String {
    let before = everything(desk);
    let why = desk.carry_out(change, now()).unwrap_err().to_string();
    assert_eq!(everything(desk), before, "a refusal changes nothing");
    why
}

#[test]
fn each_family_is_kept_found_and_taken_back() {
    let (_folder, _path, mut desk) = open_school(Kind::Primary);
    let (pupil, plan, _, staff) = somebody(&desk);
    let contact = Contact {
        id: desk.mint(now()).fresh(),
        pupil: pupil.id,
        kind: ContactKind::Professional,
        name: "Ottilie Quartermaine".into(),
        relation: "Educational psychologist".into(),
        organisation: "County service".into(),
        phone: String::new(),
        email: String::new(),
        responsible: false,
        may_see: MaySee::OwnAdvice,
        consent_on: Some(today()),
        consent_by: "Mother".into(),
        ended_on: None,
    };
    there_and_back(&mut desk, Change::Keep(contact.clone().into()));
    let found = store::search(desk.store.db(), "quartermaine", None, 10).unwrap();
    assert!(found.iter().any(|h| h.kind == "contact" && h.pupil == Some(pupil.id)), "{found:?}");
    let entry = Entry {
        id: desk.mint(now()).fresh(),
        pupil: pupil.id,
        staff: Some(staff),
        on: today(),
        what: EntryKind::GoodNews,
        text: "Explained photosynthesis to the class".into(),
        entered_at: 0,
        entered_by: String::new(),
        supersedes: None,
    };
    there_and_back(&mut desk, Change::Keep(entry.clone().into()));
    assert!(refused(&mut desk, Change::Keep(entry.clone().into())).contains("written already"));
    assert!(refused(&mut desk, Change::Remove(Item::Entry(entry))).contains("record of what happened"));
    let text = PlanText { id: desk.mint(now()).fresh(), pupil: pupil.id, plan: plan.id, section: "b".into(), text: "Needs time".into() };
    there_and_back(&mut desk, Change::Keep(text.into()));
    let changed = store::plans_of(desk.store.db(), pupil.id).unwrap().into_iter().find(|p| p.id == plan.id).unwrap();
    assert_eq!(changed.changed_on, Some(today()), "a changed text is a changed plan");
    assert_eq!(store::first_broken_row(desk.store.db()).unwrap(), None);
}

#[test]
fn the_next_version_of_a_plan_carries_everything_and_leaves_the_old_one_as_it_was() {
    let (_folder, _path, mut desk) = open_school(Kind::Primary);
    let (pupil, plan, ..) = somebody(&desk);
    let db_parts = |desk: &Desk, plan| {
        (store::outcomes_of(desk.store.db(), plan).unwrap().len(), store::provisions_of(desk.store.db(), plan).unwrap().len())
    };
    let parts = db_parts(&desk, plan.id);
    let next = Plan { id: desk.mint(now()).fresh(), starts: today(), ..plan.clone() };
    there_and_back(&mut desk, Change::NewPlanVersion { plan: plan.id, next: next.clone() });
    let plans = store::plans_of(desk.store.db(), pupil.id).unwrap();
    let (new, old) = (plans.iter().find(|p| p.id == next.id).unwrap(), plans.iter().find(|p| p.id == plan.id).unwrap());
    assert_eq!((new.version, new.ended_on), (plan.version + 1, None));
    assert_eq!(old.ended_on, today().pred_opt());
    assert_eq!(db_parts(&desk, next.id), parts);
    assert_eq!(db_parts(&desk, plan.id), parts, "the earlier version stays readable");
    let lines: Vec<_> = store::provisions_of(desk.store.db(), next.id).unwrap().into_iter().map(|l| l.id).collect();
    let running =
        store::slots_of_pupil(desk.store.db(), pupil.id).unwrap().into_iter().filter(|s| s.ends.is_none() && s.provision.is_some());
    for slot in running {
        assert!(lines.contains(&slot.provision.unwrap()), "a running slot serves the new line");
    }
}

#[test]
fn a_target_goes_on_as_two_and_its_readings_stay_with_it() {
    let (_folder, _path, mut desk) = open_school(Kind::Primary);
    let (pupil, _, target, _) = somebody(&desk);
    let readings = |desk: &Desk| store::readings_of_pupil(desk.store.db(), pupil.id).unwrap().iter().filter(|r| r.0 == target.id).count();
    let before = readings(&desk);
    let heir = |desk: &mut Desk, will: &str| Target {
        id: desk.mint(now()).fresh(),
        will: will.into(),
        starts: today(),
        by: today() + chrono::Days::new(60),
        ..target.clone()
    };
    let next = vec![heir(&mut desk, "reads the first half"), heir(&mut desk, "reads the second half")];
    there_and_back(&mut desk, Change::GoOnAs { target: target.id, next });
    assert_eq!(readings(&desk), before);
    let view = PupilView::load(lens(&desk), pupil.id).unwrap().unwrap();
    assert_eq!(view.targets.iter().filter(|t| t.target.more.from == Some(target.id)).count(), 2);
    assert_eq!(view.targets.iter().find(|t| t.target.id == target.id).unwrap().target.state, TargetState::Replaced);
}

#[test]
fn a_group_session_is_every_pupils_own_record_or_none() {
    let (_folder, _path, mut desk) = open_school(Kind::Primary);
    let running = store::kept::<Running>(desk.store.db()).unwrap().into_iter().find(|r| r.members.len() > 1).unwrap();
    let staff = running.deliverer.unwrap();
    let sessions: Vec<Session> = running
        .members
        .iter()
        .map(|m| Session {
            id: desk.mint(now()).fresh(),
            pupil: m.pupil,
            staff,
            slot: None,
            provision: None,
            on: today(),
            began: Some(600),
            minutes: 30,
            outcome: SessionOutcome::Delivered,
            note: String::new(),
            records: Vec::new(),
            supersedes: None,
            entered_at: 0,
            entered_by: String::new(),
            running: Some(running.id),
            more: SessionMore { own_rating: Some(3), ..SessionMore::default() },
        })
        .collect();
    let count = |desk: &Desk| store::sessions_of_running(desk.store.db(), running.id).unwrap().len();
    let before = count(&desk);
    let mut broken = sessions.clone();
    broken[1].on = today() + chrono::Days::new(1);
    desk.carry_out(Change::LogGroup(broken), now()).unwrap_err();
    assert_eq!(count(&desk), before, "one refused record refuses the whole group");
    desk.carry_out(Change::LogGroup(sessions), now()).unwrap();
    assert_eq!(count(&desk), before + running.members.len());
    let row = |desk: &Desk| InterventionsView::load(lens(desk)).unwrap().running.into_iter().find(|r| r.running.id == running.id).unwrap();
    assert_eq!(row(&desk).register[0].on, today());
    assert!(row(&desk).register[0].held);
    desk.undo(now()).unwrap();
    assert_eq!(count(&desk), before, "one undo takes the whole group back");
}

#[test]
fn holding_a_review_does_what_it_decided_in_one_step() {
    let (_folder, _path, mut desk) = open_school(Kind::Primary);
    let (pupil, plan, target, _) = somebody(&desk);
    let outcome = store::outcomes_of(desk.store.db(), plan.id).unwrap()[0].id;
    let review = Review {
        id: desk.mint(now()).fresh(),
        pupil: pupil.id,
        plan: Some(plan.id),
        from: today() - chrono::Days::new(90),
        to: today(),
        held_on: Some(today()),
        state: ReviewState::InPreparation,
        pupil_views: "I can do it".into(),
        family_views: String::new(),
        decisions: String::new(),
        next_steps: String::new(),
        more: ReviewMore {
            points: vec![
                Point { about: About::Target(target.id), decided: Decided::Achieved, note: "Three times".into(), carry: false },
                Point { about: About::Outcome(outcome), decided: Decided::Improving, note: String::new(), carry: true },
            ],
            ..ReviewMore::default()
        },
    };
    let next = Plan { id: desk.mint(now()).fresh(), starts: today(), review_due: Some(today() + chrono::Days::new(330)), ..plan.clone() };
    there_and_back(&mut desk, Change::HoldReview { review, next: Some(next.clone()) });
    let state = store::target(desk.store.db(), target.id).unwrap().unwrap().state;
    let expected = if target.more.maintain_weeks.is_some() { TargetState::Maintained } else { TargetState::Achieved };
    assert_eq!(state, expected);
    let plans = store::plans_of(desk.store.db(), pupil.id).unwrap();
    assert!(plans.iter().any(|p| p.id == next.id && p.ended_on.is_none()));
    let summary = ReviewSummary::load(lens(&desk), pupil.id, today() - chrono::Days::new(90), today()).unwrap().unwrap();
    assert!(summary.points.iter().any(|(about, decided)| about.contains(&target.will) && decided.contains("Achieved. Three times")));
}

#[test]
fn a_changed_need_leaves_its_spell_behind() {
    let (_folder, _path, mut desk) = open_school(Kind::Primary);
    let (pupil, ..) = somebody(&desk);
    let changed = Pupil { needs: vec!["VI".into()], ..pupil.clone() };
    let status = store::statuses_of(desk.store.db(), pupil.id).unwrap().pop().unwrap();
    there_and_back(&mut desk, Change::SavePupil { pupil: changed, status: status.status, since: status.since });
    let spells = store::kept_of_pupil::<NeedSpell>(desk.store.db(), pupil.id).unwrap();
    for code in &pupil.needs {
        assert!(spells.iter().any(|s| s.code == *code && s.until == Some(today())), "{code} ended today: {spells:?}");
    }
    assert!(spells.iter().any(|s| s.code == "VI" && s.rank == 1 && s.until.is_none() && s.since == Some(today())));
}

#[test]
fn the_census_check_names_what_the_office_will_ask() {
    let (_folder, _path, mut desk) = open_school(Kind::Primary);
    let (pupil, ..) = somebody(&desk);
    let found = |desk: &Desk, id: PupilId| -> Vec<String> {
        CensusView::load(lens(desk)).unwrap().rows.into_iter().filter(|r| r.pupil == id).map(|r| r.what).collect()
    };
    assert!(found(&desk, pupil.id).is_empty(), "{:?}", found(&desk, pupil.id));
    let bare = Pupil { needs: Vec::new(), upn: None, birth_date: None, ..pupil.clone() };
    desk.carry_out(Change::SavePupil { pupil: bare, status: SenStatus::E, since: None }, now()).unwrap();
    let what = found(&desk, pupil.id).join("; ");
    for part in ["without a type of need", "No UPN", "No date of birth"] {
        assert!(what.contains(part), "{part}: {what}");
    }
}

#[test]
fn an_lsa_writes_about_their_own_pupils_and_no_others() {
    let (_folder, _path, mut desk) = open_school(Kind::Primary);
    let lsa = store::accesses(desk.store.db()).unwrap().into_iter().find(|a| a.role == keyworker::model::AccessRole::Lsa).unwrap();
    let own = store::pupils_of_staff(desk.store.db(), lsa.staff.unwrap(), today()).unwrap();
    let other = store::pupils(desk.store.db()).unwrap().into_iter().find(|p| !own.contains(&p.id)).unwrap();
    desk.person = lsa;
    let entry = |desk: &mut Desk, pupil| Entry {
        id: desk.mint(now()).fresh(),
        pupil,
        staff: desk.person.staff,
        on: today(),
        what: EntryKind::Observation,
        text: "Sat with friends".into(),
        entered_at: 0,
        entered_by: String::new(),
        supersedes: None,
    };
    let mine = entry(&mut desk, own[0]);
    desk.carry_out(Change::Keep(mine.into()), now()).unwrap();
    let theirs = entry(&mut desk, other.id);
    desk.carry_out(Change::Keep(theirs.into()), now()).unwrap_err();
    let training = Training {
        id: desk.mint(now()).fresh(),
        staff: desk.person.staff.unwrap(),
        skill: "Makaton".into(),
        trainer: String::new(),
        on: None,
        expires: None,
    };
    desk.carry_out(Change::Keep(training.into()), now()).unwrap_err();
    let notices = TodayView::load(lens(&desk), None).unwrap().notices;
    assert!(notices.iter().all(|n| own.contains(&n.pupil)), "notices are about own pupils alone");
}

#[test]
fn both_example_schools_use_every_part() {
    for kind in [Kind::Primary, Kind::Secondary] {
        let (_folder, _path, desk) = open_school(kind);
        let db = desk.store.db();
        for table in ["contact", "training", "need_spell", "plan_text", "read_mark", "running", "strategy", "entry", "duty", "review"] {
            assert!(db.count(table).unwrap() > 0, "{kind:?} has no {table}");
        }
        let plans = store::running_plans(db).unwrap();
        for template in store::templates(db).unwrap() {
            assert!(plans.iter().any(|p| p.kind == template.kind), "{kind:?} has no {}", template.kind.words());
        }
        let targets: Vec<Target> = store::pupils(db).unwrap().iter().flat_map(|p| store::targets_of(db, p.id).unwrap()).collect();
        assert!(targets.iter().any(|t| t.more.phases.len() > 1), "{kind:?} has no target with phases");
        let interventions = InterventionsView::load(lens(&desk)).unwrap();
        assert!(interventions.running.iter().any(|r| r.held > 0), "a group has met");
        assert_eq!(interventions.catalogue.len(), 43);
        assert!(!StaffView::load(lens(&desk)).unwrap().lapsing.is_empty(), "something lapses soon");
        assert!(Tracker::load(lens(&desk)).unwrap().rows.len() > 20);
        let class = store::pupils(db).unwrap().into_iter().find_map(|p| p.form).unwrap();
        assert!(!Digest::load(lens(&desk), &class, today()).unwrap().pupils.is_empty());
        let notes: Vec<String> = store::pupils(db)
            .unwrap()
            .iter()
            .flat_map(|p| store::sessions_of_pupil(db, p.id, today() - chrono::Days::new(365), today()).unwrap())
            .map(|s| s.note)
            .filter(|n| !n.is_empty())
            .collect();
        let distinct: std::collections::HashSet<&String> = notes.iter().collect();
        assert!(distinct.len() * 10 > notes.len() * 7, "{} of {} notes are distinct", distinct.len(), notes.len());
    }
}

#[test]
fn a_slot_of_week_b_stands_on_the_day_of_a_week_b_alone() {
    let (_folder, _path, mut desk) = open_school(Kind::Primary);
    let school = store::school(desk.store.db()).unwrap();
    let monday = today().week(chrono::Weekday::Mon).first_day();
    desk.carry_out(Change::SaveSchool(keyworker::model::School { week_a: Some(monday), ..school }), now()).unwrap();
    let (_, _, _, staff) = somebody(&desk);
    let shown = |desk: &Desk| TodayView::load(lens(desk), Some(staff)).unwrap();
    assert_eq!(shown(&desk).cycle, Some("Week A"));
    let slot = store::slots_of_staff(desk.store.db(), staff).unwrap().into_iter().find(|s| s.stands_on(today()));
    let Some(slot) = slot else { return };
    let here = |desk: &Desk| {
        let view = shown(desk);
        view.cards
            .iter()
            .flat_map(|c| std::iter::once(c).chain(&c.with))
            .any(|c| c.pupil == slot.pupil && c.period == period_name(desk, &slot))
    };
    assert!(here(&desk));
    desk.carry_out(Change::SaveSlot(keyworker::model::WeekSlot { week: Some(CycleWeek::B), ..slot.clone() }), now()).unwrap();
    assert!(!here(&desk), "a slot of week B is not there in week A");
}

fn period_name(desk: &Desk, slot: &keyworker::model::WeekSlot) -> String {
    store::periods(desk.store.db()).unwrap().into_iter().find(|p| p.id == slot.period).unwrap().name
}

#[test]
fn what_a_school_calls_the_help_stands_on_its_day_and_its_sheets() {
    let (_folder, _path, mut desk) = open_school(Kind::Primary);
    let school = store::school(desk.store.db()).unwrap();
    assert_eq!(school.help_words.0, ["Alone", "Prompt", "Clue", "Modelled", "Not yet"]);
    let mut help_words = school.help_words.clone();
    help_words.0[0] = "By herself or himself".into();
    desk.carry_out(Change::SaveSchool(School { help_words, ..school.clone() }), now()).unwrap();
    let everyone = TodayView::load(lens(&desk), None).unwrap().people;
    let sheets: String = everyone
        .iter()
        .map(|(staff, _)| format!("{:?}", tally_sheet(&TodayView::load(lens(&desk), Some(*staff)).unwrap(), &school.name)))
        .collect();
    assert!(sheets.contains("By herself or himself ____") && !sheets.contains("Alone ____"));
    desk.undo(now()).unwrap();
    assert_eq!(store::school(desk.store.db()).unwrap(), school);
}

#[test]
fn a_school_makes_a_kind_of_plan_of_its_own() {
    let (_folder, _path, mut desk) = open_school(Kind::Primary);
    let (pupil, ..) = somebody(&desk);
    let kind = PlanKind::Own("Sensory diet".into());
    let section = PlanSection { key: "own-1".into(), heading: "Through the day".into(), hint: String::new() };
    let mut templates = store::templates(desk.store.db()).unwrap();
    let shipped = templates.len();
    templates.push(PlanTemplate { kind: kind.clone(), sections: vec![section] });
    desk.carry_out(Change::SaveTemplates(templates.clone()), now()).unwrap();
    let plan = Plan {
        id: desk.mint(now()).fresh(),
        pupil: pupil.id,
        kind: kind.clone(),
        starts: today(),
        review_due: None,
        ended_on: None,
        version: 1,
        changed_on: None,
    };
    there_and_back(&mut desk, Change::SavePlan(plan.clone()));
    let text = PlanText {
        id: desk.mint(now()).fresh(),
        pupil: pupil.id,
        plan: plan.id,
        section: "own-1".into(),
        text: "Ten minutes on the swing at half past ten.".into(),
    };
    there_and_back(&mut desk, Change::Keep(text.into()));
    let view = PupilView::load(lens(&desk), pupil.id).unwrap().unwrap();
    assert!(view.around.other_plans.iter().any(|p| p.kind == kind) && view.plan.is_some(), "it runs beside the main plan");

    templates.pop();
    let why = desk.carry_out(Change::SaveTemplates(templates.clone()), now()).unwrap_err().to_string();
    assert!(why.contains("Sensory diet") && why.contains("Nothing was saved"), "{why}");
    templates.push(PlanTemplate { kind: PlanKind::Own("ehc PLAN".into()), sections: Vec::new() });
    let why = desk.carry_out(Change::SaveTemplates(templates), now()).unwrap_err().to_string();
    assert!(why.contains("Two kinds of plan"), "{why}");
    assert_eq!(store::templates(desk.store.db()).unwrap().len(), shipped + 1);
}

#[test]
fn the_schools_day_says_of_each_adult_what_their_own_day_says() {
    for kind in [Kind::Primary, Kind::Secondary] {
        let (_folder, _path, desk) = open_school(kind);
        let whole = TodayView::load(lens(&desk), None).unwrap();
        let school = whole.whole.expect("a SENDCO who supports nobody sees the school's day");
        assert_eq!(school.adults.len(), whole.people.len());
        let mut seen = (0, 0, 0);
        for adult in &school.adults {
            let own = TodayView::load(lens(&desk), Some(adult.staff)).unwrap();
            assert!(own.whole.is_none());
            let every = |cards: &[keyworker::views::Card]| cards.iter().map(|c| 1 + c.with.len()).sum::<usize>();
            assert_eq!(adult.planned, every(&own.cards), "{}", adult.name);
            assert_eq!(adult.logged, own.cards.iter().filter(|c| c.logged.is_some()).count(), "{}", adult.name);
            assert_eq!(adult.behind, every(&own.unlogged), "{}", adult.name);
            assert_eq!(adult.behind_since, own.unlogged.iter().map(|c| c.day).min(), "{}", adult.name);
            seen = (seen.0 + adult.planned, seen.1 + adult.behind, seen.2 + adult.moments.len());
        }
        assert!(seen.0 > 0 && seen.1 > 0 && seen.2 > 0, "{kind:?}: {seen:?}");
    }
}
