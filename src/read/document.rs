//! A pasted document, line by line: commands, answers, addresses, console messages and prose, in order.

use std::collections::VecDeque;

use memchr::{memchr, memmem};

use super::answer::{self, Answer, Line, Taken};
use super::prose::{self, Told};
use super::shell::Setting;
use super::{curl, json, talk, url};
use crate::exchange::{Exchange, Form, Provenance, Repair, Request, Response, Sourced};
use crate::text::{MapBuilder, Span, Text, invisible};

/// Reads a document exchange by exchange; only the one that may still get its answer is held back.
#[derive(Debug)]
pub struct Document<'s> {
    doc: Text<'s>,
    at: usize,
    read: usize,
    ready: VecDeque<Exchange<'s>>,
    open: Option<Open<'s>>,
    told: Told<'s>,
    /// Prose lines that were passed and not yet searched.
    prose: Option<(usize, usize)>,
}

/// An exchange that may still get an answer.
#[derive(Debug)]
struct Open<'s> {
    form: Form,
    span: Span,
    request: Request<'s>,
    repairs: Vec<Repair>,
    answer: Answer<'s>,
    /// An answer that is known otherwise: the query of a callback, a console message.
    response: Option<Response<'s>>,
}

impl<'s> Document<'s> {
    /// A reader of `doc` from its first line on.
    #[must_use]
    pub fn new(doc: Text<'s>) -> Self {
        let at = if doc.as_str().starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self { doc, at, read: 0, ready: VecDeque::new(), open: None, told: Told::default(), prose: None }
    }

