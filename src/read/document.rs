//! A pasted document, line by line: commands, answers, addresses, console messages and prose, in order.

mod unasked;

use std::cell::OnceCell;
use std::collections::VecDeque;
use std::ops::Range;

use super::address::{self, Alone};
use super::answer::{Answer, Line, Printed, Taken};
use super::cors::{self, Cors};
use super::early::{Early, Gist, asks, starts_answer};
use super::granted;
use super::line::{behind_stamp, is_fence, piece_at};
use super::open::Open;
use super::preflight::Preflight;
use super::prose::{self, Passage, Told};
use super::snippet::{self, Around, Snip, Snippet, prompt};
use super::source_code::{self, SourceCode};
use super::{http, talk, url};
use crate::exchange::{Exchange, Form, Provenance, Registration, Repair, Request, Response, Sourced};
use crate::text::boundary::floor;
use crate::text::{Span, Text, near};

/// Reads a document exchange by exchange; only the one that may still get its answer is held back.
#[derive(Debug)]
pub struct Document<'s> {
    doc: Text<'s>,
    /// The forms of requests that can stand in it.
    snippets: Vec<&'static dyn Snippet>,
    around: Around<'s>,
    at: usize,
    read: usize,
    ready: VecDeque<Exchange<'s>>,
    open: Option<Open<'s>>,
    told: Told<'s>,
    /// Where what was told begins.
    told_since: usize,
    /// What the whole is made of, as far as it was asked.
    code: OnceCell<SourceCode>,
    /// Whether the whole lists errors, as far as it was asked.
    catalogue: OnceCell<bool>,
    /// An answer that is told before any request that it can belong to.
    early: Option<Early<'s>>,
    /// What the last answer said.
    said: Gist,
    /// Prose lines that were passed and not yet searched.
    prose: Option<(usize, usize)>,
    /// Where the last request was shown.
    shown: Range<usize>,
    /// What was told of the client itself.
    client: Option<Registration<'s>>,
    /// How long the code lay, as it was told.
    waited: Option<Sourced<i64>>,
}

/// Redirect URIs that are kept of what a text tells of its client.
const MOST_REGISTERED: usize = 16;

/// How far behind the beginning of what was told, in bytes, more can belong to it.
const FAR: usize = 4_000;

impl<'s> Document<'s> {
    /// A reader of `doc` from its first line on.
    #[must_use]
    pub fn new(doc: Text<'s>) -> Self {
        let at = if doc.as_str().starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let snippets = snippet::present(doc.as_str());
        let around = Around::default();
        let (ready, told) = (VecDeque::new(), Told::default());
        Self {
            doc,
            snippets,
            around,
            at,
            read: 0,
            ready,
            open: None,
            told,
            told_since: 0,
            code: OnceCell::new(),
            catalogue: OnceCell::new(),
            early: None,
            said: Gist::default(),
            prose: None,
            shown: 0..0,
            client: None,
            waited: None,
        }
    }

    fn line(&mut self) {
        let line = behind_stamp(self.doc.as_str(), piece_at(self.doc.as_str(), self.at));
        // Who wrote on behind an answer shows another one.
        let object = self.doc.as_str()[line.start..line.end].trim_start().starts_with('{');
        if object && self.answers_another() {
            self.close_for_another();
        }
        let content = &self.doc.as_str()[line.start..line.end];
        let trimmed = content.trim();
        if trimmed.is_empty() {
            self.at = line.next;
            if let Some(open) = &mut self.open {
                open.answer.take(&self.doc, Line { end: line.start, ..line });
            }
            return self.search_prose();
        }
        self.around.open = self.open.as_ref().map(|open| open.form);
        let around = &mut self.around;
        if let Some(snip) = self.snippets.iter().find_map(|snippet| snippet.read(&self.doc, line, around)) {
            return self.snippet(line, snip);
        }
        if self.is_aside(line, trimmed) {
            return self.aside(line);
        }
        // Right below a request, its own words announce nothing.
        let is_apart = || !self.doc.as_str()[self.shown.end.min(line.start)..line.start].trim().is_empty();
        let is_named = |open: &Open<'_>| matches!(open.form, Form::Prose | Form::Url) || open.answer.has_body();
        if (trimmed.starts_with('{') || self.open.as_ref().is_none_or(is_named) && trimmed.starts_with("HTTP/"))
            && (self.shown.end == 0 || is_apart())
            && talk::is_announced(self.doc.as_str(), line.start)
            && self.refuses(line, trimmed)
        {
            return self.example_answer(line);
        }
        let is_argument = trimmed.starts_with('{') && source_code::is_argument(self.doc.as_str(), line.start);
        if let Some(open) = &mut self.open
            && !open.is_answered()
            && !is_argument
            && let Taken::Until(next) = open.answer.take(&self.doc, line)
        {
            self.at = next.max(line.start + 1);
            return;
        }
        if let Some(place) = self.printed(line)
            && let Some(open) = &mut self.open
            && let Taken::Until(next) = open.answer.take_printed(&self.doc, line, place)
        {
            self.at = next.max(line.start + 1);
            return;
        }
        self.at = line.next;
        if let Some(message) = cors::read(&self.doc, line) {
            return self.console(line, message);
        }
        if let Some(alone) = address::alone(&self.doc, line) {
            self.at = alone.next;
            return self.address(alone);
        }
        let is_value = || self.code().gives(self.doc.as_str(), line.start);
        if self.open.is_none() && !is_argument && starts_answer(trimmed) && !is_value() {
            return self.answer_without_request(line);
        }
        if let Some(open) = &mut self.open {
            open.talked |= open.answer.has_body() && talk::is_report(&self.doc.as_str()[line.start..line.end]);
        }
        self.prose = Some(self.prose.map_or((line.start, line.end), |(start, _)| (start, line.end)));
    }

