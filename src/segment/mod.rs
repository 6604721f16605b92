//! Document in, tokens and sentences out.
//!
//! ```text
//! BAGHDAD (Reuters) - Gen. Qasem Soleimani of Iran's Quds Force was killed. "It was war," the U.S. said.
//! └── dateline zone ─┘└── sentence ───────────────────────────────────────┘└── sentence ───────────────┘
//! ```
//!
//! The tokens carry their classes and folded hashes, so that no later stage reads characters again.

mod sentences;

pub use sentences::Segmenter;
