//! All that is said about one document.

use super::{Document, Link, Mention, Segments, Span, Target};
use crate::diagnostic::Diagnostic;

/// All that is said about one document.
#[derive(Clone, Debug, Default)]
pub struct Annotations {
    /// In text order, none overlapping another.
    pub mentions: Vec<Mention>,
    /// As many as mentions, in the same order.
    pub links: Vec<Link>,
    pub diagnostics: Vec<Diagnostic>,
}

/// A promise of [`Annotations`] that does not hold: a bug in the stage that made them.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum Broken {
    #[error("mentions {0:?} and {1:?} overlap or are out of order")]
    OutOfOrder(Span, Span),
    #[error("mention {0:?} is empty, leaves the text or cuts a character")]
    NoText(Span),
    #[error("mention {0:?} does not begin and end on token borders")]
    OffTokens(Span),
    #[error("mention {0:?} leaves sentence {1}")]
    LeavesSentence(Span, usize),
    #[error("mention {0:?} has no reading")]
    NoReading(Span),
    #[error("mention {0:?} does not hold its inner name {1:?}, or is no longer than it")]
    InnerOutside(Span, Span),
    #[error("link {0} is for mention {1}")]
    WrongLink(usize, usize),
    #[error("{0} mentions, {1} links")]
    LinkCount(usize, usize),
    #[error("score {0} of link {1} is not between 0 and 1")]
    Score(f32, usize),
}

impl Annotations {
    /// Tests every promise that the types of this module make about a document's annotations.
    pub fn check(&self, doc: &Document, segments: &Segments) -> Result<(), Broken> {
        for pair in self.mentions.windows(2) {
            let (left, right) = (pair[0].span, pair[1].span);
            if left.end() > right.start() {
                return Err(Broken::OutOfOrder(left, right));
            }
        }
        for mention in &self.mentions {
            check_mention(mention, doc, segments)?;
        }
        if self.mentions.len() != self.links.len() {
            return Err(Broken::LinkCount(self.mentions.len(), self.links.len()));
        }
        for (ix, link) in self.links.iter().enumerate() {
            if link.mention != ix {
                return Err(Broken::WrongLink(ix, link.mention));
            }
            if !(0.0..=1.0).contains(&link.score) {
                return Err(Broken::Score(link.score, ix));
            }
        }
        Ok(())
    }

    /// Number of different NIL clusters.
    pub fn nil_clusters(&self) -> usize {
        let highest = self.links.iter().filter_map(|link| match link.target {
            Target::Nil { cluster } => Some(cluster as usize + 1),
            Target::Entity(_) => None,
        });
        highest.max().unwrap_or(0)
    }
}

fn check_mention(mention: &Mention, doc: &Document, segments: &Segments) -> Result<(), Broken> {
    let span = mention.span;
    if span.is_empty() || doc.text().get(span.range()).is_none() {
        return Err(Broken::NoText(span));
    }
    let (first, last) = (segments.token_at(span.start()), segments.token_at(span.end() - 1));
    let on_tokens = segments.tokens.get(first).is_some_and(|token| token.start() == span.start())
        && segments.tokens.get(last).is_some_and(|token| token.end() == span.end());
    if !on_tokens {
        return Err(Broken::OffTokens(span));
    }
    let tokens = segments.sentences.get(mention.sentence).map(|sentence| &sentence.tokens);
    if !tokens.is_some_and(|tokens| tokens.contains(&first) && tokens.contains(&last)) {
        return Err(Broken::LeavesSentence(span, mention.sentence));
    }
    if mention.readings.is_empty() {
        return Err(Broken::NoReading(span));
    }
    for inner in mention.inner.iter().map(|inner| inner.span) {
        if !span.contains(inner) || inner == span || inner.is_empty() {
            return Err(Broken::InnerOutside(span, inner));
        }
    }
    Ok(())
}
