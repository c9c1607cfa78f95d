//! Every documented address of the Zendesk family is known for what it is, every wrong variant gets its correction, and
//! every answer people have pasted is read.

use grantlint::provider::words::Role;
use grantlint::provider::{Location, PROVIDERS, place};

fn at(url: &'static str) -> Location<'static> {
    let (scheme, rest) = url.split_once("://").expect("an absolute address");
    let bare = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, path) = bare.split_at(bare.find('/').unwrap_or(bare.len()));
    place(&PROVIDERS, scheme, host, path)
}

fn nothing(_: &str) -> Option<String> {
    None
}

/// Address, provider, endpoint, role.
const RIGHT: &[(&str, &str, &str, Role)] = &[
    // OAuth
    ("https://www.zopim.com/oauth2/authorizations/new", "zendesk-chat", "oauth-authorize", Role::Authorize),
    ("https://www.zopim.com/oauth2/token", "zendesk-chat", "oauth-token", Role::Token),
    ("https://acme.zendesk.com/oauth2/chat/authorizations/new", "zendesk-chat", "oauth-authorize", Role::Authorize),
    ("https://acme.zendesk.com/oauth2/chat/token", "zendesk-chat", "oauth-token", Role::Token),
    ("https://acme.zendesk.com/oauth/authorizations/new", "zendesk-support", "oauth-authorize", Role::Authorize),
    ("https://acme.zendesk.com/oauth/tokens", "zendesk-support", "oauth-token", Role::Token),
    ("https://acme.zendesk.com/api/v2/oauth/tokens.json", "zendesk-support", "oauth-tokens", Role::Api),
    ("https://acme.zendesk.com/api/v2/oauth/clients", "zendesk-support", "oauth-clients", Role::Api),
    ("https://acme.zendesk.com/api/v2/oauth/clients/12", "zendesk-support", "oauth-clients", Role::Api),
    // Chat REST
    ("https://acme.zendesk.com/api/v2/chat/account", "zendesk-chat", "account", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/agents", "zendesk-chat", "agents", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/agents/7", "zendesk-chat", "agents", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/agents/me", "zendesk-chat", "agents", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/bans", "zendesk-chat", "bans", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/chats", "zendesk-chat", "chats", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/chats/1712.abc", "zendesk-chat", "chats", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/chats?ids=1,2", "zendesk-chat", "chats", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/chats/search?q=x", "zendesk-chat", "chats-search", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/departments", "zendesk-chat", "departments", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/goals", "zendesk-chat", "goals", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/roles", "zendesk-chat", "roles", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/shortcuts/hello", "zendesk-chat", "shortcuts", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/skills", "zendesk-chat", "skills", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/triggers", "zendesk-chat", "triggers", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/visitors", "zendesk-chat", "visitors", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/routing_settings/account", "zendesk-chat", "routing-settings", Role::Api),
    (
        "https://acme.zendesk.com/api/v2/chat/incremental/chats?start_time=1700000000",
        "zendesk-chat",
        "incremental",
        Role::Api,
    ),
    ("https://acme.zendesk.com/api/v2/chat/incremental/agent_timeline", "zendesk-chat", "agent-timeline", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/incremental/agent_events", "zendesk-chat", "incremental", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/incremental/conversions", "zendesk-chat", "incremental", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/incremental/department_events", "zendesk-chat", "incremental", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/oauth/clients", "zendesk-chat", "oauth-clients", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/oauth/clients/12", "zendesk-chat", "oauth-clients", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat/oauth/tokens/3", "zendesk-chat", "oauth-tokens", Role::Api),
    ("https://www.zopim.com/api/v2/chats", "zendesk-chat", "chats", Role::Api),
    ("https://www.zopim.com/api/v2/oauth/clients/12", "zendesk-chat", "oauth-clients", Role::Api),
    ("https://www.zopim.com/api/v2/incremental/chats", "zendesk-chat", "incremental", Role::Api),
    // Siblings that stay on zopim.com
    ("https://rtm.zopim.com/stream/chats", "zendesk-chat", "realtime", Role::Api),
    ("wss://rtm.zopim.com/stream", "zendesk-chat", "realtime", Role::Api),
    ("https://chat-api.zopim.com/graphql/request", "zendesk-chat", "conversations", Role::Api),
    ("wss://chat-api.zopim.com/stream/0.1/graphql/abc:def", "zendesk-chat", "conversations-socket", Role::Api),
    // Support's own, which look like Chat's
    ("https://acme.zendesk.com/api/v2/account/settings.json", "zendesk-support", "account-settings", Role::Api),
    ("https://acme.zendesk.com/api/v2/triggers", "zendesk-support", "same-names", Role::Api),
    ("https://acme.zendesk.com/api/v2/roles", "zendesk-support", "same-names", Role::Api),
    ("https://acme.zendesk.com/api/v2/skills/3", "zendesk-support", "same-names", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat_redactions/35436", "zendesk-support", "chat-redactions", Role::Api),
    ("https://acme.zendesk.com/api/v2/chat_file_redactions/35436", "zendesk-support", "chat-redactions", Role::Api),
    ("https://acme.zendesk.com/api/v2/incremental/tickets/cursor.json", "zendesk-support", "incremental", Role::Api),
    ("https://acme.zendesk.com/api/v2/users/me.json", "zendesk-support", "known", Role::Api),
    ("https://acme.zendesk.com/api/v2/tickets/1/comments", "zendesk-support", "known", Role::Api),
    ("https://acme.zendesk.com/api/v2/something_new", "zendesk-support", "other", Role::Api),
    // The same in other spellings
    ("HTTPS://Acme.ZenDesk.COM/oauth2/chat/token/", "zendesk-chat", "oauth-token", Role::Token),
    ("http://acme.zendesk.com/oauth2/chat/token", "zendesk-chat", "oauth-token", Role::Token),
    ("https://{subdomain}.zendesk.com/oauth2/chat/token", "zendesk-chat", "oauth-token", Role::Token),
    ("https://<subdomain>.zendesk.com/oauth2/chat/token", "zendesk-chat", "oauth-token", Role::Token),
    ("https://your-subdomain.zendesk.com/oauth2/chat/token", "zendesk-chat", "oauth-token", Role::Token),
    ("https://$SUB.zendesk.com/oauth2/chat/token", "zendesk-chat", "oauth-token", Role::Token),
    ("https://${SUB}.zendesk.com/oauth2/chat/token", "zendesk-chat", "oauth-token", Role::Token),
];

#[test]
fn documented_addresses_are_known_and_never_flagged() {
    for &(url, provider, endpoint, role) in RIGHT {
        let location = at(url);
        assert_eq!(location.provider.map(|provider| &*provider.id), Some(provider), "{url}");
        assert_eq!(location.endpoint.map(|endpoint| &*endpoint.id), Some(endpoint), "{url}");
        assert_eq!(location.role(false).map(|(role, _)| role), Some(role), "{url}");
        assert!(location.wrong.is_none(), "{url}");
    }
}

/// A wrong address and the one that is meant.
const WRONG: &[(&str, &str)] = &[
    ("https://www.zopim.com/api/v2/oauth2/token", "https://{sub}.zendesk.com/oauth2/chat/token"),
    (
        "https://www.zopim.com/api/v2/oauth2/authorizations/new",
        "https://{sub}.zendesk.com/oauth2/chat/authorizations/new",
    ),
    ("https://acme.zendesk.com/oauth2/token", "https://acme.zendesk.com/oauth2/chat/token"),
    ("https://acme.zendesk.com/oauth2/tokens", "https://acme.zendesk.com/oauth2/chat/token"),
    ("https://acme.zendesk.com/oauth2/chat/tokens", "https://acme.zendesk.com/oauth2/chat/token"),
    ("https://acme.zendesk.com/oauth/chat/token", "https://acme.zendesk.com/oauth2/chat/token"),
    ("https://acme.zendesk.com/oauth/token", "https://acme.zendesk.com/oauth/tokens"),
    ("https://www.zopim.com/stream/agents", "https://rtm.zopim.com/stream/agents"),
    ("wss://www.zopim.com/stream", "wss://rtm.zopim.com/stream"),
    ("https://zopim.com/oauth2/token", "https://{sub}.zendesk.com/oauth2/chat/token"),
    ("https://acme.zendesk.com.zendesk.com/oauth2/chat/token", "https://acme.zendesk.com/oauth2/chat/token"),
    ("https://acme.zendesk.com.zendesk.com/api/v2/chat/chats/7", "https://acme.zendesk.com/api/v2/chat/chats/7"),
    ("https://acme.zendesk.com/api/v2/chats", "https://acme.zendesk.com/api/v2/chat/chats"),
    ("https://acme.zendesk.com/api/v2/chats/17.x?fields=a", "https://acme.zendesk.com/api/v2/chat/chats/17.x"),
    ("https://acme.zendesk.com/api/v2/agents/me", "https://acme.zendesk.com/api/v2/chat/agents/me"),
    ("https://acme.zendesk.com/api/v2/bans", "https://acme.zendesk.com/api/v2/chat/bans"),
    ("https://acme.zendesk.com/api/v2/departments", "https://acme.zendesk.com/api/v2/chat/departments"),
    ("https://acme.zendesk.com/api/v2/goals", "https://acme.zendesk.com/api/v2/chat/goals"),
    ("https://acme.zendesk.com/api/v2/shortcuts", "https://acme.zendesk.com/api/v2/chat/shortcuts"),
    ("https://acme.zendesk.com/api/v2/visitors", "https://acme.zendesk.com/api/v2/chat/visitors"),
    ("https://acme.zendesk.com/api/v2/incremental/chats", "https://acme.zendesk.com/api/v2/chat/incremental/chats"),
    ("https://$SUB.zendesk.com/api/v2/chats", "https://$SUB.zendesk.com/api/v2/chat/chats"),
    ("https://{subdomain}.zendesk.com/api/v2/chats", "https://{subdomain}.zendesk.com/api/v2/chat/chats"),
    ("https://acme.zendesk.com/stream/chats", "https://rtm.zopim.com/stream/chats"),
    ("https://www.zopim.com/graphql/request", "https://chat-api.zopim.com/graphql/request"),
];

#[test]
fn wrong_addresses_get_their_correction() {
    for &(url, right) in WRONG {
        let location = at(url);
        assert!(location.endpoint.is_none(), "{url}");
        assert_eq!(location.correction(&nothing).as_deref(), Some(right), "{url}");
        assert!(location.wrong.is_some_and(|wrong| wrong.misroute.why.ends_with('.')), "{url}");
    }
    let meant = at("https://acme.zendesk.com/oauth2/token").wrong.and_then(|wrong| wrong.meant);
    assert_eq!(meant.map(|endpoint| endpoint.role), Some(Role::Token));
}

#[test]
fn a_subdomain_is_taken_from_where_the_source_names_it() {
    let seen = |fact: &str| (fact == "param.subdomain").then(|| "acme".to_owned());
    let location = at("https://www.zopim.com/api/v2/oauth2/token");
    assert_eq!(location.correction(&seen).as_deref(), Some("https://acme.zendesk.com/oauth2/chat/token"));
    let whole_host = |_: &str| Some("acme.zendesk.com".to_owned());
    assert_eq!(location.correction(&whole_host).as_deref(), Some("https://{sub}.zendesk.com/oauth2/chat/token"));
}

#[test]
fn a_retired_base_names_the_same_path_at_its_successor() {
    for url in ["https://www.zopim.com/api/v2/chats/17?fields=a", "https://zopim.com/api/v2/chats/17"] {
        let location = at(url);
        let base = location.base.expect(url);
        assert_eq!(base.until.as_ref().map(|until| until.value.to_string()).as_deref(), Some("2025-05-12"), "{url}");
        let successor = location.successor(&nothing).expect(url);
        assert_eq!(successor.value, "https://{sub}.zendesk.com/api/v2/chat/chats/17", "{url}");
    }
    assert!(at("https://rtm.zopim.com/stream/chats").successor(&nothing).is_none());
    assert!(at("https://acme.zendesk.com/api/v2/chat/chats").successor(&nothing).is_none());
}

#[test]
fn the_token_endpoint_is_found_from_every_other_address() {
    let token = |url| at(url).counterpart(Role::Token, &nothing).map(|known| known.value);
    let chat = Some("https://acme.zendesk.com/oauth2/chat/token".to_owned());
    assert_eq!(token("https://acme.zendesk.com/oauth2/chat/authorizations/new"), chat);
    assert_eq!(token("https://acme.zendesk.com/api/v2/chat/oauth/tokens"), chat);
    assert_eq!(
        token("https://acme.zendesk.com/oauth/authorizations/new").as_deref(),
        Some("https://acme.zendesk.com/oauth/tokens")
    );
    assert_eq!(
        token("https://www.zopim.com/oauth2/authorizations/new").as_deref(),
        Some("https://www.zopim.com/oauth2/token")
    );
    assert_eq!(token("https://login.example.org/oauth/authorize"), None);
}

#[test]
fn a_path_that_a_complete_base_does_not_list_is_unknown() {
    let location = at("https://acme.zendesk.com/api/v2/chat/tickets");
    assert!(location.endpoint.is_none() && location.lists_all());
    assert_eq!(location.role(true), None);
}

#[test]
fn unknown_servers_are_known_by_the_end_of_their_path() {
    let role = |url, has_parameter| at(url).role(has_parameter).map(|(role, _)| role);
    assert_eq!(role("https://login.example.org/realms/a/protocol/openid-connect/token", false), Some(Role::Token));
    assert_eq!(role("https://login.example.org/oauth/authorize", false), Some(Role::Authorize));
    assert_eq!(role("https://api.example.org/token", false), None);
    assert_eq!(role("https://api.example.org/token", true), Some(Role::Token));
    assert_eq!(role("https://api.example.org/my-token", true), None);
    assert_eq!(role("https://www.example.org/", true), None);
    assert!(at("https://notzendesk.com/oauth2/chat/token").provider.is_none());
    assert!(at("https://zendesk.com.example.org/oauth2/chat/token").provider.is_none());
    assert!(at("https://support.zendesk.com/hc/en-us/articles/4408828740762").provider.is_none());
    assert!(at("https://.zendesk.com/oauth2/chat/token").provider.is_none());
}

#[test]
fn what_an_endpoint_takes_comes_from_its_file_and_else_from_the_standards() {
    let chat = at("https://acme.zendesk.com/oauth2/chat/token");
    let traits = chat.traits(false).expect("traits");
    assert_eq!(
        traits.methods.as_ref().map(|known| known.value.iter().map(|word| word.to_string()).collect()),
        Some(vec!["POST".to_owned()])
    );
    assert_eq!(
        traits.body.as_ref().map(|known| known.value.iter().map(|body| body.name()).collect()),
        Some(vec!["form"])
    );
    assert!(
        chat.required("client_credentials")
            .is_some_and(|known| known.value.iter().any(|word| &**word == "client_secret"))
    );
    let support = at("https://acme.zendesk.com/oauth/tokens");
    let body = support.traits(false).and_then(|traits| traits.body.as_ref()).expect("a body");
    assert_eq!(body.value.len(), 2);
    let agents = at("https://acme.zendesk.com/api/v2/chat/agents").traits(false).expect("traits");
    let scopes = |method| agents.scopes_for(method).map(|known| known.value.len());
    assert_eq!((scopes("GET"), scopes("PUT")), (Some(1), Some(2)));
    let unknown = at("https://login.example.org/oauth/token");
    assert!(unknown.traits(false).and_then(|traits| traits.methods.as_ref()).is_some());
    assert_eq!(unknown.required("authorization_code").map(|known| known.value.len()), Some(2));
}

#[test]
fn the_built_in_files_agree_with_each_other() {
    assert_eq!(PROVIDERS.conflicts(|_| true), Vec::<String>::new());
}
