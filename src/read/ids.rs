//! Identifiers of documents.

use super::codes;
use crate::diagnostic::{Diagnostic, Severity};
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::{Component, Path};
use xxhash_rust::xxh3::xxh3_64;

/// Makes ids unique in a run.
///
/// Keeps 8 bytes an id. Two different ids with the same hash (one case in a million runs over ten
/// million documents) would only rename one of the documents.
#[derive(Default)]
pub(super) struct Ids {
    seen: FxHashSet<u64>,
    /// The highest number given to an id that occurs again.
    numbers: FxHashMap<u64, u64>,
}

impl Ids {
    /// `id` itself the first time, then `id#2`, `id#3` and so on, with a diagnostic.
    pub(super) fn unique(&mut self, id: String) -> (String, Option<Diagnostic>) {
        let hash = xxh3_64(id.as_bytes());
        if self.seen.insert(hash) {
            return (id, None);
        }
        let number = self.numbers.entry(hash).or_insert(1);
        let other = loop {
            *number += 1;
            let other = format!("{id}#{number}");
            if self.seen.insert(xxh3_64(other.as_bytes())) {
                break other;
            }
        };
        let message = format!("id `{id}` occurs again; this document is called `{other}`");
        (other, Some(Diagnostic::new(codes::SAME_ID, Severity::Warning, message)))
    }
}

/// The id of a file that was named itself: its path as given if that stays below the working
/// folder, else its name.
pub(super) fn id_of_file(path: &Path) -> String {
    let stays = path.components().all(|c| matches!(c, Component::Normal(_) | Component::CurDir));
    match (stays, path.file_name()) {
        (false, Some(name)) => name.to_string_lossy().into_owned(),
        _ => with_slashes(path),
    }
}

/// The parts of a relative path, joined by `/` on all systems.
pub(super) fn with_slashes(path: &Path) -> String {
    let parts = path.components().filter_map(|component| match component {
        Component::Normal(part) => Some(part.to_string_lossy()),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_occurs_again_is_numbered_visibly() {
        let mut ids = Ids::default();
        let mut unique = |id: &str| ids.unique(id.to_owned());
        assert_eq!(unique("x"), ("x".to_owned(), None));
        assert_eq!(unique("x#3"), ("x#3".to_owned(), None));
        let (second, fault) = unique("x");
        assert_eq!(second, "x#2");
        assert!(fault.unwrap().to_string().contains("id `x` occurs again"));
        assert_eq!(unique("x").0, "x#4");
        assert_eq!(unique("x#2").0, "x#2#2");
    }

    #[test]
    fn many_documents_with_one_id_take_linear_time() {
        let mut ids = Ids::default();
        for _ in 0..100_000 {
            ids.unique("x".to_owned());
        }
        assert_eq!(ids.unique("x".to_owned()).0, "x#100001");
    }

    #[test]
    fn a_file_is_known_by_its_path_below_the_working_folder() {
        assert_eq!(id_of_file(Path::new("./input/a.txt")), "input/a.txt");
        assert_eq!(id_of_file(Path::new("/srv/news/a.txt")), "a.txt");
        assert_eq!(id_of_file(Path::new("../news/a.txt")), "a.txt");
    }
}
