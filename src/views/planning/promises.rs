//! Provision lines and running interventions: what is promised, as sessions to place and minutes to give.

use chrono::NaiveDate;

use super::frame::Maker;
use super::people::skill;
use super::{SessionFor, SessionWhat};
use crate::model::{Plan, PlanKind, Provision, Pupil, Running, WEEKDAYS};
use crate::planner::problem::{Intervention, SlotKind};

impl Maker {
    /// Each provision line of a plan as sessions to place or as minutes beside the pupil.
    pub fn lines(&mut self, pupil: usize, plan: &Plan, lines: Vec<Provision>) {
        for line in lines {
            let name = format!("{} ({})", line.what, self.planning.problem.pupils[pupil].name);
            let amount = line.a_week().map(|(times, minutes)| (times as i32, minutes as i32));
            if !for_support_staff(&line.who) {
                self.note(format!("{name}: given by {}, so it is not planned here. What stands stays where it is.", line.who));
            } else if amount.is_none() {
                self.note(format!(
                    "{name}: the plan does not say how many minutes a week. What stands stays where it is; no more is planned."
                ));
            }
            let Some((times, minutes)) = amount.filter(|_| for_support_staff(&line.who)) else {
                self.unplanned.insert(line.id, (name, plan.kind == PlanKind::Ehcp));
                continue;
            };
            let weeks = self.weeks.len() as i32;
            if minutes < self.lesson {
                self.session(pupil, &line, times, minutes, plan.kind == PlanKind::Ehcp);
            } else {
                let p = &mut self.planning.problem.pupils[pupil];
                if line.group_size <= 1 {
                    p.one_to_one_minutes += times * minutes * weeks;
                } else {
                    p.shared_minutes += times * minutes * weeks;
                    p.max_ratio = p.max_ratio.min(usize::from(line.group_size)).max(1);
                }
                self.planning.lines.entry(self.planning.pupils[pupil]).or_insert(line.id);
            }
        }
    }

    fn session(&mut self, pupil: usize, line: &Provision, times: i32, minutes: i32, statutory: bool) {
        let name = format!("{} ({})", line.what, self.planning.problem.pupils[pupil].name);
        let what = SessionWhat::Line { provision: line.id, pupil: self.planning.pupils[pupil] };
        // “The key worker” in a plan is a person: the pupil's own.
        let by = self.planning.problem.pupils[pupil].key_worker.filter(|_| line.who.to_lowercase().contains("key worker"));
        let group = Intervention { statutory, by, ..self.intervention(name, vec![pupil], minutes, times) };
        self.each_week(what, &group);
    }

    /// Hours a week that the SENDCO has noted for a pupil, as far as no line says what they are.
    pub fn hours_beside(&mut self, id: usize, pupil: &Pupil) {
        let own = self.planning.problem.interventions.iter().filter(|i| i.pupils == [id]);
        let counted: i32 = own.map(|i| i.minutes * i.sessions_per_week as i32).sum();
        let p = &mut self.planning.problem.pupils[id];
        let all = pupil.support_minutes.unwrap_or(0) as i32 * self.weeks.len() as i32;
        p.shared_minutes += (all - counted - p.one_to_one_minutes - p.shared_minutes).max(0);
    }

    pub fn running(&mut self, all: Vec<Running>, today: NaiveDate) {
        for running in all.into_iter().filter(|r| r.runs_on(today)) {
            let (Some(minutes), Some(times)) = (running.minutes, running.per_week) else {
                self.note(format!("{}: its dose is not set. What stands stays where it is; no more is planned.", running.name));
                self.undosed.insert(running.id, running.name);
                continue;
            };
            let members = running.members.iter().filter(|m| m.is_in(today));
            let members: Vec<usize> = members.filter_map(|m| self.planning.pupils.iter().position(|p| *p == m.pupil)).collect();
            if members.is_empty() {
                continue;
            }
            let skill = Some(skill(&running.training)).filter(|s| !s.is_empty());
            let group = self.intervention(running.name.clone(), members, i32::from(minutes), i32::from(times));
            self.each_week(SessionWhat::Running(running.id), &Intervention { skill, ..group });
        }
    }

    /// The dose of a week, in each week of a cycle.
    fn each_week(&mut self, what: SessionWhat, group: &Intervention) {
        for &week in &self.weeks {
            let whens = &self.planning.whens;
            let allowed_slots = group.allowed_slots.iter().copied().filter(|s| whens[*s].week == week).collect();
            let id = self.planning.sessions.len();
            self.planning.problem.interventions.push(Intervention { id, allowed_slots, ..group.clone() });
            self.planning.sessions.push(SessionFor { what, week });
        }
    }

    /// A group's sessions: as often as said, in any lesson that is long enough and that each of them has.
    pub fn intervention(&self, name: String, pupils: Vec<usize>, minutes: i32, times: i32) -> Intervention {
        let problem = &self.planning.problem;
        let fits = problem.slots.iter().filter(|s| s.kind == SlotKind::Period && s.minutes >= minutes);
        Intervention {
            id: 0,
            name,
            pupils,
            minutes,
            sessions_per_week: times as usize,
            skill: None,
            statutory: false,
            allowed_slots: fits.map(|s| s.id).collect(),
            max_per_day: (times as usize).div_ceil(WEEKDAYS.len()).max(1),
            by: None,
            unstated: false,
        }
    }
}

/// Whether a line is given by the adults whom the planner plans, and not by a therapist or teacher alone.
fn for_support_staff(who: &str) -> bool {
    let who = who.to_lowercase();
    let ours = ["lsa", "assistant", "elsa", "key worker", "adult", "hlta"].iter().any(|w| who.contains(w));
    let others = ["teacher", "therapist", "psychologist", "nurse", "counsellor"].iter().any(|w| who.contains(w));
    ours || !others
}
