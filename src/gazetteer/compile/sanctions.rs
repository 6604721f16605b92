//! Persons and entities on sanctions lists, with their spelling variants.

use super::companies::without_company_form;
use super::filters::{self, one_word_org_flag};
use super::merge::Pool;
use super::names::{CONTEXT, PLAIN, add_surface, flag_name, slug, surface_key, tidy};
use super::organisations::is_reviewed_otherwise;
use super::person_names::{clean, flag, is_spelling_of, turned};
use super::{Kit, spelling};
use crate::error::Result;
use crate::gazetteer::Row;
use crate::model::EntityKind;

pub const LISTS: [&str; 2] = ["ofac_sdn", "un_sanctions"];

/// Adds sanctioned persons: names of two words or more, and aliases that are spellings of the name.
pub fn persons(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    let lists = kit.lists.clone();
    for list in LISTS {
        lists.each_row(list, |raw| {
            if raw.kind() != "PERSON" {
                return;
            }
            kit.report.read(list);
            let Some(name) = clean(raw.name()) else {
                return kit.report.dropped(list, "name in another script or broken");
            };
            if !name.contains(' ') {
                return kit.report.dropped(list, "name of one word");
            }
            if thousands_bear(kit, &name) {
                return kit.report.dropped(list, "name of two common names");
            }
            let mut row =
                Row::new(format!("person.{}", slug(&name)), EntityKind::Person, name.clone());
            row.source = list.into();
            row.subtype = "sanctioned".into();
            row.country = kit.countries.code(raw.country()).unwrap_or_default();
            let mut spellings = 0;
            for alias in raw.aliases() {
                let Some(alias) = clean(&turned(alias)).filter(|alias| alias.contains(' ')) else {
                    kit.report.dropped(list, "alias of one word or broken");
                    continue;
                };
                let last = alias.rsplit([' ', '-']).next().unwrap_or_default();
                if !is_spelling_of(&name, &alias)
                    || thousands_bear(kit, &alias)
                    || last.chars().count() < 3
                {
                    kit.report.dropped(list, "alias that is another name or cut off");
                    continue;
                }
                let flags = flag(&kit.words, kit.is_no_person(&alias), &alias);
                add_surface(&mut row, &alias, flags);
                spellings += 1;
            }
            row.prominence = if spellings >= 4 { 26 } else { 14 };
            let flags = flag(&kit.words, kit.is_no_person(&name), &name);
            flag_name(&mut row, flags);
            kit.report.kept(list);
            pool.add(row);
        })?;
    }
    Ok(())
}

/// Whether a name is made of two given names or of a given name and a surname that are common:
/// `Abdul Aziz`, `Peter Griffin`.
fn thousands_bear(kit: &Kit, name: &str) -> bool {
    let key = surface_key(name);
    let parts: Vec<&str> =
        key.split(' ').filter(|part| !["al", "el", "abd", "abdul"].contains(part)).collect();
    let is_common = |part: &&str| kit.words.is_given_name(part) || kit.words.is_surname(part);
    parts.len() <= 2 && parts.iter().all(is_common)
}

/// Adds sanctioned companies, groups and bodies.
pub fn entities(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    let lists = kit.lists.clone();
    for list in LISTS {
        lists.each_row(list, |raw| {
            if raw.kind() != "ORG" {
                return;
            }
            kit.report.read(list);
            let name = tidy(raw.name());
            let is_group = raw.subtype().contains("FTO")
                || raw.subtype().contains("SDGT")
                || raw.subtype() == "Al-Qaida";
            let name = without_company_form(&name).unwrap_or(name);
            if !is_org_name(&name) {
                return kit.report.dropped(list, "name of an entity that is not written as one");
            }
            let mut row = Row::new(format!("org.{}", slug(&name)), EntityKind::Org, name.clone());
            row.source = list.into();
            row.subtype = if is_group { "armed-group" } else { "sanctioned" }.into();
            row.country = kit.countries.code(raw.country()).unwrap_or_default();
            row.prominence = if raw.subtype().contains("FTO") { 40 } else { 12 };
            for alias in raw.aliases() {
                let alias = tidy(alias);
                let alias = without_company_form(&alias).unwrap_or(alias);
                if spelling::is_acronym(&alias) {
                    if spelling::acronym_letters(&alias) >= 3 {
                        add_surface(&mut row, &alias, CONTEXT);
                    }
                } else if is_org_name(&alias) && surface_key(&alias).contains(' ') {
                    add_surface(&mut row, &alias, org_flag(kit, &alias));
                } else {
                    kit.report.dropped(list, "alias of an entity that is not written as a name");
                }
            }
            if is_reviewed_otherwise(kit, &surface_key(&name)) {
                return kit
                    .report
                    .dropped(list, "reviewed as an outlet, a building or a group of people");
            }
            row.aliases.retain(|alias| !is_reviewed_otherwise(kit, &surface_key(&alias.surface)));
            let flags = org_flag(kit, &name);
            if flags == CONTEXT && !surface_key(&name).contains(' ') && row.prominence < 40 {
                return kit.report.dropped(list, "entity of one word that is something else");
            }
            flag_name(&mut row, flags);
            kit.report.kept(list);
            pool.add(row);
        })?;
    }
    Ok(())
}

fn org_flag(kit: &Kit, name: &str) -> crate::gazetteer::AliasFlags {
    let key = surface_key(name);
    if key.contains(' ') {
        let reads_otherwise = kit.is_place(name) || filters::reads_like_a_person(&kit.words, &key);
        return if reads_otherwise { CONTEXT } else { PLAIN };
    }
    one_word_org_flag(&kit.words, |_| kit.is_place(name), name)
}

fn is_org_name(name: &str) -> bool {
    let letters = name.chars().filter(|found| found.is_alphabetic()).count();
    spelling::is_latin(name)
        && letters >= 4
        && !name.contains(['(', ')', ';', '"', ',', '['])
        && !name.contains(" '")
        && !name.starts_with("Www.")
        && !name.contains("--")
        && name.chars().next().is_some_and(char::is_uppercase)
        && !name.ends_with('-')
}
