//! Backups: whole encrypted copies, each checked before it counts, that open without anything else.
//!
//! A backup is one file: a line that names the format, a JSON header (when, what it holds, the key
//! slots, the head of the audit chain, a digest) and the encrypted database. It is written once and
//! never changed, so a network or cloud folder is a fine place for it.

use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDateTime, Timelike};
use rusqlite::backup::Backup;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::keys::{FileKey, KeyRing, to_hex};
use super::open::{cipher_findings, connect};
use super::{Db, Error, Result, Store, journal, place};

const FIRST_LINE: &str = "Keyworker backup 1\n";
/// Ending of a backup's file name.
const ENDING: &str = "kwbackup";

/// What a file holds, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub pupils: i64,
    pub staff: i64,
    pub targets: i64,
    pub sessions: i64,
    pub audit: i64,
}

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BackupInfo {
    #[serde(skip)]
    pub path: PathBuf,
    /// Unix milliseconds.
    pub made_at: i64,
    /// Local wall time, for people and for pruning.
    pub made_local: NaiveDateTime,
    pub counts: Counts,
    /// Head of the audit chain when it was made: an anchor outside the file.
    pub audit_head: String,
    ring: KeyRing,
    length: u64,
    sha256: String,
}

impl BackupInfo {
    /// The key slots inside: who can open what it holds.
    pub fn ring(&self) -> &KeyRing {
        &self.ring
    }
}

/// Where a file's backups go unless the school says otherwise.
pub fn backup_folder(data_folder: &Path, ring: &KeyRing) -> PathBuf {
    data_folder.join("backups").join(ring.file.simple().to_string())
}

/// A backup whose pages are copied and which still has to be checked, wrapped and named.
pub struct RunningBackup {
    copy: PathBuf,
    folder: PathBuf,
    key: FileKey,
    info: BackupInfo,
}

impl RunningBackup {
    /// Copies the file's pages as they stand. Quick; what follows may run on another thread.
    pub fn begin(store: &Store, folder: &Path, made_at: i64, made_local: NaiveDateTime) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(Error::io("The backup folder", folder))?;
        let copy = folder.join(format!("{}.copying", file_stem(store.ring(), made_local)));
        drop(place::private_file(&copy).map_err(Error::io("The backup", &copy))?);
        let mut target = connect(&copy, store.key())?;
        Backup::new(&store.conn, &mut target)?.run_to_completion(4096, std::time::Duration::ZERO, None)?;
        target.close().map_err(|(_, e)| Error::from(e))?;
        let (_, audit_head) = journal::head(store.db())?;
        let info = BackupInfo {
            path: PathBuf::new(),
            made_at,
            made_local,
            counts: counts(store.db())?,
            audit_head,
            ring: store.ring().clone(),
            length: 0,
            sha256: String::new(),
        };
        Ok(Self { copy, folder: folder.to_owned(), key: store.key().clone(), info })
    }

    /// Checks the copy page by page, counts it, wraps it, reads it back, and only then prunes.
    pub fn finish(self) -> Result<BackupInfo> {
        let done = self.wrap();
        let _ = std::fs::remove_file(&self.copy);
        let info = done?;
        prune(&self.folder, info.ring.file, info.made_local)?;
        Ok(info)
    }

    fn wrap(&self) -> Result<BackupInfo> {
        let conn = connect(&self.copy, &self.key)?;
        let sound: String = conn.query_row("PRAGMA quick_check(1)", [], |r| r.get(0))?;
        if sound != "ok" || !cipher_findings(&conn)?.is_empty() || counts(Db(&conn))? != self.info.counts {
            return Err(Error::BackupDamaged);
        }
        conn.close().map_err(|(_, e)| Error::from(e))?;

        let mut info = self.info.clone();
        (info.length, info.sha256) = digest(&self.copy)?;
        info.path = self.folder.join(format!("{}.{ENDING}", file_stem(&info.ring, info.made_local)));
        let part = info.path.with_extension("part");
        let written = (|| {
            let mut out = BufWriter::new(place::private_file(&part)?);
            let header = serde_json::to_string(&info).map_err(std::io::Error::other)?;
            writeln!(out, "{}{header}", FIRST_LINE)?;
            std::io::copy(&mut std::fs::File::open(&self.copy)?, &mut out)?;
            out.flush()?;
            out.get_ref().sync_all()?;
            std::fs::rename(&part, &info.path)?;
            place::sync_folder(&info.path);
            Ok(())
        })();
        written.map_err(|e| {
            let _ = std::fs::remove_file(&part);
            Error::io("The backup", &info.path)(e)
        })?;
        // Read back from the disk: what cannot be read back is no backup.
        let again = survey_one(&info.path)?;
        if again.sha256 != info.sha256 || again.counts != info.counts {
            return Err(Error::BackupDamaged);
        }
        Ok(info)
    }
}

