//! Documents as Word files: real heading styles, real tables with header rows, charts with alt text.

use std::io::{Cursor, Read as _, Write as _};

use docx_rs::{
    AlignmentType, BreakType, Docx, Footer, LineSpacing, PageMargin, Paragraph, Pic, Run, RunFonts, Shading, Style, StyleType, Table,
    TableCell, TableCellBorder, TableCellBorderPosition, TableLayoutType, TableRow, WidthType,
};

use super::chart::escape;
use super::{Block, Document, Error, pdf};

/// Twentieths of a point across the text of an A4 page with 18 mm margins.
const TEXT_WIDTH: usize = 9_865;
const POINTS_TO_EMU: f32 = 12_700.0;
const FONT: &str = "Atkinson Hyperlegible Next";

/// The document as a .docx file.
pub fn word(document: &Document) -> Result<Vec<u8>, Error> {
    let mut docx = styles(Docx::new())
        .page_size(11_906, 16_838)
        .page_margin(PageMargin::new().top(907).bottom(1020).left(1020).right(1020).footer(500))
        .footer(Footer::new().add_paragraph(Paragraph::new().add_run(Run::new().add_text(&document.foot).size(18).color("57544C"))));
    let mut pictures = Vec::new();
    for block in &document.blocks {
        docx = add(docx, block, &mut pictures)?;
    }
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).map_err(|_| Error::Word)?;
    finish(&bytes.into_inner(), &document.title, &pictures)
}

fn styles(docx: Docx) -> Docx {
    let fonts = RunFonts::new().ascii(FONT).hi_ansi(FONT).cs(FONT);
    let heading = |id: &str, name: &str, size: usize, level: usize| {
        Style::new(id, StyleType::Paragraph)
            .name(name)
            .based_on("Normal")
            .next("Normal")
            .size(size)
            .bold()
            .outline_lvl(level)
            .line_spacing(LineSpacing::new().before(240).after(80))
    };
    docx.default_fonts(fonts)
        .default_size(21)
        .add_style(heading("Heading1", "heading 1", 34, 0))
        .add_style(heading("Heading2", "heading 2", 25, 1))
        .add_style(heading("Heading3", "heading 3", 22, 2))
}

fn add(docx: Docx, block: &Block, pictures: &mut Vec<String>) -> Result<Docx, Error> {
    let weak = |text: &str| Paragraph::new().add_run(Run::new().add_text(text).size(19).color("57544C"));
    Ok(match block {
        Block::Heading(level, text) => {
            docx.add_paragraph(Paragraph::new().style(&format!("Heading{level}")).add_run(Run::new().add_text(text)))
        }
        Block::Paragraph(text) => docx.add_paragraph(body(text)),
        Block::Weak(text) => docx.add_paragraph(weak(text)),
        Block::Callout(text) => {
            let cell = shaded("FBEBCB").add_paragraph(Paragraph::new().add_run(Run::new().add_text(text).bold()));
            docx.add_table(sized(Table::new(vec![TableRow::new(vec![cell])]), &[100])).add_paragraph(Paragraph::new())
        }
        Block::Fields(pairs) => pairs.iter().fold(docx, |docx, (name, value)| {
            let name = Run::new().add_text(format!("{name}  ")).color("57544C");
            docx.add_paragraph(
                Paragraph::new().line_spacing(LineSpacing::new().after(40)).add_run(name).add_run(Run::new().add_text(value)),
            )
        }),
        Block::Table { shares, head, rows } => {
            let shares: Vec<usize> = shares.iter().map(|s| usize::from(*s)).collect();
            let header = head
                .iter()
                .map(|t| shaded("F4EFE4").add_paragraph(Paragraph::new().add_run(Run::new().add_text(t).bold().size(19))))
                .collect();
            let mut all = vec![TableRow::new(header).cant_split()];
            all.extend(
                rows.iter().map(|row| TableRow::new(row.iter().map(|t| TableCell::new().add_paragraph(body(t))).collect()).cant_split()),
            );
            docx.add_table(sized(Table::new(all), &shares)).add_paragraph(Paragraph::new())
        }
        Block::Boxes(pairs) => pairs.iter().fold(docx, |docx, (name, text)| {
            docx.add_paragraph(Paragraph::new().style("Heading2").add_run(Run::new().add_text(name))).add_paragraph(body(text))
        }),
        Block::Chart(shape) => {
            let (width, height, png) = pdf::chart_png(shape)?;
            pictures.push(format!("Chart. {}", shape.sentence));
            let across = super::chart::WIDTH * POINTS_TO_EMU;
            let down = across * height as f32 / width as f32;
            let picture = Pic::new_with_dimensions(png, width, height).size(across as u32, down as u32);
            docx.add_paragraph(Paragraph::new().align(AlignmentType::Left).add_run(Run::new().add_image(picture)))
        }
        Block::Signatures(names) => names.iter().fold(docx, |docx, name| {
            docx.add_paragraph(Paragraph::new().line_spacing(LineSpacing::new().before(480)).add_run(Run::new().add_text("_".repeat(44))))
                .add_paragraph(weak(name))
        }),
    })
}

