//! The form of a running intervention: who, by whom, how often, until when, measured how; the fidelity
//! check and the decision at its end.

use chrono::TimeDelta;
use egui::Ui;
use serde::{Deserialize, Serialize};

use super::catalogue::{lines, whole};
use crate::model::{Change, FidelityCheck, Item, Member, Programme, PupilId, Running, Verdict};
use crate::ui::drafted::Drafted;
use crate::ui::intent::{Cx, Form};
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{self, DateInput};
use crate::views::InterventionsView;

/// A running intervention as being edited.
#[derive(Clone, Serialize, Deserialize)]
struct Fields {
    running: Running,
    new: bool,
    minutes: String,
    per_week: String,
    starts: DateInput,
    ends: DateInput,
    /// Before and after of each member, as typed.
    figures: Vec<(String, String)>,
    fidelity: String,
    adding: Option<PupilId>,
    /// A fidelity check that is being made, one tick for each line.
    check: Option<(Vec<bool>, String)>,
}

/// The dialog; kept across a lock.
#[derive(Default)]
pub struct RunningForm {
    form: Drafted<Fields>,
    problem: Option<String>,
}

const PLACE: &str = "running";

impl RunningForm {
    /// A new one, from an entry of the catalogue where one is given.
    pub fn open_new(&mut self, cx: &mut Cx, programme: Option<&Programme>) {
        let today = cx.now.today();
        let weeks = programme.and_then(|p| p.weeks).unwrap_or(12);
        let running = Running {
            id: cx.mint.fresh(),
            name: programme.map(|p| p.name.clone()).unwrap_or_default(),
            programme: programme.map(|p| p.id),
            deliverer: None,
            members: Vec::new(),
            starts: today,
            ends: today + TimeDelta::weeks(i64::from(weeks)),
            minutes: programme.and_then(|p| p.minutes),
            per_week: programme.and_then(|p| p.per_week),
            training: programme.map(|p| p.training.clone()).unwrap_or_default(),
            resources: String::new(),
            kept_where: String::new(),
            entry: String::new(),
            exit: String::new(),
            measure: programme.map(|p| p.measure.clone()).unwrap_or_default(),
            lower_is_better: false,
            fidelity: programme.map(|p| p.fidelity.clone()).unwrap_or_default(),
            checks: Vec::new(),
            verdict: None,
            verdict_on: None,
            verdict_why: String::new(),
        };
        self.show(running, true);
    }

    pub fn open(&mut self, running: &Running) {
        self.show(running.clone(), false);
    }

    fn show(&mut self, running: Running, new: bool) {
        self.problem = None;
        let number = |n: Option<u16>| n.map(|n| n.to_string()).unwrap_or_default();
        let figure = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
        let fields = Fields {
            minutes: number(running.minutes),
            per_week: number(running.per_week),
            starts: DateInput::of(Some(running.starts)),
            ends: DateInput::of(Some(running.ends)),
            figures: running.members.iter().map(|m| (figure(m.before), figure(m.after))).collect(),
            fidelity: running.fidelity.join("\n"),
            adding: None,
            check: None,
            running,
            new,
        };
        self.form.open(PLACE, fields);
    }

    /// Draws the dialog while it is open.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, view: &InterventionsView, refused: Option<&str>) {
        self.form.restore(cx, PLACE);
        if cx.outcome(Form::Intervention) == Some(&Ok(())) {
            self.form.close(cx);
        }
        let problem = self.problem.clone().or_else(|| refused.map(str::to_owned));
        let Some(fields) = self.form.form() else { return };
        let mut save = false;
        let title = if fields.new { "Start an intervention" } else { "Intervention" };
        let open = widgets::modal(ui, "running form", title, 720.0, |ui| {
            fields.basics(ui, cx, view);
            fields.members(ui, cx, view);
            fields.later(ui, cx);
            widgets::dialog_foot(ui, problem.as_deref(), &mut save);
        });
        if save {
            match fields.made(cx) {
                Ok(running) => cx.change(Form::Intervention, Change::Keep(Item::Running(running))),
                Err(why) => self.problem = Some(why),
            }
        }
        self.form.settle(ui, cx, open);
    }
}

impl Fields {
    fn basics(&mut self, ui: &mut Ui, cx: &Cx, view: &InterventionsView) {
        let today = cx.now.today();
        ui.columns(2, |columns| {
            widgets::text_field(&mut columns[0], "Intervention", &mut self.running.name);
            let staff: Vec<_> = std::iter::once((None, "Nobody yet".to_owned()))
                .chain(view.staff.iter().map(|(id, name)| (Some(*id), name.clone())))
                .collect();
            widgets::choice(&mut columns[1], "Given by", &mut self.running.deliverer, &staff);
            widgets::text_field(&mut columns[0], "Minutes of a session", &mut self.minutes);
            widgets::text_field(&mut columns[1], "Times a week", &mut self.per_week);
            widgets::date_field(&mut columns[0], "From", &mut self.starts, today);
            widgets::date_field(&mut columns[1], "Decide on (stop, change or go on)", &mut self.ends, today);
            widgets::text_field(&mut columns[0], "Measured before and after by", &mut self.running.measure);
            widgets::text_field(&mut columns[1], "Training the deliverer needs", &mut self.running.training);
        });
        widgets::tick(ui, "A lower figure is the better one", &mut self.running.lower_is_better);
    }

