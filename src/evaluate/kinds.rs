//! Labels of other tools, as types of ours.

use crate::model::EntityKind;

/// What tools and gold sets call our types, in small letters.
const OTHER_NAMES: [(&str, EntityKind); 30] = [
    ("per", EntityKind::Person),
    ("pers", EntityKind::Person),
    ("people", EntityKind::Person),
    ("human", EntityKind::Person),
    ("organization", EntityKind::Org),
    ("organisation", EntityKind::Org),
    ("corporation", EntityKind::Org),
    ("company", EntityKind::Org),
    ("loc", EntityKind::Place),
    ("location", EntityKind::Place),
    ("gpe", EntityKind::Place),
    ("geo", EntityKind::Place),
    ("geo-loc", EntityKind::Place),
    ("geoloc", EntityKind::Place),
    ("toponym", EntityKind::Place),
    ("country", EntityKind::Place),
    ("city", EntityKind::Place),
    ("state_or_province", EntityKind::Place),
    ("fac", EntityKind::Facility),
    ("building", EntityKind::Facility),
    ("nrp", EntityKind::Norp),
    ("nationality", EntityKind::Norp),
    ("religion", EntityKind::Norp),
    ("demonym", EntityKind::Norp),
    ("media", EntityKind::Outlet),
    ("newspaper", EntityKind::Outlet),
    ("news-agency", EntityKind::Outlet),
    ("news_agency", EntityKind::Outlet),
    ("title", EntityKind::Role),
    ("position", EntityKind::Role),
];

/// The type of ours that `label` means, whatever its case; `None` for labels that mean none (`MISC`,
/// `EVENT`, `TIME`), which stay as they are.
///
/// ```
/// # use dateline::evaluate::kind_of;
/// # use dateline::model::EntityKind;
/// assert_eq!(kind_of("PER"), Some(EntityKind::Person));
/// assert_eq!(kind_of("Outlet"), Some(EntityKind::Outlet));
/// assert_eq!(kind_of("MISC"), None);
/// ```
pub fn kind_of(label: &str) -> Option<EntityKind> {
    let small = label.to_lowercase();
    let ours = EntityKind::ALL.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(&small));
    ours.or_else(|| OTHER_NAMES.iter().find(|(name, _)| *name == small).map(|(_, kind)| *kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_other_name_stands_twice_or_is_a_name_of_ours() {
        for (ix, (name, _)) in OTHER_NAMES.iter().enumerate() {
            assert!(OTHER_NAMES[..ix].iter().all(|(other, _)| other != name), "{name}");
            assert!(name.to_uppercase().parse::<EntityKind>().is_err(), "{name}");
            assert_eq!(*name, name.to_lowercase());
        }
    }
}
