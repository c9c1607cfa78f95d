//! OAuth client settings in configuration files.
//!
//! One file per syntax, all of which give a tree of keys and values ([`tree`]); one that knows what names mean
//! ([`names`]); and the way from settings to the requests that are made with them. A file is taken for one only where
//! it holds settings of an OAuth client, and nothing a command, a transcript or a sentence would hold.

mod client;
mod clients;
mod dotenv;
mod ini;
mod names;
mod properties;
mod reference;
mod settings;
mod toml;
pub(super) mod tree;
pub(super) mod yaml;

use memchr::memmem;

use self::clients::Client;
use self::tree::Node;
use super::code::Value;
use super::{Environments, Exchanges, Reader, json};
use crate::exchange::{Exchange, Quotes};
use crate::text::{Span, Text};

/// The longest file that is looked at, in bytes: nobody's configuration is longer.
const LONGEST: usize = 4 << 20;

/// The reader of configuration files.
pub(super) struct Config;

impl Reader for Config {
    fn recognizes(&self, text: &str) -> bool {
        Syntax::first_look(text).is_some_and(|syntax| {
            let doc = Text::verbatim(text, Span::new(0, text.len()));
            !syntax.clients(&doc).0.is_empty()
        })
    }

    fn read<'s>(&self, text: Text<'s>, _: &Environments) -> Exchanges<'s> {
        let Some(syntax) = Syntax::first_look(text.as_str()) else { return Box::new(std::iter::empty()) };
        let (clients, splits) = syntax.clients(&text);
        let file = text.span();
        let all = clients.into_iter().flat_map(move |client| client::exchanges(&client, file, splits));
        Box::new(all.enumerate().map(|(id, mut exchange)| {
            exchange.id = id;
            exchange
        }))
    }
}

/// How a file is written, as far as its first line tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    Json,
    /// `key: value`.
    Colons,
    /// `key = value`: `.env`, Java properties, INI or TOML.
    Equals,
}

impl Syntax {
    /// How a text is written that can be a configuration; a pasted command or sentence is told by its first line.
    fn first_look(text: &str) -> Option<Self> {
        if text.len() > LONGEST || text.starts_with("#!") {
            return None;
        }
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = bare.lines().map(str::trim);
        let aside =
            |line: &&str| !(line.is_empty() || line.starts_with(['#', ';', '!', '%']) || line.starts_with("---"));
        let syntax = Self::of_line(lines.find(aside)?)?;
        let bytes = text.as_bytes();
        let has = |needle: &str| memmem::find(bytes, needle.as_bytes()).is_some();
        let speaks = ["lient", "LIENT", "oken", "OKEN", "AUTH_"].iter().any(|word| has(word));
        (speaks && !holds_command(text) && !describes_request(text)).then_some(syntax)
    }

    fn of_line(line: &str) -> Option<Self> {
        match line.as_bytes().first()? {
            b'{' => return Some(Self::Json),
            b'[' => {
                let section = line.ends_with(']') && line.len() > 2 && !line.contains(['"', '{', ',']);
                return Some(if section { Self::Equals } else { Self::Json });
            }
            b'-' => return line.starts_with("- ").then_some(Self::Colons),
            _ => {}
        }
        let line = line.strip_prefix("export ").unwrap_or(line);
        let quote = |c: char| matches!(c, '"' | '\'');
        let in_key = |c: char| c.is_ascii_alphanumeric() || "_-.[]$/\\\"'".contains(c);
        let key = line.find(|c| !in_key(c)).filter(|len| *len > 0)?;
        if !line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || quote(c)) {
            return None;
        }
        let behind = line[key..].trim_start();
        let mut rest = behind.chars();
        match (rest.next(), rest.next()) {
            (Some('='), next) => (next != Some('=')).then_some(Self::Equals),
            (Some(':'), None | Some(' ' | '\t')) => Some(Self::Colons),
            // `key:value`, but not `https://`.
            (Some(':'), Some(next)) => (next != '/' && next != ':').then_some(Self::Equals),
            _ => None,
        }
    }

    /// The clients of a file, and whether commas divide the words of its lists.
    fn clients<'s>(self, doc: &Text<'s>) -> (Vec<Client<'s>>, bool) {
        let skipped = if doc.as_str().starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let doc = &doc.slice(skipped, doc.as_str().len());
        let (tree, splits) = match self {
            Self::Json => (whole_json(doc), false),
            Self::Colons => (colons(doc), false),
            Self::Equals => equals(doc),
        };
        let settings = tree.as_ref().map(settings::settings).unwrap_or_default();
        (clients::clients(settings), splits)
    }
}

