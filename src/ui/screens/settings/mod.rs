//! Settings: this computer, the school, its year and day, who can open the file, backups, the audit.

mod access;
mod calendar;
mod computer;
mod lists;

use chrono::DateTime;
use egui::Ui;

use crate::model::{Change, CostRules, NeedType, PlanRules, School};
use crate::ui::intent::{Cx, Form, Intent, Pick};
use crate::ui::screens::interventions::catalogue::Catalogue;
use crate::ui::screens::welcome;
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, DateInput};
use crate::views::SchoolView;

/// The state of the Settings screen.
#[derive(Default)]
pub struct Settings {
    tab: Tab,
    school: Option<(School, u32)>,
    needs: Option<Vec<NeedType>>,
    calendar: calendar::CalendarForms,
    access: access::AccessForms,
    lists: lists::ListForms,
    catalogue: Catalogue,
    week_a: Option<DateInput>,
    problem: Option<(Form, String)>,
    listed: bool,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Tab {
    #[default]
    Computer,
    School,
    Year,
    Day,
    Needs,
    Plans,
    Catalogue,
    Ladder,
    Words,
    People,
    Backups,
    Audit,
}

impl Settings {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        let Some(view) = &shown.school else { return };
        self.heard(cx);
        widgets::page(ui, "settings", |ui| {
            widgets::page_head(ui, "Settings", |_| {});
            let mut tabs = vec![(Tab::Computer, "This computer"), (Tab::People, "Who can open the file")];
            if cx.leads() {
                tabs.extend([
                    (Tab::School, "School"),
                    (Tab::Year, "Year"),
                    (Tab::Day, "Periods"),
                    (Tab::Needs, "Needs"),
                    (Tab::Plans, "Plan sections"),
                    (Tab::Catalogue, "Interventions"),
                    (Tab::Ladder, "Help ladder"),
                    (Tab::Words, "Concern words"),
                    (Tab::Backups, "Backups"),
                    (Tab::Audit, "Audit"),
                ]);
            }
            widgets::segmented(ui, &mut self.tab, &tabs);
            ui.add_space(space::M);
            let most = if self.tab == Tab::Plans { f32::INFINITY } else { space::READING };
            ui.set_max_width(most.min(ui.available_width()));
            match self.tab {
                Tab::Computer => computer::ui(ui, cx),
                Tab::School => self.school(ui, cx, view),
                Tab::Year => self.calendar.year(ui, cx, view),
                Tab::Day => self.calendar.day(ui, cx, view),
                Tab::Needs => self.needs(ui, cx, view),
                Tab::Plans => self.lists.plans(ui, cx, view),
                Tab::Catalogue => {
                    if let Some(view) = &shown.interventions {
                        self.catalogue.ui(ui, cx, view, None);
                    }
                }
                Tab::Ladder => self.lists.ladder(ui, cx, view),
                Tab::Words => self.lists.words(ui, cx, view),
                Tab::People => self.access.ui(ui, cx, view),
                Tab::Backups => self.backups(ui, cx),
                Tab::Audit => audit(ui, view),
            }
            if let Some((_, problem)) = &self.problem {
                widgets::error_line(ui, problem);
            }
        });
        self.access.dialogs(ui, cx, view);
        if self.tab == Tab::Catalogue {
            let refused = self.problem.as_ref().filter(|(form, _)| *form == Form::Intervention).map(|(_, why)| why.clone());
            self.catalogue.dialog(ui, cx, refused.as_deref());
        }
    }

    fn heard(&mut self, cx: &Cx) {
        let Some(outcome) = &cx.shown.outcome else { return };
        match &outcome.result {
            Ok(()) => {
                self.problem = None;
                match outcome.form {
                    Form::School => {
                        self.school = None;
                        self.week_a = None;
                    }
                    Form::Lists => self.lists.forget(),
                    Form::Needs => self.needs = None,
                    Form::Year | Form::Periods | Form::Undo => self.calendar = calendar::CalendarForms::default(),
                    _ => {}
                }
            }
            Err(why) => self.problem = Some((outcome.form, why.clone())),
        }
    }

    fn school(&mut self, ui: &mut Ui, cx: &mut Cx, view: &SchoolView) {
        let (school, minutes) = self.school.get_or_insert_with(|| (view.school.clone(), view.school.lock_after_minutes));
        widgets::card(ui, |ui| {
            widgets::text_field(ui, "School", &mut school.name);
            widgets::area(
                ui,
                "Where a safeguarding concern goes (shown on every screen)",
                "Tell the designated safeguarding lead, then …",
                2,
                &mut school.safeguarding_route,
            );
            widgets::number(ui, "Lock after so many idle minutes", minutes, 1..=60);
            let week_a = self.week_a.get_or_insert_with(|| DateInput::of(view.school.week_a));
            widgets::date_field(ui, "A day in a week A (empty: each week is alike)", week_a, cx.now.today());
            planning(ui, &mut school.planning);
            costs(ui, &mut school.costs);
            ui.add_space(space::S);
            if widgets::primary(ui, "Save").clicked() {
                match week_a.read("The day in a week A", cx.now.today()) {
                    Ok(week_a) => {
                        let school = School { lock_after_minutes: *minutes, week_a, ..school.clone() };
                        cx.change(Form::School, Change::SaveSchool(school));
                    }
                    Err(why) => self.problem = Some((Form::School, why)),
                }
            }
        });
    }

