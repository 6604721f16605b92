//! Words that are no names: given names, surnames, cue words, common words.

use super::key::Key;
use super::{RowFault, Table, TableRole};
use crate::error::Result;
use crate::token::fold_hash;
use rustc_hash::FxHashMap;

macro_rules! cue_classes {
    ($($(#[$doc:meta])* $variant:ident $name:literal,)*) => {
        /// What a word may be a sign of; the `class` of `cues.tsv`.
        ///
        /// Learned weights depend on the numbers: new classes go to the end.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum CueClass {
            $($(#[$doc])* $variant,)*
        }

        impl CueClass {
            pub const ALL: &[CueClass] = &[$(CueClass::$variant,)*];

            /// The name in `cues.tsv`: `org_head`.
            pub fn name(self) -> &'static str {
                match self {
                    $(CueClass::$variant => $name,)*
                }
            }
        }
    };
}

cue_classes! {
    OrgHead "org_head",
    OrgStart "org_start",
    FacilityHead "facility_head",
    PlaceHead "place_head",
    PlaceFront "place_front",
    OutletHead "outlet_head",
    PlacePrep "place_prep",
    PlaceNoun "place_noun",
    PersonNoun "person_noun",
    PersonVerb "person_verb",
    ReportVerb "report_verb",
    TeamCue "team_cue",
    CompanyCue "company_cue",
    GroupNoun "group_noun",
    Particle "particle",
    Suffix "suffix",
    Abbreviation "abbreviation",
    Month "month",
    Weekday "weekday",
    FunctionWord "function_word",
    EventHead "event_head",
    /// A word of a title or an office; also made from the ROLE tables.
    Title "title",
    /// What teams do to each other: `beat`, `drew`, `versus`.
    ContestVerb "contest_verb",
    /// Who and what belongs to a team: `goalkeeper`, `innings`.
    TeamNoun "team_noun",
    /// A noun that stands beside an outlet: `newspaper`, `broadcaster`.
    OutletNoun "outlet_noun",
}

impl CueClass {
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.name() == name)
    }

    /// The bit in [`WordInfo::classes`].
    pub fn bit(self) -> u64 {
        1 << self as u8
    }
}

/// What is known of a single word, whatever its case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordInfo {
    /// The cue classes of the word, a bit each; see [`CueClass::bit`].
    pub classes: u64,
    /// How usual the word is as a given name, 0 (not at all) to 255.
    pub given: u8,
    /// How usual the word is as a surname, 0 (not at all) to 255.
    pub surname: u8,
    /// An ordinary English word in lower case.
    pub is_common: bool,
    /// A cue of several words begins with it.
    pub begins_cue: bool,
}

impl WordInfo {
    #[inline]
    pub fn has(self, class: CueClass) -> bool {
        self.classes & class.bit() != 0
    }
}

/// A cue of several words: `told reporters`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// Hashes of the folded words.
    pub folds: Box<[u64]>,
    /// As in [`WordInfo::classes`].
    pub classes: u64,
}

/// The lexicon tables, read.
#[derive(Default)]
pub(crate) struct Lexicon {
    words: FxHashMap<u64, WordInfo>,
    cues: Vec<Cue>,
    key: Key,
}

impl Lexicon {
    pub fn words(&self) -> impl Iterator<Item = (u64, WordInfo)> {
        self.words.iter().map(|(&hash, &info)| (hash, info))
    }

    pub fn word(&self, fold: u64) -> WordInfo {
        self.words.get(&fold).copied().unwrap_or_default()
    }

    pub fn cues(&self) -> &[Cue] {
        &self.cues
    }

    /// Adds a table; stops at the first line that makes no sense.
    pub fn read(&mut self, table: &Table) -> Result<()> {
        let mut columns = Columns::default();
        for (ix, (line_no, line)) in table.lines()?.enumerate() {
            let done = match ix {
                0 => Columns::parse(table.role, line).map(|found| columns = found),
                _ => self.line(table.role, &columns, line),
            };
            done.map_err(|fault| table.error(line_no, &fault))?;
        }
        Ok(())
    }

