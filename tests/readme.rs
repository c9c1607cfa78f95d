//! The README shows what the program prints, and its command runs the same sample.

#[path = "support/page.rs"]
mod page;

#[test]
fn the_sample_prints_what_the_page_shows() {
    assert_eq!(page::replay("README.md", page::repository()), [Some(1)]);
}

#[test]
fn the_command_checks_that_sample() {
    let text = page::read("README.md");
    let shown = page::blocks(&text).into_iter().find(|block| block.language == "console").expect("it shows a run");
    let shown = shown.text.lines().next().and_then(|line| line.strip_prefix("$ grantlint ")).expect("of grantlint");
    let commands: Vec<&str> =
        page::blocks(&text).iter().filter(|block| block.language == "sh").map(|block| block.text).collect();
    assert_eq!(commands[..2], [format!("cargo run --release -- {shown}\n"), "cargo test\n".to_owned()]);
    let workflow = page::read(".ci/run");
    assert!(workflow.contains("step cargo test\n"), "the tests run as the README says");
}
