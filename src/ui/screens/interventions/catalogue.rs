//! The catalogue: what is known of each intervention, as the school's own editable list.

use egui::Ui;
use serde::{Deserialize, Serialize};

use super::running::RunningForm;
use crate::model::{Change, Item, Programme};
use crate::ui::drafted::Drafted;
use crate::ui::intent::{Cx, Form};
use crate::ui::theme::{icons, space};
use crate::ui::widgets;
use crate::views::InterventionsView;

/// An entry as being edited.
#[derive(Clone, Serialize, Deserialize)]
struct Fields {
    programme: Programme,
    minutes: String,
    per_week: String,
    weeks: String,
    fidelity: String,
}

/// The catalogue's own state.
#[derive(Default)]
pub struct Catalogue {
    words: String,
    form: Drafted<Fields>,
    problem: Option<String>,
}

const PLACE: &str = "programme";

impl Catalogue {
    /// Draws the entries; with a form to start one in, each offers it.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, view: &InterventionsView, mut running: Option<&mut RunningForm>) {
        ui.horizontal(|ui| {
            widgets::filter_field(ui, "Filter the catalogue", "Filter by name, area or measure", &mut self.words);
            if cx.leads() && widgets::secondary(ui, Some(icons::PLUS), "Add to the catalogue…").clicked() {
                let programme = Programme {
                    id: cx.mint.fresh(),
                    name: String::new(),
                    area: String::new(),
                    minutes: None,
                    per_week: None,
                    weeks: None,
                    most: 6,
                    measure: String::new(),
                    evidence: String::new(),
                    source: String::new(),
                    training: String::new(),
                    fidelity: Vec::new(),
                };
                self.open(programme);
            }
        });
        ui.add_space(space::S);
        let words = self.words.trim().to_lowercase();
        let fits = |p: &&Programme| words.is_empty() || [&p.name, &p.area, &p.measure].iter().any(|t| t.to_lowercase().contains(&words));
        let mut area = "";
        for programme in view.catalogue.iter().filter(fits) {
            if programme.area != area {
                area = &programme.area;
                ui.add_space(space::S);
                widgets::subheading(ui, if area.is_empty() { "Other" } else { area });
            }
            ui.push_id(programme.id, |ui| {
                widgets::card(ui, |ui| {
                    ui.horizontal(|ui| {
                        widgets::strong(ui, &programme.name);
                        widgets::at_right(ui, |ui| {
                            if cx.leads() {
                                let edit = format!("Edit the entry {}", programme.name);
                                if widgets::ghost(ui, None, "Edit…").accessible_name(edit).clicked() {
                                    self.open(programme.clone());
                                }
                                let start = format!("Start {}", programme.name);
                                if let Some(running) = &mut running
                                    && widgets::ghost(ui, Some(icons::PLUS), "Start…").accessible_name(start).clicked()
                                {
                                    running.open_new(cx, Some(programme));
                                }
                            }
                        });
                    });
                    let most = match programme.most {
                        1 => "one to one".to_owned(),
                        n => format!("up to {n} pupils"),
                    };
                    widgets::weak(ui, format!("{} · {most} · measured by {}", programme.dose_words(), programme.measure.to_lowercase()));
                    let source = if programme.source.is_empty() { String::new() } else { format!(" ({})", programme.source) };
                    ui.add(egui::Label::new(format!("{}{source}", programme.evidence)).wrap());
                });
            });
            ui.add_space(space::XS);
        }
    }

    fn open(&mut self, programme: Programme) {
        let number = |n: Option<u16>| n.map(|n| n.to_string()).unwrap_or_default();
        self.problem = None;
        let fields = Fields {
            minutes: number(programme.minutes),
            per_week: number(programme.per_week),
            weeks: number(programme.weeks),
            fidelity: programme.fidelity.join("\n"),
            programme,
        };
        self.form.open(PLACE, fields);
    }

    /// Draws the dialog while it is open.
    pub fn dialog(&mut self, ui: &mut Ui, cx: &mut Cx, refused: Option<&str>) {
        self.form.restore(cx, PLACE);
        if cx.outcome(Form::Intervention) == Some(&Ok(())) {
            self.form.close(cx);
        }
        let problem = self.problem.clone().or_else(|| refused.map(str::to_owned));
        let Some(fields) = self.form.form() else { return };
        let mut save = false;
        let open = widgets::modal(ui, "programme form", "Entry of the catalogue", 640.0, |ui| {
            let p = &mut fields.programme;
            ui.columns(2, |columns| {
                widgets::text_field(&mut columns[0], "Name", &mut p.name);
                widgets::text_field(&mut columns[1], "Area of need", &mut p.area);
                widgets::text_field(&mut columns[0], "Minutes of a session", &mut fields.minutes);
                widgets::text_field(&mut columns[1], "Times a week", &mut fields.per_week);
                widgets::text_field(&mut columns[0], "Weeks", &mut fields.weeks);
                widgets::number(&mut columns[1], "The most pupils together", &mut p.most, 1..=35);
                widgets::text_field(&mut columns[0], "Measured by", &mut p.measure);
                widgets::text_field(&mut columns[1], "Training its deliverer needs", &mut p.training);
                widgets::text_field(&mut columns[0], "What is known of its effect", &mut p.evidence);
                widgets::text_field(&mut columns[1], "Where that comes from", &mut p.source);
            });
            widgets::area(ui, "Fidelity checklist: what must be seen, one on a line", "", 4, &mut fields.fidelity);
            widgets::dialog_foot(ui, problem.as_deref(), &mut save);
        });
        if save {
            let made = (|| {
                Ok::<_, String>(Programme {
                    minutes: whole(&fields.minutes, "“Minutes of a session”")?,
                    per_week: whole(&fields.per_week, "“Times a week”")?,
                    weeks: whole(&fields.weeks, "“Weeks”")?,
                    fidelity: lines(&fields.fidelity),
                    ..fields.programme.clone()
                })
            })();
            match made {
                Ok(programme) => cx.change(Form::Intervention, Change::Keep(Item::Programme(programme))),
                Err(why) => self.problem = Some(why),
            }
        }
        self.form.settle(ui, cx, open);
    }
}

/// A whole number above zero, none where the field is empty.
pub fn whole(text: &str, what: &str) -> Result<Option<u16>, String> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse::<u16>().ok().filter(|n| *n > 0).map(Some).ok_or_else(|| format!("{what} is not a whole number.")),
    }
}

/// The filled lines of a text.
pub fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
}
