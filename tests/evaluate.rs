//! `dateline evaluate` as people run it, in an empty folder, exit codes included.

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// An empty folder with gold labels of two documents.
struct Desk(tempfile::TempDir);

const GOLD: &str = concat!(
    r#"{"id":"a","text":"Jo Quux left the Zorblat Front in Quuxville.","spans":[{"start":0,"end":7,"type":"PERSON"},"#,
    r#"{"start":17,"end":30,"type":"ORG"},{"start":34,"end":43,"type":"PLACE"}]}"#,
    "\n",
    r#"{"id":"b","text":"“Téhéran” vows.","spans":[{"start":1,"end":8,"type":"PLACE"}]}"#,
    "\n"
);

impl Desk {
    fn new() -> Self {
        let desk = Desk(tempfile::tempdir().unwrap());
        desk.put("gold.jsonl", GOLD);
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

    fn run(&self, words: &str) -> Output {
        let mut command = Command::new(cargo_bin("dateline"));
        command.current_dir(self.path()).stdin(Stdio::null());
        command.env("DATELINE_CACHE", Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache"));
        command.arg("evaluate").args(words.split_whitespace());
        command.output().unwrap()
    }

    /// The report on `pred` against gold.jsonl, and the exit code.
    fn json(&self, words: &str) -> (Value, i32) {
        let output = self.run(&format!("--gold gold.jsonl --format json {words}"));
        let report = serde_json::from_slice(&output.stdout);
        (report.unwrap_or_else(|_| panic!("{}", stderr(&output))), code(&output))
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn gold_against_itself_is_perfect_whatever_the_format_of_the_report() {
    let desk = Desk::new();
    let (report, code_of) = desk.json("--predicted gold.jsonl");
    assert_eq!((&report["micro"]["strict"]["f1"], code_of), (&Value::from(1.0), 0));
    assert_eq!(report["types"]["PLACE"]["correct"], 2);
    for format in ["table", "markdown", "csv"] {
        let output =
            desk.run(&format!("--gold gold.jsonl --predicted gold.jsonl --format {format}"));
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert!(stdout(&output).contains("PLACE"), "{format}");
    }
}

#[test]
fn the_csv_has_a_row_for_each_type_and_match() {
    let desk = Desk::new();
    let output = desk.run("--gold gold.jsonl --predicted gold.jsonl --format csv");
    let mut reader = csv::Reader::from_reader(&output.stdout[..]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), (3 + 2) * 5);
    assert_eq!((&rows[0][0], &rows[0][1], &rows[0][6]), ("ORG", "strict", "1.000000"));
    assert_eq!(&rows[24][0], "macro");
}

#[test]
fn labels_of_another_tool_are_read_in_each_format_and_score_the_same() {
    let desk = Desk::new();
    desk.put(
        "spacy.json",
        r#"[["Jo Quux left the Zorblat Front in Quuxville.", {"entities": [[0,7,"PERSON"],[17,30,"ORG"],[34,43,"GPE"]]}],
            ["“Téhéran” vows.", {"entities": [[1,8,"LOC"]]}]]"#,
    );
    desk.put("brat/a.txt", "Jo Quux left the Zorblat Front in Quuxville.");
    desk.put(
        "brat/a.ann",
        "T1\tPER 0 7\tJo Quux\nT2\tORG 17 30\tZorblat Front\nT3\tLOC 34 43\tQuuxville\n",
    );
    desk.put("brat/b.txt", "“Téhéran” vows.");
    desk.put("brat/b.ann", "T1\tLOC 1 8\tTéhéran\n");
    desk.put(
        "ours/annotations.jsonl",
        concat!(
            r#"{"id":"a","characters":44,"mentions":[{"start":0,"end":7,"text":"Jo Quux","type":"PERSON","rule":"context"},"#,
            r#"{"start":17,"end":30,"text":"Zorblat Front","type":"ORG","rule":"gazetteer"},"#,
            r#"{"start":34,"end":43,"text":"Quuxville","type":"PLACE","rule":"gazetteer"}]}"#,
            "\n",
            r#"{"id":"b","characters":15,"mentions":[{"start":1,"end":8,"text":"Téhéran","type":"PLACE","rule":"gazetteer"}]}"#,
        ),
    );
    for predicted in ["spacy.json", "brat", "ours", "brat/a.ann brat/b.ann"] {
        let (report, code) = desk.json(&format!("--predicted {predicted}"));
        assert_eq!(report["micro"]["correct"], 4, "{predicted}: {}", report["diagnostics"]);
        assert_eq!((code, &report["diagnostics"]["total"]), (0, &Value::from(0)), "{predicted}");
    }
}

#[test]
fn columns_are_compared_in_their_order() {
    let desk = Desk::new();
    let gold =
        "-DOCSTART- -X- O\n\nJo NNP B-PER\nQuux NNP I-PER\n\n-DOCSTART- -X- O\n\nIran NNP B-LOC\n";
    desk.put("gold.conll", gold);
    desk.put("pred.bioes", &gold.replace("I-PER", "E-PER").replace("B-LOC", "S-GPE"));
    let output = desk.run("--gold gold.conll --predicted pred.bioes --format json");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&report["micro"]["correct"], &report["documents"]["scored"]),
        (&2.into(), &2.into())
    );
}

