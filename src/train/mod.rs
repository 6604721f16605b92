//! Labelled articles in, weights of the tagger out.
//!
//! ```text
//! labels (gold, silver) ─> our conventions ─> signs ─> gradient descent ─> weights file
//! ```
//!
//! Deterministic: the same documents, settings and seed give the same file.

mod examples;
mod labels;
mod learn;
mod silver;

use crate::error::Result;
use crate::evaluate::{Label, Random};
use crate::gazetteer::Gazetteer;
use crate::model::{Document, Segments};
use crate::read::find_zones;
use crate::segment::Segmenter;
use crate::tag::{Decoder, Features, Regions, View, Weights};
use examples::{Example, SignCounts};
use learn::{Learner, Rates};
use std::path::PathBuf;

/// One set of labelled documents.
#[derive(Clone, Debug)]
pub struct Source {
    /// JSONL: `{"id","text","spans":[{"start","end","type"}]}` or `"spans":[[start,end,type]]`.
    pub labels: PathBuf,
    /// JSONL with `id` and `text`, where the labels have no text.
    pub texts: Option<PathBuf>,
    /// Whether the labels were made by a machine: then only what the teacher confirms is learned.
    pub is_silver: bool,
}

/// What is learned from, and how.
#[derive(Clone, Debug)]
pub struct Training {
    pub sources: Vec<Source>,
    /// For each round: at most so many documents of a silver source, spread evenly over it. What one
    /// round has learned is the teacher of the next, which must agree with silver labels.
    pub rounds: Vec<usize>,
    /// How often a document labelled by people is seen in an epoch.
    pub gold_times: usize,
    pub epochs: usize,
    /// How often the last round begins anew, with documents in another order; the weights are the mean.
    pub runs: usize,
    /// Signs seen less often are not learned.
    pub least_seen: u32,
    pub max_bytes: usize,
    pub seed: u64,
}

/// How an epoch went.
#[derive(Clone, Copy, Debug)]
pub struct Epoch {
    /// From 1.
    pub round: usize,
    /// From 1, in its round.
    pub number: usize,
    pub documents: usize,
    pub regions: usize,
    /// Mean log-likelihood lost a region.
    pub loss: f64,
}

/// How often in each epoch of the second half the weights are taken into their mean.
const MOMENTS_AN_EPOCH: usize = 8;

struct Prepared {
    labels: Vec<Label>,
    doc: Document,
    segments: Segments,
    is_silver: bool,
}

/// The bytes of a weights file. `report` is told of each epoch.
pub fn train(
    gazetteer: &Gazetteer,
    training: &Training,
    mut report: impl FnMut(Epoch),
) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut teacher = None;
    for (ix, &most_silver) in training.rounds.iter().enumerate() {
        let prepared = prepare(gazetteer, training, most_silver)?;
        let is_last = ix + 1 == training.rounds.len();
        let runs = if is_last { training.runs.max(1) } else { 1 };
        bytes = learn_round(gazetteer, training, &prepared, teacher.as_ref(), runs, |epoch| {
            report(Epoch { round: ix + 1, ..epoch });
        });
        teacher = Some(Weights::from_bytes(bytes.clone())?);
    }
    Ok(bytes)
}

fn learn_round(
    gazetteer: &Gazetteer,
    training: &Training,
    prepared: &[Prepared],
    teacher: Option<&Weights>,
    runs: usize,
    mut report: impl FnMut(Epoch),
) -> Vec<u8> {
    let views: Vec<View> =
        prepared.iter().map(|one| View::new(&one.doc, &one.segments, gazetteer)).collect();
    let mut counts = SignCounts::default();
    let mut learnable = Vec::new();
    for (one, view) in prepared.iter().zip(&views) {
        let features = Features::new(view);
        let regions = Regions::new(view);
        let mut gold = labels::names(view, &one.labels);
        if one.is_silver {
            gold = labels::corrected(view, gold);
            if let Some(teacher) = teacher {
                let decoder = Decoder { weights: teacher, features: &features, regions: &regions };
                gold = silver::confirmed(view, &gold, &decoder.names().0, &regions);
            }
            silver::call_teams(view, &features.teams, &mut gold);
        }
        let example = Example::new(&features, &regions, &gold, &mut counts);
        let times = if one.is_silver { 1 } else { training.gold_times };
        learnable.push((example, features, times));
    }
    let mut learner = Learner::new(Rates { step: 0.12, decay: 1e-6 });
    learner.make_room(&counts.words, &counts.names, training.least_seen);
    drop(counts);
    for (example, _, _) in &mut learnable {
        example.regions.iter_mut().for_each(|region| learner.resolve(region));
    }
    let mut order: Vec<usize> =
        (0..learnable.len()).flat_map(|ix| std::iter::repeat_n(ix, learnable[ix].2)).collect();
    let mut random = Random::new(training.seed);
    for number in 1..=training.epochs * runs {
        let in_run = (number - 1) % training.epochs;
        if in_run == 0 {
            learner.restart();
        }
        random.shuffle(&mut order);
        let mut epoch = Epoch { round: 0, number, documents: order.len(), regions: 0, loss: 0.0 };
        let mean_begins = in_run >= training.epochs / 2;
        for (done, &ix) in order.iter().enumerate() {
            let (example, features, _) = &learnable[ix];
            let (loss, regions) = learner.learn(example, features);
            epoch.loss += loss;
            epoch.regions += regions;
            let is_moment = (done + 1) % order.len().div_ceil(MOMENTS_AN_EPOCH) == 0;
            if mean_begins && (is_moment || done + 1 == order.len()) {
                learner.take_into_mean();
            }
        }
        epoch.loss /= epoch.regions.max(1) as f64;
        report(epoch);
    }
    learner.to_bytes(training.max_bytes)
}

