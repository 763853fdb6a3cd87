//! The provision ledger of a pupil: each line by week, what lapses, and the statement that goes out.

use chrono::NaiveDate;
use egui::Ui;

use crate::model::{date_words, pounds};
use crate::ui::intent::{Cx, Format, Intent, Paper};
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, Bar, DateInput, Level};
use crate::views::{LedgerLine, LedgerView, PupilView};

/// The state of the tab.
#[derive(Default)]
pub struct LedgerTab {
    from: DateInput,
    to: DateInput,
    asked: Option<(NaiveDate, NaiveDate)>,
    problem: Option<String>,
    /// Lines whose sessions are open.
    open: std::collections::HashSet<crate::model::ProvisionId>,
}

impl LedgerTab {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        let today = cx.now.today();
        if self.asked.is_none() {
            let term = cx.shown.school.as_ref().and_then(|s| s.terms.iter().find(|t| t.starts <= today && today <= t.ends));
            let from = term.map_or(today - chrono::Days::new(84), |t| t.starts);
            (self.from, self.to) = (DateInput::of(Some(from)), DateInput::of(Some(today)));
            self.asked = Some((from, today));
        }
        let before = (self.from.clone(), self.to.clone());
        ui.horizontal_wrapped(|ui| {
            ui.vertical(|ui| widgets::date_field(ui, "From", &mut self.from, today));
            ui.vertical(|ui| widgets::date_field(ui, "To", &mut self.to, today));
        });
        if before != (self.from.clone(), self.to.clone()) {
            match (self.from.needed("“From”", today), self.to.needed("“To”", today)) {
                (Ok(from), Ok(to)) if from <= to => (self.asked, self.problem) = (Some((from, to)), None),
                (Ok(_), Ok(_)) => self.problem = Some("The time ends before it begins.".into()),
                (Err(why), _) | (_, Err(why)) => self.problem = Some(why),
            }
        }
        if let Some(problem) = &self.problem {
            widgets::error_line(ui, problem);
        }
        let Some((from, to)) = self.asked else { return };
        let shown = cx.shown;
        match &shown.ledger {
            Some(ledger) if (ledger.pupil, ledger.from, ledger.to) == (view.pupil.id, from, to) => self.lines(ui, cx, ledger),
            _ => cx.ask(Intent::Ledger { pupil: view.pupil.id, from, to }),
        }
    }

    fn lines(&mut self, ui: &mut Ui, cx: &mut Cx, ledger: &LedgerView) {
        ui.horizontal_wrapped(|ui| {
            let paper = Paper::Statement { pupil: ledger.pupil, from: ledger.from, to: ledger.to };
            for (format, words) in [(Format::Pdf, "Statement as PDF"), (Format::Word, "as Word"), (Format::Excel, "as Excel")] {
                let name = format!("Provision statement {words}");
                if widgets::secondary(ui, Some(icons::FILE_TEXT), words).accessible_name(name).clicked() {
                    cx.ask(Intent::Export { paper: paper.clone(), format, path: cx.shown.folders.documents.clone() });
                }
            }
        });
        ui.add_space(space::S);
        if let Some(beside) = &ledger.beside {
            widgets::banner(ui, Level::Info, &format!("{beside} Write them as a provision line, so that the plan says what they are for."));
            ui.add_space(space::S);
        }
        if ledger.lines.is_empty() {
            let sentence = "A plan's provision lines stand here with what was timetabled, given and lost. Add them under “Plan”.";
            widgets::empty_state(ui, icons::CLIPBOARD_CHECK, "No provision in this time", sentence, |_| {});
            return;
        }
        for line in &ledger.lines {
            widgets::card(ui, |ui| self.line(ui, line));
            ui.add_space(space::M);
        }
        if ledger.cost() > 0 {
            widgets::weak(ui, format!("Given so far: {}. {}", pounds(ledger.cost()), ledger.funding_words()));
        }
    }

    fn line(&mut self, ui: &mut Ui, line: &LedgerLine) {
        widgets::subheading(ui, &line.what);
        widgets::weak(ui, format!("{}. {}", line.dose, line.who));
        if let Some(lapse) = &line.lapse {
            widgets::banner(ui, Level::Warn, lapse);
        }
        let sum = &line.ledger.sum;
        let due = sum.due.map_or("not stated".to_owned(), |d| line.say(d));
        let made_up = if sum.made_up > 0 { format!(" ({} of it made up)", line.say(sum.made_up)) } else { String::new() };
        let not_logged = if sum.not_logged > 0 { format!(", {} not logged", line.say(sum.not_logged)) } else { String::new() };
        ui.label(format!(
            "Due {due}, timetabled {}, given {}{made_up}, lost {}{not_logged}. Owed: {}.",
            line.say(sum.timetabled),
            line.say(sum.given()),
            line.say(sum.lost_in_all()),
            line.owed_words()
        ));
        chart(ui, line);
        egui::ScrollArea::horizontal().id_salt(line.provision).show(ui, |ui| {
            egui::Grid::new(("ledger", line.provision)).num_columns(WEEK_HEAD.len()).spacing([space::L, space::XS]).striped(true).show(
                ui,
                |ui| {
                    WEEK_HEAD.iter().for_each(|h| drop(widgets::weak(ui, *h)));
                    ui.end_row();
                    for week in line.ledger.weeks.iter().rev().filter(|w| w.school_days > 0) {
                        let lost: Vec<String> = week.lost.iter().map(|(why, amount)| format!("{} ({why})", line.say(*amount))).collect();
                        ui.label(date_words(week.monday));
                        for amount in [week.due.unwrap_or(0), week.timetabled, week.delivered, week.made_up] {
                            ui.label(if amount == 0 { "–".to_owned() } else { line.say(amount) });
                        }
                        ui.label(if lost.is_empty() { "–".to_owned() } else { lost.join("; ") });
                        for amount in [week.not_logged, week.owed()] {
                            ui.label(if amount == 0 { "–".to_owned() } else { line.say(amount) });
                        }
                        ui.end_row();
                    }
                },
            );
        });
        let open = self.open.contains(&line.provision);
        let words = if open { "Hide the sessions".to_owned() } else { format!("Show the {} sessions behind it", line.sessions.len()) };
        let name = format!("{words}: {}", line.what);
        if widgets::ghost(ui, None, &words).accessible_name(name).clicked() {
            if open {
                self.open.remove(&line.provision)
            } else {
                self.open.insert(line.provision)
            };
        }
        for session in line.sessions.iter().filter(|_| open) {
            let words = widgets::veiled(ui, &session.words);
            widgets::weak(ui, format!("{} · {} · {} · {words}", date_words(session.on), session.staff, line.say(session.counts)));
        }
    }
}