/// The backups in a folder, the newest first. Files that are not whole are left out.
pub fn survey(folder: &Path) -> Vec<BackupInfo> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<BackupInfo> = entries
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.extension().is_some_and(|e| e == ENDING))
        .filter_map(|p| Some(header(&p).ok()?.0))
        .collect();
    found.sort_by_key(|b| std::cmp::Reverse(b.made_at));
    found
}

/// Reads one backup and makes sure that every byte of it is there.
pub fn survey_one(path: &Path) -> Result<BackupInfo> {
    let (info, start) = header(path)?;
    let mut file = std::fs::File::open(path).map_err(|_| Error::BackupDamaged)?;
    file.seek(SeekFrom::Start(start)).map_err(|_| Error::BackupDamaged)?;
    let (length, sha256) = digest_of(file)?;
    if length != info.length || sha256 != info.sha256 {
        return Err(Error::BackupDamaged);
    }
    Ok(info)
}

/// Puts back what a backup holds as a new file, with its key slots beside it.
pub fn restore(backup: &Path, out: &Path) -> Result<BackupInfo> {
    let info = survey_one(backup)?;
    place::check(out)?;
    let beside = |ending: &str| {
        let mut name = out.file_name().unwrap_or_default().to_owned();
        name.push(ending);
        out.with_file_name(name)
    };
    // A log left by a crash would be replayed into the restored file.
    if out.exists() || beside("-wal").exists() || beside("-journal").exists() {
        return Err(Error::AlreadyThere);
    }
    let (_, start) = header(backup)?;
    let part = out.with_extension("restoring");
    let copied = (|| {
        let mut from = std::fs::File::open(backup)?;
        from.seek(SeekFrom::Start(start))?;
        let mut to = place::private_file(&part)?;
        std::io::copy(&mut from, &mut to)?;
        to.sync_all()
    })();
    copied.map_err(Error::io("The restored file", &part))?;
    info.ring.save(out)?;
    std::fs::rename(&part, out).map_err(Error::io("The restored file", out))?;
    place::sync_folder(out);
    Ok(info)
}

/// Takes away backups that no kept span needs: the newest of each of the last 24 hours, 12 days,
/// 10 weeks and 9 months that have one stay.
fn prune(folder: &Path, file: uuid::Uuid, now: NaiveDateTime) -> Result<()> {
    // Other caseloads' backups in the same folder are not this one's to take away.
    let all: Vec<BackupInfo> = survey(folder).into_iter().filter(|b| b.ring.file == file).collect();
    let times: Vec<NaiveDateTime> = all.iter().map(|b| b.made_local).collect();
    let kept = kept(&times, now);
    for (backup, keep) in all.iter().zip(kept) {
        if !keep {
            std::fs::remove_file(&backup.path).map_err(Error::io("An old backup", &backup.path))?;
        }
    }
    Ok(())
}

