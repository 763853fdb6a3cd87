//! Reviews: what is due, and the summary that a meeting needs, as it will be on paper.

use chrono::{NaiveDate, TimeDelta};
use egui::{RichText, Ui};

use crate::model::{Change, PupilId, Review, ReviewState, date_words};
use crate::ui::intent::{Cx, Form, Format, Intent, Paper, Pick, Place};
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{self, Column, DateInput, Keeper, Level, Sorting};
use crate::views::{ReviewRow, ReviewsView};

/// The state of the Reviews screens.
#[derive(Default)]
pub struct Reviews {
    sorting: Sorting,
    order: Vec<usize>,
    order_of: Option<(u64, Sorting)>,
    review: Option<ReviewForm>,
}

const COLUMNS: [Column; 6] = [
    Column { title: "Due", share: 1.5 },
    Column { title: "Pupil", share: 2.0 },
    Column { title: "Class", share: 0.8 },
    Column { title: "Plan", share: 1.3 },
    Column { title: "State", share: 1.3 },
    Column { title: "Last held", share: 1.3 },
];

impl Reviews {
    /// The list: one row for each pupil with a plan, the most urgent first.
    pub fn list_ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        let Some(view) = &shown.reviews else { return };
        self.sort(shown.version, view);
        egui::Frame::new().inner_margin(egui::Margin::symmetric(space::XL as i8, space::L as i8)).show(ui, |ui| {
            widgets::page_head(ui, "Reviews", |_| {});
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
            let order = &self.order;
            let row = |i: usize| &view.rows[order[i]];
            let (chosen, _) =
                widgets::table(ui, "reviews", &COLUMNS, &mut self.sorting, order.len(), |i, c| cell(row(i), c), |i| sentence(row(i)));
            if let Some(i) = chosen {
                cx.go(Place::Review(row(i).pupil));
            }
        });
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
                widgets::heading(ui, &format!("Review of {}", view.pupil.name()));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if widgets::ghost(ui, None, "Open the pupil's page").clicked() {
                        cx.go(Place::Pupil(view.pupil.id));
                    }
                });
            });
            ui.add_space(space::S);
            form.ui(ui, cx);
        });
    }

    fn sort(&mut self, version: u64, view: &ReviewsView) {
        if self.order_of == Some((version, self.sorting)) {
            return;
        }
        let rows = &view.rows;
        self.order = (0..rows.len()).collect();
        match self.sorting.column {
            0 => {}
            5 => self.order.sort_by_key(|i| rows[*i].last_held),
            column => self.order.sort_by_cached_key(|i| cell(&rows[*i], column).to_lowercase()),
        }
        if self.sorting.down {
            self.order.reverse();
        }
        self.order_of = Some((version, self.sorting));
    }
}

fn cell(row: &ReviewRow, column: usize) -> String {
    let day = |d: Option<NaiveDate>| d.map(|d| d.format("%-d %b %Y").to_string()).unwrap_or_default();
    match column {
        0 if row.late => format!("{} (late)", day(row.due)),
        0 => day(row.due),
        1 => row.name.clone(),
        2 => row.class.clone(),
        3 => row.kind.words().to_owned(),
        4 => row.state.to_owned(),
        _ => day(row.last_held),
    }
}

fn sentence(row: &ReviewRow) -> String {
    let due = row.due.map_or_else(|| "no date set".into(), |d| format!("due {}{}", date_words(d), if row.late { ", late" } else { "" }));
    let state = if row.state.is_empty() { String::new() } else { format!(", {}", row.state.to_lowercase()) };
    format!("{}, {}, {}, review {due}{state}", row.name, row.class, row.kind.words())
}

/// A review as being prepared.
struct ReviewForm {
    pupil: PupilId,
    known: Option<Review>,
    from: DateInput,
    to: DateInput,
    pupil_views: String,
    family_views: String,
    decisions: String,
    next_steps: String,
    held: DateInput,
    preview: bool,
    keeper: Keeper,
    problem: Option<String>,
}

impl ReviewForm {
    /// The review in preparation, else a new one over the last twelve weeks.
    fn of(pupil: PupilId, latest: Option<&Review>, drafts: &[(String, String)], today: NaiveDate) -> Self {
        let known = latest.filter(|r| r.state == ReviewState::InPreparation).cloned();
        let text = |f: fn(&Review) -> &String| known.as_ref().map(|r| f(r).clone()).unwrap_or_default();
        let mut form = Self {
            pupil,
            from: DateInput::of(Some(known.as_ref().map_or(today - TimeDelta::weeks(12), |r| r.from))),
            to: DateInput::of(Some(known.as_ref().map_or(today, |r| r.to))),
            pupil_views: text(|r| &r.pupil_views),
            family_views: text(|r| &r.family_views),
            decisions: text(|r| &r.decisions),
            next_steps: text(|r| &r.next_steps),
            held: DateInput::of(known.as_ref().and_then(|r| r.held_on)),
            known,
            preview: false,
            keeper: Keeper::default(),
            problem: None,
        };
        if let Some((_, body)) = drafts.iter().find(|(place, _)| *place == place_of(pupil))
            && let Ok(texts) = serde_json::from_str::<[String; 4]>(body)
        {
            [form.pupil_views, form.family_views, form.decisions, form.next_steps] = texts;
            form.keeper = Keeper::of(body);
        }
        form
    }

