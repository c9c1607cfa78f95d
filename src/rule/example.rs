//! Whether an example comes out as its rule says. Reading and linting the input is up to the caller.

use super::model::Example;
use crate::exchange::Exchange;
use crate::finding::{Finding, Judgement};
use crate::text::{Span, Text};

/// One exchange of the example's input, and what was said about it.
pub struct Linted<'l, 's> {
    /// The text it was read from.
    pub source: &'l str,
    /// The exchange.
    pub exchange: &'l Exchange<'s>,
    /// What was said.
    pub judgement: &'l Judgement,
}

/// How an example came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The rule found what it had to.
    Found,
    /// The rule was silent, as it had to be.
    Silent,
    /// The rule had to find this and did not.
    Missing(String),
    /// The rule found this and should not have.
    Noisy(String),
    /// The rule found it, but said something else about it.
    Wrong(String),
}

impl Outcome {
    /// Whether it is as it should be.
    #[must_use]
    pub const fn is_right(&self) -> bool {
        matches!(self, Self::Found | Self::Silent)
    }
}

/// Compares what `rule` said about an example's input with what it should have said. `fixed` is the input after the
/// finding's fix, where it has one.
#[must_use]
pub fn outcome(rule: &str, example: &Example, linted: &[Linted<'_, '_>], fixed: Option<&str>) -> Outcome {
    let findings: Vec<(&Linted<'_, '_>, &Finding)> = linted
        .iter()
        .flat_map(|one| one.judgement.findings.iter().map(move |finding| (one, finding)))
        .filter(|(_, finding)| finding.rule == rule)
        .collect();
    if let Some(form) = &example.form
        && let Some(other) = linted.iter().find(|one| one.exchange.form.name() != &**form)
    {
        return Outcome::Wrong(format!("read as {}, not as {form}", other.exchange.form.name()));
    }
    if example.silent() {
        return match findings.first() {
            Some((one, finding)) => Outcome::Noisy(text_at(one, finding.span).to_owned()),
            None => Outcome::Silent,
        };
    }
    let shows = |wanted: &str| findings.iter().any(|(one, finding)| reads(one, finding.span, wanted));
    if let Some(wanted) = example.finds.iter().find(|wanted| !shows(wanted)) {
        return match findings.first() {
            Some((one, finding)) => {
                Outcome::Wrong(format!("points at {:?}, not at {:?}", text_at(one, finding.span), &**wanted))
            }
            None => Outcome::Missing(wanted.to_string()),
        };
    }
    let extra = |(one, finding): &&(&Linted<'_, '_>, &Finding)| {
        !example.finds.iter().any(|wanted| reads(one, finding.span, wanted))
    };
    if let Some((one, finding)) = findings.iter().find(extra) {
        return Outcome::Noisy(text_at(one, finding.span).to_owned());
    }
    described(rule, example, &findings, linted, fixed).map_or(Outcome::Found, Outcome::Wrong)
}

/// What about the findings is not as the example says.
fn described(
    rule: &str,
    example: &Example,
    findings: &[(&Linted<'_, '_>, &Finding)],
    linted: &[Linted<'_, '_>],
    fixed: Option<&str>,
) -> Option<String> {
    for (_, finding) in findings {
        if let Some(severity) = example.severity
            && finding.severity != severity
        {
            return Some(format!("severity is {}, not {}", finding.severity.name(), severity.name()));
        }
        if let Some(confidence) = example.confidence
            && finding.confidence != confidence
        {
            return Some(format!("confidence is {}, not {}", finding.confidence.name(), confidence.name()));
        }
    }
    let verdict = linted.iter().any(|one| chosen(one.judgement) == Some(rule));
    if example.verdict.is_some_and(|wanted| wanted != verdict) {
        let other = linted.iter().find_map(|one| chosen(one.judgement)).unwrap_or("none");
        return Some(format!("the verdict is {other}"));
    }
    let wanted = example.fixed.as_deref()?;
    match fixed {
        Some(fixed) if fixed == wanted => None,
        Some(fixed) => Some(format!("the fix makes {fixed:?}, not {wanted:?}")),
        None => Some("there is no fix".to_owned()),
    }
}

fn chosen(judgement: &Judgement) -> Option<&str> {
    let verdict = judgement.verdict.as_ref()?;
    judgement.findings.get(verdict.finding).map(|finding| &*finding.rule)
}

fn text_at<'l>(one: &Linted<'l, '_>, span: Span) -> &'l str {
    one.source.get(span.range()).unwrap_or_default()
}

/// Whether `wanted` is the source text at `span`, or the decoded value that stands there.
fn reads(one: &Linted<'_, '_>, span: Span, wanted: &str) -> bool {
    text_at(one, span) == wanted || decoded(one.exchange, span).any(|value| value == wanted)
}

/// The decoded values that stand at `span`.
fn decoded<'l>(exchange: &'l Exchange<'_>, span: Span) -> impl Iterator<Item = &'l str> {
    let request = &exchange.request;
    let params = request.params.iter().flat_map(|param| [&param.name, &param.value]);
    let headers =
        request.headers.iter().flat_map(|header| [&header.name, &header.value].into_iter().chain(&header.whole));
    let url = request.url.iter().map(|url| &url.text);
    let texts = params.chain(headers).chain(url);
    texts.filter(move |text: &&Text<'_>| text.span() == span).map(Text::as_str)
}
