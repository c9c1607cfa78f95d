//! Findings as they are shown: owned, redacted, in the order of the contract, in three formats.
//!
//! A [`Collector`] takes the exchanges of one source one at a time, so that a recording of any size fits in memory;
//! its [`SourceReport`]s make a [`Report`].

mod collector;
#[cfg(feature = "cli")]
mod human;
mod json;
mod keep;
mod model;
mod order;
mod places;
mod short;

pub use collector::{Collector, Judged};
#[cfg(feature = "cli")]
pub use human::{Look, human};
pub use json::json;
pub use keep::Keep;
pub use model::{Candidate, Cause, Edit, Fix, Found, Insert, Listed, Related, Report, RuledOut, SourceReport, Summary};
pub use places::Places;
pub use short::short;
