//! What comes in and what is kept: finished jobs, file dialogs, backups, imports.

use std::path::{Path, PathBuf};

use super::jobs::Answer;
use super::{App, File};
use crate::cli;
use crate::import;
use crate::model::{Change, ImportMapping};
use crate::ops::Event;
use crate::store::{self, BackupInfo, RunningBackup};
use crate::ui::intent::{BackupRow, Form, ImportFrom, ImportKind, ImportSaid, Intent, Pick};

impl App {
    /// Takes in the answers of finished jobs.
    pub(super) fn jobs_done(&mut self, ctx: &egui::Context) {
        for answer in self.jobs.finished() {
            match answer {
                Answer::Unlocked(opened) => self.unlocked(opened),
                Answer::Made(Ok(path)) => self.choose_file(path),
                Answer::Made(Err(why)) => self.answer(Form::Create, Err(why)),
                Answer::Imported { kind, source, read } => self.imported(kind, &source, read),
                Answer::Pages { paper, pages, text } => self.pages_ready(ctx, paper, pages, text),
                Answer::Exported { paper, format, result } => self.exported(&paper, format, result),
                Answer::Table(Ok(path)) => self.say(format!("Written: {path}")),
                Answer::Table(Err(why)) => self.trouble(why),
                Answer::BackedUp(Ok(info)) => {
                    self.say(format!("Backed up and read back at {}.", info.made_local.format("%H:%M")));
                    self.intents.push(Intent::ListBackups(None));
                }
                Answer::BackedUp(Err(error)) => {
                    self.changed_since_backup = true;
                    self.trouble(format!("The backup did not succeed. {error}"));
                }
                Answer::Planned => {}
                Answer::Supposed(scenario) => self.supposed(*scenario),
                Answer::Picked(pick, path) => self.picked(pick, path),
                Answer::Surveyed(backups) => self.shown.backups = backups.iter().map(backup_row).collect(),
            }
        }
    }

    /// Asks with the system's own dialog, on a thread.
    pub(super) fn pick(&mut self, ctx: &egui::Context, pick: Pick) {
        let folder = self.shown.folders.documents.clone();
        self.jobs.start(Some(ctx), "dialog", None, move || {
            let dialog = rfd::FileDialog::new().set_directory(&folder);
            let path = match pick {
                Pick::OpenFile => dialog.add_filter("Keyworker file", &["keyworker"]).pick_file(),
                Pick::NewFile => dialog.set_file_name("school.keyworker").save_file(),
                Pick::ImportFile => dialog.add_filter("Lists of people", &["csv", "txt", "xlsx", "xml"]).pick_file(),
                Pick::ExportFolder | Pick::RestoreFolder => dialog.pick_folder(),
            };
            Answer::Picked(pick, path)
        });
    }

    fn picked(&mut self, pick: Pick, path: Option<PathBuf>) {
        let Some(path) = path else {
            self.say("Nothing was chosen. You can also type where the file is.");
            return;
        };
        match pick {
            Pick::ExportFolder => {
                self.say(format!("Documents now go to {}.", path.display()));
                self.env.set_documents(path);
                self.shown.folders = self.env.folders();
            }
            Pick::RestoreFolder => self.intents.push(Intent::ListBackups(Some(path))),
            _ => self.shown.picked = Some((pick, path)),
        }
    }

    /// Copies the pages now; checks, wraps and reads back on a thread.
    pub(super) fn back_up(&mut self, asked: bool) {
        let now = self.now();
        let File::Open(desk) = &mut self.file else { return };
        let folder = store::backup_folder(&self.shown.folders.data, desk.store.ring());
        let begun = desk.note(Event::BackedUp, now).and_then(|()| RunningBackup::begin(&desk.store, &folder, now.millis(), now.local));
        match begun {
            Ok(running) => {
                self.changed_since_backup = false;
                self.last_backup = std::time::Instant::now();
                self.jobs.start(None, "backup", asked.then_some("Backing up…"), move || Answer::BackedUp(running.finish()));
            }
            Err(error) => self.trouble(format!("The backup did not succeed. {error}")),
        }
    }

