//! `-F`: the parts of a multipart body (curl's manual, "--form"; RFC 7578).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::content::Stdin;
use super::field::{Cursor, Spec};
use super::holes::Holes;
use super::{Refusal, body};
use crate::exchange::Argument;
use crate::read::curl::config::Config;

/// One part of a multipart body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The name of the field.
    pub name: Option<String>,
    /// Its header lines.
    pub headers: Vec<String>,
    /// What it holds.
    pub content: PartContent,
}

/// What a part holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartContent {
    /// Text; the content of a file reads `@name`.
    Text(String),
    /// Parts of its own: several files in one field, or a group `=(` .. `=)`.
    Parts(Vec<Part>),
}

/// The parts as they travel, divided by `boundary`; the boundaries of inner parts carry a number behind it.
pub(super) fn render(parts: &[Part], boundary: &str) -> String {
    let mut next = 1;
    let mut out = String::new();
    parts_between(parts, boundary, boundary, &mut next, &mut out);
    out
}

fn parts_between(parts: &[Part], boundary: &str, base: &str, next: &mut usize, out: &mut String) {
    for part in parts {
        out.push_str(&format!("--{boundary}\r\n"));
        let inner = inner_boundary(base, *next + 1);
        for line in &part.headers {
            out.push_str(line);
            if matches!(part.content, PartContent::Parts(_)) && line.starts_with("Content-Type: ") {
                out.push_str(&format!("; boundary={inner}"));
            }
            out.push_str("\r\n");
        }
        out.push_str("\r\n");
        match &part.content {
            PartContent::Text(text) => out.push_str(text),
            PartContent::Parts(parts) => {
                *next += 1;
                parts_between(parts, &inner, base, next, out);
            }
        }
        out.push_str("\r\n");
    }
    out.push_str(&format!("--{boundary}--\r\n"));
}

/// As long as the outer boundary, as curl's are.
fn inner_boundary(base: &str, number: usize) -> String {
    let number = number.to_string();
    format!("{}{number}", &base[..base.len().saturating_sub(number.len())])
}

/// Groups inside groups beyond this are refused; curl has no such limit, nor does anybody come near it.
const DEEPEST: usize = 32;

/// A form that was read.
pub(super) struct Form {
    pub(super) parts: Vec<Part>,
    /// A part is in a coding whose length curl does not reckon in advance (quoted-printable).
    pub(super) unmeasured: bool,
}

impl Form {
    /// Reads every `-F`; `content_type` is that of `-H`, which decides how the parts present themselves.
    pub(super) fn read(
        config: &Config<'_>,
        content_type: Option<&str>,
        stdin: &mut Stdin,
        holes: &mut Holes,
    ) -> Result<Self, Refusal> {
        let escape = if config.is_on("form-escape") { Escape::Backslash } else { Escape::Percent };
        let mut reader = Reader { stdin, holes, stack: vec![Field::group(None, content_type.map(str::to_owned))] };
        for argument in &config.forms {
            reader.field(argument)?;
        }
        let mut form = Self { parts: Vec::new(), unmeasured: false };
        let root = reader.root();
        let parts_are = if root.is_form_data() { Some("form-data") } else { None };
        let Source::Fields(fields) = root.source else { return Ok(form) };
        form.parts = fields.into_iter().map(|field| field.part(parts_are, escape, &mut form.unmeasured)).collect();
        Ok(form)
    }
}

/// How quotes in names are escaped.
#[derive(Clone, Copy)]
enum Escape {
    Percent,
    Backslash,
}

impl Escape {
    fn apply(self, text: &str) -> String {
        match self {
            Self::Percent => text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A"),
            Self::Backslash => text.replace('\\', "\\\\").replace('"', "\\\""),
        }
    }
}

/// A field as `-F` describes it.
struct Field {
    name: Option<String>,
    spec: Spec,
    source: Source,
}

enum Source {
    Text(String),
    /// A file's content, with its name where it is sent as a file.
    File {
        content: String,
        name: String,
    },
    Fields(Vec<Field>),
}

impl Field {
    fn group(name: Option<String>, content_type: Option<String>) -> Self {
        Self { name, spec: Spec { content_type, ..Spec::default() }, source: Source::Fields(Vec::new()) }
    }

    /// Without a type of its own a body is form data.
    fn is_form_data(&self) -> bool {
        let begins = |kind: &str| kind.to_ascii_lowercase().starts_with("multipart/form-data");
        self.spec.content_type.as_deref().is_none_or(begins)
    }

    fn part(self, presented_as: Option<&str>, escape: Escape, unmeasured: &mut bool) -> Part {
        let Self { name, spec, source } = self;
        let filename = match &source {
            Source::File { name, .. } => spec.filename.clone().or_else(|| Some(name.clone())),
            _ => spec.filename.clone(),
        };
        let content_type = spec.content_type.clone().or_else(|| guessed_type(&source, filename.as_deref()));
        let is_multipart = spec.content_type.as_deref().is_some_and(|kind| kind.starts_with("multipart/"));
        let named = name.is_some() || filename.is_some();
        let disposition = presented_as.or((named || is_multipart).then_some("attachment"));
        let mut headers = Vec::new();
        if let Some(disposition) = disposition.filter(|disposition| named || *disposition != "attachment") {
            let parameter = |key: &str, value: &Option<String>| {
                value.as_ref().map(|value| format!("; {key}=\"{}\"", escape.apply(value))).unwrap_or_default()
            };
            let (name, filename) = (parameter("name", &name), parameter("filename", &filename));
            headers.push(format!("Content-Disposition: {disposition}{name}{filename}"));
        }
        headers.extend(content_type.map(|kind| format!("Content-Type: {kind}")));
        headers.extend(spec.encoder.as_ref().map(|encoder| format!("Content-Transfer-Encoding: {encoder}")));
        let inner = spec.content_type.as_deref().is_some_and(|kind| kind.starts_with("multipart/form-data"));
        headers.extend(spec.headers);
        let content = match source {
            Source::Text(text) | Source::File { content: text, .. } => {
                PartContent::Text(coded(text, spec.encoder.as_deref(), unmeasured))
            }
            Source::Fields(fields) => {
                let presented_as = inner.then_some("form-data");
                let part = |field: Self| field.part(presented_as, escape, unmeasured);
                PartContent::Parts(fields.into_iter().map(part).collect())
            }
        };
        Part { name, headers, content }
    }
}

