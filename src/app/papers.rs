//! Documents: laid out on a thread, written whole, audited; one or a whole term's in one go.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use super::jobs::Answer;
use super::{App, File};
use crate::documents::{self, Document, Rendered};
use crate::ops::Event;
use crate::store;
use crate::ui::intent::{Form, Format, Pages, Paper, TableOut};
use crate::views::Lens;

/// Many documents that are being written one after the other.
pub struct Batch {
    left: VecDeque<Paper>,
    format: Format,
    folder: PathBuf,
    total: usize,
    failed: usize,
}

/// The file in the folder, numbered where another document has the name already: many are written in one second.
fn unused(folder: &Path, name: &str) -> PathBuf {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let numbered = (2..).map(|n| folder.join(format!("{stem}-{n}.{ending}")));
    std::iter::once(folder.join(name)).chain(numbered).find(|path| !path.exists()).unwrap_or_default()
}

impl App {
    /// Lays out the pages of a document as pictures.
    pub(super) fn preview(&mut self, ctx: &egui::Context, paper: Paper) {
        self.shown.pages = Pages::default();
        let document = match self.document(&paper) {
            Ok(document) => document,
            Err(why) => {
                self.shown.pages = Pages { of: Some(paper), problem: Some(why), ..Pages::default() };
                return;
            }
        };
        self.jobs.start(Some(ctx), "preview", Some("Preparing the pages…"), move || Answer::Pages {
            paper,
            text: document.text(),
            pages: documents::render(&document, 1.5).map_err(|e| e.to_string()),
        });
    }

    pub(super) fn pages_ready(&mut self, ctx: &egui::Context, paper: Paper, pages: Result<Vec<Rendered>, String>, text: String) {
        if !matches!(self.file, File::Open(_)) {
            return;
        }
        let (pages, problem) = match pages {
            Ok(pages) => (pages, None),
            Err(why) => (Vec::new(), Some(why)),
        };
        let pages = pages
            .iter()
            .enumerate()
            .map(|(i, page)| {
                let image = egui::ColorImage::from_rgba_unmultiplied([page.width, page.height], &page.rgba);
                ctx.load_texture(format!("page {i}"), image, egui::TextureOptions::LINEAR)
            })
            .collect();
        self.shown.pages = Pages { of: Some(paper), pages, text, problem };
    }

    /// Writes a document into a folder. Its name holds no pupil's name.
    pub(super) fn export(&mut self, ctx: &egui::Context, paper: Paper, format: Format, folder: PathBuf) {
        let name = paper.file_name(format, self.now().local);
        let make: Box<dyn FnOnce() -> Result<Vec<u8>, String> + Send> = if matches!(format, Format::Excel | Format::Calendar) {
            match self.whole(&paper, format) {
                Ok(bytes) => Box::new(move || Ok(bytes)),
                Err(why) => return self.export_failed(why),
            }
        } else {
            match self.document(&paper) {
                Ok(document) => Box::new(move || {
                    let bytes = if format == Format::Word { documents::word(&document) } else { documents::pdf(&document) };
                    bytes.map_err(|e| e.to_string())
                }),
                Err(why) => return self.export_failed(why),
            }
        };
        let says = if self.batch.is_some() { None } else { Some("Writing the document…") };
        self.jobs.start(Some(ctx), "export", says, move || {
            let result = make().and_then(|bytes| {
                let path = unused(&folder, &name);
                let written = std::fs::create_dir_all(&folder).and_then(|()| store::write_whole(&path, &bytes));
                written.map_err(|_| {
                    format!("The document could not be written to {}. Nothing has changed. Choose another folder.", folder.display())
                })?;
                Ok(path.to_string_lossy().into_owned())
            });
            Answer::Exported { paper, format, result }
        });
    }

    fn export_failed(&mut self, why: String) {
        match &mut self.batch {
            Some(batch) => batch.failed += 1,
            None => self.answer(Form::Export, Err(why)),
        }
    }

