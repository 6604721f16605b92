//! Dateline turns news articles into data: who, where, which outlet, with the evidence for each.
pub mod config;
pub mod diagnostic;
pub mod error;
pub mod gazetteer;
pub mod model;
pub mod pipeline;
pub mod read;
pub mod resolve;
pub mod segment;
pub mod tag;
pub mod token;
pub mod train;
pub mod write;
