//! Every open target of the caseload with where it stands.

use chrono::TimeDelta;

use crate::model::{SenStatus, Target};
use crate::store::{self, Result};

use super::{Lens, PupilsView, target};

/// What the target tracker holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tracker {
    pub school: String,
    pub rows: Vec<TrackerRow>,
}

/// One open target.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackerRow {
    pub surname: String,
    pub forename: String,
    pub form: String,
    pub status: SenStatus,
    pub key_worker: String,
    pub target: Target,
    pub last: Option<f64>,
    pub readings: usize,
    pub standing: &'static str,
    pub confidence: &'static str,
    pub planned: usize,
    pub happened: usize,
}

impl Tracker {
    pub fn load(lens: Lens) -> Result<Self> {
        let mut tracker = Self { school: store::school(lens.db)?.name, rows: Vec::new() };
        for pupil in PupilsView::load(lens)?.rows.into_iter().filter(|r| r.pupil.left_on.is_none()) {
            for view in target::load(lens, pupil.pupil.id, lens.today - TimeDelta::days(400), lens.today)? {
                if !view.target.state.is_open() {
                    continue;
                }
                tracker.rows.push(TrackerRow {
                    surname: pupil.pupil.surname.clone(),
                    forename: pupil.pupil.first_name().to_owned(),
                    form: pupil.pupil.form.clone().unwrap_or_default(),
                    status: pupil.status,
                    key_worker: pupil.key_worker.clone(),
                    last: view.progress.last,
                    readings: view.progress.readings,
                    standing: view.progress.standing.words(),
                    confidence: view.progress.confidence.words(),
                    planned: view.progress.planned,
                    happened: view.progress.happened,
                    target: view.target,
                });
            }
        }
        Ok(tracker)
    }
}
