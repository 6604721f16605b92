//! Mentions in, one decision a mention out: what it is, and which entity.
//!
//! ```text
//! Soleimani            PERSON, candidates: none      ─> person.qasem-soleimani (short form)
//! IS                   ORG, behind "Islamic State ("  ─> org.islamic-state (acronym)
//! Tripoli              PLACE, candidates: LY, LB, GR ─> gn.2210247 (Libya is named in the article)
//! ```
//!
//! Names that belong together (`groups`: same name, short form, acronym) are decided together; what
//! the gazetteers offer for them is weighed (`candidates`) with the countries the article is about
//! (`country_context`) and its date.

mod acronyms;
mod candidates;
mod country_context;
mod facilities;
mod groups;
mod kinds;
mod resolver;
mod short_forms;

pub use resolver::{ResolveConfig, Resolver};
