//! Recorded times (RFC 3339 5.6).

/// Milliseconds since 1970 of `2026-11-22T05:33:28.123+01:00`.
#[must_use]
pub(super) fn milliseconds(text: &str) -> Option<i64> {
    let number = |range: std::ops::Range<usize>| -> Option<i64> {
        let digits = text.get(range)?;
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let is_at = |at: usize, allowed: &[u8]| text.as_bytes().get(at).is_some_and(|byte| allowed.contains(byte));
    let divided = is_at(4, b"-") && is_at(7, b"-") && is_at(10, b"Tt ") && is_at(13, b":") && is_at(16, b":");
    if !divided {
        return None;
    }
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
    let rest = &text[19..];
    let fraction = rest.strip_prefix(['.', ',']).unwrap_or("");
    let digits = fraction.len() - fraction.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let thousandths: String = fraction[..digits].chars().chain("000".chars()).take(3).collect();
    let zone = if digits > 0 { &fraction[digits..] } else { rest };
    let whole = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset(zone)? * 60;
    let valid = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 25 && minute < 60 && second < 61;
    valid.then_some(whole * 1_000 + thousandths.parse::<i64>().ok()?)
}

/// Minutes ahead of UTC; a time that names no zone is taken for UTC.
fn offset(zone: &str) -> Option<i64> {
    let sign = match zone.chars().next() {
        None | Some('Z' | 'z') => return Some(0),
        Some('+') => 1,
        Some('-') => -1,
        Some(_) => return None,
    };
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) =
        (digits.get(..2)?.parse::<i64>().ok()?, digits.get(2..4).unwrap_or("0").parse::<i64>().ok()?);
    Some(sign * (hours * 60 + minutes))
}

/// Days from 1970-01-01, by eras of 400 years that begin on 1 March.
const fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let year_of_era = year.rem_euclid(400);
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::milliseconds;

    #[test]
    fn times_of_all_recorders_are_read() {
        assert_eq!(milliseconds("1970-01-01T00:00:00.000Z"), Some(0));
        assert_eq!(milliseconds("2026-11-22T05:33:28.123Z"), Some(1_795_325_608_123));
        assert_eq!(milliseconds("2026-11-22T06:33:28.1239876+01:00"), Some(1_795_325_608_123));
        assert_eq!(milliseconds("2026-11-21T21:33:28-0800"), Some(1_795_325_608_000));
        assert_eq!(milliseconds("2024-02-29T00:00:00"), Some(1_709_164_800_000));
        for wrong in
            ["", "yesterday", "2026-11-22", "2026-13-22T05:33:28Z", "2026-11-22T05:33:28 Uhr", "2026-11-22T05:33:é"]
        {
            assert_eq!(milliseconds(wrong), None, "{wrong}");
        }
    }
}
