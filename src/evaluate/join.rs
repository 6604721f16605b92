//! Which predicted document belongs to which gold document.

use super::Chars;
use super::codes;
use super::gold::Labels;
use super::label::Labelled;
use crate::diagnostic::{Diagnostic, Severity};
use std::collections::HashMap;

/// Gold documents with their predictions.
#[derive(Debug, Default)]
pub struct Joined<'a> {
    pub pairs: Vec<Pair<'a>>,
    /// Gold documents that no prediction names; they count as predicted empty.
    pub without_prediction: usize,
    /// Predicted documents that no gold names; they are left out.
    pub without_gold: usize,
    /// Documents whose two texts differ so that offsets mean different things; they are left out.
    pub with_other_text: usize,
    pub faults: Vec<Diagnostic>,
}

/// A gold document and what a tool says about it.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    pub gold: &'a Labelled,
    pub predicted: Option<&'a Labelled>,
}

impl Pair<'_> {
    /// The text of either side.
    pub fn text(&self) -> Option<&str> {
        let gold = self.gold.text.as_deref();
        gold.or_else(|| self.predicted.and_then(|predicted| predicted.text.as_deref()))
    }
}

/// Brings gold and predictions together by id, or, where one of the two has no ids, in their order.
///
/// With `only_common`, gold without a prediction is left out.
pub fn join<'a>(gold: &'a Labels, predicted: &'a Labels, only_common: bool) -> Joined<'a> {
    let mut joined = Joined::default();
    let is_by_order = gold.is_numbered || predicted.is_numbered;
    let by_id: HashMap<&str, usize> =
        (0..).zip(&predicted.documents).map(|(ix, one)| (one.id.as_str(), ix)).collect();
    let mut is_used = vec![false; predicted.documents.len()];
    for (number, one) in gold.documents.iter().enumerate() {
        let ix = match is_by_order {
            true => (number < is_used.len()).then_some(number),
            false => by_id.get(one.id.as_str()).copied(),
        };
        let Some(ix) = ix else {
            joined.without_prediction += 1;
            let then = if only_common { "left out" } else { "counted as predicted empty" };
            let message = format!("document `{}` has no prediction; {then}", one.id);
            joined.tell(codes::NO_PREDICTION, Severity::Warning, one, message);
            if !only_common {
                joined.pairs.push(Pair { gold: one, predicted: None });
            }
            continue;
        };
        is_used[ix] = true;
        let other = &predicted.documents[ix];
        match compare(one, other) {
            Texts::Same => {}
            Texts::Unlike(at) => {
                let message = format!(
                    "document `{}`: the text is another than that of the gold, from character {at} on, but \
                     as long; used",
                    one.id
                );
                joined.tell(codes::OTHER_TEXT, Severity::Warning, other, message);
            }
            Texts::OfLength(gold, predicted) => {
                joined.with_other_text += 1;
                let message = format!(
                    "document `{}`: the text has {predicted} characters, that of the gold {gold}, so that \
                     offsets mean different things; left out on both sides",
                    one.id
                );
                joined.tell(codes::OTHER_LENGTH, Severity::Error, other, message);
                continue;
            }
        }
        joined.tell_outside(one, other);
        joined.pairs.push(Pair { gold: one, predicted: Some(other) });
    }
    for (ix, _) in is_used.iter().enumerate().filter(|(_, is_used)| !**is_used) {
        let one = &predicted.documents[ix];
        joined.without_gold += 1;
        let message = format!("document `{}` is not in the gold; left out", one.id);
        joined.tell(codes::NO_GOLD, Severity::Warning, one, message);
    }
    joined
}

impl Joined<'_> {
    /// Tells of predictions that lie outside the text, where only the gold has it: they are wrong.
    fn tell_outside(&mut self, gold: &Labelled, predicted: &Labelled) {
        let Some(text) = gold.text.as_deref().filter(|_| predicted.text.is_none()) else { return };
        let length = Chars::new(text).length();
        for label in predicted.labels.iter().filter(|label| label.end > length) {
            let message = format!(
                "document `{}`: label {} to {} ends behind the text of {length} characters; counted as \
                 spurious",
                gold.id, label.start, label.end
            );
            self.tell(codes::OUTSIDE_TEXT, Severity::Error, predicted, message);
        }
    }

    fn tell(&mut self, code: &'static str, severity: Severity, of: &Labelled, message: String) {
        let mut fault = Diagnostic::new(code, severity, message);
        fault.path = of.path.clone();
        fault.line = of.line;
        self.faults.push(fault);
    }
}

