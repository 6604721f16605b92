//! What went wrong, name by name, the most frequent first.

use super::Chars;
use super::conventions::Name;
use std::collections::BTreeMap;

/// A mistake, with how often it was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Mistake {
    pub sort: MistakeSort,
    /// What people say; `None` for what is spurious.
    pub gold: Option<Side>,
    /// What the tool says; `None` for what is missing.
    pub predicted: Option<Side>,
    pub count: u64,
    /// What found the prediction, with how often; empty if the tool does not say.
    pub rules: BTreeMap<String, u64>,
    /// Where it was made first.
    pub example: Example,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MistakeSort {
    Missing,
    Spurious,
    WrongType,
    WrongBoundary,
    WrongBoth,
}

impl MistakeSort {
    pub const ALL: [MistakeSort; 5] = [
        MistakeSort::Missing,
        MistakeSort::Spurious,
        MistakeSort::WrongType,
        MistakeSort::WrongBoundary,
        MistakeSort::WrongBoth,
    ];

    /// `wrong type`
    pub fn as_str(self) -> &'static str {
        match self {
            MistakeSort::Missing => "missing",
            MistakeSort::Spurious => "spurious",
            MistakeSort::WrongType => "wrong type",
            MistakeSort::WrongBoundary => "wrong boundary",
            MistakeSort::WrongBoth => "wrong type and boundary",
        }
    }
}

/// One side of a mistake.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Side {
    pub kind: String,
    /// Empty where no file has the text.
    pub text: String,
}

/// A place where a mistake was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub document: String,
    /// Code points.
    pub start: u32,
    pub end: u32,
    /// The text around it, on one line, the name in brackets; empty where no file has the text.
    pub context: String,
}

type Key = (MistakeSort, Option<Side>, Option<Side>);

/// Gathers mistakes of the same sort, types and words.
#[derive(Debug, Default)]
pub struct Mistakes(BTreeMap<Key, Mistake>);

/// As many characters are shown before and behind a name.
const AROUND: u32 = 40;

impl Mistakes {
    pub fn add(
        &mut self,
        document: &str,
        chars: Option<&Chars>,
        gold: Option<&Name>,
        predicted: Option<&Name>,
    ) {
        let sort = match (gold, predicted) {
            (Some(_), None) => MistakeSort::Missing,
            (None, Some(_)) => MistakeSort::Spurious,
            (Some(gold), Some(one)) => match (gold.is_same_span(one), gold.kind == one.kind) {
                (true, true) => return,
                (true, false) => MistakeSort::WrongType,
                (false, true) => MistakeSort::WrongBoundary,
                (false, false) => MistakeSort::WrongBoth,
            },
            (None, None) => return,
        };
        let side = |name: &Name| Side { kind: name.kind.clone(), text: surface(chars, name) };
        let (gold_side, predicted_side) = (gold.map(side), predicted.map(side));
        let key = (sort, gold_side.clone(), predicted_side.clone());
        let mistake = self.0.entry(key).or_insert_with(|| {
            let shown = gold.or(predicted);
            Mistake {
                sort,
                gold: gold_side,
                predicted: predicted_side,
                count: 0,
                rules: BTreeMap::new(),
                example: Example {
                    document: document.to_owned(),
                    start: shown.map_or(0, |name| name.start),
                    end: shown.map_or(0, |name| name.end),
                    context: chars
                        .zip(shown)
                        .map(|(chars, name)| context(chars, name))
                        .unwrap_or_default(),
                },
            }
        });
        mistake.count += 1;
        if let Some(rule) = predicted.and_then(|name| name.label.rule.as_ref()) {
            *mistake.rules.entry(rule.clone()).or_default() += 1;
        }
    }

    /// The mistakes, sort by sort, the most frequent first.
    pub fn sorted(self) -> Vec<Mistake> {
        let mut mistakes: Vec<Mistake> = self.0.into_values().collect();
        mistakes.sort_by_key(|mistake| (mistake.sort, std::cmp::Reverse(mistake.count)));
        mistakes
    }
}

fn surface(chars: Option<&Chars>, name: &Name) -> String {
    let text = chars.map(|chars| chars.slice(name.start, name.end));
    on_one_line(text.or(name.label.surface.as_deref()).unwrap_or_default())
}

/// `…who was killed by a [US] drone strike in Baghdad…`
fn context(chars: &Chars, name: &Name) -> String {
    let from = name.start.saturating_sub(AROUND);
    let until = name.end.saturating_add(AROUND).min(chars.length());
    let before = chars.slice(from, name.start);
    let behind = chars.slice(name.end, until);
    let name = chars.slice(name.start, name.end);
    let (left, right) =
        (if from > 0 { "…" } else { "" }, if until < chars.length() { "…" } else { "" });
    let line = on_one_line(&format!("{before}[{name}]{behind}"));
    format!("{left}{line}{right}")
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::label::Label;

    #[test]
    fn equal_mistakes_are_counted_together_with_the_rules_that_made_them() {
        let text =
            "The strike in Baghdad was\nordered by the US, not by the US Congress, said Reuters.";
        let chars = Chars::new(text);
        let mut label = Label::new(0, 0, None);
        label.rule = Some("gazetteer".to_owned());
        let name =
            |start, end, kind: &str| Name { start, end, kind: kind.to_owned(), label: &label };
        let mut mistakes = Mistakes::default();
        mistakes.add("a", Some(&chars), Some(&name(14, 21, "PLACE")), Some(&name(14, 21, "PLACE")));
        mistakes.add("a", Some(&chars), None, Some(&name(41, 43, "PLACE")));
        mistakes.add("b", Some(&chars), None, Some(&name(41, 43, "PLACE")));
        mistakes.add("a", Some(&chars), Some(&name(76, 83, "OUTLET")), Some(&name(76, 83, "ORG")));
        let sorted = mistakes.sorted();
        assert_eq!(sorted.len(), 2);
        assert_eq!(
            (sorted[0].sort, sorted[0].count, sorted[0].rules["gazetteer"]),
            (MistakeSort::Spurious, 2, 2)
        );
        assert_eq!(sorted[0].example.document, "a");
        assert_eq!(
            sorted[0].example.context,
            "…he strike in Baghdad was ordered by the [US], not by the US Congress, said Reuters."
        );
        assert_eq!(sorted[1].sort, MistakeSort::WrongType);
    }

    #[test]
    fn without_a_text_the_surface_of_the_tool_is_shown() {
        let mut label = Label::new(0, 4, Some("PLACE"));
        label.surface = Some("Iran".to_owned());
        let name = Name { start: 0, end: 4, kind: "PLACE".to_owned(), label: &label };
        let mut mistakes = Mistakes::default();
        mistakes.add("a", None, None, Some(&name));
        assert_eq!(mistakes.sorted()[0].predicted.as_ref().unwrap().text, "Iran");
    }
}
