//! The stage itself: from a document to its mentions.

use super::decode::{Decoder, Named};
use super::features::{Feature, Features, Look, Signs};
use super::label::{LABELS, kind_of, label_of, tag_of};
use super::memory::Memory;
use super::patterns::{self, Pattern};
use super::regions::Regions;
use super::view::{Found, View};
use super::weights::Weights;
use crate::error::Result;
use crate::gazetteer::{CueClass, Gazetteer};
use crate::model::{
    Document, EntityIx, EntityKind, Evidence, InnerName, Mention, Reading, Rule, Segments, Span,
    TokenClass,
};
use std::ops::Range;

/// What the tagger is asked for.
#[derive(Clone, Copy, Debug)]
pub struct TagConfig {
    /// Whether each mention keeps the signs that spoke for it.
    pub evidence: bool,
}

impl Default for TagConfig {
    fn default() -> Self {
        Self { evidence: true }
    }
}

/// The weights that are shipped with the program.
static SHIPPED_WEIGHTS: &[u8] = include_bytes!("../../weights/tagger.bin");

/// Finds names. Built once from a gazetteer, then shared by all threads.
pub struct Tagger<'g> {
    gazetteer: &'g Gazetteer,
    weights: Weights,
    config: TagConfig,
}

/// Less probable readings are not kept.
const LEAST_READING: f32 = 0.01;
/// Most signs that a mention keeps.
const MOST_SIGNS: usize = 5;

impl<'g> Tagger<'g> {
    /// With the shipped weights.
    pub fn new(gazetteer: &'g Gazetteer, config: &TagConfig) -> Result<Self> {
        Ok(Self::with_weights(gazetteer, config, Weights::from_static(SHIPPED_WEIGHTS)?))
    }

    pub fn with_weights(gazetteer: &'g Gazetteer, config: &TagConfig, weights: Weights) -> Self {
        Self { gazetteer, weights, config: *config }
    }

    /// The mentions in `doc`, in text order, none overlapping another.
    pub fn tag(&self, doc: &Document, segments: &Segments) -> Vec<Mention> {
        let view = View::new(doc, segments, self.gazetteer);
        let features = Features::new(&view);
        let regions = Regions::new(&view);
        let decoder = Decoder { weights: &self.weights, features: &features, regions: &regions };
        let (mut names, memory) = decoder.names();
        names.iter_mut().for_each(|name| keep_teams_in_sport(&view, features.teams.sport, name));
        let mut chosen = Chosen::new(segments.tokens.len());
        for found in user_names(&view) {
            chosen.add(self.user_mention(&view, found), found.tokens());
        }
        for pattern in patterns::over_names(&view, &names) {
            chosen.add(pattern_mention(&view, &pattern), pattern.tokens);
        }
        for name in names.iter().flat_map(|name| parted(&view, name)) {
            let name = &name;
            if let Some(mention) = self.mention(&view, &features, &regions, &memory, name) {
                chosen.add(mention, with_full_stop(&view, &name.tokens));
            }
        }
        for mut pattern in patterns::besides_names(&view, &names) {
            if label_of(pattern.kind).is_some() {
                pattern.tokens = with_full_stop(&view, &pattern.tokens);
            }
            chosen.add(pattern_mention(&view, &pattern), pattern.tokens);
        }
        chosen.mentions.sort_by_key(|mention| mention.span);
        chosen.mentions
    }

    fn user_mention(&self, view: &View, found: &Found) -> Mention {
        let kinds = EntityKind::ALL.into_iter().filter(|kind| found.user.has(*kind));
        let readings = kinds.map(|kind| Reading { kind, score: 1.0 }).collect();
        let candidates = candidates(view, &found.tokens());
        let evidence = candidates.first().map(|entity| {
            Evidence::new("user gazetteer", 1.0)
                .from_entity(*entity)
                .at(view.segments.span(found.tokens()))
        });
        Mention {
            span: view.segments.span(found.tokens()),
            sentence: view.segments.sentence_of(found.hit.first as usize),
            readings,
            inner: Vec::new(),
            found_by: Rule("user-gazetteer"),
            evidence: evidence.into_iter().collect(),
            candidates,
        }
    }

