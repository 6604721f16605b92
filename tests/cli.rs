//! The command as people run it, in an empty folder, exit codes included.

use assert_cmd::cargo::cargo_bin;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const FILES: [&str; 4] = ["annotations.jsonl", "entities.csv", "mentions.csv", "run.json"];

/// An empty folder with a list of names in it, in which the command is run.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Desk(tempfile::tempdir().unwrap());
        desk.put(
            "names.tsv",
            "id\ttype\tname\taliases\nmy.zorblat\tORG\tZorblat Front\tZF{exact}\n\
                               my.quux\tPLACE\tQuuxville\t\n",
        );
        desk
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    fn json(&self, name: &str) -> serde_json::Value {
        serde_json::from_str(&self.read(name)).unwrap()
    }

    /// `dateline` with these words and our own list of names alone.
    fn command(&self, words: &str) -> Command {
        let mut command = Command::new(cargo_bin("dateline"));
        command.current_dir(self.path());
        command.env("DATELINE_CACHE", Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache"));
        command.args(words.split_whitespace());
        if !words.is_empty() {
            command.arg("--no-shipped-gazetteers");
        }
        if !words.is_empty() && !words.contains("--gazetteer ") {
            command.args(["--gazetteer", "names.tsv"]);
        }
        command
    }

    fn run(&self, words: &str) -> Output {
        self.command(words).stdin(Stdio::null()).output().unwrap()
    }

    /// A run that waits for more on stdin and has its files under way.
    fn waiting_run(&self, words: &str) -> Child {
        let mut child = self
            .command(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.as_mut().unwrap().write_all(articles(400).as_bytes()).unwrap();
        wait_until(|| self.path().join("output/.dateline-tmp/new/mentions.csv").exists());
        child
    }
}

fn wait_until(is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(60), "it does not happen");
        thread::sleep(Duration::from_millis(10));
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// So many lines of JSON, each an article of about 1.5 kB.
fn articles(count: usize) -> String {
    let article = |number: usize| {
        let text = format!(
            "the Zorblat Front left Quuxville on day {number} – “for good”, said ZF’s spokesman Émile \
             Dupont{number}. "
        );
        serde_json::json!({"id": format!("a{number}"), "text": text.repeat(12)}).to_string() + "\n"
    };
    (0..count).map(article).collect()
}

#[test]
fn a_run_writes_four_files_and_ends_with_a_summary() {
    let desk = Desk::new();
    desk.put("in/a.txt", "the Zorblat Front left Quuxville.");
    let output = desk.run("annotate in");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(stdout(&output), "");
    assert!(
        stderr(&output).contains("1 document, 2 mentions (ORG 1, PLACE 1)"),
        "{}",
        stderr(&output)
    );
    let mut names: Vec<_> = fs::read_dir(desk.path().join("output"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, FILES);
    assert!(desk.read("output/mentions.csv").contains("Zorblat Front,ORG,my.zorblat"));
}

#[test]
fn quiet_means_silent() {
    let desk = Desk::new();
    desk.put("in/a.txt", "the Zorblat Front left Quuxville.");
    let output = desk.run("annotate in --quiet");
    assert_eq!((code(&output), stderr(&output).as_str()), (0, ""));
}

#[test]
fn broken_input_among_good_is_reported_and_the_rest_is_annotated() {
    let desk = Desk::new();
    desk.put(
        "in/a.jsonl",
        "{\"text\": \"Quuxville burns.\"}\n{\"text\": \"Quux\n{\"text\": \"Quuxville sleeps.\"}\n",
    );
    desk.put("in/b.txt", "the Zorblat Front left.");
    desk.put("in/c.txt.gz", "this is no gzip; Quuxville");
    let output = desk.run("annotate in");
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    assert!(stderr(&output).contains("in/a.jsonl:2: [R004]"), "{}", stderr(&output));
    let run = desk.json("output/run.json");
    assert!(run["counts"]["documents"].as_u64() >= Some(3));
    assert_eq!(run["diagnostics"]["by_code"]["R004"], 1);
    assert!(desk.read("output/mentions.csv").matches("Quuxville,PLACE").count() >= 2);
    assert!(desk.read("output/mentions.csv").contains("Zorblat Front,ORG"));
}

#[test]
fn what_cannot_be_run_ends_with_code_2_and_a_reason() {
    let desk = Desk::new();
    desk.put("in/a.txt", "Quuxville.");
    desk.put("bad.tsv", "type\tname\nCITY\tQuuxville\n");
    desk.put("mentions.csv", "id,text\n1,Quuxville burns\n");
    for (words, reason) in [
        ("annotate nowhere", "nowhere"),
        ("annotate in --gazetteer bad.tsv", "bad.tsv:2"),
        ("annotate in --gazetteer missing.tsv", "missing.tsv"),
        ("annotate in --types CITY", "CITY"),
        ("annotate in --min-score 2", "0 to 1"),
        ("annotate in --threads 0", "--threads"),
        ("annotate in --date yesterday", "--date"),
        ("annotate in --output names.tsv", "names.tsv: is a file; expected a folder"),
        ("annotate in --min-score -1", "0 to 1"),
        ("annotate in --gazetteer PLACE=", "no file behind"),
        ("annotate mentions.csv --output .", "would be replaced"),
        ("annotate in --output in/output", "choose another --output"),
        ("annotate in --output - --format csv,jsonl", "one format"),
        ("annotate", "<PATH>"),
        ("explain missing.txt", "missing.txt"),
        ("nonsense", "nonsense"),
    ] {
        let output = desk.run(words);
        assert_eq!(code(&output), 2, "{words}: {}", stderr(&output));
        assert!(stderr(&output).contains(reason), "{words}: {}", stderr(&output));
        assert_eq!(stdout(&output), "", "{words}");
    }
    assert!(
        !desk.path().join("output").exists(),
        "nothing is left of a run that could not be made"
    );
}

#[test]
fn the_number_of_threads_does_not_change_a_byte() {
    let desk = Desk::new();
    let mut lines = articles(1500);
    lines.insert_str(0, "{broken\n");
    lines += "{broken as well\n";
    desk.put("in/a.jsonl", &lines);
    desk.put("in/b.txt", &"Quuxville burns. Nobody knows why. ".repeat(10_000));
    for threads in [1, 2, 4, 7] {
        let words = format!("annotate in --output out{threads} --threads {threads}");
        assert_eq!(code(&desk.run(&words)), 1);
    }
    for name in FILES {
        let first = desk.read(&format!("out1/{name}"));
        assert!(!first.is_empty());
        for threads in [2, 4, 7] {
            assert!(
                desk.read(&format!("out{threads}/{name}")) == first,
                "{name} on {threads} threads"
            );
        }
    }
}

#[test]
fn a_line_more_in_the_list_is_a_mention_more() {
    let desk = Desk::new();
    desk.put("in/a.txt", "the Zorblat Front left Blurbistan.");
    let names = desk.read("names.tsv");
    let blurbistan = |desk: &Desk| {
        assert_eq!(code(&desk.run("annotate in")), 0);
        desk.read("output/mentions.csv").contains("my.blurb")
    };
    assert!(!blurbistan(&desk));
    desk.put("names.tsv", &format!("{names}my.blurb\tPLACE\tBlurbistan\t\n"));
    assert!(blurbistan(&desk));
    desk.put("names.tsv", &names);
    assert!(!blurbistan(&desk));
}

#[test]
fn names_are_taken_away_as_the_help_says() {
    let desk = Desk::new();
    desk.put("in/a.txt", "The army left Quuxville.");
    desk.put("unwanted.txt", "Quuxville\n");
    let output = desk.run("annotate in --gazetteer names.tsv --gazetteer -=unwanted.txt");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
}

#[test]
fn types_and_scores_choose_the_mentions() {
    let desk = Desk::new();
    desk.put("in/a.txt", "the Zorblat Front left Quuxville.");
    assert_eq!(code(&desk.run("annotate in --types PLACE,PERSON")), 0);
    let run = desk.json("output/run.json");
    assert_eq!(run["counts"]["mentions"], 1);
    assert_eq!(run["configuration"]["types"], serde_json::json!(["PERSON", "PLACE"]));
}

#[test]
fn stdout_gets_one_format_and_nothing_else() {
    let desk = Desk::new();
    desk.put("in/a.txt", "the Zorblat Front left Quuxville.");
    let json = desk.run("annotate in --output -");
    let line: serde_json::Value = serde_json::from_str(&stdout(&json)).unwrap();
    assert_eq!(line["mentions"][0]["entity"], "my.zorblat");
    let csv = desk.run("annotate in --output - --format csv");
    assert!(stdout(&csv).starts_with("document,sentence,start,end,text,type,entity,name,"));
    assert_eq!(stdout(&csv).lines().count(), 3);
    assert!(!desk.path().join("output").exists());
}

#[test]
fn articles_come_from_stdin() {
    let desk = Desk::new();
    let mut child = desk
        .command("annotate - --input-format jsonl --output - --quiet")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(articles(3).as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((code(&output), stdout(&output).lines().count()), (0, 3));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let desk = Desk::new();
    desk.put("in/a.jsonl", &articles(3000));
    let mut child = desk
        .command("annotate in --output - --quiet")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((code(&output), stderr(&output).as_str()), (0, ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let desk = Desk::new();
    desk.put("in/a.txt", "Quuxville.");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = desk.command("annotate in --output -").stdout(full).output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("standard output: No space left"), "{}", stderr(&output));
}

#[test]
fn a_second_run_in_the_same_folder_is_refused_and_the_first_ends_whole() {
    let desk = Desk::new();
    desk.put("in/a.txt", "Quuxville.");
    let mut first = desk.waiting_run("annotate - --input-format jsonl");
    let second = desk.run("annotate in");
    assert_eq!(code(&second), 2);
    assert!(
        stderr(&second).contains("another run is writing to this folder"),
        "{}",
        stderr(&second)
    );
    drop(first.stdin.take());
    assert_eq!(code(&first.wait_with_output().unwrap()), 0);
    assert_eq!(desk.json("output/run.json")["counts"]["documents"], 400);
}

/// The files of a run over one article, which other runs must leave alone.
fn old_files(desk: &Desk) -> [String; 4] {
    desk.put("in/a.txt", "the Zorblat Front left Quuxville.");
    assert_eq!(code(&desk.run("annotate in")), 0);
    FILES.map(|name| desk.read(&format!("output/{name}")))
}

#[test]
fn a_killed_run_leaves_the_old_files_and_the_next_one_tidies_up() {
    let desk = Desk::new();
    let old = old_files(&desk);
    let mut killed = desk.waiting_run("annotate - --input-format jsonl");
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert_eq!(FILES.map(|name| desk.read(&format!("output/{name}"))), old);
    assert_eq!(code(&desk.run("annotate in")), 0);
    assert_eq!(FILES.map(|name| desk.read(&format!("output/{name}"))), old);
    assert_eq!(fs::read_dir(desk.path().join("output")).unwrap().count(), 4);
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_the_old_files_and_nothing_else() {
    for signal in ["-INT", "-TERM"] {
        let desk = Desk::new();
        let old = old_files(&desk);
        let child = desk.waiting_run("annotate - --input-format jsonl");
        let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 130, "{signal}: {}", stderr(&output));
        assert_eq!(FILES.map(|name| desk.read(&format!("output/{name}"))), old);
        assert_eq!(fs::read_dir(desk.path().join("output")).unwrap().count(), 4);
    }
}

#[test]
fn explain_marks_the_mentions_and_names_the_line_that_made_them() {
    let desk = Desk::new();
    let mut command = desk.command("explain");
    let output =
        command.arg("the \x1b[31m Zorblat Front \u{202E} left Quuxville.").output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let page = stdout(&output);
    assert!(
        page.contains("[Zorblat Front ORG·1]") && page.contains("[Quuxville PLACE·2]"),
        "{page}"
    );
    assert!(page.contains("names.tsv:2") && page.contains("names.tsv:3"), "{page}");
    assert!(page.contains("␛[31m") && page.contains("‹U+202E›"), "{page}");
    assert!(!page.contains('\x1b') && !page.contains('\u{202E}'), "{page}");
}

#[test]
fn explain_reads_files_and_chooses_by_id() {
    let desk = Desk::new();
    desk.put(
        "a.jsonl",
        "{\"id\":\"x\",\"text\":\"Quuxville burns.\"}\n{\"id\":\"y\",\"text\":\"ZF left.\"}\n",
    );
    let all = stdout(&desk.run("explain a.jsonl"));
    assert!(all.contains("== x\n[Quuxville PLACE·1]"), "{all}");
    assert!(all.contains("== y\n[ZF ORG·1]"), "{all}");
    let one = stdout(&desk.run("explain a.jsonl --id y --color always"));
    assert!(!one.contains("Quuxville") && one.contains('\x1b'), "{one}");
    assert_eq!(code(&desk.run("explain a.jsonl --id z")), 2);
}

#[test]
fn lookup_shows_what_is_known_of_a_name() {
    let desk = Desk::new();
    let output = desk.run("gazetteer lookup zorblat front");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).contains("my.zorblat") && stdout(&output).contains("names.tsv:2"));
    assert_eq!(code(&desk.run("gazetteer lookup nobody")), 1);
}

#[test]
fn check_finds_broken_rows_with_their_lines() {
    let desk = Desk::new();
    assert_eq!(code(&desk.run("gazetteer check")), 0);
    desk.put("bad.tsv", "id\ttype\tname\nx.1\tCITY\tQuuxville\nx.2\tPLACE\tQuuxville\n");
    let output = desk.run("gazetteer check --gazetteer bad.tsv");
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    assert!(stdout(&output).contains("bad.tsv:2: [G001]"), "{}", stdout(&output));
    desk.put("signs.tsv", "type\tname\nORG\t!!!\n");
    let output = desk.run("gazetteer check --gazetteer signs.tsv");
    assert_eq!(code(&output), 1, "annotate refuses it: {}", stderr(&output));
    assert!(stderr(&output).starts_with("1 error, "), "{}", stderr(&output));
}

#[test]
fn help_and_version_are_no_errors() {
    let desk = Desk::new();
    let version = desk.command("").arg("--version").output().unwrap();
    assert_eq!(stdout(&version), format!("dateline {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(code(&desk.command("").args(["annotate", "--help"]).output().unwrap()), 0);
}
