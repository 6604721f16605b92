//! Country codes from whatever a list calls a country.

use rustc_hash::FxHashMap;

use super::names::tidy;
use super::raw::RawLists;
use crate::error::Result;
use crate::token::fold;

/// Names that the lists use and `countrynames` lacks or gives to another country.
const OTHER_NAMES: [(&str, &str); 46] = [
    ("akrotiri", "GB"),
    ("bosnia herzegovina", "BA"),
    ("burma", "MM"),
    ("cabo verde", "CV"),
    ("congo", "CG"),
    ("congo kinshasa", "CD"),
    ("congo dr", "CD"),
    ("dr congo", "CD"),
    ("drc", "CD"),
    ("czech", "CZ"),
    ("dhekelia", "GB"),
    ("east timor", "TL"),
    ("england", "GB"),
    ("falkland islands", "FK"),
    ("gaza", "PS"),
    ("gaza strip", "PS"),
    ("holy see", "VA"),
    ("ivory coast", "CI"),
    ("korea", "KR"),
    ("kosovo", "XK"),
    ("latvija", "LV"),
    ("macedonia", "MK"),
    ("north korea", "KP"),
    ("northern ireland", "GB"),
    ("palestinian", "PS"),
    ("republic of the congo", "CG"),
    ("russia", "RU"),
    ("saint barthelemy", "BL"),
    ("saint martin", "MF"),
    ("saudi", "SA"),
    ("scotland", "GB"),
    ("south korea", "KR"),
    ("svalbard", "NO"),
    ("swiss federal council", "CH"),
    ("swiss", "CH"),
    ("the bahamas", "BS"),
    ("the dominican", "DO"),
    ("the gambia", "GM"),
    ("uae", "AE"),
    ("us", "US"),
    ("usa", "US"),
    ("virgin islands", "VI"),
    ("wales", "GB"),
    ("west bank", "PS"),
    ("zaire", "CD"),
    ("cyprus tr", "CY"),
];

/// Finds the ISO 3166-1 alpha-2 code for names, three-letter codes and file stems.
#[derive(Default)]
pub struct Countries {
    codes: FxHashMap<String, String>,
    /// Folded English names, so that no city or club is taken for a country.
    names: FxHashMap<String, String>,
    english: FxHashMap<String, String>,
}

impl Countries {
    pub fn read(lists: &RawLists) -> Result<Self> {
        let mut countries = Self::default();
        lists.each_row("countrynames", |row| {
            let Some(code) = row.id().strip_prefix("cn:").and_then(|code| code.get(..2)) else {
                return;
            };
            // Parts of the United Kingdom carry their counties as aliases; the Netherlands Antilles
            // are no more.
            if row.id().len() > "cn:XX".len() || code == "AN" {
                return;
            }
            for name in std::iter::once(row.name()).chain(row.aliases()) {
                countries.codes.entry(key(name)).or_insert_with(|| code.to_owned());
            }
        })?;
        lists.each_row("rigour_territories", |row| {
            if row.subtype() == "country" && row.country().len() == 2 {
                let code = row.country().to_ascii_uppercase();
                countries.english.entry(code.clone()).or_insert_with(|| tidy(row.name()));
                countries.names.insert(fold(row.name()), code.clone());
                countries.codes.insert(key(row.name()), code);
            }
        })?;
        for (name, code) in OTHER_NAMES {
            countries.codes.insert(name.to_owned(), code.to_owned());
        }
        Ok(countries)
    }

    /// The two-letter code, or nothing for what is no country (`UNK`, `world`, `??`).
    ///
    /// Understands `US`, `USA`, `us-cabinet`, `Yemen (North Yemen)` and the first of `Chad, Niger`.
    pub fn code(&self, name: &str) -> Option<String> {
        let name = name.trim();
        if name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return (name != "AN").then(|| name.to_owned());
        }
        let plain = name.split(" (").next().unwrap_or(name);
        let stem = plain.trim_end_matches("-cabinet").trim_end_matches("-ministers");
        [plain, stem, stem.split(", ").next().unwrap_or(stem)]
            .into_iter()
            .find_map(|name| self.codes.get(&key(name)))
            .cloned()
    }

    /// The English name of the country with this code.
    pub fn english_name(&self, code: &str) -> Option<&str> {
        self.english.get(code).map(String::as_str)
    }

    /// Whether the folded surface is the English name of a country.
    pub fn is_country_name(&self, folded: &str) -> bool {
        self.names.contains_key(folded)
    }
}

fn key(name: &str) -> String {
    fold(name).replace(['-', '_'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn countries() -> Countries {
        let pairs = [("usa", "US"), ("yemen", "YE"), ("chad", "TD"), ("us", "US")];
        let codes = pairs.map(|(name, code)| (name.to_owned(), code.to_owned()));
        Countries { codes: codes.into_iter().collect(), ..Countries::default() }
    }

    #[test]
    fn codes_come_from_names_stems_and_three_letters() {
        let countries = countries();
        for (name, code) in [
            ("USA", "US"),
            ("us-cabinet", "US"),
            ("US", "US"),
            ("Yemen (North Yemen)", "YE"),
            ("Chad, Niger", "TD"),
        ] {
            assert_eq!(countries.code(name).as_deref(), Some(code), "{name}");
        }
    }

    #[test]
    fn what_is_no_country_has_no_code() {
        assert_eq!(countries().code("world"), None);
        assert_eq!(countries().code("??"), None);
    }
}
