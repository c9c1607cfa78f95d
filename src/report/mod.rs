//! Findings as they are shown: owned, redacted, in the order of the contract, in three formats.
//!
//! A [`Collector`] takes the chunks of one source one at a time, each as a [`Section`], so that a recording of any size
//! fits in memory; its [`SourceReport`]s make a [`Report`].

mod collector;
#[cfg(feature = "cli")]
mod human;
mod json;
mod keep;
mod model;
mod order;
mod places;
mod section;
mod short;

pub use collector::Collector;
#[cfg(feature = "cli")]
pub use human::{Look, human};
pub use json::{json, ndjson};
pub use keep::Keep;
pub use model::{Candidate, Cause, Edit, Fix, Found, Insert, Listed, Related, Report, RuledOut, SourceReport, Summary};
pub use places::Places;
pub use section::{Judged, Member, Section, Sheet};
pub use short::short;
