//! Whether a target is on course: advice with its reason, never a verdict.

use chrono::NaiveDate;

use super::effect::{Comparison, celeration, compare_phases, nap_words};
use crate::model::{Direction, PhaseKind, Target, short_date_words};

/// No trend is judged from fewer readings than this (`domain.md` 3.5, rules 1 and 6).
const FEWEST_READINGS: usize = 6;
/// Below this share of the planned sessions, missed sessions come before blame.
const THIN_DOSE: f64 = 0.7;

/// Below this many readings a trend is said with low confidence (`domain.md` 3.5, rule 2: one point a
/// week for ten weeks reads better than fewer).
const FAIR_READINGS: usize = 10;

/// How much the readings can bear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    None,
    Low,
    Fair,
}

impl Confidence {
    /// As shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::None => "too few readings to judge",
            Self::Low => "low confidence",
            Self::Fair => "fair confidence",
        }
    }
}

/// What the readings say about a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The goal was met in as many of the last sessions as asked.
    Achieved,
    /// The trend reaches the goal by the day.
    OnCourse,
    /// Getting better, but not fast enough to reach the goal by the day.
    Slow,
    /// No change to speak of.
    Flat,
    /// Getting worse.
    Falling,
    /// Too few readings to say.
    TooLittle,
}

impl Standing {
    /// As shown on a chip.
    pub fn words(self) -> &'static str {
        match self {
            Self::Achieved => "Achieved",
            Self::OnCourse => "On course",
            Self::Slow => "Improving, behind the aim",
            Self::Flat => "No change",
            Self::Falling => "Going back",
            Self::TooLittle => "Too little to say",
        }
    }
}

/// A target's readings judged on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    pub standing: Standing,
    /// Readings on or after the target's start, in order of day.
    pub readings: usize,
    pub last: Option<f64>,
    /// Theil-Sen slope in the measure's unit per week, where it may be judged.
    pub per_week: Option<f64>,
    /// The factor by which a rate multiplies in a week, on a ratio scale.
    pub celeration: Option<f64>,
    pub confidence: Confidence,
    /// The baseline phase beside the intervention phase, where there are both and enough points.
    pub phases: Option<Comparison>,
    /// The trend line at the first and the last reading.
    pub trend: Option<((NaiveDate, f64), (NaiveDate, f64))>,
    /// Sessions that should have happened and that did.
    pub planned: usize,
    pub happened: usize,
    /// What it shows and how sure one can be, as one would say it.
    pub sentence: String,
}

impl Progress {
    /// Judges a target from its readings (in order of day) and its planned and held sessions.
    pub fn judge(target: &Target, readings: &[(NaiveDate, f64)], planned: usize, happened: usize, today: NaiveDate) -> Self {
        let points: Vec<(f64, f64)> =
            readings.iter().map(|(day, value)| ((*day - target.starts).num_days() as f64 / 7.0, *value)).collect();
        let enough = readings.len() >= FEWEST_READINGS;
        // On a ratio scale the straight line is that of the logarithms.
        let ratio = target.measure.is_ratio() && readings.iter().all(|r| r.1 > 0.0);
        let scaled: Vec<(f64, f64)> = if ratio { points.iter().map(|(x, y)| (*x, y.log10())).collect() } else { points.clone() };
        let line = enough.then(|| theil_sen(&scaled)).flatten();
        let at = |week: f64, line: (f64, f64)| if ratio { 10f64.powf(line.1 + line.0 * week) } else { line.1 + line.0 * week };
        let standing = standing(target, readings, line, at);
        let trend = line.and_then(|line| {
            let (first, last) = (points.first()?.0, points.last()?.0);
            Some(((readings.first()?.0, at(first, line)), (readings.last()?.0, at(last, line))))
        });
        let days: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x * 7.0, *y)).collect();
        let mut progress = Self {
            standing,
            readings: readings.len(),
            last: readings.last().map(|r| r.1),
            per_week: line.filter(|_| !ratio).map(|l| l.0),
            celeration: (enough && target.measure.is_ratio()).then(|| celeration(&days)).flatten(),
            confidence: match readings.len() {
                n if n < FEWEST_READINGS => Confidence::None,
                n if n < FAIR_READINGS => Confidence::Low,
                _ => Confidence::Fair,
            },
            phases: phases(target, readings),
            trend,
            planned,
            happened,
            sentence: String::new(),
        };
        progress.sentence = sentence(target, readings, &progress, today);
        progress
    }

    /// Whether so many sessions were missed that the dose should be looked at before the target.
    pub fn thin_dose(&self) -> bool {
        self.planned > 0 && (self.happened as f64) < THIN_DOSE * self.planned as f64
    }
}

