//! Newspapers, broadcasters and news sites that the reviewed table lacks.

use super::filters::is_one_of;
use super::merge::Pool;
use super::names::{CONTEXT, PLAIN, add_surface, flag_name, slug, surface_key, tidy, wikidata_id};
use super::{Kit, spelling};
use crate::error::Result;
use crate::gazetteer::{AliasFlags, Row};
use crate::model::EntityKind;

/// Words that make a name of several words an outlet.
const PRESS_WORDS: &str = "advertiser advocate agency argus banner beacon broadcasting bulletin chronicle citizen \
    courier daily democrat diario dispatch echo enterprise evening examiner express financial free gazette \
    globe guardian herald independent inquirer intelligencer journal leader ledger mail mercury messenger \
    mirror monitor morning news newspaper nouvelles observer online pilot post press radio record register reporter republican \
    review sentinel standard star state statesman sun sunday telegraph television times transcript tribune tv \
    union voice week weekly world";

/// Words of feed titles that are no names.
const FEED_WORDS: &str = "\
    actualités all articles breaking category feed global headlines home info \
    international latest local main national noticias official portal posts rss top \
    updates";

/// The rows of `compiled/outlets.tsv`.
pub fn compile(kit: &mut Kit) -> Result<Vec<Row>> {
    let mut pool = Pool::default();
    for list in ["fundus", "factbook_media", "yavuz_feeds", "us_newspapers"] {
        read(kit, &mut pool, list)?;
    }
    Ok(kit.without_reviewed(pool.into_rows()))
}

fn read(kit: &mut Kit, pool: &mut Pool, list: &'static str) -> Result<()> {
    let lists = kit.lists.clone();
    lists.each_row(list, |raw| {
        kit.report.read(list);
        let name = match list {
            "yavuz_feeds" => feed_name(raw.name()),
            _ => Some(bare(&tidy(raw.name().split(" (").next().unwrap_or_default()))),
        };
        let Some(name) = name.filter(|name| is_outlet_name(name)) else {
            return kit.report.dropped(list, "title of a feed or not written as a name");
        };
        let key = surface_key(&name);
        let core = key.strip_prefix("the ").unwrap_or(&key);
        let is_single = !core.contains(' ');
        let address = raw.aliases().find_map(domain);
        let is_hopeless = kit.is_place(&name)
            || kit.reviewed.has_name(EntityKind::Norp, core)
            || key.ends_with(" of")
            || key.ends_with(" university")
            || key.starts_with("university of ")
            || is_single && kit.words.is_common(core);
        let name = match address {
            // A site called `Iran` or `One` is cited by its address.
            Some(address) if is_hopeless && list == "yavuz_feeds" => address,
            _ if is_hopeless && list != "fundus" => {
                return kit.report.dropped(list, "title that is a word, a group or a place");
            }
            _ => name,
        };
        let key = surface_key(&name);
        const MEDIA: &str = "\
            broadcast radio television media audio tele tv voice network";
        if list == "factbook_media"
            && !MEDIA.split_ascii_whitespace().any(|word| key.contains(word))
        {
            return kit.report.dropped(list, "body that is no broadcaster");
        }
        if list == "yavuz_feeds" && raw.country() == "GLOBAL" {
            return kit.report.dropped(list, "feed of no country: blogs, podcasts and magazines");
        }
        let mut row = Row::new("", EntityKind::Outlet, name.clone());
        row.source = list.into();
        row.country = kit.countries.code(raw.country()).unwrap_or_default();
        row.subtype = match list {
            "factbook_media" => "broadcaster",
            "yavuz_feeds" => "site",
            _ => "newspaper",
        }
        .into();
        row.wikidata = wikidata_id(raw.wikidata());
        row.prominence = if list == "us_newspapers" { 18 } else { 30 };
        for alias in raw.aliases() {
            match domain(alias) {
                Some(domain) => {
                    // A row has one domain; a second one would be another outlet's.
                    if row.domain.is_empty() && !domain.contains("feed") {
                        add_surface(&mut row, &domain, PLAIN);
                        row.domain = domain;
                    }
                }
                None if is_outlet_name(alias) && list == "factbook_media" => {
                    let flags = if spelling::acronym_letters(alias) >= 4 { PLAIN } else { CONTEXT };
                    if spelling::acronym_letters(alias) >= 3 {
                        add_surface(&mut row, alias, flags);
                    }
                }
                None => kit.report.dropped(list, "alias that is no domain"),
            }
        }
        let flags = outlet_flag(kit, &key);
        flag_name(&mut row, flags);
        row.id = match row.domain.as_str() {
            "" => format!("outlet.{}", slug(&name)),
            domain => format!("outlet.{domain}"),
        };
        kit.report.kept(list);
        pool.add(row);
    })?;
    Ok(())
}

