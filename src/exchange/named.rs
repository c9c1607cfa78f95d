//! Names in the source that stand for values.

use std::sync::Arc;

use crate::text::{FilePlace, Span};

/// A name that stands for a value: `{{name}}` in a client's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name, with what encloses it.
    pub at: Span,
    /// Where the value stands.
    pub value: Origin,
    /// The value itself, where the file that holds it calls it a secret.
    pub secret: Option<Arc<str>>,
}

/// Where a value stands that a name is put for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In the same source.
    Here(Span),
    /// In another file.
    File(Arc<FilePlace>),
}

impl Named {
    /// Whether the value stands in another file than the name.
    #[must_use]
    pub const fn is_from_file(&self) -> bool {
        matches!(self.value, Origin::File(_))
    }
}
