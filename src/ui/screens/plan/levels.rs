//! The five levels as tiles, and the numbers that a SENDCO needs first.

use egui::Ui;

use crate::model::thousands;
use crate::planner::validate::hours;
use crate::ui::theme::{space, tokens};
use crate::ui::widgets;
use crate::views::WeekPlanView;

/// What a level is called on the screen, and what its number counts.
pub const LEVELS: [(&str, &str); 5] = [
    ("Duties and care", "minutes that nobody covers"),
    ("Promised support", "minutes missed; a larger share of one pupil's weighs more"),
    ("Other sessions", "weighted minutes of interventions not held"),
    ("Continuity", "minutes away from the key worker, and changes of adult"),
    ("Load and change", "long one-to-one, and what the present week gives up"),
];

/// The five levels: what the plan reaches, what stands now, and what no plan can be below.
pub fn levels(ui: &mut Ui, view: &WeekPlanView) {
    let draft = view.shown();
    let (now, stands) = (draft.verdict.levels.as_array(), view.present.verdict.levels.as_array());
    let narrow = ui.available_width() < space::NARROW_PAGE;
    let width = if narrow { ui.available_width() } else { (ui.available_width() - 4.0 * space::S) / 5.0 };
    let height = if view.draft.is_some() { TILES.0 } else { TILES.1 };
    let rows = egui::Layout::left_to_right(egui::Align::Min).with_main_wrap(true);
    ui.with_layout(rows, |ui| {
        ui.spacing_mut().item_spacing = egui::vec2(space::S, space::S);
        for (i, (name, what)) in LEVELS.iter().enumerate() {
            let bound = match draft.bounds[i].filter(|bound| i < 3 && (*bound > 0 || now[i] > 0)) {
                Some(bound) if bound == now[i] => Some("proved best".to_owned()),
                Some(bound) => Some(format!("weighs {}, and no plan less than {}", thousands(now[i]), thousands(bound))),
                None if now[i] == 0 && i < 3 => Some("cannot be better".to_owned()),
                None => None,
            };
            let stood = view.draft.as_ref().map(|_| format!("now {}", view.present.in_words(i)));
            let beside = stood.into_iter().chain(bound.filter(|_| view.draft.is_some())).collect::<Vec<_>>().join("; ");
            let what = match view.draft {
                Some(_) => format!("{what}: weighs {}, now {}", thousands(now[i]), thousands(stands[i])),
                None => format!("{what}: weighs {}", thousands(now[i])),
            };
            tile(ui, egui::vec2(width, height), &format!("{}. {name}", i + 1), &draft.in_words(i), &beside, &what);
        }
    });
    ui.add_space(space::S);
    ui.label(sentence(view));
}

/// The height of a tile's words, beside a draft and without one.
const TILES: (f32, f32) = (80.0, 48.0);

/// One level as a tile.
fn tile(ui: &mut Ui, size: egui::Vec2, name: &str, words: &str, beside: &str, what: &str) {
    let t = tokens(ui);
    let frame = egui::Frame::new().fill(t.surface).stroke(egui::Stroke::new(1.0, t.line)).corner_radius(8).inner_margin(space::S);
    // Within its margins and its line.
    let inside = egui::vec2(size.x - 2.0 * space::S - 2.0, size.y);
    let response = frame.show(ui, |ui| {
        ui.allocate_ui_with_layout(inside, egui::Layout::top_down(egui::Align::Min), |ui| {
            ui.set_min_size(inside);
            ui.spacing_mut().item_spacing.y = space::XS / 2.0;
            ui.label(name);
            widgets::subheading(ui, words);
            ui.add(egui::Label::new(egui::RichText::new(beside).small().color(t.text_weak)).wrap());
        });
    });
    let beside = if beside.is_empty() { String::new() } else { format!(" ({beside})") };
    let all = format!("{name}: {words}{beside}. Counted as {what}.");
    response.response.on_hover_text(all);
}

/// The numbers a SENDCO needs first, as one sentence.
fn sentence(view: &WeekPlanView) -> String {
    let draft = view.shown();
    let planned: i32 = draft.lsas.iter().map(crate::views::LsaLoad::planned).sum();
    let continuity = draft.continuity.map(|c| format!(", {c} % with the key worker")).unwrap_or_default();
    let missed = match draft.sessions_missed() {
        0 => "every session has its place".to_owned(),
        1 => "1 session has no place".to_owned(),
        n => format!("{n} sessions have no place"),
    };
    let short = match draft.short.len() {
        0 => "no pupil is short of minutes".to_owned(),
        1 => "1 pupil is short of minutes".to_owned(),
        n => format!("{n} pupils are short of minutes"),
    };
    let broken = match draft.verdict.broken.len() {
        0 => String::new(),
        1 => format!(" One thing in it is not as plans or rules say: {}", draft.verdict.broken[0]),
        n => format!(" {n} things in it are not as plans or rules say, such as: {}", draft.verdict.broken[0]),
    };
    let own: i32 = view.planning.pay.rates.iter().map(|r| r.own_duties).sum();
    let own = if own > 0 { format!(" and {} in duties of their own", hours(own)) } else { String::new() };
    format!("{} planned{own}{continuity}; {} free in lessons; {missed}; {short}.{broken}", hours(planned), hours(draft.spare()))
}
