//! Public bodies of the United States, universities and football clubs.

use super::filters::is_one_of;
use super::merge::Pool;
use super::names::{CONTEXT, PLAIN, add_surface, surface_key, tidy};
use super::organisations::{each_org, is_org_name, org_flag};
use super::{Kit, spelling};
use crate::error::Result;

pub fn agencies(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
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

pub fn universities(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    each_org(kit, pool, "universities", |kit, raw, row| {
        const ENGLISH: &str = "\
            university universities college institute school academy polytechnic \
            seminary conservatory centre center campus";
        if !surface_key(&row.name).split(' ').any(|word| is_one_of(ENGLISH, word)) {
            return Err("university without an English name");
        }
        row.subtype = "university".into();
        row.prominence = 30;
        row.domain = raw.id().trim_start_matches("uni:").trim_start_matches("www.").to_owned();
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

pub fn clubs(kit: &mut Kit, pool: &mut Pool) -> Result<()> {
    each_org(kit, pool, "football_clubs", |kit, raw, row| {
        row.subtype = "sports-club".into();
        row.prominence = 22;
        if row.country.is_empty() {
            row.country = kit.region_country(raw.country());
        }
        let short = without_club_form(&row.name);
        for alias in raw.aliases().map(tidy).chain(short) {
            if !is_org_name(&alias) || spelling::is_acronym(&alias) {
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
        Ok(if spelling::is_acronym(&row.name) { CONTEXT } else { org_flag(kit, &row.name) })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clubs_lose_their_form_only_if_two_words_are_left() {
        assert_eq!(without_club_form("Manchester United FC").as_deref(), Some("Manchester United"));
        assert_eq!(without_club_form("Portsmouth FC"), None);
    }
}
