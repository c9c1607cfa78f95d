//! The secrets of an exchange, by fact: from what the reader took apart.

use super::names::{Name, name};
use super::scan;
use super::secrets::Secrets;
use super::shape::is_talk;
use crate::exchange::{Body, Command, Exchange, Header, Json, Login, Param, Response, Url};
use crate::finding::SecretKind;
use crate::text::{Mark, Span, Text};

impl Secrets {
    /// Remembers the secrets of `exchange` that its parts show; `again` where its command was learnt from already.
    pub(super) fn learn(&mut self, exchange: &Exchange<'_>, again: bool) {
        let request = &exchange.request;
        for named in &exchange.named {
            if let Some(secret) = &named.secret {
                self.add(secret, SecretKind::Unknown, Span::at(named.at.start));
            }
        }
        let at_token = request.params.iter().any(|param| param.name.as_str() == "grant_type");
        match &request.login {
            Some(Login::Basic(login)) => self.login(login, at_token),
            Some(Login::Bearer(token)) => self.text(token, SecretKind::AccessToken),
            None => {}
        }
        if let Some(url) = &request.url {
            self.url(url);
        }
        if let Some(command) = request.command.as_ref().filter(|_| !again) {
            self.command(command, at_token);
        }
        request.headers.iter().for_each(|header| self.header(header));
        self.params(&request.params);
        if let Some(body) = &request.body {
            self.body(body);
        }
        if let Some(response) = &exchange.response {
            self.response(response);
        }
    }

    /// A value that may be shown.
    fn open(&mut self, text: &Text<'_>) {
        self.add_public(text.as_str(), text.span());
    }

    /// A secret value. One that is nothing but variables or a file's name holds nothing secret.
    fn text(&mut self, text: &Text<'_>, kind: SecretKind) {
        if !is_symbolic_only(text) {
            self.add(text.as_str(), kind, text.span());
        }
    }

    fn login(&mut self, login: &Text<'_>, at_token: bool) {
        let value = login.as_str();
        let kind = if at_token { SecretKind::ClientSecret } else { SecretKind::Password };
        match value.find(':') {
            Some(colon) => {
                self.open(&login.slice(0, colon));
                self.text(&login.slice(colon + 1, value.len()), kind);
            }
            // A lone token given as the user is a secret; a name is not.
            None if !is_talk(value) => self.text(login, SecretKind::Unknown),
            None => {}
        }
    }

    fn url(&mut self, url: &Url<'_>) {
        let userinfo = url.part(&url.userinfo);
        if !userinfo.as_str().is_empty() {
            self.login(&userinfo, false);
        }
        self.open(&url.part(&url.host));
    }

    fn command(&mut self, command: &Command<'_>, at_token: bool) {
        for argument in &command.arguments {
            let (Some(option), Some(value)) = (argument.option, &argument.value) else { continue };
            match option {
                "user" => self.login(value, at_token),
                "proxy-user" => self.login(value, false),
                "oauth2-bearer" => self.text(value, SecretKind::AccessToken),
                "pass" | "proxy-pass" | "tlspassword" | "proxy-tlspassword" => self.text(value, SecretKind::Password),
                "cert" | "proxy-cert" => {
                    if let Some(colon) = value.as_str().rfind(':') {
                        self.text(&value.slice(colon + 1, value.as_str().len()), SecretKind::Password);
                    }
                }
                "cookie" => self.cookies(value),
                _ => {}
            }
        }
    }

    fn header(&mut self, header: &Header<'_>) {
        match name(header.name.as_str()) {
            Name::Credentials => self.credentials(&header.value),
            Name::Cookies => self.cookies(&header.value),
            Name::Secret(kind) | Name::Ambiguous(kind) => self.text(&header.value, kind),
            Name::Public | Name::Other => {}
        }
    }

    /// What follows the scheme of an Authorization value.
    fn credentials(&mut self, value: &Text<'_>) {
        let (skip, kind) = scan::scheme(value.as_str());
        let secret = value.slice(skip, value.as_str().len()).trim();
        self.text(&secret, kind);
    }

    fn cookies(&mut self, value: &Text<'_>) {
        for found in scan::cookie_values(value.as_str()) {
            self.text(&value.slice(found.start, found.end), SecretKind::Cookie);
        }
    }

    fn params(&mut self, params: &[Param<'_>]) {
        let plain = !params.iter().any(|p| p.name.as_str() == "code_challenge_method" && p.value.as_str() == "S256");
        for param in params {
            match name(param.name.as_str()) {
                // The plain method sends the verifier itself.
                Name::Public if plain && param.name.as_str() == "code_challenge" => {
                    self.param(param, SecretKind::CodeVerifier);
                }
                Name::Secret(kind) | Name::Ambiguous(kind) => self.param(param, kind),
                Name::Credentials => self.credentials(&param.value),
                Name::Cookies => self.param(param, SecretKind::Cookie),
                Name::Public => {
                    self.open(&param.value);
                    self.open(&param.raw);
                }
                Name::Other => {}
            }
        }
    }

    fn param(&mut self, param: &Param<'_>, kind: SecretKind) {
        self.text(&param.value, kind);
        self.text(&param.raw, kind);
    }

    fn body(&mut self, body: &Body<'_>) {
        for piece in &body.pieces {
            for found in scan::named(piece.as_str()) {
                if let Some(kind) = found.kind {
                    self.text(&piece.slice(found.start, found.end), kind);
                }
            }
        }
    }

    fn response(&mut self, response: &Response<'_>) {
        response.headers.iter().chain(&response.sent_headers).for_each(|header| self.header(header));
        if let Some(json) = &response.json {
            self.json(json);
        }
    }

    /// Members of a JSON answer, at any depth.
    fn json(&mut self, json: &Json<'_>) {
        let mut open = vec![(None, json)];
        while let Some((kind, json)) = open.pop() {
            match json {
                Json::String(text) | Json::Scalar(text) => match kind {
                    Some(Name::Secret(kind)) => self.text(text, kind),
                    Some(Name::Ambiguous(kind)) if !is_talk(text.as_str()) => self.text(text, kind),
                    Some(Name::Credentials) => self.credentials(text),
                    Some(Name::Cookies) => self.cookies(text),
                    Some(Name::Public) => self.open(text),
                    _ => {}
                },
                Json::Array(items) => open.extend(items.iter().map(|item| (kind, item))),
                Json::Object(members) => {
                    open.extend(members.iter().map(|(key, value)| (Some(name(key.as_str())), value)));
                }
            }
        }
    }
}

/// Whether variables, commands and file names make the whole value, but for quotes and blanks.
fn is_symbolic_only(text: &Text<'_>) -> bool {
    let shows = |stretch: &str| stretch.bytes().any(|byte| byte.is_ascii_alphanumeric());
    text.is_symbolic() && !text.outside(&[Mark::Expansion, Mark::File]).any(shows)
}
