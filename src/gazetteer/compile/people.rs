//! Persons: office holders first, then the famous, then those on sanctions lists.

use super::merge::Pool;
use super::{Kit, famous, office_holders, sanctions};
use crate::error::Result;
use crate::gazetteer::Row;

/// The rows of `compiled/people.tsv`.
///
/// The most trusted list comes first: its names and dates are kept when later lists have the same
/// person. Legislators come last, so that a minister who sits in parliament stays a minister.
pub fn compile(kit: &mut Kit) -> Result<Vec<Row>> {
    let mut pool = Pool::default();
    office_holders::us_congress(kit, &mut pool)?;
    office_holders::holders(kit, &mut pool)?;
    office_holders::factbook_leaders(kit, &mut pool)?;
    famous::pantheon(kit, &mut pool)?;
    famous::reign(kit, &mut pool)?;
    sanctions::persons(kit, &mut pool)?;
    office_holders::openstates(kit, &mut pool)?;
    office_holders::legislators(kit, &mut pool)?;
    Ok(kit.without_reviewed(pool.into_rows()))
}
