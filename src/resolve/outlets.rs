//! Outlets that the tagger took for something else.

use crate::gazetteer::{CueClass, Gazetteer};
use crate::model::{Document, EntityKind, Mention};
use crate::token::fold_hash;
use rustc_hash::FxHashMap;

/// How probable an outlet must be for a body that the gazetteers know as an outlet only.
const LEAST_OUTLET: f32 = 0.02;

/// Calls mentions outlets where the gazetteers, a noun beside the name or the article's other names
/// say so.
pub fn settle(
    gazetteer: &Gazetteer,
    doc: &Document,
    words: &[Vec<String>],
    mentions: &[Mention],
    kinds: &mut [EntityKind],
) {
    for (mention, kind) in mentions.iter().zip(kinds.iter_mut()) {
        let may_be_called_outlet = match kind {
            EntityKind::Org => !is_known_as_other(gazetteer, mention),
            EntityKind::Person | EntityKind::Place => mention.candidates.is_empty(),
            _ => false,
        };
        let is_known = *kind == EntityKind::Org
            && mention.score_of(EntityKind::Outlet) >= LEAST_OUTLET
            && is_known_outlet_only(gazetteer, mention);
        let is_source = matches!(kind, EntityKind::Org | EntityKind::Place)
            && is_candidate(gazetteer, mention)
            && is_source(gazetteer, doc, mention);
        if is_known
            || is_source
            || may_be_called_outlet && is_called_outlet(gazetteer, doc, mention)
        {
            *kind = EntityKind::Outlet;
        }
    }
    follow_outlets(words, mentions, kinds);
}

/// Whether the gazetteers know an outlet of this name and no other body: then the outlet is meant.
fn is_known_outlet_only(gazetteer: &Gazetteer, mention: &Mention) -> bool {
    let kinds = || mention.candidates.iter().map(|ix| gazetteer.entity(*ix).kind);
    kinds().any(|kind| kind == EntityKind::Outlet) && !kinds().any(|kind| kind == EntityKind::Org)
}

fn is_candidate(gazetteer: &Gazetteer, mention: &Mention) -> bool {
    mention.candidates.iter().any(|ix| gazetteer.entity(*ix).kind == EntityKind::Outlet)
}

/// Whether the name, with its article, is who reports: `The Sun reported`, `told the Guardian`.
fn is_source(gazetteer: &Gazetteer, doc: &Document, mention: &Mention) -> bool {
    let before = doc.text()[..mention.span.start() as usize].trim_end();
    let Some(before) = before.strip_suffix("the").or_else(|| before.strip_suffix("The")) else {
        return false;
    };
    let before = before.trim_end_matches(' ');
    if before.ends_with(" told")
        || before.ends_with(" according to")
        || before.ends_with("According to")
    {
        return true;
    }
    let behind = doc.text()[mention.span.end() as usize..].strip_prefix(' ').unwrap_or_default();
    let verb = behind.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    !verb.is_empty() && gazetteer.word(fold_hash(verb)).has(CueClass::ReportVerb)
}

/// Whether the gazetteers know a place, a group or a person of this name: `a London newspaper`.
fn is_known_as_other(gazetteer: &Gazetteer, mention: &Mention) -> bool {
    mention.candidates.iter().any(|ix| {
        let kind = gazetteer.entity(*ix).kind;
        !matches!(kind, EntityKind::Org | EntityKind::Outlet)
    })
}

/// Whether a noun for an outlet stands right beside the name: `the newspaper X`, `X news agency`.
fn is_called_outlet(gazetteer: &Gazetteer, doc: &Document, mention: &Mention) -> bool {
    let is_noun = |words: &str| gazetteer.word(fold_hash(words)).has(CueClass::OutletNoun);
    let behind = &doc.text()[mention.span.end() as usize..];
    let line = behind.lines().next().unwrap_or_default();
    let line = line.trim_start_matches([' ', '"', '”', '\'', '’']);
    let mut next = line.split(|c: char| !c.is_alphanumeric()).take(2);
    let (first, second) = (next.next().unwrap_or_default(), next.next().unwrap_or_default());
    let is_agency = first == "news" && second.starts_with("agenc");
    if is_agency || !first.is_empty() && is_noun(first) {
        return true;
    }
    let before = &doc.text()[..mention.span.start() as usize];
    let line = before.lines().next_back().unwrap_or_default();
    let line = line.trim_end_matches([' ', '"', '“', '\'', '‘']);
    let last = line.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    before.ends_with([' ', '"', '“', '\'', '‘']) && !last.is_empty() && is_noun(last)
}

