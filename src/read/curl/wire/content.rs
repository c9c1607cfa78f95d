//! What follows the headers, and what headers it brings.

use super::body::Data;
use super::holes::Holes;
use super::{BOUNDARY, Refusal, WireBody, form, headers};
use crate::read::curl::config::Config;
use crate::text::Text;

/// Standard input, which is there only once.
pub(super) struct Stdin(Option<String>);

impl Stdin {
    pub(super) fn new(text: Option<&Text<'_>>, holes: &mut Holes) -> Self {
        Self(text.map(|text| holes.cut(text)))
    }

    /// All that is left of it.
    pub(super) fn read(&mut self, holes: &mut Holes) -> String {
        self.0.as_mut().map_or_else(|| holes.dig("@-".to_owned()), std::mem::take)
    }
}

/// Bodies and headers of one operation's requests beyond this are not written out, so that many addresses times a long
/// body stay bounded; the requests before it are.
const MOST_BYTES: usize = 16 << 20;

/// Hands out the body of each transfer, while there is room.
pub(super) struct Contents {
    /// The body that every address gets.
    fixed: Option<Option<Content>>,
    room: usize,
}

impl Default for Contents {
    fn default() -> Self {
        Self { fixed: None, room: MOST_BYTES }
    }
}

impl Contents {
    pub(super) fn next(
        &mut self,
        upload: bool,
        headers: usize,
        make: impl FnOnce() -> Result<Option<Content>, Refusal>,
    ) -> Result<Option<Option<Content>>, Refusal> {
        let content = match self.fixed.take() {
            Some(fixed) if !upload => fixed,
            _ => make()?,
        };
        let size = headers + content.as_ref().map_or(0, |content| content.body.text().len());
        let Some(room) = self.room.checked_sub(size) else { return Ok(None) };
        self.room = room;
        if !upload {
            self.fixed = Some(content.clone());
        }
        Ok(Some(content))
    }
}

/// What is sent behind the headers, and what headers it brings.
#[derive(Clone)]
pub(super) struct Content {
    pub(super) body: WireBody,
    /// The type curl adds where no header gives one.
    pub(super) content_type: Option<String>,
    /// The length, where it is known and told.
    pub(super) length: Option<usize>,
    pub(super) chunked: bool,
    pub(super) expects: bool,
}

impl Content {
    /// The size from which on curl asks before it sends.
    const ASKS_FROM: usize = 1024 * 1024;

    pub(super) fn new(
        config: &Config<'_>,
        data: &Data,
        upload: Option<&str>,
        custom: &[String],
        stdin: &mut Stdin,
        holes: &mut Holes,
    ) -> Result<Option<Self>, Refusal> {
        if let Some(file) = upload {
            let chunked = matches!(file, "-" | ".");
            let text = if chunked { stdin.read(holes) } else { holes.dig(format!("@{file}")) };
            let body = WireBody::Text(text);
            return Ok(Some(Self { body, content_type: None, length: None, chunked, expects: true }));
        }
        if !config.forms.is_empty() {
            let base = headers::value(custom, "Content-Type");
            let form = form::Form::read(config, base.as_deref(), stdin, holes)?;
            let text = form::render(&form.parts, BOUNDARY);
            let known = !holes.is_in(&text);
            let length = (known && !form.unmeasured).then_some(text.len());
            let base = base.unwrap_or_else(|| "multipart/form-data".to_owned());
            return Ok(Some(Self {
                content_type: Some(format!("{base}; boundary={BOUNDARY}")),
                length,
                chunked: form.unmeasured,
                expects: form.unmeasured || length.is_some_and(|length| length > Self::ASKS_FROM),
                body: WireBody::Multipart(form.parts),
            }));
        }
        if config.data.is_empty() || config.get.is_some() {
            return Ok(None);
        }
        let body = if data.text.is_empty() { WireBody::Empty } else { WireBody::Text(data.text.clone()) };
        let chunked = headers::value(custom, "Transfer-Encoding").is_some_and(|v| v.eq_ignore_ascii_case("chunked"));
        let length = (!chunked && !holes.is_in(&data.text)).then_some(data.text.len());
        Ok(Some(Self {
            body,
            content_type: Some("application/x-www-form-urlencoded".to_owned()),
            length,
            chunked: false,
            expects: length.is_some_and(|length| length > Self::ASKS_FROM),
        }))
    }
}
