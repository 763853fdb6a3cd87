//! Each intent to the place that carries it out.

use super::{App, File};
use crate::model::{Area, Change, Touched};
use crate::ops::{self, Event};
use crate::store;
use crate::ui::intent::{Form, Intent, Place, Preference};
use crate::ui::theme;
use crate::views::{CostsView, LedgerView, Lens};

impl App {
    /// Carries out one wish of the window.
    pub(super) fn carry_out(&mut self, ctx: &egui::Context, intent: Intent) {
        match intent {
            Intent::Go(place) => self.go_to(place),
            Intent::Change { change, form } => self.change(*change, form),
            Intent::Undo => self.step(false),
            Intent::Redo => self.step(true),
            Intent::Lock => self.lock_now(false),
            Intent::ChangePerson => self.lock_now(true),
            Intent::Blank => self.blank = true,
            Intent::CloseFile => self.close_file(),
            Intent::ChooseFile(path) => self.choose_file(path),
            Intent::Pick(pick) => self.pick(ctx, pick),
            Intent::Create(new) => self.create(ctx, *new),
            Intent::MakeExample(kind) => self.make_example(ctx, kind),
            Intent::Unlock { name, secret } => self.unlock(ctx, name, secret),
            Intent::TodayOf(staff) => {
                self.today_of = staff;
                self.loaded = None;
            }
            Intent::Search(words) => self.search(&words),
            Intent::KeepDraft { place, body } => self.keep_draft(&place, Some(&body)),
            Intent::ClearDraft { place } => self.keep_draft(&place, None),
            Intent::AddPerson { name, role, staff, passphrase } => {
                let now = self.now();
                self.with_desk(Form::Person, |desk| ops::add_person(desk, &name, role, staff, &passphrase, now));
            }
            Intent::EndPerson(person) => {
                let now = self.now();
                self.with_desk(Form::Person, |desk| ops::end_person(desk, person, now));
            }
            Intent::ChangePassphrase { old, new } => {
                let now = self.now();
                self.with_desk(Form::Passphrase, |desk| ops::change_passphrase(desk, &old, &new, now));
            }
            Intent::ReplaceRecovery(key) => {
                let now = self.now();
                self.with_desk(Form::Recovery, |desk| ops::replace_recovery_key(desk, &key, now));
            }
            Intent::FreshRecovery => match store::recovery::fresh() {
                Ok(key) => self.shown.recovery = Some(key),
                Err(error) => self.trouble(error.to_string()),
            },
            Intent::BackUp => self.back_up(true),
            Intent::ListBackups(folder) => self.list_backups(ctx, folder),
            Intent::Restore { backup, out } => self.restore(&backup, out),
            Intent::ReadImport { kind, from, said } => self.read_import(ctx, kind, from, said),
            Intent::DecideRow { row, decision } => {
                if let Some(preview) = &mut self.shown.import {
                    preview.decide(row, decision);
                }
            }
            Intent::ApplyImport => self.apply_import(),
            Intent::DropImport => self.shown.import = None,
            Intent::Preview(paper) => self.preview(ctx, paper),
            Intent::Export { paper, format, path } => self.export(ctx, paper, format, path),
            Intent::ExportMany { papers, format } => self.export_many(papers, format),
            Intent::CancelExport => self.end_writing(true),
            Intent::Plan(wish) => self.plan(ctx, wish),
            Intent::Cover { on, away } => self.cover(on, away),
            Intent::Costs => self.costs(),
            Intent::Ledger { pupil, from, to } => self.ledger(pupil, from, to),
            Intent::DropCover => self.shown.cover = None,
            Intent::ExportTable(table) => self.export_table(ctx, *table),
            Intent::Prefer(preference) => self.prefer(ctx, preference),
        }
    }

    fn go_to(&mut self, place: Place) {
        if let (Place::Pupil(pupil) | Place::Review(pupil), File::Open(desk)) = (place, &mut self.file)
            && self.place != place
        {
            let noted = desk.note(Event::OpenedPupil(pupil), self.env.now());
            if let Err(error) = noted {
                self.trouble(error.to_string());
                return;
            }
        }
        self.place = place;
        self.env.remember(place.word());
        self.loaded = None;
    }

