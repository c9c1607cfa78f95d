//! Sentences of a ticket: what they quote of a request and of its answer. Mere talk about a word is nothing.

mod call;
mod callback;
mod called;
mod client;
mod codes;
mod mere;
mod parameter;
mod refusal;
mod sent;
mod story;

use std::cell::OnceCell;

use crate::exchange::{
    Body, BodyKind, Encoding, Json, Param, Place, Provenance, Registration, Request, Response, Sourced,
};
use crate::read::said::{self, Refused};
use crate::read::source_code::{self, SourceCode};
use crate::read::{address, cors, json, talk, url};
use crate::text::{Span, Text, near};

use call::Call;
pub(super) use callback::callback;
use called::is_setting;
pub(super) use called::{asks_to_return, is_whole_address};
use codes::{ERRORS, is_of_entra};
pub(super) use codes::{lists_errors, names_an_error};
pub(super) use mere::is_mere_talk;
pub(super) use parameter::is_parameter;
use refusal::is_notice;
pub(super) use refusal::looks_like_error;
use story::{Story, is_of_tokens};

const REDIRECT_URI: &str = "redirect_uri";

/// Reason phrases behind a status that prose tells.
const REASONS: [&str; 7] =
    ["unauthorized", "forbidden", "not found", "method not allowed", "bad request", "too many requests", "unsupported"];

/// A paragraph with more objects that do not end is not read for them: each would be read to its end again.
const MOST_UNCLOSED: u32 = 16;

/// A part of a document in which no request stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passage<'d, 's> {
    pub(super) doc: &'d Text<'s>,
    pub(super) end: usize,
    /// What the whole document is made of; looked at where something is told.
    pub(super) code: &'d OnceCell<SourceCode>,
}

impl Passage<'_, '_> {
    /// Whether what stands here tells something that happened.
    fn tells(&self, start: usize, end: usize) -> bool {
        !talk::is_talk(self.doc.as_str(), start, end) && !self.is_code(start) && !self.source().is_changelog()
    }

    /// Whether a program stands here, which reports nothing.
    fn is_code(&self, at: usize) -> bool {
        let text = self.doc.as_str();
        self.source().holds(text, at) || source_code::is_in_comment(text, at)
    }

    fn source(&self) -> &SourceCode {
        self.code.get_or_init(|| SourceCode::of(self.doc.as_str()))
    }
}

/// What sentences told so far.
#[derive(Debug, Default)]
pub(super) struct Told<'s> {
    pub(super) params: Vec<Param<'s>>,
    pub(super) urls: Vec<Text<'s>>,
    error: Option<Text<'s>>,
    /// The error is spoken of rather than stated: it counts where somebody tells what happened to them.
    is_mentioned: bool,
    /// What is said beside the error code.
    description: Option<Text<'s>>,
    status: Option<Sourced<u16>>,
    body: Option<(Text<'s>, Json<'s>)>,
    /// A browser kept the answer from a page.
    cors: Option<Span>,
    /// What is sent: JSON that holds a grant type, a form.
    sent: Option<Text<'s>>,
    /// What a program sets besides.
    call: Call<'s>,
    span: Option<Span>,
    talks_of_tokens: bool,
    /// Somebody tells what happened to them, as a ticket does and documentation does not.
    is_personal: bool,
    /// The error codes that one paragraph names, a bit each.
    named: u32,
    /// How many objects of one paragraph went on to its end and were nothing.
    unclosed: u32,
    /// What is told of the client itself.
    pub(super) client: Registration<'s>,
    /// What is told of the request besides.
    story: Story,
}

