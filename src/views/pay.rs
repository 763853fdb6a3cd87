//! What the adults of a plan are paid, and what a pupil's share of them comes to in a year.

use super::plan::PupilLoad;
use crate::model::CostRules;

const MINUTES_AN_HOUR: f64 = 60.0;

/// What an adult costs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rate {
    /// Pence an hour with on-costs.
    pub pence: Option<f64>,
    /// Paid weeks a year.
    pub weeks: Option<f64>,
    /// Minutes of the cycle in duties that are theirs whatever the plan is.
    pub own_duties: i32,
    /// Paid minutes of the cycle that the plan does not have: these, and what is kept free.
    pub outside: i32,
}

/// The rates of all who are planned, by the school's rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pay {
    pub rates: Vec<Rate>,
    pub rules: CostRules,
    /// Weeks of the cycle: one, or two.
    pub cycle: usize,
}

impl Pay {
    /// Pence a year for these paid minutes of a cycle at an adult's own rate; somebody new is paid as the others
    /// are on average. None where a rate is not known.
    pub fn of_contract(&self, lsa: usize, minutes: i32) -> Option<i64> {
        if minutes == 0 {
            return Some(0);
        }
        let own = |r: &Rate| Some((r.pence?, r.weeks?));
        let (pence, weeks) = match self.rates.get(lsa) {
            Some(rate) => own(rate)?,
            None => {
                let known: Vec<(f64, f64)> = self.rates.iter().filter_map(own).collect();
                (mean(known.iter().map(|k| k.0))?, mean(known.iter().map(|k| k.1))?)
            }
        };
        Some((self.a_week(f64::from(minutes)) / MINUTES_AN_HOUR * pence * weeks).round() as i64)
    }

    /// Pence a year for the support that a plan gives a pupil: the minutes of each adult at their rate, shared by
    /// the group if the school says so (`domain.md` section 5). None where no rate is known.
    pub fn of_pupil(&self, load: &PupilLoad) -> Option<i64> {
        let mut pence = 0.0;
        for given in &load.given {
            let minutes = if self.rules.share_by_group { given.share } else { f64::from(given.minutes) };
            pence += self.a_week(minutes) / MINUTES_AN_HOUR * self.an_hour(given.lsa)?;
        }
        Some((pence * self.rules.weeks).round() as i64)
    }

    fn a_week(&self, minutes: f64) -> f64 {
        minutes / self.cycle.max(1) as f64
    }

    /// Pence an hour: the authority's flat rate where it sets one, else the adult's own.
    fn an_hour(&self, lsa: usize) -> Option<f64> {
        let own = || match self.rates.get(lsa) {
            Some(rate) => rate.pence,
            None => mean(self.rates.iter().filter_map(|r| r.pence)),
        };
        self.rules.pence_an_hour.map(f64::from).or_else(own)
    }
}

/// The mean of what is known; none where nothing is.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0), |(sum, count), v| (sum + v, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}
