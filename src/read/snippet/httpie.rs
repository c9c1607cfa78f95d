//! Commands of HTTPie and xh (httpie.io/docs/cli, Request items of HTTPie 3, as it is remembered on 2026-11-22).

use super::prompt::begins_command;
use super::{Around, Snip, Snippet};
use crate::exchange::{Form, Header, Login, Provenance, Sourced};
use crate::read::answer::Line;
use crate::read::asked::{Asked, Content, Media, Row, implied};
use crate::read::shell::{self, Reading, Setting, Word};
use crate::text::{Composer, Mark, Span, Text};

/// Options that take a value.
const WITH_VALUE: [&str; 17] = [
    "--auth",
    "-a",
    "--auth-type",
    "-A",
    "--output",
    "-o",
    "--session",
    "--print",
    "-p",
    "--timeout",
    "--verify",
    "--proxy",
    "--style",
    "-s",
    "--raw",
    "--pretty",
    "--boundary",
];

/// The form of HTTPie's commands.
#[derive(Debug)]
pub(super) struct Httpie;

impl Snippet for Httpie {
    fn marks(&self) -> &'static [&'static str] {
        &["http ", "https ", "xh ", "xhs "]
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, _around: &mut Around<'s>) -> Option<Snip<'s>> {
        let (start, scheme) = command(&doc.as_str()[line.start..line.end])?;
        let start = line.start + start;
        let lexed = shell::lex(doc, start, Reading::Intent, Setting::default());
        let (name, words) = lexed.words.split_first()?;
        let given = Given::of(words);
        // `http` is an ordinary word: only what stands behind it makes a command of it.
        let address = given.address()?.as_str();
        (address.contains(['/', '.']) || address.starts_with(':')).then_some(())?;
        let request = given.asked(scheme, name.span, lexed.stdin.as_ref())?.request(name.span);
        let span = doc.span_of(start, lexed.last);
        let end = lexed.end.max(start + 1);
        let requests = vec![(request, None)];
        Some(Snip { form: Form::Httpie, start, span, requests, answer: None, repairs: lexed.repairs, end })
    }
}

/// Where a line's command begins, and the scheme of addresses that have none.
fn command(line: &str) -> Option<(usize, &'static str)> {
    let commands = [("https ", "https://"), ("http ", "http://"), ("xhs ", "https://"), ("xh ", "http://")];
    commands.into_iter().find_map(|(name, scheme)| {
        let at = line.find(name).filter(|at| begins_command(&line[..*at]))?;
        // Before the address stand options and a method, if anything.
        let first = line[at + name.len()..].split_whitespace().next()?;
        let leads = first.starts_with('-') || is_method(first) || first == "\\";
        (leads || first.contains(['/', '.', '$']) || first.starts_with(':')).then_some((at, scheme))
    })
}

fn is_method(word: &str) -> bool {
    (3..=7).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// What a command was given.
#[derive(Debug, Default)]
struct Given<'s> {
    form: bool,
    /// Where JSON is asked for, though there may be nothing to send.
    json: Option<Span>,
    multipart: bool,
    auth: Option<Text<'s>>,
    auth_type: Option<Text<'s>>,
    raw: Option<Text<'s>>,
    words: Vec<Text<'s>>,
}

impl<'s> Given<'s> {
    fn of(words: &[Word<'s>]) -> Self {
        let mut given = Self::default();
        let mut rest = words.iter();
        while let Some(word) = rest.next() {
            let text = word.text.as_str();
            if !text.starts_with('-') || text.len() < 2 {
                given.words.push(word.text.clone());
                continue;
            }
            let (name, own) = match text.find('=').filter(|_| text.starts_with("--")) {
                Some(equals) => (&text[..equals], Some(word.text.slice(equals + 1, text.len()))),
                None => (text, None),
            };
            let takes = WITH_VALUE.contains(&name);
            let value = own.or_else(|| if takes { rest.next().map(|word| word.text.clone()) } else { None });
            match name {
                "--form" | "-f" => given.form = true,
                "--json" | "-j" => given.json = Some(word.span),
                "--multipart" => given.multipart = true,
                "--auth" | "-a" => given.auth = value,
                "--auth-type" | "-A" => given.auth_type = value,
                "--raw" => given.raw = value,
                _ => given.form |= !name.starts_with("--") && !takes && name.contains('f'),
            }
        }
        given
    }

    fn address(&self) -> Option<&Text<'s>> {
        self.words.iter().find(|word| !is_method(word.as_str()))
    }

