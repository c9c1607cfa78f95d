//! Shell text to words.

mod braces;
pub(super) mod cmd;
mod continuation;
pub(super) mod folded;
mod lexer;
mod lookahead;
pub(super) mod powershell;
mod quoted;
pub mod repair;
pub(super) mod string;
mod word;

pub use lexer::{Lexed, Reading, Setting, lex};
pub use word::Word;
