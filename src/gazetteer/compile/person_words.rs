//! The given name and the surname of a person, read from the person's whole name.

use super::names::tidy;
use super::spelling::is_latin;

/// What may stand before the given name and is none.
const TITLES: [&str; 46] = [
    "Admiral",
    "Archbishop",
    "Archduke",
    "Ayatollah",
    "Baron",
    "Baroness",
    "Bishop",
    "Captain",
    "Cardinal",
    "Chancellor",
    "Colonel",
    "Count",
    "Crown",
    "Dame",
    "Dr",
    "Duke",
    "Emperor",
    "Empress",
    "Gen",
    "General",
    "Governor",
    "Grand",
    "Imam",
    "Infanta",
    "King",
    "Lady",
    "Lord",
    "Maj",
    "Minister",
    "Mr",
    "Mrs",
    "Ms",
    "Mullah",
    "Patriarch",
    "Pope",
    "President",
    "Prince",
    "Princess",
    "Prof",
    "Queen",
    "Rev",
    "Saint",
    "Senator",
    "Sheikh",
    "Sir",
    "Sultan",
];

/// What may stand behind the surname and is none.
const SUFFIXES: [&str; 12] =
    ["Jr", "Sr", "Júnior", "Junior", "Filho", "Neto", "Esq", "PhD", "MP", "KC", "QC", "hijo"];

/// Words inside a name that are no name by themselves.
const PARTICLES: [&str; 44] = [
    "al", "ap", "at", "aw", "bin", "bint", "binti", "binte", "da", "dal", "das", "de", "del",
    "della", "den", "der", "des", "di", "do", "dos", "du", "e", "el", "et", "i", "ibn", "la",
    "las", "le", "les", "los", "of", "och", "op", "te", "ten", "ter", "the", "und", "van", "von",
    "y", "zu", "zum",
];

/// Countries where the surname stands first, as the lists write them.
const SURNAME_FIRST: [&str; 10] =
    ["cambodia", "china", "cn", "kh", "kp", "kr", "north korea", "south-korea", "vietnam", "vn"];

/// The words of one person's name that are a given name, and those that are a surname.
///
/// Words joined by a hyphen count singly, as the tokenizer parts them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonWords {
    pub given: Vec<String>,
    pub surnames: Vec<String>,
}

impl PersonWords {
    /// Reads a name of two words or more; one of fewer has no parts.
    ///
    /// The first word that is no initial is the given name and the last the surname; the other way round in countries
    /// that write so, and where the last word is of the form `Ing-wen`. `country` is a code or a
    /// name, in whatever case.
    pub fn read(name: &str, country: &str) -> Self {
        let name = tidy(name.split(['(', ',']).next().unwrap_or_default());
        if !is_latin(&name) {
            return Self::default();
        }
        let mut words: Vec<&str> = name.split(' ').collect();
        let is_title = |word: &str| TITLES.contains(&word.trim_end_matches('.'));
        while words.len() > 1 && is_title(words[0]) {
            words.remove(0);
        }
        while words.len() > 1 && words.last().is_some_and(|word| is_suffix(word)) {
            words.pop();
        }
        let (Some(&first), Some(&last)) = (words.first(), words.get(1..).and_then(<[_]>::last))
        else {
            return Self::default();
        };
        if stands_first(country) || is_hyphenated_given(last) {
            return Self { given: parts(last), surnames: parts(first) };
        }
        // `Alexander of Denmark`, `Frederick the Great`: what follows is no surname.
        let is_byname = words.iter().any(|word| ["of", "the"].contains(word));
        let surnames = if is_byname { Vec::new() } else { parts(last) };
        let before_last = &words[..words.len() - 1];
        let given = before_last.iter().find(|word| !is_initial(word));
        Self { given: given.map(|word| parts(word)).unwrap_or_default(), surnames }
    }

    /// Reads the spellings of one person's name, the main one first; each word counts once.
    ///
    /// Read are spellings of as many words as the first, unless they take its given name for a
    /// surname: `Haj Qasem` is a byname of Qasem Soleimani.
    pub fn read_spellings(names: &mut dyn Iterator<Item = &str>, country: &str) -> Self {
        let Some(first) = names.next() else { return Self::default() };
        let main = Self::read(first, country);
        let mut all = main.clone();
        for name in names {
            let words = Self::read(name, country);
            let is_byname = words.surnames.iter().any(|word| main.given.contains(word))
                || words.given.iter().any(|word| main.surnames.contains(word));
            if !is_byname && name.split(' ').count() == first.split(' ').count() {
                all.given.extend(words.given);
                all.surnames.extend(words.surnames);
            }
        }
        for words in [&mut all.given, &mut all.surnames] {
            words.sort_unstable();
            words.dedup();
        }
        all
    }
}

