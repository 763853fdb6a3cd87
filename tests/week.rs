//! The week from the caseload: planned, adopted as one step, taken back whole; a day covered and logged.

mod common;

use chrono::NaiveDate;
use common::{now, open_school, today};
use keyworker::documents::{cover_sheet, statement};
use keyworker::example::Kind;
use keyworker::model::{
    Away, Change, DayCover, Item, Mint, NotDelivered, Per, Provision, PupilId, Session, SessionOutcome, StaffId, WeekSlot,
};
use keyworker::ops::Desk;
use keyworker::planner::edit::Edit;
use keyworker::planner::{Assignment, Options, Work, solve};
use keyworker::store;
use keyworker::views::{
    CostsView, CoverSheet, CoverSheetRow, CoverView, Covered, Draft, LedgerView, Left, Lens, Planning, SessionWhat, TodayView, WeekPlanView,
};
use std::collections::BTreeSet;

fn lens(desk: &Desk) -> Lens<'_> {
    Lens { db: desk.store.db(), person: &desk.person, today: today(), initials: false }
}

fn planned(planning: &Planning, seconds: f64) -> Vec<Assignment> {
    let options = Options { seconds, seed: 3, proofs: false };
    let solution = solve(&planning.problem, options, &std::sync::atomic::AtomicBool::new(false), &mut |_| {});
    assert!(solution.verdict.broken.is_empty(), "{:?}", solution.verdict.broken);
    solution.progress.plan
}

fn keys(plan: &[Assignment]) -> Vec<(usize, usize, (u8, usize))> {
    let mut keys: Vec<_> = plan.iter().map(|a| (a.lsa, a.slot, a.work.key())).collect();
    keys.sort_unstable();
    keys
}

fn slots(desk: &Desk) -> Vec<WeekSlot> {
    let mut slots = store::slots(desk.store.db()).unwrap();
    slots.sort_by_key(|s| s.id);
    slots
}

#[test]
fn an_adopted_plan_is_the_week_and_undo_takes_it_back_whole() {
    for kind in [Kind::Primary, Kind::Secondary] {
        let (_folder, _, mut desk) = open_school(kind);
        let planning = Planning::load(lens(&desk), today()).unwrap();
        assert!(!planning.problem.lsas.is_empty() && !planning.sessions.is_empty(), "{kind:?}: there is something to plan");
        let plan = planned(&planning, 0.6);
        let week = planning.adoption(&plan, &mut Mint::new(1, 9), today());
        let before = slots(&desk);
        let lines = |slots: &[WeekSlot], on| -> std::collections::BTreeSet<_> {
            slots.iter().filter(|s| s.starts <= on && s.ends.is_none_or(|e| e >= on)).filter_map(|s| s.provision).collect()
        };
        let was = lines(&before, today());
        desk.carry_out(Change::AdoptPlan(week), now()).unwrap();

        let after = Planning::load(lens(&desk), today()).unwrap();
        assert_eq!(keys(&after.current), keys(&plan), "{kind:?}: the week that stands is the plan");
        let lost: Vec<_> = was.difference(&lines(&slots(&desk), today())).copied().collect();
        assert_eq!(lost, Vec::new(), "{kind:?}: a line that had its place in the week has lost it");
        let view = WeekPlanView::on(after, None);
        assert_eq!(view.present.verdict.broken, Vec::<String>::new(), "{kind:?}");
        let week = view.planning.adoption(&plan, &mut Mint::new(2, 9), today());
        assert!(
            week.ends.is_empty() && week.starts.is_empty() && week.duties.is_empty(),
            "{kind:?}: adopting it again would change nothing"
        );

        desk.undo(now()).unwrap();
        assert_eq!(slots(&desk), before, "{kind:?}");
    }
}

#[test]
fn adopting_the_week_as_it_stands_ends_nothing_and_begins_nothing() {
    for kind in [Kind::Primary, Kind::Secondary] {
        let (_folder, _, desk) = open_school(kind);
        let planning = Planning::load(lens(&desk), today()).unwrap();
        let week = planning.adoption(&planning.current, &mut Mint::new(1, 9), today());
        let all = slots(&desk);
        let ended: Vec<_> = all.iter().filter(|s| week.ends.contains(&s.id)).collect();
        assert!(ended.is_empty(), "{kind:?}: {} slots end, the first: {:?}", ended.len(), ended[0]);
        assert!(week.starts.is_empty() && week.duties.is_empty(), "{kind:?}");
    }
}

