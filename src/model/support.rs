//! What the planner must know of a pupil and a week beyond the plans' words: who may support whom, what is
//! to be staffed at a set time, and which lesson a class has when.

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{ClassWeekId, CycleWeek, PeriodId, PupilId, SetTaskId, StaffId, SupportNeedsId};

/// Who may support a pupil and where it matters most. One for each pupil: it has the pupil's own number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SupportNeeds {
    pub id: SupportNeedsId,
    pub pupil: PupilId,
    /// Trainings that every adult who supports this pupil must hold on the day.
    pub trainings: Vec<String>,
    /// Adults who are not to support this pupil.
    pub avoid: Vec<StaffId>,
    /// The most pupils whom one adult supports at once while this pupil is among them.
    pub ratio: Option<u8>,
    /// The teaching groups that the pupil sits in besides the form: `9 Maths 3`.
    pub groups: Vec<String>,
    /// How much support matters in a subject; a subject that is not named matters most.
    pub subjects: Vec<(String, Weight)>,
    /// What the authority pays on top in a year (Element 3), in pounds.
    #[serde(default)]
    pub top_up_pounds: Option<u32>,
}

impl SupportNeeds {
    /// Nothing said yet.
    pub fn of(pupil: PupilId) -> Self {
        Self {
            id: SupportNeedsId(pupil.0),
            pupil,
            trainings: Vec::new(),
            avoid: Vec::new(),
            ratio: None,
            groups: Vec::new(),
            subjects: Vec::new(),
            top_up_pounds: None,
        }
    }

    /// How much support matters in a lesson of this subject.
    pub fn weight_in(&self, subject: &str) -> Weight {
        let same = |s: &&(String, Weight)| s.0.trim().eq_ignore_ascii_case(subject.trim());
        self.subjects.iter().find(same).map_or(Weight::Most, |s| s.1)
    }
}

/// How much support matters in a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    NotWanted,
    Little,
    Some,
    Most,
}

impl Weight {
    pub const ALL: [Self; 4] = [Self::Most, Self::Some, Self::Little, Self::NotWanted];

    /// As shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotWanted => "Not wanted",
            Self::Little => "Matters little",
            Self::Some => "Matters",
            Self::Most => "Matters most",
        }
    }
}

/// What kind of work is to be done at a set time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    PersonalCare,
    Medical,
    Supervision,
    Duty,
}

impl TaskKind {
    pub const ALL: [Self; 4] = [Self::PersonalCare, Self::Medical, Self::Supervision, Self::Duty];

    /// As shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::PersonalCare => "Personal care",
            Self::Medical => "Medical",
            Self::Supervision => "Supervision",
            Self::Duty => "Duty",
        }
    }
}

/// Something that must be staffed at a set time each week, by whoever the plan gives it to: a feed through a
/// gastrostomy, help in the toilet by two adults, the playground at break.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetTask {
    pub id: SetTaskId,
    pub kind: TaskKind,
    pub what: String,
    pub pupil: Option<PupilId>,
    /// The weekdays on which it is done, Monday the lowest bit, as in a period.
    pub days: u8,
    pub period: PeriodId,
    /// The last period of a task that goes on over several; the same adults stay throughout.
    pub until: Option<PeriodId>,
    /// How long it takes within its period; a task over several periods fills them.
    pub minutes: u16,
    pub adults: u8,
    /// Where its period is the only lunch of the day: whether it is done in the second half, so that its adults
    /// are free in the first.
    #[serde(default)]
    pub second_half: bool,
    /// What each of its adults must be trained in; empty where nothing is asked.
    pub training: String,
    pub place: String,
    /// In which week of a two-week cycle; none means each week.
    pub week: Option<CycleWeek>,
    /// The last day on which it is needed.
    pub ends: Option<NaiveDate>,
}

impl SetTask {
    /// Whether it is done on a weekday.
    pub fn is_on(&self, day: Weekday) -> bool {
        self.days & (1 << day.num_days_from_monday()) != 0
    }
}

/// The timetable of a class, or of a teaching group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassWeek {
    pub id: ClassWeekId,
    /// As it stands on the pupil: the form, or the teaching group.
    pub class: String,
    pub lessons: Vec<Lesson>,
}

/// One lesson of a class's week.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    pub weekday: Weekday,
    pub period: PeriodId,
    pub week: Option<CycleWeek>,
    pub subject: String,
}

impl ClassWeek {
    /// The subject of the lesson then, if the class has one.
    pub fn subject(&self, weekday: Weekday, period: PeriodId, week: Option<CycleWeek>) -> Option<&str> {
        let then = |l: &&Lesson| l.weekday == weekday && l.period == period && (l.week.is_none() || week.is_none() || l.week == week);
        self.lessons.iter().find(then).map(|l| l.subject.as_str())
    }
}
