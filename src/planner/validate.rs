//! What can be said about a problem before anybody solves it: faults that make it unreadable, each with
//! its place in the file, and promises that no plan can keep, in words.

use crate::problem::{Pin, Problem, SCHEMA, Slot};
use std::collections::BTreeSet;

/// The minutes of two weeks, day and night: more cannot be promised.
const TWO_WEEKS: i32 = 14 * 24 * 60;
const MOST_PRIORITY: i64 = 1_000;

/// Something that makes a problem unusable, with its place in the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sentence} ({place})")]
pub struct Fault {
    pub place: String,
    pub sentence: String,
}

/// Reads a problem in the instance format; the first fault names its place.
pub fn read(text: &str) -> Result<Problem, Fault> {
    let problem: Problem = serde_json::from_str(text).map_err(|e| Fault {
        place: format!("line {}, column {}", e.line(), e.column()),
        sentence: format!("The file is not a problem that can be planned: {}.", plain(&e)),
    })?;
    match faults(&problem).into_iter().next() {
        Some(fault) => Err(fault),
        None => Ok(problem),
    }
}

/// The reason of a JSON error without its position, which is said apart, and without the parser's own words.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason).to_owned();
    let words = [
        ("struct Problem with 16 elements", "a problem"),
        ("invalid type", "the wrong kind of value"),
        ("invalid value", "a value that cannot be"),
        ("a sequence", "a list"),
        ("sequence", "a list"),
        ("a map", "an object"),
        ("i32", "a whole number"),
        ("i64", "a whole number"),
        ("usize", "a whole number of at least 0"),
        ("u8", "a whole number from 0 to 255"),
    ];
    words.iter().fold(text, |text, (from, to)| text.replace(from, to))
}

/// Everything that refers to what is not there, or cannot be.
pub fn faults(problem: &Problem) -> Vec<Fault> {
    let mut found = Found(Vec::new());
    if problem.schema != SCHEMA {
        found.add("schema", format!("The file says it is “{}”, this planner reads “{SCHEMA}”.", problem.schema));
    }
    if !is_date(&problem.plan_date) {
        found.add("plan_date", format!("“{}” is not a date; write it as 2026-11-23.", problem.plan_date));
    }
    if problem.days.is_empty() || problem.slots.is_empty() || problem.max_group == 0 {
        found.add("days, slots, max_group", "A week needs days, slots and a group size of at least 1.".into());
    }
    found.slots(problem);
    found.lsas(problem);
    found.pupils(problem);
    found.tasks(problem);
    found.interventions(problem);
    found.rest(problem);
    found.0
}

/// Whether a text is a day of the calendar as `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number =
        |part: &str, digits: usize| part.parse::<u32>().ok().filter(|_| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()));
    let [year, month, day] = parts[..] else { return false };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else { return false };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

struct Found(Vec<Fault>);

impl Found {
    fn add(&mut self, place: impl Into<String>, sentence: String) {
        self.0.push(Fault { place: place.into(), sentence });
    }

    fn id(&mut self, list: &str, index: usize, id: usize) {
        if index != id {
            self.add(format!("{list}[{index}].id"), format!("The id is {id}; ids are positions in the list, here {index}."));
        }
    }

    fn within(&mut self, place: String, value: usize, count: usize, what: &str) -> bool {
        if value >= count {
            let known = if count == 0 { "the list of them is empty".to_owned() } else { format!("the last is {}", count - 1) };
            self.add(place, format!("There is no {what} {value}; {known}."));
        }
        value < count
    }

    fn slots(&mut self, problem: &Problem) {
        let mut before: Option<&Slot> = None;
        for (i, s) in problem.slots.iter().enumerate() {
            self.id("slots", i, s.id);
            self.within(format!("slots[{i}].day"), s.day, problem.days.len(), "day");
            if s.minutes <= 0 || s.minutes > s.end - s.start {
                self.add(format!("slots[{i}].minutes"), format!("{} minutes do not fit between its start and end.", s.minutes));
            }
            if let Some(b) = before.filter(|b| (b.day, b.end) > (s.day, s.start)) {
                self.add(
                    format!("slots[{i}].start"),
                    format!("The slot begins before slot {} ends; slots are in the order of time.", b.id),
                );
            }
            before = Some(s);
        }
    }

    fn lsas(&mut self, problem: &Problem) {
        for (i, l) in problem.lsas.iter().enumerate() {
            self.id("lsas", i, l.id);
            if l.hours.len() != problem.days.len() {
                self.add(
                    format!("lsas[{i}].hours"),
                    format!("{} has hours for {} days, the cycle has {}.", l.name, l.hours.len(), problem.days.len()),
                );
            }
            if l.hours.iter().flatten().any(|(from, to)| from >= to) {
                self.add(format!("lsas[{i}].hours"), format!("{} ends a day before it begins.", l.name));
            }
            for (skill, until) in l.skills.iter().filter(|(_, until)| !is_date(until)) {
                self.add(
                    format!("lsas[{i}].skills.{skill}"),
                    format!("“{until}” is no day on which the training of {} runs out; write it as 2027-07-31.", l.name),
                );
            }
            if l.max_contact_minutes < 0 {
                self.add(format!("lsas[{i}].max_contact_minutes"), format!("{} has less than no contact time.", l.name));
            }
        }
    }

