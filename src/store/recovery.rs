//! The printed recovery key: six groups of five letters and digits, easy to read back.
//!
//! 28 characters carry 140 random bits in Crockford's base 32 (no I, L, O, U); the last two are a
//! check, so that a slip of the pen is noticed before the slow derivation runs.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::error::Result;
use super::keys::fill_random;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A fresh recovery key as printed: `XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX`.
pub fn fresh() -> Result<Zeroizing<String>> {
    let mut random = Zeroizing::new([0u8; 28]);
    fill_random(random.as_mut_slice())?;
    let mut key: String = random.iter().map(|b| char::from(ALPHABET[usize::from(b % 32)])).collect();
    key.push_str(&check_letters(&key));
    let groups: Vec<&str> = (0..6).map(|i| &key[i * 5..i * 5 + 5]).collect();
    Ok(Zeroizing::new(groups.join("-")))
}

/// What was typed, as it goes into the derivation: capitals, no gaps, look-alikes mended.
pub fn normalise(typed: &str) -> Zeroizing<String> {
    let plain = typed
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    Zeroizing::new(plain)
}

/// Whether the check letters fit: false means a slip in copying, not a wrong key.
pub fn looks_right(typed: &str) -> bool {
    let plain = normalise(typed);
    plain.is_ascii() && plain.len() == 30 && check_letters(&plain[..28]) == plain[28..]
}

/// One of the six groups of a printed key, counted from 1.
pub fn group(key: &str, number: usize) -> &str {
    key.split('-').nth(number.saturating_sub(1)).unwrap_or("")
}

fn check_letters(first: &str) -> String {
    let digest = Sha256::digest(first.as_bytes());
    digest.iter().take(2).map(|b| char::from(ALPHABET[usize::from(b % 32)])).collect()
}
