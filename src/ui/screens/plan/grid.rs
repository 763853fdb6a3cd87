//! The plan as a grid: everybody's day, or one person's whole week. What stands in a cell can be opened, or
//! dragged to another one: what the move does is said before it is dropped.

use egui::{Response, RichText, Ui};

use super::moving::{Grip, Moving, Place, dropped};
use super::sheet::{Head, Sheet, Span};
use super::words::{short, spoken, with_whom};
use crate::planner::cover::pupils_of;
use crate::planner::problem::Slot;
use crate::planner::validate::hours;
use crate::planner::{Assignment, Problem, Work};
use crate::ui::theme::{space, tokens};
use crate::ui::widgets;
use crate::views::WeekPlanView;

const NAME: f32 = 132.0;
const EDGE: f32 = 96.0;
const CELL: f32 = 40.0;
const HEAD: f32 = 20.0;
/// The narrowest that a cell can be read in.
const NARROWEST: f32 = 92.0;

/// What a row of the grid is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rows {
    Adults,
    Pupils,
}

/// What a person did with the grid.
pub enum Chosen {
    /// The cell of an adult was opened.
    Adult(usize, usize),
    /// A pupil's cell with nobody in it was opened.
    Pupil(usize, usize),
    /// The whole week of the person in a row was asked for.
    WeekOf(usize),
    /// A move was dropped: the plan after it.
    Moved(Vec<Assignment>),
}

/// The grid with what it has looked up, so that a frame reads no plan from end to end.
#[derive(Default)]
pub struct Grid {
    index: Option<(u64, Index)>,
    moving: Moving,
}

/// Which assignments stand in the cells of each adult and of each pupil.
struct Index {
    slots: usize,
    adults: Vec<Vec<usize>>,
    pupils: Vec<Vec<usize>>,
}

impl Index {
    fn of(problem: &Problem, plan: &[Assignment]) -> Self {
        let slots = problem.slots.len();
        let mut index =
            Self { slots, adults: vec![Vec::new(); problem.lsas.len() * slots], pupils: vec![Vec::new(); problem.pupils.len() * slots] };
        for (i, a) in plan.iter().enumerate() {
            let spans = match a.work {
                Work::Task { task } => problem.task_slots(&problem.tasks[task]),
                _ => a.slot..=a.slot,
            };
            for slot in spans {
                index.adults[a.lsa * slots + slot].push(i);
                pupils_of(problem, &a.work).into_iter().for_each(|p| index.pupils[p * slots + slot].push(i));
            }
        }
        index
    }

    fn of_row(&self, rows: Rows, row: usize, slot: usize) -> &[usize] {
        let list = if rows == Rows::Adults { &self.adults } else { &self.pupils };
        &list[row * self.slots + slot]
    }
}

impl Grid {
    /// Draws a day or somebody's week; `version` says when the plan has changed.
    pub fn ui(&mut self, ui: &mut Ui, view: &WeekPlanView, version: u64, rows: Rows, span: Span) -> Option<Chosen> {
        let problem = &view.planning.problem;
        if self.index.as_ref().is_none_or(|i| i.0 != version) {
            self.index = Some((version, Index::of(problem, &view.shown().plan)));
            self.moving = Moving::default();
        }
        self.moving.frame(ui);
        let sheet = Sheet::of(&view.planning, rows, span);
        let shares: f32 = sheet.columns.iter().map(|c| c.1).sum::<f32>().max(1.0);
        let gaps = space::XS * (sheet.columns.len() as f32 + 2.0);
        let edge_of = if matches!(span, Span::Day(_)) { EDGE } else { 0.0 };
        let whole = ((ui.available_width() - NAME - edge_of - gaps) / shares).max(NARROWEST);
        let mut chosen = None;
        egui::ScrollArea::horizontal().id_salt(("plan grid", rows == Rows::Adults)).show(ui, |ui| {
            ui.spacing_mut().item_spacing = egui::vec2(space::XS, space::XS);
            head(ui, &sheet.columns, whole, matches!(span, Span::Day(_)).then_some(view.planning.weeks()));
            for row in &sheet.rows {
                ui.horizontal_top(|ui| {
                    let mut done = row_name(ui, problem, rows, &row.head);
                    for (cell, (_, share)) in row.cells.iter().zip(&sheet.columns) {
                        let width = whole * share;
                        let of_cell = match (*cell, rows) {
                            (Some((lsa, slot)), Rows::Adults) => self.adult(ui, view, lsa, &problem.slots[slot], width),
                            (Some((pupil, slot)), Rows::Pupils) => self.pupil(ui, view, pupil, &problem.slots[slot], width),
                            (None, _) => {
                                closed(ui, width);
                                None
                            }
                        };
                        done = of_cell.or(done);
                    }
                    if let Head::Person(person) = row.head {
                        edge(ui, view, rows, person);
                    }
                    chosen = done.or(chosen.take());
                });
            }
        });
        legend(ui);
        chosen
    }

