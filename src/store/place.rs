//! Where files stand: what kind of place a path is, and how to write a file whole or not at all.
//!
//! The one module that differs between systems.

use std::io::Write as _;
use std::path::Path;

use super::error::{Error, Result};

/// Refuses places where a live SQLite file is not safe: network drives and folders that a cloud
/// service copies while the file is open.
pub fn check(path: &Path) -> Result<()> {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if let Some(service) = synced_by(&whole) {
        return Err(Error::SyncedPlace { service });
    }
    if on_network(&whole) {
        return Err(Error::NetworkPlace);
    }
    Ok(())
}

/// Writes a file so that after a crash there is either the old one or the new one, never half.
pub fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let result = (|| {
        let mut file = private_file(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, path)?;
        sync_folder(path);
        Ok(())
    })();
    if result.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    result
}

/// A new file that only this person can read.
pub fn private_file(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

/// Makes a rename in a folder last through a power cut, where the system lets us.
pub fn sync_folder(path: &Path) {
    #[cfg(unix)]
    if let Some(folder) = path.parent()
        && let Ok(folder) = std::fs::File::open(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
    {
        let _ = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// The cloud service whose folder a path stands in, known by the folder's usual name.
fn synced_by(path: &Path) -> Option<&'static str> {
    const SERVICES: [(&str, &str); 8] = [
        ("onedrive", "OneDrive"),
        ("dropbox", "Dropbox"),
        ("google drive", "Google Drive"),
        ("googledrive", "Google Drive"),
        ("icloud", "iCloud"),
        ("mobile documents", "iCloud"),
        ("nextcloud", "Nextcloud"),
        ("sharepoint", "SharePoint"),
    ];
    path.parent()?.components().find_map(|part| {
        let part = part.as_os_str().to_string_lossy().to_lowercase();
        SERVICES
            .iter()
            .find(|(sign, _)| part == *sign || part.starts_with(&format!("{sign} ")) || part.starts_with(&format!("{sign}-")))
            .map(|(_, name)| *name)
    })
}

#[cfg(target_os = "linux")]
fn on_network(path: &Path) -> bool {
    const KINDS: [&str; 9] = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "davfs"];
    let Ok(mounts) = std::fs::read_to_string("/proc/self/mounts") else { return false };
    let whole = path.parent().and_then(|p| p.canonicalize().ok()).unwrap_or_else(|| path.to_owned());
    mounts
        .lines()
        .filter_map(|line| {
            let mut parts = line.split(' ').skip(1);
            Some((parts.next()?.replace("\\040", " "), parts.next()?))
        })
        .filter(|(at, _)| whole.starts_with(at))
        .max_by_key(|(at, _)| at.len())
        .is_some_and(|(_, kind)| KINDS.contains(&kind))
}

#[cfg(windows)]
fn on_network(path: &Path) -> bool {
    use std::path::{Component, Prefix};
    const DRIVE_REMOTE: u32 = 4;
    unsafe extern "system" {
        fn GetDriveTypeW(root: *const u16) -> u32;
    }
    match path.components().next() {
        Some(Component::Prefix(prefix)) => match prefix.kind() {
            Prefix::UNC(..) | Prefix::VerbatimUNC(..) => true,
            Prefix::Disk(letter) | Prefix::VerbatimDisk(letter) => {
                let root = [u16::from(letter), u16::from(b':'), u16::from(b'\\'), 0];
                // Safety: `root` is a zero-terminated string that outlives the call.
                unsafe { GetDriveTypeW(root.as_ptr()) == DRIVE_REMOTE }
            }
            _ => false,
        },
        _ => false,
    }
}

#[cfg(not(any(target_os = "linux", windows)))]
fn on_network(_path: &Path) -> bool {
    false
}
