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
                    let drawn = content(ui);
                    follow_focus(ui);
                    drawn
                })
                .inner
        })
        .inner
}

/// A page that is one long list: it scrolls within itself, and as a whole where the window is low or the
/// type large.
pub fn list_frame<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    let framed = |ui: &mut Ui| {
        Frame::new()
            .inner_margin(Margin::symmetric(space::XL as i8, space::L as i8))
            .show(ui, |ui| {
                let drawn = content(ui);
                follow_focus(ui);
                drawn
            })
            .inner
    };
    if ui.available_height() < space::LOW_PAGE {
        ScrollArea::vertical().id_salt("low page").auto_shrink([false, false]).show(ui, framed).inner
    } else {
        framed(ui)
    }
}

/// Brings what has just got the focus into sight, where what scrolls here hides it.
pub fn follow_focus(ui: &Ui) {
    let key = Id::unique("focus that was followed");
    let focused = ui.ctx().memory(egui::Memory::focused);
    if ui.ctx().data(|d| d.get_temp::<Option<Id>>(key)).flatten() == focused {
        return;
    }
    let Some(response) = focused.and_then(|id| ui.ctx().read_response(id)) else { return };
    if response.layer_id != ui.layer_id() || !ui.clip_rect().x_range().contains(response.rect.center().x) {
        return;
    }
    // What stands beside what scrolls is drawn whole; only what is cut off has to be brought into sight.
    if !response.interact_rect.contains_rect(response.rect.shrink(1.0)) {
        // At once: an eased scroll would still be on its way when the next thing has the focus.
        ui.scroll_to_rect_animation(response.rect.expand(space::M), None, egui::style::ScrollAnimation::none());
    }
    ui.ctx().data_mut(|d| d.insert_temp(key, focused));
}

/// A page's title on the left and its actions on the right; under each other where there is no room.
pub fn page_head(ui: &mut Ui, title: &str, actions: impl FnOnce(&mut Ui)) {
    if ui.available_width() < space::NARROW_PAGE {
        text::heading(ui, title);
        ui.horizontal_wrapped(actions);
    } else {
        ui.horizontal(|ui| {
            text::heading(ui, title);
            at_right(ui, actions);
        });
    }
    ui.add_space(space::S);
}

/// Puts things at the right end of a row in their reading order, so that Tab goes the way the eye goes.
/// (egui's right-to-left rows take the focus backwards.) The width is that of the pass before.
pub fn at_right<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    let id = ui.next_auto_id().with("at right");
    let before: f32 = ui.ctx().data(|d| d.get_temp(id)).unwrap_or(0.0);
    ui.add_space((ui.available_width() - before).max(0.0));
    let drawn = ui.horizontal(content);
    let width = drawn.response.rect.width();
    if (width - before).abs() > 0.5 {
        ui.ctx().data_mut(|d| d.insert_temp(id, width));
        ui.ctx().request_discard("the width of what stands at the right");
    }
    drawn.inner
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

/// What is judged of a place while something is dragged: a frame in the colour of the judgement, which is fuller
/// where the pointer is, and its shape in a corner. A place where it may not go stands back.
pub fn verdict(ui: &Ui, place: egui::Rect, level: Level, pointed: bool) {
    const SHAPE: f32 = 12.0;
    let (_, ink, _) = look(ui, level);
    let icon = match level {
        Level::Good => icons::CHECK,
        Level::Bad => icons::X,
        _ => icons::MINUS,
    };
    let t = tokens(ui);
    if level == Level::Bad && !pointed {
        ui.painter().rect_filled(place, 6, t.page.gamma_multiply(0.6));
    }
    let stroke = egui::Stroke::new(if pointed { 3.0 } else { 1.5 }, if level == Level::Bad && !pointed { t.line } else { ink });
    ui.painter().rect_stroke(place, 6, stroke, egui::StrokeKind::Inside);
    let corner = place.right_top() + egui::vec2(-SHAPE - space::XS, space::XS);
    let shape = egui::Rect::from_min_size(corner, egui::Vec2::splat(SHAPE));
    ui.painter().rect_filled(shape, 3, t.surface);
    icon.image(SHAPE, ink).paint_at(ui, shape);
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

/// What a dialog's foot asks for, and whether it was pressed.
#[derive(Clone, Default)]
struct Foot {
    verb: &'static str,
    wanted: bool,
    problem: Option<String>,
    pressed: bool,
}

/// A dialog over the page; false when it asks to be closed (Escape, the backdrop or its cross). Its first
/// field has the focus; when it closes, what opened it has it again ([`after_modals`]). A dialog with a
/// [`dialog_foot`] keeps Save in sight however long it is.
pub fn modal(ui: &mut Ui, id: &str, title: &str, width: f32, content: impl FnOnce(&mut Ui)) -> bool {
    let mut crossed = false;
    let room = ui.ctx().content_rect().size();
    let frame = egui::Frame::popup(ui.style()).inner_margin(space::L);
    let width = width.min(room.x - 2.0 * space::L - 24.0);
    let ctx = ui.ctx().clone();
    let fresh = enter_modal(&ctx, id);
    // Escape closes a list or calendar that is open in the dialog, and leaves the dialog.
    let list_is_open = egui::Popup::is_any_open(&ctx);
    let area = Modal::default_area(Id::unique(id)).accessible_name(title);
    let response = Modal::new(Id::unique(id)).area(area).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(width);
        if fresh {
            // The first thing in the dialog that can have the focus takes it.
            ctx.memory_mut(|m| {
                if let Some(focused) = m.focused() {
                    m.surrender_focus(focused);
                }
                m.move_focus(egui::FocusDirection::Next);
            });
        }
        let top = ui.cursor().min;
        text::subheading(ui, title);
        ui.add_space(space::XS);
        let most = (room.y - 200.0).max(room.y * 0.4);
        // The area remembers how tall it was last; content that has grown still gets the room of the window.
        ScrollArea::vertical().auto_shrink([false, true]).max_height(most).min_scrolled_height(most).show(ui, |ui| {
            ui.set_width(width - space::XL);
            content(ui);
            follow_focus(ui);
        });
        crossed = foot_ui(ui);
        let side = ui.spacing().interact_size.y.max(32.0);
        let cross = egui::Rect::from_min_size(egui::pos2(top.x + width - side, top.y - 2.0), egui::vec2(side, side));
        let mut corner = ui.new_child(egui::UiBuilder::new().max_rect(cross));
        crossed |= button::icon_button(&mut corner, icons::X, "Close").clicked();
    });
    !(crossed || response.should_close() && !list_is_open)
}

