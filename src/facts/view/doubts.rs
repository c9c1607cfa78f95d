//! What was left in or damaged: placeholders, repairs, globbing, shell variables.

use super::{View, is_oauth};
use crate::exchange::{Exchange, Form, Param, Provenance, Quoting, Variable};
use crate::facts::catalogue::Fact;
use crate::facts::placeholder::{self, Placeholder, Style};
use crate::facts::{Found, Value, param, secret};
use crate::provider::answer::Outcome;
use crate::provider::code::Code;
use crate::text::{Mark, Span, Text};

/// The part of a request that holds something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// The host.
    Host,
    /// The path.
    Path,
    /// The query.
    Query,
    /// A parameter of the body.
    Param,
    /// A header.
    Header,
    /// The credentials.
    Credentials,
    /// The body, outside any parameter.
    Body,
    /// Anywhere else.
    Elsewhere,
}

impl Where {
    /// The name in rules.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Path => "path",
            Self::Query => "query",
            Self::Param => "param",
            Self::Header => "header",
            Self::Credentials => "credentials",
            Self::Body => "body",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// A placeholder that is still there.
#[derive(Clone, Debug)]
pub struct Doubt {
    /// The text, braces included.
    pub text: String,
    /// Its place.
    pub span: Span,
    /// How it is written.
    pub style: Style,
    /// The part of the request that holds it.
    pub part: Where,
    /// The parameter's or header's name.
    pub name: String,
}

/// Every placeholder in the address, in OAuth parameters and in credentials.
pub(super) fn placeholders(view: &View<'_, '_>) -> Vec<Doubt> {
    let mut found = Vec::new();
    let request = &view.x.request;
    if let Some(url) = &request.url {
        let parts = [(&url.userinfo, Where::Credentials), (&url.host, Where::Host), (&url.path, Where::Path)];
        for (range, part) in parts {
            // Taking a part out costs more than a look at it.
            if may_hold(url.str(range)) {
                in_text(&url.part(range), part, "", &mut found);
            }
        }
    }
    if let Some(url) = &request.url
        && let Some(Placeholder { range, style }) = placeholder::in_host(url.str(&url.host))
    {
        let host = url.part(&url.host);
        let (text, span) = (host.as_str()[range.clone()].to_owned(), host.span_of(range.start, range.end));
        found.push(Doubt { text, span, style, part: Where::Host, name: String::new() });
    }
    for param in &request.params {
        if is_oauth(param.name.as_str()) || placeholder::is_whole(param.value.as_str()) {
            in_text(&param.value, part_of(param), param.name.as_str(), &mut found);
        }
    }
    for header in &request.headers {
        let name = header.name.as_str();
        let part = if name.eq_ignore_ascii_case("authorization") { Where::Credentials } else { Where::Header };
        if part == Where::Credentials || placeholder::is_whole(header.value.as_str()) {
            in_text(&header.value, part, name, &mut found);
        }
    }
    if let Some(authorization) = view.authorization.as_ref().filter(|a| a.from_option) {
        in_text(&authorization.value, Where::Credentials, "authorization", &mut found);
    }
    // An environment that is shared is a template: it is filled in where it is used.
    let is_template = |doubt: &Doubt| view.x.named.iter().any(|n| n.is_from_file() && n.at.overlaps(doubt.span));
    found.retain(|doubt| !is_template(doubt));
    if knew_the_client(view) && found.iter().any(names_the_client) {
        found.clear();
    }
    if view.x.response.as_ref().is_some_and(|response| response.provenance == Provenance::Told) {
        hide_client(&mut found);
    }
    // The client is looked at before what it hands in (RFC 6749 3.2.1).
    if view.answer.code == Some(Code::InvalidClient) {
        found.retain(|doubt| !matches!(doubt.name.as_str(), "code" | "refresh_token" | "username" | "password"));
    }
    let hides: Vec<bool> = found.iter().map(|doubt| stands_for_several(doubt, &found)).collect();
    let mut hides = hides.into_iter();
    found.retain(|_| !hides.next().unwrap_or(false));
    found
}

/// Whoever tells in words what a server said shows the request for others to read: words for both the client's id and its
/// secret were put there for them.
fn hide_client(found: &mut Vec<Doubt>) {
    let of_client = |doubt: &Doubt| matches!(doubt.name.as_str(), "client_id" | "client_secret");
    if ["client_id", "client_secret"].iter().all(|name| found.iter().any(|doubt| doubt.name == *name)) {
        found.retain(|doubt| !of_client(doubt));
    }
}

/// Whether one word stands in the place of the client and of what it hands in: then somebody hid them, for documentation
/// has a word for each.
fn stands_for_several(doubt: &Doubt, all: &[Doubt]) -> bool {
    let is_secret =
        |name: &str| matches!(name, "client_secret" | "code" | "refresh_token" | "password" | "code_verifier");
    let has = |is: &dyn Fn(&str) -> bool| all.iter().any(|other| other.text == doubt.text && is(&other.name));
    doubt.style == Style::UpperWords && has(&|name| name == "client_id") && has(&is_secret)
}

/// Whether the answer is one that a server gives only to a client it knows: it looks at the grant and at the scope after
/// it has authenticated the client (RFC 6749 3.2.1). What stands in place of that client's identifier was then put there
/// for others to read, and so were the words beside it.
fn knew_the_client(view: &View<'_, '_>) -> bool {
    let refused = view.answer.outcome == Outcome::Refused;
    refused && matches!(view.answer.code, Some(Code::InvalidGrant | Code::InvalidScope))
}

fn names_the_client(doubt: &Doubt) -> bool {
    doubt.part == Where::Credentials || doubt.name == "client_id"
}

fn part_of(param: &Param<'_>) -> Where {
    if param.place == crate::exchange::Place::Body { Where::Param } else { Where::Query }
}

fn may_hold(value: &str) -> bool {
    value.len() >= 3 && placeholder::find(value, 0).is_some()
}

fn in_text(text: &Text<'_>, part: Where, name: &str, found: &mut Vec<Doubt>) {
    let value = text.as_str();
    if !may_hold(value) || placeholder::is_hidden(value) || param::is_word_in_capitals(name, value) {
        return;
    }
    let mut expansions = text.marks().iter().filter(|marked| marked.mark == Mark::Expansion).peekable();
    let mut from = 0;
    while let Some(placeholder) = placeholder::find(value, from) {
        let (start, end) = (placeholder.range.start, placeholder.range.end);
        from = end;
        while expansions.next_if(|marked| marked.range.end <= start).is_some() {}
        if expansions.peek().is_some_and(|marked| marked.range.start < end) {
            continue;
        }
        let (text, span) = (value[start..end].to_owned(), text.span_of(start, end));
        found.push(Doubt { text, span, style: placeholder.style, part, name: name.to_owned() });
    }
}

impl<'a, 's: 'a> View<'a, 's> {
    pub(super) fn doubt_fact(&self, fact: Fact) -> Found<'a> {
        let x: &'a Exchange<'s> = self.x;
        let mut found = Found::absent();
        match fact {
            Fact::Placeholder => {
                for (index, doubt) in self.placeholders().iter().enumerate() {
                    let text = Value::Text(doubt.text.clone().into());
                    found.elements.push(self.element(fact, index, Some(text), doubt.span));
                }
            }
            Fact::Repair => {
                for (index, repair) in x.repairs.iter().enumerate() {
                    let name = Value::text(repair.kind.name());
                    found.elements.push(self.element(fact, index, Some(name), repair.span));
                }
            }
            Fact::Glob => {
                for (index, glob) in x.request.globs.iter().enumerate() {
                    let text = self.glob_text(glob.span).into();
                    found.elements.push(self.element(fact, index, Some(Value::Text(text)), glob.span));
                }
            }
            _ => {
                for (index, variable) in self.variables().iter().enumerate() {
                    if self.variable_matters(variable) {
                        let name = Value::Text(variable.name.as_str().to_owned().into());
                        found.elements.push(self.element(fact, index, Some(name), variable.span));
                    }
                }
            }
        }
        found
    }

    /// The braces and what stands between them, as the address has them.
    pub(super) fn glob_text(&self, span: Span) -> String {
        let url = self.x.request.url.as_ref();
        let text = url.map_or("", |url| url.text.as_str());
        let at = |offset: usize| url.map_or(0, |url| offset.saturating_sub(url.text.span().start));
        text.get(at(span.start)..at(span.end)).unwrap_or("{..}").to_owned()
    }

    /// The variables of a command; of a recording those that were sent as they stand.
    pub(super) fn variables(&self) -> &[Variable<'s>] {
        if matches!(self.x.form, Form::Har | Form::Http) {
            self.sent_variables.get_or_init(|| self.unexpanded())
        } else {
            &self.x.request.variables
        }
    }

    fn unexpanded(&self) -> Vec<Variable<'s>> {
        let asked = self.x.request.params.iter().filter(|param| is_oauth(param.name.as_str()));
        let credentials = self.authorization.iter();
        let pairs = credentials.clone().filter_map(|a| a.basic.as_ref()).flat_map(|(user, password)| [user, password]);
        let values = asked.map(|param| &param.value).chain(credentials.filter_map(|a| a.token.as_ref())).chain(pairs);
        let name = |value: &Text<'s>| match value.as_str().strip_prefix("${") {
            Some(inside) => value.slice(2, inside.len() + 1),
            None => value.slice(1, value.as_str().len()),
        };
        let variable = |value: &Text<'s>| Variable {
            name: name(value),
            span: value.span(),
            quoting: Quoting::Sent,
            inside: false,
        };
        values.filter(|value| param::is_dollar_name(value.as_str())).map(variable).collect()
    }

    /// A variable that stays as it stands matters where it is a whole value that was to be filled in; an expanded one
    /// where it tears a secret apart.
    fn variable_matters(&self, variable: &Variable<'_>) -> bool {
        let secret = |value: &Text<'_>| value.span().contains(variable.span);
        match variable.quoting {
            Quoting::Single | Quoting::Sent => self.literal_value(variable.span).is_some(),
            Quoting::Double | Quoting::Bare => {
                let torn = self.x.request.params.iter().any(|p| {
                    let kind = secret::of_param(p.name.as_str());
                    kind.is_some() && secret(&p.value) && p.value.span() != variable.span
                });
                let password = self.authorization.as_ref().and_then(|a| a.basic.as_ref());
                let torn_password = password.is_some_and(|(_, p)| secret(p) && p.span() != variable.span);
                variable.inside && (torn || torn_password)
            }
        }
    }

    /// The part of the request whose whole value is this variable, which nothing expands.
    pub(super) fn literal_value(&self, span: Span) -> Option<Where> {
        let request = &self.x.request;
        let whole = |value: &Text<'_>| value.span() == span && param::is_dollar_name(value.as_str());
        if request.params.iter().any(|p| is_oauth(p.name.as_str()) && whole(&p.value)) {
            return Some(Where::Param);
        }
        let authorization = self.authorization.as_ref()?;
        let token = authorization.token.as_ref().is_some_and(whole);
        let pair = authorization.basic.as_ref().is_some_and(|(user, password)| whole(user) || whole(password));
        let header = whole(&authorization.value)
            || authorization
                .value
                .as_str()
                .split_whitespace()
                .next_back()
                .is_some_and(|last| param::is_dollar_name(last) && authorization.value.span().end == span.end);
        if token || pair || header {
            return Some(Where::Credentials);
        }
        None
    }
}