#[test]
fn mistakes_are_listed_with_place_and_rule() {
    let desk = Desk::new();
    desk.put(
        "pred.jsonl",
        concat!(
            r#"{"id":"a","mentions":[{"start":3,"end":7,"type":"PERSON","rule":"person-surname"},{"start":17,"end":30,"type":"PLACE","rule":"gazetteer"},"#,
            r#"{"start":8,"end":12,"type":"ORG","rule":"org-acronym"}]}"#,
        ),
    );
    let (report, code) = desk.json("--predicted pred.jsonl");
    assert_eq!(code, 0);
    assert_eq!(report["errors"]["wrong_boundary"][0]["gold"]["text"], "Jo Quux");
    assert_eq!(report["errors"]["wrong_type"][0]["rules"]["gazetteer"], 1);
    assert_eq!(
        report["errors"]["spurious"][0]["context"],
        "Jo Quux [left] the Zorblat Front in Quuxville."
    );
    assert_eq!(report["errors"]["missing"][0]["count"], 1);
    assert_eq!(report["documents"]["without_prediction"], 1);
    assert_eq!(report["diagnostics"]["by_code"]["E011"], 1);
    let (few, _) = desk.json("--predicted pred.jsonl --errors 0 --only-common");
    assert_eq!(few["errors"]["missing"], Value::Array(vec![]));
    assert_eq!(few["documents"]["scored"], 1);
    let table = stdout(&desk.run("--gold gold.jsonl --predicted pred.jsonl"));
    assert!(table.contains("ORG > PLACE"), "{table}");
}

