//! MOCK, replaced by the index branch.
use crate::model::*;
use crate::token::*;
use rustc_hash::FxHashMap;
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CueClass { OrgHead, OrgStart, FacilityHead, PlaceHead, PlaceFront, OutletHead, PlacePrep, PlaceNoun, PersonNoun, PersonVerb, ReportVerb, TeamCue, CompanyCue, GroupNoun, Particle, Suffix, Abbreviation, Month, Weekday, FunctionWord, EventHead, Title }
const NAMES: [&str; 21] = ["org_head","org_start","facility_head","place_head","place_front","outlet_head","place_prep","place_noun","person_noun","person_verb","report_verb","team_cue","company_cue","group_noun","particle","suffix","abbreviation","month","weekday","function_word","event_head"];
#[derive(Clone, Copy, Debug, Default)]
pub struct WordInfo { pub classes: u64, pub given: u8, pub surname: u8, pub is_common: bool }
impl WordInfo { pub fn has(self, c: CueClass) -> bool { self.classes >> (c as u8) & 1 == 1 } }
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier { Compiled, Reviewed, User }
#[derive(Clone, Copy, Debug)]
pub struct Sense { pub entity: EntityIx, pub kind: EntityKind, pub tier: Tier, pub prominence: u8, ctx: bool, exact: bool, any: bool, lower: bool }
impl Sense { pub fn needs_context(&self) -> bool { self.ctx } }
#[derive(Clone, Debug)]
pub struct Hit { pub first: u32, pub end: u32, key: u64, caps: bool, allcaps: bool }
pub struct Entity<'g> { pub id: &'g str, pub kind: EntityKind, pub subtype: &'g str, pub name: &'g str, pub country: &'g str, pub admin1: &'g str, pub from: &'g str, pub until: &'g str, pub prominence: u8 }
#[derive(Default)]
struct E { id: String, kind: u8, subtype: String, name: String, country: String, from: String, until: String, prom: u8 }
#[derive(Default)]
pub struct Gazetteer { words: FxHashMap<u64, WordInfo>, map: FxHashMap<u64, Vec<Sense>>, prefix: rustc_hash::FxHashSet<u64>, ents: Vec<E> }
fn roll(p: u64, f: u64) -> u64 { (p.rotate_left(17) ^ f).wrapping_mul(0x9E37_79B9_7F4A_7C15) }
fn skip(text: &str, toks: &[Token], i: usize) -> bool { toks[i].is(TokenClass::HYPHEN) || &text[toks[i].span().range()] == "." && toks[i].is(TokenClass::GLUED) }
impl Gazetteer {
    pub fn mock() -> Self {
        let mut g = Self::default();
        let src = "/work/shared/gazetteer-sources/";
        let rd = |p: String| std::fs::read_to_string(&p).unwrap_or_default();
        for l in rd(format!("{src}wamerican.txt")).lines() { if l.chars().all(|c| c.is_ascii_lowercase()) && l.len() > 1 { g.words.entry(fold_hash(l)).or_default().is_common = true; } }
        for (f, given) in [("given_names", true), ("surnames", false)] {
            for l in rd(format!("gazetteers/lexicon/{f}.tsv")).lines().skip(1) { let (n, w) = l.split_once('\t').unwrap(); let e = g.words.entry(fold_hash(n)).or_default(); let w: u8 = w.parse().unwrap_or(1); if given { e.given = w } else { e.surname = w } }
        }
        for (f, given) in [("given_popular", true), ("surname_popular", false), ("smashew_given", true), ("smashew_surname", false)] {
            if std::path::Path::new("gazetteers/lexicon/surnames.tsv").exists() { break; }
            for l in rd(format!("{src}{f}.tsv")).lines().skip(1) { let n = l.split('\t').nth(1).unwrap(); let e = g.words.entry(fold_hash(n)).or_default(); let w = if f.contains("popular") { 7 } else { 2 }; if given { e.given = e.given.max(w) } else { e.surname = e.surname.max(w) } }
        }
        for l in rd("gazetteers/lexicon/cues.tsv".into()).lines().skip(1) { let Some((c, s)) = l.split_once('\t') else { continue }; if let Some(b) = NAMES.iter().position(|n| *n == c) { if !s.contains(' ') { g.words.entry(fold_hash(s)).or_default().classes |= 1 << b; } } }
        for f in ["reviewed/countries","reviewed/places","reviewed/norp","reviewed/organisations","reviewed/people","reviewed/outlets","reviewed/facilities","reviewed/roles"] { g.table(&rd(format!("gazetteers/{f}.tsv")), f); }
        let comp: Vec<_> = std::fs::read_dir("gazetteers/compiled").unwrap().map(|e| e.unwrap().path()).collect();
        if comp.iter().any(|p| p.extension().is_some_and(|e| e == "tsv")) { for p in comp { g.table(&rd(p.display().to_string()), "compiled"); } }
        else { for f in ["geonames_cities15000","geonames_admin1","natural_earth","wordnet_instances","partyfacts_wp","football_clubs","financedb_large","universities","curated_outlets","ucdp_actors"] { g.table(&rd(format!("{src}{f}.tsv")), f); } }
        g
    }
    fn table(&mut self, text: &str, file: &str) {
        let mut lines = text.lines();
        let Some(h) = lines.next() else { return };
        let cols: Vec<&str> = h.split('\t').collect();
        let ix = |n: &str| cols.iter().position(|c| *c == n);
        for l in lines {
            let c: Vec<&str> = l.split('\t').collect();
            let get = |n: &str| ix(n).and_then(|i| c.get(i)).copied().unwrap_or("");
            let Ok(kind) = get("type").parse::<EntityKind>() else { continue };
            if file == "natural_earth" && (get("subtype").contains("boundary") || get("name").split(' ').count() < 2) { continue }
            let mut prom = get("prominence").parse().unwrap_or(30);
            if file == "geonames_cities15000" { let pop: f64 = get("prom").parse().unwrap_or(1.0); prom = (pop.max(1.0).log10() * 12.0) as u8; }
            self.ents.push(E { id: get("id").into(), kind: kind as u8, subtype: get("subtype").into(), name: get("name").into(), country: get("country").into(), from: get("from").into(), until: get("until").into(), prom });
            let e = EntityIx(self.ents.len() as u32 - 1);
            let tier = if file.starts_with("reviewed") { Tier::Reviewed } else { Tier::Compiled };
            let reviewed = tier == Tier::Reviewed || file == "compiled";
            let mut seen = rustc_hash::FxHashSet::default();
            let mut surf: Vec<String> = get("aliases").split('|').filter(|s| !s.is_empty()).map(Into::into).collect();
            surf.push(get("name").into());
            for s in surf {
                if !reviewed && (!s.is_ascii() || s.len() < 4 || !s.chars().next().unwrap().is_uppercase()) { continue }
                let (base, flags) = match s.split_once('{') { Some((b, f)) => (b.to_string(), f.to_string()), None => (s.clone(), String::new()) };
                if !seen.insert(base.clone()) { continue }
                let toks = tokenize(&base);
                if toks.is_empty() { continue }
                let mut ctx = flags.contains("context");
                if toks.len() == 1 && !reviewed { let w = self.words.get(&toks[0].fold).copied().unwrap_or_default(); ctx |= w.is_common || w.given > 0 || w.surname > 0 || prom < 60; }
                let exact = flags.contains("exact") || base.len() <= 5 && base.chars().all(|c| !c.is_lowercase());
                let lower = base.chars().next().unwrap().is_lowercase();
                let mut h = 7;
                for i in 0..toks.len() {
                    if i > 0 && skip(&base, &toks, i) { continue }
                    h = roll(h, toks[i].fold);
                    if i + 1 < toks.len() { self.prefix.insert(h); }
                }
                if kind == EntityKind::Role && !ctx { for t in &toks { self.words.entry(t.fold).or_default().classes |= 1 << CueClass::Title as u8; } }
                self.map.entry(h).or_default().push(Sense { entity: e, kind, tier, prominence: prom, ctx, exact, any: flags.contains("any"), lower });
            }
        }
    }
    pub fn word(&self, fold: u64) -> WordInfo { self.words.get(&fold).copied().unwrap_or_default() }
    pub fn entity(&self, ix: EntityIx) -> Entity<'_> { let e = &self.ents[ix.0 as usize]; Entity { id: &e.id, kind: EntityKind::ALL[e.kind as usize], subtype: &e.subtype, name: &e.name, country: &e.country, admin1: "", from: &e.from, until: &e.until, prominence: e.prom } }
    pub fn find(&self, text: &str, toks: &[Token], out: &mut Vec<Hit>) {
        for s in 0..toks.len() {
            let mut h = 7; let mut ends = vec![];
            let mut caps = true; let mut allcaps = true;
            for i in s..toks.len().min(s + 12) {
                if i > s && skip(text, toks, i) { continue }
                h = roll(h, toks[i].fold);
                if toks[i].is(TokenClass::WORD) && toks[i].span().len() > 3 { caps &= toks[i].is(TokenClass::CAPITAL) || toks[i].is(TokenClass::DIGIT) || toks[i].is(TokenClass::CASELESS) || toks[i].is(TokenClass::MIXED); }
                if i == s { caps &= toks[i].is(TokenClass::CAPITAL) || toks[i].is(TokenClass::DIGIT); }
                allcaps &= toks[i].is(TokenClass::ALL_CAPS) || toks[i].is(TokenClass::DIGIT);
                if self.map.contains_key(&h) { ends.push(Hit { first: s as u32, end: i as u32 + 1, key: h, caps, allcaps }); }
                if !self.prefix.contains(&h) { break }
            }
            out.extend(ends.into_iter().rev());
        }
    }
    pub fn senses(&self, hit: &Hit) -> impl Iterator<Item = Sense> + use<'_> {
        let (caps, allcaps) = (hit.caps, hit.allcaps);
        let mut v: Vec<Sense> = self.map[&hit.key].iter().copied().filter(|s| s.any || s.lower || if s.exact { allcaps } else { caps }).collect();
        v.sort_by_key(|s| std::cmp::Reverse((s.tier as u8, s.prominence)));
        v.into_iter()
    }
}