    fn needs(&mut self, ui: &mut Ui, cx: &mut Cx, view: &SchoolView) {
        let types = self.needs.get_or_insert_with(|| view.need_types.clone());
        widgets::card(ui, |ui| {
            widgets::paragraph(
                ui,
                "The types of need that pupils can have, as the school census names them. The list changes with the census; keep it as your school uses it.",
            );
            let mut gone = None;
            for (i, need) in types.iter_mut().enumerate() {
                ui.push_id(i, |ui| {
                    ui.horizontal(|ui| {
                        ui.add(widgets::line(&mut need.code).desired_width(64.0)).accessible_name(format!("Code {}", i + 1));
                        ui.add(widgets::line(&mut need.name).desired_width(360.0)).accessible_name(format!("Name {}", i + 1));
                        if widgets::icon_button(ui, icons::X, &format!("Remove {}", need.code)).clicked() {
                            gone = Some(i);
                        }
                    });
                });
            }
            if let Some(i) = gone {
                types.remove(i);
            }
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                if widgets::primary(ui, "Save").clicked() {
                    cx.change(Form::Needs, Change::SaveNeedTypes(types.clone()));
                }
                if widgets::secondary(ui, Some(icons::PLUS), "Add a type").clicked() {
                    types.push(NeedType { code: String::new(), name: String::new(), area: "Other".into() });
                }
            });
        });
    }

    fn backups(&mut self, ui: &mut Ui, cx: &mut Cx) {
        if !self.listed {
            self.listed = true;
            cx.ask(Intent::ListBackups(None));
        }
        widgets::card(ui, |ui| {
            widgets::paragraph(
                ui,
                "A backup is made on closing and every 30 minutes while something changes. Each is encrypted, checked page by page and read back. Kept are 24 hourly, 12 daily, 10 weekly and 9 monthly ones.",
            );
            ui.horizontal(|ui| {
                if widgets::primary(ui, "Back up now").clicked() {
                    cx.ask(Intent::BackUp);
                }
                if widgets::secondary(ui, Some(icons::FOLDER_OPEN), "Look in another folder…").clicked() {
                    cx.ask(Intent::Pick(Pick::RestoreFolder));
                }
            });
        });
        ui.add_space(space::M);
        if cx.shown.backups.is_empty() {
            widgets::empty_state(ui, icons::ARCHIVE_RESTORE, "No backup yet", "The first is made when you close the file, or now.", |_| {});
        } else {
            welcome::restore_list(ui, cx.shown, cx.intents);
        }
    }
}

/// What a planned week keeps to.
fn planning(ui: &mut Ui, rules: &mut PlanRules) {
    ui.add_space(space::S);
    widgets::subheading(ui, "What a planned week keeps to");
    widgets::number(ui, "One-to-one lessons in a row at most", &mut rules.longest_run, 1..=12);
    widgets::number(ui, "Pupils with one adult at most, where nothing else is said", &mut rules.shared_among, 1..=8);
    widgets::number(ui, "Largest share of a pupil’s week with one adult, %", &mut rules.most_with_one, 30..=100);
    widgets::number(ui, "Minutes a week of each contract kept free for recording", &mut rules.kept_free, 0..=600);
}

/// How costs are counted.
fn costs(ui: &mut Ui, rules: &mut CostRules) {
    ui.add_space(space::S);
    widgets::subheading(ui, "How costs are counted");
    widgets::number(ui, "Weeks of provision in a year", &mut rules.weeks, 1.0..=52.2);
    widgets::number(ui, "What the school bears first of a pupil’s provision, £ (Element 2)", &mut rules.element_2_pounds, 0..=50_000);
    let mut flat = rules.pence_an_hour.unwrap_or(0);
    widgets::number(ui, "A flat rate from the authority, pence an hour (0: each adult’s own)", &mut flat, 0..=20_000);
    rules.pence_an_hour = (flat > 0).then_some(flat);
    widgets::tick(ui, "A group shares the cost of its adult", &mut rules.share_by_group);
}

fn audit(ui: &mut Ui, view: &SchoolView) {
    widgets::card(ui, |ui| {
        widgets::paragraph(
            ui,
            "Every change, every export and every opening of a pupil's page, the newest first. Each entry is chained to the one before; “keyworker check” verifies the chain.",
        );
        for (row, about) in &view.audit {
            let at = DateTime::from_timestamp_millis(row.at).unwrap_or_default().with_timezone(&chrono::Local);
            ui.horizontal(|ui| {
                ui.allocate_ui_with_layout(egui::vec2(150.0, 20.0), egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.set_min_width(150.0);
                    widgets::weak(ui, at.format("%-d %b %Y, %H:%M").to_string());
                });
                let about = if about.is_empty() { String::new() } else { format!(" ({about})") };
                ui.label(format!("{}: {}{about}", row.actor, row.action));
            });
        }
    });
}
