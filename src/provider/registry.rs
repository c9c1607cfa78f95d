//! Everything the provider files say, checked and ready to be asked.

use super::fixed::Term;
use super::model::{Advice, ErrorRow, Misroute, Pattern, Provider, Standards};
use super::plant;
use super::saying::{self, Saying};
use super::tree::Tree;
use crate::facts::Date;

/// The standards, the providers, and their addresses.
#[derive(Clone, Debug)]
pub struct Registry {
    /// What holds for every service.
    pub standards: Standards,
    /// The services, by id.
    pub providers: super::fixed::List<Provider>,
    /// What the words of server libraries name, in the order in which they are looked up.
    pub sayings: super::fixed::List<Saying>,
    /// Members that some error has at the top of its body, sorted: an answer with none of them is no such error.
    pub members: super::fixed::List<Term>,
    /// All their addresses.
    pub addresses: Tree,
    /// The ends of paths of unknown servers.
    pub shapes: Tree,
}

impl Registry {
    /// Joins checked files.
    #[must_use]
    pub fn new(standards: Standards, mut providers: Vec<Provider>, mut sayings: Vec<Saying>) -> Self {
        saying::sort(&mut sayings);
        providers.sort_by(|a, b| a.id.cmp(&b.id));
        let errors = providers.iter().flat_map(|provider| provider.errors.iter()).chain(&*standards.errors);
        let members = errors.filter_map(|row| row.body.as_ref()).flat_map(members);
        let members: Vec<Term> =
            members.collect::<std::collections::BTreeSet<_>>().into_iter().map(Term::from).collect();
        let (addresses, shapes) = (plant::addresses(&providers), plant::shapes(&standards.shapes, &providers));
        Self {
            standards,
            providers: providers.into(),
            sayings: sayings.into(),
            members: members.into(),
            addresses,
            shapes,
        }
    }

    /// The provider of this id.
    #[must_use]
    pub fn provider(&self, id: &str) -> Option<&Provider> {
        self.providers.iter().find(|provider| &*provider.id == id)
    }

    /// The newest day on which facts were compared with their sources: examples run as of it.
    #[must_use]
    pub fn checked(&self) -> Date {
        self.providers.iter().map(|provider| provider.checked).fold(self.standards.checked, Date::max)
    }

    /// What is wrong with the files together: a misroute that fits an address some provider lists, a successor in
    /// words of a sibling nobody knows, a cause or advice that names no rule.
    #[must_use]
    pub fn conflicts(&self, is_rule: impl Fn(&str) -> bool) -> Vec<String> {
        let mut out = Vec::new();
        let listed: Vec<_> = self
            .providers
            .iter()
            .flat_map(|provider| plant::listed(provider).map(move |listed| (provider, listed)))
            .filter(|(_, listed)| !listed.is_claim())
            .collect();
        for provider in &self.providers {
            for misroute in &provider.misroutes {
                for wrong in misroute.addresses() {
                    let owner = listed.iter().find(|(_, listed)| wrong.hides(&listed.template));
                    out.extend(owner.map(|(owner, _)| {
                        format!(
                            "{}: the misroute {} fits an address that {} lists",
                            provider.id, misroute.url, owner.id
                        )
                    }));
                }
            }
            let named = provider.foreign.iter().map(|foreign| &foreign.owner);
            let named = named.chain(provider.errors.iter().filter_map(|row| row.speaks.as_ref()));
            let unknown = named.filter(|id| self.provider(id).is_none());
            out.extend(unknown.map(|id| format!("{}: {id} is no provider", provider.id)));
            let rules = causes(&provider.errors).chain(provider.advice.iter().flat_map(Advice::named));
            let unknown = rules.filter(|rule| !is_rule(rule));
            out.extend(unknown.map(|rule| format!("{}: {rule} is no rule", provider.id)));
        }
        let rules = causes(&self.standards.errors).chain(self.standards.advice.iter().flat_map(Advice::named));
        out.extend(rules.filter(|rule| !is_rule(rule)).map(|rule| format!("oauth: {rule} is no rule")));
        for saying in &self.sayings {
            let unknown = saying.names.iter().filter(|rule| !is_rule(rule));
            out.extend(unknown.map(|rule| format!("{}: {rule} is no rule ({})", saying.of, saying.words)));
        }
        let twice = self.sayings.iter().zip(self.sayings.iter().skip(1)).filter(|(a, b)| a.words == b.words);
        out.extend(twice.map(|(a, b)| format!("{} and {} say the same: {}", a.of, b.of, a.words)));
        out.sort();
        out.dedup();
        out
    }
}

/// Members of which a body has one that fits this pattern; a list has none.
fn members(pattern: &Pattern) -> Vec<String> {
    match pattern {
        Pattern::Table(members) => members.iter().take(1).map(|(name, _)| name.to_string()).collect(),
        Pattern::Text(_) => vec!["code".to_owned(), "type".to_owned()],
        Pattern::Any(_) => Vec::new(),
    }
}

fn causes(rows: &[ErrorRow]) -> impl Iterator<Item = &str> {
    rows.iter().flat_map(|row| &row.causes).map(|(rule, _)| &**rule)
}

impl Advice {
    fn named(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|rule| &**rule)
    }
}

impl Misroute {
    /// The wrong addresses, listed values filled in.
    pub(super) fn addresses(&self) -> impl Iterator<Item = super::template::Template> {
        let urls = super::template::expand(&[&self.url], &self.choices).into_iter().flatten();
        urls.filter_map(|url| super::template::Template::parse(&url).ok())
    }
}
