//! A request whose answer may still follow.

use super::answer::Answer;
use crate::exchange::{Form, Repair, Request, Response};
use crate::text::Span;

/// An exchange that may still get an answer.
#[derive(Debug)]
pub(super) struct Open<'s> {
    pub(super) form: Form,
    pub(super) span: Span,
    pub(super) request: Request<'s>,
    pub(super) repairs: Vec<Repair>,
    pub(super) answer: Answer<'s>,
    /// Whether somebody wrote on behind the answer.
    pub(super) talked: bool,
    /// An answer that is known otherwise: the query of a callback, a console message.
    pub(super) response: Option<Response<'s>>,
}

impl Open<'_> {
    /// Whether its form shows the whole answer, so that nothing below belongs to it.
    pub(super) fn is_answered(&self) -> bool {
        self.form == Form::Http && self.response.as_ref().is_some_and(|response| response.json.is_some())
    }
}
