//! What the window asks for, and what it is given to draw.

use std::path::PathBuf;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::example::Kind;
use crate::model::{Access, AccessId, AccessRole, Cell, Change, Mint, Now, PupilId, StaffId};
pub use crate::model::{Format, Paper};
use crate::ui::theme::{Feel, Look};
use crate::views::{
    CensusView, CostsView, CoverView, InterventionsView, LedgerView, PlanInputs, PupilView, PupilsView, ReviewSummary, ReviewsView,
    SchoolView, SearchView, StaffView, TodayView, WeekPlanView, WeekView,
};

/// Where in the window one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    Welcome,
    Today,
    Pupils,
    Pupil(PupilId),
    Census,
    Staff,
    Timetable,
    Plan,
    Interventions,
    Reviews,
    Review(PupilId),
    Import,
    Settings,
    Gallery,
}

impl Place {
    /// The screen's word, for preferences and help; a pupil's page does not say whose.
    pub fn word(self) -> &'static str {
        match self {
            Self::Welcome => "Welcome",
            Self::Today => "Today",
            Self::Pupils => "Pupils",
            Self::Pupil(_) => "Pupil",
            Self::Census => "Census",
            Self::Staff => "Staff",
            Self::Timetable => "Timetable",
            Self::Plan => "Plan",
            Self::Interventions => "Interventions",
            Self::Reviews | Self::Review(_) => "Reviews",
            Self::Import => "Import",
            Self::Settings => "Settings",
            Self::Gallery => "Gallery",
        }
    }

    /// The screen of a word that everybody has.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Today, Self::Pupils, Self::Timetable, Self::Interventions, Self::Reviews, Self::Settings]
            .into_iter()
            .find(|p| p.word() == word)
    }
}

/// Which form asked for a change, so that it hears how it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    Log,
    Entry,
    Kept,
    Duty,
    Intervention,
    Training,
    Pupil,
    Staff,
    Link,
    Portrait,
    Plan,
    Section,
    Outcome,
    Provision,
    Target,
    Slot,
    WeekPlan,
    Support,
    SetTask,
    ClassWeek,
    Cover,
    Review,
    School,
    Year,
    Periods,
    Needs,
    Lists,
    Person,
    Passphrase,
    Recovery,
    Import,
    Unlock,
    Create,
    Restore,
    Export,
    Undo,
}

/// How a form's last wish went.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    pub form: Form,
    /// The sentence to show beside the form when it did not go.
    pub result: Result<(), String>,
}

/// A new file as the wizard has it.
#[derive(Clone, Debug)]
pub struct NewFile {
    pub path: PathBuf,
    pub school: String,
    pub name: String,
    pub passphrase: Zeroizing<String>,
    pub recovery: Zeroizing<String>,
}

/// What kind of people an import brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportKind {
    Pupils,
    Staff,
}

