//! The screens, one file or folder each; a screen keeps its own state.

mod census;
mod cover;
mod duty;
mod gallery;
mod import;
mod interventions;
mod plan;
mod pupil;
mod pupils;
mod reviews;
mod settings;
mod staff;
mod staff_form;
mod timetable;
mod today;
mod welcome;

pub use welcome::{LockScreen, Welcome};

use egui::Ui;

use super::intent::{Cx, Place};
use super::widgets::{self, Level};

/// The state of every screen. Made anew when a file locks, so that nothing of it stays in memory.
#[derive(Default)]
pub struct Screens {
    today: today::Today,
    pupils: pupils::Pupils,
    pupil: pupil::PupilPage,
    census: census::Census,
    staff: staff::Staff,
    timetable: timetable::Timetable,
    plan: plan::PlanScreen,
    interventions: interventions::Interventions,
    reviews: reviews::Reviews,
    import: import::Import,
    settings: settings::Settings,
    gallery: gallery::Gallery,
}

impl Screens {
    /// Draws the screen of a place.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, place: Place) {
        if let Some(trouble) = &cx.shown.trouble {
            widgets::page(ui, "trouble", |ui| widgets::banner(ui, Level::Bad, trouble));
            return;
        }
        match place {
            Place::Welcome => {}
            Place::Today => self.today.ui(ui, cx),
            Place::Pupils => self.pupils.ui(ui, cx),
            Place::Pupil(_) => self.pupil.ui(ui, cx),
            Place::Census => self.census.ui(ui, cx),
            Place::Staff => self.staff.ui(ui, cx),
            Place::Timetable => self.timetable.ui(ui, cx),
            Place::Plan => self.plan.ui(ui, cx),
            Place::Interventions => self.interventions.ui(ui, cx),
            Place::Reviews => self.reviews.list_ui(ui, cx),
            Place::Review(_) => self.reviews.review_ui(ui, cx),
            Place::Import => self.import.ui(ui, cx),
            Place::Settings => self.settings.ui(ui, cx),
            Place::Gallery => self.gallery.ui(ui, cx),
        }
    }
}
