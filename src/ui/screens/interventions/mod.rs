//! Interventions: those that run with their register and effect, and the catalogue.

pub(super) mod catalogue;
mod running;

use egui::Ui;

use crate::model::{Cell, RunningId, date_words};
use crate::ui::intent::{Cx, Form};
use crate::ui::listing::export;
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, Level};
use crate::views::{InterventionsView, RunningRow};
use catalogue::Catalogue;
use running::RunningForm;

/// The state of the Interventions screen.
#[derive(Default)]
pub struct Interventions {
    tab: Tab,
    open: Option<RunningId>,
    form: RunningForm,
    catalogue: Catalogue,
    problem: Option<String>,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Tab {
    #[default]
    Running,
    Strategies,
    Catalogue,
}

impl Interventions {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        let Some(view) = &shown.interventions else { return };
        match cx.outcome(Form::Intervention) {
            Some(Ok(())) => self.problem = None,
            Some(Err(why)) => self.problem = Some(why.clone()),
            None => {}
        }
        widgets::page(ui, "interventions", |ui| {
            widgets::page_head(ui, "Interventions", |ui| {
                if cx.leads() && widgets::primary(ui, "Start an intervention…").clicked() {
                    self.form.open_new(cx, None);
                }
            });
            widgets::segmented(
                ui,
                &mut self.tab,
                &[(Tab::Running, "Running"), (Tab::Strategies, "What helps whom"), (Tab::Catalogue, "Catalogue")],
            );
            ui.add_space(space::M);
            match self.tab {
                Tab::Running => self.list(ui, cx, view),
                Tab::Strategies => strategies(ui, cx, view),
                Tab::Catalogue => self.catalogue.ui(ui, cx, view, Some(&mut self.form)),
            }
        });
        self.form.ui(ui, cx, view, self.problem.as_deref());
        self.catalogue.dialog(ui, cx, self.problem.as_deref());
    }

    fn list(&mut self, ui: &mut Ui, cx: &mut Cx, view: &InterventionsView) {
        if view.running.is_empty() && !cx.leads() {
            widgets::empty_state(
                ui,
                icons::CLIPBOARD_CHECK,
                "None of your pupils is in a running intervention",
                "The SENDCO starts interventions. Once one of your pupils takes part, its register and effect stand here.",
                |_| {},
            );
            return;
        }
        if view.running.is_empty() {
            widgets::empty_state(
                ui,
                icons::CLIPBOARD_CHECK,
                "No intervention runs yet",
                "Start one from the catalogue: who takes part, who gives it, how often, until when. Its sessions then stand on Today, and its register and effect here.",
                |ui| {
                    if widgets::primary(ui, "Look at the catalogue").clicked() {
                        self.tab = Tab::Catalogue;
                    }
                },
            );
        }
        for row in &view.running {
            widgets::card(ui, |ui| self.row(ui, cx, row));
            ui.add_space(space::S);
        }
    }

    fn row(&mut self, ui: &mut Ui, cx: &mut Cx, row: &RunningRow) {
        let r = &row.running;
        ui.push_id(r.id, |ui| {
            ui.horizontal(|ui| {
                widgets::subheading(ui, &r.name);
                let level = match row.state {
                    "Runs" => Level::Good,
                    "Decide: stop, change or go on" => Level::Warn,
                    _ => Level::Plain,
                };
                widgets::chip(ui, level, row.state);
                widgets::at_right(ui, |ui| {
                    if cx.leads() && widgets::ghost(ui, Some(icons::PENCIL), "Edit…").accessible_name(format!("Edit {}", r.name)).clicked()
                    {
                        self.form.open(r);
                    }
                    let open = self.open == Some(r.id);
                    let words = if open { "Less" } else { "Register and effect" };
                    if widgets::ghost(ui, None, words).accessible_name(format!("{words}: {}", r.name)).clicked() {
                        self.open = if open { None } else { Some(r.id) };
                    }
                });
            });
            let who = if row.deliverer.is_empty() { "nobody yet".to_owned() } else { row.deliverer.clone() };
            let dose = crate::model::dose_words(r.minutes, r.per_week, None);
            widgets::weak(ui, format!("{who} · {dose} · {} to {}", date_words(r.starts), date_words(r.ends)));
            let names: Vec<String> =
                row.members.iter().map(|m| if m.left.is_some() { format!("{} (left)", m.name) } else { m.name.clone() }).collect();
            ui.add(egui::Label::new(names.join(", ")).wrap());
            if let Some(why) = &row.untrained {
                widgets::banner(ui, Level::Warn, why);
            }
            widgets::paragraph(ui, &row.effect);
            if self.open == Some(r.id) {
                details(ui, cx, row);
            }
        });
    }
}

