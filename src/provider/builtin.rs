//! The built-in provider files, as the build script compiled them.

use super::Registry;
use super::code::{Code::*, Weight::*};
use super::fixed::{List, Term};
use super::model::{Pattern::*, Standing::*, *};
use super::saying::Saying;
use super::tree::{Target::*, *};
use super::words::*;
use crate::facts::Date;
use crate::facts::Evidence::*;
use crate::facts::catalogue::Fact;
use crate::text::Letters;

include!(concat!(env!("OUT_DIR"), "/providers.rs"));
