//! One request, as it is written in programs and for other command lines.

use std::fmt::Write as _;

use serde_json::Value;

/// A request in no form at all.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'m> {
    pub method: &'m str,
    pub url: &'m str,
    pub headers: &'m [(String, String)],
    pub body: Option<&'m str>,
    /// What came back, as a terminal shows it.
    pub answer: &'m str,
}

/// A string of JavaScript, JSON and, but for what it escapes, Python.
fn double(text: &str) -> String {
    Value::from(text).to_string()
}

fn single(text: &str, escaped: &[char], by: char) -> String {
    let mut out = String::from("'");
    for c in text.chars() {
        if escaped.contains(&c) {
            out.push(by);
        }
        out.push(c);
    }
    out + "'"
}

fn javascript(text: &str) -> String {
    single(text, &['\'', '\\'], '\\')
}

fn powershell(text: &str) -> String {
    single(text, &['\''], '\'')
}

fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// As Chrome copies for the command prompt.
fn careted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    let mut out = String::from("^\"");
    let mut characters = escaped.chars().peekable();
    while let Some(c) = characters.next() {
        if !c.is_ascii_alphanumeric() && !c.is_whitespace() && !"_-:=+~'/.,?;()*`".contains(c) {
            out.push('^');
        }
        out.push(c);
        if c == '%' && characters.peek().is_some_and(|next| next.is_ascii_alphanumeric() || *next == '_') {
            out.push('^');
        }
    }
    out + "^\""
}

fn doubled(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\\\""))
}

