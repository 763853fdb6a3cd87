//! Wiring: the window, intents to ops, the cache of views, background jobs, clock and preferences.

mod desk;
mod files;
mod intents;
mod jobs;
mod load;
mod papers;
mod planner;
mod preferences;
mod start;

pub use preferences::Environment;
pub use start::{dress, run};

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::model::{Mint, Now, Touched};
use crate::ops::Desk;
use crate::store::KeyRing;
use crate::ui::screens::{LockScreen, Screens, Welcome};
use crate::ui::shell::{Shell, Status};
use crate::ui::widgets;
use crate::ui::{Cx, Form, Intent, Outcome, Place, Shown};
use jobs::Jobs;

/// The whole window.
pub struct App {
    env: Environment,
    file: File,
    place: Place,
    shown: Shown,
    screens: Screens,
    shell: Shell,
    welcome: Welcome,
    lock: LockScreen,
    intents: Vec<Intent>,
    status: Status,
    jobs: Jobs,
    /// Documents that are being written one after the other.
    batch: Option<papers::Batch>,
    /// The planner at work.
    planner: Option<planner::AtWork>,
    blank: bool,
    today_of: Option<crate::model::StaffId>,
    /// Which views are stale.
    stale: Touched,
    loaded: Option<Place>,
    last_touch: Instant,
    last_backup: Instant,
    changed_since_backup: bool,
    warned: bool,
    mint: Mint,
    /// When the status line said something last: good news does not stand there for ever.
    said_at: Instant,
    /// Whether a person has said what columns of the present import mean.
    said_columns: bool,
    /// Where the window is.
    window: Option<([f32; 2], [f32; 2], bool)>,
}

/// Where the caseload is.
enum File {
    None,
    Locked { path: PathBuf, ring: KeyRing },
    Open(Box<Desk>),
}

impl App {
    /// A window that has not drawn yet; with a file, at its lock.
    pub fn new(env: Environment, file: Option<PathBuf>) -> Self {
        let seed = env.seed();
        let shown = Shown { folders: env.folders(), ..Shown::default() };
        let mut app = Self {
            env,
            file: File::None,
            place: Place::Welcome,
            shown,
            screens: Screens::default(),
            shell: Shell::default(),
            welcome: Welcome::default(),
            lock: LockScreen::default(),
            intents: Vec::new(),
            status: Status::default(),
            jobs: Jobs::default(),
            batch: None,
            planner: None,
            blank: false,
            today_of: None,
            stale: Touched::ALL,
            loaded: None,
            last_touch: Instant::now(),
            last_backup: Instant::now(),
            changed_since_backup: false,
            warned: false,
            mint: Mint::new(0, seed),
            said_at: Instant::now(),
            said_columns: false,
            window: None,
        };
        if let Some(path) = file {
            app.intents.push(Intent::ChooseFile(path));
        }
        app
    }

    /// What happens between frames: finished jobs, intents, locks, backups, views.
    pub fn logic(&mut self, ctx: &egui::Context) {
        self.shown.outcome = None;
        self.shown.picked = None;
        self.jobs_done(ctx);
        for intent in std::mem::take(&mut self.intents) {
            self.carry_out(ctx, intent);
        }
        self.note_window(ctx);
        self.go_on_writing(ctx);
        self.follow_planner(ctx);
        self.watch(ctx);
        self.load();
    }

    /// Draws the window.
    pub fn ui(&mut self, ui: &mut egui::Ui) {
        if self.blank {
            self.blank_ui(ui);
            return;
        }
        widgets::put_veil(ui.ctx(), self.shown.veil.clone());
        let now = self.env.now();
        match &mut self.file {
            File::None => {
                egui::CentralPanel::default().show(ui, |ui| self.welcome.ui(ui, &self.shown, &mut self.intents));
            }
            File::Locked { ring, .. } => {
                let names: Vec<String> = ring.people().map(|p| p.label.clone()).collect();
                egui::CentralPanel::default().show(ui, |ui| self.lock.ui(ui, &names, &self.shown, &mut self.intents));
            }
            File::Open(desk) => {
                self.mint.set_millis(now.millis());
                let mut cx = Cx {
                    shown: &self.shown,
                    person: &desk.person,
                    now,
                    mint: &mut self.mint,
                    intents: &mut self.intents,
                    preferences: self.env.preferences(),
                };
                let (screens, place) = (&mut self.screens, self.place);
                self.shell.ui(ui, &mut cx, place, &self.status, |ui, cx| screens.ui(ui, cx, place));
            }
        }
    }