    fn asked(self, scheme: &'static str, place: Span, stdin: Option<&Text<'s>>) -> Option<Asked<'s>> {
        let mut words = self.words.into_iter().peekable();
        let method = words.next_if(|word| is_method(word.as_str()));
        let address = words.next()?;
        let mut items = Items::default();
        words.for_each(|word| items.take(&word));
        let mut asked = Asked { headers: items.headers, query: items.query, ..Asked::default() };
        asked.address = Some(with_scheme(&address, scheme));
        let has_data = !items.fields.is_empty() || self.raw.is_some() || stdin.is_some();
        asked.method = Some(match method {
            Some(method) => {
                Sourced { value: method.as_str().to_owned(), span: method.span(), provenance: Provenance::Stated }
            }
            None => implied(if has_data { "POST" } else { "GET" }, place),
        });
        let rows = |fields: Vec<(Row<'s>, bool)>| fields.into_iter().map(|(row, _)| row).collect();
        asked.content = match self.raw.as_ref().or(stdin) {
            Some(raw) if items.fields.is_empty() => {
                Content::Text(raw.clone(), if self.form { Media::Form } else { Media::Json })
            }
            _ if items.fields.is_empty() => {
                let json = self.json.map(|at| Row::implied("Content-Type", "application/json", at).header());
                asked.headers.extend(json);
                Content::None
            }
            _ if self.multipart || (self.form && items.has_file) => Content::Parts(rows(items.fields)),
            _ if self.form => Content::Fields(rows(items.fields)),
            _ => Content::Text(json(&items.fields), Media::Json),
        };
        let bearer = self.auth_type.is_some_and(|kind| kind.as_str() == "bearer");
        asked.login = self.auth.map(|auth| if bearer { Login::Bearer(auth) } else { Login::Basic(auth) });
        Some(asked)
    }
}

/// `example.org/path` and `:8080/path` get the command's scheme.
fn with_scheme<'s>(address: &Text<'s>, scheme: &str) -> Text<'s> {
    if address.as_str().contains("://") || address.is_symbolic() {
        return address.clone();
    }
    let mut whole = Composer::default();
    let local = if address.as_str().starts_with(':') { "localhost" } else { "" };
    whole.imply(&format!("{scheme}{local}"), Span::at(address.span().start));
    whole.take(address);
    whole.finish(address.span().start)
}

/// The items of a request.
#[derive(Debug, Default)]
struct Items<'s> {
    headers: Vec<Header<'s>>,
    query: Vec<Row<'s>>,
    /// Fields of the body, and whether each is JSON as it stands.
    fields: Vec<(Row<'s>, bool)>,
    has_file: bool,
}

impl<'s> Items<'s> {
    /// The longest sign at the earliest place divides an item; a backslash makes an ordinary character of a sign.
    fn take(&mut self, word: &Text<'s>) {
        let text = word.as_str();
        let signs = [":=@", "==@", "==", ":=", "=@", ":@", "=", ":", "@", ";"];
        let escaped = |at: usize| text[..at].ends_with('\\');
        let Some((at, _)) = text.match_indices([':', '=', '@', ';']).find(|(at, _)| !escaped(*at)) else { return };
        let Some(sign) = signs.into_iter().find(|sign| text[at..].starts_with(sign)) else { return };
        let name = unescaped(&word.slice(0, at));
        let value = word.slice(at + sign.len(), text.len());
        let value = if sign.contains('@') { value.marked(Mark::File) } else { value };
        let row = Row::stated(name, value);
        match sign {
            // A name alone takes the header away.
            ":" if row.value.as_str().is_empty() => {}
            ":" | ":@" | ";" => self.headers.push(Row { value: row.value.trim(), ..row.clone() }.header()),
            "==" | "==@" => self.query.push(row),
            "=" | "=@" => self.fields.push((row, false)),
            ":=" | ":=@" => self.fields.push((row, true)),
            "@" => {
                self.has_file = true;
                self.fields.push((row, false));
            }
            _ => {}
        }
    }
}

/// A name without the backslashes before its signs.
fn unescaped<'s>(name: &Text<'s>) -> Text<'s> {
    if !name.as_str().contains('\\') {
        return name.clone();
    }
    let mut out = Composer::default();
    let mut done = 0;
    for (at, _) in name.as_str().match_indices('\\') {
        out.take(&name.slice(done, at));
        done = at + 1;
    }
    out.take(&name.slice(done, name.as_str().len()));
    out.finish(name.span().start)
}

/// The fields as a JSON object.
fn json<'s>(fields: &[(Row<'s>, bool)]) -> Text<'s> {
    let mut out = Composer::default();
    let start = fields.first().map_or(0, |(row, _)| row.span().start);
    let escape = |c: char| matches!(c, '"' | '\\').then(|| format!("\\{c}"));
    for (index, (row, is_json)) in fields.iter().enumerate() {
        let at = Span::at(row.span().start);
        out.imply(if index == 0 { "{\"" } else { ",\"" }, at);
        out.take_escaped(&row.name, escape);
        out.imply(if *is_json { "\":" } else { "\":\"" }, Span::at(row.name.span().end));
        if *is_json {
            out.take(&row.value);
        } else {
            out.take_escaped(&row.value, escape);
            out.imply("\"", Span::at(row.value.span().end));
        }
    }
    let end = fields.last().map_or(0, |(row, _)| row.span().end);
    out.imply("}", Span::at(end));
    out.finish(start)
}
