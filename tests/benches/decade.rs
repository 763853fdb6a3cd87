//! Ten years of a large school (684,000 sessions), each figure beside its own lower bound in the same
//! run: the same work in bare, unencrypted SQLite, or bare egui.
//!
//! `cargo bench` makes the file anew in the target folder (about a minute). Times are medians.

use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{Datelike as _, NaiveDate};
use keyworker::app::{App, Environment, dress};
use keyworker::example::Kind;
use keyworker::import::{self, Asked, Kind as ListKind, Known};
use keyworker::model::{Change, Mint, Now, Session, SessionOutcome};
use keyworker::store::Store;
use keyworker::ui::{Intent, Place};
use keyworker::views::{
    CostsView, InterventionsView, LedgerView, Lens, Planning, PupilView, PupilsView, ReviewsView, SearchView, StaffView, TodayView,
    WeekView,
};
use rusqlite::Connection;

fn main() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("decade");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the bench");
    let file = folder.join("decade.keyworker");
    let today = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day");

    let began = Instant::now();
    let desk = keyworker::cli::make_example(&file, Kind::Decade, 1, today).expect("the example");
    println!("made {} sessions in {:.0} s", desk.store.db().count("session").expect("a count"), began.elapsed().as_secs_f64());
    let key: String = desk.store.key().iter().map(|b| format!("{b:02x}")).collect();
    desk.store.close().expect("closing");
    let plain = plain_copy(&file, &key, &folder);
    let size = |p: &Path| std::fs::metadata(p).map_or(0, |m| m.len() / 1_000_000);
    println!("file {} MB, unencrypted {} MB\n", size(&file), size(&plain));

    println!("{:<34}{:>10}{:>12}{:>9}", "", "median", "bound", "ratio");
    opening(&file, &plain);
    views(&file, &plain, today);
    importing(today);
    saving(&file, &plain, today);
    frames(&file, today);
    println!("\nresident memory {} MiB", resident());
}

/// The same rows without encryption, for the lower bounds.
fn plain_copy(file: &Path, key: &str, folder: &Path) -> PathBuf {
    let plain = folder.join("plain.sqlite");
    let conn = Connection::open(file).expect("opening");
    conn.execute_batch(&format!(
        "PRAGMA key = \"x'{key}'\"; ATTACH DATABASE '{}' AS plain KEY ''; SELECT sqlcipher_export('plain'); DETACH DATABASE plain;",
        plain.display()
    ))
    .expect("exporting");
    plain
}

fn row(name: &str, own: f64, bound: f64) {
    println!("{name:<34}{own:>7.2} ms{bound:>9.2} ms{:>8.1}x", own / bound.max(1e-6));
}

