//! The frame around every screen: navigation, the top bar, the status line, Ctrl+K, the blank screen.

use egui::{Align, Frame, Key, KeyboardShortcut, Layout, Margin, Modifiers, Panel, RichText, Ui, WidgetInfo, accesskit::Role, vec2};

use super::help;
use super::intent::{Cx, Intent, Place, PlanWish, Preference};
use super::theme::{icons, space, tokens};
use super::widgets::{self, Level};

/// The screens of the navigation, in order, with their icon and whether only the SENDCO has them.
const SCREENS: [(Place, &str, icons::Icon, bool); 8] = [
    (Place::Today, "Today", icons::SUN, false),
    (Place::Pupils, "Pupils", icons::USERS, false),
    (Place::Staff, "Staff", icons::CONTACT, true),
    (Place::Timetable, "Timetable", icons::CALENDAR_DAYS, false),
    (Place::Interventions, "Interventions", icons::FLAG, false),
    (Place::Reviews, "Reviews", icons::CLIPBOARD_CHECK, false),
    (Place::Import, "Import", icons::FILE_INPUT, true),
    (Place::Settings, "Settings", icons::SETTINGS, false),
];

/// What stands at the foot of the window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Status {
    pub sentence: String,
    pub bad: bool,
}

/// The frame's own state.
#[derive(Default)]
pub struct Shell {
    palette: Option<Palette>,
    help: bool,
}

#[derive(Default)]
struct Palette {
    words: String,
    asked: String,
    chosen: usize,
    opened: bool,
}

