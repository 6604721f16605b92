//! Holders of office: ministers, heads of state, ambassadors, legislators, governors.

use super::filters::is_one_of;
use super::merge::{Pool, year};
use super::names::{add_surface, flag_name, slug, surface_key, tidy, wikidata_id};
use super::offices::{is_national, iso_date, office_rank, tidy_date};
use super::person_names::{clean, flag, shorter};
use super::raw::RawRow;
use super::{Kit, spelling};
use crate::error::Result;
use crate::gazetteer::Row;
use crate::model::EntityKind;

const HOLDERS: &str = "eps_holders";

/// Adds current members of the US Congress.
pub fn us_congress(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    from_list(kit, pool, "us_congress", clean, |_, _, row| {
        row.subtype = "legislator".into();
        row.country = "US".into();
        row.prominence = 42;
        row.office = "member of the United States Congress".into();
        Ok(())
    })
}

/// Adds governors, mayors and other executives of US states and cities.
pub fn openstates(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    from_list(kit, pool, "openstates_exec", clean, |_, raw, row| {
        row.country = "US".into();
        row.office = raw.subtype().replace("lt_governor", "lieutenant governor");
        row.subtype = "other".into();
        row.prominence = match raw.subtype() {
            "governor" => 46,
            "mayor" => 22,
            _ => 32,
        };
        Ok(())
    })
}

/// Adds heads of state and government of the World Factbook. Its names were cut out of sentences,
/// so titles before the name go with everything that stands before them.
pub fn factbook_leaders(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    from_list(kit, pool, "factbook_leaders", leader_name, |kit, raw, row| {
        // Charles III and Emmanuel Macron head many territories.
        let is_known = row
            .surfaces()
            .any(|(name, _)| kit.reviewed.has_name(EntityKind::Person, &surface_key(name)))
            || shorter(&row.name)
                .is_some_and(|name| kit.reviewed.has_name(EntityKind::Person, &surface_key(&name)));
        if is_known {
            return Err("in a reviewed table");
        }
        row.country = kit.countries.code(raw.country()).unwrap_or_default();
        row.office = raw.subtype().into();
        row.subtype = raw.subtype().replace("chief of state", "head of state").replace(' ', "-");
        row.from = iso_date(raw.from()).unwrap_or_default();
        row.prominence = 50;
        Ok(())
    })
}

/// The name at the end of `ted by High Commissioner Julie Wilche`.
fn leader_name(text: &str) -> Option<String> {
    const BEFORE_NAMES: &str = "\
        Administrator Affairs Assembly Australia Bailiff Caribbean Chief Commissioner \
        Confederation Council Dame General Governor Governor-General Islands King \
        Lieutenant-Governor Minister Ministers Polynesia Prefect President Sir Superior";
    let text = text.trim_start_matches("ted by ");
    let words: Vec<&str> = text.split(' ').collect();
    let after = words.iter().rposition(|word| is_one_of(BEFORE_NAMES, word)).map_or(0, |at| at + 1);
    let name = clean(&words[after..].join(" "))?;
    let count = name.split(' ').count();
    ((2..=5).contains(&count) && !name.contains(" of ") && !name.starts_with(char::is_lowercase))
        .then_some(name)
}

/// Adds office holders since 2000 from Wikidata.
pub fn holders(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    from_list(kit, pool, HOLDERS, clean, |kit, raw, row| {
        row.country = kit.countries.code(raw.country()).unwrap_or_default();
        let (subtype, prominence) = office_rank(raw.subtype());
        let is_recent = year(raw.until()).is_none_or(|year| year >= 2015);
        row.subtype = subtype.into();
        row.prominence = prominence + if is_recent { 4 } else { 0 };
        row.office = office_of(kit, raw.subtype(), &row.country);
        Ok(())
    })
}

