//! Whole flows through the one door: logging, correcting, undoing, rights, audit, search.

mod common;

use common::{now, open_school, today};
use keyworker::example::Kind;
use keyworker::model::{
    Access, AccessRole, Area, Change, NotDelivered, Portrait, PortraitField, PortraitState, Pupil, PupilId, Reading, Record, SenStatus,
    Session, SessionOutcome, StaffId, Target, Touched,
};
use keyworker::ops::{Desk, Event};
use keyworker::store::{self, Error};
use keyworker::views::{Lens, PupilView, PupilsView, SearchView, TodayView};

fn lens<'a>(desk: &'a Desk) -> Lens<'a> {
    Lens { db: desk.store.db(), person: &desk.person, today: today(), initials: false }
}

/// A pupil with an active target, the target, and their key worker.
fn somebody(desk: &Desk) -> (PupilId, Target, StaffId) {
    for row in PupilsView::load(lens(desk)).unwrap().rows {
        let id = row.pupil.id;
        let targets = store::targets_of(desk.store.db(), id).unwrap();
        let worker = store::links_of_pupil(desk.store.db(), id).unwrap().into_iter().find(|l| l.holds_on(today()));
        if let (Some(target), Some(link)) = (targets.into_iter().find(|t| t.state == keyworker::model::TargetState::Active), worker) {
            return (id, target, link.staff);
        }
    }
    panic!("the example has such a pupil");
}

fn session(desk: &mut Desk, note: &str) -> Session {
    let (pupil, _, staff) = somebody(desk);
    Session {
        id: desk.mint(now()).fresh(),
        pupil,
        staff,
        slot: None,
        provision: None,
        on: today(),
        began: Some(540),
        minutes: 20,
        outcome: SessionOutcome::Delivered,
        note: note.into(),
        records: Vec::new(),
        supersedes: None,
        entered_at: 0,
        entered_by: String::new(),
        running: None,
        more: Default::default(),
    }
}

fn everything(desk: &Desk) -> Vec<i64> {
    let tables = [
        "pupil",
        "pupil_need",
        "sen_status",
        "staff",
        "key_link",
        "portrait",
        "portrait_text",
        "plan",
        "outcome",
        "provision",
        "target",
        "week_slot",
        "session",
        "record",
        "review",
        "search_doc",
    ];
    tables.iter().map(|t| desk.store.db().count(t).unwrap()).collect()
}

#[test]
fn a_change_is_one_audit_row_one_undo_step_and_names_what_it_touched() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let audit = desk.store.db().count("audit").unwrap();
    let entry = session(&mut desk, "Settled quickly");
    let done = desk.carry_out(Change::LogSession(entry), now()).unwrap();
    assert_eq!(desk.store.db().count("audit").unwrap(), audit + 1);
    assert_eq!(desk.steps().unwrap(), (Some("log session".into()), None));
    assert!(done.touched.meets(Touched::of(&[Area::Sessions])));
    assert!(!done.touched.meets(Touched::of(&[Area::Pupils, Area::Week, Area::Plans])));
}

#[test]
fn fifty_changes_go_back_one_by_one_and_forward_again() {
    let (_folder, path, mut desk) = open_school(Kind::Primary);
    let before = everything(&desk);
    let mut states = vec![before.clone()];
    for i in 0..50 {
        let change = match i % 4 {
            0 => Change::LogSession(session(&mut desk, &format!("note {i}"))),
            1 => {
                let (id, ..) = somebody(&desk);
                let mut pupil = store::pupil(desk.store.db(), id).unwrap().unwrap();
                pupil.must_know = format!("must know {i}");
                pupil.needs.reverse();
                pupil.needs.push("OTH".into());
                pupil.needs.dedup();
                Change::SavePupil { pupil, status: SenStatus::E, since: Some(today()) }
            }
            2 => {
                let id = desk.mint(now()).fresh();
                Change::SavePupil { pupil: Pupil::named(id, "New", &format!("Pupil {i}")), status: SenStatus::K, since: None }
            }
            _ => {
                let (_, target, _) = somebody(&desk);
                Change::SaveTarget(Target { pupil_words: format!("words {i}"), ..target })
            }
        };
        desk.carry_out(change, now()).unwrap();
        states.push(everything(&desk));
    }
    // Undo outlives a lock: the steps stand in the file.
    let person = desk.person.clone();
    desk.store.close().unwrap();
    let mut desk = Desk::new(store::Store::open_any(&path, common::PASSPHRASE).unwrap().0, person, 9);
    for state in states.iter().rev().skip(1) {
        assert!(desk.undo(now()).unwrap().name.starts_with("Undo: "));
        assert_eq!(everything(&desk), *state);
    }
    assert!(matches!(desk.undo(now()), Err(Error::Refused(_))), "the example school itself is not undone");
    for state in states.iter().skip(1) {
        desk.redo(now()).unwrap();
        assert_eq!(everything(&desk), *state);
    }
    assert_eq!(store::first_broken_row(desk.store.db()).unwrap(), None, "the chain is whole after all of it");
    assert!(store::check(&desk.store).unwrap().iter().all(|f| f.good));
}

