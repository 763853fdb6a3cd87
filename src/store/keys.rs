//! Key slots: how each person's passphrase, and the printed recovery key, open the file.
//!
//! The file's own key is 32 random bytes. Each slot holds that key, wrapped with XChaCha20-Poly1305
//! under a key that argon2id makes from a passphrase. Changing a passphrase rewrites one slot and
//! touches nothing else. The slots stand twice beside the file and inside each backup.

use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::error::{Error, Result};
use super::place::write_whole;

/// The file's own key.
pub type FileKey = Zeroizing<[u8; 32]>;

/// What argon2id costs for new slots: 64 MiB, three passes (above the OWASP ASVS 5.0 floor).
const COST: Cost = Cost { memory_kib: 64 * 1024, passes: 3, lanes: 2 };
/// A slot that asks for more than this was not written by Keyworker.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 64;

/// The slots of one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyRing {
    format: u32,
    /// Which file these slots belong to.
    pub file: Uuid,
    pub slots: Vec<KeySlot>,
}

/// One way to open the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeySlot {
    pub id: Uuid,
    /// The person's name as they choose it when opening; `Recovery key` for the printed one.
    pub label: String,
    pub kind: SlotKind,
    cost: Cost,
    salt: Hex,
    nonce: Hex,
    wrapped: Hex,
}

/// What opens a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    Person,
    Recovery,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl KeyRing {
    /// A ring without slots for a new file.
    pub fn new(file: Uuid) -> Self {
        Self { format: 1, file, slots: Vec::new() }
    }

    /// The people who can open the file.
    pub fn people(&self) -> impl Iterator<Item = &KeySlot> {
        self.slots.iter().filter(|s| s.kind == SlotKind::Person)
    }

    /// Adds a slot for a secret. A person's passphrase must have passed [`check_passphrase`].
    pub fn add(&mut self, id: Uuid, label: &str, kind: SlotKind, secret: &str, key: &FileKey) -> Result<()> {
        let typed = crate::model::normal_recovery_key(secret);
        let secret = if kind == SlotKind::Recovery { &typed } else { secret };
        let slot = KeySlot::seal(self.file, id, label, kind, secret, key)?;
        self.slots.retain(|s| s.id != id);
        self.slots.push(slot);
        Ok(())
    }

    /// Takes a slot away. The last slot of a person stays: somebody must be able to open the file.
    pub fn remove(&mut self, id: Uuid) -> Result<()> {
        if self.people().count() == 1 && self.people().any(|s| s.id == id) {
            return Err(Error::Refused("This is the only person who can open the file, so they stay. Add another person first.".into()));
        }
        self.slots.retain(|s| s.id != id);
        Ok(())
    }

    /// Opens the slot of the person named, or any recovery slot when `name` is none.
    pub fn open(&self, name: Option<&str>, secret: &str) -> Result<(Uuid, FileKey)> {
        let Some(name) = name else {
            let typed = crate::model::normal_recovery_key(secret);
            return self
                .slots
                .iter()
                .filter(|s| s.kind == SlotKind::Recovery)
                .find_map(|s| s.unseal(self.file, &typed).transpose().map(|k| k.map(|k| (s.id, k))))
                .unwrap_or(Err(Error::WrongRecoveryKey));
        };
        let wanted = name.trim().to_lowercase();
        let slot = self.people().find(|s| s.label.to_lowercase() == wanted).ok_or_else(|| Error::NoSuchPerson { name: name.to_owned() })?;
        match slot.unseal(self.file, secret)? {
            Some(key) => Ok((slot.id, key)),
            None => Err(Error::WrongPassphrase { name: slot.label.clone() }),
        }
    }

    /// Opens whichever person's slot a passphrase fits, for scripts that know no name.
    pub fn open_any(&self, secret: &str) -> Result<(Uuid, FileKey)> {
        for slot in self.people() {
            if let Some(key) = slot.unseal(self.file, secret)? {
                return Ok((slot.id, key));
            }
        }
        self.open(None, secret).map_err(|e| match e {
            Error::WrongRecoveryKey => Error::WrongPassphrase { name: "anyone".into() },
            other => other,
        })
    }

    /// Reads the slots beside a file, from the first copy or else the second.
    pub fn load(file: &Path) -> Result<Self> {
        let [first, second] = slot_paths(file);
        Self::read(&first).or_else(|error| match error {
            Error::KeysUnreasonable => Err(error),
            _ => Self::read(&second),
        })
    }

    /// Writes both copies, each whole or not at all.
    pub fn save(&self, file: &Path) -> Result<()> {
        let text = self.to_text();
        for path in slot_paths(file) {
            write_whole(&path, text.as_bytes()).map_err(Error::io("The key slots", &path))?;
        }
        Ok(())
    }

    /// As it stands beside the file and inside a backup.
    pub fn to_text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Reads [`Self::to_text`]; asks for no more than a real file would.
    pub fn from_text(text: &str) -> Result<Self> {
        let ring: Self = serde_json::from_str(text).map_err(|_| Error::KeysDamaged)?;
        for slot in &ring.slots {
            if slot.cost.memory_kib > MOST_MEMORY_KIB || slot.cost.passes > MOST_PASSES {
                return Err(Error::KeysUnreasonable);
            }
        }
        Ok(ring)
    }

    fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|_| Error::KeysDamaged)?;
        Self::from_text(&text)
    }
}

