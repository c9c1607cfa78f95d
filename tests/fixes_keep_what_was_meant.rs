//! A fix changes what its operations say and nothing else, in the quotes of the source, and moves no secret into text.

use grantlint::exchange::{Exchange, Form};
use grantlint::finding::{Confidence, Edit, Finding, Insert, Part, Phrase, SecretKind, Severity};
use grantlint::fix::{Destination, Operation, Secret, apply, corrected, is_manual, translate, verify};
use grantlint::read::read;
use grantlint::text::Span;

fn place(source: &str, shown: &str) -> Span {
    let start = source.find(shown).expect("the place stands in the source");
    Span::new(start, start + shown.len())
}

fn replace(source: &str, shown: &str, with: &str) -> Operation {
    Operation::Replace { at: place(source, shown), with: with.to_owned() }
}

fn remove(source: &str, shown: &str) -> Operation {
    Operation::Remove { at: place(source, shown) }
}

fn add_param(name: &str, value: &str) -> Operation {
    Operation::AddParam { name: name.to_owned(), value: value.to_owned() }
}

fn add_header(name: &str, value: &str) -> Operation {
    Operation::AddHeader { name: name.to_owned(), value: value.to_owned() }
}

fn method(name: &str) -> Operation {
    Operation::SetMethod(name.to_owned())
}

const FORM: Operation = Operation::MoveParams(Destination::Form);
const QUERY: Operation = Operation::MoveParams(Destination::Query);

fn last(source: &str) -> Exchange<'_> {
    read(source).last().expect("the source holds an exchange")
}

fn edits(source: &str, operations: &[Operation]) -> Option<Vec<Edit>> {
    let exchange = last(source);
    let edits = translate(operations, &exchange, source)?;
    let bounds = match &exchange.request.command {
        Some(command) => command.span,
        None => exchange.request.url.as_ref().expect("an address").text.span(),
    };
    let mut end = bounds.start;
    for edit in &edits {
        assert!(bounds.contains(edit.span), "{edit:?} lies outside of the request in {source:?}");
        assert!(end <= edit.span.start, "{edit:?} overlaps another one in {source:?}");
        end = edit.span.end;
        for insert in &edit.insert {
            assert!(!matches!(insert, Insert::Text(text) if text.contains("s3cr")), "{edit:?} shows a secret");
        }
    }
    Some(edits)
}

#[track_caller]
fn becomes(source: &str, operations: &[Operation], expected: &str) {
    let edits = edits(source, operations).unwrap_or_else(|| panic!("no edits for {source}"));
    assert_eq!(apply(source, &edits), expected);
}

#[track_caller]
fn declines(source: &str, operations: &[Operation]) {
    assert_eq!(edits(source, operations), None);
}

#[test]
fn a_value_is_replaced_in_its_own_quotes() {
    for (source, expected) in [
        ("curl https://a.example/t -d grant_type=wrong", "curl https://a.example/t -d grant_type=right"),
        ("curl https://a.example/t -dgrant_type=wrong", "curl https://a.example/t -dgrant_type=right"),
        ("curl https://a.example/t -d 'grant_type=wrong&x=y'", "curl https://a.example/t -d 'grant_type=right&x=y'"),
        ("curl https://a.example/t -d \"grant_type=wrong\"", "curl https://a.example/t -d \"grant_type=right\""),
        ("curl https://a.example/t -d $'grant_type=wrong'", "curl https://a.example/t -d $'grant_type=right'"),
        (
            "curl https://a.example/t --json '{\"grant_type\":\"wrong\"}'",
            "curl https://a.example/t --json '{\"grant_type\":\"right\"}'",
        ),
        (
            "https://a.example/authorize?response_type=wrong&state=x",
            "https://a.example/authorize?response_type=right&state=x",
        ),
    ] {
        becomes(source, &[replace(source, "wrong", "right")], expected);
        let (again, at) = (expected, place(expected, "right"));
        assert_eq!(edits(again, &[Operation::Replace { at, with: "right".into() }]), None, "twice is once");
    }
}

#[test]
fn an_escaped_value_is_replaced_whole() {
    let source = r"curl https://a.example/t --data $'grant_type=authorisation\x5fcode&redirect_uri=x'";
    let at = Operation::Replace { at: place(source, r"authorisation\x5fcode"), with: "authorization_code".into() };
    becomes(source, &[at], "curl https://a.example/t --data $'grant_type=authorization_code&redirect_uri=x'");
}

