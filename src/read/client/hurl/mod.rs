//! Hurl files (<https://hurl.dev/docs/grammar.html>).
//!
//! What an entry says about its answer is what its author expects, not what came back: it is no answer.

mod body;
mod entry;

use std::sync::Arc;

use memchr::memmem;

use self::entry::{Entry, section};
use super::lines::{Line, lines};
use super::template::Variables;
use crate::exchange::{Exchange, Form};
use crate::read::{Environments, Exchanges, Reader};
use crate::text::Text;

/// The form of Hurl files.
pub(in crate::read) struct Hurl;

impl Reader for Hurl {
    fn recognizes(&self, text: &str) -> bool {
        let said = |line: &Line<'_>| !line.text.trim().is_empty() && !line.text.trim_start().starts_with('#');
        let text = text.trim_start_matches('\u{feff}');
        let Some(first) = lines(text).find(said) else { return false };
        if asks(&first).is_none() || first.text.trim_end().rfind(" HTTP/").is_some() {
            return false;
        }
        let has = |needle: &str| memmem::find(text.as_bytes(), needle.as_bytes()).is_some();
        (has("\n[") || has("\nHTTP"))
            && lines(text).any(|line| section(line.text).is_some() || is_expectation(line.text))
            && !has("\n```\n\n#")
    }

    fn read<'s>(&self, doc: Text<'s>, _: &Environments) -> Exchanges<'s> {
        let variables = Variables::new(doc.as_str().len(), Arc::default());
        let entries = Entry::all(&doc);
        let mut all = Vec::new();
        for entry in &entries {
            let span = doc.slice(entry.start, entry.end).trim().span();
            let mut variables = variables.clone();
            if let Some(request) = entry.request(&doc, &mut variables) {
                let named = variables.take_named();
                all.push(Exchange { form: Form::Hurl, span, request, named, id: all.len(), ..Exchange::default() });
            }
        }
        Box::new(all.into_iter())
    }
}

/// `METHOD address`: the two, where a line is that.
fn asks<'t>(line: &Line<'t>) -> Option<(Line<'t>, Line<'t>)> {
    let line = line.trimmed();
    let (word, rest) = line.text.split_once([' ', '\t'])?;
    let address = rest.trim();
    let target = Line { start: line.start + word.len() + 1, text: rest }.trimmed();
    let named = word.len() > 2 && word != "HTTP" && word.bytes().all(|b| b.is_ascii_uppercase());
    let leads = address.contains("://") || address.starts_with("{{");
    (named && leads).then_some((Line { start: line.start, text: word }, target))
}

/// `HTTP 200`, `HTTP *`: what is expected. With a version, that is how an answer begins; those of HTTP/2 have no words
/// behind the number.
fn is_expectation(line: &str) -> bool {
    let line = line.split('#').next().unwrap_or("").trim();
    let Some(status) = line.strip_prefix("HTTP ").map(str::trim) else { return false };
    status == "*" || status.len() == 3 && status.bytes().all(|b| b.is_ascii_digit())
}