    /// Whether a line is a comment, a heading, or a fence.
    fn is_aside(&self, line: Line, trimmed: &str) -> bool {
        trimmed.starts_with('#') && !trimmed.starts_with("#access_token")
            || trimmed.strip_prefix("//").is_some_and(|comment| !http::begins_request_line(comment.trim()))
            || trimmed.starts_with('*') && source_code::is_in_comment(self.doc.as_str(), line.start)
            || is_fence(trimmed)
    }

    /// Passes it over. What a program asks for is not answered in another chapter.
    fn aside(&mut self, line: Line) {
        self.at = line.next;
        let asks = |open: &Open<'_>| matches!(open.form, Form::JavaScript | Form::Python | Form::Php);
        let heading = self.doc.as_str()[line.start..line.end].trim();
        if self.open.as_ref().is_some_and(asks) && talk::is_other_chapter(heading) {
            self.close();
        }
        self.search_prose();
    }

    /// Where a command may have printed this line: right below it.
    fn printed(&self, line: Line) -> Option<Printed> {
        let open = self.open.as_ref()?;
        let text = self.doc.as_str();
        let is_answered = open.response.is_some() || !open.answer.is_empty();
        (!is_answered && open.request.command.is_some()).then_some(())?;
        text.get(self.shown.end..line.start)?.trim().is_empty().then_some(())?;
        // What names a code says more.
        (!prose::names_an_error(&text[line.start..line.end])).then_some(())?;
        let before = near::before(text, self.shown.start);
        let above = text[..self.shown.start - before.len()].trim_end_matches(['\r', '\n']);
        let is_fenced = is_fence(near::before(above, above.len()).trim());
        Some(if prompt::is_prompt(before) || is_fenced { Printed::Terminal } else { Printed::Text })
    }

