//! HTML made harmless before a parser sees it.

/// Deeper elements are opened no more; their text moves up. As in browsers.
const DEEPEST: usize = 512;

/// The cap for pages that are deep nearly everywhere.
const DEEPEST_IF_MANY: usize = 32;

/// The greatest sum of the depths of all elements that is still quick to parse (in seconds).
const MOST_DEPTHS: u64 = 20_000_000;

/// A page without scripts, styles, comments and the like, nested at most [`DEEPEST`] deep.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Cleaned {
    pub html: String,
    /// The contents of `<script type="application/ld+json">`.
    pub json_ld: Vec<String>,
    pub is_too_deep: bool,
    /// Depths of all elements added up: parsing takes time in proportion.
    sum_of_depths: u64,
}

impl Cleaned {
    /// Whether parsing takes many seconds.
    pub(super) fn is_laborious(&self) -> bool {
        self.sum_of_depths > MOST_DEPTHS
    }
}

/// Cleans a page, in linear time and without recursion.
///
/// Every element that is opened is closed in order, and elements that only change the letters'
/// looks are left out. So the parser's stack of open elements is never deeper than ours (beside the
/// elements it adds to tables), and misnested formatting cannot make it multiply them.
pub(super) fn clean(html: &str) -> Cleaned {
    let cleaned = clean_to(html, DEEPEST);
    match cleaned.is_laborious() {
        true => clean_to(html, DEEPEST_IF_MANY),
        false => cleaned,
    }
}

fn clean_to(html: &str, deepest: usize) -> Cleaned {
    let mut cleaner = Cleaner { html, deepest, ..Cleaner::default() };
    cleaner.out.html.reserve(html.len() / 2);
    while cleaner.at < html.len() {
        cleaner.step();
    }
    cleaner.out
}

/// Elements with neither content nor end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements of no interest, dropped with all that is in them.
const DROPPED: &[&str] = &[
    "audio", "canvas", "datalist", "iframe", "math", "noembed", "noframes", "noscript", "script",
    "select", "style", "svg", "template", "textarea", "video", "xmp",
];

/// Tags that are dropped while their content stays.
const UNWRAPPED: &[&str] = &[
    "b",
    "big",
    "code",
    "em",
    "font",
    "frame",
    "frameset",
    "i",
    "nobr",
    "plaintext",
    "s",
    "small",
    "strike",
    "strong",
    "tt",
    "u",
];

/// Elements that end an open paragraph.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "ul",
];

const CELLS: &[&str] = &["td", "th"];
const ROWS: &[&str] = &["tr"];
const SECTIONS: &[&str] = &["tbody", "thead", "tfoot"];
const ITEMS: &[&str] = &["li"];
const TERMS: &[&str] = &["dd", "dt"];

#[derive(Default)]
struct Cleaner<'h> {
    html: &'h str,
    deepest: usize,
    at: usize,
    /// Names of the open elements, those too deep included.
    open: Vec<&'h str>,
    /// Elements whose end tags do not occur any more.
    endless: Vec<&'h str>,
    out: Cleaned,
}

