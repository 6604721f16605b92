//! Names in news sentences, with real rows.

use super::*;
use crate::model::EntityKind;
use crate::token::{fold_hash, tokenize};
use std::fs;

const HEADER: &str = "id\ttype\tname\taliases\tprominence";

fn rows(lines: &[&str]) -> Gazetteer {
    let header = Header::parse(HEADER).unwrap();
    let row = |line: &&str| Row::parse(&header, line).unwrap();
    Gazetteer::from_rows(lines.iter().map(row)).unwrap()
}

/// `surface=id,id` of every hit.
fn find(gazetteer: &Gazetteer, text: &str) -> Vec<String> {
    let tokens = tokenize(text);
    let mut hits = Vec::new();
    gazetteer.find(text, &tokens, &mut hits);
    let show = |hit: &Hit| {
        let (start, end) = (tokens[hit.first as usize].start(), tokens[hit.end as usize - 1].end());
        let ids: Vec<&str> =
            gazetteer.senses(hit).map(|sense| gazetteer.entity(sense.entity).id).collect();
        format!("{}={}", &text[start as usize..end as usize], ids.join(","))
    };
    hits.iter().map(show).collect()
}

#[test]
fn all_names_from_all_starts_are_found_longer_ones_first() {
    let gazetteer = rows(&[
        "country.IR\tPLACE\tIran\t\t95",
        "org.iran-air\tORG\tIran Air\t\t40",
        "org.air-force\tORG\tAir Force\t\t50",
        "org.iran-air-force\tORG\tIran Air Force\t\t30",
    ]);
    assert_eq!(
        find(&gazetteer, "The Iran Air Force denied it."),
        [
            "Iran Air Force=org.iran-air-force",
            "Iran Air=org.iran-air",
            "Iran=country.IR",
            "Air Force=org.air-force",
        ]
    );
    assert_eq!(find(&gazetteer, "Iran Airlines"), ["Iran=country.IR"]);
    assert!(find(&gazetteer, "Iranian, Iranair").is_empty());
}

#[test]
fn the_case_policy_is_that_of_the_entry() {
    let gazetteer = rows(&[
        "country.US\tPLACE\tUnited States\tUS|U.S.A.|US of A\t99",
        "org.who\tORG\tWorld Health Organization\tWHO\t90",
        "org.ebay\tORG\teBay\teBay{exact}\t60",
        "org.al-qaeda\tORG\tal-Qaeda\tal-Qaeda{any}\t90",
        "org.unicef\tORG\tUNICEF\t\t80",
        "person.van-gogh\tPERSON\tVincent van Gogh\tvan Gogh\t70",
    ]);
    for (text, found) in [
        ("the US said", "US=country.US"),
        ("the U.S. said", "U.S.=country.US"),
        ("told us so", ""),
        ("Told Us So", ""),
        ("the U.S. of A", "U.S. of A=country.US U.S.=country.US"),
        ("united states", ""),
        ("UNITED STATES", "UNITED STATES=country.US"),
        ("those who say", ""),
        ("Who said so?", ""),
        ("the WHO said", "WHO=org.who"),
        ("World health organization", ""),
        ("on eBay", "eBay=org.ebay"),
        ("on Ebay, EBAY", ""),
        (
            "AL-QAEDA, al qaeda, Al Qaeda",
            "AL-QAEDA=org.al-qaeda al qaeda=org.al-qaeda Al Qaeda=org.al-qaeda",
        ),
        ("Unicef and unicef", "Unicef=org.unicef"),
        ("a van Gogh, a Van Gogh", "van Gogh=person.van-gogh Van Gogh=person.van-gogh"),
        ("a van gogh", ""),
    ] {
        assert_eq!(find(&gazetteer, text).join(" "), found, "{text}");
    }
}