    /// Sees where the window is, to find it there again.
    fn note_window(&mut self, ctx: &egui::Context) {
        let info = ctx.input(|i| (i.viewport().outer_rect, i.viewport().inner_rect, i.viewport().maximized));
        if let (Some(outer), Some(inner), maximised) = info {
            self.window = Some((outer.min.into(), inner.size().into(), maximised.unwrap_or(false)));
        }
    }

    /// Ends the session in order: backup if something changed, then the file.
    pub fn close(&mut self) {
        if let Some((corner, size, maximised)) = self.window.take() {
            self.env.remember_window(corner, size, maximised);
        }
        if let File::Open(desk) = std::mem::replace(&mut self.file, File::None) {
            self.put_away(*desk);
        }
        self.stop_planner();
        self.jobs.wait();
    }

    /// Where the window is, for tests.
    pub fn place(&self) -> Place {
        self.place
    }

    /// What the window is showing, for tests.
    pub fn shown(&self) -> &Shown {
        &self.shown
    }

    /// Goes to a place, for tests and pictures.
    pub fn go(&mut self, place: Place) {
        self.ask(Intent::Go(place));
    }

    /// Asks for something, as a screen would; for tests and benches.
    pub fn ask(&mut self, intent: Intent) {
        self.intents.push(intent);
    }

    fn now(&self) -> Now {
        self.env.now()
    }

    fn say(&mut self, sentence: impl Into<String>) {
        self.said_at = Instant::now();
        self.status = Status { sentence: sentence.into(), bad: false };
    }

    fn trouble(&mut self, sentence: impl Into<String>) {
        self.status = Status { sentence: sentence.into(), bad: true };
    }

    fn answer(&mut self, form: Form, result: Result<(), String>) {
        if let Err(why) = &result {
            match form {
                // Nothing was lost and nothing is to be mended: it need not stand there until something else happens.
                Form::Undo => self.say(why.clone()),
                _ => self.trouble(why.clone()),
            }
        }
        self.shown.outcome = Some(Outcome { form, result });
    }

    /// Locks after idle minutes, warns a minute before, and backs up every half hour.
    fn watch(&mut self, ctx: &egui::Context) {
        if ctx.input(|i| !i.events.is_empty() || i.pointer.is_moving()) {
            self.last_touch = Instant::now();
            if self.warned {
                self.warned = false;
                self.say("Still here. The lock starts over.");
            }
        }
        if !self.status.bad && self.said_at.elapsed() > Duration::from_secs(20) {
            self.status = Status::default();
        }
        if !matches!(self.file, File::Open(_)) {
            return;
        }
        let minutes = self.shown.school.as_ref().map_or(5, |s| s.school.lock_after_minutes.max(1));
        let limit = self.env.idle_limit(Duration::from_secs(u64::from(minutes) * 60));
        let idle = self.last_touch.elapsed();
        let warning = limit.saturating_sub(Duration::from_secs(60).min(limit / 2));
        if idle >= limit {
            self.lock_now(false);
            self.status = Status::default();
        } else if idle >= warning {
            if !self.warned {
                self.warned = true;
            }
            let left = (limit - idle).as_secs() + 1;
            self.trouble(format!(
                "Nobody has touched Keyworker for a while. It locks in {left} seconds; move the mouse or press a key to stay."
            ));
            ctx.request_repaint_after(Duration::from_secs(1));
        } else {
            ctx.request_repaint_after(warning - idle + Duration::from_millis(20));
        }
        if self.changed_since_backup && self.last_backup.elapsed() >= Duration::from_secs(30 * 60) {
            self.back_up(false);
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _: &mut eframe::Frame) {
        Self::logic(self, ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        Self::ui(self, ui);
        if !self.intents.is_empty() {
            ui.ctx().request_repaint();
        }
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        self.close();
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}
