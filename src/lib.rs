//! Dateline turns news articles into data: who, where, which outlet, with the evidence for each.
//!
//! An article goes in at the left, annotations come out at the right:
//!
//! ```text
//!                  gazetteer
//!                      │
//! files ─> read ─> segment ─> tag ─> resolve ─> write ─> files
//!           │        │         │        │                 evaluate <─ gold labels
//!           Document Segments  Mention  Link
//! ```
//!
//! [`gazetteer`] opens the name lists, [`pipeline`] joins the stages and runs them, on one document or
//! on many documents and threads. What runs on an article cannot fail: all that can is done when a
//! stage is built.
//!
//! ```
//! use dateline::config::Config;
//! use dateline::gazetteer::{Gazetteer, Row};
//! use dateline::model::{Document, EntityKind, Target};
//! use dateline::pipeline::Pipeline;
//!
//! // Two names of our own; `Gazetteer::open` opens those that come with the program.
//! let gazetteer = Gazetteer::from_rows([
//!     Row::new("country.IR", EntityKind::Place, "Iran"),
//!     Row::new("person.qasem-soleimani", EntityKind::Person, "Qasem Soleimani"),
//! ])?;
//! let pipeline = Pipeline::new(&gazetteer, &Config::default())?;
//!
//! let doc = Document::new("example", "Qasem Soleimani was known far beyond Iran.");
//! let annotations = pipeline.annotate(&doc);
//! let found: Vec<(EntityKind, &str, &str)> = annotations
//!     .mentions
//!     .iter()
//!     .zip(&annotations.links)
//!     .filter_map(|(mention, link)| match link.target {
//!         Target::Entity(ix) => {
//!             Some((link.kind, doc.slice(mention.span), gazetteer.entity(ix).id))
//!         }
//!         Target::Nil { .. } => None,
//!     })
//!     .collect();
//! assert_eq!(found, [
//!     (EntityKind::Person, "Qasem Soleimani", "person.qasem-soleimani"),
//!     (EntityKind::Place, "Iran", "country.IR"),
//! ]);
//! # Ok::<(), dateline::error::Error>(())
//! ```
//!
//! Spans count bytes of the text; files count Unicode code points, and
//! [`CharOffsets`](model::CharOffsets) turns one into the other.
//!
//! | module | is |
//! |---|---|
//! | [`model`] | what all stages share: documents, segments, mentions, links, annotations |
//! | [`gazetteer`] | the name lists and their compiled form; check, cache, compilation from raw lists |
//! | [`read`] | files to documents: formats, encodings, compression, zones, metadata |
//! | [`token`] | words and marks of a text, and what makes two words equal |
//! | [`segment`] | documents to tokens and sentences |
//! | [`tag`] | tokens to mentions: gazetteer hits, the model that weighs their signs, patterns |
//! | [`resolve`] | mentions to links: short forms, acronyms, which of several entities |
//! | [`write`](mod@write) | annotations to files |
//! | [`pipeline`] | the stages joined, over batches and threads |
//! | [`mod@evaluate`] | the output of any tool against gold labels |
//! | [`train`] | labelled articles to weights of the tagger |
//! | [`config`], [`diagnostic`], [`mod@error`] | what may be asked for, faults in the data, reasons to stop |
pub mod config;
pub mod diagnostic;
pub mod error;
pub mod evaluate;
pub mod gazetteer;
pub mod model;
pub mod pipeline;
pub mod read;
pub mod resolve;
pub mod segment;
pub mod tag;
pub mod token;
pub mod train;
pub mod write;