/// Median milliseconds of a piece of work.
fn timed(times: usize, mut work: impl FnMut()) -> f64 {
    let mut all: Vec<f64> = (0..times)
        .map(|_| {
            let began = Instant::now();
            work();
            began.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

fn drain(conn: &Connection, sql: &str) {
    let mut statement = conn.prepare_cached(sql).expect("a statement");
    let columns = statement.column_count();
    let mut rows = statement.query([]).expect("a query");
    while let Some(row) = rows.next().expect("a row") {
        for column in 0..columns {
            std::hint::black_box(row.get_ref(column).expect("a value"));
        }
    }
}

/// From a known key to the first frame of Today; the slow derivation of the key is by design and apart.
fn opening(file: &Path, plain: &Path) {
    let derive = timed(3, || drop(keyworker::store::ring_beside(file).expect("a ring").open_any("example").expect("the key")));
    let ring = keyworker::store::ring_beside(file).expect("a ring");
    let (_, key) = ring.open_any("example").expect("the key");
    let own = timed(5, || drop(Store::open_with_key(file, ring.clone(), key.clone()).expect("opening")));
    let bound = timed(5, || {
        let conn = Connection::open(plain).expect("opening");
        drain(&conn, "SELECT count(*) FROM sqlite_schema");
    });
    println!("{:<34}{derive:>7.0} ms   (argon2id, on purpose)", "derive the key");
    row("open", own, bound);
}

fn views(file: &Path, plain: &Path, today: NaiveDate) {
    let (store, slot) = Store::open_any(file, "example").expect("opening");
    let person = keyworker::cli::person_of(&store, keyworker::model::AccessId(slot)).expect("a person");
    let lens = Lens { db: store.db(), person: &person, today, initials: false };
    let conn = Connection::open(plain).expect("opening");
    let pupil = PupilsView::load(lens).expect("pupils").rows[1500].pupil.id;
    let hex = pupil.0.simple().to_string();
    let both = |name: &str, own: &mut dyn FnMut(), bound: &[&str]| {
        let own = timed(9, own);
        let bound = timed(9, || bound.iter().for_each(|sql| drain(&conn, sql)));
        row(name, own, bound);
    };
    let people = [
        "SELECT * FROM pupil",
        "SELECT * FROM pupil_need",
        "SELECT * FROM sen_status",
        "SELECT * FROM key_link",
        "SELECT * FROM staff",
        "SELECT * FROM plan WHERE ended_on IS NULL",
    ];
    both("view: pupils (3,000)", &mut || drop(PupilsView::load(lens).expect("pupils")), &people);
    let sessions = format!("SELECT s.*, r.* FROM session s LEFT JOIN record r ON r.session = s.id WHERE s.pupil = x'{hex}'");
    both("view: one pupil's page", &mut || drop(PupilView::load(lens, pupil).expect("a pupil")), &[&sessions, "SELECT * FROM staff"]);
    both(
        "view: the school's day",
        &mut || drop(TodayView::load(lens, None).expect("today")),
        &["SELECT * FROM week_slot", "SELECT * FROM staff", "SELECT * FROM term", "SELECT * FROM pupil", "SELECT * FROM entry"],
    );
    let someone = TodayView::load(lens, None).expect("today").people.last().expect("somebody").0;
    both(
        "view: an LSA's day",
        &mut || drop(TodayView::load(lens, Some(someone)).expect("today")),
        &["SELECT * FROM week_slot", "SELECT * FROM staff", "SELECT * FROM term"],
    );
    both(
        "view: staff (500)",
        &mut || drop(StaffView::load(lens).expect("staff")),
        &["SELECT * FROM staff", "SELECT * FROM key_link", "SELECT * FROM pupil", "SELECT * FROM week_slot"],
    );
    both(
        "view: timetable",
        &mut || drop(WeekView::load(lens).expect("week")),
        &["SELECT * FROM week_slot", "SELECT * FROM pupil", "SELECT * FROM target", "SELECT * FROM provision", "SELECT * FROM staff"],
    );
    both(
        "view: reviews",
        &mut || drop(ReviewsView::load(lens).expect("reviews")),
        &["SELECT * FROM plan WHERE ended_on IS NULL", "SELECT * FROM pupil", "SELECT * FROM review"],
    );
    both(
        "view: interventions",
        &mut || drop(InterventionsView::load(lens).expect("interventions")),
        &["SELECT * FROM running", "SELECT * FROM week_slot", "SELECT * FROM pupil", "SELECT * FROM staff"],
    );
    let term = (today - chrono::Days::new(80), today);
    let of_line = format!("SELECT * FROM session WHERE pupil = x'{hex}' AND on_date BETWEEN '{}' AND '{}'", term.0, term.1);
    both(
        "view: a pupil's ledger of a term",
        &mut || drop(LedgerView::load(lens, pupil, term.0, term.1).expect("a ledger")),
        &[&of_line, "SELECT * FROM staff", "SELECT * FROM period", "SELECT * FROM term"],
    );
    let year = format!("SELECT * FROM session WHERE on_date BETWEEN '{}-09-01' AND '{today}'", today.year());
    let own = timed(1, || drop(CostsView::load(lens).expect("costs")));
    row("view: costs of the school", own, timed(3, || drain(&conn, &year)));
    let week = ["SELECT * FROM week_slot", "SELECT * FROM pupil", "SELECT * FROM plan", "SELECT * FROM provision", "SELECT * FROM staff"];
    both("view: the week as a problem", &mut || drop(Planning::load(lens, today).expect("a problem")), &week);
    for words in ["a", "fi", "fire", "fire bell", "wobble", "confident st", "zz"] {
        let fts = words.split(' ').map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(" ");
        let bound = format!(
            "SELECT d.kind, d.ref FROM search_text t JOIN search_doc d ON d.id = t.rowid WHERE search_text MATCH '{fts}*' ORDER BY t.rowid DESC LIMIT 40"
        );
        both(&format!("search: “{words}”"), &mut || drop(SearchView::load(lens, words, 40).expect("a search")), &[&bound]);
    }
}

/// A list of 5,000 pupils read, judged and matched, against the bare parsing of its cells.
fn importing(today: NaiveDate) {
    let mut list = String::from("Surname,Forename,DOB,Year,Form,SEN Status,Need 1\n");
    for n in 0..5000 {
        let (day, month, year) = (n % 28 + 1, n / 28 % 12 + 1, 2011 + n % 8);
        let letter = |place: usize| char::from(b'a' + (n / 26_usize.pow(place as u32) % 26) as u8);
        let surname = format!("B{}{}{}r", letter(0), letter(1), letter(2));
        list += &format!("{surname},Ad{}a,{day:02}/{month:02}/{year},{},{}A,K,SLCN\n", letter(0), n % 7 + 1, n % 7 + 1);
    }
    let codes = [("SLCN".to_owned(), "Speech, language and communication needs".to_owned())];
    let own = timed(5, || {
        let read = import::read(list.as_bytes(), ListKind::Pupils, &codes, &Asked::on(today)).expect("a list");
        let mut mint = Mint::new(0, 1);
        let preview = import::preview(read, "bench", &Known::default(), &mut mint);
        assert_eq!(preview.pupils().len(), 5000);
    });
    let bound = timed(5, || {
        let mut reader = csv::Reader::from_reader(list.as_bytes());
        assert_eq!(reader.records().map(|r| std::hint::black_box(r.expect("a row")).len()).sum::<usize>(), 35_000);
    });
    row("import: 5,000 rows to a preview", own, bound);
}

/// One log entry through the whole door (right, transaction, audit, undo, index), against its bare rows.
fn saving(file: &Path, plain: &Path, today: NaiveDate) {
    let (store, slot) = Store::open_any(file, "example").expect("opening");
    let person = keyworker::cli::person_of(&store, keyworker::model::AccessId(slot)).expect("a person");
    let pupil = keyworker::store::pupils(store.db()).expect("pupils")[100].id;
    let staff = keyworker::store::staff(store.db()).expect("staff")[0].id;
    let mut desk = keyworker::ops::Desk::new(store, person, 7);
    let now = Now::at(today, 10, 0);
    let own = timed(60, || {
        let session = Session {
            id: desk.mint(now).fresh(),
            pupil,
            staff,
            slot: None,
            provision: None,
            on: today,
            began: Some(600),
            minutes: 20,
            outcome: SessionOutcome::Delivered,
            note: "Settled quickly and asked for harder ones.".into(),
            records: Vec::new(),
            supersedes: None,
            entered_at: 0,
            entered_by: String::new(),
            running: None,
            more: Default::default(),
        };
        desk.carry_out(Change::LogSession(session), now).expect("saving");
    });
    let conn = Connection::open(plain).expect("opening");
    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA locking_mode = EXCLUSIVE;").expect("settings");
    let mut n = 0u128;
    let bound = timed(60, || {
        n += 1;
        conn.execute(
            "INSERT INTO session (id, pupil, staff, on_date, minutes, note, entered_at, entered_by) VALUES (?1, ?2, ?3, '2026-11-20', 20, 'Settled quickly and asked for harder ones.', 0, 'x')",
            rusqlite::params![n.to_be_bytes(), pupil.0, staff.0],
        )
        .expect("inserting");
    });
    row("save a log entry", own, bound);
}

/// Frames of the real window's code, drawn and tessellated without a graphics card.
fn frames(file: &Path, today: NaiveDate) {
    let folder = file.parent().expect("a folder");
    let mut app = App::new(Environment::fixed(today.and_hms_opt(9, 40, 0).expect("a time"), folder), Some(file.to_owned()));
    let ctx = egui::Context::default();
    dress(&ctx, &Environment::fixed(today.and_hms_opt(9, 40, 0).expect("a time"), folder));
    let name = keyworker::store::ring_beside(file).expect("a ring").people().next().expect("a person").label.clone();
    let frame = |ctx: &egui::Context, app: &mut App, scroll: f32| {
        let mut input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1366.0, 768.0))),
            ..Default::default()
        };
        if scroll != 0.0 {
            input.events.push(egui::Event::PointerMoved(egui::pos2(700.0, 500.0)));
            input.events.push(egui::Event::MouseWheel {
                unit: egui::MouseWheelUnit::Point,
                delta: egui::vec2(0.0, scroll),
                modifiers: egui::Modifiers::NONE,
                phase: egui::TouchPhase::Move,
                source: egui::MouseWheelSource::Wheel,
            });
        }
        app.logic(ctx);
        let mut out = ctx.run_ui(input, |ui| app.ui(ui));
        out.textures_delta.clear();
        std::hint::black_box(ctx.tessellate(out.shapes, 1.0));
    };
    frame(&ctx, &mut app, 0.0);
    app.ask(Intent::Unlock { name: Some(name), secret: "example".to_owned().into() });
    let began = Instant::now();
    while app.place() == Place::Welcome {
        frame(&ctx, &mut app, 0.0);
        std::thread::sleep(std::time::Duration::from_millis(5));
        assert!(began.elapsed().as_secs() < 60, "the file did not open");
    }
    println!("{:<34}{:>7.0} ms   (key, file, view, frame)", "passphrase to first frame", began.elapsed().as_secs_f64() * 1000.0);
    let bare = egui::Context::default();
    let bound = timed(200, || {
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1366.0, 768.0))),
            ..Default::default()
        };
        let mut out = bare.run_ui(input, |ui| {
            for i in 0..150 {
                ui.label(format!("Cell {i} of a bare list"));
            }
        });
        out.textures_delta.clear();
        std::hint::black_box(bare.tessellate(out.shapes, 1.0));
    });
    for (name, place) in [
        ("frame: pupils, scrolling", Place::Pupils),
        ("frame: staff, scrolling", Place::Staff),
        ("frame: reviews, scrolling", Place::Reviews),
        ("frame: timetable", Place::Timetable),
        ("frame: plan", Place::Plan),
        ("frame: today", Place::Today),
    ] {
        app.go(place);
        for _ in 0..5 {
            frame(&ctx, &mut app, 0.0);
        }
        let own = timed(200, || frame(&ctx, &mut app, -40.0));
        row(name, own, bound);
    }
}

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmRSS")).unwrap_or("");
    line.split_whitespace().nth(1).and_then(|k| k.parse::<u64>().ok()).unwrap_or(0) / 1024
}
