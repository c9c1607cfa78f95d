//! Puts the addresses of checked provider files into trees.

use super::fixed::List;
use super::model::{Provider, Shape};
use super::template::{Piece, Tail, Template, expand, terms};
use super::tree::{End, MAX_HOLES, Node, Target, Tree, key};

/// The tree of all addresses of these providers. Templates were checked by the loader; a broken one is left out.
#[must_use]
pub fn addresses(providers: &[Provider]) -> Tree {
    let mut plant = Plant::new();
    for (number, provider) in numbered(providers) {
        for listed in listed(provider) {
            plant.put(&listed.template, End::of(listed.target(number), &listed.template, listed.rank(), listed.below));
        }
        for (index, base) in numbered(&provider.bases) {
            let Ok(mut template) = Template::parse(&base.url) else { continue };
            template.tail = Tail::Open;
            let (rank, below) = (rank(false, template.weight(), 0), template.path.len());
            plant.put(&template, End::of(Target::Below { provider: number, base: index }, &template, rank, below));
        }
    }
    let right = plant.tree();
    for (number, provider) in numbered(providers) {
        for (index, misroute) in numbered(&provider.misroutes) {
            for texts in expand(&[&misroute.url, &misroute.to], &misroute.choices) {
                let [url, to] = texts.as_slice() else { continue };
                let Ok(template) = Template::parse(url) else { continue };
                let slash = template.tail == Tail::Below;
                let meant = meant(&right, to);
                let target = Target::Wrong { provider: number, misroute: index, to: to.as_str().into(), slash, meant };
                plant.put(&template, End::of(target, &template, rank(true, template.weight(), 0), 0));
            }
        }
    }
    plant.tree()
}

/// The tree of ends of paths: segments from the last one on. What a provider says of one comes before its mere shape.
#[must_use]
pub fn shapes(shapes: &[Shape], providers: &[Provider]) -> Tree {
    let mut plant = Plant::new();
    for (provider, of) in numbered(providers) {
        for (endpoint, known) in numbered(&of.endpoints) {
            known.anywhere.iter().for_each(|path| plant.put_end(path, Target::Anywhere { provider, endpoint }));
        }
    }
    for (index, shape) in numbered(shapes) {
        shape.paths.iter().for_each(|path| plant.put_end(path, Target::Shaped { shape: index }));
    }
    plant.tree()
}

/// One path of an endpoint below one of its bases.
pub struct Listed {
    /// The whole address.
    pub template: Template,
    base: u16,
    endpoint: u16,
    base_weight: usize,
    below: usize,
}

impl Listed {
    fn target(&self, provider: u16) -> Target {
        Target::Listed { provider, base: self.base, endpoint: self.endpoint }
    }

    fn rank(&self) -> u32 {
        rank(false, self.base_weight, self.template.weight() - self.base_weight + 1)
    }

    /// Whether it claims its base without listing anything: `/{rest}` alone.
    #[must_use]
    pub fn is_claim(&self) -> bool {
        self.template.path.len() == self.below && self.template.tail != Tail::None
    }
}

/// Every address that a provider lists.
pub fn listed(provider: &Provider) -> impl Iterator<Item = Listed> {
    numbered(&provider.endpoints).flat_map(move |(number, endpoint)| {
        let pairs = endpoint.bases.iter().flat_map(|base| endpoint.paths.iter().map(move |path| (*base, path)));
        pairs.flat_map(move |(base, path)| {
            let url = provider.bases.get(usize::from(base)).map_or("", |base| base.url.trim_end_matches('/'));
            let root = Template::parse(url).ok();
            let (base_weight, below) = root.map_or((0, 0), |root| (root.weight(), root.path.len()));
            let whole = format!("{url}{}", &**path);
            let urls = expand(&[&whole], &endpoint.choices).into_iter().flatten();
            let templates = urls.filter_map(|url| Template::parse(&url).ok()).collect::<Vec<_>>();
            templates.into_iter().map(move |template| Listed { template, base, endpoint: number, base_weight, below })
        })
    })
}

