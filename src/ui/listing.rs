//! A list of alike rows: described once, then drawn, sorted, filtered and exported from that.

use egui::Ui;
use std::hash::{DefaultHasher, Hash, Hasher as _};

use super::intent::{Cx, Intent, TableOut};
use super::widgets::{self, Column, Sorting};
use crate::model::Cell;

/// A row that knows its columns.
pub trait Row {
    const COLUMNS: &'static [Column];

    fn cell(&self, column: usize) -> Cell;

    /// The row in words, for a screen reader.
    fn sentence(&self) -> String {
        let cells = (0..Self::COLUMNS.len()).map(|c| (Self::COLUMNS[c].title, self.cell(c).words()));
        cells.filter(|(_, words)| !words.is_empty()).map(|(title, words)| format!("{title} {words}")).collect::<Vec<_>>().join(", ")
    }

    /// Whether words stand anywhere in the row; the words are in lower case.
    fn holds(&self, words: &str) -> bool {
        words.is_empty() || (0..Self::COLUMNS.len()).any(|c| self.cell(c).words().to_lowercase().contains(words))
    }
}

/// The order of a list. It is made again only when the view, the filter or the sorting has changed.
#[derive(Default)]
pub struct Listing {
    words: String,
    sorting: Sorting,
    of: Option<(u64, u64, String, Sorting)>,
    order: Vec<usize>,
}

impl Listing {
    /// Filters and sorts what fits, if anything has changed since the last time.
    pub fn refresh<R: Row>(&mut self, version: u64, filter: &impl Hash, rows: &[R], fits: impl Fn(&R) -> bool) {
        let mut hasher = DefaultHasher::new();
        filter.hash(&mut hasher);
        let wanted = Some((version, hasher.finish(), self.words.clone(), self.sorting));
        if self.of == wanted {
            return;
        }
        let words = self.words.trim().to_lowercase();
        self.order = (0..rows.len()).filter(|i| fits(&rows[*i]) && rows[*i].holds(&words)).collect();
        self.order.sort_by_cached_key(|i| rows[*i].cell(self.sorting.column).key());
        if self.sorting.down {
            self.order.reverse();
        }
        self.of = wanted;
    }

    /// Draws the field that filters by words anywhere in a row; `name` says what is filtered.
    pub fn filter(&mut self, ui: &mut Ui, name: &str, hint: &str) {
        widgets::filter_field(ui, name, hint, &mut self.words);
    }

    /// How many rows are left by the filter.
    pub fn count(&self) -> usize {
        self.order.len()
    }

    /// Draws the list; answers the place of the row that was chosen.
    pub fn ui<R: Row>(&mut self, ui: &mut Ui, id: &str, rows: &[R]) -> Option<usize> {
        let order = &self.order;
        let row = |i: usize| &rows[order[i]];
        let (chosen, _) =
            widgets::table(ui, id, R::COLUMNS, &mut self.sorting, order.len(), |i, c| row(i).cell(c).words(), |i| row(i).sentence());
        chosen.map(|i| self.order[i])
    }

    /// A button that writes the list as it stands: its filter, its order, its columns.
    pub fn export<R: Row>(&self, ui: &mut Ui, cx: &mut Cx, title: &'static str, rows: &[R]) {
        let cells = |i: &usize| (0..R::COLUMNS.len()).map(|c| rows[*i].cell(c)).collect();
        export(ui, cx, title, || R::COLUMNS.iter().map(|c| c.title.to_owned()).collect(), || self.order.iter().map(cells).collect());
    }
}

/// A button that writes rows under their headings.
pub fn export(ui: &mut Ui, cx: &mut Cx, title: &'static str, head: impl Fn() -> Vec<String>, rows: impl Fn() -> Vec<Vec<Cell>>) {
    let name = format!("Export this table as Excel: {title}");
    if widgets::ghost(ui, None, "Export as Excel").accessible_name(name).clicked() {
        cx.ask(Intent::ExportTable(Box::new(TableOut { title, head: head(), rows: rows() })));
    }
}
