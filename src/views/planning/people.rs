//! The adults with their hours and trainings, the pupils with their lessons and who may support them.

use chrono::Weekday;
use std::collections::BTreeMap;

use super::frame::Maker;
use crate::model::{ClassWeek, Duty, KeyLink, LinkRole, Pupil, Staff, SupportNeeds, Training, WEEKDAYS, Weight};
use crate::planner;
use crate::planner::problem::{Absence, Class, Lsa, SlotKind};
use crate::store::{self, Result};
use crate::views::{Lens, Rate};

/// A training that does not lapse holds until then.
const FOR_EVER: &str = "9999-12-31";
const WHOLE_DAY: (i32, i32) = (0, 24 * 60);

/// A training as two people may write it.
pub(super) fn skill(words: &str) -> String {
    words.trim().to_lowercase()
}

impl Maker {
    pub fn staff(&mut self, staff: &[Staff], trainings: &[Training], duties: &[Duty]) {
        for staff in staff.iter().filter(|s| s.left_on.is_none() && s.role.supports()) {
            let id = self.planning.staff.len();
            let own = trainings.iter().filter(|t| t.staff == staff.id);
            let skills = own.map(|t| (skill(&t.skill), t.expires.map_or(FOR_EVER.into(), |d| d.to_string()))).collect();
            let hours = self.hours(staff);
            if staff.days.is_empty() {
                self.note(format!("{} has no working days; every day is taken as one.", staff.name()));
            }
            let at_work: i32 = hours.iter().flatten().map(|(a, b)| b - a).sum();
            let paid = staff.paid_minutes().map_or(at_work, |m| m as i32 * self.weeks.len() as i32);
            let contact = (paid - i32::from(self.rules.kept_free) * self.weeks.len() as i32).max(0);
            self.planning.problem.lsas.push(Lsa {
                id,
                name: staff.name(),
                hours,
                skills,
                max_consecutive_1to1: usize::from(self.rules.longest_run.max(1)),
                max_contact_minutes: contact,
                dislikes: Vec::new(),
            });
            let rate = Rate { pence: staff.cost_an_hour(), weeks: staff.weeks_a_year, own_duties: 0, outside: paid - contact };
            self.planning.pay.rates.push(rate);
            self.planning.staff.push(staff.id);
        }
        let from = self.from;
        for duty in duties {
            match (duty.is_in_week_of(from), duty.task) {
                (true, Some(_)) => self.planning.duties.push(duty.clone()),
                (true, None) => self.on_duty(duty),
                (false, Some(_)) if duty.starts.is_some_and(|s| s > from && duty.ends.is_none_or(|e| e >= s)) => {
                    self.planning.later_duties.push(duty.clone())
                }
                (false, _) => {}
            }
        }
    }

    fn hours(&self, staff: &Staff) -> Vec<Option<(i32, i32)>> {
        let of = |weekday: Weekday| match staff.days.iter().find(|d| d.day == weekday) {
            Some(day) => Some((i32::from(day.starts), i32::from(day.ends))),
            None => staff.days.is_empty().then_some(WHOLE_DAY),
        };
        self.weeks.iter().flat_map(|_| WEEKDAYS.map(of)).collect()
    }

    /// Keeps an adult free for a duty that is theirs, which is paid time that the plan does not have.
    fn on_duty(&mut self, duty: &Duty) {
        let Some(lsa) = self.planning.staff.iter().position(|s| *s == duty.staff) else { return };
        let places: Vec<usize> = self.planning.places(duty.weekday, duty.period, duty.week).collect();
        for place in places {
            let slot = &self.planning.problem.slots[place];
            let absence = Absence { lsa, day: slot.day, from: Some(slot.start), to: Some(slot.end) };
            let contract = &mut self.planning.problem.lsas[lsa].max_contact_minutes;
            let taken = slot.minutes.min(*contract);
            *contract -= taken;
            let rate = &mut self.planning.pay.rates[lsa];
            (rate.own_duties, rate.outside) = (rate.own_duties + slot.minutes, rate.outside + taken);
            self.planning.problem.absences.push(absence);
        }
        self.planning.own_duties.push(duty.clone());
    }

