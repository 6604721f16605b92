//! Parties, forces and armed groups.

use super::merge::{Pool, year};
use super::names::{CONTEXT, add_surface, surface_key, tidy};
use super::organisations::{each_org, has_org_word, is_org_name, org_flag};
use super::words::Words;
use super::{Kit, spelling};
use crate::error::Result;
use crate::gazetteer::AliasFlags;

pub fn parties(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
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
            if spelling::is_acronym(&alias) {
                if spelling::acronym_letters(&alias) >= 3 {
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

pub fn factbook(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
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
            if spelling::is_acronym(&alias) {
                if spelling::acronym_letters(&alias) >= 3 {
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
fn is_generic_force(words: &Words, key: &str) -> bool {
    key.split(' ').all(|word| words.is_common(word))
}

pub fn armed_groups(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    each_org(kit, pool, "ucdp_actors", |kit, raw, row| {
        let name = raw.name();
        let key = surface_key(&row.name);
        if year(raw.until()).is_some_and(|until| until < 2000) {
            return Err("group last active before 2000");
        }
        if name.contains(", ") || name.contains(" and ") || key.starts_with("government of") {
            return Err("several groups or a government");
        }
        if !key.contains(' ') && !spelling::is_acronym(name) {
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
        if spelling::is_acronym(name) {
            return if spelling::acronym_letters(name) >= 3 {
                Ok(CONTEXT)
            } else {
                Err("acronym of two letters")
            };
        }
        Ok(party_flag(kit, &row.name))
    })
}
