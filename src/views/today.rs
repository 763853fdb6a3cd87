//! An LSA's own day: what comes, what was done, what is still to be written up.

use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

use crate::model::{
    Away, CycleWeek, DayCover, Duty, HelpWords, Period, PeriodId, Provision, ProvisionId, PupilId, Running, RunningId, Session,
    SessionOutcome, SetTask, SlotId, StaffId, Strategy, StrategyId, Target, TargetId, WeekSlot, own_rating_words, time_words,
};
use crate::rules::{Calendar, Lengths};
use crate::store::{self, Result};

use super::Lens;
use super::notices::{self, Notice};
use super::school_day::{self, SchoolDay};

/// How many school days back an unlogged session is still asked for.
const LOOK_BACK: usize = 10;

/// What the Today screen shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TodayView {
    pub day: Option<NaiveDate>,
    pub staff: Option<StaffId>,
    pub staff_name: String,
    pub is_school_day: bool,
    /// That a cover has this adult away on the day, in words.
    pub away: Option<String>,
    /// Today's slots in order of time.
    pub cards: Vec<Card>,
    /// Earlier slots that nobody has logged, the newest first.
    pub unlogged: Vec<Card>,
    /// Sessions of today that came from no slot.
    pub ad_hoc: Vec<Card>,
    /// What this adult does that day without a pupil of their own, in order of time.
    pub duties: Vec<DutyRow>,
    /// Whose day can be shown: id and name.
    pub people: Vec<(StaffId, String)>,
    /// The pupils an ad hoc session can be about, with their active targets.
    pub pupils: Vec<(PupilId, String, Vec<TargetCard>)>,
    /// What may help each of them.
    pub strategies: HashMap<PupilId, Vec<(StrategyId, String)>>,
    /// Handovers, answers, referrals, what is unread.
    pub notices: Vec<Notice>,
    /// `Week A`, where the school runs a two-week cycle.
    pub cycle: Option<&'static str>,
    /// What the rungs of help are called here.
    pub help_words: HelpWords,
    /// The whole school's day, where nobody's own is chosen by a person who sees all.
    pub whole: Option<SchoolDay>,
}

/// A duty of the day.
#[derive(Clone, Debug, PartialEq)]
pub struct DutyRow {
    pub starts: u16,
    pub period: String,
    pub what: String,
    pub place: String,
}

impl DutyRow {
    /// `10:45 Playground (Break, Quiet garden)`.
    pub fn words(&self) -> String {
        let place = if self.place.is_empty() { String::new() } else { format!(", {}", self.place) };
        format!("{} {} ({}{place})", time_words(self.starts), self.what, self.period)
    }
}

/// One session to do or done.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub slot: Option<SlotId>,
    pub day: NaiveDate,
    pub pupil: PupilId,
    pub pupil_name: String,
    pub must_know: String,
    pub period: String,
    pub starts: u16,
    /// How long the period is in which it happens.
    pub minutes: u16,
    /// How long the session itself is meant to be: what logging it begins with.
    pub planned: u16,
    pub place: String,
    pub provision: Option<ProvisionId>,
    /// The provision's name, where the slot has one.
    pub what: String,
    pub targets: Vec<TargetCard>,
    pub running: Option<RunningId>,
    /// Whose session it is, where this adult covers it.
    pub instead_of: Option<String>,
    /// The others of a group that meets then, still to be logged with this pupil on one card.
    pub with: Vec<Card>,
    /// What was logged: the session as it stands and one line about it.
    pub logged: Option<(Session, String)>,
}

/// A target as needed at the moment of logging.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetCard {
    pub target: Target,
    /// The last reading in words.
    pub last: Option<String>,
}

