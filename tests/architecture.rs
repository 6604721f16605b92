//! Who may use whom. Change the table only together with the design.

use std::fs;
use std::path::{Path, PathBuf};

/// Each part of `src/` and the other parts that it may use.
///
/// A stage uses nouns (`model`, `token`, `gazetteer`) and never another stage; `write` looks up names in
/// the gazetteers and decides nothing; `evaluate` knows no stage, so that it scores the output of any tool;
/// `train` learns for `tag`, reads and segments as the program does, and reads labels as `evaluate` does.
const MAY_USE: [(&str, &[&str]); 15] = [
    ("diagnostic", &[]),
    ("error", &["diagnostic"]),
    ("model", &["diagnostic"]),
    ("config", &["model"]),
    ("token", &["model"]),
    ("gazetteer", &["model", "token", "error", "diagnostic"]),
    ("read", &["model", "error", "diagnostic"]),
    ("segment", &["model", "token", "gazetteer"]),
    ("tag", &["model", "token", "gazetteer", "error"]),
    ("resolve", &["model", "token", "gazetteer"]),
    ("write", &["model", "gazetteer", "error", "diagnostic"]),
    ("evaluate", &["model", "error", "diagnostic"]),
    ("train", &["model", "gazetteer", "error", "read", "segment", "tag", "evaluate"]),
    (
        "pipeline",
        &[
            "model",
            "gazetteer",
            "config",
            "error",
            "diagnostic",
            "read",
            "segment",
            "tag",
            "resolve",
            "write",
        ],
    ),
    ("lib", &[]),
];

/// What tests of any part may use to make their input.
const TESTS_MAY_USE: [&str; 1] = ["segment"];

/// The program: it may use all of the library.
const PROGRAM: [&str; 2] = ["cli", "main"];

/// A line of code, without comments.
struct Line {
    file: String,
    number: usize,
    /// `tag` for `src/tag/view.rs`.
    part: String,
    code: String,
    /// Whether it stands in a test module.
    is_test: bool,
}

/// All lines of code of `src/`.
fn lines() -> Vec<Line> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut lines = Vec::new();
    for path in rust_files(&source) {
        let inner = path.strip_prefix(&source).unwrap();
        let part = inner.iter().next().unwrap().to_string_lossy().replace(".rs", "");
        let file = format!("src/{}", inner.display()).replace('\\', "/");
        let mut is_test = matches!(inner.file_stem().unwrap().to_str(), Some("tests" | "laws"));
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in (1..).zip(text.lines()) {
            // A test module declared here lies in another file; one that begins here ends the file.
            is_test |= line.starts_with("mod tests {");
            let code = line.trim_start();
            if !code.starts_with("//") {
                let code = code.split(" // ").next().unwrap().to_owned();
                let (file, part) = (file.clone(), part.clone());
                lines.push(Line { file, number, part, code, is_test });
            }
        }
    }
    assert!(lines.len() > 5000, "only {} lines of code found", lines.len());
    lines
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The parts that a line of code names as `crate::part`.
fn parts_used(code: &str) -> impl Iterator<Item = &str> {
    code.split("crate::").skip(1).map(|rest| {
        let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
        &rest[..end.unwrap_or(rest.len())]
    })
}

fn none(violations: &[String]) {
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}

#[test]
fn parts_use_only_what_the_table_allows() {
    let mut violations = Vec::new();
    for line in lines() {
        let Line { file, number, part, code, .. } = &line;
        if PROGRAM.contains(&part.as_str()) {
            continue;
        }
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| name == part) else {
            violations.push(format!("{file}:{number}: `{part}` is not in the table of parts"));
            continue;
        };
        for used in parts_used(code) {
            if used.is_empty() {
                violations
                    .push(format!("{file}:{number}: a list behind `crate::` hides what is used"));
            } else if line.is_test && TESTS_MAY_USE.contains(&used) {
                // A stage is tested on what the stage before it makes.
            } else if used != part && !allowed.contains(&used) {
                let allowed = allowed.join(", ");
                violations
                    .push(format!("{file}:{number}: `{part}` uses `{used}`; it may use {allowed}"));
            }
        }
    }
    violations.dedup();
    none(&violations);
}

#[test]
fn every_part_is_in_the_table_and_every_row_is_a_part() {
    let mut parts: Vec<String> = lines().into_iter().map(|line| line.part).collect();
    parts.sort();
    parts.dedup();
    let rows = MAY_USE.iter().map(|(name, _)| *name);
    let mut rows: Vec<&str> = rows.chain(PROGRAM).collect();
    rows.sort_unstable();
    assert_eq!(parts, rows);
}

#[test]
fn threads_are_made_only_in_the_pipeline() {
    let words = ["rayon", "thread::spawn", "thread::scope", "thread::Builder", "use std::thread"];
    let lines = lines().into_iter().filter(|line| {
        let is_free =
            line.is_test || line.part == "pipeline" || PROGRAM.contains(&line.part.as_str());
        // Opening the index is all that a short run waits for.
        let is_free = is_free || line.file == "src/gazetteer/index/blocks.rs";
        !is_free && words.iter().any(|word| line.code.contains(word))
    });
    let violations = lines.map(|line| {
        format!("{}:{}: threads belong to the pipeline: {}", line.file, line.number, line.code)
    });
    none(&violations.collect::<Vec<_>>());
}

#[test]
fn only_the_command_line_prints() {
    let words = ["println!", "eprintln!", "print!(", "dbg!("];
    let lines = lines().into_iter().filter(|line| {
        let is_free = PROGRAM.contains(&line.part.as_str());
        !is_free && words.iter().any(|word| line.code.contains(word))
    });
    let violations =
        lines.map(|line| format!("{}:{}: only cli prints: {}", line.file, line.number, line.code));
    none(&violations.collect::<Vec<_>>());
}

#[test]
fn the_command_line_reaches_the_library_by_its_name() {
    let in_cli = |line: &Line| PROGRAM.contains(&line.part.as_str());
    let mut violations = Vec::new();
    for line in lines().iter().filter(|line| in_cli(line)) {
        for used in parts_used(&line.code).filter(|used| *used != "cli") {
            let (file, number) = (&line.file, line.number);
            violations.push(format!("{file}:{number}: `crate::{used}`; write `dateline::{used}`"));
        }
    }
    none(&violations);
}
