//! What the user has asked for, of all that was found.

use crate::config::Config;
use crate::gazetteer::Gazetteer;
use crate::model::{
    Annotations, Document, EntityKind, Evidence, InnerName, Mention, Reading, Rule,
};

/// Puts the names within mentions of types that are not asked for in the place of these: who asks for
/// places alone gets `Baghdad` of `Baghdad University`.
pub fn bring_forward(
    gazetteer: &Gazetteer,
    config: &Config,
    doc: &Document,
    mentions: Vec<Mention>,
) -> Vec<Mention> {
    let is_wanted = |kind: EntityKind| config.kinds.contains(&kind);
    let mut forward = Vec::with_capacity(mentions.len());
    for mention in mentions {
        if is_wanted(mention.kind()) || !mention.inner.iter().any(|inner| is_wanted(inner.kind)) {
            forward.push(mention);
            continue;
        }
        let inner = mention.inner.iter().filter(|inner| is_wanted(inner.kind));
        forward.extend(inner.map(|inner| inner_mention(gazetteer, doc, &mention, inner)));
    }
    forward
}

fn inner_mention(
    gazetteer: &Gazetteer,
    doc: &Document,
    outer: &Mention,
    inner: &InnerName,
) -> Mention {
    let senses = gazetteer.lookup(doc.slice(inner.span)).into_iter();
    let mut candidates = vec![inner.entity];
    let of_kind = senses.filter(|sense| sense.kind == inner.kind && sense.entity != inner.entity);
    candidates.extend(of_kind.map(|sense| sense.entity));
    Mention {
        span: inner.span,
        sentence: outer.sentence,
        readings: vec![Reading { kind: inner.kind, score: outer.readings[0].score }],
        found_by: Rule("inner-name"),
        evidence: vec![Evidence::new("inner name", 1.0).at(outer.span).from_entity(inner.entity)],
        candidates,
        inner: Vec::new(),
    }
}

/// Drops what the user has not asked for.
pub fn keep_wanted(annotations: &mut Annotations, config: &Config) {
    let is_wanted: Vec<bool> =
        annotations.links.iter().map(|link| config.wants(link.kind, link.score)).collect();
    let mut wanted = is_wanted.iter();
    annotations.mentions.retain(|_| wanted.next() == Some(&true));
    let mut wanted = is_wanted.iter();
    annotations.links.retain(|_| wanted.next() == Some(&true));
    for (ix, link) in annotations.links.iter_mut().enumerate() {
        link.mention = ix;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Row;
    use crate::model::{Link, Span, Target};

    fn mention(span: Span, kind: EntityKind) -> Mention {
        Mention {
            span,
            sentence: 0,
            readings: vec![Reading { kind, score: 0.9 }],
            found_by: Rule("list"),
            evidence: vec![],
            candidates: vec![],
            inner: vec![],
        }
    }

    #[test]
    fn what_is_not_wanted_goes_and_links_still_fit_mentions() {
        let mut annotations = Annotations::default();
        for (ix, kind) in
            [EntityKind::Org, EntityKind::Person, EntityKind::Person].into_iter().enumerate()
        {
            let start = 5 * ix as u32;
            annotations.mentions.push(mention(Span::new(start, start + 4), kind));
            annotations.links.push(Link {
                mention: ix,
                kind,
                target: Target::Nil { cluster: ix as u32 },
                score: 0.3 * ix as f32,
                runner_up: None,
                evidence: vec![],
            });
        }
        let config =
            Config { kinds: vec![EntityKind::Person], min_score: 0.5, ..Config::default() };
        keep_wanted(&mut annotations, &config);
        assert_eq!(annotations.mentions.len(), 1);
        assert_eq!(annotations.mentions[0].span, Span::new(10, 14));
        assert_eq!(annotations.links[0].mention, 0);
    }

    #[test]
    fn who_asks_for_places_alone_gets_those_within_other_names() {
        let rows = [Row::new("gn.quux", EntityKind::Place, "Quux")];
        let gazetteer = Gazetteer::from_rows(rows).unwrap();
        let entity = gazetteer.by_id("gn.quux").unwrap().ix;
        let doc = Document::new("a", "Quux University");
        let mut outer = mention(Span::new(0, 15), EntityKind::Org);
        outer.inner.push(InnerName { span: Span::new(0, 4), kind: EntityKind::Place, entity });
        let forward = |kinds: &[EntityKind]| {
            let config = Config { kinds: kinds.to_vec(), ..Config::default() };
            bring_forward(&gazetteer, &config, &doc, vec![outer.clone()])
        };
        let places = forward(&[EntityKind::Place]);
        assert_eq!((places[0].span, places[0].kind()), (Span::new(0, 4), EntityKind::Place));
        assert_eq!(places[0].candidates, [entity]);
        assert_eq!(forward(&[EntityKind::Place, EntityKind::Org]), [outer.clone()]);
    }
}