#[test]
fn a_value_is_encoded_as_its_place_demands() {
    let source = "https://a.example/authorize?scope=readwrite%20chat";
    becomes(
        source,
        &[replace(source, "readwrite", "read write")],
        "https://a.example/authorize?scope=read%20write%20chat",
    );
    let source = "curl https://a.example/t -d redirect_uri=X";
    becomes(
        source,
        &[replace(source, "X", "http://l:80/a?b=c")],
        "curl https://a.example/t -d redirect_uri=http%3A%2F%2Fl%3A80%2Fa%3Fb%3Dc",
    );
    let source = "curl https://a.example/t --data-urlencode redirect_uri=X";
    becomes(
        source,
        &[replace(source, "X", "http://l:80/a")],
        "curl https://a.example/t --data-urlencode redirect_uri=http://l:80/a",
    );
    becomes(
        source,
        &[replace(source, "X", "http://l/?a&b")],
        "curl https://a.example/t --data-urlencode 'redirect_uri=http://l/?a&b'",
    );
    let source = r#"curl https://a.example/t -d '{"scope":"X","max_age":1}'"#;
    becomes(
        source,
        &[replace(source, "X", "it's \"q\"")],
        r#"curl https://a.example/t -d '{"scope":"it'\''s \"q\"","max_age":1}'"#,
    );
    becomes(source, &[replace(source, "1", "2")], r#"curl https://a.example/t -d '{"scope":"X","max_age":2}'"#);
}

#[test]
fn what_is_to_be_filled_in_stands_where_the_shell_expands_it() {
    for (source, expected) in [
        ("curl https://a.example/t -d client_id={X}", "curl https://a.example/t -d \"client_id=$CLIENT_ID\""),
        ("curl https://a.example/t -dclient_id={X}", "curl https://a.example/t -d\"client_id=$CLIENT_ID\""),
        ("curl https://a.example/t -d 'a=b&client_id={X}'", "curl https://a.example/t -d \"a=b&client_id=$CLIENT_ID\""),
        ("curl https://a.example/t -d \"client_id={X}\"", "curl https://a.example/t -d \"client_id=$CLIENT_ID\""),
        ("curl https://a.example/t -d $'client_id={X}'", "curl https://a.example/t -d \"client_id=$CLIENT_ID\""),
        (
            "curl https://a.example/t -d '{\"client_id\":\"{X}\"}'",
            "curl https://a.example/t -d '{\"client_id\":\"'\"$CLIENT_ID\"'\"}'",
        ),
        (
            "curl https://a.example/t -H 'Authorization: Bearer {X}'",
            "curl https://a.example/t -H \"Authorization: Bearer $CLIENT_ID\"",
        ),
    ] {
        let operations = [replace(source, "{X}", "$CLIENT_ID")];
        becomes(source, &operations, expected);
        assert!(is_manual(&operations, &[]));
    }
    let source = "curl https://a.example/t -d 'a={X}&b={Y}'";
    let both = [replace(source, "{X}", "$A"), replace(source, "{Y}", "$B")];
    becomes(source, &both, "curl https://a.example/t -d \"a=$A&b=$B\"");
}

#[test]
fn a_secret_loses_characters_without_being_written() {
    let source = "curl https://a.example/t -d grant_type=authorization_code --data-urlencode code=s3cr%2Fs3cr";
    becomes(source, &[replace(source, "s3cr%2Fs3cr", "s3cr/s3cr")], &source.replace("%2F", "/"));
    let source = "curl https://a.example/t -d 'client_secret=\"s3cr+x\"'";
    becomes(source, &[replace(source, "\"s3cr+x\"", "s3cr x")], "curl https://a.example/t -d 'client_secret=s3cr+x'");
    let source = "curl https://a.example/t -H 'Authorization: Bearer  s3cr '";
    becomes(
        source,
        &[replace(source, "Bearer  s3cr", "Bearer s3cr")],
        "curl https://a.example/t -H 'Authorization: Bearer s3cr '",
    );
    declines(source, &[replace(source, "s3cr", "s3cr-other")]);
}

#[test]
fn a_parameter_goes_away_with_what_divides_it() {
    for (source, gone, expected) in [
        ("curl https://a.example/t -d 'a=1&b=2&c=3'", "a=1", "curl https://a.example/t -d 'b=2&c=3'"),
        ("curl https://a.example/t -d 'a=1&b=2&c=3'", "b=2", "curl https://a.example/t -d 'a=1&c=3'"),
        ("curl https://a.example/t -d 'a=1&b=2&c=3'", "c=3", "curl https://a.example/t -d 'a=1&b=2'"),
        ("curl https://a.example/t -d a=1 -d b=2", "b=2", "curl https://a.example/t -d a=1"),
        ("curl -d a=1 https://a.example/t", "a=1", "curl https://a.example/t"),
        ("curl 'https://a.example/t?a=1&b=2' -L", "b=2", "curl 'https://a.example/t?a=1' -L"),
        ("curl 'https://a.example/t?a=1' -L", "a=1", "curl 'https://a.example/t' -L"),
        (
            "https://a.example/t?response_type=code&client_id=2#x",
            "client_id=2",
            "https://a.example/t?response_type=code#x",
        ),
        (
            "curl https://a.example/t -d '{\"a\": \"1\", \"b\": \"2\"}'",
            "1",
            "curl https://a.example/t -d '{\"b\": \"2\"}'",
        ),
        ("curl https://a.example/t -d '{\"a\": \"1\", \"b\": 2}'", "2", "curl https://a.example/t -d '{\"a\": \"1\"}'"),
    ] {
        becomes(source, &[remove(source, gone)], expected);
    }
    let source = "curl https://a.example/t -d 'a=1&b=2&c=3'";
    becomes(source, &[remove(source, "b=2"), remove(source, "c=3")], "curl https://a.example/t -d 'a=1'");
    becomes(source, &[remove(source, "a=1"), remove(source, "b=2"), remove(source, "c=3")], "curl https://a.example/t");
}

#[test]
fn an_option_goes_away_without_leaving_a_backslash() {
    let source = "curl https://a.example/t \\\n  -H 'A: b' \\\n  -d c=d";
    becomes(source, &[remove(source, "A: b")], "curl https://a.example/t \\\n  -d c=d");
    becomes(source, &[remove(source, "c=d")], "curl https://a.example/t \\\n  -H 'A: b'");
    becomes(source, &[remove(source, "A: b"), remove(source, "c=d")], "curl https://a.example/t");
    let source = "$ curl https://a.example/t \\\n> -u me:s3cr \\\n> -d c=d\n{}";
    becomes(source, &[remove(source, "me:s3cr")], "$ curl https://a.example/t \\\n> -d c=d\n{}");
    let source = "curl -u me:s3cr https://a.example/t";
    let bearer = add_header("Authorization", "Bearer $ACCESS_TOKEN");
    becomes(
        source,
        &[remove(source, "me:s3cr"), bearer],
        "curl https://a.example/t -H \"Authorization: Bearer $ACCESS_TOKEN\"",
    );
}

#[test]
fn a_word_is_quoted_whole() {
    for (source, word, expected) in [
        ("curl https://a.example/x?a=1&b=2", "https://a.example/x?a=1&b=2", "curl 'https://a.example/x?a=1&b=2'"),
        ("curl https://a.example/x?a=$A&b=2", "https://a.example/x?a=$A&b=2", "curl \"https://a.example/x?a=$A&b=2\""),
        ("curl https://a.example/x\\?a=1&b=2", "https://a.example/x\\?a=1&b=2", "curl 'https://a.example/x?a=1&b=2'"),
        (
            "curl https://a.example/x?a='1 2'&b=2",
            "https://a.example/x?a='1 2'&b=2",
            "curl 'https://a.example/x?a=1 2&b=2'",
        ),
        (
            "curl https://a.example/x?a=\"$A\"&b='$'",
            "https://a.example/x?a=\"$A\"&b='$'",
            "curl \"https://a.example/x?a=$A&b=\\$\"",
        ),
        ("curl https://a.example/t -d a=1&b=2 -s", "a=1&b=2", "curl https://a.example/t -d 'a=1&b=2' -s"),
    ] {
        becomes(source, &[Operation::Quote { word: place(source, word) }], expected);
    }
}

#[test]
fn repairs_of_one_kind_are_made_together() {
    let source = "curl https://a.example/x -H “Accept: a/b” -d ‘a=b’";
    let quotes = replace(source, "“", "\"");
    becomes(source, &[quotes], "curl https://a.example/x -H \"Accept: a/b\" -d 'a=b'");
    let source = "curl https://a.example/x –H 'Accept: a/b'";
    becomes(source, &[replace(source, "–", "-")], "curl https://a.example/x -H 'Accept: a/b'");
    let source = "curl https://a.example/x \\ \n  -H 'Accept: a/b'";
    let repair = last(source).repairs.first().cloned().expect("a repair");
    let mend = Operation::Replace { at: repair.span, with: repair.meant.to_owned() };
    becomes(source, &[mend], "curl https://a.example/x \\\n  -H 'Accept: a/b'");
}

#[test]
fn a_lost_continuation_is_put_back() {
    for source in [
        "curl https://a.example/t\n  -d a=1\n",
        "curl https://a.example/t \\\n\n  -d a=1\n",
        "curl https://a.example/t \\ \n  -d a=1\n",
    ] {
        let repair = last(source).repairs.first().cloned().expect("a repair");
        let mend = Operation::Replace { at: repair.span, with: repair.meant.to_owned() };
        becomes(source, &[mend], "curl https://a.example/t \\\n  -d a=1\n");
    }
}

#[test]
fn what_was_meant_to_expand_gets_quotes_that_let_it() {
    let source = "curl https://a.example/x -H 'Authorization: Bearer $TOKEN'";
    becomes(source, &[replace(source, "$TOKEN", "$TOKEN")], &source.replace('\'', "\""));
    let source = "curl http://a.example/x -H 'Authorization Bearer s3cr'";
    becomes(source, &[replace(source, "Authorization", "Authorization:")], &source.replace("tion B", "tion: B"));
    becomes(source, &[replace(source, "http", "https")], &source.replace("http", "https"));
    let source = "curl --hedaer 'A: b' --zzzzzz https://a.example/x";
    becomes(source, &[replace(source, "hedaer", "header")], &source.replace("hedaer", "header"));
}

#[test]
fn a_safe_fix_is_verified_on_its_own_bytes() {
    let (source, within) = ("before curl x behind", Span::new(7, 13));
    let edits = [Edit { span: Span::new(12, 13), insert: vec![Insert::Text("long".into())] }];
    let finding = |rule: &'static str, severity| Finding {
        rule: rule.into(),
        severity,
        confidence: Confidence::Certain,
        message: Phrase::default(),
        why: Phrase::default(),
        help: Phrase::default(),
        span: within,
        remark: Phrase::default(),
        related: Vec::new(),
        fix: None,
        repaired: false,
    };
    let before = [finding("oauth/old", Severity::Error), finding("oauth/mended", Severity::Error)];
    let holds = |after: Vec<Finding>| {
        verify(source, within, &edits, "oauth/mended", &before, |bytes| {
            assert_eq!(bytes, "curl long");
            after.clone()
        })
    };
    assert!(holds(Vec::new()));
    assert!(holds(vec![finding("oauth/old", Severity::Error), finding("oauth/new", Severity::Note)]));
    assert!(!holds(vec![finding("oauth/new", Severity::Error)]));
    assert!(!holds(vec![finding("oauth/mended", Severity::Note)]));
    let outside = [Edit { span: Span::at(0), insert: Vec::new() }];
    assert!(!verify(source, within, &outside, "oauth/mended", &before, |_| Vec::new()));
}

