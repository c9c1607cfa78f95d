//! The rules of this program, as the build script wrote them down.

#![allow(unused_imports, clippy::all, clippy::pedantic, reason = "what the rules at hand need")]

use super::atoms::{Needs, Seen};
use super::model::*;
use crate::facts::catalogue::{Attr, Fact};
use crate::facts::{Date, FlowStep};
use crate::finding::{Confidence, Safety, Severity};
use crate::provider::code::{Code, Weight};
use crate::provider::fixed::{List, Term};

include!(concat!(env!("OUT_DIR"), "/rules.rs"));
