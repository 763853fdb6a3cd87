//! Figures that say how much has changed: between two phases, over a set of goals, on a ratio scale.
//!
//! Each states its formula, its source and a vector from `domain.md` 3.4 or 3.5 that its test holds.
//! None is a verdict: [`compare_phases`] gives nothing at all below the fewest points that a rule asks for.

use crate::model::Direction;

/// Fewest points of a baseline, and of an intervention, before two phases may be compared
/// (`domain.md` 3.5, rule 6).
pub const FEWEST_BASELINE: usize = 3;
pub const FEWEST_INTERVENTION: usize = 6;

/// How the points of an intervention stand to those of the baseline before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Non-overlap of all pairs, 0 to 1; 0.5 is chance.
    pub nap: f64,
    /// Tau of baseline against intervention, -1 to 1.
    pub tau: f64,
    /// Tau-U: the same less the trend that the baseline had already.
    pub tau_u: f64,
    /// Percentage of non-overlapping data, 0 to 100.
    pub pnd: f64,
}

/// Compares two phases, where both have enough points; the figures mean "better" in the target's direction.
///
/// With A the baseline and B the intervention, `nA·nB` pairs: `NAP = (improved + ½ ties) / pairs`,
/// `Tau = (improved − worse) / pairs`, `Tau-U = (S_AB − S_A) / pairs` with `S_A` Kendall's S within A
/// (Parker and others 2011; denominators differ between tools, this is ours), `PND` the share of B
/// better than the best of A. Tau-U is not bounded to ±1 and does not remove a strong baseline trend.
pub fn compare_phases(baseline: &[f64], intervention: &[f64], better: Direction) -> Option<Comparison> {
    if baseline.len() < FEWEST_BASELINE || intervention.len() < FEWEST_INTERVENTION {
        return None;
    }
    compare(baseline, intervention, better)
}

/// [`compare_phases`] without its caution, for vectors. None without a pair.
pub fn compare(a: &[f64], b: &[f64], better: Direction) -> Option<Comparison> {
    let sign = if better == Direction::Up { 1.0 } else { -1.0 };
    let pairs = (a.len() * b.len()) as f64;
    if pairs == 0.0 {
        return None;
    }
    let (mut improved, mut worse, mut ties) = (0.0, 0.0, 0.0);
    for before in a {
        for after in b {
            match (sign * (after - before)).partial_cmp(&0.0) {
                Some(std::cmp::Ordering::Greater) => improved += 1.0,
                Some(std::cmp::Ordering::Less) => worse += 1.0,
                _ => ties += 1.0,
            }
        }
    }
    let best = a.iter().map(|v| sign * v).fold(f64::MIN, f64::max);
    let beyond = b.iter().filter(|v| sign * **v > best).count() as f64;
    Some(Comparison {
        nap: (improved + 0.5 * ties) / pairs,
        tau: (improved - worse) / pairs,
        tau_u: (improved - worse - sign * kendall_s(a)) / pairs,
        pnd: 100.0 * beyond / b.len() as f64,
    })
}

/// Kendall's S: rising pairs less falling pairs, in order of time.
pub fn kendall_s(values: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, earlier) in values.iter().enumerate() {
        for later in &values[i + 1..] {
            s += match later.partial_cmp(earlier) {
                Some(std::cmp::Ordering::Greater) => 1.0,
                Some(std::cmp::Ordering::Less) => -1.0,
                _ => 0.0,
            };
        }
    }
    s
}

/// What NAP means in words. Bands after Parker and Vannest (2009): below 0.66 weak, to 0.92 medium.
pub fn nap_words(nap: f64) -> &'static str {
    match nap {
        n if n < 0.5 => "worse than before",
        n if n < 0.66 => "little different from before",
        n if n < 0.93 => "better than before",
        _ => "clearly better than before",
    }
}