    pub(super) fn change(&mut self, change: Change, form: Form) {
        let now = self.now();
        let File::Open(desk) = &mut self.file else { return };
        let done = desk.carry_out(change, now);
        self.finish(form, done.map(|d| (format!("Saved: {}", d.name), d.touched)));
    }

    fn step(&mut self, redo: bool) {
        let now = self.now();
        let File::Open(desk) = &mut self.file else { return };
        let done = if redo { desk.redo(now) } else { desk.undo(now) };
        self.finish(Form::Undo, done.map(|d| (format!("Done. {}", d.name), d.touched)));
    }

    /// Says how a change went, and which views are stale.
    pub(super) fn finish(&mut self, form: Form, done: store::Result<(String, Touched)>) {
        match done {
            Ok((said, touched)) => {
                self.say(said);
                self.stale = touched;
                // A preview shows the caseload as it was read; once people change it is read again.
                if form != Form::Import && touched.meets(Touched::of(&[Area::Pupils, Area::Staff])) {
                    self.shown.import = None;
                }
                self.stale.add(Area::Access);
                self.changed_since_backup = true;
                self.answer(form, Ok(()));
            }
            Err(error) => {
                tracing::warn!(detail = error.detail(), "a change was refused");
                self.answer(form, Err(error.to_string()));
            }
        }
    }

    fn with_desk(&mut self, form: Form, work: impl FnOnce(&mut ops::Desk) -> store::Result<()>) {
        let File::Open(desk) = &mut self.file else { return };
        let done = work(desk);
        self.finish(form, done.map(|()| ("Saved".into(), Touched::ALL)));
    }

    fn search(&mut self, words: &str) {
        let today = self.now().today();
        let File::Open(desk) = &self.file else { return };
        let initials = self.env.preferences().initials;
        let lens = crate::views::Lens { db: desk.store.db(), person: &desk.person, today, initials };
        match crate::views::SearchView::load(lens, words, 40) {
            Ok(found) => self.shown.found = found,
            Err(error) => self.trouble(error.to_string()),
        }
    }

    fn ledger(&mut self, pupil: crate::model::PupilId, from: chrono::NaiveDate, to: chrono::NaiveDate) {
        if let Some(view) = self.look(|lens| LedgerView::load(lens, pupil, from, to)) {
            self.shown.ledger = view;
        }
    }

    fn costs(&mut self) {
        self.shown.costs = Some(self.look(CostsView::load).unwrap_or_default());
    }

    /// Loads a view that only one part of a screen asks for; what goes wrong is said.
    pub(super) fn look<T>(&mut self, load: impl FnOnce(Lens) -> store::Result<T>) -> Option<T> {
        let today = self.now().today();
        let File::Open(desk) = &self.file else { return None };
        let lens = Lens { db: desk.store.db(), person: &desk.person, today, initials: self.env.preferences().initials };
        match load(lens) {
            Ok(view) => Some(view),
            Err(error) => {
                self.trouble(error.to_string());
                None
            }
        }
    }

    fn keep_draft(&mut self, place: &str, body: Option<&str>) {
        let at = self.now().millis();
        let File::Open(desk) = &mut self.file else { return };
        let person = desk.person.id.0;
        let kept = match body {
            Some(body) => store::keep_draft(&mut desk.store, person, place, body, at),
            None => store::clear_draft(&mut desk.store, person, place),
        };
        if let Err(error) = kept {
            self.trouble(error.to_string());
        }
    }

    fn prefer(&mut self, ctx: &egui::Context, preference: Preference) {
        let mut preferences = self.env.preferences();
        match preference {
            Preference::Look(look) => preferences.look = look,
            Preference::Zoom(zoom) => preferences.zoom = zoom,
            Preference::ReadingFont(on) => {
                preferences.reading_font = on;
                theme::read_in(ctx, on);
            }
            Preference::Still(on) => preferences.still = on,
            Preference::Touch(on) => preferences.touch = on,
            Preference::Initials(on) => {
                preferences.initials = on;
                // Every view holds names: all are read again.
                self.stale = Touched::ALL;
                self.loaded = None;
                self.shown.found = Default::default();
            }
            Preference::NoGuide(on) => preferences.no_guide = on,
        }
        self.env.prefer(preferences);
        theme::wear(ctx, preferences.look, preferences.feel());
        ctx.set_zoom_factor(preferences.zoom);
    }
}