    fn line(&mut self) {
        let line = answer::line_at(self.doc.as_str(), self.at);
        let content = &self.doc.as_str()[line.start..line.end];
        let trimmed = content.trim();
        if trimmed.is_empty() {
            self.at = line.next;
            if let Some(open) = &mut self.open {
                open.answer.take(&self.doc, Line { end: line.start, ..line });
            }
            return self.search_prose();
        }
        if let Some((start, setting)) = command_start(self.doc.as_str(), line) {
            return self.command(line, start, setting);
        }
        let comment = (trimmed.starts_with('#') && !trimmed.starts_with("#access_token")) || trimmed.starts_with("//");
        if comment || trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            self.at = line.next;
            return self.search_prose();
        }
        if trimmed.starts_with('{') && talk::is_announced(self.doc.as_str(), line.start) {
            return self.example_answer(line);
        }
        if let Some(open) = &mut self.open
            && let Taken::Until(next) = open.answer.take(&self.doc, line)
        {
            self.at = next.max(line.start + 1);
            return;
        }
        self.at = line.next;
        if let Some(cors) = prose::cors(&self.doc, line) {
            return self.console(line, cors);
        }
        if let Some((address, next)) = lone_address(&self.doc, line) {
            self.at = next;
            return self.address(address);
        }
        if self.open.is_none() && starts_answer(trimmed) {
            return self.answer_without_request(line);
        }
        self.prose = Some(self.prose.map_or((line.start, line.end), |(start, _)| (start, line.end)));
    }

    fn command(&mut self, line: Line, start: usize, setting: Setting) {
        if start > line.start {
            let before = line.start.max(self.at);
            self.prose = Some(self.prose.map_or((before, start), |(from, _)| (from, start)));
        }
        self.search_prose();
        let read = curl::read(&self.doc, start, setting);
        let last = read.requests.len().saturating_sub(1);
        for (index, request) in read.requests.into_iter().enumerate() {
            self.begin(Form::Curl, read.span, request);
            if let Some(open) = &mut self.open {
                open.repairs = if index == last || index == 0 { read.repairs.clone() } else { Vec::new() };
            }
        }
        self.at = self.behind_command(read.end.max(start + 1), setting);
    }

    /// Behind a command: at the next line, or still on this one where another command or a sentence goes on.
    fn behind_command(&self, end: usize, setting: Setting) -> usize {
        let text = self.doc.as_str();
        if end >= text.len() || text.as_bytes()[end - 1] == b'\n' {
            return end.min(text.len());
        }
        let line_end = memchr(b'\n', &text.as_bytes()[end..]).map_or(text.len(), |n| end + n);
        let more = memmem::find(&text.as_bytes()[end..line_end], b"curl").is_some();
        if more || setting.closer.is_some() { end } else { (line_end + 1).min(text.len()) }
    }

    fn address(&mut self, address: Text<'s>) {
        self.search_prose();
        let span = address.span();
        let url = url::parse(address);
        let params = url::params(&url);
        let response = prose::callback(&url);
        // An address without parameters is named rather than called.
        let called = !params.is_empty();
        let form = if called { Form::Url } else { Form::Prose };
        let method = called.then(|| Sourced { value: "GET".to_owned(), span, provenance: Provenance::Guessed });
        self.begin(form, span, Request { url: Some(url), params, method, ..Request::default() });
        if let Some(open) = &mut self.open {
            open.response = response;
        }
    }

    fn console(&mut self, line: Line, cors: prose::Cors<'s>) {
        self.search_prose();
        let span = self.doc.span_of(line.start, line.end);
        let url = cors.url.map(url::parse);
        let params = url.as_ref().map(url::params).unwrap_or_default();
        let headers = cors.origin.map(|origin| origin_header(origin, cors.sign)).into_iter().collect();
        self.begin(Form::Console, span, Request { url, params, headers, ..Request::default() });
        if let Some(open) = &mut self.open {
            open.response = Some(Response { span: cors.sign, cors: Some(cors.sign), ..Response::default() });
        }
    }

    /// Documentation shows an answer that can come: it is passed over.
    fn example_answer(&mut self, line: Line) {
        self.search_prose();
        let text = self.doc.as_str();
        let start = line.start + (line.end - line.start - text[line.start..line.end].trim_start().len());
        let end = json::prefix(&self.doc, start).map_or(line.end, |(_, end)| end);
        self.at = answer::line_at(text, end.max(line.start)).next.max(line.next);
    }

    /// An answer stands alone: what was asked is told before it, or not at all.
    fn answer_without_request(&mut self, line: Line) {
        self.search_prose();
        let mut answer = Answer::default();
        if let Taken::Until(next) = answer.take(&self.doc, line) {
            let here = self.doc.span_of(line.start, line.end);
            let asks = !self.told.params.is_empty() && !self.told.has_answer();
            let told = if asks { std::mem::take(&mut self.told) } else { Told::default() };
            let span = told.span().map_or(here, |span| span.join(here));
            self.begin(Form::Prose, span, told.request(None));
            if let Some(open) = &mut self.open {
                open.answer = answer;
            }
            self.at = next.max(line.start + 1);
        }
    }

    fn begin(&mut self, form: Form, span: Span, request: Request<'s>) {
        self.close();
        let (answer, response) = (Answer::default(), None);
        self.open = Some(Open { form, span, request, repairs: Vec::new(), answer, response });
    }

    /// The open exchange gets no more: it takes what prose told of its answer and goes out.
    fn close(&mut self) {
        self.search_prose();
        let Some(open) = self.open.take() else { return self.tell() };
        let mut response = open.answer.finish().or(open.response);
        let told_belongs = self.told.params.is_empty() && self.told.has_answer();
        if response.is_none() && told_belongs {
            response = self.told.response();
            self.told = Told::default();
        }
        let form = match (open.form, &response) {
            (Form::Curl, Some(response)) if response.provenance == Provenance::Stated => Form::CurlTranscript,
            (form, _) => form,
        };
        let span = response.as_ref().map_or(open.span, |r| open.span.join(r.span));
        self.push(form, span, open.request, response, open.repairs);
        if !told_belongs {
            self.tell();
        }
    }

    /// What prose told becomes an exchange of its own, if it is enough for one.
    fn tell(&mut self) {
        if !self.told.is_exchange() {
            for address in std::mem::take(&mut self.told.urls) {
                self.told_address(address);
            }
            if !self.told.has_answer() {
                self.told = Told::default();
            }
            return;
        }
        let mut told = std::mem::take(&mut self.told);
        let Some(span) = told.span() else { return };
        let response = told.response();
        let request = told.request(response.as_ref().map(|response| response.span));
        self.push(Form::Prose, span, request, response, Vec::new());
    }

    fn told_address(&mut self, address: Text<'s>) {
        let span = address.span();
        let url = url::parse(address);
        let params = url::params(&url);
        let response = prose::callback(&url);
        let form = if params.is_empty() { Form::Prose } else { Form::Url };
        self.push(form, span, Request { url: Some(url), params, ..Request::default() }, response, Vec::new());
    }

    fn push(
        &mut self,
        form: Form,
        span: Span,
        request: Request<'s>,
        response: Option<Response<'s>>,
        repairs: Vec<Repair>,
    ) {
        let id = self.read;
        self.read += 1;
        self.ready.push_back(Exchange { id, form, span, request, response, repairs, ..Exchange::default() });
    }

    fn search_prose(&mut self) {
        if let Some((start, end)) = self.prose.take() {
            self.told.scan(&self.doc, start, end);
        }
    }
}

impl<'s> Iterator for Document<'s> {
    type Item = Exchange<'s>;

