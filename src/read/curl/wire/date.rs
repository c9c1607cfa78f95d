//! The date of `-z`, in the forms people write: `Tue, 01 Sep 2026 12:00:00 GMT`, `1 Sep 2026 12:00:00 UTC`.

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

/// The header that `-z` asks for: `If-Modified-Since`, or behind a minus sign `If-Unmodified-Since`. A date in another
/// form, or in a zone other than GMT, gives none.
pub(super) fn condition(text: &str) -> Option<(&'static str, String)> {
    let (name, date) = match text.strip_prefix('-') {
        Some(date) => ("If-Unmodified-Since", date),
        None => ("If-Modified-Since", text),
    };
    let date = date.split_once(',').map_or(date, |(_day, date)| date);
    let [day, month, year, time, zone] = date.split_ascii_whitespace().collect::<Vec<_>>().try_into().ok()?;
    let day: u32 = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    let month = MONTHS.iter().position(|name| month.get(..3).is_some_and(|m| m.eq_ignore_ascii_case(name)))?;
    let year: u32 = year.parse().ok().filter(|year| (1970..=9999).contains(year))?;
    let clock: Vec<u32> = time.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let &[hour @ 0..=23, minute @ 0..=59, second @ 0..=60] = clock.as_slice() else { return None };
    if !matches!(zone, "GMT" | "UTC" | "Z") {
        return None;
    }
    let weekday = DAYS.get(usize::try_from(days(year, month, day) % 7).ok()?)?;
    let month = MONTHS.get(month)?;
    Some((name, format!("{weekday}, {day:02} {month} {year} {hour:02}:{minute:02}:{second:02} GMT")))
}

/// Days since 1 January 1970.
fn days(year: u32, month: usize, day: u32) -> u32 {
    const BEFORE: [u32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let past = year - 1;
    let leap_days = past / 4 - past / 100 + past / 400 - 477;
    let this_year = BEFORE.get(month).copied().unwrap_or(0) + u32::from(leap && month > 1);
    (year - 1970) * 365 + leap_days + this_year + day - 1
}