impl KeySlot {
    fn seal(file: Uuid, id: Uuid, label: &str, kind: SlotKind, secret: &str, key: &FileKey) -> Result<Self> {
        let mut salt = vec![0u8; 16];
        let mut nonce = vec![0u8; 24];
        fill_random(&mut salt)?;
        fill_random(&mut nonce)?;
        let wrapping = derive(secret, &salt, COST)?;
        let aad = bound_to(file, id, COST);
        let wrapped = XChaCha20Poly1305::new((&*wrapping).into())
            .encrypt(nonce.as_slice().try_into().map_err(|_| Error::KeysDamaged)?, Payload { msg: key.as_slice(), aad: &aad })
            .map_err(|_| Error::KeysDamaged)?;
        Ok(Self { id, label: label.trim().to_owned(), kind, cost: COST, salt: Hex(salt), nonce: Hex(nonce), wrapped: Hex(wrapped) })
    }

    /// The file's key, or none when the secret is another.
    fn unseal(&self, file: Uuid, secret: &str) -> Result<Option<FileKey>> {
        let wrapping = derive(secret, &self.salt.0, self.cost)?;
        let aad = bound_to(file, self.id, self.cost);
        let opened = XChaCha20Poly1305::new((&*wrapping).into())
            .decrypt(self.nonce.0.as_slice().try_into().map_err(|_| Error::KeysDamaged)?, Payload { msg: &self.wrapped.0, aad: &aad })
            .map(Zeroizing::new);
        match opened {
            Ok(bytes) => {
                let key: [u8; 32] = bytes.as_slice().try_into().map_err(|_| Error::KeysDamaged)?;
                Ok(Some(Zeroizing::new(key)))
            }
            Err(_) => Ok(None),
        }
    }
}

/// Refuses a passphrase that may not be used, with the reason.
pub fn check_passphrase(passphrase: &str) -> Result<()> {
    match crate::model::weak_passphrase(passphrase) {
        Some(why) => Err(Error::WeakPassphrase { why }),
        None => Ok(()),
    }
}

/// Fresh random bytes from the system.
pub fn fill_random(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|_| {
        Error::Refused(
            "This computer gave no random numbers, so no key could be made. Nothing has changed. Restart it and try again.".into(),
        )
    })
}

/// The two files beside a caseload that hold its slots.
pub fn slot_paths(file: &Path) -> [PathBuf; 2] {
    let beside = |ending: &str| {
        let mut name = file.file_name().unwrap_or_default().to_owned();
        name.push(ending);
        file.with_file_name(name)
    };
    [beside(".keys"), beside(".keys.bak")]
}

fn derive(secret: &str, salt: &[u8], cost: Cost) -> Result<Zeroizing<[u8; 32]>> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).map_err(|_| Error::KeysDamaged)?;
    let mut out = Zeroizing::new([0u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(secret.as_bytes(), salt, out.as_mut_slice())
        .map_err(|_| Error::KeysDamaged)?;
    Ok(out)
}

/// What a slot is bound to, so that it cannot be moved to another file or made cheaper to guess.
fn bound_to(file: Uuid, id: Uuid, cost: Cost) -> Vec<u8> {
    let mut bytes = b"keyworker-slot-1".to_vec();
    bytes.extend_from_slice(file.as_bytes());
    bytes.extend_from_slice(id.as_bytes());
    for part in [cost.memory_kib, cost.passes, cost.lanes] {
        bytes.extend_from_slice(&part.to_be_bytes());
    }
    bytes
}

/// Bytes that stand as hexadecimal in JSON.
#[derive(Clone, Debug, PartialEq)]
struct Hex(Vec<u8>);

impl Serialize for Hex {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&to_hex(&self.0))
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        from_hex(&text).map(Hex).ok_or_else(|| serde::de::Error::custom("not hexadecimal"))
    }
}

/// Lower-case hexadecimal.
pub(super) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Reads [`to_hex`].
pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).ok()).collect()
}
