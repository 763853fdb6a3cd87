//! Who can open the file: add and end people, change one's passphrase, a new recovery key.

use egui::Ui;
use zeroize::Zeroizing;

use crate::model::{AccessId, AccessRole, StaffId, normal_recovery_key, recovery_group};
use crate::ui::intent::{Cx, Form, Intent};
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, Level};
use crate::views::SchoolView;

/// The dialogs of the people tab.
#[derive(Default)]
pub struct AccessForms {
    add: Option<AddForm>,
    change: Option<[Zeroizing<String>; 3]>,
    recovery: Option<String>,
    /// Whose access is about to end.
    ending: Option<(AccessId, String)>,
    problem: Option<String>,
}

#[derive(Default)]
struct AddForm {
    staff: Option<StaffId>,
    name: String,
    role: Option<AccessRole>,
    passphrase: Zeroizing<String>,
    again: Zeroizing<String>,
}

impl AccessForms {
    /// Draws the list.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, view: &SchoolView) {
        widgets::card(ui, |ui| {
            widgets::paragraph(
                ui,
                "Each person opens the file with their own passphrase. An LSA sees the pupils they are linked with or timetabled for; the SENDCO sees all. Whoever could open the file once may have kept a copy: ending someone stops this file, not that copy.",
            );
            ui.add_space(space::XS);
            for person in &view.people {
                let access = &person.access;
                ui.horizontal(|ui| {
                    widgets::strong(ui, &access.name);
                    widgets::chip(ui, Level::Plain, access.role.words());
                    if person.own {
                        widgets::chip(ui, Level::Info, "you");
                    }
                    let may_end = cx.leads() && !person.own && access.ended_on.is_none();
                    if let Some(on) = access.ended_on {
                        widgets::weak(ui, format!("ended {}", on.format("%-d %b %Y")));
                    } else if may_end
                        && widgets::ghost(ui, None, "End…").accessible_name(format!("End the access of {}", access.name)).clicked()
                    {
                        self.ending = Some((access.id, access.name.clone()));
                    }
                });
            }
            ui.add_space(space::S);
            ui.horizontal_wrapped(|ui| {
                if cx.leads() && widgets::primary(ui, "Add a person…").clicked() {
                    self.add = Some(AddForm::default());
                    self.problem = None;
                }
                if widgets::secondary(ui, Some(icons::KEY_ROUND), "Change your passphrase…").clicked() {
                    self.change = Some(Default::default());
                    self.problem = None;
                }
                if cx.leads() && widgets::secondary(ui, None, "New recovery key…").clicked() {
                    self.recovery = Some(String::new());
                    self.problem = None;
                    cx.ask(Intent::FreshRecovery);
                }
            });
        });
    }

    /// Draws whichever dialog is open.
    pub fn dialogs(&mut self, ui: &mut Ui, cx: &mut Cx, view: &SchoolView) {
        for form in [Form::Person, Form::Passphrase, Form::Recovery] {
            match cx.outcome(form) {
                Some(Ok(())) => *self = Self::default(),
                Some(Err(why)) => self.problem = Some(why.clone()),
                None => {}
            }
        }
        self.end_dialog(ui, cx);
        self.add_dialog(ui, cx, view);
        self.change_dialog(ui, cx);
        self.recovery_dialog(ui, cx);
    }

    /// Ending somebody's access is no step that undo takes back, so it is asked for twice.
    fn end_dialog(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let Some((person, name)) = self.ending.clone() else { return };
        let mut done = false;
        let open = widgets::modal(ui, "end access", &format!("End the access of {name}?"), 460.0, |ui| {
            widgets::paragraph(
                ui,
                "Their passphrase no longer opens this file. What they recorded stays. Undo does not bring it back; to let them in again, add them with a new passphrase.",
            );
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                if widgets::danger(ui, "End their access").clicked() {
                    cx.ask(Intent::EndPerson(person));
                    done = true;
                }
                done |= widgets::secondary(ui, None, "Keep it").clicked();
            });
        });
        if done || !open {
            self.ending = None;
        }
    }

    fn add_dialog(&mut self, ui: &mut Ui, cx: &mut Cx, view: &SchoolView) {
        let Some(form) = &mut self.add else { return };
        let mut save = false;
        let open = widgets::modal(ui, "add person", "Add a person", 520.0, |ui| {
            let staff: Vec<_> = std::iter::once((None, "Not on the staff list".to_owned()))
                .chain(view.without_access.iter().map(|(id, n)| (Some(*id), n.clone())))
                .collect();
            if widgets::choice(ui, "Who", &mut form.staff, &staff)
                && let Some((_, name)) = view.without_access.iter().find(|(id, _)| Some(*id) == form.staff)
            {
                form.name.clone_from(name);
            }
            widgets::text_field(ui, "Name", &mut form.name);
            let mut role = form.role.unwrap_or(AccessRole::Lsa);
            let roles: Vec<_> = AccessRole::ALL.iter().map(|r| (*r, r.words().to_owned())).collect();
            widgets::choice(ui, "Sees the file as", &mut role, &roles);
            form.role = Some(role);
            widgets::password(ui, "Their passphrase (let them type it)", &mut form.passphrase);
            widgets::password(ui, "Their passphrase again", &mut form.again);
            widgets::dialog_foot(ui, self.problem.as_deref(), &mut save);
        });
        if save {
            if *form.passphrase == *form.again {
                cx.ask(Intent::AddPerson {
                    name: form.name.trim().to_owned(),
                    role: form.role.unwrap_or(AccessRole::Lsa),
                    staff: form.staff,
                    passphrase: form.passphrase.clone(),
                });
            } else {
                self.problem = Some("The two passphrases differ. Type the same one twice.".into());
            }
        }
        if !open {
            self.add = None;
        }
    }

    fn change_dialog(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let Some([old, new, again]) = &mut self.change else { return };
        let mut save = false;
        let open = widgets::modal(ui, "change passphrase", "Change your passphrase", 480.0, |ui| {
            widgets::password(ui, "Passphrase so far", old);
            widgets::password(ui, "New passphrase", new);
            widgets::password(ui, "New passphrase again", again);
            widgets::dialog_foot(ui, self.problem.as_deref(), &mut save);
        });
        if save {
            if **new == **again {
                cx.ask(Intent::ChangePassphrase { old: old.clone(), new: new.clone() });
            } else {
                self.problem = Some("The two new passphrases differ. Type the same one twice.".into());
            }
        }
        if !open {
            self.change = None;
        }
    }

    fn recovery_dialog(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let Some(typed) = &mut self.recovery else { return };
        let Some(key) = cx.shown.recovery.clone() else { return };
        let mut save = false;
        let open = widgets::modal(ui, "new recovery", "A new recovery key", 560.0, |ui| {
            widgets::paragraph(ui, "Write it down or print it for the head's safe. The old sheet stops working once you save.");
            ui.label(egui::RichText::new(key.as_str()).text_style(egui::TextStyle::Heading));
            if widgets::ghost(ui, Some(icons::SAVE), "Copy").clicked() {
                ui.ctx().copy_text(key.to_string());
            }
            widgets::text_field(ui, "Group 3 and group 6, from the paper", typed);
            widgets::dialog_foot(ui, self.problem.as_deref(), &mut save);
        });
        if save {
            let expected = format!("{}{}", recovery_group(&key, 3), recovery_group(&key, 6));
            if normal_recovery_key(typed).as_str() == expected {
                cx.ask(Intent::ReplaceRecovery(key));
            } else {
                self.problem = Some("That is not what the key shows. Look at the paper again.".into());
            }
        }
        if !open {
            self.recovery = None;
        }
    }
}
