//! The file: what opens it, what it refuses, what it survives.

mod common;

use std::fs;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use common::{PASSPHRASE, keyworker, now, open_school, refused, said, school, text};
use keyworker::example::Kind;
use keyworker::model::{AccessId, AccessRole, Change, Mint};
use keyworker::ops::{self, Desk};
use keyworker::store::{self, Error, RunningBackup, Store, recovery};

#[test]
fn a_new_file_opens_by_passphrase_and_by_recovery_key_and_by_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.keyworker");
    let key = recovery::fresh().unwrap();
    let slot: AccessId = Mint::new(0, 1).fresh();
    Store::create(&path, "Sam Reed", slot.0, "four random words here", &key).unwrap().close().unwrap();
    Store::open(&path, Some("sam reed"), "four random words here").unwrap();
    Store::open(&path, None, &key.to_lowercase().replace('-', " ")).unwrap();
    assert!(matches!(Store::open(&path, Some("Sam Reed"), "four random words her"), Err(Error::WrongPassphrase { .. })));
    assert!(matches!(Store::open(&path, None, "00000-00000-00000-00000-00000-00000"), Err(Error::WrongRecoveryKey)));
    assert!(matches!(Store::create(&path, "Sam Reed", slot.0, "four random words here", &key), Err(Error::AlreadyThere)));
    let weak = folder.path().join("weak.keyworker");
    assert!(matches!(Store::create(&weak, "Sam Reed", slot.0, "password", &key), Err(Error::WeakPassphrase { .. })));
    assert!(!weak.exists(), "a refused file leaves nothing behind");
}

#[test]
fn nothing_of_the_content_can_be_read_from_the_disk() {
    let (folder, _) = school(Kind::Primary);
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        for word in [&b"wobble cushion"[..], b"SQLite format 3", b"Library corner"] {
            assert!(!bytes.windows(word.len()).any(|w| w == word), "{} shows “{}”", path.display(), String::from_utf8_lossy(word));
        }
    }
}

#[test]
fn people_are_added_changed_and_ended() {
    let (_folder, path, mut desk) = open_school(Kind::Primary);
    ops::add_person(&mut desk, "Robin Vale", AccessRole::Lsa, None, "robin likes long walks", now()).unwrap();
    let again = ops::add_person(&mut desk, "robin vale", AccessRole::Lsa, None, "robin likes long walks", now());
    assert!(matches!(again, Err(Error::Refused(_))), "two people cannot share a name to sign in with");
    assert_eq!(desk.steps().unwrap().0, None, "access is changed back, not undone");
    let own = desk.person.name.clone();
    ops::change_passphrase(&mut desk, PASSPHRASE, "a better one than that", now()).unwrap();
    desk.store.close().unwrap();

    assert!(Store::open(&path, Some(&own), PASSPHRASE).is_err());
    let (store, slot) = Store::open(&path, Some("Robin Vale"), "robin likes long walks").unwrap();
    let robin = keyworker::cli::person_of(&store, AccessId(slot)).unwrap();
    assert_eq!(robin.role, AccessRole::Lsa);
    let stranger: AccessId = Mint::new(0, 99).fresh();
    assert!(
        keyworker::cli::person_of(&store, stranger).is_err(),
        "a slot without a record of its person is nobody's, least of all a SENDCO's"
    );
    let mut as_robin = Desk::new(store, robin.clone(), 3);
    assert!(matches!(ops::end_person(&mut as_robin, robin.id, now()), Err(Error::Refused(_))), "an LSA ends nobody");
    as_robin.store.close().unwrap();

    let (store, slot) = Store::open(&path, Some(&own), "a better one than that").unwrap();
    let person = keyworker::cli::person_of(&store, AccessId(slot)).unwrap();
    let mut desk = Desk::new(store, person, 4);
    ops::end_person(&mut desk, robin.id, now()).unwrap();
    desk.store.close().unwrap();
    assert!(matches!(Store::open(&path, Some("Robin Vale"), "robin likes long walks"), Err(Error::NoSuchPerson { .. })));
}

#[test]
fn one_lost_copy_of_the_slots_is_no_loss_and_two_have_their_sentence() {
    let (_folder, path) = school(Kind::Empty);
    let keys = Path::new(&format!("{}.keys", path.display())).to_owned();
    fs::write(&keys, "half a fi").unwrap();
    Store::open_any(&path, PASSPHRASE).unwrap();
    fs::remove_file(&keys).unwrap();
    Store::open_any(&path, PASSPHRASE).unwrap();
    fs::remove_file(format!("{}.bak", keys.display())).unwrap();
    assert!(matches!(Store::open_any(&path, PASSPHRASE), Err(Error::KeysDamaged)));
}

