//! Bases, endpoints and misroutes of a provider file.

use super::known;
use super::table::{Table, Value, unknown};
use crate::provider::fixed::{List, Term};
use crate::provider::model::{Base, Choice, Endpoint, Grant, Misroute, Need, Standards, Standing, Traits, Variable};
use crate::provider::template::{Template, expand, holes};
use crate::provider::words::{BodyType, ClientAuth, ClientType, Role, Scheme};

type Sources<'f> = &'f dyn Fn(&str) -> bool;

/// The `[token]`, `[authorize]` ... table of `oauth.toml`.
pub fn role(root: &Table<'_>, role: Role, sources: Sources<'_>) -> Option<Traits> {
    let mut table = root.get(role.name())?.table()?;
    table.evidence(sources);
    table.notes(&["name"]);
    let out = traits(&table, sources);
    table.close();
    Some(out)
}

pub fn bases(root: &Table<'_>, sources: Sources<'_>, variables: &[Variable]) -> Vec<Base> {
    let mut out = Vec::new();
    let mut successors = Vec::new();
    for mut table in root.tables("base") {
        let mark = table.evidence(sources);
        table.notes(&["since", "cors"]);
        let date = |key| known(table.date(key), table.mark_of(key));
        let (announced, deprecated, until) = (date("announced"), date("deprecated"), date("until"));
        let complete = known(table.flag("complete"), table.mark_of("complete"));
        successors.push(table.get("successor").map(|value| (value, table.mark_of("successor"))));
        let id = table.need("id").and_then(|value| value.text()).unwrap_or_default();
        let url = table.need("url").and_then(|value| address(value, &[], variables)).unwrap_or_default();
        table.close();
        out.push(Base {
            id: id.into(),
            url: url.into(),
            complete,
            announced,
            deprecated,
            until,
            successor: None,
            mark,
        });
    }
    let ids: Vec<String> = out.iter().map(|base| base.id.to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    for (base, successor) in out.iter_mut().zip(successors) {
        base.successor = successor.and_then(|(value, mark)| known(index(value, value.text()?, "base", &ids), mark));
    }
    out
}

pub fn endpoints(root: &Table<'_>, sources: Sources<'_>, bases: &[&str], standards: &Standards) -> Vec<Endpoint> {
    root.tables("endpoint").into_iter().filter_map(|table| endpoint(table, sources, bases, standards)).collect()
}

fn endpoint(mut table: Table<'_>, sources: Sources<'_>, bases: &[&str], standards: &Standards) -> Option<Endpoint> {
    let mark = table.evidence(sources);
    table.notes(&["optional", "params", "pages", "roles", "closed_to_new"]);
    let anywhere = table.get("anywhere").map(Value::items).unwrap_or_default();
    let listed = |key| if anywhere.is_empty() { table.need(key) } else { table.get(key) };
    let base = listed("base").map(Value::items).unwrap_or_default();
    let choices = choices(&table);
    let paths = [listed("path"), table.get("more")].into_iter().flatten().flat_map(Value::items);
    let paths: Vec<_> = paths.filter_map(|value| path(value, &choices)).map(Term::from).collect();
    let role = table.need("role").and_then(|_| table.words("role", Role::ALL, Role::name)?.first().copied());
    let id = table.need("id").and_then(|value| value.text());
    let own = traits(&table, sources);
    let out = Endpoint {
        name: table.text("name"),
        called: table.texts("called").unwrap_or_default(),
        bases: base.into_iter().filter_map(|value| index(value, value.text()?, "base", bases)).collect(),
        paths: paths.into(),
        anywhere: anywhere.into_iter().filter_map(|value| path(value, &[])).map(Term::from).collect(),
        choices,
        traits: role.and_then(|role| standards.traits(role)).map_or_else(|| own.clone(), |given| own.clone().or(given)),
        role: role.unwrap_or(Role::Api),
        id: id.unwrap_or_default().into(),
        mark,
    };
    table.close();
    Some(out)
}

fn traits<'t>(table: &Table<'t>, sources: Sources<'_>) -> Traits {
    let mark = |key: &str| table.mark_of(key);
    let texts = |key| known(table.texts(key), mark(key));
    let scopes = |value: Value<'_>| -> Option<List<Need>> {
        let scopes = |value: Value<'_>| value.texts().into_iter().map(|(text, _)| text.into()).collect();
        let need = |(method, _, value): (&str, usize, Value<'_>)| Need { method: method.into(), scopes: scopes(value) };
        Some(value.table()?.open().into_iter().map(need).collect())
    };
    let integrated = |value: Value<'t>| {
        let mut entry = value.table()?.under(table);
        let mark = entry.own_evidence(sources);
        let methods = entry.texts("methods");
        entry.close();
        known(methods, mark)
    };
    Traits {
        methods: texts("methods"),
        body: known(table.words("body", BodyType::ALL, BodyType::name), mark("body")),
        auth: known(table.words("auth", Scheme::ALL, Scheme::name), mark("auth")),
        client_auth: known(table.words("client_auth", ClientAuth::ALL, ClientAuth::name), mark("client_auth")),
        scopes: known(table.get("scopes").and_then(scopes), mark("scopes")),
        required: texts("required"),
        covered_by: texts("covered_by"),
        response_types: texts("response_types"),
        removed_response_types: standings(table, "removed_response_types", sources).into(),
        grants: grants(table, sources),
        default_grant: known(table.text("default_grant"), mark("default_grant")),
        integrated: table.get("integrated").and_then(integrated),
        response: texts("response"),
    }
}