#[test]
fn what_is_pinned_and_moved_by_hand_stays_pinned_where_it_goes() {
    let (_folder, _, desk) = open_school(Kind::Primary);
    let mut view = WeekPlanView::on(Planning::load(lens(&desk), today()).unwrap(), None);
    let problem = view.planning.problem.clone();
    let plan = view.present.plan.clone();
    let shifts = plan.iter().flat_map(|a| {
        let places = problem.slots_of(problem.slots[a.slot].day).filter(|s| s.id != a.slot);
        places.map(move |s| (a.clone(), Edit::Shift { from: (a.lsa, a.slot), to: (a.lsa, s.id) }, s.id))
    });
    let free = |lsa, slot| !plan.iter().any(|x| x.lsa == lsa && x.slot == slot);
    let alone = |a: &Assignment| plan.iter().filter(|x| x.lsa == a.lsa && x.slot == a.slot).count() == 1;
    let allowed = |edit: &Edit| edit.tried(&problem, &plan).breaks_after(&view.present.verdict).is_none();
    let (a, edit, to) = shifts.into_iter().find(|(a, edit, to)| alone(a) && free(a.lsa, *to) && allowed(edit)).expect("something can move");
    view.pins = vec![a.clone()];
    view.change(edit.tried(&problem, &plan).plan);
    assert_eq!(view.pins.iter().map(|p| (p.lsa, p.slot)).collect::<Vec<_>>(), [(a.lsa, to)]);
    view.step_back();
    assert!(view.draft.is_none());
    assert_eq!(view.pins, [a]);
}

#[test]
fn a_slot_that_runs_out_before_the_plan_begins_keeps_its_last_day() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let soon = today() + chrono::Days::new(3);
    let later = today() + chrono::Days::new(31);
    let slot = slots(&desk).into_iter().find(|s| s.starts <= today() && s.ends.is_none()).unwrap();
    desk.carry_out(Change::EndSlot { slot: slot.id, on: soon }, now()).unwrap();
    let planning = Planning::load(lens(&desk), today()).unwrap();
    let week = planning.adoption(&planned(&planning, 0.2), &mut Mint::new(1, 9), later);
    desk.carry_out(Change::AdoptPlan(week), now()).unwrap();
    assert_eq!(slots(&desk).into_iter().find(|s| s.id == slot.id).unwrap().ends, Some(soon));
}

#[test]
fn a_plan_cannot_be_adopted_for_a_day_that_is_over() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let planning = Planning::load(lens(&desk), today()).unwrap();
    let yesterday = today().pred_opt().unwrap();
    let week = planning.adoption(&planned(&planning, 0.2), &mut Mint::new(1, 9), yesterday);
    let before = slots(&desk);
    let why = desk.carry_out(Change::AdoptPlan(week), now()).unwrap_err().to_string();
    assert!(why.contains("begins today or later"), "{why}");
    let far = planning.adoption(&planned(&planning, 0.2), &mut Mint::new(1, 9), today() + chrono::Days::new(400));
    let why = desk.carry_out(Change::AdoptPlan(far), now()).unwrap_err().to_string();
    assert!(why.contains("within a year"), "{why}");
    assert_eq!(slots(&desk), before);
}

#[test]
fn a_plan_is_never_worse_than_the_week_that_stands_where_that_breaks_no_rule() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let planning = Planning::load(lens(&desk), today()).unwrap();
    let first = planned(&planning, 0.4);
    let week = planning.adoption(&first, &mut Mint::new(1, 9), today());
    desk.carry_out(Change::AdoptPlan(week), now()).unwrap();
    let planning = Planning::load(lens(&desk), today()).unwrap();
    let stands = Draft::of(&planning.problem, planning.current.clone(), [None; 5], 0.0).verdict.levels;
    let again = Draft::of(&planning.problem, planned(&planning, 0.4), [None; 5], 0.0).verdict.levels;
    assert!(again <= stands, "{again:?} after {stands:?}");
}

fn all_day(staff: StaffId) -> Away {
    Away { staff, from: None, to: None }
}

fn day_of(desk: &Desk, staff: StaffId) -> Vec<keyworker::model::SlotId> {
    let view = TodayView::load(lens(desk), Some(staff)).unwrap();
    let mut slots: Vec<_> = view.cards.iter().flat_map(|c| std::iter::once(c).chain(&c.with)).filter_map(|c| c.slot).collect();
    slots.sort_unstable();
    slots
}