#[test]
fn accents_quotes_hyphens_spaces_and_possessives_make_no_difference() {
    let gazetteer = rows(&[
        "gn.1\tPLACE\tSana'a\t\t60",
        "gn.2\tPLACE\tTehran\tTéhéran\t80",
        "gn.3\tPLACE\tSt. Petersburg\t\t80",
        "org.shabaab\tORG\tal-Shabaab\t\t80",
        "country.US\tPLACE\tUnited States of America\tUnited States\t99",
        "org.moodys\tORG\tMoody's\t\t50",
        "org.yahoo\tORG\tYahoo!\t\t50",
        "org.att\tORG\tAT&T\t\t50",
    ]);
    for (text, found) in [
        ("Sanaa’s airport", "Sanaa=gn.1"),
        ("SANA’A", "SANA’A=gn.1"),
        ("in Teheran-backed", "Teheran=gn.2"),
        ("Te\u{301}he\u{301}ran", "Te\u{301}he\u{301}ran=gn.2"),
        ("in St Petersburg.", "St Petersburg=gn.3"),
        ("St. \nPetersburg", "St. \nPetersburg=gn.3"),
        ("“al Shabaab” and Al‑Shabaab", "al Shabaab=org.shabaab Al‑Shabaab=org.shabaab"),
        (
            "United States\nof\u{A0}America",
            "United States\nof\u{A0}America=country.US United States=country.US",
        ),
        ("Moody’s cut, said Moody.", "Moody’s=org.moodys"),
        ("Yahoo! and Yahoo", "Yahoo!=org.yahoo"),
        ("AT&T, AT and T", "AT&T=org.att"),
        ("United, States", ""),
    ] {
        assert_eq!(find(&gazetteer, text).join(" "), found, "{text}");
    }
}

#[test]
fn every_sense_is_kept_best_prior_first() {
    let gazetteer = rows(&[
        "gn.paris-tx\tPLACE\tParis\t\t20",
        "gn.paris\tPLACE\tParis\t\t95",
        "person.paris\tPERSON\tParis Hilton\tParis{context}\t99",
    ]);
    assert_eq!(find(&gazetteer, "in Paris"), ["Paris=gn.paris,gn.paris-tx,person.paris"]);
}

#[test]
fn an_entity_gives_back_its_row() {
    let mut row = Row::new("outlet.irna.ir", EntityKind::Outlet, "IRNA");
    row.subtype = "agency".into();
    row.aliases = vec![Alias::new("Islamic Republic News Agency", AliasFlags::CONTEXT)];
    row.demonyms = vec!["a".into(), "b".into()];
    (row.lat, row.lon) = (Some(-1.5), Some(0.0));
    row.country = "IR".into();
    row.until = "2020".into();
    row.native = "ایرنا".into();
    row.office = "x".into();
    row.weight = Some(0);
    row.source = "reviewed".into();
    let rows = [Row::new("a", EntityKind::Org, "Acme"), row.clone()];
    let gazetteer = Gazetteer::from_rows(rows.clone()).unwrap();
    let entity = gazetteer.by_id("outlet.irna.ir").unwrap();
    assert_eq!((entity.row(), entity.line), (row, 2));
    assert_eq!(gazetteer.by_id("a").unwrap().row(), rows[0]);
    assert!(gazetteer.by_id("b").is_none());
    assert_eq!(gazetteer.len(), 2);
}

#[test]
fn lookup_takes_any_case_and_ids() {
    let gazetteer = rows(&["org.who\tORG\tWorld Health Organization\tWHO\t90"]);
    for name in ["who", "W.H.O.", "world health organization", "org.who"] {
        assert_eq!(gazetteer.lookup(name).len(), 1, "{name}");
    }
    assert!(gazetteer.lookup("World Health").is_empty());
    assert!(gazetteer.lookup("").is_empty());
}

