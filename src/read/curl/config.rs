//! The words of a curl command to what they ask of curl.

use std::borrow::Cow;

use super::options::{self, Arity, CurlOption, Named, Switch};
use super::stray::strays;
use crate::exchange::{Argument, Repair, RepairKind};
use crate::read::asked::join;
use crate::read::shell::{Lexed, Reading, Word};
use crate::text::{Mark, Span, Text};

/// One operation of a command: what stands between two `--next`.
#[derive(Clone, Debug, Default)]
pub struct Config<'s> {
    /// The addresses, in order.
    pub urls: Vec<Argument<'s>>,
    /// `-X`.
    pub request: Option<Argument<'s>>,
    /// `-G`.
    pub get: Option<Span>,
    /// `-I`.
    pub head: Option<Span>,
    /// `-d` and its kin, in order.
    pub data: Vec<Data<'s>>,
    /// `-F` and `--form-string`, in order.
    pub forms: Vec<Argument<'s>>,
    /// `-H`, in order.
    pub headers: Vec<Argument<'s>>,
    /// `-u`.
    pub user: Option<Argument<'s>>,
    /// `--oauth2-bearer`.
    pub bearer: Option<Argument<'s>>,
    /// `-b`, in order.
    pub cookies: Vec<Argument<'s>>,
    /// `-A`.
    pub user_agent: Option<Box<Argument<'s>>>,
    /// `-e`.
    pub referer: Option<Box<Argument<'s>>>,
    /// `--url-query`, in order.
    pub url_query: Vec<Argument<'s>>,
    /// `-T`.
    pub upload: Option<Argument<'s>>,
    /// Further `-T`: each goes to the address of its number.
    pub more_uploads: Vec<Argument<'s>>,
    /// `-r`.
    pub range: Option<Box<Argument<'s>>>,
    /// `--request-target`.
    pub request_target: Option<Box<Argument<'s>>>,
    /// `-L` or `--location-trusted`.
    pub location: Option<Span>,
    /// `-g`.
    pub globoff: bool,
    /// `--path-as-is`.
    pub path_as_is: bool,
    /// `--compressed`.
    pub compressed: bool,
    /// Every other option that is on, by long name; the last word about each counts.
    pub switches: Vec<&'static str>,
    /// Every other option with an argument.
    pub others: Vec<Argument<'s>>,
}

/// A piece of a body made by `-d` or its kin.
#[derive(Clone, Debug)]
pub struct Data<'s> {
    /// How curl treats it.
    pub kind: DataKind,
    /// The option and its value.
    pub argument: Argument<'s>,
}

/// The options that make a body of plain data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataKind {
    /// `-d`, `--data-ascii`: `@name` reads a file and drops its line breaks.
    Ascii,
    /// `--data-raw`: `@` means nothing special.
    Raw,
    /// `--data-binary`: `@name` reads a file as it is.
    Binary,
    /// `--data-urlencode`: curl percent-encodes the content.
    UrlEncode,
    /// `--json`.
    Json,
}

/// A command as curl would understand it.
#[derive(Clone, Debug)]
pub struct Parsed<'s> {
    /// Its operations; at least one.
    pub configs: Vec<Config<'s>>,
    /// Every argument, in order.
    pub arguments: Vec<Argument<'s>>,
    /// What had to be repaired.
    pub repairs: Vec<Repair>,
    /// The word at which curl stops before it asks anything: an option it does not know or whose argument is missing.
    pub stops: Option<Span>,
    /// The command asks curl about itself (`--help`, `--version`, `--manual`) and makes no request.
    pub asks_about_curl: bool,
}

/// Understands the words behind `curl`.
#[must_use]
pub fn parse<'s>(lexed: &Lexed<'s>, reading: Reading) -> Parsed<'s> {
    let parsed = Parsed {
        configs: vec![Config::default()],
        arguments: Vec::new(),
        repairs: Vec::new(),
        stops: None,
        asks_about_curl: false,
    };
    let mut parser = Parser { words: lexed.words.get(1..).unwrap_or(&[]), at: 0, reading, parsed };
    parser.run();
    parser.parsed
}

/// The repairs of one command that are remembered.
const MOST_REPAIRS: usize = 200;

struct Parser<'w, 's> {
    words: &'w [Word<'s>],
    at: usize,
    reading: Reading,
    parsed: Parsed<'s>,
}