    /// `None` for names of none of our kinds.
    fn mention(
        &self,
        view: &View,
        features: &Features,
        regions: &Regions,
        memory: &Memory,
        name: &Named,
    ) -> Option<Mention> {
        kind_of(name.label)?;
        if is_part_of_role(view, &name.tokens) {
            return None;
        }
        let readings = readings(name);
        let candidates = candidates(view, &name.tokens);
        let kind = readings.first()?.kind;
        let mut evidence = Vec::new();
        if self.config.evidence {
            evidence.extend(gazetteer_evidence(view, &name.tokens, kind));
            evidence.extend(self.signs(view, features, regions, memory, name));
        }
        Some(Mention {
            span: view.segments.span(with_full_stop(view, &name.tokens)),
            sentence: view.segments.sentence_of(name.tokens.start),
            found_by: rule(view, &name.tokens, kind),
            inner: inner_names(view, &name.tokens, kind),
            readings,
            evidence,
            candidates,
        })
    }

    /// The signs that weighed most for the label of a name.
    fn signs(
        &self,
        view: &View,
        features: &Features,
        regions: &Regions,
        memory: &Memory,
        name: &Named,
    ) -> Vec<Evidence> {
        let mut heaviest =
            Heaviest { weights: &self.weights, tag: None, label: name.label, signs: Vec::new() };
        features.name(name.tokens.clone(), regions, &mut heaviest);
        features.name_seen(&name.tokens, memory, &mut heaviest);
        for (at, ix) in name.tokens.clone().enumerate() {
            heaviest.tag = Some(tag_of(name.label, at, name.tokens.len()));
            features.token(ix, &mut heaviest);
            features.token_seen(ix, memory, &mut heaviest);
        }
        let mut signs = heaviest.signs;
        signs.sort_by(|left, right| right.1.total_cmp(&left.1));
        signs.truncate(MOST_SIGNS);
        let evidence = |(look, weight, at): (Look, f32, Range<usize>)| {
            Evidence::new("sign", weight).at(view.segments.span(at)).saying(look.name())
        };
        signs.into_iter().filter(|(_, weight, _)| *weight > 0.0).map(evidence).collect()
    }
}

/// Collects what each sign is worth for one label.
struct Heaviest<'w> {
    weights: &'w Weights,
    /// The tag whose signs are seen; `None` while those of the name are.
    tag: Option<usize>,
    label: usize,
    signs: Vec<(Look, f32, Range<usize>)>,
}

impl Signs for Heaviest<'_> {
    fn see(&mut self, look: Look, feature: Feature, at: Range<usize>) {
        let weight = match self.tag {
            Some(tag) => self.weights.of_word(feature, tag),
            None => self.weights.of_name(feature, self.label),
        };
        if weight > 0.0 {
            self.signs.push((look, weight, at));
        }
    }
}

/// Mentions by descending right: what comes later and overlaps is dropped.
struct Chosen {
    taken: Vec<bool>,
    mentions: Vec<Mention>,
}

impl Chosen {
    fn new(tokens: usize) -> Self {
        Self { taken: vec![false; tokens], mentions: Vec::new() }
    }

    fn add(&mut self, mention: Mention, tokens: Range<usize>) {
        if !self.taken[tokens.clone()].contains(&true) {
            self.taken[tokens].fill(true);
            self.mentions.push(mention);
        }
    }
}

/// The user's own names, longest first where they begin together, from left to right.
fn user_names<'v>(view: &'v View) -> Vec<&'v Found> {
    let mut end = 0;
    let mut names = Vec::new();
    for found in &view.found {
        let is_plain = found.plain.0 & found.user.0 != 0;
        if is_plain && found.tokens().start >= end {
            end = found.tokens().end;
            names.push(found);
        }
    }
    names
}

