//! `dateline train`: labelled articles in, weights of the tagger out.

use super::options::{GazetteerArgs, misused};
use super::{Outcome, say};
use clap::Args;
use dateline::error::{Error, Result};
use dateline::train::{Source, Training, train};
use std::path::PathBuf;

/// Learn the weights of the tagger from labelled articles
///
/// Labels are JSONL, one document a line: {"id","text","spans":[{"start","end","type"}]}, or with
/// spans as [start,end,type], in code points. Labels by machine need not have a text: it is looked up
/// by id in the file of --silver-text.
#[derive(Args)]
pub struct Train {
    /// Documents labelled by people
    #[arg(long, value_name = "FILE", num_args = 1..)]
    gold: Vec<PathBuf>,
    /// Documents labelled by a machine
    #[arg(long, value_name = "FILE")]
    silver: Option<PathBuf>,
    /// Texts of the documents labelled by a machine: JSONL with id and text
    #[arg(long, value_name = "FILE", requires = "silver")]
    silver_text: Option<PathBuf>,
    /// File for the weights
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Most documents labelled by a machine, round by round; each round confirms labels for the next
    #[arg(long, value_name = "N", value_delimiter = ',', default_value = "1500,8000,26600")]
    rounds: Vec<usize>,
    /// How often a document labelled by people is seen in an epoch
    #[arg(long, value_name = "N", default_value_t = 3)]
    gold_times: usize,
    /// How often all documents are seen in a round
    #[arg(long, value_name = "N", default_value_t = 4)]
    epochs: usize,
    /// How often the last round begins anew, with documents in another order; weights are the mean
    #[arg(long, value_name = "N", default_value_t = 3)]
    runs: usize,
    /// Signs seen less often are not learned
    #[arg(long, value_name = "N", default_value_t = 2)]
    least_seen: u32,
    /// Largest size of the weights file
    #[arg(long, value_name = "BYTES", default_value_t = 6_000_000)]
    max_bytes: usize,
    /// Seed for the order of documents
    #[arg(long, value_name = "N", default_value_t = 42, value_parser = clap::value_parser!(u64).range(1..))]
    seed: u64,
    #[command(flatten)]
    gazetteer: GazetteerArgs,
}

impl Train {
    pub fn run(&self) -> Result<Outcome> {
        if self.gold.is_empty() && self.silver.is_none() {
            return Err(misused("nothing to learn from; expected --gold or --silver".to_owned()));
        }
        let gazetteer = self.gazetteer.open(false)?;
        let gold = self.gold.iter().map(|labels| Source {
            labels: labels.clone(),
            texts: None,
            is_silver: false,
        });
        let silver = self.silver.iter().map(|labels| Source {
            labels: labels.clone(),
            texts: self.silver_text.clone(),
            is_silver: true,
        });
        let training = Training {
            sources: silver.chain(gold).collect(),
            rounds: self.rounds.clone(),
            gold_times: self.gold_times,
            epochs: self.epochs,
            runs: self.runs,
            least_seen: self.least_seen,
            max_bytes: self.max_bytes,
            seed: self.seed,
        };
        let bytes = train(&gazetteer, &training, |epoch| {
            say(&format!(
                "round {}, epoch {}: {} documents, {} regions, loss {:.4} a region",
                epoch.round, epoch.number, epoch.documents, epoch.regions, epoch.loss
            ));
        })?;
        std::fs::write(&self.output, &bytes).map_err(|error| Error::new(error).at(&self.output))?;
        say(&format!("{} bytes written to {}", bytes.len(), self.output.display()));
        Ok(Outcome::Fine)
    }
}
