//! What a report holds. Texts are redacted; positions are those of the user's file.

use std::borrow::Cow;
use std::sync::Arc;

use super::order::{self, Rank};
use crate::exchange::Form;
use crate::finding::{Confidence, Safety, Severity};
use crate::redact::{Redacted, Tags, Window};
use crate::text::Position;

/// Everything that is said about all sources of a run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// One for each file that was read, in order.
    pub sources: Vec<SourceReport>,
    /// Files of walked folders that hold nothing to read: binary, generated, or no text.
    pub skipped: usize,
    /// Files and folders that could not be read.
    pub failed: usize,
}

/// Everything that is said about one source.
#[derive(Clone, Debug)]
pub struct SourceReport {
    /// The file's name; `<stdin>` for the standard input.
    pub path: String,
    /// The ticket that this is the report of, in a stream of tickets.
    pub ticket: Option<String>,
    /// Whether it holds anything that can be read: an exchange, or a ticket without one.
    pub understood: bool,
    /// How many exchanges were read, listed or not.
    pub read: usize,
    /// How many were too long to be read.
    pub skipped: usize,
    /// The exchanges that are listed, by number.
    pub exchanges: Vec<Listed>,
    /// The findings: verdicts first, then by severity, then by place.
    pub findings: Vec<Found>,
    /// Whether findings were left out because there were too many.
    pub truncated: bool,
    /// The tags of the secrets that are shown.
    pub tags: Tags,
}

/// An exchange that is listed.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its number among all that were read.
    pub id: usize,
    /// The input form.
    pub form: Form,
    /// The provider's id.
    pub provider: Option<Cow<'static, str>>,
    /// The endpoint's id.
    pub endpoint: Option<Cow<'static, str>>,
    /// The method.
    pub method: Option<Redacted>,
    /// The address as it was meant.
    pub url: Option<Redacted>,
    /// The answer: its status and its own error word.
    pub response: Option<(Option<u16>, Option<Redacted>)>,
    /// The ticket it was read from, and the number of the comment: from 1, 0 for the ticket's own text.
    pub ticket: Option<(Option<Redacted>, usize)>,
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
    /// What explains the refusal.
    pub cause: Option<Cause>,
    /// The corrected request, to copy.
    pub corrected: Option<Redacted>,
    /// The flow it belongs to, by the number of the flow's first exchange.
    pub flow: Option<usize>,
}

impl Listed {
    /// Every text that is shown, but for the cause.
    pub(super) fn texts(&mut self, mut look: impl FnMut(&mut Redacted)) {
        self.method.iter_mut().chain(&mut self.url).chain(&mut self.corrected).for_each(&mut look);
        self.response.iter_mut().filter_map(|(_, error)| error.as_mut()).for_each(&mut look);
        self.ticket.iter_mut().filter_map(|(id, _)| id.as_mut()).for_each(&mut look);
    }
}

/// A verdict.
#[derive(Clone, Debug)]
pub struct Cause {
    /// The rule.
    pub rule: Cow<'static, str>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Its finding, by index into the source's findings.
    pub finding: usize,
    /// What else could explain it, likeliest first.
    pub candidates: Vec<Candidate>,
    /// What was checked and found fine.
    pub ruled_out: Vec<RuledOut>,
    /// Rules that could not be checked.
    pub unchecked: Vec<Cow<'static, str>>,
}

/// Another possible cause.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The rule.
    pub rule: Cow<'static, str>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Its finding, by index into the source's findings.
    pub finding: usize,
}

/// A cause that was checked and found not to be it.
#[derive(Clone, Debug)]
pub struct RuledOut {
    /// The rule.
    pub rule: Cow<'static, str>,
    /// What was seen instead.
    pub because: Redacted,
}

/// A finding.
#[derive(Clone, Debug)]
pub struct Found {
    /// The rule.
    pub rule: Cow<'static, str>,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// Its exchange, by index into the source's listed exchanges.
    pub exchange: usize,
    /// Whether it is its exchange's verdict.
    pub verdict: bool,
    /// What is wrong.
    pub message: Redacted,
    /// Why.
    pub why: Redacted,
    /// What to do.
    pub help: Redacted,
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// How to mend it.
    pub fix: Option<Fix>,
    /// The lines around its places.
    pub windows: Vec<Window>,
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug)]
pub struct Related {
    /// The file, where it is another one than the finding's own.
    pub path: Option<Arc<str>>,
    /// Whether the finding's windows can show it; else it stands elsewhere in a recording, or in another file.
    pub here: bool,
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
    /// The remark.
    pub message: Redacted,
}

/// How to mend a finding.
#[derive(Clone, Debug)]
pub struct Fix {
    /// What it does.
    pub title: Redacted,
    /// Whether it can be applied without thinking.
    pub safety: Safety,
    /// Its edits, in order of place.
    pub edits: Vec<Edit>,
}

/// Bytes of the user's file to replace, and what takes their place.
#[derive(Clone, Debug)]
pub struct Edit {
    /// First byte that is replaced.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What takes their place.
    pub insert: Vec<Insert>,
}

/// A piece of an edit.
#[derive(Clone, Debug)]
pub enum Insert {
    /// New text.
    Text(String),
    /// A stretch of the user's file, and how it is shown.
    Copy {
        /// First byte.
        start: usize,
        /// One past the last.
        end: usize,
        /// The stretch, redacted.
        shown: Redacted,
    },
}

/// The numbers at the end of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were read.
    pub files: usize,
    /// Files that hold nothing to read.
    pub skipped: usize,
    /// Files and folders that could not be read.
    pub failed: usize,
    /// Exchanges that were read.
    pub exchanges: usize,
    /// Listed errors.
    pub errors: usize,
    /// Listed warnings.
    pub warnings: usize,
    /// Listed notes.
    pub notes: usize,
    /// Whether findings were left out.
    pub truncated: bool,
}

impl SourceReport {
    /// Counts its exchanges from 0, where the first is number `first` of its run.
    pub fn count_from(&mut self, first: usize) {
        self.exchanges.iter_mut().for_each(|listed| listed.id = listed.id.saturating_sub(first));
    }

    /// Counts its exchanges on from those of the sources before it.
    pub fn count_on(&mut self, before: usize) {
        self.exchanges.iter_mut().for_each(|listed| listed.id += before);
    }
}

impl Report {
    /// The numbers at its end.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary =
            Summary { files: self.sources.len(), skipped: self.skipped, failed: self.failed, ..Summary::default() };
        for source in &self.sources {
            summary.exchanges += source.read;
            summary.truncated |= source.truncated;
            for finding in &source.findings {
                match finding.severity {
                    Severity::Error => summary.errors += 1,
                    Severity::Warning => summary.warnings += 1,
                    Severity::Note => summary.notes += 1,
                }
            }
        }
        summary
    }
}

impl SourceReport {
    /// How bad the worst finding is.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }
}

impl Found {
    /// Every text that is shown, but for the windows.
    pub(super) fn texts(&mut self, mut look: impl FnMut(&mut Redacted)) {
        [&mut self.message, &mut self.why, &mut self.help].into_iter().for_each(&mut look);
        self.related.iter_mut().for_each(|related| look(&mut related.message));
        if let Some(fix) = &mut self.fix {
            look(&mut fix.title);
            for piece in fix.edits.iter_mut().flat_map(|edit| &mut edit.insert) {
                if let Insert::Copy { shown, .. } = piece {
                    look(shown);
                }
            }
        }
    }

    /// Its place among the findings of the report.
    pub(super) fn rank(&self) -> Rank {
        order::rank(self.verdict, self.severity, self.start.offset, self.end.offset)
    }
}