/// Calls a place a place where the gazetteers know a team of its name that asks for a cue, and the
/// article does not speak of sport: `Liverpool is a port`.
fn keep_teams_in_sport(view: &View, sport: u64, name: &mut Named) {
    let (org, place) = (EntityKind::Org as usize, EntityKind::Place as usize);
    if sport > 0 || name.label != org {
        return;
    }
    let Some(found) = view.found_exactly(&name.tokens) else { return };
    let is_place = found.plain.has(EntityKind::Place) && !found.plain.has(EntityKind::Org);
    let mut bodies = view.senses(found).filter(|sense| sense.kind == EntityKind::Org).peekable();
    if is_place
        && bodies.peek().is_some()
        && bodies.all(|body| view.gazetteer.entity(body.entity).subtype == "sports-team")
    {
        name.label = place;
        name.probabilities.swap(org, place);
    }
}

/// Whether an unknown name is but a word of a title: `Supreme` of `Supreme Leader`.
fn is_part_of_role(view: &View, tokens: &Range<usize>) -> bool {
    let is_longer_role = |found: &Found| {
        let role = found.tokens();
        found.plain.has(EntityKind::Role)
            && role.len() > tokens.len()
            && role.start <= tokens.start
            && tokens.end <= role.end
    };
    let is_unknown = view.found_exactly(tokens).is_none_or(|found| found.plain.is_empty());
    let first = tokens.start.saturating_sub(4);
    is_unknown && (first..=tokens.start).any(|ix| view.found_at(ix).iter().any(is_longer_role))
}

/// Two reviewed names of bodies that stand side by side, as two: `IRGC Quds Forces`.
fn parted(view: &View, name: &Named) -> Vec<Named> {
    let tokens = &name.tokens;
    let is_body = |range: &Range<usize>| {
        let only_org = Some(1 << EntityKind::Org as u8);
        let found = view.found_exactly(range);
        found.map(|found| found.plain.0 & found.reviewed.0) == only_org
    };
    let is_whole =
        kind_of(name.label) != Some(EntityKind::Org) || view.found_exactly(tokens).is_some();
    let cut = (tokens.start + 1..tokens.end)
        .find(|cut| !is_whole && is_body(&(tokens.start..*cut)) && is_body(&(*cut..tokens.end)));
    let part = |tokens: Range<usize>| Named { tokens, ..name.clone() };
    match cut {
        Some(cut) => vec![part(tokens.start..cut), part(cut..tokens.end)],
        None => vec![name.clone()],
    }
}

/// A name that ends in an abbreviation takes its full stop: `Microsoft Corp.`, `Calif.`
fn with_full_stop(view: &View, tokens: &Range<usize>) -> Range<usize> {
    let last = tokens.end - 1;
    let is_stop = tokens.end < view.segments.tokens.len()
        && view.is(tokens.end, TokenClass::GLUED)
        && view.surface(tokens.end) == "."
        && view.segments.sentence_of(tokens.end) == view.segments.sentence_of(last);
    let takes =
        is_stop && view.has(last, CueClass::Abbreviation) && !view.is(last, TokenClass::ALL_CAPS);
    if takes { tokens.start..tokens.end + 1 } else { tokens.clone() }
}

fn readings(name: &Named) -> Vec<Reading> {
    let total: f32 = name.probabilities.iter().sum();
    let mut readings: Vec<Reading> = (0..LABELS)
        .filter_map(|label| {
            let kind = kind_of(label)?;
            let score = name.probabilities[label].clamp(0.0, 1.0);
            (score >= LEAST_READING * total || label == name.label)
                .then_some(Reading { kind, score })
        })
        .collect();
    let chosen = kind_of(name.label);
    readings.sort_by(|left, right| {
        let first = (Some(right.kind) == chosen).cmp(&(Some(left.kind) == chosen));
        first.then(right.score.total_cmp(&left.score))
    });
    readings
}

/// Every entity that the tokens can stand for, best prior first.
fn candidates(view: &View, tokens: &Range<usize>) -> Vec<EntityIx> {
    let mut candidates = Vec::new();
    if let Some(found) = view.found_exactly(tokens) {
        candidates.extend(view.senses(found).map(|sense| sense.entity));
    }
    candidates
}

