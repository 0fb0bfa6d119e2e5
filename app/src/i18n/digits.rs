//! Numbers as they are typed: every digit that matters.

use sim_core::foundation::money::PicoUsd;

use super::numbers::grouped;

/// All digits that matter, with commas: `86,400,000`, `0.15`.
pub fn plain(number: f64) -> String {
    if !number.is_finite() {
        return "–".to_owned();
    }
    let text = format!("{number:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    grouped(text)
}

/// Reads what [`plain`] writes, and what people type: commas, spaces, a unit behind the number, `k` and `M`.
pub fn parse(text: &str) -> Option<f64> {
    let text: String = text
        .chars()
        .filter(|c| !matches!(c, ',' | ' ' | '_'))
        .collect();
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+')))
        .unwrap_or(text.len());
    let number: f64 = text.get(..end)?.parse().ok()?;
    let factor = match text.get(end..)? {
        "k" | "K" => 1e3,
        "M" => 1e6,
        _ => 1.0,
    };
    Some(number * factor).filter(|number| number.is_finite())
}

/// Every digit of a unit price, cents at least: `$0.0225`, `$0.0000166667`.
pub fn unit_price(price: PicoUsd) -> String {
    let text = price.to_usd_string();
    match text.split_once('.') {
        Some((dollars, fraction)) => format!("${dollars}.{fraction:0<2}"),
        None => format!("${text}.00"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_and_read_back() {
        for (number, text) in [
            (0.0, "0"),
            (0.15, "0.15"),
            (200.0, "200"),
            (86_400_000.0, "86,400,000"),
            (-1234.5, "-1,234.5"),
        ] {
            assert_eq!(plain(number), text);
            assert_eq!(parse(text), Some(number));
        }
        for (text, number) in [
            ("2k", 2000.0),
            ("1.5 M", 1.5e6),
            ("30 000 ms", 30_000.0),
            ("60%", 60.0),
        ] {
            assert_eq!(parse(text), Some(number));
        }
        for text in ["", "ms", "-", "1.2.3"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn unit_prices_keep_their_digits() {
        let cases = [
            ("0.0225", "$0.0225"),
            ("0.126", "$0.126"),
            ("0.0000166667", "$0.0000166667"),
            ("3", "$3.00"),
        ];
        for (usd, text) in cases {
            assert_eq!(
                PicoUsd::from_usd_str(usd).map(unit_price),
                Ok(text.to_owned())
            );
        }
    }
}