/// A folder with shipped tables, and the user's lists beside it.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        let table =
            "country.TR\tPLACE\tTurkey\tTürkiye\t95\norg.sun\tORG\tThe Sun\tSun{context}\t60\n";
        folder.write("gazetteers/reviewed/a.tsv", &format!("{HEADER}\n{table}"));
        folder.write(
            "gazetteers/compiled/b.tsv",
            &format!("{HEADER}\ncountry.TR\tPLACE\tOld\t\t1\n"),
        );
        folder.write("gazetteers/lexicon/cues.tsv", "class\tsurface\ntitle\tGeneral\ntitle\tvice president\nreport_verb\tsaid\nreport_verb\tGeneral\n");
        folder
            .write("gazetteers/lexicon/given_names.tsv", "name\tweight\nJosé\t200\nMary Jane\t3\n");
        folder.write("gazetteers/lexicon/common_words.tsv", "word\ngeneral\n");
        folder
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn open(&self, lists: &[&str]) -> Result<Gazetteer> {
        let user = lists.iter().map(|list| {
            let (content, file) = list.split_once('=').unwrap_or(("", list));
            let path = self.0.path().join(file).display().to_string();
            let list = if content.is_empty() { path } else { format!("{content}={path}") };
            list.parse().unwrap()
        });
        let user = user.collect();
        let directory = Some(self.0.path().join("gazetteers"));
        let mut diagnostics = Vec::new();
        let sources = Sources { shipped: true, directory, user };
        let opened =
            Gazetteer::open(&sources, Some(&self.0.path().join("cache")), &mut diagnostics);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        opened
    }
}

#[test]
fn one_line_more_in_a_users_list_changes_what_is_found_and_one_less_takes_it_away() {
    let folder = Folder::new();
    let text = "Acme sued The Sun";
    folder.write("orgs.txt", "# none yet\n");
    let without = folder.open(&["orgs.txt"]).unwrap();
    assert_eq!(find(&without, text), ["The Sun=org.sun", "Sun=org.sun"]);
    folder.write("orgs.txt", "Acme\n");
    let with = folder.open(&["orgs.txt"]).unwrap();
    assert_eq!(find(&with, text)[0], "Acme=user.org.acme");
    assert_ne!(with.hash(), without.hash());
    folder.write("orgs.txt", "# none yet\n");
    let again = folder.open(&["orgs.txt"]).unwrap();
    assert_eq!((find(&again, text), again.hash()), (find(&without, text), without.hash()));
}

#[test]
fn a_users_row_beats_the_shipped_senses_of_its_name() {
    let folder = Folder::new();
    folder.write("my.tsv", "type\tname\nORG\tTurkey\n");
    let gazetteer = folder.open(&["my.tsv"]).unwrap();
    assert_eq!(find(&gazetteer, "in Turkey"), ["Turkey=user.org.turkey,country.TR"]);
    let senses = gazetteer.lookup("Turkey");
    assert_eq!((senses[0].tier, senses[1].tier), (Tier::User, Tier::Reviewed));
    let entity = gazetteer.entity(senses[0].entity);
    assert!(entity.file.ends_with("my.tsv"));
    assert_eq!(entity.line, 2);
}

#[test]
fn a_users_row_replaces_the_entity_with_its_id() {
    let folder = Folder::new();
    folder.write("my.tsv", "type\tid\tname\nPLACE\tcountry.TR\tAnatolia\n");
    let gazetteer = folder.open(&["my.tsv"]).unwrap();
    assert_eq!(find(&gazetteer, "Turkey, Anatolia"), ["Anatolia=country.TR"]);
    assert_eq!(gazetteer.len(), 2);
}

#[test]
fn a_user_can_take_names_and_entities_away() {
    let folder = Folder::new();
    folder.write("unwanted.txt", "sun\n");
    let gazetteer = folder.open(&["-=unwanted.txt"]).unwrap();
    assert_eq!(find(&gazetteer, "The Sun"), ["The Sun=org.sun"]);
    folder.write("my.tsv", "type\tid\tname\n-\torg.sun\tThe Sun\n-\t\tTurkiye\n");
    let gazetteer = folder.open(&["my.tsv"]).unwrap();
    assert_eq!(find(&gazetteer, "The Sun in Türkiye and Turkey"), ["Turkey=country.TR"]);
}