/// Theil-Sen line through points: the median of all pairwise slopes, and the median of what is left.
///
/// Robust to one bad day. Vector (`domain.md` 3.5): (0,4)(7,6)(14,5)(21,9)(28,8)(35,11) in days gives
/// 1.40 a week. None without two different days.
pub fn theil_sen(points: &[(f64, f64)]) -> Option<(f64, f64)> {
    let mut slopes = Vec::with_capacity(points.len() * points.len() / 2);
    for (i, (x1, y1)) in points.iter().enumerate() {
        for (x2, y2) in &points[i + 1..] {
            if x1 != x2 {
                slopes.push((y2 - y1) / (x2 - x1));
            }
        }
    }
    let slope = median(&mut slopes)?;
    let mut rests: Vec<f64> = points.iter().map(|(x, y)| y - slope * x).collect();
    Some((slope, median(&mut rests)?))
}

fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 1 => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}

/// The points of the baseline phase beside those of the intervention, where both are there.
fn phases(target: &Target, readings: &[(NaiveDate, f64)]) -> Option<Comparison> {
    let of = |kind: PhaseKind| -> Vec<f64> {
        readings.iter().filter(|(day, _)| target.phase_on(*day).is_some_and(|p| p.kind == kind)).map(|r| r.1).collect()
    };
    compare_phases(&of(PhaseKind::Baseline), &of(PhaseKind::Intervention), target.better)
}

/// Whether the goal was met in k of the last n readings, the last of them among the k.
fn mastered(target: &Target, readings: &[(NaiveDate, f64)]) -> bool {
    let (k, n) = target.k_of_n();
    let met = readings.iter().rev().take(n).filter(|(_, v)| target.meets(*v)).count();
    met >= k && readings.last().is_some_and(|(_, v)| target.meets(*v))
}

fn standing(target: &Target, readings: &[(NaiveDate, f64)], line: Option<(f64, f64)>, at: impl Fn(f64, (f64, f64)) -> f64) -> Standing {
    if mastered(target, readings) {
        return Standing::Achieved;
    }
    let Some(line) = line else { return Standing::TooLittle };
    let weeks = (target.by - target.starts).num_days().max(1) as f64 / 7.0;
    if target.meets(at(weeks, line)) {
        return Standing::OnCourse;
    }
    // A tenth of the pace that the aim line asks for is no change that anyone could see in class.
    let pace = ((target.goal - target.baseline) / weeks).abs();
    let span = readings.last().zip(readings.first()).map_or(1.0, |(l, f)| ((l.0 - f.0).num_days() as f64 / 7.0).max(0.1));
    let slope = (at(span, line) - at(0.0, line)) / span;
    let better = match target.better {
        Direction::Up => slope,
        Direction::Down => -slope,
    };
    match better {
        b if b > pace * 0.1 => Standing::Slow,
        b if b < -pace * 0.1 => Standing::Falling,
        _ => Standing::Flat,
    }
}

