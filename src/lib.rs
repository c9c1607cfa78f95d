//! grantlint tells why a request was refused.

pub mod exchange;
pub mod facts;
pub mod finding;
pub mod provider;
pub mod read;
pub mod text;
