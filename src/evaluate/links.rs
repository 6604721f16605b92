//! Whether names are linked to what they stand for, and placed where it lies.
//!
//! Only names found with their span are asked about, whatever their type, so that the figures do not
//! mix with those of finding; [`IdCounts::overall`] joins the two.

use super::conventions::Name;
use super::label::Link;

/// A way to say what a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Wikidata,
    Geonames,
    /// Titles; of a prediction without one, its canonical name is taken.
    Wikipedia,
    /// Ids of a list of the tool's own.
    Entity,
    Country,
}

impl Scheme {
    pub const ALL: [Scheme; 5] =
        [Scheme::Wikidata, Scheme::Geonames, Scheme::Wikipedia, Scheme::Entity, Scheme::Country];

    pub fn as_str(self) -> &'static str {
        match self {
            Scheme::Wikidata => "wikidata",
            Scheme::Geonames => "geonames",
            Scheme::Wikipedia => "wikipedia",
            Scheme::Entity => "entity",
            Scheme::Country => "country",
        }
    }

    fn id(self, link: &Link) -> Option<&str> {
        match self {
            Scheme::Wikidata => link.wikidata.as_deref(),
            Scheme::Geonames => link.geonames.as_deref(),
            Scheme::Wikipedia => link.wikipedia.as_deref(),
            Scheme::Entity => link.entity.as_deref(),
            Scheme::Country => link.country.as_deref(),
        }
    }

    /// Whether the prediction answers, and whether the answer is right.
    fn answer(self, gold: &str, predicted: Option<&Link>) -> (bool, bool) {
        let Some(predicted) = predicted else { return (false, false) };
        match (self.id(predicted), self, &predicted.name) {
            (Some(id), Scheme::Wikipedia, _) => (true, is_same_title(gold, id)),
            (Some(id), ..) => (true, id == gold),
            // The name of a thing that is in no list is its words in the text.
            (None, Scheme::Wikipedia, Some(name)) if predicted.has_id() => {
                (true, is_same_title(without_brackets(gold), name))
            }
            _ => (false, false),
        }
    }
}

/// `Time (magazine)` without what tells it from other titles.
fn without_brackets(title: &str) -> &str {
    title.split_once(" (").map_or(title, |(name, _)| name)
}

fn is_same_title(left: &str, right: &str) -> bool {
    let plain = |title: &str| title.replace('_', " ").to_lowercase();
    plain(left) == plain(right)
}

/// How ids of one scheme were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IdCounts {
    /// Gold names with an id.
    pub gold: u64,
    /// Those of them that were found with their span.
    pub found: u64,
    /// Those of them for which the prediction has an id of this scheme, too.
    pub answered: u64,
    /// Those of them where it is the same.
    pub right: u64,
    /// Gold names, found with their span, of which people say that they stand for nothing with an id.
    pub nil: u64,
    /// Those of them for which the prediction has none.
    pub right_nil: u64,
}

impl IdCounts {
    /// Share of the answers that are right.
    pub fn precision(&self) -> Option<f64> {
        ratio(self.right, self.answered)
    }

    /// Share of the names found with their span whose id was found.
    pub fn recall(&self) -> Option<f64> {
        ratio(self.right, self.found)
    }

    pub fn f1(&self) -> Option<f64> {
        ratio(2 * self.right, self.answered + self.found)
    }

    /// Recall, with the names among them that people link to nothing.
    pub fn accuracy(&self) -> Option<f64> {
        ratio(self.right + self.right_nil, self.found + self.nil)
    }

    /// Share of all gold names with an id for which span and id were found.
    pub fn overall(&self) -> Option<f64> {
        ratio(self.right, self.gold)
    }
}

/// How places were put on the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceCounts {
    /// Gold names with coordinates.
    pub gold: u64,
    /// Those of them that were found with their span.
    pub found: u64,
    /// For those of them that have coordinates in the prediction, the distance in kilometres.
    pub distances: Vec<f64>,
}

/// The bound of geocoding studies: a hundred miles.
pub const NEAR_KM: f64 = 161.0;

impl PlaceCounts {
    /// Share of the names found with their span that were put within 161 km.
    pub fn near(&self) -> Option<f64> {
        ratio(self.near_count(), self.found)
    }

    /// Share of those with coordinates that were put within 161 km.
    pub fn near_of_answered(&self) -> Option<f64> {
        ratio(self.near_count(), self.distances.len() as u64)
    }

    /// Median distance in kilometres of those with coordinates.
    pub fn median(&self) -> Option<f64> {
        let mut sorted = self.distances.clone();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        match sorted.len() {
            0 => None,
            length if length % 2 == 1 => Some(sorted[middle]),
            _ => Some(f64::midpoint(sorted[middle - 1], sorted[middle])),
        }
    }

    fn near_count(&self) -> u64 {
        self.distances.iter().filter(|distance| **distance <= NEAR_KM).count() as u64
    }
}

/// How names were linked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinkCounts {
    /// In the order of [`Scheme::ALL`].
    pub ids: [IdCounts; 5],
    pub places: PlaceCounts,
}

