//! Famous persons of Pantheon, with the dates of leaders from REIGN.

use super::Kit;
use super::filters;
use super::merge::Pool;
use super::names::{CONTEXT, PLAIN, add_surface, flag_name, slug, surface_key};
use super::person_names::{clean, flag, shorter};
use super::prominence;
use crate::error::Result;
use crate::gazetteer::Row;
use crate::model::EntityKind;

const LIST: &str = "pantheon1";
/// Index of fame from which a single name is taken: `Voltaire`, `Madonna`.
const FAMOUS: f64 = 26.0;
/// Index of fame from which a single name stands alone.
const VERY_FAMOUS: f64 = 28.5;

/// Adds the persons of Pantheon.
pub fn pantheon(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    let lists = kit.lists.clone();
    lists.each_row(LIST, |raw| {
        kit.report.read(LIST);
        // `Charles V, Holy Roman Emperor`
        let (head, rank) = raw.name().split_once(", ").unwrap_or((raw.name(), ""));
        let whole = if rank.starts_with("Jr") { raw.name() } else { head };
        let Some(name) = clean(whole) else {
            return kit.report.dropped(LIST, "name in another script or broken");
        };
        let fame = raw.prominence().unwrap_or(0.0);
        let born: i32 = raw.from().parse().unwrap_or(0);
        let key = surface_key(&name);
        let is_single = !key.contains(' ');
        if is_single && fame < FAMOUS && born < 1900 {
            return kit.report.dropped(LIST, "single name of a person before 1900");
        }
        let is_other = kit.words.is_common(&key)
            || kit.words.is_given_name(&key)
            || kit.words.is_surname(&key)
            || kit.is_place(&name);
        if is_single && (is_other || key.chars().count() < 4) {
            return kit.report.dropped(LIST, "single name that is a word, a name or a place");
        }
        let mut row = Row::new(format!("person.{}", slug(&name)), EntityKind::Person, name.clone());
        row.source = LIST.into();
        row.subtype = slug(raw.subtype());
        row.country = kit.countries.code(raw.country()).unwrap_or_default();
        row.prominence = prominence::of_famous(fame, born);
        if let Some(short) = shorter(&name) {
            add_surface(&mut row, &short, flag(&kit.words, kit.is_no_person(&short), &short));
        }
        let stands = is_single && fame >= VERY_FAMOUS;
        let flags = if stands { PLAIN } else { flag(&kit.words, kit.is_no_person(&name), &name) };
        let is_phrase = name.split(' ').any(|word| word == "the" || word == "of");
        let is_plain_phrase = is_phrase && filters::word_count(&name) >= 3;
        flag_name(&mut row, if is_plain_phrase && flags == CONTEXT { PLAIN } else { flags });
        kit.report.kept(LIST);
        pool.add(row);
    })?;
    Ok(())
}

/// Gives leaders whose dates are not known those of REIGN, found by surname and country.
pub fn reign(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    let list = "reign";
    let mut terms: Vec<(String, String, String, String)> = Vec::new();
    let lists = kit.lists.clone();
    lists.each_row(list, |raw| {
        kit.report.read(list);
        if let Some(country) = kit.countries.code(raw.country()) {
            let surname = surface_key(raw.name());
            terms.push((country, surname, raw.from().to_owned(), raw.until().to_owned()));
        }
    })?;
    terms.sort();
    for row in pool.rows_mut() {
        let is_leader = matches!(row.subtype.as_str(), "politician" | "military-personnel");
        if !is_leader || !row.from.is_empty() || row.country.is_empty() {
            continue;
        }
        let key = surface_key(&row.name);
        let mut found = terms.iter().filter(|(country, surname, ..)| {
            *country == row.country && key.ends_with(&format!(" {surname}"))
        });
        if let (Some((_, _, from, until)), None) = (found.next(), found.next()) {
            row.from.clone_from(from);
            row.until.clone_from(until);
            kit.report.kept(list);
        }
    }
    Ok(())
}
