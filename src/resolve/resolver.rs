//! The stage itself: from mentions to links.

use super::acronyms;
use super::candidates::{Scales, Weighed};
use super::country_context::CountryContext;
use super::facilities;
use super::groups::Groups;
use super::kinds;
use super::short_forms::{LongForms, words_of};
use crate::gazetteer::Gazetteer;
use crate::model::{
    Annotations, Document, EntityIx, EntityKind, Evidence, Link, Mention, RunnerUp, Segments,
    Target,
};
use std::collections::BTreeMap;

/// What the resolver is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct ResolveConfig {}

/// Decides what each mention is. Built once, then shared by all threads.
pub struct Resolver<'g> {
    gazetteer: &'g Gazetteer,
}

impl<'g> Resolver<'g> {
    pub fn new(gazetteer: &'g Gazetteer, _: &ResolveConfig) -> Self {
        Self { gazetteer }
    }

    /// One link for each of `mentions`.
    pub fn resolve(&self, doc: &Document, _: &Segments, mut mentions: Vec<Mention>) -> Annotations {
        facilities::look_up(self.gazetteer, doc, &mut mentions);
        let words: Vec<Vec<String>> =
            mentions.iter().map(|mention| words_of(doc, mention)).collect();
        let mut kinds = kinds::settle(self.gazetteer, doc, &words, &mentions);
        let pairs = acronyms::pairs(doc, &mentions, &kinds);
        acronyms::unite_outlets(&pairs, &words, &mut kinds);
        let mut groups = Groups::new(mentions.len());
        let mut reasons: Vec<Option<Evidence>> = vec![None; mentions.len()];
        join_same_names(&kinds, &words, &mut groups);
        for (left, right) in pairs {
            groups.join(left, right);
            reasons[right] =
                Some(Evidence::new("acronym in brackets", 1.0).at(mentions[left].span));
        }
        let long_forms = LongForms::new(&kinds, &words);
        for ix in 0..mentions.len() {
            if self.stands_for_itself(&mentions[ix], kinds[ix], &words[ix]) {
                continue;
            }
            if let Some(full) = long_forms.full_form(ix, doc.slice(mentions[ix].span)) {
                groups.join(full, ix);
                reasons[ix] = Some(Evidence::new("short form", 1.0).at(mentions[full].span));
            }
        }
        let countries = CountryContext::new(self.gazetteer, &mentions, &kinds);
        let year = doc.meta.published.map(|date| i32::from(date.year()));
        let scales = Scales { gazetteer: self.gazetteer, countries: &countries, year };
        let mut decisions: BTreeMap<usize, Vec<Weighed>> = BTreeMap::new();
        for (first, members) in groups.members() {
            let candidates = group_candidates(&mentions, &words, &members);
            let beside = self.places_beside(doc, &mentions, &kinds, &members);
            decisions.insert(first, scales.weigh(&candidates, kinds[first], &beside));
        }
        let mut clusters: BTreeMap<usize, u32> = BTreeMap::new();
        let mut links = Vec::with_capacity(mentions.len());
        for (ix, mention) in mentions.iter().enumerate() {
            let first = groups.first(ix);
            let weighed = &decisions[&first];
            let target = match weighed.first() {
                Some(best) => Target::Entity(best.entity),
                None => {
                    let next = clusters.len() as u32;
                    Target::Nil { cluster: *clusters.entry(first).or_insert(next) }
                }
            };
            links.push(link(ix, mention, kinds[ix], target, weighed, reasons[ix].take()));
        }
        Annotations { mentions, links, diagnostics: Vec::new() }
    }

    /// Whether a one-word name has a well-known bearer of its own in the gazetteers, so that it need not
    /// be short for anything: `Reuters`, `Iran`.
    fn stands_for_itself(&self, mention: &Mention, kind: EntityKind, words: &[String]) -> bool {
        let known = mention.candidates.iter().any(|ix| self.gazetteer.entity(*ix).kind == kind);
        match kind {
            EntityKind::Person => known && words.len() > 1,
            EntityKind::Org | EntityKind::Outlet | EntityKind::Facility => known,
            _ => true,
        }
    }

