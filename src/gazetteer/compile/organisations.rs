//! Parties, forces, armed groups, companies, universities, clubs and public bodies.

use super::filters::{self, is_one_of, one_word_org_flag};
use super::merge::{Pool, year};
use super::names::{CONTEXT, PLAIN, add_surface, flag_name, slug, surface_key, tidy};
use super::raw::RawRow;
use super::{Kit, sanctions};
use crate::error::Result;
use crate::gazetteer::{AliasFlags, Row};
use crate::model::EntityKind;

/// Forms of companies at the end of a name, which news leaves out.
const COMPANY_FORMS: &str = "\
    A.G. AB AD AG ASA A/S AS Aktiengesellschaft B.V. BV Berhad Bhd Bhd. Co Co. Company \
    Corp Corp. Corporation Gmbh GmbH Incorporated Inc Inc. JSC KGaA KK L.L.C. L.P. LLC \
    LP LTD LTD. Limited Ltd Ltd. Ltda N.V. NV OJSC Oyj PJSC PLC Plc Public S.A. S.A.B. \
    S.p.A. S.A.S. SA SAB SE SpA Tbk de plc C.V. (publ)";

/// Words that make a name of several words an organisation beyond doubt.
const ORG_WORDS: &str = "academy administration agency alliance army assembly associates association authority \
    bank bancorp board brigade brigades broadcasting bureau cell center centre chamber club coalition college \
    command commission committee community companies company conference confederation congress consortium \
    cooperation corp corporation corps council court democrats department directorate division \
    development energy enterprises exchange faction federation finance financial force forces forum foundation front \
    fund group guard health holding holdings hospital industries initiative institute institution insurance \
    international jaish laboratories lashkar league liberation limited ministry mission movement museum network office \
    organisation organization partners party patrol pharmaceuticals police programme program resources school \
    secretariat service services society squad systems technologies trust tribunal union unit university workers";

/// Names of bodies that every country has.
const GENERIC: [&str; 12] = [
    "head office",
    "the group",
    "special forces",
    "new generation",
    "united front",
    "the company",
    "the party",
    "department of",
    "police department",
    "air force",
    "coast guard",
    "national guard",
];

/// The rows of `compiled/organisations.tsv`.
pub fn compile(kit: &mut Kit) -> Result<Vec<Row>> {
    let mut pool = Pool::default();
    parties(kit, &mut pool)?;
    factbook(kit, &mut pool)?;
    armed_groups(kit, &mut pool)?;
    sanctions::entities(kit, &mut pool)?;
    agencies(kit, &mut pool)?;
    companies(kit, &mut pool)?;
    universities(kit, &mut pool)?;
    clubs(kit, &mut pool)?;
    petrarch(kit, &mut pool)?;
    compromise(kit, &mut pool)?;
    Ok(kit.without_reviewed(pool.into_rows()))
}

fn parties(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    each_org(kit, pool, "partyfacts_wp", |kit, raw, row| {
        if year(raw.until()).is_some_and(|until| until < 1990) {
            return Err("party that ended before 1990");
        }
        row.subtype = "party".into();
        row.prominence = 26;
        row.from = raw.from().into();
        row.until = raw.until().into();
        for alias in raw.aliases() {
            let alias = tidy(alias.split(" (").next().unwrap_or(alias));
            if filters::is_acronym(&alias) {
                if filters::acronym_letters(&alias) >= 3 {
                    add_surface(row, &alias, CONTEXT);
                }
            } else if surface_key(&alias).contains(' ') && is_org_name(&alias) {
                let flags = party_flag(kit, &alias);
                add_surface(row, &alias, flags);
            }
        }
        Ok(party_flag(kit, &row.name))
    })
}

/// Parties of words only, such as `New Era` or `Our Land`, need context.
fn party_flag(kit: &Kit, name: &str) -> AliasFlags {
    let key = surface_key(name);
    let is_words = key.split(' ').all(|word| kit.words.is_common(word));
    if is_words && !has_org_word(&key) { CONTEXT } else { org_flag(kit, name) }
}