    fn adult(&mut self, ui: &mut Ui, view: &WeekPlanView, lsa: usize, slot: &Slot, width: f32) -> Option<Chosen> {
        let problem = &view.planning.problem;
        let work = self.work(view, Rows::Adults, lsa, slot.id);
        // What stands there although nobody is at work can be opened and mended.
        if !problem.at_work(lsa, slot.id) && work.is_empty() {
            match view.planning.own_duty(lsa, slot.id) {
                Some(duty) => own(ui, &duty.what, width),
                None => closed(ui, width),
            }
            return None;
        }
        let words = if work.is_empty() { vec!["free".to_owned()] } else { work.iter().map(|a| short(problem, a)).collect() };
        let name = spoken(view, slot, &problem.lsas[lsa].name, &work);
        let response = cell(ui, view, (lsa, slot.id), &work, &words, &name, width);
        let grip = (!work.is_empty()).then_some(Grip { from: (lsa, slot.id), pupil: None });
        let moved = self.drag(ui, view, &response, Rows::Adults, (lsa, slot.id), grip);
        moved.or_else(|| response.clicked().then_some(Chosen::Adult(lsa, slot.id)))
    }

    fn pupil(&mut self, ui: &mut Ui, view: &WeekPlanView, pupil: usize, slot: &Slot, width: f32) -> Option<Chosen> {
        let problem = &view.planning.problem;
        let work = self.work(view, Rows::Pupils, pupil, slot.id);
        let p = &problem.pupils[pupil];
        if work.is_empty() && p.weights[slot.id] == 0 {
            closed(ui, width);
            return None;
        }
        let subject = p.subjects.get(slot.id).cloned().flatten();
        let mut words: Vec<String> = work.iter().map(|a| with_whom(problem, a)).collect();
        if work.is_empty() {
            words.push(subject.clone().unwrap_or_else(|| "–".into()));
        }
        let in_subject = subject.map(|s| format!(" ({s})")).unwrap_or_default();
        let name = format!("{}{in_subject}", spoken(view, slot, &p.name, &work));
        let response = cell(ui, view, (pupil, slot.id), &work, &words, &name, width);
        let grip = match &work[..] {
            [only] => Some(Grip { from: (only.lsa, only.slot), pupil: Some(pupil) }),
            _ => None,
        };
        let moved = self.drag(ui, view, &response, Rows::Pupils, (pupil, slot.id), grip);
        let open = work.first().map_or(Chosen::Pupil(pupil, slot.id), |a| Chosen::Adult(a.lsa, a.slot));
        moved.or_else(|| response.clicked().then_some(open))
    }

