//! Reviews: what is due, and the summary that a meeting needs, as it will be on paper.

use chrono::{NaiveDate, TimeDelta};
use egui::{RichText, Ui};

use crate::model::{Cell, date_words};
use crate::ui::intent::{Cx, Format, Intent, Paper, Pick, Place};
use crate::ui::listing::{Listing, Row};
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{self, Column, Level};
use crate::views::ReviewRow;

mod batch;
mod form;
mod meeting;

use batch::Batch;
use form::ReviewForm;

/// The state of the Reviews screens.
#[derive(Default)]
pub struct Reviews {
    list: Listing,
    which: Which,
    batch: Batch,
    review: Option<ReviewForm>,
}

impl Reviews {
    /// The list: one row for each pupil with a plan, the most urgent first.
    pub fn list_ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        let Some(view) = &shown.reviews else { return };
        let (which, today) = (self.which, cx.now.today());
        self.list.refresh(shown.version, &which, &view.rows, |r| which.fits(r, today));
        widgets::list_frame(ui, |ui| {
            widgets::page_head(ui, "Reviews", |ui| {
                if !view.rows.is_empty() && widgets::secondary(ui, Some(icons::FILE_TEXT), "Write many summaries…").clicked() {
                    self.batch.open(cx.now.today());
                }
            });
            if view.rows.is_empty() {
                widgets::empty_state(
                    ui,
                    icons::CLIPBOARD_CHECK,
                    "No reviews yet",
                    "A pupil's plan says when its review is due. Start a plan on the pupil's page, and it stands here.",
                    |ui| {
                        if widgets::primary(ui, "Go to the pupils").clicked() {
                            cx.go(Place::Pupils);
                        }
                    },
                );
                return;
            }
            let late = view.rows.iter().filter(|r| r.late).count();
            if late > 0 {
                let words = if late == 1 { "One review is late.".into() } else { format!("{late} reviews are late.") };
                widgets::banner(ui, Level::Warn, &words);
                ui.add_space(space::XS);
            }
            ui.horizontal_wrapped(|ui| {
                let options = [
                    (Which::All, "All"),
                    (Which::Late, "Late"),
                    (Which::Soon, "Due in six weeks"),
                    (Which::Preparing, "In preparation"),
                    (Which::Held, "Held this year"),
                ];
                self.list.filter(ui, "Filter the reviews", "Filter by pupil, class or plan");
                widgets::segmented(ui, &mut self.which, &options);
                self.list.export(ui, cx, "Reviews", &view.rows);
            });
            if let Some(i) = self.list.ui(ui, "reviews", &view.rows) {
                cx.go(Place::Review(view.rows[i].pupil));
            }
        });
        self.batch.ui(ui, cx, view);
    }

    /// One pupil's review: the period, the words, the pages.
    pub fn review_ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        let Some(view) = &shown.pupil else { return };
        if self.review.as_ref().is_none_or(|r| r.pupil != view.pupil.id) {
            self.review = Some(ReviewForm::of(view.pupil.id, view.reviews.first(), &shown.drafts, cx.now.today()));
        }
        let Some(form) = &mut self.review else { return };
        form.heard(cx, view.reviews.first());
        widgets::page(ui, "review", |ui| {
            ui.horizontal(|ui| {
                if widgets::icon_button(ui, icons::CHEVRON_LEFT, "Back to the reviews").clicked() {
                    cx.go(Place::Reviews);
                }
                widgets::heading(ui, &format!("Review of {}", view.title));
                widgets::at_right(ui, |ui| {
                    if widgets::ghost(ui, None, "Open the pupil's page").clicked() {
                        cx.go(Place::Pupil(view.pupil.id));
                    }
                });
            });
            ui.add_space(space::S);
            form.ui(ui, cx, view);
        });
    }
}

/// Which reviews the list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Hash)]
enum Which {
    #[default]
    All,
    Late,
    Soon,
    Preparing,
    Held,
}

impl Which {
    fn fits(self, row: &ReviewRow, today: NaiveDate) -> bool {
        match self {
            Self::All => true,
            Self::Late => row.late,
            Self::Soon => row.due.is_some_and(|d| d <= today + TimeDelta::weeks(6)),
            Self::Preparing => row.preparing.is_some(),
            Self::Held => row.last_held.is_some_and(|d| d >= today - TimeDelta::days(365)),
        }
    }
}

impl Row for ReviewRow {
    const COLUMNS: &'static [Column] = &[
        Column { title: "Due", share: 1.5 },
        Column { title: "Pupil", share: 2.0 },
        Column { title: "Class", share: 0.8 },
        Column { title: "Plan", share: 1.3 },
        Column { title: "State", share: 1.3 },
        Column { title: "Last held", share: 1.3 },
    ];

    fn cell(&self, column: usize) -> Cell {
        match column {
            0 => self.due.filter(|_| self.late).map_or(Cell::Day(self.due), Cell::Late),
            1 => self.name.as_str().into(),
            2 => self.class.as_str().into(),
            3 => self.kind.words().into(),
            4 => self.state.into(),
            _ => Cell::Day(self.last_held),
        }
    }

    fn sentence(&self) -> String {
        let late = if self.late { ", late" } else { "" };
        let due = self.due.map_or_else(|| "no date set".into(), |d| format!("due {}{late}", date_words(d)));
        let state = if self.state.is_empty() { String::new() } else { format!(", {}", self.state.to_lowercase()) };
        format!("{}, {}, {}, review {due}{state}", self.name, self.class, self.kind.words())
    }
}

/// Buttons that send a document out of the file, with where it went.
pub fn export_buttons(ui: &mut Ui, cx: &mut Cx, paper: &Paper, what: &str) {
    for (format, words) in [(Format::Pdf, "Export as PDF"), (Format::Word, "Export as Word")] {
        let name = format!("{words}: {what}");
        if widgets::secondary(ui, Some(icons::FILE_TEXT), words).accessible_name(name).clicked() {
            cx.ask(Intent::Export { paper: paper.clone(), format, path: cx.shown.folders.documents.clone() });
        }
    }
    let folder = cx.shown.folders.documents.to_string_lossy().into_owned();
    if widgets::ghost(ui, None, "to another folder…").on_hover_text(format!("Now to {folder}")).clicked() {
        cx.ask(Intent::Pick(Pick::ExportFolder));
    }
}

/// The pages as they will be printed.
pub fn pages(ui: &mut Ui, cx: &mut Cx, paper: &Paper) {
    let shown = &cx.shown.pages;
    if shown.of.as_ref() != Some(paper) {
        widgets::weak(ui, "Preparing the pages…");
        return;
    }
    if let Some(problem) = &shown.problem {
        widgets::banner(ui, Level::Bad, problem);
    }
    let t = tokens(ui);
    for (i, page) in shown.pages.iter().enumerate() {
        let width = ui.available_width().min(800.0);
        let size = page.size_vec2();
        ui.vertical_centered(|ui| {
            egui::Frame::new().fill(t.paper).stroke(egui::Stroke::new(1.0, t.line_strong)).show(ui, |ui| {
                let image = egui::Image::new(page).fit_to_exact_size(egui::vec2(width, width * size.y / size.x));
                ui.add(image.alt_text(format!("Page {} of {}", i + 1, shown.pages.len())));
            });
            ui.label(RichText::new(format!("Page {} of {}", i + 1, shown.pages.len())).small().color(t.text_weak));
        });
        ui.add_space(space::S);
    }
    if !shown.text.is_empty() {
        ui.collapsing("The same as plain text", |ui| ui.add(egui::Label::new(&shown.text).wrap()));
    }
}