    fn next(&mut self) -> Option<Exchange<'s>> {
        loop {
            if let Some(exchange) = self.ready.pop_front() {
                return Some(exchange);
            }
            if self.at < self.doc.as_str().len() {
                self.line();
                continue;
            }
            self.close();
            self.search_prose();
            self.tell();
            if self.ready.is_empty() {
                return None;
            }
        }
    }
}

fn origin_header(origin: Text<'_>, sign: Span) -> crate::exchange::Header<'_> {
    let name = Text::implied("Origin", sign);
    crate::exchange::Header { name, line: origin.clone(), value: origin, fault: None }
}

/// Where a line's curl command starts, if it holds one, and what it stands in.
fn command_start(text: &str, line: Line) -> Option<(usize, Setting)> {
    let content = &text[line.start..line.end];
    let mut from = 0;
    while let Some(found) = memmem::find(&content.as_bytes()[from..], b"curl").map(|n| from + n) {
        if let Some(setting) = begins_command(content, found, text, line) {
            return Some((line.start + found, setting));
        }
        from = found + 4;
    }
    None
}

/// Whether the `curl` at `found` is a command rather than a word, and what it stands in.
fn begins_command(line: &str, found: usize, text: &str, place: Line) -> Option<Setting> {
    let before = &line[..found];
    let behind = &line[found + 4..];
    let behind = behind.strip_prefix(".exe").unwrap_or(behind);
    let last = before.chars().next_back();
    if !last
        .is_none_or(|c| c.is_whitespace() || matches!(c, '`' | '(' | ';' | '|' | '&' | '"' | '\'' | '!' | '/' | '@'))
    {
        return None;
    }
    let prefix = before.trim_start_matches([' ', '\t', '\u{a0}']);
    let quoted = prefix.starts_with("> ") || prefix.starts_with(">>");
    let prefix = prefix.trim_start_matches(['>', ' ']);
    if prefix.starts_with('#') || prefix.starts_with("//") {
        return None;
    }
    let at_start = prefix.is_empty() || is_prompt(prefix) || is_shell_prefix(prefix);
    let closer = match last {
        Some('`') => Some(b'`'),
        Some('(') if prefix.ends_with("\"$(") => None,
        Some('"') if !at_start || prefix.ends_with("=\"") => Some(b'"'),
        Some('\'') if !at_start || prefix.ends_with("='") => Some(b'\''),
        _ => None,
    };
    let prompted = quoted || is_prompt(prefix);
    let goes_on = looks_like_arguments(behind, at_start, text, place);
    let says_enough = closer.is_none_or(|closer| is_whole_command(behind, closer, prefix));
    (goes_on && says_enough && (at_start || closer.is_some() || follows_colon(prefix)))
        .then_some(Setting { closer, prompted })
}

/// Whether what stands in quotes is a command to run rather than the name of one (`curl -v`), or its first half
/// (`CURL="curl -s"`).
fn is_whole_command(behind: &str, closer: u8, prefix: &str) -> bool {
    let inner = memchr(closer, behind.as_bytes()).map_or(behind, |end| &behind[..end]);
    let assigned = prefix.trim_end_matches(['"', '\'']).ends_with('=');
    let sends = |word: &str| {
        let long =
            ["--data", "--header", "--user", "--form", "--json", "--url"].iter().any(|name| word.starts_with(name));
        long || ["-d", "-H", "-u", "-F"].iter().any(|name| word.starts_with(name))
    };
    inner.contains("://")
        || inner.contains('\n')
        || (!assigned && (inner.contains(['/', '.']) || inner.split_whitespace().any(sends)))
}

/// A shell's prompt: `$ `, `% `, `user@host:~$ `, `PS C:\> `, `➜ ~ `.
fn is_prompt(prefix: &str) -> bool {
    let trimmed = prefix.trim_end();
    let sign = trimmed.chars().next_back();
    let short = trimmed.len() <= 80 && prefix.ends_with(' ');
    let list_item =
        matches!(trimmed, "-" | "*" | "•" | "+") || trimmed.trim_end_matches(['.', ')']).parse::<u32>().is_ok();
    short && (list_item || (matches!(sign, Some('$' | '%' | '>' | '❯' | '➜' | '#' | '~')) && !trimmed.contains("://")))
}

/// What may stand before a command on its line: assignments, other commands, `sudo`, `if`, `$(`.
fn is_shell_prefix(prefix: &str) -> bool {
    let trimmed = prefix.trim_end();
    if trimmed.ends_with(['|', ';', '&', '(', '`']) {
        return true;
    }
    const WORDS: [&str; 23] = [
        "sudo", "time", "exec", "env", "nohup", "if", "while", "until", "then", "do", "else", "!", "&&", "||", "{",
        "command", "RUN", "run:", "$", "watch", "CMD", "timeout", "@",
    ];
    let known = |word: &str| {
        let assignment =
            word.find('=').is_some_and(|n| n > 0 && word[..n].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
        WORDS.contains(&word)
            || assignment
            || word.starts_with('-')
            || word.starts_with('/')
            || is_prompt(&format!("{word} "))
            || word.bytes().all(|b| b.is_ascii_digit())
    };
    trimmed.split_whitespace().all(known)
}

/// Prose leads over to a command: `We run: curl ..`.
fn follows_colon(prefix: &str) -> bool {
    let trimmed = prefix.trim_end();
    trimmed.ends_with(':') || trimmed.ends_with("->") || trimmed.ends_with('=')
}

/// Whether what follows the word can be curl's arguments.
fn looks_like_arguments(behind: &str, at_start: bool, text: &str, place: Line) -> bool {
    let Some(first) = behind.chars().next() else {
        let next = text[place.next..].lines().next().unwrap_or("");
        return at_start && curl::options::starts_with_option(next.trim_start());
    };
    if matches!(first, '{' | '[' | '<') {
        return true;
    }
    let spaced = first.is_whitespace() || first == '\\' || invisible(first).is_some();
    if !spaced {
        return false;
    }
    let argument = behind.trim_start_matches(|c: char| c.is_whitespace() || invisible(c).is_some());
    let word = argument.split_whitespace().next().unwrap_or("");
    let redirected = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '&').starts_with('>');
    if redirected || word.starts_with("&&") || word.starts_with('|') || word == "&" {
        return false;
    }
    match argument.chars().next() {
        None => at_start,
        Some('-' | '–' | '—' | '−' | '"' | '\'' | '“' | '”' | '‘' | '’' | '\\' | '$' | '{' | '<' | '&') => {
            true
        }
        Some(_) => word.contains("://") || word.contains('/') || word.contains("localhost") || is_host(word),
    }
}

fn is_host(word: &str) -> bool {
    let host = word.split([':', '/', '?']).next().unwrap_or("");
    let dotted = host.contains('.') && !host.ends_with('.') && !host.starts_with('.');
    dotted && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
}

/// The address of a line that holds nothing else, bullets, brackets and labels aside.
fn lone_address<'s>(doc: &Text<'s>, line: Line) -> Option<(Text<'s>, usize)> {
    let content = &doc.as_str()[line.start..line.end];
    let found = content
        .find("http")
        .filter(|&n| content[n..].starts_with("http://") || content[n..].starts_with("https://"))?;
    let before = content[..found].trim();
    let label = before.trim_end_matches(['<', '"', '\'', '`', '(', '“']).trim_end();
    let is_label = label.is_empty()
        || matches!(label, "-" | "*" | ">" | "GET" | "→" | "->" | "=>" | "•")
        || (label.ends_with([':', ')', '.']) && label.len() < 40)
        || label.ends_with('=');
    let end = prose::address_end(content, found);
    let behind = content[end..]
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '"' | '\'' | '`' | ')' | '”' | '.' | ',' | ';'));
    if !is_label || !behind.is_empty() {
        return None;
    }
    let (address, next) = continued(doc, line.start + found, line.start + end, line.next);
    prose::is_telling(address.as_str()).then_some((address, next))
}