impl Sent<'_> {
    /// Every form that can say it, with its name.
    pub fn renderings(&self) -> Vec<(&'static str, String)> {
        let mut all = vec![
            ("fetch, copied", self.fetch(double)),
            ("fetch, by hand", self.fetch(javascript)),
            ("fetch, named", self.fetch_named()),
            ("XMLHttpRequest", self.xhr()),
            ("requests", self.requests()),
            ("requests, named", self.requests_named()),
            ("PowerShell", self.powershell(" ")),
            ("PowerShell, copied", self.powershell(" `\n")),
            ("wget", self.wget()),
            ("cmd, copied", self.cmd(careted, " ^\n  ")),
        ];
        let length = |name: &str| name.eq_ignore_ascii_case("content-length");
        if !self.headers.iter().any(|(name, _)| length(name)) {
            all.push(("PHP", self.php()));
            all.push(("axios", self.axios()));
            all.push(("HTTPie", self.httpie()));
        }
        let plain = |text: &str| !text.contains(['\\', '%', '^', '\n']);
        if plain(self.url) && self.headers.iter().all(|(_, value)| plain(value)) && self.body.is_none_or(plain) {
            all.push(("cmd, typed", format!("C:\\Users\\me>{}", self.cmd(doubled, " "))));
        }
        if let Some(fields) = self.fields() {
            all.push(("axios, searched", self.axios_fields(&fields)));
            all.push(("jQuery", self.jquery(&fields)));
            all.push(("requests, fields", self.requests_fields(&fields)));
            all.push(("PowerShell, table", self.powershell_fields(&fields)));
            all.push(("HTTPie, fields", self.httpie_fields(&fields)));
            all.push(("PHP, query", self.php_fields(&fields)));
        }
        all.into_iter().map(|(name, text)| (name, text + "\n" + self.answer)).collect()
    }

    /// The fields of a plain form.
    fn fields(&self) -> Option<Vec<(String, String)>> {
        let form = self.headers.iter().any(|(name, value)| {
            name.eq_ignore_ascii_case("content-type") && value == "application/x-www-form-urlencoded"
        });
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'=' | b'&');
        let body = self.body.filter(|body| form && self.method == "POST" && body.bytes().all(plain))?;
        let fields: Option<Vec<_>> = body.split('&').map(|field| field.split_once('=')).collect();
        let fields: Vec<_> = fields?.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let whole = fields.iter().all(|(name, value)| !name.is_empty() && !value.is_empty() && !value.contains('='));
        whole.then_some(fields)
    }

    fn table(&self, quote: fn(&str) -> String, by: &str, divider: &str) -> String {
        let rows: Vec<String> =
            self.headers.iter().map(|(name, value)| format!("{}{by}{}", quote(name), quote(value))).collect();
        rows.join(divider)
    }

    fn fetch(&self, quote: fn(&str) -> String) -> String {
        let mut out = format!("fetch({}, {{\n  method: {}", quote(self.url), quote(self.method));
        let _ = write!(out, ",\n  \"headers\": {{ {} }}", self.table(quote, ": ", ",\n    "));
        if let Some(body) = self.body {
            let _ = write!(out, ",\n  body: {}", quote(body));
        }
        out + "\n}).then(r => r.json());"
    }

    fn fetch_named(&self) -> String {
        let mut out = format!("const headers = new Headers();\nconst url = {};\n", double(self.url));
        for (name, value) in self.headers {
            let _ = writeln!(out, "headers.append({}, {});", double(name), double(value));
        }
        let body = self.body.map_or(String::new(), |body| {
            let _ = writeln!(out, "const body = {};", javascript(body));
            ", body".to_owned()
        });
        format!("{out}\nconst answer = await fetch(url, {{ method: {}, headers{body} }});", double(self.method))
    }

    fn xhr(&self) -> String {
        let mut out =
            format!("const xhr = new XMLHttpRequest();\nxhr.open({}, {});\n", double(self.method), double(self.url));
        for (name, value) in self.headers {
            let _ = writeln!(out, "xhr.setRequestHeader({}, {});", javascript(name), javascript(value));
        }
        out + &format!("xhr.send({});", self.body.map_or(String::new(), javascript))
    }

    fn axios(&self) -> String {
        let data = self.body.map_or(String::new(), |body| format!(", data: {}", double(body)));
        format!(
            "const config = {{ method: {}, url: {}, headers: {{ {} }}{data} }};\naxios(config);",
            double(self.method),
            double(self.url),
            self.table(double, ": ", ", ")
        )
    }

    fn axios_fields(&self, fields: &[(String, String)]) -> String {
        let rows: Vec<String> = fields.iter().map(|(name, value)| format!("  {name}: {}", javascript(value))).collect();
        format!(
            "await axios.post({}, new URLSearchParams({{\n{}\n}}).toString(), {{ headers: {{ {} }} }});",
            javascript(self.url),
            rows.join(",\n"),
            self.table(javascript, ": ", ", ")
        )
    }

    fn jquery(&self, fields: &[(String, String)]) -> String {
        let rows: Vec<String> = fields.iter().map(|(name, value)| format!("{name}: {}", double(value))).collect();
        format!(
            "$.ajax({{ url: {}, type: 'POST', headers: {{ {} }}, data: {{ {} }}, success: function (r) {{}} }});",
            double(self.url),
            self.table(double, ": ", ", "),
            rows.join(", ")
        )
    }

    fn requests(&self) -> String {
        let data = self.body.map_or(String::new(), |body| format!(", data={}", javascript(body)));
        format!(
            "r = requests.request({}, {}, headers={{{}}}{data})",
            double(self.method),
            double(self.url),
            self.table(javascript, ": ", ", ")
        )
    }

    fn requests_named(&self) -> String {
        let data = self.body.map_or(String::new(), |body| format!("payload = {}\n", javascript(body)));
        let given = if self.body.is_some() { ", data=payload" } else { "" };
        format!(
            "import requests\n\nurl = {}\n{data}headers = {{\n  {}\n}}\n\nresponse = requests.request({}, url, headers=headers{given})",
            double(self.url),
            self.table(javascript, ": ", ",\n  "),
            double(self.method)
        )
    }

    fn requests_fields(&self, fields: &[(String, String)]) -> String {
        let rows: Vec<String> =
            fields.iter().map(|(name, value)| format!("    {}: {}", double(name), double(value))).collect();
        format!(
            "data = {{\n{},\n}}\nr = requests.post({}, data=data, headers={{{}}})",
            rows.join(",\n"),
            double(self.url),
            self.table(double, ": ", ", ")
        )
    }

    fn php(&self) -> String {
        let lines: Vec<String> =
            self.headers.iter().map(|(name, value)| javascript(&format!("{name}: {value}"))).collect();
        let fields = self
            .body
            .map_or(String::new(), |body| format!("curl_setopt($ch, CURLOPT_POSTFIELDS, {});\n", javascript(body)));
        format!(
            "<?php\n$ch = curl_init();\ncurl_setopt($ch, CURLOPT_URL, {});\ncurl_setopt($ch, CURLOPT_CUSTOMREQUEST, {});\n{fields}curl_setopt($ch, CURLOPT_HTTPHEADER, [{}]);\n$answer = curl_exec($ch);",
            javascript(self.url),
            javascript(self.method),
            lines.join(", ")
        )
    }

    fn php_fields(&self, fields: &[(String, String)]) -> String {
        let rows: Vec<String> =
            fields.iter().map(|(name, value)| format!("{} => {}", javascript(name), javascript(value))).collect();
        let lines: Vec<String> =
            self.headers.iter().map(|(name, value)| javascript(&format!("{name}: {value}"))).collect();
        format!(
            "<?php\n$fields = array(\n{}\n);\n$curl = curl_init({});\ncurl_setopt_array($curl, array(\n  CURLOPT_POST => true,\n  CURLOPT_HTTPHEADER => array({}),\n  CURLOPT_POSTFIELDS => http_build_query($fields),\n));\n$answer = curl_exec($curl);",
            rows.join(",\n"),
            javascript(self.url),
            lines.join(", ")
        )
    }

    fn powershell(&self, divider: &str) -> String {
        let body = self.body.map_or(String::new(), |body| format!("{divider}-Body {}", powershell(body)));
        format!(
            "Invoke-RestMethod -Uri {}{divider}-Method {}{divider}-Headers @{{\n{}\n}}{body}",
            powershell(self.url),
            powershell(self.method),
            self.table(powershell, "=", "\n  ")
        )
    }

    fn powershell_fields(&self, fields: &[(String, String)]) -> String {
        let rows: Vec<String> =
            fields.iter().map(|(name, value)| format!("    {name} = {}", powershell(value))).collect();
        format!(
            "$body = @{{\n{}\n}}\n$r = Invoke-RestMethod {} -Method Post -Headers @{{ {} }} -Body $body",
            rows.join("\n"),
            powershell(self.url),
            self.table(powershell, " = ", "; ")
        )
    }

    fn wget(&self) -> String {
        let mut out = format!("wget -qO- --method={}", self.method);
        for (name, value) in self.headers {
            let _ = write!(out, " \\\n  --header={}", shell(&format!("{name}: {value}")));
        }
        if let Some(body) = self.body {
            let _ = write!(out, " --body-data={}", shell(body));
        }
        format!("{out} {}", shell(self.url))
    }

    fn cmd(&self, quote: fn(&str) -> String, divider: &str) -> String {
        let mut out = format!("curl -g {}{divider}-X {}", quote(self.url), self.method);
        for (name, value) in self.headers {
            let _ = write!(out, "{divider}-H {}", quote(&format!("{name}: {value}")));
        }
        if let Some(body) = self.body {
            let _ = write!(out, "{divider}--data-raw {}", quote(body));
        }
        out
    }

    fn httpie_items(&self) -> String {
        self.headers.iter().fold(String::new(), |items, (name, value)| items + " " + &shell(&format!("{name}:{value}")))
    }

    fn httpie(&self) -> String {
        let raw = self.body.map_or(String::new(), |body| format!(" --raw {}", shell(body)));
        format!("http {} {}{}{raw}", self.method, shell(self.url), self.httpie_items())
    }

    fn httpie_fields(&self, fields: &[(String, String)]) -> String {
        let rows = fields.iter().fold(String::new(), |rows, (name, value)| format!("{rows} {name}={value}"));
        format!("http -f {} {}{}{rows}", self.method, shell(self.url), self.httpie_items())
    }
}
