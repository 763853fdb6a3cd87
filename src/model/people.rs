//! Pupils, staff and the links between them.

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{LinkId, NeedSpellId, PupilId, StaffId, StatusId};

/// A child or young person on the caseload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pupil {
    pub id: PupilId,
    pub forename: String,
    pub surname: String,
    /// What they like to be called, where it differs.
    pub preferred: Option<String>,
    /// Unique pupil number as received; a wrong check letter is warned about, never refused.
    pub upn: Option<String>,
    pub birth_date: Option<NaiveDate>,
    pub year: Option<YearGroup>,
    pub form: Option<String>,
    /// What every adult must know before working with this pupil. Shown as a banner.
    pub must_know: String,
    pub left_on: Option<NaiveDate>,
    /// Need-type codes in rank order, primary first.
    pub needs: Vec<String>,
    /// Minutes of adult support a week that the school counts on, where it says.
    pub support_minutes: Option<u32>,
}

impl Pupil {
    /// A pupil of whom only the name is known.
    pub fn named(id: PupilId, forename: &str, surname: &str) -> Self {
        Self {
            id,
            forename: forename.into(),
            surname: surname.into(),
            preferred: None,
            upn: None,
            birth_date: None,
            year: None,
            form: None,
            must_know: String::new(),
            left_on: None,
            needs: Vec::new(),
            support_minutes: None,
        }
    }

    /// The name to say: preferred forename and surname.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name(), self.surname).trim().to_owned()
    }

    /// The name to sort by: `Surname, Forename`.
    pub fn list_name(&self) -> String {
        if self.surname.is_empty() {
            return self.first_name().to_owned();
        }
        format!("{}, {}", self.surname, self.first_name())
    }

    /// Preferred forename, else forename.
    pub fn first_name(&self) -> &str {
        self.preferred.as_deref().filter(|p| !p.is_empty()).unwrap_or(&self.forename)
    }
}

/// SEN provision code of the school census: none, SEN Support, EHC plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SenStatus {
    N,
    K,
    E,
}

impl SenStatus {
    pub const ALL: [Self; 3] = [Self::E, Self::K, Self::N];

    /// The census letter.
    pub fn code(self) -> &'static str {
        match self {
            Self::N => "N",
            Self::K => "K",
            Self::E => "E",
        }
    }

    /// The letter in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::N => "No SEN",
            Self::K => "SEN Support",
            Self::E => "EHC plan",
        }
    }

    /// Reads a census letter.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// Since when a pupil has had a status. Earlier spells stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatusSpell {
    pub id: StatusId,
    pub pupil: PupilId,
    pub status: SenStatus,
    pub since: Option<NaiveDate>,
}

/// From when to when a pupil had a type of need. Ended ones stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NeedSpell {
    pub id: NeedSpellId,
    pub pupil: PupilId,
    pub code: String,
    /// 1 is the primary need.
    pub rank: u8,
    pub since: Option<NaiveDate>,
    /// The last day; none while it stands.
    pub until: Option<NaiveDate>,
}

/// One row of the school's editable list of SEN types.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NeedType {
    pub code: String,
    pub name: String,
    /// Broad area of need.
    pub area: String,
}

/// National Curriculum year: N1, N2, R, 1 to 14.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct YearGroup(i8);

impl YearGroup {
    /// From a number where 0 is Reception, -1 is N2 and -2 is N1.
    pub fn from_number(number: i64) -> Option<Self> {
        (-2..=14).contains(&number).then_some(Self(number as i8))
    }

    /// The number that [`Self::from_number`] takes.
    pub fn number(self) -> i64 {
        i64::from(self.0)
    }

    /// `N1`, `N2`, `R`, `1` … `14`.
    pub fn code(self) -> String {
        match self.0 {
            -2 => "N1".into(),
            -1 => "N2".into(),
            0 => "R".into(),
            n => n.to_string(),
        }
    }

    /// `Year 4`, `Reception`, `Nursery 1`.
    pub fn words(self) -> String {
        match self.0 {
            -2 => "Nursery 1".into(),
            -1 => "Nursery 2".into(),
            0 => "Reception".into(),
            n => format!("Year {n}"),
        }
    }

    /// Reads what schools write: `4`, `Year 4`, `Yr4`, `Y4`, `R`, `Reception`, `N1`, `Nursery 2`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        match text.as_str() {
            "r" | "reception" | "year r" | "yr" | "rec" => return Some(Self(0)),
            "n1" | "nursery 1" => return Some(Self(-2)),
            "n2" | "nursery 2" => return Some(Self(-1)),
            _ => {}
        }
        let digits = ["year", "yr", "y"].iter().find_map(|p| text.strip_prefix(p)).unwrap_or(&text).trim().trim_start_matches('.');
        let number: i64 = digits.trim().parse().ok()?;
        (1..=14).contains(&number).then_some(Self(number as i8))
    }
}

