//! Forms: the pupil's own details, and a link with an adult.

use chrono::NaiveDate;
use egui::Ui;
use serde::{Deserialize, Serialize};

use crate::model::{Change, KeyLink, LinkRole, Pupil, PupilId, SenStatus, StaffId, YearGroup};
use crate::rules::check_upn;
use crate::ui::intent::{Cx, Form};
use crate::ui::widgets::{self, DateInput};
use crate::views::PupilView;

/// A pupil as being edited.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct PupilForm {
    known: Option<Pupil>,
    id: Option<PupilId>,
    forename: String,
    surname: String,
    preferred: String,
    upn: String,
    birth: DateInput,
    year: Option<YearGroup>,
    form: String,
    status: Option<SenStatus>,
    since: DateInput,
    needs: String,
    must_know: String,
    left: DateInput,
    hours: String,
    #[serde(skip)]
    problem: Option<String>,
}

impl PupilForm {
    /// A form for somebody new.
    pub fn new() -> Self {
        Self { status: Some(SenStatus::K), ..Self::default() }
    }

    /// A form with what is known.
    pub fn of(view: &PupilView) -> Self {
        let pupil = view.pupil.clone();
        let status = view.statuses.last();
        Self {
            id: Some(pupil.id),
            forename: pupil.forename.clone(),
            surname: pupil.surname.clone(),
            preferred: pupil.preferred.clone().unwrap_or_default(),
            upn: pupil.upn.clone().unwrap_or_default(),
            birth: DateInput::of(pupil.birth_date),
            year: pupil.year,
            form: pupil.form.clone().unwrap_or_default(),
            status: Some(status.map_or(SenStatus::N, |s| s.status)),
            since: DateInput::of(status.and_then(|s| s.since)),
            needs: pupil.needs.join(", "),
            must_know: pupil.must_know.clone(),
            left: DateInput::of(pupil.left_on),
            hours: pupil.support_minutes.map(|m| format!("{}", f64::from(m) / 60.0)).unwrap_or_default(),
            known: Some(pupil),
            problem: None,
        }
    }

    /// Draws the dialog; false when it was closed.
    pub fn modal(&mut self, ui: &mut Ui, cx: &mut Cx, title: &str) -> bool {
        if let Some(Err(why)) = cx.outcome(Form::Pupil) {
            self.problem = Some(why.clone());
        }
        let today = cx.now.today();
        let mut save = false;
        let open = widgets::modal(ui, "pupil form", title, 620.0, |ui| {
            ui.columns(2, |columns| {
                widgets::text_field(&mut columns[0], "Forename", &mut self.forename);
                widgets::text_field(&mut columns[1], "Surname", &mut self.surname);
                widgets::text_field(&mut columns[0], "Likes to be called", &mut self.preferred);
                widgets::text_field(&mut columns[1], "UPN", &mut self.upn);
                if !self.upn.trim().is_empty()
                    && let Some(warning) = check_upn(&self.upn).warning()
                {
                    widgets::weak(&mut columns[1], warning);
                }
                widgets::date_field(&mut columns[0], "Date of birth", &mut self.birth, today);
                let years: Vec<_> = std::iter::once((None, "Not known".to_owned()))
                    .chain((-2..=14).filter_map(YearGroup::from_number).map(|y| (Some(y), y.words())))
                    .collect();
                widgets::choice(&mut columns[1], "Year group", &mut self.year, &years);
                widgets::text_field(&mut columns[0], "Form or class", &mut self.form);
                let options: Vec<_> = SenStatus::ALL.iter().map(|s| (Some(*s), format!("{} ({})", s.words(), s.code()))).collect();
                widgets::choice(&mut columns[1], "SEN status", &mut self.status, &options);
                widgets::date_field(&mut columns[0], "Status since", &mut self.since, today);
                widgets::date_field(&mut columns[1], "Left on", &mut self.left, today);
                widgets::text_field(&mut columns[0], "Hours of support a week, where the school counts them", &mut self.hours);
            });
            widgets::text_field(ui, "Needs, primary first (codes such as SPLD, SLCN)", &mut self.needs);
            widgets::area(ui, "Must know: what every adult needs before working with this pupil", "", 2, &mut self.must_know);
            widgets::dialog_foot(ui, self.problem.as_deref(), &mut save);
        });
        if save {
            match self.change(cx, today) {
                Ok(change) => cx.change(Form::Pupil, change),
                Err(why) => self.problem = Some(why),
            }
        }
        open
    }

