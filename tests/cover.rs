//! A day on which somebody is away: what comes first, who is named as what, what stays open.

mod common;

use chrono::NaiveDate;
use common::{now, open_school, today};
use keyworker::example::Kind;
use keyworker::model::{Away, Change, Duty, Item, Mint, StaffId};
use keyworker::ops::Desk;
use keyworker::store;
use keyworker::views::{CoverRow, CoverView, Covered, Lens, TodayView};

fn lens(desk: &Desk) -> Lens<'_> {
    lens_on(desk, today())
}

fn lens_on(desk: &Desk, today: NaiveDate) -> Lens<'_> {
    Lens { db: desk.store.db(), person: &desk.person, today, initials: false }
}

fn away(staff: StaffId) -> Option<Vec<Away>> {
    Some(vec![Away { staff, from: None, to: None }])
}

/// An absence of the next days that leaves care open which somebody else may do: who is away, and the row.
fn with_care(desk: &Desk) -> (StaffId, CoverView, usize) {
    let days = today().iter_days().take(7);
    let cases = days.flat_map(|on| CoverView::load(lens(desk), on, None).unwrap().staff.into_iter().map(move |s| (on, s.0)));
    let found = cases.into_iter().find_map(|(on, id)| {
        let view = CoverView::load(lens(desk), on, away(id)).unwrap();
        let care = |r: &CoverRow| r.critical && matches!(r.covered, Covered::Slot(_)) && r.from == id && r.to.is_some();
        let row = view.rows.iter().position(care)?;
        Some((id, view, row))
    });
    found.expect("the example school has care that more than one adult may do")
}

#[test]
fn care_comes_before_the_playground_that_keeps_the_only_others_who_may_do_it() {
    let (_folder, _, mut desk) = open_school(Kind::Secondary);
    let (staff, view, care) = with_care(&desk);
    let row = &view.rows[care];
    let Covered::Slot(slot) = row.covered else { unreachable!() };
    let slot = store::slots(desk.store.db()).unwrap().into_iter().find(|s| s.id == slot).unwrap();
    // Everybody else who may do it has a duty of their own then.
    let mut mint = Mint::new(6, 6);
    for taker in &row.others {
        let duty = Duty {
            id: mint.fresh(),
            staff: taker.staff,
            weekday: slot.weekday,
            period: slot.period,
            what: "Playground".into(),
            place: String::new(),
            week: None,
            task: None,
            starts: None,
            ends: None,
        };
        desk.carry_out(Change::Keep(Item::Duty(duty)), now()).unwrap();
    }
    let view = CoverView::load(lens(&desk), view.on, away(staff)).unwrap();
    let again = view.rows.iter().find(|r| r.covered == row.covered).unwrap();
    assert!(again.to.is_some(), "somebody trained gives it, whatever their duty: {:?}", again.others);
    let duty = view.rows.iter().find(|r| matches!(r.covered, Covered::Duty(_)) && Some(r.from) == again.to).unwrap();
    assert!(duty.redeployed && duty.to != again.to, "their duty goes to somebody else or is said to fall out");
}

#[test]
fn who_is_with_the_pupil_each_week_is_not_called_new_to_them() {
    let (_folder, _, desk) = open_school(Kind::Primary);
    let slots = store::slots(desk.store.db()).unwrap();
    let staff = CoverView::load(lens(&desk), today(), None).unwrap().staff;
    let (mut known, mut new) = (0, 0);
    for (id, _) in &staff {
        let view = CoverView::load(lens(&desk), today(), away(*id)).unwrap();
        for row in view.rows.iter().filter(|r| view.rows.iter().filter(|o| o.session == r.session).count() == 1) {
            let Covered::Slot(slot) = row.covered else { continue };
            let pupil = slots.iter().find(|s| s.id == slot).unwrap().pupil;
            for taker in &row.others {
                let with = slots.iter().any(|s| s.staff == taker.staff && s.pupil == pupil && s.is_in_week_of(today()));
                let called_new = taker.words.contains("new to");
                assert!(!(with && called_new), "{}", taker.words);
                known += usize::from(with);
                new += usize::from(called_new);
            }
        }
    }
    assert!(known > 0 && new > 0, "{known} known, {new} new");
}

#[test]
fn what_is_left_open_is_asked_after_and_is_neither_lost_nor_forgotten() {
    let (_folder, _, mut desk) = open_school(Kind::Secondary);
    let (staff, view, care) = with_care(&desk);
    let session = view.rows[care].session;
    let open = |i: usize| view.rows[i].session == session;
    let kept = view.kept_in_part(Mint::new(5, 5).fresh(), "Sarah Ellis", |i| view.rows[i].to, open);
    desk.carry_out(Change::Keep(Item::DayCover(kept)), now()).unwrap();
    let again = CoverView::load(lens(&desk), view.on, None).unwrap();
    assert_eq!(again.away, away(staff).unwrap());
    let row = again.rows.iter().find(|r| r.covered == view.rows[care].covered).expect("it is proposed again");
    assert!(row.to.is_some());
    let Covered::Slot(slot) = row.covered else { unreachable!() };
    assert!(store::logged_for_slot(desk.store.db(), slot, view.on).unwrap().is_none(), "nothing is logged as lost");
    let whole = TodayView::load(lens_on(&desk, view.on), None).unwrap().whole.expect("the SENDCO sees the whole school");
    assert!(whole.undone.iter().any(|u| u.contains(&row.who) && u.contains(&row.what)), "{:?}", whole.undone);

    let decided = again.kept(Mint::new(5, 6).fresh(), "Sarah Ellis", |i| again.rows[i].to);
    desk.carry_out(Change::Keep(Item::DayCover(decided)), now()).unwrap();
    let whole = TodayView::load(lens_on(&desk, view.on), None).unwrap().whole.unwrap();
    assert!(!whole.undone.iter().any(|u| u.contains(&row.what)), "{:?}", whole.undone);
}

#[test]
fn what_is_over_is_given_to_nobody_any_more() {
    let (_folder, _, desk) = open_school(Kind::Secondary);
    let (staff, mut view, _) = with_care(&desk);
    let minute = view.rows.iter().filter(|r| r.to.is_some()).map(|r| r.ends).min().unwrap();
    let later: Vec<_> = view.rows.iter().filter(|r| r.ends > minute).cloned().collect();
    view.leave_what_is_over(minute);
    assert!(view.rows.iter().filter(|r| r.ends <= minute).all(|r| r.over && r.to.is_none() && r.from == staff));
    assert_eq!(view.rows.iter().filter(|r| r.ends > minute).cloned().collect::<Vec<_>>(), later, "the rest of the day is as it was");
}
