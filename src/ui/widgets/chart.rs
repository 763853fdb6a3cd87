//! Charts: drawn from the shape that the paper uses too, with a sentence for a screen reader.

use egui::{Align2, Color32, FontId, Pos2, Rect, Response, Sense, Stroke, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use crate::ui::theme::tokens;
use crate::views::ChartShape;

const LEFT: f32 = 44.0;
const BOTTOM: f32 = 24.0;

/// A target's chart: points, baseline, aim line, trend, missed sessions shaded.
pub fn chart(ui: &mut Ui, shape: &ChartShape, height: f32) -> Response {
    let t = tokens(ui);
    let (whole, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Chart. {}", shape.sentence)));
    let plot = Rect::from_min_max(whole.min + vec2(LEFT, 28.0), whole.max - vec2(12.0, BOTTOM));
    let at = |p: (f32, f32)| pos2(plot.left() + p.0 * plot.width(), plot.bottom() - p.1 * plot.height());
    let small = FontId::proportional(12.5);
    let p = ui.painter().with_clip_rect(whole);
    for x in &shape.missed {
        let middle = at((*x, 0.0)).x;
        p.rect_filled(Rect::from_x_y_ranges(middle - 2.5..=middle + 2.5, plot.y_range()), 0, t.chart_missed);
    }
    for (y, label) in &shape.y_ticks {
        let line = at((0.0, *y)).y;
        p.hline(plot.x_range(), line, Stroke::new(1.0, t.line));
        p.text(pos2(plot.left() - 6.0, line), Align2::RIGHT_CENTER, label, small.clone(), t.text_weak);
    }
    for (x, label) in &shape.x_ticks {
        let line = at((*x, 0.0)).x;
        p.vline(line, plot.bottom()..=plot.bottom() + 4.0, Stroke::new(1.0, t.line_strong));
        let anchor = if *x > 0.95 { Align2::RIGHT_TOP } else { Align2::CENTER_TOP };
        p.text(pos2(line, plot.bottom() + 6.0), anchor, label, small.clone(), t.text_weak);
    }
    p.text(whole.min + vec2(2.0, 2.0), Align2::LEFT_TOP, &shape.y_title, small.clone(), t.text_weak);
    p.hline(plot.x_range(), plot.bottom(), Stroke::new(1.0, t.line_strong));
    if let Some(today) = shape.today {
        dashed(&p, at((today, 0.0)), at((today, 1.0)), Stroke::new(1.0, t.line_strong));
    }
    dashed(&p, at(shape.aim[0]), at(shape.aim[1]), Stroke::new(1.5, t.chart_aim));
    let goal = at(shape.aim[1]);
    p.text(goal + vec2(-6.0, -4.0), Align2::RIGHT_BOTTOM, "Aim", small, t.text_weak);
    if let Some([a, b]) = shape.trend {
        p.line_segment([at(a), at(b)], Stroke::new(2.5, t.chart_line));
    }
    let base = at(shape.baseline);
    p.rect_filled(Rect::from_center_size(base, vec2(8.0, 8.0)), 0, t.chart_aim);
    for (x, name) in &shape.phases {
        let line = at((*x, 0.0)).x;
        p.vline(line, plot.y_range(), Stroke::new(1.5, t.line_strong));
        p.text(pos2(line + 4.0, plot.top()), Align2::LEFT_TOP, name, FontId::proportional(12.5), t.text_weak);
    }
    for cross in &shape.crosses {
        let c = at(*cross);
        let stroke = Stroke::new(1.5, t.bad);
        p.line_segment([c + vec2(-3.0, -3.0), c + vec2(3.0, 3.0)], stroke);
        p.line_segment([c + vec2(-3.0, 3.0), c + vec2(3.0, -3.0)], stroke);
    }
    for point in &shape.points {
        p.circle(at(*point), 3.5, t.chart_line, Stroke::new(1.0, t.surface));
    }
    response
}

/// A chart the size of a word: the readings and nothing else.
pub fn sparkline(ui: &mut Ui, shape: &ChartShape, name: &str) {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(96.0, 26.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{name}: {}", shape.sentence)));
    let at = |p: (f32, f32)| pos2(rect.left() + 3.0 + p.0 * (rect.width() - 6.0), rect.bottom() - 3.0 - p.1 * (rect.height() - 6.0));
    let p = ui.painter();
    p.line_segment([at(shape.aim[0]), at(shape.aim[1])], Stroke::new(1.0, t.line_strong));
    let points: Vec<Pos2> = shape.points.iter().map(|p| at(*p)).collect();
    if let Some(last) = points.last().copied() {
        p.line(points, Stroke::new(1.5, t.chart_line));
        p.circle(last, 2.5, t.chart_line, Stroke::new(0.0, Color32::TRANSPARENT));
    }
}

fn dashed(p: &egui::Painter, from: Pos2, to: Pos2, stroke: Stroke) {
    p.extend(egui::Shape::dashed_line(&[from, to], stroke, 5.0, 4.0));
}
