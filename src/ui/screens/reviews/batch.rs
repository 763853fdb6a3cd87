//! Review summaries for a class, a year group or all reviews of a term in one go.

use chrono::{NaiveDate, TimeDelta};
use egui::Ui;

use super::form::SummaryKind;
use crate::ui::intent::{Cx, Form, Format, Intent};
use crate::ui::theme::space;
use crate::ui::widgets::{self, DateInput};
use crate::views::{ReviewRow, ReviewsView};

/// The dialog that writes many summaries.
pub struct Batch {
    open: bool,
    whom: Whom,
    class: String,
    year: String,
    from: DateInput,
    to: DateInput,
    kind: SummaryKind,
    format: Format,
    problem: Option<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum Whom {
    DueInPeriod,
    Class,
    Year,
    Everybody,
}

impl Default for Batch {
    fn default() -> Self {
        Self {
            open: false,
            whom: Whom::DueInPeriod,
            class: String::new(),
            year: String::new(),
            from: DateInput::default(),
            to: DateInput::default(),
            kind: SummaryKind::Full,
            format: Format::Pdf,
            problem: None,
        }
    }
}

impl Batch {
    pub fn open(&mut self, today: NaiveDate) {
        *self =
            Self { open: true, from: DateInput::of(Some(today - TimeDelta::weeks(12))), to: DateInput::of(Some(today)), ..Self::default() };
    }

    /// Draws the dialog while it is open; while documents are written, how far they are.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, view: &ReviewsView) {
        if !self.open && cx.shown.progress.is_none() {
            return;
        }
        if let Some(Err(why)) = cx.outcome(Form::Export) {
            self.problem = Some(why.clone());
        }
        let mut close = false;
        let open = widgets::modal(ui, "batch", "Write many summaries", 620.0, |ui| match cx.shown.progress {
            Some((done, total)) => {
                let share = done as f32 / total.max(1) as f32;
                let bar = ui.add(egui::ProgressBar::new(share).text(format!("{done} of {total}")));
                let words = format!("Writing {done} of {total}");
                bar.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ProgressIndicator, true, &words));
                ui.add_space(space::S);
                if widgets::secondary(ui, None, "Stop; keep those that are written").clicked() {
                    cx.ask(Intent::CancelExport);
                    close = true;
                }
            }
            None => self.choose(ui, cx, view),
        });
        if !open || close {
            self.open = false;
            if cx.shown.progress.is_some() && !close {
                cx.ask(Intent::CancelExport);
            }
        }
    }

    fn choose(&mut self, ui: &mut Ui, cx: &mut Cx, view: &ReviewsView) {
        let today = cx.now.today();
        widgets::field_label(ui, "For whom");
        let options = [
            (Whom::DueInPeriod, "Reviews due up to the end of the period"),
            (Whom::Class, "A class"),
            (Whom::Year, "A year group"),
            (Whom::Everybody, "Everybody with a plan"),
        ];
        widgets::segmented(ui, &mut self.whom, &options);
        match self.whom {
            Whom::Class => {
                let mut classes: Vec<String> = view.rows.iter().map(|r| r.class.clone()).filter(|c| !c.is_empty()).collect();
                classes.sort();
                classes.dedup();
                let options: Vec<_> = classes.into_iter().map(|c| (c.clone(), c)).collect();
                widgets::choice(ui, "Class", &mut self.class, &options);
            }
            Whom::Year => {
                let mut years: Vec<_> = view.rows.iter().filter_map(|r| r.year).collect();
                years.sort();
                years.dedup();
                let options: Vec<_> = years.into_iter().map(|y| (y.words(), y.words())).collect();
                widgets::choice(ui, "Year group", &mut self.year, &options);
            }
            Whom::DueInPeriod | Whom::Everybody => {}
        }
        ui.horizontal_wrapped(|ui| {
            widgets::date_field(ui, "Period from", &mut self.from, today);
            widgets::date_field(ui, "to", &mut self.to, today);
        });
        let kinds = [
            (SummaryKind::Full, "For the meeting"),
            (SummaryKind::Family, "For the family"),
            (SummaryKind::Pupil, "The pupils’ own pages"),
        ];
        widgets::segmented(ui, &mut self.kind, &kinds);
        widgets::segmented(ui, &mut self.format, &[(Format::Pdf, "PDF"), (Format::Word, "Word")]);
        ui.add_space(space::S);
        let dates = self.from.needed("“Period from”", today).and_then(|from| Ok((from, self.to.needed("The end of the period", today)?)));
        match dates {
            Ok((from, to)) if from <= to => {
                let chosen: Vec<&ReviewRow> = view.rows.iter().filter(|r| self.fits(r, to)).collect();
                let words = if chosen.len() == 1 { "Write 1 document".to_owned() } else { format!("Write {} documents", chosen.len()) };
                let ready = !chosen.is_empty();
                ui.add_enabled_ui(ready, |ui| {
                    if widgets::primary(ui, &words).clicked() {
                        let papers = chosen.iter().map(|r| self.kind.paper(r.pupil, from, to)).collect();
                        cx.ask(Intent::ExportMany { papers, format: self.format });
                    }
                });
                if !ready {
                    widgets::weak(ui, "Nobody fits this choice.");
                }
            }
            Ok(_) => widgets::error_line(ui, "The period ends before it begins."),
            Err(why) => widgets::error_line(ui, &why),
        }
        if let Some(problem) = &self.problem {
            widgets::error_line(ui, problem);
        }
    }

    fn fits(&self, row: &ReviewRow, to: NaiveDate) -> bool {
        match self.whom {
            Whom::DueInPeriod => row.due.is_some_and(|d| d <= to),
            Whom::Class => row.class == self.class,
            Whom::Year => row.year.is_some_and(|y| y.words() == self.year),
            Whom::Everybody => true,
        }
    }
}
