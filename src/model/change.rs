//! What a person asks the file to change. Screens and commands state a [`Change`]; `ops` carries it out.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Access, AdoptedWeek, ClosedDay, Item, KeyLink, LinkId, NeedType, Outcome, OutcomeId, Period, Plan, PlanId, PlanTemplate, Portrait,
    PortraitId, Provision, ProvisionId, Pupil, Review, School, SenStatus, Session, SessionId, SlotId, Staff, Target, TargetId, Term,
    WeekSlot,
};

/// One wish, small enough to be undone by its name.
#[derive(Clone, Debug)]
pub enum Change {
    /// A new or edited pupil, with present status.
    SavePupil {
        pupil: Pupil,
        status: SenStatus,
        since: Option<NaiveDate>,
    },
    SaveStaff(Staff),
    SaveLink(KeyLink),
    EndLink {
        link: LinkId,
        on: NaiveDate,
    },
    /// Keeps a portrait as a draft.
    SavePortrait(Portrait),
    ApprovePortrait {
        portrait: PortraitId,
        review_on: Option<NaiveDate>,
    },
    SavePlan(Plan),
    SaveOutcome(Outcome),
    RemoveOutcome(OutcomeId),
    SaveProvision(Provision),
    RemoveProvision(ProvisionId),
    SaveTarget(Target),
    SaveSlot(WeekSlot),
    EndSlot {
        slot: SlotId,
        on: NaiveDate,
    },
    /// Puts a planned week in the place of the present one, from a day on.
    AdoptPlan(AdoptedWeek),
    LogSession(Session),
    /// One group session: each pupil's own record, in one step.
    LogGroup(Vec<Session>),
    /// A new version of a session; the first stays readable.
    CorrectSession {
        earlier: SessionId,
        corrected: Session,
    },
    SaveReview(Review),
    SaveSchool(School),
    SaveYear {
        terms: Vec<Term>,
        closed: Vec<ClosedDay>,
    },
    SavePeriods(Vec<Period>),
    SaveNeedTypes(Vec<NeedType>),
    SaveAccess(Access),
    /// One thing of a family that is kept alike.
    Keep(Item),
    Remove(Item),
    /// The next version of a plan, its outcomes, provision and texts carried over.
    NewPlanVersion {
        plan: PlanId,
        next: Plan,
    },
    /// A target that goes on as others: carried forward, split or replaced. Its history stays.
    GoOnAs {
        target: TargetId,
        next: Vec<Target>,
    },
    /// Holds a review: what was decided is done, in one step.
    HoldReview {
        review: Review,
        next: Option<Plan>,
    },
    SaveTemplates(Vec<PlanTemplate>),
    ImportPupils {
        source: String,
        rows: Vec<ImportedPupil>,
        mapping: Option<ImportMapping>,
    },
    ImportStaff {
        source: String,
        rows: Vec<ImportedStaff>,
        mapping: Option<ImportMapping>,
    },
}

/// What a person said about the columns of a source, to be remembered with what came from it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImportMapping {
    /// The signature of the headings.
    pub headings: String,
    /// What each column means, as the import room writes it.
    pub columns: String,
}

/// One pupil to take in, already matched and decided.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImportedPupil {
    pub pupil: Pupil,
    pub status: Option<SenStatus>,
    pub since: Option<NaiveDate>,
    pub review_due: Option<NaiveDate>,
    /// A key adult's name as the file wrote it, linked when exactly one member of staff has it.
    pub key_adult: Option<String>,
}

/// One member of staff to take in, already matched.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImportedStaff {
    pub staff: Staff,
}

impl Change {
    /// What undo calls it: "Undo: log session".
    pub fn name(&self) -> &'static str {
        match self {
            Self::SavePupil { .. } => "save pupil",
            Self::SaveStaff(_) => "save member of staff",
            Self::SaveLink(_) => "link adult with pupil",
            Self::EndLink { .. } => "end link",
            Self::SavePortrait(_) => "save portrait",
            Self::ApprovePortrait { .. } => "approve portrait",
            Self::SavePlan(_) => "save plan",
            Self::SaveOutcome(_) => "save outcome",
            Self::RemoveOutcome(_) => "remove outcome",
            Self::SaveProvision(_) => "save provision",
            Self::RemoveProvision(_) => "remove provision",
            Self::SaveTarget(_) => "save target",
            Self::SaveSlot(_) => "save slot",
            Self::EndSlot { .. } => "end slot",
            Self::AdoptPlan(_) => "adopt the planned week",
            Self::LogSession(_) => "log session",
            Self::LogGroup(_) => "log group session",
            Self::CorrectSession { .. } => "correct session",
            Self::SaveReview(_) => "save review",
            Self::SaveSchool(_) => "save school settings",
            Self::SaveYear { .. } => "save school year",
            Self::SavePeriods(_) => "save periods",
            Self::SaveNeedTypes(_) => "save list of needs",
            Self::SaveAccess(_) => "change who can open the file",
            Self::Keep(item) => item.words(),
            Self::Remove(Item::DayCover(_)) => "take a cover back",
            Self::Remove(Item::Duty(_)) => "remove duty",
            Self::Remove(Item::SetTask(_)) => "remove task at a set time",
            Self::Remove(Item::ClassWeek(_)) => "remove class timetable",
            Self::Remove(Item::Training(_)) => "remove training",
            Self::Remove(_) => "remove",
            Self::NewPlanVersion { .. } => "start the next version of the plan",
            Self::GoOnAs { .. } => "carry a target on",
            Self::HoldReview { .. } => "hold review",
            Self::SaveTemplates(_) => "save plan templates",
            Self::ImportPupils { .. } => "import pupils",
            Self::ImportStaff { .. } => "import staff",
        }
    }
}
