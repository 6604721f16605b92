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
//! (`country_context`), the places it names near each other (`surroundings`) or one behind the other
//! (`neighbours`), and its date.

mod acronyms;
mod candidates;
mod counties;
mod country_context;
mod facilities;
mod groups;
mod kinds;
mod neighbours;
mod outlets;
mod publication;
mod resolver;
mod short_forms;
mod surroundings;

pub use resolver::{ResolveConfig, Resolver};

#[cfg(test)]
mod tests {
    use crate::gazetteer::{Gazetteer, Row};
    use crate::model::{Document, EntityIx, EntityKind, Mention, Reading, Rule, Segments, Span};

    /// A place or whatever else, in a country, as well known as this.
    pub fn row(id: &str, kind: EntityKind, name: &str, country: &str, prominence: u8) -> Row {
        Row { country: country.to_owned(), prominence, ..Row::new(id, kind, name) }
    }

    /// Mentions of these surface forms, from left to right, with all candidates that the gazetteer has.
    pub fn mentions(
        doc: &Document,
        gazetteer: &Gazetteer,
        names: &[(&str, EntityKind)],
    ) -> Vec<Mention> {
        let mut from = 0;
        let mention = |(surface, kind): &(&str, EntityKind)| {
            let start = from + doc.text()[from..].find(surface).unwrap();
            from = start + surface.len();
            let senses = gazetteer.lookup(surface).into_iter();
            let candidates: Vec<EntityIx> = senses.map(|sense| sense.entity).collect();
            Mention {
                span: Span::new(start as u32, from as u32),
                sentence: 0,
                readings: vec![Reading { kind: *kind, score: 0.95 }],
                found_by: Rule("test"),
                evidence: Vec::new(),
                candidates,
                inner: Vec::new(),
            }
        };
        names.iter().map(mention).collect()
    }

    /// For each name the id of the entity it is linked to, or its NIL cluster.
    pub fn resolved(
        gazetteer: &Gazetteer,
        text: &str,
        names: &[(&str, EntityKind)],
    ) -> Vec<String> {
        resolved_on(gazetteer, text, names, None)
    }

    pub fn resolved_on(
        gazetteer: &Gazetteer,
        text: &str,
        names: &[(&str, EntityKind)],
        date: Option<&str>,
    ) -> Vec<String> {
        let mut doc = Document::new("a", text);
        doc.meta.published = date.map(|date| date.parse().unwrap());
        let mentions = mentions(&doc, gazetteer, names);
        let resolver = super::Resolver::new(gazetteer, &super::ResolveConfig::default());
        let annotations = resolver.resolve(&doc, &Segments::default(), mentions);
        let target = |link: &crate::model::Link| match link.target {
            crate::model::Target::Entity(ix) => gazetteer.entity(ix).id.to_owned(),
            crate::model::Target::Nil { cluster } => format!("NIL {cluster}"),
        };
        annotations.links.iter().map(target).collect()
    }
}