fn sentence(target: &Target, readings: &[(NaiveDate, f64)], progress: &Progress, today: NaiveDate) -> String {
    let goal = target.measure.value_words(target.goal);
    let by = short_date_words(target.by, today);
    let last = progress.last.map(|v| target.measure.value_words(v)).unwrap_or_default();
    let shows = match progress.standing {
        _ if readings.is_empty() => "No session has been recorded against this target yet.".to_owned(),
        Standing::TooLittle => format!(
            "{} so far, the last {last}. {FEWEST_READINGS} are needed before a trend means anything.",
            counted(readings.len(), "reading")
        ),
        Standing::Achieved => {
            let (k, n) = target.k_of_n();
            let sessions = if k == n { format!("the last {}", counted(n, "session")) } else { format!("{k} of the last {n} sessions") };
            format!("Achieved: {goal} met in {sessions}.")
        }
        Standing::OnCourse => format!("On course: at this pace {goal} is reached by {by}. The last reading was {last}."),
        Standing::Slow => format!("Improving, but at this pace {goal} is not reached by {by}. The last reading was {last}."),
        Standing::Flat => {
            format!("No change to speak of over {}. The last was {last}; the aim is {goal} by {by}.", counted(readings.len(), "reading"))
        }
        Standing::Falling => {
            format!("Going back over {}. The last was {last}; the aim is {goal} by {by}.", counted(readings.len(), "reading"))
        }
    };
    let shows = match progress.confidence {
        Confidence::Low if !matches!(progress.standing, Standing::Achieved | Standing::TooLittle) => {
            format!("{shows} {} readings: low confidence.", readings.len())
        }
        _ => shows,
    };
    let shows = match progress.celeration {
        Some(factor) => format!("{shows} The rate multiplies by {factor:.2} a week."),
        None => shows,
    };
    let shows = match progress.phases {
        Some(c) => format!("{shows} Beside its baseline it is {} (NAP {:.2}, Tau-U {:.2}).", nap_words(c.nap), c.nap, c.tau_u),
        None => shows,
    };
    if progress.planned == 0 {
        return shows;
    }
    let dose = format!("{} of {} happened", progress.happened, counted(progress.planned, "planned session"));
    let judged = !matches!(progress.standing, Standing::TooLittle | Standing::Achieved | Standing::OnCourse);
    if progress.thin_dose() && judged {
        format!("{shows} Only {dose}: look at the missed sessions before the target.")
    } else {
        format!("{shows} {dose}.")
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Measure, Mint, TargetMore, TargetState};

    fn day(n: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 9, 7).unwrap() + chrono::TimeDelta::days(n)
    }

    fn target(baseline: f64, goal: f64, better: Direction) -> Target {
        let mut mint = Mint::new(0, 1);
        Target {
            id: mint.fresh(),
            pupil: mint.fresh(),
            outcome: None,
            will: "reads the word list".into(),
            condition: String::new(),
            measure: Measure::Score { of: 20 },
            better,
            baseline,
            starts: day(0),
            goal,
            in_a_row: 3,
            by: day(84),
            instructions: String::new(),
            pupil_words: String::new(),
            state: TargetState::Active,
            more: TargetMore::default(),
        }
    }

    #[test]
    fn theil_sen_gives_the_published_vector() {
        let points: Vec<(f64, f64)> =
            [(0, 4), (7, 6), (14, 5), (21, 9), (28, 8), (35, 11)].iter().map(|(d, v)| (f64::from(*d) / 7.0, f64::from(*v))).collect();
        let (slope, _) = theil_sen(&points).unwrap();
        assert!((slope - 1.40).abs() < 1e-9, "{slope}");
        let mut shuffled = points.clone();
        shuffled.reverse();
        assert_eq!(theil_sen(&shuffled).unwrap().0, slope, "the order of the points does not matter");
        assert_eq!(theil_sen(&[(1.0, 2.0), (1.0, 3.0)]), None, "one day is no trend");
    }

    #[test]
    fn standing_follows_the_readings() {
        let weekly = |values: &[f64]| values.iter().enumerate().map(|(i, v)| (day(7 * i as i64), *v)).collect::<Vec<_>>();
        for (values, better, expected) in [
            (vec![4.0, 5.0, 6.0], Direction::Up, Standing::TooLittle),
            (vec![4.0, 6.0, 7.0, 9.0, 10.0, 12.0], Direction::Up, Standing::OnCourse),
            (vec![4.0, 4.0, 5.0, 5.0, 5.0, 6.0], Direction::Up, Standing::Slow),
            (vec![5.0, 4.0, 5.0, 4.0, 5.0, 4.0, 5.0], Direction::Up, Standing::Flat),
            (vec![9.0, 8.0, 7.0, 6.0, 5.0, 4.0], Direction::Up, Standing::Falling),
            (vec![4.0, 16.0, 16.0, 17.0], Direction::Up, Standing::Achieved),
        ] {
            let progress = Progress::judge(&target(4.0, 16.0, better), &weekly(&values), 6, 6, day(40));
            assert_eq!(progress.standing, expected, "{values:?}: {}", progress.sentence);
        }
        let falling_goal = target(16.0, 4.0, Direction::Down);
        let progress = Progress::judge(&falling_goal, &weekly(&[16.0, 14.0, 12.0, 11.0, 9.0, 8.0]), 6, 6, day(40));
        assert_eq!(progress.standing, Standing::OnCourse, "{}", progress.sentence);
    }

    #[test]
    fn missed_sessions_come_before_blame() {
        let readings: Vec<_> = (0..9).map(|i| (day(7 * i), 5.0)).collect();
        let progress = Progress::judge(&target(4.0, 16.0, Direction::Up), &readings, 18, 9, day(63));
        assert!(progress.sentence.contains("Only 9 of 18 planned sessions happened"), "{}", progress.sentence);
    }

    #[test]
    fn k_of_the_last_n_sessions_counts_as_mastered() {
        let mut aim = target(4.0, 16.0, Direction::Up);
        aim.more.of_last = 5;
        let on = |values: &[f64]| values.iter().enumerate().map(|(i, v)| (day(i as i64), *v)).collect::<Vec<_>>();
        let standing = |values: &[f64]| Progress::judge(&aim, &on(values), 0, 0, day(40)).standing;
        assert_eq!(standing(&[16.0, 9.0, 17.0, 10.0, 16.0]), Standing::Achieved, "three of the last five");
        assert_eq!(standing(&[16.0, 17.0, 16.0, 9.0, 10.0]), Standing::TooLittle, "the last one does not meet it");
        assert_ne!(standing(&[16.0, 9.0, 9.0, 17.0, 10.0, 16.0]), Standing::Achieved, "only two of the last five");
        assert!(aim.criterion_words().contains("3 of the last 5 sessions"));
    }

    #[test]
    fn a_ratio_scale_multiplies_and_two_phases_are_compared() {
        use crate::model::{Phase, PhaseKind};
        let mut aim = Target { measure: Measure::Fluency, ..target(10.0, 60.0, Direction::Up) };
        aim.more.phases = vec![
            Phase { starts: day(0), kind: PhaseKind::Baseline, name: String::new() },
            Phase { starts: day(21), kind: PhaseKind::Intervention, name: "word cards".into() },
        ];
        let readings: Vec<_> = (0..9).map(|w| (day(7 * w), 10.0 * 1.2f64.powi(w as i32))).collect();
        let progress = Progress::judge(&aim, &readings, 0, 0, day(63));
        assert!((progress.celeration.unwrap() - 1.2).abs() < 1e-6);
        assert_eq!(progress.standing, Standing::OnCourse, "{}", progress.sentence);
        let c = progress.phases.expect("three before and six after");
        assert_eq!(c.nap, 1.0);
        let fewer = Progress::judge(&aim, &readings[..8], 0, 0, day(63));
        assert_eq!(fewer.phases, None, "five points after are too few");
    }

    mod properties {
        use super::*;
        use proptest::prelude::*;

        proptest! {
            #[test]
            fn theil_sen_does_not_mind_the_order(values in prop::collection::vec((0i64..100, 0i32..30), 2..20)) {
                let mut points: Vec<(f64, f64)> = values.iter().map(|(d, v)| (*d as f64, f64::from(*v))).collect();
                let before = theil_sen(&points);
                points.reverse();
                prop_assert_eq!(before.map(|l| (l.0 * 1e6).round()), theil_sen(&points).map(|l| (l.0 * 1e6).round()));
            }

            #[test]
            fn more_readings_never_lower_the_certainty_and_few_never_judge(values in prop::collection::vec(0i32..20, 1..25)) {
                let aim = target(4.0, 21.0, Direction::Up);
                let mut before = Confidence::None;
                for n in 1..=values.len() {
                    let readings: Vec<_> = values[..n].iter().enumerate().map(|(i, v)| (day(7 * i as i64), f64::from(*v))).collect();
                    let progress = Progress::judge(&aim, &readings, 0, 0, day(80));
                    prop_assert!(progress.confidence >= before);
                    before = progress.confidence;
                    if n < 6 {
                        prop_assert!(matches!(progress.standing, Standing::TooLittle | Standing::Achieved));
                    }
                }
            }
        }
    }
}