impl Traits {
    /// These, and of `given` what these leave out. Grants are a whole: those of another endpoint say nothing here.
    fn or(self, given: &Self) -> Self {
        Self {
            methods: self.methods.or_else(|| given.methods.clone()),
            body: self.body.or_else(|| given.body.clone()),
            auth: self.auth.or_else(|| given.auth.clone()),
            client_auth: self.client_auth.or_else(|| given.client_auth.clone()),
            scopes: self.scopes.or_else(|| given.scopes.clone()),
            required: self.required.or_else(|| given.required.clone()),
            covered_by: self.covered_by.or_else(|| given.covered_by.clone()),
            response_types: self.response_types.or_else(|| given.response_types.clone()),
            integrated: self.integrated.or_else(|| given.integrated.clone()),
            response: self.response.or_else(|| given.response.clone()),
            ..self
        }
    }
}

/// `[endpoint.grants]`, with what the tables beside it say of single grants.
fn grants(table: &Table<'_>, sources: Sources<'_>) -> Option<super::Known<List<Grant>>> {
    let changed = ["limited_grants", "removed_grants"].map(|key| standings(table, key, sources)).concat();
    let new = standings(table, "new_grants", sources);
    let Some(given) = table.get("grants").and_then(Value::table) else {
        if !changed.is_empty() || !new.is_empty() {
            table.fault("grants that are limited or removed need the list `grants` of those it takes");
        }
        return None;
    };
    let mut out = Vec::new();
    for (name, _, value) in given.open() {
        let key = format!("grants.{name}");
        let mark = table.mark_of(&key).min(table.mark_of("grants"));
        let required = value.texts().into_iter().map(|(text, _)| text.into()).collect();
        out.push(Grant { name: name.into(), required, standing: Standing::Open, mark });
    }
    for change in changed {
        match out.iter_mut().find(|grant| grant.name == change.name) {
            Some(grant) => (grant.standing, grant.mark) = (change.standing, change.mark),
            None => out.push(change),
        }
    }
    known(Some(out.into()), table.mark_of("grants"))
}

