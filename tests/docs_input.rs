//! Each sample of `docs/input.md` is read as the form it stands for, and every form has one.

#[path = "support/page.rs"]
mod page;

use grantlint::facts::catalogue::FORMS;
use serde_json::Value;

const PAGE: &str = "docs/input.md";

#[test]
fn samples_print_what_the_page_shows() {
    let statuses = page::replay(PAGE, &page::laid_out(PAGE));
    assert!(statuses.iter().all(|status| *status == Some(1)), "{statuses:?}");
}

#[test]
fn every_form_has_a_sample_that_is_read_as_it() {
    let text = page::read(PAGE);
    let folder = page::laid_out(PAGE);
    let mut forms = Vec::new();
    // What lies in a folder is read with other files.
    let alone = |block: &&page::Block<'_>| !block.file.is_empty() && !block.file.contains('/');
    for block in page::blocks(&text).iter().filter(alone) {
        let output = page::grantlint(&folder, &["check", "--format", "json", block.file]);
        let report: Value = serde_json::from_slice(&output.stdout).expect(block.file);
        let form = report["exchanges"][0]["form"].as_str().expect(block.file);
        assert_eq!(Some(form), block.file.split('.').next(), "a sample is named by its form");
        forms.push(form.to_owned());
    }
    forms.dedup();
    assert_eq!(forms, FORMS);
}
