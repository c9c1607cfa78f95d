//! A line of a description, and what can stand on it.

use super::label::{self, Label};
use crate::read::answer::{self, Line};
use crate::read::asked::Row;
use crate::read::{http, prose, stamp};
use crate::text::{Mark, Text, decode};

/// What people put before a line of a list, of a quotation, of a heading, of an answer.
const BULLETS: [char; 11] = ['-', '*', '•', '·', '‣', '>', '#', '→', '=', '←', '|'];
/// Quotes and emphasis around a word.
const WRAPPING: [char; 7] = ['"', '\'', '`', '*', '“', '”', '’'];
/// Words of a value that is described rather than given: `the code from step 1`.
const WORDS: usize = 4;

/// A text without what closes the wrapping around it. Three asterisks hide a value.
fn closed(text: &str) -> &str {
    without(text, &WRAPPING)
}

fn without<'t>(text: &'t str, wrapping: &[char]) -> &'t str {
    let bare = text.trim_end_matches(wrapping);
    if text[bare.len()..].contains("***") { text } else { bare }
}

/// A stretch of a line: all of it but its bullet, its number and its emphasis, or what stands behind a label.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'t> {
    text: &'t str,
    start: usize,
    next: usize,
}

/// `POST https://as.example/token`, and what stands behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call<'t> {
    pub(super) method: Option<Piece<'t>>,
    pub(super) address: Piece<'t>,
    pub(super) rest: Piece<'t>,
}

impl<'t> Piece<'t> {
    pub(super) fn at(text: &'t str, at: usize) -> Self {
        Self::of(text, answer::line_at(text, at))
    }

    pub(super) fn of(text: &'t str, line: Line) -> Self {
        let bare = |text: &'t str| text.trim_start_matches(|c: char| c.is_whitespace() || BULLETS.contains(&c));
        let whole = &text[line.start..line.end];
        let fence = whole.trim_start().starts_with("```") || whole.trim_start().starts_with("~~~");
        let content = if fence { "" } else { bare(whole) };
        let digits = content.bytes().take_while(u8::is_ascii_digit).count();
        let numbered = content[digits..].strip_prefix([')', '.']).filter(|_| (1..=2).contains(&digits));
        let content = numbered.filter(|rest| rest.starts_with(' ')).map_or(content, bare);
        let content = bare(&content[stamp::length(content)..]);
        Self {
            text: content.trim_end_matches(|c: char| c.is_whitespace() || c == '|'),
            start: line.end - if fence { 0 } else { content.len() },
            next: line.next,
        }
    }

    pub(super) const fn start(&self) -> usize {
        self.start
    }

