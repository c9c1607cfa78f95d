//! Bodies of plain data, and the query that `-G` and `--url-query` make.

use super::content::Stdin;
use super::holes::{Holes, is_hole};
use crate::exchange::Argument;
use crate::read::curl::config::{Config, Data as Piece, DataKind};

/// The data of `-d` and its kin, joined.
pub(super) struct Data {
    pub(super) text: String,
    /// A `--json` was among them.
    pub(super) json: bool,
}

impl Data {
    /// Joins the pieces by `&`; a `--json` piece follows without one.
    pub(super) fn read(config: &Config<'_>, stdin: &mut Stdin, holes: &mut Holes) -> Self {
        let mut text = String::new();
        for (index, piece) in config.data.iter().enumerate() {
            let value = value(piece, stdin, holes);
            if index > 0 && piece.kind != DataKind::Json {
                text.push('&');
            }
            text.push_str(&value);
        }
        Self { text, json: config.data.iter().any(|piece| piece.kind == DataKind::Json) }
    }
}

fn value(piece: &Piece<'_>, stdin: &mut Stdin, holes: &mut Holes) -> String {
    let text = holes.cut(&piece.value());
    match piece.kind {
        DataKind::Raw => text,
        DataKind::UrlEncode => url_encoded(&text, stdin, holes),
        DataKind::Ascii => match text.strip_prefix('@') {
            Some(file) => content(file, stdin, holes).replace(['\r', '\n', '\0'], ""),
            None => text,
        },
        DataKind::Binary | DataKind::Json => match text.strip_prefix('@') {
            Some(file) => content(file, stdin, holes),
            None => text,
        },
    }
}

/// What a file holds: standard input where the source shows it, else nobody knows.
pub(super) fn content(file: &str, stdin: &mut Stdin, holes: &mut Holes) -> String {
    if file == "-" { stdin.read(holes) } else { holes.dig(format!("@{file}")) }
}

/// The query that is appended to every address; `-G` with data keeps `--url-query` out.
///
/// curl makes the hexadecimal digits of an appended query small.
pub(super) fn query(config: &Config<'_>, data: &Data, stdin: &mut Stdin, holes: &mut Holes) -> Option<String> {
    if config.get.is_some() && !config.data.is_empty() {
        return Some(small_hex(&data.text));
    }
    let values: Vec<String> = config.url_query.iter().filter_map(|a| query_part(a, stdin, holes)).collect();
    (!values.is_empty()).then(|| small_hex(&values.join("&")))
}

fn query_part(argument: &Argument<'_>, stdin: &mut Stdin, holes: &mut Holes) -> Option<String> {
    let text = holes.cut(argument.value.as_ref()?);
    Some(match text.strip_prefix('+') {
        Some(raw) => raw.to_owned(),
        None => url_encoded(&text, stdin, holes),
    })
}

/// The five forms of `--data-urlencode`: `content`, `=content`, `name=content`, `@file`, `name@file`.
fn url_encoded(text: &str, stdin: &mut Stdin, holes: &mut Holes) -> String {
    let divider = text.find('=').or_else(|| text.find('@'));
    let Some(at) = divider else { return escaped(text) };
    let (name, behind) = text.split_at(at);
    let content = match behind.strip_prefix('@') {
        Some(file) => escaped(&content(file, stdin, holes)),
        None => escaped(&behind[1..]),
    };
    if name.is_empty() { content } else { format!("{name}={content}") }
}

fn escaped(text: &str) -> String {
    text.chars().map(|character| if character == ' ' { "+".to_owned() } else { escaped_char(character) }).collect()
}

/// A character percent-encoded unless it is unreserved (RFC 3986 2.3).
pub(super) fn escaped_char(character: char) -> String {
    if character.is_ascii_alphanumeric() || "-._~".contains(character) || is_hole(character) {
        return character.to_string();
    }
    character.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn small_hex(query: &str) -> String {
    let mut out = String::with_capacity(query.len());
    let mut rest = query;
    while let Some(at) = rest.find('%') {
        let triplet = rest.get(at..at + 3).filter(|t| t.bytes().skip(1).all(|b| b.is_ascii_hexdigit()));
        out.push_str(&rest[..at]);
        out.push_str(&triplet.map_or_else(|| "%".to_owned(), str::to_ascii_lowercase));
        rest = &rest[at + triplet.map_or(1, str::len)..];
    }
    out.push_str(rest);
    out
}
