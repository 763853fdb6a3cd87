//! A pupil's page: banner, portrait, plan, targets, who supports them, timeline; all in one place.

mod details;
mod ledger;
mod people;
mod plan;
mod portrait;
mod support;
mod target;
mod target_form;
mod texts;

use egui::{RichText, Ui};

use details::LinkForm;
pub use details::PupilForm;
use ledger::LedgerTab;
use people::PeopleTab;
use plan::PlanForms;
use portrait::PortraitForm;
use support::SupportCard;
use target_form::TargetForm;

use crate::model::{Change, PupilId, SenStatus, date_words};
use crate::ui::drafted::Drafted;
use crate::ui::intent::{Cx, Form, Format, Intent, Paper, Place};
use crate::ui::screens::today::{EntryForm, EntryFormKind};
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{self, Level};
use crate::views::PupilView;

/// The state of a pupil's page.
#[derive(Default)]
pub struct PupilPage {
    of: Option<PupilId>,
    tab: Tab,
    editing: Drafted<PupilForm>,
    people: PeopleTab,
    entry: EntryForm,
    link: Option<LinkForm>,
    support: SupportCard,
    portrait: Option<PortraitForm>,
    plan: PlanForms,
    ledger: LedgerTab,
    target: Drafted<TargetForm>,
    /// Targets whose table is open instead of their chart.
    as_table: std::collections::HashSet<crate::model::TargetId>,
    /// How many rows of the timeline are in sight.
    rows: usize,
    problem: Option<String>,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Tab {
    #[default]
    Overview,
    Targets,
    Plan,
    Ledger,
    Portrait,
    People,
    Timeline,
}

impl PupilPage {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        let Some(view) = &shown.pupil else { return };
        if self.of != Some(view.pupil.id) {
            *self = Self { of: Some(view.pupil.id), rows: 30, ..Self::default() };
        }
        widgets::page(ui, "pupil", |ui| {
            self.head(ui, cx, view);
            let tabs = [
                (Tab::Overview, "Overview"),
                (Tab::Targets, "Targets"),
                (Tab::Plan, "Plan"),
                (Tab::Ledger, "Provision"),
                (Tab::Portrait, "Portrait"),
                (Tab::People, "People and history"),
                (Tab::Timeline, "Timeline"),
            ];
            widgets::segmented(ui, &mut self.tab, &tabs);
            ui.add_space(space::M);
            match self.tab {
                Tab::Overview => self.overview(ui, cx, view),
                Tab::Targets => self.targets(ui, cx, view),
                Tab::Plan => self.plan.ui(ui, cx, view),
                Tab::Ledger => self.ledger.ui(ui, cx, view),
                Tab::Portrait => self.portrait_tab(ui, cx, view),
                Tab::People => self.people.ui(ui, cx, view),
                Tab::Timeline => self.timeline(ui, cx, view),
            }
        });
        self.dialogs(ui, cx, view);
    }

