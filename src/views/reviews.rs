//! Reviews due, in preparation and held.

use chrono::NaiveDate;
use std::collections::HashMap;

use crate::model::{PlanKind, PupilId, Review, ReviewState, YearGroup};
use crate::store::{self, Result};

use super::Lens;

/// What the Reviews screen shows: one row for each pupil with a running plan, the most urgent first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReviewsView {
    pub rows: Vec<ReviewRow>,
}

/// A pupil's review as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewRow {
    pub pupil: PupilId,
    pub name: String,
    pub class: String,
    pub year: Option<YearGroup>,
    pub kind: PlanKind,
    pub due: Option<NaiveDate>,
    pub late: bool,
    /// `In preparation`, or empty.
    pub state: &'static str,
    pub last_held: Option<NaiveDate>,
    /// The review in preparation.
    pub preparing: Option<Review>,
}

impl ReviewsView {
    pub fn load(lens: Lens) -> Result<Self> {
        let own = lens.own()?;
        let pupils: HashMap<_, _> = store::pupils(lens.db)?.into_iter().map(|p| (p.id, p)).collect();
        let mut reviews: HashMap<PupilId, Vec<Review>> = HashMap::new();
        for review in store::reviews(lens.db)? {
            reviews.entry(review.pupil).or_default().push(review);
        }
        let mut rows: Vec<ReviewRow> = store::running_plans(lens.db)?
            .into_iter()
            .filter_map(|plan| {
                let pupil = pupils.get(&plan.pupil)?;
                if pupil.left_on.is_some_and(|l| l < lens.today) || own.as_ref().is_some_and(|o| !o.contains(&plan.pupil)) {
                    return None;
                }
                // A review is of the main plan; a behaviour plan or a risk assessment has only its date.
                let reviews = reviews.get(&plan.pupil).filter(|_| plan.kind.is_main()).map_or(&[][..], Vec::as_slice);
                let preparing = reviews.iter().find(|r| r.state == ReviewState::InPreparation).cloned();
                Some(ReviewRow {
                    pupil: plan.pupil,
                    name: lens.list_name(pupil),
                    class: pupil.form.clone().or_else(|| pupil.year.map(|y| y.words())).unwrap_or_default(),
                    year: pupil.year,
                    kind: plan.kind,
                    due: plan.review_due,
                    late: plan.review_due.is_some_and(|due| due < lens.today),
                    state: if preparing.is_some() { ReviewState::InPreparation.words() } else { "" },
                    last_held: reviews.iter().filter_map(|r| r.held_on).max(),
                    preparing,
                })
            })
            .collect();
        rows.sort_by(|a, b| (a.due.is_none(), a.due, &a.name).cmp(&(b.due.is_none(), b.due, &b.name)));
        Ok(Self { rows })
    }
}