#[test]
fn a_correction_keeps_what_was_said_first() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let first = session(&mut desk, "He read 12 of 20");
    let (id, pupil) = (first.id, first.pupil);
    desk.carry_out(Change::LogSession(first.clone()), now()).unwrap();
    let corrected = Session { note: "She read 13 of 20".into(), ..first };
    desk.carry_out(Change::CorrectSession { earlier: id, corrected: corrected.clone() }, now()).unwrap();
    let view = PupilView::load(lens(&desk), pupil).unwrap().unwrap();
    let row = view.timeline.iter().find(|r| r.full.supersedes == Some(id)).unwrap();
    assert!(row.words.contains("She read 13 of 20"));
    assert!(row.earlier[0].contains("He read 12 of 20"));
    assert!(!view.timeline.iter().any(|r| r.session == id), "the first version is shown below its correction only");
    let again = desk.carry_out(Change::CorrectSession { earlier: id, corrected }, now());
    assert!(matches!(again, Err(Error::Refused(_))), "a version is corrected once; then its correction is");
}

#[test]
fn what_cannot_be_is_refused_whole() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let (_, target, _) = somebody(&desk);
    let good = session(&mut desk, "");
    let reading = Record { id: desk.mint(now()).fresh(), target: target.id, reading: Reading::Score { got: 9, of: 3 } };
    let tomorrow = today().succ_opt().unwrap();
    let refused = [
        Change::LogSession(Session { on: tomorrow, ..good.clone() }),
        Change::LogSession(Session { records: vec![reading.clone()], ..good.clone() }),
        Change::LogSession(Session { outcome: SessionOutcome::NotDelivered(NotDelivered::Trip), records: vec![reading], ..good.clone() }),
        Change::SaveTarget(Target { by: target.starts, ..target.clone() }),
        Change::SaveTarget(Target { goal: f64::MAX, measure: keyworker::model::Measure::Rating, ..target }),
        Change::SavePupil { pupil: Pupil::named(desk.mint(now()).fresh(), " ", ""), status: SenStatus::N, since: None },
    ];
    let before = (everything(&desk), desk.store.db().count("audit").unwrap());
    for change in refused {
        let why = desk.carry_out(change.clone(), now()).err().unwrap_or_else(|| panic!("{change:?} went through")).to_string();
        assert!(why.ends_with('.') && why.len() > 30, "a sentence: {why}");
    }
    assert_eq!((everything(&desk), desk.store.db().count("audit").unwrap()), before);
}

#[test]
fn a_slot_is_logged_once_a_day() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let someone = TodayView::load(lens(&desk), None).unwrap().people[0].0;
    let view = TodayView::load(lens(&desk), Some(someone)).unwrap();
    let card = view.cards.iter().find(|c| c.logged.is_none()).unwrap().clone();
    let entry = Session { slot: card.slot, pupil: card.pupil, staff: view.staff.unwrap(), ..session(&mut desk, "") };
    desk.carry_out(Change::LogSession(entry.clone()), now()).unwrap();
    let twice = Session { id: desk.mint(now()).fresh(), ..entry };
    assert!(matches!(desk.carry_out(Change::LogSession(twice), now()), Err(Error::Refused(_))));
}

