//! The rules of this program, as the build script wrote them down.

#![allow(unused_imports, clippy::all, clippy::pedantic, reason = "what the rules at hand need")]

use super::filing::Filing;
use super::model::*;
use super::needs::Needs;
use super::seen::Seen;
use crate::facts::catalogue::{Attr, Fact};
use crate::facts::{Date, FlowStep};
use crate::finding::{Confidence, Safety, Severity};
use crate::provider::code::{Code, Weight};
use crate::provider::fixed::{List, Term};

include!(concat!(env!("OUT_DIR"), "/rules.rs"));