impl<'h> Cleaner<'h> {
    fn step(&mut self) {
        let rest = &self.html[self.at..];
        let text = rest.find('<').unwrap_or(rest.len());
        self.out.html.push_str(&rest[..text]);
        self.at += text;
        let rest = &rest[text..];
        let next = rest.as_bytes().get(1).copied().unwrap_or(b' ');
        if rest.is_empty() {
        } else if let Some(comment) = rest.strip_prefix("<!--") {
            // `<!-->` is a whole comment.
            let end = if comment.starts_with('>') {
                Some(0)
            } else {
                comment.find("-->").map(|ix| ix + 2)
            };
            self.at += end.map_or(rest.len(), |ix| 4 + ix + 1);
        } else if matches!(next, b'!' | b'?') {
            self.at += rest.find('>').map_or(rest.len(), |ix| ix + 1);
        } else if next.is_ascii_alphabetic() {
            self.start_tag(rest);
        } else if next == b'/' && rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) {
            let name = name_of(&rest[2..]);
            self.at += tag_length(rest).unwrap_or(rest.len());
            self.end_tag(name);
        } else if next == b'/' {
            self.at += rest.find('>').map_or(rest.len(), |ix| ix + 1);
        } else {
            self.out.html.push_str("&lt;");
            self.at += 1;
        }
    }

    fn start_tag(&mut self, rest: &'h str) {
        let name = name_of(&rest[1..]);
        let Some(length) = tag_length(rest) else {
            self.at = self.html.len();
            return;
        };
        let tag = &rest[..length];
        self.at += length;
        if is_in(name, DROPPED) {
            self.drop_element(name, tag);
            return;
        }
        if is_in(name, UNWRAPPED) {
            return;
        }
        self.close_implied(name);
        if is_in(name, VOID) {
            self.out.html.push_str(tag);
            return;
        }
        if self.open.len() < self.deepest {
            self.out.html.push_str(tag);
            self.out.sum_of_depths += self.open.len() as u64;
        } else {
            self.out.is_too_deep = true;
            self.part_text(name);
        }
        self.open.push(name);
        if name.eq_ignore_ascii_case("title") {
            self.copy_title();
        }
    }

    /// What is between `<title>` and its end is text, tags included.
    fn copy_title(&mut self) {
        let rest = &self.html[self.at..];
        let end = find_end_tag(rest, "title").unwrap_or(0);
        self.out.html.push_str(&rest[..end].replace('<', "&lt;"));
        self.at += end;
    }

    fn drop_element(&mut self, name: &'h str, tag: &str) {
        if self.endless.iter().any(|endless| endless.eq_ignore_ascii_case(name)) {
            return;
        }
        let rest = &self.html[self.at..];
        let Some(mut end) = find_end_tag(rest, name) else {
            self.endless.push(name);
            // The content of these is never text, even if it does not end.
            if is_in(name, &["script", "style", "textarea", "xmp"]) {
                self.at = self.html.len();
            }
            return;
        };
        if name.eq_ignore_ascii_case("script") {
            end = script_end(rest, end);
            if tag.to_ascii_lowercase().contains("ld+json") {
                self.out.json_ld.push(rest[..end].to_owned());
            }
        }
        self.at += tag_length(&rest[end..]).map_or(rest.len(), |length| end + length);
    }

    fn end_tag(&mut self, name: &str) {
        let from = self.open.len().saturating_sub(2 * DEEPEST);
        let found = self.open[from..].iter().rposition(|open| open.eq_ignore_ascii_case(name));
        if let Some(ix) = found {
            while self.open.len() > from + ix {
                self.close_last();
            }
        }
    }

    /// Closes what a start tag closes without saying so.
    fn close_implied(&mut self, name: &str) {
        let closed: &[&[&str]] = match () {
            () if is_in(name, BLOCKS) => &[&["p"]],
            () if is_in(name, ITEMS) => &[&["p"], ITEMS],
            () if is_in(name, TERMS) => &[&["p"], TERMS],
            () if is_in(name, CELLS) => &[&["p"], CELLS],
            () if is_in(name, ROWS) => &[&["p"], CELLS, ROWS],
            () if is_in(name, SECTIONS) => &[&["p"], CELLS, ROWS, SECTIONS],
            () => &[],
        };
        for names in closed {
            if self.open.last().is_some_and(|last| is_in(last, names)) {
                self.close_last();
            }
        }
    }

    fn close_last(&mut self) {
        let Some(name) = self.open.pop() else { return };
        if self.open.len() < self.deepest {
            self.out.html.push_str("</");
            self.out.html.push_str(name);
            self.out.html.push('>');
        } else {
            self.part_text(name);
        }
    }

    /// Keeps the text before and behind a tag that is left out apart, if the tag would have.
    fn part_text(&mut self, name: &str) {
        let parts = [BLOCKS, CELLS, ROWS, ITEMS, TERMS].iter().any(|names| is_in(name, names));
        if parts && !self.out.html.ends_with('>') {
            self.out.html.push_str("<br>");
        }
    }
}

fn is_in(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| other.eq_ignore_ascii_case(name))
}

fn name_of(tag: &str) -> &str {
    let end = tag.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>');
    &tag[..end.unwrap_or(tag.len())]
}

/// Length of the tag that `rest` begins with; a `>` within quotes does not end it. `None` if nothing
/// does.
fn tag_length(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut last = b' ';
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => return Some(at + 1),
            b'"' | b'\'' if last == b'=' => {
                let close = bytes[at + 1..].iter().position(|&other| other == byte);
                at += close.map_or(bytes.len(), |ix| ix + 1);
                last = b' ';
            }
            byte if !byte.is_ascii_whitespace() => last = byte,
            _ => {}
        }
        at += 1;
    }
    None
}

