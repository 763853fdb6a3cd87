//! What to know before the day begins.

use egui::Ui;

use crate::model::{Change, EntryId, Item, PupilId, ReadMark};
use crate::ui::intent::{Cx, Form, Place};
use crate::ui::theme::{space, tokens};
use crate::ui::widgets::{self, Level};
use crate::views::{Notice, NoticeDoes, TodayView};

/// What the ways to act on a notice take beside its words.
const BESIDE: f32 = 210.0;

/// Whether every notice is in sight.
#[derive(Default)]
pub struct Notices {
    all: bool,
}

impl Notices {
    /// Handovers, answers, referrals and what is unread: one in sight, the rest on asking. Answers the
    /// referral that somebody wants to answer.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, view: &TodayView) -> Option<(EntryId, PupilId)> {
        if view.notices.is_empty() {
            return None;
        }
        let mut answer = None;
        let t = tokens(ui);
        let frame = egui::Frame::new()
            .fill(t.surface)
            .stroke(egui::Stroke::new(1.0, t.line))
            .corner_radius(8)
            .inner_margin(egui::Margin::symmetric(space::M as i8, space::XS as i8));
        frame.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            let shown = if self.all { view.notices.len() } else { 1 };
            for (i, notice) in view.notices.iter().take(shown).enumerate() {
                ui.push_id(i, |ui| {
                    let own = self.row(ui, cx, view, notice, i == 0);
                    answer = answer.or(own);
                });
            }
        });
        ui.add_space(space::XS);
        answer
    }

    /// One notice; the first has the way to the others. Where there is little room the ways stand below.
    fn row(&mut self, ui: &mut Ui, cx: &mut Cx, view: &TodayView, notice: &Notice, first: bool) -> Option<(EntryId, PupilId)> {
        let level = if notice.kind == "Good news" { Level::Good } else { Level::Info };
        if ui.available_width() < space::NARROW_PAGE {
            widgets::chip(ui, level, notice.kind);
            widgets::written(ui, &notice.words);
            return ui.horizontal_wrapped(|ui| self.ways(ui, cx, view, notice, first)).inner;
        }
        ui.horizontal(|ui| {
            widgets::chip(ui, level, notice.kind);
            ui.scope(|ui| {
                ui.set_max_width(ui.available_width() - BESIDE);
                let label = egui::Label::new(widgets::veiled(ui, &notice.words));
                ui.add(if self.all { label.wrap() } else { label.truncate() });
            });
            widgets::at_right(ui, |ui| self.ways(ui, cx, view, notice, first))
        })
        .inner
    }

    fn ways(&mut self, ui: &mut Ui, cx: &mut Cx, view: &TodayView, notice: &Notice, first: bool) -> Option<(EntryId, PupilId)> {
        let answer = action(ui, cx, view, notice);
        if first && view.notices.len() > 1 {
            let more = view.notices.len() - 1;
            let words = if self.all { "Show fewer".to_owned() } else { format!("{more} more") };
            let name = if self.all { words.clone() } else { format!("Show {more} more notices") };
            if widgets::ghost(ui, None, &words).accessible_name(name).clicked() {
                self.all = !self.all;
            }
        }
        answer
    }
}

/// The one thing that a notice asks for.
fn action(ui: &mut Ui, cx: &mut Cx, view: &TodayView, notice: &Notice) -> Option<(EntryId, PupilId)> {
    match notice.does {
        NoticeDoes::Open => {
            if widgets::ghost(ui, None, "Open").accessible_name(format!("Open the page: {}", notice.words)).clicked() {
                cx.go(Place::Pupil(notice.pupil));
            }
        }
        NoticeDoes::Answer(of) => {
            if widgets::ghost(ui, None, "Answer…").accessible_name(format!("Answer: {}", notice.words)).clicked() {
                return Some((of, notice.pupil));
            }
        }
        NoticeDoes::MarkRead(what) => {
            let name = format!("I have read it: {}", notice.words);
            if let Some(staff) = view.staff
                && widgets::ghost(ui, None, "I have read it").accessible_name(name).clicked()
            {
                let mark = ReadMark { id: cx.mint.fresh(), pupil: notice.pupil, staff, what, on: cx.now.today() };
                cx.change(Form::Kept, Change::Keep(Item::ReadMark(mark)));
            }
        }
    }
    None
}
