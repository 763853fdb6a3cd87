//! The pen portrait: written here, approved by the SENDCO, previewed as the page it prints.

use egui::Ui;
use std::collections::HashMap;

use chrono::TimeDelta;

use crate::model::{Change, Portrait, PortraitField, PortraitState, date_words};
use crate::ui::intent::{Cx, Form, Intent, Paper};
use crate::ui::screens::reviews;
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{self, DateInput, Keeper, Level};
use crate::views::PupilView;

/// A portrait as being written.
pub struct PortraitForm {
    base: Option<Portrait>,
    texts: HashMap<PortraitField, String>,
    saved: HashMap<PortraitField, String>,
    sources: HashMap<PortraitField, String>,
    saved_sources: HashMap<PortraitField, String>,
    review_on: DateInput,
    preview: bool,
    keeper: Keeper,
    problem: Option<String>,
    versions: bool,
}

impl PortraitForm {
    /// The draft where there is one, else the approved version to write on from.
    pub fn of(view: &PupilView, drafts: &[(String, String)]) -> Self {
        let base = view.portraits.iter().find(|p| p.state == PortraitState::Draft).or_else(|| view.portrait()).cloned();
        let saved: HashMap<_, _> = base.iter().flat_map(|p| p.texts.iter().cloned()).collect();
        let kept = drafts.iter().find(|(place, _)| *place == place_of(view)).map(|(_, body)| body.clone());
        let saved_sources: HashMap<_, _> = base.iter().flat_map(|p| p.sources.iter().cloned()).collect();
        let kept_texts = kept.as_deref().and_then(|b| serde_json::from_str::<[Vec<(PortraitField, String)>; 2]>(b).ok());
        let (texts, sources) = match kept_texts {
            Some([texts, sources]) => (texts.into_iter().collect(), sources.into_iter().collect()),
            None => (saved.clone(), saved_sources.clone()),
        };
        Self {
            texts,
            sources,
            saved,
            saved_sources,
            review_on: DateInput::default(),
            preview: false,
            keeper: Keeper::of(&kept.unwrap_or_default()),
            problem: None,
            versions: false,
            base,
        }
    }

