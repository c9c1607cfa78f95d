//! Pages whose samples are run: what a reader copies out of them works, and what they print is what is printed.
//!
//! A fenced block whose first line names a file after the language (```` ```sh call.sh ````) is that file; a `console`
//! block is a command and what it prints. `UPDATE_DOCS=1 cargo test` writes the pages anew.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A fenced block.
#[derive(Clone, Copy, Debug)]
pub struct Block<'p> {
    /// What stands behind the language.
    pub file: &'p str,
    pub language: &'p str,
    pub text: &'p str,
}

/// The fenced blocks of a page, in order.
pub fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some((info, behind)) = rest.split_once("\n```").and_then(|(_, behind)| behind.split_once('\n')) {
        let (text, next) = behind.split_once("```").expect("a fence is closed");
        let (language, file) = info.split_once(' ').unwrap_or((info, ""));
        blocks.push(Block { file, language, text });
        rest = next;
    }
    blocks
}

/// The text of a page of the repository.
pub fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).expect(path)
}

pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Writes the files of a page into a folder of their own, a new one each time, which the page's commands run in.
pub fn laid_out(path: &str) -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("{path}-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    for block in blocks(&read(path)).iter().filter(|block| !block.file.is_empty()) {
        let file = folder.join(block.file);
        fs::create_dir_all(file.parent().expect("it has a folder")).expect("a folder for it");
        fs::write(file, block.text).expect("it can be written");
    }
    folder
}

/// Runs the program in `folder`, as far from the terminal as a page is.
pub fn grantlint(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grantlint"));
    command.current_dir(folder).args(arguments).env("NO_COLOR", "1").env("LC_ALL", "C.UTF-8").env_remove("COLUMNS");
    command.output().expect("the program runs")
}

/// Runs the commands of a page in `folder`; they print what stands below them. Gives the exit statuses.
pub fn replay(path: &str, folder: &Path) -> Vec<Option<i32>> {
    let page = read(path);
    let (mut wanted, mut statuses) = (page.clone(), Vec::new());
    for block in blocks(&page).iter().filter(|block| block.language == "console") {
        let (command, printed) = block.text.split_once('\n').expect("a command stands in a line of its own");
        let arguments = command.strip_prefix("$ grantlint ").expect("it runs grantlint");
        let output = grantlint(folder, &arguments.split_whitespace().collect::<Vec<_>>());
        statuses.push(output.status.code());
        let both = [output.stdout, output.stderr].concat();
        let now = String::from_utf8(both).expect("what is printed is UTF-8");
        wanted = wanted.replacen(&format!("{command}\n{printed}```"), &format!("{command}\n{now}```"), 1);
    }
    fresh(path, &wanted);
    statuses
}

/// The page reads as it should; with `UPDATE_DOCS` set it is made to.
pub fn fresh(path: &str, wanted: &str) {
    let page = fs::read_to_string(repository().join(path)).unwrap_or_default();
    if page != wanted && std::env::var_os("UPDATE_DOCS").is_some() {
        return fs::write(repository().join(path), wanted).expect("the page can be written");
    }
    assert!(page == wanted, "{path} is out of date: UPDATE_DOCS=1 cargo test\n\nIt should read:\n{wanted}");
}