#[test]
fn a_parameter_joins_the_others_in_their_style() {
    for (source, name, value, expected) in [
        ("curl https://a.example/t -d a=1 -d b=2", "c", "3", "curl https://a.example/t -d a=1 -d b=2 -d c=3"),
        ("curl https://a.example/t -d 'a=1' -s", "c", "3", "curl https://a.example/t -d 'a=1' -d 'c=3' -s"),
        ("curl https://a.example/t --data a=1", "c", "3", "curl https://a.example/t --data a=1 --data c=3"),
        (
            "curl https://a.example/t -d a=1",
            "u",
            "http://l",
            "curl https://a.example/t -d a=1 --data-urlencode u=http://l",
        ),
        (
            "curl https://a.example/t -d 'a=1&b=2'",
            "u",
            "http://l",
            "curl https://a.example/t -d 'a=1&b=2&u=http%3A%2F%2Fl'",
        ),
        ("curl https://a.example/t -d 'a=1&b=2'", "u", "$U", "curl https://a.example/t -d \"a=1&b=2&u=$U\""),
        ("curl https://a.example/t -d a=1", "u", "$U", "curl https://a.example/t -d a=1 --data-urlencode \"u=$U\""),
        (
            "curl https://a.example/t -d '{\"a\":\"1\"}'",
            "u",
            "x",
            "curl https://a.example/t -d '{\"a\":\"1\",\"u\":\"x\"}'",
        ),
        ("curl https://a.example/t -F a=1", "u", "x", "curl https://a.example/t -F a=1 -F u=x"),
        ("curl https://a.example/t", "u", "x", "curl 'https://a.example/t?u=x'"),
        ("curl 'https://a.example/t?a=1#f'", "u", "x", "curl 'https://a.example/t?a=1&u=x#f'"),
        ("curl -X POST https://a.example/t", "u", "x", "curl -X POST https://a.example/t -d u=x"),
        (
            "https://a.example/t?response_type=code",
            "scope",
            "a b",
            "https://a.example/t?response_type=code&scope=a%20b",
        ),
        (
            "curl https://a.example/t \\\n  -d a=1 \\\n  -d b=2",
            "c",
            "3",
            "curl https://a.example/t \\\n  -d a=1 \\\n  -d b=2 \\\n  -d c=3",
        ),
    ] {
        becomes(source, &[add_param(name, value)], expected);
    }
}

