//! The whole school's day, as the SENDCO sees it first.

use egui::Ui;

use crate::model::{Cell, date_words, time_words};
use crate::ui::intent::{Cx, Intent, Place};
use crate::ui::listing::{Listing, Row};
use crate::ui::theme::space;
use crate::ui::widgets::{self, Column, Level};
use crate::views::{AdultDay, SchoolDay};

/// How the list of adults stands.
#[derive(Default)]
pub struct SchoolDayList {
    list: Listing,
}

impl SchoolDayList {
    /// Draws what waits for the SENDCO, and each adult's day in a row; a row opens that day.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx, day: &SchoolDay) {
        waiting(ui, cx, day);
        let minute = cx.now.minute();
        let rows: Vec<At> = day.adults.iter().map(|adult| At { adult, minute }).collect();
        self.list.refresh(cx.shown.version, &minute, &rows, |_| true);
        ui.horizontal(|ui| {
            widgets::subheading(ui, "Who is where");
            self.list.filter(ui, "Filter the adults", "Filter by adult or pupil");
            widgets::at_right(ui, |ui| self.list.export(ui, cx, "The school today", &rows));
        });
        if let Some(i) = self.list.ui(ui, "school today", &rows) {
            cx.ask(Intent::TodayOf(Some(day.adults[i].staff)));
        }
    }
}

/// What is late or away, each with the way to it.
fn waiting(ui: &mut Ui, cx: &mut Cx, day: &SchoolDay) {
    let minute = cx.now.minute();
    let away: Vec<String> = day
        .adults
        .iter()
        .map(|a| (a, a.away_words(minute)))
        .filter(|(_, words)| !words.is_empty())
        .map(|(a, words)| if words == "away" { a.name.clone() } else { format!("{} ({words})", a.name) })
        .collect();
    if !away.is_empty() {
        widgets::banner(ui, Level::Warn, &format!("Away today: {}", away.join(", ")));
        ui.add_space(space::XS);
    }
    if !day.undone.is_empty() {
        let words = format!("Nobody does this today: {}. Find somebody under “Cover an absence…”.", day.undone.join("; "));
        widgets::banner(ui, Level::Bad, &words);
        ui.add_space(space::XS);
    }
    if day.open > 0 {
        let words = format!("{} of those who are away left open, to be decided under “Cover an absence…”.", count(day.open, "session"));
        widgets::banner(ui, Level::Warn, &words);
        ui.add_space(space::XS);
    }
    let (late, soon) = (day.reviews_late, day.reviews_soon);
    let reviews = match (late, soon) {
        (0, 0) => None,
        (0, n) => Some(format!("{} due within two weeks", count(n, "review"))),
        (n, 0) => Some(format!("{} late", count(n, "review"))),
        (n, m) => Some(format!("{} late, {m} due within two weeks", count(n, "review"))),
    };
    if let Some(words) = reviews {
        ui.horizontal_wrapped(|ui| {
            widgets::chip(ui, if late > 0 { Level::Warn } else { Level::Info }, &words);
            if widgets::ghost(ui, None, "Go to Reviews").clicked() {
                cx.go(Place::Reviews);
            }
        });
    }
    ui.add_space(space::S);
}

fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// An adult's day as it stands at a minute.
struct At<'a> {
    adult: &'a AdultDay,
    minute: u16,
}

impl Row for At<'_> {
    const COLUMNS: &'static [Column] = &[
        Column { title: "Adult", share: 1.4 },
        Column { title: "Now", share: 2.0 },
        Column { title: "Next", share: 2.0 },
        Column { title: "Logged today", share: 1.1 },
        Column { title: "To write up", share: 1.0 },
        Column { title: "Since", share: 1.0 },
    ];

    fn cell(&self, column: usize) -> Cell {
        let (now, next) = self.adult.at(self.minute);
        match column {
            0 if !self.adult.covers.is_empty() => format!("{} (covers {})", self.adult.name, self.adult.covers.len()).into(),
            0 => self.adult.name.as_str().into(),
            1 if self.adult.is_away_at(self.minute) => self.adult.away_words(self.minute).into(),
            1 if !self.adult.works && self.adult.moments.is_empty() => "not at work today".into(),
            1 => now.map_or_else(|| "–".into(), |m| m.words.as_str().into()),
            2 => next.map_or_else(|| "–".into(), |m| format!("{} {}", time_words(m.starts), m.words).into()),
            3 => Cell::Of(self.adult.logged, self.adult.planned),
            4 if self.adult.behind == 0 => "".into(),
            4 => Cell::Count(self.adult.behind as i64),
            _ => Cell::Day(self.adult.behind_since),
        }
    }

    fn sentence(&self) -> String {
        let adult = self.adult;
        let (now, next) = adult.at(self.minute);
        let mut parts = vec![adult.name.clone()];
        parts.extend(Some(adult.away_words(self.minute)).filter(|words| !words.is_empty()));
        if !adult.works && adult.moments.is_empty() {
            parts.push("not at work today".into());
        }
        parts.extend(now.map(|m| format!("now {}", m.words)));
        parts.extend(next.map(|m| format!("at {} {}", time_words(m.starts), m.words)));
        parts.push(format!("{} of {} logged today", adult.logged, adult.planned));
        if !adult.covers.is_empty() {
            parts.push(format!("covers {} for others", adult.covers.len()));
        }
        if let Some(since) = adult.behind_since {
            parts.push(format!("{} to write up since {}", adult.behind, date_words(since)));
        }
        parts.join(", ")
    }
}