/// Whether a word is a particle of names, in whatever case.
pub fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word.to_lowercase().as_str())
}

/// The single words of a name that a list has as one: `Miguel Ángel`, `Ben-David`, `de la Cruz`.
pub fn parts(name: &str) -> Vec<String> {
    let words = name.split(|found: char| found.is_whitespace() || "-‐‑–".contains(found));
    let words = words.map(|word| word.trim_matches(|found: char| "'\".".contains(found)));
    words.filter(|word| is_name_word(word)).map(str::to_owned).collect()
}

/// Two letters or more, letters and apostrophes alone, a capital at the beginning, no particle.
fn is_name_word(word: &str) -> bool {
    let letters = word.chars().filter(|found| found.is_alphabetic()).count();
    let is_all_name = word.chars().all(|found| found.is_alphabetic() || found == '\'');
    letters >= 2
        && is_all_name
        && is_latin(word)
        && word.chars().next().is_some_and(char::is_uppercase)
        && !is_two_words(word)
        && !is_particle(word)
}

/// `AsuquoEmah`: a capital after small letters, but not `McDonald`, `DeVos`, `FitzGerald`.
fn is_two_words(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let inner = letters.windows(2).position(|two| two[0].is_lowercase() && two[1].is_uppercase());
    inner.is_some_and(|at| at >= 4)
}

fn is_suffix(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    SUFFIXES.contains(&word) || word.chars().all(|found| "IVX".contains(found))
}

/// `J.`, `T.S.`, `A`.
fn is_initial(word: &str) -> bool {
    word.ends_with('.') || word.chars().count() == 1
}

fn stands_first(country: &str) -> bool {
    let country = country.to_lowercase();
    let country = country.strip_suffix("-ministers").unwrap_or(&country);
    SURNAME_FIRST.contains(&country)
}

/// `Ing-wen`, `Jong-un`: a given name of East Asia, which stands last.
fn is_hyphenated_given(word: &str) -> bool {
    word.split_once('-').is_some_and(|(first, second)| {
        let starts_lower = second.chars().next().is_some_and(char::is_lowercase);
        starts_lower && !is_particle(first) && first.chars().next().is_some_and(char::is_uppercase)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, country: &str) -> (String, String) {
        let words = PersonWords::read(name, country);
        (words.given.join(" "), words.surnames.join(" "))
    }

    fn pair(given: &str, surname: &str) -> (String, String) {
        (given.to_owned(), surname.to_owned())
    }

    #[test]
    fn the_first_word_is_given_and_the_last_a_surname() {
        assert_eq!(read("Qasem Soleimani", "IR"), pair("Qasem", "Soleimani"));
        assert_eq!(read("David W. Concar", "GB"), pair("David", "Concar"));
        assert_eq!(read("Jean-Claude Juncker", "LU"), pair("Jean Claude", "Juncker"));
        assert_eq!(read("Bashar al-Assad", "SY"), pair("Bashar", "Assad"));
    }

    #[test]
    fn where_the_surname_stands_first_it_is_read_there() {
        assert_eq!(read("Xi Jinping", "china-ministers"), pair("Jinping", "Xi"));
        assert_eq!(read("Tsai Ing-wen", "taiwan"), pair("Ing", "Tsai"));
        assert_eq!(read("Mahmoud El-masri", "EG"), pair("Mahmoud", ""));
    }

    #[test]
    fn spellings_of_as_many_words_give_their_words_once() {
        let mut names = ["Qasem Soleimani", "Ghasem Soleimani", "Haj Qasem", "Qasem"].into_iter();
        let words = PersonWords::read_spellings(&mut names, "IR");
        assert_eq!(words.given, ["Ghasem", "Qasem"]);
        assert_eq!(words.surnames, ["Soleimani"]);
    }

    #[test]
    fn titles_numbers_and_initials_are_no_names() {
        assert_eq!(read("Pope Clement I", "IT"), pair("", ""));
        assert_eq!(read("Dr. J. Robert Oppenheimer Jr.", "US"), pair("Robert", "Oppenheimer"));
        assert_eq!(read("Joan of Arc", "FR"), pair("Joan", ""));
        assert_eq!(read("Jürgen de Boer (politician)", "DE"), pair("Jürgen", "Boer"));
    }

    #[test]
    fn names_in_other_scripts_have_no_parts() {
        assert_eq!(PersonWords::read("謝欣霓 謝", "taiwan"), PersonWords::default());
        assert_eq!(parts("(http://listgene.com/antzinako/)"), Vec::<String>::new());
        assert_eq!(parts("de la Cruz"), ["Cruz"]);
        assert_eq!(parts("McDonald"), ["McDonald"]);
        assert_eq!(parts("AsuquoEmah"), Vec::<String>::new());
    }
}