#[test]
fn a_header_stands_behind_the_others() {
    let header = || [add_header("Accept", "a/b")];
    becomes("curl https://a.example/t -s", &header(), "curl https://a.example/t -H 'Accept: a/b' -s");
    becomes("curl -H 'A: b' https://a.example/t", &header(), "curl -H 'A: b' -H 'Accept: a/b' https://a.example/t");
}

#[test]
fn the_method_is_named_only_where_nothing_implies_it() {
    for (source, name, expected) in [
        ("curl -X GET https://a.example/t -d a=1", "POST", "curl https://a.example/t -d a=1"),
        ("curl -XGET https://a.example/t -d a=1", "POST", "curl https://a.example/t -d a=1"),
        ("curl -sX GET https://a.example/t -d a=1", "POST", "curl -s https://a.example/t -d a=1"),
        ("curl -G https://a.example/t -d a=1", "POST", "curl https://a.example/t -d a=1"),
        ("curl -sG https://a.example/t -d a=1", "POST", "curl -s https://a.example/t -d a=1"),
        ("curl --get --request PUT https://a.example/t -d a=1", "POST", "curl https://a.example/t -d a=1"),
        ("curl -X POST https://a.example/t", "GET", "curl https://a.example/t"),
        ("curl -X POST https://a.example/t", "DELETE", "curl -X DELETE https://a.example/t"),
        ("curl https://a.example/t", "POST", "curl -X POST https://a.example/t"),
        ("curl -I https://a.example/t", "GET", "curl https://a.example/t"),
        ("curl https://a.example/t -X GET \\\n  -d a=1", "POST", "curl https://a.example/t \\\n  -d a=1"),
    ] {
        becomes(source, &[method(name)], expected);
    }
    declines("curl https://a.example/t -d a=1", &[method("POST")]);
}