/// Adds legislators from Wikidata: national parliaments, last term after `legislators_since`; for
/// countries whose parliaments English-language news follows name by name, after 2000.
pub fn legislators(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    const FOLLOWED: [&str; 6] = ["AU", "CA", "GB", "IE", "NZ", "US"];
    let since = i32::from(kit.options.legislators_since);
    from_list(kit, pool, "eps_legislators", clean, |kit, raw, row| {
        let country = kit.countries.code(raw.country()).ok_or("legislator of no country")?;
        let last = year(raw.until()).or_else(|| year(raw.from()).map(|from| from + 6));
        let first = if FOLLOWED.contains(&country.as_str()) { since.min(2000) } else { since };
        if last.is_none_or(|last| last < first) {
            return Err("last term before the year asked for");
        }
        if !is_national(raw.subtype(), &country) {
            return Err("regional, appointed or substitute member");
        }
        // The list has one term of each person, seldom the only one.
        (row.from, row.until) = (String::new(), String::new());
        row.country = country;
        row.subtype = "legislator".into();
        row.prominence = 14;
        Ok(())
    })
}

/// The office with its country, if it does not say it: `Minister of Defence (India)`.
fn office_of(kit: &Kit, office: &str, country: &str) -> String {
    let office = tidy(office);
    match kit.countries.english_name(country) {
        Some(name) if !office.contains(name) && !office.contains(country) => {
            format!("{office} ({name})")
        }
        _ => office,
    }
}

/// Reads one list into the pool.
///
/// `name_of` makes the name out of the cell, or of the first alias that gives one. `shape` sets what
/// differs from list to list, or says why the row is of no use.
fn from_list(
    kit: &mut Kit,
    pool: &mut Pool,
    list: &'static str,
    name_of: fn(&str) -> Option<String>,
    shape: impl Fn(&Kit, &RawRow<'_>, &mut Row) -> std::result::Result<(), &'static str>,
) -> Result<()> {
    let lists = kit.lists.clone();
    lists.each_row(list, |raw| {
        kit.report.read(list);
        let Some(name) = std::iter::once(raw.name()).chain(raw.aliases()).find_map(name_of) else {
            return kit.report.dropped(list, "name in another script or broken");
        };
        let may_be_single = list == HOLDERS && stands_as_single(kit, &name);
        if !name.contains(' ') && !may_be_single {
            return kit.report.dropped(list, "name of one word");
        }
        let mut row = Row::new(format!("person.{}", slug(&name)), EntityKind::Person, name.clone());
        row.source = list.into();
        row.wikidata = wikidata_id(raw.wikidata());
        row.from = tidy_date(raw.from());
        row.until = tidy_date(raw.until());
        if !spelling::is_latin(raw.name()) {
            row.native = tidy(raw.name());
        }
        if let Err(reason) = shape(kit, raw, &mut row) {
            return kit.report.dropped(list, reason);
        }
        let aliases = raw.aliases().filter_map(clean).filter(|alias| alias.contains(' '));
        for alias in shorter(&name).into_iter().chain(aliases) {
            let flags = flag(&kit.words, kit.is_no_person(&alias), &alias);
            add_surface(&mut row, &alias, flags);
        }
        let flags = flag(&kit.words, kit.is_no_person(&name), &name);
        flag_name(&mut row, flags);
        kit.report.kept(list);
        pool.add(row);
    })?;
    Ok(())
}

/// Whether a single name may enter the table (flagged): not a word, and known to nobody else.
fn stands_as_single(kit: &Kit, name: &str) -> bool {
    let key = surface_key(name);
    key.chars().count() >= 5
        && !kit.words.is_common(&key)
        && !kit.words.is_given_name(&key)
        && !kit.words.is_surname(&key)
        && !kit.is_place(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaders_are_cut_out_of_sentences() {
        for (text, name) in [
            ("ted by High Commissioner Julie Praest Wilche", Some("Julie Praest Wilche")),
            ("People's Assembly President Choe Ryong Hae", Some("Choe Ryong Hae")),
            ("Abdel Fattah EL-Sisi", Some("Abdel Fattah el-Sisi")),
            ("ted by Governor General Cecile LA Grenade", Some("Cecile la Grenade")),
            ("Silva", None),
            ("Horta Nta Na Man", Some("Horta Nta Na Man")),
        ] {
            assert_eq!(leader_name(text).as_deref(), name, "{text}");
        }
    }
}
