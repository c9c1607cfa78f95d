//! Facts of the request.

use std::borrow::Cow;

use super::View;
use crate::exchange::{BodyKind, Exchange, Header, Param, Part, Place, Provenance};
use crate::facts::authorization::Authorization;
use crate::facts::catalogue::Fact;
use crate::facts::{Element, Found, Value, flow, param, secret};
use crate::finding::SecretKind;
use crate::text::{Mark, Span, Text};

impl<'a, 's: 'a> View<'a, 's> {
    pub(super) fn request_fact(&self, fact: Fact, name: Option<&str>) -> Found<'a> {
        let request = &self.x.request;
        match fact {
            Fact::Command => match &request.command {
                Some(command) => Found::one(self.element(fact, 0, Some(Value::Place), command.name)),
                None => Found::absent(),
            },
            Fact::Form => Found::one(self.element(fact, 0, Some(Value::text(self.x.form.name())), self.x.span)),
            Fact::Step => match self.step {
                Some((step, provenance)) => {
                    let mut element = self.element(fact, 0, Some(Value::text(step.name())), self.place());
                    element.provenance = provenance;
                    Found::one(element)
                }
                None => Found::unseen(),
            },
            Fact::Method => self.method(),
            Fact::Url | Fact::UrlScheme | Fact::UrlHost | Fact::UrlPath | Fact::UrlUserinfo | Fact::UrlBlank => {
                self.url(fact)
            }
            Fact::Body | Fact::BodyType | Fact::BodyShape => self.body(fact),
            Fact::Header => self.headers(name),
            Fact::Param => self.params(name),
            Fact::Scope => self.scopes(),
            Fact::Authorization | Fact::AuthorizationScheme | Fact::BasicUser | Fact::BasicPassword => {
                self.authorization_fact(fact)
            }
            Fact::Token => self.token_fact(),
            Fact::Cookie => self.cookies(),
            Fact::Credential => self.credentials(),
            Fact::Origin => match self.header("origin") {
                Some((_, header)) => {
                    let value = Value::text(header.value.as_str());
                    Found::one(self.element(fact, 0, Some(value), header.span()))
                }
                None => self.nothing(Part::Headers),
            },
            _ => Found::unseen(),
        }
    }

    /// The place that stands for the whole request: its address, else its command.
    pub(super) fn place(&self) -> Span {
        let request = &self.x.request;
        let url = request.url.as_ref().map(|url| url.text.span());
        url.or_else(|| request.command.as_ref().map(|command| command.name)).unwrap_or(self.x.span)
    }

    fn method(&self) -> Found<'a> {
        match &self.x.request.method {
            Some(method) => {
                let symbolic = method.value.contains('$');
                let value = (!symbolic).then(|| Value::text(&method.value));
                let mut element = self.element(Fact::Method, 0, value, method.span);
                element.provenance = method.provenance;
                Found::one(element)
            }
            None => self.nothing(Part::Method),
        }
    }

    fn url(&self, fact: Fact) -> Found<'a> {
        let Some(url) = &self.x.request.url else { return self.nothing(Part::Address) };
        let part = |range: &std::ops::Range<usize>| url.text.span_of(range.start, range.end);
        let lower = |text: &'a str| {
            if text.bytes().any(|b| b.is_ascii_uppercase()) {
                Value::Text(Cow::Owned(text.to_ascii_lowercase()))
            } else {
                Value::text(text)
            }
        };
        let element = match fact {
            Fact::Url => self.element(fact, 0, Some(Value::text(url.text.as_str())), url.text.span()),
            Fact::UrlScheme => {
                let unseen = url.scheme.is_empty() && url.text.is_symbolic();
                let at = if url.scheme.is_empty() { part(&url.host) } else { part(&url.scheme) };
                let mut element = self.element(fact, 0, (!unseen).then(|| lower(url.scheme())), at);
                // No scheme, or one that stands nowhere and was assumed.
                if url.scheme.is_empty() || at.is_empty() {
                    element.provenance = Provenance::Implied;
                }
                element
            }
            Fact::UrlHost => {
                let unseen = url.host().contains(['$', '{', '<']) || url.host().is_empty();
                self.element(fact, 0, (!unseen).then(|| lower(url.host())), part(&url.host))
            }
            Fact::UrlPath => self.element(fact, 0, Some(Value::text(url.path())), part(&url.path)),
            Fact::UrlBlank => {
                let Some((range, kind)) = blank(&url.text) else { return Found::absent() };
                self.element(fact, 0, Some(Value::text(kind)), part(&range))
            }
            Fact::UrlUserinfo if url.userinfo.is_empty() => return Found::absent(),
            _ => self.element(fact, 0, Some(Value::Place), part(&url.userinfo)),
        };
        Found::one(element)
    }

    fn body(&self, fact: Fact) -> Found<'a> {
        let Some(body) = &self.x.request.body else { return self.announced_body(fact) };
        let element = match fact {
            Fact::BodyType => {
                let Some((word, at)) = self.body_type(body.kind, body.span) else { return Found::unseen() };
                let mut element = self.element(fact, 0, Some(Value::text(word)), at);
                if at == body.span {
                    element.provenance = Provenance::Implied;
                }
                element
            }
            Fact::BodyShape => match self.body_shape() {
                Some(shape) => self.element(fact, 0, Some(Value::text(shape)), body.span),
                None => return Found::unseen(),
            },
            _ => self.element(fact, 0, Some(Value::Place), body.span),
        };
        Found::one(element)
    }

    /// What the headers tell of a body that is not shown.
    fn announced_body(&self, fact: Fact) -> Found<'a> {
        let nothing = self.nothing(Part::Body);
        let sized = self.header("content-length").is_some_and(|(_, header)| header.value.as_str().trim() != "0");
        let told = (fact == Fact::BodyType && !nothing.whole && sized)
            .then(|| self.body_type(BodyKind::Recorded, self.x.span));
        match told.flatten() {
            Some((word, at)) if at != self.x.span => Found::one(self.element(fact, 0, Some(Value::text(word)), at)),
            _ => nothing,
        }
    }

    /// The type under which the body arrives, and what makes it so.
    fn body_type(&self, kind: BodyKind, span: Span) -> Option<(&'static str, Span)> {
        if let Some((_, header)) = self.header("content-type") {
            let media = header.value.as_str().split(';').next().unwrap_or("").trim().as_bytes();
            let is = |word: &str| media.eq_ignore_ascii_case(word.as_bytes());
            let ends = |with: &str| {
                media.len().checked_sub(with.len()).is_some_and(|at| media[at..].eq_ignore_ascii_case(with.as_bytes()))
            };
            let word = match media {
                [] => "none",
                _ if is("application/x-www-form-urlencoded") => "form",
                _ if is("multipart/form-data") => "multipart",
                _ if is("application/json") || is("text/json") || ends("+json") => "json",
                _ if ends("/xml") || ends("+xml") => "xml",
                _ if media.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(b"text/")) => "text",
                _ => "binary",
            };
            return Some((word, header.span()));
        }
        let word = match kind {
            BodyKind::Data | BodyKind::Object => "form",
            BodyKind::Json => "json",
            BodyKind::Multipart => "multipart",
            BodyKind::Upload => "binary",
            BodyKind::Recorded if self.shows(Part::Headers) => "none",
            BodyKind::Recorded => return None,
        };
        Some((word, span))
    }

    /// The type and the shape of the body.
    #[must_use]
    pub fn body_words(&self) -> (Option<&'static str>, Option<&'static str>) {
        let body = self.x.request.body.as_ref();
        (body.and_then(|body| self.body_type(body.kind, body.span)).map(|(word, _)| word), self.body_shape())
    }

    fn body_shape(&self) -> Option<&'static str> {
        let body = self.x.request.body.as_ref()?;
        let first = body.pieces.first()?;
        match body.kind {
            BodyKind::Multipart => return Some("multipart"),
            BodyKind::Object => return Some("object"),
            _ if first.has(Mark::File) => return None,
            _ => {}
        }
        let text = first.as_str().trim_start();
        Some(match text.chars().next()? {
            '{' | '[' => "json",
            '<' => "xml",
            _ if text.contains('=') => "form",
            _ => "text",
        })
    }

    /// The first header of this name, in lower case.
    pub(super) fn header(&self, name: &str) -> Option<(usize, &'a Header<'s>)> {
        let x: &'a Exchange<'s> = self.x;
        x.request
            .headers
            .iter()
            .enumerate()
            .find(|(_, h)| h.fault.is_none() && h.name.as_str().eq_ignore_ascii_case(name))
    }

    fn headers(&self, name: Option<&str>) -> Found<'a> {
        let credentials = name.is_some_and(|name| matches!(name, "authorization" | "cookie"));
        let mut found = self.nothing(if credentials { Part::Credentials } else { Part::Headers });
        let x: &'a Exchange<'s> = self.x;
        for (index, header) in x.request.headers.iter().enumerate() {
            let wanted = name.is_none_or(|name| header.name.as_str().eq_ignore_ascii_case(name));
            if !wanted {
                continue;
            }
            let value = (!self.is_header_unseen(index)).then(|| Value::text(header.value.as_str()));
            let mut element = self.element(Fact::Header, index, value, header.span());
            element.secret = secret_header(header.name.as_str());
            if header.whole.as_ref().is_some_and(|line| line.has(Mark::Repaired)) {
                element.provenance = Provenance::Repaired;
            }
            found.elements.push(element);
        }
        found
    }

    fn params(&self, name: Option<&str>) -> Found<'a> {
        let mut found = self.nothing(Part::Parameters);
        if found.whole && self.has_unread_body() {
            found.whole = false;
        }
        let x: &'a Exchange<'s> = self.x;
        for (index, param) in x.request.params.iter().enumerate() {
            let wanted = name.is_none_or(|name| param.name.as_str() == name);
            if wanted && !param.value.as_str().is_empty() {
                found.elements.push(self.param_element(index, param));
            }
        }
        found
    }

    /// Parameters may be hidden in a file or a variable that stands for the whole body.
    fn has_unread_body(&self) -> bool {
        let symbolic =
            |piece: &Text<'_>| piece.is_symbolic() && (piece.has(Mark::File) || !piece.as_str().contains('='));
        let body = self.x.request.body.as_ref();
        let in_body = body.is_some_and(|body| body.pieces.iter().any(symbolic));
        let url = self.x.request.url.as_ref();
        in_body || url.is_some_and(|url| url.text.is_symbolic() && url.query.is_none() && url.path().is_empty())
    }

    pub(super) fn param_element(&self, index: usize, param: &'a Param<'s>) -> Element<'a> {
        let value = (!self.is_param_unseen(index)).then(|| Value::text(param.value.as_str()));
        let mut element = self.element(Fact::Param, index, value, param.value.span());
        element.provenance = param.provenance;
        element.secret = secret::of_param(param.name.as_str());
        element
    }

    fn scopes(&self) -> Found<'a> {
        let mut found = self.nothing(Part::Parameters);
        let x: &'a Exchange<'s> = self.x;
        for param in x.request.params.iter().filter(|p| p.name.as_str() == "scope") {
            if param::is_unseen(&param.value) {
                found.whole = false;
                continue;
            }
            let text = param.value.as_str();
            let mut at = 0;
            for word in text.split(' ') {
                if !word.is_empty() {
                    let span = param.value.span_of(at, at + word.len());
                    let mut element = self.element(Fact::Scope, at, Some(Value::text(word)), span);
                    element.provenance = param.provenance;
                    found.elements.push(element);
                }
                at += word.len() + 1;
            }
        }
        found
    }

    fn authorization_fact(&self, fact: Fact) -> Found<'a> {
        let Some(authorization) = &self.authorization else { return self.nothing(Part::Credentials) };
        let part = |text: &Text<'s>, secret: Option<SecretKind>| {
            let value = (!param::is_unseen(text)).then(|| Value::Text(Cow::Owned(text.as_str().to_owned())));
            let mut element = self.element(fact, 0, value, text.span());
            element.secret = secret;
            (!text.as_str().is_empty()).then_some(element)
        };
        let element = match fact {
            Fact::Authorization => {
                let text = Cow::Owned(authorization.value.as_str().to_owned());
                let unseen = authorization.value.is_symbolic();
                Some(self.element(fact, 0, (!unseen).then_some(Value::Text(text)), authorization.span))
            }
            Fact::AuthorizationScheme => {
                let scheme = Value::text(authorization.scheme.name());
                let symbolic = !authorization.from_option && authorization.value.as_str().starts_with('$');
                Some(self.element(fact, 0, (!symbolic).then_some(scheme), authorization.span))
            }
            Fact::BasicUser => authorization.basic.as_ref().and_then(|(user, _)| part(user, None)),
            _ => authorization.basic.as_ref().and_then(|(_, password)| part(password, Some(SecretKind::Password))),
        };
        element.map_or_else(Found::absent, Found::one)
    }

    fn token_fact(&self) -> Found<'a> {
        match &self.token {
            Some((token, _)) => {
                let value = (!self.is_token_unseen()).then(|| Value::Text(Cow::Owned(token.as_str().to_owned())));
                Found::one(self.element(Fact::Token, 0, value, token.span()))
            }
            None => self.nothing(Part::Credentials),
        }
    }

    fn cookies(&self) -> Found<'a> {
        let mut found = self.nothing(Part::Credentials);
        let x: &'a Exchange<'s> = self.x;
        for (index, header) in x.request.headers.iter().enumerate() {
            if header.name.as_str().eq_ignore_ascii_case("cookie") {
                let value = Some(Value::text(header.value.as_str()));
                found.elements.push(self.element(Fact::Cookie, index, value, header.value.span()));
            }
        }
        found
    }

    /// Everything secret that travels.
    fn credentials(&self) -> Found<'a> {
        let mut found = self.nothing(Part::Credentials);
        if let Some(authorization) = &self.authorization
            && !authorization.value.as_str().is_empty()
        {
            let mut element = self.element(Fact::Credential, usize::MAX, Some(Value::Place), authorization.span);
            element.secret = Some(SecretKind::Credentials);
            found.elements.push(element);
        }
        let x: &'a Exchange<'s> = self.x;
        for (index, param) in x.request.params.iter().enumerate() {
            let kind = secret::of_param(param.name.as_str()).filter(|kind| *kind != SecretKind::State);
            let shown = !param.value.as_str().is_empty();
            if let Some(kind) = kind.filter(|_| shown && super::is_oauth(param.name.as_str())) {
                let mut element = self.param_element(index, param);
                element.secret = Some(kind);
                element.item.fact = Fact::Credential;
                found.elements.push(element);
            }
        }
        for header in x.request.headers.iter().filter(|header| secret::is_header_of_key(header.name.as_str())) {
            let mut element = self.element(Fact::Credential, usize::MAX, Some(Value::Place), header.span());
            element.secret = Some(SecretKind::ApiKey);
            found.elements.push(element);
        }
        found
    }
}