impl LinkCounts {
    /// Adds a gold name and the prediction of the same span, if there is one.
    pub fn add(&mut self, gold: &Name, predicted: Option<&Name>) {
        let Some(link) = gold.label.link.as_deref() else { return };
        let answer = predicted.map(|name| name.label.link.as_deref());
        for (scheme, counts) in Scheme::ALL.into_iter().zip(&mut self.ids) {
            if let Some(id) = scheme.id(link) {
                counts.gold += 1;
                let Some(answer) = answer else { continue };
                let (is_answered, is_right) = scheme.answer(id, answer);
                counts.found += 1;
                counts.answered += u64::from(is_answered);
                counts.right += u64::from(is_right);
            } else if let Some(answer) = answer.filter(|_| link.is_nil) {
                counts.nil += 1;
                counts.right_nil += u64::from(answer.is_none_or(|answer| !answer.has_id()));
            }
        }
        if let Some(there) = link.place {
            self.places.gold += 1;
            let Some(answer) = answer else { return };
            self.places.found += 1;
            let here = answer.and_then(|answer| answer.place);
            self.places.distances.extend(here.map(|here| kilometres(here, there)));
        }
    }
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Distance along the great circle of two places in degrees, by the haversine formula, on a sphere of
/// the mean radius of the earth.
fn kilometres(from: (f64, f64), to: (f64, f64)) -> f64 {
    const RADIUS: f64 = 6371.0088;
    let (lat1, lat2) = (from.0.to_radians(), to.0.to_radians());
    let half = |a: f64, b: f64| ((b - a) / 2.0).sin().powi(2);
    let turn = lat1.cos() * lat2.cos() * half(from.1.to_radians(), to.1.to_radians());
    2.0 * RADIUS * (half(lat1, lat2) + turn).sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::label::Label;

    fn label(link: Link) -> Label {
        Label { link: Some(Box::new(link)), ..Label::new(0, 4, Some("PLACE")) }
    }

    fn counts(gold: Link, predicted: Link) -> LinkCounts {
        let (gold, predicted) = (label(gold), label(predicted));
        let name = |label| Name { start: 0, end: 4, kind: "PLACE".to_owned(), label };
        let mut counts = LinkCounts::default();
        counts.add(&name(&gold), Some(&name(&predicted)));
        counts
    }

    #[test]
    fn distances_are_those_of_the_great_circle() {
        let (paris, london) = ((48.8566, 2.3522), (51.5074, -0.1278));
        assert!((kilometres(paris, london) - 343.6).abs() < 1.0);
        assert!(kilometres(paris, paris).abs() < 1e-9);
        assert!((kilometres((0.0, 0.0), (0.0, 180.0)) - 20015.1).abs() < 1.0);
    }

    #[test]
    fn an_id_is_right_if_it_is_the_same() {
        let id = |id: &str| Link { wikidata: Some(id.to_owned()), ..Link::default() };
        let same = counts(id("Q794"), id("Q794")).ids[0];
        assert_eq!(
            (same.precision(), same.recall(), same.overall()),
            (Some(1.0), Some(1.0), Some(1.0))
        );
        let other = counts(id("Q794"), id("Q796")).ids[0];
        assert_eq!((other.answered, other.right), (1, 0));
        let none = counts(id("Q794"), Link::default()).ids[0];
        assert_eq!((none.precision(), none.recall()), (None, Some(0.0)));
    }

    #[test]
    fn a_title_is_compared_with_the_name_where_the_tool_knows_no_titles() {
        let title = |title: &str| Link { wikipedia: Some(title.to_owned()), ..Link::default() };
        let named = |name: &str, entity: Option<&str>| Link {
            name: Some(name.to_owned()),
            entity: entity.map(str::to_owned),
            ..Link::default()
        };
        assert_eq!(
            counts(title("Time (magazine)"), named("Time", Some("outlet.time"))).ids[2].right,
            1
        );
        assert_eq!(counts(title("Time (magazine)"), named("Time", None)).ids[2].answered, 0);
        assert_eq!(counts(title("Time (magazine)"), title("Time")).ids[2].right, 0);
    }

    #[test]
    fn nothing_is_the_right_answer_where_people_say_so() {
        let nil = Link { is_nil: true, ..Link::default() };
        let right = counts(nil.clone(), Link::default()).ids[0];
        assert_eq!((right.accuracy(), right.recall()), (Some(1.0), None));
        let wrong = counts(nil, Link { wikidata: Some("Q1".to_owned()), ..Link::default() }).ids[0];
        assert_eq!(wrong.accuracy(), Some(0.0));
    }

    #[test]
    fn places_within_a_hundred_miles_are_near() {
        let at = |lat, lon| Link { place: Some((lat, lon)), ..Link::default() };
        let near = counts(at(33.3, 44.4), at(34.0, 44.4)).places;
        assert_eq!((near.near(), near.near_of_answered()), (Some(1.0), Some(1.0)));
        let far = counts(at(33.3, 44.4), at(35.7, 51.4)).places;
        assert_eq!(far.near(), Some(0.0));
        assert!(far.median().unwrap() > 600.0);
        let none = counts(at(33.3, 44.4), Link::default()).places;
        assert_eq!((none.near(), none.median()), (Some(0.0), None));
    }
}
