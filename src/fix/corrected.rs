//! The corrected request to copy.

use super::encode::shell;
use super::layout::Layout;
use super::word::Quote;
use crate::exchange::{Argument, Exchange, Form, Request, Shell};
use crate::finding::{Part, Phrase, SecretKind};
use crate::text::{Mark, Span, Text};

/// Longest command, in characters, that is put on one line.
const WIDTH: usize = 80;

/// A secret of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secret {
    /// Where it stands.
    pub at: Span,
    /// What it is.
    pub kind: SecretKind,
}

/// Prints the request of an exchange afresh: every argument in its order, with no more quotes than it needs, one a
/// line where they are too long for one. `secrets` are those of the exchange, in any order.
///
/// Each [`Part::Secret`] stands between double quotes and no letter follows it, so that whoever shows the phrase may
/// put [`SecretKind::variable`] behind a dollar sign in its place: `-d "client_secret=$CLIENT_SECRET"`. `None` for
/// forms that hold no request to copy.
#[must_use]
pub fn corrected(exchange: &Exchange, source: &str, secrets: &[Secret]) -> Option<Phrase> {
    let mut secrets = secrets.to_vec();
    secrets.sort_by_key(|secret| secret.at);
    match exchange.form {
        Form::Curl | Form::CurlTranscript => {
            let command = exchange.request.command.as_deref().filter(|command| command.shell == Shell::Posix)?;
            let layout = Layout::new(source, command);
            let printed = |(index, a): (usize, &Argument)| match layout.cluster(index) {
                Some((_, letters)) => vec![Part::Words(format!("-{letters}").into())],
                None => argument(a, &secrets),
            };
            Some(laid_out(command.arguments.iter().enumerate().map(printed).collect()))
        }
        Form::Url => {
            Some(Phrase(stretches(&exchange.request.url.as_ref()?.text, &secrets).map(Stretch::part).collect()))
        }
        Form::Har | Form::Http | Form::Hurl | Form::HttpFile => recorded(&exchange.request, &secrets),
        // What these run is as good as a command, and easier to try.
        Form::Httpie | Form::Wget | Form::PowerShell | Form::JavaScript | Form::Python | Form::Php => {
            recorded(&exchange.request, &secrets)
        }
        // A span of these can hold several requests.
        Form::Postman | Form::Insomnia | Form::Bruno | Form::Prose | Form::Console | Form::Config => None,
    }
}

fn laid_out(arguments: Vec<Vec<Part>>) -> Phrase {
    let width: usize = arguments.iter().flatten().map(width).sum::<usize>() + arguments.len();
    let divider = if "curl".len() + width > WIDTH { " \\\n  " } else { " " };
    let mut out = vec![Part::Words("curl".into())];
    for (index, argument) in arguments.into_iter().enumerate() {
        out.push(Part::Words(if index == 0 { " " } else { divider }.into()));
        out.extend(argument);
    }
    Phrase(joined(out))
}

fn width(part: &Part) -> usize {
    match part {
        Part::Words(words) => words.chars().count(),
        Part::Value(value) => value.chars().count(),
        Part::Secret { kind, .. } => kind.variable().len() + 1,
    }
}

fn argument(argument: &Argument, secrets: &[Secret]) -> Vec<Part> {
    let option = argument.option.map(written);
    let word = argument.value.as_ref().map(|value| word(value, secrets));
    match (option, word) {
        (Some(option), Some(word)) => [Part::Words((option + " ").into())].into_iter().chain(word).collect(),
        (Some(option), None) => vec![Part::Words(option.into())],
        (None, word) => word.unwrap_or_default(),
    }
}

/// The form in which people know the option.
fn written(option: &str) -> String {
    let short = match option {
        "data" => "-d",
        "form" => "-F",
        "get" => "-G",
        "globoff" => "-g",
        "head" => "-I",
        "header" => "-H",
        "include" => "-i",
        "insecure" => "-k",
        "location" => "-L",
        "request" => "-X",
        "silent" => "-s",
        "user" => "-u",
        "verbose" => "-v",
        long => return format!("--{long}"),
    };
    short.to_owned()
}