impl<'s> Told<'s> {
    /// Adds what a passage tells from `start` on.
    pub(super) fn scan(&mut self, passage: &Passage<'_, 's>, start: usize) {
        let (text, end) = (passage.doc.as_str(), passage.end);
        let mut at = start;
        let told_before = self.error.is_some();
        self.named = 0;
        self.unclosed = 0;
        while at < end {
            let byte = text.as_bytes()[at];
            let begins_line = at == start || text.as_bytes()[at - 1] == b'\n';
            if begins_line {
                self.client(passage, at);
            }
            let is_said = || byte.is_ascii_uppercase() && text[..at].ends_with(": ");
            if (begins_line || matches!(byte, b'"' | b'`' | 0xE2) || is_said()) && !self.has_answer() {
                self.announced(passage, at);
            }
            if byte.is_ascii_alphanumeric() || byte == b'_' {
                at = self.word(passage, at);
            } else if byte == b'{' {
                at = self.brace(passage, at);
            } else {
                at += text[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
        // Three codes in one paragraph are a list of what can happen.
        if self.named.count_ones() >= 3 && !told_before {
            self.error = None;
            self.description = None;
        }
    }

    /// Forgets what was told within `span`: it turned out to be part of a request.
    pub(super) fn forget(&mut self, span: Span) {
        let outside = |text: &Text<'s>| !span.contains(text.span());
        self.params.retain(|param| !span.contains(param.span));
        self.urls.retain(outside);
        self.error = self.error.take().filter(outside);
        self.description = self.description.take().filter(outside);
        self.body = self.body.take().filter(|(text, _)| outside(text));
        self.sent = self.sent.take().filter(outside);
        self.status = self.status.take().filter(|status| !span.contains(status.span));
        self.cors = self.cors.filter(|cors| !span.contains(*cors));
        self.call.forget(span);
    }

    /// Whether nothing was told yet that could matter.
    pub(super) const fn is_blank(&self) -> bool {
        self.span.is_none() && !self.is_personal && !self.talks_of_tokens
    }

    /// Whether an answer is told: an error, a status beside talk of a token, an error body.
    pub(super) fn has_answer(&self) -> bool {
        let is_worded = self.error.is_some() || self.description.is_some();
        let is_mere = self.is_mentioned && !self.is_personal && self.params.is_empty() && self.status.is_none();
        is_worded && !is_mere || self.body.is_some() || (self.status.is_some() && self.names_a_step())
    }

    /// Whether somebody tells the status they got, enough of an answer for the command before it.
    pub(super) const fn has_status(&self) -> bool {
        self.status.is_some() && self.is_personal && self.urls.is_empty()
    }

    /// Whether somebody tells of a browser that kept the answer.
    pub(super) const fn has_cors(&self) -> bool {
        self.cors.is_some()
    }

    /// Whether there is enough for an exchange.
    pub(super) fn is_exchange(&self) -> bool {
        // The type of a response alone is a word of every interface.
        let only = |param: &Param<'_>| param.name.as_str() == "response_type";
        let asks = match &*self.params {
            [one] => !only(one) || !self.urls.is_empty(),
            params => !params.is_empty(),
        };
        asks || self.has_answer() || self.has_cors() && self.names_a_step()
    }

    /// Everything that was told, as a place.
    pub(super) const fn span(&self) -> Option<Span> {
        self.span
    }

    /// The answer that was told.
    pub(super) fn response(&mut self) -> Option<Response<'s>> {
        if !self.has_answer() && !self.has_status() && !self.has_cors() {
            return None;
        }
        let mut response = Response { provenance: Provenance::Told, cors: self.cors.take(), ..Response::default() };
        response.status = self.status.take();
        let mut spans: Vec<Span> = response.status.iter().map(|s| s.span).chain(response.cors).collect();
        if let Some((body, json)) = self.body.take() {
            spans.push(body.span());
            response.body = Some(body);
            response.json = Some(json);
        }
        let (error, description) = (self.error.take(), self.description.take());
        spans.extend(error.iter().chain(&description).map(Text::span));
        if let (None, Some(description)) = (&response.json, description) {
            let member =
                |name: &'static str, text: &Text<'s>| (Text::implied(name, text.span()), Json::String(text.clone()));
            // Words without a code are a message.
            let said = if error.is_some() { "error_description" } else { "message" };
            let error = error.iter().map(|error| member("error", error));
            response.json = Some(Json::Object(error.chain([member(said, &description)]).collect()));
        }
        response.told_error = error;
        response.span = spans.into_iter().reduce(Span::join)?;
        Some(response)
    }

    /// How long its author says that the code lay before it was used.
    pub(super) fn waited(&self) -> Option<Sourced<i64>> {
        self.story.waited()
    }

    /// Takes every address but the one that was refused; those that ask for something are steps of their own.
    pub(super) fn other_addresses(&mut self, answer: Option<Span>) -> Vec<Text<'s>> {
        let refused = refused_address(self.urls.clone(), answer).map(|url| url.span());
        let (refused, others) = std::mem::take(&mut self.urls).into_iter().partition(|url| Some(url.span()) == refused);
        self.urls = refused;
        others
    }

    /// The request that was told, answered at `answer`.
    pub(super) fn request(mut self, answer: Option<Span>) -> Request<'s> {
        let address = refused_address(self.urls, answer);
        let method = self.call.method(address.as_ref());
        let address = address.map(url::parse);
        let mut params = address.as_ref().map(url::params).unwrap_or_default();
        // A sentence may name what the address holds.
        let held = params.len();
        for param in self.params {
            if params[..held].iter().all(|known| known.name.as_str() != param.name.as_str()) {
                params.push(param);
            }
        }
        if answer.is_some() && params.iter().all(|param| param.name.as_str() != "grant_type") {
            params.extend(self.story.grant_type());
        }
        for param in &mut params {
            param.provenance = param.provenance.max(Provenance::Told);
        }
        let body = self.sent.map(|sent| Body { kind: BodyKind::Recorded, span: sent.span(), pieces: vec![sent] });
        Request { method, url: address, params, body, headers: self.call.headers(), ..Request::default() }
    }