    pub(super) const fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) const fn text(&self) -> &'t str {
        self.text
    }

    /// Where the line behind it begins.
    pub(super) const fn next(&self) -> usize {
        self.next
    }

    /// Whether it says nothing: a blank line, a fence, a rule.
    pub(super) const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(super) fn of_document<'s>(&self, doc: &Text<'s>) -> Text<'s> {
        doc.slice(self.start, self.end())
    }

    /// What stands behind the first `length` bytes, without what wraps it.
    pub(super) fn behind(&self, length: usize) -> Self {
        let rest = self.text[length..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '`' | '_'));
        Self { text: rest, start: self.end() - rest.len(), ..*self }
    }

    fn head(&self, length: usize) -> Self {
        Self { text: &self.text[..length], ..*self }
    }

    /// Without quotes and emphasis around it, and without what divides it from the next one.
    fn unwrapped(&self) -> Self {
        let bare = self.text.trim_end_matches([',', ';', '&', ' ']);
        let rest = match bare.trim_start_matches(WRAPPING).trim_start() {
            "" => bare,
            rest => rest,
        };
        Self { text: closed(rest).trim_end(), start: self.start + bare.len() - rest.len(), ..*self }
    }

    /// Without the quotes and the emphasis that close it.
    pub(super) fn closed(&self) -> Self {
        Self { text: closed(self.text), ..*self }
    }

    /// Without emphasis around it.
    pub(super) fn emphasized(&self) -> Self {
        let here = self.behind(0);
        Self { text: without(here.text, &['*', '`']).trim_end(), ..here }
    }

    /// Without a remark in brackets behind it: `client_credentials (form encoded)`.
    fn without_remark(&self) -> Self {
        let remark = self.text.ends_with(')').then(|| self.text.rfind(" (")).flatten();
        Self { text: self.text[..remark.unwrap_or(self.text.len())].trim_end(), ..*self }
    }

    /// The text within the quotes around the whole.
    pub(super) fn unquoted(&self) -> Self {
        let quote = self.text.chars().next().filter(|c| matches!(c, '"' | '\''));
        let inner = quote.and_then(|quote| self.text.strip_prefix(quote)?.strip_suffix(quote));
        inner.map_or(*self, |text| Self { text, start: self.start + 1, ..*self })
    }

    /// Without the `&` that a field of a form begins with.
    fn without_sign(&self) -> Self {
        let text = self.text.trim_start_matches('&');
        Self { text, start: self.end() - text.len(), ..*self }
    }

    /// The label that it begins with, and what stands behind it.
    pub(super) fn label(&self) -> Option<(Label, Self)> {
        let (label, length) = label::of(self.text)?;
        Some((label, self.behind(length)))
    }

    /// `POST https://as.example/token`; without a method, where `labelled`.
    pub(super) fn call(&self, labelled: bool) -> Option<Call<'t>> {
        let here = self.behind(0);
        let method = here.method();
        let target = method.map_or(here, |method| here.behind(method.text.len()));
        let target = Self { text: target.text.trim_start_matches(WRAPPING), ..target };
        let target = Self { start: here.end() - target.text.len(), ..target };
        let absolute = target.text.starts_with("http://") || target.text.starts_with("https://");
        (absolute && (method.is_some() || labelled)).then_some(())?;
        let length = crate::read::address::end(target.text, 0);
        let rest = target.text[length..].trim_start_matches(|c| WRAPPING.contains(&c) || c == ' ');
        // A member of a program's object.
        (!rest.starts_with(',')).then_some(())?;
        let rest = rest.strip_prefix("HTTP/1.1").unwrap_or(rest).trim_start();
        Some(Call { method, address: target.head(length), rest: target.behind(target.text.len() - rest.len()) })
    }

    /// The method that it begins with.
    pub(super) fn method(&self) -> Option<Self> {
        let known = http::METHODS.iter().find(|known| self.text.starts_with(**known))?;
        let ends = self.text[known.len()..].chars().next().is_none_or(|next| !next.is_ascii_alphanumeric());
        ends.then(|| self.head(known.len()))
    }

    /// A header, by its name: one that nearly every client sends, one with a dash, one of credentials however it is spelt.
    pub(super) fn is_header(&self) -> bool {
        let name = self.text.split_once(':').map_or("", |(name, _)| name.trim().trim_matches(WRAPPING));
        let dashed = name.contains('-') && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let value = self.text.split_once(':').map_or("", |(_, value)| value.trim());
        // `Auth: Basic` says how, and with what is said elsewhere.
        let carries = value.split_whitespace().nth(1).is_some_and(|word| !word.eq_ignore_ascii_case("auth"));
        let of_credentials =
            name.starts_with("Auth") && !matches!(name, "Auth" | "Author") && !name.contains(' ') && carries;
        http::is_common(name) || dashed || of_credentials
    }

    /// `Name: value`, `name = value`, `"name": "value",`.
    pub(super) fn row<'s>(&self, doc: &Text<'s>) -> Option<Row<'s>> {
        let divider = self.text.find([':', '=', '|', '\t']).or_else(|| self.text.find("  "))?;
        let name = self.head(divider).unwrapped().without_sign();
        let value = self.behind(divider + 1);
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        (name.text.len() < 40 && !name.is_empty() && name.text.bytes().all(is_name)).then_some(())?;
        let value = value.unwrapped().without_remark();
        let spoken = value.text.split_whitespace().count() >= WORDS && !name.text.starts_with("scope");
        let spoken = spoken || matches!(value.text, "string" | "required" | "optional");
        // `Expected: 200` is a remark.
        let mut letters = name.text.chars();
        let remarks = letters.next().is_some_and(char::is_uppercase) && letters.all(|c| c.is_ascii_lowercase());
        (!remarks || http::is_common(name.text)).then_some(())?;
        let text = doc.slice(value.start, value.end());
        let text = if self.text[divider..].starts_with('=') { decode::percent(&text, false) } else { text };
        Some(Row::stated(name.of_document(doc), if spoken { text.marked(Mark::Expansion) } else { text }))
    }

    /// Whether it says that a part is missing: `Cookies: <none>`.
    pub(super) fn is_nothing(&self) -> bool {
        let value = self.text.split_once(':').map(|(_, value)| value.trim());
        value.is_some_and(|value| ["<none>", "(none)"].iter().any(|none| none.eq_ignore_ascii_case(value)))
    }

    /// Whether it is the head of a table: `Key | Value`.
    pub(super) fn is_table_head(&self) -> bool {
        let Some((name, value)) = self.text.split_once(['|', '\t']) else { return false };
        let name = ["key", "name", "field", "parameter"].iter().any(|known| known.eq_ignore_ascii_case(name.trim()));
        name && value.trim_start().get(..5).is_some_and(|value| value.eq_ignore_ascii_case("value"))
    }

    /// Whether it names a parameter of OAuth with its value.
    pub(super) fn is_parameter(&self) -> bool {
        const EVERYDAY: [&str; 6] = ["code", "username", "password", "state", "token", "assertion"];
        let name = self
            .text
            .split([':', '=', '|', '\t', ' '])
            .next()
            .filter(|name| name.len() < self.text.len())
            .unwrap_or("");
        let name = name.trim().trim_matches(WRAPPING).trim_start_matches('&');
        EVERYDAY.contains(&name) || prose::is_parameter(name)
    }

    /// Whether it is a form as it travels, or a part of one; several fields may hold blanks.
    pub(super) fn is_form(&self) -> bool {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'[' | b']');
        let is_field =
            |field: &str| field.split_once('=').is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(is_name));
        let fields = self.text.trim_matches('&');
        fields.split('&').all(is_field) && (fields.contains('&') || !fields.contains(char::is_whitespace))
    }

    /// The status that it begins with, and what stands behind it.
    pub(super) fn status(&self) -> Option<(Self, Self)> {
        let here = self.reported()?;
        let digits = here.text.bytes().take_while(u8::is_ascii_digit).count();
        let next = here.text[digits..].chars().next();
        let ends = next.is_none_or(|next| !next.is_alphanumeric() && !matches!(next, '.' | '-'));
        let ends = ends && !counts(&here.text[digits..]);
        (digits == 3 && ends && matches!(here.text.as_bytes()[0], b'1'..=b'5')).then_some(())?;
        Some((here.head(3), here.behind(3)))
    }

    /// What stands behind an object on its last line.
    pub(super) fn behind_object(text: &'t str, end: usize) -> Self {
        let line = answer::line_at(text, end);
        Self { text: &text[end..line.end], start: end, next: line.next }
    }

    /// Whether it says when an answer comes, as documentation does: `400 if the code has expired`.
    pub(super) fn explains(&self) -> bool {
        const CONDITIONS: [&str; 9] = ["if", "when", "is", "means", "for", "should", "unless", "or", "on"];
        let words = self.text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
        let mut words = words.skip_while(|word| word.starts_with(|c: char| c.is_ascii_uppercase()));
        words.next().is_some_and(|word| CONDITIONS.contains(&word))
    }

    /// Behind the words by which people report an answer: `returned 400`, `-> {..}`, `HTTP/1.1 400`.
    pub(super) fn reported(&self) -> Option<Self> {
        let signs =
            |c: char| BULLETS.contains(&c) || c.is_whitespace() || matches!(c, '<' | '(' | '[' | ':' | '*' | '`');
        let mut rest = self.text.trim_start_matches(signs);
        while let Some(word) = rest.split(|c: char| !c.is_ascii_alphabetic()).next().filter(|word| !word.is_empty()) {
            SAYING.iter().any(|known| known.eq_ignore_ascii_case(word)).then_some(())?;
            rest = rest[word.len()..].trim_start_matches(signs);
            rest = rest.strip_prefix("/1.1 ").or_else(|| rest.strip_prefix("/2 ")).unwrap_or(rest);
        }
        Some(Self { text: rest, start: self.end() - rest.len(), ..*self })
    }

    /// Each field of `name=value, name=value`.
    pub(super) fn fields(&self) -> impl Iterator<Item = Self> {
        const DIVIDER: &str = ", ";
        let pair = |part: &str| part.split_once('=').is_some_and(|(name, _)| !name.trim().contains([' ', '"', '{']));
        let several = self.text.split(DIVIDER).all(pair);
        let whole = *self;
        let mut at = self.start;
        self.text.split(if several { DIVIDER } else { "\n" }).map(move |text| {
            let start = at;
            at += text.len() + DIVIDER.len();
            Self { text, start, ..whole }
        })
    }
}

/// Whether a number is one of things: `400 people have this problem`.
fn counts(behind: &str) -> bool {
    const REASONS: [&str; 17] = [
        "bad",
        "unauthorized",
        "unauthorised",
        "forbidden",
        "not",
        "method",
        "internal",
        "error",
        "too",
        "gone",
        "conflict",
        "unsupported",
        "request",
        "response",
        "with",
        "and",
        "from",
    ];
    let word = behind.strip_prefix(' ').unwrap_or("");
    let word = &word[..word.bytes().take_while(u8::is_ascii_lowercase).count()];
    !word.is_empty() && !REASONS.contains(&word)
}

/// Words before a status.
const SAYING: [&str; 22] = [
    "http",
    "status",
    "code",
    "error",
    "returns",
    "returned",
    "returning",
    "responds",
    "responded",
    "response",
    "answers",
    "answered",
    "fails",
    "failed",
    "gives",
    "gave",
    "with",
    "and",
    "we",
    "got",
    "get",
    "a",
];