#[test]
fn a_slot_that_asks_for_a_mountain_of_memory_is_refused_before_it_gets_it() {
    let (_folder, path) = school(Kind::Empty);
    for ending in [".keys", ".keys.bak"] {
        let keys = format!("{}{ending}", path.display());
        let text = fs::read_to_string(&keys).unwrap().replace("\"memory_kib\": 65536", "\"memory_kib\": 4000000000");
        fs::write(&keys, text).unwrap();
    }
    assert!(matches!(Store::open_any(&path, PASSPHRASE), Err(Error::KeysUnreasonable)));
}

#[test]
fn a_second_copy_of_the_app_is_told_so() {
    let (_folder, path, desk) = open_school(Kind::Empty);
    assert!(matches!(Store::open_any(&path, PASSPHRASE), Err(Error::InUse)));
    assert!(refused(&keyworker(&["pupils", text(&path)])).contains("already has this file open"));
    desk.store.close().unwrap();
    Store::open_any(&path, PASSPHRASE).unwrap();
}

#[test]
fn damage_is_noticed_before_anything_is_written() {
    let (folder, path) = school(Kind::Primary);
    let whole = fs::read(&path).unwrap();
    let ring = store::ring_beside(&path).unwrap();
    let (_, key) = ring.open_any(PASSPHRASE).unwrap();
    let open = || Store::open_with_key(&path, ring.clone(), key.clone());
    let pages = whole.len() / 4096;
    for page in (0..pages).step_by((pages / 40).max(1)) {
        let mut bytes = whole.clone();
        bytes[page * 4096 + 1234] ^= 1;
        fs::write(&path, &bytes).unwrap();
        assert!(matches!(open(), Err(Error::Damaged)), "one bit in page {page}");
        assert_eq!(fs::read(&path).unwrap(), bytes, "a damaged file is left as it is");
    }
    for length in [0, 1, 4095, 4096, 4097, whole.len() / 2, whole.len() - 4096, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        assert!(matches!(open(), Err(Error::Damaged)), "cut to {length} bytes");
    }
    fs::write(&path, &whole).unwrap();
    open().unwrap();
    fs::write(folder.path().join("letter.keyworker"), "Dear head,").unwrap();
    assert!(Store::open_any(&folder.path().join("letter.keyworker"), PASSPHRASE).is_err());
    assert!(matches!(Store::open_any(&folder.path().join("none.keyworker"), PASSPHRASE), Err(Error::NotFound)));
}

#[test]
fn files_of_other_versions_have_their_own_sentence() {
    for (version, expected) in [(99, "newer Keyworker"), (0, "too old")] {
        let (_folder, path) = school(Kind::Empty);
        let ring = store::ring_beside(&path).unwrap();
        let (_, key) = ring.open_any(PASSPHRASE).unwrap();
        let hex: String = key.iter().map(|b| format!("{b:02x}")).collect();
        let conn = rusqlite::Connection::open(&path).unwrap();
        conn.execute_batch(&format!("PRAGMA key = \"x'{hex}'\"; PRAGMA user_version = {version};")).unwrap();
        drop(conn);
        let why = Store::open_any(&path, PASSPHRASE).err().unwrap().to_string();
        assert!(why.contains(expected), "{why}");
    }
}

#[test]
fn synced_places_are_refused_and_named() {
    let folder = tempfile::tempdir().unwrap();
    for (name, service) in [("OneDrive - Example School", "OneDrive"), ("Dropbox", "Dropbox"), ("iCloud", "iCloud")] {
        let synced = folder.path().join(name);
        fs::create_dir(&synced).unwrap();
        let out = synced.join("school.keyworker");
        let why = refused(&keyworker(&["example", "--school", "empty", "--out", text(&out)]));
        assert!(why.contains(service), "{why}");
        assert!(!out.exists());
    }
}

#[cfg(unix)]
#[test]
fn a_read_only_file_has_its_own_sentence() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, path) = school(Kind::Empty);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    // The superuser may write to anything, so this holds for everybody else only.
    if fs::OpenOptions::new().write(true).open(&path).is_ok() {
        println!("left out: this user can write to read-only files");
        return;
    }
    assert!(matches!(Store::open_any(&path, PASSPHRASE), Err(Error::ReadOnly)));
    drop(folder);
}

