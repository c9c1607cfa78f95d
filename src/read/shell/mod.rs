//! Shell text to words.

mod braces;
pub(super) mod cmd;
mod lexer;
mod lookahead;
mod quoted;
pub mod repair;
mod word;

pub use lexer::{Lexed, Reading, Setting, lex};
pub use word::Word;
