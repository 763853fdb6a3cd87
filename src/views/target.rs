//! A target with its readings, its missed sessions and what they say.

use chrono::NaiveDate;
use std::collections::HashMap;

use crate::model::{PupilId, Session, SlotId, Target, TargetId, TargetState, WeekSlot};
use crate::rules::{Calendar, Progress, Standing};
use crate::store::{self, Result};

use super::Lens;

/// What a chart and its table show.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetView {
    pub target: Target,
    /// Day and value, in order of day.
    pub readings: Vec<(NaiveDate, f64)>,
    /// Errors a minute by day, where precision teaching counts them.
    pub errors: Vec<(NaiveDate, f64)>,
    /// Planned sessions that did not take place: day and reason.
    pub missed: Vec<(NaiveDate, String)>,
    pub progress: Progress,
}

impl TargetView {
    /// How it stands, as one would tell the pupil's family.
    pub fn plain_words(&self, first: &str) -> String {
        let last = self.progress.last.map(|v| format!(" Last time: {}.", self.target.measure.value_words(v))).unwrap_or_default();
        let words = match (self.target.state, self.progress.standing) {
            (TargetState::Achieved | TargetState::Maintained, _) | (_, Standing::Achieved) => format!("{first} has reached this."),
            (_, Standing::OnCourse) => "This is going well and is on its way.".to_owned(),
            (_, Standing::Slow) => "This is getting better, more slowly than we hoped.".to_owned(),
            (_, Standing::Flat) => "This has not changed yet.".to_owned(),
            (_, Standing::Falling) => "This has become harder; we are looking at why.".to_owned(),
            (_, Standing::TooLittle) => "It is too early to say.".to_owned(),
        };
        let dose = if self.progress.thin_dose() {
            format!(" {} of {} sessions happened, so the help itself comes first.", self.progress.happened, self.progress.planned)
        } else {
            String::new()
        };
        format!("{words}{last}{dose}")
    }
}

/// The targets of a pupil as they stand at the end of a day, looking back no further than `from`.
pub(super) fn load(lens: Lens, pupil: PupilId, from: NaiveDate, to: NaiveDate) -> Result<Vec<TargetView>> {
    let calendar = lens.calendar()?;
    let slots = store::slots_of_pupil(lens.db, pupil)?;
    let sessions = store::sessions_of_pupil(lens.db, pupil, from, to)?;
    let mut readings: HashMap<TargetId, Vec<(NaiveDate, f64)>> = HashMap::new();
    let mut errors: HashMap<TargetId, Vec<(NaiveDate, f64)>> = HashMap::new();
    for session in sessions.iter().rev().filter(|s| s.delivered()) {
        for record in &session.records {
            readings.entry(record.target).or_default().push((session.on, record.reading.value()));
            if let Some(wrong) = record.reading.errors() {
                errors.entry(record.target).or_default().push((session.on, wrong));
            }
        }
    }
    let targets = store::targets_of(lens.db, pupil)?;
    Ok(targets
        .into_iter()
        .map(|target| {
            let readings: Vec<_> =
                readings.remove(&target.id).unwrap_or_default().into_iter().filter(|(day, _)| *day >= target.starts).collect();
            let errors = errors.remove(&target.id).unwrap_or_default();
            TargetView { errors, ..view(target, readings, &slots, &sessions, &calendar, from, to) }
        })
        .collect())
}

fn view(
    target: Target,
    readings: Vec<(NaiveDate, f64)>,
    slots: &[WeekSlot],
    sessions: &[Session],
    calendar: &Calendar,
    from: NaiveDate,
    to: NaiveDate,
) -> TargetView {
    let own: Vec<&WeekSlot> = slots.iter().filter(|s| s.target == Some(target.id)).collect();
    let is_own = |slot: Option<SlotId>| slot.is_some_and(|id| own.iter().any(|s| s.id == id));
    let held: Vec<&Session> = sessions.iter().filter(|s| is_own(s.slot) && s.on >= target.starts).collect();
    let from = from.max(target.starts);
    // A slot later today is not missed yet: today counts once it is logged.
    let before = to.pred_opt().unwrap_or(to);
    let planned = own.iter().map(|s| calendar.occurrences(s, from, before)).sum::<usize>() + held.iter().filter(|s| s.on == to).count();
    let happened = held.iter().filter(|s| s.delivered()).count();
    let mut missed: Vec<(NaiveDate, String)> = held
        .iter()
        .filter_map(|s| match s.outcome {
            crate::model::SessionOutcome::NotDelivered(reason) => Some((s.on, reason.words().to_owned())),
            crate::model::SessionOutcome::Delivered => None,
        })
        .collect();
    missed.sort();
    let progress = Progress::judge(&target, &readings, planned, happened, to);
    TargetView { target, readings, errors: Vec::new(), missed, progress }
}
