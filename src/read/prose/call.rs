//! What a program that stands in a ticket sets beside the parameters: the method and the headers, in any language.

use super::Passage;
use super::called::method_before;
use crate::exchange::{Header, Provenance, Sourced};
use crate::read::http;
use crate::text::decode::Decoder;
use crate::text::{Composer, Mark, Span, Text, near};

/// What was set so far.
#[derive(Debug, Default)]
pub(super) struct Call<'s> {
    /// The methods that stand before addresses, each with the place of its address.
    methods: Vec<(Span, Sourced<String>)>,
    /// The one method that is set apart from an address.
    method: Option<Sourced<String>>,
    headers: Vec<Header<'s>>,
    /// The address to which the paths of calls are added.
    base: Option<Text<'s>>,
    /// Several calls are spoken of, and nothing tells whose a header is.
    several: bool,
}

impl<'s> Call<'s> {
    /// Takes up the address that stands at `start`.
    pub(super) fn address(&mut self, doc: &Text<'s>, start: usize, address: &Text<'s>) {
        self.methods.extend(method_before(doc, start).map(|method| (address.span(), method)));
    }

    /// Takes up an address to which others are added.
    pub(super) fn base(&mut self, doc: &Text<'s>, start: usize, address: &Text<'s>) {
        if is_base(doc, start, address.as_str()) {
            self.base = Some(address.clone());
        }
    }

    /// The address of a call that is handed a path: `conn.post('/oauth2/token', ..`. It replaces its base in `urls`.
    pub(super) fn path(&mut self, passage: &Passage<'_, 's>, start: usize, stop: usize, urls: &mut Vec<Text<'s>>) {
        let Some(base) = &self.base else { return };
        let (doc, text) = (passage.doc, &passage.doc.as_str()[..passage.end]);
        let handed = text[stop..].trim_start_matches([' ', '(']);
        if !text[..start].ends_with('.') || !handed.starts_with(['"', '\'']) || handed.len() == text[stop..].len() {
            return;
        }
        let from = text.len() - handed.len() + 1;
        let Some(length) = near::behind(text, from).find([handed.as_bytes()[0] as char, ' ', '$', '#']) else { return };
        let path = &text[from..from + length];
        let Some(method) = method_before(doc, from).filter(|_| path.contains('/') && !path.contains("://")) else {
            return;
        };
        let root = base.slice(0, base.as_str().trim_end_matches('/').len());
        let mut whole = Composer::default();
        whole.take(&root);
        if !path.starts_with('/') {
            whole.imply("/", doc.span_of(from, from));
        }
        whole.take(&doc.slice(from, from + length));
        urls.retain(|url| url.span() != base.span());
        let whole = whole.finish(root.span().start);
        self.methods.push((whole.span(), method));
        urls.push(whole);
    }

    /// Takes up the word at `start..stop`.
    pub(super) fn word(&mut self, passage: &Passage<'_, 's>, start: usize, stop: usize) {
        let doc = passage.doc;
        let word = &doc.as_str()[start..stop];
        let initial = word.as_bytes()[0] | 0x20;
        if !matches!(initial, b'a' | b'b' | b'c' | b'g' | b's') {
            return;
        }
        if let Some(method) = builder_method(doc, start, stop).filter(|_| !passage.is_code(start)) {
            self.method.get_or_insert(method);
        }
        let header = header(passage, start, stop).or_else(|| login(passage, start, stop));
        let Some(header) = header.filter(|_| !passage.is_code(start)) else { return };
        let name = header.name.as_str();
        let known = self.headers.iter().find(|known| known.name.as_str().eq_ignore_ascii_case(name));
        self.several |= known.is_some_and(|known| known.value.as_str() != header.value.as_str());
        if known.is_none() {
            self.headers.push(header);
        }
    }

    /// Forgets what was set within `span`.
    pub(super) fn forget(&mut self, span: Span) {
        self.headers.retain(|header| !span.contains(header.value.span()));
        self.method = self.method.take().filter(|method| !span.contains(method.span));
    }

    /// The method by which `address` is called.
    pub(super) fn method(&mut self, address: Option<&Text<'s>>) -> Option<Sourced<String>> {
        let span = address?.span();
        let before = self.methods.iter().position(|(of, _)| *of == span);
        before.map(|at| self.methods.swap_remove(at).1).or_else(|| self.method.take())
    }

    /// The headers, where one call is spoken of.
    pub(super) fn headers(self) -> Vec<Header<'s>> {
        if self.several || self.methods.len() > 1 { Vec::new() } else { self.headers }
    }
}

/// Whether an address without a path is handed to a client once, for all its calls.
fn is_base(doc: &Text<'_>, start: usize, address: &str) -> bool {
    const NAMES: [&str; 6] = ["baseaddress", "baseurl", "base_url", "base_uri", "baseuri", "faraday.new"];
    let has_no_path = address.split_once("://").is_some_and(|(_, rest)| !rest.trim_end_matches('/').contains('/'));
    has_no_path && NAMES.iter().any(|name| near::before(doc.as_str(), start).to_ascii_lowercase().contains(name))
}