    fn head(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        let pupil = &view.pupil;
        ui.horizontal(|ui| {
            if widgets::icon_button(ui, icons::CHEVRON_LEFT, "Back to the pupils").clicked() {
                cx.go(Place::Pupils);
            }
            widgets::heading(ui, &view.title);
            let status = view.statuses.last();
            let words = status.map_or(SenStatus::N, |s| s.status).words();
            widgets::chip(ui, Level::Info, words);
            if pupil.left_on.is_some() {
                widgets::chip(ui, Level::Plain, "Left");
            }
            widgets::at_right(ui, |ui| {
                if cx.leads() && widgets::secondary(ui, Some(icons::PENCIL), "Edit…").accessible_name("Edit the pupil").clicked() {
                    self.editing.open(format!("pupil {}", pupil.id.0.simple()), PupilForm::of(view));
                }
                if widgets::secondary(ui, Some(icons::PENCIL), "Write…").accessible_name("Write about the pupil").clicked() {
                    self.entry.open(cx, EntryFormKind::GoodNews, Some(pupil.id));
                }
                if widgets::secondary(ui, Some(icons::CLIPBOARD_CHECK), "Review").clicked() {
                    cx.go(Place::Review(pupil.id));
                }
            });
        });
        let since = view.statuses.last().and_then(|s| s.since).map(|d| format!("since {}", date_words(d)));
        let class = [pupil.year.map(|y| y.words()), pupil.form.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let born = pupil.birth_date.map(|d| format!("born {}", date_words(d)));
        let needs = pupil.needs.iter().map(|n| view.need_words(n)).collect::<Vec<_>>().join(", ");
        let parts = [Some(class), born, since, Some(needs)].into_iter().flatten().filter(|p| !p.is_empty());
        let parts = parts.collect::<Vec<_>>();
        if !parts.is_empty() {
            widgets::weak(ui, parts.join("  ·  "));
        }
        if !pupil.must_know.is_empty() {
            ui.add_space(space::XS);
            let words = widgets::veiled(ui, &format!("Must know: {}", pupil.must_know));
            widgets::banner(ui, Level::Warn, &words);
        }
        ui.add_space(space::S);
    }

    fn overview(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        widgets::split(
            ui,
            |ui| {
                widgets::card(ui, |ui| target_list(ui, view));
                ui.add_space(space::M);
                widgets::card(ui, |ui| {
                    widgets::subheading(ui, "Latest sessions");
                    for row in view.timeline.iter().take(6) {
                        timeline_row(ui, row);
                    }
                    if view.timeline.is_empty() {
                        widgets::weak(ui, "No session has been recorded yet.");
                    }
                });
            },
            |ui| {
                widgets::card(ui, |ui| portrait_card(ui, view));
                ui.add_space(space::M);
                widgets::card(ui, |ui| self.people.strategies(ui, cx, view));
                ui.add_space(space::M);
                widgets::card(ui, |ui| self.supporters(ui, cx, view));
            },
        );
    }

    fn supporters(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        ui.horizontal(|ui| {
            widgets::subheading(ui, "Who supports them");
            widgets::at_right(ui, |ui| {
                if cx.leads() && widgets::secondary(ui, Some(icons::USER_PLUS), "Link an adult…").clicked() {
                    self.link = Some(LinkForm::new(view, cx.now.today()));
                }
            });
        });
        for row in &view.links {
            ui.horizontal(|ui| {
                let ink = if row.holds { tokens(ui).text } else { tokens(ui).text_weak };
                ui.label(RichText::new(&row.name).color(ink));
                widgets::weak(ui, row.link.role.words());
                let from = row.link.starts.format("%-d %b %Y");
                widgets::weak(
                    ui,
                    row.link.ends.map_or_else(|| format!("since {from}"), |end| format!("{from} to {}", end.format("%-d %b %Y"))),
                );
                if cx.leads()
                    && row.link.ends.is_none()
                    && widgets::ghost(ui, None, "End").accessible_name(format!("End the link with {}", row.name)).clicked()
                {
                    cx.change(Form::Link, Change::EndLink { link: row.link.id, on: cx.now.today() });
                }
            });
        }
        if view.links.is_empty() {
            widgets::weak(ui, "No adult is linked with this pupil yet.");
        }
        self.support.ui(ui, cx, view);
        if !view.week.is_empty() {
            ui.add_space(space::S);
            widgets::field_label(ui, "In the timetable");
            for line in &view.week {
                ui.label(line);
            }
        }
        if !view.covers.is_empty() {
            ui.add_space(space::S);
            widgets::field_label(ui, "Covered in the days to come");
            for line in &view.covers {
                ui.add(egui::Label::new(line).wrap());
            }
        }
    }

    fn targets(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        if cx.leads() && widgets::primary(ui, "Set a target…").clicked() {
            self.target.open(target_place(view), TargetForm::new(view, cx.now.today()));
        }
        goal_set(ui, view);
        ui.add_space(space::S);
        if view.targets.is_empty() {
            widgets::empty_state(
                ui,
                icons::FLAG,
                "No target yet",
                "A target says what the pupil will do, how it is measured, and by when. Sessions are logged against it, and its chart shows whether it is on course.",
                |_| {},
            );
        }
        for target in &view.targets {
            widgets::card(ui, |ui| {
                if let Some(form) = target::card(ui, cx, view, target, &mut self.as_table) {
                    self.target.open(target_place(view), form);
                }
            });
            ui.add_space(space::M);
        }
    }

    fn portrait_tab(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        if self.portrait.is_none() {
            self.portrait = Some(PortraitForm::of(view, &cx.shown.drafts));
        }
        if let Some(form) = &mut self.portrait {
            form.ui(ui, cx, view);
        }
    }

    fn timeline(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        if let (true, Some(class)) = (cx.leads(), view.pupil.form.clone()) {
            let words = format!("This week’s digest for {class} (PDF)");
            if widgets::ghost(ui, Some(icons::FILE_TEXT), &words).clicked() {
                let paper = Paper::Digest { class, day: cx.now.today() };
                cx.ask(Intent::Export { paper, format: Format::Pdf, path: cx.shown.folders.documents.clone() });
            }
        }
        if !view.around.entries.is_empty() {
            widgets::card(ui, |ui| {
                widgets::subheading(ui, "Written about them");
                for entry in &view.around.entries {
                    entry_row(ui, entry);
                }
            });
            ui.add_space(space::M);
        }
        if view.timeline.is_empty() {
            widgets::empty_state(
                ui,
                icons::CLOCK,
                "Nothing yet",
                "Each session that is logged with this pupil stands here, the newest first.",
                |_| {},
            );
            return;
        }
        widgets::card(ui, |ui| {
            for row in view.timeline.iter().take(self.rows) {
                timeline_row(ui, row);
                for earlier in &row.earlier {
                    ui.horizontal(|ui| {
                        ui.add_space(space::WHEN);
                        ui.add(icons::HISTORY.image(14.0, tokens(ui).text_weak));
                        widgets::weak(ui, format!("Before: {earlier}"));
                    });
                }
            }
            if view.timeline.len() > self.rows && widgets::secondary(ui, None, "Show more").clicked() {
                self.rows += 60;
            }
        });
    }

    fn dialogs(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        if let Some(Err(why)) = cx.outcome(Form::Link) {
            self.problem = Some(why.clone());
        }
        self.editing.restore(cx, &format!("pupil {}", view.pupil.id.0.simple()));
        if let Some(form) = self.editing.form() {
            if cx.outcome(Form::Pupil) == Some(&Ok(())) || !form.modal(ui, cx, "Edit the pupil") {
                self.editing.close(cx);
            } else {
                self.editing.keep(ui, cx);
            }
        }
        if let Some(form) = &mut self.link
            && (cx.outcome(Form::Link) == Some(&Ok(())) || !form.modal(ui, cx, view))
        {
            self.link = None;
        }
        self.target.restore(cx, &target_place(view));
        if let Some(form) = self.target.form() {
            if cx.outcome(Form::Target) == Some(&Ok(())) || !form.modal(ui, cx, view) {
                self.target.close(cx);
            } else {
                self.target.keep(ui, cx);
            }
        }
        self.support.dialog(ui, cx, view);
        self.people.dialogs(ui, cx, view);
        self.entry.ui(ui, cx, &[(view.pupil.id, view.title.clone())], &view.staff);
        self.plan.dialogs(ui, cx, view);
        if cx.shown.outcome.as_ref().is_some_and(|o| o.form == Form::Undo && o.result.is_ok()) {
            self.portrait = None;
        }
    }
}

/// Where a half-set target is kept.
fn target_place(view: &PupilView) -> String {
    format!("target {}", view.pupil.id.0.simple())
}

/// Goal attainment over the set of goals that are measured on the −2 to +2 scale.
fn goal_set(ui: &mut Ui, view: &PupilView) {
    let levels: Vec<(f64, f64)> = view
        .targets
        .iter()
        .filter(|t| t.target.measure == crate::model::Measure::Goal && t.target.state.is_open())
        .filter_map(|t| Some((t.progress.last?, f64::from(t.target.more.weight.unwrap_or(1)))))
        .collect();
    if let (true, Some(t)) = (levels.len() > 1, crate::rules::effect::goal_attainment_t(&levels)) {
        widgets::weak(
            ui,
            format!("Goal attainment over {} goals: T {t:.1}. 50 is what was expected; each goal's own level says more.", levels.len()),
        );
    }
}

fn timeline_row(ui: &mut Ui, row: &crate::views::TimelineRow) {
    ui.horizontal(|ui| {
        let ink = tokens(ui).text_weak;
        ui.allocate_ui_with_layout(egui::vec2(130.0, 22.0), egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.set_min_width(130.0);
            widgets::weak(ui, date_words(row.on));
        });
        let icon = if row.delivered { icons::CIRCLE_CHECK } else { icons::CIRCLE_DASHED };
        ui.add(icon.image(15.0, ink));
        widgets::written(ui, &format!("{} ({})", row.words, row.staff));
    });
}

