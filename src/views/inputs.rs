//! What a person tells the planner beyond plans and timetable: tasks at set times, and class timetables.

use crate::model::{ClassWeek, Period, PeriodId, PupilId, SetTask, StaffId, SupportNeeds, Training, WEEKDAYS, time_words, weekday_name};
use crate::store::{self, Result};

use super::Lens;

/// A break of this many minutes is a lunch.
pub const LUNCH: u16 = 30;

/// The inputs as the Plan screen shows them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanInputs {
    pub tasks: Vec<TaskRow>,
    pub classes: Vec<ClassWeek>,
    pub periods: Vec<Period>,
    pub pupils: Vec<(PupilId, String)>,
    /// The forms that pupils are in.
    pub forms: Vec<String>,
    pub cycle: bool,
}

/// A task at a set time, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskRow {
    pub task: SetTask,
    pub title: String,
    pub words: String,
}

impl PlanInputs {
    pub fn load(lens: Lens) -> Result<Self> {
        let periods = store::periods(lens.db)?;
        let standing: Vec<_> = store::pupils(lens.db)?.into_iter().filter(|p| p.left_on.is_none_or(|d| d >= lens.today)).collect();
        let pupils: Vec<_> = standing.iter().map(|p| (p.id, lens.name(p))).collect();
        let name = |pupil: PupilId| pupils.iter().find(|p| p.0 == pupil).map(|p| p.1.clone()).unwrap_or_default();
        let tasks = store::kept::<SetTask>(lens.db)?.into_iter().filter(|t| t.ends.is_none_or(|e| e >= lens.today));
        let mut tasks: Vec<TaskRow> = tasks
            .map(|task| TaskRow {
                title: task.pupil.map_or(task.what.clone(), |p| format!("{} for {}", task.what, name(p))),
                words: task_words(&task, &periods),
                task,
            })
            .collect();
        let starts = |t: &SetTask| periods.iter().find(|p| p.id == t.period).map_or(0, |p| p.starts);
        tasks.sort_by_key(|r| (starts(&r.task), r.title.clone()));
        let mut classes: Vec<ClassWeek> = store::kept(lens.db)?;
        classes.sort_by(|a, b| a.class.cmp(&b.class));
        let mut forms: Vec<String> = standing.into_iter().filter_map(|p| p.form).filter(|f| !f.trim().is_empty()).collect();
        forms.sort();
        forms.dedup();
        Ok(Self { tasks, classes, periods, pupils, forms, cycle: store::school(lens.db)?.week_a.is_some() })
    }

    /// The periods of the day in which there are lessons.
    pub fn lessons(&self) -> impl Iterator<Item = &Period> {
        self.periods.iter().filter(|p| !p.is_break)
    }

    /// Whether a period is a lunch, of which every adult has one half free.
    pub fn is_lunch(&self, period: PeriodId) -> bool {
        self.periods.iter().any(|p| p.id == period && p.is_break && p.minutes() >= LUNCH)
    }

    pub fn has_class(&self, name: &str) -> bool {
        self.classes.iter().any(|c| c.class.trim().eq_ignore_ascii_case(name.trim()))
    }
}

/// `Personal care · 12:05 Lunch, 20 minutes · Monday to Friday · 2 adults trained in Moving and handling`.
fn task_words(task: &SetTask, periods: &[Period]) -> String {
    let name = |id| periods.iter().find(|p| p.id == id).map_or(String::new(), |p| format!("{} {}", time_words(p.starts), p.name));
    let long = task.until.map_or(format!("{} minutes", task.minutes), |until| format!("until the end of {}", name(until)));
    let on: Vec<_> = WEEKDAYS.into_iter().filter(|d| task.is_on(*d)).collect();
    let days = if on.len() == WEEKDAYS.len() {
        "Monday to Friday".to_owned()
    } else {
        on.into_iter().map(weekday_name).collect::<Vec<_>>().join(", ")
    };
    let adults = if task.adults == 1 { "1 adult".to_owned() } else { format!("{} adults", task.adults) };
    let training = if task.training.is_empty() { String::new() } else { format!(" trained in {}", task.training) };
    let mut parts = vec![task.kind.words().to_owned(), format!("{}, {long}", name(task.period)), days, format!("{adults}{training}")];
    parts.extend(task.week.map(|w| format!("week {}", w.letter())));
    parts.extend(Some(task.place.clone()).filter(|p| !p.is_empty()));
    parts.join(" · ")
}

/// What the planner must know of one pupil, and what there is to choose from.
#[derive(Clone, Debug, PartialEq)]
pub struct SupportView {
    pub needs: SupportNeeds,
    /// The adults whom the planner plans.
    pub staff: Vec<(StaffId, String)>,
    /// Trainings that staff have.
    pub skills: Vec<String>,
    /// Subjects of the class timetables.
    pub subjects: Vec<String>,
}

impl SupportView {
    pub fn load(lens: Lens, pupil: PupilId) -> Result<Self> {
        let distinct = |mut names: Vec<String>| {
            names.sort_by_key(|n| n.to_lowercase());
            names.dedup_by_key(|n| n.to_lowercase());
            names
        };
        let classes: Vec<ClassWeek> = store::kept(lens.db)?;
        Ok(Self {
            needs: store::kept_one(lens.db, pupil.0)?.unwrap_or_else(|| SupportNeeds::of(pupil)),
            staff: store::staff(lens.db)?
                .into_iter()
                .filter(|s| s.left_on.is_none() && s.role.supports())
                .map(|s| (s.id, s.name()))
                .collect(),
            skills: distinct(store::kept::<Training>(lens.db)?.into_iter().map(|t| t.skill).collect()),
            subjects: distinct(classes.into_iter().flat_map(|c| c.lessons).map(|l| l.subject).collect()),
        })
    }
}
