//! Provider file to checked provider. What is wrong is refused with line, column and a suggestion.
//!
//! The build script runs this on the built-in files, and the program on a user's own.

mod answers;
mod endpoints;
mod sayings;
mod table;

use toml::Spanned;
use toml::de::DeTable;

use self::table::{Faults, Table, Value, unknown};
use super::fixed::{List, Term};
use super::model::{
    Client, Credential, Foreign, Known, Lifetime, Misplaced, Provider, Redirects, Scopes, Shape, Standards, Variable,
    Word, Words,
};
use super::words::{ClientType, Role, Scheme, Separator, Vocabulary};

pub use self::sayings::sayings;
pub use self::table::Fault;
use crate::facts::Evidence;
use crate::text::Letters;

/// Reads `oauth.toml`, which holds for every service.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn standards(text: &str) -> Result<Standards, Vec<Fault>> {
    with_root(text, |root| {
        let sources = sources(root);
        let known = &|source: &str| sources.contains(&source);
        root.notes(&["name", "pkce"]);
        let extensions = root.get("extensions").and_then(Value::table);
        let extension_grants = extensions.as_ref().and_then(|table| table.text("grant_types"));
        if let Some(mut table) = extensions {
            table.evidence(known);
            table.close();
        }
        let standards = Standards {
            checked: root.need("checked")?.date()?,
            vocabularies: vocabularies(root, known),
            misplaced_grants: misplaced(root, known),
            extension_grants,
            roles: Role::ALL.iter().filter_map(|role| Some((*role, endpoints::role(root, *role, known)?))).collect(),
            separators: scopes(root, known).separators,
            redirects: redirects(root, known),
            lifetimes: lifetimes(root, known).into(),
            shapes: root.tables("shape").into_iter().filter_map(|table| shape(table, known)).collect(),
            errors: answers::rows(root, known, &[], &[]),
            advice: answers::advice(root, known),
        };
        Some(standards)
    })
}

/// Reads the file of one service; `id` is its name without `.toml`.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn provider(id: &str, text: &str, standards: &Standards) -> Result<Provider, Vec<Fault>> {
    with_root(text, |root| {
        let sources = sources(root);
        let known = &|source: &str| sources.contains(&source);
        root.notes(&["account_kinds", "token_shape", "limits"]);
        if let Some(base) = root.get("extends").filter(|value| value.text() != Some("oauth")) {
            base.fault("a provider extends oauth");
        }
        let variables = variables(root);
        let bases = endpoints::bases(root, known, &variables);
        let base_ids: Vec<&str> = bases.iter().map(|base| &*base.id).collect();
        let endpoints = endpoints::endpoints(root, known, &base_ids, standards);
        let endpoint_ids: Vec<&str> = endpoints.iter().map(|endpoint| &*endpoint.id).collect();
        let mut lifetimes = lifetimes(root, known);
        let inherited = standards.lifetimes.iter().filter(|given| lifetimes.iter().all(|own| own.name != given.name));
        lifetimes.extend(inherited.cloned().collect::<Vec<_>>());
        let own = redirects(root, known);
        let inherited = standards.redirects.clone();
        Some(Provider {
            id: id.into(),
            name: root.need("name")?.text()?.into(),
            called: root.texts("called").unwrap_or_default(),
            family: root.text("family"),
            checked: root.need("checked")?.date()?,
            client: client(root, known),
            scopes: scopes(root, known),
            redirects: Redirects {
                usual: own.usual.or(inherited.usual),
                loopback_port_free: own.loopback_port_free.or(inherited.loopback_port_free),
                optional_with_one_registered: own
                    .optional_with_one_registered
                    .or(inherited.optional_with_one_registered),
            },
            lifetimes: lifetimes.into(),
            credentials: credentials(root, known),
            foreign: root.tables("foreign").into_iter().filter_map(|table| foreign(table, known)).collect(),
            misroutes: endpoints::misroutes(root, known, &variables),
            errors: answers::rows(root, known, &base_ids, &endpoint_ids),
            advice: answers::advice(root, known),
            bases: bases.into(),
            endpoints: endpoints.into(),
            variables,
        })
    })
}