#[test]
fn an_lsa_sees_and_logs_their_own_pupils_only() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let all = PupilsView::load(lens(&desk)).unwrap().rows.len();
    let (pupil, _, staff) = somebody(&desk);
    let entry = session(&mut desk, "Mine");
    desk.person = Access { role: AccessRole::Lsa, staff: Some(staff), ..desk.person.clone() };
    let own = PupilsView::load(lens(&desk)).unwrap();
    assert!(own.rows.len() < all && own.rows.iter().any(|r| r.pupil.id == pupil));
    desk.carry_out(Change::LogSession(entry.clone()), now()).unwrap();
    let other = store::pupils(desk.store.db()).unwrap().into_iter().find(|p| !own.rows.iter().any(|r| r.pupil.id == p.id)).unwrap();
    assert!(PupilView::load(lens(&desk), other.id).is_err(), "another's page stays shut");
    let foreign = Session { id: desk.mint(now()).fresh(), pupil: other.id, ..entry };
    assert!(matches!(desk.carry_out(Change::LogSession(foreign), now()), Err(Error::Refused(_))));
    assert!(SearchView::load(lens(&desk), &other.surname, 40).unwrap().found.iter().all(|f| f.pupil != Some(other.id)));
    let status = SenStatus::N;
    assert!(desk.carry_out(Change::SavePupil { pupil: other, status, since: None }, now()).is_err());
}

#[test]
fn only_the_one_who_made_a_step_takes_it_back() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let entry = session(&mut desk, "");
    desk.carry_out(Change::LogSession(entry), now()).unwrap();
    let sendco = desk.person.clone();
    desk.person = Access { id: desk.mint(now()).fresh(), name: "Another".into(), ..sendco.clone() };
    assert_eq!(desk.steps().unwrap().0, None);
    assert!(matches!(desk.undo(now()), Err(Error::Refused(_))));
    desk.person = sendco;
    desk.undo(now()).unwrap();
}

#[test]
fn a_portrait_goes_from_draft_to_approved_and_every_version_stays() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let id = desk.mint(now()).fresh();
    desk.carry_out(Change::SavePupil { pupil: Pupil::named(id, "Wren", "Vale"), status: SenStatus::K, since: None }, now()).unwrap();
    let mut portrait = Portrait {
        id: desk.mint(now()).fresh(),
        pupil: id,
        version: 1,
        state: PortraitState::Draft,
        sources: Vec::new(),
        texts: vec![(PortraitField::Helps, "A quiet corner".into())],
        checked_against: None,
        approved_by: None,
        approved_by_name: String::new(),
        approved_on: None,
        review_on: None,
    };
    for (version, text) in [(1, "A quiet corner"), (2, "A quiet corner and a timer")] {
        portrait.set_text(PortraitField::Helps, text.into());
        desk.carry_out(Change::SavePortrait(portrait.clone()), now()).unwrap();
        let draft = store::portraits_of(desk.store.db(), id).unwrap().remove(0);
        assert_eq!((draft.version, draft.state), (version, PortraitState::Draft));
        desk.carry_out(Change::ApprovePortrait { portrait: draft.id, review_on: None }, now()).unwrap();
        portrait = store::portraits_of(desk.store.db(), id).unwrap().remove(0);
        assert_eq!(portrait.state, PortraitState::Approved);
        assert_eq!(portrait.approved_by_name, desk.person.name);
    }
    let all = store::portraits_of(desk.store.db(), id).unwrap();
    assert_eq!(all.iter().map(|p| p.state).collect::<Vec<_>>(), [PortraitState::Approved, PortraitState::Superseded]);
    assert_eq!(all[1].text(PortraitField::Helps), "A quiet corner");
}

#[test]
fn search_finds_new_words_forgets_undone_ones_and_takes_any_typing() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let entry = session(&mut desk, "Zebra crossing practised with Ms O’Connor-Żółć");
    desk.carry_out(Change::LogSession(entry), now()).unwrap();
    let found = |desk: &Desk, words: &str| SearchView::load(lens(desk), words, 40).unwrap().found.len();
    for words in ["zebra", "zeb", "crossing zebra", "connor", "żółć", "Żółć"] {
        assert_eq!(found(&desk, words), 1, "{words}");
    }
    for odd in ["", " ", "\"", "'; DROP TABLE", "zebra*", "NEAR(", "-", "a:b", "%", "(((", "AND OR NOT", "\u{202E}", "🙂"] {
        let _ = found(&desk, odd);
    }
    desk.undo(now()).unwrap();
    assert_eq!(found(&desk, "zebra"), 0);
}

#[test]
fn an_erased_payload_is_gone_and_the_chain_still_holds() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let entry = session(&mut desk, "Something that must be erased");
    desk.carry_out(Change::LogSession(entry), now()).unwrap();
    desk.note(Event::OpenedFile, now()).unwrap();
    let row = store::audit_rows(desk.store.db(), 2).unwrap().remove(1);
    assert_eq!(row.action, "log session");
    let payloads = desk.store.db().count("audit_payload").unwrap();
    desk.erase_payload(row.seq, now()).unwrap();
    assert_eq!(desk.store.db().count("audit_payload").unwrap(), payloads, "one gone, one for the erasure itself");
    assert_eq!(store::first_broken_row(desk.store.db()).unwrap(), None);
    assert!(matches!(desk.undo(now()), Err(Error::Refused(_))), "what was erased cannot be brought back");
}

