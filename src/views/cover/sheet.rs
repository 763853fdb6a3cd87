//! What a covering adult takes into the corridor: each session that they take over, with the portrait's
//! essentials of its pupil.

use chrono::NaiveDate;

use crate::model::{DayCover, PortraitField, PortraitState, StaffId, time_words};
use crate::store::{self, Result};
use crate::views::{Card, Lens, TodayView};

/// What somebody who meets a pupil for the first time has to know; the rest of the portrait can wait.
const ESSENTIALS: [PortraitField; 6] = [
    PortraitField::Communicate,
    PortraitField::Helps,
    PortraitField::DoesNotHelp,
    PortraitField::Struggling,
    PortraitField::Medical,
    PortraitField::Care,
];

/// One adult's covers of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverSheet {
    pub staff_name: String,
    pub day: NaiveDate,
    pub school: String,
    pub example: bool,
    pub rows: Vec<CoverSheetRow>,
    /// `10:45 Playground (Break, Field)`.
    pub duties: Vec<String>,
}

/// One session that is taken over.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverSheetRow {
    pub when: String,
    pub pupil: String,
    pub place: String,
    pub instead_of: String,
    /// What the adult does at the same time besides; empty where that is nothing.
    pub beside: String,
    pub what: String,
    pub must_know: String,
    /// The targets of the session, each with what the adult does.
    pub targets: Vec<(String, String)>,
    /// Heading and text of the approved portrait.
    pub essentials: Vec<(String, String)>,
}

impl CoverSheet {
    pub fn load(lens: Lens, staff: StaffId, day: NaiveDate) -> Result<Self> {
        let today = TodayView::load(Lens { today: day, ..lens }, Some(staff))?;
        let names: Vec<(StaffId, String)> = store::staff(lens.db)?.into_iter().map(|s| (s.id, s.name())).collect();
        let moves: Vec<_> = store::kept_between::<DayCover>(lens.db, day, day)?.into_iter().flat_map(|c| c.moves).collect();
        let school = store::school(lens.db)?;
        let mut rows = Vec::new();
        for card in today.cards.iter().flat_map(|c| std::iter::once(c).chain(&c.with)) {
            let taken = moves.iter().find(|m| Some(m.slot) == card.slot && m.to == Some(staff));
            if let Some(taken) = taken {
                let from = names.iter().find(|n| n.0 == taken.from).map(|n| n.1.clone()).unwrap_or_default();
                let own = |c: &&Card| c.starts == card.starts && !moves.iter().any(|m| Some(m.slot) == c.slot);
                let beside: Vec<&str> =
                    today.cards.iter().flat_map(|c| std::iter::once(c).chain(&c.with)).filter(own).map(|c| c.pupil_name.as_str()).collect();
                rows.push(row(lens, card, from, beside.join(", "))?);
            }
        }
        let duties = today.duties.iter().map(crate::views::DutyRow::words);
        Ok(Self { duties: duties.collect(), staff_name: today.staff_name, day, school: school.name, example: school.example, rows })
    }
}

fn row(lens: Lens, card: &Card, instead_of: String, beside: String) -> Result<CoverSheetRow> {
    let approved = store::portraits_of(lens.db, card.pupil)?.into_iter().find(|p| p.state == PortraitState::Approved);
    let text = |f: &PortraitField| approved.as_ref().map(|p| p.text(*f).to_owned()).filter(|t| !t.is_empty());
    Ok(CoverSheetRow {
        when: format!("{} {}, {} min", time_words(card.starts), card.period, card.planned),
        pupil: card.pupil_name.clone(),
        place: card.place.clone(),
        instead_of,
        beside,
        what: card.what.clone(),
        must_know: card.must_know.clone(),
        targets: card.targets.iter().map(|t| (t.target.will.clone(), t.target.instructions.clone())).collect(),
        essentials: ESSENTIALS.iter().filter_map(|f| Some((f.heading().to_owned(), text(f)?))).collect(),
    })
}
