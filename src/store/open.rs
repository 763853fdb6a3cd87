//! Making, opening and closing a caseload file.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::keys::{FileKey, KeyRing, SlotKind, check_passphrase, fill_random, to_hex};
use super::{Db, Error, Result, Tx, capture, place};

/// Marks a SQLite file as a Keyworker caseload: "KEYW".
const APPLICATION_ID: i64 = 0x4B45_5957;
/// The frozen schema files, oldest first. A new file replays them all.
const SCHEMA: [&str; 4] = [
    include_str!("schema/001_first.sql"),
    include_str!("schema/002_whole_caseload.sql"),
    include_str!("schema/003_day_cover.sql"),
    include_str!("schema/004_support.sql"),
];
/// The format this program writes.
pub const SCHEMA_VERSION: i64 = SCHEMA.len() as i64;
/// SQLCipher's page size.
const PAGE_BYTES: u64 = 4096;
/// Files up to this size are checked page by page each time they open (0.2 s for 58 MB).
const CHECKED_ON_OPEN: u64 = 64 * 1024 * 1024;

/// An open caseload: one connection, held exclusively, and the key that reads it.
pub struct Store {
    pub(super) conn: Connection,
    path: PathBuf,
    ring: KeyRing,
    key: FileKey,
}

/// The slots that stand beside a file, so that a person can choose their name before opening it.
pub fn ring_beside(path: &Path) -> Result<KeyRing> {
    if !path.is_file() {
        return Err(Error::NotFound);
    }
    KeyRing::load(path)
}

impl Store {
    /// Makes a new file that `label` opens with `passphrase` and that `recovery` opens too.
    pub fn create(path: &Path, label: &str, slot: Uuid, passphrase: &str, recovery: &str) -> Result<Self> {
        check_passphrase(passphrase)?;
        Self::create_example(path, label, slot, passphrase, recovery)
    }

    /// Makes an example file, whose passphrase everybody may know.
    pub fn create_example(path: &Path, label: &str, slot: Uuid, passphrase: &str, recovery: &str) -> Result<Self> {
        place::check(path)?;
        if path.exists() {
            return Err(Error::AlreadyThere);
        }
        let mut key: FileKey = Zeroizing::new([0u8; 32]);
        fill_random(key.as_mut_slice())?;
        let mut random = [0u8; 16];
        fill_random(&mut random)?;
        let mut ring = KeyRing::new(uuid::Builder::from_random_bytes(random).into_uuid());
        ring.add(slot, label, SlotKind::Person, passphrase, &key)?;
        fill_random(&mut random)?;
        let recovery_slot = uuid::Builder::from_random_bytes(random).into_uuid();
        ring.add(recovery_slot, "Recovery key", SlotKind::Recovery, recovery, &key)?;

        drop(place::private_file(path).map_err(Error::io("The new file", path))?);
        let made = (|| {
            ring.save(path)?;
            let mut conn = connect(path, &key)?;
            set_up(&conn)?;
            conn.pragma_update(None, "application_id", APPLICATION_ID)?;
            migrate(&mut conn, 0, &SCHEMA)?;
            conn.execute("INSERT INTO meta (key, value) VALUES ('file', ?1)", [ring.file.to_string()])?;
            capture::install(&conn)?;
            Ok(conn)
        })();
        match made {
            Ok(conn) => Ok(Self { conn, path: path.to_owned(), ring, key }),
            Err(error) => {
                remove_files(path);
                Err(error)
            }
        }
    }

    /// Opens a file as the person named (or by the recovery key, when there is no name).
    pub fn open(path: &Path, name: Option<&str>, secret: &str) -> Result<(Self, Uuid)> {
        let ring = ring_beside(path)?;
        let (slot, key) = ring.open(name, secret)?;
        Ok((Self::open_with_key(path, ring, key)?, slot))
    }

    /// Opens a file for whomever the secret belongs to.
    pub fn open_any(path: &Path, secret: &str) -> Result<(Self, Uuid)> {
        let ring = ring_beside(path)?;
        let (slot, key) = ring.open_any(secret)?;
        Ok((Self::open_with_key(path, ring, key)?, slot))
    }

    /// Opens a file whose key is known, as after a slot was opened on another thread.
    pub fn open_with_key(path: &Path, ring: KeyRing, key: FileKey) -> Result<Self> {
        place::check(path)?;
        let length = std::fs::metadata(path).map_err(|_| Error::NotFound)?.len();
        if length < PAGE_BYTES {
            return Err(Error::Damaged);
        }
        let mut conn = connect(path, &key)?;
        set_up(&conn)?;
        let application: i64 = conn.pragma_query_value(None, "application_id", |r| r.get(0))?;
        if application != APPLICATION_ID {
            return Err(Error::NotOurs);
        }
        let version: i64 = conn.pragma_query_value(None, "user_version", |r| r.get(0))?;
        match version {
            v if v > SCHEMA_VERSION => return Err(Error::TooNew { found: v, known: SCHEMA_VERSION }),
            v if v < 1 => return Err(Error::TooOld { found: v }),
            v if v < SCHEMA_VERSION => {
                keep_earlier(&conn, path, v)?;
                migrate(&mut conn, v, &SCHEMA)?;
            }
            _ => {}
        }
        whole(&conn, path, length)?;
        let file: String = conn.query_row("SELECT value FROM meta WHERE key = 'file'", [], |r| r.get(0))?;
        if file != ring.file.to_string() {
            return Err(Error::KeysDamaged);
        }
        capture::install(&conn)?;
        Ok(Self { conn, path: path.to_owned(), ring, key })
    }