/// A body named with the last word of one outlet of the article is that outlet, and so is one of the
/// same name: `the Times` after `the New York Times`.
fn follow_outlets(words: &[Vec<String>], mentions: &[Mention], kinds: &mut [EntityKind]) {
    let mut names: FxHashMap<&[String], bool> = FxHashMap::default();
    let mut last_words: FxHashMap<&str, bool> = FxHashMap::default();
    for (words, kind) in words.iter().zip(kinds.iter()) {
        let is_outlet = *kind == EntityKind::Outlet;
        if let Some(last) = words.last().filter(|_| words.len() > 1) {
            *last_words.entry(last).or_insert(true) &= is_outlet;
        }
        if is_outlet {
            names.insert(words, true);
        }
    }
    for ((words, mention), kind) in words.iter().zip(mentions).zip(kinds) {
        let follows = match words.as_slice() {
            [word] => last_words.get(word.as_str()) == Some(&true),
            _ => false,
        };
        let is_same = mention.candidates.is_empty() && names.contains_key(words.as_slice());
        if *kind == EntityKind::Org && (follows || is_same) {
            *kind = EntityKind::Outlet;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Row;
    use crate::model::Reading;
    use crate::resolve::tests::mentions;
    use EntityKind::{Org, Outlet, Person};

    fn settled(rows: &[Row], text: &str, names: &[(&str, EntityKind)]) -> Vec<EntityKind> {
        settled_at(rows, text, names, None)
    }

    fn settled_at(
        rows: &[Row],
        text: &str,
        names: &[(&str, EntityKind)],
        second: Option<(EntityKind, f32)>,
    ) -> Vec<EntityKind> {
        let gazetteer = Gazetteer::from_rows(rows.to_vec()).unwrap();
        let doc = Document::new("a", text);
        let mut mentions = mentions(&doc, &gazetteer, names);
        for mention in &mut mentions {
            mention.readings.extend(second.map(|(kind, score)| Reading { kind, score }));
        }
        let words: Vec<Vec<String>> = names
            .iter()
            .map(|(name, _)| name.to_lowercase().split(' ').map(str::to_owned).collect())
            .collect();
        let mut kinds: Vec<EntityKind> = names.iter().map(|(_, kind)| *kind).collect();
        settle(&gazetteer, &doc, &words, &mentions, &mut kinds);
        kinds
    }

    #[test]
    fn a_body_known_as_an_outlet_only_is_one() {
        let outlet = Row::new("outlet.quux", Outlet, "Quux");
        let company = Row::new("org.quux", Org, "Quux");
        let says = |rows: &[Row], unsure: f32| {
            settled_at(rows, "Quux said so.", &[("Quux", Org)], Some((Outlet, unsure)))
        };
        assert_eq!(says(std::slice::from_ref(&outlet), 0.1), [Outlet]);
        assert_eq!(says(std::slice::from_ref(&outlet), 0.0), [Org], "`Titanic` is also a paper");
        assert_eq!(says(&[outlet, company], 0.1), [Org]);
    }

    #[test]
    fn the_last_word_of_an_outlet_is_that_outlet_if_nothing_else_ends_so() {
        let text = "The Quux Times asked. The Times wrote.";
        let names = [("Quux Times", Outlet), ("Times", Org)];
        assert_eq!(settled(&[], text, &names), [Outlet, Outlet]);
        let text = "The Quux Post asked the Royal Post. The Post wrote.";
        let names = [("Quux Post", Outlet), ("Royal Post", Org), ("Post", Org)];
        assert_eq!(settled(&[], text, &names), [Outlet, Org, Org]);
    }

    #[test]
    fn who_reports_is_the_outlet_even_if_a_body_has_the_name() {
        let rows = [Row::new("outlet.quux", Outlet, "Quux"), Row::new("org.quux", Org, "Quux")];
        let says = |text: &str| settled(&rows, text, &[("Quux", Org)]);
        assert_eq!(says("He told the Quux so."), [Outlet]);
        assert_eq!(says("The Quux closed its factory."), [Org]);
        assert_eq!(says("He told Quux so."), [Org]);
    }

    #[test]
    fn what_is_in_the_gazetteers_as_a_person_is_no_newspaper() {
        let rows = [Row::new("person.quux", Person, "Ann Quux")];
        assert_eq!(settled(&rows, "Ann Quux newspaper", &[("Ann Quux", Person)]), [Person]);
    }
}
