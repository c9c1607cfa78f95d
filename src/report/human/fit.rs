//! A window cut down to the page's width, its marked places kept.

use super::wrap::width_of;
use crate::redact::Drawn;
use crate::text::Span;

/// Columns that a remark gets before it is wrapped.
const REMARK: usize = 24;

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
        let own =
            |place: Span| Span::new(place.start - start, place.end.min(start + body.len()).max(place.start) - start);
        let here = || labels.iter().zip(&places).filter(|(_, place)| inside(place));
        let all = here().map(|(_, place)| own(*place)).reduce(Span::join);
        let lead = here().find(|(label, _)| label.primary).map(|(_, place)| own(*place)).or(all);
        let remark = here().map(|(label, _)| width_of(&label.remark).min(REMARK) + 5).max().unwrap_or_default();
        let kept = cut(body, all, lead, width, remark);
        if kept.start > 0 {
            out.push('…');
        }
        let moved = out.len();
        out.push_str(&body[kept.range()]);
        let limit = out.len();
        let place = |at: usize| (moved + (at - start).saturating_sub(kept.start)).min(limit);
        for (label, span) in labels.iter_mut().zip(&places).filter(|(_, span)| inside(span)) {
            label.span = Span::new(place(span.start), place(span.end));
        }
        if kept.end < body.len() {
            out.push('…');
        }
        if row.ends_with('\n') {
            out.push('\n');
        }
        start = end;
    }
    // What was cut off is not pointed at.
    labels.retain(|label| !label.span.is_empty());
    Drawn { line, text: out, labels }
}

/// The bytes of `line` that are kept: with everything that is marked, or else with the place the finding is about.
///
/// Remarks begin below the middle of their place and need `remark` columns from there.
fn cut(line: &str, all: Option<Span>, lead: Option<Span>, width: usize, remark: usize) -> Span {
    let count = line.chars().count();
    let columns = |span: Span| {
        let column = |at: usize| line.get(..at).map_or(count, |before| before.chars().count());
        (column(span.start), column(span.end))
    };
    let last = width.saturating_sub(remark).max(1);
    let too_far = all.map(columns).map_or(0, |(start, end)| start.midpoint(end).saturating_sub(last));
    if count <= width && too_far == 0 {
        return Span::new(0, line.len());
    }
    let room = width.saturating_sub(2).max(8);
    let fits = |span: &Span| matches!(columns(*span), (start, end) if end - start <= room);
    let from = match all.filter(fits).or(lead).map(columns) {
        Some((_, end)) if end < room && too_far == 0 => 0,
        Some((start, end)) => {
            let centred = start.saturating_sub(room.saturating_sub(end - start) / 2).min(count.saturating_sub(room));
            // One column for the ellipsis, one because a place of even width points behind its middle.
            centred.max((start.midpoint(end) + 2).saturating_sub(last)).min(start)
        }
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
