//! A chart on paper: the same shape as on the screen, as SVG.

use std::fmt::Write as _;

use crate::views::ChartShape;

/// Size in points.
pub(super) const WIDTH: f32 = 480.0;
pub(super) const HEIGHT: f32 = 170.0;
const LEFT: f32 = 36.0;
const TOP: f32 = 20.0;
const BOTTOM: f32 = 18.0;

/// The chart as an SVG picture.
pub(super) fn svg(shape: &ChartShape) -> String {
    let x = |v: f32| LEFT + v * (WIDTH - LEFT - 10.0);
    let y = |v: f32| HEIGHT - BOTTOM - v * (HEIGHT - TOP - BOTTOM);
    let mut out =
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\">");
    let font = "font-family=\"Atkinson Hyperlegible Next\" font-size=\"9\" fill=\"#57544c\"";
    for missed in &shape.missed {
        let _ = write!(
            out,
            "<rect x=\"{:.1}\" y=\"{TOP}\" width=\"4\" height=\"{:.1}\" fill=\"#ead9c0\"/>",
            x(*missed) - 2.0,
            HEIGHT - TOP - BOTTOM
        );
    }
    for (at, label) in &shape.y_ticks {
        let _ = write!(
            out,
            "<path d=\"M{LEFT} {0:.1}H{1:.1}\" stroke=\"#e2dacb\" stroke-width=\"0.7\"/><text x=\"{2:.1}\" y=\"{3:.1}\" text-anchor=\"end\" {font}>{4}</text>",
            y(*at),
            WIDTH - 10.0,
            LEFT - 5.0,
            y(*at) + 3.0,
            escape(label)
        );
    }
    for (at, label) in &shape.x_ticks {
        let _ = write!(
            out,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{}\" {font}>{}</text>",
            x(*at),
            HEIGHT - 5.0,
            if *at > 0.95 { "end" } else { "middle" },
            escape(label)
        );
    }
    let _ = write!(out, "<text x=\"2\" y=\"9\" {font}>{}</text>", escape(&shape.y_title));
    let _ = write!(out, "<path d=\"M{LEFT} {0:.1}H{1:.1}\" stroke=\"#968e7e\" stroke-width=\"0.8\"/>", y(0.0), WIDTH - 10.0);
    let line = |[a, b]: [(f32, f32); 2]| format!("M{:.1} {:.1}L{:.1} {:.1}", x(a.0), y(a.1), x(b.0), y(b.1));
    let _ = write!(out, "<path d=\"{}\" stroke=\"#57544c\" stroke-width=\"1.2\" stroke-dasharray=\"4 3\" fill=\"none\"/>", line(shape.aim));
    if let Some(trend) = shape.trend {
        let _ = write!(out, "<path d=\"{}\" stroke=\"#0072b2\" stroke-width=\"2\" fill=\"none\"/>", line(trend));
    }
    let _ = write!(
        out,
        "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"6\" height=\"6\" fill=\"#57544c\"/>",
        x(shape.baseline.0) - 3.0,
        y(shape.baseline.1) - 3.0
    );
    for (at, name) in &shape.phases {
        let _ = write!(
            out,
            "<path d=\"M{0:.1} {TOP}V{1:.1}\" stroke=\"#968e7e\" stroke-width=\"1\"/><text x=\"{2:.1}\" y=\"{3:.1}\" {font}>{4}</text>",
            x(*at),
            HEIGHT - BOTTOM,
            x(*at) + 3.0,
            TOP + 8.0,
            escape(name)
        );
    }
    for (px, py) in &shape.crosses {
        let (cx, cy) = (x(*px), y(*py));
        let _ = write!(out, "<path d=\"M{:.1} {:.1}l4 4m0 -4l-4 4\" stroke=\"#a03300\" stroke-width=\"1.2\"/>", cx - 2.0, cy - 2.0);
    }
    for (px, py) in &shape.points {
        let _ = write!(out, "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"2.4\" fill=\"#0072b2\"/>", x(*px), y(*py));
    }
    out.push_str("</svg>");
    out
}

/// Text for inside XML.
pub(super) fn escape(text: &str) -> String {
    text.chars()
        .filter(|c| matches!(c, '\t' | '\n') || !c.is_control())
        .map(|c| match c {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            '"' => "&quot;".to_owned(),
            other => other.to_string(),
        })
        .collect()
}
