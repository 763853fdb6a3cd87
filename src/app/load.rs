//! The cache of views: what the present screen shows, loaded once and again only when it was touched.

use std::sync::Arc;

use super::{App, File};
use crate::model::{Area, Touched};
use crate::ui::Place;
use crate::views::{
    CensusView, InterventionsView, Lens, PlanInputs, Planning, PupilView, PupilsView, ReviewsView, SchoolView, StaffView, TodayView,
    WeekPlanView, WeekView,
};

impl App {
    /// Loads what the present screen needs and does not have.
    pub(super) fn load(&mut self) {
        let now = self.now();
        self.shown.busy = self.jobs.says();
        let File::Open(desk) = &self.file else { return };
        let moved = self.loaded != Some(self.place);
        if !moved && self.stale == Touched::default() {
            return;
        }
        let lens = Lens { db: desk.store.db(), person: &desk.person, today: now.today(), initials: self.env.preferences().initials };
        let needed = |areas: &[Area]| moved || self.stale.meets(Touched::of(areas));
        use Area::{Access, Entries, Interventions, Plans, Portraits, Pupils, Reviews, School, Sessions, Staff, Week};
        let shown = &mut self.shown;
        if self.stale.meets(Touched::of(&[Sessions, Week, Plans, School, Staff])) {
            shown.ledger = None;
            shown.costs = None;
        }
        let loaded = (|| -> crate::store::Result<()> {
            if lens.initials != shown.veil.is_some() || lens.initials && self.stale.meets(Touched::of(&[Pupils])) {
                shown.veil = lens.initials.then(|| lens.veil()).transpose()?.map(Arc::new);
            }
            if shown.school.is_none()
                || self.stale.meets(Touched::of(&[School, Week, Access, Pupils, Staff]))
                || self.place == Place::Settings
            {
                shown.school = Some(SchoolView::load(lens)?);
            }
            match self.place {
                Place::Today if needed(&[Sessions, Week, Plans, Pupils, Staff, School, Entries, Portraits]) => {
                    shown.today = Some(TodayView::load(lens, self.today_of)?)
                }
                Place::Pupils if needed(&[Pupils, Plans, Staff, Portraits]) => shown.pupils = Some(PupilsView::load(lens)?),
                Place::Pupil(id) | Place::Review(id)
                    if needed(&[Pupils, Plans, Portraits, Sessions, Week, Staff, Reviews, School, Entries]) =>
                {
                    shown.pupil = PupilView::load(lens, id)?;
                }
                Place::Staff if needed(&[Staff, Pupils, Week]) => shown.staff = Some(StaffView::load(lens)?),
                Place::Timetable if needed(&[Week, Pupils, Staff, Plans]) => shown.week = Some(WeekView::load(lens)?),
                Place::Plan if shown.plan.is_none() || needed(&[Week, Pupils, Staff, Plans, Interventions]) => {
                    let from = shown.plan_from.filter(|from| *from > now.today());
                    let planning = Planning::load(lens, from.unwrap_or(now.today()))?;
                    shown.plan = Some(WeekPlanView::on(planning, shown.plan.take()));
                    shown.plan_inputs = Some(PlanInputs::load(lens)?);
                }
                Place::Census if needed(&[Pupils, School]) => shown.census = Some(CensusView::load(lens)?),
                Place::Interventions | Place::Settings if needed(&[Interventions, Sessions, Week, Pupils, Staff, Plans]) => {
                    shown.interventions = Some(InterventionsView::load(lens)?);
                }
                Place::Reviews if needed(&[Reviews, Plans, Pupils]) => shown.reviews = Some(ReviewsView::load(lens)?),
                _ => {}
            }
            (shown.undo, shown.redo) = desk.steps()?;
            shown.drafts = crate::store::drafts(&desk.store, desk.person.id.0)?;
            Ok(())
        })();
        shown.trouble = loaded.err().map(|e| e.to_string());
        shown.version += 1;
        self.stale = Touched::default();
        self.loaded = Some(self.place);
    }
}
