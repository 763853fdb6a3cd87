//! What can go wrong with a file, each as a sentence for the person: what happened, what is safe,
//! what to do next.

use std::path::PathBuf;

/// A failure of the store. `Display` is for the person; [`Error::detail`] is for the log.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(
        "That passphrase does not open this file for {name}. Nothing has changed. Check Caps Lock and try again, or use the recovery key."
    )]
    WrongPassphrase { name: String },
    #[error("That recovery key does not open this file. Nothing has changed. Check the printed sheet, letter by letter.")]
    WrongRecoveryKey,
    #[error("Nobody called “{name}” can open this file. Choose a name from the list.")]
    NoSuchPerson { name: String },
    #[error("This passphrase cannot be used: {why}. Nothing has changed.")]
    WeakPassphrase { why: &'static str },
    #[error(
        "Keyworker already has this file open, in another window or for another person on this laptop. Nothing is lost. Use that window, or close it and try again."
    )]
    InUse,
    #[error(
        "This file cannot be written to. Nothing has changed in it. Ask IT support to take away its “read-only” mark or to give you the right to change it."
    )]
    ReadOnly,
    #[error(
        "The disk is full, so this was not saved. Everything saved before is safe, and what you typed is still on the screen. Free some space, then save again."
    )]
    DiskFull,
    #[error(
        "The disk could not be read or written just now, so this was not saved. Everything saved before is safe. Check that the drive is still connected, then try again."
    )]
    DiskTrouble,
    #[error("There is no file at this place. It may have been moved or renamed. Look for it with “Open…”, or restore a backup.")]
    NotFound,
    #[error("There is already a file of this name. Nothing has changed. Choose another name.")]
    AlreadyThere,
    #[error(
        "This file is damaged, so Keyworker has not opened it and has changed nothing in it. Restore the newest backup: every backup was checked when it was made."
    )]
    Damaged,
    #[error(
        "This file's key slots are missing or damaged, both copies of them. The records are still there, encrypted. Put back the “.keys” file from beside it, or restore a backup, which holds the slots too."
    )]
    KeysDamaged,
    #[error(
        "This file asks for more memory to open than any real Keyworker file does, so it was not opened. It may have been tampered with. Restore a backup."
    )]
    KeysUnreasonable,
    #[error("This is not a Keyworker file. Nothing has changed in it.")]
    NotOurs,
    #[error(
        "This file was written by a newer Keyworker (format {found}; this one knows {known}). Nothing has changed in it. Ask IT support to update Keyworker on this laptop."
    )]
    TooNew { found: i64, known: i64 },
    #[error(
        "This file was written by a Keyworker too old to be read here (format {found}). Nothing has changed in it. Open it once with an earlier release first."
    )]
    TooOld { found: i64 },
    #[error(
        "This place is on a network drive, where a live file can be damaged without a word. Nothing has changed. Keep the file on this laptop, and let its backups go to the network."
    )]
    NetworkPlace,
    #[error(
        "This place is in a folder that {service} copies while you work, where a live file can be damaged without a word. Nothing has changed. Keep the file outside that folder; its backups may go there."
    )]
    SyncedPlace { service: &'static str },
    #[error("This backup is damaged, so nothing was restored from it and nothing has changed. Choose another backup.")]
    BackupDamaged,
    #[error("{0}")]
    Refused(String),
    #[error(
        "The file could not do that. Nothing was changed, and everything saved before is safe. Try again; if it happens again, make a backup and tell IT support."
    )]
    Sqlite(#[source] rusqlite::Error),
    #[error("{what} could not be read or written. Nothing else has changed. Check that the place exists and that you may write there.")]
    Io {
        what: &'static str,
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
}

/// The store's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// What a log may say: no path and no pupil data.
    pub fn detail(&self) -> String {
        match self {
            Self::Sqlite(rusqlite::Error::SqliteFailure(code, _)) => format!("sqlite {}", code.extended_code),
            Self::Sqlite(_) => "sqlite: unexpected value or statement".into(),
            Self::Io { source, .. } => format!("io {:?}", source.kind()),
            other => format!("{:?}", std::mem::discriminant(other)),
        }
    }

    /// An I/O failure as the sentence it deserves.
    pub(super) fn io(what: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| match source.kind() {
            std::io::ErrorKind::StorageFull => Self::DiskFull,
            std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied => Self::ReadOnly,
            _ => Self::Io { what, path, source },
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::InUse,
            Some(Code::DiskFull) => Self::DiskFull,
            Some(Code::ReadOnly) => Self::ReadOnly,
            Some(Code::SystemIoFailure) => Self::DiskTrouble,
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => Self::Damaged,
            Some(Code::CannotOpen) => Self::ReadOnly,
            _ => Self::Sqlite(error),
        }
    }
}