#[test]
fn a_covered_day_moves_its_cards_logs_what_is_lost_and_goes_back_whole() {
    for kind in [Kind::Primary, Kind::Secondary] {
        let (_folder, _, mut desk) = open_school(kind);
        let first = CoverView::load(lens(&desk), today(), None).unwrap();
        let busiest = first.staff.iter().map(|s| s.0).max_by_key(|s| day_of(&desk, *s).len()).unwrap();
        let theirs = day_of(&desk, busiest);
        assert!(!theirs.is_empty(), "{kind:?}");
        let others: Vec<StaffId> = first.staff.iter().map(|s| s.0).filter(|s| *s != busiest).collect();
        let before: Vec<_> = others.iter().map(|s| day_of(&desk, *s)).collect();

        let view = CoverView::load(lens(&desk), today(), Some(vec![all_day(busiest)])).unwrap();
        let moved: Vec<_> = view.rows.iter().map(|r| r.covered).collect();
        let logged = |slot| store::logged_for_slot(desk.store.db(), slot, today()).unwrap().is_some();
        assert!(
            theirs.iter().all(|s| moved.contains(&Covered::Slot(*s)) || logged(*s)),
            "{kind:?}: all of the absent adult's day is dealt with"
        );
        let mut kept = view.kept(Mint::new(5, 5).fresh(), "Sarah Ellis", |i| view.rows[i].to);
        kept.moves[0].to = None;
        let lost: Vec<_> = kept.moves.iter().filter(|m| m.to.is_none()).cloned().collect();
        desk.carry_out(Change::Keep(Item::DayCover(kept.clone())), now()).unwrap();

        assert_eq!(day_of(&desk, busiest), Vec::new(), "{kind:?}: nothing waits for who is away");
        assert!(TodayView::load(lens(&desk), Some(busiest)).unwrap().away.is_some(), "{kind:?}: their day says that they are away");
        for m in kept.moves.iter().filter(|m| m.to.is_some()) {
            assert!(day_of(&desk, m.to.unwrap()).contains(&m.slot), "{kind:?}: the covering adult sees the session");
        }
        for m in &lost {
            let id = store::logged_for_slot(desk.store.db(), m.slot, today()).unwrap().expect("what is lost is logged");
            let session = store::session(desk.store.db(), id).unwrap().unwrap();
            let reason = if m.redeployed { NotDelivered::Redeployed } else { NotDelivered::LsaAbsent };
            assert!(session.outcome == SessionOutcome::NotDelivered(reason) || session.delivered(), "{:?}", session.outcome);
        }

        desk.undo(now()).unwrap();
        assert_eq!(day_of(&desk, busiest), theirs, "{kind:?}");
        assert_eq!(others.iter().map(|s| day_of(&desk, *s)).collect::<Vec<_>>(), before, "{kind:?}");
        assert!(store::kept::<DayCover>(desk.store.db()).unwrap().is_empty());
    }
}

#[test]
fn what_is_decided_for_a_day_stands_when_it_is_opened_again_and_goes_whole_when_it_is_taken_back() {
    for kind in [Kind::Primary, Kind::Secondary] {
        let (_folder, _, mut desk) = open_school(kind);
        let logged = |desk: &Desk, slot| store::logged_for_slot(desk.store.db(), slot, today()).unwrap();
        let mut tried = 0;
        let days = today().iter_days().take(7);
        let open = |on| CoverView::load(lens(&desk), on, None).unwrap().staff.into_iter().map(move |s| (on, s.0));
        let absences: Vec<(NaiveDate, StaffId)> = days.flat_map(open).collect();
        for (on, away) in absences {
            let before = day_of(&desk, away);
            let view = CoverView::load(lens(&desk), on, Some(vec![all_day(away)])).unwrap();
            // Somebody who is busy then is chosen by hand.
            let busy = view.rows.iter().enumerate().find_map(|(i, row)| {
                let taker = row.others.iter().find(|o| row.to != Some(o.staff) && !view.leaves(i, Some(o.staff)).is_empty())?;
                Some((i, taker.staff, view.leaves(i, Some(taker.staff)).into_iter().cloned().collect::<Vec<_>>()))
            });
            let Some((i, staff, left)) = busy else { continue };
            tried += 1;
            let kept = view.kept(Mint::new(5, 5).fresh(), "Sarah Ellis", |row| if row == i { Some(staff) } else { view.rows[row].to });
            desk.carry_out(Change::Keep(Item::DayCover(kept.clone())), now()).unwrap();
            for Left { covered, .. } in left.iter().filter(|_| on == today()) {
                let Covered::Slot(slot) = covered else { continue };
                let session = store::session(desk.store.db(), logged(&desk, *slot).expect("what falls out is logged")).unwrap().unwrap();
                let lost = SessionOutcome::NotDelivered(NotDelivered::Redeployed);
                assert!(session.outcome == lost || session.delivered(), "{kind:?}: {:?}", session.outcome);
            }

            let again = CoverView::load(lens(&desk), on, None).unwrap();
            let same = again.kept(kept.id, "Sarah Ellis", |row| again.rows[row].to);
            let sorted = |c: &DayCover| {
                let mut moves: Vec<_> = c.moves.iter().map(|m| (m.slot, m.from, m.to, m.redeployed)).collect();
                moves.sort_unstable();
                moves
            };
            assert_eq!(sorted(&same), sorted(&kept), "{kind:?}: what was decided stands");

            desk.carry_out(Change::Remove(Item::DayCover(kept.clone())), now()).unwrap();
            assert_eq!(day_of(&desk, away), before, "{kind:?}: everybody is in after all");
            assert!(store::kept::<DayCover>(desk.store.db()).unwrap().is_empty());
        }
        assert!(tried > 0, "{kind:?}: nobody could be sent away from their own session");
    }
}

