//! A target's chart as plain geometry, so that the screen and the paper show the same picture.
//!
//! All places are shares of the plot, from 0 at the left and the bottom to 1. (Own geometry rather
//! than a plotting library: one shape for egui, for the PDF and for Word, with nothing to pan or zoom.)

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::TargetView;
use crate::model::{Direction, date_words};

/// What to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartShape {
    pub points: Vec<(f32, f32)>,
    /// Errors of precision teaching, as crosses.
    pub crosses: Vec<(f32, f32)>,
    /// Where a phase begins, with its name.
    pub phases: Vec<(f32, String)>,
    pub baseline: (f32, f32),
    pub aim: [(f32, f32); 2],
    pub trend: Option<[(f32, f32); 2]>,
    /// Where missed sessions lie; shaded.
    pub missed: Vec<f32>,
    pub today: Option<f32>,
    pub x_ticks: Vec<(f32, String)>,
    pub y_ticks: Vec<(f32, String)>,
    pub y_title: String,
    /// What the chart shows, in words.
    pub sentence: String,
}

impl ChartShape {
    /// The chart of a target as seen on a day.
    pub fn of(view: &TargetView, today: NaiveDate) -> Self {
        let target = &view.target;
        let first = target.starts;
        let last = view.readings.last().map_or(target.by, |r| r.0).max(target.by);
        let days = (last - first).num_days().max(1) as f32;
        let x = |day: NaiveDate| ((day - first).num_days() as f32 / days).clamp(0.0, 1.0);
        let scale = Scale::of(view);
        let y = |value: f64| scale.share(value);
        Self {
            points: view.readings.iter().map(|(day, value)| (x(*day), y(*value))).collect(),
            crosses: view.errors.iter().map(|(day, value)| (x(*day), y(*value))).collect(),
            phases: target.more.phases.iter().map(|p| (x(p.starts), p.kind.words().to_owned())).collect(),
            baseline: (0.0, y(target.baseline)),
            aim: [(0.0, y(target.baseline)), (x(target.by), y(target.goal))],
            trend: view.progress.trend.map(|(a, b)| [(x(a.0), y(a.1)), (x(b.0), y(b.1))]),
            missed: view.missed.iter().filter(|(day, _)| *day >= first).map(|(day, _)| x(*day)).collect(),
            today: (first..=last).contains(&today).then(|| x(today)),
            x_ticks: months(first, last)
                .into_iter()
                .map(|day| (x(day), day.format(if day.month() == 1 { "%b %Y" } else { "%b" }).to_string()))
                .collect(),
            y_ticks: scale.ticks(),
            y_title: if target.measure.is_ratio() {
                format!("{} (ratio scale); crosses are errors", target.measure.unit())
            } else {
                target.measure.unit()
            },
            sentence: view.progress.sentence.clone(),
        }
    }
}

impl TargetView {
    /// The chart as a table: day, reading, and what stood in the way of missed ones.
    pub fn table(&self) -> Vec<[String; 3]> {
        let aim = |day| self.target.measure.value_words(self.target.aim_on(day));
        let mut rows: Vec<(NaiveDate, [String; 3])> = self
            .readings
            .iter()
            .map(|(day, value)| {
                let errors = self.errors.iter().find(|(d, _)| d == day).map(|(_, e)| format!(", {} wrong", number(*e))).unwrap_or_default();
                (*day, [date_words(*day), format!("{}{errors}", self.target.measure.value_words(*value)), aim(*day)])
            })
            .collect();
        rows.extend(
            self.missed
                .iter()
                .map(|(day, why)| (*day, [date_words(*day), format!("Missed: {}", why.to_lowercase().replace("lsa", "LSA")), aim(*day)])),
        );
        rows.sort_by_key(|(day, _)| *day);
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// `up` or `down`, for a word beside the goal.
    pub fn better_words(&self) -> &'static str {
        match self.target.better {
            Direction::Up => "higher is better",
            Direction::Down => "lower is better",
        }
    }
}

/// How values lie from the bottom of the plot to its top.
enum Scale {
    Even {
        low: f64,
        high: f64,
        step: f64,
    },
    /// Equal steps are equal multiples, as precision teaching charts them.
    Ratio {
        low: f64,
        high: f64,
    },
}

impl Scale {
    fn of(view: &TargetView) -> Self {
        if view.target.measure.is_ratio() {
            let all = view.readings.iter().chain(&view.errors).map(|r| r.1).chain([view.target.baseline, view.target.goal]);
            let most = all.fold(10.0, f64::max);
            return Self::Ratio { low: 1.0, high: 10f64.powf(most.log10().ceil()) };
        }
        let (low, high, step) = range(view);
        Self::Even { low, high, step }
    }

    /// A rate below one a minute lies on the lowest line: a ratio scale has no nought.
    fn share(&self, value: f64) -> f32 {
        let share = match self {
            Self::Even { low, high, .. } => (value - low) / (high - low),
            Self::Ratio { low, high } => (value.max(*low).log10() - low.log10()) / (high.log10() - low.log10()),
        };
        (share as f32).clamp(0.0, 1.0)
    }

    fn ticks(&self) -> Vec<(f32, String)> {
        match self {
            Self::Even { low, high, step } => {
                let count = ((high - low) / step).round() as usize;
                (0..=count).map(|i| low + step * i as f64).map(|at| (self.share(at), number(at))).collect()
            }
            Self::Ratio { high, .. } => {
                let tens = (0..).map(|e| 10f64.powi(e)).take_while(|t| t <= high);
                let all = tens.flat_map(|t| [1.0, 2.0, 5.0].map(|m| m * t)).filter(|v| v <= high);
                all.map(|at| (self.share(at), number(at))).collect()
            }
        }
    }
}

fn range(view: &TargetView) -> (f64, f64, f64) {
    let (low, high) = view.target.measure.bounds();
    let most = view.readings.iter().map(|r| r.1).chain([view.target.baseline, view.target.goal]).fold(f64::MIN, f64::max);
    let high = high.unwrap_or(most * 1.1).max(low + 1.0);
    let rough = (high - low) / 5.0;
    let scale = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * scale).find(|s| *s >= rough - 1e-9).unwrap_or(rough);
    let step = if high - low <= 5.0 && low.fract() == 0.0 && high.fract() == 0.0 { 1.0 } else { step };
    (low, low + ((high - low) / step).ceil() * step, step)
}

fn number(value: f64) -> String {
    let text = if (value - value.round()).abs() < 1e-6 { format!("{value:.0}") } else { format!("{value:.1}") };
    text.replace('-', "−")
}

/// The first of each month between two days, thinned to seven at most.
fn months(first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    let mut all = Vec::new();
    let mut day = first.with_day(1).unwrap_or(first);
    while day <= last {
        if day >= first {
            all.push(day);
        }
        day = (day + TimeDelta::days(32)).with_day(1).unwrap_or(day + TimeDelta::days(32));
    }
    let every = all.len().div_ceil(7).max(1);
    all.into_iter().step_by(every).collect()
}
