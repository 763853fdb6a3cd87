//! What opens a file: rules for passphrases, and the form of the printed recovery key.
//!
//! A recovery key is six groups of five letters and digits. 28 characters carry 140 random bits in
//! Crockford's base 32 (no I, L, O, U); the last two are a check, so that a slip of the pen is noticed
//! before the slow derivation runs.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Why a passphrase may not be used: eight characters at least, no rule about their kinds, and none of
/// those that everybody tries first (OWASP ASVS 5.0, 6.2).
pub fn weak_passphrase(passphrase: &str) -> Option<&'static str> {
    const TRIED_FIRST: [&str; 12] = [
        "password",
        "passw0rd",
        "password1",
        "password123",
        "12345678",
        "123456789",
        "1234567890",
        "qwertyui",
        "qwerty123",
        "iloveyou",
        "keyworker",
        "letmein1",
    ];
    if passphrase.chars().count() < 8 {
        return Some("it needs eight characters at least; four random words are best");
    }
    if TRIED_FIRST.contains(&passphrase.to_lowercase().as_str()) {
        return Some("it is one of those that people try first; four random words are best");
    }
    None
}

/// A recovery key from 28 random bytes, as printed: `XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX`.
pub fn recovery_key(random: &[u8; 28]) -> Zeroizing<String> {
    let mut key: String = random.iter().map(|b| char::from(ALPHABET[usize::from(b % 32)])).collect();
    key.push_str(&check_letters(&key));
    let groups: Vec<&str> = (0..6).map(|i| &key[i * 5..i * 5 + 5]).collect();
    Zeroizing::new(groups.join("-"))
}

/// A recovery key as typed, as it goes into the derivation: capitals, no gaps, look-alikes mended.
pub fn normal_recovery_key(typed: &str) -> Zeroizing<String> {
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
pub fn recovery_key_looks_right(typed: &str) -> bool {
    let plain = normal_recovery_key(typed);
    plain.is_ascii() && plain.len() == 30 && check_letters(&plain[..28]) == plain[28..]
}

/// One of the six groups of a printed key, counted from 1.
pub fn recovery_group(key: &str, number: usize) -> &str {
    key.split('-').nth(number.saturating_sub(1)).unwrap_or("")
}

fn check_letters(first: &str) -> String {
    let digest = Sha256::digest(first.as_bytes());
    digest.iter().take(2).map(|b| char::from(ALPHABET[usize::from(b % 32)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_key_survives_handwriting_but_not_a_wrong_letter() {
        let key = recovery_key(&[7; 28]);
        assert_eq!(key.len(), 35);
        assert!(recovery_key_looks_right(&key));
        assert!(recovery_key_looks_right(&key.to_lowercase().replace('-', " ")));
        let wrong = key.replacen('7', "8", 1);
        assert!(!recovery_key_looks_right(&wrong));
        assert_eq!(recovery_group(&key, 2), &key[6..11]);
    }

    #[test]
    fn passphrases_are_judged_by_length_and_fame_only() {
        assert!(weak_passphrase("short").is_some());
        assert!(weak_passphrase("Password123").is_some());
        assert!(weak_passphrase("correct horse battery").is_none());
        assert!(weak_passphrase("ßüß éèê").is_some());
    }
}
