//! Offices and dates as the lists of office holders have them.

use super::merge::year;

/// Whether a seat is one in a national parliament whose members are elected and heard of.
pub fn is_national(seat: &str, country: &str) -> bool {
    const REGIONAL: [&str; 44] = [
        "National People's Congress",
        "Consultative Conference",
        "ubstitute",
        "deputy member",
        "Council of Europe",
        "Legislative Assembly",
        "Legislative Council",
        "egional",
        "Region",
        "state deputy",
        "state representative",
        "Landtag",
        "Provincial",
        "Assembly of Madrid",
        "Cortes of",
        "Corts",
        "Basque",
        "Catalonia",
        "Balearic",
        "Andalusia",
        "Galicia",
        "Navarre",
        "Asturias",
        "Canary",
        "Cantabria",
        "Extremadura",
        "Aragon",
        "Murcia",
        "La Rioja",
        "Castil",
        "Sami",
        "Supreme Soviet",
        "State Senate",
        "General Assembly",
        "House of Delegates",
        "Constitutional",
        "Vienna",
        "Quebec",
        "Jersey",
        "city council",
        "City Council",
        "municipal",
        "county",
        "County",
    ];
    let us = country == "US" && !seat.starts_with("United States");
    !us && !REGIONAL.iter().any(|word| seat.contains(word))
}

/// Sort of office and prominence of its holders, by words of its name.
pub fn office_rank(office: &str) -> (&'static str, u8) {
    let office = office.to_lowercase();
    let has = |word: &str| office.contains(word);
    let is_deputy =
        has("deputy") || has("vice") || has("assistant") || has("under") || has("state secretary");
    if has("first lady")
        || has("king") && !has("kingdom")
        || has("queen")
        || has("emperor")
        || has("sultan")
    {
        ("royal", 44)
    } else if has("prime minister")
        || has("chancellor") && !has("exchequer")
        || has("premier")
        || has("taoiseach")
    {
        ("head-of-government", if is_deputy { 38 } else { 52 })
    } else if has("ambassador") || has("permanent representative") || has("consul") || has("envoy")
    {
        ("diplomat", 22)
    } else if has("foreign")
        || has("defence")
        || has("defense")
        || has("interior")
        || has("finance")
    {
        ("minister", if is_deputy { 26 } else { 38 })
    } else if has("minister") || has("secretary") || has("exchequer") {
        ("minister", if is_deputy { 22 } else { 32 })
    } else if has("court") || has("judge") || has("justice") || has("attorney") || has("prosecutor")
    {
        ("judge", 26)
    } else if has("bank") {
        ("central-banker", 30)
    } else if has("staff") || has("commander") || has("army") || has("navy") || has("air force") {
        ("military", 26)
    } else if has("president")
        && !has("senate")
        && !has("chamber")
        && !has("assembly")
        && !has("council")
    {
        ("head-of-state", if is_deputy { 38 } else { 52 })
    } else {
        ("other", 24)
    }
}

/// `29 May 2024` or `May 2022` as an ISO date.
pub fn iso_date(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let month = |name: &str| MONTHS.iter().position(|month| *month == name).map(|at| at + 1);
    match words[..] {
        [day, name, year] => {
            let (day, year): (u8, u16) = (day.parse().ok()?, year.parse().ok()?);
            Some(format!("{year:04}-{:02}-{day:02}", month(name)?))
        }
        [name, year] => Some(format!("{:04}-{:02}", year.parse::<u16>().ok()?, month(name)?)),
        [year] => Some(format!("{:04}", year.parse::<u16>().ok()?)),
        _ => None,
    }
}

/// Dates of the raw lists: years, months and days, without a zero month or day.
pub fn tidy_date(date: &str) -> String {
    let date = date.get(..10).unwrap_or(date).trim_end_matches("-00");
    let is_date = year(date).is_some() && date.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if is_date { date.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_become_iso_dates() {
        assert_eq!(iso_date("29 May 2024").as_deref(), Some("2024-05-29"));
        assert_eq!(iso_date("May 2022").as_deref(), Some("2022-05"));
        assert_eq!(iso_date("since long"), None);
    }

    #[test]
    fn only_national_parliaments_count() {
        assert!(is_national("Member of the 58th Parliament of the United Kingdom", "GB"));
        assert!(is_national("United States representative", "US"));
        assert!(!is_national("member of the Alaska House of Representatives", "US"));
        assert!(!is_national("Member of the Provincial Assembly of Sindh", "PK"));
    }

    #[test]
    fn offices_are_sorted_by_their_names() {
        assert_eq!(office_rank("Deputy Prime Minister").0, "head-of-government");
        assert_eq!(office_rank("Minister of Justice"), ("minister", 32));
        assert_eq!(office_rank("ambassador to France").0, "diplomat");
        assert_eq!(office_rank("President"), ("head-of-state", 52));
    }
}