#[test]
fn every_fault_is_told_with_file_line_and_document_and_counted() {
    let desk = Desk::new();
    let lines = [
        r#"{"id":"c","text":"Iran","spans":[{"start":0,"end":9,"type":"PLACE"}]}"#, // E006
        r#"{"id":"d","text":"Iran","spans":[{"start":3,"end":3,"type":"PLACE"}]}"#, // E005
        r#"{"id":"e","text":"Iran","spans":[{"start":"x","end":3}]}"#,              // E004
        r#"{"id":"a","text":"Iran","spans":[]}"#,                                   // E008
        r#"{"id":"f","text":"#,                                                     // E002
        r#"{"id":[],"text":"x"}"#,                                                  // E003
        r#"{"id":"g","text":"Iran","spans":[[0,4,"WORK_OF_ART"],[0,4,"WORK_OF_ART"]]}"#, // E010, E009
    ];
    desk.put("bad.jsonl", &format!("{GOLD}{}\n", lines.join("\n")));
    desk.put(
        "pred.jsonl",
        concat!(
            r#"{"id":"a","text":"Jo Quux left the Zorblat Front in Quuxville!","spans":[]}"#, // E013
            "\n",
            r#"{"id":"b","text":"“Téhéran” vows","spans":[]}"#, // E014
            "\n",
            r#"{"id":"z","text":"Iran","spans":[]}"#, // E012
            "\n",
            r#"{"id":"d","spans":[[2,99,"ORG"]]}"#, // E006
            "\n",
        ),
    );
    let output = desk.run("--gold bad.jsonl --predicted pred.jsonl --format json");
    assert_eq!(code(&output), 1);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let codes = &report["diagnostics"]["by_code"];
    let counted = [
        ("E002", 1),
        ("E003", 1),
        ("E004", 1),
        ("E005", 1),
        ("E006", 2),
        ("E008", 1),
        ("E009", 1),
        ("E010", 1),
        ("E011", 3),
        ("E012", 1),
        ("E013", 1),
        ("E014", 1),
    ];
    for (code, count) in counted {
        assert_eq!(codes[code], count, "{code} in {codes}");
    }
    let told = stderr(&output);
    assert!(told.contains("bad.jsonl:3: [E006] document `c`: label 0 to 9 (PLACE)"), "{told}");
    assert!(told.contains("pred.jsonl:2: [E014] document `b`"), "{told}");
    assert_eq!(report["documents"]["with_other_text"], 1);
}

#[test]
fn broken_columns_brat_and_spacy_files_are_told() {
    let desk = Desk::new();
    desk.put("gold.conll", "Iran B-LOC\nvows\nrevenge NOUN\n");
    desk.put("brat/a.txt", "Iran");
    desk.put("brat/a.ann", "T1\tLOC 0 2;3 4\tIr n\nT2 broken\n");
    desk.put("broken.json", "[{\"text\": ");
    let faults = |words: &str| {
        let output = desk.run(words);
        (code(&output), stderr(&output))
    };
    let (code, told) = faults("--gold gold.conll --predicted gold.conll");
    assert!(
        code == 1 && told.contains("gold.conll:2: [E015]") && told.contains(":3: [E016]"),
        "{told}"
    );
    let (code, told) = faults("--gold brat --predicted brat");
    assert!(code == 1 && told.contains("[E018]") && told.contains("a.ann:2: [E017]"), "{told}");
    let (code, told) = faults("--gold gold.jsonl --predicted broken.json");
    assert!(code == 1 && told.contains("broken.json:1: [E002]"), "{told}");
}

#[test]
fn wrong_use_ends_with_two_and_says_what_was_expected() {
    let desk = Desk::new();
    desk.put("empty.jsonl", "");
    desk.put("articles.jsonl", "{\"id\":\"a\",\"text\":\"Iran\"}\n");
    for (words, expected) in [
        ("--predicted gold.jsonl", "--gold"),
        ("--gold no-such.jsonl", "no-such.jsonl"),
        ("--gold empty.jsonl", "no labelled document in empty.jsonl"),
        ("--gold articles.jsonl", "no labelled document in articles.jsonl"),
        ("--gold gold.jsonl --predicted gold.jsonl --merge ORG", "as OUTLET=ORG"),
        ("--gold gold.jsonl --predicted gold.jsonl --fail-under 85", "from 0 to 1"),
        ("--gold - --predicted -", "stdin can be read once"),
        (
            "--gold gold.jsonl --predicted gold.jsonl --output no/such/folder.txt",
            "no/such/folder.txt",
        ),
    ] {
        let output = desk.run(words);
        assert_eq!(code(&output), 2, "{words}: {}", stderr(&output));
        assert!(stderr(&output).contains(expected), "{words}: {}", stderr(&output));
    }
}

#[test]
fn a_score_below_the_bound_ends_with_one() {
    let desk = Desk::new();
    desk.put(
        "pred.jsonl",
        "{\"id\":\"a\",\"spans\":[[0,7,\"PER\"]]}\n{\"id\":\"b\",\"spans\":[]}\n",
    );
    // One of four found, nothing spurious: F1 is 0.4.
    let run = |bound: &str| {
        desk.run(&format!("--gold gold.jsonl --predicted pred.jsonl --fail-under {bound}"))
    };
    assert_eq!(code(&run("0.4")), 0);
    let output = run("0.41");
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("below --fail-under 0.41"), "{}", stderr(&output));
}