enum Texts {
    Same,
    /// As long, but different from this code point on.
    Unlike(usize),
    OfLength(u32, u32),
}

/// Compares two texts as far as files tell of them.
fn compare(gold: &Labelled, predicted: &Labelled) -> Texts {
    let length =
        |one: &Labelled| one.text.as_deref().map(|text| Chars::new(text).length()).or(one.length);
    if let (Some(left), Some(right)) = (&gold.text, &predicted.text) {
        if left == right {
            return Texts::Same;
        }
        let same = left.chars().zip(right.chars()).take_while(|(a, b)| a == b).count();
        let (left, right) = (Chars::new(left).length(), Chars::new(right).length());
        return if left == right { Texts::Unlike(same) } else { Texts::OfLength(left, right) };
    }
    match (length(gold), length(predicted)) {
        (Some(left), Some(right)) if left != right => Texts::OfLength(left, right),
        _ => gold.text.as_deref().map_or(Texts::Same, |text| compare_surfaces(text, predicted)),
    }
}

/// Compares what labels say stands at their place with what does.
fn compare_surfaces(text: &str, predicted: &Labelled) -> Texts {
    let chars = Chars::new(text);
    let other = predicted.labels.iter().find(|label| {
        let there = chars.slice(label.start, label.end);
        label.surface.as_deref().is_some_and(|surface| surface != there)
    });
    other.map_or(Texts::Same, |label| Texts::Unlike(label.start as usize))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::label::Label;

    fn labels(documents: &[(&str, Option<&str>)]) -> Labels {
        let document = |(id, text): &(&str, Option<&str>)| Labelled {
            id: (*id).to_owned(),
            text: text.map(str::to_owned),
            ..Labelled::default()
        };
        Labels { documents: documents.iter().map(document).collect(), ..Labels::default() }
    }

    fn told(joined: &Joined) -> Vec<&'static str> {
        joined.faults.iter().map(|fault| fault.code).collect()
    }

    #[test]
    fn gold_without_a_prediction_counts_as_predicted_empty() {
        let (gold, predicted) =
            (labels(&[("a", None), ("b", None)]), labels(&[("b", None), ("c", None)]));
        let joined = join(&gold, &predicted, false);
        assert!(joined.pairs[0].predicted.is_none() && joined.pairs[1].predicted.is_some());
        assert_eq!((joined.without_prediction, joined.without_gold), (1, 1));
        assert_eq!(told(&joined), ["E011", "E012"]);
        assert_eq!(join(&gold, &predicted, true).pairs.len(), 1);
    }

    #[test]
    fn a_text_of_another_length_cannot_be_compared_and_one_as_long_can() {
        let gold = labels(&[("a", Some("Iran vows")), ("b", Some("Iran vows")), ("c", Some("é"))]);
        let predicted =
            labels(&[("a", Some("Iran vows.")), ("b", Some("Iran\nvows")), ("c", Some("é"))]);
        let joined = join(&gold, &predicted, false);
        assert_eq!((joined.pairs.len(), joined.with_other_text), (2, 1));
        assert_eq!(told(&joined), ["E014", "E013"]);
        assert!(joined.faults[1].message.contains("from character 4 on"), "{}", joined.faults[1]);
    }

    #[test]
    fn labels_that_do_not_fit_the_text_of_the_gold_are_told() {
        let gold = labels(&[("a", Some("Iran vows"))]);
        let mut predicted = labels(&[("a", None)]);
        let mut label = Label::new(0, 4, Some("PLACE"));
        label.surface = Some("Iraq".to_owned());
        predicted.documents[0].labels = vec![label, Label::new(5, 99, Some("ORG"))];
        assert_eq!(told(&join(&gold, &predicted, false)), ["E013", "E006"]);
    }

    #[test]
    fn documents_without_ids_are_joined_in_their_order() {
        let gold = Labels { is_numbered: true, ..labels(&[("1", None), ("2", None)]) };
        let predicted = labels(&[("x", None), ("y", None), ("z", None)]);
        let joined = join(&gold, &predicted, false);
        assert_eq!(joined.pairs[1].predicted.unwrap().id, "y");
        assert_eq!(joined.without_gold, 1);
    }
}
