//! Transaction, audit and undo: what every write goes through.

use super::{Result, access, cover, import, kept, people, plans, portraits, refuse, reviews, school, sessions};
use crate::model::{Access, Area, Change, Mint, Now, PupilId, Touched};
use crate::rules;
use crate::store::{self, RowChange, Store, Tx};

/// An open file with the person who works at it.
pub struct Desk {
    pub store: Store,
    pub person: Access,
    mint: Mint,
}

/// What a finished change tells the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// What was done, by its name.
    pub name: String,
    /// Which views to reload.
    pub touched: Touched,
}

/// Something that is audited though it changes no record.
#[derive(Clone, Debug)]
pub enum Event {
    OpenedFile,
    OpenedPupil(PupilId),
    /// What was exported, about whom, in which format.
    Exported {
        what: &'static str,
        pupil: Option<PupilId>,
        format: &'static str,
    },
    BackedUp,
}

/// What a change works with.
pub(super) struct Cx<'a> {
    pub tx: &'a Tx<'a>,
    pub person: &'a Access,
    pub now: Now,
    pub mint: &'a mut Mint,
}

impl Desk {
    /// `seed` is random but for tests.
    pub fn new(store: Store, person: Access, seed: u64) -> Self {
        Self { store, person, mint: Mint::new(0, seed) }
    }

    /// Identifiers made at this moment, for new things a screen is drafting.
    pub fn mint(&mut self, now: Now) -> &mut Mint {
        self.mint.set_millis(now.millis());
        &mut self.mint
    }

    /// Sits a person down at a file that they have opened: the opening is audited, and what absences of days
    /// gone by have cost is logged.
    pub fn opened(store: Store, person: Access, seed: u64, now: Now) -> Result<Self> {
        let mut desk = Self::new(store, person, seed);
        desk.note(Event::OpenedFile, now)?;
        cover::settle(&mut desk, now)?;
        Ok(desk)
    }

    /// Carries out a change: all of it, audited and undoable, or nothing at all.
    pub fn carry_out(&mut self, change: Change, now: Now) -> Result<Done> {
        // A session may be written up after the link or slot it came from has ended.
        let day = match &change {
            Change::LogSession(session) | Change::CorrectSession { corrected: session, .. } => session.on,
            Change::LogGroup(sessions) => sessions.first().map_or(now.today(), |s| s.on),
            _ => now.today(),
        };
        let own = match self.person.staff {
            Some(staff) => store::pupils_of_staff(self.store.db(), staff, day)?,
            None => Vec::new(),
        };
        if !rules::may_change(&self.person, &change, &own) {
            return refuse(rules::refusal(&change));
        }
        let name = change.name();
        // Who opens the file hangs on key slots too, which no undo reaches: it is changed back, not undone.
        let undoable = !matches!(change, Change::SaveAccess(_));
        self.write(now, name, None, undoable, |cx| apply(cx, change))
    }

    /// Takes back this person's last step.
    pub fn undo(&mut self, now: Now) -> Result<Done> {
        self.step(now, false)
    }

    /// Does again what this person took back last.
    pub fn redo(&mut self, now: Now) -> Result<Done> {
        self.step(now, true)
    }

    /// The names of what undo and redo would do now, for their buttons.
    pub fn steps(&self) -> Result<(Option<String>, Option<String>)> {
        let own = |redo| -> Result<Option<String>> {
            let step = store::last_step(self.store.db(), redo)?;
            Ok(step.filter(|s| s.person == self.person.id.0).map(|s| s.name))
        };
        Ok((own(false)?, own(true)?))
    }

    /// Audits something that changes no record.
    pub fn note(&mut self, event: Event, now: Now) -> Result<()> {
        let (action, about) = match event {
            Event::OpenedFile => ("open file".to_owned(), None),
            Event::OpenedPupil(pupil) => ("open pupil's page".to_owned(), Some(pupil)),
            Event::Exported { what, pupil, format } => (format!("export {what} as {format}"), pupil),
            Event::BackedUp => ("back up".to_owned(), None),
        };
        let about = about.map(|p| format!("pupil:{}", p.0.simple()));
        let tx = self.store.begin()?;
        store::append(&tx, now.millis(), &self.person.name, &action, about.as_deref(), &[])?;
        tx.commit()
    }

    /// Takes the content of one audit entry out for good, as erasure under data protection law asks.
    pub fn erase_payload(&mut self, seq: i64, now: Now) -> Result<()> {
        if !rules::sees_all(&self.person) {
            return refuse("Only the SENDCO can erase an audit entry's content. Nothing has changed.");
        }
        let tx = self.store.begin()?;
        store::erase_payload(&tx, seq)?;
        store::append(&tx, now.millis(), &self.person.name, "erase audit content", Some(&format!("audit:{seq}")), &[])?;
        tx.commit()
    }

