//! Family and professionals, what helps, who has read what, and how needs and status have changed.

use egui::Ui;
use serde::{Deserialize, Serialize};

use crate::model::{Change, Contact, ContactKind, Item, MaySee, Strategy, date_words};
use crate::ui::drafted::Drafted;
use crate::ui::intent::{Cx, Form};
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, DateInput, Level};
use crate::views::PupilView;

/// A contact as being written.
#[derive(Clone, Serialize, Deserialize)]
struct ContactFields {
    contact: Contact,
    consent: DateInput,
    ended: DateInput,
    new: bool,
}

/// The state of the tab.
#[derive(Default)]
pub struct PeopleTab {
    contact: Drafted<ContactFields>,
    strategy: Drafted<Strategy>,
    problem: Option<String>,
}

impl PeopleTab {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        widgets::split(
            ui,
            |ui| {
                widgets::card(ui, |ui| self.contacts(ui, cx, view));
                ui.add_space(space::M);
                widgets::card(ui, |ui| read_marks(ui, view));
            },
            |ui| {
                widgets::card(ui, |ui| history(ui, view));
            },
        );
    }

    fn contacts(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        ui.horizontal(|ui| {
            widgets::subheading(ui, "Family and professionals");
            widgets::at_right(ui, |ui| {
                if cx.leads() && widgets::secondary(ui, Some(icons::USER_PLUS), "Add a contact…").clicked() {
                    let contact = Contact {
                        id: cx.mint.fresh(),
                        pupil: view.pupil.id,
                        kind: ContactKind::Family,
                        name: String::new(),
                        relation: String::new(),
                        organisation: String::new(),
                        phone: String::new(),
                        email: String::new(),
                        responsible: false,
                        may_see: MaySee::PlanAndReviews,
                        consent_on: None,
                        consent_by: String::new(),
                        ended_on: None,
                    };
                    self.open(view, contact, true);
                }
            });
        });
        if view.around.contacts.is_empty() {
            widgets::weak(ui, "Nobody yet. Add who is asked to reviews, and what each may see.");
        }
        for kind in ContactKind::ALL {
            for contact in view.around.contacts.iter().filter(|c| c.kind == kind) {
                ui.push_id(contact.id, |ui| {
                    ui.horizontal(|ui| {
                        ui.vertical(|ui| {
                            ui.set_max_width((ui.available_width() - 70.0).max(140.0));
                            let ended = contact.ended_on.map(|d| format!(" (until {})", date_words(d))).unwrap_or_default();
                            widgets::strong(ui, &format!("{}{ended}", contact.name));
                            widgets::weak(ui, contact_words(contact));
                        });
                        ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
                            let name = format!("Edit the contact {}", contact.name);
                            if cx.leads() && widgets::ghost(ui, None, "Edit…").accessible_name(name).clicked() {
                                self.open(view, contact.clone(), false);
                            }
                        });
                    });
                    ui.add_space(space::XS);
                });
            }
        }
    }

    fn open(&mut self, view: &PupilView, contact: Contact, new: bool) {
        self.problem = None;
        let fields = ContactFields { consent: DateInput::of(contact.consent_on), ended: DateInput::of(contact.ended_on), contact, new };
        self.contact.open(format!("contact {}", view.pupil.id.0.simple()), fields);
    }

    /// The strategy bank: what may help, and how often it did.
    pub fn strategies(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        ui.horizontal(|ui| {
            widgets::subheading(ui, "What helps");
            widgets::at_right(ui, |ui| {
                if widgets::secondary(ui, Some(icons::PLUS), "Add a strategy…").clicked() {
                    self.problem = None;
                    let strategy = Strategy {
                        id: cx.mint.fresh(),
                        pupil: view.pupil.id,
                        text: String::new(),
                        source: String::new(),
                        since: cx.now.today(),
                        ended_on: None,
                    };
                    self.strategy.open(format!("strategy {}", view.pupil.id.0.simple()), strategy);
                }
            });
        });
        if view.around.strategies.is_empty() {
            widgets::weak(ui, "No strategy yet. With some here, one tap in each session says which helped.");
        }
        for row in &view.around.strategies {
            ui.push_id(row.strategy.id, |ui| {
                ui.horizontal(|ui| {
                    ui.vertical(|ui| {
                        ui.set_max_width((ui.available_width() - 60.0).max(140.0));
                        widgets::written(ui, &row.strategy.text);
                        let source =
                            if row.strategy.source.is_empty() { String::new() } else { format!(" · from {}", row.strategy.source) };
                        let ended = row.strategy.ended_on.map(|d| format!(" · ended {}", date_words(d))).unwrap_or_default();
                        widgets::weak(ui, format!("{}{source}{ended}", row.words()));
                    });
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
                        let name = format!("End the strategy: {}", row.strategy.text);
                        if row.strategy.ended_on.is_none() && widgets::ghost(ui, None, "End").accessible_name(name).clicked() {
                            let ended = Strategy { ended_on: Some(cx.now.today()), ..row.strategy.clone() };
                            cx.change(Form::Kept, Change::Keep(Item::Strategy(ended)));
                        }
                    });
                });
            });
        }
    }

    /// Draws whichever dialog is open.
    pub fn dialogs(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        let key = view.pupil.id.0.simple();
        self.contact.restore(cx, &format!("contact {key}"));
        self.strategy.restore(cx, &format!("strategy {key}"));
        match cx.outcome(Form::Kept) {
            Some(Ok(())) => {
                self.contact.close(cx);
                self.strategy.close(cx);
            }
            Some(Err(why)) => self.problem = Some(why.clone()),
            None => {}
        }
        self.contact_dialog(ui, cx);
        self.strategy_dialog(ui, cx);
    }

    fn contact_dialog(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let today = cx.now.today();
        let mut problem = self.problem.clone();
        let Some(fields) = self.contact.form() else { return };
        let mut save = false;
        let title = if fields.new { "Add a contact" } else { "Edit the contact" };
        let open = widgets::modal(ui, "contact form", title, 620.0, |ui| {
            let c = &mut fields.contact;
            widgets::segmented(ui, &mut c.kind, &ContactKind::ALL.map(|k| (k, k.words())));
            ui.columns(2, |columns| {
                widgets::text_field(&mut columns[0], "Full name", &mut c.name);
                widgets::text_field(&mut columns[1], "Who they are (mother, therapist, …)", &mut c.relation);
                widgets::text_field(&mut columns[0], "Telephone", &mut c.phone);
                widgets::text_field(&mut columns[1], "E-mail", &mut c.email);
                if c.kind == ContactKind::Professional {
                    widgets::text_field(&mut columns[0], "Service", &mut c.organisation);
                } else {
                    widgets::tick(&mut columns[0], "Has parental responsibility", &mut c.responsible);
                }
                let options: Vec<_> = MaySee::ALL.iter().map(|m| (*m, m.words().to_owned())).collect();
                widgets::choice(&mut columns[1], "May see", &mut c.may_see, &options);
                widgets::date_field(&mut columns[0], "Consent to share given on", &mut fields.consent, today);
                widgets::text_field(&mut columns[1], "Consent given by", &mut c.consent_by);
                widgets::date_field(&mut columns[0], "No longer a contact since", &mut fields.ended, today);
            });
            widgets::dialog_foot(ui, problem.as_deref(), &mut save);
        });
        if save {
            let made = (|| {
                Ok::<_, String>(Contact {
                    consent_on: fields.consent.read("The day of consent", today)?,
                    ended_on: fields.ended.read("The last day", today)?,
                    ..fields.contact.clone()
                })
            })();
            match made {
                Ok(contact) => cx.change(Form::Kept, Change::Keep(Item::Contact(contact))),
                Err(why) => problem = Some(why),
            }
        }
        self.problem = problem;
        self.contact.settle(ui, cx, open);
    }

    fn strategy_dialog(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let problem = self.problem.clone();
        let Some(strategy) = self.strategy.form() else { return };
        let mut save = false;
        let open = widgets::modal(ui, "strategy form", "Add a strategy", 560.0, |ui| {
            widgets::area(ui, "What an adult does", "Give ten seconds to answer before asking again", 2, &mut strategy.text);
            widgets::text_field(ui, "Where it comes from", &mut strategy.source);
            widgets::dialog_foot(ui, problem.as_deref(), &mut save);
        });
        if save {
            let strategy = Strategy { text: strategy.text.trim().to_owned(), ..strategy.clone() };
            cx.change(Form::Kept, Change::Keep(Item::Strategy(strategy)));
        }
        self.strategy.settle(ui, cx, open);
    }
}