/// An address that goes on in the next lines, a parameter a line, as documentation sets long ones; and the line behind.
fn continued<'s>(doc: &Text<'s>, start: usize, end: usize, mut next: usize) -> (Text<'s>, usize) {
    let text = doc.as_str();
    let mut pieces = vec![(start, end)];
    let mut open = text[start..end].ends_with(['?', '&']);
    while next < text.len() {
        let line = answer::line_at(text, next);
        let content = &text[line.start..line.end];
        let pair = content.trim();
        let joins = open || pair.starts_with(['&', '?']);
        if !joins || !pair.contains('=') || pair.contains(char::is_whitespace) {
            break;
        }
        let from = line.start + (content.len() - content.trim_start().len());
        pieces.push((from, from + pair.len()));
        open = pair.ends_with(['?', '&']);
        next = line.next;
    }
    if pieces.len() == 1 {
        return (doc.slice(start, end), next);
    }
    let mut map = MapBuilder::new();
    pieces.iter().for_each(|&(from, to)| map.copy(doc.map(), from, to));
    let joined: String = pieces.iter().map(|&(from, to)| &text[from..to]).collect();
    (Text::new(joined, map.finish(doc.span_of(start, start).start), Vec::new()), next)
}

/// Whether a line begins an answer that can stand without its request.
fn starts_answer(line: &str) -> bool {
    line.starts_with("HTTP/") || line.starts_with("< HTTP/") || (line.starts_with('{') && line.contains("error"))
}
