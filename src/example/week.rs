//! The timetable of an invented school: who is taken when, and the slots, care and lessons that fill it.

use chrono::Weekday;
use std::collections::HashSet;

use super::school::Builder;
use crate::model::{
    ClassWeek, Item, Lesson, Period, Provision, ProvisionId, PupilId, SenStatus, SetTask, SupportNeeds, Target, TaskKind, WEEKDAYS,
    WeekSlot, Weight,
};

/// Who is taken when; an adult and a period by their place in the school.
#[derive(Default)]
pub(super) struct Taken {
    adults: HashSet<(usize, Weekday, usize)>,
    pupils: HashSet<(PupilId, Weekday, usize)>,
    /// A provision is given once a day.
    given: HashSet<(ProvisionId, Weekday)>,
}

impl Taken {
    pub fn adult_is_free(&self, adult: usize, day: Weekday, period: usize) -> bool {
        !self.adults.contains(&(adult, day, period))
    }

    pub fn pupil_is_free(&self, pupil: PupilId, day: Weekday, period: usize) -> bool {
        !self.pupils.contains(&(pupil, day, period))
    }

    /// Takes an adult with a pupil, for a provision of which there is at most one a day; false where one of
    /// them is not free.
    pub fn take(&mut self, adult: usize, pupil: PupilId, provision: Option<ProvisionId>, day: Weekday, period: usize) -> bool {
        let given = provision.is_some_and(|p| self.given.contains(&(p, day)));
        let free = self.adult_is_free(adult, day, period) && self.pupil_is_free(pupil, day, period) && !given;
        if free {
            self.adults.insert((adult, day, period));
            self.pupils.insert((pupil, day, period));
            self.given.extend(provision.map(|p| (p, day)));
        }
        free
    }

    /// Takes an adult who has one of the pupil's sessions over from another.
    pub fn take_over(&mut self, adult: usize, day: Weekday, period: usize) -> bool {
        self.adults.insert((adult, day, period))
    }

    /// Takes an adult who was seen to be free.
    pub fn occupy(&mut self, adult: usize, day: Weekday, period: usize) {
        self.adults.insert((adult, day, period));
    }

    /// Takes one more pupil into what an adult does already.
    pub fn join(&mut self, pupil: PupilId, day: Weekday, period: usize) {
        self.pupils.insert((pupil, day, period));
    }
}

impl Builder {
    /// The periods, by their place, in which a session of so many minutes can be held.
    pub fn lessons(&self, minutes: u16) -> Vec<usize> {
        let fits = |p: &usize| !self.out.periods[*p].is_break && self.out.periods[*p].minutes() >= minutes;
        (0..self.out.periods.len()).filter(fits).collect()
    }

    /// Sessions of a target with one adult, as many a week as asked where both are free.
    pub fn slots(&mut self, target: &Target, line: &Provision, worker: usize, times: usize, earlier: bool) -> Vec<WeekSlot> {
        let lessons = self.lessons(line.minutes.unwrap_or(30));
        let days = self.out.staff[worker].days.len();
        let first = self.chance.below(days);
        let taken = if earlier { &mut self.taken_before } else { &mut self.taken };
        let mut slots: Vec<WeekSlot> = Vec::new();
        for step in 0..days * lessons.len() {
            let day = WEEKDAYS[(first + step * 2) % days];
            let period = lessons[(first + step / days + slots.len()) % lessons.len()];
            if slots.len() == times || !taken.take(worker, target.pupil, Some(line.id), day, period) {
                continue;
            }
            let place = match (line.group_size > 1, step % 3) {
                (true, _) => "Library corner",
                (false, 0) => "Class",
                (false, 1) => "The Nest",
                (false, _) => "Room 4",
            };
            slots.push(WeekSlot {
                id: self.mint.fresh(),
                weekday: day,
                period: self.out.periods[period].id,
                pupil: target.pupil,
                staff: self.out.staff[worker].id,
                place: place.into(),
                target: Some(target.id),
                provision: Some(line.id),
                starts: target.starts,
                ends: None,
                week: None,
                running: None,
                task: None,
            });
        }
        slots
    }

    /// What the planner must know: hours in class, who may support whom, care at set times, lessons.
    pub fn for_the_planner(&mut self) {
        self.hours_in_class();
        self.class_weeks();
        self.feed();
    }

