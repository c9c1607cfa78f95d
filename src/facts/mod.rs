//! Exchange to facts: everything a rule can ask about.

pub mod catalogue;
mod date;
mod element;

pub use date::{Date, InvalidDate};
pub use element::{Element, Elements, Evidence, Facts, FlowStep, Found, Item, Value};
