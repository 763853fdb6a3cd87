//! Tables: only the rows in sight are drawn; each row is one thing to the keyboard and says itself as
//! a sentence to a screen reader. The header sorts.

use egui::{
    Align2, FontId, Rect, ScrollArea, Sense, TextStyle, Ui, WidgetInfo, accesskit::Role, text::LayoutJob, text::TextWrapping, vec2,
};

use crate::ui::theme::{icons, space, tokens};

/// A column: its title and its share of the width.
pub struct Column {
    pub title: &'static str,
    pub share: f32,
}

/// Which column a table is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sorting {
    pub column: usize,
    pub down: bool,
}

/// Draws a table of `count` rows; `cell` gives the text of a row's column, `sentence` the whole row in
/// words. Answers the row that was chosen. True in the second place when the sorting changed.
pub fn table(
    ui: &mut Ui,
    id: &str,
    columns: &[Column],
    sorting: &mut Sorting,
    count: usize,
    cell: impl Fn(usize, usize) -> String,
    sentence: impl Fn(usize) -> String,
) -> (Option<usize>, bool) {
    let wide = columns.len() as f32 * space::COLUMN;
    let room = ui.available_width();
    let mut rows = |ui: &mut Ui| {
        if wide > room {
            ui.set_width(wide);
        }
        rows_in(ui, id, columns, sorting, count, &cell, &sentence)
    };
    if wide > room {
        let sideways = ScrollArea::horizontal().id_salt((id, "sideways")).auto_shrink([false, false]);
        return sideways.min_scrolled_height(6.0 * space::ROW).show(ui, rows).inner;
    }
    rows(ui)
}

/// The table in the width there is.
fn rows_in(
    ui: &mut Ui,
    id: &str,
    columns: &[Column],
    sorting: &mut Sorting,
    count: usize,
    cell: &dyn Fn(usize, usize) -> String,
    sentence: &dyn Fn(usize) -> String,
) -> (Option<usize>, bool) {
    let total: f32 = columns.iter().map(|c| c.share).sum();
    let width = ui.available_width() - space::M;
    let widths: Vec<f32> = columns.iter().map(|c| c.share / total * width).collect();
    let resorted = header(ui, id, columns, &widths, sorting);
    let mut chosen = None;
    let least = 6.0 * space::ROW;
    ScrollArea::vertical().id_salt(id).auto_shrink([false, false]).min_scrolled_height(least).show_viewport(ui, |ui, viewport| {
        ui.set_height(count as f32 * space::ROW);
        ui.set_width(width + space::M);
        let origin = ui.max_rect().min;
        let first = ((viewport.min.y / space::ROW).floor() as usize).saturating_sub(1);
        let last = ((viewport.max.y / space::ROW).ceil() as usize + 1).min(count);
        for row in first..last {
            let rect = Rect::from_min_size(origin + vec2(0.0, row as f32 * space::ROW), vec2(width, space::ROW));
            if draw_row(ui, id, row, rect, &widths, &cell, &sentence) {
                chosen = Some(row);
            }
        }
    });
    (chosen, resorted)
}

fn header(ui: &mut Ui, id: &str, columns: &[Column], widths: &[f32], sorting: &mut Sorting) -> bool {
    let t = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, t.line_strong));
    let mut x = rect.left();
    let mut changed = false;
    for (i, column) in columns.iter().enumerate() {
        let place = Rect::from_min_size(egui::pos2(x, rect.top()), vec2(widths[i], 30.0));
        x += widths[i];
        if column.title.is_empty() {
            continue;
        }
        let response = ui.interact(place, ui.scope_id().with((id, "head", i)), Sense::click());
        let own = sorting.column == i;
        let order = match (own, sorting.down) {
            (true, true) => ", sorted, last first",
            (true, false) => ", sorted",
            _ => "",
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Sort by {}{order}", column.title)));
        let ink = if own || response.hovered() || response.has_focus() { t.text } else { t.text_weak };
        let font = TextStyle::Name("strong".into()).resolve(ui.style());
        let drawn = ui.painter().text(
            place.left_center() + vec2(space::S, 0.0),
            Align2::LEFT_CENTER,
            column.title,
            FontId::new(13.5, font.family),
            ink,
        );
        if own {
            let icon = if sorting.down { icons::ARROW_DOWN } else { icons::ARROW_UP };
            icon.image(12.0, ink).paint_at(ui, Rect::from_center_size(drawn.right_center() + vec2(10.0, 0.0), vec2(12.0, 12.0)));
        }
        if response.has_focus() {
            ui.painter().rect_stroke(place.shrink(2.0), 4, egui::Stroke::new(2.0, t.focus), egui::StrokeKind::Inside);
        }
        if response.clicked() {
            *sorting = Sorting { column: i, down: own && !sorting.down };
            changed = true;
        }
    }
    changed
}

fn draw_row(
    ui: &mut Ui,
    id: &str,
    row: usize,
    rect: Rect,
    widths: &[f32],
    cell: &impl Fn(usize, usize) -> String,
    sentence: &impl Fn(usize) -> String,
) -> bool {
    let t = tokens(ui);
    let response = ui.interact(rect, ui.scope_id().with((id, row)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, sentence(row)));
    if response.gained_focus() {
        ui.scroll_to_rect(rect, None);
    }
    if response.hovered() {
        ui.painter().rect_filled(rect, 4, t.surface_soft);
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, t.line));
    if response.has_focus() {
        ui.painter().rect_stroke(rect.shrink(1.0), 4, egui::Stroke::new(2.0, t.focus), egui::StrokeKind::Inside);
    }
    let font = TextStyle::Body.resolve(ui.style());
    let mut x = rect.left();
    for (column, width) in widths.iter().enumerate() {
        let text = cell(row, column);
        if !text.is_empty() {
            let ink = if column == 0 { t.text } else { t.text_weak };
            let mut job = LayoutJob::simple_singleline(text, font.clone(), ink);
            job.wrap = TextWrapping::truncate_at_width(width - space::M);
            let galley = ui.painter().layout_job(job);
            let at = egui::pos2(x + space::S, rect.center().y - galley.size().y / 2.0);
            ui.painter().galley(at, galley, ink);
        }
        x += width;
    }
    response.clicked()
}
