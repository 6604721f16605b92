//! The sorts of things that are annotated.

use std::fmt;
use std::str::FromStr;

/// The type of a mention or an entity; `type` in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum EntityKind {
    /// A person by name, without titles.
    Person,
    /// An organisation: government body, party, force, company, club.
    Org,
    /// A country, region, city, water or mountain. A country as actor stays a place.
    Place,
    /// A newspaper, agency, broadcaster or news site.
    Outlet,
    /// A nationality, religious, ethnic or political group.
    Norp,
    /// A building, airport, embassy, bridge, stadium.
    Facility,
    /// A title or an office: `General`, `Supreme Leader`.
    Role,
    /// A date or a stretch of time.
    Date,
}

impl EntityKind {
    pub const ALL: [EntityKind; 8] = [
        EntityKind::Person,
        EntityKind::Org,
        EntityKind::Place,
        EntityKind::Outlet,
        EntityKind::Norp,
        EntityKind::Facility,
        EntityKind::Role,
        EntityKind::Date,
    ];

    /// The name used in files: `PERSON`, `ORG` …
    pub fn as_str(self) -> &'static str {
        match self {
            EntityKind::Person => "PERSON",
            EntityKind::Org => "ORG",
            EntityKind::Place => "PLACE",
            EntityKind::Outlet => "OUTLET",
            EntityKind::Norp => "NORP",
            EntityKind::Facility => "FACILITY",
            EntityKind::Role => "ROLE",
            EntityKind::Date => "DATE",
        }
    }

    /// The kind whose number, as by `as usize`, this is.
    pub fn from_index(index: usize) -> Option<Self> {
        Self::ALL.get(index).copied()
    }
}

impl fmt::Display for EntityKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What stands where a type should.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown entity type `{0}`; expected PERSON, ORG, PLACE, OUTLET, NORP, FACILITY, ROLE or DATE"
)]
pub struct UnknownKind(pub String);

impl FromStr for EntityKind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == name)
            .ok_or_else(|| UnknownKind(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_back_from_its_name_and_number() {
        for kind in EntityKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            assert_eq!(EntityKind::from_index(kind as usize), Some(kind));
        }
    }

    #[test]
    fn an_unknown_type_is_named_in_the_message() {
        let error = "CITY".parse::<EntityKind>().unwrap_err();
        assert!(error.to_string().contains("`CITY`"));
    }
}