    fn names_a_step(&self) -> bool {
        self.talks_of_tokens || !self.params.is_empty() || (self.is_personal && !self.urls.is_empty())
    }

    /// What the line that begins here tells of the client itself.
    fn client(&mut self, passage: &Passage<'_, 's>, start: usize) {
        let end = start + near::behind(&passage.doc.as_str()[..passage.end], start).len();
        let Some(told) = client::told(passage.doc, start, end).filter(|_| !passage.is_code(start)) else { return };
        self.client.client_type = told.client_type.or(self.client.client_type.take());
        self.client.redirect_uris.extend(told.redirect_uris);
    }

    /// What a server said, told without a code.
    fn announced(&mut self, passage: &Passage<'_, 's>, start: usize) {
        let Some(said) = said::announced(passage.doc, start, passage.end) else { return };
        if passage.tells(start, start) {
            self.cover(said.span());
            self.is_mentioned = false;
            self.description = Some(said);
        }
    }

    /// A word: a parameter with its value, an error code, a status, the start of an address.
    fn word(&mut self, passage: &Passage<'_, 's>, start: usize) -> usize {
        let Passage { doc, end, .. } = *passage;
        let text = doc.as_str();
        let len = text.as_bytes()[start..end].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        let stop = start + len;
        let word = &text[start..stop];
        let bare = word.trim_start_matches('_');
        if let Some(after) = self.form(passage, start) {
            return after;
        }
        if matches!(bare, "http" | "https") && text[stop..end].starts_with("://") {
            return self.address(passage, stop - bare.len());
        }
        if word.bytes().all(|b| b.is_ascii_digit()) {
            self.number(passage, start, stop);
            self.story.number(passage, start, stop);
            return stop;
        }
        self.story.word(passage, start, stop);
        self.call.word(passage, start, stop);
        self.call.path(passage, start, stop, &mut self.urls);
        if parameter::NAMES.iter().any(|name| name.eq_ignore_ascii_case(word))
            && let Some(after) = self.parameter(passage, start, stop)
        {
            return after;
        }
        let code = ERRORS.iter().position(|code| code.eq_ignore_ascii_case(word));
        self.named |= code.map_or(0, |index| 1 << index);
        let is_stated = || {
            talk::is_raised(text, start)
                || talk::is_stated(text, start, stop) && !source_code::is_in_statement(text, start)
        };
        let is_news = || {
            (self.error.is_none() || self.is_mentioned && is_stated())
                && !talk::is_listed(text, start, stop)
                && !source_code::is_entry(text, start, stop)
                && !source_code::is_member(text, start)
        };
        if code.is_some() && is_news() && passage.tells(start, stop) {
            self.is_mentioned = !is_stated();
            self.cover(doc.span_of(start, stop));
            self.error = Some(doc.slice(start, stop));
            self.description = self.description.take().or_else(|| said::behind(doc, stop, end));
        } else if let Some((code, after)) =
            said::spoken(&text[start..end]).or_else(|| said::got(text, start)).filter(|_| self.error.is_none())
            && passage.tells(start, start + after)
        {
            let span = doc.span_of(start, start + after);
            self.cover(span);
            self.is_mentioned = false;
            self.error = Some(Text::implied(code, span));
            return start + after;
        } else if self.description.is_none() && is_of_entra(word) && passage.tells(start, stop) {
            self.cover(doc.span_of(start, stop));
            self.is_mentioned = false;
            self.description = Some(said::numbered(doc, start, end));
        }
        if self.cors.is_none()
            && let Some(after) = cors::spoken(text, start, stop).filter(|after| passage.tells(start, *after))
        {
            let span = doc.span_of(start, after);
            self.cover(span);
            self.cors = Some(span);
        }
        self.is_personal |= matches!(word, "I" | "i" | "my" | "My" | "me" | "we" | "We" | "our" | "Our");
        self.talks_of_tokens = self.talks_of_tokens || is_of_tokens(word.as_bytes());
        stop
    }