impl<'s> Parser<'_, 's> {
    fn run(&mut self) {
        let mut options_end = false;
        while let Some(word) = self.words.get(self.at) {
            self.at += 1;
            let text = word.text.as_str();
            let dashes = if options_end { None } else { leading_dashes(text, self.reading) };
            match dashes {
                _ if !options_end && text == "--" => options_end = true,
                Some(Dashes { long: true, len, repaired }) => {
                    self.note_dashes(word, len, repaired);
                    self.long(word, len, repaired);
                }
                Some(Dashes { long: false, len, repaired }) => {
                    self.note_dashes(word, len, repaired);
                    self.short(word, len, repaired);
                }
                None => self.address(word),
            }
        }
    }

    fn address(&mut self, word: &Word<'s>) {
        let value = Some(word.text.clone());
        let argument = Argument { option: None, span: word.span, value, word: word.span };
        self.parsed.arguments.push(argument.clone());
        self.config().urls.push(argument);
    }

    /// `--name`, `--name value`, `--name=value` (curl 8.16).
    fn long(&mut self, word: &Word<'s>, dashes: usize, repaired: bool) {
        let text = word.text.as_str();
        let (name, value) = match text[dashes..].split_once('=') {
            Some((name, _)) => (name, Some(word.text.slice(dashes + name.len() + 1, text.len()))),
            None => (&text[dashes..], None),
        };
        let name = name.strip_prefix("expand-").unwrap_or(name);
        let (option, switch) = match options::long(name) {
            Named::Known(option, switch) => (option, switch),
            Named::Unknown(Some(near)) if self.reading == Reading::Intent => {
                self.repair(RepairKind::UnknownOption, word, dashes, dashes + name.len(), near.name);
                (near, Switch::On)
            }
            Named::Unknown(_) => {
                self.stop(word);
                if self.reading == Reading::Intent {
                    self.repair(RepairKind::UnknownOption, word, dashes, dashes + name.len(), "");
                }
                return;
            }
        };
        match (option.arity, value) {
            (Arity::None, _) => self.switch(option, switch, word),
            (Arity::One, Some(value)) => self.option(option, word.span, Some(value), word.span, repaired),
            (Arity::One, None) => self.option_with_next(option, word, repaired),
        }
    }

    /// `-x`, `-xyz`, `-xVALUE`.
    fn short(&mut self, word: &Word<'s>, dashes: usize, repaired: bool) {
        let text = word.text.as_str();
        let mut at = dashes;
        while let Some(character) = text[at..].chars().next() {
            let next = at + character.len_utf8();
            let known = u8::try_from(character).ok().and_then(options::short);
            match known {
                None => {
                    self.stop(word);
                    if self.reading == Reading::Intent {
                        self.repair(RepairKind::UnknownOption, word, at, next, "");
                    }
                    return;
                }
                Some((option, switch)) if option.arity == Arity::None => self.switch(option, switch, word),
                Some((option, _)) if next < text.len() => {
                    let value = word.text.slice(next, text.len());
                    return self.option(option, word.span, Some(value), word.span, repaired);
                }
                Some((option, _)) => return self.option_with_next(option, word, repaired),
            }
            at = next;
        }
    }

    fn option_with_next(&mut self, option: &'static CurlOption, word: &Word<'s>, repaired: bool) {
        match self.words.get(self.at) {
            Some(next) => {
                self.at += 1;
                let (value, place) = self.scattered(option, next).unwrap_or_else(|| (next.text.clone(), next.span));
                self.option(option, word.span.join(place), Some(value), place, repaired);
            }
            None => {
                self.stop(word);
                self.option(option, word.span, None, word.span, repaired);
            }
        }
    }

    /// A header put together of the words that the shell made of it, and where they stand.
    fn scattered(&mut self, option: &CurlOption, header: &Word<'s>) -> Option<(Text<'s>, Span)> {
        if self.reading == Reading::Wire || option.name != "header" {
            return None;
        }
        let (before, behind) = self.words.split_at(self.at);
        let strays = behind.get(..strays(header, before, behind))?;
        let place = header.span.join(strays.last()?.span);
        let value = strays.iter().fold(header.text.trim(), |whole, stray| join(&whole, " ", &stray.text));
        self.at += strays.len();
        let characters = header.text.as_str().to_owned();
        let kind = RepairKind::UnquotedHeader;
        self.parsed.repairs.push(Repair { kind, span: header.span, characters, meant: "", word: place, lost: None });
        Some((value.marked(Mark::Repaired), place))
    }

    fn stop(&mut self, word: &Word<'s>) {
        self.parsed.stops.get_or_insert(word.span);
    }

    fn switch(&mut self, option: &'static CurlOption, switch: Switch, word: &Word<'s>) {
        let argument = Argument { option: Some(option.name), span: word.span, value: None, word: word.span };
        if self.parsed.arguments.last().is_none_or(|last| last.span != word.span) {
            self.parsed.arguments.push(argument);
        }
        let on = switch == Switch::On;
        let span = on.then_some(word.span);
        let config = self.config();
        match option.name {
            "get" => config.get = span,
            "head" => config.head = span,
            "location" | "location-trusted" => config.location = span,
            "globoff" => config.globoff = on,
            "path-as-is" => config.path_as_is = on,
            "compressed" => config.compressed = on,
            "next" if config.urls.is_empty() => {}
            "next" => self.parsed.configs.push(Config::default()),
            "help" | "version" | "manual" => self.parsed.asks_about_curl = true,
            name => {
                config.switches.retain(|other| *other != name);
                if on {
                    config.switches.push(name);
                }
            }
        }
    }

    fn option(&mut self, option: &'static CurlOption, span: Span, value: Option<Text<'s>>, word: Span, repaired: bool) {
        let value = if repaired { value.map(|value| value.marked(Mark::Repaired)) } else { value };
        let argument = Argument { option: Some(option.name), span, value, word };
        self.parsed.arguments.push(argument.clone());
        if argument.value.is_none() {
            return;
        }
        let config = self.config();
        let data = |kind| Data { kind, argument: argument.clone() };
        match option.name {
            "url" => config.urls.push(argument),
            "request" => config.request = Some(argument),
            "data" | "data-ascii" => config.data.push(data(DataKind::Ascii)),
            "data-raw" => config.data.push(data(DataKind::Raw)),
            "data-binary" => config.data.push(data(DataKind::Binary)),
            "data-urlencode" => config.data.push(data(DataKind::UrlEncode)),
            "json" => config.data.push(data(DataKind::Json)),
            "form" | "form-string" => config.forms.push(argument),
            "header" => config.headers.push(argument),
            "user" => config.user = Some(argument),
            "oauth2-bearer" => config.bearer = Some(argument),
            "cookie" => config.cookies.push(argument),
            "user-agent" => config.user_agent = Some(Box::new(argument)),
            "referer" => config.referer = Some(Box::new(argument)),
            "url-query" => config.url_query.push(argument),
            "upload-file" if config.upload.is_none() => config.upload = Some(argument),
            "upload-file" => config.more_uploads.push(argument),
            "range" => config.range = Some(Box::new(argument)),
            "request-target" => config.request_target = Some(Box::new(argument)),
            _ => config.others.push(argument),
        }
    }

    fn config(&mut self) -> &mut Config<'s> {
        if self.parsed.configs.is_empty() {
            self.parsed.configs.push(Config::default());
        }
        let last = self.parsed.configs.len() - 1;
        &mut self.parsed.configs[last]
    }

    fn note_dashes(&mut self, word: &Word<'s>, len: usize, repaired: bool) {
        if repaired {
            let long = word.text.as_str()[len..].chars().nth(1).is_some();
            self.repair(RepairKind::DashLookalike, word, 0, len, if long { "--" } else { "-" });
        }
    }

    fn repair(&mut self, kind: RepairKind, word: &Word<'s>, start: usize, end: usize, meant: &'static str) {
        if self.parsed.repairs.len() >= MOST_REPAIRS {
            return;
        }
        let span = word.text.span_of(start, end);
        let characters = word.text.as_str()[start..end].to_owned();
        self.parsed.repairs.push(Repair { kind, span, characters, meant, word: word.span, lost: None });
    }
}