/// The token that a call presents, and where.
pub(super) fn token<'s>(
    x: &Exchange<'s>,
    authorization: Option<&Authorization<'s>>,
) -> Option<(Text<'s>, &'static str)> {
    if let Some(authorization) = authorization {
        let place = if authorization.from_option { "option" } else { "header" };
        return authorization.token.clone().map(|token| (token, place));
    }
    let named = x.request.params.iter().find(|p| p.name.as_str() == "access_token" && !p.value.as_str().is_empty());
    if let Some(param) = named {
        let place = match param.place {
            Place::Query => "query",
            Place::Fragment => "fragment",
            Place::Body => "body",
        };
        return Some((param.value.clone(), place));
    }
    let document = x.request.params.iter().filter(|p| p.place == Place::Body);
    document.filter_map(|param| flow::argument(&param.value)).next().map(|token| (token, "argument"))
}

/// What kind of secret a header of this name holds.
fn secret_header(name: &str) -> Option<SecretKind> {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "authorization" | "proxy-authorization" => Some(SecretKind::Credentials),
        "cookie" | "set-cookie" => Some(SecretKind::Cookie),
        _ if name.contains("key") || name.contains("token") || name.contains("secret") || name.contains("auth") => {
            Some(SecretKind::ApiKey)
        }
        _ => None,
    }
}

/// The first white space inside of an address, and its kind. What a variable or an expression is replaced by has none.
fn blank(address: &Text<'_>) -> Option<(std::ops::Range<usize>, &'static str)> {
    let address = (!address.is_symbolic()).then(|| address.as_str())?;
    let start = address.find([' ', '\t', '\r', '\n'])?;
    let behind = address[start..].trim_start();
    let kind = if address[start..address.len() - behind.len()].contains('\n') { "line-break" } else { "blank" };
    (start > 0 && !behind.is_empty()).then(|| (start..address.len() - behind.len(), kind))
}