    /// Places named right behind one of the mentions and a comma: `Tripoli, Lebanon`.
    fn places_beside(
        &self,
        doc: &Document,
        mentions: &[Mention],
        kinds: &[EntityKind],
        members: &[usize],
    ) -> Vec<EntityIx> {
        let mut beside = Vec::new();
        for &ix in members {
            let Some(next) = mentions.get(ix + 1) else { continue };
            if kinds[ix] != EntityKind::Place || kinds[ix + 1] != EntityKind::Place {
                continue;
            }
            let between = &doc.text()[mentions[ix].span.end() as usize..next.span.start() as usize];
            if matches!(between, ", " | " (" | ", in " | " in " | ",\n") {
                let places = next.candidates.iter().filter(|place| {
                    let place = self.gazetteer.entity(**place);
                    place.kind == EntityKind::Place && place.subtype != "city"
                });
                beside.extend(places.copied());
            }
        }
        beside
    }
}

fn join_same_names(kinds: &[EntityKind], words: &[Vec<String>], groups: &mut Groups) {
    let mut firsts: BTreeMap<(EntityKind, &[String]), usize> = BTreeMap::new();
    for (ix, kind) in kinds.iter().enumerate() {
        if matches!(kind, EntityKind::Date | EntityKind::Role) {
            continue;
        }
        let first = *firsts.entry((*kind, &words[ix])).or_insert(ix);
        groups.join(first, ix);
    }
}

/// What the gazetteers offer for the longest names of a group, then for the others.
fn group_candidates(
    mentions: &[Mention],
    words: &[Vec<String>],
    members: &[usize],
) -> Vec<EntityIx> {
    let mut by_length: Vec<usize> = members.to_vec();
    by_length.sort_by_key(|ix| std::cmp::Reverse(words[*ix].len()));
    let first = by_length.iter().find(|ix| !mentions[**ix].candidates.is_empty());
    let Some(&first) = first else { return Vec::new() };
    let longest = words[first].len();
    let mut candidates = mentions[first].candidates.clone();
    for &ix in by_length.iter().filter(|ix| words[**ix].len() == longest) {
        let more = mentions[ix].candidates.iter().filter(|entity| !candidates.contains(entity));
        let more: Vec<EntityIx> = more.copied().collect();
        candidates.extend(more);
    }
    candidates
}

fn link(
    ix: usize,
    mention: &Mention,
    kind: EntityKind,
    target: Target,
    weighed: &[Weighed],
    reason: Option<Evidence>,
) -> Link {
    let of_kind = mention.score_of(kind).clamp(0.0, 1.0);
    let (share, second) = shares(weighed);
    let mut evidence: Vec<Evidence> = reason.into_iter().collect();
    if let Some(best) = weighed.first() {
        evidence.extend(best.evidence.iter().cloned());
    }
    let other_kind = mention.readings.iter().find(|reading| reading.kind != kind);
    let runner_up = match (weighed.get(1), other_kind) {
        (Some(entity), other) if other.is_none_or(|other| other.score <= second * of_kind) => {
            Some(RunnerUp { kind, entity: Some(entity.entity), score: second * of_kind })
        }
        (_, Some(other)) => Some(RunnerUp { kind: other.kind, entity: None, score: other.score }),
        _ => None,
    };
    Link { mention: ix, kind, target, score: of_kind * share, runner_up, evidence }
}