#[test]
fn somebody_cannot_be_back_before_they_go() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let view = CoverView::load(lens(&desk), today(), None).unwrap();
    let away = Away { from: Some(13 * 60), to: Some(11 * 60), ..all_day(view.staff[0].0) };
    let cover = DayCover { away: vec![away], ..view.kept(Mint::new(5, 5).fresh(), "Sarah Ellis", |_| None) };
    let refused = desk.carry_out(Change::Keep(Item::DayCover(cover)), now()).unwrap_err();
    assert!(refused.to_string().contains("back before they go"), "{refused}");
}

#[test]
fn the_ledger_of_every_pupil_agrees_with_the_sessions_and_its_statement_can_be_followed() {
    for kind in [Kind::Primary, Kind::Secondary] {
        let (_folder, _, desk) = open_school(kind);
        let (from, to) = (today() - chrono::Days::new(80), today());
        let (mut lines, mut lapses) = (0, 0);
        for pupil in store::pupils(desk.store.db()).unwrap() {
            let view = LedgerView::load(lens(&desk), pupil.id, from, to).unwrap().unwrap();
            let sessions = store::sessions_of_pupil(desk.store.db(), pupil.id, from, to).unwrap();
            for line in &view.lines {
                let own = || sessions.iter().filter(|s| s.provision == Some(line.provision) && s.delivered());
                let given: i64 = if line.counts() == "minutes" { own().map(|s| i64::from(s.minutes)).sum() } else { own().count() as i64 };
                assert_eq!(line.ledger.sum.given(), given, "{kind:?} {}", line.what);
                assert_eq!(line.sessions.iter().filter(|s| s.delivered).count(), own().count(), "each session stands in the statement");
                lines += 1;
                lapses += usize::from(line.lapse.is_some());
            }
            let text = statement(&view).text();
            assert!(view.lines.iter().all(|l| text.contains(&l.what)), "{kind:?}: every line is in the statement");
        }
        assert!(lines > 10 && lapses > 0, "{kind:?}: {lines} lines, {lapses} lapses");
    }
}

#[test]
fn a_session_that_a_cover_loses_is_owed_in_the_ledger_with_its_reason() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let first = CoverView::load(lens(&desk), today(), None).unwrap();
    let away = first.staff.iter().map(|s| s.0).max_by_key(|s| day_of(&desk, *s).len()).unwrap();
    let view = CoverView::load(lens(&desk), today(), Some(vec![all_day(away)])).unwrap();
    let mut kept = view.kept(Mint::new(5, 5).fresh(), "Sarah Ellis", |i| view.rows[i].to);
    let slots = slots(&desk);
    let line = |slot| slots.iter().find(|s| s.id == slot).and_then(|s| s.provision.map(|p| (s.pupil, p)));
    let free = |slot| store::logged_for_slot(desk.store.db(), slot, today()).unwrap().is_none();
    let lost = kept.moves.iter().position(|m| !m.redeployed && line(m.slot).is_some() && free(m.slot)).unwrap();
    kept.moves[lost].to = None;
    let (pupil, provision) = line(kept.moves[lost].slot).unwrap();
    let ledger = |desk: &Desk| {
        let view = LedgerView::load(lens(desk), pupil, today() - chrono::Days::new(4), today()).unwrap().unwrap();
        view.lines.into_iter().find(|l| l.provision == provision).unwrap().ledger.sum
    };
    let before = ledger(&desk);
    desk.carry_out(Change::Keep(Item::DayCover(kept)), now()).unwrap();
    let after = ledger(&desk);
    assert!(after.lost_in_all() > before.lost_in_all(), "{before:?} then {after:?}");
    assert!(after.lost.contains_key(NotDelivered::LsaAbsent.words()));
    assert_eq!(after.owed() - before.owed(), after.lost_in_all() - before.lost_in_all(), "what is lost today is owed from now on");
}

