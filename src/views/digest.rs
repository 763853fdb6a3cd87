//! A class's week in support, for its teacher.

use chrono::{Days, NaiveDate, Weekday};

use crate::model::{Entry, EntryKind, Pupil};
use crate::store::{self, Result};

use super::{Lens, target};

/// What a teacher should know of a week.
#[derive(Clone, Debug, PartialEq)]
pub struct Digest {
    pub school: String,
    pub example: bool,
    pub class: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub pupils: Vec<DigestPupil>,
    pub made_on: NaiveDate,
}

/// One pupil in it.
#[derive(Clone, Debug, PartialEq)]
pub struct DigestPupil {
    pub name: String,
    /// `3 sessions happened, 1 did not (pupil absent).`
    pub sessions: String,
    /// One sentence for each open target.
    pub targets: Vec<String>,
    /// Good news, referrals and observations of the week.
    pub entries: Vec<String>,
}

impl Digest {
    /// The week that a day lies in, for the pupils of a form.
    pub fn load(lens: Lens, class: &str, day: NaiveDate) -> Result<Self> {
        let own = lens.own()?;
        let school = store::school(lens.db)?;
        let from = day.week(Weekday::Mon).first_day();
        let to = (from + Days::new(4)).min(lens.today);
        let in_class = |p: &Pupil| p.form.as_deref().is_some_and(|f| f == class) && p.left_on.is_none_or(|l| l >= from);
        let mut pupils = Vec::new();
        for pupil in store::pupils(lens.db)?.iter().filter(|p| in_class(p) && own.as_ref().is_none_or(|o| o.contains(&p.id))) {
            pupils.push(of_pupil(lens, pupil, from, to)?);
        }
        Ok(Self { school: school.name, example: school.example, class: class.to_owned(), from, to, pupils, made_on: lens.today })
    }
}

fn of_pupil(lens: Lens, pupil: &Pupil, from: NaiveDate, to: NaiveDate) -> Result<DigestPupil> {
    let sessions = store::sessions_of_pupil(lens.db, pupil.id, from, to)?;
    let held = sessions.iter().filter(|s| s.delivered()).count();
    let mut why: Vec<String> = sessions
        .iter()
        .filter_map(|s| match s.outcome {
            crate::model::SessionOutcome::NotDelivered(reason) => Some(reason.words().to_lowercase().replace("lsa", "LSA")),
            crate::model::SessionOutcome::Delivered => None,
        })
        .collect();
    let missed = why.len();
    why.sort();
    why.dedup();
    let words = match (held, missed) {
        (0, 0) => "No session was recorded this week.".to_owned(),
        (held, 0) => format!("{held} sessions happened."),
        (held, missed) => format!("{held} sessions happened, {missed} did not ({}).", why.join(", ")),
    };
    let targets = target::load(lens, pupil.id, to - chrono::TimeDelta::days(200), to)?
        .into_iter()
        .filter(|t| t.target.state.is_open())
        .map(|t| format!("{}: {}", t.target.will, t.progress.sentence))
        .collect();
    let entries = store::kept_of_pupil::<Entry>(lens.db, pupil.id)?
        .into_iter()
        .filter(|e| (from..=to).contains(&e.on) && !matches!(e.what, EntryKind::FamilyContact { .. }))
        .map(|e| format!("{}: {} ({})", e.what.words(), e.text, e.entered_by))
        .collect();
    Ok(DigestPupil { name: pupil.name(), sessions: words, targets, entries })
}
