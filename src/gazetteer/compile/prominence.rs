//! How likely news that uses a name means this bearer of it: 0 to 100.

/// Prominence of a city.
///
/// `15 · log10(inhabitants) − 45`, and up to 25 for the number of languages that have a name for it
/// (`10 · log10(1 + names)`), 12 for a national capital and at least 66, 3 for the capital of a
/// region or a place on the world map of Natural Earth.
///
/// ```text
/// Paris 90   Baghdad 88   Houston 68   Fallujah 45   Paris, Texas 34
/// ```
pub fn of_city(inhabitants: f64, names: usize, rank: CityRank) -> u8 {
    let size = 15.0 * inhabitants.max(1000.0).log10() - 45.0;
    let fame = (10.0 * (1.0 + names as f64).log10()).min(25.0);
    let (lift, least) = match rank {
        CityRank::Capital => (12.0, 66.0),
        CityRank::OnTheMap => (3.0, 0.0),
        CityRank::Other => (0.0, 0.0),
    };
    whole((size + fame + lift).max(least))
}

/// What maps say of a city besides its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CityRank {
    Other,
    /// Capital of a region, or on a map of the world.
    OnTheMap,
    Capital,
}

/// Prominence of a first-level region: `8 · log10(inhabitants of its cities) − 14`, and 14 for one
/// that short lists of well-known places have.
///
/// ```text
/// California 61   Donetsk Oblast 51   Lower Juba 28
/// ```
pub fn of_region(inhabitants: f64, is_well_known: bool) -> u8 {
    let lift = if is_well_known { 14.0 } else { 0.0 };
    whole(8.0 * inhabitants.max(1000.0).log10() - 14.0 + lift)
}

/// Prominence of a person of Pantheon, from its index of fame (9 to 32): `3.2 · index − 22`, less 12
/// for those born before 1900, whom news names seldom.
///
/// ```text
/// Ayman al-Zawahiri 46   Jay Leno 46   Voltaire 60   Jesus Christ 68
/// ```
pub fn of_famous(fame: f64, born: i32) -> u8 {
    whole(3.2 * fame - 22.0 - if born < 1900 { 12.0 } else { 0.0 })
}

/// Rounds to the scale of the tables.
pub fn whole(value: f64) -> u8 {
    value.round().clamp(1.0, 100.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_and_great_cities_come_first() {
        let baghdad = of_city(7_216_000.0, 50, CityRank::Capital);
        let houston = of_city(2_300_000.0, 90, CityRank::OnTheMap);
        let paris_texas = of_city(25_000.0, 20, CityRank::Other);
        assert!(baghdad > houston && houston > paris_texas);
        assert!(of_city(832.0, 30, CityRank::Capital) >= 66);
    }
}
