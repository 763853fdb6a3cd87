//! Covering an absence: who is away, the repaired day, who takes what; accepted, it lies over that day alone.

use egui::Ui;

use crate::model::{Away, Change, Format, Item, Paper, StaffId, parse_time, time_words};
use crate::ui::intent::{Cx, Form, Intent};
use crate::ui::theme::space;
use crate::ui::widgets::{self, DateInput, Level};
use crate::views::CoverView;

/// How wide an absent adult's name may be, before the times.
const NAME: f32 = 280.0;
/// What part of a row says what is covered; the rest says who takes it.
const WORDS: f32 = 0.42;

/// The dialog's state.
#[derive(Default)]
pub struct CoverDialog {
    open: bool,
    on: DateInput,
    away: Vec<Row>,
    print: bool,
    problem: Option<String>,
    /// What of the day, the adults or the times cannot be read: until it is mended nothing can be accepted.
    unread: Option<String>,
    /// Whether the day just asked for brings its own absences.
    seed: bool,
    /// What a person has chosen instead of the proposal, by row.
    chosen: Vec<(usize, Choice)>,
}

/// What a person says about a row.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Choice {
    Takes(StaffId),
    Nobody,
    /// It stays open and is asked after again.
    Later,
}

impl Choice {
    fn of(to: Option<StaffId>) -> Self {
        to.map_or(Self::Nobody, Self::Takes)
    }
}

#[derive(Clone, Default, PartialEq)]
struct Row {
    staff: Option<StaffId>,
    from: String,
    to: String,
}

impl Row {
    fn of(away: &Away) -> Self {
        let time = |t: Option<u16>| t.map(time_words).unwrap_or_default();
        Self { staff: Some(away.staff), from: time(away.from), to: time(away.to) }
    }
}

