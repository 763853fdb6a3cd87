//! A cell that is being dragged: where it may go, and what each place would cost, tried before it is dropped.

use egui::{DragAndDrop, Ui};
use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::cell::effect;
use crate::planner::Assignment;
use crate::planner::edit::Edit;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Level};
use crate::views::WeekPlanView;

/// How long a frame may spend on trying the places that nobody points at.
const A_FRAME: Duration = Duration::from_millis(5);

/// A cell of an adult: who, and in which slot.
pub type Place = (usize, usize);

/// What hangs at the pointer: the cell it was taken from, and the pupil whose row it was taken in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grip {
    pub from: Place,
    pub pupil: Option<usize>,
}

impl Grip {
    /// Where it would go if it were dropped on a cell: a pupil's support moves in time and stays with its adult.
    pub fn to(&self, row: usize, slot: usize, of_pupils: bool) -> Option<Place> {
        let to = match (of_pupils, self.pupil) {
            (false, None) => (row, slot),
            (true, Some(pupil)) if pupil == row => (self.from.0, slot),
            _ => return None,
        };
        (to != self.from).then_some(to)
    }
}

/// What has been tried of the move that is going on.
#[derive(Default)]
pub struct Moving {
    grip: Option<Grip>,
    effects: HashMap<Place, (Level, String)>,
    spent: Duration,
}

impl Moving {
    /// Begins a frame: what is dragged, if anything is.
    pub fn frame(&mut self, ui: &Ui) {
        let grip = DragAndDrop::payload::<Grip>(ui.ctx()).map(|g| *g);
        if grip != self.grip {
            *self = Self { grip, ..Self::default() };
        }
        self.spent = Duration::ZERO;
    }

    pub fn grip(&self) -> Option<Grip> {
        self.grip
    }

    /// What dropping it here would do: nothing is known yet where the frame's time has run out.
    pub fn at(&mut self, ui: &Ui, view: &WeekPlanView, to: Place, pointed: bool) -> Option<&(Level, String)> {
        let from = self.grip?.from;
        if !self.effects.contains_key(&to) {
            if self.spent > A_FRAME && !pointed {
                ui.ctx().request_repaint();
                return None;
            }
            let begun = Instant::now();
            self.effects.insert(to, tried(view, from, to));
            self.spent += begun.elapsed();
        }
        self.effects.get(&to)
    }

    /// Says at the pointer what the drop would do.
    pub fn says(&self, ui: &Ui, to: Place) {
        let Some((level, words)) = self.effects.get(&to) else { return };
        egui::Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), ui.scope_id().with("move"), egui::PopupAnchor::Pointer)
            .gap(space::M)
            .show(|ui| widgets::chip(ui, *level, words));
    }
}

/// The plan after a drop; none where a rule does not allow it.
pub fn dropped(view: &WeekPlanView, from: Place, to: Place) -> Option<Vec<Assignment>> {
    let tried = Edit::Shift { from, to }.tried(&view.planning.problem, &view.shown().plan);
    tried.breaks_after(&view.shown().verdict).is_none().then_some(tried.plan)
}

fn tried(view: &WeekPlanView, from: Place, to: Place) -> (Level, String) {
    let tried = Edit::Shift { from, to }.tried(&view.planning.problem, &view.shown().plan);
    match tried.breaks_after(&view.shown().verdict) {
        Some(why) => (Level::Bad, format!("Not allowed: {why}")),
        None => effect(view.shown().verdict.levels, tried.verdict.levels),
    }
}