impl Shell {
    /// Draws the frame; `content` draws the screen in it.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, place: Place, status: &Status, content: impl FnOnce(&mut Ui, &mut Cx)) {
        self.shortcuts(ui, cx, place);
        let t = tokens(ui);
        let small = ui.available_width() < space::SMALL_WINDOW;
        let bar = |fill| Frame::new().fill(fill).inner_margin(Margin::symmetric(space::M as i8, space::S as i8));
        Panel::top("top").frame(bar(t.rail)).show_separator_line(false).show(ui, |ui| self.top(ui, cx));
        Panel::bottom("status")
            .frame(bar(t.rail).inner_margin(Margin::symmetric(space::M as i8, 5)))
            .show_separator_line(false)
            .show(ui, |ui| foot(ui, cx, status));
        Panel::left("rail")
            .frame(bar(t.rail))
            .exact_size(if small { space::RAIL_ICONS } else { space::RAIL })
            .resizable(false)
            .show_separator_line(false)
            .show(ui, |ui| {
                egui::ScrollArea::vertical().id_salt("rail").show(ui, |ui| {
                    rail(ui, cx, place, small);
                    widgets::follow_focus(ui);
                })
            });
        egui::CentralPanel::default().frame(Frame::new().fill(t.page)).show(ui, |ui| {
            help::first_steps(ui, cx);
            content(ui, cx);
        });
        self.palette(ui, cx);
        if self.help && !help::page(ui, place) {
            self.help = false;
        }
        widgets::after_modals(ui.ctx());
    }

    fn top(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let small = ui.available_width() < space::SMALL_WINDOW;
        ui.horizontal(|ui| {
            let school = cx.shown.school.as_ref().map(|s| &s.school);
            let name = school.map(|s| s.name.clone()).unwrap_or_default();
            let name = if name.is_empty() { "Keyworker" } else { &name };
            let tiny = ui.available_width() < space::NARROW;
            ui.scope(|ui| {
                ui.set_max_width(if tiny {
                    0.0
                } else if small {
                    130.0
                } else {
                    320.0
                });
                if tiny {
                    return;
                }
                ui.add(egui::Label::new(RichText::new(name).text_style(egui::TextStyle::Name("strong".into()))).truncate());
            });
            if !small && school.is_some_and(|s| s.example) {
                widgets::chip(ui, Level::Info, "Example school, invented people");
            }
            widgets::at_right(ui, |ui| self.tools(ui, cx, small));
        });
    }

    /// What stands at the right of the top bar, in the order of reading.
    fn tools(&mut self, ui: &mut Ui, cx: &mut Cx, small: bool) {
        let tint = tokens(ui).text_weak;
        let found = if small {
            widgets::icon_button(ui, icons::SEARCH, "Find a pupil, a person, a word (Ctrl+K)").clicked()
        } else {
            let words = RichText::new("Find a pupil, a person, a word").color(tint);
            let find =
                egui::Button::image_and_text(icons::SEARCH.image(16.0, tint), words).shortcut_text("Ctrl+K").min_size(vec2(270.0, 30.0));
            ui.add(find).clicked()
        };
        if found {
            self.palette = Some(Palette::default());
        }
        let (undo, redo) = (cx.shown.undo.clone(), cx.shown.redo.clone());
        ui.add_enabled_ui(undo.is_some(), |ui| {
            let name = undo.map_or_else(|| "Nothing to undo".into(), |n| format!("Undo: {n} (Ctrl+Z)"));
            if widgets::icon_button(ui, icons::UNDO_2, &name).clicked() {
                cx.ask(Intent::Undo);
            }
        });
        ui.add_enabled_ui(redo.is_some(), |ui| {
            let name = redo.map_or_else(|| "Nothing to redo".into(), |n| format!("Redo: {n} (Ctrl+Y)"));
            if widgets::icon_button(ui, icons::REDO_2, &name).clicked() {
                cx.ask(Intent::Redo);
            }
        });
        let person = cx.person.name.clone();
        let change = if small {
            widgets::icon_button(ui, icons::CIRCLE_USER, &person).on_hover_text("Change person")
        } else {
            widgets::secondary(ui, Some(icons::CIRCLE_USER), &person).on_hover_text("Change person")
        };
        if change.clicked() {
            cx.ask(Intent::ChangePerson);
        }
        if widgets::icon_button(ui, icons::CIRCLE_HELP, "Help with this screen (F1)").clicked() {
            self.help = true;
        }
        if widgets::icon_button(ui, icons::EYE_OFF, "Blank the screen (F9)").clicked() {
            cx.ask(Intent::Blank);
        }
        if widgets::icon_button(ui, icons::LOCK, "Lock (Ctrl+L)").clicked() {
            cx.ask(Intent::Lock);
        }
    }

    fn shortcuts(&mut self, ui: &mut Ui, cx: &mut Cx, here: Place) {
        let typing = ui.ctx().text_edit_focused();
        let pressed = |modifiers, key| ui.input_mut(|i| i.consume_shortcut(&KeyboardShortcut::new(modifiers, key)));
        if pressed(Modifiers::COMMAND, Key::K) {
            self.palette = Some(Palette::default());
        }
        if pressed(Modifiers::COMMAND, Key::L) {
            cx.ask(Intent::Lock);
        }
        if pressed(Modifiers::NONE, Key::F1) {
            self.help = !self.help;
        }
        if pressed(Modifiers::NONE, Key::F9) {
            cx.ask(Intent::Blank);
        }
        // In a field these keys undo the typing, not the last change; and nothing is undone behind an open dialog.
        let in_dialog = ui.memory(|m| m.top_modal_layer().is_some());
        if !typing && !in_dialog {
            if pressed(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z) || pressed(Modifiers::COMMAND, Key::Y) {
                cx.ask(Intent::Redo);
            }
            if pressed(Modifiers::COMMAND, Key::Z) {
                // What was changed in a draft of the week comes before what was saved last.
                let in_draft = here == Place::Plan && cx.shown.plan.as_ref().is_some_and(|v| v.draft.is_some() && !v.steps.is_empty());
                cx.ask(if in_draft { Intent::Plan(PlanWish::StepBack) } else { Intent::Undo });
            }
        }
        const NUMBERS: [Key; 9] = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
        for (key, (place, ..)) in NUMBERS.into_iter().zip(screens(cx.leads())) {
            if pressed(Modifiers::COMMAND, key) {
                cx.go(place);
            }
        }
    }

    fn palette(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let Some(palette) = &mut self.palette else { return };
        let mut leave = None;
        let open = widgets::modal(ui, "palette", "Find", 620.0, |ui| {
            let response = widgets::text_field(ui, "A pupil, a person, a screen, an action or a word in any record", &mut palette.words);
            if !palette.opened {
                response.request_focus();
                palette.opened = true;
            }
            if palette.words != palette.asked {
                palette.asked.clone_from(&palette.words);
                palette.chosen = 0;
                cx.ask(Intent::Search(palette.words.clone()));
            }
            let rows = palette_rows(cx, &palette.words);
            let step = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
            if response.has_focus() && step(Key::ArrowDown) {
                palette.chosen = (palette.chosen + 1).min(rows.len().saturating_sub(1));
            }
            if response.has_focus() && step(Key::ArrowUp) {
                palette.chosen = palette.chosen.saturating_sub(1);
            }
            let entered = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
            ui.add_space(space::XS);
            for (i, row) in rows.iter().enumerate() {
                let clicked = palette_row(ui, row, i == palette.chosen);
                if clicked || (entered && i == palette.chosen) {
                    leave = Some(row.intent.clone());
                }
            }
            if rows.is_empty() && !palette.words.trim().is_empty() {
                widgets::weak(ui, "Nothing found. Fewer letters find more.");
            }
        });
        if let Some(intent) = leave {
            self.palette = None;
            cx.ask(intent);
        } else if !open {
            self.palette = None;
        }
    }
}

