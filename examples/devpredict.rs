use dateline::{gazetteer::*, model::*, resolve::*, segment::*, tag::*};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let g = Gazetteer::open(&Sources::default(), None, &mut Vec::new()).unwrap();
    let w = Weights::from_bytes(&std::fs::read(&a[1]).unwrap()).unwrap();
    let seg = Segmenter::new(&g);
    let tg = Tagger::with_weights(&g, &TagConfig { evidence: false }, w).unwrap();
    let rs = Resolver::new(&g, &ResolveConfig::default());
    for pair in a[2..].chunks(2) {
        let mut out = String::new();
        let mut n = 0; let t0 = std::time::Instant::now();
        for l in std::fs::read_to_string(&pair[0]).unwrap().lines() {
            let v: serde_json::Value = serde_json::from_str(l).unwrap();
            let doc = Document::new(v["id"].as_str().unwrap(), v["text"].as_str().unwrap());
            n += doc.text().len();
            let s = seg.segment(&doc);
            let m = tg.tag(&doc, &s);
            let an = rs.resolve(&doc, &s, m);
            an.check(&doc, &s).unwrap();
            let off = CharOffsets::new(doc.text());
            let spans: Vec<_> = an.mentions.iter().zip(&an.links).map(|(m, l)| { let (a, b) = off.chars_of(m.span); serde_json::json!({"start": a, "end": b, "type": l.kind.as_str(), "text": doc.slice(m.span), "rule": m.found_by.0, "score": l.score, "entity": match l.target { Target::Entity(e) => g.entity(e).name.to_string(), Target::Nil{cluster} => format!("NIL{cluster}") }}) }).collect();
            out += &serde_json::json!({"id": v["id"], "spans": spans}).to_string(); out += "\n";
        }
        eprintln!("{} {:.2} MB/s", pair[0], n as f64 / 1e6 / t0.elapsed().as_secs_f64());
        std::fs::write(&pair[1], out).unwrap();
    }
}