    fn members(&mut self, ui: &mut Ui, cx: &Cx, view: &InterventionsView) {
        ui.add_space(space::S);
        widgets::field_label(ui, "Pupils, with the measure before and after");
        let today = cx.now.today();
        let name_of = |id: PupilId| view.pupils.iter().find(|p| p.0 == id).map_or_else(|| "A pupil who left".to_owned(), |p| p.1.clone());
        let mut gone = None;
        for (i, (member, (before, after))) in self.running.members.iter_mut().zip(&mut self.figures).enumerate() {
            ui.push_id(member.pupil, |ui| {
                let name = name_of(member.pupil);
                ui.horizontal(|ui| {
                    widgets::strong(ui, &name);
                    for (text, what) in [(before, "before"), (after, "after")] {
                        ui.label(what);
                        ui.add(widgets::line(text).desired_width(56.0)).accessible_name(format!("{name}, {what}"));
                    }
                    match member.left {
                        Some(left) => {
                            widgets::weak(ui, format!("left {}", left.format("%-d %b %Y")));
                        }
                        None if self.new => {
                            if widgets::icon_button(ui, icons::X, &format!("Remove {name}")).clicked() {
                                gone = Some(i);
                            }
                        }
                        None => {
                            if widgets::ghost(ui, None, "Leaves the group").accessible_name(format!("{name} leaves the group")).clicked() {
                                member.left = Some(today);
                            }
                        }
                    }
                });
                let targets: Vec<_> = std::iter::once((None, "No target".to_owned()))
                    .chain(view.targets.get(&member.pupil).into_iter().flatten().map(|(id, will)| (Some(*id), will.clone())))
                    .collect();
                widgets::choice(ui, &format!("{name}: logged against"), &mut member.target, &targets);
                ui.add_space(space::XS);
            });
        }
        if let Some(i) = gone {
            self.running.members.remove(i);
            self.figures.remove(i);
        }
        let free: Vec<_> = view
            .pupils
            .iter()
            .filter(|p| !self.running.members.iter().any(|m| m.pupil == p.0))
            .map(|(id, name)| (Some(*id), name.clone()))
            .collect();
        if widgets::choice(ui, "Add a pupil", &mut self.adding, &free)
            && let Some(pupil) = self.adding.take()
        {
            let target = view.targets.get(&pupil).and_then(|t| t.first()).map(|t| t.0);
            self.running.members.push(Member { pupil, joined: today, left: None, target, before: None, after: None });
            self.figures.push(Default::default());
        }
    }

    fn later(&mut self, ui: &mut Ui, cx: &Cx) {
        let r = &mut self.running;
        egui::CollapsingHeader::new("Entry, exit, resources, fidelity").id_salt("later").show(ui, |ui| {
            ui.columns(2, |columns| {
                widgets::text_field(&mut columns[0], "A pupil starts when", &mut r.entry);
                widgets::text_field(&mut columns[1], "A pupil is done when", &mut r.exit);
                widgets::text_field(&mut columns[0], "Resources", &mut r.resources);
                widgets::text_field(&mut columns[1], "Where they are kept", &mut r.kept_where);
            });
            widgets::area(ui, "Fidelity checklist, one on a line", "", 3, &mut self.fidelity);
        });
        if self.new {
            return;
        }
        egui::CollapsingHeader::new("Check its fidelity").id_salt("fidelity").show(ui, |ui| {
            let items = lines(&self.fidelity);
            if items.is_empty() {
                widgets::weak(ui, "Write the checklist first.");
                return;
            }
            let (seen, note) = self.check.get_or_insert_with(|| (vec![false; items.len()], String::new()));
            seen.resize(items.len(), false);
            for (item, seen) in items.iter().zip(seen.iter_mut()) {
                widgets::tick(ui, item, seen);
            }
            widgets::text_field(ui, "What else you saw", note);
        });
        egui::CollapsingHeader::new("Stop, change or go on").id_salt("verdict").default_open(r.wants_verdict(cx.now.today())).show(
            ui,
            |ui| {
                let mut verdict = r.verdict;
                let options = [
                    (None, "Not decided"),
                    (Some(Verdict::Stop), "Stop"),
                    (Some(Verdict::Change), "Change"),
                    (Some(Verdict::GoOn), "Go on"),
                ];
                if widgets::segmented(ui, &mut verdict, &options) {
                    r.verdict = verdict;
                    r.verdict_on = verdict.map(|_| cx.now.today());
                }
                if r.verdict.is_some() {
                    widgets::area(ui, "Why", "What the figures and the adults say", 2, &mut r.verdict_why);
                    if r.verdict != Some(Verdict::Stop) {
                        widgets::weak(ui, "Set a new day above on which it is looked at again.");
                    }
                }
            },
        );
    }

    fn made(&self, cx: &Cx) -> Result<Running, String> {
        let today = cx.now.today();
        let mut running = self.running.clone();
        running.minutes = whole(&self.minutes, "“Minutes of a session”")?;
        running.per_week = whole(&self.per_week, "“Times a week”")?;
        running.starts = self.starts.needed("“From”", today)?;
        running.ends = self.ends.needed("The day on which it is looked at", today)?;
        running.fidelity = lines(&self.fidelity);
        for (member, (before, after)) in running.members.iter_mut().zip(&self.figures) {
            let figure = |text: &str| match text.trim() {
                "" => Ok(None),
                text => {
                    text.replace(',', ".").parse::<f64>().map(Some).map_err(|_| format!("“{text}” is not a number. Nothing was saved."))
                }
            };
            (member.before, member.after) = (figure(before)?, figure(after)?);
        }
        // Going on past a decision opens the question again at the new end.
        if running.verdict.is_some_and(|v| v != Verdict::Stop) && running.ends > today && running.verdict_on != Some(today) {
            running.verdict = None;
        }
        if let Some((seen, note)) = &self.check
            && (seen.iter().any(|s| *s) || !note.trim().is_empty())
        {
            let check = FidelityCheck { on: today, by: cx.person.name.clone(), seen: seen.clone(), note: note.trim().to_owned() };
            running.checks.push(check);
        }
        Ok(running)
    }
}