/// The requests that settings lead to which are listed by name; `file` is where they stand.
pub(super) fn read_rows<'s>(rows: Vec<(Text<'s>, Text<'s>, Quotes)>, file: Span) -> impl Iterator<Item = Exchange<'s>> {
    let entry = |(name, value, quotes)| (name, Node::value(value, quotes));
    let tree = Node::Map(rows.into_iter().map(entry).collect());
    let clients = clients::clients(settings::settings(&tree));
    clients.into_iter().flat_map(move |client| client::exchanges(&client, file, false))
}

/// The requests that the settings of a program lead to, which stand at `place`.
pub(super) fn read_value<'s>(value: &Value<'s>, place: Span) -> impl Iterator<Item = Exchange<'s>> + use<'s> {
    let clients = clients::clients(settings::settings(&Node::of_program(value)));
    clients.into_iter().flat_map(move |client| client::exchanges(&client, place, false))
}

/// A JSON document with nothing behind it; one that is cut off gives what is there.
fn whole_json<'s>(doc: &Text<'s>) -> Option<Node<'s>> {
    let (json, end) = json::prefix(doc, 0)?;
    doc.as_str()[end..].trim().is_empty().then(|| Node::of_json(json))
}

/// YAML, or properties with colons.
fn colons<'s>(doc: &Text<'s>) -> Option<Node<'s>> {
    doc.as_str().lines().all(is_yaml_line).then(|| yaml::parse(doc))
}

/// Whether a line that begins at the margin can stand in YAML: sentences have blanks before their colon.
fn is_yaml_line(line: &str) -> bool {
    let Some(first) = line.chars().next() else { return true };
    if first.is_whitespace() || matches!(first, '#' | '-' | '.' | '%' | '}' | ']' | '?' | ':' | '&' | '<') {
        return true;
    }
    matches!(Syntax::of_line(line), Some(Syntax::Colons | Syntax::Json)) || line.starts_with("\u{feff}")
}

/// TOML where it is that throughout, else what its sections and names tell.
fn equals<'s>(doc: &Text<'s>) -> (Option<Node<'s>>, bool) {
    let (tree, flawless) = toml::parse(doc);
    if flawless {
        return (Some(tree), false);
    }
    let lines = || doc.as_str().lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', ';']));
    let has_sections = lines().any(|line| line.starts_with('[') && line.ends_with(']'));
    let values = || lines().filter_map(|line| line.split_once('=')).map(|(_, value)| value.trim_start());
    let quoted = values().filter(|value| value.starts_with(['"', '\'', '[', '{'])).count();
    if has_sections && quoted * 2 > values().count() {
        return (Some(tree), false);
    }
    if has_sections {
        return (ini::parse(doc), true);
    }
    let in_environment = |line: &str| line.split_once('=').is_none_or(|(name, _)| !name.contains(['.', '-']));
    let environment = lines().all(in_environment).then(|| dotenv::parse(doc)).flatten();
    (environment.or_else(|| properties::parse(doc)), true)
}

/// Whether somebody describes a request line by line: `Method:`, `Body:`, `Response:`.
fn describes_request(text: &str) -> bool {
    let labelled = |label: &str| {
        let begins = |line: &str| line.get(..label.len()).is_some_and(|head| head.eq_ignore_ascii_case(label));
        text.lines().any(begins)
    };
    labelled("method:") && ["body:", "response:", "headers:"].into_iter().any(labelled)
}

/// Whether a curl command stands in the text, outside of comments: then this is a script or a page of documentation.
fn holds_command(text: &str) -> bool {
    let commands = |line: &str| line.split("curl").skip(1).any(|behind| behind.starts_with([' ', '\t', '\\']));
    let holds = |line: &str| memmem::find(line.as_bytes(), b"curl").is_some() && !line.trim_start().starts_with('#');
    text.lines().any(|line| holds(line) && commands(line))
}