#[test]
fn a_cover_sheet_holds_what_is_taken_over_with_the_portraits_essentials_and_nothing_else() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let first = CoverView::load(lens(&desk), today(), None).unwrap();
    let away = first.staff.iter().map(|s| s.0).max_by_key(|s| day_of(&desk, *s).len()).unwrap();
    let view = CoverView::load(lens(&desk), today(), Some(vec![all_day(away)])).unwrap();
    let kept = view.kept(Mint::new(5, 5).fresh(), "Sarah Ellis", |i| view.rows[i].to);
    desk.carry_out(Change::Keep(Item::DayCover(kept.clone())), now()).unwrap();
    let mut essentials = 0;
    for staff in first.staff.iter().map(|s| s.0) {
        let sheet = CoverSheet::load(lens(&desk), staff, today()).unwrap();
        let taken = kept.moves.iter().filter(|m| m.to == Some(staff)).count();
        assert_eq!(sheet.rows.len(), taken, "each session taken over stands once, and the adult's own not at all");
        essentials += sheet.rows.iter().map(|r| r.essentials.len()).sum::<usize>();
        let text = cover_sheet(&sheet).text();
        assert!(sheet.rows.iter().all(|r| text.contains(&r.pupil) && text.contains(&r.instead_of) && text.contains(&r.must_know)));
        let portraits: BTreeSet<_> = sheet.rows.iter().filter(|r| !r.essentials.is_empty()).map(|r| (&r.pupil, &r.essentials)).collect();
        let later = sheet.rows.iter().map(|r| CoverSheetRow { when: format!("later {}", r.when), ..r.clone() });
        let twice = CoverSheet { rows: sheet.rows.iter().cloned().chain(later).collect(), ..sheet.clone() };
        let printed = cover_sheet(&twice).text().matches("How I communicate").count();
        assert_eq!(printed, portraits.len(), "a pupil's portrait stands once on a sheet, however often they are taken over");
    }
    assert!(essentials > 0, "a portrait's essentials are on a sheet");
}

#[test]
fn the_example_schools_own_weeks_break_no_rule_of_the_planner() {
    for kind in [Kind::Primary, Kind::Secondary] {
        let (_folder, _, desk) = open_school(kind);
        let planning = Planning::load(lens(&desk), today()).unwrap();
        let verdict = keyworker::planner::check(&planning.problem, &planning.current, None);
        assert!(planning.current.len() > 20 && !planning.tasks.is_empty(), "{kind:?}: there is a week to judge");
        assert_eq!(verdict.broken, Vec::<String>::new(), "{kind:?}");
        assert_eq!(verdict.levels.critical, 0, "{kind:?}: care and duties are staffed");
    }
}

#[test]
fn a_session_that_is_covered_after_all_can_be_logged_by_who_takes_it() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let first = CoverView::load(lens(&desk), today(), None).unwrap();
    let away = first.staff.iter().map(|s| s.0).max_by_key(|s| day_of(&desk, *s).len()).unwrap();
    let view = CoverView::load(lens(&desk), today(), Some(vec![all_day(away)])).unwrap();
    let free = |slot| store::logged_for_slot(desk.store.db(), slot, today()).unwrap().is_none();
    let row =
        (0..view.rows.len()).find(|i| view.rows[*i].to.is_some() && matches!(view.rows[*i].covered, Covered::Slot(s) if free(s))).unwrap();
    let Covered::Slot(slot) = view.rows[row].covered else { unreachable!() };
    let id = Mint::new(5, 5).fresh();
    let lost = view.kept(id, "Sarah Ellis", |i| if i == row { None } else { view.rows[i].to });
    desk.carry_out(Change::Keep(Item::DayCover(lost)), now()).unwrap();
    let standing = |desk: &Desk| store::logged_for_slot(desk.store.db(), slot, today()).unwrap();
    let before = standing(&desk).expect("what is lost is logged");

    desk.carry_out(Change::Keep(Item::DayCover(view.kept(id, "Sarah Ellis", |i| view.rows[i].to))), now()).unwrap();
    assert_eq!(standing(&desk), None, "the loss does not stand any more");
    assert!(store::session(desk.store.db(), before).unwrap().is_some(), "and can still be read");
    let to = view.rows[row].to.unwrap();
    let covered = slots(&desk).into_iter().find(|s| s.id == slot).unwrap();
    let mut given = keyworker::model::Session::of_slot(desk.mint(now()).fresh(), &covered, today(), 20, SessionOutcome::Delivered);
    given.staff = to;
    desk.carry_out(Change::LogSession(given), now()).unwrap();
    let page = keyworker::views::PupilView::load(lens(&desk), covered.pupil).unwrap().unwrap();
    assert!(page.covers.iter().any(|c| c.contains("instead of")), "the pupil's page says who comes: {:?}", page.covers);

    desk.undo(now()).unwrap();
    desk.undo(now()).unwrap();
    assert_eq!(standing(&desk), Some(before), "undo brings the loss back");
}

