//! What names stand for, what functions give, and what is done with a value behind it.

use super::{Call, Expressions, Language, Member, Value, known};
use crate::text::{Composer, Mark, Text};

impl<'s> Expressions<'_, 's> {
    /// What a name stands for, or the call of a function.
    pub(super) fn name(&mut self, start: usize) -> Value<'s> {
        let rest = &self.text[start..];
        for sign in ["new ", "await ", "New-Object "] {
            if rest.starts_with(sign) {
                self.at += sign.len();
                self.blanks();
                return self.operand();
            }
        }
        self.at += path(rest, self.language);
        let name = self.doc.slice(start, self.at);
        if self.peek() == Some(b'(') && self.language != Language::PowerShell {
            let Some(arguments) = self.arguments() else { return self.computed(start) };
            let span = self.doc.span_of(start, self.at);
            // PHP's old way to write a list.
            if name.as_str().eq_ignore_ascii_case("array") {
                return Value::Members(arguments, span);
            }
            let value = match self.method(&name, &arguments) {
                Some(value) => value,
                None => known::result(Call { function: name, arguments }, self.language, span),
            };
            return self.continued(value);
        }
        let value = match self.names.get(name.as_str()) {
            Some((value, place)) => {
                self.used.push(place);
                value
            }
            None if is_constant(name.as_str(), self.language) => Value::Word(name),
            None => Value::Computed(name.marked(Mark::Expansion)),
        };
        self.continued(value)
    }

    /// `::UTF8.GetBytes(..)` behind a type.
    pub(super) fn static_call(&mut self) -> Value<'s> {
        let start = self.at + 2;
        let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.');
        self.at = start + self.text[start..].bytes().take_while(is_name).count();
        let function = self.doc.slice(start, self.at);
        match self.peek() {
            Some(b'(') => match self.arguments() {
                Some(arguments) => {
                    let span = self.doc.span_of(start, self.at);
                    known::result(Call { function, arguments }, self.language, span)
                }
                None => self.computed(start),
            },
            _ => self.computed(start),
        }
    }

    /// `params.toString()`, where the object is known.
    fn method(&mut self, name: &Text<'s>, arguments: &[Member<'s>]) -> Option<Value<'s>> {
        let (object, method) = name.as_str().rsplit_once('.')?;
        let (value, place) = self.names.get(object)?;
        let result = known::method(&value, method, arguments, self.language)?;
        self.used.push(place);
        Some(result)
    }

    /// A string with the values of the names that are put into it, where they are known.
    pub(super) fn filled(&mut self, text: Text<'s>) -> Text<'s> {
        if !text.is_symbolic() {
            return text;
        }
        let (mut out, mut done) = (Composer::default(), 0);
        for marked in text.marks().iter().filter(|marked| marked.mark == Mark::Expansion) {
            let name = text.as_str()[marked.range.clone()].trim_matches(['$', '{', '}', ' ']);
            let sigil = if matches!(self.language, Language::Php | Language::PowerShell) { "$" } else { "" };
            let value = match self.names.get(&format!("{sigil}{name}")) {
                Some((Value::Text(value) | Value::Word(value), place)) => {
                    self.used.push(place);
                    value
                }
                Some((Value::Call(call), place)) if self.language == Language::Python && call.is_base64() => {
                    self.used.push(place);
                    known::bytes_shown(&text.slice(marked.range.start, marked.range.end))
                }
                None if self.language == Language::Python && gives_base64(name) => {
                    known::bytes_shown(&text.slice(marked.range.start, marked.range.end))
                }
                _ => continue,
            };
            out.take(&text.slice(done, marked.range.start));
            out.take(&value);
            done = marked.range.end;
        }
        if done == 0 {
            return text;
        }
        out.take(&text.slice(done, text.as_str().len()));
        out.finish(text.span().start)
    }

    /// What is done with a value: methods that hand it on, PowerShell's pipe into JSON; everything else computes.
    pub(super) fn continued(&mut self, value: Value<'s>) -> Value<'s> {
        let rest = &self.text[self.at..];
        if let Some(behind) = rest.strip_prefix('.').filter(|_| self.language.joins() != b'.') {
            let len = behind.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
            let (method, called) = behind.split_at(len);
            if called.starts_with('(') {
                let before = self.at;
                self.at += 1 + len;
                if let Some(arguments) = self.arguments()
                    && let Some(result) = known::method(&value, method, &arguments, self.language)
                {
                    return self.continued(result);
                }
                self.at = before;
            }
            // A chain goes on with what comes of a request; the rest belongs to nobody's value.
            return value;
        }
        let piped = rest.trim_start_matches([' ', '\t']);
        if self.language == Language::PowerShell && piped.starts_with('|') {
            let function = piped[1..].trim_start();
            if function.get(..14).is_some_and(|name| name.eq_ignore_ascii_case("ConvertTo-Json")) {
                let at = self.text.len() - function.len();
                self.at = at + function.find([')', '\n', '\r', ';']).unwrap_or(function.len());
                let function = self.doc.slice(at, at + 14);
                return Value::Call(Box::new(Call { function, arguments: vec![Member { name: None, value }] }));
            }
        }
        value
    }

    /// The value of a name.
    pub(in crate::read) fn named(&mut self, name: &str) -> Option<Value<'s>> {
        let (value, place) = self.names.get(name)?;
        self.used.push(place);
        Some(value)
    }
}

/// Whether what stands in a string is Python's `b64encode(..)`, whose bytes nothing decodes.
fn gives_base64(expression: &str) -> bool {
    let call = expression.strip_prefix("base64.").unwrap_or(expression);
    call.starts_with("b64encode(") && call.ends_with(')') && !call.contains("decode(")
}

/// The length of a name with the objects it belongs to.
fn path(rest: &str, language: Language) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let joint = match language {
            Language::Php => rest[at..].starts_with("->") || rest[at..].starts_with("::"),
            Language::PowerShell => *byte == b':' && rest[..at].eq_ignore_ascii_case("$env"),
            Language::JavaScript => rest[at..].starts_with("?."),
            Language::Python => false,
        };
        let member =
            *byte == b'.' && language.joins() != b'.' && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
        let named = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
        match (named || member, joint) {
            (true, _) => at += 1,
            (false, true) => at += if language == Language::PowerShell { 1 } else { 2 },
            (false, false) => break,
        }
    }
    at.max(1)
}

/// Whether a name stands for itself: truth values, PHP's `CURLOPT_URL`.
fn is_constant(name: &str, language: Language) -> bool {
    let known = ["true", "false", "null", "none", "undefined", "$true", "$false", "$null"];
    known.iter().any(|known| known.eq_ignore_ascii_case(name)) || language == Language::Php && name.starts_with("CURL")
}