fn factbook(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    each_org(kit, pool, "factbook_orgs", |kit, raw, row| {
        let key = surface_key(&row.name);
        let is_force = raw.subtype() == "armed-force";
        let starts_as_list = ["includes", "formerly", "under", "note", "led by", "the "]
            .iter()
            .any(|start| key.starts_with(start));
        if starts_as_list {
            return Err("remark instead of a name");
        }
        if is_force && (is_generic_force(&kit.words, &key) || row.name.contains(" of Interior")) {
            return Err("force without the name of its country");
        }
        row.subtype = raw.subtype().into();
        row.prominence = if is_force { 30 } else { 28 };
        for alias in raw.aliases() {
            let alias = tidy(alias);
            if filters::is_acronym(&alias) {
                if filters::acronym_letters(&alias) >= 3 {
                    add_surface(row, &alias, CONTEXT);
                }
            } else if surface_key(&alias).contains(' ')
                && is_org_name(&alias)
                && !alias.contains(',')
            {
                let flags = party_flag(kit, &alias);
                add_surface(row, &alias, flags);
            }
        }
        Ok(if is_force { org_flag(kit, &row.name) } else { party_flag(kit, &row.name) })
    })
}

/// Forces called by common words only are those of any country: `Air Force`, `National Police`.
fn is_generic_force(words: &super::words::Words, key: &str) -> bool {
    key.split(' ').all(|word| words.is_common(word))
}

fn armed_groups(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    each_org(kit, pool, "ucdp_actors", |kit, raw, row| {
        let name = raw.name();
        let key = surface_key(&row.name);
        if year(raw.until()).is_some_and(|until| until < 2000) {
            return Err("group last active before 2000");
        }
        if name.contains(", ") || name.contains(" and ") || key.starts_with("government of") {
            return Err("several groups or a government");
        }
        if !key.contains(' ') && !filters::is_acronym(name) {
            return Err("group of one word, mostly an ethnic one");
        }
        let first = key.split(' ').next().unwrap_or_default();
        if ["supporters", "residents", "forces"].contains(&first) || name.contains(" clan") {
            return Err("supporters, residents or a clan");
        }
        row.subtype = "armed-group".into();
        row.prominence = 24;
        row.from = raw.from().into();
        if year(raw.until()).is_some_and(|until| until < 2019) {
            row.until = raw.until().into();
        }
        if filters::is_acronym(name) {
            return if filters::acronym_letters(name) >= 3 {
                Ok(CONTEXT)
            } else {
                Err("acronym of two letters")
            };
        }
        Ok(party_flag(kit, &row.name))
    })
}

fn agencies(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    each_org(kit, pool, "us_federal_agencies", |kit, raw, row| {
        let key = surface_key(&row.name);
        let is_generic =
            key.split(' ').all(|word| kit.words.is_common(word)) && !key.contains(" for ");
        if is_generic && (key.starts_with("office") || key.split(' ').count() <= 2) {
            return Err("office of any agency");
        }
        row.subtype = "government-agency".into();
        row.prominence = 34;
        row.country = "US".into();
        row.domain = raw.id().trim_start_matches("gov:").to_owned();
        Ok(org_flag(kit, &row.name))
    })
}

fn companies(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
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
    let is_code = filters::is_acronym(name) && filters::acronym_letters(name) <= 4;
    if is_code || is_words { CONTEXT } else { org_flag(kit, name) }
}

