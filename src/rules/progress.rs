//! Whether a target is on course: advice with its reason, never a verdict.

use chrono::NaiveDate;

use crate::model::{Direction, Target, short_date_words};

/// No trend is judged from fewer readings than this (`domain.md` 3.5, rules 1 and 6).
const FEWEST_READINGS: usize = 6;
/// Below this share of the planned sessions, missed sessions come before blame.
const THIN_DOSE: f64 = 0.7;

/// What the readings say about a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The goal was met in as many sessions running as asked.
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
        let line = (readings.len() >= FEWEST_READINGS).then(|| theil_sen(&points)).flatten();
        let standing = standing(target, readings, line);
        let trend = line.and_then(|(slope, intercept)| {
            let (first, last) = (points.first()?.0, points.last()?.0);
            Some(((readings.first()?.0, intercept + slope * first), (readings.last()?.0, intercept + slope * last)))
        });
        let mut progress = Self {
            standing,
            readings: readings.len(),
            last: readings.last().map(|r| r.1),
            per_week: line.map(|l| l.0),
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

fn standing(target: &Target, readings: &[(NaiveDate, f64)], line: Option<(f64, f64)>) -> Standing {
    let needed = usize::from(target.in_a_row.max(1));
    let running = readings.iter().rev().take_while(|(_, v)| target.meets(*v)).count();
    if running >= needed {
        return Standing::Achieved;
    }
    let Some((slope, intercept)) = line else { return Standing::TooLittle };
    let weeks = (target.by - target.starts).num_days().max(1) as f64 / 7.0;
    if target.meets(intercept + slope * weeks) {
        return Standing::OnCourse;
    }
    // A tenth of the pace that the aim line asks for is no change that anyone could see in class.
    let pace = ((target.goal - target.baseline) / weeks).abs();
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
        Standing::Achieved => format!("Achieved: {} met in the last {}.", goal, counted(usize::from(target.in_a_row.max(1)), "session")),
        Standing::OnCourse => format!("On course: at this pace {goal} is reached by {by}. The last reading was {last}."),
        Standing::Slow => format!("Improving, but at this pace {goal} is not reached by {by}. The last reading was {last}."),
        Standing::Flat => {
            format!("No change to speak of over {}. The last was {last}; the aim is {goal} by {by}.", counted(readings.len(), "reading"))
        }
        Standing::Falling => {
            format!("Going back over {}. The last was {last}; the aim is {goal} by {by}.", counted(readings.len(), "reading"))
        }
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
    use crate::model::{Measure, Mint, TargetState};

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
}