fn prepare(
    gazetteer: &Gazetteer,
    training: &Training,
    most_silver: usize,
) -> Result<Vec<Prepared>> {
    let segmenter = Segmenter::new(gazetteer);
    let mut prepared = Vec::new();
    for source in &training.sources {
        let documents = labels::read(&source.labels, source.texts.as_deref())?;
        let step = match source.is_silver {
            true => documents.len().div_ceil(most_silver.max(1)).max(1),
            false => 1,
        };
        for labelled in documents.into_iter().step_by(step) {
            let Some(text) = labelled.text else { continue };
            let mut doc = Document::new(labelled.id, text);
            find_zones(&mut doc);
            let segments = segmenter.segment(&doc);
            let (labels, is_silver) = (labelled.labels, source.is_silver);
            prepared.push(Prepared { labels, doc, segments, is_silver });
        }
    }
    Ok(prepared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Sources;
    use crate::model::EntityKind;
    use crate::tag::{TagConfig, Tagger};
    use std::fmt::Write as _;
    use std::path::Path;

    /// Sentences on invented persons and places, labelled.
    fn lessons(path: &Path) {
        let mut lines = String::new();
        let (persons, places) =
            (["Borax", "Dentum", "Kilb", "Tarax"], ["Gorvia", "Zentia", "Marland"]);
        for (ix, (person, place)) in
            persons.iter().flat_map(|person| places.map(|place| (person, place))).enumerate()
        {
            let text = format!("Mr. {person} spoke in {place}.");
            let (start, end) = (4, 4 + person.len());
            let (from, until) = (end + 10, end + 10 + place.len());
            let _ = writeln!(
                lines,
                "{{\"id\":\"{ix}\",\"text\":\"{text}\",\"spans\":[[{start},{end},\"PERSON\"],[{from},{until},\"PLACE\"]]}}"
            );
        }
        std::fs::write(path, lines).unwrap();
    }

    fn training(labels: PathBuf) -> Training {
        Training {
            sources: vec![Source { labels, texts: None, is_silver: false }],
            rounds: vec![10],
            gold_times: 1,
            epochs: 8,
            runs: 1,
            least_seen: 1,
            max_bytes: 1 << 20,
            seed: 7,
        }
    }

    #[test]
    fn what_was_learned_is_found_in_a_new_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let labels = folder.path().join("labels.jsonl");
        lessons(&labels);
        let sources = Sources { shipped: false, ..Sources::default() };
        let gazetteer = Gazetteer::open(&sources, None, &mut Vec::new()).unwrap();
        let mut losses = Vec::new();
        let bytes =
            train(&gazetteer, &training(labels.clone()), |epoch| losses.push(epoch.loss)).unwrap();
        assert_eq!(losses.len(), 8);
        assert!(losses[7] < losses[0] / 2.0, "{losses:?}");

        let again = train(&gazetteer, &training(labels), |_| {}).unwrap();
        assert!(bytes == again, "the same lessons give the same weights");

        let weights = Weights::from_bytes(bytes).unwrap();
        let tagger = Tagger::with_weights(&gazetteer, &TagConfig::default(), weights);
        let doc = Document::new("a", "Mr. Vilbent spoke in Tornia.");
        let segments = Segmenter::new(&gazetteer).segment(&doc);
        let mentions = tagger.tag(&doc, &segments);
        let seen: Vec<_> = mentions.iter().map(|one| (doc.slice(one.span), one.kind())).collect();
        let names: Vec<_> =
            seen.into_iter().filter(|(_, kind)| *kind != EntityKind::Role).collect();
        assert_eq!(names, [("Vilbent", EntityKind::Person), ("Tornia", EntityKind::Place)]);
    }

    #[test]
    fn missing_labels_are_an_error_with_the_path() {
        let gazetteer = Gazetteer::from_rows([]).unwrap();
        let error =
            train(&gazetteer, &training("no-such-labels.jsonl".into()), |_| {}).unwrap_err();
        assert!(error.to_string().contains("no-such-labels.jsonl"), "{error}");
    }
}