    fn snippet(&mut self, line: Line, snip: Snip<'s>) {
        if snip.start > line.start {
            let before = line.start.max(self.at);
            self.prose = Some(self.prose.map_or((before, snip.start), |(from, _)| (from, snip.start)));
        }
        self.search_prose();
        self.told.forget(snip.span);
        let asked = snip.requests.first().and_then(|(request, _)| request.url.as_ref());
        if let Some(asked) = asked {
            // What is called was named before.
            self.told.urls.retain(|url| !url::parse(url.clone()).asks_for_the_same(asked));
        }
        // An address that a program gives a name to is part of the request that uses it.
        let is_part = |open: &Open<'s>| {
            matches!(open.form, Form::Url | Form::Prose) && open.answer.is_empty() && snip.span.contains(open.span)
        };
        let is_shown_again = |open: &Open<'s>| {
            let same =
                asked.zip(open.request.url.as_ref()).is_some_and(|(asked, named)| asked.asks_for_the_same(named));
            // Somebody's list of what another program sent shows nothing that was answered.
            let is_bare = || open.response.is_none() && open.request.params.is_empty();
            let is_listed = matches!(open.form, Form::Http | Form::Prose) && is_bare();
            (open.form == Form::Url || is_listed) && open.answer.is_empty() && same
        };
        if self.open.as_ref().is_some_and(|open| is_part(open) || is_shown_again(open)) {
            self.open = None;
        }
        debug_assert!(snip.end > line.start, "reading goes on");
        self.at = snip.end.max(self.at);
        self.shown = snip.start..self.at;
        let last = snip.requests.len().saturating_sub(1);
        for (index, (request, response)) in snip.requests.into_iter().enumerate() {
            self.begin(snip.form, snip.span, request, response);
            if let Some(open) = &mut self.open {
                open.repairs = if index == last || index == 0 { snip.repairs.clone() } else { Vec::new() };
            }
        }
        if let (Some(answer), Some(open)) = (snip.answer, &mut self.open) {
            open.response = Some(answer);
        }
    }

    fn address(&mut self, alone: Alone<'s>) {
        self.search_prose();
        let span = alone.address.span();
        let (form, request) = alone.request();
        let response = request.url.as_ref().and_then(prose::callback);
        let is_callback = response.is_some();
        self.begin(form, span, request, response);
        // A callback is an answer itself.
        if is_callback {
            self.close();
        }
    }

    fn console(&mut self, line: Line, message: Cors<'s>) {
        self.search_prose();
        let span = self.doc.span_of(line.start, line.end);
        let url = message.url.clone().map(url::parse);
        let response = Some(message.response());
        self.at = message.next;
        // The page's own call stands above.
        if let (Some(open), Some(url)) = (&mut self.open, &url)
            && open.form == Form::JavaScript
            && open.answer.is_empty()
            && open.response.is_none()
            && open.request.url.as_ref().is_some_and(|called| called.asks_for_the_same(url))
        {
            open.response = response;
            return;
        }
        let params = url.as_ref().map(url::params).unwrap_or_default();
        let headers = message.origin.map(|origin| cors::origin_header(origin, message.sign)).into_iter().collect();
        self.begin(Form::Console, span, Request { url, params, headers, ..Request::default() }, response);
    }

    fn begin(&mut self, form: Form, span: Span, request: Request<'s>, response: Option<Response<'s>>) {
        self.close();
        let answer = Answer::default();
        self.open = Some(Open { form, span, request, repairs: Vec::new(), answer, talked: false, response });
    }

    /// The open exchange gets no more: it takes what prose told of its answer and goes out.
    fn close(&mut self) {
        self.search_prose();
        let Some(open) = self.open.take() else { return self.tell() };
        let mut response = match (open.answer.finish(), open.response) {
            (Some(shown), Some(known)) => Some(Response { status: shown.status.or(known.status), ..shown }),
            (shown, known) => shown.or(known),
        };
        let asked = open.request.command.is_some();
        let by_page = open.form == Form::JavaScript;
        let answered = self.told.has_answer() && !self.told.has_cors() || asked && self.told.has_status();
        let told_belongs = self.told.params.is_empty() && (answered || by_page && self.told.has_cors());
        if response.is_none() && told_belongs {
            response = self.told.response();
            let told = std::mem::take(&mut self.told);
            // An address with parameters is a step of its own.
            let asks = |url: &Text<'s>| url.as_str().contains(['?', '#']);
            self.told.urls = told.urls.into_iter().filter(asks).collect();
        }
        if open.form == Form::Http && self.code().holds(self.doc.as_str(), self.shown.start) {
            // The documentation of a program shows what can come.
            response = None;
        }
        let form = match (open.form, &response) {
            (Form::Curl, Some(response)) if response.provenance == Provenance::Stated => Form::CurlTranscript,
            (form, _) => form,
        };
        if let Some(answer) = &mut response {
            answer.cors = answer.cors.or_else(|| Preflight::of(&open.request)?.refused(answer));
        }
        let span = response.as_ref().map_or(open.span, |r| open.span.join(r.span));
        self.push(form, span, open.request, response, open.repairs);
        self.tell();
    }

    /// What prose told becomes an exchange of its own, if it is enough for one.
    fn tell(&mut self) {
        let is_exchange = self.told.is_exchange();
        let mut returned = self.told.returned();
        if !is_exchange {
            for address in std::mem::take(&mut self.told.urls) {
                let answer = returned.take_if(|_| prose::asks_to_return(address.as_str()));
                self.told_address(address, answer);
            }
            if !self.told.has_answer() {
                self.told = Told::default();
            }
            return;
        }
        let mut told = std::mem::take(&mut self.told);
        let Some(span) = told.span() else { return };
        let response = told.response().or(returned);
        let answer = response.as_ref().map(|response| response.span);
        let asks = |address: &Text<'s>| address.as_str().contains(['?', '#']);
        told.other_addresses(answer).into_iter().filter(asks).for_each(|address| self.told_address(address, None));
        let request = told.request(answer);
        let span = request.params.iter().fold(span, |span, param| span.join(param.span));
        let form = if prose::is_whole_address(&request) { Form::Url } else { Form::Prose };
        self.push(form, span, request, response, Vec::new());
    }

    fn told_address(&mut self, address: Text<'s>, answer: Option<Response<'s>>) {
        let span = answer.iter().fold(address.span(), |span, answer| span.join(answer.span));
        let url = url::parse(address);
        let params = url::params(&url);
        let response = answer.or_else(|| prose::callback(&url));
        let form = if params.is_empty() { Form::Prose } else { Form::Url };
        self.push(form, span, Request { url: Some(url), params, ..Request::default() }, response, Vec::new());
    }

    /// Gives an exchange out. An answer to nothing waits for the next request, as in `I get this error: .. Here is my
    /// code: ..`.
    fn push(
        &mut self,
        form: Form,
        mut span: Span,
        request: Request<'s>,
        mut response: Option<Response<'s>>,
        repairs: Vec<Repair>,
    ) {
        let gist = response.as_ref().map(Gist::of);
        let told_again =
            |early: &Early<'s>| gist.as_ref().is_some_and(|shown| Gist::of(&early.response).repeats(shown));
        let early = self.early.take().filter(|early| !told_again(early));
        if early.as_ref().is_some_and(|early| response.is_none() && early.answers(form, &request)) {
            response = early.map(|early| {
                span = span.join(early.span);
                early.response
            });
        } else if let Some(early) = early {
            self.give_answer(early);
        }
        match response.take_if(|_| form == Form::Prose && !asks(&request)) {
            Some(response) => self.early = Some(Early { span, request, response }),
            None => self.give(form, span, request, response, repairs),
        }
    }

    fn give(
        &mut self,
        form: Form,
        span: Span,
        request: Request<'s>,
        response: Option<Response<'s>>,
        repairs: Vec<Repair>,
    ) {
        if let Some(response) = &response {
            self.said = Gist::of(response);
        }
        let (id, registration) = (self.read, self.client.clone());
        self.read += 1;
        let told = form == Form::Prose && request.url.is_none();
        let passage = told.then(|| self.doc.slice(self.told_since, floor(self.doc.as_str(), self.at)));
        self.ready.push_back(Exchange {
            passage,
            id,
            form,
            span,
            request,
            response,
            repairs,
            registration,
            waited: self.waited.clone(),
            ..Exchange::default()
        });
    }

    fn code(&self) -> &SourceCode {
        self.code.get_or_init(|| SourceCode::of(self.doc.as_str()))
    }

    fn search_prose(&mut self) {
        if let Some((start, end)) = self.prose.take() {
            if start > self.told_since.max(self.shown.end) + FAR {
                self.close();
            }
            if self.told.is_blank() {
                self.told_since = start;
            }
            self.told.scan(&Passage { doc: &self.doc, end, code: &self.code }, start);
            self.waited = self.told.waited().or(self.waited.take());
            let told = std::mem::take(&mut self.told.client);
            if told.client_type.is_some() || !told.redirect_uris.is_empty() {
                let client = self.client.get_or_insert_default();
                client.client_type = told.client_type.or(client.client_type.take());
                let room = MOST_REGISTERED.saturating_sub(client.redirect_uris.len());
                client.redirect_uris.extend(told.redirect_uris.into_iter().take(room));
            }
        }
    }
}

impl<'s> Iterator for Document<'s> {
    type Item = Exchange<'s>;

    fn next(&mut self) -> Option<Exchange<'s>> {
        loop {
            if let Some(exchange) = granted::next(&mut self.ready, true) {
                return Some(exchange);
            }
            if self.at < self.doc.as_str().len() {
                self.line();
                continue;
            }
            self.close();
            self.search_prose();
            self.tell();
            if let Some(early) = self.early.take() {
                self.give_answer(early);
            }
            return granted::next(&mut self.ready, false);
        }
    }
}