/// The shares of the first and the second entity among all, by softmax of their weights.
fn shares(weighed: &[Weighed]) -> (f32, f32) {
    let Some(best) = weighed.first() else { return (1.0, 0.0) };
    let part = |one: &Weighed| (one.weight - best.weight).exp();
    let total: f32 = weighed.iter().map(part).sum();
    (1.0 / total, weighed.get(1).map_or(0.0, |second| part(second) / total))
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::{Gazetteer, Row};
    use crate::model::EntityKind::{self, Org, Outlet, Person, Place};
    use crate::resolve::tests::{resolved, resolved_on, row};

    fn world() -> Gazetteer {
        let country = |code: &str, name: &str| Row {
            subtype: "country".into(),
            ..row(&format!("country.{code}"), Place, name, code, 90)
        };
        let in_office = |id: &str, from: &str, until: &str| Row {
            from: from.into(),
            until: until.into(),
            ..row(id, Person, "George Bush", "US", 60)
        };
        Gazetteer::from_rows([
            country("LY", "Libya"),
            country("LB", "Lebanon"),
            row("gn.tripoli-ly", Place, "Tripoli", "LY", 60),
            row("gn.tripoli-lb", Place, "Tripoli", "LB", 50),
            row("person.soleimani", Person, "Qasem Soleimani", "IR", 60),
            in_office("person.bush-41", "1989", "1993"),
            in_office("person.bush-43", "2001", "2009"),
            row("org.is", Org, "Islamic State", "", 60),
            row("outlet.dw", Outlet, "Deutsche Welle", "DE", 60),
        ])
        .unwrap()
    }

    fn links(text: &str, names: &[(&str, EntityKind)]) -> Vec<String> {
        resolved(&world(), text, names)
    }

    #[test]
    fn a_surname_is_short_for_the_person_named_before() {
        let names = [("Qasem Soleimani", Person), ("Soleimani", Person)];
        let text = "Qasem Soleimani was killed. Soleimani was 62.";
        assert_eq!(links(text, &names), ["person.soleimani", "person.soleimani"]);
    }

    #[test]
    fn a_second_person_of_that_name_is_someone_else() {
        let names =
            [("Qasem Soleimani", Person), ("Reza Soleimani", Person), ("Soleimani", Person)];
        let text = "Qasem Soleimani met Reza Soleimani. Soleimani spoke.";
        assert_eq!(links(text, &names), ["person.soleimani", "NIL 0", "NIL 0"]);
    }

    #[test]
    fn the_unknown_is_the_same_wherever_it_is_named() {
        let names = [("Jo Quux", Person), ("Ann Quux", Person), ("Jo Quux", Person)];
        let text = "Jo Quux saw Ann Quux before Jo Quux left.";
        assert_eq!(links(text, &names), ["NIL 0", "NIL 1", "NIL 0"]);
    }

    #[test]
    fn an_acronym_in_brackets_is_the_name_before_it() {
        let names = [("Islamic State", Org), ("IS", Org), ("IS", Org)];
        let text = "The Islamic State (IS) fled. IS said so.";
        assert_eq!(links(text, &names), ["org.is", "org.is", "org.is"]);
        let names = [("DW", Outlet), ("Deutsche Welle", Outlet)];
        assert_eq!(links("DW (Deutsche Welle) said", &names), ["outlet.dw", "outlet.dw"]);
    }

    #[test]
    fn the_better_known_place_is_meant_unless_the_article_is_about_the_other_country() {
        assert_eq!(links("Fire in Tripoli", &[("Tripoli", Place)]), ["gn.tripoli-ly"]);
        let names = [("Lebanon", Place), ("Tripoli", Place)];
        assert_eq!(links("Lebanon mourns the dead of Tripoli", &names)[1], "gn.tripoli-lb");
    }

    #[test]
    fn the_country_behind_the_comma_decides() {
        let names = [("Libya", Place), ("Libya", Place), ("Tripoli", Place), ("Lebanon", Place)];
        let text = "Libya denied that Libya had sent ships to Tripoli, Lebanon.";
        assert_eq!(links(text, &names)[2], "gn.tripoli-lb");
    }

    #[test]
    fn the_date_tells_two_presidents_apart() {
        let names = [("George Bush", Person)];
        let on = |date| resolved_on(&world(), "George Bush spoke.", &names, Some(date));
        assert_eq!(on("1991-01-17"), ["person.bush-41"]);
        assert_eq!(on("2003-03-20"), ["person.bush-43"]);
    }

    #[test]
    fn dates_are_never_one_thing() {
        let names = [("Friday", EntityKind::Date), ("Friday", EntityKind::Date)];
        assert_eq!(links("On Friday and the next Friday", &names), ["NIL 0", "NIL 1"]);
    }
}
