//! `.http` and `.rest` files, as the VS Code REST Client and JetBrains' HTTP Client read them
//! (<https://github.com/Huachao/vscode-restclient>, <https://www.jetbrains.com/help/idea/exploring-http-syntax.html>).

mod form;
mod request;

use memchr::memmem;

use super::lines::{Line, lines};
use super::template::Variables;
use crate::exchange::{Exchange, Form};
use crate::read::environment::Client;
use crate::read::{Environments, Exchanges, Reader};
use crate::read::{http, json};
use crate::text::{Span, Text};

/// The form of `.http` files.
pub(in crate::read) struct HttpFile;

impl Reader for HttpFile {
    fn recognizes(&self, text: &str) -> bool {
        let has = |needle: &str| memmem::find(text.as_bytes(), needle.as_bytes()).is_some();
        let Some(start) = Start::of(text) else { return false };
        let said = start.is_marked
            || is_lone_message(text)
            || ["{{", "\n###", "\n< ", "\n<> ", "\n> {%"].iter().any(|sign| has(sign));
        said && !has("\n```") && !has("\ncurl ")
    }

    fn read<'s>(&self, doc: Text<'s>, environments: &Environments) -> Exchanges<'s> {
        let mut variables = Variables::new(doc.as_str().len(), environments.of(Client::HttpFile));
        for line in lines(doc.as_str()) {
            if let Some((name, value)) = definition(&line) {
                variables.set(name.text, &value.of(&doc));
            }
        }
        let blocks = blocks(doc.as_str());
        let read = move |range: std::ops::Range<usize>| {
            let (request, response) = request::read(&doc, range.clone(), &variables)?;
            let span = doc.slice(range.start, range.end).trim().span();
            let named = variables.take_named();
            Some(Exchange { form: Form::HttpFile, span, request, response, named, ..Exchange::default() })
        };
        let all: Vec<Exchange<'s>> = blocks.into_iter().filter_map(read).collect();
        Box::new(all.into_iter().enumerate().map(|(id, exchange)| Exchange { id, ..exchange }))
    }
}

/// Whether a paragraph can be a body: a form, or JSON. A form has no blanks, a sentence has.
fn is_body(paragraph: &str) -> bool {
    let first = paragraph.lines().next().unwrap_or("").trim();
    first.starts_with(['{', '[']) || first.contains('=') && !first.contains(char::is_whitespace)
}

/// Whether a paragraph is an answer that refuses.
fn is_refusal(paragraph: &str) -> bool {
    let text = || Text::verbatim(paragraph, Span::new(0, paragraph.len()));
    paragraph.starts_with('{') && json::parse(&text()).is_some_and(|json| json.is_refusal())
}

/// Whether a text is a request line with headers, at most one body, and nothing else, so that no sentence around it and no
/// answer is taken for a part of it.
fn is_lone_message(text: &str) -> bool {
    let mut paragraphs = text.trim().split("\n\n").filter(|paragraph| !paragraph.trim().is_empty());
    let Some(head) = paragraphs.next() else { return false };
    let is_header = |line: &str| {
        let name = line.split(':').next().unwrap_or("");
        let token = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        let known = http::is_common(name) || name.contains('-');
        is_comment(line) || token && known && name.len() < line.len()
    };
    let mut lines = head.lines().skip_while(|line| is_comment(line)).skip(1).peekable();
    let body = paragraphs.next();
    (lines.peek().is_some() || body.is_some_and(is_body))
        && lines.all(|line| is_header(line.trim()))
        && !body.is_some_and(|body| body.starts_with("HTTP/") || is_refusal(body))
        && paragraphs.next().is_none()
}

/// What stands before the first request: dividers, comments, definitions, scripts.
struct Start {
    /// Something before the request, or the request itself, can stand in no other kind of file.
    is_marked: bool,
}

impl Start {
    /// `None` where the first line that says something asks for nothing.
    fn of(text: &str) -> Option<Self> {
        let mut is_marked = false;
        let mut in_script = false;
        for line in lines(text.trim_start_matches('\u{feff}')) {
            let content = line.text.trim();
            if in_script || content.starts_with("< {%") {
                in_script = !content.ends_with("%}");
                is_marked = true;
            } else if content.starts_with("###") || definition(&line).is_some() || is_tag(content) {
                is_marked = true;
            } else if !content.is_empty() && !is_comment(content) && !content.starts_with("< ") {
                let (method, target, version) = request::line(&line)?;
                // Lines that were run together are no file.
                if target.text.contains(" HTTP/") {
                    return None;
                }
                let absolute = target.text.contains("://") || target.text.starts_with("{{");
                let asks = absolute || (method.is_some() && is_marked && target.text.starts_with('/'));
                // An address alone, and a message as it travels, are read as such.
                let alone = (method.is_none() || version) && !is_marked;
                return (asks && !alone).then_some(Self { is_marked });
            }
        }
        None
    }
}

pub(super) fn is_comment(line: &str) -> bool {
    line.starts_with('#') || line.starts_with("//")
}

/// `# @name login`, `// @no-redirect`.
fn is_tag(line: &str) -> bool {
    let rest = line.strip_prefix('#').or_else(|| line.strip_prefix("//"));
    rest.is_some_and(|rest| rest.trim_start().starts_with('@'))
}

/// `@name = value`.
fn definition<'t>(line: &Line<'t>) -> Option<(Line<'t>, Line<'t>)> {
    let (name, value) = line.text.starts_with('@').then(|| line.split('='))??;
    let bare = name.text.get(1..)?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'$');
    (!bare.is_empty() && bare.bytes().all(plain)).then_some((Line { start: name.start + 1, text: bare }, value))
}

/// The stretches between dividers, each with the `###` before it, so that it can be read alone; the first one, where
/// it has none, with the one behind it.
fn blocks(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut starts: Vec<usize> = lines(text).filter(|l| l.text.starts_with("###")).map(|line| line.start).collect();
    let begins = starts.first() == Some(&0);
    if !begins {
        starts.insert(0, 0);
    }
    let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |n| at + n);
    let mut out = Vec::new();
    for (index, &start) in starts.iter().enumerate() {
        let next = starts.get(index + 1).copied();
        let end = match next {
            Some(next) if index == 0 && !begins => line_end(next),
            Some(next) => next,
            None => text.len(),
        };
        out.push(start..end);
    }
    out
}
