//! The school's week: periods by day, and who is with whom.

use chrono::{NaiveDate, Weekday};
use std::collections::{BTreeSet, HashMap};

use crate::model::{Duty, Period, Provision, ProvisionId, PupilId, Running, SetTask, StaffId, TargetId, WeekSlot};
use crate::store::{self, Result};

use super::Lens;

/// What the Timetable screen shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WeekView {
    pub periods: Vec<Period>,
    pub slots: Vec<SlotRow>,
    /// Weekly duties without a pupil.
    pub duties: Vec<Duty>,
    /// Days to come on which something begins: the week is another one from then on.
    pub turns: Vec<NaiveDate>,
    /// Whether the school runs a two-week cycle.
    pub cycle: bool,
    /// Supporting staff with the days they work.
    pub staff: Vec<(StaffId, String, Vec<Weekday>)>,
    pub pupils: Vec<(PupilId, String)>,
    /// Active targets and running provision lines of each pupil, for a slot's purpose.
    pub targets: HashMap<PupilId, Vec<(TargetId, String)>>,
    pub provisions: HashMap<PupilId, Vec<(ProvisionId, String)>>,
}

/// A standing slot with its names.
#[derive(Clone, Debug, PartialEq)]
pub struct SlotRow {
    pub slot: WeekSlot,
    pub pupil: String,
    pub staff: String,
    /// Its last day where it has one; then the task, the target, the intervention or the provision that it is for.
    pub purpose: String,
    /// Minutes of one meeting.
    pub minutes: u16,
}

/// What support is called that is for no line, no target and no intervention.
pub(super) const IN_CLASS: &str = "in class";

impl WeekView {
    /// The slots that stand on or after the lens's day.
    pub fn load(lens: Lens) -> Result<Self> {
        let own = lens.own()?;
        let visible = |pupil: &PupilId| own.as_ref().is_none_or(|own| own.contains(pupil));
        let staff = store::staff(lens.db)?;
        let staff_names: HashMap<_, _> = staff.iter().map(|s| (s.id, s.name())).collect();
        let pupils: Vec<_> = store::pupils(lens.db)?
            .into_iter()
            .filter(|p| p.left_on.is_none_or(|left| left >= lens.today) && visible(&p.id))
            .map(|p| (p.id, lens.name(&p)))
            .collect();
        let pupil_names: HashMap<_, _> = pupils.iter().cloned().collect();
        let mut view = Self { periods: store::periods(lens.db)?, ..Self::default() };
        for (id, pupil, will, state) in store::target_names(lens.db)? {
            if state.is_open() && visible(&pupil) {
                view.targets.entry(pupil).or_default().push((id, will));
            }
        }
        for (id, pupil, what) in store::provision_names(lens.db)? {
            if visible(&pupil) {
                view.provisions.entry(pupil).or_default().push((id, what));
            }
        }
        let tasks: Vec<SetTask> = store::kept(lens.db)?;
        let running: Vec<Running> = store::kept(lens.db)?;
        let stands = |s: &WeekSlot| s.ends.is_none_or(|e| e >= lens.today && e >= s.starts);
        let slots: Vec<_> = store::slots(lens.db)?.into_iter().filter(|s| stands(s) && visible(&s.pupil)).collect();
        let lengths = lens.lengths()?;
        let mut lines: HashMap<ProvisionId, Provision> = HashMap::new();
        for id in slots.iter().filter_map(|s| s.provision) {
            if !lines.contains_key(&id) {
                lines.extend(store::provision(lens.db, id)?.map(|line| (id, line)));
            }
        }
        view.slots = slots
            .into_iter()
            .filter_map(|slot| {
                let find =
                    |list: Option<&Vec<(TargetId, String)>>| list?.iter().find(|(id, _)| Some(*id) == slot.target).map(|(_, w)| w.clone());
                let line = |list: Option<&Vec<(ProvisionId, String)>>| {
                    list?.iter().find(|(id, _)| Some(*id) == slot.provision).map(|(_, w)| w.clone())
                };
                let task = tasks.iter().find(|t| Some(t.id) == slot.task).map(|t| t.what.clone());
                let group = || running.iter().find(|r| Some(r.id) == slot.running).map(|r| r.name.clone());
                let purpose = task.or_else(|| find(view.targets.get(&slot.pupil))).or_else(group);
                let purpose = purpose.or_else(|| line(view.provisions.get(&slot.pupil)));
                let purpose = purpose.or_else(|| (slot.provision.is_none() && slot.running.is_none()).then(|| IN_CLASS.to_owned()));
                let until = slot.ends.map(|end| format!("until {}", end.format("%-d %b %Y")));
                let purpose = until.into_iter().chain(purpose).collect::<Vec<_>>().join(": ");
                let minutes = lengths.minutes(&slot, slot.provision.and_then(|line| lines.get(&line)));
                Some(SlotRow {
                    pupil: pupil_names.get(&slot.pupil)?.clone(),
                    staff: staff_names.get(&slot.staff).cloned().unwrap_or_default(),
                    purpose,
                    minutes,
                    slot,
                })
            })
            .collect();
        view.slots.sort_by(|a, b| (&a.pupil, &a.staff).cmp(&(&b.pupil, &b.staff)));
        let sees_all = crate::rules::sees_all(lens.person);
        view.staff = staff
            .iter()
            .filter(|s| s.left_on.is_none() && (s.role.supports() || s.role == crate::model::StaffRole::Sendco))
            .filter(|s| sees_all || lens.person.staff == Some(s.id))
            .map(|s| (s.id, s.name(), s.days.iter().map(|d| d.day).collect()))
            .collect();
        view.duties = store::kept::<Duty>(lens.db)?
            .into_iter()
            .filter(|d| d.ends.is_none_or(|e| e >= lens.today && d.starts.is_none_or(|s| e >= s)))
            .collect();
        let slots = view.slots.iter().filter(|s| !s.slot.is_in_week_of(lens.today)).map(|s| s.slot.starts);
        let duties = view.duties.iter().filter(|d| !d.is_in_week_of(lens.today)).filter_map(|d| d.starts);
        view.turns = slots.chain(duties).filter(|day| *day > lens.today).collect::<BTreeSet<_>>().into_iter().collect();
        view.cycle = store::school(lens.db)?.week_a.is_some();
        view.pupils = pupils;
        Ok(view)
    }

    /// The slots of the week that is looked at from a day.
    pub fn slots_of(&self, day: NaiveDate) -> impl Iterator<Item = &SlotRow> {
        self.slots.iter().filter(move |s| s.slot.is_in_week_of(day))
    }

    /// The duties of that week.
    pub fn duties_of(&self, day: NaiveDate) -> impl Iterator<Item = &Duty> {
        self.duties.iter().filter(move |d| d.is_in_week_of(day))
    }
}