fn with_root<T>(text: &str, read: impl for<'t> FnOnce(&Table<'t>) -> Option<T>) -> Result<T, Vec<Fault>> {
    let faults = Faults::new(text);
    let parsed: Result<Spanned<DeTable<'_>>, _> = DeTable::parse(text);
    let table = match &parsed {
        Ok(table) => table,
        Err(error) => {
            faults.add(error.span().map_or(0, |span| span.start), error.message());
            return faults.into_result(None);
        }
    };
    let root = Table::root(&faults, table);
    let value = read(&root);
    root.close();
    faults.into_result(value)
}

fn sources<'t>(root: &Table<'t>) -> Vec<&'t str> {
    let table = root.get("sources").and_then(Value::table);
    table.map(|table| table.open()).unwrap_or_default().into_iter().map(|(key, ..)| key).collect()
}

fn vocabularies(root: &Table<'_>, sources: &dyn Fn(&str) -> bool) -> List<Words> {
    let Some(mut known) = root.need("known").and_then(Value::table) else { return List::none() };
    known.evidence(sources);
    let all = Vocabulary::ALL.iter().map(|vocabulary| {
        let table = known.need(vocabulary.name()).and_then(Value::table);
        Words::new(table.map(|table| words(&table)).unwrap_or_default())
    });
    let all = all.collect();
    known.close();
    all
}

/// `word = ["spelling", "spelling"]`.
fn words(table: &Table<'_>) -> Vec<Word> {
    let word = |(word, _, value): (&str, usize, Value<'_>)| {
        let plain: String = word.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        let aliases = value.texts().into_iter().map(|(text, _)| text.into()).collect();
        Word { word: word.into(), letters: Letters::of(&plain), plain: plain.into(), aliases }
    };
    table.open().into_iter().map(word).collect()
}

fn misplaced(root: &Table<'_>, sources: &dyn Fn(&str) -> bool) -> List<Misplaced> {
    let Some(mut table) = root.get("misplaced").and_then(Value::table) else { return List::none() };
    table.evidence(sources);
    let grants = table.need("grant_types").and_then(Value::table).map(|grants| grants.open()).unwrap_or_default();
    let one = |(word, _, value): (&str, usize, Value<'_>)| {
        let entry = value.table()?;
        let out = Misplaced { word: word.into(), meant: entry.text("meant"), why: entry.need("why")?.text()?.into() };
        entry.close();
        Some(out)
    };
    let out = grants.into_iter().filter_map(one).collect();
    table.close();
    out
}

fn variables(root: &Table<'_>) -> List<Variable> {
    let Some(table) = root.get("vars").and_then(Value::table) else { return List::none() };
    let one = |(name, _, value): (&str, usize, Value<'_>)| {
        let entry = value.table()?;
        entry.notes(&["is"]);
        let out = Variable {
            name: name.into(),
            ask: entry.text("ask"),
            placeholders: entry.texts("placeholders").unwrap_or_default(),
            also_from: entry.texts("also_from").unwrap_or_default(),
        };
        entry.close();
        Some(out)
    };
    table.open().into_iter().filter_map(one).collect()
}

fn known<T>(value: Option<T>, mark: Evidence) -> Option<Known<T>> {
    value.map(|value| Known { value, mark })
}

fn client(root: &Table<'_>, sources: &dyn Fn(&str) -> bool) -> Client {
    let Some(mut table) = root.get("client").and_then(Value::table) else { return Client::default() };
    table.evidence(sources);
    table.notes(&["confidential_by", "created_in"]);
    let length = |key| {
        let shape = table.get(key)?.table()?;
        shape.notes(&["alphabet"]);
        let length = known(shape.number("length"), table.mark_of(key));
        shape.close();
        length
    };
    let types = |key| table.words(key, ClientType::ALL, ClientType::name);
    let out = Client {
        default_type: known(types("default_type").and_then(|all| all.first().copied()), table.mark_of("default_type")),
        pkce_required_for: known(types("pkce_required_for"), table.mark_of("pkce_required_for")),
        id_never_digits: known(table.text("id_never").map(|never| &*never == "digits"), table.mark_of("id_never")),
        id_length: length("id_shape"),
        secret_length: length("secret_shape"),
    };
    table.close();
    out
}

