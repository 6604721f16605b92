//! The stage itself: from mentions to links.

use super::acronyms;
use super::candidates::{Decision, Question, Scales};
use super::country_context::CountryContext;
use super::facilities;
use super::groups::Groups;
use super::kinds;
use super::neighbours::Neighbours;
use super::short_forms::{LongForms, words_of};
use super::surroundings::Votes;
use super::{counties, publication};
use crate::gazetteer::Gazetteer;
use crate::model::{
    Annotations, Document, EntityIx, EntityKind, Evidence, Link, Mention, RunnerUp, Segments,
    Target,
};
use rustc_hash::{FxHashMap, FxHashSet};
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
        let mut words: Vec<Vec<String>> =
            mentions.iter().map(|mention| words_of(doc, mention)).collect();
        counties::read_lists(self.gazetteer, doc, &mut mentions, &mut words);
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
        let mut names = self.names(doc, &mentions, &kinds, &words, &groups);
        let within = self.names_within(doc, &mentions, &names);
        let year = doc.meta.published.map(|date| i32::from(date.year()));
        let of_mentions = names.iter().map(|name| (name.kind, name.candidates.as_slice()));
        let of_parts = within.iter().map(|name| (name.kind, name.candidates.as_slice()));
        let countries = CountryContext::new(self.gazetteer, of_mentions.chain(of_parts));
        for name in names.iter_mut() {
            name.said = countries.said_by(name.kind, self.gazetteer, &name.candidates);
        }
        let published_in = publication::country(self.gazetteer, &doc.meta);
        let published_in = published_in.as_deref();
        let mut votes = Votes::default();
        for _ in 0..ROUNDS {
            let scales = Scales {
                gazetteer: self.gazetteer,
                countries: &countries,
                votes: &votes,
                published_in,
                year,
            };
            let mut next = Votes::default();
            for name in &within {
                next.add(&scales.vote(&name.question()));
            }
            for name in names.iter_mut().filter(|name| name.kind == EntityKind::Place) {
                name.own = scales.vote(&name.question());
                next.add(&name.own);
            }
            votes = next;
        }
        let scales = Scales {
            gazetteer: self.gazetteer,
            countries: &countries,
            votes: &votes,
            published_in,
            year,
        };
        let decisions: FxHashMap<usize, Decision> =
            names.iter().map(|name| (name.first, scales.decide(&name.question()))).collect();
        let mut clusters: BTreeMap<usize, u32> = BTreeMap::new();
        let mut links = Vec::with_capacity(mentions.len());
        for (ix, mention) in mentions.iter().enumerate() {
            let first = groups.first(ix);
            let decision = &decisions[&first];
            let target = match decision.best {
                Some(best) => Target::Entity(best),
                None => {
                    let next = clusters.len() as u32;
                    Target::Nil { cluster: *clusters.entry(first).or_insert(next) }
                }
            };
            links.push(link(ix, mention, kinds[ix], target, decision, reasons[ix].take()));
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

    /// One name for each group of mentions, with what stands beside it.
    fn names(
        &self,
        doc: &Document,
        mentions: &[Mention],
        kinds: &[EntityKind],
        words: &[Vec<String>],
        groups: &Groups,
    ) -> Vec<Name<'g>> {
        let members = groups.members();
        let mut names = Vec::with_capacity(members.len());
        for (first, members) in &members {
            let candidates = group_candidates(mentions, words, members);
            let kind = kinds[*first];
            names.push(Name::new(*first, kind, candidates));
        }
        let name_of: FxHashMap<usize, usize> =
            members.iter().enumerate().map(|(name, (first, _))| (*first, name)).collect();
        // Pairs of names, and how often they stand side by side: each pair is looked at once.
        let mut pairs: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (ix, pair) in mentions.windows(2).enumerate() {
            if kinds[ix] == EntityKind::Place
                && kinds[ix + 1] == EntityKind::Place
                && is_side_by_side(doc, &pair[0], &pair[1])
            {
                let pair = (name_of[&groups.first(ix)], name_of[&groups.first(ix + 1)]);
                *pairs.entry(pair).or_default() += 1;
            }
        }
        for ((left, right), count) in pairs {
            let behind = std::mem::take(&mut names[right].candidates);
            names[left].neighbours.add_behind(self.gazetteer, &behind);
            names[right].candidates = behind;
            let before = std::mem::take(&mut names[left].candidates);
            let share = count as f32 / members[right].1.len() as f32;
            names[right].neighbours.add_before(self.gazetteer, &before, share);
            names[left].candidates = before;
        }
        names
    }

    /// Names of places within longer names that stand nowhere by themselves, each once: `Henry County` in `Henry County Sheriff's Office`.
    fn names_within(
        &self,
        doc: &Document,
        mentions: &[Mention],
        names: &[Name<'g>],
    ) -> Vec<Name<'g>> {
        // A name does not vote for itself, wherever it stands.
        let places = names.iter().filter(|name| name.kind == EntityKind::Place);
        let mut seen: FxHashSet<EntityIx> =
            places.flat_map(|name| name.candidates.iter().copied()).collect();
        let mut within = Vec::new();
        for inner in mentions.iter().flat_map(|mention| &mention.inner) {
            if inner.kind != EntityKind::Place || !seen.insert(inner.entity) {
                continue;
            }
            let senses = self.gazetteer.lookup(doc.slice(inner.span)).into_iter();
            let candidates = senses.map(|sense| sense.entity).collect();
            within.push(Name::new(0, inner.kind, candidates));
        }
        within
    }
}

