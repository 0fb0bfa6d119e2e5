//! Plain text for people: short numbers and times, aligned tables.

/// Aligned columns, of which the first few are names.
pub(super) fn table(rows: &[Vec<String>], names: usize, out: &mut String) {
    let columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter()
                .map(|row| width(&row[column]))
                .max()
                .unwrap_or(0)
        })
        .collect();
    for row in rows {
        let mut line = String::new();
        for (column, (cell, wide)) in row.iter().zip(&widths).enumerate() {
            let gap = " ".repeat(wide - width(cell));
            // Names to the left, figures to the right.
            let cell = if column < names {
                format!("{cell}{gap}")
            } else {
                format!("{gap}{cell}")
            };
            line.push_str(&cell);
            line.push_str("  ");
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// Columns on a terminal: Korean, Chinese and Japanese letters take two.
fn width(text: &str) -> usize {
    let wide = |c: char| matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}');
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

/// `1,234,567`.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1,234.5`.
pub(super) fn decimal(value: f64, places: usize) -> String {
    let text = format!("{value:.places$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    match whole.parse::<u64>() {
        Ok(whole) if fraction.is_empty() => grouped(whole),
        Ok(whole) => format!("{}.{fraction}", grouped(whole)),
        Err(_) => text,
    }
}

/// Seconds with three digits that mean something: `850 µs`, `12.3 ms`, `1.24 s`.
pub(super) fn time(seconds: f64) -> String {
    let (value, unit) = match seconds {
        s if s >= 1.0 => (s, "s"),
        s if s >= 0.001 => (s * 1e3, "ms"),
        s => (s * 1e6, "µs"),
    };
    let places = if value >= 100.0 {
        0
    } else if value >= 10.0 {
        1
    } else {
        2
    };
    format!("{value:.places$} {unit}")
}

#[cfg(test)]
mod tests {
    use super::{decimal, grouped, time, width};

    #[test]
    fn numbers_are_short_and_grouped() {
        assert_eq!(
            [grouped(0), grouped(999), grouped(1000), grouped(1_234_567)],
            ["0", "999", "1,000", "1,234,567"]
        );
        assert_eq!(
            [decimal(1234.56, 1), decimal(0.0, 2), decimal(12.0, 0)],
            ["1,234.6", "0.00", "12"]
        );
        assert_eq!(
            [time(1.2345), time(0.0123), time(0.25), time(0.000_85)],
            ["1.23 s", "12.3 ms", "250 ms", "850 µs"]
        );
        assert_eq!([width("nginx"), width("주문 DB")], [5, 7]);
    }
}
