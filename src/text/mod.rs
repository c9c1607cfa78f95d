//! Source text, spans, and the way back from every decoded byte to the source.

pub(crate) mod boundary;
mod composer;
pub mod decode;
mod distance;
mod invisible;
mod line_index;
mod makeup;
pub(crate) mod near;
mod offset_map;
mod place;
mod rare;
mod source;
mod span;
mod value;

pub use composer::Composer;
pub use distance::{Letters, edit_distance, slip};
pub use invisible::invisible;
pub use line_index::LineIndex;
pub use makeup::Makeup;
pub use offset_map::{MapBuilder, OffsetMap};
pub use place::{FilePlace, Place, Position};
pub use rare::Rare;
pub use source::Source;
pub use span::{Chunk, Span};
pub use value::{Mark, Marked, Text};
