//! What a ledger is read from: what the ledgers of all pupils have in common, which slots and sessions count towards
//! which line, and among how many an adult's time was shared.

use chrono::{NaiveDate, Weekday};
use std::collections::HashMap;

use super::super::{Lens, pay::mean};
use crate::model::{CostRules, Per, PeriodId, Plan, Provision, ProvisionId, Session, Staff, StaffId, WeekSlot};
use crate::rules::{Calendar, Lengths, usual_lesson};
use crate::store::{self, Result};

/// What the ledgers of all pupils have in common.
pub struct Common {
    pub staff: HashMap<StaffId, Staff>,
    pub calendar: Calendar,
    pub terms: Vec<(NaiveDate, NaiveDate)>,
    pub lengths: Lengths,
    pub rules: CostRules,
    pub school: String,
    /// What lasts as long as this is support beside the pupil; what is shorter is a session within a lesson.
    lesson: u32,
    /// The slots of all pupils by who is there and when.
    together: HashMap<(StaffId, Weekday, PeriodId), Vec<WeekSlot>>,
}

impl Common {
    pub fn load(lens: Lens) -> Result<Self> {
        let periods = store::periods(lens.db)?;
        let mut together: HashMap<_, Vec<WeekSlot>> = HashMap::new();
        for slot in store::slots(lens.db)? {
            together.entry((slot.staff, slot.weekday, slot.period)).or_default().push(slot);
        }
        Ok(Self {
            staff: store::staff(lens.db)?.into_iter().map(|s| (s.id, s)).collect(),
            calendar: lens.calendar()?,
            terms: store::terms(lens.db)?.into_iter().map(|t| (t.starts, t.ends)).collect(),
            lengths: lens.lengths()?,
            rules: store::school(lens.db)?.costs,
            school: lens.school_name()?,
            lesson: u32::from(usual_lesson(periods.iter().filter(|p| !p.is_break).map(crate::model::Period::minutes))),
            together,
        })
    }

    /// Among how many pupils the adult's time of a slot is shared: an intervention among those of its group who have
    /// it then, support among all whom the adult supports then, a session as its line says.
    pub fn shared_among(&self, slot: &WeekSlot, day: NaiveDate, line: &Provision) -> u16 {
        let whole = self.lengths.minutes(slot, Some(line)) == self.lengths.minutes(slot, None);
        if slot.running.is_none() && !whole {
            return line.group_size.max(1);
        }
        let then = |s: &&WeekSlot| {
            let same_week = s.week.is_none() || slot.week.is_none() || s.week == slot.week;
            s.stands_on(day) && same_week && s.running == slot.running && s.task == slot.task
        };
        let all = self.together.get(&(slot.staff, slot.weekday, slot.period)).map_or(0, |all| all.iter().filter(then).count());
        (all as u16).max(1)
    }

    /// What the adults of a line cost in the mean: those who gave its sessions, else those who stand in its slots,
    /// else all whose rate is known.
    pub fn mean_rate(&self, sessions: &[Session], slots: &[WeekSlot]) -> Option<f64> {
        let rate = |staff: &StaffId| self.staff.get(staff).and_then(Staff::cost_an_hour);
        let given = sessions.iter().filter(|s| s.delivered()).filter_map(|s| rate(&s.staff));
        let all = self.staff.values().filter(|s| s.left_on.is_none() && s.role.supports()).filter_map(Staff::cost_an_hour);
        mean(given).or_else(|| mean(slots.iter().filter(|s| s.ends.is_none()).filter_map(|s| rate(&s.staff)))).or_else(|| mean(all))
    }
}

/// Which of a pupil's lines the support counts towards whose slots name none: support stands beside a pupil as hours,
/// and a plan says these hours in a line of whole lessons. Where no line does, the hours that are noted for the pupil
/// are a line by themselves.
pub struct Support {
    /// Lines of whole lessons with the days on which they take such support: one at a time.
    lines: Vec<(ProvisionId, NaiveDate, Option<NaiveDate>)>,
}

/// What the hours are called that no line says.
const NOTED: &str = "Support that is noted, in no line of a plan";

impl Support {
    pub fn of(common: &Common, plans: &[(Plan, Vec<Provision>)]) -> Self {
        let mut lines: Vec<(ProvisionId, NaiveDate, Option<NaiveDate>)> = Vec::new();
        for (plan, provisions) in plans {
            let free =
                lines.iter().all(|(_, from, to)| to.is_some_and(|to| to < plan.starts) || plan.ended_on.is_some_and(|end| end < *from));
            let lessons = |l: &&Provision| l.a_week().is_some_and(|(_, minutes)| minutes >= common.lesson);
            let line = provisions.iter().filter(|_| free).find(lessons);
            lines.extend(line.map(|line| (line.id, plan.starts, plan.ended_on)));
        }
        Self { lines }
    }

    /// Whether a line takes support that names none.
    pub fn counts_to(&self, line: ProvisionId) -> bool {
        self.lines.iter().any(|l| l.0 == line)
    }

    /// The hours that no line says, as a line: where a line of lessons runs it takes all support.
    pub fn noted(&self, minutes: u32, plan: Option<&Plan>, today: NaiveDate) -> Option<Provision> {
        let runs = self.lines.iter().any(|(_, _, to)| to.is_none_or(|to| to >= today));
        (minutes > 0 && !runs).then(|| Provision {
            id: ProvisionId(uuid::Uuid::nil()),
            plan: plan.map_or(crate::model::PlanId(uuid::Uuid::nil()), |p| p.id),
            outcome: None,
            what: NOTED.into(),
            times: None,
            minutes: u16::try_from(minutes).ok(),
            per: Per::Week,
            group_size: 1,
            who: "LSA".into(),
            position: u16::MAX.into(),
        })
    }
}

/// Support beside a pupil: for no line, no intervention and no task.
pub fn is_bare(slot: &WeekSlot) -> bool {
    slot.provision.is_none() && slot.running.is_none() && slot.task.is_none()
}