    /// A form as it travels; gives where reading goes on.
    fn form(&mut self, passage: &Passage<'_, 's>, start: usize) -> Option<usize> {
        let sent = parameter::form(passage.doc, start, passage.end)?;
        (self.params.is_empty() && !passage.is_code(start)).then_some(())?;
        let next = start + sent.as_str().len();
        self.cover(sent.span());
        url::pairs(&sent, Place::Body, &mut self.params);
        self.sent.get_or_insert(sent);
        Some(next)
    }

    /// A parameter with its value; gives where reading goes on.
    fn parameter(&mut self, passage: &Passage<'_, 's>, start: usize, name_end: usize) -> Option<usize> {
        let (param, next) = parameter::named(passage.doc, start, name_end, passage.end)?;
        let is_new = self.params.iter().all(|known| known.name.as_str() != param.name.as_str());
        if !passage.is_code(start) {
            self.cover(param.span);
            self.params.extend(is_new.then_some(param));
        }
        Some(next)
    }

    /// A three-digit status, told by the word before or the reason behind it.
    fn number(&mut self, passage: &Passage<'_, 's>, start: usize, stop: usize) {
        let Passage { doc, end, .. } = *passage;
        let text = doc.as_str();
        let Some(code) = text[start..stop].parse::<u16>().ok().filter(|c| (400..600).contains(c)) else { return };
        if source_code::is_entry(text, start, stop) || source_code::is_whole_statement(text, start) {
            return;
        }
        let behind = head(&text[stop..end]).trim_start_matches([' ', ':', '-', '(']).to_ascii_lowercase();
        let before = tail(&text[..start]).trim_end_matches([' ', ':', '(', '`', '"', '\'']).to_ascii_lowercase();
        let said =
            ["http", "status", "error", "code", "a", "an", "response", "with", "get", "returns", "got", "http/1.1"];
        let word_before = before.rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
        let reasoned = REASONS.iter().any(|reason| behind.starts_with(reason) || before.ends_with(reason));
        // `401 Client Error: Unauthorized for url: ..`, as Python's requests reports it.
        let reported = behind.starts_with("client error:") || behind.starts_with("server error:");
        self.is_personal |= reported;
        let told = reasoned || reported || said.contains(&word_before);
        let raised = || talk::is_raised(text, start);
        if told && passage.tells(start, stop) && (reported || talk::is_reported(text, start, stop) || raised()) {
            if self.description.is_none() && self.error.is_none() && raised() {
                self.description = said::behind_reason(doc, stop, end);
            }
            let span = doc.span_of(start, stop);
            self.cover(span);
            self.status.get_or_insert(Sourced { value: code, span, provenance: Provenance::Told });
        }
    }