/// An entry in words: its day, its kind, what it says and who wrote it.
fn entry_row(ui: &mut Ui, entry: &crate::model::Entry) {
    use crate::model::EntryKind;
    let more = match &entry.what {
        EntryKind::TimedObservation { minutes, behaviour, seen, intervals } => {
            format!(" {behaviour}: seen in {seen} of {intervals} intervals over {minutes} minutes.")
        }
        EntryKind::Referral { to, suggestion } if !suggestion.is_empty() => format!(" To {}; suggests: {suggestion}", to.words()),
        EntryKind::Referral { to, .. } => format!(" To {}.", to.words()),
        EntryKind::FamilyContact { how, agreed } if !agreed.is_empty() => format!(" {how}; agreed: {agreed}"),
        _ => String::new(),
    };
    ui.horizontal(|ui| {
        ui.allocate_ui_with_layout(egui::vec2(130.0, 22.0), egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.set_min_width(130.0);
            widgets::weak(ui, date_words(entry.on));
        });
        widgets::written(ui, &format!("{}: {}{more} ({})", entry.what.words(), entry.text, entry.entered_by));
    });
}

fn target_list(ui: &mut Ui, view: &PupilView) {
    widgets::subheading(ui, "Targets");
    let mut any = false;
    for target in view.targets.iter().filter(|t| t.target.state.is_open()) {
        any = true;
        ui.horizontal(|ui| {
            let shape = crate::views::ChartShape::of(target, target.target.by);
            widgets::sparkline(ui, &shape, &target.target.will);
            ui.vertical(|ui| {
                widgets::written(ui, &target::title(&target.target));
                let (level, words) = target::standing(target);
                widgets::chip(ui, level, words);
            });
        });
        ui.add_space(space::XS);
    }
    if !any {
        widgets::weak(ui, "No active target. Set one on the Targets tab.");
    }
}

fn portrait_card(ui: &mut Ui, view: &PupilView) {
    widgets::subheading(ui, "Pen portrait");
    let Some(portrait) = view.portrait() else {
        widgets::weak(ui, "Nobody has written one yet. Start it on the Portrait tab.");
        return;
    };
    use crate::model::PortraitField as F;
    for field in [F::Strengths, F::Communicate, F::Helps, F::DoesNotHelp, F::Struggling] {
        let text = portrait.text(field);
        if !text.is_empty() {
            widgets::field_label(ui, field.heading());
            widgets::written(ui, text);
        }
    }
    if let Some(stale) = &view.around.stale {
        ui.add_space(space::XS);
        widgets::banner(ui, Level::Warn, stale);
    }
    if portrait.state == crate::model::PortraitState::Draft {
        widgets::chip(ui, Level::Warn, "Draft, not approved");
    }
}