#[test]
fn an_address_is_replaced_up_to_its_query() {
    let to = |url: &str| [Operation::SetUrl(url.to_owned())];
    becomes("curl https://a.example/x -s", &to("https://b.example/y"), "curl https://b.example/y -s");
    becomes("curl https://a.example/x -s", &to("https://{sub}.example/y"), "curl 'https://{sub}.example/y' -s");
    becomes("curl 'https://a.example/x?a=1' -s", &to("https://b.example/y"), "curl 'https://b.example/y?a=1' -s");
    becomes("curl 'https://a.example/x?a=1'", &to("https://b.example/y?c=2"), "curl 'https://b.example/y?c=2&a=1'");
    becomes(
        "https://a.example/x?response_type=code",
        &to("https://b.example/y"),
        "https://b.example/y?response_type=code",
    );
    becomes("curl -H 'A: b'", &to("https://b.example/y"), "curl https://b.example/y -H 'A: b'");
    assert!(is_manual(&to("https://{sub}.example/y"), &[]));
    assert!(!is_manual(&to("https://sub.example/y"), &[]));
}

#[test]
fn parameters_move_to_a_form() {
    for (source, expected) in [
        (
            "curl -X GET 'https://a.example/t?grant_type=refresh_token'",
            "curl 'https://a.example/t' -d 'grant_type=refresh_token'",
        ),
        (
            "curl -X POST 'https://a.example/t?grant_type=client_credentials&client_secret=s3cr'",
            "curl 'https://a.example/t' -d 'grant_type=client_credentials&client_secret=s3cr'",
        ),
        (
            "curl -X POST 'https://a.example/t?p=flow&code=s3cr%2F&grant_type=x' -d client_id=1",
            "curl 'https://a.example/t?p=flow' -d client_id=1 -d 'code=s3cr%2F&grant_type=x'",
        ),
        (
            "curl https://a.example/t -H 'Content-Type: application/json' -d '{\"grant_type\":\"refresh_token\"}' ",
            "curl https://a.example/t -d 'grant_type=refresh_token' ",
        ),
        (
            "curl https://a.example/t --json '{\"grant_type\":\"x\",\"redirect_uri\":\"http://l:80\",\"client_secret\":\"s3cr+/=\"}'",
            "curl https://a.example/t -d 'grant_type=x' --data-urlencode 'redirect_uri=http://l:80' --data-urlencode 'client_secret=s3cr+/='",
        ),
        (
            "curl https://a.example/t -F grant_type=x -F code=s3cr",
            "curl https://a.example/t -d 'grant_type=x&code=s3cr'",
        ),
        ("curl -G https://a.example/t -d grant_type=x", "curl https://a.example/t -d grant_type=x"),
        (
            "curl \"https://a.example/t?grant_type=x&code=$CODE\"",
            "curl \"https://a.example/t\" -d \"grant_type=x&code=$CODE\"",
        ),
        (
            "curl https://a.example/t -d \"{\\\"grant_type\\\":\\\"x\\\",\\\"code\\\":\\\"$CODE\\\"}\"",
            "curl https://a.example/t -d 'grant_type=x' --data-urlencode \"code=$CODE\"",
        ),
        (
            "curl https://a.example/t -H 'Content-Type: text/plain' -d grant_type=x",
            "curl https://a.example/t -d grant_type=x",
        ),
    ] {
        becomes(source, &[FORM], expected);
        becomes(source, &[method("POST"), FORM], expected);
    }
    declines("curl https://a.example/t -d '{\"grant_type\":\"x\",\"more\":{\"a\":1}}'", &[FORM]);
    declines("curl https://a.example/t -F grant_type=x -F file=@name", &[FORM]);
    declines("curl https://a.example/t -d grant_type=x", &[FORM]);
}

