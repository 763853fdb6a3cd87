//! Every screen, opened as a person would have it: light and dark, 1x and 2x, every input named, no
//! glyph missing (both are checked by the harness), and what it is for is on it.

mod common;

use std::path::Path;

use common::window::{Window, go, settle, unlock, window};
use common::{PASSPHRASE, school, today};
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use keyworker::example::Kind;
use keyworker::model::PupilId;
use keyworker::ui::{Intent, Place};

fn people(file: &Path) -> Vec<String> {
    keyworker::store::ring_beside(file).unwrap().people().map(|p| p.label.clone()).collect()
}

/// Opens the day of the first adult, as the SENDCO does from the school's day.
fn first_day(window: &mut Window) -> keyworker::views::TodayView {
    go(window, Place::Today);
    let whole = window.state().as_ref().unwrap().shown().today.clone().unwrap().whole.expect("the whole school's day");
    window.query_all_by_label_contains(&whole.adults[0].name).last().expect("a row for the adult").click();
    settle(window);
    let view = window.state().as_ref().unwrap().shown().today.clone().unwrap();
    assert_eq!(view.staff, Some(whole.adults[0].staff));
    view
}

fn first_pupil(window: &mut Window) -> PupilId {
    go(window, Place::Pupils);
    window.state().as_ref().unwrap().shown().pupils.as_ref().unwrap().rows[3].pupil.id
}

#[test]
fn every_screen_opens_full_in_each_theme_and_scale() {
    let (folder, file) = school(Kind::Primary);
    let sendco = people(&file)[0].clone();
    for theme in [egui::Theme::Light, egui::Theme::Dark] {
        for scale in [1.0, 2.0] {
            let mut window = window(Some(&file), folder.path(), theme, scale);
            settle(&mut window);
            window.get_by_label("Unlock");
            unlock(&mut window, &sendco);
            let pupil = first_pupil(&mut window);
            for (place, sign) in [
                (Place::Welcome, None),
                (Place::Today, Some("Who is where")),
                (Place::Pupils, Some("Pupils (30)")),
                (Place::Pupil(pupil), Some("Who supports them")),
                (Place::Census, Some("Before the census")),
                (Place::Staff, Some("Staff (7)")),
                (Place::Timetable, Some("Show the week of")),
                (Place::Plan, Some("1. Duties and care")),
                (Place::Interventions, Some("Start an intervention…")),
                (Place::Reviews, Some("One review is late.")),
                (Place::Review(pupil), Some("Review of")),
                (Place::Import, Some("Who is in the file")),
                (Place::Settings, Some("Theme")),
                (Place::Gallery, Some("Widgets gallery")),
            ] {
                go(&mut window, place);
                if let Some(sign) = sign {
                    assert!(window.query_all_by_label_contains(sign).next().is_some(), "{place:?} does not say “{sign}”");
                }
            }
        }
    }
}

#[test]
fn every_tab_of_a_pupils_page_and_of_settings_is_named() {
    let (folder, file) = school(Kind::Primary);
    let mut window = window(Some(&file), folder.path(), egui::Theme::Light, 1.0);
    unlock(&mut window, &people(&file)[0]);
    let pupil = first_pupil(&mut window);
    go(&mut window, Place::Pupil(pupil));
    for (tab, sign) in [
        ("Targets", "Set a target…"),
        ("Plan", "Add provision…"),
        ("Portrait", "Preview the page"),
        ("Timeline", "Timeline"),
        ("Overview", "Latest sessions"),
    ] {
        window.get_by_role_and_label(Role::Button, tab).click();
        settle(&mut window);
        window.check_accessibility();
        assert!(window.query_all_by_label(sign).next().is_some(), "{tab} does not show “{sign}”");
    }
    go(&mut window, Place::Settings);
    for tab in [
        "Who can open the file",
        "School",
        "Year",
        "Periods",
        "Needs",
        "Plan sections",
        "Interventions",
        "Help ladder",
        "Concern words",
        "Backups",
        "Audit",
        "This computer",
    ] {
        window.get_by_role_and_label(Role::Button, tab).click();
        settle(&mut window);
        window.check_accessibility();
    }
}