impl TodayView {
    /// The day of `staff`, or of the signed-in person. Who sees all and supports nobody sees the whole
    /// school's day, unless one adult alone supports pupils.
    pub fn load(lens: Lens, staff: Option<StaffId>) -> Result<Self> {
        let everyone = store::staff(lens.db)?;
        let sees_all = crate::rules::sees_all(lens.person);
        let supporting = everyone.iter().filter(|s| s.left_on.is_none() && s.role.supports());
        let people: Vec<_> = if sees_all { supporting.map(|s| (s.id, s.name())).collect() } else { Vec::new() };
        let chosen =
            if sees_all { staff.or(lens.person.staff.filter(|own| people.iter().any(|(id, _)| id == own))) } else { lens.person.staff };
        let chosen = chosen.or_else(|| people.first().map(|(id, _)| *id).filter(|_| people.len() == 1));
        let day = lens.today;
        let calendar = lens.calendar()?;
        let mut view = Self { day: Some(day), staff: chosen, is_school_day: calendar.is_school_day(day), people, ..Self::default() };
        view.help_words = store::school(lens.db)?.help_words;
        let Some(staff) = chosen else {
            if sees_all && !view.people.is_empty() {
                let supporting: Vec<_> = everyone.iter().filter(|s| s.left_on.is_none() && s.role.supports()).collect();
                let earlier = calendar.school_days_before(day, LOOK_BACK);
                let pupils = store::pupils(lens.db)?;
                view.whole = Some(school_day::load(lens, &supporting, &pupils, &calendar, &earlier)?);
                view.notices = notices::load(lens, None, &pupils)?;
                let here = pupils.iter().filter(|p| p.left_on.is_none_or(|left| left >= day));
                view.pupils = here.map(|p| (p.id, lens.name(p), Vec::new())).collect();
                view.pupils.sort_by(|a, b| a.1.cmp(&b.1));
            }
            return Ok(view);
        };
        view.staff_name = everyone.iter().find(|s| s.id == staff).map(crate::model::Staff::name).unwrap_or_default();

        let earlier = calendar.school_days_before(day, LOOK_BACK);
        let from = earlier.last().copied().unwrap_or(day);
        let covers = store::kept_between::<DayCover>(lens.db, from, day)?;
        let slots = slots_of(lens, staff, &covers)?;
        view.away = covers
            .iter()
            .rev()
            .filter(|c| c.on == day)
            .flat_map(|c| &c.away)
            .find(|a| a.staff == staff)
            .map(|a| away_words(&view.staff_name, a));
        let own = |slot: &WeekSlot, day: NaiveDate| {
            let covered = covers.iter().rev().filter(|c| c.on == day).find_map(|c| c.of(slot.id));
            calendar.takes_place(slot, day) && covered.map_or(slot.staff == staff, |to| to == Some(staff))
        };
        let sessions = store::sessions_of_staff(lens.db, staff, from, day)?;
        let mut maker = Maker::new(lens, staff, &slots)?;
        if view.is_school_day {
            for slot in slots.iter().filter(|s| own(s, day)) {
                view.cards.push(maker.card(slot, day, &sessions)?);
            }
            view.cards.sort_by_key(|c| (c.starts, c.pupil_name.clone()));
            view.cards = grouped(std::mem::take(&mut view.cards));
            view.duties = duties_of(lens, staff, day, &calendar, &covers)?;
        }
        for day in earlier {
            let mut of_day = Vec::new();
            for slot in slots.iter().filter(|s| own(s, day)) {
                let card = maker.card(slot, day, &sessions)?;
                if card.logged.is_none() {
                    of_day.push(card);
                }
            }
            of_day.sort_by_key(|c| c.starts);
            view.unlogged.extend(grouped(of_day));
        }
        for session in sessions.iter().filter(|s| s.slot.is_none() && s.on == day) {
            view.ad_hoc.push(maker.ad_hoc(session)?);
        }
        view.pupils = maker.choices()?;
        for (pupil, ..) in &view.pupils {
            let standing = store::kept_of_pupil::<Strategy>(lens.db, *pupil)?.into_iter().filter(|s| s.ended_on.is_none());
            let list: Vec<_> = standing.map(|s| (s.id, s.text)).collect();
            if !list.is_empty() {
                view.strategies.insert(*pupil, list);
            }
        }
        view.notices = notices::load(lens, Some(staff), &store::pupils(lens.db)?)?;
        view.cycle = calendar.cycle_week(day).map(|w| match w {
            CycleWeek::A => "Week A",
            CycleWeek::B => "Week B",
        });
        Ok(view)
    }
}