fn universities(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    each_org(kit, pool, "universities", |kit, raw, row| {
        const ENGLISH: &str = "\
            university universities college institute school academy polytechnic \
            seminary conservatory centre center campus";
        if !surface_key(&row.name).split(' ').any(|word| is_one_of(ENGLISH, word)) {
            return Err("university without an English name");
        }
        row.subtype = "university".into();
        row.prominence = 30;
        row.domain = raw.id().trim_start_matches("uni:").to_owned();
        let name = row.name.clone();
        // `University of Michigan - Ann Arbor`, `Islamic Azad University, Hamedan`
        for mark in [" - ", " – ", ", ", " at "] {
            if let Some((_, place)) = name.split_once(mark).filter(|(head, _)| head.contains(' ')) {
                let joined = name.replacen(mark, " ", 1);
                let with_comma = name.replacen(mark, ", ", 1);
                let is_short = place.split(' ').count() <= 2 && mark != " at ";
                if is_short {
                    add_surface(row, &with_comma, PLAIN);
                    add_surface(row, &joined, PLAIN);
                }
            }
        }
        Ok(org_flag(kit, &row.name))
    })
}

fn clubs(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    each_org(kit, pool, "football_clubs", |kit, raw, row| {
        row.subtype = "sports-club".into();
        row.prominence = 22;
        if row.country.is_empty() {
            row.country = kit.region_country(raw.country());
        }
        let short = without_club_form(&row.name);
        for alias in raw.aliases().map(tidy).chain(short) {
            if !is_org_name(&alias) || filters::is_acronym(&alias) {
                continue;
            }
            if !surface_key(&alias).contains(' ') {
                // Bare names of towns are the towns.
                if !kit.is_place(&alias) && alias.chars().count() >= 5 {
                    add_surface(row, &alias, CONTEXT);
                }
                continue;
            }
            let flags = org_flag(kit, &alias);
            add_surface(row, &alias, flags);
        }
        Ok(if filters::is_acronym(&row.name) { CONTEXT } else { org_flag(kit, &row.name) })
    })
}

/// The name of a club without `FC` and the like, if two words or more are left.
fn without_club_form(name: &str) -> Option<String> {
    const FORMS: [&str; 24] = [
        "AC", "AFC", "AS", "BK", "CA", "CD", "CF", "CSD", "FC", "FK", "IF", "IK", "NK", "RC", "SC",
        "SD", "SE", "SK", "SV", "TSV", "UD", "US", "VfB", "VfL",
    ];
    let words: Vec<&str> = name.split(' ').collect();
    let kept: Vec<&str> = words.iter().copied().filter(|word| !FORMS.contains(word)).collect();
    (kept.len() >= 2 && kept.len() < words.len()).then(|| kept.join(" "))
}

