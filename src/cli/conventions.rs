//! What `dateline evaluate` does to both sides so that they can be compared.

use clap::{Args, ValueEnum};
use dateline::evaluate::{Conventions, Flatten};
use std::collections::BTreeMap;

/// Differences of convention that shall not count as mistakes.
#[derive(Args)]
#[command(next_help_heading = "Conventions")]
pub struct ConventionArgs {
    /// Only these types, after merging, as PERSON,ORG
    #[arg(long, value_name = "TYPE", value_delimiter = ',')]
    types: Vec<String>,
    /// Types that count as another on both sides, as OUTLET=ORG,FACILITY=PLACE
    #[arg(long, value_name = "FROM=TO", value_delimiter = ',', value_parser = pair)]
    merge: Vec<(String, String)>,
    /// The same for the gold alone
    #[arg(long, value_name = "FROM=TO", value_delimiter = ',', value_parser = pair)]
    merge_gold: Vec<(String, String)>,
    /// The same for the predictions alone
    #[arg(long, alias = "merge-pred", value_name = "FROM=TO", value_delimiter = ',', value_parser = pair)]
    merge_predicted: Vec<(String, String)>,
    /// Types of gold that are neither required nor held against a prediction; null is gold without a type
    #[arg(long, value_name = "TYPE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Of nested names keep the longest or the shortest, on both sides
    #[arg(long, value_enum, value_name = "WHICH", default_value = "none")]
    flatten: FlattenName,
    /// Cut leading determiners and a last 's off, on both sides
    #[arg(long)]
    trim: bool,
    /// Cut titles off names of persons, on both sides
    #[arg(long)]
    strip_titles: bool,
    /// Take every name as of one type
    #[arg(long)]
    untyped: bool,
    /// Leave gold documents without a prediction out, instead of taking them as predicted empty
    #[arg(long)]
    pub only_common: bool,
    /// Leave labels of other tools, as PER and GPE, what they are
    #[arg(long)]
    keep_labels: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FlattenName {
    None,
    Outer,
    Inner,
}

impl ConventionArgs {
    /// Names of types may be those of other tools, unless labels are kept.
    pub fn conventions(&self) -> Conventions {
        let bare = Conventions {
            flatten: match self.flatten {
                FlattenName::None => Flatten::None,
                FlattenName::Outer => Flatten::Outer,
                FlattenName::Inner => Flatten::Inner,
            },
            trim: self.trim,
            strip_titles: self.strip_titles,
            untyped: self.untyped,
            keep_labels: self.keep_labels,
            ..Conventions::default()
        };
        let merge = |side: &[(String, String)]| -> BTreeMap<String, String> {
            let all = self.merge.iter().chain(side);
            all.map(|(from, to)| (from.clone(), bare.canonical(to))).collect()
        };
        let types = |list: &[String]| list.iter().map(|kind| bare.canonical(kind)).collect();
        let (untyped, ignore): (Vec<String>, Vec<String>) =
            self.ignore.iter().cloned().partition(|kind| kind == "null");
        Conventions {
            types: types(&self.types),
            merge_gold: merge(&self.merge_gold),
            merge_predicted: merge(&self.merge_predicted),
            ignore: types(&ignore),
            ignore_untyped: !untyped.is_empty(),
            ..bare
        }
    }
}

fn pair(text: &str) -> std::result::Result<(String, String), String> {
    match text.split_once('=') {
        Some((from, to)) if !from.is_empty() && !to.is_empty() => {
            Ok((from.to_owned(), to.to_owned()))
        }
        _ => Err("expected two types, as OUTLET=ORG".to_owned()),
    }
}