/// `The Milford Daily News` is found within its longer form as well; `Enterprise, The` turns round.
fn bare(name: &str) -> String {
    if let Some(rest) = name.strip_suffix(", The") {
        return if rest.contains(' ') { rest.to_owned() } else { format!("The {rest}") };
    }
    name.strip_prefix("The ").filter(|rest| rest.contains(' ')).unwrap_or(name).to_owned()
}

/// The name of the outlet in the title of its feed.
fn feed_name(title: &str) -> Option<String> {
    // `Mehr News Agency` of `خبرگزاری مهر | اخبار ایران و جهان | Mehr News Agency`
    let parts = title.split([':', '|', '»', '–', '—']).flat_map(|part| part.split(" - "));
    let name = parts.map(str::trim).find(|part| {
        spelling::is_latin(part) && part.chars().filter(|c| c.is_alphabetic()).count() >= 3
    })?;
    let words: Vec<&str> =
        name.split(' ').filter(|word| *word != "RSS" && *word != "rss").collect();
    let is_title =
        words.len() > 4 || words.iter().any(|word| is_one_of(FEED_WORDS, &word.to_lowercase()));
    (!is_title).then(|| bare(&words.join(" ")))
}

/// The domain of a web address without `www.` and path; nothing for what is none.
fn domain(address: &str) -> Option<String> {
    let host = address.trim_start_matches("www.").split('/').next()?;
    let labels: Vec<&str> = host.split('.').collect();
    let is_host = labels.len() >= 2
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
        && labels.iter().all(|label| !label.is_empty())
        && host == host.to_ascii_lowercase();
    // `feeds.bbci.co.uk` and `rss.nytimes.com` are not what is cited.
    let is_feed = ["feeds", "rss", "feed"].contains(&labels[0]);
    (is_host && !is_feed).then(|| host.to_owned())
}

fn is_outlet_name(name: &str) -> bool {
    let letters = name.chars().filter(|found| found.is_alphabetic()).count();
    spelling::is_latin(name)
        && letters >= 3
        && name.chars().next().is_some_and(|first| first.is_uppercase() || first.is_ascii_digit())
        && !name.contains(['"', '?', '!', ';', '\u{FFFD}', '#', '@'])
        && name.chars().count() <= 50
}

/// One-word titles need context unless nothing else is called so; longer ones if they are made of
/// words without one for the press, or are the name of a place.
fn outlet_flag(kit: &Kit, key: &str) -> AliasFlags {
    let core = key.strip_prefix("the ").unwrap_or(key);
    if !core.contains(' ') {
        let key = core;
        let is_domain = key.len() >= 6 && !kit.words.is_common(key);
        let other = kit.words.is_given_name(key) || kit.words.is_surname(key) || kit.is_place(key);
        return if is_domain && !other { PLAIN } else { CONTEXT };
    }
    let has_press_word = key.split(' ').any(|word| is_one_of(PRESS_WORDS, word));
    let is_words = key.split(' ').all(|word| kit.words.is_common(word));
    if kit.is_place(key) || (is_words && !has_press_word) { CONTEXT } else { PLAIN }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_found_in_the_title_of_a_feed() {
        for (title, name) in [
            ("خبرگزاری مهر | اخبار ایران و جهان | Mehr News Agency", Some("Mehr News Agency")),
            ("jagonews24.com | rss Feed", Some("jagonews24.com")),
            ("La Nación", Some("La Nación")),
            ("Business News - Latest Headlines", Some("Business News")),
            ("Latest News", None),
            ("Sawbones: A Marital Tour of Misguided Medicine", Some("Sawbones")),
        ] {
            assert_eq!(feed_name(title).as_deref(), name, "{title}");
        }
    }

    #[test]
    fn domains_have_no_path() {
        assert_eq!(domain("www.sana.sy/index_eng.html").as_deref(), Some("sana.sy"));
        assert_eq!(domain("feeds.feedburner.com"), None);
        assert_eq!(domain("SABC"), None);
    }
}
