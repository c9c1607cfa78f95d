//! When a request was sent.

use super::Date;
use crate::exchange::Exchange;
use crate::text::Span;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// When an exchange was sent, in milliseconds since 1970, and what tells it: the recording, else the `Date` of the
/// answer, which servers write when they answer (RFC 9110 6.6.1).
#[must_use]
pub fn sent(exchange: &Exchange<'_>) -> Option<(i64, Span)> {
    if let Some(sent) = &exchange.sent {
        return Some((sent.value, sent.span));
    }
    let headers = &exchange.response.as_ref()?.headers;
    let date = headers.iter().find(|header| header.name.as_str().eq_ignore_ascii_case("date"))?;
    Some((http_date(date.value.as_str())? * 1000, date.value.span()))
}

/// Seconds since 1970 of `Sun, 22 Nov 2026 08:49:37 GMT` (RFC 9110 5.6.7).
fn http_date(text: &str) -> Option<i64> {
    let mut words = text.split_once(", ")?.1.split(' ');
    let day: u8 = words.next()?.parse().ok().filter(|day| (1..=31).contains(day))?;
    let month = words.next()?;
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let year: u16 = words.next()?.parse().ok()?;
    let mut clock = words.next()?.splitn(3, ':').map(|part| part.parse::<i64>().ok().filter(|n| (0..=60).contains(n)));
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    (words.next() == Some("GMT")).then_some(())?;
    let days = Date::new(year, u8::try_from(month).ok()?, day).days();
    Some(days * 86_400 + hour * 3_600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_http_date_is_seconds_since_1970() {
        assert_eq!(http_date("Thu, 01 Jan 1970 00:00:01 GMT"), Some(1));
        assert_eq!(http_date("Sun, 22 Nov 2026 08:49:37 GMT"), Some(1_795_337_377));
        assert_eq!(http_date("yesterday"), None);
        assert_eq!(http_date("Sun, 22 Foo 2026 08:49:37 GMT"), None);
    }
}
