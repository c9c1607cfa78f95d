//! Regular expressions of rules, compiled when first asked for.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use regex::Regex;

use super::truth::Truth;

/// What was compiled so far; `None` for what is no regular expression.
static COMPILED: Mutex<BTreeMap<String, Option<Regex>>> = Mutex::new(BTreeMap::new());

/// Whether `text` holds a match; unknown for an expression that cannot be compiled.
pub fn matches(expression: &str, text: &str) -> Truth {
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let regex = match compiled.get(expression) {
        Some(regex) => regex,
        None => compiled.entry(expression.to_owned()).or_insert_with(|| Regex::new(expression).ok()),
    };
    regex.as_ref().map_or(Truth::Unknown, |regex| regex.is_match(text).into())
}

/// What is wrong with an expression.
#[must_use]
pub fn fault(expression: &str) -> Option<String> {
    Regex::new(expression).err().map(|error| error.to_string())
}
