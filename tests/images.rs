//! Pictures of the main screens, compared pixel by pixel on a software Vulkan (Mesa lavapipe).
//!
//! They run where one is installed and are compulsory where KEYWORKER_IMAGES says so, as `.ci/run` does;
//! elsewhere they say that they were left out. `UPDATE_SNAPSHOTS=1 cargo test --test images` renews them.

mod common;

use std::path::Path;

use common::school;
use common::window::{go, settle, unlock, window};
use egui::accesskit::Role;
use egui_kittest::SnapshotOptions;
use egui_kittest::kittest::Queryable as _;
use keyworker::example::Kind;
use keyworker::ui::{Intent, Place};

#[test]
fn the_main_screens_look_as_they_did() {
    if !software_vulkan() {
        assert!(std::env::var_os("KEYWORKER_IMAGES").is_none(), "image tests are compulsory here, and no software Vulkan is installed");
        println!("left out: no software Vulkan here, so no picture was compared");
        return;
    }
    // lavapipe compiles for the processor it runs on: a few edge pixels differ from machine to machine.
    let options = SnapshotOptions::new().threshold(1.0).max_failed_pixels(60);
    let (folder, file) = school(Kind::Primary);
    let sendco = keyworker::store::ring_beside(&file).unwrap().people().next().unwrap().label.clone();
    let mut results = egui_kittest::SnapshotResults::new();
    for (theme, name) in [(egui::Theme::Light, "light"), (egui::Theme::Dark, "dark")] {
        let mut window = window(Some(&file), folder.path(), theme, 1.0);
        settle(&mut window);
        results.add(window.try_snapshot_options(format!("lock_{name}"), &options));
        unlock(&mut window, &sendco);
        go(&mut window, Place::Pupils);
        let pupil = window.state().as_ref().unwrap().shown().pupils.as_ref().unwrap().rows[3].pupil.id;
        for (place, screen) in [
            (Place::Today, "today"),
            (Place::Pupils, "pupils"),
            (Place::Pupil(pupil), "pupil"),
            (Place::Timetable, "timetable"),
            (Place::Plan, "plan"),
            (Place::Reviews, "reviews"),
            (Place::Settings, "settings"),
            (Place::Gallery, "gallery"),
        ] {
            go(&mut window, place);
            results.add(window.try_snapshot_options(format!("{screen}_{name}"), &options));
            if screen == "today" {
                let someone = window.state().as_ref().unwrap().shown().today.as_ref().unwrap().people[0].0;
                window.state_mut().as_mut().unwrap().ask(Intent::TodayOf(Some(someone)));
                settle(&mut window);
                results.add(window.try_snapshot_options(format!("day_{name}"), &options));
            }
            if screen == "pupil" {
                window.get_by_role_and_label(Role::Button, "Targets").click();
                settle(&mut window);
                results.add(window.try_snapshot_options(format!("targets_{name}"), &options));
            }
        }
    }
    results.unwrap();
}

/// Whether Mesa's software Vulkan driver is installed.
fn software_vulkan() -> bool {
    ["/usr/share/vulkan/icd.d", "/etc/vulkan/icd.d"].iter().any(|folder| {
        std::fs::read_dir(Path::new(folder))
            .is_ok_and(|files| files.filter_map(Result::ok).any(|f| f.file_name().to_string_lossy().starts_with("lvp_icd")))
    })
}