    /// Lets a cell be taken, shows on every cell what a drop there would do, and takes the drop.
    fn drag(
        &mut self,
        ui: &Ui,
        view: &WeekPlanView,
        response: &Response,
        rows: Rows,
        (row, slot): Place,
        grip: Option<Grip>,
    ) -> Option<Chosen> {
        if let Some(grip) = grip {
            response.dnd_set_drag_payload(grip);
        }
        let held = self.moving.grip()?;
        if Some(held) == grip {
            let frame = egui::Stroke::new(2.0, tokens(ui).focus);
            ui.painter().rect_stroke(response.rect, 6, frame, egui::StrokeKind::Inside);
        }
        let to = held.to(row, slot, rows == Rows::Pupils)?;
        let pointed = response.contains_pointer();
        if let Some((level, _)) = self.moving.at(ui, view, to, pointed) {
            widgets::verdict(ui, response.rect, *level, pointed);
        }
        if pointed {
            self.moving.says(ui, to);
        }
        response.dnd_release_payload::<Grip>()?;
        dropped(view, held.from, to).map(Chosen::Moved)
    }

    fn work<'v>(&self, view: &'v WeekPlanView, rows: Rows, row: usize, slot: usize) -> Vec<&'v Assignment> {
        let plan = &view.shown().plan;
        self.index.as_ref().map(|(_, i)| i.of_row(rows, row, slot).iter().map(|i| &plan[*i]).collect()).unwrap_or_default()
    }
}

fn head(ui: &mut Ui, columns: &[(String, f32)], whole: f32, weeks: Option<usize>) {
    ui.horizontal_top(|ui| {
        ui.add_space(NAME + space::XS);
        for (column, share) in columns {
            boxed(ui, (whole * share, HEAD), |ui| {
                // What is too long for its column goes on below, and does not touch the next one.
                ui.set_max_width(whole * share - space::XS);
                drop(ui.add(egui::Label::new(RichText::new(column).text_style(egui::TextStyle::Name("strong".into()))).wrap()))
            });
        }
        match weeks {
            Some(1) => drop(widgets::strong(ui, "Week")),
            Some(_) => drop(widgets::strong(ui, "Both weeks")),
            None => {}
        }
    });
}

/// What stands before a row: a time, or a name that opens the whole week of that person.
fn row_name(ui: &mut Ui, problem: &Problem, rows: Rows, head: &Head) -> Option<Chosen> {
    let person = match head {
        Head::Time(label) => {
            boxed(ui, (NAME, CELL), |ui| drop(ui.add(egui::Label::new(label).truncate())));
            return None;
        }
        Head::Person(person) => *person,
    };
    let name = if rows == Rows::Adults { &problem.lsas[person].name } else { &problem.pupils[person].name };
    let mut opened = false;
    boxed(ui, (NAME, CELL), |ui| {
        let link = egui::Button::new(RichText::new(name).color(tokens(ui).text)).frame(false).truncate();
        opened = ui.add(link).accessible_name(format!("Whole week of {name}")).on_hover_text(format!("{name}: the whole week")).clicked();
    });
    opened.then_some(Chosen::WeekOf(person))
}

/// A place of fixed size within a row.
fn boxed(ui: &mut Ui, (width, height): (f32, f32), content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(egui::vec2(width, height), egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.set_min_width(width);
        content(ui);
    });
}

/// What is planned of the contract, or of what is promised.
fn edge(ui: &mut Ui, view: &WeekPlanView, rows: Rows, row: usize) {
    let shown = view.shown();
    let (planned, of) = match rows {
        Rows::Adults => {
            let load = view.load_of(shown, row);
            (load.planned(), load.contract)
        }
        Rows::Pupils => (shown.pupils[row].planned, shown.pupils[row].promised),
    };
    let short = rows == Rows::Pupils && planned < of;
    let t = tokens(ui);
    let ink = if short { t.bad } else { t.text_weak };
    let words = format!("{}\nof {}", hours(planned), hours(of));
    boxed(ui, (EDGE, CELL), |ui| drop(ui.add(egui::Label::new(RichText::new(words).small().color(ink)).wrap())));
}

