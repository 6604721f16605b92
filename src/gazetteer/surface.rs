//! A name as a table writes it, with its flags in braces.

use super::RowFault;
use std::fmt;

/// One surface form of an entity.
///
/// ```
/// # use dateline::gazetteer::Alias;
/// let alias = Alias::parse("Time{context,exact}").unwrap();
/// assert_eq!(alias.surface, "Time");
/// assert!(alias.flags.context && alias.flags.exact && !alias.flags.any);
/// assert_eq!(alias.to_string(), "Time{context,exact}");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alias {
    pub surface: String,
    pub flags: AliasFlags,
}

/// When a surface form counts as a name.
///
/// Without a flag, every word that begins with a capital here must begin with one in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct AliasFlags {
    /// `{context}`: only where the text gives a cue, since it is also something else.
    pub context: bool,
    /// `{exact}`: all letters must have the case they have here.
    pub exact: bool,
    /// `{any}`: whatever the case.
    pub any: bool,
}

impl AliasFlags {
    pub const NONE: Self = Self { context: false, exact: false, any: false };
    pub const CONTEXT: Self = Self { context: true, ..Self::NONE };
    pub const EXACT: Self = Self { exact: true, ..Self::NONE };
    pub const ANY: Self = Self { any: true, ..Self::NONE };
}

impl Alias {
    pub fn new(surface: impl Into<String>, flags: AliasFlags) -> Self {
        Self { surface: surface.into(), flags }
    }

    /// Reads `Time{context}`.
    pub fn parse(text: &str) -> Result<Self, RowFault> {
        let text = text.trim();
        let (surface, flags) = match text.strip_suffix('}') {
            None => (text, AliasFlags::NONE),
            Some(open) => {
                let (surface, flags) =
                    open.rsplit_once('{').ok_or_else(|| fault(text, "a `{` before the `}`"))?;
                (surface.trim_end(), parse_flags(flags, text)?)
            }
        };
        if surface.is_empty() {
            return Err(fault(text, "a name before the braces and between two `|`"));
        }
        if surface.contains(['{', '}', '|']) {
            return Err(fault(text, "braces in a pair, and at the end only"));
        }
        Ok(Self::new(surface, flags))
    }
}

fn parse_flags(list: &str, alias: &str) -> Result<AliasFlags, RowFault> {
    let mut flags = AliasFlags::NONE;
    for flag in list.split(',').map(str::trim) {
        match flag {
            "context" => flags.context = true,
            "exact" => flags.exact = true,
            "any" => flags.any = true,
            _ => return Err(fault(alias, "the flags `context`, `exact` and `any`, with commas")),
        }
    }
    if flags.exact && flags.any {
        return Err(fault(alias, "either `exact` or `any`"));
    }
    Ok(flags)
}

fn fault(found: &str, expected: &str) -> RowFault {
    RowFault::new("aliases", found, expected)
}

impl fmt::Display for Alias {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.surface)?;
        let AliasFlags { context, exact, any } = self.flags;
        let set = [("context", context), ("exact", exact), ("any", any)];
        let mut before = '{';
        for (name, _) in set.into_iter().filter(|(_, is_set)| *is_set) {
            write!(f, "{before}{name}")?;
            before = ',';
        }
        if before == ',' { f.write_str("}") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_read_back_as_written() {
        for text in
            ["Reuters", "Time{context}", "eBay{exact}", "al-qaeda{any}", "IS{context,exact}"]
        {
            assert_eq!(Alias::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn bad_braces_are_faults() {
        for text in [
            "",
            "{context}",
            "Time{",
            "Time}",
            "Time{contxt}",
            "Ti{any}me",
            "a{any}{exact}",
            "a{exact,any}",
        ] {
            assert!(Alias::parse(text).is_err(), "{text}");
        }
    }
}