#[test]
fn a_line_that_the_key_worker_gives_is_planned_with_the_key_worker() {
    let (_folder, _, desk) = open_school(Kind::Secondary);
    let planning = Planning::load(lens(&desk), today()).unwrap();
    let plan = planned(&planning, 0.6);
    let mut held = 0;
    for a in &plan {
        let Work::Intervention { intervention } = a.work else { continue };
        if let Some(by) = planning.problem.interventions[intervention].by {
            assert_eq!(planning.problem.pupils[planning.problem.interventions[intervention].pupils[0]].key_worker, Some(by));
            assert_eq!(a.lsa, by, "{}", planning.problem.interventions[intervention].name);
            held += 1;
        }
    }
    assert!(held > 0, "the example has mentoring with the key worker");
}

#[test]
fn a_covered_day_written_as_a_week_breaks_no_rule_but_those_of_who_delivers() {
    for kind in [Kind::Primary, Kind::Secondary] {
        let (_folder, _, desk) = open_school(kind);
        let first = CoverView::load(lens(&desk), today(), None).unwrap();
        let away = first.staff.iter().map(|s| s.0).max_by_key(|s| day_of(&desk, *s).len()).unwrap();
        let view = CoverView::load(lens(&desk), today(), Some(vec![all_day(away)])).unwrap();
        let planning = Planning::load(lens(&desk), today()).unwrap();
        // For one day somebody else may give a session; nothing else gives way.
        let mut broken = keyworker::planner::check(&planning.problem, &view.week, None).broken;
        broken.retain(|b| !b.contains("given by two adults") && !b.contains(" is given by "));
        assert_eq!(broken, Vec::<String>::new(), "{kind:?}");
        let gone = planning.staff.iter().position(|s| *s == away).unwrap();
        let friday = |a: &&Assignment| planning.whens[a.slot].weekday == chrono::Weekday::Fri;
        assert_eq!(view.week.iter().filter(friday).filter(|a| a.lsa == gone).count(), 0, "{kind:?}: who is away does nothing that day");
        let other = |plan: &[Assignment]| keys(&plan.iter().filter(|a| !friday(a)).cloned().collect::<Vec<_>>());
        assert_eq!(other(&view.week), other(&planning.current), "{kind:?}: the other days are as they were");
    }
}

#[test]
fn the_statement_as_a_workbook_counts_in_numbers_down_to_the_sessions() {
    use calamine::{Data, Reader as _, Xlsx};
    let (_folder, _, desk) = open_school(Kind::Primary);
    let (from, to) = (today() - chrono::Days::new(80), today());
    let view = store::pupils(desk.store.db()).unwrap().iter().find_map(|p| {
        let view = LedgerView::load(lens(&desk), p.id, from, to).unwrap().unwrap();
        view.lines.iter().any(|l| l.counts() == "minutes" && l.ledger.sum.given() > 0).then_some(view)
    });
    let view = view.unwrap();
    let bytes = keyworker::documents::statement_workbook(&view).unwrap();
    let mut book = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let sum = |range: &calamine::Range<Data>, column: usize, line: &str| -> i64 {
        let rows = range.rows().skip(1).filter(|r| r[0] == Data::String(line.to_owned()));
        rows.map(|r| if let Data::Float(n) = r[column] { n as i64 } else { panic!("{:?} is no number", r[column]) }).sum()
    };
    let (weeks, sessions) = (book.worksheet_range("Weeks").unwrap(), book.worksheet_range("Sessions").unwrap());
    for line in view.lines.iter().filter(|l| l.counts() == "minutes") {
        let given = line.ledger.sum.given();
        assert_eq!(sum(&weeks, 6, &line.what) + sum(&weeks, 7, &line.what), given, "{}", line.what);
        assert_eq!(sum(&sessions, 3, &line.what), given, "{}", line.what);
    }
}

