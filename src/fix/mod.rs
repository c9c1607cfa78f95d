//! Fixes: operations on a request become edits of its source.
//!
//! One file per input form. A form that cannot express an operation declines, and the fix is shown as manual. A secret
//! is moved by copying or stays where it is; it is never written into an edit.

mod apply;
mod bearer;
mod client;
mod config;
pub mod corrected;
mod curl;
mod draft;
mod encode;
mod layout;
mod leaf;
mod moves;
pub mod operation;
mod parameters;
mod recorded;
mod splice;
mod url;
mod verify;
mod word;

pub use apply::{apply, apply_within};
pub use corrected::{Secret, corrected};
pub use operation::{Destination, Operation};
pub use verify::verify;

use crate::exchange::{Exchange, Form, Shell};
use crate::finding::{Edit, Insert};

/// Edits that carry the operations out, in order of place and without overlap. `None` where the input form cannot
/// express them, where they contradict each other, or where nothing would change.
#[must_use]
pub fn translate(operations: &[Operation], exchange: &Exchange, source: &str) -> Option<Vec<Edit>> {
    match exchange.form {
        Form::Curl | Form::CurlTranscript => match exchange.request.command.as_deref()?.shell {
            Shell::Posix => curl::translate(operations, exchange, source),
            Shell::Cmd | Shell::Pwsh => client::translate(operations, exchange, source),
        },
        Form::Url => url::translate(operations, exchange, source),
        Form::Har | Form::Http => recorded::translate(operations, exchange, source),
        Form::Config => config::translate(operations, exchange, source),
        Form::Postman | Form::Insomnia | Form::Bruno | Form::Hurl | Form::HttpFile => {
            client::translate(operations, exchange, source)
        }
        Form::Httpie | Form::Wget | Form::PowerShell | Form::JavaScript | Form::Python | Form::Php => {
            client::translate(operations, exchange, source)
        }
        Form::Prose | Form::Console => None,
    }
}

/// Whether a person has to fill something in: `$NAME` or `{name}` is left, be it by the rule or because a secret
/// would have had to be encoded anew.
#[must_use]
pub fn is_manual(operations: &[Operation], edits: &[Edit]) -> bool {
    let asks = |operation: &Operation| match operation {
        Operation::Replace { with: text, .. }
        | Operation::AddParam { value: text, .. }
        | Operation::AddHeader { value: text, .. }
        | Operation::SetUrl(text) => encode::has_hole(text),
        _ => false,
    };
    let left = |insert: &Insert| matches!(insert, Insert::Text(text) if encode::has_variable(text));
    operations.iter().any(asks) || edits.iter().flat_map(|edit| &edit.insert).any(left)
}