#[test]
fn a_secret_that_would_have_to_be_encoded_anew_is_left_to_fill_in() {
    let source = r#"curl https://a.example/t -d '{"grant_type":"x","client_secret":"s3cr\/et"}'"#;
    let expected = "curl https://a.example/t -d 'grant_type=x' --data-urlencode \"client_secret=$CLIENT_SECRET\"";
    becomes(source, &[FORM], expected);
    assert!(is_manual(&[FORM], &edits(source, &[FORM]).expect("edits")));
}

#[test]
fn parameters_move_to_the_query() {
    becomes("curl https://a.example/t -d a=1", &[QUERY], "curl -G https://a.example/t -d a=1");
    becomes("curl -X POST https://a.example/t -d a=1", &[QUERY, method("GET")], "curl -G https://a.example/t -d a=1");
    becomes(
        "curl https://a.example/t -H 'content-type: application/json' -d '{\"scope\":\"a b\",\"state\":\"s3cr\"}'",
        &[QUERY],
        "curl 'https://a.example/t?scope=a%20b&state=s3cr'",
    );
}

#[test]
fn credentials_become_a_bearer_token_that_is_never_written() {
    for (given, expected) in [
        ("Bearer: s3cr", "Bearer s3cr"),
        ("s3cr", "Bearer s3cr"),
        ("Token s3cr", "Bearer s3cr"),
        ("Token token=\"s3cr\"", "Bearer s3cr"),
        ("Bearer Bearer s3cr", "Bearer s3cr"),
        ("Bearer <s3cr>", "Bearer s3cr"),
        ("Bearer  s3cr s3cr", "Bearer s3crs3cr"),
        ("bearer=s3cr", "Bearer s3cr"),
        ("Berer s3cr", "Bearer s3cr"),
        ("Bearers3cr", "Bearer s3cr"),
        ("Authorization: Bearer s3cr", "Bearer s3cr"),
    ] {
        let source = format!("curl https://a.example/x -H 'Authorization: {given}'");
        let rewrite = Operation::RewriteAsBearer { at: place(&source, given) };
        becomes(&source, &[rewrite], &format!("curl https://a.example/x -H 'Authorization: {expected}'"));
    }
    let source = "curl -u s3cr: https://a.example/x";
    let rewrite = Operation::RewriteAsBearer { at: place(source, "s3cr:") };
    becomes(source, &[rewrite], "curl -H 'Authorization: Bearer s3cr' https://a.example/x");
}

