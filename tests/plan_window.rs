//! The Plan screen in the whole window: every look of it is named, a cell is dragged, pinned and opened, a week
//! that might come is planned.

mod common;

use common::school;
use common::window::{Window, go, settle, unlock, window};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use keyworker::example::Kind;
use keyworker::planner::Assignment;
use keyworker::planner::edit::Edit;
use keyworker::planner::problem::Slot;
use keyworker::ui::Place;
use keyworker::views::WeekPlanView;

fn planning() -> (tempfile::TempDir, Window<'static>) {
    let (folder, file) = school(Kind::Primary);
    let name = keyworker::store::ring_beside(&file).unwrap().people().next().unwrap().label.clone();
    let mut window = window(Some(&file), folder.path(), egui::Theme::Light, 1.0);
    unlock(&mut window, &name);
    go(&mut window, Place::Plan);
    (folder, window)
}

fn view<'a>(window: &'a Window) -> &'a WeekPlanView {
    window.state().as_ref().unwrap().shown().plan.as_ref().unwrap()
}

fn press(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    settle(window);
}

/// The middle of a node whose name begins so.
fn middle(window: &Window, begins: &str) -> egui::Pos2 {
    let node = window.query_all_by_label_contains(begins).next();
    node.unwrap_or_else(|| panic!("no “{begins}”")).rect().center()
}

fn pointer(window: &mut Window, event: egui::Event) {
    window.event(event);
    window.step();
}

fn button(pos: egui::Pos2, pressed: bool) -> egui::Event {
    egui::Event::PointerButton { pos, button: egui::PointerButton::Primary, pressed, modifiers: egui::Modifiers::NONE }
}

#[test]
fn every_look_of_the_plan_opens_and_is_named() {
    let (_folder, mut window) = planning();
    let looks = [
        ("By pupil", "Session 1"),
        ("Hours", "Sort by Promised"),
        ("Load", "Sort by Contract"),
        ("Days", "At work in lessons"),
        ("Costs", "Sort by Not covered"),
        ("Compare", "There is one plan only"),
        ("What if", "Suppose that"),
        ("Care and duties", "Gastrostomy feed for"),
        ("Lessons", "Edit the timetable of"),
        ("By LSA", "care or duty"),
    ];
    for (look, sign) in looks {
        press(&mut window, look);
        settle(&mut window);
        window.check_accessibility();
        assert!(window.query_all_by_label_contains(sign).next().is_some(), "{look} does not say “{sign}”");
    }
}

/// Something that can move to a free slot of the same adult without breaking a rule, on this day or on another one.
fn movable(window: &Window, other_day: bool) -> (String, String, String) {
    let planning = &view(window).planning;
    let (problem, plan) = (&planning.problem, &view(window).present.plan);
    let fits = |a: &Assignment, to: &Slot| {
        let from = &problem.slots[a.slot];
        let free = !plan.iter().any(|x| x.lsa == a.lsa && x.slot == to.id);
        let edit = Edit::Shift { from: (a.lsa, a.slot), to: (a.lsa, to.id) };
        (from.day != to.day) == other_day && from.id != to.id && from.kind == to.kind && free && edit.tried(problem, plan).allowed()
    };
    let found = plan.iter().filter(|a| problem.slots[a.slot].day == 0).find_map(|a| {
        let to = problem.slots.iter().find(|to| fits(a, to))?;
        Some((problem.lsas[a.lsa].name.clone(), problem.slot_name(a.slot), problem.slot_name(to.id)))
    });
    found.expect("some session of Monday can move")
}

/// Opens a cell and waits until every change that could be made in it is tried.
fn open_cell(window: &mut Window, name: &str) {
    window.query_all_by_label_contains(name).next().unwrap().click();
    settle(window);
    for _ in 0..500 {
        if window.query_by_label("Trying what could be done…").is_none() {
            return;
        }
        window.step();
    }
}

/// Takes the cell of a slot and holds it over the cell of another one; answers where that is.
fn hold_over(window: &mut Window, name: &str, from: &str, to: &str) -> egui::Pos2 {
    let (from, to) = (middle(window, &format!("{from}, {name}")), middle(window, &format!("{to}, {name}")));
    pointer(window, egui::Event::PointerMoved(from));
    pointer(window, button(from, true));
    for step in 1..=6 {
        let at = from + (to - from) * (step as f32 / 6.0);
        pointer(window, egui::Event::PointerMoved(at));
    }
    settle(window);
    to
}

#[test]
fn a_cell_that_is_dragged_says_what_it_does_and_makes_a_draft_when_dropped() {
    let (_folder, mut window) = planning();
    let (name, from, to) = movable(&window, false);
    let to = hold_over(&mut window, &name, &from, &to);
    let says = ["worse:", "better:", "no difference"];
    assert!(says.iter().any(|s| window.query_all_by_label_contains(s).next().is_some()), "the effect is said before the drop");
    assert!(view(&window).draft.is_none(), "nothing has changed yet");
    pointer(&mut window, button(to, false));
    settle(&mut window);
    let draft = view(&window).draft.as_ref().expect("the drop makes a draft");
    assert_ne!(draft.plan, view(&window).present.plan);
    assert!(draft.verdict.broken.is_empty());
    let plan = draft.plan.clone();
    press(&mut window, "Put the draft away");
    settle(&mut window);
    assert!(view(&window).draft.is_none());
    press(&mut window, "Bring the draft back");
    settle(&mut window);
    assert_eq!(view(&window).draft.as_ref().map(|d| &d.plan), Some(&plan), "a draft that is put away is not lost");
    press(&mut window, "Take the change back");
    settle(&mut window);
    assert!(view(&window).draft.is_none(), "the change is taken back");
}