/// The weeks as bars: what was given, what was lost, what nobody wrote up, against what was due.
fn chart(ui: &mut Ui, line: &LedgerLine) {
    let t = crate::ui::theme::tokens(ui);
    let legend = [("delivered", t.good), ("made up", t.info), ("lost", t.bad_soft), ("not logged", t.warn_soft)];
    let weeks = line.ledger.weeks.iter().filter(|w| w.school_days > 0);
    let bars: Vec<Bar> = weeks
        .map(|w| Bar {
            name: w.monday.format("%-d %b").to_string(),
            parts: [w.delivered, w.made_up, w.lost_in_all(), w.not_logged].map(|v| v as f32).to_vec(),
            due: w.due.map(|d| d as f32),
        })
        .collect();
    let sum = &line.ledger.sum;
    let sentence = format!(
        "{}, week by week: {} given, {} lost and {} not logged in {} weeks.",
        line.what,
        line.say(sum.given()),
        line.say(sum.lost_in_all()),
        line.say(sum.not_logged),
        bars.len()
    );
    widgets::bars(ui, &legend, &bars, |top| line.say(top as i64), &sentence);
    ui.add_space(space::S);
}

const WEEK_HEAD: [&str; 8] = ["Week of", "Due", "Timetabled", "Delivered", "Made up", "Lost", "Not logged", "Owed"];
