//! What is done to gold and predictions so that they can be compared.

use super::label::{Label, Labelled};
use super::trim::{trimmed, without_titles};
use super::{Chars, kind_of};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Differences of convention that shall not count as mistakes.
///
/// They are applied in this order: labels of other tools become types of ours, types are merged,
/// borders trimmed, types chosen, nested names dropped, and predictions that overlap ignored gold
/// let be.
#[derive(Clone, Debug, Default)]
pub struct Conventions {
    /// Only these types count, after merging; empty for all.
    pub types: BTreeSet<String>,
    /// Types that count as another, on the side of the gold.
    pub merge_gold: BTreeMap<String, String>,
    /// The same on the side of the predictions.
    pub merge_predicted: BTreeMap<String, String>,
    /// Types of gold, after merging, that are neither required nor held against a prediction.
    pub ignore: BTreeSet<String>,
    /// The same for gold of which nobody knows the type.
    pub ignore_untyped: bool,
    pub flatten: Flatten,
    /// Whether leading determiners and a last `'s` are cut off on both sides.
    pub trim: bool,
    /// Whether titles are cut off names of persons on both sides.
    pub strip_titles: bool,
    /// Whether every name counts as of one type, `ANY`.
    pub untyped: bool,
    /// Whether labels of other tools, as `PER`, stay what they are.
    pub keep_labels: bool,
}

/// Which of nested names count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flatten {
    #[default]
    None,
    /// The longest.
    Outer,
    /// The shortest.
    Inner,
}

/// The type of every name where types do not count.
pub const ANY: &str = "ANY";

/// A name as it is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Name<'a> {
    /// Code points.
    pub start: u32,
    pub end: u32,
    pub kind: String,
    /// What it was made from.
    pub label: &'a Label,
}

impl Name<'_> {
    pub fn overlaps(&self, other: &Name) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub fn is_same_span(&self, other: &Name) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }

    /// Orders names as they are matched: by place, then by type.
    pub fn key(&self) -> (u32, u32, &str) {
        (self.start, self.end, &self.kind)
    }
}

/// A name before types are chosen.
struct Tidy<'a> {
    start: u32,
    end: u32,
    kind: Option<String>,
    label: &'a Label,
}

impl Conventions {
    /// The names of a document that are compared, in the order of the text: gold, predicted.
    ///
    /// `chars` is the text, without which nothing is trimmed.
    pub fn names<'a>(
        &self,
        gold: &'a Labelled,
        predicted: Option<&'a Labelled>,
        chars: Option<&Chars>,
    ) -> (Vec<Name<'a>>, Vec<Name<'a>>) {
        let gold = self.tidy(&gold.labels, &self.merge_gold, chars);
        let predicted = predicted.map_or(&[][..], |predicted| &predicted.labels[..]);
        let predicted = self.tidy(predicted, &self.merge_predicted, chars);
        let is_ignored = |name: &Tidy| match &name.kind {
            None => self.ignore_untyped,
            Some(kind) => self.ignore.contains(kind),
        };
        let ignored = Covered::new(gold.iter().filter(|name| is_ignored(name)));
        let gold = gold.into_iter().filter(|name| !is_ignored(name));
        let gold = flat(self.wanted(gold), self.flatten);
        let mut predicted = flat(self.wanted(predicted.into_iter()), self.flatten);
        let kept: HashSet<(u32, u32)> = gold.iter().map(|name| (name.start, name.end)).collect();
        predicted.retain(|name| {
            kept.contains(&(name.start, name.end)) || !ignored.overlaps(name.start, name.end)
        });
        (gold, predicted)
    }

    /// The type that a label counts as; `None` for a label without one.
    pub fn kind(&self, label: Option<&str>, merge: &BTreeMap<String, String>) -> Option<String> {
        if self.untyped {
            return Some(ANY.to_owned());
        }
        let label = label?;
        if let Some(kind) = merge.get(label) {
            return Some(kind.clone());
        }
        let kind = self.canonical(label);
        Some(merge.get(&kind).cloned().unwrap_or(kind))
    }

    /// A label of another tool as a type of ours, if it means one.
    pub fn canonical(&self, label: &str) -> String {
        let ours = kind_of(label).filter(|_| !self.keep_labels);
        ours.map_or_else(|| label.to_owned(), |kind| kind.as_str().to_owned())
    }

    fn tidy<'a>(
        &self,
        labels: &'a [Label],
        merge: &BTreeMap<String, String>,
        chars: Option<&Chars>,
    ) -> Vec<Tidy<'a>> {
        let tidy = labels.iter().map(|label| {
            let kind = self.kind(label.kind.as_deref(), merge);
            let (mut start, mut end) = (label.start, label.end);
            if let Some(chars) = chars {
                if self.trim {
                    (start, end) = trimmed(chars, start, end);
                }
                if self.strip_titles && kind.as_deref() == Some("PERSON") {
                    (start, end) = without_titles(chars, start, end);
                }
            }
            Tidy { start, end, kind, label }
        });
        let mut tidy: Vec<Tidy> = tidy.collect();
        // Of labels that have become equal the one with a link stays.
        tidy.sort_by(|a, b| {
            let key = |one: &Tidy| (one.start, one.end, one.label.link.is_none());
            (&a.kind, key(a)).cmp(&(&b.kind, key(b)))
        });
        tidy.dedup_by(|a, b| (a.start, a.end, &a.kind) == (b.start, b.end, &b.kind));
        tidy
    }

    fn wanted<'a>(&self, names: impl Iterator<Item = Tidy<'a>>) -> Vec<Name<'a>> {
        let typed = names.filter_map(|name| {
            let Tidy { start, end, kind, label } = name;
            Some(Name { start, end, kind: kind?, label })
        });
        typed.filter(|name| self.types.is_empty() || self.types.contains(&name.kind)).collect()
    }
}