struct Dashes {
    long: bool,
    len: usize,
    repaired: bool,
}

/// The dashes that make a word an option; typographic ones are taken for what they were meant to be.
fn leading_dashes(text: &str, reading: Reading) -> Option<Dashes> {
    let lookalike = |c: char| matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}');
    if text.starts_with('-') && !text[1..].starts_with(lookalike) {
        let long = text.starts_with("--");
        return (text.len() > 1).then_some(Dashes { long, len: if long { 2 } else { 1 }, repaired: false });
    }
    if reading == Reading::Wire || !text.starts_with(|c: char| c == '-' || lookalike(c)) {
        return None;
    }
    let name = text.trim_start_matches(|c: char| c == '-' || lookalike(c));
    let len = text.len() - name.len();
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let single = text[..len].chars().count() == 1;
    let em = text.starts_with('\u{2014}');
    let named = matches!(options::long(name.split('=').next().unwrap_or(name)), Named::Known(..));
    let long = name.len() > 1 && (em || !single || named);
    Some(Dashes { long, len, repaired: true })
}

impl Config<'_> {
    /// Whether this switch, one of those without a field of their own, is on.
    #[must_use]
    pub fn is_on(&self, name: &str) -> bool {
        self.switches.contains(&name)
    }

    /// The argument of this option, one of those without a field of their own; the last one counts.
    #[must_use]
    pub fn other(&self, name: &str) -> Option<&str> {
        let last = self.others.iter().rfind(|argument| argument.option == Some(name))?;
        last.value.as_ref().map(Text::as_str)
    }

    /// The last option that asks for an HTTP version, by its long name.
    #[must_use]
    pub fn http_version(&self) -> Option<&'static str> {
        self.switches.iter().rfind(|name| name.starts_with("http") && **name != "http0.9").copied()
    }
}

impl<'s> Data<'s> {
    /// The text of the value; options without one never become data.
    #[must_use]
    pub fn value(&self) -> Cow<'_, Text<'s>> {
        match &self.argument.value {
            Some(value) => Cow::Borrowed(value),
            None => Cow::Owned(Text::new("", crate::text::OffsetMap::empty(self.argument.span.end), Vec::new())),
        }
    }
}
