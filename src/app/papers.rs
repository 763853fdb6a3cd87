//! Documents: laid out on a thread, written whole, audited.

use std::path::PathBuf;

use super::jobs::Answer;
use super::{App, File};
use crate::documents::{self, Document, Rendered};
use crate::model::PupilId;
use crate::ops::Event;
use crate::store;
use crate::ui::intent::{Form, Format, Pages, Paper};
use crate::views::{Lens, PortraitPage, ReviewSummary};

impl App {
    /// Lays out the pages of a document as pictures.
    pub(super) fn preview(&mut self, ctx: &egui::Context, paper: Paper) {
        self.shown.pages = Pages::default();
        let document = match self.document(paper) {
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
        let document = match self.document(paper) {
            Ok(document) => document,
            Err(why) => return self.answer(Form::Export, Err(why)),
        };
        let name = file_name(paper, format, self.now().local);
        self.jobs.start(Some(ctx), "export", Some("Writing the document…"), move || {
            let bytes = match format {
                Format::Pdf => documents::pdf(&document),
                Format::Word => documents::word(&document),
            };
            let result = bytes.map_err(|e| e.to_string()).and_then(|bytes| {
                let path = folder.join(&name);
                let written = std::fs::create_dir_all(&folder).and_then(|()| store::write_whole(&path, &bytes));
                written.map_err(|_| {
                    format!("The document could not be written to {}. Nothing has changed. Choose another folder.", folder.display())
                })?;
                Ok(path.to_string_lossy().into_owned())
            });
            Answer::Exported { paper, format, result }
        });
    }

    pub(super) fn exported(&mut self, paper: Paper, format: Format, result: Result<String, String>) {
        match result {
            Ok(path) => {
                let now = self.now();
                let (what, pupil) = about(paper);
                if let File::Open(desk) = &mut self.file
                    && let Err(error) = desk.note(Event::Exported { what, pupil, format: words(format) }, now)
                {
                    return self.trouble(error.to_string());
                }
                self.say(format!("Written: {path}"));
                self.shown.outcome = Some(crate::ui::Outcome { form: Form::Export, result: Ok(()) });
            }
            Err(why) => self.answer(Form::Export, Err(why)),
        }
    }

    fn document(&self, paper: Paper) -> Result<Document, String> {
        let File::Open(desk) = &self.file else { return Err("The file is locked.".into()) };
        let lens = Lens { db: desk.store.db(), person: &desk.person, today: self.now().today() };
        document(lens, paper)
    }
}

/// A document about a pupil, as the person who looks may see it.
pub fn document(lens: Lens, paper: Paper) -> Result<Document, String> {
    match paper {
        Paper::Portrait(pupil) => {
            let page = PortraitPage::load(lens, pupil).map_err(|e| e.to_string())?;
            page.map(|p| documents::portrait(&p)).ok_or_else(|| "This pupil has no pen portrait yet. Write one first.".into())
        }
        Paper::Summary { pupil, from, to } => {
            if to < from {
                return Err("The period ends before it begins. Mend its dates.".into());
            }
            let summary = ReviewSummary::load(lens, pupil, from, to).map_err(|e| e.to_string())?;
            summary.map(|s| documents::review_summary(&s)).ok_or_else(|| "This pupil is no longer there.".into())
        }
    }
}

fn about(paper: Paper) -> (&'static str, PupilId) {
    match paper {
        Paper::Portrait(pupil) => ("portrait", pupil),
        Paper::Summary { pupil, .. } => ("review summary", pupil),
    }
}

fn words(format: Format) -> &'static str {
    match format {
        Format::Pdf => "PDF",
        Format::Word => "Word",
    }
}

/// `review-summary-1f2a3b4c-20261120-0915.pdf`: the pupil's identifier, never the name.
fn file_name(paper: Paper, format: Format, now: chrono::NaiveDateTime) -> String {
    let (what, pupil) = about(paper);
    let id = pupil.0.simple().to_string();
    let ending = match format {
        Format::Pdf => "pdf",
        Format::Word => "docx",
    };
    format!("{}-{}-{}.{ending}", what.replace(' ', "-"), &id[id.len() - 8..], now.format("%Y%m%d-%H%M%S"))
}