/// Misroutes first, then the longest base, then the most literal characters below it.
fn rank(wrong: bool, base: usize, path: usize) -> u32 {
    let small = |n: usize, most: u32| u32::try_from(n).unwrap_or(most).min(most);
    u32::from(wrong) << 31 | small(base, 0x7fff) << 16 | small(path, 0xffff)
}

/// The endpoint that an address with holes is.
fn meant(tree: &Tree, to: &str) -> Option<(u16, u16)> {
    let bare = to.strip_prefix("https://")?;
    let (host, path) = bare.split_at(bare.find('/').unwrap_or(bare.len()));
    let hit = tree.find(host, path.strip_suffix("{rest}").unwrap_or(path).trim_end_matches('/'))?;
    match hit.end.target {
        Target::Listed { provider, endpoint, .. } => Some((provider, endpoint)),
        _ => None,
    }
}

fn numbered<T>(items: &[T]) -> impl Iterator<Item = (u16, &T)> {
    (0..=u16::MAX).zip(items)
}

impl End {
    fn of(target: Target, template: &Template, rank: u32, below: usize) -> Self {
        let names = template.host.iter().chain(&template.path).filter_map(|piece| match piece {
            Piece::Hole(name) => Some(name.as_str()),
            Piece::Literal(_) => None,
        });
        Self { target, rank, holes: terms(names.take(MAX_HOLES)), below: u8::try_from(below).unwrap_or(u8::MAX) }
    }
}

/// A tree in the making.
struct Plant {
    nodes: Vec<Sprout>,
}

#[derive(Default)]
struct Sprout {
    literals: std::collections::BTreeMap<String, usize>,
    hole: Option<usize>,
    path: Option<usize>,
    ends: Vec<End>,
    tails: Vec<End>,
}

impl Plant {
    fn new() -> Self {
        Self { nodes: vec![Sprout::default()] }
    }

    fn put(&mut self, template: &Template, end: End) {
        let host = template.host.iter().fold(0, |node, label| self.step(node, label));
        let root = match self.nodes[host].path {
            Some(root) => root,
            None => {
                let root = self.sprout();
                self.nodes[host].path = Some(root);
                root
            }
        };
        let last = template.path.iter().fold(root, |node, segment| self.step(node, segment));
        match template.tail {
            Tail::None => self.nodes[last].ends.push(end),
            Tail::Open | Tail::Below => self.nodes[last].tails.push(end),
        }
    }

    fn put_end(&mut self, path: &str, target: Target) {
        let last = path.rsplit('/').filter(|segment| !segment.is_empty());
        let node = last.fold(0, |node, segment| self.step(node, &Piece::Literal(segment.to_owned())));
        self.nodes[node].ends.push(End { target, rank: 0, holes: List::none(), below: 0 });
    }

    fn step(&mut self, from: usize, piece: &Piece) -> usize {
        let node = &self.nodes[from];
        let next = match piece {
            Piece::Literal(text) => node.literals.get(text).copied(),
            Piece::Hole(_) => node.hole,
        };
        next.unwrap_or_else(|| {
            let next = self.sprout();
            match piece {
                Piece::Literal(text) => drop(self.nodes[from].literals.insert(text.clone(), next)),
                Piece::Hole(_) => self.nodes[from].hole = Some(next),
            }
            next
        })
    }

    fn sprout(&mut self) -> usize {
        self.nodes.push(Sprout::default());
        self.nodes.len() - 1
    }

    fn tree(&self) -> Tree {
        let small = |index: &usize| u16::try_from(*index).unwrap_or(u16::MAX);
        let node = |sprout: &Sprout| {
            let mut literals: Vec<_> =
                sprout.literals.iter().map(|(text, next)| (key(text), text, small(next))).collect();
            literals.sort_unstable();
            Node {
                keys: literals.iter().map(|(key, ..)| *key).collect(),
                literals: literals.iter().map(|(_, text, next)| (text.as_str().into(), *next)).collect(),
                hole: sprout.hole.as_ref().map(small),
                path: sprout.path.as_ref().map(small),
                ends: sprout.ends.clone().into(),
                tails: sprout.tails.clone().into(),
            }
        };
        Tree { nodes: self.nodes.iter().map(node).collect() }
    }
}