#[test]
fn every_screen_of_an_empty_school_says_what_to_do_first() {
    let (folder, file) = school(Kind::Empty);
    let mut window = window(Some(&file), folder.path(), egui::Theme::Light, 1.0);
    unlock(&mut window, &people(&file)[0]);
    for (place, sign) in [
        (Place::Today, "Nobody's day to show yet"),
        (Place::Pupils, "No pupils yet"),
        (Place::Staff, "No staff yet"),
        (Place::Reviews, "No reviews yet"),
        (Place::Timetable, "Timetable"),
    ] {
        go(&mut window, place);
        assert!(window.query_all_by_label_contains(sign).next().is_some(), "{place:?} does not say “{sign}”");
    }
}

#[test]
fn a_session_is_logged_in_three_actions() {
    let (folder, file) = school(Kind::Primary);
    let mut window = window(Some(&file), folder.path(), egui::Theme::Light, 1.0);
    unlock(&mut window, &people(&file)[0]);
    let people = first_day(&mut window).people;
    let card = people.iter().find_map(|(staff, _)| {
        window.state_mut().as_mut().unwrap().ask(Intent::TodayOf(Some(*staff)));
        settle(&mut window);
        let view = window.state().as_ref().unwrap().shown().today.clone().unwrap();
        view.cards.into_iter().chain(view.unlogged).find(|c| {
            c.logged.is_none()
                && c.with.is_empty()
                && matches!(c.targets.first().map(|t| t.target.measure), Some(keyworker::model::Measure::Score { .. }))
        })
    });
    let card = card.expect("a card whose target is a score");
    let keyworker::model::Measure::Score { of } = card.targets[0].target.measure else { unreachable!() };

    let when =
        format!("Log {} at {}, {}", card.pupil_name, keyworker::model::time_words(card.starts), keyworker::model::date_words(card.day));
    window.get_by_label(&when).click();
    settle(&mut window);
    window.get_by_label(&format!("{} of {of}", of / 2)).click();
    settle(&mut window);
    window.get_by_label("Save").click();
    settle(&mut window);
    let shown = window.state().as_ref().unwrap().shown();
    let logged = shown.today.as_ref().unwrap();
    let done = logged.cards.iter().chain(&logged.unlogged).find(|c| c.slot == card.slot && c.day == card.day);
    match done {
        Some(done) => assert!(done.logged.as_ref().unwrap().1.contains(&format!("{} of {of}", of / 2))),
        None => assert!(card.day < today(), "an earlier session leaves the list once it is written up"),
    }
    assert_eq!(shown.undo.as_deref(), Some("log session"));
}

#[test]
fn an_lsa_meets_their_own_day_and_no_sendco_screen() {
    let (folder, file) = school(Kind::Primary);
    let mut window = window(Some(&file), folder.path(), egui::Theme::Light, 1.0);
    unlock(&mut window, &people(&file)[1]);
    go(&mut window, Place::Today);
    assert!(window.query_all_by_label_contains("Your day").next().is_some());
    assert!(window.query_by_label("Import").is_none() && window.query_by_label("Whose day").is_none());
    go(&mut window, Place::Pupils);
    let rows = window.state().as_ref().unwrap().shown().pupils.as_ref().unwrap().rows.len();
    assert!(rows > 0 && rows < 30, "{rows} of 30 pupils");
}

#[test]
fn a_half_written_note_survives_the_lock() {
    let (folder, file) = school(Kind::Primary);
    let sendco = people(&file)[0].clone();
    let mut window = window(Some(&file), folder.path(), egui::Theme::Light, 1.0);
    unlock(&mut window, &sendco);
    let view = first_day(&mut window);
    let card = view.cards.iter().find(|c| c.logged.is_none() && c.with.is_empty()).expect("a session to come").clone();
    let when =
        format!("Log {} at {}, {}", card.pupil_name, keyworker::model::time_words(card.starts), keyworker::model::date_words(card.day));
    window.get_by_label(&when).click();
    settle(&mut window);
    window.get_by_label("Note (parents may read it)").focus();
    window.step();
    window.get_by_label("Note (parents may read it)").type_text("half a sen");
    for _ in 0..12 {
        window.step();
    }
    lock_and_return(&mut window, sendco);
    let note = window.get_by_label("Note (parents may read it)");
    assert_eq!(note.value().as_deref(), Some("half a sen"));
}

#[test]
fn a_half_written_review_survives_the_lock() {
    let (folder, file) = school(Kind::Primary);
    let sendco = people(&file)[0].clone();
    let mut window = window(Some(&file), folder.path(), egui::Theme::Light, 1.0);
    unlock(&mut window, &sendco);
    let pupil = first_pupil(&mut window);
    go(&mut window, Place::Review(pupil));
    window.get_by_label("Next steps").focus();
    window.step();
    window.get_by_label("Next steps").type_text("Jo asks the thera");
    for _ in 0..12 {
        window.step();
    }
    lock_and_return(&mut window, sendco);
    assert_eq!(window.get_by_label("Next steps").value().as_deref(), Some("Jo asks the thera"));
}