/// Who is away, and for how long.
fn away_words(name: &str, away: &Away) -> String {
    let from = away.from.map(|t| format!(" from {}", time_words(t))).unwrap_or_default();
    let until = away.to.map(|t| format!(" until {}", time_words(t))).unwrap_or_default();
    format!("{name} is away today{from}{until}. What others take stands with them.")
}

/// The slots of an adult, and those that they cover for others.
fn slots_of(lens: Lens, staff: StaffId, covers: &[DayCover]) -> Result<Vec<WeekSlot>> {
    let mut slots = store::slots_of_staff(lens.db, staff)?;
    let taken: HashSet<_> = covers.iter().flat_map(|c| &c.moves).filter(|m| m.to == Some(staff)).map(|m| m.slot).collect();
    if !taken.is_empty() {
        slots.extend(store::slots(lens.db)?.into_iter().filter(|s| s.staff != staff && taken.contains(&s.id)));
    }
    Ok(slots)
}

/// The duties of an adult on a day, those that they cover for others included.
fn duties_of(lens: Lens, staff: StaffId, day: NaiveDate, calendar: &Calendar, covers: &[DayCover]) -> Result<Vec<DutyRow>> {
    let periods = store::periods(lens.db)?;
    let moved = |duty: &Duty| covers.iter().rev().filter(|c| c.on == day).find_map(|c| c.of_duty(duty.id));
    let duties = store::kept::<Duty>(lens.db)?.into_iter().filter(|d| calendar.duty_takes_place(d, day));
    let own = duties.filter(|d| moved(d).map_or(d.staff == staff, |to| to == Some(staff)));
    let mut rows: Vec<DutyRow> = own
        .filter_map(|d| {
            let period = periods.iter().find(|p| p.id == d.period)?;
            Some(DutyRow { starts: period.starts, period: period.name.clone(), what: d.what, place: d.place })
        })
        .collect();
    rows.sort_by_key(|r| r.starts);
    Ok(rows)
}

/// Puts the unlogged cards of one group (same time, same place, same intervention) on one card.
fn grouped(cards: Vec<Card>) -> Vec<Card> {
    let mut out: Vec<Card> = Vec::new();
    for card in cards {
        let same = |c: &&mut Card| {
            c.logged.is_none()
                && card.logged.is_none()
                && (c.day, c.starts, &c.place, c.running, &c.what) == (card.day, card.starts, &card.place, card.running, &card.what)
        };
        match out.iter_mut().find(same) {
            Some(first) => first.with.push(card),
            None => out.push(card),
        }
    }
    out
}

/// Makes cards, reading each pupil once.
struct Maker<'a> {
    lens: Lens<'a>,
    periods: HashMap<PeriodId, Period>,
    own: HashSet<PupilId>,
    known: HashMap<PupilId, (String, String, Vec<TargetCard>)>,
    provisions: HashMap<ProvisionId, Provision>,
    lengths: Lengths,
    staff: StaffId,
}

impl<'a> Maker<'a> {
    fn new(lens: Lens<'a>, staff: StaffId, slots: &[WeekSlot]) -> Result<Self> {
        let mut own: HashSet<PupilId> = store::pupils_of_staff(lens.db, staff, lens.today)?.into_iter().collect();
        own.extend(slots.iter().filter(|s| s.starts <= lens.today && s.ends.is_none_or(|e| e >= lens.today)).map(|s| s.pupil));
        let periods = store::periods(lens.db)?.into_iter().map(|p| (p.id, p)).collect();
        Ok(Self { lens, periods, own, known: HashMap::new(), provisions: HashMap::new(), lengths: lens.lengths()?, staff })
    }

    fn pupil(&mut self, id: PupilId) -> Result<&(String, String, Vec<TargetCard>)> {
        if !self.known.contains_key(&id) {
            let pupil = store::pupil(self.lens.db, id)?;
            let (name, must_know) = pupil.map(|p| (self.lens.name(&p), p.must_know)).unwrap_or_default();
            let mut last: HashMap<TargetId, f64> = HashMap::new();
            for (target, _, value) in store::readings_of_pupil(self.lens.db, id)? {
                last.insert(target, value);
            }
            let targets = store::targets_of(self.lens.db, id)?
                .into_iter()
                .filter(|t| t.state.is_open())
                .map(|target| TargetCard { last: last.get(&target.id).map(|v| target.measure.value_words(*v)), target })
                .collect();
            for plan in store::plans_of(self.lens.db, id)? {
                for line in store::provisions_of(self.lens.db, plan.id)? {
                    self.provisions.insert(line.id, line);
                }
            }
            self.known.insert(id, (name, must_know, targets));
        }
        Ok(&self.known[&id])
    }

