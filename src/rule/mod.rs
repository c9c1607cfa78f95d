//! Rule files: what they say, and how they are tried against facts.

pub mod atoms;
mod builtin;
mod compare;
pub mod example;
mod filing;
pub mod load;
pub mod model;
pub mod near;
pub mod needs;
mod pattern;
mod run;
mod say;
pub mod seen;
mod set;
mod trial;
mod truth;

pub use crate::provider::fixed::{List, Term};

pub use model::Rule;
pub use pattern::fault as pattern_fault;
pub use run::{State, applies, run};
pub use seen::Seen;
pub use set::RuleSet;
pub use trial::{Ground, Moment, Trial};
pub use truth::Truth;
