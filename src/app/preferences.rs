//! The computer around the window: its clock, its folders, its preferences.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{Local, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::Now;
use crate::ui::intent::{Folders, Preferences};
use crate::ui::theme::Look;

/// Clock, folders and preferences; tests bring their own.
pub struct Environment {
    /// A fixed moment, for tests and pictures.
    fixed: Option<NaiveDateTime>,
    documents: PathBuf,
    data: PathBuf,
    kept: Kept,
    seed: Option<u64>,
}

/// What stands in the preferences file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Kept {
    #[serde(default)]
    look: Look,
    #[serde(default)]
    zoom: Option<f32>,
    #[serde(default)]
    reading_font: bool,
    #[serde(default)]
    still: bool,
    #[serde(default)]
    touch: bool,
    #[serde(default)]
    initials: bool,
    #[serde(default)]
    no_guide: bool,
    #[serde(default)]
    recent: Vec<PathBuf>,
    /// The screen that was open last, never whose page.
    #[serde(default)]
    place: String,
    /// Place and size of the window, and whether it filled the screen.
    #[serde(default)]
    window: Option<([f32; 2], [f32; 2], bool)>,
}

impl Environment {
    /// This computer's own: local application data, never a roaming profile.
    pub fn real() -> Self {
        let documents = directories::UserDirs::new().map(|d| d.document_dir().unwrap_or_else(|| d.home_dir()).to_owned());
        let data = directories::ProjectDirs::from("", "", "Keyworker").map(|d| d.data_local_dir().to_owned());
        let documents = documents.unwrap_or_else(std::env::temp_dir);
        let data = data.unwrap_or_else(|| documents.join("Keyworker"));
        let kept =
            std::fs::read_to_string(data.join("preferences.json")).ok().and_then(|t| serde_json::from_str(&t).ok()).unwrap_or_default();
        let fixed = std::env::var("KEYWORKER_NOW").ok().and_then(|t| NaiveDateTime::parse_from_str(&t, "%Y-%m-%dT%H:%M").ok());
        Self { fixed, documents, data, kept, seed: None }
    }

    /// One that stands still, in a folder of its own.
    pub fn fixed(now: NaiveDateTime, folder: &Path) -> Self {
        Self { fixed: Some(now), documents: folder.to_owned(), data: folder.join("data"), kept: Kept::default(), seed: Some(1) }
    }

    /// The moment.
    pub fn now(&self) -> Now {
        match self.fixed {
            Some(local) => Now { utc: local.and_utc(), local },
            None => Now { utc: Utc::now(), local: Local::now().naive_local() },
        }
    }

    /// A start for identifiers.
    pub fn seed(&self) -> u64 {
        self.seed.or_else(|| crate::cli::random_seed().ok()).unwrap_or(1)
    }

    /// How long the window waits before it locks: what the school says, or shorter for a test.
    pub fn idle_limit(&self, said: Duration) -> Duration {
        let seconds = std::env::var("KEYWORKER_IDLE_SECONDS").ok().and_then(|s| s.parse().ok());
        seconds.map_or(said, |s| Duration::from_secs(s).min(said))
    }

    /// Folders to offer.
    pub fn folders(&self) -> Folders {
        let recent = self.kept.recent.iter().filter(|p| p.is_file()).take(5).cloned().collect();
        Folders { documents: self.documents.clone(), data: self.data.clone(), recent }
    }

    /// Where documents go from now on, in this session.
    pub fn set_documents(&mut self, folder: PathBuf) {
        self.documents = folder;
    }

    /// How this computer shows the window.
    pub fn preferences(&self) -> Preferences {
        let k = &self.kept;
        Preferences {
            look: k.look,
            zoom: k.zoom.unwrap_or(1.0).clamp(0.8, 3.0),
            reading_font: k.reading_font,
            still: k.still,
            touch: k.touch,
            initials: k.initials,
            no_guide: k.no_guide,
        }
    }

    /// Remembers how this computer shows the window.
    pub fn prefer(&mut self, preferences: Preferences) {
        let Preferences { look, zoom, reading_font, still, touch, initials, no_guide } = preferences;
        self.kept = Kept { look, zoom: Some(zoom), reading_font, still, touch, initials, no_guide, ..std::mem::take(&mut self.kept) };
        self.save();
    }

    /// The screen that was open last.
    pub fn last_place(&self) -> &str {
        &self.kept.place
    }

    /// Remembers the screen that is open.
    pub fn remember(&mut self, place: &str) {
        if self.kept.place != place {
            place.clone_into(&mut self.kept.place);
            self.save();
        }
    }

    /// Where the window was: its corner, its size, and whether it filled the screen.
    pub fn window(&self) -> Option<([f32; 2], [f32; 2], bool)> {
        self.kept.window
    }

    /// Remembers where the window is.
    pub fn remember_window(&mut self, corner: [f32; 2], size: [f32; 2], maximised: bool) {
        self.kept.window = Some((corner, size, maximised));
        self.save();
    }

    /// Remembers a file that was opened.
    pub fn opened(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.kept.recent.retain(|p| *p != path);
        self.kept.recent.insert(0, path);
        self.kept.recent.truncate(8);
        self.save();
    }

    /// Preferences are worth no error: without them the window starts as on the first day.
    fn save(&self) {
        let text = serde_json::to_string_pretty(&self.kept).unwrap_or_default();
        if std::fs::create_dir_all(&self.data).is_ok() {
            let _ = crate::store::write_whole(&self.data.join("preferences.json"), text.as_bytes());
        }
    }
}