/// A table of grants or response types with who can use them.
fn standings<'t>(table: &Table<'t>, key: &'t str, sources: Sources<'_>) -> Vec<Grant> {
    let entries = table.get(key).and_then(Value::table).map(|inner| inner.open()).unwrap_or_default();
    let one = |(name, _, value): (&str, usize, Value<'t>)| {
        let mut entry = value.table()?.under(table);
        let mark = entry.own_evidence(sources);
        entry.notes(&["since"]);
        let standing = if key.starts_with("removed") {
            Standing::Removed { deprecated: entry.date("deprecated"), until: entry.date("until") }
        } else {
            let clients = entry.words("clients", ClientType::ALL, ClientType::name).unwrap_or_default();
            Standing::Limited { clients, accounts: entry.texts("accounts").unwrap_or_default() }
        };
        entry.close();
        Some(Grant { name: name.into(), required: List::none(), standing, mark })
    };
    entries.into_iter().filter_map(one).collect()
}

pub fn misroutes(root: &Table<'_>, sources: Sources<'_>, variables: &[Variable]) -> List<Misroute> {
    let one = |mut table: Table<'_>| {
        let choices = choices(&table);
        let mark = table.evidence(sources);
        let wrong = table.need("url")?;
        let url = address(wrong, &choices, &[])?;
        let right = |value: Value<'_>| {
            let to = address(value, &choices, &[])?;
            let bound =
                |hole: &str| holes(url).any(|own| own == hole) || variables.iter().any(|known| &*known.name == hole);
            if let Some(hole) = holes(to).find(|hole| !bound(hole)) {
                value.fault(format!("{{{hole}}} stands neither in the wrong address nor among [vars]"));
            }
            Some(Term::from(to))
        };
        let also = table.get("also").map(Value::items).unwrap_or_default();
        let out = Misroute {
            url: url.into(),
            to: right(table.need("to")?)?,
            also: also.into_iter().filter_map(right).collect(),
            why: table.need("why")?.text()?.into(),
            choices,
            mark,
        };
        table.close();
        Some(out)
    };
    root.tables("misroute").into_iter().filter_map(one).collect()
}

/// `where = { name = ["value"] }`.
fn choices(table: &Table<'_>) -> List<Choice> {
    let entries = table.get("where").and_then(Value::table).map(|inner| inner.open()).unwrap_or_default();
    let values = |value: Value<'_>| value.texts().into_iter().map(|(text, _)| text.into()).collect();
    entries.into_iter().map(|(name, _, value)| Choice { name: name.into(), values: values(value) }).collect()
}

/// A whole address whose holes are among the variables, if any are given.
fn address<'t>(value: Value<'t>, choices: &[Choice], variables: &[Variable]) -> Option<&'t str> {
    let url = value.text()?;
    let known = |hole: &str| variables.iter().any(|variable| &*variable.name == hole);
    if let Some(hole) = holes(url).find(|hole| !variables.is_empty() && !known(hole)) {
        let names: Vec<&str> = variables.iter().map(|variable| &*variable.name).collect();
        value.fault(unknown(&format!("{{{hole}}} is not among [vars]"), hole, &names));
    }
    parses(value, url, choices).then_some(url)
}

fn path<'t>(value: Value<'t>, choices: &[Choice]) -> Option<&'t str> {
    let path = value.text()?;
    if !path.starts_with('/') {
        value.fault("a path starts with a slash");
        return None;
    }
    parses(value, &format!("https://a.example{path}"), choices).then_some(path)
}

fn parses(value: Value<'_>, url: &str, choices: &[Choice]) -> bool {
    let wrong = expand(&[url], choices).into_iter().flatten().find_map(|url| Template::parse(&url).err());
    let right = wrong.is_none();
    wrong.into_iter().for_each(|message| value.fault(message));
    right
}

fn index(value: Value<'_>, name: &str, what: &str, known: &[&str]) -> Option<u16> {
    let found = known.iter().position(|known| *known == name).and_then(|index| u16::try_from(index).ok());
    if found.is_none() {
        value.fault(unknown(&format!("{name} is no {what} of this file"), name, known));
    }
    found
}
