//! The ten invariants of the house (`src/lib.rs`), held by reading its own source.

use std::fs;
use std::path::{Path, PathBuf};

/// Which room may use which; what is not listed it may not.
const ROOMS: [(&str, &[&str]); 12] = [
    ("model", &[]),
    ("planner", &[]),
    ("rules", &["model"]),
    ("store", &["model"]),
    ("example", &["model", "rules"]),
    ("ops", &["model", "rules", "store", "example"]),
    ("views", &["model", "rules", "planner", "store"]),
    ("documents", &["model", "views"]),
    ("import", &["model", "rules"]),
    ("ui", &["model", "rules", "planner", "views", "import", "example"]),
    ("cli", &["model", "rules", "planner", "store", "example", "ops", "views", "documents", "import"]),
    ("app", &["model", "rules", "planner", "store", "example", "ops", "views", "documents", "import", "ui", "cli"]),
];

/// A source file: its room, its path within `src`, and its code without comments and test modules.
struct Source {
    room: String,
    path: String,
    code: String,
    lines: usize,
}

#[test]
fn a_room_uses_only_what_its_table_says() {
    let mut wrong = Vec::new();
    for source in sources() {
        let Some((_, may)) = ROOMS.iter().find(|(room, _)| *room == source.room) else { continue };
        for (room, _) in ROOMS.iter().filter(|(room, _)| *room != source.room && !may.contains(room)) {
            if source.code.contains(&format!("crate::{room}::")) || source.code.contains(&format!("crate::{{{room}")) {
                wrong.push(format!("{} uses {room}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_room_is_on_the_map() {
    let map = fs::read_to_string(src().join("lib.rs")).unwrap();
    for entry in fs::read_dir(src()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let room = path.file_name().unwrap().to_str().unwrap().to_owned();
            assert!(ROOMS.iter().any(|(r, _)| *r == room), "{room} has no row in the table of rooms");
            assert!(map.contains(&format!("| [`{room}`]")), "{room} is not on the map in lib.rs");
        }
    }
}

#[test]
fn sql_and_its_library_stay_in_the_store() {
    refuse(|s| s.room != "store", &["rusqlite", "SELECT ", "INSERT INTO ", "DELETE FROM ", "PRAGMA "]);
}

#[test]
fn only_the_one_door_begins_a_write() {
    let begins: Vec<String> = sources().into_iter().filter(|s| s.code.contains(".begin()")).map(|s| s.path).collect();
    let allowed = ["ops/run.rs", "store/drafts.rs", "store/journal.rs"];
    assert!(begins.iter().all(|p| allowed.contains(&p.as_str())), "{begins:?}");
    for source in sources().iter().filter(|s| s.room == "store") {
        for line in source.code.split("\npub fn ").skip(1) {
            let line = line.split(')').next().unwrap_or("");
            let verb = line.split(['(', '<']).next().unwrap_or("");
            let writes =
                ["put_", "insert_", "end_", "remove_", "approve_", "supersede", "erase_", "mark_"].iter().any(|v| verb.starts_with(v));
            assert!(!writes || line.contains("tx: &Tx"), "{}: {verb} writes without the transaction", source.path);
        }
    }
}

#[test]
fn egui_stays_in_the_window_and_looks_stay_in_the_theme() {
    refuse(|s| !matches!(s.room.as_str(), "ui" | "app"), &["egui::", "use egui", "eframe"]);
    let in_theme = |s: &Source| s.path.starts_with("ui/theme");
    refuse(
        |s| !in_theme(s),
        &["Color32::from_", "Color32::WHITE", "Color32::BLACK", "Color32::RED", "Color32::GRAY", "Color32::LIGHT", "Color32::DARK"],
    );
    for source in sources().iter().filter(|s| !in_theme(s)) {
        for part in source.code.split("add_space(").skip(1) {
            assert!(!part.starts_with(|c: char| c.is_ascii_digit()), "{} spaces by a number of its own", source.path);
        }
    }
}

#[test]
fn pure_rooms_do_no_io_and_read_no_clock() {
    let pure = |s: &Source| matches!(s.room.as_str(), "model" | "rules" | "documents" | "import" | "example");
    refuse(
        pure,
        &["std::fs", "std::net", "std::env", "File::open", "Instant::now", "SystemTime", "Utc::now", "Local::now", "getrandom", "thread::"],
    );
}

#[test]
fn drawing_neither_reads_nor_saves() {
    refuse(|s| s.room == "ui", &["std::fs", "File::open", ".exists()", "thread::", "Db<", "Tx<"]);
}

#[test]
fn what_happened_is_never_overwritten() {
    for source in sources().iter().filter(|s| s.room == "store") {
        for table in ["session", "record"] {
            assert!(!source.code.contains(&format!("DELETE FROM {table} ")), "{} deletes from {table}", source.path);
            assert!(
                !source.code.contains(&format!("put(\n        \"{table}\"")) && !source.code.contains(&format!("put(\"{table}\"")),
                "{} overwrites {table}",
                source.path
            );
            for update in source.code.split(&format!("UPDATE {table} SET ")).skip(1) {
                assert!(update.starts_with("superseded_by"), "{} changes what {table} says", source.path);
            }
        }
    }
}

#[test]
fn roots_hold_wiring_and_no_file_outgrows_its_room() {
    for source in sources() {
        assert!(source.lines <= 500, "{} has {} lines", source.path, source.lines);
        let root = ["main.rs", "lib.rs", "app/mod.rs", "ui/mod.rs", "ui/screens/mod.rs"].contains(&source.path.as_str());
        assert!(!root || source.lines <= 280, "the root {} has {} lines", source.path, source.lines);
    }
}

#[test]
fn every_place_is_opened_by_the_screen_test() {
    let intent = fs::read_to_string(src().join("ui/intent.rs")).unwrap();
    let places = intent.split("pub enum Place {").nth(1).unwrap().split('}').next().unwrap();
    let tests = fs::read_to_string(src().parent().unwrap().join("tests/screens.rs")).unwrap();
    for place in places.split(',').map(|p| p.trim().split('(').next().unwrap()).filter(|p| !p.is_empty()) {
        assert!(tests.contains(&format!("Place::{place}")), "tests/screens.rs never opens {place}");
    }
}

#[test]
fn nothing_panics_and_nothing_personal_is_logged() {
    // A build script can only stop; it never runs on a school's laptop.
    refuse(
        |s| s.path != "main.rs" && s.path != "planner/build.rs",
        &[".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!(", "dbg!("],
    );
    refuse(|s| s.room != "cli" && s.path != "main.rs" && s.path != "planner/build.rs", &["println!(", "eprintln!("]);
    for source in sources() {
        for call in ["tracing::warn!(", "tracing::error!(", "tracing::info!("] {
            for rest in source.code.split(call).skip(1) {
                let said = rest.split(");").next().unwrap_or("");
                assert!(
                    said.starts_with("detail = ") || !said.contains('{') || source.path == "app/start.rs",
                    "{} logs more than a detail: {said}",
                    source.path
                );
            }
        }
    }
}

#[test]
fn schema_files_are_frozen() {
    use sha2::{Digest as _, Sha256};
    // A change to a file here breaks every caseload that was made with it: write a new step instead.
    const FROZEN: [(&str, &str); 4] = [
        ("001_first.sql", "d0f643adcb39d91d8a31290053b4bae2eb5b42821889a2775af729530a05d7e5"),
        ("002_whole_caseload.sql", "5182105bdaeb41478dae03aeaf9ebc03772445e658ad23c7c14bff0016632617"),
        ("003_day_cover.sql", "087715d1a2cbdc45021be70ef935f1a43725b5c913559bb23d332c2b0eae73d5"),
        ("004_support.sql", "b90cfb5540869695b7054025b42c1c6c957ba12f070fd55b97f95186574173e3"),
    ];
    let folder = src().join("store/schema");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), FROZEN.len());
    assert_eq!(keyworker::store::SCHEMA_VERSION as usize, FROZEN.len());
    for (name, hash) in FROZEN {
        let digest = Sha256::digest(fs::read(folder.join(name)).unwrap());
        let found: String = digest.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(found, hash, "{name} has changed");
    }
}

fn refuse(which: impl Fn(&Source) -> bool, words: &[&str]) {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| which(s)) {
        wrong.extend(words.iter().filter(|w| source.code.contains(**w)).map(|w| format!("{}: {w}", source.path)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![src()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or("").lines().filter(|l| !l.trim_start().starts_with("//"));
                let path = path.strip_prefix(src()).unwrap().to_string_lossy().replace('\\', "/");
                let room = path.split('/').next().unwrap().to_owned();
                found.push(Source { room, code: code.collect::<Vec<_>>().join("\n"), lines: text.lines().count(), path });
            }
        }
    }
    assert!(found.len() > 60, "the source was not found");
    found
}