    fn pupils(&mut self, problem: &Problem) {
        let (slots, adults) = (problem.slots.len(), problem.lsas.len());
        for (i, p) in problem.pupils.iter().enumerate() {
            self.id("pupils", i, p.id);
            for (list, length) in [("classes", p.classes.len()), ("weights", p.weights.len())] {
                if length != slots {
                    self.add(format!("pupils[{i}].{list}"), format!("{} has {length} entries for {slots} slots.", p.name));
                }
            }
            for (k, class) in p.classes.iter().enumerate().filter_map(|(k, c)| c.map(|c| (k, c))) {
                self.within(format!("pupils[{i}].classes[{k}]"), class, problem.classes.len(), "class");
            }
            if let Some(k) = p.weights.iter().position(|w| *w > 3) {
                self.add(format!("pupils[{i}].weights[{k}]"), format!("A weight is 0 to 3, here {}.", p.weights[k]));
            }
            if p.one_to_one_minutes < 0 || p.shared_minutes < 0 {
                self.add(format!("pupils[{i}]"), format!("{} is promised less than nothing.", p.name));
            }
            if p.one_to_one_minutes.max(p.shared_minutes) > TWO_WEEKS {
                self.add(format!("pupils[{i}]"), format!("{} is promised more minutes than two weeks have.", p.name));
            }
            if !(0..=MOST_PRIORITY).contains(&p.priority) {
                self.add(format!("pupils[{i}].priority"), format!("A priority is 0 to {MOST_PRIORITY}, here {}.", p.priority));
            }
            if p.max_ratio == 0 {
                self.add(format!("pupils[{i}].max_ratio"), format!("{} cannot be in a group of 0.", p.name));
            }
            for (list, ids) in [("team", &p.team), ("avoid", &p.avoid)] {
                for (k, id) in ids.iter().enumerate() {
                    self.within(format!("pupils[{i}].{list}[{k}]"), *id, adults, "LSA");
                }
            }
            if let Some(k) = p.key_worker {
                self.within(format!("pupils[{i}].key_worker"), k, adults, "LSA");
            }
        }
    }

    fn tasks(&mut self, problem: &Problem) {
        for (i, t) in problem.tasks.iter().enumerate() {
            self.id("tasks", i, t.id);
            if t.pupil.is_some_and(|p| p >= problem.pupils.len()) {
                self.within(format!("tasks[{i}].pupil"), t.pupil.unwrap_or(0), problem.pupils.len(), "pupil");
            }
            let end = t.end_slot.unwrap_or(t.slot);
            let known = self.within(format!("tasks[{i}].slot"), t.slot, problem.slots.len(), "slot")
                && self.within(format!("tasks[{i}].end_slot"), end, problem.slots.len(), "slot");
            if known && (end < t.slot || problem.slots[end].day != problem.slots[t.slot].day) {
                self.add(format!("tasks[{i}].end_slot"), "A task ends in a later slot of the same day.".into());
            }
            if known && t.end_slot.is_none() && t.minutes > problem.slots[t.slot].minutes {
                let has = problem.slots[t.slot].minutes;
                self.add(format!("tasks[{i}].minutes"), format!("The task takes {} minutes, its slot has {has}.", t.minutes));
            }
            if t.minutes <= 0 || t.staff == 0 {
                self.add(format!("tasks[{i}]"), "A task needs minutes and at least one adult.".into());
            }
        }
    }

    fn interventions(&mut self, problem: &Problem) {
        for (i, x) in problem.interventions.iter().enumerate() {
            self.id("interventions", i, x.id);
            if x.pupils.is_empty() || x.minutes <= 0 {
                self.add(format!("interventions[{i}]"), format!("{} needs pupils and minutes.", x.name));
            }
            if x.pupils.iter().collect::<BTreeSet<_>>().len() < x.pupils.len() {
                self.add(format!("interventions[{i}].pupils"), format!("{} names a pupil twice.", x.name));
            }
            for (k, p) in x.pupils.iter().enumerate() {
                self.within(format!("interventions[{i}].pupils[{k}]"), *p, problem.pupils.len(), "pupil");
            }
            x.by.map(|by| self.within(format!("interventions[{i}].by"), by, problem.lsas.len(), "LSA"));
            for (k, s) in x.allowed_slots.iter().enumerate() {
                self.within(format!("interventions[{i}].allowed_slots[{k}]"), *s, problem.slots.len(), "slot");
            }
        }
    }