/// Which of these backups, the newest first, stay. One from the future (a clock put back) always does.
fn kept(times: &[NaiveDateTime], now: NaiveDateTime) -> Vec<bool> {
    let mut keep: Vec<bool> = times.iter().map(|t| *t > now).collect();
    type Span = fn(&NaiveDateTime) -> (i32, u32, u32);
    let spans: [(usize, Span); 4] = [
        (24, |t| (t.year(), t.ordinal(), t.hour())),
        (12, |t| (t.year(), t.ordinal(), 0)),
        (10, |t| (t.iso_week().year(), t.iso_week().week(), 0)),
        (9, |t| (t.year(), t.month(), 0)),
    ];
    for (most, span) in spans {
        let mut last = None;
        let mut spans_kept = 0;
        for (time, keep) in times.iter().zip(&mut keep) {
            if spans_kept < most && last != Some(span(time)) {
                last = Some(span(time));
                spans_kept += 1;
                *keep = true;
            }
        }
    }
    keep
}

fn header(path: &Path) -> Result<(BackupInfo, u64)> {
    let broken = |_| Error::BackupDamaged;
    let mut reader = BufReader::new(std::fs::File::open(path).map_err(|_| Error::NotFound)?);
    let mut first = [0u8; FIRST_LINE.len()];
    reader.read_exact(&mut first).map_err(broken)?;
    if first != FIRST_LINE.as_bytes() {
        return Err(Error::BackupDamaged);
    }
    let mut line = Vec::new();
    use std::io::BufRead as _;
    reader.by_ref().take(1 << 20).read_until(b'\n', &mut line).map_err(broken)?;
    let mut info: BackupInfo = serde_json::from_slice(&line).map_err(|_| Error::BackupDamaged)?;
    KeyRing::from_text(&info.ring.to_text())?;
    info.path = path.to_owned();
    Ok((info, (FIRST_LINE.len() + line.len()) as u64))
}

fn digest(path: &Path) -> Result<(u64, String)> {
    digest_of(std::fs::File::open(path).map_err(Error::io("The backup", path))?)
}

fn digest_of(mut reader: impl Read) -> Result<(u64, String)> {
    let mut sha = Sha256::new();
    let mut length = 0;
    let mut buffer = vec![0u8; 1 << 16];
    loop {
        match reader.read(&mut buffer).map_err(|_| Error::BackupDamaged)? {
            0 => return Ok((length, to_hex(&sha.finalize()))),
            n => {
                sha.update(&buffer[..n]);
                length += n as u64;
            }
        }
    }
}

fn counts(db: Db) -> Result<Counts> {
    Ok(Counts {
        pupils: db.count("pupil")?,
        staff: db.count("staff")?,
        targets: db.count("target")?,
        sessions: db.count("session")?,
        audit: db.count("audit")?,
    })
}

fn file_stem(ring: &KeyRing, at: NaiveDateTime) -> String {
    let file = ring.file.simple().to_string();
    format!("keyworker-{}-{}", &file[..6], at.format("%Y%m%d-%H%M%S"))
}

/// Local wall time of a moment, where only the moment is known.
#[cfg(test)]
fn wall(millis: i64) -> NaiveDateTime {
    chrono::DateTime::from_timestamp_millis(millis).unwrap_or_default().naive_utc()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn a_year_of_half_hourly_backups_thins_to_the_promised_spans() {
        let now = wall(1_795_000_000_000);
        let times: Vec<NaiveDateTime> = (0..365 * 48).map(|i| now - TimeDelta::minutes(30 * i)).collect();
        let keep = kept(&times, now);
        let stay: Vec<_> = times.iter().zip(&keep).filter(|(_, k)| **k).map(|(t, _)| *t).collect();
        assert_eq!(stay.iter().filter(|t| now - **t < TimeDelta::hours(23)).count(), 24);
        assert!(stay.len() <= 24 + 12 + 10 + 9);
        let oldest = stay.last().unwrap();
        assert!(now - *oldest > TimeDelta::days(230), "the ninth month back is still there");
    }

    #[test]
    fn a_backup_from_the_future_is_never_pruned() {
        let now = wall(1_795_000_000_000);
        let mut times: Vec<NaiveDateTime> = (0..100).map(|i| now + TimeDelta::minutes(100 - i)).collect();
        times.push(now);
        assert!(kept(&times, now)[..100].iter().all(|k| *k));
    }
}
