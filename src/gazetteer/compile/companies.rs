//! Companies, and the international bodies that the list of PETRARCH mixes with them.

use super::filters::is_one_of;
use super::merge::Pool;
use super::names::{CONTEXT, add_surface, surface_key, tidy};
use super::organisations::{each_org, has_org_word, is_org_name, org_flag, small_particles};
use super::{Kit, spelling};
use crate::error::Result;
use crate::gazetteer::AliasFlags;

/// Forms of companies at the end of a name, which news leaves out.
const COMPANY_FORMS: &str = "\
    A.G. AB AD AG ASA A/S AS Aktiengesellschaft B.V. BV Berhad Bhd Bhd. Co Co. Company \
    Corp Corp. Corporation Gmbh GmbH Incorporated Inc Inc. JSC KGaA KK L.L.C. L.P. LLC \
    LP LTD LTD. Limited Ltd Ltd. Ltda N.V. NV OJSC Oyj PJSC PLC Plc Public S.A. S.A.B. \
    S.p.A. S.A.S. SA SAB SE SpA Tbk de plc C.V. (publ)";

pub fn companies(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    each_org(kit, pool, "financedb_large", |kit, raw, row| {
        if let Some(short) = without_company_form(&row.name) {
            row.name = short;
        }
        row.subtype = "company".into();
        row.prominence = match raw.subtype() {
            "company:Mega Cap" => 60,
            "company:Large Cap" => 42,
            _ => 26,
        };
        for alias in raw.aliases() {
            let alias = tidy(alias);
            let short = without_company_form(&alias);
            for surface in std::iter::once(alias).chain(short) {
                // `Bank of Guizhou Co., Ltd.` is found by `Bank of Guizhou`.
                let is_longer = surface_key(&surface).starts_with(&surface_key(&row.name));
                if is_org_name(&surface) && surface_key(&surface).contains(' ') && !is_longer {
                    let flags = org_flag(kit, &surface);
                    add_surface(row, &surface, flags);
                }
            }
        }
        Ok(company_flag(kit, &row.name))
    })
}

/// Short names of companies in capitals are tickers and acronyms: they need context.
fn company_flag(kit: &Kit, name: &str) -> AliasFlags {
    let key = surface_key(name);
    let is_words = key.split(' ').all(|word| kit.words.is_common(word)) && !has_org_word(&key);
    let is_code = spelling::is_acronym(name) && spelling::acronym_letters(name) <= 4;
    if is_code || is_words { CONTEXT } else { org_flag(kit, name) }
}

/// A name of a company without its legal form, if something is left: `Sartorius` of
/// `Sartorius Aktiengesellschaft`.
pub fn without_company_form(name: &str) -> Option<String> {
    let mut words: Vec<&str> = name.split(' ').collect();
    let before = words.len();
    while words.len() > 1 {
        let last = words[words.len() - 1].trim_end_matches(',');
        let is_and = last == "&" || last == "and";
        if !is_one_of(COMPANY_FORMS, last) && !is_and {
            break;
        }
        words.pop();
    }
    let short = words.join(" ");
    let short = short.trim_end_matches([',', '.']).trim_end_matches(" Group Holdings");
    (words.len() < before && short.chars().count() >= 3).then(|| short.to_owned())
}

pub fn petrarch(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    for list in ["petrarch_intl", "petrarch_mnsa"] {
        each_org(kit, pool, list, |kit, raw, row| {
            let code = raw.subtype();
            let key = surface_key(&row.name);
            if code.contains("MED")
                || list == "petrarch_intl"
                    && !["IGO", "NGO", "MNC"].iter().any(|sort| code.starts_with(sort))
            {
                return Err("code of media or of no sure type");
            }
            if !key.contains(' ') || !has_org_word(&key) {
                return Err("name without a word for an organisation");
            }
            row.country.clear();
            row.subtype = match code.get(..3) {
                Some("IGO") => "igo",
                Some("NGO") => "ngo",
                Some("MNC") => "company",
                _ => "armed-group",
            }
            .into();
            row.prominence = 18;
            if let Some(short) = without_company_form(&row.name) {
                row.name = short;
            }
            if !surface_key(&row.name).contains(' ') {
                return Err("name without a word for an organisation");
            }
            for alias in raw.aliases().map(small_particles) {
                if surface_key(&alias).contains(' ')
                    && has_org_word(&surface_key(&alias))
                    && is_org_name(&alias)
                {
                    let flags = org_flag(kit, &alias);
                    add_surface(row, &alias, flags);
                }
            }
            row.name = with_acronyms(&row.name);
            let key = surface_key(&row.name);
            let is_words = key.split(' ').all(|word| kit.words.is_common(word));
            let is_company = row.subtype == "company";
            Ok(if is_words && is_company { CONTEXT } else { org_flag(kit, &row.name) })
        })?;
    }
    Ok(())
}

/// `Nl Industries` as it was before the list lost its capitals: words without a vowel are acronyms.
fn with_acronyms(name: &str) -> String {
    let words = name.split(' ').map(|word| {
        let is_short =
            (2..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphabetic());
        let has_vowel = word.to_ascii_lowercase().contains(['a', 'e', 'i', 'o', 'u', 'y']);
        if is_short && !has_vowel { word.to_ascii_uppercase() } else { word.to_owned() }
    });
    words.collect::<Vec<_>>().join(" ")
}

pub fn compromise(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    each_org(kit, pool, "compromise", |kit, raw, row| {
        let key = surface_key(&row.name);
        let is_club = raw.subtype() == "sports-club";
        if !key.contains(' ') && key.chars().count() < 5 {
            return Err("short name whose case was lost");
        }
        const PRESS: [&str; 8] =
            ["times", "journal", "post", "daily", "news", "press", "globe", "newsweek"];
        let is_press = key.split(' ').any(|word| PRESS.contains(&word));
        if is_press || key == "usa today" || key == "quantas" {
            return Err("outlet or misspelling");
        }
        row.subtype = if is_club { "sports-club" } else { "company" }.into();
        row.prominence = if is_club { 40 } else { 36 };
        if is_club {
            row.country = "US".into();
        }
        Ok(company_flag(kit, &row.name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_are_left_out() {
        for (name, short) in [
            ("Sartorius Aktiengesellschaft", Some("Sartorius")),
            ("Bank of Guizhou Co., Ltd.", Some("Bank of Guizhou")),
            ("Alimentation Couche-Tard Inc.", Some("Alimentation Couche-Tard")),
            ("Veolia Environnement", None),
            ("CTP B.V.", Some("CTP")),
        ] {
            assert_eq!(without_company_form(name).as_deref(), short, "{name}");
        }
    }

    #[test]
    fn words_without_a_vowel_are_acronyms() {
        assert_eq!(with_acronyms("Nl Industries"), "NL Industries");
        assert_eq!(with_acronyms("Cit Group"), "Cit Group");
    }
}