/// What a screen asks the app to do. Carried out after the frame, never while drawing.
#[derive(Clone, Debug)]
pub enum Intent {
    Go(Place),
    Change {
        change: Box<Change>,
        form: Form,
    },
    Undo,
    Redo,
    Lock,
    Blank,
    /// Lock, and come back as another person.
    ChangePerson,
    CloseFile,
    /// Show the slots of this file to choose a name from.
    ChooseFile(PathBuf),
    /// Ask with the system's dialog; the answer comes as [`Intent::ChooseFile`] or in [`Shown::picked`].
    Pick(Pick),
    Create(Box<NewFile>),
    MakeExample(Kind),
    Unlock {
        name: Option<String>,
        secret: Zeroizing<String>,
    },
    TodayOf(Option<StaffId>),
    Search(String),
    KeepDraft {
        place: String,
        body: String,
    },
    ClearDraft {
        place: String,
    },
    AddPerson {
        name: String,
        role: AccessRole,
        staff: Option<StaffId>,
        passphrase: Zeroizing<String>,
    },
    EndPerson(AccessId),
    ChangePassphrase {
        old: Zeroizing<String>,
        new: Zeroizing<String>,
    },
    ReplaceRecovery(Zeroizing<String>),
    FreshRecovery,
    BackUp,
    ListBackups(Option<PathBuf>),
    Restore {
        backup: PathBuf,
        out: PathBuf,
    },
    ReadImport {
        kind: ImportKind,
        from: ImportFrom,
        said: ImportSaid,
    },
    /// A person's decision about one row: take it as this pupil, or as a new one, or leave it out.
    DecideRow {
        row: usize,
        decision: crate::import::Decision,
    },
    ApplyImport,
    DropImport,
    Preview(Paper),
    Export {
        paper: Paper,
        format: Format,
        path: PathBuf,
    },
    /// Many documents in one go, each as a file of its own.
    ExportMany {
        papers: Vec<Paper>,
        format: Format,
    },
    CancelExport,
    /// What the Plan screen asks of the planner.
    Plan(PlanWish),
    /// Repair a day for those who are away; none means: those whom the file knows to be away.
    Cover {
        on: chrono::NaiveDate,
        away: Option<Vec<crate::model::Away>>,
    },
    /// A pupil's provision from a day to a day.
    Ledger {
        pupil: PupilId,
        from: chrono::NaiveDate,
        to: chrono::NaiveDate,
    },
    /// What support costs, over the whole school.
    Costs,
    /// Put the repair away.
    DropCover,
    /// A table as it is shown, as Excel.
    ExportTable(Box<TableOut>),
    Prefer(crate::ui::intent::Preference),
}

/// What the Plan screen asks of the planner.
#[derive(Clone, Debug)]
pub enum PlanWish {
    /// Plan the week, around what is pinned.
    Run,
    /// Use the best plan so far.
    Stop,
    /// Put this plan on the screen: one that a person has changed by hand.
    Show(Vec<crate::planner::Assignment>),
    /// Take the last change by hand back.
    StepBack,
    /// Keep the draft, to compare others with it.
    KeepDraft,
    /// Plan a week that might come, beside what is shown; nothing supposed puts it away.
    Suppose(Vec<crate::planner::whatif::WhatIf>),
    Pin(crate::planner::Assignment),
    Unpin(crate::planner::Assignment),
    /// Make the plan the school's week from this day on.
    Adopt(chrono::NaiveDate),
    /// Put the draft away.
    Forget,
    /// Look at the week that was adopted from a day to come, or at the present one again.
    WeekFrom(Option<chrono::NaiveDate>),
}

/// Where an import's rows come from.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportFrom {
    File(PathBuf),
    /// Cells copied in Excel or Word.
    Pasted(String),
}

/// What a person has said about a file that is being imported.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportSaid {
    pub day_first: Option<bool>,
    pub columns: Vec<(String, Option<crate::import::Field>)>,
}

/// A table as somebody sees it: its columns and the rows that the filter leaves.
#[derive(Clone, Debug)]
pub struct TableOut {
    pub title: &'static str,
    pub head: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// Which path is asked for with the system's dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    OpenFile,
    NewFile,
    ImportFile,
    ExportFolder,
    RestoreFolder,
}

/// A preference of this computer, not of the school.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Preference {
    Look(Look),
    /// Text size, 0.8 to 3.0.
    Zoom(f32),
    /// Whether to read in OpenDyslexic.
    ReadingFont(bool),
    /// Whether nothing moves.
    Still(bool),
    /// Whether everything to press has room for a finger.
    Touch(bool),
    /// Whether pupils stand as initials, for a screen that others see.
    Initials(bool),
    /// Whether the first steps are put away.
    NoGuide(bool),
}

