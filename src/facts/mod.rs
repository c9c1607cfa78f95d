//! Exchange to facts: everything a rule can ask about.

pub mod authorization;
pub mod catalogue;
mod date;
mod element;
pub mod flow;
pub mod jwt;
pub mod param;
pub mod pkce;
pub mod placeholder;
pub mod secret;
pub mod step;
pub mod time;
pub mod uri;
pub mod view;

pub use date::{Date, InvalidDate};
pub use element::{Element, Elements, Evidence, Facts, FlowStep, Found, Item, Value};
pub use view::View;