#[test]
fn a_changed_audit_row_is_found() {
    let (_folder, path, desk) = open_school(Kind::Primary);
    let key: String = desk.store.key().iter().map(|b| format!("{b:02x}")).collect();
    desk.store.close().unwrap();
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch(&format!("PRAGMA key = \"x'{key}'\"; UPDATE audit SET actor = 'Somebody else' WHERE seq = 2;")).unwrap();
    drop(conn);
    let (store, _) = store::Store::open_any(&path, common::PASSPHRASE).unwrap();
    assert_eq!(store::first_broken_row(store.db()).unwrap(), Some(2));
}

#[test]
fn half_written_notes_come_back() {
    let (_folder, path, mut desk) = open_school(Kind::Primary);
    let person = desk.person.id.0;
    store::keep_draft(&mut desk.store, person, "log a", "half a senten", 1).unwrap();
    store::keep_draft(&mut desk.store, person, "log a", "half a sentence", 2).unwrap();
    drop(desk); // as in a crash: nothing is closed
    let (mut store, _) = store::Store::open_any(&path, common::PASSPHRASE).unwrap();
    assert_eq!(store::drafts(&store, person).unwrap(), [("log a".to_owned(), "half a sentence".to_owned())]);
    store::clear_draft(&mut store, person, "log a").unwrap();
    assert!(store::drafts(&store, person).unwrap().is_empty());
}

#[test]
fn the_same_seed_and_day_give_the_same_school() {
    use keyworker::example::invent;
    for kind in [Kind::Primary, Kind::Secondary, Kind::Empty] {
        let (one, two) = (invent(kind, 7, today()), invent(kind, 7, today()));
        assert_eq!(one.pupils, two.pupils);
        assert_eq!(one.sessions, two.sessions);
    }
    let school = invent(Kind::Primary, 7, today());
    let lsas = school.staff.iter().filter(|s| s.role.supports() && s.left_on.is_none()).count();
    assert!((6..=8).contains(&lsas) && school.staff.iter().any(|s| s.left_on.is_some()), "{lsas} LSAs, and one who left");
    assert!(school.sessions.iter().any(|s| !s.delivered()));
    assert!(school.plans.iter().any(|p| p.review_due.is_some_and(|d| d < today())), "a late review");
    let secondary = invent(Kind::Secondary, 7, today());
    assert!((60..=80).contains(&secondary.pupils.len()));
}

#[test]
fn a_new_status_that_nobody_dated_still_takes_effect() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let row = PupilsView::load(lens(&desk)).unwrap().rows.into_iter().find(|r| r.status == SenStatus::K).unwrap();
    desk.carry_out(Change::SavePupil { pupil: row.pupil.clone(), status: SenStatus::E, since: None }, now()).unwrap();
    let after = PupilsView::load(lens(&desk)).unwrap().rows.into_iter().find(|r| r.pupil.id == row.pupil.id).unwrap();
    assert_eq!((after.status, after.since), (SenStatus::E, Some(today())));
}

#[test]
fn changing_a_slot_leaves_what_was_planned_before() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let slot = store::slots(desk.store.db()).unwrap().into_iter().find(|s| s.ends.is_none() && s.starts < today()).unwrap();
    let staff = store::staff(desk.store.db()).unwrap();
    let other = staff.iter().find(|s| {
        let free =
            store::slots_of_staff(desk.store.db(), s.id).unwrap().iter().all(|o| o.weekday != slot.weekday || o.period != slot.period);
        s.id != slot.staff && s.left_on.is_none() && free
    });
    let changed = keyworker::model::WeekSlot { staff: other.unwrap().id, ..slot.clone() };
    desk.carry_out(Change::SaveSlot(changed.clone()), now()).unwrap();
    let after = store::slots_of_pupil(desk.store.db(), slot.pupil).unwrap();
    let old = after.iter().find(|s| s.id == slot.id).unwrap();
    assert_eq!((old.staff, old.ends), (slot.staff, today().pred_opt()));
    assert!(after.iter().any(|s| s.staff == changed.staff && s.starts == today() && s.ends.is_none()));
}