/// `Mother · parental responsibility · 07700 900123 · may see plan and reviews, consent 3 Sep 2026`.
fn contact_words(contact: &Contact) -> String {
    let responsible = if contact.responsible { "parental responsibility" } else { "" };
    let consent = contact.consent_on.map_or_else(
        || "no consent recorded".to_owned(),
        |d| {
            format!(
                "consent {}{}",
                d.format("%-d %b %Y"),
                if contact.consent_by.is_empty() { String::new() } else { format!(" by {}", contact.consent_by) }
            )
        },
    );
    let sees = format!("may see: {}", contact.may_see.words().to_lowercase());
    let parts = [&contact.relation, &contact.organisation, responsible, &contact.phone, &contact.email, &sees, &consent];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn read_marks(ui: &mut Ui, view: &PupilView) {
    widgets::subheading(ui, "Who has read what");
    if view.around.unread.is_empty() {
        widgets::weak(ui, "There is no running plan and no approved portrait to read yet.");
    }
    for row in &view.around.unread {
        widgets::strong(ui, &row.title);
        if row.not.is_empty() && !row.have.is_empty() {
            widgets::chip(ui, Level::Good, "Read by everybody who works with this pupil");
        } else if !row.not.is_empty() {
            ui.add(egui::Label::new(format!("Not read by {}", row.not.join(", "))).wrap());
        }
        if !row.have.is_empty() {
            let have: Vec<String> = row.have.iter().map(|(name, on)| format!("{name} ({})", on.format("%-d %b %Y"))).collect();
            widgets::weak(ui, format!("Read by {}", have.join(", ")));
        }
        ui.add_space(space::S);
    }
}

fn history(ui: &mut Ui, view: &PupilView) {
    widgets::subheading(ui, "SEN status over time");
    for spell in view.statuses.iter().rev() {
        let since = spell.since.map_or_else(|| "since a day nobody recorded".into(), |d| format!("since {}", date_words(d)));
        ui.label(format!("{} ({}) {since}", spell.status.words(), spell.status.code()));
    }
    ui.add_space(space::M);
    widgets::subheading(ui, "Needs over time");
    if view.around.needs.is_empty() {
        widgets::weak(ui, "No change of need has been recorded.");
    }
    for spell in &view.around.needs {
        let from = spell.since.map(|d| format!(" from {}", date_words(d))).unwrap_or_default();
        let to = spell.until.map_or_else(|| ", present".to_owned(), |d| format!(" to {}", date_words(d)));
        ui.add(egui::Label::new(format!("{}. {}{from}{to}", spell.rank, view.need_words(&spell.code))).wrap());
    }
}
