//! One day of the plan: a row for each adult or each pupil, a column for each slot. What stands in a cell can
//! be opened, or dragged to another one: what the move does is said before it is dropped.

use egui::{DragAndDrop, RichText, Ui};

use super::cell::effect;
use crate::planner::cover::pupils_of;
use crate::planner::edit::Edit;
use crate::planner::problem::{Slot, SlotKind};
use crate::planner::validate::hours;
use crate::planner::{Assignment, Problem, Work};
use crate::ui::theme::{space, tokens};
use crate::ui::widgets::{self, Level};
use crate::views::WeekPlanView;

const NAME: f32 = 132.0;
const EDGE: f32 = 96.0;
const CELL: f32 = 40.0;
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
    /// A move was dropped: the plan after it.
    Moved(Vec<Assignment>),
}

/// A cell of an adult: who, and in which slot.
type Place = (usize, usize);

/// The grid with what it has looked up, so that a frame reads no plan from end to end.
#[derive(Default)]
pub struct Grid {
    index: Option<(u64, Index)>,
    /// The move under the pointer and what it would do.
    over: Option<Over>,
}

/// A move that hangs over a cell, tried once.
struct Over {
    from: Place,
    to: Place,
    level: Level,
    words: String,
    /// The plan after it, where it is allowed.
    plan: Option<Vec<Assignment>>,
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
    /// Draws a day; `version` says when the plan has changed.
    pub fn ui(&mut self, ui: &mut Ui, view: &WeekPlanView, version: u64, rows: Rows, day: usize) -> Option<Chosen> {
        let problem = &view.planning.problem;
        if self.index.as_ref().is_none_or(|i| i.0 != version) {
            self.index = Some((version, Index::of(problem, &view.shown().plan)));
            self.over = None;
        }
        let used = |s: &&Slot| s.kind == SlotKind::Period || problem.tasks.iter().any(|t| problem.task_slots(t).contains(&s.id));
        let slots: Vec<&Slot> = problem.slots_of(day).filter(used).collect();
        let columns = slots.len().max(1) as f32;
        let width = ((ui.available_width() - NAME - EDGE - space::XS * (columns + 2.0)) / columns).max(NARROWEST);
        let mut chosen = None;
        let count = if rows == Rows::Adults { problem.lsas.len() } else { problem.pupils.len() };
        egui::ScrollArea::horizontal().id_salt(("plan grid", rows == Rows::Adults)).show(ui, |ui| {
            ui.spacing_mut().item_spacing = egui::vec2(space::XS, space::XS);
            head(ui, &slots, width, view.planning.weeks());
            for row in 0..count {
                ui.horizontal_top(|ui| {
                    let name = if rows == Rows::Adults { &problem.lsas[row].name } else { &problem.pupils[row].name };
                    boxed(ui, NAME, |ui| drop(ui.add(egui::Label::new(name).truncate())));
                    for slot in &slots {
                        let done = match rows {
                            Rows::Adults => self.adult(ui, view, row, slot, width),
                            Rows::Pupils => self.pupil(ui, view, row, slot, width),
                        };
                        chosen = done.or(chosen.take());
                    }
                    edge(ui, view, rows, row);
                });
            }
        });
        legend(ui);
        if !DragAndDrop::has_any_payload(ui.ctx()) {
            self.over = None;
        }
        chosen
    }

    fn adult(&mut self, ui: &mut Ui, view: &WeekPlanView, lsa: usize, slot: &Slot, width: f32) -> Option<Chosen> {
        let problem = &view.planning.problem;
        let work = self.work(view, Rows::Adults, lsa, slot.id);
        // What stands there although nobody is at work can be opened and mended.
        if !problem.at_work(lsa, slot.id) && work.is_empty() {
            closed(ui, width);
            return None;
        }
        let words = if work.is_empty() { vec!["free".to_owned()] } else { work.iter().map(|a| short(problem, a)).collect() };
        let name = spoken(view, slot, &problem.lsas[lsa].name, &work);
        let response = cell(ui, view, (lsa, slot.id), &work, &words, &name, width);
        if !work.is_empty() {
            response.dnd_set_drag_payload::<Place>((lsa, slot.id));
        }
        if let Some(from) = response.dnd_hover_payload::<Place>() {
            self.hover(ui, view, *from, (lsa, slot.id));
        }
        if response.dnd_release_payload::<Place>().is_some() {
            return self.over.take().and_then(|over| over.plan).map(Chosen::Moved);
        }
        response.clicked().then_some(Chosen::Adult(lsa, slot.id))
    }

    fn pupil(&mut self, ui: &mut Ui, view: &WeekPlanView, pupil: usize, slot: &Slot, width: f32) -> Option<Chosen> {
        let problem = &view.planning.problem;
        let work = self.work(view, Rows::Pupils, pupil, slot.id);
        let p = &problem.pupils[pupil];
        if work.is_empty() && p.weights[slot.id] == 0 {
            closed(ui, width);
            return None;
        }
        let who = |a: &&Assignment| {
            let what = match &a.work {
                Work::OneToOne { .. } => "one to one".to_owned(),
                Work::Shared { pupils, .. } if pupils.len() > 1 => format!("with {} others", pupils.len() - 1),
                Work::Shared { .. } => "in class".to_owned(),
                Work::Task { task } => problem.tasks[*task].name.clone(),
                Work::Intervention { intervention } => format!("{} min", problem.interventions[*intervention].minutes),
            };
            format!("{}, {what}", problem.lsas[a.lsa].name)
        };
        let subject = p.subjects.get(slot.id).cloned().flatten();
        let mut words: Vec<String> = work.iter().map(who).collect();
        if work.is_empty() {
            words.push(subject.clone().unwrap_or_else(|| "–".into()));
        }
        let in_subject = subject.map(|s| format!(" ({s})")).unwrap_or_default();
        let name = format!("{}{in_subject}", spoken(view, slot, &p.name, &work));
        let response = cell(ui, view, (pupil, slot.id), &work, &words, &name, width);
        let open = work.first().map_or(Chosen::Pupil(pupil, slot.id), |a| Chosen::Adult(a.lsa, a.slot));
        response.clicked().then_some(open)
    }