    pub fn pupils(&mut self, lens: Lens) -> Result<()> {
        let links = store::links(lens.db)?;
        let plans = store::running_plans(lens.db)?;
        let needs: Vec<SupportNeeds> = store::kept(lens.db)?;
        let classes = Classes::new(store::kept(lens.db)?);
        let monday = self.planning.monday;
        for pupil in store::pupils(lens.db)?.into_iter().filter(|p| p.left_on.is_none_or(|d| d >= monday)) {
            let id = self.planning.pupils.len();
            self.planning.pupils.push(pupil.id);
            let needs = needs.iter().find(|n| n.pupil == pupil.id).cloned().unwrap_or_else(|| SupportNeeds::of(pupil.id));
            let made = self.pupil(id, lens.name(&pupil), &pupil, &needs, &classes);
            self.planning.problem.pupils.push(made);
            self.linked(id, &links, lens.today);
            for plan in plans.iter().filter(|p| p.pupil == pupil.id) {
                self.lines(id, plan, store::provisions_of(lens.db, plan.id)?);
            }
            self.hours_beside(id, &pupil);
        }
        Ok(())
    }

    /// A pupil in the lessons of the form and the teaching groups, with nothing promised yet.
    fn pupil(&mut self, id: usize, name: String, pupil: &Pupil, needs: &SupportNeeds, known: &Classes) -> planner::problem::Pupil {
        let (mut classes, mut subjects, mut weights) = (Vec::new(), Vec::new(), Vec::new());
        for place in 0..self.planning.whens.len() {
            if self.planning.problem.slots[place].kind != SlotKind::Period {
                classes.push(None);
                subjects.push(None);
                weights.push(0);
                continue;
            }
            let (class, subject) = known.lesson(pupil, needs, self.planning.whens[place]);
            weights.push(match subject.as_deref().map_or(Weight::Most, |s| needs.weight_in(s)) {
                Weight::NotWanted => 0,
                Weight::Little => 1,
                Weight::Some => 2,
                Weight::Most => 3,
            });
            classes.push(Some(self.class(&class)));
            subjects.push(subject);
        }
        let most = self.planning.problem.max_group;
        planner::problem::Pupil {
            id,
            name,
            classes,
            subjects,
            one_to_one_minutes: 0,
            shared_minutes: 0,
            max_ratio: needs.ratio.map_or(most, usize::from).clamp(1, most),
            required_skills: needs.trainings.iter().map(|t| skill(t)).collect(),
            priority: 1,
            key_worker: None,
            team: Vec::new(),
            avoid: needs.avoid.iter().filter_map(|a| self.planning.staff.iter().position(|s| s == a)).collect(),
            weights,
        }
    }

    /// Key worker and team, of the adults who may support the pupil.
    fn linked(&mut self, id: usize, links: &[KeyLink], today: chrono::NaiveDate) {
        let pupil = self.planning.pupils[id];
        let adults = |roles: &[LinkRole]| -> Vec<usize> {
            let held = links.iter().filter(|l| l.pupil == pupil && roles.contains(&l.role) && l.holds_on(today));
            held.filter_map(|l| self.planning.staff.iter().position(|s| *s == l.staff)).collect()
        };
        let (key_worker, team) = (adults(&[LinkRole::KeyWorker]).first().copied(), adults(&[LinkRole::SecondAdult, LinkRole::Cover]));
        let made = &mut self.planning.problem.pupils[id];
        (made.key_worker, made.team) = (key_worker, team);
    }

    fn class(&mut self, name: &str) -> usize {
        let classes = &mut self.planning.problem.classes;
        classes.iter().position(|c| c.name == name).unwrap_or_else(|| {
            classes.push(Class { id: classes.len(), name: name.to_owned(), subject: None });
            classes.len() - 1
        })
    }
}

/// The timetables of classes and teaching groups, by name.
struct Classes(BTreeMap<String, ClassWeek>);

impl Classes {
    fn new(classes: Vec<ClassWeek>) -> Self {
        Self(classes.into_iter().map(|c| (key(&c.class), c)).collect())
    }

    /// The class a pupil sits in then and its subject: a teaching group that has a lesson, else the form.
    fn lesson(&self, pupil: &Pupil, needs: &SupportNeeds, when: super::When) -> (String, Option<String>) {
        let subject = |name: &str| self.0.get(&key(name))?.subject(when.weekday, when.period, when.week).map(str::to_owned);
        let group = needs.groups.iter().find_map(|g| Some((g.clone(), Some(subject(g)?))));
        group.unwrap_or_else(|| {
            let form = form(pupil);
            let subject = subject(&form);
            (form, subject)
        })
    }
}

fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Who sits together: the form, or the year group where there is no form.
fn form(pupil: &Pupil) -> String {
    match (&pupil.form, pupil.year) {
        (Some(form), _) if !form.trim().is_empty() => form.clone(),
        (_, Some(year)) => year.words(),
        _ => format!("class of {}", pupil.id.0),
    }
}
