//! The environments of the VS Code REST Client: `rest-client.environmentVariables` in the editor's settings, an object of
//! names and values for each environment, and `$shared` for all (<https://github.com/Huachao/vscode-restclient>: the
//! variables of a file hold over them).

use memchr::memmem;

use super::{Client, Environment, Rank, rows_of};
use crate::exchange::Json;
use crate::read::json;
use crate::text::Text;

const NAME: &str = "rest-client.environmentVariables";

pub(super) fn environment<'s>(doc: &Text<'s>) -> Option<Environment<'s>> {
    memmem::find(doc.as_str().as_bytes(), NAME.as_bytes())?;
    let (root, _) = json::prefix(&without_comments(doc), 0)?;
    // A file of a workspace keeps its settings a level deeper.
    let settings = root.member("settings").filter(|settings| settings.member(NAME).is_some()).unwrap_or(&root);
    let Json::Object(members) = settings.member(NAME)? else { return None };
    let sets = members.iter().filter_map(|(_, set)| rows_of(set)).collect();
    Some(Environment { client: Client::HttpFile, rank: Rank::Under, sets })
}

/// The same text with blanks in the place of comments, which the editor takes in its settings.
fn without_comments<'s>(doc: &Text<'s>) -> Text<'s> {
    let text = doc.as_str();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['"', '/']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let end = if from.starts_with('"') {
            string_end(from)
        } else if from.starts_with("//") {
            from.find('\n').unwrap_or(from.len())
        } else if from.starts_with("/*") {
            from.find("*/").map_or(from.len(), |end| end + 2)
        } else {
            1
        };
        let (stretch, behind) = from.split_at(end);
        if stretch.starts_with("//") || stretch.starts_with("/*") {
            out.extend(stretch.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        } else {
            out.push_str(stretch);
        }
        rest = behind;
    }
    out.push_str(rest);
    Text::new(out, doc.map().clone(), Vec::new())
}

/// Behind the quote that ends the string which `text` begins with.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    let closing = text.bytes().enumerate().skip(1).find(|(_, byte)| {
        let closes = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        closes
    });
    closing.map_or(text.len(), |(at, _)| at + 1)
}
