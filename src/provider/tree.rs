//! All addresses of all providers as one tree: labels of the host from its end, then segments of the path.

use super::fixed::{List, Term};

/// A tree of addresses. Node 0 is the root.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The nodes.
    pub nodes: List<Node>,
}

/// What can follow one label or segment.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// The [`key`]s of `literals`, ascending.
    pub keys: List<u64>,
    /// Labels or segments that are given, and the nodes behind them.
    pub literals: List<(Term, u16)>,
    /// The node behind any other label or segment.
    pub hole: Option<u16>,
    /// The first node of the path, when the host can end here.
    pub path: Option<u16>,
    /// What an address that ends here is.
    pub ends: List<End>,
    /// What an address that goes on below here is, this one included.
    pub tails: List<End>,
}

/// An address that was put into the tree.
#[derive(Clone, Debug)]
pub struct End {
    /// What it is.
    pub target: Target,
    /// The greatest wins: misroutes before bases, longer bases before shorter, then more literal characters.
    pub rank: u32,
    /// The names of the holes on the way, in order: the host's from its end, then the path's.
    pub holes: List<Term>,
    /// How many segments of the path belong to the base.
    pub below: u8,
}

/// What an address is.
#[derive(Clone, Debug)]
pub enum Target {
    /// Below a base, at nothing that is listed.
    Below {
        /// The provider's index.
        provider: u16,
        /// The base's index there.
        base: u16,
    },
    /// An endpoint.
    Listed {
        /// The provider's index.
        provider: u16,
        /// The base's index there.
        base: u16,
        /// The endpoint's index there.
        endpoint: u16,
    },
    /// A wrong address.
    Wrong {
        /// The provider's index.
        provider: u16,
        /// The misroute's index there.
        misroute: u16,
        /// The address that is meant, listed values filled in.
        to: Term,
        /// `/{rest}`: what follows loses its slash.
        slash: bool,
        /// The endpoint that is meant: provider and index.
        meant: Option<(u16, u16)>,
    },
    /// The end of an unknown server's path that shows what it is for, read from its last segment.
    Shaped {
        /// The shape's index in the standards.
        shape: u16,
    },
    /// The end of a path that is the same endpoint on whatever host.
    Anywhere {
        /// The provider's index.
        provider: u16,
        /// The endpoint's index there.
        endpoint: u16,
    },
}

/// How many holes an address can have.
pub const MAX_HOLES: usize = 6;

/// The best end for an address.
#[derive(Clone, Debug)]
pub struct Hit<'t, 'u> {
    /// The end.
    pub end: &'t End,
    /// What stood in its holes, in their order.
    pub holes: [&'u str; MAX_HOLES],
    /// What follows the end, from its slash.
    pub tail: &'u str,
}

impl Tree {
    /// The best end for a host and a path that begins with a slash or is empty.
    #[must_use]
    pub fn find<'t, 'u>(&'t self, host: &'u str, path: &'u str) -> Option<Hit<'t, 'u>> {
        let mut walk = Walk { tree: self, path, holes: [""; MAX_HOLES], count: 0, best: None };
        walk.host(self.nodes.first()?, Some(host));
        walk.best
    }

    /// The longest end of a path that is in the tree by its last segments.
    #[must_use]
    pub fn find_end(&self, path: &str) -> Option<&End> {
        let mut node = self.nodes.first()?;
        let mut best = None;
        let mut rest = Some(path);
        while let Some(path) = rest {
            let (before, segment) = last(path, b'/');
            let Some(next) = node.literal(segment) else { break };
            node = self.nodes.get(usize::from(next))?;
            best = node.ends.first().or(best);
            rest = before;
        }
        best
    }
}

/// What literals are sorted by, so that a search compares numbers and only its last step texts: the length, then the
/// first seven bytes with the bit set that tells capital letters from small ones.
#[must_use]
pub fn key(text: &str) -> u64 {
    const SMALL: u64 = 0x0020_2020_2020_2020;
    let length = u64::try_from(text.len().min(255)).unwrap_or(255);
    let first = match text.as_bytes().first_chunk::<8>() {
        Some(first) => u64::from_be_bytes(*first) >> 8,
        None => text.bytes().take(7).fold(0, |key, byte| key << 8 | u64::from(byte)),
    };
    length << 56 | first | SMALL
}

impl Node {
    /// The node behind a segment, letter case included.
    fn literal(&self, segment: &str) -> Option<u16> {
        self.behind(segment, |text| text == segment)
    }

    /// The node behind a label; letter case does not count.
    fn label(&self, label: &str) -> Option<u16> {
        self.behind(label, |text| text.eq_ignore_ascii_case(label))
    }

    fn behind(&self, text: &str, same: impl Fn(&str) -> bool) -> Option<u16> {
        let key = key(text);
        let first = self.keys.partition_point(|other| *other < key);
        let equal = self.keys.iter().zip(&self.literals).skip(first).take_while(|(other, _)| **other == key);
        equal.map(|(_, literal)| literal).find(|(text, _)| same(text)).map(|(_, next)| *next)
    }
}

/// The last piece of a text and what stands before its separator.
fn last(text: &str, separator: u8) -> (Option<&str>, &str) {
    match text.bytes().rposition(|byte| byte == separator) {
        Some(at) => (text.get(..at), text.get(at + 1..).unwrap_or("")),
        None => (None, text),
    }
}

/// A search on its way. It goes down literal and hole alike, and no deeper than the tree.
struct Walk<'t, 'u> {
    tree: &'t Tree,
    path: &'u str,
    holes: [&'u str; MAX_HOLES],
    count: usize,
    best: Option<Hit<'t, 'u>>,
}

impl<'t, 'u> Walk<'t, 'u> {
    fn node(&self, index: u16) -> Option<&'t Node> {
        self.tree.nodes.get(usize::from(index))
    }

    fn host(&mut self, node: &'t Node, labels: Option<&'u str>) {
        let Some(labels) = labels else {
            if let Some(path) = node.path.and_then(|index| self.node(index)) {
                self.path(path, self.path);
            }
            return;
        };
        let (rest, label) = last(labels, b'.');
        if let Some(next) = node.label(label).and_then(|index| self.node(index)) {
            self.host(next, rest);
        }
        if let Some(next) = node.hole.and_then(|index| self.node(index)) {
            self.through(label, |walk| walk.host(next, rest));
        }
    }

    fn path(&mut self, node: &'t Node, rest: &'u str) {
        let below = rest.strip_prefix('/');
        node.tails.iter().for_each(|end| self.offer(end, rest));
        let Some(below) = below else {
            node.ends.iter().for_each(|end| self.offer(end, rest));
            return;
        };
        let (segment, rest) = below.split_at(below.bytes().position(|byte| byte == b'/').unwrap_or(below.len()));
        if let Some(next) = node.literal(segment).and_then(|index| self.node(index)) {
            self.path(next, rest);
        }
        if let Some(next) = node.hole.and_then(|index| self.node(index)) {
            self.through(segment, |walk| walk.path(next, rest));
        }
    }

    fn through(&mut self, text: &'u str, go: impl FnOnce(&mut Self)) {
        let Some(slot) = self.holes.get_mut(self.count).filter(|_| !text.is_empty()) else { return };
        *slot = text;
        self.count += 1;
        go(self);
        self.count -= 1;
    }

    fn offer(&mut self, end: &'t End, tail: &'u str) {
        if self.best.as_ref().is_none_or(|best| end.rank > best.end.rank) {
            self.best = Some(Hit { end, holes: self.holes, tail });
        }
    }
}
