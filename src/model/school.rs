//! The school, its year, its day and its week.

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{DutyId, HelpLevel, PeriodId, ProvisionId, PupilId, RunningId, SetTaskId, SlotId, StaffId, TargetId, TermId};

/// What a file says about its school.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct School {
    pub name: String,
    /// An invented school, marked as such everywhere.
    pub example: bool,
    /// Where a safeguarding concern goes, in the school's own words; shown on each screen.
    pub safeguarding_route: String,
    /// Minutes without a touch until the file locks.
    pub lock_after_minutes: u32,
    /// The Monday of a week A, where the school runs a two-week cycle.
    #[serde(default)]
    pub week_a: Option<NaiveDate>,
    /// Words that bring up the safeguarding route when they are typed into a record.
    #[serde(default = "concern_words")]
    pub concern_words: Vec<String>,
    /// What the rungs of the help ladder are called here.
    #[serde(default)]
    pub help_words: HelpWords,
    /// How costs are counted here.
    #[serde(default)]
    pub costs: CostRules,
    /// What a planned week keeps to here.
    #[serde(default)]
    pub planning: PlanRules,
}

/// What the school wants every planned week to keep to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanRules {
    /// The most one-to-one lessons that an adult has in a row without a lunch between.
    pub longest_run: u8,
    /// The most pupils whom one adult supports at once where nothing else is said.
    pub shared_among: u8,
    /// Minutes a week of each contract that are kept free of pupils, for recording and preparing.
    pub kept_free: u16,
    /// The largest share of a pupil's week that one adult should have, in per cent: support by few, but never by
    /// one alone (EEF guidance on teaching assistants, 2025). A plan may go beyond it; then it is said.
    #[serde(default = "usual_share")]
    pub most_with_one: u8,
}

impl Default for PlanRules {
    fn default() -> Self {
        Self { longest_run: 4, shared_among: 4, kept_free: 0, most_with_one: usual_share() }
    }
}

fn usual_share() -> u8 {
    80
}

/// How provision is costed: authorities differ (`domain.md` section 5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CostRules {
    /// Weeks of provision in a year.
    pub weeks: f64,
    /// What the school bears first of a pupil's provision, from its own budget.
    pub element_2_pounds: u32,
    /// A flat rate that the authority sets, in pence an hour; none counts each adult's own.
    pub pence_an_hour: Option<u32>,
    /// Whether a group shares the cost of its adult.
    pub share_by_group: bool,
}

impl Default for CostRules {
    fn default() -> Self {
        Self { weeks: 38.0, element_2_pounds: 6000, pence_an_hour: None, share_by_group: true }
    }
}

impl School {
    /// Where a safeguarding concern goes, also where the school has not said.
    pub fn route(&self) -> &str {
        let own = self.safeguarding_route.trim();
        if own.is_empty() { "Tell the designated safeguarding lead in person" } else { own }
    }
}

/// What a school calls the five rungs of help, from none to all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HelpWords(pub [String; HelpLevel::ALL.len()]);

impl HelpWords {
    /// The word for a level.
    pub fn of(&self, level: HelpLevel) -> &str {
        let rung = HelpLevel::ALL.iter().position(|l| *l == level).unwrap_or_default();
        &self.0[rung]
    }
}

impl Default for HelpWords {
    fn default() -> Self {
        let mut lines = include_str!("../../assets/lists/help-ladder.txt").lines();
        Self(HelpLevel::ALL.map(|_| lines.next().unwrap_or_default().to_owned()))
    }
}

/// Words that often stand in a disclosure (`domain.md` 2.12). The school may change them.
pub fn concern_words() -> Vec<String> {
    include_str!("../../assets/lists/concern-words.txt").lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
}

impl Default for School {
    fn default() -> Self {
        Self {
            name: String::new(),
            example: false,
            safeguarding_route: String::new(),
            lock_after_minutes: 5,
            week_a: None,
            concern_words: concern_words(),
            help_words: HelpWords::default(),
            costs: CostRules::default(),
            planning: PlanRules::default(),
        }
    }
}

/// A stretch of school days, first and last day included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    pub id: TermId,
    pub name: String,
    pub starts: NaiveDate,
    pub ends: NaiveDate,
}

/// A weekday in term on which pupils are not in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClosedDay {
    pub date: NaiveDate,
    pub why: String,
}

/// Which week of a two-week cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CycleWeek {
    A,
    B,
}

impl CycleWeek {
    pub const ALL: [Self; 2] = [Self::A, Self::B];

    /// As stored.
    pub fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
        }
    }

    /// Reads [`Self::letter`].
    pub fn from_letter(letter: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.letter() == letter)
    }
}

