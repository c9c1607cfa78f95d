//! A window cut down to the page's width, its marked places kept.

use crate::redact::Drawn;
use crate::text::Span;

/// Cuts every line of `drawn` to `width` characters around what is marked in it.
pub(super) fn fit(drawn: Drawn, width: usize) -> Drawn {
    let Drawn { line, text, mut labels } = drawn;
    let places: Vec<Span> = labels.iter().map(|label| label.span).collect();
    let mut out = String::with_capacity(text.len());
    let mut start = 0;
    for row in text.split_inclusive('\n') {
        let body = row.trim_end_matches('\n');
        let end = start + row.len();
        let inside = |place: &Span| start <= place.start && place.start < end;
        let marked = places.iter().copied().filter(inside).reduce(Span::join);
        let kept = cut(body, marked.map(|span| Span::new(span.start - start, span.end.min(start + body.len()) - start)), width);
        if kept.start > 0 {
            out.push('…');
        }
        let moved = out.len();
        out.push_str(&body[kept.range()]);
        let limit = out.len();
        let place = |at: usize| (moved + (at - start).saturating_sub(kept.start)).min(limit);
        for (label, span) in labels.iter_mut().zip(&places).filter(|(_, span)| inside(span)) {
            let span = Span::new(place(span.start), place(span.end));
            // A place that was cut off altogether is pointed at by the last character.
            let back = out[moved..limit].chars().next_back().map_or(0, char::len_utf8);
            label.span = if span.is_empty() { Span::new(limit - back, limit) } else { span };
        }
        if kept.end < body.len() {
            out.push('…');
        }
        if row.ends_with('\n') {
            out.push('\n');
        }
        start = end;
    }
    Drawn { line, text: out, labels }
}

/// The bytes of `line` that are kept.
fn cut(line: &str, marked: Option<Span>, width: usize) -> Span {
    let count = line.chars().count();
    if count <= width {
        return Span::new(0, line.len());
    }
    let column = |at: usize| line.get(..at).map_or(count, |before| before.chars().count());
    let room = width.saturating_sub(2).max(8);
    let from = match marked.map(|span| (column(span.start), column(span.end))) {
        Some((_, end)) if end + 1 < room => 0,
        Some((start, end)) => start.saturating_sub(room.saturating_sub(end - start) / 2).min(count - room.min(count)),
        None => 0,
    };
    let byte = |column: usize| line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    Span::new(byte(from), byte(from + room))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::DrawnLabel;
    use crate::text::Position;

    #[test]
    fn what_is_marked_stays_in_sight() {
        let text = format!("{}MARK{}\nshort\n{}", "a".repeat(200), "b".repeat(200), "é".repeat(90));
        let at = Position { line: 1, column: 201, offset: 200 };
        let label = |start, end| DrawnLabel { span: Span::new(start, end), at, remark: String::new(), primary: true };
        let last = text.len() - 4;
        let drawn = Drawn { line: 1, labels: vec![label(200, 204), label(405, 410), label(last, last + 4)], text };
        let fitted = fit(drawn, 40);
        let shown: Vec<&str> = fitted.labels.iter().map(|label| &fitted.text[label.span.range()]).collect();
        assert_eq!(shown, ["MARK", "short", "éé"]);
        assert!(fitted.text.lines().all(|line| line.chars().count() <= 40), "{}", fitted.text);
    }
}
