//! Files in which HTTP clients keep requests: collections, exports, request files.
//!
//! Each form takes its file apart into what is asked ([`Asked`](super::asked::Asked)); what the client makes of that is the same for all of
//! them. `{{name}}` is replaced where the same file gives its value ([`template`]), and otherwise a value that is not
//! seen. Scripts, tests and documentation are passed over.

pub(super) mod answer;
pub(super) mod bruno;
pub(super) mod http_file;
pub(super) mod hurl;
pub(super) mod insomnia;
mod lines;
pub(super) mod oauth;
pub(super) mod postman;
mod template;
mod tree;
