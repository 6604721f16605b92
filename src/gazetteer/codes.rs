//! Codes of other registers in a row: countries, languages, Wikidata, GeoNames, domains.

use super::{Row, RowFault};

/// The codes of `row` that cannot be right, with the code of the finding.
pub(super) fn faults(row: &Row) -> impl Iterator<Item = (&'static str, RowFault)> + use<> {
    let country = (!row.country.is_empty() && !is_country(&row.country))
        .then(|| ("G007", RowFault::new("country", &row.country, "a code of ISO 3166-1 alpha-2")));
    let others = [
        ("wikidata", &row.wikidata, is_wikidata(&row.wikidata), "Q and a number"),
        ("geonames", &row.geonames, is_number(&row.geonames), "a number"),
        (
            "domain",
            &row.domain,
            is_domain(&row.domain),
            "a domain as in `bbc.co.uk`, without `www.`",
        ),
        ("language", &row.language, is_language(&row.language), "a code of ISO 639"),
    ];
    let others = others.into_iter().filter_map(|(column, found, is_right, expected)| {
        let is_wrong = !found.is_empty() && !is_right;
        is_wrong.then(|| ("G008", RowFault::new(column, found, expected)))
    });
    country.into_iter().chain(others.collect::<Vec<_>>())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_wikidata(text: &str) -> bool {
    text.strip_prefix('Q').is_some_and(is_number)
}

fn is_domain(text: &str) -> bool {
    text.contains('.') && !text.contains(['/', ' ', ':']) && !text.starts_with("www.")
}

fn is_language(text: &str) -> bool {
    matches!(text.len(), 2 | 3) && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Countries of ISO 3166-1, and what news needs besides: Kosovo and states of the past.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK CS DD SU YU";

fn is_country(code: &str) -> bool {
    code.len() == 2 && COUNTRIES.split(' ').any(|known| known == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EntityKind;

    #[test]
    fn right_codes_are_no_faults() {
        let mut row = Row::new("outlet.bbc.co.uk", EntityKind::Outlet, "BBC News");
        row.country = "GB".into();
        row.domain = "bbc.co.uk".into();
        row.language = "en".into();
        row.wikidata = "Q1160945".into();
        row.geonames = "2635167".into();
        assert_eq!(faults(&row).count(), 0);
        row.domain = "https://www.bbc.co.uk/news".into();
        row.country = "UK".into();
        assert_eq!(faults(&row).map(|(code, _)| code).collect::<Vec<_>>(), ["G007", "G008"]);
    }
}