    /// Adds a line of a table.
    pub fn line(&mut self, role: TableRole, columns: &Columns, line: &str) -> Result<(), RowFault> {
        let cell = |at: Option<usize>| at.and_then(|at| line.split('\t').nth(at)).map(str::trim);
        let found = cell(Some(columns.text)).unwrap_or_default();
        let weight = match cell(columns.weight).unwrap_or_default() {
            "" => 1,
            text => text
                .parse()
                .map_err(|_| RowFault::new("weight", text, "a whole number from 0 to 255"))?,
        };
        if !self.key.set(found) {
            return Err(RowFault::new(columns.text_name(role), found, "a word"));
        }
        let is_single = self.key.folds.len() == 1;
        let first = self.key.folds[0];
        match role {
            TableRole::Cues => {
                let class = cell(columns.class).unwrap_or_default();
                let bit = CueClass::from_name(class).ok_or_else(|| unknown_class(class))?.bit();
                if is_single {
                    self.words.entry(first).or_default().classes |= bit;
                } else {
                    self.words.entry(first).or_default().begins_cue = true;
                    self.add_cue(bit);
                }
            }
            // The parts of compound names are in the lists by themselves.
            _ if !is_single => {}
            TableRole::GivenNames => {
                let word = self.words.entry(first).or_default();
                word.given = word.given.max(weight);
            }
            TableRole::Surnames => {
                let word = self.words.entry(first).or_default();
                word.surname = word.surname.max(weight);
            }
            TableRole::CommonWords => self.words.entry(first).or_default().is_common = true,
            TableRole::Entities => {}
        }
        Ok(())
    }

    fn add_cue(&mut self, bit: u64) {
        match self.cues.iter_mut().find(|cue| *cue.folds == *self.key.folds) {
            Some(cue) => cue.classes |= bit,
            None => self.cues.push(Cue { folds: self.key.folds.as_slice().into(), classes: bit }),
        }
    }

    /// Makes every word of `role` a title word, but for function words: `Minister of Defence`.
    pub fn add_title(&mut self, role: &str) {
        if !self.key.set(role) {
            return;
        }
        for &fold in &self.key.folds {
            let word = self.words.entry(fold).or_default();
            if !word.has(CueClass::FunctionWord) {
                word.classes |= CueClass::Title.bit();
            }
        }
    }

    /// Whether `word` is an ordinary word of English: a common word or a function word.
    pub fn is_common(&self, word: &str) -> bool {
        let info = self.word(fold_hash(word));
        info.is_common || info.has(CueClass::FunctionWord)
    }
}

fn unknown_class(found: &str) -> RowFault {
    let known: Vec<&str> = CueClass::ALL.iter().map(|class| class.name()).collect();
    RowFault::new("class", found, format!("one of {}", known.join(" ")))
}

/// Where the cells of a lexicon table are.
#[derive(Default)]
pub(crate) struct Columns {
    text: usize,
    class: Option<usize>,
    weight: Option<usize>,
}

impl Columns {
    /// Reads the header of a lexicon table. Columns that are not known are for people.
    pub fn parse(role: TableRole, line: &str) -> Result<Self, RowFault> {
        let at = |name: &str| line.split('\t').position(|column| column.trim() == name);
        let columns = Self { text: 0, class: at("class"), weight: at("weight") };
        let name = columns.text_name(role);
        let text = at(name).ok_or_else(|| {
            RowFault::new(name, line, format!("a header line with the column `{name}`"))
        })?;
        if role == TableRole::Cues && columns.class.is_none() {
            return Err(RowFault::new("class", line, "a header line with the column `class`"));
        }
        Ok(Self { text, ..columns })
    }

    fn text_name(&self, role: TableRole) -> &'static str {
        match role {
            TableRole::Cues => "surface",
            TableRole::CommonWords => "word",
            _ => "name",
        }
    }
}
