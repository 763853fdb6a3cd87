//! Documents as PDF (tagged, PDF/UA-1: what is not accessible does not compile) and as pictures of
//! their pages, both from the same layout.
//!
//! Typst runs as a library in a world of its own: embedded fonts, no file, no network, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::{LazyHash, Scalar};
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::{Block, Document, Error, chart};

const TEMPLATE: &str = include_str!("../../assets/templates/page.typ");

/// A page as a picture: RGBA, not premultiplied by the page's white ground.
pub struct Rendered {
    pub width: usize,
    pub height: usize,
    pub rgba: Vec<u8>,
}

/// The document as PDF/UA-1.
pub fn pdf(document: &Document) -> Result<Vec<u8>, Error> {
    let paged = layout(&source(document))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|e| Error::Layout(e.message().to_string()))?;
    let options = PdfOptions { standards, ..PdfOptions::default() };
    typst_pdf::pdf(&paged, &options).map_err(|errors| first(&errors))
}

/// The document's pages as pictures.
pub fn render(document: &Document, pixels_per_point: f32) -> Result<Vec<Rendered>, Error> {
    Ok(pictures(&layout(&source(document))?, pixels_per_point))
}

/// A chart as PNG, for Word: pixels across and down, and the file.
pub(super) fn chart_png(shape: &crate::views::ChartShape) -> Result<(u32, u32, Vec<u8>), Error> {
    let text = format!(
        "#set page(width: {}pt, height: {}pt, margin: 0pt)\n#image(bytes({}), format: \"svg\", width: 100%)",
        chart::WIDTH,
        chart::HEIGHT,
        quoted(&chart::svg(shape))
    );
    let page = pictures(&layout(&text)?, 2.0).into_iter().next().ok_or(Error::Word)?;
    let mut png = std::io::Cursor::new(Vec::new());
    let picture = image::RgbaImage::from_raw(page.width as u32, page.height as u32, page.rgba).ok_or(Error::Word)?;
    picture.write_to(&mut png, image::ImageFormat::Png).map_err(|_| Error::Word)?;
    Ok((picture.width(), picture.height(), png.into_inner()))
}

fn pictures(paged: &PagedDocument, pixels_per_point: f32) -> Vec<Rendered> {
    let options = typst_render::RenderOptions { pixel_per_pt: Scalar::new(f64::from(pixels_per_point)), ..Default::default() };
    paged
        .pages()
        .iter()
        .map(|page| {
            let pixels = typst_render::render(page, &options);
            let rgba = pixels.pixels().iter().flat_map(|p| {
                let c = p.demultiply();
                [c.red(), c.green(), c.blue(), c.alpha()]
            });
            Rendered { width: pixels.width() as usize, height: pixels.height() as usize, rgba: rgba.collect() }
        })
        .collect()
}

fn layout(text: &str) -> Result<PagedDocument, Error> {
    let world = Paper { main: Source::detached(text) };
    let done = typst::compile::<PagedDocument>(&world);
    // The caches of one document hold its pupils' names: they go with it.
    comemo::evict(0);
    done.output.map_err(|errors| first(&errors))
}

fn first(errors: &[typst::diag::SourceDiagnostic]) -> Error {
    Error::Layout(errors.first().map_or_else(|| "no reason given".into(), |e| e.message.to_string()))
}

/// The document as Typst. Every word of content stands as a quoted string, so that nothing a person
/// typed is read as markup.
fn source(document: &Document) -> String {
    let mut out = TEMPLATE.to_owned();
    out += &format!("#set document(title: {})\n", quoted(&document.title));
    out += &format!(
        "#set page(paper: \"a4\", margin: (x: 18mm, top: 16mm, bottom: 18mm), footer: context [#weak({})#h(1fr)#weak([Page #counter(page).display() of #counter(page).final().first()])])\n",
        quoted(&document.foot)
    );
    for block in &document.blocks {
        out += &block_source(block);
        out.push('\n');
    }
    out
}

fn block_source(block: &Block) -> String {
    let list = |items: &[String]| items.iter().map(|t| format!("{},", lines(t))).collect::<String>();
    let pairs = |items: &[(String, String)]| items.iter().map(|(a, b)| format!("({}, {}),", quoted(a), lines(b))).collect::<String>();
    match block {
        Block::Heading(level, text) => format!("#head({level}, {})", quoted(text)),
        Block::Paragraph(text) => format!("#par({})", lines(text)),
        Block::Weak(text) => format!("#par(weak({}))", quoted(text)),
        Block::Callout(text) => format!("#callout({})", quoted(text)),
        Block::Fields(items) => format!("#fields({})", pairs(items)),
        Block::Boxes(items) => format!("#boxes({})", pairs(items)),
        Block::Signatures(names) => format!("#v(20pt)#signatures({})", list(names)),
        Block::Table { shares, head, rows } => {
            let shares: String = shares.iter().map(|s| format!("{s}fr,")).collect();
            let rows: String = rows.iter().map(|r| format!("({}),", list(r))).collect();
            format!("#data(({shares}), ({}), {rows})", list(head))
        }
        Block::Chart(shape) => format!(
            "#block(breakable: false, image(bytes({}), format: \"svg\", width: 100%, alt: {}))",
            quoted(&chart::svg(shape)),
            quoted(&format!("Chart. {}", shape.sentence))
        ),
    }
}

/// Text with its line ends kept.
fn lines(text: &str) -> String {
    let parts: Vec<String> = text.split('\n').map(|l| format!("text({})", quoted(l))).collect();
    parts.join(" + linebreak() + ")
}

/// A Typst string literal.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// What Typst is allowed to see.
struct Paper {
    main: Source,
}

struct Shelf {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(|| {
    let files: [&'static [u8]; 3] = [
        include_bytes!("../../assets/fonts/AtkinsonHyperlegibleNext-Regular.ttf"),
        include_bytes!("../../assets/fonts/AtkinsonHyperlegibleNext-Bold.ttf"),
        epaint_default_fonts::UBUNTU_LIGHT,
    ];
    let fonts: Vec<Font> = files.iter().flat_map(|f| Font::iter(Bytes::new(*f))).collect();
    Shelf { library: LazyHash::new(Library::default()), book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
});

impl World for Paper {
    fn library(&self) -> &LazyHash<Library> {
        &SHELF.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHELF.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHELF.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
