//! What a web page says about itself.

use dom_smoothie::Readability;
use serde_json::Value;

/// What a web page says about itself, in its head and its structured data.
#[derive(Debug, Default, PartialEq)]
pub(super) struct PageMeta {
    pub title: Option<String>,
    /// The headline as the page shows it.
    pub headline: Option<String>,
    pub outlet: Option<String>,
    pub published: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
}

const TITLES: &[&str] =
    &["og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title"];
const OUTLETS: &[&str] = &["og:site_name", "dc.publisher", "dcterms.publisher", "publisher"];
const DATES: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "publishdate",
    "publish_date",
    "publish-date",
    "pubdate",
    "date",
];

/// Reads metadata from a parsed page and its JSON-LD blocks.
pub(super) fn page_meta(page: &Readability, json_ld: &[String]) -> PageMeta {
    let article = json_ld.iter().find_map(|json| article_of(json));
    let said = |path: &[&str]| article.as_ref().and_then(|article| string_at(article, path));
    let tags = meta_tags(page);
    let tag = |names: &[&str]| {
        let of_name = |name: &&str| tags.iter().find(|(key, _)| key == name);
        names.iter().find_map(of_name).map(|(_, value)| value.clone())
    };
    let attribute = |selector: &str, name: &str| {
        let found = page.doc.select_single(selector).attr(name);
        found.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    };
    let is_web = |url: &String| url.starts_with("https://") || url.starts_with("http://");
    let in_tab = Some(tidy(&page.get_article_title())).filter(|title| !title.is_empty());
    let title = said(&["headline"]).or_else(|| tag(TITLES)).or(in_tab);
    PageMeta {
        headline: headline(page, title.as_deref()),
        title,
        outlet: tag(OUTLETS).or_else(|| said(&["publisher", "name"])),
        published: said(&["datePublished"])
            .or_else(|| tag(DATES))
            .or_else(|| attribute("time[itemprop=datePublished]", "datetime"))
            .or_else(|| attribute("time[pubdate]", "datetime")),
        url: attribute("link[rel=canonical]", "href")
            .filter(is_web)
            .or_else(|| tag(&["og:url"]).filter(is_web))
            .or_else(|| said(&["url"]).filter(is_web)),
        language: attribute("html[lang]", "lang")
            .or_else(|| said(&["inLanguage"]))
            .or_else(|| tag(&["og:locale", "content-language", "dc.language"])),
    }
}

/// Names (in small letters) and contents of the `meta` elements that have both.
fn meta_tags(page: &Readability) -> Vec<(String, String)> {
    let mut tags = Vec::new();
    for node in page.doc.select("meta[content]").nodes() {
        let content = tidy(&node.attr_or("content", ""));
        let names = ["property", "name", "itemprop", "http-equiv"];
        if let Some(name) = names.iter().find_map(|name| node.attr(name))
            && !content.is_empty()
        {
            tags.push((name.trim().to_ascii_lowercase(), content));
        }
    }
    tags
}

/// The `h1` that says the title, or the only one where the page has no title.
fn headline(page: &Readability, title: Option<&str>) -> Option<String> {
    let headings: Vec<String> = page
        .doc
        .select("h1")
        .nodes()
        .iter()
        .map(|node| tidy(&node.text()))
        .filter(|heading| !heading.is_empty())
        .collect();
    let Some(title) = title else {
        return headings.first().filter(|_| headings.len() == 1).cloned();
    };
    let title = folded(title);
    let says_title = |heading: &&String| {
        let heading = folded(heading);
        title.contains(&heading) || (title.len() > 20 && heading.contains(&title))
    };
    headings.iter().find(says_title).cloned()
}

/// One space between words, none around them.
pub(super) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Case and the shape of quotes left out.
fn folded(text: &str) -> String {
    text.to_lowercase().replace(['‘', '’'], "'").replace(['“', '”'], "\"")
}

/// The article in a JSON-LD block: itself, in a list or in a graph.
fn article_of(json: &str) -> Option<Value> {
    let json = json.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let json = json.trim().trim_start_matches("//<![CDATA[").trim_end_matches("//]]>");
    let value: Value = serde_json::from_str(json).ok()?;
    let nodes = match value {
        Value::Array(nodes) => nodes,
        Value::Object(mut object) => match object.remove("@graph") {
            Some(Value::Array(nodes)) => nodes,
            _ => vec![Value::Object(object)],
        },
        _ => return None,
    };
    nodes.into_iter().find(is_article)
}

fn is_article(node: &Value) -> bool {
    let says = |kind: &Value| {
        kind.as_str().is_some_and(|kind| {
            kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report"
        })
    };
    match node.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(says),
        Some(kind) => says(kind),
        None => false,
    }
}

/// The string at a path; of a list, its first element counts.
fn string_at(node: &Value, path: &[&str]) -> Option<String> {
    let mut node = node;
    for name in path {
        node = match node.get(name)? {
            Value::Array(list) => list.first()?,
            other => other,
        };
    }
    node.as_str().map(tidy).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meta(html: &str, json_ld: &str) -> PageMeta {
        page_meta(&Readability::from(html), &[json_ld.to_owned()])
    }

    #[test]
    fn the_head_of_a_page_is_read() {
        let html = r#"<html lang="en-GB"><head><title>Iran vows revenge | Example News</title>
            <meta property="og:title" content="Iran vows &quot;revenge&quot;">
            <meta property="og:site_name" content=" Example News ">
            <meta property="article:published_time" content="2020-01-03T10:00:00Z">
            <link rel="canonical" href="https://news.example/iran"></head>
            <body><h1>Example News</h1><h1>Iran vows “revenge”</h1></body></html>"#;
        let meta = meta(html, "");
        assert_eq!(meta.title.as_deref(), Some("Iran vows \"revenge\""));
        assert_eq!(meta.headline.as_deref(), Some("Iran vows “revenge”"));
        assert_eq!(meta.outlet.as_deref(), Some("Example News"));
        assert_eq!(meta.published.as_deref(), Some("2020-01-03T10:00:00Z"));
        assert_eq!(meta.url.as_deref(), Some("https://news.example/iran"));
        assert_eq!(meta.language.as_deref(), Some("en-GB"));
    }

    #[test]
    fn structured_data_is_read() {
        let json = r#"{"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, {"@type": ["NewsArticle"],
            "headline": "Iran vows revenge", "datePublished": "2020-01-03", "publisher": [{"name": "IRNA"}],
            "inLanguage": "en", "url": "javascript:alert(1)"}]}"#;
        let meta = meta("<title>x</title>", json);
        assert_eq!(meta.title.as_deref(), Some("Iran vows revenge"));
        assert_eq!(meta.outlet.as_deref(), Some("IRNA"));
        assert_eq!(meta.published.as_deref(), Some("2020-01-03"));
        assert_eq!(meta.url, None);
    }

    #[test]
    fn what_a_page_does_not_say_is_absent() {
        assert_eq!(
            meta("<p>Iran</p><time datetime='2020-01-03'></time>", "{"),
            PageMeta::default()
        );
    }
}
