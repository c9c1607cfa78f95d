//! grantlint tells why a request was refused.

mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod examples;
pub mod exchange;
pub mod facts;
pub mod finding;
pub mod fix;
pub mod lint;
pub mod provider;
pub mod read;
pub mod redact;
pub mod report;
pub mod rule;
pub mod seen;
pub mod show;
pub mod text;
pub mod verdict;

pub use check::{Checker, Examined, Next, Run};
