//! Addresses with holes: `https://{sub}.zendesk.com/api/v2/{resource}{rest}`.

use super::fixed::{List, Term};
use super::model::Choice;

/// An address taken apart, ready to be matched piece by piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The host's labels, the last one first.
    pub host: Vec<Piece>,
    /// The path's segments.
    pub path: Vec<Piece>,
    /// What may follow.
    pub tail: Tail,
}

/// A label or segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Exactly this; of a host in lower case.
    Literal(String),
    /// Anything that is one label or segment, kept under this name; `*` is kept under no name.
    Hole(String),
}

/// What may stand behind the last segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// Nothing.
    None,
    /// `{rest}` behind a word: nothing, or `/` and more.
    Open,
    /// `/{rest}`: the same, but the slash is the template's own.
    Below,
}

impl Template {
    /// Takes an address apart.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub fn parse(url: &str) -> Result<Self, String> {
        let bare = url.strip_prefix("https://").ok_or("an address starts with https://; the scheme is not compared")?;
        let (host, path) = bare.split_at(bare.find('/').unwrap_or(bare.len()));
        let labels =
            host.rsplit('.').map(|label| Piece::parse(&label.to_ascii_lowercase())).collect::<Result<Vec<_>, _>>()?;
        if !matches!(labels.as_slice(), [Piece::Literal(_), Piece::Literal(_), ..]) {
            return Err("the last two words of a host have to be given, else the address claims other people's".into());
        }
        let (path, tail) = match path.strip_suffix("{rest}") {
            Some(path) => match path.strip_suffix('/') {
                Some(path) => (path, Tail::Below),
                None => (path, Tail::Open),
            },
            None => (path.strip_suffix('/').unwrap_or(path), Tail::None),
        };
        let segments = path.split('/').skip(1).map(Piece::parse).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { host: labels, path: segments, tail })
    }

    /// Whether this wrong address takes away addresses that `other` lists. A host that is named, such as `www`, is no
    /// account, and may be taken out of those that a hole stands for.
    #[must_use]
    pub fn hides(&self, other: &Self) -> bool {
        let pairs = |a: &[Piece], b: &[Piece]| a.iter().zip(b).all(|(a, b)| a.meets(b));
        let is_taken_out =
            self.host.iter().zip(&other.host).any(|pair| matches!(pair, (Piece::Literal(_), Piece::Hole(_))));
        let fits = |long: &Self, short: &Self| long.path.len() == short.path.len() || short.tail != Tail::None;
        let lengths = if self.path.len() >= other.path.len() { fits(self, other) } else { fits(other, self) };
        !is_taken_out
            && self.host.len() == other.host.len()
            && lengths
            && pairs(&self.host, &other.host)
            && pairs(&self.path, &other.path)
    }

    /// How many literal characters it has.
    #[must_use]
    pub fn weight(&self) -> usize {
        let literal = |piece: &Piece| match piece {
            Piece::Literal(text) => text.len() + 1,
            Piece::Hole(_) => 1,
        };
        self.host.iter().chain(&self.path).map(literal).sum()
    }
}

impl Piece {
    fn parse(text: &str) -> Result<Self, String> {
        match text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
            Some("rest") => Err("{rest} stands at the end of a path only".into()),
            Some(name) if !name.is_empty() && !name.contains(['{', '}']) => Ok(Self::Hole(name.to_owned())),
            None if text == "*" => Ok(Self::Hole(String::new())),
            None if text.is_empty() => Err("an empty label or segment".into()),
            None if !text.contains(['{', '}', '*', '?', '#']) => Ok(Self::Literal(text.to_owned())),
            _ => Err(format!("{text}: a hole is a whole label or segment")),
        }
    }

    fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Literal(a), Self::Literal(b)) => a == b,
            _ => true,
        }
    }
}

/// Every way to put listed values into the holes of several texts at once.
#[must_use]
pub fn expand(texts: &[&str], choices: &[Choice]) -> Vec<Vec<String>> {
    let mut all = vec![texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()];
    for Choice { name, values } in choices {
        let hole = format!("{{{}}}", &**name);
        let put = |texts: &Vec<String>| -> Vec<Vec<String>> {
            values.iter().map(|value| texts.iter().map(|text| text.replace(&hole, value)).collect()).collect()
        };
        all = all.iter().flat_map(put).collect();
    }
    all
}

/// The names of the holes in a text, `rest` included.
pub fn holes(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|piece| piece.split_once('}').map(|(name, _)| name))
}

/// Fills the holes of a text; a hole for which `value` knows nothing stays as it is written.
#[must_use]
pub fn fill<'v>(text: &str, value: impl Fn(&str) -> Option<std::borrow::Cow<'v, str>>) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        match behind.split_once('}').and_then(|(name, after)| Some((value(name)?, after))) {
            Some((value, after)) => {
                out.push_str(&value);
                rest = after;
            }
            None => {
                out.push('{');
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

/// A list of words of the program's own making.
#[must_use]
pub fn terms<'t>(texts: impl IntoIterator<Item = &'t str>) -> List<Term> {
    texts.into_iter().map(Term::from).collect()
}