impl CoverDialog {
    /// Opens it for today.
    pub fn open(&mut self, cx: &mut Cx) {
        *self = Self { open: true, seed: true, on: DateInput::of(Some(cx.now.today())), ..Self::default() };
        cx.ask(Intent::Cover { on: cx.now.today(), away: None });
    }

    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx) {
        let shown = cx.shown;
        let (true, Some(view)) = (self.open, &shown.cover) else { return };
        match cx.outcome(Form::Cover) {
            Some(Ok(())) => return self.accepted(cx, view),
            Some(Err(why)) => self.problem = Some(why.clone()),
            None => {}
        }
        if self.seed && self.on.read("“Day”", cx.now.today()).ok().flatten() == Some(view.on) {
            self.away = view.away.iter().map(Row::of).collect();
            self.seed = false;
        }
        let (mut accept, mut back, mut changed) = (None, false, false);
        let open = widgets::modal(ui, "cover", "Cover an absence", 860.0, |ui| {
            changed = self.who(ui, cx, view);
            ui.add_space(space::S);
            self.says(ui, view);
            let twice = self.in_two_places(view);
            for problem in [&self.problem, &self.unread, &twice].into_iter().flatten() {
                widgets::error_line(ui, problem);
            }
            let ready = !view.away.is_empty() && self.unread.is_none() && twice.is_none();
            ui.horizontal(|ui| {
                if ready {
                    if widgets::primary(ui, "Accept").clicked() {
                        accept = Some(false);
                    }
                    if widgets::secondary(ui, None, "Accept and print the sheets").clicked() {
                        accept = Some(true);
                    }
                }
                if view.earlier.is_some() {
                    back = widgets::secondary(ui, None, "Take this day's cover back").clicked();
                }
            });
            if !view.away.is_empty() {
                ui.add_space(space::S);
                self.rows(ui, view);
            }
        });
        if changed {
            self.ask(cx);
        }
        if let Some(print) = accept {
            self.print = print;
            let kept = view.kept_in_part(cx.mint.fresh(), &cx.person.name, |i| self.to(view, i), |i| self.is_open(view, i));
            cx.change(Form::Cover, Change::Keep(Item::DayCover(kept)));
        }
        if let Some(earlier) = view.earlier.as_ref().filter(|_| back) {
            self.print = false;
            cx.change(Form::Cover, Change::Remove(Item::DayCover(earlier.clone())));
        }
        if !open {
            self.open = false;
            cx.ask(Intent::DropCover);
        }
    }

    /// Who is away, and when; true when the day has to be repaired anew.
    fn who(&mut self, ui: &mut Ui, cx: &mut Cx, view: &CoverView) -> bool {
        let mut changed = false;
        let today = cx.now.today();
        let before = self.on.clone();
        widgets::date_field(ui, "Day", &mut self.on, today);
        if before != self.on {
            self.seed = true;
            changed = true;
        }
        widgets::field_label(ui, "Who is away");
        ui.horizontal_wrapped(|ui| {
            for (id, name) in &view.staff {
                let mut away = self.away.iter().any(|r| r.staff == Some(*id));
                if widgets::tick(ui, name, &mut away).clicked() {
                    self.away.retain(|r| r.staff != Some(*id));
                    if away {
                        self.away.push(Row { staff: Some(*id), ..Row::default() });
                    }
                    changed = true;
                }
            }
        });
        for row in &mut self.away {
            let name = view.staff.iter().find(|s| Some(s.0) == row.staff).map(|s| s.1.clone()).unwrap_or_default();
            let before = row.clone();
            ui.horizontal(|ui| {
                ui.vertical(|ui| {
                    ui.set_width(NAME);
                    ui.add_space(space::LABEL);
                    widgets::strong(ui, &format!("{name}: all day, or"));
                });
                widgets::short_field(ui, "from", 80.0, &mut row.from).accessible_name(format!("{name}: away from"));
                widgets::short_field(ui, "until", 80.0, &mut row.to).accessible_name(format!("{name}: away until"));
            });
            changed |= before != *row;
        }
        changed
    }

    fn ask(&mut self, cx: &mut Cx) {
        (self.problem, self.unread) = (None, None);
        self.chosen.clear();
        let time = |text: &str| match text.trim() {
            "" => Ok(None),
            t => parse_time(t).map(Some).ok_or_else(|| format!("“{t}” is not a time; write it as 10:45.")),
        };
        let on = match self.on.needed("“Day”", cx.now.today()) {
            Ok(on) => on,
            Err(why) => return self.unread = Some(why),
        };
        if self.seed {
            return cx.ask(Intent::Cover { on, away: None });
        }
        let mut away = Vec::new();
        for row in &self.away {
            let Some(staff) = row.staff else { continue };
            match (time(&row.from), time(&row.to)) {
                (Ok(from), Ok(to)) => away.push(Away { staff, from, to }),
                (Err(why), _) | (_, Err(why)) => return self.unread = Some(why),
            }
        }
        if away.iter().any(Away::is_backwards) {
            return self.unread = Some("Somebody would be back before they go: “until” has to come after “from”.".into());
        }
        cx.ask(Intent::Cover { on, away: Some(away) });
    }

    /// The day in one sentence.
    fn says(&self, ui: &mut Ui, view: &CoverView) {
        if view.away.is_empty() {
            widgets::weak(ui, "Tick who is away: the repaired day stands here at once.");
            return;
        }
        let takes = |i: usize| self.to(view, i);
        let sessions: Vec<usize> = view.sessions(takes).into_iter().map(|s| s[0]).collect();
        let left: usize = sessions.iter().map(|&s| view.leaves(s, takes(s)).len()).sum();
        let taken = sessions.iter().filter(|&&s| takes(s).is_some()).count();
        let open = sessions.iter().filter(|&&s| self.is_open(view, s)).count();
        let lost = left + sessions.len() - taken - open;
        let mut parts = Vec::new();
        match taken {
            0 => {}
            1 => parts.push("1 session is taken over".to_owned()),
            n => parts.push(format!("{n} sessions are taken over")),
        }
        match lost {
            0 if sessions.is_empty() => parts.push("Nothing stands in the timetable then, so nothing has to be covered".to_owned()),
            0 => parts.push("none is lost".to_owned()),
            1 => parts.push("1 is lost, and logged so with the reason".to_owned()),
            n => parts.push(format!("{n} are lost, and logged so with the reason")),
        }
        match open {
            0 => {}
            1 => parts.push("1 is left open".to_owned()),
            n => parts.push(format!("{n} are left open")),
        }
        let level = if lost + open > 0 { Level::Warn } else { Level::Good };
        widgets::banner(ui, level, &format!("{}.", parts.join("; ")));
        let critical = sessions.iter().filter(|&&s| takes(s).is_none()).map(|&s| &view.rows[s]).filter(|r| r.critical);
        for row in critical {
            let why = match (row.over, row.others.is_empty()) {
                (true, _) => "it is over already",
                (false, true) => "nobody else who may do it is at work then",
                (false, false) => "choose somebody below, who leaves what they do then",
            };
            let whose = if row.who == "duty" { String::new() } else { format!("{}: ", row.who) };
            widgets::banner(ui, Level::Bad, &format!("Nobody does this: {whose}{}, {}; {why}.", row.what, row.when));
        }
    }

    /// Each session that changes hands, with who may take it.
    fn rows(&mut self, ui: &mut Ui, view: &CoverView) {
        widgets::weak(ui, "Covers are those of the last 60 days.");
        for session in view.sessions(|i| self.to(view, i)) {
            let row = &view.rows[session[0]];
            let who = session.iter().map(|i| view.rows[*i].who.as_str()).collect::<Vec<_>>().join(", ");
            let mut choice = self.choice(view, session[0]);
            let nobody = [(Choice::Nobody, "Nobody: lost that day".to_owned()), (Choice::Later, "Decide later: left open".to_owned())];
            let others = row.others.iter().map(|o| (Choice::Takes(o.staff), o.words.clone()));
            let options: Vec<_> = others.chain(nobody).collect();
            ui.push_id(session[0], |ui| {
                ui.horizontal_wrapped(|ui| {
                    let words = (ui.available_width() - space::L) * WORDS;
                    let list = ui.available_width() - space::L - words;
                    let narrow = words < space::NARROW / 2.0;
                    let (words, list) = if narrow { (ui.available_width(), ui.available_width()) } else { (words, list) };
                    ui.vertical(|ui| {
                        ui.set_width(words);
                        widgets::strong(ui, &format!("{}, {who}", row.when));
                        widgets::weak(ui, format!("{} · was {}", row.what, row.from_name));
                        match choice {
                            Choice::Takes(_) => {}
                            Choice::Nobody if row.over => widgets::chip(ui, Level::Warn, "Over already: nobody took it"),
                            Choice::Nobody => widgets::chip(ui, Level::Warn, "Nobody takes it"),
                            Choice::Later => widgets::chip(ui, Level::Warn, "Left open"),
                        }
                    });
                    let name = format!("Who takes {}, {who}", row.when);
                    if widgets::choice_in_row(ui, &name, list, &mut choice, &options) {
                        self.chosen.retain(|c| !session.contains(&c.0));
                        self.chosen.extend(session.iter().map(|i| (*i, choice)));
                    }
                });
            });
            let to = self.to(view, session[0]);
            let left: Vec<&str> = view.leaves(session[0], to).iter().map(|l| l.who.as_str()).collect();
            if !left.is_empty() {
                let words = format!("What falls out for it, logged as redeployed: {}.", left.join(", "));
                widgets::banner(ui, Level::Warn, &words);
            }
            ui.add_space(space::XS);
        }
    }

    /// Somebody whom a person has sent to two things at once, in words.
    fn in_two_places(&self, view: &CoverView) -> Option<String> {
        let (name, first, second) = view.in_two_places(|i| self.to(view, i))?;
        let (who, other, when) = (&first.who, &second.who, &second.when);
        Some(format!("{name} would be with {who} and {other} at {when}. Choose somebody else for one of them."))
    }

    fn choice(&self, view: &CoverView, row: usize) -> Choice {
        self.chosen.iter().find(|c| c.0 == row).map_or(Choice::of(view.rows[row].to), |c| c.1)
    }

    fn to(&self, view: &CoverView, row: usize) -> Option<StaffId> {
        match self.choice(view, row) {
            Choice::Takes(staff) => Some(staff),
            Choice::Nobody | Choice::Later => None,
        }
    }

    fn is_open(&self, view: &CoverView, row: usize) -> bool {
        self.choice(view, row) == Choice::Later
    }

    /// Closes, and prints a sheet for each adult who covers.
    fn accepted(&mut self, cx: &mut Cx, view: &CoverView) {
        if self.print {
            let mut covering: Vec<StaffId> = (0..view.rows.len()).filter_map(|i| self.to(view, i)).collect();
            covering.sort_unstable();
            covering.dedup();
            let papers = covering.into_iter().map(|staff| Paper::CoverSheet { staff, day: view.on }).collect();
            cx.ask(Intent::ExportMany { papers, format: Format::Pdf });
        }
        self.open = false;
        cx.ask(Intent::DropCover);
    }
}