    /// Keeps what is typed, encrypted, half a second after the last key.
    fn keep(&mut self, ui: &Ui, cx: &mut Cx) {
        let texts = [&self.pupil_views, &self.family_views, &self.decisions, &self.next_steps];
        let saved = self.known.as_ref().map(|r| [&r.pupil_views, &r.family_views, &r.decisions, &r.next_steps]);
        if saved.map_or(texts.iter().all(|t| t.is_empty()), |saved| saved == texts) {
            return;
        }
        let body = serde_json::to_string(&texts).unwrap_or_default();
        if self.keeper.due(ui, &body) {
            cx.ask(Intent::KeepDraft { place: place_of(self.pupil), body });
        }
    }

    fn heard(&mut self, cx: &mut Cx, latest: Option<&Review>) {
        match cx.outcome(Form::Review) {
            Some(Ok(())) => {
                self.problem = None;
                self.known = latest.cloned();
                if self.keeper.has_kept() {
                    self.keeper = Keeper::default();
                    cx.ask(Intent::ClearDraft { place: place_of(self.pupil) });
                }
            }
            Some(Err(why)) => self.problem = Some(why.clone()),
            None => {}
        }
        if let Some(Err(why)) = cx.outcome(Form::Export) {
            self.problem = Some(why.clone());
        }
    }

    fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let today = cx.now.today();
        let mut paper = None;
        widgets::card(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                widgets::date_field(ui, "Period from", &mut self.from, today);
                widgets::date_field(ui, "to", &mut self.to, today);
            });
            if let (Ok(Some(from)), Ok(Some(to))) = (self.from.read("", today), self.to.read("", today)) {
                let chosen = Paper::Summary { pupil: self.pupil, from, to };
                paper = Some(chosen);
                ui.horizontal_wrapped(|ui| {
                    if widgets::segmented(ui, &mut self.preview, &[(false, "Write"), (true, "Preview the pages")]) && self.preview {
                        cx.ask(Intent::Preview(chosen));
                    }
                    export_buttons(ui, cx, chosen, "review summary");
                });
            }
            if let Some(problem) = &self.problem {
                widgets::error_line(ui, problem);
            }
        });
        ui.add_space(space::M);
        if let (true, Some(paper)) = (self.preview, paper) {
            if cx.shown.pages.of != Some(paper) && cx.shown.busy.is_none() {
                cx.ask(Intent::Preview(paper));
            }
            pages(ui, cx, paper);
            return;
        }
        self.write(ui, cx);
        self.keep(ui, cx);
    }

    fn write(&mut self, ui: &mut Ui, cx: &mut Cx) {
        if !cx.leads() {
            widgets::banner(ui, Level::Info, "The SENDCO writes the review. You can preview it.");
            return;
        }
        widgets::card(ui, |ui| {
            widgets::area(ui, "The pupil's views", "In their own words, or how they showed them", 3, &mut self.pupil_views);
            widgets::area(ui, "The family's views", "", 3, &mut self.family_views);
            widgets::area(ui, "Decisions", "What was decided about each outcome and the provision", 3, &mut self.decisions);
            widgets::area(ui, "Next steps", "Who does what by when", 3, &mut self.next_steps);
            widgets::date_field(ui, "Held on (empty until it was)", &mut self.held, cx.now.today());
            ui.add_space(space::S);
            if widgets::primary(ui, "Save").clicked() {
                match self.made(cx) {
                    Ok(review) => cx.change(Form::Review, Change::SaveReview(review)),
                    Err(why) => self.problem = Some(why),
                }
            }
        });
    }

    fn made(&self, cx: &mut Cx) -> Result<Review, String> {
        let today = cx.now.today();
        let held_on = self.held.read("“Held on”", today)?;
        Ok(Review {
            id: self.known.as_ref().map_or_else(|| cx.mint.fresh(), |r| r.id),
            pupil: self.pupil,
            plan: cx.shown.pupil.as_ref().and_then(|p| p.plan.as_ref()).map(|p| p.plan.id),
            from: self.from.needed("“Period from”", today)?,
            to: self.to.needed("The end of the period", today)?,
            held_on,
            state: if held_on.is_some() { ReviewState::Held } else { ReviewState::InPreparation },
            pupil_views: self.pupil_views.trim().to_owned(),
            family_views: self.family_views.trim().to_owned(),
            decisions: self.decisions.trim().to_owned(),
            next_steps: self.next_steps.trim().to_owned(),
        })
    }
}

/// Where a review is kept while it is being written.
fn place_of(pupil: PupilId) -> String {
    format!("review {}", pupil.0.simple())
}

/// Buttons that send a document out of the file, with where it went.
pub fn export_buttons(ui: &mut Ui, cx: &mut Cx, paper: Paper, what: &str) {
    for (format, words) in [(Format::Pdf, "Export as PDF"), (Format::Word, "Export as Word")] {
        let name = format!("{words}: {what}");
        if widgets::secondary(ui, Some(icons::FILE_TEXT), words).accessible_name(name).clicked() {
            cx.ask(Intent::Export { paper, format, path: cx.shown.folders.documents.clone() });
        }
    }
    let folder = cx.shown.folders.documents.to_string_lossy().into_owned();
    if widgets::ghost(ui, None, "to another folder…").on_hover_text(format!("Now to {folder}")).clicked() {
        cx.ask(Intent::Pick(Pick::ExportFolder));
    }
}

/// The pages as they will be printed.
pub fn pages(ui: &mut Ui, cx: &mut Cx, paper: Paper) {
    let shown = &cx.shown.pages;
    if shown.of != Some(paper) {
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
