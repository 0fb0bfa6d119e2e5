//! Instants as text: decimal numbers, ISO 8601 with or without a zone, and the form of web servers' logs.

/// Nanoseconds of a second.
pub const SECOND: i64 = 1_000_000_000;

/// A decimal number in thousand-millionths, read digit by digit: `12`, `-0.25`, `1714564800.123456789`. Digits beyond
/// the ninth behind the point are cut off.
pub fn decimal(text: &str) -> Option<i128> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && part.is_empty() {
        return None;
    }
    let whole = if whole.is_empty() { 0 } else { number(whole)? };
    let nanos = i128::from(whole) * i128::from(SECOND) + i128::from(fraction(part)?);
    Some(sign * nanos)
}

/// ISO 8601 / RFC 3339: `2024-05-01T12:00:00.5+09:00`, a space for the T, no zone for UTC, no seconds for 0.
pub fn iso(text: &str) -> Option<i64> {
    let (date, rest) = text.split_at_checked(10)?;
    let mut date = date.split('-');
    let (year, month, day) = (date.next()?, date.next()?, date.next()?);
    if year.len() != 4 || month.len() != 2 || day.len() != 2 || date.next().is_some() {
        return None;
    }
    let day = day_number(number(year)?, number(month)?, number(day)?)?;
    let rest = rest.strip_prefix(['T', 't', ' '])?.trim_start();
    let zone_at = rest.find(['Z', 'z', '+', '-', ' ']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at_checked(zone_at)?;
    instant(day, time_of_day(clock)?, zone_offset(zone.trim())?)
}

/// The form of web servers' logs: `10/Oct/2000:13:55:36 -0700`.
pub fn common_log(text: &str) -> Option<i64> {
    let (date, rest) = text.split_once(':')?;
    let mut date = date.split('/');
    let (day, month, year) = (date.next()?, date.next()?, date.next()?);
    if day.len() > 2 || year.len() != 4 || date.next().is_some() {
        return None;
    }
    let month = MONTHS
        .iter()
        .position(|name| name.eq_ignore_ascii_case(month))?;
    let day = day_number(number(year)?, month as i64 + 1, number(day)?)?;
    let (clock, zone) = rest.split_once(' ')?;
    instant(day, time_of_day(clock)?, zone_offset(zone.trim())?)
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Digits only: no sign, no space.
fn number(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// Digits behind a point as nanoseconds.
fn fraction(text: &str) -> Option<i64> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let nine = text.get(..9).unwrap_or(text);
    number(&format!("{nine:0<9}"))
}

/// `13:55:36.25`, `13:55`; a leap second is the next second.
fn time_of_day(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let two = |part: Option<&str>| part.filter(|part| part.len() == 2).and_then(number);
    let (hour, minute) = (two(parts.next())?, two(parts.next())?);
    let (second, part) = match parts.next() {
        None => (0, 0),
        Some(text) => {
            let (second, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
            (two(Some(second))?, fraction(part)?)
        }
    };
    let fits = hour < 24 && minute < 60 && second <= 60 && parts.next().is_none();
    fits.then(|| (hour * 3_600 + minute * 60 + second) * SECOND + part)
}

/// `Z`, nothing, `+09:00`, `-0700`, `+09`: nanoseconds east of Greenwich.
fn zone_offset(text: &str) -> Option<i64> {
    if matches!(text, "" | "Z" | "z") {
        return Some(0);
    }
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 2 => (digits, "00"),
        None => digits.split_at_checked(2)?,
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3_600 + minutes * 60) * SECOND)
}

/// Days from 1970-01-01 in the Gregorian calendar; the year begins in March, so that February's end needs no case.
fn day_number(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=last).contains(&day) {
        return None;
    }
    let (year, month) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(365 * year + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468)
}

fn instant(day: i64, time: i64, east: i64) -> Option<i64> {
    let start = day.checked_mul(86_400 * SECOND)?;
    start.checked_add(time)?.checked_sub(east)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_nine_digits() {
        for (text, nanos) in [
            ("0", 0),
            ("12.5", 12_500_000_000),
            ("-0.25", -250_000_000),
            (".5", 500_000_000),
            ("+5.", 5_000_000_000),
            ("1714564800.123456789", 1_714_564_800_123_456_789),
            ("1714564800123", 1_714_564_800_123_000_000_000),
            ("0.0000000019", 1),
        ] {
            assert_eq!(decimal(text), Some(nanos), "{text}");
        }
        for text in [
            "", ".", "-", "1e3", "NaN", "inf", "1,5", "1.2.3", "0x1", "1 2", "--1",
        ] {
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!(decimal(&"9".repeat(40)), None);
    }

    #[test]
    fn instants_of_every_form_agree() {
        let noon = 1_714_564_800 * SECOND;
        for text in [
            "2024-05-01T12:00:00Z",
            "2024-05-01 12:00:00",
            "2024-05-01T12:00",
            "2024-05-01t21:00:00+09:00",
            "2024-05-01T21:00:00 +0900",
            "2024-05-01T05:00:00.000-07",
        ] {
            assert_eq!(iso(text), Some(noon), "{text}");
        }
        for text in ["01/May/2024:12:00:00 +0000", "1/may/2024:05:00:00 -0700"] {
            assert_eq!(common_log(text), Some(noon), "{text}");
        }
        assert_eq!(iso("2024-05-01T12:00:00.25Z"), Some(noon + SECOND / 4));
        assert_eq!(
            common_log("10/Oct/2000:13:55:36 -0700"),
            Some(971_211_336 * SECOND)
        );
        assert_eq!(iso("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(iso("2000-02-29T00:00:00Z"), Some(951_782_400 * SECOND));
        assert_eq!(iso("2016-12-31T23:59:60Z"), iso("2017-01-01T00:00:00Z"));
    }

    #[test]
    fn dates_that_are_none_are_none() {
        for text in [
            "2023-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-00-01T00:00:00Z",
            "2024-04-31T00:00:00Z",
            "2024-05-01T24:00:00Z",
            "2024-05-01T12:60:00Z",
            "2024-05-01T12:00:61Z",
            "2024-05-01",
            "2024-05-01T",
            "2024-05-01T12:00:00+0a:00",
            "9999-05-01T12:00:00Z",
            "2024-5-1T12:00:00Z",
            "한국어한국어T12:00",
        ] {
            assert_eq!(iso(text), None, "{text}");
        }
        for text in [
            "10/Okt/2000:13:55:36 -0700",
            "32/Oct/2000:13:55:36 -0700",
            "10/Oct/2000",
        ] {
            assert_eq!(common_log(text), None, "{text}");
        }
    }
}
