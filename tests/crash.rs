//! Kill the program at random moments while it logs: no acknowledged record may be lost, no file damaged.
//!
//! 20 kills by default; the full run is `KEYWORKER_KILLS=1000 cargo test --test crash -- --nocapture`.

mod common;

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;
use std::time::Duration;

use common::{PASSPHRASE, command, school, text};
use keyworker::example::Kind;
use keyworker::store::{self, Store};

#[test]
fn kills_lose_no_acknowledged_record_and_damage_no_file() {
    let kills: u64 = std::env::var("KEYWORKER_KILLS").ok().and_then(|k| k.parse().ok()).unwrap_or(20);
    let (_folder, path) = school(Kind::Primary);
    let ring = store::ring_beside(&path).unwrap();
    let (_, key) = ring.open_any(PASSPHRASE).unwrap();
    let open = || Store::open_with_key(&path, ring.clone(), key.clone());
    let (upn, staff, mut expected) = {
        let store = open().unwrap();
        let pupil = store::pupils(store.db()).unwrap().into_iter().find(|p| p.upn.is_some()).unwrap();
        let staff = store::staff(store.db()).unwrap()[0].name();
        (pupil.upn.unwrap(), staff, store.db().count("session").unwrap())
    };
    let mut chance = 0x5EED_u64;
    let (mut acknowledged_in_all, mut unacknowledged) = (0, 0);
    for kill in 0..kills {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut child = command(&["log", text(&path)]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        let line = format!("{{\"pupil\": \"{upn}\", \"on\": \"2026-11-03\", \"staff\": \"{staff}\", \"note\": \"kill {kill}\"}}\n");
        let feeder = std::thread::spawn(move || while input.write_all(line.as_bytes()).is_ok() {});
        let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut acknowledged = 0;
        // The first answer says that the file is open; then it dies some moment later.
        if answers.next().is_some_and(|a| a.unwrap().contains("saved")) {
            acknowledged += 1;
        }
        let counter = std::thread::spawn(move || answers.map_while(Result::ok).filter(|a| a.contains("saved")).count() as i64);
        std::thread::sleep(Duration::from_micros((chance >> 40) % 60_000));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged += counter.join().unwrap();
        feeder.join().unwrap();

        let store = open().unwrap_or_else(|e| panic!("after kill {kill}: {e}"));
        let found = store.db().count("session").unwrap();
        assert!(found >= expected + acknowledged, "kill {kill}: {acknowledged} acknowledged, {} there", found - expected);
        assert!(found <= expected + acknowledged + 1, "kill {kill}: a record that nobody was told of twice");
        unacknowledged += found - expected - acknowledged;
        acknowledged_in_all += acknowledged;
        expected = found;
        if kill % 50 == 49 || kill + 1 == kills {
            assert!(store::check(&store).unwrap().iter().all(|f| f.good), "after kill {kill} the file is not whole");
        }
    }
    println!(
        "{kills} kills: {acknowledged_in_all} acknowledged records, 0 lost; {unacknowledged} saved just before their answer; 0 damaged files"
    );
    assert!(acknowledged_in_all > 0);
}
