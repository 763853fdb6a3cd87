//! The check letter of a unique pupil number.

/// What a UPN's form says. It is only ever a warning: a pupil with a wrong UPN is still a pupil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpnCheck {
    Good,
    /// A temporary UPN (it ends in a letter) with a fitting check letter.
    Temporary,
    /// The right shape, but the first letter should be this one.
    WrongLetter(char),
    /// Not the shape of a UPN.
    WrongShape,
}

impl UpnCheck {
    /// The warning, if there is one.
    pub fn warning(&self) -> Option<String> {
        match self {
            Self::Good | Self::Temporary => None,
            Self::WrongLetter(right) => {
                Some(format!("UPN: the check letter does not fit the digits ({right} would). Check it against the register"))
            }
            Self::WrongShape => Some("UPN: this is not a letter and twelve digits. Check it against the register".into()),
        }
    }
}

/// Checks a UPN: sum of digit times position over positions 2 to 13, modulo 23, read off the alphabet
/// without I, O and S; the last letter of a temporary UPN counts with its place in that alphabet.
///
/// Source: govtalk UniquePupilNumber 2.0 and python-stdnum `gb.upn`; `B801200005001` is good.
pub fn check_upn(upn: &str) -> UpnCheck {
    const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";
    let text = upn.trim().to_ascii_uppercase();
    let bytes = text.as_bytes();
    let value = |b: u8| LETTERS.iter().position(|l| *l == b);
    if bytes.len() != 13 || value(bytes[0]).is_none() || !bytes[1..12].iter().all(u8::is_ascii_digit) {
        return UpnCheck::WrongShape;
    }
    let temporary = !bytes[12].is_ascii_digit();
    let last = if temporary { value(bytes[12]) } else { Some(usize::from(bytes[12] - b'0')) };
    let Some(last) = last else { return UpnCheck::WrongShape };
    let sum: usize = bytes[1..12].iter().enumerate().map(|(i, b)| usize::from(b - b'0') * (i + 2)).sum::<usize>() + last * 13;
    let right = LETTERS[sum % 23];
    match (right == bytes[0], temporary) {
        (true, false) => UpnCheck::Good,
        (true, true) => UpnCheck::Temporary,
        (false, _) => UpnCheck::WrongLetter(char::from(right)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_letters_fit_or_are_named() {
        for (upn, expected) in [
            ("B801200005001", UpnCheck::Good),
            ("U502400200093", UpnCheck::Good),
            ("b801200005001 ", UpnCheck::Good),
            ("Q207000016049", UpnCheck::WrongLetter('P')),
            ("A123456789012", UpnCheck::Good),
            ("B123456789012", UpnCheck::WrongLetter('A')),
            ("801200005001", UpnCheck::WrongShape),
            ("B80120000500Ö", UpnCheck::WrongShape),
            ("", UpnCheck::WrongShape),
        ] {
            assert_eq!(check_upn(upn), expected, "{upn}");
        }
    }
}