    /// Every other pupil with an EHC plan is counted on for hours in class.
    fn hours_in_class(&mut self) {
        let with_plan = |b: &Self, p: PupilId| b.out.statuses.iter().rfind(|s| s.pupil == p).is_some_and(|s| s.status == SenStatus::E);
        let counted: Vec<usize> = (0..self.out.pupils.len()).filter(|i| with_plan(self, self.out.pupils[*i].id)).step_by(2).collect();
        for (n, i) in counted.into_iter().enumerate() {
            self.out.pupils[i].support_minutes = Some([300, 480, 600][n % 3]);
        }
    }

    /// A timetable for each form: English and mathematics in the morning of a primary school, subjects in turn
    /// in a secondary one.
    fn class_weeks(&mut self) {
        let mut forms: Vec<String> = self.out.pupils.iter().filter_map(|p| p.form.clone()).collect();
        forms.sort();
        forms.dedup();
        let subjects: &[&str] = if self.secondary {
            &["English", "Maths", "Science", "History", "French", "Geography", "Art", "PE", "Computing", "RE", "Music"]
        } else {
            &["English", "Maths", "Phonics and reading", "Science", "Topic", "PE", "Art", "Music", "PSHE", "RE"]
        };
        let periods = self.lessons(30);
        for (f, class) in forms.into_iter().enumerate() {
            let mut lessons = Vec::new();
            for (d, weekday) in WEEKDAYS.into_iter().enumerate() {
                for (n, period) in periods.iter().enumerate() {
                    let subject = match (self.secondary, n) {
                        (false, 0..=2) => subjects[n],
                        (false, _) => subjects[3 + (d * 2 + n + f) % (subjects.len() - 3)],
                        (true, _) => subjects[(d * periods.len() + n + f * 3) % subjects.len()],
                    };
                    lessons.push(Lesson { weekday, period: self.out.periods[*period].id, week: None, subject: subject.into() });
                }
            }
            self.out.items.push(ClassWeek { id: self.mint.fresh(), class, lessons }.into());
        }
    }

    /// One pupil is fed through a gastrostomy at midday by one of two trained adults, and has no support in PE.
    fn feed(&mut self) {
        let Some(pupil) = self.out.pupils.iter().find(|p| p.needs.iter().any(|n| n == "PD" || n == "MSI")).map(|p| p.id) else { return };
        // A secondary lunch is all but taken up by the adults' unpaid break.
        let free: Vec<_> = self.out.periods.iter().filter(|p| p.is_break).collect();
        let Some(period) = (if self.secondary { free.first() } else { free.last() }).map(|p| (*p).clone()) else { return };
        let trained = [5, 2];
        let task = SetTask {
            id: self.mint.fresh(),
            kind: TaskKind::Medical,
            what: "Gastrostomy feed".into(),
            pupil: Some(pupil),
            days: Period::WHOLE_WEEK,
            period: period.id,
            until: None,
            minutes: 15,
            adults: 1,
            second_half: false,
            training: "Gastrostomy feeding".into(),
            place: "Medical room".into(),
            week: None,
            ends: None,
        };
        let duties: Vec<_> = self.out.items.iter().filter_map(|i| if let Item::Duty(d) = i { Some(d.clone()) } else { None }).collect();
        for day in WEEKDAYS {
            let at_work = |w: &&usize| {
                let staff = &self.out.staff[**w];
                let on_duty = duties.iter().any(|d| d.staff == staff.id && d.weekday == day && d.period == period.id);
                staff.left_on.is_none() && staff.days.iter().any(|d| d.day == day) && !on_duty
            };
            let Some(worker) = trained.iter().find(at_work) else { continue };
            self.out.slots.push(WeekSlot {
                id: self.mint.fresh(),
                weekday: day,
                period: period.id,
                pupil,
                staff: self.out.staff[*worker].id,
                place: task.place.clone(),
                target: None,
                provision: None,
                starts: self.today,
                ends: None,
                week: None,
                running: None,
                task: Some(task.id),
            });
        }
        self.out.items.push(task.into());
        let needs = SupportNeeds { subjects: vec![("PE".into(), Weight::Little)], ratio: Some(2), ..SupportNeeds::of(pupil) };
        self.out.items.push(needs.into());
    }
}
