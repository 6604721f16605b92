//! Files of all sorts on their way to documents.

use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::civil::date;
use proptest::prelude::*;
use std::fs;
use std::io::Write;
use tempfile::TempDir;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

type Documents = Vec<(Document, Vec<Diagnostic>)>;

fn items(mut source: impl ArticleSource) -> (Documents, Vec<Diagnostic>) {
    let (mut documents, mut faults) = (Vec::new(), Vec::new());
    while let Some(item) = source.next_item() {
        match item {
            Item::Document(doc, diagnostics) => documents.push((doc, diagnostics)),
            Item::Fault(fault) => faults.push(fault),
        }
    }
    (documents, faults)
}

fn read(folder: &TempDir, config: &ReadConfig) -> (Documents, Vec<Diagnostic>) {
    items(Inputs::open(&[folder.path().to_owned()], config).unwrap())
}

fn ids(documents: &Documents) -> Vec<&str> {
    documents.iter().map(|(doc, _)| doc.id.as_str()).collect()
}

fn codes_of(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn all_formats_of_a_folder_come_in_order() {
    let folder = folder(&[
        ("c.txt", b"Iran said so."),
        ("a/x.jsonl", b"{\"text\": \"a\", \"id\": \"first\"}\n{\"text\": \"b\"}\n"),
        ("b.csv.gz", &gzip(b"text\nc\nd\n")),
        ("d.tsv", b"text\tid\ne\tfive\n"),
        ("e.json", b"[{\"text\": \"f\"}]"),
        ("f.html", b"<p>Iran said so, the ministry confirmed on Friday.</p>"),
    ]);
    let (documents, faults) = read(&folder, &ReadConfig::default());
    assert_eq!(
        ids(&documents),
        ["first", "a/x.jsonl:2", "b.csv.gz:2", "b.csv.gz:3", "c.txt", "five", "e.json:1", "f.html",]
    );
    assert_eq!(faults, []);
    let (doc, _) = &documents[1];
    assert_eq!(doc.meta.path.as_deref(), Some(&*folder.path().join("a/x.jsonl")));
    assert_eq!(doc.meta.line, Some(2));
}

#[test]
fn metadata_and_zones_reach_the_document() {
    let line = br#"{"title": "Iran vows revenge", "text": "BAGHDAD (Reuters) - Iran.", "published": "2020-01-03", "outlet": "Reuters", "language": "en"}"#;
    let folder = folder(&[("a.jsonl", line)]);
    let (documents, _) = read(&folder, &ReadConfig::default());
    let (doc, diagnostics) = &documents[0];
    // The title is not put before the text: offsets are those of the field.
    assert_eq!(doc.text(), "BAGHDAD (Reuters) - Iran.");
    assert_eq!(doc.slice(doc.zones()[0].span), "BAGHDAD (Reuters) -");
    assert_eq!(doc.meta.title.as_deref(), Some("Iran vows revenge"));
    assert_eq!(doc.meta.published, Some(date(2020, 1, 3)));
    assert_eq!(doc.meta.outlet.as_deref(), Some("Reuters"));
    assert!(diagnostics.is_empty());
}

#[test]
fn same_ids_are_made_different_across_files() {
    let folder = folder(&[
        ("a.jsonl", b"{\"text\": \"a\", \"id\": 7}\n{\"text\": \"b\", \"id\": \"7\"}\n"),
        ("b.csv", b"id,text\n7,c\n"),
    ]);
    let (documents, _) = read(&folder, &ReadConfig::default());
    assert_eq!(ids(&documents), ["7", "7#2", "7#3"]);
    let fault = &documents[1].1[0];
    assert_eq!((fault.code, fault.line), ("R010", Some(2)));
    assert!(fault.to_string().contains("a.jsonl:2: [R010] id `7` occurs again"));
}

#[test]
fn an_empty_file_is_an_empty_document_with_a_note() {
    let folder = folder(&[("a.txt", b""), ("b.html", b""), ("c.jsonl", b""), ("d.csv", b"")]);
    let (documents, faults) = read(&folder, &ReadConfig::default());
    assert_eq!(ids(&documents), ["a.txt", "b.html"]);
    assert_eq!(codes_of(&documents[0].1), ["R020"]);
    assert_eq!(codes_of(&faults), ["R020", "R020"]);
    assert!(faults.iter().all(|fault| fault.severity == Severity::Note));
}

#[test]
fn of_truncated_files_the_good_part_is_used() {
    let text =
        (0..5000).map(|n| format!("{{\"text\": \"Day {n} in Baghdad\"}}\n")).collect::<String>();
    let whole = gzip(text.as_bytes());
    let half = &whole[..whole.len() / 2];
    let folder = folder(&[("a.jsonl.gz", half), ("b.txt.gz", half), ("c.txt", b"Iran.")]);
    let (documents, faults) = read(&folder, &ReadConfig::default());
    assert!(documents.len() > 1000);
    assert_eq!(documents.last().unwrap().0.id, "c.txt");
    let truncated = &documents[documents.len() - 2];
    assert_eq!((truncated.0.id.as_str(), codes_of(&truncated.1)), ("b.txt.gz", vec!["R012"]));
    assert_eq!(codes_of(&faults), ["R004", "R012"]);
    assert!(faults[1].path.as_ref().unwrap().ends_with("a.jsonl.gz"));
}

#[test]
fn a_bomb_does_not_fill_the_memory() {
    let folder = folder(&[("a.txt.gz", &gzip(&vec![b'a'; 40 << 20])), ("b.txt", b"Iran.")]);
    let config = ReadConfig { max_ratio: 100, ..ReadConfig::default() };
    let (documents, _) = read(&folder, &config);
    assert_eq!(ids(&documents), ["a.txt.gz", "b.txt"]);
    assert_eq!(codes_of(&documents[0].1), ["R013"]);
    assert!(documents[0].0.text().len() < 18 << 20);
}

#[test]
fn a_long_text_is_cut_in_every_format() {
    let folder = folder(&[
        ("a.txt", "Téhéran vows".as_bytes()),
        ("b.jsonl", "{\"text\": \"Téhéran vows\"}".as_bytes()),
        ("c.csv", "text\nTéhéran vows\n".as_bytes()),
        ("d.html", "<p>Téhéran vows</p>".as_bytes()),
    ]);
    let config = ReadConfig { max_document_bytes: 11, ..ReadConfig::default() };
    let (documents, _) = read(&folder, &config);
    assert_eq!(documents.len(), 4);
    for (doc, diagnostics) in &documents {
        assert!(doc.text().len() <= 11 && codes_of(diagnostics).contains(&"R018"), "{}", doc.id);
    }
    assert_eq!(documents[0].0.text(), "Téhéran v");
}

#[test]
fn encodings_are_decoded_and_told() {
    let utf_16: Vec<u8> = "\u{FEFF}{\"text\": \"Téhéran\"}\r\n{\"text\": \"📰\"}\r\n"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let (legacy, _, _) = encoding_rs::WINDOWS_1252.encode("L’accord était menacé à Téhéran.");
    let folder = folder(&[
        ("a.jsonl", &utf_16),
        ("b.txt", &legacy),
        ("c.txt", "\u{FEFF}Téhéran\r\n".as_bytes()),
        ("d.txt", b"T\xC3\xA9h\xC3\xA9ran d\xC3\xA9clar\xC3\xA9 \xC3\xA0\n\xFF vows"),
    ]);
    let (documents, faults) = read(&folder, &ReadConfig::default());
    let texts: Vec<_> = documents.iter().map(|(doc, _)| doc.text()).collect();
    assert_eq!(
        texts,
        [
            "Téhéran",
            "📰",
            "L’accord était menacé à Téhéran.",
            "Téhéran\r\n",
            "Téhéran déclaré à\n\u{FFFD} vows"
        ]
    );
    let codes: Vec<_> = documents.iter().map(|(_, diagnostics)| codes_of(diagnostics)).collect();
    assert_eq!(codes, [vec!["R015"], vec![], vec!["R015"], vec![], vec!["R016"]]);
    assert_eq!(documents[4].1[0].line, Some(2));
    assert_eq!(faults, []);
}

#[test]
fn nuls_and_control_characters_stay_in_the_text() {
    let text = "Iran\0 said \u{202E}so\u{1b}[31m.";
    let folder = folder(&[("a.txt", text.as_bytes())]);
    let (documents, _) = read(&folder, &ReadConfig::default());
    assert_eq!(documents[0].0.text(), text);
    assert_eq!(codes_of(&documents[0].1), ["R017"]);
}

#[test]
fn a_format_that_was_set_is_used_for_all_files() {
    let folder = folder(&[("a.log", b"{\"text\": \"a\"}\n"), ("b.txt", b"{\"text\": \"b\"}\n")]);
    let config = ReadConfig { format: Some(InputFormat::Jsonl), ..ReadConfig::default() };
    assert_eq!(ids(&read(&folder, &config).0), ["a.log:1", "b.txt:1"]);
}

#[test]
fn a_file_named_itself_needs_no_extension() {
    let folder =
        folder(&[("article", b"Iran."), ("lines", b"{\"text\": \"a\"}\n"), ("scan", b"%PDF-1.7")]);
    let paths = ["article", "lines", "scan"].map(|name| folder.path().join(name));
    let (documents, faults) = items(Inputs::open(&paths, &ReadConfig::default()).unwrap());
    assert_eq!(ids(&documents), ["article", "lines:1"]);
    assert_eq!(codes_of(&documents[1].1), ["R028"]);
    assert_eq!(codes_of(&faults), ["R001"]);
}

#[test]
fn a_missing_folder_stops_the_run() {
    let error = Inputs::open(&["no/such/folder".into()], &ReadConfig::default()).err().unwrap();
    assert!(error.to_string().starts_with("no/such/folder: "), "{error}");
}

#[cfg(unix)]
#[test]
fn unreadable_vanished_and_special_files_do_no_harm() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("a.txt", b"Iran."), ("gone.txt", b"Iraq."), ("z.txt", b"Oman.")]);
    symlink("/nowhere", folder.path().join("broken.txt")).unwrap();
    symlink("/dev/zero", folder.path().join("endless.txt")).unwrap();
    std::os::unix::net::UnixListener::bind(folder.path().join("socket.txt")).unwrap();
    let mut inputs = Inputs::open(&[folder.path().to_owned()], &ReadConfig::default()).unwrap();
    let first = inputs.next_item();
    assert!(matches!(first, Some(Item::Document(doc, _)) if doc.id == "a.txt"));
    fs::remove_file(folder.path().join("gone.txt")).unwrap();
    let (documents, faults) = items(inputs);
    assert_eq!(ids(&documents), ["z.txt"]);
    assert_eq!(codes_of(&faults), ["R001", "R002", "R001", "R002"]);
    assert!(faults.iter().all(|fault| fault.severity == Severity::Error && fault.path.is_some()));
}

