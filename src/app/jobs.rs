//! Work that takes longer than a frame, each on a named thread, its answer polled in `logic`.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, sync_channel};

use uuid::Uuid;

use crate::documents::Rendered;
use crate::import::{Read, Unreadable};
use crate::store::{self, BackupInfo, FileKey, KeyRing};
use crate::ui::intent::{Format, ImportKind, Paper, Pick};
use crate::views::Scenario;

/// What a job answers.
pub enum Answer {
    Unlocked(store::Result<(PathBuf, KeyRing, Uuid, FileKey)>),
    Made(Result<PathBuf, String>),
    Imported {
        kind: ImportKind,
        source: String,
        read: Result<Read, Unreadable>,
    },
    Pages {
        paper: Paper,
        pages: Result<Vec<Rendered>, String>,
        text: String,
    },
    Exported {
        paper: Paper,
        format: Format,
        result: Result<String, String>,
    },
    Table(Result<String, String>),
    /// A week that might come.
    Supposed(Box<Scenario>),
    /// The planner has ended; its best plan is where the window has followed it.
    Planned,
    BackedUp(store::Result<BackupInfo>),
    Picked(Pick, Option<PathBuf>),
    Surveyed(Vec<BackupInfo>),
}

struct Job {
    name: &'static str,
    /// What the window says meanwhile; none for what nobody waits for.
    says: Option<&'static str>,
    answer: Receiver<Answer>,
}

/// The running jobs.
#[derive(Default)]
pub struct Jobs {
    running: Vec<Job>,
}

impl Jobs {
    /// Starts a job; the window is woken when it has an answer.
    pub fn start(
        &mut self,
        ctx: Option<&egui::Context>,
        name: &'static str,
        says: Option<&'static str>,
        work: impl FnOnce() -> Answer + Send + 'static,
    ) {
        let (send, answer) = sync_channel(1);
        let ctx = ctx.cloned();
        let started = std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            let done = work();
            // Nobody listens any more once the window has closed.
            let _ = send.send(done);
            if let Some(ctx) = ctx {
                ctx.request_repaint();
            }
        });
        if started.is_ok() {
            self.running.push(Job { name, says, answer });
        }
    }

    /// The answers that have come in.
    pub fn finished(&mut self) -> Vec<Answer> {
        let mut answers = Vec::new();
        self.running.retain(|job| match job.answer.try_recv() {
            Ok(answer) => {
                answers.push(answer);
                false
            }
            Err(std::sync::mpsc::TryRecvError::Empty) => true,
            Err(std::sync::mpsc::TryRecvError::Disconnected) => false,
        });
        answers
    }

    /// What the window should say it is busy with.
    pub fn says(&self) -> Option<&'static str> {
        self.running.iter().find_map(|j| j.says)
    }

    /// Whether a job of this name is running.
    pub fn has(&self, name: &str) -> bool {
        self.running.iter().any(|j| j.name == name)
    }

    /// Waits for all, as before the window closes.
    pub fn wait(&mut self) -> Vec<Answer> {
        std::mem::take(&mut self.running).into_iter().filter_map(|j| j.answer.recv().ok()).collect()
    }
}
