//! One request, written in the form of every client's file.

use std::fmt::Write as _;

use grantlint::exchange::{BodyKind, Exchange, Form, Login};
use serde_json::{Value, json};

/// A request that every form can express.
#[derive(Clone, Debug)]
pub struct Plain {
    pub method: String,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub basic: Option<(String, String)>,
    pub body: Option<String>,
    /// Status and body of the answer.
    pub answer: Option<(u16, String)>,
}

impl Plain {
    /// The request of an exchange, its type spelt out. `None` where something of it is not seen, or stands in damage.
    pub fn of(exchange: &Exchange<'_>) -> Option<Self> {
        let request = &exchange.request;
        let url = request.url.as_ref()?;
        let kinds = [Form::Curl, Form::CurlTranscript];
        let damaged = !exchange.repairs.is_empty() || !request.globs.is_empty() || !request.variables.is_empty();
        let fault = request.headers.iter().any(|header| header.fault.is_some() || header.value.is_symbolic());
        let unseen = url.text.is_symbolic() || request.params.iter().any(|param| param.value.is_symbolic());
        if !kinds.contains(&exchange.form) || damaged || fault || unseen || request.follows_redirects.is_some() {
            return None;
        }
        let mut headers: Vec<(String, String)> =
            request.headers.iter().map(|h| (h.name.as_str().to_owned(), h.value.as_str().to_owned())).collect();
        let typed = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let body = match &request.body {
            None => None,
            Some(body) => {
                let media = match body.kind {
                    BodyKind::Data => "application/x-www-form-urlencoded",
                    BodyKind::Json => "application/json",
                    _ => return None,
                };
                if !typed {
                    headers.push(("Content-Type".to_owned(), media.to_owned()));
                }
                // What `--data-urlencode` encodes stands otherwise in the command.
                let encoded = request.params.iter().any(|p| p.encoding == grantlint::exchange::Encoding::Verbatim);
                if encoded || body.pieces.iter().any(grantlint::text::Text::is_symbolic) {
                    return None;
                }
                Some(body.pieces.iter().map(|piece| piece.as_str()).collect::<Vec<_>>().join("&"))
            }
        };
        let basic = match &request.login {
            None => None,
            Some(Login::Basic(pair)) => Some(pair.as_str().split_once(':').map(|(a, b)| (a.to_owned(), b.to_owned()))?),
            Some(Login::Bearer(_)) => return None,
        };
        let answer = exchange.response.as_ref().and_then(|response| {
            let status = response.status.as_ref()?.value;
            Some((status, response.body.as_ref().map_or(String::new(), |body| body.as_str().to_owned())))
        });
        let plain = Self {
            method: request.method.as_ref()?.value.clone(),
            url: url.text.as_str().to_owned(),
            headers,
            basic,
            body: body.filter(|body| !body.is_empty()),
            answer,
        };
        plain.is_plain().then_some(plain)
    }

    /// Whether nothing in it is syntax to one of the forms.
    fn is_plain(&self) -> bool {
        let texts = [&self.url, &self.method]
            .into_iter()
            .chain(self.headers.iter().flat_map(|(name, value)| [name, value]))
            .chain(self.basic.iter().flat_map(|(user, password)| [user, password]));
        let one_line =
            |text: &String| !text.contains(['\n', '\r', '\\']) && !text.contains("{{") && text.trim() == text;
        let in_url = !self.url.contains(' ') && self.url.contains("://") && !self.url.contains("/:");
        let body = self.body.as_ref().is_none_or(|body| {
            body.trim() == body && !body.contains(['\r', '`']) && !body.contains("{{") && !body.contains("\n\n")
        });
        let method = self.method.len() > 2 && self.method.bytes().all(|b| b.is_ascii_uppercase());
        let twice =
            self.basic.is_some() && self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization"));
        let user = !twice
            && self.basic.as_ref().is_none_or(|(user, password)| {
                !user.is_empty() && !password.is_empty() && !user.contains([' ', ':']) && !password.contains(' ')
            });
        texts.into_iter().all(one_line) && in_url && body && method && user
    }

