//! Weeks as stacked bars with a line for what is due.

use egui::{Align2, Color32, FontId, Rect, Sense, Stroke, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use crate::ui::theme::tokens;

/// One bar: its name, its parts from the bottom in the order of the legend, and what was due.
pub struct Bar {
    pub name: String,
    pub parts: Vec<f32>,
    pub due: Option<f32>,
}

const HEIGHT: f32 = 132.0;
const BELOW: f32 = 20.0;
const ABOVE: f32 = 18.0;
const WIDEST: f32 = 44.0;

/// Draws the bars; `sentence` says them to a screen reader, `top` names the highest value.
pub fn bars(ui: &mut Ui, legend: &[(&str, Color32)], bars: &[Bar], top: impl Fn(f32) -> String, sentence: &str) {
    let t = tokens(ui);
    let (whole, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Chart. {sentence}")));
    let plot = Rect::from_min_max(whole.min + vec2(0.0, ABOVE), whole.max - vec2(0.0, BELOW));
    let tallest = bars.iter().map(|b| b.parts.iter().sum::<f32>().max(b.due.unwrap_or(0.0))).fold(0.0, f32::max);
    if tallest <= 0.0 || bars.is_empty() {
        return;
    }
    let step = (plot.width() / bars.len() as f32).min(WIDEST);
    let small = FontId::proportional(12.0);
    let p = ui.painter().with_clip_rect(whole);
    p.hline(plot.left()..=plot.left() + step * bars.len() as f32, plot.bottom(), Stroke::new(1.0, t.line_strong));
    p.text(whole.left_top(), Align2::LEFT_TOP, top(tallest), small.clone(), t.text_weak);
    for (i, bar) in bars.iter().enumerate() {
        let x = plot.left() + step * i as f32;
        let (left, right) = (x + step * 0.15, x + step * 0.85);
        let height = |v: f32| v / tallest * plot.height();
        let mut bottom = plot.bottom();
        for (value, (_, colour)) in bar.parts.iter().zip(legend).filter(|(v, _)| **v > 0.0) {
            let rect = Rect::from_min_max(pos2(left, bottom - height(*value)), pos2(right, bottom));
            p.rect(rect, 1, *colour, Stroke::new(1.0, t.line_strong), egui::StrokeKind::Inside);
            bottom = rect.top();
        }
        if let Some(due) = bar.due {
            let y = plot.bottom() - height(due);
            p.hline(x..=x + step, y, Stroke::new(2.0, t.text));
        }
        // Every other name where they would run into each other.
        if step >= WIDEST * 0.9 || i % 2 == 0 {
            p.text(pos2(x + step / 2.0, plot.bottom() + 4.0), Align2::CENTER_TOP, &bar.name, small.clone(), t.text_weak);
        }
    }
    ui.horizontal_wrapped(|ui| {
        for (words, colour) in legend {
            let (rect, _) = ui.allocate_exact_size(vec2(14.0, 14.0), Sense::hover());
            ui.painter().rect(rect, 3, *colour, Stroke::new(1.0, t.line), egui::StrokeKind::Inside);
            super::weak(ui, *words);
        }
        super::weak(ui, "line: due");
    });
}
