//! What provision costs (`domain.md` section 5, the Durham method): minutes at the adult's rate, shared by the
//! group, over the school's weeks. Authorities differ, so what they differ in is the school's to set.

use crate::model::{CostRules, Per, Provision};

const MINUTES_AN_HOUR: f64 = 60.0;
const DAYS_A_WEEK: f64 = 5.0;
const TERMS_A_YEAR: f64 = 3.0;

/// Pence for sessions that were given. None where no rate is known.
pub fn cost_of_sessions(rules: &CostRules, sessions: impl Iterator<Item = Given>) -> Option<i64> {
    let pence = |s: Given| Some(among(rules, s.among, f64::from(s.minutes) / MINUTES_AN_HOUR * rate(rules, s.pence_an_hour)?));
    let known: Vec<f64> = sessions.filter_map(pence).collect();
    (!known.is_empty()).then(|| known.iter().sum::<f64>().round() as i64)
}

/// A session that was given, as far as it costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Given {
    pub minutes: u16,
    /// The adult's own rate, where it is known.
    pub pence_an_hour: Option<f64>,
    /// How many pupils shared it.
    pub among: u16,
}

/// Pence of a year as promised, at this rate in pence an hour. None where the line says no minutes or no rate
/// is known.
pub fn cost_of_a_year(rules: &CostRules, line: &Provision, own: Option<f64>) -> Option<i64> {
    let minutes = f64::from(line.minutes?) * f64::from(line.times.unwrap_or(1));
    let spans = match line.per {
        Per::Day => rules.weeks * DAYS_A_WEEK,
        Per::Week => rules.weeks,
        Per::Term => TERMS_A_YEAR,
    };
    Some(among(rules, line.group_size, minutes * spans / MINUTES_AN_HOUR * rate(rules, own)?).round() as i64)
}

/// What the school bears beyond what it is given for: a year's cost less Element 2 and the top-up.
pub fn uncovered(rules: &CostRules, a_year: i64, top_up_pounds: u32) -> i64 {
    (a_year - (i64::from(rules.element_2_pounds) + i64::from(top_up_pounds)) * 100).max(0)
}

/// The authority's flat rate where it sets one, else the adult's own.
fn rate(rules: &CostRules, own: Option<f64>) -> Option<f64> {
    rules.pence_an_hour.map(f64::from).or(own)
}

fn among(rules: &CostRules, group: u16, pence: f64) -> f64 {
    if rules.share_by_group { pence / f64::from(group.max(1)) } else { pence }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Mint;

    fn line(times: u16, minutes: u16, group_size: u16) -> Provision {
        let mut mint = Mint::new(0, 1);
        Provision {
            id: mint.fresh(),
            plan: mint.fresh(),
            outcome: None,
            what: "Reading".into(),
            times: Some(times),
            minutes: Some(minutes),
            per: Per::Week,
            group_size,
            who: "LSA".into(),
            position: 1,
        }
    }

    #[test]
    fn the_durham_example_comes_to_its_1212_pounds() {
        // 3 × 20 minutes alone and 5 × 30 minutes in a group of three: 110 minutes × 38 weeks × £0.29.
        let rules = CostRules { pence_an_hour: Some(29 * 60), ..CostRules::default() };
        let alone = cost_of_a_year(&rules, &line(3, 20, 1), None).unwrap();
        let group = cost_of_a_year(&rules, &line(5, 30, 3), None).unwrap();
        assert_eq!((alone + group) / 100, 1212);
    }

    #[test]
    fn an_adults_own_rate_counts_unless_the_authority_sets_one_and_a_group_shares_if_the_school_says_so() {
        let own = CostRules::default();
        let given = |among: u16, all: &[(u16, Option<f64>)]| {
            all.iter().map(|&(minutes, pence_an_hour)| Given { minutes, pence_an_hour, among }).collect::<Vec<_>>().into_iter()
        };
        let sessions = |among| given(among, &[(60, Some(2000.0)), (30, None), (30, Some(1000.0))]);
        assert_eq!(cost_of_sessions(&own, sessions(2)), Some(1250));
        assert_eq!(cost_of_sessions(&CostRules { share_by_group: false, ..own.clone() }, sessions(2)), Some(2500));
        assert_eq!(cost_of_sessions(&CostRules { pence_an_hour: Some(1200), ..own.clone() }, sessions(1)), Some(2400));
        assert_eq!(cost_of_sessions(&own, given(1, &[(60, None)])), None);
        let alone_then_in_a_group = given(1, &[(60, Some(2000.0))]).chain(given(3, &[(60, Some(3000.0))]));
        assert_eq!(cost_of_sessions(&own, alone_then_in_a_group), Some(3000), "each session is shared by those who had it");
    }

    #[test]
    fn what_is_not_covered_is_what_exceeds_element_2_and_the_top_up() {
        let rules = CostRules::default();
        assert_eq!(uncovered(&rules, 500_000, 0), 0);
        assert_eq!(uncovered(&rules, 950_000, 2000), 150_000);
    }
}