/// A period of the school day, on the weekdays that have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Period {
    pub id: PeriodId,
    pub name: String,
    /// Minutes since midnight.
    pub starts: u16,
    /// Minutes since midnight.
    pub ends: u16,
    /// Break, lunch and the like.
    pub is_break: bool,
    /// The weekdays that have this period, Monday the lowest bit. An early Friday has periods of its own.
    pub days: u8,
}

impl Period {
    /// Length in minutes.
    pub fn minutes(&self) -> u16 {
        self.ends.saturating_sub(self.starts)
    }

    /// Every weekday from Monday to Friday.
    pub const WHOLE_WEEK: u8 = 0b11111;

    /// Whether a weekday has this period.
    pub fn is_on(&self, day: Weekday) -> bool {
        self.days & (1 << day.num_days_from_monday()) != 0
    }
}

/// Who is with which pupil in which period each week, from a day until it ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WeekSlot {
    pub id: SlotId,
    pub weekday: Weekday,
    pub period: PeriodId,
    pub pupil: PupilId,
    pub staff: StaffId,
    pub place: String,
    pub target: Option<TargetId>,
    pub provision: Option<ProvisionId>,
    pub starts: NaiveDate,
    pub ends: Option<NaiveDate>,
    /// In which week of a two-week cycle; none means each week.
    pub week: Option<CycleWeek>,
    /// The running intervention whose group meets then.
    pub running: Option<RunningId>,
    /// The task at a set time that is done then: care, medicine.
    pub task: Option<SetTaskId>,
}

/// The day on which something weekly counts when the week of a day is looked at: its own day of that week, or the
/// day that is looked from where it has gone already. At a weekend it is the week that comes.
pub fn day_in_week_of(from: NaiveDate, weekday: Weekday) -> NaiveDate {
    use chrono::Datelike as _;
    let from = if matches!(from.weekday(), Weekday::Sat | Weekday::Sun) {
        from.week(Weekday::Mon).last_day().succ_opt().unwrap_or(from)
    } else {
        from
    };
    let own = from.week(Weekday::Mon).first_day() + chrono::Days::new(u64::from(weekday.num_days_from_monday()));
    own.max(from)
}

impl WeekSlot {
    /// Whether the slot is part of the week that is looked at from a day.
    pub fn is_in_week_of(&self, from: NaiveDate) -> bool {
        let on = day_in_week_of(from, self.weekday);
        self.starts <= on && self.ends.is_none_or(|end| end >= on)
    }

    /// Whether the slot stands on a day, whichever week of a cycle that is.
    pub fn stands_on(&self, day: NaiveDate) -> bool {
        use chrono::Datelike as _;
        day.weekday() == self.weekday && self.starts <= day && self.ends.is_none_or(|end| day <= end)
    }
}

/// Something that a member of staff does each week without a pupil of their own: the playground at
/// break, the breakfast club, time for recording.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Duty {
    pub id: DutyId,
    pub staff: StaffId,
    pub weekday: Weekday,
    pub period: PeriodId,
    pub what: String,
    pub place: String,
    pub week: Option<CycleWeek>,
    /// The task that the plan gave to this adult; none for a duty that is theirs for good.
    #[serde(default)]
    pub task: Option<SetTaskId>,
    /// The first day, where it began with a plan.
    #[serde(default)]
    pub starts: Option<NaiveDate>,
    /// The last day, once it has ended.
    #[serde(default)]
    pub ends: Option<NaiveDate>,
}

impl Duty {
    /// Whether the duty is part of the week that is looked at from a day.
    pub fn is_in_week_of(&self, from: NaiveDate) -> bool {
        let on = day_in_week_of(from, self.weekday);
        self.starts.is_none_or(|start| start <= on) && self.ends.is_none_or(|end| end >= on)
    }

    /// Whether it stands on a day, whichever week of a cycle that is.
    pub fn stands_on(&self, day: NaiveDate) -> bool {
        use chrono::Datelike as _;
        day.weekday() == self.weekday && self.starts.is_none_or(|s| s <= day) && self.ends.is_none_or(|e| day <= e)
    }
}

/// A planned week that takes the place of the present one from a day on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdoptedWeek {
    pub from: NaiveDate,
    /// Slots that end the day before.
    pub ends: Vec<SlotId>,
    /// Slots that begin on the day.
    pub starts: Vec<WeekSlot>,
    /// Duties that end or begin.
    pub duties: Vec<Duty>,
}

/// The days on which a school has lessons.
pub const WEEKDAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

/// `Monday`.
pub fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}
