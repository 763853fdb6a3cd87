//! Opening, locking and putting away the file at the desk.

use std::path::PathBuf;
use std::time::Instant;

use zeroize::Zeroizing;

use super::jobs::Answer;
use super::{App, File};
use crate::cli;
use crate::example::Kind;
use crate::model::{Access, AccessId, AccessRole, Change, School, Touched};
use crate::ops::Desk;
use crate::store::{self, FileKey, KeyRing, RunningBackup, Store};
use crate::ui::intent::{Form, NewFile, Pages};
use crate::ui::screens::{LockScreen, Screens, Welcome};
use crate::ui::shell::Shell;
use crate::ui::{Intent, Place, Shown};

impl App {
    /// Shows the lock of a file.
    pub(super) fn choose_file(&mut self, path: PathBuf) {
        match store::ring_beside(&path) {
            Ok(ring) => {
                self.file = File::Locked { path, ring };
                self.lock = LockScreen::default();
                self.shown.backups.clear();
            }
            Err(error) => self.answer(Form::Unlock, Err(error.to_string())),
        }
    }

    /// Derives the key on a thread: argon2id takes its time on purpose.
    pub(super) fn unlock(&mut self, ctx: &egui::Context, name: Option<String>, secret: Zeroizing<String>) {
        let File::Locked { path, ring } = &self.file else { return };
        let (path, ring) = (path.clone(), ring.clone());
        self.jobs.start(Some(ctx), "unlock", Some("Opening…"), move || {
            Answer::Unlocked(ring.open(name.as_deref(), &secret).map(|(slot, key)| (path, ring, slot, key)))
        });
    }

    pub(super) fn unlocked(&mut self, opened: store::Result<(PathBuf, KeyRing, uuid::Uuid, FileKey)>) {
        let by_recovery = |ring: &KeyRing, slot| !ring.people().any(|p| p.id == slot);
        let opened = opened.and_then(|(path, ring, slot, key)| {
            let recovered = by_recovery(&ring, slot);
            Ok((Store::open_with_key(&path, ring, key)?, slot, recovered))
        });
        let desk = opened.and_then(|(store, slot, recovered)| {
            let person = cli::person_of(&store, AccessId(slot))?;
            Ok((Desk::opened(store, person, self.env.seed(), self.env.now())?, recovered))
        });
        match desk {
            Ok((desk, recovered)) => {
                self.sit_down(desk);
                if recovered {
                    self.place = Place::Settings;
                    self.say("Opened with the recovery key. Give the new SENDCO a passphrase under “Who can open the file”.");
                }
                self.answer_quietly(Form::Unlock);
            }
            Err(error) => self.answer(Form::Unlock, Err(error.to_string())),
        }
    }

    /// Starts to work at an open file, where one left off if one may.
    pub(super) fn sit_down(&mut self, desk: Desk) {
        self.env.opened(desk.store.path());
        self.shown = Shown { folders: self.env.folders(), ..Shown::default() };
        self.screens = Screens::default();
        self.welcome = Welcome::default();
        if matches!(self.place, Place::Welcome) {
            self.place = Place::from_word(self.env.last_place()).unwrap_or(Place::Today);
        }
        self.file = File::Open(Box::new(desk));
        self.stale = Touched::ALL;
        self.loaded = None;
        self.last_touch = Instant::now();
        self.changed_since_backup = false;
        self.warned = false;
    }

    /// Locks: the connection is closed, the key wiped, every view and form dropped. What was
    /// half-written is in the file as a draft. For a change of person, nobody is chosen yet.
    pub(super) fn lock_now(&mut self, another: bool) {
        let File::Open(desk) = std::mem::replace(&mut self.file, File::None) else { return };
        // Locking is how most days end here: what changed is backed up before the file is shut.
        self.back_up_before_closing(&desk);
        let (path, ring) = (desk.store.path().to_owned(), desk.store.ring().clone());
        let person = (!another).then(|| desk.person.name.clone());
        self.forget();
        if another {
            self.place = Place::Today;
            self.today_of = None;
        }
        if let Err(error) = desk.store.close() {
            tracing::warn!(detail = error.detail(), "closing on lock");
        }
        self.file = File::Locked { path, ring };
        self.lock = LockScreen::for_person(person);
    }

    /// What the blanked screen shows, until a key or a button is pressed.
    pub(super) fn blank_ui(&mut self, ui: &mut egui::Ui) {
        let woken = ui.input(|i| {
            i.events.iter().any(|e| matches!(e, egui::Event::Key { pressed: true, .. } | egui::Event::PointerButton { pressed: true, .. }))
        });
        egui::CentralPanel::default().show(ui, |ui| {
            ui.centered_and_justified(|ui| ui.label("The screen is blanked. Press any key to come back."));
        });
        if woken {
            ui.input_mut(|i| i.events.clear());
            self.blank = false;
        }
    }

