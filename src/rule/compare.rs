//! Comparing a value with literals or with the values of another fact.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::model::Literal;
use super::near;
use super::truth::Truth;
use crate::facts::{Element, Found, Value};

/// What a value is compared with.
pub enum Side<'s, 'a> {
    /// Literals of the rule.
    Literals(&'s [Literal]),
    /// The elements of a fact, at least one.
    Found(&'s Found<'a>),
}

impl<'a> Side<'_, 'a> {
    /// Whether the value is one of these. A value of several words is where one of its words is.
    pub fn names(&self, value: &Value<'a>) -> Truth {
        match self {
            Self::Literals(literals) => literals.iter().any(|literal| is(value, literal)).into(),
            Self::Found(found) => {
                let elements = found.elements.as_slice();
                if elements.iter().any(|element| shares(value, element)) {
                    Truth::True
                } else if found.whole && elements.iter().all(|element| element.value.is_some()) {
                    Truth::False
                } else {
                    Truth::Unknown
                }
            }
        }
    }

    /// Whether this is less than the value.
    pub fn below(&self, value: &Value<'a>) -> Truth {
        self.ordered(value, Ordering::Less)
    }

    /// Whether this is greater than the value.
    pub fn above(&self, value: &Value<'a>) -> Truth {
        self.ordered(value, Ordering::Greater)
    }

    fn ordered(&self, value: &Value<'a>, wanted: Ordering) -> Truth {
        let order = match self {
            Self::Literals([Literal::Number(mine)]) => order(&Value::Number(*mine), value),
            Self::Literals([Literal::Date(mine)]) => order(&Value::Date(*mine), value),
            Self::Literals(_) => None,
            Self::Found(found) => match found.elements.as_slice() {
                [Element { value: Some(mine), .. }, ..] => order(mine, value),
                _ => None,
            },
        };
        order.map_or(Truth::Unknown, |order| (order == wanted).into())
    }

    /// The word of these that the value almost is.
    pub fn nearest(&self, value: &Value<'a>, aliases: &[(&'a str, &'a str)]) -> Option<Cow<'a, str>> {
        let Value::Text(given) = value else { return None };
        let words = self.words();
        let nearest = near::nearest(given, words.iter().map(|word| &**word), aliases)?;
        let kept = words.iter().find(|word| **word == nearest).cloned();
        Some(kept.unwrap_or_else(|| Cow::Owned(nearest.to_owned())))
    }

    /// The words of these that the value, a list, does not have.
    pub fn missing_in(&self, value: &Value<'a>) -> Vec<Cow<'a, str>> {
        let has = words(value);
        self.words().into_iter().filter(|word| !has.contains(word)).collect()
    }

    fn words(&self) -> Vec<Cow<'a, str>> {
        match self {
            Self::Literals(literals) => literals
                .iter()
                .filter_map(|literal| match literal {
                    Literal::Text(word) => Some(Cow::Owned(word.to_string())),
                    _ => None,
                })
                .collect(),
            Self::Found(found) => {
                let values = found.elements.as_slice().iter().filter_map(|element| element.value.as_ref());
                values.flat_map(words).cloned().collect()
            }
        }
    }
}

/// The elements on which a comparison that held rests: those that share the value, else all of them.
pub fn carriers<'f, 'a>(value: &Value<'a>, found: &'f Found<'a>) -> impl Iterator<Item = &'f Element<'a>> {
    let elements = found.elements.as_slice();
    let shared = elements.iter().position(|element| shares(value, element));
    let range = shared.map_or(0..elements.len(), |at| at..at + 1);
    elements[range].iter()
}

fn words<'v, 'a>(value: &'v Value<'a>) -> &'v [Cow<'a, str>] {
    match value {
        Value::Text(word) => std::slice::from_ref(word),
        Value::Words(words) => words,
        _ => &[],
    }
}

fn is(value: &Value<'_>, literal: &Literal) -> bool {
    match (value, literal) {
        (Value::Text(_) | Value::Words(_), Literal::Text(word)) => words(value).iter().any(|mine| **mine == **word),
        (Value::Number(mine), Literal::Number(theirs)) => mine == theirs,
        (Value::Date(mine), Literal::Date(theirs)) => mine == theirs,
        (Value::Flag(mine), Literal::Flag(theirs)) => mine == theirs,
        _ => false,
    }
}

fn shares(value: &Value<'_>, element: &Element<'_>) -> bool {
    match &element.value {
        Some(theirs @ (Value::Text(_) | Value::Words(_))) => {
            words(value).iter().any(|word| words(theirs).contains(word))
        }
        Some(theirs) => value == theirs,
        None => false,
    }
}

fn order(left: &Value<'_>, right: &Value<'_>) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => Some(left.cmp(right)),
        (Value::Date(left), Value::Date(right)) => Some(left.cmp(right)),
        _ => None,
    }
}