/// Goal attainment scaling: `T = 50 + 10·Σ(wᵢxᵢ) / √((1−ρ)Σwᵢ² + ρ(Σwᵢ)²)`, ρ = 0.3
/// (Kiresuk and Sherman 1968). Each goal is its level, −2 to +2, and its weight. Mean 50, standard
/// deviation 10; 50 is what was expected. For a *set* of goals: none without one.
pub fn goal_attainment_t(goals: &[(f64, f64)]) -> Option<f64> {
    const RHO: f64 = 0.3;
    let sum: f64 = goals.iter().map(|(_, w)| w).sum();
    let squares: f64 = goals.iter().map(|(_, w)| w * w).sum();
    if goals.is_empty() || sum <= 0.0 {
        return None;
    }
    let weighted: f64 = goals.iter().map(|(x, w)| x * w).sum();
    Some(50.0 + 10.0 * weighted / ((1.0 - RHO) * squares + RHO * sum * sum).sqrt())
}

/// Celeration of precision teaching: the factor by which a rate multiplies in a week,
/// `10^(7 · slope of log₁₀(rate) per day)`. Points are days and rates; a rate of zero has no
/// logarithm and is left out. None without two different days.
pub fn celeration(points: &[(f64, f64)]) -> Option<f64> {
    let logs: Vec<(f64, f64)> = points.iter().filter(|(_, rate)| *rate > 0.0).map(|(day, rate)| (*day, rate.log10())).collect();
    Some(10f64.powf(7.0 * least_squares(&logs)?))
}

/// The slope of the least-squares line, in y for each x. None without two different x.
pub fn least_squares(points: &[(f64, f64)]) -> Option<f64> {
    let n = points.len() as f64;
    let (mean_x, mean_y) = (points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n);
    let spread: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    if points.len() < 2 || spread == 0.0 {
        return None;
    }
    Some(points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum::<f64>() / spread)
}

/// Ratio gain of an age equivalent: months gained for each month that went by (Brooks 2016). None
/// over less than a month.
pub fn ratio_gain(months_before: f64, months_after: f64, months_between: f64) -> Option<f64> {
    (months_between >= 1.0).then(|| (months_after - months_before) / months_between)
}

