//! Walking a folder: which files can hold something.
//!
//! `.gitignore` and `.ignore` count, as they do for git and ripgrep; hidden files do not hide anything (`.env`,
//! `.github`). No link is followed, so that nothing outside of the folder is read.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

/// Folders that hold the history of the files, or other people's.
const FOLDERS: [&str; 8] = [".git", ".hg", ".svn", "target", "node_modules", "__pycache__", ".venv", ".terraform"];

/// Ends of names of files that are no text, or that a program writes.
const ENDS: [&str; 74] = [
    "png", "jpg", "jpeg", "gif", "bmp", "ico", "webp", "avif", "tif", "tiff", "svg", "psd", "heic", "mp3", "mp4",
    "mov", "avi", "mkv", "webm", "wav", "flac", "ogg", "woff", "woff2", "ttf", "otf", "eot", "zip", "gz", "tgz", "bz2",
    "xz", "zst", "7z", "rar", "tar", "jar", "war", "class", "o", "a", "so", "dylib", "dll", "exe", "bin", "wasm",
    "pyc", "pyo", "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "sqlite", "db", "parquet", "arrow", "npy",
    "pkl", "lock", "lockb", "map", "min.js", "min.css", "snap", "iso", "dmg", "deb", "rpm", "pack",
];

/// Files that a package manager writes.
const LOCKS: [&str; 6] = [
    "package-lock.json",
    "npm-shrinkwrap.json",
    "pnpm-lock.yaml",
    "go.sum",
    "gradle-wrapper.properties",
    "composer.lock",
];

/// What a walk comes across.
pub enum Found {
    /// A file that can hold something.
    File(PathBuf),
    /// A file that cannot.
    Passed,
    /// A folder that cannot be read, and why.
    Unreadable(PathBuf, io::Error),
}

/// What lies below `root`, in sorted order.
pub fn walk(root: &Path) -> impl Iterator<Item = Found> {
    let mut builder = WalkBuilder::new(root);
    builder.hidden(false).follow_links(false).require_git(false).git_global(false).sort_by_file_name(Ord::cmp);
    builder.filter_entry(|entry| entry.depth() == 0 || !is_folder_of_others(entry));
    let root = root.to_owned();
    builder.build().filter_map(move |entry| match entry {
        Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
            Some(if may_hold_something(entry.file_name()) { Found::File(entry.into_path()) } else { Found::Passed })
        }
        Ok(_) => None,
        Err(error) => {
            let place = place(&error).unwrap_or(&root).to_owned();
            let error = error.into_io_error().unwrap_or_else(|| io::Error::other("it could not be walked"));
            Some(Found::Unreadable(place, error))
        }
    })
}

/// Every file below `root`, in sorted order; the first folder that cannot be read is an error.
pub fn files(root: &Path) -> Result<Vec<PathBuf>, (PathBuf, io::Error)> {
    let mut files = Vec::new();
    for found in walk(root) {
        match found {
            Found::File(path) => files.push(path),
            Found::Passed => {}
            Found::Unreadable(path, error) => return Err((path, error)),
        }
    }
    Ok(files)
}

fn is_folder_of_others(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir()) && FOLDERS.iter().any(|name| entry.file_name() == *name)
}

fn may_hold_something(name: &OsStr) -> bool {
    let name = name.to_string_lossy().to_ascii_lowercase();
    let ends = |end: &str| name.strip_suffix(end).is_some_and(|stem| stem.ends_with('.'));
    !ENDS.iter().any(|end| ends(end)) && !LOCKS.contains(&name.as_str())
}

/// The path that an error of the walk names.
fn place(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => place(err),
        _ => None,
    }
}
