//! Document and tokens in, mentions out: every stretch of text that names something, with all that it
//! may be.
//!
//! ```text
//! Gen. Qasem Soleimani of Iran's Quds Force
//!      └── PERSON .98   │      └── ORG .97, candidate org.quds-force
//!                       └── PLACE .99, candidate country.IR
//! ```
//!
//! Names are found in the gazetteers (`view`), runs of words that can hold names are cut (`regions`)
//! in all ways (`lattice`), the signs of each cut (`features`) are weighed (`weights`) twice, the
//! second time knowing what the article says elsewhere (`memory`). Dates, roles and what else has a
//! fixed form comes from `patterns`.

mod decode;
mod features;
mod label;
mod lattice;
mod memory;
mod patterns;
mod regions;
mod tagger;
mod teams;
mod view;
mod weights;

pub use decode::{Decoder, Named, arcs_of};
pub use features::{Feature, Features, Look};
pub use label::{LABELS, OTHER, OUTSIDE, OUTSIDE_TAG, TAGS, kind_of, label_of, tag_of};
pub use lattice::{Arc, Chosen, Lattice, Marginals, Transitions};
pub use memory::{Known, Memory};
pub use regions::Regions;
pub use tagger::{TagConfig, Tagger};
pub use teams::{TeamSigns, Teams};
pub use view::{Found, Kinds, View};
pub use weights::{Rows, Weights, short, to_bytes as weights_to_bytes};