/// The foot of a dialog: what stood in the way last, Save and Cancel. It is drawn below what scrolls.
pub fn dialog_foot(ui: &mut Ui, problem: Option<&str>, save: &mut bool) {
    dialog_foot_to(ui, "Save", problem, save);
}

/// The same where what it does is not called saving.
pub fn dialog_foot_to(ui: &mut Ui, verb: &'static str, problem: Option<&str>, save: &mut bool) {
    let key = Id::unique("dialog foot");
    let pressed = ui.ctx().data(|d| d.get_temp::<Foot>(key)).is_some_and(|f| f.pressed);
    *save = pressed;
    ui.ctx().data_mut(|d| d.insert_temp(key, Foot { verb, wanted: true, problem: problem.map(str::to_owned), pressed: false }));
}

/// Draws the foot that was asked for; true when the dialog is to be left.
fn foot_ui(ui: &mut Ui) -> bool {
    let key = Id::unique("dialog foot");
    let Some(foot) = ui.ctx().data(|d| d.get_temp::<Foot>(key)).filter(|f| f.wanted) else { return false };
    if let Some(problem) = &foot.problem {
        super::error_line(ui, problem);
    }
    ui.add_space(space::S);
    let (pressed, left) = ui.horizontal(|ui| (button::primary(ui, foot.verb).clicked(), button::ghost(ui, None, "Cancel").clicked())).inner;
    if pressed {
        ui.ctx().request_repaint();
    }
    ui.ctx().data_mut(|d| d.insert_temp(key, Foot { verb: foot.verb, wanted: false, problem: None, pressed }));
    left
}

/// The dialog that is open: its name, the frame it was drawn in, what had the focus before it, and how
/// often it may still try to have it (the first pass only measures).
#[derive(Clone)]
struct OpenModal {
    id: String,
    frame: u64,
    before: Option<Id>,
    tries: u8,
}

/// Notes that a dialog is drawn; true until something in it has the focus.
fn enter_modal(ctx: &egui::Context, id: &str) -> bool {
    let (key, frame) = (Id::unique("open modal"), ctx.cumulative_frame_nr());
    let focused = ctx.memory(egui::Memory::focused);
    let known = ctx.data(|d| d.get_temp::<OpenModal>(key)).filter(|k| k.id == id && k.frame + 2 >= frame);
    if known.is_none() {
        // The key that opened the dialog must not press the first button in it as well.
        let opens = |e: &egui::Event| matches!(e, egui::Event::Key { key: egui::Key::Enter | egui::Key::Space, pressed: true, .. });
        ctx.input_mut(|i| i.events.retain(|e| !opens(e)));
    }
    let mut open = known.unwrap_or_else(|| OpenModal { id: id.to_owned(), frame, before: focused, tries: 3 });
    let fresh = open.tries > 0 && focused == open.before;
    open.tries = if fresh { open.tries - 1 } else { 0 };
    open.frame = frame;
    ctx.data_mut(|d| d.insert_temp(key, open));
    fresh
}

/// Once a dialog has closed, gives the focus back to what opened it. To be called at the end of a frame.
pub fn after_modals(ctx: &egui::Context) {
    let key = Id::unique("open modal");
    let Some(open) = ctx.data(|d| d.get_temp::<OpenModal>(key)) else { return };
    if open.frame < ctx.cumulative_frame_nr() {
        ctx.data_mut(|d| d.remove::<OpenModal>(key));
        ctx.data_mut(|d| d.remove::<Foot>(Id::unique("dialog foot")));
        if let Some(before) = open.before {
            ctx.memory_mut(|m| m.request_focus(before));
        }
    }
}

/// Asks that the next control that can take it has the focus.
pub fn offer_focus(ctx: &egui::Context) {
    ctx.data_mut(|d| d.insert_temp(Id::unique("focus on offer"), true));
}

/// Takes the focus if it is on offer.
pub fn take_focus(response: &egui::Response) {
    let key = Id::unique("focus on offer");
    if response.ctx.data(|d| d.get_temp(key)).unwrap_or(false) {
        response.ctx.data_mut(|d| d.remove::<bool>(key));
        response.request_focus();
    }
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
