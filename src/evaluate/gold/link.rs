//! What a label says that a name stands for.

use super::record::RecordLabel;
use crate::evaluate::label::Link;
use serde_json::Value;

/// The link of a label in JSON; `None` if it says nothing about one.
///
/// `kb` and `kb_id` hold `wikidata:Q794`, `geonames:130758`, `wikipedia:Iran`, `Q794`, the bare title
/// of an article, or `NIL`.
pub fn of_record(record: &RecordLabel) -> Option<Box<Link>> {
    let mut link = Link::default();
    let mut says_nil = false;
    for kb in [&record.kb, &record.kb_id].into_iter().flatten() {
        match kb {
            Value::Null => says_nil = true,
            Value::String(id) if id.is_empty() => {}
            Value::String(id) => read_id(id, &mut link),
            Value::Number(id) => link.entity = Some(id.to_string()),
            _ => {}
        }
    }
    let text = |value: &Option<Value>| match value {
        Some(Value::String(text)) if !text.is_empty() => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    link.wikidata = link.wikidata.or_else(|| text(&record.wikidata));
    link.geonames = link.geonames.or_else(|| text(&record.geonames));
    link.wikipedia = link.wikipedia.or_else(|| text(&record.wikipedia).map(|title| plain(&title)));
    link.entity = link.entity.or_else(|| text(&record.entity));
    link.name = text(&record.name);
    link.country = text(&record.country).map(|code| code.to_uppercase());
    let degrees = |value: &Option<Value>, most: f64| {
        let degrees = match value {
            Some(Value::String(text)) => text.trim().parse().ok(),
            Some(Value::Number(number)) => number.as_f64(),
            _ => None,
        };
        degrees.filter(|degrees: &f64| degrees.abs() <= most)
    };
    link.place = degrees(&record.latitude, 90.0).zip(degrees(&record.longitude, 180.0));
    link.is_nil |= says_nil && !link.has_id();
    (link != Link::default()).then(|| Box::new(link))
}

/// Adds what an id of `kb` says.
pub fn read_id(id: &str, link: &mut Link) {
    let lower = id.to_lowercase();
    let is_item = |id: &str| {
        id.strip_prefix('Q').is_some_and(|number| {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    if ["nil", "--nme--", "none", "null"].contains(&lower.as_str()) || lower.starts_with("nil") {
        link.is_nil = true;
    } else if let Some((scheme, rest)) = id.split_once(':') {
        let rest = rest.rsplit('/').next().unwrap_or(rest);
        match lower.split(':').next().unwrap_or_default() {
            "wikidata" | "wd" => link.wikidata = Some(rest.to_owned()),
            "geonames" | "gn" => link.geonames = Some(rest.to_owned()),
            "wikipedia" | "enwiki" => link.wikipedia = Some(plain(rest)),
            "http" | "https" if lower.contains("wikidata.org") => {
                link.wikidata = Some(rest.to_owned());
            }
            "http" | "https" if lower.contains("geonames.org") => {
                let number = id.split('/').find(|part| part.parse::<u64>().is_ok());
                link.geonames = number.map(str::to_owned);
            }
            "http" | "https" if lower.contains("wikipedia.org") => {
                link.wikipedia = Some(plain(rest))
            }
            // A title may hold a colon; an id of another list has a scheme in small letters.
            _ if scheme.chars().all(|letter| letter.is_ascii_lowercase()) => {
                link.entity = Some(id.to_owned());
            }
            _ => link.wikipedia = Some(plain(id)),
        }
    } else if is_item(id) {
        link.wikidata = Some(id.to_owned());
    } else {
        link.wikipedia = Some(plain(id));
    }
}

/// A title of an article with spaces.
fn plain(title: &str) -> String {
    title.replace('_', " ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(kb: &str) -> Link {
        let mut link = Link::default();
        read_id(kb, &mut link);
        link
    }

    #[test]
    fn an_id_says_its_scheme() {
        assert_eq!(link("wikidata:Q794").wikidata.as_deref(), Some("Q794"));
        assert_eq!(link("Q794").wikidata.as_deref(), Some("Q794"));
        assert_eq!(link("https://www.wikidata.org/wiki/Q794").wikidata.as_deref(), Some("Q794"));
        assert_eq!(link("geonames:130758").geonames.as_deref(), Some("130758"));
        assert_eq!(
            link("https://www.geonames.org/130758/iran.html").geonames.as_deref(),
            Some("130758")
        );
        assert_eq!(link("wikipedia:Quds_Force").wikipedia.as_deref(), Some("Quds Force"));
        assert_eq!(link("Iran").wikipedia.as_deref(), Some("Iran"));
        assert_eq!(link("Operation Red: Dawn").wikipedia.as_deref(), Some("Operation Red: Dawn"));
        assert_eq!(link("dbpedia:Iran").entity.as_deref(), Some("dbpedia:Iran"));
        assert!(link("NIL").is_nil && link("--NME--").is_nil);
    }
}