/// Band of a teacher-rated SDQ total difficulties score, 0 to 40 (`domain.md` 3.4; PMC4830858). Only
/// scores are kept: the questionnaire is copyright.
pub fn sdq_total_words(total: u16) -> &'static str {
    match total {
        0..=11 => "close to average",
        12..=15 => "slightly raised",
        16..=18 => "high",
        _ => "very high",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64, places: i32) {
        assert!((found - expected).abs() < 0.5 * 10f64.powi(-places) + 1e-12, "{found} is not {expected}");
    }

    #[test]
    fn two_phases_give_the_published_vector() {
        let c = compare(&[2.0, 3.0, 3.0], &[4.0, 5.0, 3.0, 6.0], Direction::Up).unwrap();
        close(c.tau, 0.833, 3);
        close(c.tau_u, 0.667, 3);
        close(c.nap, 0.917, 3);
        close(c.pnd, 75.0, 1);
        let mirrored = compare(&[-2.0, -3.0, -3.0], &[-4.0, -5.0, -3.0, -6.0], Direction::Down).unwrap();
        assert_eq!(mirrored, c, "fewer is better mirrors more is better");
    }

    #[test]
    fn no_comparison_from_fewer_points_than_the_rule_allows() {
        assert_eq!(compare_phases(&[1.0, 2.0], &[3.0; 6], Direction::Up), None);
        assert_eq!(compare_phases(&[1.0, 2.0, 1.0], &[3.0; 5], Direction::Up), None);
        assert!(compare_phases(&[1.0, 2.0, 1.0], &[3.0; 6], Direction::Up).is_some());
    }

    #[test]
    fn goal_attainment_gives_the_published_vectors() {
        for (goals, expected) in [
            (vec![(0.0, 1.0), (0.0, 1.0), (0.0, 1.0)], 50.0),
            (vec![(1.0, 1.0), (1.0, 1.0), (0.0, 1.0)], 59.13),
            (vec![(-2.0, 1.0), (-2.0, 1.0), (-2.0, 1.0)], 22.61),
            (vec![(2.0, 1.0), (2.0, 1.0), (2.0, 1.0)], 77.39),
            (vec![(-1.0, 1.0)], 40.0),
            (vec![(1.0, 3.0), (-1.0, 1.0), (0.0, 2.0)], 54.41),
        ] {
            close(goal_attainment_t(&goals).unwrap(), expected, 2);
        }
        assert_eq!(goal_attainment_t(&[]), None);
    }

    #[test]
    fn slopes_give_the_published_vectors() {
        let points: Vec<(f64, f64)> =
            [(0, 4), (7, 6), (14, 5), (21, 9), (28, 8), (35, 11)].iter().map(|(d, v)| (f64::from(*d), f64::from(*v))).collect();
        close(least_squares(&points).unwrap() * 7.0, 1.286, 3);
        close(celeration(&points).unwrap(), 1.204, 3);
        assert_eq!(celeration(&[(0.0, 0.0), (7.0, 3.0)]), None, "one rate above zero is no trend");
        close(ratio_gain(84.0, 96.0, 6.0).unwrap(), 2.0, 6);
        assert_eq!(ratio_gain(84.0, 96.0, 0.5), None);
    }

    #[test]
    fn sdq_bands_are_the_published_ones() {
        for (total, words) in [
            (0, "close to average"),
            (11, "close to average"),
            (12, "slightly raised"),
            (16, "high"),
            (18, "high"),
            (19, "very high"),
            (40, "very high"),
        ] {
            assert_eq!(sdq_total_words(total), words);
        }
    }

    mod properties {
        use super::*;
        use proptest::prelude::*;

        fn values(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<f64>> {
            prop::collection::vec((0i32..40).prop_map(f64::from), count)
        }

        proptest! {
            #[test]
            fn figures_stay_within_their_bounds(a in values(1..12), b in values(1..12)) {
                let c = compare(&a, &b, Direction::Up).unwrap();
                prop_assert!((0.0..=1.0).contains(&c.nap));
                prop_assert!((-1.0..=1.0).contains(&c.tau));
                prop_assert!((0.0..=100.0).contains(&c.pnd));
                prop_assert!((c.tau - (2.0 * c.nap - 1.0)).abs() < 1e-9, "Tau is NAP on another scale");
            }

            #[test]
            fn the_order_within_a_phase_matters_to_the_baseline_trend_alone(mut a in values(3..10), mut b in values(6..12)) {
                let before = compare(&a, &b, Direction::Up).unwrap();
                a.reverse();
                b.reverse();
                let after = compare(&a, &b, Direction::Up).unwrap();
                prop_assert_eq!((before.nap, before.tau, before.pnd), (after.nap, after.tau, after.pnd));
                let flat = before.tau_u + after.tau_u - 2.0 * before.tau;
                prop_assert!(flat.abs() < 1e-9, "turning the baseline round turns its trend round");
            }

            #[test]
            fn a_set_of_goals_is_one_whatever_their_order(levels in prop::collection::vec((-2i8..=2, 1u8..5), 1..8)) {
                let mut goals: Vec<(f64, f64)> = levels.iter().map(|(x, w)| (f64::from(*x), f64::from(*w))).collect();
                let t = goal_attainment_t(&goals).unwrap();
                goals.reverse();
                prop_assert!((t - goal_attainment_t(&goals).unwrap()).abs() < 1e-9);
                prop_assert!((10.0..=90.0).contains(&t));
            }

            #[test]
            fn growing_at_a_constant_pace_is_that_pace(factor in 1.01f64..2.0, start in 1.0f64..50.0, weeks in 2usize..10) {
                let points: Vec<(f64, f64)> = (0..weeks).map(|w| (7.0 * w as f64, start * factor.powi(w as i32))).collect();
                prop_assert!((celeration(&points).unwrap() - factor).abs() < 1e-6);
            }
        }
    }
}
