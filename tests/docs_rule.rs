//! The worked example of `docs/rules.md` does what the page says.

#[path = "support/page.rs"]
mod page;

use grantlint::rule::load;

const PAGE: &str = "docs/rules.md";

#[test]
fn the_example_passes_and_finds_what_the_page_shows() {
    assert_eq!(page::replay(PAGE, &page::laid_out(PAGE)), [Some(0), Some(0)]);
}

/// Something to break, what it becomes, and what the loader says.
const BROKEN: &[(&str, &str, &str)] = &[
    ("title = ", "titel = ", r#"did you mean "title"?"#),
    ("step = \"authorize\"", "step = \"authorise\"", r#"did you mean "authorize"?"#),
    ("[when]", "[whne]", r#"did you mean "when"?"#),
    ("\"param.redirect_uri\" = {", "\"parm.redirect_uri\" = {", r#"did you mean "param.redirect_uri"?"#),
    ("bind = \"address\"", "bind = \"adress\"", r#"did you mean "adress"?"#),
    ("{address.value}", "{address.valeu}", r#"has no attribute "valeu""#),
    ("redirect_uri_mismatch = ", "redirect_uri_missmatch = ", r#"did you mean "redirect_uri_mismatch"?"#),
    ("= \"often\"", "= \"oftn\"", r#"did you mean "often"?"#),
    ("\nsilent = true", "\nfinds = \"staging\"", "no example is silent"),
    ("\nfixed = ", "\n# fixed = ", "one needs `fixed`"),
    ("replace = \"address\"", "replcae = \"address\"", r#"did you mean "replace"?"#),
];

#[test]
fn what_is_wrong_with_a_file_is_refused_with_its_place() {
    let text = page::read(PAGE);
    let example = page::blocks(&text).into_iter().find(|block| block.language == "toml").expect("the page has one");
    let rule = |text: &str| load::rule("team/staging-address", example.file, text, |_| None);
    assert!(rule(example.text).is_ok());
    for &(right, broken, complaint) in BROKEN {
        let text = example.text.replacen(right, broken, 1);
        assert_ne!(text, example.text, "{right} is in the example");
        let faults = rule(&text).expect_err(broken).to_string();
        assert!(faults.contains(complaint), "{broken}: {faults}");
        assert!(faults.starts_with(&format!("{}:", example.file)), "{faults}");
    }
}
