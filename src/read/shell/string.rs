//! Commands in the strings of programs and scripts: `echo "Usage: curl .."`, `"curl -H \"..\" .."`.

use memchr::memmem;

use super::lookahead::escaped_close;
use crate::text::{Text, decode, near};

/// The command at `start` without the escapes of the string around it, where it has some. `closer` ends the string.
pub(in crate::read) fn unescaped<'s>(doc: &Text<'s>, start: usize, closer: Option<u8>) -> Option<Text<'s>> {
    const ESCAPED: &[u8] = b"\\\"";
    let closer = closer.filter(|closer| *closer == b'"')?;
    let line = near::behind(doc.as_str(), start).as_bytes();
    memmem::find(line, ESCAPED)?;
    let close = escaped_close(line, 0, closer)?;
    memmem::find(&line[..close], ESCAPED).map(|_| decode::json_string(&doc.slice(start, start + close)))
}

/// The quote that is open where a line has come so far.
pub(in crate::read) fn open_quote(before: &str) -> Option<u8> {
    let bytes = before.as_bytes();
    let mut open = None;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (open, byte) {
            (_, b'\\') => at += 1,
            (_, b'$') if bytes.get(at + 1) == Some(&b'(') => open = None,
            (Some(quote), byte) if byte == quote => open = None,
            (None, b'"') => open = Some(byte),
            (None, b'\'') if at == 0 || !bytes[at - 1].is_ascii_alphanumeric() => open = Some(byte),
            _ => {}
        }
        at += 1;
    }
    open
}