fn petrarch(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
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
            for alias in raw.aliases().map(|alias| small_particles(alias)) {
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

/// `Lashkar-E-Jhangvi (lej)` as news writes it: `Lashkar-e-Jhangvi`.
fn small_particles(name: &str) -> String {
    let name = tidy(name.split(" (").next().unwrap_or(name));
    let mut plain = name;
    for (capital, small) in [
        ("-E-", "-e-"),
        ("-I-", "-i-"),
        ("-Ul-", "-ul-"),
        (" Ul-", " ul-"),
        (" Al-", " al-"),
        ("-Al-", "-al-"),
        (" I ", " i "),
        (" E ", " e "),
    ] {
        plain = plain.replace(capital, small);
    }
    plain
}

fn compromise(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
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

/// Reads one list of organisations into the pool. `shape` sets what differs from list to list and
/// gives the flag of the name, or says why the row is of no use.
fn each_org(
    kit: &mut Kit,
    pool: &mut Pool,
    list: &'static str,
    shape: impl Fn(&Kit, &RawRow<'_>, &mut Row) -> std::result::Result<AliasFlags, &'static str>,
) -> Result<()> {
    let lists = kit.lists.clone();
    lists.each_row(list, |raw| {
        if raw.kind() != "ORG" {
            return;
        }
        kit.report.read(list);
        let name = small_particles(raw.name());
        let bare = name.strip_prefix("The ").filter(|rest| rest.contains(' '));
        let name = bare.map_or_else(|| name.clone(), str::to_owned);
        if !is_org_name(&name) {
            return kit.report.dropped(list, "name that is not written as one");
        }
        let mut row = Row::new("", EntityKind::Org, name);
        row.source = list.into();
        row.country = kit.countries.code(raw.country()).unwrap_or_default();
        match shape(kit, raw, &mut row) {
            Err(reason) => kit.report.dropped(list, reason),
            Ok(flags) => {
                let key = surface_key(&row.name);
                if key.chars().count() < 3 || GENERIC.contains(&key.as_str()) {
                    return kit.report.dropped(list, "name of two letters or of any body");
                }
                if kit.reviewed.has_name(EntityKind::Outlet, &key)
                    || kit.reviewed.has_name(EntityKind::Norp, &key)
                {
                    return kit.report.dropped(list, "reviewed as an outlet or a group of people");
                }
                // A word or a town is meant by its bare name, save for companies of the world.
                let is_single = !key.contains(' ');
                let is_place = kit.is_place(&row.name);
                let is_other = kit.words.is_common(&key) || is_place;
                if is_other
                    && (is_single && row.prominence < 42
                        || is_place && list != "us_federal_agencies")
                {
                    return kit.report.dropped(list, "name that is a word or a place");
                }
                flag_name(&mut row, flags);
                row.id = format!("org.{}", slug(&row.name));
                kit.report.kept(list);
                pool.add(row);
            }
        }
    })?;
    Ok(())
}

/// The flag of the name of an organisation: one word by the rules for such, several unless a place
/// or a person is called so.
fn org_flag(kit: &Kit, name: &str) -> AliasFlags {
    let key = surface_key(name);
    if !key.contains(' ') {
        return one_word_org_flag(&kit.words, |_| kit.is_place(name), name);
    }
    let is_person = filters::reads_like_a_person(&kit.words, &key) && !has_org_word(&key);
    if kit.is_place(name) || is_person { CONTEXT } else { PLAIN }
}

/// The flag of an acronym beside its long form; nothing for two letters.
pub fn acronym_flag(acronym: &str, name: &str) -> Option<AliasFlags> {
    let _ = name;
    (filters::acronym_letters(acronym) >= 3).then_some(CONTEXT)
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

/// Whether a folded name has a word that only organisations have.
fn has_org_word(key: &str) -> bool {
    key.split(' ').any(|word| is_one_of(ORG_WORDS, word))
}

/// Whether `name` may be the name of an organisation: Latin, begins with a capital or a digit of a
/// brand, without remarks.
fn is_org_name(name: &str) -> bool {
    let letters = name.chars().filter(|found| found.is_alphabetic()).count();
    let begins =
        name.chars().next().is_some_and(|first| first.is_uppercase() || first.is_ascii_digit());
    filters::is_latin(name)
        && letters >= 2
        && begins
        && !name.contains(['(', ')', ';', '"', ':', '%', '?', '/', '\u{FFFD}'])
        && name.chars().count() <= 90
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
    fn clubs_lose_their_form_only_if_two_words_are_left() {
        assert_eq!(without_club_form("Manchester United FC").as_deref(), Some("Manchester United"));
        assert_eq!(without_club_form("Portsmouth FC"), None);
    }

    #[test]
    fn particles_of_militant_groups_are_small() {
        assert_eq!(small_particles("Lashkar-E-Jhangvi (lej)"), "Lashkar-e-Jhangvi");
    }

    #[test]
    fn words_without_a_vowel_are_acronyms() {
        assert_eq!(with_acronyms("Nl Industries"), "NL Industries");
        assert_eq!(with_acronyms("Cit Group"), "Cit Group");
    }

    #[test]
    fn a_name_with_a_word_for_an_organisation_is_one() {
        assert!(has_org_word("world health organization"));
        assert!(!has_org_word("roberto kobeh gonzalez"));
    }
}