    /// Starts to write many documents. Cancelling keeps those that are written.
    pub(super) fn export_many(&mut self, papers: Vec<Paper>, format: Format) {
        if papers.is_empty() {
            return self.answer(Form::Export, Err("Nobody is chosen, so there is nothing to write.".into()));
        }
        let folder = self.shown.folders.documents.join(format!("documents-{}", self.now().local.format("%Y%m%d-%H%M")));
        self.batch = Some(Batch { total: papers.len(), left: papers.into(), format, folder, failed: 0 });
    }

    /// Writes the next of many, one at a time so that it can be cancelled between two.
    pub(super) fn go_on_writing(&mut self, ctx: &egui::Context) {
        let Some(batch) = &mut self.batch else {
            self.shown.progress = None;
            return;
        };
        let done = batch.total - batch.left.len();
        self.shown.progress = Some((done, batch.total));
        if self.jobs.has("export") {
            return;
        }
        match batch.left.pop_front() {
            Some(paper) => {
                let (format, folder) = (batch.format, batch.folder.clone());
                self.export(ctx, paper, format, folder);
                ctx.request_repaint();
            }
            None => self.end_writing(false),
        }
    }

    pub(super) fn end_writing(&mut self, cancelled: bool) {
        let Some(batch) = self.batch.take() else { return };
        self.shown.progress = None;
        let written = batch.total - batch.left.len() - batch.failed;
        let failed = if batch.failed > 0 { format!(" {} could not be written.", batch.failed) } else { String::new() };
        let end = if cancelled { "Cancelled. " } else { "" };
        self.say(format!("{end}{written} of {} written to {}.{failed}", batch.total, batch.folder.display()));
        self.shown.outcome = Some(crate::ui::Outcome { form: Form::Export, result: Ok(()) });
    }

    /// Writes a table as it is shown.
    pub(super) fn export_table(&mut self, ctx: &egui::Context, table: TableOut) {
        let name = format!("{}-{}.xlsx", table.title.to_lowercase().replace(' ', "-"), self.now().local.format("%Y%m%d-%H%M%S"));
        let folder = self.shown.folders.documents.clone();
        let now = self.now();
        if let File::Open(desk) = &mut self.file
            && let Err(error) = desk.note(Event::Exported { what: "table", pupil: None, format: "Excel" }, now)
        {
            return self.trouble(error.to_string());
        }
        self.jobs.start(Some(ctx), "table", Some("Writing the table…"), move || {
            let bytes = documents::table(table.title, &table.head, &table.rows).map_err(|e| e.to_string());
            Answer::Table(bytes.and_then(|bytes| {
                let path = folder.join(&name);
                std::fs::create_dir_all(&folder).and_then(|()| store::write_whole(&path, &bytes)).map_err(|_| {
                    format!("The table could not be written to {}. Nothing has changed. Choose another folder.", folder.display())
                })?;
                Ok(path.to_string_lossy().into_owned())
            }))
        });
    }

    pub(super) fn exported(&mut self, paper: &Paper, format: Format, result: Result<String, String>) {
        match result {
            Ok(path) => {
                let now = self.now();
                let (what, pupil) = paper.about();
                if let File::Open(desk) = &mut self.file
                    && let Err(error) = desk.note(Event::Exported { what, pupil, format: format.words() }, now)
                {
                    return self.trouble(error.to_string());
                }
                if self.batch.is_none() {
                    self.say(format!("Written: {path}"));
                    self.shown.outcome = Some(crate::ui::Outcome { form: Form::Export, result: Ok(()) });
                }
            }
            Err(why) => self.export_failed(why),
        }
    }

    fn document(&self, paper: &Paper) -> Result<Document, String> {
        let File::Open(desk) = &self.file else { return Err("The file is locked.".into()) };
        let lens = Lens { db: desk.store.db(), person: &desk.person, today: self.now().today(), initials: false };
        documents::document(lens, paper)
    }

    fn whole(&self, paper: &Paper, format: Format) -> Result<Vec<u8>, String> {
        let File::Open(desk) = &self.file else { return Err("The file is locked.".into()) };
        let lens = Lens { db: desk.store.db(), person: &desk.person, today: self.now().today(), initials: false };
        documents::whole(lens, paper, format)
    }
}