/// `.get()` on a line of its own, as a builder has it.
fn builder_method(doc: &Text<'_>, start: usize, stop: usize) -> Option<Sourced<String>> {
    let text = doc.as_str();
    let method = http::METHODS.iter().find(|method| method.eq_ignore_ascii_case(&text[start..stop]))?;
    let stands_alone = near::before(text, start).trim() == "." && near::behind(text, stop).starts_with("()");
    stands_alone.then(|| Sourced {
        value: (*method).to_owned(),
        span: doc.span_of(start, stop),
        provenance: Provenance::Told,
    })
}

/// `("Authorization", "Basic " + x)`, `['Authorization'] = "Bearer #{token}"`, `'Authorization' => '..'`.
fn header<'s>(passage: &Passage<'_, 's>, start: usize, stop: usize) -> Option<Header<'s>> {
    const NAMES: [&str; 2] = ["authorization", "authorisation"];
    let doc = passage.doc;
    let text = &doc.as_str()[..passage.end];
    NAMES.iter().any(|name| name.eq_ignore_ascii_case(&text[start..stop])).then_some(())?;
    let quote = text[..start].chars().next_back().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let line = near::behind(text, stop);
    let behind = line.strip_prefix(quote)?.trim_start_matches([' ', ']']);
    let behind = behind.strip_prefix("=>").or_else(|| behind.strip_prefix([',', '=', ':']))?.trim_start();
    let literal = behind.trim_start_matches(['$', 'f', '@']);
    let close = literal.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let from = stop + line.len() - literal.len() + 1;
    let to = from + text[from..].find(close).filter(|length| *length < line.len())?;
    let rest = near::behind(text, to + 1);
    let value = literal_value(doc, from, to, rest, to + 1);
    is_credential(value.as_str()).then_some(())?;
    Some(Header { name: doc.slice(start, stop), whole: None, value, fault: None })
}

/// `SetBasicAuth(user, password)`, `AuthenticationHeaderValue("Basic", token)`.
fn login<'s>(passage: &Passage<'_, 's>, start: usize, stop: usize) -> Option<Header<'s>> {
    let doc = passage.doc;
    let text = &doc.as_str()[..passage.end];
    let line = near::behind(text, stop);
    let inside = line.strip_prefix('(')?;
    let length = inside.find(')').filter(|length| *length > 0)?;
    let inside = &inside[..length];
    let (at, end) = (stop + 1, stop + 1 + length);
    let (scheme, at) = match &text[start..stop] {
        "SetBasicAuth" | "setBasicAuth" => ("Basic ", at),
        "basic" if text[..start].ends_with("Credentials.") => ("Basic ", at),
        "AuthenticationHeaderValue" => {
            let (scheme, behind) = inside.split_once(',')?;
            let scheme = match scheme.trim().trim_matches('"').to_ascii_lowercase().as_str() {
                "basic" => "Basic ",
                "bearer" => "Bearer ",
                _ => return None,
            };
            (scheme, end - behind.trim_start().len())
        }
        _ => return None,
    };
    let mut value = Composer::default();
    value.take(&Text::implied(scheme, doc.span_of(start, stop)));
    value.take(&doc.slice(at, end).marked(Mark::Expansion));
    let value = value.finish(doc.span_of(start, stop).start);
    Some(Header { name: Text::implied("Authorization", doc.span_of(start, stop)), whole: None, value, fault: None })
}

/// What stands in a literal at `from..to`; what it computes, within or behind it, is not seen.
fn literal_value<'s>(doc: &Text<'s>, from: usize, to: usize, rest: &str, rest_at: usize) -> Text<'s> {
    let text = doc.as_str();
    let computed = ["#{", "${", "\\(", "{", "%s", "%v"].iter().filter_map(|sign| text[from..to].find(sign)).min();
    let joined = rest.trim_start().starts_with(['+', '.', '%', '&', '<']) || rest.trim_start().starts_with("||");
    let mut value = Decoder::new(doc);
    value.verbatim(from, from + computed.unwrap_or(to - from));
    if let Some(at) = computed {
        value.hidden(from + at, to);
    }
    if joined {
        let sign = rest_at + (rest.len() - rest.trim_start_matches([' ', '+', '.', '%', '&', '<', '|']).len());
        let stop = text[sign..].find([')', ';', ',', '\n', '}']).map_or(text.len(), |length| sign + length);
        if sign < stop {
            value.hidden(sign, stop);
        }
    }
    value.finish()
}

/// Whether a value is one of an Authorization header, and no name of something else.
fn is_credential(value: &str) -> bool {
    let scheme =
        |name: &str| value.len() >= name.len() && value.as_bytes()[..name.len()].eq_ignore_ascii_case(name.as_bytes());
    scheme("bearer") || scheme("basic")
}