    /// Draws the tab.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        self.heard(cx, view);
        let portrait = view.portraits.first();
        ui.horizontal_wrapped(|ui| {
            match self.base.as_ref().map(|p| (p.state, p.version)) {
                Some((PortraitState::Approved, v)) => widgets::chip(ui, Level::Good, &format!("Version {v}, approved")),
                Some((PortraitState::Draft, v)) => widgets::chip(ui, Level::Warn, &format!("Version {v}, draft")),
                _ => widgets::chip(ui, Level::Plain, "Not written yet"),
            }
            if let Some(on) = self.base.as_ref().and_then(|p| p.approved_on) {
                let by = &self.base.as_ref().map(|p| p.approved_by_name.clone()).unwrap_or_default();
                widgets::weak(ui, format!("by {by} on {}", date_words(on)));
            }
            if portrait.is_some() {
                let paper = Paper::Portrait(view.pupil.id);
                if widgets::segmented(ui, &mut self.preview, &[(false, "Write"), (true, "Preview the page")]) && self.preview {
                    cx.ask(Intent::Preview(paper.clone()));
                }
                reviews::export_buttons(ui, cx, &paper, "portrait");
            }
        });
        if let Some(stale) = &view.around.stale {
            ui.add_space(space::XS);
            widgets::banner(ui, Level::Warn, stale);
        }
        ui.add_space(space::S);
        if self.preview {
            if cx.shown.pages.of == Some(Paper::Portrait(view.pupil.id)) && cx.shown.pages.pages.len() > 1 {
                widgets::banner(
                    ui,
                    Level::Warn,
                    &format!(
                        "This portrait runs to {} pages. A supply adult has ninety seconds: shorten it until it fits one.",
                        cx.shown.pages.pages.len()
                    ),
                );
                ui.add_space(space::S);
            }
            let paper = Paper::Portrait(view.pupil.id);
            if cx.shown.pages.of.as_ref() != Some(&paper) && cx.shown.busy.is_none() {
                cx.ask(Intent::Preview(paper));
            }
            reviews::pages(ui, cx, &Paper::Portrait(view.pupil.id));
            return;
        }
        self.write(ui, cx, view);
        self.earlier(ui, view);
        self.keep(ui, cx, view);
    }

    fn write(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) {
        let half = PortraitField::ALL.len().div_ceil(2);
        let texts = std::cell::RefCell::new((&mut self.texts, &mut self.sources));
        let side = |ui: &mut Ui, fields: &[PortraitField]| {
            for field in fields {
                let (texts, sources) = &mut *texts.borrow_mut();
                let text = texts.entry(*field).or_default();
                widgets::area(ui, field.heading(), field.hint(), 2, text);
                if !text.trim().is_empty() {
                    ui.horizontal(|ui| {
                        widgets::weak(ui, "comes from");
                        let source = sources.entry(*field).or_default();
                        let hint = egui::RichText::new("plan section, report, own words").color(tokens(ui).text_weak);
                        ui.add(widgets::line(source).hint_text(hint).desired_width(f32::INFINITY))
                            .accessible_name(format!("Where this comes from: {}", field.heading()));
                    });
                }
                ui.add_space(space::XS);
            }
        };
        widgets::split(ui, |ui| side(ui, &PortraitField::ALL[..half]), |ui| side(ui, &PortraitField::ALL[half..]));
        let changed = self.changed();
        if let Some(problem) = &self.problem {
            widgets::error_line(ui, problem);
        }
        ui.add_space(space::S);
        let mut save = false;
        let mut approve = false;
        ui.horizontal_wrapped(|ui| {
            ui.add_enabled_ui(changed, |ui| save = widgets::primary(ui, "Save draft").clicked());
            let draft = self.base.as_ref().is_some_and(|p| p.state == PortraitState::Draft);
            if cx.leads() && draft && !changed {
                approve = widgets::primary(ui, "Approve").clicked();
                widgets::date_field(ui, "Look at it again on", &mut self.review_on, cx.now.today());
            }
        });
        if save {
            let portrait = self.portrait(cx, view);
            cx.change(Form::Portrait, Change::SavePortrait(portrait));
        }
        if approve && let Some(base) = &self.base {
            let today = cx.now.today();
            match self.review_on.read("The review date", today) {
                Ok(on) => {
                    let review_on = Some(on.unwrap_or(today + TimeDelta::weeks(13)));
                    cx.change(Form::Portrait, Change::ApprovePortrait { portrait: base.id, review_on });
                }
                Err(why) => self.problem = Some(why),
            }
        }
    }

    fn earlier(&mut self, ui: &mut Ui, view: &PupilView) {
        let earlier: Vec<_> = view.portraits.iter().filter(|p| p.state == PortraitState::Superseded).collect();
        if earlier.is_empty() {
            return;
        }
        ui.add_space(space::M);
        if widgets::ghost(ui, Some(icons::HISTORY), &format!("Earlier versions ({})", earlier.len())).clicked() {
            self.versions = !self.versions;
        }
        if !self.versions {
            return;
        }
        for version in earlier {
            widgets::card(ui, |ui| {
                let on = version.approved_on.map(date_words).unwrap_or_default();
                widgets::strong(ui, &format!("Version {}, approved {on}", version.version));
                for (field, text) in &version.texts {
                    let source = version.source(*field);
                    let from = if source.is_empty() { String::new() } else { format!(" (from {source})") };
                    widgets::field_label(ui, &format!("{}{from}", field.heading()));
                    widgets::written(ui, text);
                }
            });
        }
    }

    fn changed(&self) -> bool {
        let plain = |texts: &HashMap<PortraitField, String>| {
            let mut all: Vec<(&'static str, String)> =
                texts.iter().filter(|(_, t)| !t.trim().is_empty()).map(|(f, t)| (f.key(), t.clone())).collect();
            all.sort();
            all
        };
        plain(&self.texts) != plain(&self.saved) || plain(&self.sources) != plain(&self.saved_sources)
    }

    fn portrait(&self, cx: &mut Cx, view: &PupilView) -> Portrait {
        let mut portrait = self.base.clone().unwrap_or_else(|| Portrait {
            id: cx.mint.fresh(),
            pupil: view.pupil.id,
            version: 1,
            state: PortraitState::Draft,
            texts: Vec::new(),
            sources: Vec::new(),
            checked_against: None,
            approved_by: None,
            approved_by_name: String::new(),
            approved_on: None,
            review_on: None,
        });
        for field in PortraitField::ALL {
            portrait.set_text(*field, self.texts.get(field).cloned().unwrap_or_default());
            portrait.set_source(*field, self.sources.get(field).cloned().unwrap_or_default());
        }
        portrait
    }

    fn heard(&mut self, cx: &mut Cx, view: &PupilView) {
        match cx.outcome(Form::Portrait) {
            Some(Ok(())) => {
                if self.keeper.has_kept() {
                    cx.ask(Intent::ClearDraft { place: place_of(view) });
                }
                *self = Self::of(view, &[]);
            }
            Some(Err(why)) => self.problem = Some(why.clone()),
            None => {}
        }
    }

    /// Keeps what is typed, encrypted, half a second after the last key.
    fn keep(&mut self, ui: &Ui, cx: &mut Cx, view: &PupilView) {
        if !self.changed() {
            return;
        }
        let sorted = |texts: &HashMap<PortraitField, String>| {
            let mut all: Vec<_> = texts.iter().map(|(f, t)| (*f, t.clone())).collect();
            all.sort_by_key(|(f, _)| f.key());
            all
        };
        let body = serde_json::to_string(&[sorted(&self.texts), sorted(&self.sources)]).unwrap_or_default();
        if self.keeper.due(ui, &body) {
            cx.ask(Intent::KeepDraft { place: place_of(view), body });
        }
    }
}

fn place_of(view: &PupilView) -> String {
    format!("portrait {}", view.pupil.id.0.simple())
}
