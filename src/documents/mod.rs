//! A view in, bytes out: PDF and Word from one document, so that both say the same.

mod calendar;
mod chart;
mod day;
mod excel;
mod ledger;
mod paper;
mod pdf;
mod plain;
mod portrait;
mod summary;
mod week;
mod word;

pub use calendar::calendar;
pub use day::{cover_sheet, day_sheet, digest, tally_sheet};
pub use excel::{register, statement as statement_workbook, table, target_tracker};
pub use ledger::statement;
pub use paper::{document, whole};
pub use pdf::{Rendered, pdf, render};
pub use plain::{for_parents, for_pupil};
pub use portrait::portrait;
pub use summary::review_summary;
pub use week::staff_timetable;
pub use word::word;

use crate::views::ChartShape;

/// A document before it has a format.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub title: String,
    /// At the foot of each page.
    pub foot: String,
    pub blocks: Vec<Block>,
}

/// One part of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading of rank 1 to 3.
    Heading(u8, String),
    Paragraph(String),
    /// A line that stands back.
    Weak(String),
    /// Something that must not be missed.
    Callout(String),
    /// Names and values.
    Fields(Vec<(String, String)>),
    /// A table with a row of headings; the shares of its columns.
    Table {
        shares: Vec<u8>,
        head: Vec<String>,
        rows: Vec<Vec<String>>,
    },
    /// A chart; its sentence is its alternative text.
    Chart(Box<ChartShape>),
    /// Headed texts side by side, two in a row.
    Boxes(Vec<(String, String)>),
    /// Lines to sign on.
    Signatures(Vec<String>),
}

impl Document {
    /// All the words in reading order, one block a line: what a person hears, and what tests compare.
    pub fn text(&self) -> String {
        let mut lines = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Heading(_, t) | Block::Paragraph(t) | Block::Weak(t) | Block::Callout(t) => lines.push(t.clone()),
                Block::Fields(pairs) | Block::Boxes(pairs) => lines.extend(pairs.iter().flat_map(|(a, b)| [a.clone(), b.clone()])),
                Block::Table { head, rows, .. } => lines.extend(std::iter::once(head).chain(rows).flatten().cloned()),
                Block::Chart(shape) => lines.push(format!("Chart. {}", shape.sentence)),
                Block::Signatures(names) => lines.extend(names.iter().cloned()),
            }
        }
        lines.retain(|l| !l.is_empty());
        lines.join("\n")
    }
}

/// Why a document could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("The document could not be laid out, so nothing was written. Everything in the file is safe. Tell IT support: {0}")]
    Layout(String),
    #[error("The Excel file could not be put together, so nothing was written. Everything in the file is safe.")]
    Excel,
    #[error("The Word file could not be put together, so nothing was written. Everything in the file is safe.")]
    Word,
}
