//! The single way from a value to an output.
//!
//! Nothing that was pasted reaches a reporter but through the [`Redactor`]: it knows the secrets of the exchanges it
//! has learnt, finds more by name and by shape, puts tags in their places, makes invisible characters visible and cuts
//! windows. What it gives out, [`Redacted`] and [`Window`], owns no secret: a tag is known by a fingerprint until
//! [`Tags`] numbers it, when everything that is shown is known.

mod collect;
mod fingerprint;
mod glance;
mod names;
mod needles;
mod piece;
mod redactor;
mod scan;
mod secrets;
mod shape;
mod visible;
mod window;

pub use fingerprint::Fingerprint;
pub use names::{Name, name};
pub use piece::{Piece, Redacted, Secret, Tags};
pub use redactor::{Known, Redactor};
pub use shape::{is_hidden, is_placeholder};
pub use visible::{make_visible, visible};
pub use window::{Drawn, DrawnLabel, Pointer, Window};

use crate::exchange::Exchange;
use crate::finding::SecretKind;
use crate::text::Span;

/// Where the secrets of an exchange stand, and what they are.
#[must_use]
pub fn secret_places(exchange: &Exchange<'_>) -> Vec<(Span, SecretKind)> {
    let mut secrets = secrets::Secrets::default();
    secrets.learn(exchange, false);
    secrets.all_places().collect()
}