    fn address(&mut self, passage: &Passage<'_, 's>, start: usize) -> usize {
        let Passage { doc, end, .. } = *passage;
        let text = doc.as_str();
        let stop = address::end(&text[..end], start);
        let address = address::at(doc, start, stop);
        if let Some(refused) = said::redirect_uri(text, start, stop).filter(|_| !passage.is_code(start)) {
            if refused == Refused::Plainly && self.error.is_none() && passage.tells(start, stop) {
                self.error = Some(Text::implied("redirect_uri_mismatch", address.span()));
            }
            return self.redirect_uri(address, stop);
        }
        self.call.base(doc, start, &address);
        if address::is_telling(address.as_str())
            && !passage.is_code(start)
            && !is_setting(text, start, address.as_str())
        {
            self.cover(address.span());
            self.call.address(doc, start, &address);
            self.urls.push(address);
        }
        stop
    }

    /// The redirect URI of a request that is not shown, as an error names it.
    fn redirect_uri(&mut self, value: Text<'s>, next: usize) -> usize {
        if self.params.iter().all(|param| param.name.as_str() != REDIRECT_URI) {
            let (name, span) = (Text::implied(REDIRECT_URI, value.span()), value.span());
            self.cover(span);
            let (place, encoding, provenance) = (Place::Query, Encoding::Verbatim, Provenance::Told);
            self.params.push(Param { name, raw: value.clone(), value, span, place, encoding, provenance });
        }
        next
    }

    /// An error body within the sentence.
    fn brace(&mut self, passage: &Passage<'_, 's>, start: usize) -> usize {
        let Passage { doc, end, .. } = *passage;
        let text = doc.as_str();
        let next = start + 1;
        if self.unclosed == MOST_UNCLOSED {
            return next;
        }
        if let Some(next) = self.literal(passage, start) {
            return next;
        }
        let Some((json, length)) = json::prefix(&doc.slice(start, end), 0) else { return next };
        let stop = start + length;
        let is_cut = stop == end && !text[end..].trim_start().is_empty() && !text[..end].trim_end().ends_with('}');
        if !is_cut && !passage.tells(start, stop) {
            return stop;
        }
        if !is_cut && json.member("grant_type").is_some() && self.params.is_empty() {
            self.sends(doc.slice(start, stop), sent::is_json(text, start));
            return stop;
        }
        let is_notice = !is_cut && is_notice(&json) && talk::is_reported(text, start, stop);
        let is_error = !is_cut && (is_notice || looks_like_error(&json) || json.member("error").is_some());
        if is_error && source_code::is_argument(text, start) {
            return stop;
        }
        let line_start = start - near::before(text, start).len();
        let is_example = || text[line_start..start].trim().is_empty() && talk::is_announced(text, line_start);
        if is_error && (is_notice || looks_like_error(&json)) && !source_code::is_literal(text, start) && !is_example()
        {
            let body = doc.slice(start, stop);
            self.cover(body.span());
            self.body.get_or_insert((body, json));
            return stop;
        }
        self.unclosed += u32::from(stop == end);
        next
    }

    fn cover(&mut self, span: Span) {
        self.span = Some(self.span.map_or(span, |all| all.join(span)));
    }
}

/// The address that an answer told in prose belongs to: the last one before it, else the first one behind it.
fn refused_address<'s>(urls: Vec<Text<'s>>, answer: Option<Span>) -> Option<Text<'s>> {
    let Some(answer) = answer else { return urls.into_iter().next_back() };
    let behind = urls.iter().position(|url| url.span().start > answer.start).unwrap_or(urls.len());
    urls.into_iter().nth(behind.saturating_sub(1))
}

/// The characters beside a status that can tell what it is.
const BESIDE: usize = 40;

fn head(text: &str) -> &str {
    &text[..text.char_indices().nth(BESIDE).map_or(text.len(), |(at, _)| at)]
}

fn tail(text: &str) -> &str {
    &text[text.char_indices().rev().nth(BESIDE).map_or(0, |(at, _)| at)..]
}