struct PaletteRow {
    kind: &'static str,
    name: String,
    excerpt: String,
    intent: Intent,
}

/// Screens and actions whose name holds the words, then what the search found.
fn palette_rows(cx: &Cx, words: &str) -> Vec<PaletteRow> {
    let plain = words.trim().to_lowercase();
    let mut rows: Vec<PaletteRow> = Vec::new();
    let mut add = |kind, name: &str, intent| {
        if plain.is_empty() && kind == "Screen" || !plain.is_empty() && name.to_lowercase().contains(&plain) {
            rows.push(PaletteRow { kind, name: name.to_owned(), excerpt: String::new(), intent });
        }
    };
    for (place, name, ..) in screens(cx.leads()) {
        add("Screen", name, Intent::Go(place));
    }
    // For who builds the window, and not for who uses it.
    if cfg!(debug_assertions) {
        add("Screen", "Widgets gallery", Intent::Go(Place::Gallery));
    }
    add("Screen", "Before the census", Intent::Go(Place::Census));
    if cx.leads() {
        add("Screen", "Plan the week", Intent::Go(Place::Plan));
        add("Action", "Adopt a planned week, on Plan the week", Intent::Go(Place::Plan));
        add("Action", "Cover an absence, on Today", Intent::Go(Place::Today));
    }
    let initials = cx.preferences.initials;
    let name = if initials { "Show names" } else { "Show initials" };
    add("Action", name, Intent::Prefer(Preference::Initials(!initials)));
    for (name, intent) in [
        ("Lock", Intent::Lock),
        ("Change person", Intent::ChangePerson),
        ("Blank the screen", Intent::Blank),
        ("Back up now", Intent::BackUp),
        ("Undo", Intent::Undo),
        ("Redo", Intent::Redo),
        ("Close this file", Intent::CloseFile),
    ] {
        add("Action", name, intent);
    }
    if cx.shown.found.words == words {
        rows.extend(cx.shown.found.found.iter().take(9).map(|f| PaletteRow {
            kind: f.kind,
            name: f.name.clone(),
            excerpt: if matches!(f.kind, "Pupil" | "Staff") { String::new() } else { f.excerpt.clone() },
            intent: Intent::Go(f.pupil.map_or(Place::Staff, Place::Pupil)),
        }));
    }
    rows.truncate(12);
    rows
}