    /// Lists the backups of a folder, or of the open file.
    pub(super) fn list_backups(&mut self, ctx: &egui::Context, folder: Option<PathBuf>) {
        let own = match &self.file {
            File::Open(desk) => Some(store::backup_folder(&self.shown.folders.data, desk.store.ring())),
            _ => None,
        };
        let Some(folder) = folder.or(own) else { return };
        self.jobs.start(Some(ctx), "survey", None, move || Answer::Surveyed(store::survey(&folder)));
    }

    /// Puts a backup back as a new file and shows its lock.
    pub(super) fn restore(&mut self, backup: &Path, out: PathBuf) {
        match store::restore(backup, &out) {
            Ok(_) => {
                self.close_file();
                self.choose_file(out);
            }
            Err(error) => self.answer(Form::Restore, Err(error.to_string())),
        }
    }

    /// Reads an import on a thread.
    pub(super) fn read_import(&mut self, ctx: &egui::Context, kind: ImportKind, from: ImportFrom, said: ImportSaid) {
        self.shown.import = None;
        self.shown.import_problem = None;
        let File::Open(desk) = &self.file else { return };
        let today = self.now().today();
        let ready = cli::need_codes(desk.store.db()).and_then(|codes| Ok((codes, cli::asked(desk.store.db(), today)?)));
        let (codes, mut asked) = match ready {
            Ok(ready) => ready,
            Err(error) => return self.trouble(error.to_string()),
        };
        asked.day_first = said.day_first;
        asked.columns = said.columns;
        self.said_columns = !asked.columns.is_empty();
        self.jobs.start(Some(ctx), "import", Some("Reading the file…"), move || {
            let (source, bytes) = match &from {
                ImportFrom::File(path) => (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), std::fs::read(path).ok()),
                ImportFrom::Pasted(text) => ("Pasted cells".to_owned(), Some(text.clone().into_bytes())),
            };
            let read = match bytes {
                Some(bytes) => import::read(&bytes, as_kind(kind), &codes, &asked),
                None => Err(import::Unreadable("There is no file at this place, or it may not be read.".into())),
            };
            Answer::Imported { kind, source, read }
        });
    }

    fn imported(&mut self, _: ImportKind, source: &str, read: Result<import::Read, import::Unreadable>) {
        let File::Open(desk) = &self.file else { return };
        let shown = read.map_err(|e| e.to_string()).and_then(|read| {
            let known = cli::known(desk.store.db()).map_err(|e| e.to_string())?;
            Ok(import::preview(read, source, &known, &mut self.mint))
        });
        match shown {
            Ok(preview) => self.shown.import = Some(preview),
            Err(why) => self.shown.import_problem = Some(why),
        }
    }

    /// Takes in what the preview shows, as one change.
    pub(super) fn apply_import(&mut self) {
        let Some(preview) = self.shown.import.take() else { return };
        let (pupils, staff) = (preview.pupils(), preview.staff());
        let source = preview.source.clone();
        let mapping = self.said_columns.then(|| ImportMapping {
            headings: import::signature(&preview.columns),
            columns: serde_json::to_string(&preview.columns).unwrap_or_default(),
        });
        let change = if pupils.is_empty() {
            Change::ImportStaff { source, rows: staff, mapping }
        } else {
            Change::ImportPupils { source, rows: pupils, mapping }
        };
        let now = self.now();
        let File::Open(desk) = &mut self.file else { return };
        let done = desk.carry_out(change, now);
        if done.is_err() {
            self.shown.import = Some(preview);
        }
        self.finish(Form::Import, done.map(|d| (format!("Saved: {}", d.name), d.touched)));
    }
}

fn as_kind(kind: ImportKind) -> import::Kind {
    match kind {
        ImportKind::Pupils => import::Kind::Pupils,
        ImportKind::Staff => import::Kind::Staff,
    }
}

fn backup_row(info: &BackupInfo) -> BackupRow {
    BackupRow {
        path: info.path.clone(),
        when: info.made_local.format("%a %-d %b %Y, %H:%M").to_string(),
        holds: format!(
            "{} pupils, {} staff, {} targets, {} sessions",
            info.counts.pupils, info.counts.staff, info.counts.targets, info.counts.sessions
        ),
    }
}