#[test]
fn a_duty_of_ones_own_is_paid_time_that_the_plan_does_not_have() {
    let (_folder, _, desk) = open_school(Kind::Primary);
    let view = WeekPlanView::on(Planning::load(lens(&desk), today()).unwrap(), None);
    let planning = &view.planning;
    let kept_free = i32::from(store::school(desk.store.db()).unwrap().planning.kept_free);
    let mut on_duty = 0;
    for (l, id) in planning.staff.iter().enumerate() {
        let paid =
            i32::try_from(store::staff(desk.store.db()).unwrap().iter().find(|s| s.id == *id).unwrap().paid_minutes().unwrap()).unwrap();
        let (own, contract) = (planning.pay.rates[l].own_duties, planning.problem.lsas[l].max_contact_minutes);
        assert_eq!(contract + own, paid - kept_free, "{}", planning.problem.lsas[l].name);
        assert_eq!(view.load_of(&view.present, l).contract, paid - kept_free, "the tables show what is paid");
        assert_eq!(planning.pay.rates[l].outside, own + kept_free, "who leaves saves all of it");
        on_duty += own;
    }
    assert!(on_duty > 0, "somebody in the example school has a duty of their own");
}

#[test]
fn a_pupil_with_much_support_from_one_adult_alone_is_named_with_that_adult() {
    let (_folder, _, desk) = open_school(Kind::Secondary);
    let mut planning = Planning::load(lens(&desk), today()).unwrap();
    let plan = planned(&planning, 0.5);
    for (limit, some) in [(30, true), (100, false)] {
        planning.most_with_one = limit;
        let view = WeekPlanView::on(planning.clone(), None);
        let draft = Draft::of(&planning.problem, plan.clone(), [None; 5], 0.0);
        let named = view.on_one_adult(&draft);
        let due = draft.pupils.iter().filter(|p| p.planned + p.beside >= 300 && p.most_with_one.is_some_and(|share| share > limit)).count();
        assert_eq!(named.len(), due, "at {limit} %");
        assert_eq!(due > 0, some, "at {limit} %: {due}");
        for (pupil, given) in named {
            assert_eq!(given.minutes, pupil.given.iter().map(|g| g.minutes).max().unwrap());
        }
    }
}

#[test]
fn a_week_adopted_for_a_later_day_is_not_laid_over_the_one_in_force_and_gives_way_to_the_next_one() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let monday = today().week(chrono::Weekday::Mon).first_day() + chrono::Days::new(7);
    let before = Planning::load(lens(&desk), today()).unwrap();
    let mut plan = planned(&before, 0.4);
    // What has no amount changes hands with the first plan, and stands nevertheless in the second.
    let stands = |a: &Assignment| matches!(a.work, Work::Intervention { intervention: i } if matches!(before.sessions[i].what, SessionWhat::Stands(_)));
    let handed_on = plan.iter().enumerate().filter(|(_, a)| stands(a)).find_map(|(i, was)| {
        let free = |l: &usize| plan.iter().all(|a| a.lsa != *l || a.slot != was.slot);
        Some((i, (0..before.staff.len()).find(free)?))
    });
    let (i, adult) = handed_on.expect("the example has a line without minutes, and somebody is free then");
    plan[i].lsa = adult;
    desk.carry_out(Change::AdoptPlan(before.adoption(&plan, &mut Mint::new(1, 9), monday)), now()).unwrap();

    let now_in_force = Planning::load(lens(&desk), today()).unwrap();
    assert_eq!(keys(&now_in_force.current), keys(&before.current), "this week is as it was");
    assert!(!now_in_force.later.is_empty());
    let then = Planning::load(lens(&desk), monday).unwrap();
    assert_eq!(keys(&then.current), keys(&plan), "from Monday it is the plan");

    // A week adopted from the Wednesday after takes the place of both.
    let wednesday = monday + chrono::Days::new(2);
    let other = planned(&now_in_force, 0.2);
    desk.carry_out(Change::AdoptPlan(now_in_force.adoption(&other, &mut Mint::new(2, 9), wednesday)), now()).unwrap();
    let after = Planning::load(lens(&desk), wednesday + chrono::Days::new(7)).unwrap();
    assert_eq!(keys(&after.current), keys(&other));
    assert!(after.later.is_empty());
    let present = Planning::load(lens(&desk), today()).unwrap();
    let again = present.adoption(&other, &mut Mint::new(3, 9), wednesday + chrono::Days::new(7));
    assert!(
        again.duties.iter().all(|d| d.ends.is_none() || d.starts.is_none_or(|s| s <= wednesday)),
        "what never began is not ended again"
    );
}

/// A pupil with hours that no line says, for which a plan is adopted, and their ledger with the week to come.
fn noted(desk: &mut Desk) -> (PupilId, LedgerView) {
    let planning = Planning::load(lens(desk), today()).unwrap();
    let plan = planned(&planning, 0.4);
    desk.carry_out(Change::AdoptPlan(planning.adoption(&plan, &mut Mint::new(7, 9), today())), now()).unwrap();
    let costs = CostsView::load(lens(desk)).unwrap();
    let all = costs.pupils.iter().filter(|p| p.in_no_line > 0);
    let to = today() + chrono::Days::new(9);
    let ledgers = all.map(|p| (p.pupil, LedgerView::load(lens(desk), p.pupil, today() - chrono::Days::new(60), to).unwrap().unwrap()));
    let has_support = |l: &LedgerView| l.lines.last().is_some_and(|l| l.what.contains("in no line") && l.ledger.sum.timetabled > 0);
    ledgers.into_iter().find(|(_, l)| has_support(l)).expect("the example has hours that no line says, and slots for them")
}