    /// Puts the file away: a backup if something changed, then back to the welcome screen.
    pub(super) fn close_file(&mut self) {
        if let File::Open(desk) = std::mem::replace(&mut self.file, File::None) {
            self.put_away(*desk);
        }
        self.forget();
        self.place = Place::Welcome;
        self.shown.folders = self.env.folders();
    }

    /// Backs up if something changed, waits for it, and closes the file.
    pub(super) fn put_away(&mut self, desk: Desk) {
        self.back_up_before_closing(&desk);
        self.jobs.wait();
        if let Err(error) = desk.store.close() {
            tracing::warn!(detail = error.detail(), "closing");
        }
    }

    /// Copies the pages of a changed file now; the rest of the backup needs the file no longer.
    fn back_up_before_closing(&mut self, desk: &Desk) {
        if !std::mem::take(&mut self.changed_since_backup) {
            return;
        }
        let now = self.now();
        let folder = store::backup_folder(&self.shown.folders.data, desk.store.ring());
        match RunningBackup::begin(&desk.store, &folder, now.millis(), now.local) {
            Ok(running) => self.jobs.start(None, "backup", None, move || Answer::BackedUp(running.finish())),
            Err(error) => tracing::error!(detail = error.detail(), "backup on closing"),
        }
    }

    /// Makes a new file with its SENDCO.
    pub(super) fn create(&mut self, ctx: &egui::Context, new: NewFile) {
        let now = self.now();
        let seed = self.env.seed();
        let mut mint = self.mint.clone();
        mint.set_millis(now.millis());
        let id: AccessId = mint.fresh();
        self.mint = mint;
        let made = (|| {
            if let Some(folder) = new.path.parent() {
                // A folder that cannot be made shows itself when the file is.
                let _ = std::fs::create_dir_all(folder);
            }
            let store = Store::create(&new.path, &new.name, id.0, &new.passphrase, &new.recovery)?;
            let owner = Access { id, name: new.name.clone(), role: AccessRole::Sendco, staff: None, ended_on: None };
            let mut desk = Desk::new(store, owner.clone(), seed);
            desk.carry_out(Change::SaveAccess(owner), now)?;
            desk.carry_out(Change::SaveSchool(School { name: new.school.clone(), ..School::default() }), now)?;
            store::forget_steps(&mut desk.store)?;
            Ok::<_, store::Error>(desk)
        })();
        match made {
            Ok(desk) => {
                self.place = Place::Pupils;
                self.sit_down(desk);
                self.changed_since_backup = true;
                self.say("The file is made. Bring in the pupils first; then staff, plans and the week.");
                self.answer_quietly(Form::Create);
            }
            Err(error) => self.answer(Form::Create, Err(error.to_string())),
        }
        ctx.request_repaint();
    }

    /// Makes an example school beside the documents and shows its lock.
    pub(super) fn make_example(&mut self, ctx: &egui::Context, kind: Kind) {
        let folder = self.shown.folders.data.join("examples");
        let today = self.now().today();
        self.jobs.start(Some(ctx), "example", Some("Making the example school…"), move || {
            let made = std::fs::create_dir_all(&folder).map_err(|_| "The example could not be written.".to_owned()).and_then(|()| {
                let free = (1..1000).map(|n| folder.join(format!("{}-{n}.keyworker", kind.word()))).find(|p| !p.exists());
                let path = free.ok_or("There are too many examples already.")?;
                let desk = cli::make_example(&path, kind, 1, today).map_err(|e| e.to_string())?;
                desk.store.close().map_err(|e| e.to_string())?;
                Ok(path)
            });
            Answer::Made(made)
        });
    }

    /// Drops everything that was shown.
    fn forget(&mut self) {
        let backups = std::mem::take(&mut self.shown.backups);
        self.shown = Shown { folders: self.env.folders(), backups, ..Shown::default() };
        self.shown.pages = Pages::default();
        self.batch = None;
        self.screens = Screens::default();
        self.shell = Shell::default();
        self.intents.retain(|i| matches!(i, Intent::Prefer(_)));
        self.loaded = None;
        self.stale = Touched::ALL;
    }

    fn answer_quietly(&mut self, form: Form) {
        self.shown.outcome = Some(crate::ui::Outcome { form, result: Ok(()) });
    }
}