#[test]
fn a_full_disk_refuses_in_words_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mounted = std::process::Command::new("mount").args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"]).arg(folder.path()).output();
    if !mounted.is_ok_and(|m| m.status.success()) {
        println!("left out: no small disk can be mounted here");
        return;
    }
    let path = folder.path().join("small.keyworker");
    let mut desk = keyworker::cli::make_example(&path, Kind::Empty, 1, common::today()).unwrap();
    let mut acknowledged = 0;
    let why = loop {
        let id = desk.mint(now()).fresh();
        let mut pupil = keyworker::model::Pupil::named(id, "Ada", &format!("Number {acknowledged}"));
        pupil.must_know = "x".repeat(20_000);
        match desk.carry_out(Change::SavePupil { pupil, status: keyworker::model::SenStatus::K, since: None }, now()) {
            Ok(_) => acknowledged += 1,
            Err(why) => break why,
        }
        assert!(acknowledged < 2_000, "the disk never filled");
    };
    assert!(matches!(why, Error::DiskFull), "{why}");
    assert!(acknowledged > 3);
    assert_eq!(desk.store.db().count("pupil").unwrap(), acknowledged, "the window goes on with what was saved");
    drop(desk);
    let (store, _) = Store::open_any(&path, PASSPHRASE).unwrap();
    assert_eq!(store.db().count("pupil").unwrap(), acknowledged);
    assert!(store::check(&store).unwrap().iter().all(|f| f.good));
    drop(store);
    let _ = std::process::Command::new("umount").arg(folder.path()).output();
}

#[test]
fn a_backup_alone_brings_everything_back() {
    let (folder, path, desk) = open_school(Kind::Primary);
    let pupils = desk.store.db().count("pupil").unwrap();
    let backups = folder.path().join("backups");
    let info = RunningBackup::begin(&desk.store, &backups, now().millis(), now().local).unwrap().finish().unwrap();
    desk.store.close().unwrap();
    let copy = tempfile::tempdir().unwrap();
    let carried = copy.path().join("carried.kwbackup");
    fs::copy(&info.path, &carried).unwrap();
    let out = copy.path().join("restored.keyworker");
    store::restore(&carried, &out).unwrap();
    assert!(matches!(store::restore(&carried, &out), Err(Error::AlreadyThere)));
    let (store, _) = Store::open_any(&out, PASSPHRASE).unwrap();
    assert_eq!(store.db().count("pupil").unwrap(), pupils);
    assert_eq!(store::survey(&backups).len(), 1);
    drop(path);

    let mut file = fs::OpenOptions::new().read(true).write(true).open(&carried).unwrap();
    file.seek(SeekFrom::End(-5_000)).unwrap();
    let mut byte = [0];
    file.read_exact(&mut byte).unwrap();
    file.seek(SeekFrom::End(-5_000)).unwrap();
    file.write_all(&[byte[0] ^ 1]).unwrap();
    let damaged = copy.path().join("no.keyworker");
    assert!(matches!(store::restore(&carried, &damaged), Err(Error::BackupDamaged)));
    assert!(!damaged.exists(), "nothing is restored from a damaged backup");
}

#[test]
fn check_finds_nothing_wrong_with_a_good_file() {
    let (_folder, path) = school(Kind::Primary);
    let answer: serde_json::Value = serde_json::from_str(&said(&keyworker(&["check", text(&path), "--json"]))).unwrap();
    assert_eq!(answer["good"], true, "{answer}");
}

#[test]
fn without_a_display_the_program_says_what_works() {
    let why = refused(&keyworker(&[]));
    assert!(why.contains("no display") && why.contains("backup"), "{why}");
}

#[test]
fn backups_of_two_files_in_one_folder_leave_each_other_alone() {
    let shared = tempfile::tempdir().unwrap();
    let (_one, _, first) = open_school(Kind::Empty);
    let (_two, _, second) = open_school(Kind::Empty);
    for desk in [&first, &second, &first] {
        RunningBackup::begin(&desk.store, shared.path(), now().millis(), now().local).unwrap().finish().unwrap();
    }
    let files: std::collections::HashSet<_> = store::survey(shared.path()).iter().map(|b| b.ring().file).collect();
    assert_eq!(files.len(), 2);
}
