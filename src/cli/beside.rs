//! Which environments lie beside a file.
//!
//! Files that are named together know all environments among them, in whatever order they were named. In a walked
//! folder, the names that clients give to their files tell which those are, and where they hold.

use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::input::Input;
use crate::read::Environments;
use crate::read::environment::{LONGEST, is_http_client};

/// How many bytes of environments are read of walked folders, so that many of them fill no memory.
const ROOM: u64 = 64 << 20;
/// How the files end that Postman exports.
const POSTMAN: [&str; 2] = [".postman_environment.json", ".postman_globals.json"];

/// The environments of a run.
#[derive(Debug, Default)]
pub struct Beside {
    /// Those among the files that were named.
    named: Arc<Environments>,
    /// Those of walked folders, by the folder of the file that asks for them.
    walked: HashMap<PathBuf, Arc<Environments>>,
}

/// Where an environment of a walked folder holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Reach {
    /// In this folder, where it is the only file there that ends so.
    Only(PathBuf, &'static str),
    /// In this folder and below, unless there are others of the kind between.
    Below(PathBuf, Kind),
}

/// Files that hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Bruno,
    HttpClient,
    RestClient,
}

impl Beside {
    /// Reads every environment among the inputs, as far as other inputs can ask for them.
    pub fn new(inputs: &[Input]) -> Self {
        let named: Vec<&PathBuf> = inputs.iter().filter_map(Input::named).collect();
        let named = if named.len() > 1 { read(named) } else { Arc::default() };
        let mut reaches: HashMap<Reach, Vec<&PathBuf>> = HashMap::new();
        let walked = || inputs.iter().filter_map(Input::walked);
        for path in walked() {
            if let Some(reach) = Reach::of(path) {
                reaches.entry(reach).or_default().push(path);
            }
        }
        reaches.retain(|reach, files| matches!(reach, Reach::Below(..)) || files.len() == 1);
        let mut all = Self { named, walked: HashMap::new() };
        if reaches.is_empty() {
            return all;
        }
        // Folders that see the same files share what is in them.
        let mut shared: HashMap<Vec<&PathBuf>, Arc<Environments>> = HashMap::new();
        let mut room = ROOM;
        let folders: BTreeSet<&Path> = walked().filter_map(|path| path.parent()).collect();
        for folder in folders {
            let files = Reach::over(folder, &reaches);
            if files.is_empty() {
                continue;
            }
            let environments = shared.entry(files).or_insert_with_key(|files| {
                let size = files.iter().filter_map(|path| fs::metadata(path).ok()).map(|meta| meta.len()).sum();
                room = room.saturating_sub(size);
                if room > 0 { read(files.iter().copied()) } else { Arc::default() }
            });
            all.walked.insert(folder.to_owned(), Arc::clone(environments));
        }
        all
    }

    /// What is known to an input.
    pub fn of(&self, input: &Input) -> Arc<Environments> {
        match input.walked() {
            Some(path) => path.parent().and_then(|folder| self.walked.get(folder)).cloned().unwrap_or_default(),
            None => Arc::clone(&self.named),
        }
    }
}

impl Reach {
    /// Where a file holds that is called like an environment.
    fn of(path: &Path) -> Option<Self> {
        let (name, folder) = (path.file_name()?.to_str()?, path.parent()?);
        if let Some(end) = POSTMAN.into_iter().find(|end| name.ends_with(end)) {
            return Some(Self::Only(folder.to_owned(), end));
        }
        let own = folder.file_name().and_then(OsStr::to_str);
        let (top, kind) = match own {
            Some("environments") if name.ends_with(".bru") => (folder.parent()?, Kind::Bruno),
            Some(".vscode") if name == "settings.json" => (folder.parent()?, Kind::RestClient),
            _ if is_http_client(name) => (folder, Kind::HttpClient),
            _ => return None,
        };
        Some(Self::Below(top.to_owned(), kind))
    }

    /// The environments that hold in a folder: of those that reach down into it, the nearest.
    fn over<'p>(folder: &Path, reaches: &HashMap<Self, Vec<&'p PathBuf>>) -> Vec<&'p PathBuf> {
        let here = |end| reaches.get(&Self::Only(folder.to_owned(), end)).into_iter().flatten().copied();
        let mut files: Vec<&PathBuf> = POSTMAN.into_iter().flat_map(here).collect();
        for kind in [Kind::Bruno, Kind::HttpClient, Kind::RestClient] {
            let above = folder.ancestors().find_map(|at| reaches.get(&Self::Below(at.to_owned(), kind)));
            files.extend(above.into_iter().flatten());
        }
        files.sort();
        files
    }
}

/// The environments among some files. What can be read but once, a pipe, is none.
fn read<'p>(paths: impl IntoIterator<Item = &'p PathBuf>) -> Arc<Environments> {
    let mut environments = Environments::default();
    for path in paths {
        if let Some(text) = text(path) {
            environments.add(&path.to_string_lossy(), &text);
        }
    }
    Arc::new(environments)
}

fn text(path: &Path) -> Option<String> {
    let meta = fs::metadata(path).ok().filter(|meta| meta.is_file() && meta.len() <= LONGEST as u64)?;
    let mut text = String::with_capacity(usize::try_from(meta.len()).ok()?);
    File::open(path).ok()?.take(LONGEST as u64).read_to_string(&mut text).ok()?;
    Some(text)
}