    fn change(&mut self, cx: &mut Cx, today: NaiveDate) -> Result<Change, String> {
        let id = *self.id.get_or_insert_with(|| cx.mint.fresh());
        let given = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let types = cx.shown.school.as_ref().map(|s| s.need_types.clone()).unwrap_or_default();
        let mut needs: Vec<String> = Vec::new();
        for code in self.needs.split([',', ';', ' ']).map(|c| c.trim().to_uppercase()).filter(|c| !c.is_empty()) {
            if !types.is_empty() && !types.iter().any(|t| t.code == code) {
                return Err(format!("“{code}” is not in the school's list of needs (Settings). Nothing was saved."));
            }
            if !needs.contains(&code) {
                needs.push(code);
            }
        }
        let support_minutes = match given(&self.hours) {
            None => None,
            Some(text) => {
                let hours: f64 = text
                    .replace(',', ".")
                    .parse()
                    .ok()
                    .filter(|h| (0.0..=60.0).contains(h))
                    .ok_or("The hours of support are not a number of hours. Write them as 12.5.")?;
                Some((hours * 60.0).round() as u32)
            }
        };
        let base = self.known.clone().unwrap_or_else(|| Pupil::named(id, "", ""));
        let pupil = Pupil {
            forename: self.forename.trim().to_owned(),
            surname: self.surname.trim().to_owned(),
            preferred: given(&self.preferred),
            upn: given(&self.upn).map(|u| u.to_uppercase()),
            birth_date: self.birth.read("The date of birth", today)?,
            year: self.year,
            form: given(&self.form),
            must_know: self.must_know.trim().to_owned(),
            left_on: self.left.read("The leaving date", today)?,
            needs,
            support_minutes,
            ..base
        };
        let since = self.since.read("The date of the status", today)?;
        Ok(Change::SavePupil { pupil, status: self.status.unwrap_or(SenStatus::N), since })
    }
}

/// A link with an adult as being made.
pub struct LinkForm {
    staff: Option<StaffId>,
    role: LinkRole,
    starts: DateInput,
    problem: Option<String>,
}

impl LinkForm {
    pub fn new(view: &PupilView, today: NaiveDate) -> Self {
        let has_worker = view.links.iter().any(|l| l.holds && l.link.role == LinkRole::KeyWorker);
        Self {
            staff: None,
            role: if has_worker { LinkRole::SecondAdult } else { LinkRole::KeyWorker },
            starts: DateInput::of(Some(today)),
            problem: None,
        }
    }

    /// Draws the dialog; false when it was closed.
    pub fn modal(&mut self, ui: &mut Ui, cx: &mut Cx, view: &PupilView) -> bool {
        if let Some(Err(why)) = cx.outcome(Form::Link) {
            self.problem = Some(why.clone());
        }
        let today = cx.now.today();
        let mut save = false;
        let open = widgets::modal(ui, "link form", "Link an adult", 480.0, |ui| {
            if view.staff.is_empty() {
                widgets::weak(ui, "There is no staff yet. Add them on the Staff screen first.");
                return;
            }
            let staff: Vec<_> = view.staff.iter().map(|(id, name)| (Some(*id), name.clone())).collect();
            widgets::choice(ui, "Adult", &mut self.staff, &staff);
            let roles: Vec<_> = LinkRole::ALL.iter().map(|r| (*r, r.words().to_owned())).collect();
            widgets::choice(ui, "Role", &mut self.role, &roles);
            widgets::date_field(ui, "From", &mut self.starts, today);
            widgets::dialog_foot(ui, self.problem.as_deref(), &mut save);
        });
        if save {
            match (self.staff, self.starts.needed("The first day", today)) {
                (Some(staff), Ok(starts)) => {
                    let link = KeyLink { id: cx.mint.fresh(), pupil: view.pupil.id, staff, role: self.role, starts, ends: None };
                    cx.change(Form::Link, Change::SaveLink(link));
                }
                (None, _) => self.problem = Some("Choose the adult.".into()),
                (_, Err(why)) => self.problem = Some(why),
            }
        }
        open
    }
}
