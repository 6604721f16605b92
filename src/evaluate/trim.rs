//! Where people disagree on borders: determiners, possessives, titles.

use super::Chars;
use std::collections::HashSet;
use std::sync::OnceLock;

/// `start..end` without a leading determiner and a last `'s`, as code points.
pub fn trimmed(text: &Chars, start: u32, end: u32) -> (u32, u32) {
    let surface = text.slice(start, end);
    let (mut start, mut end) = (start, end);
    if let Some(length) = determiner(surface).filter(|length| *length < end - start) {
        start += length;
    }
    let rest = text.slice(start, end);
    if (rest.ends_with("'s") || rest.ends_with("’s")) && end - start > 2 {
        end -= 2;
    }
    (start, end)
}

/// `start..end` without the titles before a person's name, as code points.
pub fn without_titles(text: &Chars, start: u32, end: u32) -> (u32, u32) {
    let mut start = start;
    loop {
        let surface = text.slice(start, end);
        let word = surface.chars().take_while(|letter| !is_space(*letter)).count();
        let space = surface.chars().skip(word).take_while(|letter| is_space(*letter)).count();
        let length = (word + space) as u32;
        let title: String = surface.chars().take(word).collect();
        let is_title = space > 0 && titles().contains(title.to_lowercase().as_str());
        if !is_title || length >= end - start {
            return (start, end);
        }
        start += length;
    }
}

/// Length of `the `, `a ` or `an ` at the beginning.
fn determiner(surface: &str) -> Option<u32> {
    ["the", "an", "a"].into_iter().find_map(|word| {
        let head = surface.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
        let space = surface[head.len()..].chars().take_while(|letter| is_space(*letter)).count();
        (space > 0).then_some((word.len() + space) as u32)
    })
}

/// White space, the information separators among it.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() || ('\x1c'..='\x1f').contains(&letter)
}

fn titles() -> &'static HashSet<&'static str> {
    static TITLES: OnceLock<HashSet<&'static str>> = OnceLock::new();
    TITLES.get_or_init(|| include_str!("titles.txt").lines().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trim(text: &str) -> &str {
        let chars = Chars::new(text);
        let (start, end) = trimmed(&chars, 0, chars.length());
        chars.slice(start, end)
    }

    fn strip(text: &str) -> &str {
        let chars = Chars::new(text);
        let (start, end) = without_titles(&chars, 0, chars.length());
        chars.slice(start, end)
    }

    #[test]
    fn determiners_and_possessives_go() {
        assert_eq!(trim("the  Pentagon's"), "Pentagon");
        assert_eq!(trim("An İran’s"), "İran");
        assert_eq!(trim("Theresa May"), "Theresa May");
        assert_eq!(trim("A"), "A");
    }

    #[test]
    fn what_would_leave_nothing_stays() {
        assert_eq!(trim("the "), "the ");
        assert_eq!(trim("'s"), "'s");
        assert_eq!(strip("General "), "General ");
        assert_eq!(strip("President"), "President");
    }

    #[test]
    fn all_titles_before_a_name_go() {
        assert_eq!(strip("Iranian Gen. Qasem Soleimani"), "Qasem Soleimani");
        assert_eq!(strip("Queen Mary"), "Mary");
    }
}
