//! What an expression says.

use super::known;
use crate::read::asked::{Row, join};
use crate::text::{Mark, Span, Text};

/// An expression, as far as it can be known without running it.
#[derive(Clone, Debug)]
pub(in crate::read) enum Value<'s> {
    /// A string; what is put into it by a computation is marked.
    Text(Text<'s>),
    /// A number, a truth value, a constant of the language or a library.
    Word(Text<'s>),
    /// A list, a dictionary, or both at once as in PHP.
    Members(Vec<Member<'s>>, Span),
    /// A call of a function whose name is known.
    Call(Box<Call<'s>>),
    /// Something computed: its source, marked.
    Computed(Text<'s>),
}

/// A member of a list, an entry of a dictionary, an argument of a call.
#[derive(Clone, Debug)]
pub(in crate::read) struct Member<'s> {
    /// Its name, where it has one.
    pub(in crate::read) name: Option<Text<'s>>,
    /// What it is.
    pub(in crate::read) value: Value<'s>,
}

/// A call.
#[derive(Clone, Debug)]
pub(in crate::read) struct Call<'s> {
    /// The function, with the objects it belongs to.
    pub(in crate::read) function: Text<'s>,
    /// What it is given.
    pub(in crate::read) arguments: Vec<Member<'s>>,
}

impl<'s> Value<'s> {
    /// Where it stands.
    pub(in crate::read) fn span(&self) -> Span {
        match self {
            Self::Text(text) | Self::Word(text) | Self::Computed(text) => text.span(),
            Self::Members(_, span) => *span,
            Self::Call(call) => call.span(),
        }
    }

    /// The value as it is put into a string; marked where it is not known.
    pub(in crate::read) fn text(&self) -> Text<'s> {
        match self {
            Self::Text(text) | Self::Word(text) | Self::Computed(text) => text.clone(),
            Self::Members(_, span) => Text::implied("..", *span).marked(Mark::Expansion),
            Self::Call(call) => call.form().unwrap_or_else(|| call.function.clone().marked(Mark::Expansion)),
        }
    }

    /// Its string, where it is one.
    pub(in crate::read) const fn as_text(&self) -> Option<&Text<'s>> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Its members, where it has some.
    pub(in crate::read) fn members(&self) -> Option<&[Member<'s>]> {
        match self {
            Self::Members(members, _) => Some(members),
            _ => None,
        }
    }

    /// How much it says, in bytes.
    pub(super) fn weight(&self) -> usize {
        let all = |members: &[Member<'s>]| members.iter().map(|member| 8 + member.value.weight()).sum::<usize>();
        match self {
            Self::Text(text) | Self::Word(text) | Self::Computed(text) => text.as_str().len(),
            Self::Members(members, _) => all(members),
            Self::Call(call) => 8 + all(&call.arguments),
        }
    }

    /// Its members, to put more among them; those of `new URLSearchParams()` are its argument.
    pub(super) fn members_mut(&mut self) -> Option<&mut Vec<Member<'s>>> {
        match self {
            Self::Members(members, _) => Some(members),
            Self::Call(call) => match call.name() {
                "URLSearchParams" | "FormData" | "Headers" => {
                    if call.arguments.is_empty() {
                        let value = Self::Members(Vec::new(), call.function.span());
                        call.arguments.push(Member { name: None, value });
                    }
                    call.arguments.first_mut()?.value.members_mut()
                }
                "create" => call.arguments.first_mut()?.value.members_mut(),
                // What is set on them is kept like what they were made with.
                "Session" | "Client" | "AsyncClient" | "URL" => Some(&mut call.arguments),
                _ => None,
            },
            _ => None,
        }
    }

    /// The list or dictionary under this name, made where there is none.
    pub(super) fn part_mut(&mut self, name: Text<'s>) -> Option<&mut Self> {
        let members = self.members_mut()?;
        let is = |member: &Member<'s>| member.name.as_ref().is_some_and(|n| n.as_str() == name.as_str());
        let place = members.iter().position(is).unwrap_or(members.len());
        if place == members.len() {
            let value = Self::Members(Vec::new(), name.span());
            members.push(Member { name: Some(name), value });
        }
        members.get_mut(place).map(|member| &mut member.value)
    }

    /// The member of this name, whatever its case: HTTP and PowerShell know none.
    pub(in crate::read) fn member(&self, name: &str) -> Option<&Self> {
        named(self.members()?, name)
    }
}

impl<'s> Call<'s> {
    /// The name of the function, without the objects it belongs to.
    pub(in crate::read) fn name(&self) -> &str {
        self.function.as_str().rsplit(['.', '>', ':', '\\']).next().unwrap_or("")
    }

    /// The argument at this place among those without names.
    pub(in crate::read) fn positional(&self, place: usize) -> Option<&Value<'s>> {
        self.arguments.iter().filter(|argument| argument.name.is_none()).nth(place).map(|argument| &argument.value)
    }

    /// The argument of this name.
    pub(in crate::read) fn named(&self, name: &str) -> Option<&Value<'s>> {
        named(&self.arguments, name)
    }

    /// Whether it makes bytes of a string in Node.js.
    pub(super) fn is_buffer(&self) -> bool {
        matches!(self.function.as_str(), "Buffer" | "Buffer.from")
    }

    /// Whether it gives bytes in base64, in Python.
    pub(super) fn is_base64(&self) -> bool {
        self.name() == "b64encode"
    }

    /// The string that the call gives or becomes, where that is known.
    fn form(&self) -> Option<Text<'s>> {
        match (self.name(), self.positional(0)?) {
            _ if self.is_base64() => Some(known::encoded(self)),
            // In a string it is what its bytes say.
            (_, given) if self.is_buffer() && self.arguments.len() == 1 => Some(given.text()),
            ("URLSearchParams", Value::Text(text)) => Some(text.clone()),
            ("URLSearchParams" | "http_build_query" | "urlencode", Value::Members(members, _)) => {
                let row = |member: &Member<'s>| Some(Row::stated(member.name.clone()?, member.value.text()).encoded());
                let rows: Option<Vec<_>> = members.iter().map(row).collect();
                rows?.into_iter().reduce(|all, next| join(&all, "&", &next))
            }
            _ => None,
        }
    }

    fn span(&self) -> Span {
        self.arguments.iter().fold(self.function.span(), |span, argument| span.join(argument.value.span()))
    }
}

fn named<'m, 's>(members: &'m [Member<'s>], name: &str) -> Option<&'m Value<'s>> {
    let is = |member: &&Member<'s>| member.name.as_ref().is_some_and(|n| n.as_str().eq_ignore_ascii_case(name));
    members.iter().rev().find(is).map(|member| &member.value)
}
