//! Names within what people wrote, shortened for a screen that others see.

use std::collections::HashSet;

/// The pupils' names as single words. What it covers too much ("Will", where a pupil is called so) can
/// still be read; what it covered too little could not be taken back.
#[derive(Debug, Default)]
pub struct Veil(HashSet<String>);

impl Veil {
    /// From whole names: "Ada Moss", "Anne-Marie van Dyck".
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let words = names.into_iter().flat_map(str::split_whitespace).filter(|w| w.chars().nth(1).is_some());
        Self(words.filter(|w| w.starts_with(char::is_uppercase)).map(str::to_owned).collect())
    }

    /// The text with each name as its first letter: `A. read with B.’s group`.
    pub fn over(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let inside = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’' | '-');
            let end = rest.find(|c| inside(c) != inside(first)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            out.push_str(&self.word(word));
            rest = after;
        }
        out
    }

    fn word(&self, word: &str) -> String {
        let bare = ["'s", "’s", "'", "’"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        match bare.chars().next().filter(|_| self.0.contains(bare)) {
            Some(initial) => format!("{initial}.{}", &word[bare.len()..]),
            None => word.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_letters_and_the_rest_stays_as_it_was() {
        let veil = Veil::new(["Ada Moss", "Anne-Marie van O’Brien", "Łukasz Zając", "X"]);
        for (said, shown) in [
            ("Ada read 8 words.", "A. read 8 words."),
            ("Worked in Ada’s group; ADA is a school.", "Worked in A.’s group; ADA is a school."),
            ("Anne-Marie, O’Brien and Łukasz's mother", "A., O. and Ł.'s mother"),
            ("the moss under a mossy stone", "the moss under a mossy stone"),
            ("X marks the place", "X marks the place"),
            ("", ""),
        ] {
            assert_eq!(veil.over(said), shown);
        }
    }
}
