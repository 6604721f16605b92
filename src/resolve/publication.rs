//! Where an article was published, as far as its metadata tell.

use crate::gazetteer::Gazetteer;
use crate::model::{EntityKind, Meta};

/// Ends of addresses that are used all over the world, though they belong to a country.
const WORLDWIDE: [&str; 12] =
    ["ai", "cc", "co", "fm", "io", "la", "ly", "me", "to", "tv", "ws", "eu"];

/// The country (ISO 3166-1 alpha-2) of the outlet, or else of the end of the address.
pub fn country(gazetteer: &Gazetteer, meta: &Meta) -> Option<String> {
    let host = meta.url.as_deref().and_then(host_of);
    let names = meta.outlet.iter().map(String::as_str).chain(host);
    let of_outlet = names.flat_map(|name| gazetteer.lookup(name)).find_map(|sense| {
        let entity = gazetteer.entity(sense.entity);
        (entity.kind == EntityKind::Outlet && !entity.country.is_empty())
            .then(|| entity.country.to_owned())
    });
    of_outlet.or_else(|| {
        let end = host?.rsplit('.').next()?.to_ascii_lowercase();
        match end.as_str() {
            "uk" => Some("GB".to_owned()),
            end if end.len() == 2 && !WORLDWIDE.contains(&end) => Some(end.to_ascii_uppercase()),
            _ => None,
        }
    })
}

/// `bbc.co.uk` of `https://www.bbc.co.uk/news`.
fn host_of(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', ':', '?', '#']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    host.contains('.').then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Row;

    #[test]
    fn the_outlet_tells_the_country_or_else_the_end_of_its_address() {
        let courier = Row {
            country: "MT".into(),
            ..Row::new("outlet.courier", EntityKind::Outlet, "Harbour Courier")
        };
        let gazetteer = Gazetteer::from_rows([courier]).unwrap();
        let of = |outlet: Option<&str>, url: &str| {
            let (outlet, url) = (outlet.map(str::to_owned), Some(url.to_owned()));
            country(&gazetteer, &Meta { outlet, url, ..Meta::default() })
        };
        assert_eq!(of(Some("Harbour Courier"), "https://courier.example"), Some("MT".into()));
        assert_eq!(of(None, "https://www.herald.co.uk/news/1"), Some("GB".into()));
        assert_eq!(of(None, "https://herald.com"), None);
        assert_eq!(of(None, "https://herald.io"), None);
    }
}
