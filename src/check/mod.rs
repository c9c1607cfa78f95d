//! From sources to reports: the flow of the whole crate in one place.

mod mend;
mod named;
mod run;
mod series;
mod setback;

use std::borrow::Cow;
use std::sync::Arc;

use crate::exchange::Exchange;
use crate::facts::catalogue::Fact;
use crate::facts::flow::Anchor;
use crate::facts::{Date, Facts, Value, View};
use crate::finding::{Judgement, Phrase};
use crate::lint::{self, Case};
use crate::provider::{PROVIDERS, Registry, advice};
use crate::report::{Keep, Member, SourceReport};
use crate::rule::RuleSet;
use crate::seen::seen;

pub use run::{Next, Run};
#[cfg(feature = "cli")]
pub use series::{Series, Sheaf};

/// What a check depends on besides the source.
#[derive(Clone, Debug)]
pub struct Checker {
    /// The rules in force.
    pub rules: RuleSet,
    /// What is known of services.
    pub registry: &'static Registry,
    /// The day that dated knowledge is judged by.
    pub today: Date,
}

/// One exchange, and what is said about it.
#[derive(Debug)]
pub struct Examined<'s> {
    /// The exchange.
    pub exchange: Exchange<'s>,
    /// What is said about it; fixes have their edits.
    pub judgement: Judgement,
    /// The flow it belongs to.
    pub flow: Option<Member>,
    /// The corrected request, to copy.
    pub corrected: Option<Phrase>,
    /// Where the steps stand that it is linked to.
    pub linked: Vec<Arc<Anchor>>,
}

impl Checker {
    /// The built-in rules and providers, as of `today`.
    #[must_use]
    pub fn new(today: Date) -> Self {
        Self { rules: RuleSet::builtin(), registry: &PROVIDERS, today }
    }

    /// Checks one source on its own and reports what `keep` lets through.
    #[must_use]
    pub fn check(&self, path: &str, bytes: &[u8], keep: &Keep) -> SourceReport {
        Run::new(self).check(path, bytes, keep, Next::Nothing)
    }

    /// Examines the exchanges of a text one by one.
    pub fn examine<'s>(&self, text: &'s str) -> impl Iterator<Item = Examined<'s>> {
        Run::new(self).examine(text)
    }

    fn judge<'a, 's: 'a>(&self, exchange: &'a Exchange<'s>, view: &View<'a, 's>) -> lint::Judged {
        let advise = |rule: &str| advise(view, rule);
        let case = Case { exchange, facts: view, seen: &seen(view), answer: view.answer(), advice: &advise };
        let mut judged = lint::judge(&case, &self.rules);
        let location = view.location();
        judged.judgement.provider = location.provider.map(|provider| Cow::Borrowed(&*provider.id));
        judged.judgement.endpoint = location.endpoint.map(|endpoint| Cow::Borrowed(&*endpoint.id));
        judged
    }
}

/// What the provider adds to the help of a rule.
fn advise(view: &View<'_, '_>, rule: &str) -> Option<Phrase> {
    let word = |fact: Fact| match view.find(None, fact, None).elements.as_slice().first()?.value.clone()? {
        Value::Text(text) => Some(text.into_owned()),
        _ => None,
    };
    let texts: Vec<String> = advice(view.location(), rule, &word).map(|added| view.filled(&added.text)).collect();
    (!texts.is_empty()).then(|| Phrase::words(texts.join(" ")))
}
