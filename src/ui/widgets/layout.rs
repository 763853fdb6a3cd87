//! Pages, cards, banners, modals: where things stand.

use egui::{Frame, Id, Margin, Modal, RichText, ScrollArea, Ui, accesskit::Role};

use super::{button, text};
use crate::ui::theme::{icons, space, tokens};

/// How much a banner or chip matters. Each level has its own word, icon and colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Good,
    Info,
    Warn,
    Bad,
    Plain,
}

/// A scrolling page with a margin.
pub fn page<R>(ui: &mut Ui, id: &str, content: impl FnOnce(&mut Ui) -> R) -> R {
    ScrollArea::vertical()
        .id_salt(id)
        .auto_shrink([false, false])
        .show(ui, |ui| {
            Frame::new()
                .inner_margin(Margin { left: space::XL as i8, right: space::XL as i8, top: space::L as i8, bottom: space::XXL as i8 })
                .show(ui, |ui| {
                    ui.set_min_width(ui.available_width());
                    content(ui)
                })
                .inner
        })
        .inner
}

/// A page that is one long list: it scrolls within itself.
pub fn list_frame<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    Frame::new().inner_margin(Margin::symmetric(space::XL as i8, space::L as i8)).show(ui, content).inner
}

/// A page's title on the left and its actions on the right.
pub fn page_head(ui: &mut Ui, title: &str, actions: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        text::heading(ui, title);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), actions);
    });
    ui.add_space(space::S);
}

/// A block of things that belong together.
pub fn card<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    let t = tokens(ui);
    Frame::new()
        .fill(t.surface)
        .stroke(egui::Stroke::new(1.0, t.line))
        .corner_radius(8)
        .inner_margin(Margin::same(space::L as i8))
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            content(ui)
        })
        .inner
}

/// A word with its colour and shape.
pub fn chip(ui: &mut Ui, level: Level, words: &str) {
    let (fill, ink, icon) = look(ui, level);
    let font = egui::TextStyle::Small.resolve(ui.style());
    let galley = ui.painter().layout_no_wrap(words.to_owned(), font, ink);
    let mark = if icon.is_some() { 17.0 } else { 0.0 };
    let size = egui::vec2(galley.size().x + mark + space::L, 22.0);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(Role::Label, true, words));
    ui.painter().rect_filled(rect, 11, fill);
    let left = rect.left() + space::S;
    if let Some(icon) = icon {
        let place = egui::Rect::from_min_size(egui::pos2(left, rect.center().y - 6.5), egui::vec2(13.0, 13.0));
        icon.image(13.0, ink).paint_at(ui, place);
    }
    ui.painter().galley(egui::pos2(left + mark, rect.center().y - galley.size().y / 2.0), galley, ink);
}

/// A sentence that must not be missed.
pub fn banner(ui: &mut Ui, level: Level, sentence: &str) {
    let (fill, ink, icon) = look(ui, level);
    let response =
        Frame::new().fill(fill).corner_radius(8).inner_margin(Margin::symmetric(space::M as i8, space::S as i8)).show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.horizontal_top(|ui| {
                if let Some(icon) = icon {
                    ui.add(icon.image(18.0, ink));
                }
                ui.add(egui::Label::new(RichText::new(sentence).color(tokens(ui).text)).wrap())
            })
            .inner
        });
    if level == Level::Bad {
        text::spoken(ui, &response.inner, Role::Alert, sentence);
    }
}

/// What a place without content says: what it is for and what to do first.
pub fn empty_state(ui: &mut Ui, icon: icons::Icon, title: &str, sentence: &str, actions: impl FnOnce(&mut Ui)) {
    let weak = tokens(ui).text_weak;
    ui.add_space(space::XL);
    ui.vertical_centered(|ui| {
        ui.add(icon.image(36.0, weak));
        ui.add_space(space::XS);
        text::subheading(ui, title);
        ui.set_max_width(420.0_f32.min(ui.available_width()));
        ui.add(egui::Label::new(RichText::new(sentence).color(weak)).wrap());
        ui.add_space(space::S);
        actions(ui);
    });
    ui.add_space(space::XL);
}

/// A dialog over the page; false when it asks to be closed (Escape, the backdrop or its cross).
pub fn modal(ui: &mut Ui, id: &str, title: &str, width: f32, content: impl FnOnce(&mut Ui)) -> bool {
    let mut crossed = false;
    let room = ui.ctx().content_rect().size();
    let width = width.min(room.x - 48.0);
    let area = Modal::default_area(Id::unique(id)).accessible_name(title);
    let response = Modal::new(Id::unique(id)).area(area).show(ui.ctx(), |ui| {
        ui.set_width(width);
        ui.horizontal(|ui| {
            text::subheading(ui, title);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                crossed = button::icon_button(ui, icons::X, "Close").clicked();
            });
        });
        ui.add_space(space::XS);
        let most = room.y - 150.0;
        ScrollArea::vertical().max_height(most).min_scrolled_height(most).show(ui, |ui| {
            ui.set_min_width(width - space::L);
            content(ui);
        });
    });
    !(crossed || response.should_close())
}

/// The foot of a dialog: what stood in the way last, and Save.
pub fn dialog_foot(ui: &mut Ui, problem: Option<&str>, save: &mut bool) {
    if let Some(problem) = problem {
        super::error_line(ui, problem);
    }
    ui.add_space(space::S);
    *save = button::primary(ui, "Save").clicked();
}

/// Two columns where there is room, else one under the other.
pub fn split(ui: &mut Ui, left: impl FnOnce(&mut Ui), right: impl FnOnce(&mut Ui)) {
    if ui.available_width() < 820.0 {
        left(ui);
        ui.add_space(space::L);
        right(ui);
        return;
    }
    // Columns of egui spread short lines over their whole width; text is ragged on the right.
    ui.columns(2, |columns| {
        columns[0].vertical(left);
        columns[1].vertical(right);
    });
}

fn look(ui: &Ui, level: Level) -> (egui::Color32, egui::Color32, Option<icons::Icon>) {
    let t = tokens(ui);
    match level {
        Level::Good => (t.good_soft, t.good, Some(icons::CIRCLE_CHECK)),
        Level::Info => (t.info_soft, t.info, Some(icons::INFO)),
        Level::Warn => (t.warn_soft, t.warn, Some(icons::TRIANGLE_ALERT)),
        Level::Bad => (t.bad_soft, t.bad, Some(icons::TRIANGLE_ALERT)),
        Level::Plain => (t.surface_soft, t.text_weak, None),
    }
}