#[test]
fn two_systems_are_compared_and_the_same_run_gives_the_same_bytes() {
    let desk = Desk::new();
    desk.put(
        "other.jsonl",
        "{\"id\":\"a\",\"spans\":[[0,7,\"PER\"]]}\n{\"id\":\"b\",\"spans\":[]}\n",
    );
    let (report, code) = desk.json("--predicted gold.jsonl --compare other.jsonl");
    assert_eq!(code, 0);
    let micro = &report["compare"]["micro"];
    assert_eq!((&micro["f1"], &micro["other_f1"]), (&1.0.into(), &0.4.into()));
    assert!(micro["p"].as_f64().unwrap() > 0.4, "two documents prove nothing: {micro}");
    assert_eq!(report["compare"]["types"]["ORG"]["other_f1"], 0.0);
    let (again, _) = desk.json("--predicted gold.jsonl --compare other.jsonl");
    assert_eq!(report, again);
}

#[test]
fn a_report_goes_into_a_file_whole_and_nothing_to_stdout() {
    let desk = Desk::new();
    let output = desk.run(
        "--gold gold.jsonl --predicted gold.jsonl --output report.md --format markdown --quiet",
    );
    assert_eq!(
        (code(&output), stdout(&output), stderr(&output)),
        (0, String::new(), String::new())
    );
    let report = fs::read_to_string(desk.path().join("report.md")).unwrap();
    assert!(report.starts_with("# Evaluation\n"), "{report}");
    let files = fs::read_dir(desk.path()).unwrap().count();
    assert_eq!(files, 2, "no unfinished file is left");
}

#[test]
fn without_predictions_the_texts_of_the_gold_are_annotated() {
    let desk = Desk::new();
    desk.put(
        "names.tsv",
        "id\ttype\tname\nmy.zorblat\tORG\tZorblat Front\nmy.quux\tPLACE\tQuuxville\n",
    );
    let lists = "--no-shipped-gazetteers --gazetteer names.tsv --types ORG,PLACE";
    let (report, code) = desk.json(lists);
    assert_eq!(code, 0);
    assert_eq!(report["types"]["ORG"]["correct"], 1);
    assert_eq!(report["rules"][0]["rule"], "user-gazetteer");
    desk.put("articles/a.txt", "Jo Quux left the Zorblat Front in Quuxville.");
    let (report, _) = desk.json(&format!("--predicted articles {lists}"));
    assert_eq!(report["documents"]["without_gold"], 1, "its id is a.txt");
    desk.put(
        "articles.jsonl",
        "{\"id\":\"a\",\"text\":\"Jo Quux left the Zorblat Front in Quuxville.\"}\n",
    );
    let (report, _) = desk.json(&format!("--predicted articles.jsonl {lists}"));
    assert_eq!(report["types"]["ORG"]["correct"], 1);
}

#[test]
fn a_report_takes_the_place_of_no_input_and_of_no_folder() {
    let desk = Desk::new();
    for path in ["gold.jsonl", "./gold.jsonl", "."] {
        let output = desk.run(&format!("--gold gold.jsonl --predicted gold.jsonl --output {path}"));
        assert_eq!(code(&output), 2, "{path}: {}", stderr(&output));
    }
    assert_eq!(fs::read_to_string(desk.path().join("gold.jsonl")).unwrap(), GOLD);
}

#[test]
fn a_column_that_is_no_type_is_refused() {
    let desk = Desk::new();
    let token = |ix: usize| format!("Quux{ix} B-T{ix}\n");
    desk.put("many.conll", &(0..1500).map(token).collect::<String>());
    let output = desk.run("--gold many.conll --predicted many.conll");
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("1500 different types"), "{}", stderr(&output));
    let output = desk.run("--gold many.conll --predicted many.conll --types T1,T2");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
}
