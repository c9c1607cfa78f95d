//! The worked example of `docs/providers.md` does what the page says.

use grantlint::exchange::{Json, Response};
use grantlint::provider::model::{Provider, Standing};
use grantlint::provider::words::{ClientType, Role};
use grantlint::provider::{Code, Location, PROVIDERS, Registry, Weight, advice, answer, load, place};
use grantlint::text::{MapBuilder, Span, Text};

const PAGE: &str = include_str!("../docs/providers.md");

fn example() -> &'static str {
    let block = PAGE.split_once("```toml\n").and_then(|(_, rest)| rest.split_once("```"));
    block.expect("the page has a fenced example").0
}

fn provider(text: &str) -> Result<Provider, Vec<load::Fault>> {
    load::provider("pigeon-post", text, &PROVIDERS.standards)
}

fn registry() -> &'static Registry {
    let provider = provider(example()).expect("the example is right");
    Box::leak(Box::new(Registry::new(PROVIDERS.standards.clone(), vec![provider], Vec::new())))
}

fn at(host: &'static str, path: &'static str) -> Location<'static> {
    place(registry(), "https", host, path)
}

fn nothing(_: &str) -> Option<String> {
    None
}

#[test]
fn the_example_knows_its_addresses() {
    assert_eq!(registry().conflicts(|_| true), Vec::<String>::new());
    let token = at("dove.pigeonpost.example", "/oauth/token");
    let traits = token.traits(false).expect("traits");
    assert_eq!(token.role(false).map(|(role, _)| role), Some(Role::Token));
    assert_eq!(traits.methods.as_ref().map(|methods| methods.value.len()), Some(1));
    assert_eq!(traits.body.as_ref().map(|body| body.value.len()), Some(2));
    let standing = &traits.grant("client_credentials").expect("a grant").standing;
    assert!(matches!(standing, Standing::Limited { clients, .. } if **clients == [ClientType::Confidential]));

    let old = at("api.pigeonpost.example", "/v1/letters/7");
    assert_eq!(old.endpoint.map(|endpoint| &*endpoint.id), Some("letters"));
    let successor = old.successor(&nothing).map(|known| known.value);
    assert_eq!(successor.as_deref(), Some("https://{loft}.pigeonpost.example/v2/letters/7"));

    let wrong = at("dove.pigeonpost.example", "/oauth/tokens");
    assert_eq!(wrong.correction(&nothing).as_deref(), Some("https://dove.pigeonpost.example/oauth/token"));
}

#[test]
fn the_example_reads_an_answer_and_gives_advice() {
    let text = |value: &'static str| {
        let mut map = MapBuilder::new();
        map.encoded(Span::new(0, 1), value.len());
        Text::new(value, map.finish(0), Vec::new())
    };
    let word = |value| Json::String(text(value));
    let inside = vec![(text("code"), word("PIGEON_12")), (text("detail"), word("Client is not trusted here"))];
    let body = Json::Object(vec![(text("error"), Json::Object(inside))]);
    let response = Response { json: Some(body), ..Response::default() };
    let token = at("dove.pigeonpost.example", "/oauth/token");
    let answer = answer(&response, &token, Some(Role::Token));
    assert_eq!(answer.code, Some(Code::InvalidClient));
    assert_eq!(answer.causes, [("oauth/public-client-credentials", Weight::Often)]);

    let advice: Vec<_> = advice(&token, "oauth/public-client-credentials", &|_| None).collect();
    let texts: Vec<_> = advice.iter().map(|advice| token.fill(&advice.text, &nothing)).collect();
    assert_eq!(texts, ["Ask the keeper of dove to make your client confidential."]);
}

/// Something to break, what it becomes, and what the loader says.
const BROKEN: &[(&str, &str, &str)] = &[
    ("checked = 2026-11-22", "checked = 22", "a date such as 2026-11-22 belongs here"),
    ("closed = true ", "close = true ", "did you mean closed?"),
    ("role = \"token\"", "role = \"tokens\"", "did you mean token?"),
    ("auth = [\"bearer\"]", "auth = [\"bearr\"]", "did you mean bearer?"),
    ("body = [\"form\", \"json\"]", "body = [\"jsn\"]", "did you mean json?"),
    ("= \"often\"", "= \"oftn\"", "did you mean often?"),
    ("code = \"invalid_client\"", "code = \"invalid_cleint\"", "did you mean invalid_client?"),
    ("successor = \"api\"", "successor = \"apo\"", "did you mean api?"),
    ("\"reported FORUM\" }", "\"rported FORUM\" }", "did you mean reported?"),
    ("\"reported FORUM\" }", "\"reported FORM\" }", "FORM is not among [sources]"),
    ("path = \"/token\"", "path = \"token\"", "a path starts with a slash"),
    ("path = \"/token\"", "paths = \"/token\"", "did you mean path?"),
    ("https://{loft}.pigeonpost.example/v2\"", "https://{lof}.pigeonpost.example/v2\"", "did you mean loft?"),
    ("https://api.pigeonpost.example/v1", "https://{loft}.example/v1", "the last two words of a host"),
    ("to = \"https://{loft}", "to = \"https://{nest}", "{nest} stands neither in the wrong address"),
];

#[test]
fn what_is_wrong_with_a_file_is_refused_with_its_place() {
    for &(right, broken, complaint) in BROKEN {
        let text = example().replacen(right, broken, 1);
        assert_ne!(text, example(), "{right} is in the example");
        let faults = provider(&text).expect_err(broken);
        assert!(faults.iter().any(|fault| fault.message.contains(complaint)), "{broken}: {faults:?}");
        assert!(faults.iter().all(|fault| fault.line > 0 && fault.column > 0));
    }
}

#[test]
fn files_that_contradict_each_other_are_refused() {
    let text = example().replacen("\"oauth/tokens\"", "\"oauth/token\"", 1);
    let provider = provider(&text).expect("right by itself");
    let conflicts = Registry::new(PROVIDERS.standards.clone(), vec![provider], Vec::new())
        .conflicts(|rule| rule.starts_with("api/"));
    assert!(
        conflicts.iter().any(|conflict| conflict.contains("fits an address that pigeon-post lists")),
        "{conflicts:?}"
    );
    assert!(
        conflicts.iter().any(|conflict| conflict.contains("oauth/public-client-credentials is no rule")),
        "{conflicts:?}"
    );
}
