//! Codes of what can be wrong with gold or predictions; `docs/evaluation.md` has the list.

use crate::diagnostic::Diagnostic;

/// Whether a whole document, and not only a label, could not be read.
pub fn is_broken_document(fault: &Diagnostic) -> bool {
    [CANNOT_READ, BROKEN_JSON, NO_DOCUMENT, SAME_ID].contains(&fault.code)
}

pub const CANNOT_READ: &str = "E001";
pub const BROKEN_JSON: &str = "E002";
pub const NO_DOCUMENT: &str = "E003";
pub const BROKEN_LABEL: &str = "E004";
pub const EMPTY_LABEL: &str = "E005";
pub const OUTSIDE_TEXT: &str = "E006";
pub const OTHER_SURFACE: &str = "E007";
pub const SAME_ID: &str = "E008";
pub const SAME_LABEL: &str = "E009";
pub const UNKNOWN_KIND: &str = "E010";
pub const NO_PREDICTION: &str = "E011";
pub const NO_GOLD: &str = "E012";
pub const OTHER_TEXT: &str = "E013";
pub const OTHER_LENGTH: &str = "E014";
pub const BROKEN_COLUMNS: &str = "E015";
pub const BROKEN_TAG: &str = "E016";
pub const BROKEN_ANN: &str = "E017";
pub const FRAGMENTS: &str = "E018";
pub const LONELY_FILE: &str = "E019";
pub const NO_UTF8: &str = "E020";