/// Stretches of a text, each with the furthest end of those up to it.
struct Covered(Vec<(u32, u32)>);

impl Covered {
    fn new<'a>(names: impl Iterator<Item = &'a Tidy<'a>>) -> Self {
        let mut spans: Vec<(u32, u32)> = names.map(|name| (name.start, name.end)).collect();
        spans.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut spans {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self(spans)
    }

    fn overlaps(&self, start: u32, end: u32) -> bool {
        let before = self.0.partition_point(|(other, _)| *other < end);
        before > 0 && self.0[before - 1].1 > start
    }
}

/// The names in the order of the text, without those that overlap a longer (or shorter) one.
fn flat(names: Vec<Name>, flatten: Flatten) -> Vec<Name> {
    let mut names = names;
    let length = |name: &Name| name.end - name.start;
    match flatten {
        Flatten::None => {}
        Flatten::Outer => names.sort_by(|a, b| {
            (Reverse(length(a)), a.start, &a.kind).cmp(&(Reverse(length(b)), b.start, &b.kind))
        }),
        Flatten::Inner => {
            names.sort_by(|a, b| (length(a), a.start, &a.kind).cmp(&(length(b), b.start, &b.kind)))
        }
    }
    let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
    names.retain(|name| {
        // Those taken do not overlap, so that only the last one before the end can.
        let last = taken.range(..name.end).next_back();
        let is_free = flatten == Flatten::None || last.is_none_or(|(_, end)| *end <= name.start);
        if is_free {
            taken.insert(name.start, name.end);
        }
        is_free
    });
    names.sort_by(|a, b| a.key().cmp(&b.key()));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str, labels: &[(u32, u32, Option<&str>)]) -> Labelled {
        let labels = labels.iter().map(|(start, end, kind)| Label::new(*start, *end, *kind));
        Labelled { text: Some(text.to_owned()), labels: labels.collect(), ..Labelled::default() }
    }

    type Keys = Vec<(u32, u32, String)>;

    fn names(conventions: &Conventions, gold: &Labelled, predicted: &Labelled) -> (Keys, Keys) {
        let chars = gold.text.as_deref().map(Chars::new);
        let (gold, predicted) = conventions.names(gold, Some(predicted), chars.as_ref());
        let keys = |names: &[Name]| -> Keys {
            names.iter().map(|name| (name.start, name.end, name.kind.clone())).collect()
        };
        (keys(&gold), keys(&predicted))
    }

    fn key(start: u32, end: u32, kind: &str) -> (u32, u32, String) {
        (start, end, kind.to_owned())
    }

    #[test]
    fn labels_of_other_tools_are_types_of_ours_unless_somebody_says_otherwise() {
        let gold = document("Iran", &[(0, 4, Some("GPE"))]);
        let kept = Conventions { keep_labels: true, ..Conventions::default() };
        let merged = Conventions {
            merge_gold: [("GPE".to_owned(), "NORP".to_owned())].into(),
            ..Conventions::default()
        };
        let kind = |conventions: &Conventions| names(conventions, &gold, &gold).0[0].2.clone();
        assert_eq!(kind(&Conventions::default()), "PLACE");
        assert_eq!(kind(&kept), "GPE");
        assert_eq!(kind(&merged), "NORP");
    }

    #[test]
    fn what_is_merged_and_trimmed_into_one_counts_once() {
        let gold = document("the CNN", &[(0, 7, Some("OUTLET")), (4, 7, Some("ORG"))]);
        let conventions = Conventions {
            merge_gold: [("OUTLET".to_owned(), "ORG".to_owned())].into(),
            trim: true,
            ..Conventions::default()
        };
        assert_eq!(names(&conventions, &gold, &Labelled::default()).0, [key(4, 7, "ORG")]);
    }

    #[test]
    fn predictions_over_ignored_gold_are_let_be_unless_gold_has_their_span() {
        let text = "the president of Iran";
        let gold = document(text, &[(0, 21, None), (17, 21, Some("PLACE"))]);
        let predicted = document(text, &[(4, 13, Some("ROLE")), (17, 21, Some("ORG"))]);
        let conventions = Conventions { ignore_untyped: true, ..Conventions::default() };
        let (gold, predicted) = names(&conventions, &gold, &predicted);
        assert_eq!(gold, [key(17, 21, "PLACE")]);
        assert_eq!(predicted, [key(17, 21, "ORG")]);
    }

    #[test]
    fn of_nested_names_the_longest_or_the_shortest_stays() {
        let text = "Bank of Iran";
        let gold = document(text, &[(0, 12, Some("ORG")), (8, 12, Some("PLACE"))]);
        let kept = |flatten| {
            let conventions = Conventions { flatten, ..Conventions::default() };
            names(&conventions, &gold, &gold).0
        };
        assert_eq!(kept(Flatten::Outer), [key(0, 12, "ORG")]);
        assert_eq!(kept(Flatten::Inner), [key(8, 12, "PLACE")]);
        assert_eq!(kept(Flatten::None).len(), 2);
    }
}