/// Locks, sees that nothing of the file is in sight, and comes back.
fn lock_and_return(window: &mut Window, name: String) {
    window.state_mut().as_mut().unwrap().ask(Intent::Lock);
    settle(window);
    window.get_by_label("Unlock");
    assert!(window.query_by_label("Today").is_none(), "the lock shows nothing of the file");
    window.state_mut().as_mut().unwrap().ask(Intent::Unlock { name: Some(name), secret: PASSPHRASE.to_owned().into() });
    for _ in 0..400 {
        window.step();
        if window.query_by_label("Unlock").is_none() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    settle(window);
}

#[test]
fn the_screen_can_be_blanked_and_brought_back() {
    let (folder, file) = school(Kind::Primary);
    let mut window = window(Some(&file), folder.path(), egui::Theme::Light, 1.0);
    unlock(&mut window, &people(&file)[0]);
    go(&mut window, Place::Pupils);
    window.key_press(egui::Key::F9);
    settle(&mut window);
    assert!(window.query_by_label("Pupils (30)").is_none(), "nothing of the file is on a blanked screen");
    window.key_press(egui::Key::A);
    settle(&mut window);
    window.get_by_label("Pupils (30)");
}

#[test]
fn the_palette_finds_a_pupil_by_keyboard_alone() {
    let (folder, file) = school(Kind::Primary);
    let mut window = window(Some(&file), folder.path(), egui::Theme::Light, 1.0);
    unlock(&mut window, &people(&file)[0]);
    let pupil = first_pupil(&mut window);
    let surname = window.state().as_ref().unwrap().shown().pupils.as_ref().unwrap().rows[3].pupil.clone();
    go(&mut window, Place::Today);
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::K);
    settle(&mut window);
    window.check_accessibility();
    let field = "A pupil, a person, a screen, an action or a word in any record";
    window.get_by_label(field).type_text(&format!("{} {}", surname.forename, surname.surname));
    settle(&mut window);
    window.key_press(egui::Key::Enter);
    settle(&mut window);
    assert_eq!(window.state().as_ref().unwrap().place(), Place::Pupil(pupil));
}

#[test]
fn the_welcome_screen_greets_without_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(None, folder.path(), egui::Theme::Light, 1.0);
    settle(&mut window);
    window.check_accessibility();
    window.get_by_label("Make a new file…").click();
    settle(&mut window);
    window.check_accessibility();
    window.get_by_label("Your name (SENDCO)");
}

#[test]
fn on_a_shared_screen_no_name_stands_in_what_was_written() {
    use keyworker::ui::Preference;
    let (folder, file) = school(Kind::Primary);
    let mut window = window(Some(&file), folder.path(), egui::Theme::Light, 1.0);
    unlock(&mut window, &people(&file)[0]);
    let pupil = first_pupil(&mut window);
    let who = window.state().as_ref().unwrap().shown().pupils.as_ref().unwrap().rows[3].pupil.clone();
    let must_know = format!("{}’s hearing aids", who.forename);
    let changed = keyworker::model::Pupil { must_know, ..who.clone() };
    let change = keyworker::model::Change::SavePupil { pupil: changed, status: keyworker::model::SenStatus::K, since: None };
    window.state_mut().as_mut().unwrap().ask(Intent::Change { form: keyworker::ui::Form::Pupil, change: Box::new(change) });
    settle(&mut window);
    go(&mut window, Place::Pupil(pupil));
    assert!(window.query_all_by_label_contains(&format!("{}’s hearing aids", who.forename)).next().is_some());
    window.state_mut().as_mut().unwrap().ask(Intent::Prefer(Preference::Initials(true)));
    settle(&mut window);
    assert!(window.query_all_by_label_contains("’s hearing aids").next().is_some());
    assert!(window.query_all_by_label_contains(&who.forename).next().is_none(), "a forename is still on the screen");
    window.state_mut().as_mut().unwrap().ask(Intent::Prefer(Preference::Initials(false)));
    settle(&mut window);
    assert!(window.query_all_by_label_contains(&format!("{}’s hearing aids", who.forename)).next().is_some(), "and comes back");
}
