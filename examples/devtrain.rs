use dateline::{gazetteer::*, train::*};
fn main() {
    let g = Gazetteer::open(&Sources::default(), None, &mut Vec::new()).unwrap();
    let a: Vec<String> = std::env::args().collect();
    let get = |k: &str, d: &str| a.iter().position(|x| x == k).map_or(d.to_string(), |i| a[i + 1].clone());
    let most: usize = get("--most", "3000").parse().unwrap();
    let gold = "/work/shared/gold";
    let mut sources = vec![Source { labels: "/tmp/silver.jsonl".into(), texts: Some("/tmp/news.jsonl".into()), times: 1, is_silver: true }];
    for s in ["wikigold/dev", "gum_news_named/dev", "uner_ewt/dev", "crossner_politics/dev", "crossner_politics/train", "wnut17/train"] {
        if get("--gold", "1") == "1" { sources.push(Source { labels: format!("{gold}/{s}.jsonl").into(), texts: None, times: get("--times", "2").parse().unwrap(), is_silver: false }); }
    }
    let teacher = std::fs::read(get("--teacher", "/none")).ok().map(|b| dateline::tag::Weights::from_bytes(&b).unwrap());
    let t = Training { sources, teacher, most_documents: most, epochs: get("--epochs", "4").parse().unwrap(), least_seen: get("--least", "3").parse().unwrap(), max_bytes: 6_000_000, seed: 42 };
    let t0 = std::time::Instant::now();
    let bytes = train(&g, &t, |e| eprintln!("{:?} {e:?}", t0.elapsed())).unwrap();
    std::fs::write(get("--out", "/tmp/w.bin"), bytes).unwrap();
}