    /// The command that asks the same.
    pub fn curl(&self, answered: bool) -> String {
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "'\\''"));
        let mut out = format!("$ curl -g -X {} {}", self.method, quoted(&self.url));
        if let Some((user, password)) = &self.basic {
            let _ = write!(out, " -u {}", quoted(&format!("{user}:{password}")));
        }
        for (name, value) in &self.headers {
            let _ = write!(out, " -H {}", quoted(&format!("{name}: {value}")));
        }
        if let Some(body) = &self.body {
            let _ = write!(out, " --data-raw {}", quoted(body));
        }
        out.push('\n');
        if let Some((status, body)) = self.answer.as_ref().filter(|_| answered) {
            let _ = writeln!(out, "HTTP/1.1 {status} X\n\n{body}");
        }
        out
    }

    fn rows(&self, name: &str) -> Vec<Value> {
        self.headers.iter().map(|(key, value)| json!({ name: key, "value": value })).collect()
    }

    /// The fields of the body, where it is a form that the encoding of every client gives again.
    fn fields(&self) -> Option<Vec<(String, String)>> {
        let body = self.body.as_ref()?;
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'=' | b'&');
        let form = self.headers.iter().any(|(name, value)| {
            name.eq_ignore_ascii_case("content-type") && value == "application/x-www-form-urlencoded"
        });
        let pairs: Option<Vec<_>> =
            body.split('&').map(|field| field.split_once('=')).map(|pair| pair.map(owned)).collect();
        pairs.filter(|pairs| {
            form && body.bytes().all(plain)
                && pairs.iter().all(|(name, value)| !name.is_empty() && !value.is_empty() && !value.contains('='))
        })
    }

    pub fn postman(&self, answered: bool) -> String {
        let mut request = json!({ "method": self.method, "header": self.rows("key"), "url": { "raw": self.url } });
        if let Some(body) = &self.body {
            request["body"] = match self.fields() {
                Some(fields) => {
                    let rows: Vec<Value> =
                        fields.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect();
                    json!({ "mode": "urlencoded", "urlencoded": rows })
                }
                None => json!({ "mode": "raw", "raw": body }),
            };
        }
        if let Some((user, password)) = &self.basic {
            let row = |key: &str, value: &str| json!({ "key": key, "value": value, "type": "string" });
            request["auth"] = json!({ "type": "basic", "basic": [row("username", user), row("password", password)] });
        }
        let examples: Vec<Value> = match self.answer.as_ref().filter(|_| answered) {
            Some((code, body)) => vec![json!({ "name": "kept", "code": code, "header": [], "body": body })],
            None => Vec::new(),
        };
        let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
        let item = json!({ "name": "a request", "request": request, "response": examples });
        format!("{:#}", json!({ "info": { "name": "x", "schema": schema }, "item": [item] }))
    }

    fn insomnia(&self) -> Value {
        let media = self.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let media = media.map_or("text/plain", |(_, value)| value);
        let body = match (&self.body, self.fields()) {
            (None, _) => json!({}),
            (Some(_), Some(fields)) => {
                let rows: Vec<Value> =
                    fields.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
                json!({ "mimeType": media, "params": rows })
            }
            (Some(body), None) => json!({ "mimeType": media.replace("x-www-form-urlencoded", "form"), "text": body }),
        };
        let authentication = match &self.basic {
            Some((user, password)) => json!({ "type": "basic", "username": user, "password": password }),
            None => json!({}),
        };
        json!({
            "_id": "req_1", "_type": "request", "parentId": "wrk_1", "name": "a request", "url": self.url, "method": self.method,
            "body": body, "headers": self.rows("name"), "parameters": [], "authentication": authentication,
        })
    }

    pub fn insomnia_json(&self) -> String {
        let workspace = json!({ "_id": "wrk_1", "_type": "workspace", "name": "x" });
        let all = json!({ "_type": "export", "__export_format": 4, "resources": [workspace, self.insomnia()] });
        format!("{all:#}")
    }

    pub fn insomnia_yaml(&self) -> String {
        let mut out = String::from("type: collection.insomnia.rest/5.0\nname: x\ncollection:\n");
        let Value::Object(members) = self.insomnia() else { return out };
        let _ = writeln!(out, "  - name: a request\n    meta:\n      id: req_1");
        for (key, value) in
            members.iter().filter(|(key, _)| !["_id", "_type", "parentId", "name"].contains(&key.as_str()))
        {
            yaml(key, value, 4, &mut out);
        }
        out
    }

    pub fn bruno(&self) -> Option<String> {
        let fields = self.fields();
        let body = match (&self.body, &fields) {
            (None, _) => "none",
            (Some(_), Some(_)) => "formUrlEncoded",
            (Some(_), None) => "text",
        };
        let auth = if self.basic.is_some() { "basic" } else { "none" };
        let known =
            ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE"].contains(&self.method.as_str());
        let asks = if known {
            self.method.to_lowercase()
        } else {
            format!("http {{\n  method: {}", self.method.to_lowercase())
        };
        let asks = if known { format!("{asks} {{") } else { asks };
        let mut out = format!(
            "meta {{\n  name: a request\n  type: http\n}}\n\n{asks}\n  url: {}\n  body: {body}\n  auth: {auth}\n}}\n",
            self.url
        );
        let mut block = |name: &str, rows: &[(String, String)]| {
            let _ = write!(out, "\n{name} {{\n");
            for (name, value) in rows {
                let _ = writeln!(out, "  {name}: {value}");
            }
            out.push_str("}\n");
        };
        if !self.headers.is_empty() {
            block("headers", &self.headers);
        }
        if let Some((user, password)) = self.basic.clone() {
            block("auth:basic", &[("username".into(), user), ("password".into(), password)]);
        }
        match (&self.body, fields) {
            (Some(_), Some(fields)) => block("body:form-urlencoded", &fields),
            (Some(body), None) => {
                let _ = write!(out, "\nbody:text {{\n  {}\n}}\n", body.replace('\n', "\n  "));
            }
            (None, _) => {}
        }
        // A name with a colon is no name of a row.
        (!self.headers.iter().any(|(name, value)| name.contains([':', '~']) || value.starts_with("'''"))).then_some(out)
    }

    pub fn hurl(&self) -> Option<String> {
        let escaped = |text: &str| text.replace('#', "\\#");
        let mut out = format!("{} {}\n", self.method, self.url);
        for (name, value) in &self.headers {
            let _ = writeln!(out, "{name}: {}", escaped(value));
        }
        if let Some((user, password)) = &self.basic {
            let _ = writeln!(out, "[BasicAuth]\n{}: {}", escaped(user), escaped(password));
        }
        match (&self.body, self.fields()) {
            (Some(_), Some(fields)) => {
                out.push_str("[Form]\n");
                for (name, value) in fields {
                    let _ = writeln!(out, "{name}: {}", escaped(&value));
                }
            }
            (Some(body), None) => {
                let _ = writeln!(out, "```\n{body}\n```");
            }
            (None, _) => {}
        }
        out.push_str("HTTP *\n");
        let odd = |text: &str| text.contains(['#', ':']) || !text.is_ascii();
        (!self.headers.iter().any(|(name, _)| odd(name)) && !self.url.contains('#')).then_some(out)
    }

    pub fn http_file(&self) -> String {
        let mut out = format!("### a request\n{} {}\n", self.method, self.url);
        for (name, value) in &self.headers {
            let _ = writeln!(out, "{name}: {value}");
        }
        if let Some((user, password)) = &self.basic {
            let _ = writeln!(out, "Authorization: Basic {user} {password}");
        }
        if let Some(body) = &self.body {
            let _ = write!(out, "\n{body}\n");
        }
        out
    }
}

fn owned((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn yaml(key: &str, value: &Value, indent: usize, out: &mut String) {
    let pad = " ".repeat(indent);
    match value {
        Value::Object(members) if !members.is_empty() => {
            let _ = writeln!(out, "{pad}{key}:");
            members.iter().for_each(|(key, value)| yaml(key, value, indent + 2, out));
        }
        Value::Array(rows) if !rows.is_empty() => {
            let _ = writeln!(out, "{pad}{key}:");
            for row in rows {
                let Value::Object(members) = row else { continue };
                let mut mark = "- ";
                for (key, value) in members {
                    let _ = writeln!(out, "{pad}  {mark}{key}: {value}");
                    mark = "  ";
                }
            }
        }
        other => {
            let _ = writeln!(out, "{pad}{key}: {other}");
        }
    }
}