/// The type by a file's ending.
fn guessed_type(source: &Source, filename: Option<&str>) -> Option<String> {
    const TYPES: [(&str, &str); 10] = [
        (".gif", "image/gif"),
        (".jpg", "image/jpeg"),
        (".jpeg", "image/jpeg"),
        (".png", "image/png"),
        (".svg", "image/svg+xml"),
        (".txt", "text/plain"),
        (".htm", "text/html"),
        (".html", "text/html"),
        (".pdf", "application/pdf"),
        (".xml", "application/xml"),
    ];
    let ending = |name: &str| {
        let name = name.to_ascii_lowercase();
        TYPES.iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, kind)| (*kind).to_owned())
    };
    match source {
        Source::Fields(_) => Some("multipart/mixed".to_owned()),
        Source::Text(_) => filename.and_then(ending),
        Source::File { name, .. } => {
            let unknown = || (name != "-").then(|| "application/octet-stream".to_owned());
            filename.and_then(ending).or_else(|| ending(name)).or_else(unknown)
        }
    }
}

fn coded(text: String, encoder: Option<&str>, unmeasured: &mut bool) -> String {
    match encoder {
        Some("base64") => {
            let coded = STANDARD.encode(text);
            let lines: Vec<&str> = (0..coded.len()).step_by(76).map(|n| &coded[n..coded.len().min(n + 76)]).collect();
            lines.join("\r\n")
        }
        Some("quoted-printable") => {
            *unmeasured = true;
            let plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\t') && byte != b'=';
            let coded = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("={byte:02X}") };
            text.bytes().map(coded).collect()
        }
        _ => text,
    }
}

/// Reads fields into groups; the innermost open group stands last.
struct Reader<'r> {
    stdin: &'r mut Stdin,
    holes: &'r mut Holes,
    stack: Vec<Field>,
}

impl Reader<'_> {
    fn field(&mut self, argument: &Argument<'_>) -> Result<(), Refusal> {
        let Some(value) = &argument.value else { return Ok(()) };
        let text = self.holes.cut(value);
        let Some((name, content)) = text.split_once('=') else {
            return Err(Refusal::Form(value.as_str().to_owned()));
        };
        let name = Some(name.to_owned()).filter(|name| !name.is_empty());
        if argument.option == Some("form-string") {
            self.add(Field { name, spec: Spec::default(), source: Source::Text(content.to_owned()) });
            return Ok(());
        }
        let mut cursor = Cursor { rest: content };
        match content.chars().next() {
            Some('(') if self.stack.len() > DEEPEST => return Err(Refusal::Form(content.to_owned())),
            Some('(') => {
                let (_, spec) = cursor.part(&[]).ok_or_else(|| Refusal::Form(content.to_owned()))?;
                self.stack.push(Field { name, spec, source: Source::Fields(Vec::new()) });
            }
            Some(')') if name.is_none() && self.stack.len() > 1 => self.close(),
            Some('@') => {
                let mut files = Vec::new();
                loop {
                    cursor.rest = cursor.rest.get(1..).unwrap_or("");
                    let (file, spec) = cursor.part(&[',']).ok_or_else(|| Refusal::Form(content.to_owned()))?;
                    let base = file.rsplit('/').next().unwrap_or(&file).to_owned();
                    let content = body::content(&file, self.stdin, self.holes);
                    files.push(Field { name: None, spec, source: Source::File { content, name: base } });
                    if !cursor.rest.starts_with(',') {
                        break;
                    }
                }
                self.files(name, files);
            }
            Some('<') => {
                cursor.rest = &content[1..];
                let (file, spec) = cursor.part(&[]).ok_or_else(|| Refusal::Form(content.to_owned()))?;
                let content = body::content(&file, self.stdin, self.holes);
                self.add(Field { name, spec, source: Source::Text(content) });
            }
            _ => {
                let (text, spec) = cursor.part(&[]).ok_or_else(|| Refusal::Form(content.to_owned()))?;
                self.add(Field { name, spec, source: Source::Text(text) });
            }
        }
        Ok(())
    }

    /// One file is the field; several are a group of their own.
    fn files(&mut self, name: Option<String>, mut files: Vec<Field>) {
        let field = match files.pop() {
            Some(only) if files.is_empty() => Field { name, ..only },
            last => {
                files.extend(last);
                Field { name, spec: Spec::default(), source: Source::Fields(files) }
            }
        };
        self.add(field);
    }

    fn add(&mut self, field: Field) {
        if let Some(Field { source: Source::Fields(fields), .. }) = self.stack.last_mut() {
            fields.push(field);
        }
    }

    fn close(&mut self) {
        if let Some(group) = self.stack.pop() {
            self.add(group);
        }
    }

    /// The whole form; groups that were never closed end with it.
    fn root(mut self) -> Field {
        while self.stack.len() > 1 {
            self.close();
        }
        self.stack.pop().unwrap_or_else(|| Field::group(None, None))
    }
}
