//! curl's options: the table of `options.tsv`, compiled by the build script, and how a word of the command names one.

/// How an option takes an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arity {
    /// A switch.
    None,
    /// The rest of the word, or the next word.
    One,
}

/// One option of curl.
#[derive(Clone, Copy, Debug)]
pub struct CurlOption {
    /// The long name, without dashes.
    pub name: &'static str,
    /// The short form.
    pub short: Option<u8>,
    /// Whether it takes an argument.
    pub arity: Arity,
    /// Whether `--no-NAME` is taken.
    pub negatable: bool,
    /// Whether it changes the HTTP request itself.
    pub shapes_request: bool,
    /// Whether a curl that still took abbreviated names (before 8.6) knows it.
    pub abbreviated: bool,
}

include!(concat!(env!("OUT_DIR"), "/curl_options.rs"));

/// What a long option's name was found to be.
#[derive(Clone, Copy, Debug)]
pub enum Named {
    /// A known option, by its name or by a beginning that only it has (curl before 8.6).
    Known(&'static CurlOption, Switch),
    /// No option; the nearest known one, if any is near.
    Unknown(Option<&'static CurlOption>),
}

/// Whether a switch is set or, by `--no-`, taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// `--name`.
    On,
    /// `--no-name`.
    Off,
}

/// The option of this short form.
#[must_use]
pub fn short(letter: u8) -> Option<(&'static CurlOption, Switch)> {
    // -N stands for --no-buffer, the only short form that switches off.
    let switch = if letter == b'N' { Switch::Off } else { Switch::On };
    let index = *SHORT.get(usize::from(letter))?;
    OPTIONS.get(usize::from(index)).map(|option| (option, switch))
}

/// The option of this long name, given without dashes.
#[must_use]
pub fn long(name: &str) -> Named {
    if let Some(option) = exact(name) {
        return Named::Known(option, Switch::On);
    }
    if let Some(option) = name.strip_prefix("no-").and_then(exact).filter(|option| option.negatable) {
        return Named::Known(option, Switch::Off);
    }
    if name == "show-headers"
        && let Some(option) = exact("include")
    {
        return Named::Known(option, Switch::On);
    }
    let lower = name.to_ascii_lowercase();
    if lower != name
        && let Some(option) = exact(&lower)
    {
        return Named::Known(option, Switch::On);
    }
    match by_beginning(&lower) {
        Some(option) => Named::Known(option, Switch::On),
        None => Named::Unknown(nearest(&lower)),
    }
}

/// Whether a line begins with an option of curl's, as `-H`, `-dX` or `--data` do, and not with a dash of prose.
#[must_use]
pub fn starts_with_option(line: &str) -> bool {
    let word = line.split([' ', '\t', '=', '\'', '"', '\\', '“', '‘']).next().unwrap_or("");
    let dashes = ["--", "—", "–", "-"].iter().find_map(|dash| word.strip_prefix(dash).map(|rest| (*dash, rest)));
    match dashes {
        Some((_, "")) | None => false,
        Some(("-", letters)) => {
            let known = |letter: &u8| short(*letter).is_some();
            letters.as_bytes().first().is_some_and(known) && (letters.len() <= 3 || line.len() > word.len())
        }
        Some(("–", letters)) if letters.chars().count() == 1 => {
            letters.as_bytes().first().is_some_and(|letter| short(*letter).is_some())
        }
        Some((_, name)) => matches!(long(name), Named::Known(..)),
    }
}

/// Whether a word ends with an option that still wants its argument: `-d`, `-sH`, `--data`.
#[must_use]
pub fn wants_argument(word: &str) -> bool {
    if let Some(name) = word.strip_prefix("--") {
        return exact(name).is_some_and(|option| option.arity == Arity::One);
    }
    let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.is_empty()) else { return false };
    let takes = |letter: u8| short(letter).map(|(option, _)| option.arity == Arity::One);
    let (last, switches) = letters.as_bytes().split_last().unwrap_or((&0, &[]));
    takes(*last) == Some(true) && switches.iter().all(|letter| takes(*letter) == Some(false))
}

fn exact(name: &str) -> Option<&'static CurlOption> {
    let first = usize::from(*name.as_bytes().first()?);
    let alike = OPTIONS.get(usize::from(*BEGINNINGS.get(first)?)..usize::from(*BEGINNINGS.get(first + 1)?))?;
    alike.binary_search_by(|option| option.name.cmp(name)).ok().and_then(|index| alike.get(index))
}

/// Of each first letter, the number of the first option that begins with it or with a later one.
const BEGINNINGS: [u16; 129] = {
    let mut beginnings = [0; 129];
    let (mut letter, mut index) = (0, 0);
    while letter < beginnings.len() {
        while index < OPTIONS.len() && (OPTIONS[index].name.as_bytes()[0] as usize) < letter {
            index += 1;
        }
        beginnings[letter] = index as u16;
        letter += 1;
    }
    beginnings
};

fn by_beginning(name: &str) -> Option<&'static CurlOption> {
    let from = OPTIONS.partition_point(|option| option.name < name);
    let beginning = OPTIONS[from..].iter().take_while(|option| option.name.starts_with(name));
    let mut matching = beginning.filter(|option| option.abbreviated);
    let first = matching.next()?;
    (name.len() >= 2 && matching.next().is_none()).then_some(first)
}

fn nearest(name: &str) -> Option<&'static CurlOption> {
    let allowed = if name.len() >= 8 { 2 } else { 1 };
    let near = |option: &'static CurlOption| Some((crate::text::slip(option.name, name, allowed)?, option));
    OPTIONS.iter().filter_map(near).min_by_key(|(distance, _)| *distance).map(|(_, option)| option)
}