/// Every pupil's strategies, those that helped most often first.
fn strategies(ui: &mut Ui, cx: &mut Cx, view: &InterventionsView) {
    if view.strategies.is_empty() {
        widgets::empty_state(
            ui,
            icons::INFO,
            "No strategy yet",
            "Add what may help on a pupil's page; one tap in each session says whether it did, and it stands here.",
            |_| {},
        );
        return;
    }
    widgets::card(ui, |ui| {
        egui::Grid::new("strategies").num_columns(3).striped(true).spacing([space::XL, space::XS]).show(ui, |ui| {
            for head in ["What an adult does", "For", "How it went"] {
                widgets::strong(ui, head);
            }
            ui.end_row();
            for (pupil, name, row) in &view.strategies {
                widgets::written(ui, &row.strategy.text);
                if widgets::ghost(ui, None, name).accessible_name(format!("Open the page of {name}")).clicked() {
                    cx.go(crate::ui::intent::Place::Pupil(*pupil));
                }
                ui.label(row.words());
                ui.end_row();
            }
        });
    });
}

fn details(ui: &mut Ui, cx: &mut Cx, row: &RunningRow) {
    let r = &row.running;
    ui.add_space(space::S);
    egui::Grid::new("members").num_columns(3).striped(true).spacing([space::XL, space::XS]).show(ui, |ui| {
        for head in ["Pupil", "Attended", if r.measure.is_empty() { "Before and after" } else { &r.measure }] {
            widgets::strong(ui, head);
        }
        ui.end_row();
        for member in &row.members {
            ui.label(&member.name);
            ui.label(format!("{} of {}", member.attended, member.planned));
            ui.label(&member.effect);
            ui.end_row();
        }
    });
    ui.add_space(space::S);
    if !row.lost.is_empty() {
        let lost: Vec<String> = row.lost.iter().map(|(why, n)| format!("{} {n}", why.words())).collect();
        widgets::weak(ui, format!("Not held, by reason: {}.", lost.join(", ")));
    }
    for (label, text) in
        [("Starts when", &r.entry), ("Done when", &r.exit), ("Resources", &r.resources), ("Kept", &r.kept_where), ("Training", &r.training)]
    {
        if !text.is_empty() {
            widgets::weak(ui, format!("{label}: {text}"));
        }
    }
    for check in &r.checks {
        let seen = check.seen.iter().filter(|s| **s).count();
        let note = if check.note.is_empty() { String::new() } else { format!(". {}", check.note) };
        widgets::weak(ui, format!("Fidelity on {} by {}: {seen} of {} seen{note}", date_words(check.on), check.by, r.fidelity.len()));
    }
    if let Some(verdict) = r.verdict {
        let on = r.verdict_on.map(date_words).unwrap_or_default();
        widgets::weak(ui, format!("Decided on {on}: {}. {}", verdict.words(), r.verdict_why));
    }
    ui.add_space(space::S);
    widgets::strong(ui, "Register");
    if row.register.is_empty() {
        widgets::weak(ui, "No session has been logged yet.");
    }
    let held = |held: bool| if held { "Held" } else { "Not held" };
    let lines = || row.register.iter().map(|d| vec![Cell::Day(Some(d.on)), held(d.held).into(), d.words.as_str().into()]).collect();
    if !row.register.is_empty() {
        let head = || ["Day", "Held", "What happened"].map(str::to_owned).to_vec();
        export(ui, cx, "Intervention register", head, lines);
    }
    for day in row.register.iter().take(40) {
        let tint = crate::ui::theme::tokens(ui).text_weak;
        ui.horizontal(|ui| {
            ui.add(if day.held { icons::CIRCLE_CHECK } else { icons::CIRCLE_DASHED }.image(15.0, tint));
            ui.add(egui::Label::new(format!("{}. {}", date_words(day.on), day.words)).wrap());
        });
    }
}