    fn rest(&mut self, problem: &Problem) {
        for (i, Pin { lsa, slot, pupil, class, task, intervention }) in problem.pins.iter().enumerate() {
            let place = format!("pins[{i}]");
            self.within(place.clone(), *lsa, problem.lsas.len(), "LSA");
            self.within(place.clone(), *slot, problem.slots.len(), "slot");
            pupil.map(|p| self.within(place.clone(), p, problem.pupils.len(), "pupil"));
            class.map(|c| self.within(place.clone(), c, problem.classes.len(), "class"));
            task.map(|t| self.within(place.clone(), t, problem.tasks.len(), "task"));
            intervention.map(|x| self.within(place.clone(), x, problem.interventions.len(), "intervention"));
            if pupil.is_none() && task.is_none() && intervention.is_none() {
                self.add(place, "A pin names a pupil, a task or an intervention.".into());
            }
        }
        for (i, a) in problem.absences.iter().enumerate() {
            self.within(format!("absences[{i}].lsa"), a.lsa, problem.lsas.len(), "LSA");
            self.within(format!("absences[{i}].day"), a.day, problem.days.len(), "day");
        }
        for (i, must) in problem.must.iter().enumerate() {
            let place = format!("must[{i}]");
            match must {
                crate::problem::Must::Task { task } => self.within(place, *task, problem.tasks.len(), "task"),
                crate::problem::Must::PupilFull { pupil } => self.within(place, *pupil, problem.pupils.len(), "pupil"),
                crate::problem::Must::Pin { lsa, slot, pupil } => {
                    self.within(place.clone(), *lsa, problem.lsas.len(), "LSA")
                        && self.within(place.clone(), *slot, problem.slots.len(), "slot")
                        && self.within(place, *pupil, problem.pupils.len(), "pupil")
                }
            };
        }
        for (i, a) in problem.current_plan.iter().flatten().enumerate() {
            self.within(format!("current_plan[{i}].lsa"), a.lsa, problem.lsas.len(), "LSA");
            self.within(format!("current_plan[{i}].slot"), a.slot, problem.slots.len(), "slot");
        }
    }
}

/// Promises that no plan can keep, found without solving: too little time in school, nobody trained.
pub fn warnings(problem: &Problem) -> Vec<String> {
    let mut words = Vec::new();
    for p in &problem.pupils {
        let wanted: i32 = problem.slots.iter().filter(|s| p.weights[s.id] > 0).map(|s| s.minutes).sum();
        let promised = p.one_to_one_minutes + p.shared_minutes;
        if promised > wanted {
            words.push(format!(
                "{} is promised {} a week, but support is wanted in {} of lessons only.",
                p.name,
                hours(promised),
                hours(wanted)
            ));
        }
        if promised > 0 && !(0..problem.lsas.len()).any(|l| problem.may_support(l, p.id)) {
            words.push(format!(
                "Nobody may support {}: no adult has every training that is needed ({}).",
                p.name,
                p.required_skills.join(", ")
            ));
        }
        if p.key_worker.is_some_and(|k| p.avoid.contains(&k)) {
            words.push(format!("The key worker of {} is also on the list of adults to avoid.", p.name));
        }
    }
    for t in &problem.tasks {
        let able = (0..problem.lsas.len())
            .filter(|&l| t.skill.as_deref().is_none_or(|k| problem.trained(l, k)) && problem.task_slots(t).all(|s| problem.at_work(l, s)))
            .count();
        if able < t.staff {
            let skill = t.skill.as_deref().map_or(String::new(), |s| format!(" trained in {s}"));
            words.push(format!("{} needs {}, but only {able}{skill} at work then.", problem.task_name(t.id), adults(t.staff)));
        }
    }
    for x in &problem.interventions {
        if let Some(skill) = x.skill.as_deref().filter(|k| !(0..problem.lsas.len()).any(|l| problem.trained(l, k))) {
            words.push(format!("Nobody is trained in {skill}, which {} needs.", x.name));
        }
        if !x.allowed_slots.iter().any(|s| problem.slots[*s].minutes >= x.minutes) {
            words.push(format!("{} takes {}, but no slot that it may use is so long.", x.name, hours(x.minutes)));
        }
        let days: BTreeSet<usize> = x.allowed_slots.iter().map(|s| problem.slots[*s].day).collect();
        if days.len() * x.max_per_day < x.sessions_per_week {
            words.push(format!("{} should take place {} times, but only {} days allow it.", x.name, x.sessions_per_week, days.len()));
        }
    }
    words
}

/// Minutes as a person says them ("15 h", "2 h 30 min").
pub fn hours(minutes: i32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, m) => format!("{m} min"),
        (h, 0) => format!("{h} h"),
        (h, m) => format!("{h} h {m} min"),
    }
}

fn adults(n: usize) -> String {
    if n == 1 { "1 adult".into() } else { format!("{n} adults") }
}