#[test]
fn what_was_reviewed_replaces_what_was_compiled() {
    let folder = Folder::new();
    let gazetteer = folder.open(&[]).unwrap();
    assert_eq!(gazetteer.by_id("country.TR").unwrap().name, "Turkey");
    assert!(gazetteer.lookup("Old").is_empty());
}

#[test]
fn a_broken_row_stops_with_file_line_and_reason() {
    let folder = Folder::new();
    folder.write("my.tsv", "type\tname\nORG\tAcme\nCITY\tParis\n");
    let error = folder.open(&["my.tsv"]).err().unwrap().to_string();
    assert!(
        error.contains("my.tsv:3: column `type`: found `CITY`; expected PERSON, ORG"),
        "{error}"
    );
    folder.write("my.tsv", "type\tid\tname\nORG\tx\tAcme\nORG\tx\tBeta\n");
    let error = folder.open(&["my.tsv"]).err().unwrap().to_string();
    assert!(error.contains("my.tsv:3: id `x` is already in"), "{error}");
    assert!(folder.open(&["missing.tsv"]).is_err());
}

#[test]
fn words_know_their_classes_and_weights() {
    let gazetteer = Folder::new().open(&[]).unwrap();
    let word = |text| gazetteer.word(fold_hash(text));
    assert!(word("general").has(CueClass::Title) && word("general").has(CueClass::ReportVerb));
    assert!(word("General").is_common && !word("said").has(CueClass::Title));
    assert_eq!((word("Jose").given, word("Mary").given), (200, 0));
    assert_eq!(word("Turkey"), WordInfo::default());
    assert!(word("Vice").begins_cue);
    let tokens = tokenize("the vice-president said");
    assert_eq!(gazetteer.cues_at(&tokens, 1).collect::<Vec<_>>(), [(4, CueClass::Title.bit())]);
    assert_eq!(gazetteer.cues_at(&tokens, 2).count(), 0);
}

#[test]
fn the_words_of_roles_are_titles() {
    let folder = Folder::new();
    folder.write("gazetteers/lexicon/cues.tsv", "class\tsurface\nfunction_word\tof\n");
    let roles = "role.1\tROLE\tmilitary\tChief of Staff\tGen\nrole.2\tROLE\tbusiness\tBanker\t\nrole.3\tROLE\tlegal\tJudge\tJudge{context}\n";
    folder.write(
        "gazetteers/reviewed/roles.tsv",
        &format!("id\ttype\tsubtype\tname\taliases\n{roles}"),
    );
    let gazetteer = folder.open(&[]).unwrap();
    let is_title = |word: &&str| gazetteer.word(fold_hash(word)).has(CueClass::Title);
    let words = ["Chief", "of", "staff", "Gen", "banker", "judge"];
    assert_eq!(words.into_iter().filter(is_title).collect::<Vec<_>>(), ["Chief", "staff", "Gen"]);
}

#[test]
fn an_unknown_cue_class_is_an_error() {
    let folder = Folder::new();
    folder.write("gazetteers/lexicon/cues.tsv", "class\tsurface\norg_hat\tCouncil\n");
    let error = folder.open(&[]).err().unwrap().to_string();
    assert!(error.contains("cues.tsv:2: column `class`: found `org_hat`"), "{error}");
}

#[test]
fn an_empty_gazetteer_finds_nothing() {
    let gazetteer = Gazetteer::from_rows([]).unwrap();
    assert!(gazetteer.is_empty());
    assert!(find(&gazetteer, "Iran Air").is_empty());
    assert_eq!(gazetteer.word(fold_hash("Iran")), WordInfo::default());
}

#[test]
fn the_shipped_tables_open() {
    let gazetteer = Gazetteer::open(&Sources::default(), None, &mut Vec::new()).unwrap();
    assert_eq!(gazetteer.hash().len(), 32);
}

#[test]
fn a_gazetteer_can_be_shared_by_threads() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Gazetteer>();
}