fn scopes(root: &Table<'_>, sources: &dyn Fn(&str) -> bool) -> Scopes {
    const OWN: [&str; 5] = ["closed", "separator", "pattern", "aliases", "evidence"];
    let Some(mut table) = root.get("scopes").and_then(Value::table) else { return Scopes::default() };
    table.evidence(sources);
    let scope = |(name, _, value): (&'_ str, usize, Value<'_>)| {
        if !value.is_table() {
            value.fault(unknown(
                &format!("`{name}` is neither a scope, which is a table, nor a key of [scopes]"),
                name,
                &OWN,
            ));
            return None;
        }
        let entry = value.table()?;
        entry.notes(&["lets"]);
        entry.close();
        Some(Term::from(name))
    };
    let scopes = table.open().into_iter().filter(|(name, ..)| !OWN.contains(name));
    let aliases = table.get("aliases").and_then(Value::table).map(|table| words(&table));
    Scopes {
        closed: known(table.flag("closed"), table.mark_of("closed")),
        separators: known(table.words("separator", Separator::ALL, Separator::name), table.mark_of("separator")),
        words: scopes.filter_map(scope).collect(),
        aliases: aliases.unwrap_or_default().into(),
    }
}

fn redirects(root: &Table<'_>, sources: &dyn Fn(&str) -> bool) -> Redirects {
    let Some(mut table) = root.get("redirects").and_then(Value::table) else { return Redirects::default() };
    table.evidence(sources);
    table.notes(&["absolute", "fragment", "http_only_loopback", "https_unless_localhost"]);
    let flag = |key| known(table.flag(key), table.mark_of(key));
    let out = Redirects {
        usual: known(table.text("usual"), table.mark_of("usual")),
        loopback_port_free: flag("loopback_port_free"),
        optional_with_one_registered: flag("optional_with_one_registered"),
    };
    table.close();
    out
}

fn lifetimes(root: &Table<'_>, sources: &dyn Fn(&str) -> bool) -> Vec<Lifetime> {
    let Some(table) = root.get("lifetimes").and_then(Value::table) else { return Vec::new() };
    let one = |(name, _, value): (&str, usize, Value<'_>)| {
        let mut entry = value.table()?;
        entry.notes(&["set_by"]);
        let out = Lifetime {
            name: name.into(),
            mark: entry.evidence(sources),
            at_least: entry.number("at_least"),
            at_most: entry.number("at_most"),
            default: entry.number("default"),
            uses: entry.number("uses"),
        };
        entry.close();
        Some(out)
    };
    table.open().into_iter().filter_map(one).collect()
}

fn credentials(root: &Table<'_>, sources: &dyn Fn(&str) -> bool) -> List<Credential> {
    let Some(table) = root.get("credentials").and_then(Value::table) else { return List::none() };
    let one = |(id, _, value): (&str, usize, Value<'_>)| {
        let mut entry = value.table()?;
        entry.notes(&["unused_ends", "no_new", "note"]);
        let scheme = entry.words("scheme", Scheme::ALL, Scheme::name);
        let out = Credential {
            id: id.into(),
            mark: entry.evidence(sources),
            scheme: scheme.and_then(|all| all.first().copied())?,
            user: entry.text("user"),
            accounts: entry.texts("accounts").unwrap_or_default(),
            deprecated: entry.date("deprecated"),
            until: entry.date("until"),
            successor: entry.text("successor"),
        };
        entry.close();
        Some(out)
    };
    table.open().into_iter().filter_map(one).collect()
}

fn foreign(mut table: Table<'_>, sources: &dyn Fn(&str) -> bool) -> Option<Foreign> {
    let out = Foreign {
        mark: table.evidence(sources),
        owner: table.need("belongs_to")?.text()?.into(),
        scopes: table.texts("scope").unwrap_or_default(),
        scope_pattern: table.text("scope_matches"),
        basic_user: table.text("basic_user"),
    };
    table.close();
    Some(out)
}

fn shape(mut table: Table<'_>, sources: &dyn Fn(&str) -> bool) -> Option<Shape> {
    let out = Shape {
        mark: table.evidence(sources),
        role: table.words("role", Role::ALL, Role::name)?.first().copied()?,
        name: table.text("name"),
        paths: table.texts("path").unwrap_or_default(),
        needs_parameter: table.words("needs", &["parameter"], |word| word).is_some(),
    };
    table.close();
    Some(out)
}
