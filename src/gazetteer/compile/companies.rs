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
    (publ) a.g. a.s a.s. a/s ab ad ag aktiengesellschaft as asa b.v. berhad bhd bhd. bv c.v. \
    co co. company corp corp. corporation d.o.o. doo fz-llc fzc fzco fze gmbh inc inc. \
    incorporated jsc k.k. kabushiki kaisha kft kgaa kk l.l.c. l.l.p. l.p. l.t.d. limited llc \
    llp lp ltd ltd. ltda ltda. n.v. nv oao ojsc ooo oyj pao pjs pjsc plc plc. psc pte pte. pty \
    public s.a. s.a.b. s.a.r.l. s.a.s. s.l. s.p.a. s.r.l. sa sab saog sarl se spa srl tbk zao";

pub fn companies(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    each_org(kit, pool, "financedb_large", |kit, raw, row| {
        if row.name.contains(" DRN") || row.name.contains(" ADR") {
            return Err("certificate of a share");
        }
        let short = without_company_form(&row.name);
        row.name = without_shouting(&short.unwrap_or_else(|| row.name.clone()));
        if raw.id().ends_with(".KL") {
            // The list takes the companies of Kuala Lumpur for American ones.
            row.country = "MY".into();
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

/// A name of a company without its legal form and class of share, if something is left: `Sartorius`
/// of `Sartorius Aktiengesellschaft`.
pub fn without_company_form(name: &str) -> Option<String> {
    let spaced = name.replace(',', ", ").replace(".L", ". L");
    let mut words: Vec<&str> = spaced.split_whitespace().collect();
    let before = words.len();
    if let [.., "Class", class] = words[..]
        && class.len() == 1
    {
        words.truncate(before - 2);
    }
    while words.len() > 1 {
        let last = words[words.len() - 1].trim_end_matches(',').to_lowercase();
        if !is_one_of(COMPANY_FORMS, &last) && last != "&" && last != "and" {
            break;
        }
        words.pop();
    }
    let short = words.join(" ");
    let short = short.trim_end_matches([',', '.']);
    (words.len() < before && short.chars().count() >= 3).then(|| short.to_owned())
}

/// `Kion Group` of `KION GROUP`: short words may be acronyms and stay as they are.
fn without_shouting(name: &str) -> String {
    let is_shouted = name.contains(' ') && !name.chars().any(char::is_lowercase);
    if !is_shouted {
        return name.to_owned();
    }
    let words = name.split(' ').map(|word| {
        let is_word = word.len() > 3 && word.bytes().all(|b| b.is_ascii_uppercase());
        match word.split_at_checked(1) {
            Some((first, rest)) if is_word => format!("{first}{}", rest.to_lowercase()),
            _ => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
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
            ("Xianhe Co.,Ltd.", Some("Xianhe")),
            ("CRED. Saison CO.LTD", Some("CRED. Saison")),
            ("TBS Holdings,Inc.", Some("TBS Holdings")),
            ("Angang Steel Co., Ltd. Class H", Some("Angang Steel")),
            ("Velmur Management Pte", Some("Velmur Management")),
        ] {
            assert_eq!(without_company_form(name).as_deref(), short, "{name}");
        }
    }

    #[test]
    fn names_are_not_shouted() {
        assert_eq!(without_shouting("GREENCOAT UK WIND"), "Greencoat UK Wind");
        assert_eq!(without_shouting("ASML"), "ASML");
    }

    #[test]
    fn words_without_a_vowel_are_acronyms() {
        assert_eq!(with_acronyms("Nl Industries"), "NL Industries");
        assert_eq!(with_acronyms("Cit Group"), "Cit Group");
    }
}