#[test]
fn an_option_is_added_once() {
    let off = [Operation::AddOption("-g".into())];
    becomes("curl 'https://a.example/[* TO *]'", &off, "curl -g 'https://a.example/[* TO *]'");
    declines("curl --globoff 'https://a.example/[* TO *]'", &off);
}

#[test]
fn an_answer_behind_the_command_stays() {
    let source = "$ curl -i https://a.example/t -d grant_type=x -d code=c\nHTTP/1.1 401 UNAUTHORIZED\n\n{\"error\": \"access_denied\"}";
    let expected = source.replace("code=c", "code=c --data-urlencode \"redirect_uri=$REDIRECT_URI\"");
    becomes(source, &[add_param("redirect_uri", "$REDIRECT_URI")], &expected);
    assert_eq!(last(source).form, Form::CurlTranscript);
}

#[test]
fn operations_that_contradict_each_other_are_declined() {
    let source = "curl https://a.example/t -d grant_type=wrong";
    declines(source, &[replace(source, "wrong", "a"), replace(source, "wrong", "b")]);
    declines(source, &[replace(source, "curl", "wget")]);
}

#[test]
fn the_corrected_request_shows_no_secret_and_no_needless_quote() {
    let source = "curl -sL 'https://a.example/t' --data 'grant_type=x' -d 'client_secret=s3cr' -H 'A: it'\"'\"'s' -d \"code=$CODE\"";
    let at = place(source, "s3cr");
    let phrase = corrected(&last(source), source, &[Secret { at, kind: SecretKind::ClientSecret }]).expect("a request");
    let shown: String = phrase
        .0
        .iter()
        .map(|part| match part {
            Part::Words(words) => words.to_string(),
            Part::Value(value) => value.clone(),
            Part::Secret { kind, .. } => format!("${}", kind.variable()),
        })
        .collect();
    let lines = [
        "curl -sL",
        "  https://a.example/t",
        "  -d grant_type=x",
        "  -d \"client_secret=$CLIENT_SECRET\"",
        "  -H 'A: it'\\''s'",
        "  -d \"code=$CODE\"",
    ];
    assert_eq!(shown, lines.join(" \\\n"));
}

#[test]
fn hostile_words_do_no_harm() {
    for word in ["'", "\"", "$'\\", "\"$(", "`", "${", "\\", "“", "a\u{300}’‘", "%", "&&&", "{\"a\":", "--data", "-"]
    {
        let source = format!("curl https://a.example/t?x=1&y={word} -d {word}");
        for exchange in read(&source) {
            for operation in
                [FORM, QUERY, method("POST"), add_param("a", "$B"), Operation::SetUrl("https://{b}".into())]
            {
                let _ = translate(&[operation], &exchange, &source);
            }
            for start in (0..source.len()).filter(|&at| source.is_char_boundary(at)) {
                let at = Span::at(start);
                let _ = translate(&[Operation::Remove { at }], &exchange, &source);
                let _ = translate(&[Operation::Replace { at, with: "a $B".into() }], &exchange, &source);
                let _ = translate(&[Operation::Quote { word: Span::new(start, source.len()) }], &exchange, &source);
            }
        }
    }
}
