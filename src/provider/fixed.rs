//! Lists and words that are either written into the program or read at run time.
//!
//! Their `Debug` form is the Rust expression that makes them, so that the build script can write checked files down as
//! constants.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

/// A list.
#[derive(Clone, PartialEq, Eq)]
pub struct List<T: Clone + 'static>(Cow<'static, [T]>);

impl<T: Clone> List<T> {
    /// The empty list.
    #[must_use]
    pub const fn none() -> Self {
        Self(Cow::Borrowed(&[]))
    }

    /// A list that is part of the program.
    #[must_use]
    pub const fn fixed(items: &'static [T]) -> Self {
        Self(Cow::Borrowed(items))
    }
}

impl<T: Clone> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Clone> Default for List<T> {
    fn default() -> Self {
        Self::none()
    }
}

impl<T: Clone> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        Self(Cow::Owned(items))
    }
}

impl<T: Clone> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        items.into_iter().collect::<Vec<_>>().into()
    }
}

impl<'l, T: Clone> IntoIterator for &'l List<T> {
    type Item = &'l T;
    type IntoIter = std::slice::Iter<'l, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Clone + fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("List::none()");
        }
        // A block of its own makes the items constant however deep the list lies.
        f.write_str("List::fixed(const { &")?;
        f.debug_list().entries(self.iter()).finish()?;
        f.write_str(" })")
    }
}

/// A word or a sentence.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Term(Cow<'static, str>);

impl Term {
    /// A word that is part of the program.
    #[must_use]
    pub const fn fixed(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// The text, shared where it is part of the program.
    #[must_use]
    pub fn to_cow(&self) -> Cow<'static, str> {
        self.0.clone()
    }
}

impl Deref for Term {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Term {
    fn from(text: &str) -> Self {
        Self(Cow::Owned(text.to_owned()))
    }
}

impl From<String> for Term {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl fmt::Debug for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Term::fixed({:?})", &*self.0)
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