#[test]
fn the_week_of_one_adult_opens_from_their_name_and_a_cell_moves_to_another_day() {
    let (_folder, mut window) = planning();
    let (name, from, to) = movable(&window, true);
    press(&mut window, &format!("Whole week of {name}"));
    settle(&mut window);
    window.check_accessibility();
    let at = hold_over(&mut window, &name, &from, &to);
    pointer(&mut window, button(at, false));
    settle(&mut window);
    let draft = view(&window).draft.as_ref().expect("the drop makes a draft");
    assert_eq!(draft.plan.len(), view(&window).present.plan.len());
    assert!(draft.verdict.broken.is_empty());
    let saved = window.state().as_ref().unwrap().shown().undo.clone();
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    settle(&mut window);
    assert!(view(&window).draft.is_none(), "Ctrl+Z takes the change of the draft back");
    assert_eq!(window.state().as_ref().unwrap().shown().undo, saved, "and not what was saved last");

    // The same without a pointer.
    open_cell(&mut window, &format!("{from}, {name}"));
    // It may stand further down than the list shows at once.
    window.get_by_label(&format!("Move it to {to}")).click_accesskit();
    settle(&mut window);
    assert!(view(&window).draft.is_some(), "the move from the menu makes a draft as well");
}

#[test]
fn the_week_of_one_pupil_shows_who_is_with_them_on_every_day() {
    let (_folder, mut window) = planning();
    press(&mut window, "By pupil");
    settle(&mut window);
    let problem = &view(&window).planning.problem;
    let name = problem.pupils[0].name.clone();
    let days = problem.days.clone();
    press(&mut window, &format!("Whole week of {name}"));
    settle(&mut window);
    window.check_accessibility();
    for day in days {
        assert!(
            window.query_all_by_label_contains(&format!("{day} ")).any(|n| n.accesskit_node().label().is_some_and(|l| l.contains(&name))),
            "{day}"
        );
    }
}

#[test]
fn a_cell_is_opened_changed_and_pinned_by_names_alone() {
    let (_folder, mut window) = planning();
    let problem = &view(&window).planning.problem;
    let a = view(&window).present.plan.iter().find(|a| problem.slots[a.slot].day == 0).unwrap().clone();
    let name = format!("{}, {}", problem.slot_name(a.slot), problem.lsas[a.lsa].name);
    open_cell(&mut window, &name);
    press(&mut window, "Leave it out");
    assert!(!view(&window).draft.as_ref().unwrap().plan.contains(&a));
    let problem = &view(&window).planning.problem;
    let b = view(&window).draft.as_ref().unwrap().plan.iter().find(|x| problem.slots[x.slot].day == 0).unwrap().clone();
    let name = format!("{}, {}", problem.slot_name(b.slot), problem.lsas[b.lsa].name);
    window.query_all_by_label_contains(&name).next().unwrap().click();
    settle(&mut window);
    press(&mut window, "Pin: keep it when planning again");
    assert_eq!(view(&window).pins.len(), 1);
    window.check_accessibility();
}

#[test]
fn a_week_that_might_come_is_planned_beside_the_one_that_stands() {
    let (_folder, mut window) = planning();
    press(&mut window, "What if");
    press(&mut window, "Suppose this");
    let before = view(&window).present.plan.clone();
    press(&mut window, "Plan the week that would be");
    for _ in 0..300 {
        window.step();
        if view(&window).scenario.is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    settle(&mut window);
    let scenario = view(&window).scenario.as_ref().expect("it is planned within fifteen seconds");
    assert!(scenario.draft.verdict.broken.is_empty());
    assert!(!scenario.draft.plan.iter().any(|a| a.lsa == 0), "who leaves has no work");
    assert!(scenario.cost_a_year.is_some_and(|c| c < 0));
    assert_eq!(view(&window).present.plan, before);
    assert!(window.query_all_by_label_contains("less in a year").next().is_some());
    window.check_accessibility();
}

#[test]
fn the_key_that_opens_a_cell_presses_nothing_in_its_dialog() {
    let (_folder, mut window) = planning();
    // A draft, so that the first button of the dialog is the one that pins.
    let a = view(&window).present.plan.iter().find(|a| view(&window).planning.problem.slots[a.slot].day == 0).unwrap().clone();
    let problem = &view(&window).planning.problem;
    let name = format!("{}, {}", problem.slot_name(a.slot), problem.lsas[a.lsa].name);
    open_cell(&mut window, &name);
    press(&mut window, "Leave it out");
    let problem = &view(&window).planning.problem;
    let b = view(&window).draft.as_ref().unwrap().plan.iter().find(|x| problem.slots[x.slot].day == 0).unwrap().clone();
    let name = format!("{}, {}", problem.slot_name(b.slot), problem.lsas[b.lsa].name);
    window.query_all_by_label_contains(&name).next().unwrap().focus();
    settle(&mut window);
    window.key_press(egui::Key::Enter);
    settle(&mut window);
    assert!(window.query_by_label("Pin: keep it when planning again").is_some(), "the dialog is open");
    assert!(view(&window).pins.is_empty(), "and nothing is pinned by opening it");
}
