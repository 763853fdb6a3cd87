//! Before a file is open: make one, open one, try an example; and the lock.

use std::path::PathBuf;

use egui::{Key, Ui};
use zeroize::Zeroizing;

use crate::example::Kind;
use crate::model::{normal_recovery_key, recovery_group, recovery_key_looks_right, weak_passphrase};
use crate::ui::intent::{Form, Intent, NewFile, Pick, Shown};
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, Level};

/// The welcome screen and the wizard that makes a file.
#[derive(Default)]
pub struct Welcome {
    step: Step,
    path: String,
    open_path: String,
    school: String,
    name: String,
    passphrase: Zeroizing<String>,
    again: Zeroizing<String>,
    recovery: Option<Zeroizing<String>>,
    typed: [String; 2],
    problem: Option<String>,
}

#[derive(Default, PartialEq)]
enum Step {
    #[default]
    Choose,
    Describe,
    Recovery,
}

/// The two groups of the recovery key that are typed back.
const GROUPS: [usize; 2] = [2, 5];

impl Welcome {
    /// Draws the screen; what it wants goes into `intents`.
    pub fn ui(&mut self, ui: &mut Ui, shown: &Shown, intents: &mut Vec<Intent>) {
        if let Some((pick, path)) = &shown.picked {
            match pick {
                Pick::NewFile => self.path = path.to_string_lossy().into_owned(),
                Pick::OpenFile => intents.push(Intent::ChooseFile(path.clone())),
                _ => {}
            }
        }
        if let Some(outcome) = &shown.outcome
            && matches!(outcome.form, Form::Create | Form::Unlock | Form::Restore)
        {
            self.problem = outcome.result.clone().err();
        }
        widgets::page(ui, "welcome", |ui| {
            ui.vertical_centered(|ui| {
                ui.set_max_width(space::READING.min(ui.available_width()));
                ui.add_space(space::XL);
                ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| match self.step {
                    Step::Choose => self.choose(ui, shown, intents),
                    Step::Describe => self.describe(ui, intents),
                    Step::Recovery => self.confirm(ui, shown, intents),
                });
            });
        });
    }

    fn choose(&mut self, ui: &mut Ui, shown: &Shown, intents: &mut Vec<Intent>) {
        widgets::heading(ui, "Keyworker");
        widgets::paragraph(
            ui,
            "Who supports which pupil, what was done, and whether it works. Everything stays in one encrypted file on this computer; nothing is sent anywhere.",
        );
        ui.add_space(space::M);
        if let Some(problem) = &self.problem {
            widgets::banner(ui, Level::Bad, problem);
            ui.add_space(space::S);
        }
        if !shown.folders.recent.is_empty() {
            widgets::card(ui, |ui| {
                widgets::subheading(ui, "Open again");
                for path in &shown.folders.recent {
                    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                    if widgets::ghost(ui, Some(icons::FOLDER_OPEN), &name).on_hover_text(path.to_string_lossy()).clicked() {
                        intents.push(Intent::ChooseFile(path.clone()));
                    }
                }
            });
            ui.add_space(space::M);
        }
        widgets::card(ui, |ui| {
            widgets::subheading(ui, "Start");
            ui.add_space(space::XS);
            ui.horizontal_wrapped(|ui| {
                if widgets::primary(ui, "Make a new file…").clicked() {
                    self.step = Step::Describe;
                    if self.path.is_empty() {
                        self.path = shown.folders.documents.join("school.keyworker").to_string_lossy().into_owned();
                    }
                }
                if widgets::secondary(ui, Some(icons::FOLDER_OPEN), "Open a file…").clicked() {
                    intents.push(Intent::Pick(Pick::OpenFile));
                }
                if widgets::secondary(ui, Some(icons::ARCHIVE_RESTORE), "Restore a backup…").clicked() {
                    intents.push(Intent::Pick(Pick::RestoreFolder));
                }
            });
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                let response = widgets::text_field(ui, "Or type where a file is", &mut self.open_path);
                let entered = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
                ui.vertical(|ui| {
                    ui.add_space(space::LABEL);
                    if (widgets::secondary(ui, None, "Open").clicked() || entered) && !self.open_path.trim().is_empty() {
                        intents.push(Intent::ChooseFile(PathBuf::from(self.open_path.trim())));
                    }
                });
            });
        });
        ui.add_space(space::M);
        widgets::card(ui, |ui| {
            widgets::subheading(ui, "Look around first");
            widgets::paragraph(
                ui,
                "An example school with invented pupils, staff and a year of sessions. It opens with the passphrase “example” and can be thrown away.",
            );
            ui.add_space(space::XS);
            ui.horizontal_wrapped(|ui| {
                if widgets::secondary(ui, Some(icons::BOOK_OPEN), "Example primary school").clicked() {
                    intents.push(Intent::MakeExample(Kind::Primary));
                }
                if widgets::secondary(ui, Some(icons::BOOK_OPEN), "Example secondary school").clicked() {
                    intents.push(Intent::MakeExample(Kind::Secondary));
                }
            });
        });
        if !shown.backups.is_empty() {
            ui.add_space(space::M);
            restore_list(ui, shown, intents);
        }
    }

    fn describe(&mut self, ui: &mut Ui, intents: &mut Vec<Intent>) {
        widgets::heading(ui, "A new file");
        widgets::paragraph(
            ui,
            "The file is encrypted. Your passphrase opens it, and so does a recovery key that you print for the head's safe.",
        );
        ui.add_space(space::M);
        widgets::card(ui, |ui| {
            widgets::text_field(ui, "School", &mut self.school);
            widgets::text_field(ui, "Your name (SENDCO)", &mut self.name);
            widgets::password(ui, "Passphrase (eight characters at least; four random words are best)", &mut self.passphrase);
            widgets::password(ui, "Passphrase again", &mut self.again);
            ui.horizontal(|ui| {
                widgets::text_field(ui, "Where to keep the file (on this computer)", &mut self.path);
                ui.vertical(|ui| {
                    ui.add_space(space::LABEL);
                    if widgets::secondary(ui, None, "Choose…").clicked() {
                        intents.push(Intent::Pick(Pick::NewFile));
                    }
                });
            });
            self.show_problem(ui);
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                if widgets::primary(ui, "Continue").clicked() {
                    self.problem = self.check().err();
                    if self.problem.is_none() {
                        intents.push(Intent::FreshRecovery);
                        self.step = Step::Recovery;
                    }
                }
                if widgets::secondary(ui, None, "Back").clicked() {
                    *self = Self::default();
                }
            });
        });
    }

    fn check(&self) -> Result<(), String> {
        if self.school.trim().is_empty() || self.name.trim().is_empty() {
            return Err("Give the school's name and your own.".into());
        }
        if let Some(why) = weak_passphrase(&self.passphrase) {
            return Err(format!("This passphrase cannot be used: {why}."));
        }
        if *self.passphrase != *self.again {
            return Err("The two passphrases differ. Type the same one twice.".into());
        }
        if self.path.trim().is_empty() {
            return Err("Say where to keep the file.".into());
        }
        Ok(())
    }

    fn confirm(&mut self, ui: &mut Ui, shown: &Shown, intents: &mut Vec<Intent>) {
        if self.recovery.is_none() {
            self.recovery.clone_from(&shown.recovery);
        }
        widgets::heading(ui, "The recovery key");
        widgets::paragraph(
            ui,
            "Write this down or print it, and put it in the head's safe. It opens the file when a passphrase is forgotten or the SENDCO has left. Without it and without a passphrase, nobody can open the file: not you, not us.",
        );
        ui.add_space(space::M);
        let Some(key) = self.recovery.clone() else { return };
        widgets::card(ui, |ui| {
            let code = egui::RichText::new(key.as_str()).text_style(egui::TextStyle::Heading);
            ui.label(code);
            if widgets::ghost(ui, Some(icons::SAVE), "Copy").clicked() {
                ui.ctx().copy_text(key.to_string());
            }
            ui.add_space(space::S);
            widgets::paragraph(ui, "Type two of its groups back, from the paper.");
            for (typed, group) in self.typed.iter_mut().zip(GROUPS) {
                widgets::text_field(ui, &format!("Group {group} of 6"), typed);
            }
            self.show_problem(ui);
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                ui.add_enabled_ui(shown.busy.is_none(), |ui| {
                    if widgets::primary(ui, "Make the file").clicked() {
                        self.finish(&key, intents);
                    }
                });
                if widgets::secondary(ui, None, "Back").clicked() {
                    self.step = Step::Describe;
                }
                if let Some(busy) = shown.busy {
                    widgets::weak(ui, busy);
                }
            });
        });
    }

    fn finish(&mut self, key: &Zeroizing<String>, intents: &mut Vec<Intent>) {
        let right = |typed: &String, group| normal_recovery_key(typed).as_str() == recovery_group(key, group);
        if let Some((_, group)) = self.typed.iter().zip(GROUPS).find(|(t, g)| !right(t, *g)) {
            self.problem = Some(format!("Group {group} is not what the key shows. Look at the paper again."));
            return;
        }
        self.problem = None;
        intents.push(Intent::Create(Box::new(NewFile {
            path: PathBuf::from(self.path.trim()),
            school: self.school.trim().to_owned(),
            name: self.name.trim().to_owned(),
            passphrase: self.passphrase.clone(),
            recovery: key.clone(),
        })));
    }

    fn show_problem(&self, ui: &mut Ui) {
        if let Some(problem) = &self.problem {
            ui.add_space(space::S);
            widgets::error_line(ui, problem);
        }
    }
}