/// The cached views and news that screens draw. The app fills it; nothing here reads the file.
#[derive(Default)]
pub struct Shown {
    /// Counts up whenever a view was loaded anew, for what screens derive from views.
    pub version: u64,
    pub today: Option<TodayView>,
    pub pupils: Option<PupilsView>,
    pub pupil: Option<PupilView>,
    pub staff: Option<StaffView>,
    pub week: Option<WeekView>,
    pub plan: Option<WeekPlanView>,
    /// The day whose week the Plan screen looks at, where it is one to come.
    pub plan_from: Option<chrono::NaiveDate>,
    pub plan_inputs: Option<PlanInputs>,
    /// A day being covered.
    pub cover: Option<CoverView>,
    pub census: Option<CensusView>,
    pub interventions: Option<InterventionsView>,
    pub reviews: Option<ReviewsView>,
    pub summary: Option<ReviewSummary>,
    pub ledger: Option<LedgerView>,
    pub costs: Option<CostsView>,
    pub school: Option<SchoolView>,
    pub found: SearchView,
    /// Whose names are shortened within what people wrote, on a screen that others see.
    pub veil: Option<Arc<crate::rules::Veil>>,
    /// Why the view could not be loaded.
    pub trouble: Option<String>,
    /// What is half-written: place and text.
    pub drafts: Vec<(String, String)>,
    pub undo: Option<String>,
    pub redo: Option<String>,
    /// How the last wish of a form went; for one frame.
    pub outcome: Option<Outcome>,
    /// A path the system's dialog gave; for one frame.
    pub picked: Option<(Pick, PathBuf)>,
    pub pages: Pages,
    pub import: Option<crate::import::Preview>,
    pub import_problem: Option<String>,
    pub backups: Vec<crate::ui::intent::BackupRow>,
    pub recovery: Option<Zeroizing<String>>,
    /// How many of how many documents are written.
    pub progress: Option<(usize, usize)>,
    /// What keeps a job busy: "Opening…".
    pub busy: Option<&'static str>,
    /// Folders to offer.
    pub folders: Folders,
}

/// Where files go unless a person says otherwise.
#[derive(Clone, Debug, Default)]
pub struct Folders {
    pub documents: PathBuf,
    pub data: PathBuf,
    pub recent: Vec<PathBuf>,
}

/// A backup in the restore list.
#[derive(Clone, Debug, PartialEq)]
pub struct BackupRow {
    pub path: PathBuf,
    pub when: String,
    pub holds: String,
}

/// A document's pages as pictures, and what they are of.
#[derive(Default)]
pub struct Pages {
    pub of: Option<Paper>,
    pub pages: Vec<egui::TextureHandle>,
    /// The document's text, for a screen reader.
    pub text: String,
    pub problem: Option<String>,
}

/// What a screen is given for one frame.
pub struct Cx<'a> {
    pub shown: &'a Shown,
    pub person: &'a Access,
    pub now: Now,
    pub mint: &'a mut Mint,
    pub intents: &'a mut Vec<Intent>,
    pub preferences: Preferences,
}

/// This computer's preferences.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preferences {
    pub look: Look,
    pub zoom: f32,
    pub reading_font: bool,
    pub still: bool,
    pub touch: bool,
    pub initials: bool,
    pub no_guide: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { look: Look::Cream, zoom: 1.0, reading_font: false, still: false, touch: false, initials: false, no_guide: false }
    }
}

impl Preferences {
    /// What of them is about motion and size.
    pub fn feel(self) -> Feel {
        Feel { still: self.still, touch: self.touch }
    }
}

impl Cx<'_> {
    /// Asks for something after this frame.
    pub fn ask(&mut self, intent: Intent) {
        self.intents.push(intent);
    }

    /// Goes to a place.
    pub fn go(&mut self, place: Place) {
        self.ask(Intent::Go(place));
    }

    /// Asks for a change on behalf of a form.
    pub fn change(&mut self, form: Form, change: Change) {
        self.ask(Intent::Change { change: Box::new(change), form });
    }

    /// How this form's last wish went, once.
    pub fn outcome(&self, form: Form) -> Option<&Result<(), String>> {
        self.shown.outcome.as_ref().filter(|o| o.form == form).map(|o| &o.result)
    }

    /// Whether the person leads the school's SEND work.
    pub fn leads(&self) -> bool {
        crate::rules::sees_all(self.person)
    }
}