/// What a member of staff is employed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum StaffRole {
    Lsa,
    Ta,
    Hlta,
    Teacher,
    Sendco,
    Other,
}

impl StaffRole {
    pub const ALL: [Self; 6] = [Self::Lsa, Self::Ta, Self::Hlta, Self::Teacher, Self::Sendco, Self::Other];

    /// As stored and as shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Lsa => "LSA",
            Self::Ta => "TA",
            Self::Hlta => "HLTA",
            Self::Teacher => "Teacher",
            Self::Sendco => "SENDCO",
            Self::Other => "Other",
        }
    }

    /// Reads [`Self::words`].
    pub fn from_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.words() == words)
    }

    /// Whether this person's job is to support pupils (rather than teach or lead).
    pub fn supports(self) -> bool {
        matches!(self, Self::Lsa | Self::Ta | Self::Hlta)
    }
}

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Staff {
    pub id: StaffId,
    pub forename: String,
    pub surname: String,
    pub role: StaffRole,
    pub email: Option<String>,
    /// Paid minutes a week as the contract says, where known.
    pub minutes_per_week: Option<u32>,
    pub days: Vec<WorkingDay>,
    pub left_on: Option<NaiveDate>,
    /// Whom they answer to from day to day, such as the phase lead.
    pub lead: Option<StaffId>,
    /// Paid weeks a year: 38 or 39 for term-time staff, 52.14 for all year.
    pub weeks_a_year: Option<f64>,
    /// Pay for an hour in pence, before on-costs.
    pub pence_an_hour: Option<u32>,
    /// Employer's on-costs in per cent of pay.
    pub on_costs_percent: Option<f64>,
}

impl Staff {
    /// Someone of whom only name and role are known.
    pub fn named(id: StaffId, forename: &str, surname: &str, role: StaffRole) -> Self {
        Self {
            id,
            forename: forename.into(),
            surname: surname.into(),
            role,
            email: None,
            minutes_per_week: None,
            days: Vec::new(),
            left_on: None,
            lead: None,
            weeks_a_year: None,
            pence_an_hour: None,
            on_costs_percent: None,
        }
    }

    /// What an hour costs the school in pence, on-costs included (`domain.md` 1a, A4).
    pub fn cost_an_hour(&self) -> Option<f64> {
        let pence = f64::from(self.pence_an_hour?);
        Some(pence * (1.0 + self.on_costs_percent.unwrap_or(0.0) / 100.0))
    }

    /// Forename and surname.
    pub fn name(&self) -> String {
        format!("{} {}", self.forename, self.surname).trim().to_owned()
    }

    /// Paid minutes a week: the contract's figure, else the sum of the working days less breaks.
    pub fn paid_minutes(&self) -> Option<u32> {
        self.minutes_per_week.or_else(|| (!self.days.is_empty()).then(|| self.days.iter().map(WorkingDay::paid).sum()))
    }
}

/// When someone works on one weekday.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkingDay {
    pub day: Weekday,
    /// Minutes since midnight.
    pub starts: u16,
    /// Minutes since midnight.
    pub ends: u16,
    /// Minutes of unpaid break within.
    pub unpaid: u16,
}

impl WorkingDay {
    /// Paid minutes of the day.
    pub fn paid(&self) -> u32 {
        u32::from(self.ends.saturating_sub(self.starts).saturating_sub(self.unpaid))
    }
}

/// What an adult is to a pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LinkRole {
    KeyWorker,
    SecondAdult,
    Cover,
}

impl LinkRole {
    pub const ALL: [Self; 3] = [Self::KeyWorker, Self::SecondAdult, Self::Cover];

    /// As stored and as shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::KeyWorker => "Key worker",
            Self::SecondAdult => "Second adult",
            Self::Cover => "Cover",
        }
    }

    /// Reads [`Self::words`].
    pub fn from_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.words() == words)
    }
}

/// An adult linked with a pupil for a time. Ending a link never erases it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyLink {
    pub id: LinkId,
    pub pupil: PupilId,
    pub staff: StaffId,
    pub role: LinkRole,
    pub starts: NaiveDate,
    /// The last day of the link; none while it goes on.
    pub ends: Option<NaiveDate>,
}

impl KeyLink {
    /// Whether the link holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.starts <= day && self.ends.is_none_or(|end| day <= end)
    }
}