/// Backups and what each holds.
pub(super) fn restore_list(ui: &mut Ui, shown: &Shown, intents: &mut Vec<Intent>) {
    widgets::card(ui, |ui| {
        widgets::subheading(ui, "Backups");
        widgets::weak(ui, "Each was checked and read back when it was made. Restoring makes a new file; nothing is written over.");
        for backup in shown.backups.iter().take(40) {
            ui.horizontal(|ui| {
                if widgets::secondary(ui, None, "Restore").accessible_name(format!("Restore the backup of {}", backup.when)).clicked() {
                    let stem = backup.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                    let out = shown.folders.documents.join(format!("{stem}-restored.keyworker"));
                    intents.push(Intent::Restore { backup: backup.path.clone(), out });
                }
                ui.label(&backup.when);
                widgets::weak(ui, backup.holds.clone());
            });
        }
    });
}

/// The lock: who are you, and the passphrase.
#[derive(Default)]
pub struct LockScreen {
    person: Option<String>,
    secret: Zeroizing<String>,
    by_recovery: bool,
    problem: Option<String>,
    focused: bool,
}

impl LockScreen {
    /// The lock with nobody chosen yet, as for a change of person.
    pub fn for_person(person: Option<String>) -> Self {
        Self { person, ..Self::default() }
    }

