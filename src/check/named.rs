//! A finding about a name points at the value that stands for it, too.

use std::sync::Arc;

use crate::exchange::{Exchange, Origin};
use crate::finding::{Judgement, Label, Part, Phrase};
use crate::text::Place;

/// How many values a finding points at; one that covers more names is about something else.
const MOST: usize = 4;

/// Adds the places of the values to the findings about names in the exchange, which stands in `text`.
pub(super) fn point_at_values(judgement: &mut Judgement, exchange: &Exchange<'_>, text: &str) {
    if exchange.named.is_empty() {
        return;
    }
    for finding in judgement.findings.iter_mut().filter(|finding| !finding.span.contains(exchange.span)) {
        let mut labels: Vec<Label> = Vec::new();
        for named in exchange.named.iter().filter(|named| named.at.overlaps(finding.span)) {
            let at = match &named.value {
                Origin::Here(span) => Place::Here(*span),
                Origin::File(place) => Place::File(Arc::clone(place)),
            };
            if !labels.iter().chain(&finding.related).any(|label| label.at == at) {
                let name = text.get(named.at.range()).unwrap_or_default().to_owned();
                labels.push(Label { at, text: Phrase(vec![Part::Words("the value of ".into()), Part::Value(name)]) });
            }
            if labels.len() > MOST {
                break;
            }
        }
        if labels.len() <= MOST {
            finding.related.extend(labels);
        }
    }
}
