//! Text as it should have been written, and text that is no value at all.

use unicode_normalization::UnicodeNormalization as _;

/// Accents joined to their letters, invisible characters out, one space where there were several.
/// Line ends within a cell stay: a list of needs may stand on several lines.
pub(super) fn tidy(text: &str) -> String {
    let plain = text.nfc().filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{00ad}'));
    let mut out = String::with_capacity(text.len());
    for c in plain {
        let c = if c != '\n' && (c.is_whitespace() || c == '\u{00a0}') { ' ' } else { c };
        if !(c == ' ' && out.ends_with([' ', '\n'])) {
            out.push(c);
        }
    }
    out.trim().to_owned()
}

/// Whether a spreadsheet would run a text as a formula.
pub(super) fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@'])
}

/// Why a text cannot be the name of a person; none where it can.
pub(super) fn no_name(text: &str) -> Option<String> {
    if is_formula(text) {
        return Some(format!("“{text}” is a formula, not a name"));
    }
    (text.chars().any(|c| c.is_ascii_digit()) || text.contains([':', '@', '='])).then(|| format!("“{text}” does not look like a name"))
}

/// Whether a text says that there is nothing to say.
pub(super) fn says_nothing(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "-" | "–" | "n/a" | "na" | "none" | "nil" | "no")
}

/// Whether a text says that somebody does not know yet.
pub(super) fn is_open_question(text: &str) -> bool {
    matches!(
        text.to_lowercase().trim_end_matches('.'),
        "tbc" | "tba" | "tbd" | "?" | "??" | "unknown" | "various" | "see file" | "to be confirmed"
    )
}

/// Whether Excel has turned a form into a date (3/4) or into a power of ten (1E2).
pub(super) fn is_mangled(text: &str) -> bool {
    let lower = text.to_lowercase();
    let date = chrono::NaiveDate::parse_from_str(text.get(..10).unwrap_or(text), "%Y-%m-%d").is_ok();
    let month = lower.split_once('-').is_some_and(|(day, month)| {
        day.parse::<u8>().is_ok()
            && ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].iter().any(|m| month.starts_with(m))
    });
    let power = lower.split_once("e+").is_some_and(|(a, b)| a.parse::<f64>().is_ok() && b.parse::<u32>().is_ok());
    date || month || power
}
