//! A window of the source, drawn with carets. The only module that names miette: it sees redacted text alone.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};

use super::Look;
use super::fit::fit;
use super::wrap::{paragraph, width_of};
use crate::finding::Severity;
use crate::redact::Drawn;

/// Draws a window of the file called `path`.
pub(super) fn draw(path: &str, drawn: Drawn, severity: Severity, look: Look) -> String {
    let last = drawn.line + drawn.text.lines().count();
    let gutter = last.to_string().len() + 5;
    let drawn = fit(drawn, look.width.saturating_sub(gutter).max(20));
    let snippet = Snippet { pane: Pane { path, drawn: &drawn }, severity, room: look.width.saturating_sub(gutter) };
    let theme = match (look.color, look.unicode) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::ascii(),
        (false, true) => GraphicalTheme::unicode_nocolor(),
        (false, false) => GraphicalTheme::none(),
    };
    let handler =
        GraphicalReportHandler::new_themed(theme).with_links(false).with_width(look.width).with_context_lines(1);
    let mut out = String::new();
    match handler.render_report(&mut out, &snippet) {
        // The first line is miette's own message, which is empty: the report has said it already.
        Ok(()) => out.split_once('\n').map(|(_, rest)| rest.to_owned()).unwrap_or_default(),
        Err(fmt::Error) => String::new(),
    }
}

/// Redacted lines that keep the line and column of the file they come from.
#[derive(Debug)]
struct Pane<'d> {
    path: &'d str,
    drawn: &'d Drawn,
}

impl SourceCode for Pane<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let text = self.drawn.text.as_bytes();
        if (before, after) != (0, 0) {
            let whole = SourceSpan::from(0..text.len());
            let lines = self.drawn.text.lines().count();
            return Ok(Box::new(MietteSpanContents::new(text, whole, self.drawn.line - 1, 0, lines)));
        }
        // Asked without context, miette wants to know what to write above the frame.
        let label =
            self.drawn.labels.iter().find(|label| label.span.start == span.offset() && label.span.len() == span.len());
        let data = text.get(span.offset()..span.offset() + span.len()).ok_or(MietteError::OutOfBounds)?;
        let (line, column) = label.map_or((self.drawn.line, 1), |label| (label.at.line, label.at.column));
        let name = self.path.to_owned();
        Ok(Box::new(MietteSpanContents::new_named(name, data, *span, line - 1, column - 1, 1)))
    }
}

#[derive(Debug)]
struct Snippet<'d> {
    pane: Pane<'d>,
    severity: Severity,
    room: usize,
}

impl fmt::Display for Snippet<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Snippet<'_> {}

impl Diagnostic for Snippet<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.pane)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let text = &self.pane.drawn.text;
        Some(Box::new(self.pane.drawn.labels.iter().map(move |label| {
            let line = text[..label.span.start].rfind('\n').map_or(0, |at| at + 1);
            let middle = width_of(&text[line..label.span.start]) + width_of(&text[label.span.range()]) / 2;
            let room = self.room.saturating_sub(middle + 5).max(24);
            let remark = (!label.remark.is_empty()).then(|| paragraph(&label.remark, room, 0, 0));
            let span = SourceSpan::from(label.span.range());
            if label.primary {
                LabeledSpan::new_primary_with_span(remark, span)
            } else {
                LabeledSpan::new_with_span(remark, span)
            }
        })))
    }
}