    /// One transaction, one audit row and, where asked, one undo step.
    pub(super) fn write(
        &mut self,
        now: Now,
        name: &str,
        about: Option<&str>,
        undoable: bool,
        work: impl FnOnce(&mut Cx) -> Result<()>,
    ) -> Result<Done> {
        self.mint.set_millis(now.millis());
        let tx = self.store.begin()?;
        tx.take_changes()?;
        work(&mut Cx { tx: &tx, person: &self.person, now, mint: &mut self.mint })?;
        let changes = tx.take_changes()?;
        let seq = store::append(&tx, now.millis(), &self.person.name, name, about, &changes)?;
        if undoable && !changes.is_empty() {
            store::mark_step(&tx, seq, self.person.id.0, name)?;
        }
        tx.commit()?;
        Ok(Done { name: name.to_owned(), touched: touched(&changes) })
    }

    fn step(&mut self, now: Now, redo: bool) -> Result<Done> {
        let (verb, nothing) = if redo { ("Redo", "There is nothing to redo.") } else { ("Undo", "There is nothing to undo.") };
        let Some(step) = store::last_step(self.store.db(), redo)? else { return refuse(nothing) };
        if step.person != self.person.id.0 {
            return refuse(format!(
                "The last change ({}) is another person's, so it is theirs to take back. Nothing has changed.",
                step.name
            ));
        }
        let name = format!("{verb}: {}", step.name);
        self.write(now, &name, None, false, |cx| {
            let Some(changes) = store::step_changes(cx.tx, &step, !redo)? else {
                return refuse("The content of that step has been erased, so it cannot be taken back. Nothing has changed.");
            };
            cx.tx.apply(&changes, !redo)
        })
    }
}

fn apply(cx: &mut Cx, change: Change) -> Result<()> {
    match change {
        Change::SavePupil { pupil, status, since } => people::save_pupil(cx, pupil, status, since),
        Change::SaveStaff(staff) => people::save_staff(cx, staff),
        Change::SaveLink(link) => people::save_link(cx, link),
        Change::EndLink { link, on } => store::end_link(cx.tx, link, on),
        Change::SavePortrait(portrait) => portraits::save(cx, portrait),
        Change::ApprovePortrait { portrait, review_on } => portraits::approve(cx, portrait, review_on),
        Change::SavePlan(plan) => plans::save_plan(cx, plan),
        Change::SaveOutcome(outcome) => plans::save_outcome(cx, outcome),
        Change::RemoveOutcome(outcome) => plans::remove_part(cx, outcome.0, |cx| store::remove_outcome(cx.tx, outcome)),
        Change::SaveProvision(line) => plans::save_provision(cx, line),
        Change::RemoveProvision(line) => plans::remove_part(cx, line.0, |cx| store::remove_provision(cx.tx, line)),
        Change::SaveTarget(target) => plans::save_target(cx, target),
        Change::SaveSlot(slot) => school::save_slot(cx, slot),
        Change::EndSlot { slot, on } => store::end_slot(cx.tx, slot, on),
        Change::AdoptPlan(adopted) => school::adopt_plan(cx, &adopted),
        Change::LogSession(session) => sessions::log(cx, session),
        Change::CorrectSession { earlier, corrected } => sessions::correct(cx, earlier, corrected),
        Change::SaveReview(review) => school::save_review(cx, review),
        Change::SaveSchool(settings) => school::save_school(cx, settings),
        Change::SaveYear { terms, closed } => school::save_year(cx, terms, closed),
        Change::SavePeriods(periods) => school::save_periods(cx, periods),
        Change::SaveNeedTypes(types) => store::put_need_types(cx.tx, &types),
        Change::SaveAccess(access) => access::save(cx, access),
        Change::LogGroup(all) => sessions::log_group(cx, all),
        Change::Keep(item) => kept::keep(cx, item),
        Change::Remove(item) => kept::remove(cx, &item),
        Change::NewPlanVersion { plan, next } => plans::new_version(cx, plan, next),
        Change::GoOnAs { target, next } => plans::go_on_as(cx, target, next),
        Change::HoldReview { review, next } => reviews::hold(cx, review, next),
        Change::SaveTemplates(templates) => plans::save_templates(cx, &templates),
        Change::ImportPupils { rows, mapping, .. } => import::pupils(cx, rows).and_then(|()| import::remember(cx, mapping)),
        Change::ImportStaff { rows, mapping, .. } => import::staff(cx, rows).and_then(|()| import::remember(cx, mapping)),
    }
}

fn touched(changes: &[RowChange]) -> Touched {
    let mut touched = Touched::default();
    for change in changes {
        touched.add(match change.table.as_str() {
            "pupil" | "pupil_need" | "sen_status" | "key_link" | "contact" | "need_spell" => Area::Pupils,
            "staff" | "staff_day" | "training" => Area::Staff,
            "portrait" | "portrait_text" => Area::Portraits,
            "plan" | "outcome" | "provision" | "target" | "plan_text" | "read_mark" | "strategy" | "support_needs" => Area::Plans,
            "week_slot" | "period" | "duty" | "day_cover" | "set_task" | "class_week" => Area::Week,
            "programme" | "running" => Area::Interventions,
            "entry" => Area::Entries,
            "session" | "record" => Area::Sessions,
            "review" => Area::Reviews,
            "access" => Area::Access,
            _ => Area::School,
        });
    }
    touched
}