fn body(text: &str) -> Paragraph {
    let mut run = Run::new();
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        run = run.add_text(line);
    }
    Paragraph::new().line_spacing(LineSpacing::new().after(120)).add_run(run)
}

fn shaded(fill: &str) -> TableCell {
    let plain = TableCellBorder::new(TableCellBorderPosition::Bottom).color("C9C0B0");
    TableCell::new().shading(Shading::new().fill(fill)).set_border(plain)
}

fn sized(table: Table, shares: &[usize]) -> Table {
    let total: usize = shares.iter().sum::<usize>().max(1);
    table.set_grid(shares.iter().map(|s| TEXT_WIDTH * s / total).collect()).width(TEXT_WIDTH, WidthType::Dxa).layout(TableLayoutType::Fixed)
}

/// What the writing library cannot say: the title, the language, header rows and the charts' alt text.
fn finish(bytes: &[u8], title: &str, pictures: &[String]) -> Result<Vec<u8>, Error> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Error::Word)?;
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).map_err(|_| Error::Word)?;
        let name = file.name().to_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).map_err(|_| Error::Word)?;
        let changed = match name.as_str() {
            "word/document.xml" => with_alt_text(&with_header_rows(&utf8(content)?), pictures).into_bytes(),
            "word/styles.xml" => {
                utf8(content)?.replacen("<w:rPrDefault><w:rPr>", "<w:rPrDefault><w:rPr><w:lang w:val=\"en-GB\"/>", 1).into_bytes()
            }
            "docProps/core.xml" => with_title(&utf8(content)?, title).into_bytes(),
            _ => content,
        };
        // A fixed time, so that the same document gives the same bytes.
        let options = zip::write::SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        out.start_file(name, options).map_err(|_| Error::Word)?;
        out.write_all(&changed).map_err(|_| Error::Word)?;
    }
    Ok(out.finish().map_err(|_| Error::Word)?.into_inner())
}

fn utf8(bytes: Vec<u8>) -> Result<String, Error> {
    String::from_utf8(bytes).map_err(|_| Error::Word)
}

/// Marks each table's first row as its header, where the table has more than one row.
fn with_header_rows(xml: &str) -> String {
    let mut out = String::new();
    for (i, part) in xml.split("<w:tbl>").enumerate() {
        if i > 0 {
            out.push_str("<w:tbl>");
        }
        let table = part.split("</w:tbl>").next().unwrap_or("");
        if i > 0 && table.matches("<w:tr>").count() > 1 {
            out.push_str(&part.replacen("<w:trPr>", "<w:trPr><w:tblHeader/>", 1));
        } else {
            out.push_str(part);
        }
    }
    out
}

/// Gives each picture the sentence that says what it shows.
fn with_alt_text(xml: &str, pictures: &[String]) -> String {
    let mut parts = xml.split("<wp:docPr ");
    let mut out = parts.next().unwrap_or("").to_owned();
    for (i, part) in parts.enumerate() {
        let alt = pictures.get(i).map_or("", String::as_str);
        out.push_str(&format!("<wp:docPr descr=\"{}\" {part}", escape(alt)));
    }
    out
}

fn with_title(xml: &str, title: &str) -> String {
    let end = "</cp:coreProperties>";
    let title = format!("<dc:title>{}</dc:title>{end}", escape(title));
    match xml.find("<dc:title") {
        None => xml.replacen(end, &title, 1),
        Some(_) => xml.to_owned(),
    }
}