    fn card(&mut self, slot: &WeekSlot, day: NaiveDate, sessions: &[Session]) -> Result<Card> {
        let (pupil_name, must_know, targets) = self.pupil(slot.pupil)?.clone();
        let task: Option<SetTask> = slot.task.map(|t| store::kept_one(self.lens.db, t.0)).transpose()?.flatten();
        let targets = match (slot.target, &task) {
            (Some(id), _) => targets.into_iter().filter(|t| t.target.id == id).collect(),
            (None, Some(_)) => Vec::new(),
            (None, None) => targets,
        };
        let period = self.periods.get(&slot.period);
        let logged = sessions.iter().find(|s| s.slot == Some(slot.id) && s.on == day).map(|s| (s.clone(), logged_words(s)));
        let running = slot.running.map(|r| store::kept_one::<Running>(self.lens.db, r.0)).transpose()?.flatten();
        let line = slot.provision.and_then(|p| self.provisions.get(&p));
        let planned = self.lengths.minutes(slot, line);
        let what = match (task, running, line) {
            (Some(task), ..) => task.what,
            (None, Some(running), _) => running.name,
            (None, None, Some(line)) => line.what.clone(),
            (None, None, None) => super::week::IN_CLASS.to_owned(),
        };
        let covered = slot.staff != self.staff;
        let instead_of = covered.then(|| store::staff_member(self.lens.db, slot.staff)).transpose()?.flatten().map(|s| s.name());
        Ok(Card {
            slot: Some(slot.id),
            day,
            pupil: slot.pupil,
            pupil_name,
            must_know,
            period: period.map(|p| p.name.clone()).unwrap_or_default(),
            starts: period.map_or(0, |p| p.starts),
            minutes: period.map_or(0, Period::minutes),
            planned,
            place: slot.place.clone(),
            provision: slot.provision,
            what,
            targets,
            running: slot.running,
            instead_of,
            with: Vec::new(),
            logged,
        })
    }

    fn ad_hoc(&mut self, session: &Session) -> Result<Card> {
        let (pupil_name, must_know, targets) = self.pupil(session.pupil)?.clone();
        Ok(Card {
            slot: None,
            day: session.on,
            pupil: session.pupil,
            pupil_name,
            must_know,
            period: "Ad hoc".into(),
            starts: session.began.unwrap_or(0),
            minutes: session.minutes,
            planned: session.minutes,
            place: String::new(),
            provision: session.provision,
            what: String::new(),
            targets,
            running: session.running,
            instead_of: None,
            with: Vec::new(),
            logged: Some((session.clone(), logged_words(session))),
        })
    }

    fn choices(&mut self) -> Result<Vec<(PupilId, String, Vec<TargetCard>)>> {
        let ids: Vec<PupilId> = self.own.iter().copied().collect();
        let mut choices = Vec::new();
        for id in ids {
            let (name, _, targets) = self.pupil(id)?.clone();
            choices.push((id, name, targets));
        }
        choices.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(choices)
    }
}

/// `8 of 10 · settled quickly` or `Not delivered: pupil absent`.
pub(super) fn logged_words(session: &Session) -> String {
    let mut parts: Vec<String> = match session.outcome {
        SessionOutcome::NotDelivered(reason) => vec![format!("Not delivered: {}", reason.words().to_lowercase().replace("lsa", "LSA"))],
        SessionOutcome::Delivered if session.records.is_empty() => vec!["Delivered".into()],
        SessionOutcome::Delivered => session.records.iter().map(|r| r.reading.words()).collect(),
    };
    parts.extend(session.more.own_rating.map(|r| format!("“{}”", own_rating_words(r))));
    if !session.note.is_empty() {
        parts.push(session.note.clone());
    }
    parts.join(" · ")
}