/// A recorded request as a command: the headers that somebody chose, and the body as it travelled.
fn recorded(request: &Request, secrets: &[Secret]) -> Option<Phrase> {
    const CHOSEN: [&str; 5] = ["authorization", "cookie", "content-type", "accept", "x-"];
    let url = request.url.as_ref().filter(|url| !url.host().is_empty())?;
    let body = match request.body.as_ref().map(|body| body.pieces.as_slice()) {
        None => None,
        Some([piece]) if !piece.is_symbolic() => Some(piece),
        Some(_) => return None,
    };
    let option = |name: &str, value: &Text| {
        [Part::Words(format!("{name} ").into())].into_iter().chain(word(value, secrets)).collect::<Vec<Part>>()
    };
    let mut arguments = Vec::new();
    let implied = if body.is_some() { "POST" } else { "GET" };
    if let Some(method) = request.method.as_ref().filter(|method| method.value != implied) {
        arguments.push(vec![Part::Words("-X ".into()), Part::Value(method.value.clone())]);
    }
    arguments.push(word(&url.text, secrets));
    for header in &request.headers {
        let name = header.name.as_str().to_ascii_lowercase();
        let default = name == "content-type" && header.value.as_str() == "application/x-www-form-urlencoded";
        if CHOSEN.iter().any(|chosen| name.starts_with(chosen)) && !name.starts_with("accept-") && !default {
            arguments.push(option("-H", &header.line()));
        }
    }
    arguments.extend(body.map(|body| option("--data-raw", body)));
    Some(laid_out(arguments))
}

/// What a stretch of a value is to the shell and to the reader.
enum Stretch<'a> {
    Text(&'a str),
    /// The shell puts something else there.
    Expansion(&'a str),
    Secret(SecretKind, &'a str, Span),
}

impl Stretch<'_> {
    fn part(self) -> Part {
        match self {
            Self::Text(text) | Self::Expansion(text) => Part::Value(text.to_owned()),
            Self::Secret(kind, value, at) => Part::Secret { kind, value: value.to_owned(), at: Some(at) },
        }
    }
}

/// Takes a value apart where secrets and expansions begin and end.
fn stretches<'a>(value: &'a Text, secrets: &'a [Secret]) -> impl Iterator<Item = Stretch<'a>> {
    let text = value.as_str();
    let expansions: Vec<_> = value.marks().iter().filter(|marked| marked.mark == Mark::Expansion).collect();
    let expanded = |at: usize| {
        let behind = expansions.partition_point(|marked| marked.range.end <= at);
        expansions.get(behind).map(|marked| marked.range.start).filter(|&start| start <= at)
    };
    let secret = |span: Span| {
        let behind = secrets.partition_point(|secret| secret.at.end <= span.start);
        secrets.get(behind).filter(|secret| secret.at.overlaps(span))
    };
    let mut runs: Vec<(usize, Option<&Secret>, Option<usize>)> = Vec::new();
    let in_one = expansions.is_empty() && secret(value.span()).is_none();
    for (at, c) in text.char_indices().take(if in_one { 1 } else { usize::MAX }) {
        let key = (secret(value.span_of(at, at + c.len_utf8())), expanded(at));
        if runs.last().is_none_or(|last| (last.1, last.2) != key) {
            runs.push((at, key.0, key.1));
        }
    }
    let ends: Vec<usize> = runs.iter().skip(1).map(|run| run.0).chain([text.len()]).collect();
    runs.into_iter().zip(ends).map(move |((start, secret, expansion), end)| match (secret, expansion) {
        // A variable hides its secret already.
        (_, Some(_)) => Stretch::Expansion(&text[start..end]),
        (Some(secret), None) => Stretch::Secret(secret.kind, &text[start..end], secret.at),
        (None, None) => Stretch::Text(&text[start..end]),
    })
}

/// A value as one word of the shell.
fn word(value: &Text, secrets: &[Secret]) -> Vec<Part> {
    let stretches: Vec<Stretch> = stretches(value, secrets).collect();
    let text = value.as_str();
    let quote = if stretches.iter().any(|stretch| !matches!(stretch, Stretch::Text(_))) {
        Quote::Double
    } else if !text.is_empty() && text.chars().all(|c| Quote::Bare.keeps(c)) {
        Quote::Bare
    } else {
        Quote::Single
    };
    let mut out = vec![Part::Words(quote.mark().into())];
    let mut after_secret = false;
    for stretch in stretches {
        let part = match stretch {
            Stretch::Text(text) => {
                if after_secret && text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
                    out.push(Part::Words("\"\"".into()));
                }
                Part::Value(shell(text, quote))
            }
            other => other.part(),
        };
        after_secret = matches!(part, Part::Secret { .. });
        out.push(part);
    }
    out.push(Part::Words(quote.mark().into()));
    out
}

/// Neighbouring words made one, empty ones dropped.
fn joined(parts: Vec<Part>) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    for part in parts {
        match (out.last_mut(), part) {
            (_, Part::Words(words)) if words.is_empty() => {}
            (Some(Part::Words(before)), Part::Words(words)) => before.to_mut().push_str(&words),
            (_, part) => out.push(part),
        }
    }
    out
}
