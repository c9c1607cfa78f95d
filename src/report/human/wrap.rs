//! Lines no longer than the page is wide.

/// Columns that a text takes, counted in characters.
pub(super) fn width_of(text: &str) -> usize {
    text.chars().count()
}

/// `text` wrapped to `width`: the first line has `first` columns less, the others are indented by `indent`.
///
/// A word longer than the page is not broken, so that an address can be copied.
pub(super) fn paragraph(text: &str, width: usize, first: usize, indent: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = first;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let len = width_of(word);
        let begins = out.is_empty();
        if !begins && column + 1 + len > width {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        } else if !begins {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += len;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::paragraph;

    #[test]
    fn words_wrap_and_addresses_do_not() {
        assert_eq!(paragraph("one two three", 9, 0, 2), "one two\n  three");
        assert_eq!(paragraph("a https://long.example/address b", 8, 0, 0), "a\nhttps://long.example/address\nb");
    }
}