    /// Reads the present state.
    pub fn db(&self) -> Db<'_> {
        Db(&self.conn)
    }

    /// Begins a write transaction. For `ops::run` only; `tests/house.rs` holds that.
    pub fn begin(&mut self) -> Result<Tx<'_>> {
        Ok(Tx { transaction: self.conn.transaction_with_behavior(TransactionBehavior::Immediate)? })
    }

    /// Where the file stands.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its key slots.
    pub fn ring(&self) -> &KeyRing {
        &self.ring
    }

    /// Its key, for backups and for opening it again.
    pub fn key(&self) -> &FileKey {
        &self.key
    }

    /// Changes the key slots: both copies on disk are written before the change counts.
    pub fn change_ring(&mut self, change: impl FnOnce(&mut KeyRing, &FileKey) -> Result<()>) -> Result<()> {
        let mut ring = self.ring.clone();
        change(&mut ring, &self.key)?;
        ring.save(&self.path)?;
        self.ring = ring;
        Ok(())
    }

    /// Closes the file, folding its log back in. A failure here loses nothing: the log is replayed.
    pub fn close(self) -> Result<()> {
        self.conn.close().map_err(|(_, error)| error.into())
    }
}

/// A keyed connection, before anything was read.
pub(super) fn connect(path: &Path, key: &FileKey) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    let pragma = Zeroizing::new(format!("PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'{}'\";", to_hex(key.as_slice())));
    conn.execute_batch(&pragma)?;
    if conn.is_readonly("main")? {
        return Err(Error::ReadOnly);
    }
    Ok(conn)
}

/// The settings of every connection. The first read also proves that the key fits the file.
fn set_up(conn: &Connection) -> Result<()> {
    conn.busy_timeout(std::time::Duration::ZERO)?;
    conn.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get::<_, i64>(0))?;
    // WAL where the disk allows it; DELETE is as safe and a little slower.
    let mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |r| r.get(0))?;
    if mode != "wal" {
        conn.query_row("PRAGMA journal_mode = DELETE", [], |r| r.get::<_, String>(0))?;
    }
    conn.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;
         PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;
         PRAGMA cache_size = -16000;",
    )?;
    // Taking the write lock now makes a second copy fail here, with its own sentence, and not later.
    conn.execute_batch("BEGIN IMMEDIATE; COMMIT;")?;
    conn.set_prepared_statement_cache_capacity(128);
    Ok(())
}

/// Runs the schema files after `from`, all in one transaction.
fn migrate(conn: &mut Connection, from: i64, schema: &[&str]) -> Result<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    for step in &schema[from as usize..] {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "user_version", schema.len() as i64)?;
    Ok(tx.commit()?)
}

/// Keeps the file as it was before an upgrade, beside it.
fn keep_earlier(conn: &Connection, path: &Path, version: i64) -> Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".pre-v{}", version + 1));
    let kept = path.with_file_name(name);
    if kept.exists() {
        return Ok(());
    }
    conn.execute("VACUUM INTO ?1", [kept.to_string_lossy()])?;
    Ok(())
}

/// Refuses a truncated file, and one with a page that was changed outside Keyworker.
fn whole(conn: &Connection, path: &Path, length: u64) -> Result<()> {
    let pages: u64 = conn.pragma_query_value(None, "page_count", |r| r.get::<_, i64>(0))? as u64;
    let mut log = path.file_name().unwrap_or_default().to_owned();
    log.push("-wal");
    let log_is_empty = std::fs::metadata(path.with_file_name(log)).map_or(true, |m| m.len() == 0);
    if log_is_empty && length < pages * PAGE_BYTES {
        return Err(Error::Damaged);
    }
    if length <= CHECKED_ON_OPEN && !cipher_findings(conn)?.is_empty() {
        return Err(Error::Damaged);
    }
    Ok(())
}

/// What SQLCipher finds wrong with the pages on disk.
pub(super) fn cipher_findings(conn: &Connection) -> Result<Vec<String>> {
    let mut statement = conn.prepare("PRAGMA cipher_integrity_check")?;
    let rows = statement.query_map([], |r| r.get::<_, String>(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn remove_files(path: &Path) {
    let _ = std::fs::remove_file(path);
    for beside in super::keys::slot_paths(path) {
        let _ = std::fs::remove_file(beside);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upgrade_replays_only_the_newer_steps_and_a_new_file_replays_all() {
        let steps = ["CREATE TABLE a (x) STRICT_NOT", "CREATE TABLE b (x ANY) STRICT"];
        let mut conn = Connection::open_in_memory().unwrap();
        assert!(migrate(&mut conn, 0, &steps).is_err(), "a step that fails rolls the whole upgrade back");
        assert_eq!(conn.pragma_query_value(None, "user_version", |r| r.get::<_, i64>(0)).unwrap(), 0);
        migrate(&mut conn, 1, &steps).unwrap();
        assert_eq!(conn.pragma_query_value(None, "user_version", |r| r.get::<_, i64>(0)).unwrap(), 2);
    }
}