/// A slot in which the adult is not at work, or in which no support is wanted.
fn closed(ui: &mut Ui, width: f32) {
    let (rect, _) = ui.allocate_exact_size(egui::vec2(width, CELL), egui::Sense::hover());
    ui.painter().rect_filled(rect, 6, tokens(ui).surface_soft);
}

/// A slot that a duty of the adult's own fills: it is no part of the plan.
fn own(ui: &mut Ui, what: &str, width: f32) {
    let t = tokens(ui);
    let frame = egui::Frame::new().fill(t.surface_soft).corner_radius(6).inner_margin(space::S);
    let inner = egui::vec2(width - 2.0 * space::S, CELL - 2.0 * space::S);
    let words = egui::Label::new(RichText::new(what).small().color(t.text_weak)).truncate();
    ui.allocate_ui(egui::vec2(width, CELL), |ui| {
        frame.show(ui, |ui| {
            ui.set_min_size(inner);
            ui.set_max_width(inner.x);
            ui.add(words).on_hover_text(format!("{what}: a duty of their own, which the plan leaves alone"));
        });
    });
}

fn cell(ui: &mut Ui, view: &WeekPlanView, id: Place, work: &[&Assignment], words: &[String], name: &str, width: f32) -> egui::Response {
    let t = tokens(ui);
    let new = work.iter().any(|a| view.is_new(a));
    let pinned = work.iter().any(|a| view.pins.contains(a));
    let fill = work.first().map_or(t.surface, |a| fill_of(&t, &a.work));
    let mark = |a: &Assignment| format!("{}{}", if view.pins.contains(a) { "pin · " } else { "" }, if view.is_new(a) { "+ " } else { "" });
    let marks = work.iter().map(|a| mark(a)).chain(std::iter::repeat(String::new()));
    let lines: Vec<String> = words.iter().zip(marks).map(|(words, mark)| format!("{mark}{words}")).collect();
    let text = RichText::new(lines.join("\n")).small().color(if work.is_empty() { t.text_weak } else { t.text });
    let stroke = egui::Stroke::new(if new || pinned { 2.0 } else { 1.0 }, if new || pinned { t.accent } else { t.line });
    let sense = egui::Sense::click_and_drag();
    let button = egui::Button::new(text).fill(fill).stroke(stroke).min_size(egui::vec2(width, CELL)).sense(sense).wrap();
    ui.push_id(id, |ui| {
        let sized = ui.allocate_ui_with_layout(egui::vec2(width, CELL), egui::Layout::top_down(egui::Align::Min), |ui| {
            ui.set_width(width);
            let cell = ui.add(button).accessible_name(name).on_hover_text(name);
            if cell.has_focus() {
                ui.painter().rect_stroke(cell.rect, 6, egui::Stroke::new(2.0, t.focus), egui::StrokeKind::Outside);
            }
            cell
        });
        sized.inner
    })
    .inner
}

fn fill_of(t: &crate::ui::theme::Tokens, work: &Work) -> egui::Color32 {
    match work {
        Work::OneToOne { .. } => t.warn_soft,
        Work::Shared { .. } => t.good_soft,
        Work::Intervention { .. } => t.info_soft,
        Work::Task { .. } => t.bad_soft,
    }
}

/// What the colours and marks mean.
fn legend(ui: &mut Ui) {
    let t = tokens(ui);
    let colours = [(t.warn_soft, "one to one"), (t.good_soft, "in class"), (t.info_soft, "session"), (t.bad_soft, "care or duty")];
    ui.horizontal_wrapped(|ui| {
        for (colour, words) in colours {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(14.0, 14.0), egui::Sense::hover());
            ui.painter().rect(rect, 3, colour, egui::Stroke::new(1.0, t.line_strong), egui::StrokeKind::Inside);
            widgets::weak(ui, words);
        }
        widgets::weak(ui, "+ new in the draft · drag a cell to move it, or open it to try what else could be done");
    });
}
