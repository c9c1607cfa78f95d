//! An address that is kept in parts.

use crate::exchange::Json;
use crate::read::client::tree::{elements, is_on, member, text};
use crate::text::{MapBuilder, Span, Text};

/// The address of its protocol, host, port, path, query and hash, as Postman's own library puts it together. `None`
/// where there is no host.
pub(super) fn assembled<'s>(url: &Json<'s>) -> Option<Text<'s>> {
    let hosts = parts(url, "host");
    let first = hosts.first()?.span().start;
    let mut address = Address { value: String::new(), map: MapBuilder::new() };
    if let Some(protocol) = member(url, "protocol") {
        address.text(&protocol);
        address.sign(if protocol.as_str().ends_with("://") { "" } else { "://" }, first);
    }
    address.joined(&hosts, ".");
    if let Some(port) = member(url, "port") {
        address.sign(":", port.span().start);
        address.text(&port);
    }
    let path = parts(url, "path");
    if let Some(first) = path.first() {
        address.sign(if first.as_str().starts_with('/') { "" } else { "/" }, first.span().start);
        address.joined(&path, "/");
    }
    let mut divider = "?";
    for row in elements(url, "query").iter().filter(|row| !is_on(row, "disabled")) {
        let Some(name) = member(row, "key") else { continue };
        address.sign(divider, name.span().start);
        address.text(&name);
        if let Some(value) = member(row, "value") {
            address.sign("=", name.span().end);
            address.text(&value);
        }
        divider = "&";
    }
    if let Some(hash) = member(url, "hash") {
        address.sign("#", hash.span().start);
        address.text(&hash);
    }
    Some(Text::new(address.value, address.map.finish(first), Vec::new()))
}

/// A list of segments, or all of them in one string. A segment of a path may be an object.
fn parts<'s>(url: &Json<'s>, name: &str) -> Vec<Text<'s>> {
    match url.member(name) {
        Some(Json::Array(list)) => {
            list.iter().filter_map(|part| text(part).or_else(|| member(part, "value"))).collect()
        }
        other => other.and_then(text).into_iter().collect(),
    }
}

struct Address {
    value: String,
    map: MapBuilder,
}

impl Address {
    fn text(&mut self, text: &Text<'_>) {
        self.value.push_str(text.as_str());
        self.map.copy(text.map(), 0, text.as_str().len());
    }

    /// A sign that stands nowhere: the part behind it, or before it, is at `at`.
    fn sign(&mut self, sign: &str, at: usize) {
        self.value.push_str(sign);
        self.map.encoded(Span::at(at), sign.len());
    }

    fn joined(&mut self, parts: &[Text<'_>], divider: &str) {
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                self.sign(divider, part.span().start);
            }
            self.text(part);
        }
    }
}
