//! The same work without a window, for IT support and scripts. Failures go to standard error as a
//! sentence, with a non-zero exit code; pupil data goes to standard output only.

/// Writes a line to the standard output, as `println!` does; whoever reads no further ends the command quietly.
macro_rules! out {
    ($($words:tt)*) => {
        $crate::cli::write_line(format_args!($($words)*))
    };
}

mod cover;
mod example;
mod export;
mod file;
mod import;
mod ledger;
mod list;
mod log;
mod plan;

pub use example::make as make_example;
pub use import::{asked, known, need_codes};

use std::path::PathBuf;

use chrono::{Local, NaiveDate, Utc};
use clap::{Args, Parser, Subcommand, ValueEnum};
use zeroize::Zeroizing;

use crate::model::{Access, AccessId, AccessRole, Now};
use crate::ops::Desk;
use crate::store::{self, SlotKind, Store};

/// Where scripts put a passphrase: never among the arguments, which other people can list.
const PASSPHRASE: &str = "KEYWORKER_PASSPHRASE";

/// Keyworker runs a school's special-needs support: who supports whom, what was done, whether it works.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// The caseload file to open in the window
    pub file: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be done without a window.
#[derive(Subcommand)]
pub enum Command {
    /// Make an example school to try things out on; it opens with the passphrase “example”
    Example(example::ExampleArgs),
    /// Take in pupils or staff from a file that the school's system exported
    Import(import::ImportArgs),
    /// Write a document about a pupil
    Export(export::ExportArgs),
    /// Who is on the caseload
    Pupils(FileArgs),
    /// Who works with them
    Staff(FileArgs),
    /// Find words in all records
    Search(list::SearchArgs),
    /// Log sessions: one JSON record a line on standard input, acknowledged after each is saved
    #[command(after_long_help = log::EXAMPLE)]
    Log(FileArgs),
    /// Look whether a file is whole: pages, structure, links, audit chain
    Check(FileArgs),
    /// Make a checked backup in a folder
    Backup(file::BackupArgs),
    /// Put a backup back as a new file
    Restore(file::RestoreArgs),
    /// What a pupil's plan promises, what was given, what is owed
    Ledger(ledger::LedgerArgs),
    /// Plan a week: who is with which pupil in which period
    Plan(plan::PlanArgs),
    /// Repair a day when somebody is away, with as few changes as can be
    Cover(cover::CoverArgs),
    /// Say why a week cannot work, or why pupils fall short
    Explain(plan::ExplainArgs),
    /// Judge a plan: every hard rule, every level
    CheckPlan(plan::CheckPlanArgs),
}

/// A file and how to open it.
#[derive(Args)]
pub struct FileArgs {
    /// The caseload file
    pub file: PathBuf,
    #[command(flatten)]
    pub open: OpenArgs,
}

/// How to open a file and how to answer.
#[derive(Args)]
pub struct OpenArgs {
    /// Read the passphrase from the first line of this file (else from KEYWORKER_PASSPHRASE)
    #[arg(long)]
    passphrase_file: Option<PathBuf>,
    /// Open as this person (else as whomever the passphrase belongs to)
    #[arg(long = "as", value_name = "NAME")]
    person: Option<String>,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
    /// Work as if today were this day (for example schools and tests)
    #[arg(long, hide = true)]
    pub today: Option<NaiveDate>,
}

/// Which people a file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PeopleKind {
    Pupils,
    Staff,
}

/// Carries out a command.
pub fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Example(args) => example::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Pupils(args) => list::pupils(&args),
        Command::Staff(args) => list::staff(&args),
        Command::Search(args) => list::search(&args),
        Command::Log(args) => log::run(&args),
        Command::Check(args) => file::check(&args),
        Command::Backup(args) => file::backup(&args),
        Command::Restore(args) => file::restore(&args),
        Command::Ledger(args) => ledger::run(&args),
        Command::Plan(args) => plan::plan(&args),
        Command::Cover(args) => cover::cover(&args),
        Command::Explain(args) => plan::explain(&args),
        Command::CheckPlan(args) => plan::check_plan(&args),
    }
}

impl OpenArgs {
    /// The moment of the command.
    pub fn now(&self) -> Now {
        let now = Now { utc: Utc::now(), local: Local::now().naive_local() };
        match self.today {
            Some(day) => Now { local: day.and_time(now.local.time()), ..now },
            None => now,
        }
    }

    /// Opens a file as the person whose passphrase was given.
    pub fn open(&self, file: &std::path::Path) -> anyhow::Result<Desk> {
        let secret = self.passphrase()?;
        let (store, slot) = match &self.person {
            Some(name) => Store::open(file, Some(name), &secret)?,
            None => Store::open_any(file, &secret)?,
        };
        let person = person_of(&store, AccessId(slot))?;
        Ok(Desk::opened(store, person, random_seed()?, self.now())?)
    }

    fn passphrase(&self) -> anyhow::Result<Zeroizing<String>> {
        if let Some(path) = &self.passphrase_file {
            let text = Zeroizing::new(
                std::fs::read_to_string(path)
                    .map_err(|_| anyhow::anyhow!("The passphrase file could not be read. Check its place and rights."))?,
            );
            return Ok(Zeroizing::new(text.lines().next().unwrap_or("").to_owned()));
        }
        std::env::var(PASSPHRASE).map(Zeroizing::new).map_err(|_| {
            anyhow::anyhow!("No passphrase was given. Put it into the environment as {PASSPHRASE}, or name a file with --passphrase-file.")
        })
    }
}

/// Who the opened slot belongs to. The printed recovery key stands for a SENDCO without a name; a
/// person's slot without a standing record in the file opens nothing.
pub fn person_of(store: &Store, slot: AccessId) -> store::Result<Access> {
    let found = store.ring().slots.iter().find(|s| s.id == slot.0);
    if found.is_some_and(|s| s.kind == SlotKind::Recovery) {
        return Ok(Access { id: slot, name: "Recovery key".into(), role: AccessRole::Sendco, staff: None, ended_on: None });
    }
    let known = store::access(store.db(), slot)?.filter(|a| a.ended_on.is_none());
    known.ok_or_else(|| store::Error::NoSuchPerson { name: found.map(|s| s.label.clone()).unwrap_or_default() })
}

/// A random start for identifiers.
pub fn random_seed() -> store::Result<u64> {
    let mut bytes = [0u8; 8];
    store::fill_random(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

/// Prints a value as JSON, for scripts.
fn print_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    out!("{}", serde_json::to_string_pretty(value)?);
    Ok(())
}

/// Behind `out!`.
fn write_line(words: std::fmt::Arguments) {
    use std::io::Write as _;
    if writeln!(std::io::stdout().lock(), "{words}").is_err() {
        // The reader has gone (`… | head`): what was asked for has been seen, and nothing is left to say it to.
        std::process::exit(0);
    }
}
