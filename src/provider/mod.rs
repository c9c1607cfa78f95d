//! What a provider file means: one service's addresses, what they take, what moved, and what its answers say.

mod advice;
pub mod answer;
mod builtin;
pub mod code;
pub mod fixed;
mod glob;
pub mod load;
pub mod locate;
pub mod model;
mod notice;
mod plant;
mod registry;
mod reply;
pub mod row;
mod said;
pub mod saying;
pub mod template;
pub mod tree;
pub mod words;

pub use advice::advice;
pub use answer::{Answer, Outcome, answer};
pub use builtin::PROVIDERS;
pub use code::{Code, Weight};
pub use locate::{Location, Seen, Wrong, called, locate, place};
pub use registry::Registry;