/// Places and groups within the name of a body or a facility, the longest ones from the left.
fn inner_names(view: &View, tokens: &Range<usize>, kind: EntityKind) -> Vec<InnerName> {
    let may_hold = matches!(kind, EntityKind::Org | EntityKind::Outlet | EntityKind::Facility);
    let mut inner = Vec::new();
    let mut end = tokens.start;
    for ix in tokens.clone().filter(|_| may_hold && tokens.len() > 1) {
        let fits = |found: &&Found| {
            found.tokens().end <= tokens.end
                && found.tokens() != *tokens
                && (found.plain.has(EntityKind::Place) || found.plain.has(EntityKind::Norp))
        };
        let Some(found) = view.found_at(ix).iter().find(fits).filter(|_| ix >= end) else {
            continue;
        };
        let is_wanted = |kind| matches!(kind, EntityKind::Place | EntityKind::Norp);
        let sense =
            view.senses(found).find(|sense| is_wanted(sense.kind) && !sense.needs_context());
        if let Some(sense) = sense {
            end = found.tokens().end;
            let span = view.segments.span(found.tokens());
            inner.push(InnerName { span, kind: sense.kind, entity: sense.entity });
        }
    }
    inner
}

fn gazetteer_evidence(view: &View, tokens: &Range<usize>, kind: EntityKind) -> Option<Evidence> {
    let found = view.found_exactly(tokens)?;
    let sense = view.senses(found).find(|sense| sense.kind == kind)?;
    let what = if sense.needs_context() { "gazetteer, in context" } else { "gazetteer" };
    let span = view.segments.span(tokens.clone());
    Some(Evidence::new(what, 1.0).from_entity(sense.entity).at(span))
}

/// A name for what speaks most plainly for a mention.
fn rule(view: &View, tokens: &Range<usize>, kind: EntityKind) -> Rule {
    let found = view.found_exactly(tokens);
    if found.is_some_and(|found| found.plain.has(kind)) {
        return Rule("gazetteer");
    }
    if found.is_some_and(|found| found.in_context.has(kind)) {
        return Rule("gazetteer-context");
    }
    let before = tokens.start.checked_sub(1);
    let has = |ix: usize, class| view.has(ix, class);
    let head = tokens.end - 1;
    match kind {
        EntityKind::Person if before.is_some_and(|ix| has(ix, CueClass::Title)) => {
            Rule("person-title")
        }
        EntityKind::Person if tokens.len() > 1 && view.words[tokens.start].given > 0 => {
            Rule("person-given-name")
        }
        EntityKind::Person if tokens.len() > 1 => Rule("person-pattern"),
        EntityKind::Person => Rule("person-surname"),
        EntityKind::Org
            if has(head, CueClass::OrgHead) || has(tokens.start, CueClass::OrgStart) =>
        {
            Rule("org-head")
        }
        EntityKind::Org if tokens.len() == 1 && view.is(head, TokenClass::ALL_CAPS) => {
            Rule("org-acronym")
        }
        EntityKind::Facility if has(head, CueClass::FacilityHead) => Rule("facility-head"),
        EntityKind::Place
            if has(head, CueClass::PlaceHead) || has(tokens.start, CueClass::PlaceFront) =>
        {
            Rule("place-head")
        }
        EntityKind::Outlet if has(head, CueClass::OutletHead) => Rule("outlet-head"),
        _ => Rule("context"),
    }
}

fn pattern_mention(view: &View, pattern: &Pattern) -> Mention {
    let span: Span = view.segments.span(pattern.tokens.clone());
    Mention {
        span,
        sentence: view.segments.sentence_of(pattern.tokens.start),
        readings: vec![Reading { kind: pattern.kind, score: pattern.score }],
        found_by: Rule(pattern.rule),
        inner: inner_names(view, &pattern.tokens, pattern.kind),
        evidence: vec![Evidence::new("pattern", 1.0).at(span).saying(pattern.rule)],
        candidates: candidates(view, &pattern.tokens),
    }
}