/// Where the next `</name` begins.
fn find_end_tag(rest: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(ix) = rest[from..].find("</") {
        let at = from + ix;
        if name_of(&rest[at + 2..]).eq_ignore_ascii_case(name) {
            return Some(at);
        }
        from = at + 2;
    }
    None
}

/// A script may hold a comment with a whole script in it, whose end is not that of the outer one.
fn script_end(rest: &str, first: usize) -> usize {
    let Some(comment) = rest[..first].rfind("<!--") else { return first };
    let inner = rest[comment..first].to_ascii_lowercase();
    if inner.contains("-->") || !inner.contains("<script") {
        return first;
    }
    let behind = first + 2;
    find_end_tag(&rest[behind..], "script").map_or(first, |ix| behind + ix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cleaned(html: &str) -> String {
        clean(html).html
    }

    #[test]
    fn scripts_styles_and_comments_are_left_out() {
        assert_eq!(
            cleaned(
                "<p>Iran<script>if (a < b) { '</p>' }</script> said<!-- <p>no --> so<STYLE>p{}</STYLE >.</p>"
            ),
            "<p>Iran said so.</p>"
        );
        assert_eq!(cleaned("a<script><!-- w('<script>x</script>') --></script>b"), "ab");
        assert_eq!(cleaned("a<!-->b<!DOCTYPE html><?x?>c<script>never closed"), "abc");
    }

    #[test]
    fn structured_data_is_kept_apart() {
        let page = clean(r#"<script type="application/ld+json">{"a": 1}</script>x"#);
        assert_eq!(page.json_ld, [r#"{"a": 1}"#]);
        assert_eq!(page.html, "x");
    }

    #[test]
    fn every_element_is_closed_in_order() {
        assert_eq!(cleaned("<div><span>a</div>b</span>"), "<div><span>a</span></div>b");
        assert_eq!(
            cleaned("<p>a<p>b<ul><li>c<li>d</ul>"),
            "<p>a</p><p>b</p><ul><li>c</li><li>d</li></ul>"
        );
        assert_eq!(
            cleaned("<table><tr><td>a<td>b<tr><td>c</table>"),
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"
        );
    }

    #[test]
    fn formatting_does_not_part_words() {
        assert_eq!(
            cleaned("<p><b>Q</b>asem <font size=1><i>Soleimani</p>"),
            "<p>Qasem Soleimani</p>"
        );
    }

    #[test]
    fn a_bracket_in_quotes_or_text_is_no_tag() {
        assert_eq!(
            cleaned("<a title='a > b' href=\"x\">5 < 6</a>"),
            "<a title='a > b' href=\"x\">5 &lt; 6</a>"
        );
        assert_eq!(cleaned("<title>a <b> c</title>d"), "<title>a &lt;b> c</title>d");
        assert_eq!(cleaned("it's <br> so"), "it's <br> so");
    }

    #[test]
    fn depth_is_capped_and_no_text_lost() {
        let page =
            clean(&format!("{}Iran{} said", "<div>".repeat(100_000), "</div>".repeat(100_000)));
        assert!(page.is_too_deep);
        assert_eq!(
            page.html,
            format!("{}Iran<br>{} said", "<div>".repeat(512), "</div>".repeat(512))
        );
    }

    #[test]
    fn paragraphs_too_deep_to_be_kept_stay_apart() {
        let html = format!("{}<p>Iran</p><p>Iraq <span>and</span> Oman</p>", "<div>".repeat(512));
        assert!(cleaned(&html).ends_with("<div>Iran<br>Iraq and Oman<br>"));
    }

    proptest! {
        #[test]
        fn what_is_opened_is_closed_in_order(
            html in "(<(p|div|b|li|td|table|script|/p|/div|/li|/td|/table|/script|!--|a href='|svg)>?|-->|'|x| ){0,60}"
        ) {
            let page = clean(&html);
            let mut open = Vec::new();
            let mut rest = page.html.as_str();
            while let Some(ix) = rest.find('<') {
                rest = &rest[ix + 1..];
                match rest.strip_prefix('/') {
                    Some(end) => prop_assert_eq!(open.pop(), Some(name_of(end))),
                    None if rest.starts_with("br>") => {}
                    None => {
                        prop_assert!(!is_in(name_of(rest), DROPPED), "{}", page.html);
                        open.push(name_of(rest));
                    }
                }
                rest = &rest[tag_length(rest).unwrap_or(rest.len())..];
            }
        }
    }
}