    fn work<'v>(&self, view: &'v WeekPlanView, rows: Rows, row: usize, slot: usize) -> Vec<&'v Assignment> {
        let plan = &view.shown().plan;
        self.index.as_ref().map(|(_, i)| i.of_row(rows, row, slot).iter().map(|i| &plan[*i]).collect()).unwrap_or_default()
    }

    /// Says what a move would do while it hangs over a cell.
    fn hover(&mut self, ui: &mut Ui, view: &WeekPlanView, from: Place, to: Place) {
        if from == to {
            self.over = None;
            return;
        }
        if self.over.as_ref().is_none_or(|o| (o.from, o.to) != (from, to)) {
            let tried = Edit::Shift { from, to }.tried(&view.planning.problem, &view.shown().plan);
            let breaks = tried.breaks_after(&view.shown().verdict);
            let (level, words) = match breaks {
                Some(why) => (Level::Bad, format!("Not allowed: {why}")),
                None => effect(view.shown().verdict.levels, tried.verdict.levels),
            };
            let plan = breaks.is_none().then(|| tried.plan.clone());
            self.over = Some(Over { from, to, level, words, plan });
        }
        if let Some(Over { level, words, .. }) = &self.over {
            egui::Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), ui.scope_id().with("move"), egui::PopupAnchor::Pointer)
                .gap(space::M)
                .show(|ui| widgets::chip(ui, *level, words));
        }
    }
}

fn head(ui: &mut Ui, slots: &[&Slot], width: f32, weeks: usize) {
    ui.horizontal(|ui| {
        ui.add_space(NAME + space::XS);
        for slot in slots {
            boxed(ui, width, |ui| drop(widgets::strong(ui, &slot.label)));
        }
        widgets::strong(ui, if weeks == 1 { "Week" } else { "Both weeks" });
    });
}

/// A place of fixed width within a row.
fn boxed(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(egui::vec2(width, 20.0), egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.set_min_width(width);
        content(ui);
    });
}

/// What is planned of the contract, or of what is promised.
fn edge(ui: &mut Ui, view: &WeekPlanView, rows: Rows, row: usize) {
    let shown = view.shown();
    let (planned, of) = match rows {
        Rows::Adults => (shown.lsas[row].planned(), shown.lsas[row].contract),
        Rows::Pupils => (shown.pupils[row].planned, shown.pupils[row].promised),
    };
    let short = rows == Rows::Pupils && planned < of;
    let t = tokens(ui);
    let ink = if short { t.bad } else { t.text_weak };
    let words = format!("{} of {}", hours(planned), hours(of));
    boxed(ui, EDGE, |ui| drop(ui.add(egui::Label::new(RichText::new(words).small().color(ink)).wrap())));
}

/// A slot in which the adult is not at work, or in which no support is wanted.
fn closed(ui: &mut Ui, width: f32) {
    let (rect, _) = ui.allocate_exact_size(egui::vec2(width, CELL), egui::Sense::hover());
    ui.painter().rect_filled(rect, 6, tokens(ui).surface_soft);
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
            ui.add(button).accessible_name(name).on_hover_text(name)
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
            ui.painter().rect(rect, 3, colour, egui::Stroke::new(1.0, t.line), egui::StrokeKind::Inside);
            widgets::weak(ui, words);
        }
        widgets::weak(ui, "+ new in the draft · drag a cell to move it, or open it to try what else could be done");
    });
}

/// What stands in a cell: who, and for how long where that is not the whole slot.
fn short(problem: &Problem, a: &Assignment) -> String {
    match &a.work {
        Work::Intervention { intervention } => {
            let i = &problem.interventions[*intervention];
            let who: Vec<&str> = i.pupils.iter().map(|p| problem.pupils[*p].name.as_str()).collect();
            format!("{}, {} min", who.join(", "), i.minutes)
        }
        Work::Task { task } => {
            let t = &problem.tasks[*task];
            t.pupil.map_or(t.name.clone(), |p| format!("{}: {}", problem.pupils[p].name, t.name))
        }
        work => problem.work_name(work),
    }
}

fn spoken(view: &WeekPlanView, slot: &Slot, who: &str, work: &[&Assignment]) -> String {
    let problem = &view.planning.problem;
    let what = match work {
        [] => "free".to_owned(),
        work => work.iter().map(|a| in_full(problem, a)).collect::<Vec<_>>().join("; "),
    };
    let new = if work.iter().any(|a| view.is_new(a)) { ", new" } else { "" };
    let pinned = if work.iter().any(|a| view.pins.contains(a)) { ", pinned" } else { "" };
    format!("{}, {who}: {what}{new}{pinned}", problem.slot_name(slot.id))
}

/// An assignment in full words.
pub fn in_full(problem: &Problem, a: &Assignment) -> String {
    match &a.work {
        Work::OneToOne { .. } => format!("{}, one to one", problem.work_name(&a.work)),
        Work::Shared { class, .. } => format!("{} together in {}", problem.work_name(&a.work), problem.classes[*class].name),
        Work::Intervention { intervention } => {
            let i = &problem.interventions[*intervention];
            format!("{}, {} minutes", i.name, i.minutes)
        }
        Work::Task { .. } => problem.work_name(&a.work),
    }
}
