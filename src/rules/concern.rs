//! Words that look like a disclosure. Keyworker is no place for safeguarding concerns
//! (`domain.md` 2.12): it shows the school's own route and stores nothing unless a person says that
//! the words are no concern.

/// The first of the school's words that stands in a text as whole words, whatever its case.
pub fn looks_like_a_concern<'a>(text: &str, words: &'a [String]) -> Option<&'a str> {
    let plain = |text: &str| -> String {
        let spaced: String = text.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        format!(" {} ", spaced.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let text = plain(text);
    words.iter().map(String::as_str).find(|w| !w.trim().is_empty() && text.contains(&plain(w)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::concern_words;

    #[test]
    fn whole_words_are_found_and_parts_of_words_are_not() {
        let words = concern_words();
        for (text, found) in [
            ("Has a bruise on the arm", Some("bruise")),
            ("“He HIT  me,” she said.", Some("hit me")),
            ("talked about self harm", Some("self-harm")),
            ("hit mealtime early, all fine", None),
            ("told me a story about trains", None),
            ("", None),
        ] {
            assert_eq!(looks_like_a_concern(text, &words), found, "{text}");
        }
    }
}