    /// Draws the lock.
    pub fn ui(&mut self, ui: &mut Ui, names: &[String], shown: &Shown, intents: &mut Vec<Intent>) {
        if let Some(outcome) = &shown.outcome
            && outcome.form == Form::Unlock
        {
            self.problem = outcome.result.clone().err();
            self.secret = Zeroizing::default();
            self.focused = false;
        }
        let people: Vec<(Option<String>, String)> = names.iter().map(|n| (Some(n.clone()), n.clone())).collect();
        if self.person.is_none() && people.len() == 1 {
            self.person.clone_from(&people[0].0);
        }
        widgets::page(ui, "lock", |ui| {
            ui.vertical_centered(|ui| {
                ui.set_max_width(space::NARROW.min(ui.available_width()));
                ui.add_space((ui.ctx().content_rect().height() / 16.0).min(space::XXL));
                ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
                    widgets::heading(ui, "Locked");
                    widgets::paragraph(ui, "Half-written notes are kept, encrypted, until you are back.");
                    ui.add_space(space::M);
                    widgets::card(ui, |ui| self.form(ui, &people, shown, intents));
                    ui.add_space(space::S);
                    ui.horizontal(|ui| {
                        let other = if self.by_recovery { "Use a passphrase" } else { "Use the recovery key" };
                        if widgets::ghost(ui, Some(icons::KEY_ROUND), other).clicked() {
                            self.by_recovery = !self.by_recovery;
                            self.secret = Zeroizing::default();
                            self.problem = None;
                        }
                        if widgets::ghost(ui, Some(icons::HOUSE), "Another file").clicked() {
                            intents.push(Intent::CloseFile);
                        }
                    });
                });
            });
        });
    }

    fn form(&mut self, ui: &mut Ui, people: &[(Option<String>, String)], shown: &Shown, intents: &mut Vec<Intent>) {
        if !self.by_recovery {
            widgets::choice(ui, "Who are you?", &mut self.person, people);
        }
        let label = if self.by_recovery { "Recovery key" } else { "Passphrase" };
        let response = if self.by_recovery {
            widgets::text_field(ui, label, &mut self.secret)
        } else {
            widgets::password(ui, label, &mut self.secret)
        };
        if !self.focused && self.person.is_some() {
            response.request_focus();
            self.focused = true;
        }
        if let Some(problem) = &self.problem {
            widgets::error_line(ui, problem);
        }
        ui.add_space(space::S);
        let entered = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
        ui.horizontal(|ui| {
            let clicked = ui.add_enabled_ui(shown.busy.is_none(), |ui| widgets::primary(ui, "Unlock").clicked()).inner;
            if let Some(busy) = shown.busy {
                widgets::weak(ui, busy);
            }
            if (clicked || entered) && shown.busy.is_none() {
                self.try_open(intents);
            }
        });
    }

    fn try_open(&mut self, intents: &mut Vec<Intent>) {
        if self.by_recovery {
            if !recovery_key_looks_right(&self.secret) {
                self.problem = Some("The check letters do not fit, so a letter is wrong or missing. Look at the paper again.".into());
                return;
            }
            intents.push(Intent::Unlock { name: None, secret: self.secret.clone() });
        } else if let Some(person) = &self.person {
            intents.push(Intent::Unlock { name: Some(person.clone()), secret: self.secret.clone() });
        } else {
            self.problem = Some("Choose your name first.".into());
        }
    }
}