/// So often the names vote for where the article plays, each time knowing the last result.
const ROUNDS: usize = 2;

/// A name of the article, with all its mentions.
struct Name<'g> {
    first: usize,
    kind: EntityKind,
    candidates: Vec<EntityIx>,
    neighbours: Neighbours<'g>,
    own: Votes<'g>,
    said: (&'g str, f32),
}

impl<'g> Name<'g> {
    fn new(first: usize, kind: EntityKind, candidates: Vec<EntityIx>) -> Self {
        let (neighbours, own) = (Neighbours::default(), Votes::default());
        Self { first, kind, candidates, neighbours, own, said: Default::default() }
    }

    fn question(&self) -> Question<'_, 'g> {
        let Self { candidates, kind, neighbours, own, said, .. } = self;
        Question { candidates, kind: *kind, neighbours, own, said: *said }
    }
}

/// Whether two places are named like `Tripoli, Lebanon`.
fn is_side_by_side(doc: &Document, left: &Mention, right: &Mention) -> bool {
    let between = &doc.text()[left.span.end() as usize..right.span.start() as usize];
    matches!(between, ", " | " (" | ", in " | " in " | ",\n")
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
    let mut known: FxHashSet<EntityIx> = candidates.iter().copied().collect();
    let mut last = first;
    for &ix in by_length.iter().filter(|ix| words[**ix].len() == longest) {
        // The same name has the same candidates most of the time.
        if mentions[ix].candidates != mentions[last].candidates {
            let more = mentions[ix].candidates.iter().filter(|entity| known.insert(**entity));
            candidates.extend(more);
        }
        last = ix;
    }
    candidates
}

fn link(
    ix: usize,
    mention: &Mention,
    kind: EntityKind,
    target: Target,
    decision: &Decision,
    reason: Option<Evidence>,
) -> Link {
    let of_kind = mention.score_of(kind).clamp(0.0, 1.0);
    let mut evidence: Vec<Evidence> = reason.into_iter().collect();
    evidence.extend(decision.evidence.iter().cloned());
    let other_kind = mention.readings.iter().find(|reading| reading.kind != kind);
    let second = decision.second.map_or(0.0, |(_, share)| share * of_kind);
    let runner_up = match (decision.second, other_kind) {
        (Some((entity, _)), other) if other.is_none_or(|other| other.score <= second) => {
            Some(RunnerUp { kind, entity: Some(entity), score: second })
        }
        (_, Some(other)) => Some(RunnerUp { kind: other.kind, entity: None, score: other.score }),
        _ => None,
    };
    Link { mention: ix, kind, target, score: of_kind * decision.share, runner_up, evidence }
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
