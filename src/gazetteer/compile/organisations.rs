//! Parties, forces, armed groups, companies, universities, clubs and public bodies.

use super::filters::{self, is_one_of, one_word_org_flag};
use super::merge::Pool;
use super::names::{CONTEXT, PLAIN, flag_name, slug, surface_key, tidy};
use super::raw::RawRow;
use super::{Kit, companies, institutions, parties, sanctions, spelling};
use crate::error::Result;
use crate::gazetteer::{AliasFlags, Row};
use crate::model::EntityKind;

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
    parties::parties(kit, &mut pool)?;
    parties::factbook(kit, &mut pool)?;
    parties::armed_groups(kit, &mut pool)?;
    sanctions::entities(kit, &mut pool)?;
    institutions::agencies(kit, &mut pool)?;
    companies::companies(kit, &mut pool)?;
    institutions::universities(kit, &mut pool)?;
    institutions::clubs(kit, &mut pool)?;
    companies::petrarch(kit, &mut pool)?;
    companies::compromise(kit, &mut pool)?;
    Ok(kit.without_reviewed(pool.into_rows()))
}

/// `Lashkar-E-Jhangvi (lej)` as news writes it: `Lashkar-e-Jhangvi`.
pub fn small_particles(name: &str) -> String {
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

/// Reads one list of organisations into the pool. `shape` sets what differs from list to list and
/// gives the flag of the name, or says why the row is of no use.
pub fn each_org(
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
                if is_reviewed_otherwise(kit, &key) {
                    return kit
                        .report
                        .dropped(list, "reviewed as an outlet, a building or a group of people");
                }
                // Aliases of other things: `Al Aqsa TV` is an outlet, `Evin Prison` a building.
                row.aliases
                    .retain(|alias| !is_reviewed_otherwise(kit, &surface_key(&alias.surface)));
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

/// Whether the key is a surface form of a reviewed outlet, building or group of people.
pub fn is_reviewed_otherwise(kit: &Kit, key: &str) -> bool {
    use EntityKind::{Facility, Norp, Outlet};
    [Facility, Norp, Outlet].into_iter().any(|kind| kit.reviewed.has_name(kind, key))
}

/// The flag of the name of an organisation: one word by the rules for such, several unless a place
/// or a person is called so.
pub fn org_flag(kit: &Kit, name: &str) -> AliasFlags {
    let key = surface_key(name);
    if !key.contains(' ') {
        return one_word_org_flag(&kit.words, |_| kit.is_place(name), name);
    }
    let is_person = filters::reads_like_a_person(&kit.words, &key) && !has_org_word(&key);
    if kit.is_place(name) || is_person { CONTEXT } else { PLAIN }
}

/// Whether a folded name has a word that only organisations have.
pub fn has_org_word(key: &str) -> bool {
    key.split(' ').any(|word| is_one_of(ORG_WORDS, word))
}

/// Whether `name` may be the name of an organisation: Latin, begins with a capital or a digit of a
/// brand, without remarks.
pub fn is_org_name(name: &str) -> bool {
    let letters = name.chars().filter(|found| found.is_alphabetic()).count();
    let begins =
        name.chars().next().is_some_and(|first| first.is_uppercase() || first.is_ascii_digit());
    spelling::is_latin(name)
        && letters >= 2
        && begins
        && !name.contains(['(', ')', ';', '"', ':', '%', '?', '/', '\u{FFFD}'])
        && !["does", "have", "none", "no"]
            .iter()
            .any(|word| name.split(' ').any(|own| own == *word))
        && name.chars().count() <= 90
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_of_militant_groups_are_small() {
        assert_eq!(small_particles("Lashkar-E-Jhangvi (lej)"), "Lashkar-e-Jhangvi");
    }

    #[test]
    fn a_name_with_a_word_for_an_organisation_is_one() {
        assert!(has_org_word("world health organization"));
        assert!(!has_org_word("roberto kobeh gonzalez"));
    }
}