#[test]
fn a_stream_is_read_as_it_comes() {
    /// Lines without an end, byte after byte.
    struct Endless(usize);
    impl Read for Endless {
        fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
            let line = b"{\"text\": \"Iran vowed revenge.\"}\n";
            for byte in to.iter_mut() {
                *byte = line[self.0 % line.len()];
                self.0 += 1;
            }
            Ok(to.len())
        }
    }
    let config = ReadConfig { format: Some(InputFormat::Jsonl), ..ReadConfig::default() };
    let mut inputs = Inputs::from_reader("stdin", Endless(0), &config);
    for _ in 0..10_000 {
        assert!(matches!(inputs.next_item(), Some(Item::Document(..))));
    }
}

#[test]
fn reading_can_go_to_another_thread() {
    fn is_send<T: Send>() {}
    is_send::<Inputs>();
}

/// Pieces that mean something to one format or the other.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&[u8]> = vec![
        b"{\"text\": \"",
        b"\"}",
        b"\n",
        b"\r\n\r\n",
        b",",
        b"\"",
        b"\t",
        b"text,id\n",
        b"[",
        b"]",
        b"\\ud83d",
        b"\\",
        b"<p>",
        b"</p>",
        b"<table><td>",
        b"<script>",
        b"<!--",
        b"<a href='",
        b"&lt;",
        b"\0",
        b"\xFF",
        b"\xC3",
        b"\xEF\xBB\xBF",
        b"\xFF\xFE",
        b"BAGHDAD (Reuters) - ",
        b"By Jane Doe",
        b"LONDON 1996-08-30",
        b"Iran vows revenge",
        b" said. ",
        b"\xE2\x80\x94",
        b"T\xC3\xA9h\xC3\xA9ran",
        b"\x1f\x8b\x08",
        b"\x28\xb5\x2f\xfd",
    ];
    prop_oneof![
        4 => prop::sample::select(pieces).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 1..8),
    ]
}

proptest! {
    #[test]
    fn no_bytes_whatever_end_the_reading(
        pieces in prop::collection::vec(piece(), 0..40),
        format in prop::option::of(prop::sample::select(InputFormat::ALL.to_vec())),
        max_document_bytes in 0..200_usize,
    ) {
        let config = ReadConfig { format, max_document_bytes, ..ReadConfig::default() };
        let raw = pieces.concat();
        let (documents, faults) = items(Inputs::from_reader("any", std::io::Cursor::new(raw), &config));
        prop_assert!(!documents.is_empty() || !faults.is_empty() || format.is_some());
        let mut ids: Vec<_> = documents.iter().map(|(doc, _)| doc.id.clone()).collect();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), documents.len());
        for (doc, _) in &documents {
            prop_assert!(doc.text().len() <= max_document_bytes);
            for zone in doc.zones() {
                prop_assert!(!doc.slice(zone.span).trim().is_empty());
            }
        }
    }
}