fn palette_row(ui: &mut Ui, row: &PaletteRow, chosen: bool) -> bool {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), egui::Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, format!("{}: {} {}", row.kind, row.name, row.excerpt)));
    if chosen || response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 6, t.selection);
    }
    let part = |x: f32, width: f32, text: &str, ink| {
        let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), egui::TextStyle::Body.resolve(ui.style()), ink);
        job.wrap = egui::text::TextWrapping::truncate_at_width(width);
        let galley = ui.painter().layout_job(job);
        ui.painter().galley(egui::pos2(rect.left() + x, rect.center().y - galley.size().y / 2.0), galley, ink);
    };
    part(space::S, 80.0, row.kind, t.text_weak);
    let name_width = if row.excerpt.is_empty() { rect.width() - 110.0 } else { 170.0 };
    part(96.0, name_width, &row.name, t.text);
    part(276.0, rect.width() - 290.0, &widgets::veiled(ui, &row.excerpt), t.text_weak);
    response.clicked()
}

fn screens(leads: bool) -> impl Iterator<Item = (Place, &'static str, icons::Icon, bool)> {
    SCREENS.into_iter().filter(move |s| leads || !s.3)
}

fn rail(ui: &mut Ui, cx: &mut Cx, place: Place, small: bool) {
    let t = tokens(ui);
    ui.add_space(space::S);
    for (to, name, icon, _) in screens(cx.leads()) {
        let here = to == place
            || matches!(
                (to, place),
                (Place::Pupils, Place::Pupil(_) | Place::Census) | (Place::Reviews, Place::Review(_)) | (Place::Timetable, Place::Plan)
            );
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 36.0), egui::Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, here, name));
        if here {
            ui.painter().rect_filled(rect, 6, t.selection);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, 6, t.surface_soft);
        }
        if response.has_focus() {
            ui.painter().rect_stroke(rect, 6, egui::Stroke::new(2.0, t.focus), egui::StrokeKind::Inside);
        }
        let ink = if here { t.text } else { t.text_weak };
        let centre = egui::pos2(if small { rect.center().x } else { rect.left() + 22.0 }, rect.center().y);
        icon.image(18.0, ink).paint_at(ui, egui::Rect::from_center_size(centre, vec2(18.0, 18.0)));
        let font = egui::TextStyle::Name(if here { "strong".into() } else { "body".into() });
        let font = ui.style().text_styles.get(&font).cloned().unwrap_or_else(|| egui::TextStyle::Body.resolve(ui.style()));
        if small {
            response.clone().on_hover_text(name);
        } else {
            ui.painter().text(egui::pos2(rect.left() + 42.0, rect.center().y), egui::Align2::LEFT_CENTER, name, font, ink);
        }
        if response.clicked() {
            cx.go(to);
        }
    }
}

fn foot(ui: &mut Ui, cx: &mut Cx, status: &Status) {
    let t = tokens(ui);
    ui.horizontal(|ui| {
        let sentence = cx.shown.busy.map_or_else(|| status.sentence.clone(), str::to_owned);
        if !sentence.is_empty() {
            let (icon, ink) = if status.bad { (icons::TRIANGLE_ALERT, t.bad) } else { (icons::CHECK, t.good) };
            ui.add(icon.image(14.0, ink));
            let response = ui.label(RichText::new(&sentence).small().color(if status.bad { t.bad } else { t.text }));
            widgets::spoken(ui, &response, Role::Status, &sentence);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(school) = &cx.shown.school {
                let route = school.school.route();
                ui.add(egui::Label::new(RichText::new(format!("A safeguarding concern? {route}")).small().color(t.text_weak)).truncate());
                if ui.available_width() > 20.0 {
                    ui.add(icons::SHIELD.image(14.0, t.text_weak));
                }
            }
        });
    });
}