#[test]
fn hours_that_no_line_says_are_followed_and_cost_like_a_line() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let (noted, ledger) = noted(&mut desk);
    let costs = CostsView::load(lens(&desk)).unwrap();
    let noted = costs.pupils.iter().find(|p| p.pupil == noted).unwrap();
    assert_eq!(ledger.in_no_line, noted.in_no_line);
    assert!(ledger.beside.as_ref().unwrap().contains("a line of their own"));
    let line = ledger.lines.last().unwrap();
    assert_eq!(line.ledger.weeks[0].monday, today().week(chrono::Weekday::Mon).first_day(), "it is counted since it stands");
    let whole_week = line.ledger.weeks.iter().find(|w| w.school_days == 5).unwrap();
    assert_eq!(whole_week.due, Some(i64::from(noted.in_no_line)));
    assert_eq!(line.ledger.sum.owed(), 0, "nothing of it has been missed yet");
    let bare =
        store::slots_of_pupil(desk.store.db(), noted.pupil).unwrap().into_iter().find(|s| s.provision.is_none() && s.running.is_none());
    let lost = SessionOutcome::NotDelivered(NotDelivered::Redeployed);
    let session = Session::of_slot(Mint::new(8, 8).fresh(), &bare.unwrap(), today(), 60, lost);
    desk.carry_out(Change::LogSession(session), now()).unwrap();
    let after = LedgerView::load(lens(&desk), noted.pupil, ledger.from, ledger.to).unwrap().unwrap();
    let after = after.lines.last().unwrap();
    let counts = after.sessions.last().unwrap().counts;
    assert!(counts > 0);
    assert_eq!(after.ledger.sum.lost_in_all() - line.ledger.sum.lost_in_all(), counts, "a lesson that is lost is lost here too");
    assert!(line.cost_a_year.unwrap() > 0 && noted.a_year >= line.cost_a_year.unwrap());
}

#[test]
fn support_counts_towards_the_line_that_promises_lessons_when_the_slots_name_none() {
    let (_folder, _, mut desk) = open_school(Kind::Primary);
    let (pupil, before) = noted(&mut desk);
    let plan = store::running_plans(desk.store.db()).unwrap().into_iter().find(|p| p.pupil == pupil).unwrap();
    let own = &before.lines.last().unwrap().ledger.sum;
    let line = Provision {
        id: Mint::new(4, 4).fresh(),
        plan: plan.id,
        outcome: None,
        what: "Support in class".into(),
        times: Some(4),
        minutes: Some(60),
        per: Per::Week,
        group_size: 1,
        who: "LSA".into(),
        position: 99,
    };
    desk.carry_out(Change::SaveProvision(line.clone()), now()).unwrap();
    let after = LedgerView::load(lens(&desk), pupil, before.from, before.to).unwrap().unwrap();
    let counted = &after.lines.iter().find(|l| l.provision == line.id).unwrap().ledger.sum;
    assert_eq!((counted.timetabled, counted.given(), counted.lost_in_all()), (own.timetabled, own.given(), own.lost_in_all()));
    assert!(after.lines.iter().all(|l| !l.what.contains("in no line")), "what the line says is not counted twice");
}

#[test]
fn the_sums_of_every_pupils_ledger_agree_with_the_sessions_behind_them() {
    for kind in [Kind::Primary, Kind::Secondary] {
        let (_folder, _, desk) = open_school(kind);
        for pupil in CostsView::load(lens(&desk)).unwrap().pupils {
            let ledger = LedgerView::load(lens(&desk), pupil.pupil, today() - chrono::Days::new(80), today()).unwrap().unwrap();
            for line in &ledger.lines {
                let of = |delivered: bool| line.sessions.iter().filter(|s| s.delivered == delivered).map(|s| s.counts).sum::<i64>();
                let sum = &line.ledger.sum;
                assert_eq!((sum.given(), sum.lost_in_all()), (of(true), of(false)), "{}: {}", pupil.name, line.what);
                assert!(sum.come <= sum.timetabled && sum.by_now <= sum.due.unwrap_or(sum.timetabled), "{}: {}", pupil.name, line.what);
            }
        }
    }
}
