//! Figures with their units, as people read them. Digits and units are the same in both languages.

use sim_core::foundation::units::SimTime;

use super::{Lang, Texts};

/// Puts a comma between groups of three digits.
pub(super) fn grouped(text: &str) -> String {
    let (sign, rest) = text
        .strip_prefix('-')
        .map_or(("", text), |rest| ("-", rest));
    let (whole, fraction) = rest
        .split_once('.')
        .map_or((rest, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut out = String::with_capacity(text.len() + 8);
    out.push_str(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// Three significant digits or so: 0.31, 12.4, 182, 1,238.
fn significant(value: f64) -> String {
    let places = places(value.abs()) as usize;
    grouped(&format!("{value:.places$}"))
}

/// How many digits behind the point that leaves.
fn places(size: f64) -> i32 {
    if size >= 99.95 || size == 0.0 {
        0
    } else if size >= 9.995 {
        1
    } else {
        2
    }
}

/// A number as [`Texts::number`] shows it: two that differ in nothing that is shown are the same.
pub(crate) fn as_shown(value: f64) -> f64 {
    let unit = 10_f64.powi(places(value.abs()));
    (value * unit).round() / unit
}

/// See [`Texts::rate_form`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct RateForm {
    name: u8,
    /// Every rate between these two, and neither of them, has this form.
    over: f64,
    under: f64,
}

impl RateForm {
    /// Whether a rate surely has this form.
    pub fn has(&self, value: f64) -> bool {
        value > self.over && value < self.under
    }
}

impl Texts {
    /// A count: `1,238`.
    pub fn count(self, value: u64) -> String {
        grouped(&value.to_string())
    }

    /// A bare number with about three significant digits: `1,238`, `12.4`, `0.31`.
    pub fn number(self, value: f64) -> String {
        if value.is_finite() {
            significant(value)
        } else {
            "–".to_owned()
        }
    }

    /// A rate: `1,238/s`.
    pub fn per_second(self, value: f64) -> String {
        format!("{}/s", self.number(value))
    }

    /// The form of a rate's text, all but which digits it has: two rates with the same one differ in nothing else.
    /// `None` where rounding might make another form of it, and only the text itself tells.
    pub(crate) fn rate_form(self, value: f64) -> Option<RateForm> {
        /// How near the next form a value must not come, as a share of it.
        const NEAR: f64 = 0.01;
        let form = |name, over, under| RateForm { name, over, under };
        if value == 0.0 && value.is_sign_positive() {
            return Some(form(0, 0.0, 0.0));
        }
        // Where the number of digits, before or behind the point, changes.
        let (mut below, mut name) = (0.0, 1);
        for above in [10.0, 100.0, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9] {
            let found = form(name, below * (1.0 + NEAR), above * (1.0 - NEAR));
            if found.has(value) {
                return Some(found);
            }
            (below, name) = (above, name + 1);
        }
        None
    }

    /// A duration in seconds: `850 µs`, `182 ms`, `1.24 s`, `12 min`.
    pub fn duration(self, seconds: f64) -> String {
        if !seconds.is_finite() {
            return "–".to_owned();
        }
        let size = seconds.abs();
        let (value, unit) = if size == 0.0 {
            (0.0, "ms")
        } else if size < 0.000_999_5 {
            (seconds * 1e6, "µs")
        } else if size < 0.999_5 {
            (seconds * 1e3, "ms")
        } else if size < 599.5 {
            (seconds, "s")
        } else {
            (seconds / 60.0, "min")
        };
        format!("{} {unit}", significant(value))
    }

    /// A percentage, given 0..100: `0.31 %`.
    pub fn percent(self, value: f64) -> String {
        format!("{} %", self.number(value))
    }

    /// A share, given 0..1, as whole percent: `81 %`.
    pub fn share(self, value: f64) -> String {
        if value.is_finite() {
            format!("{:.0} %", value * 100.0)
        } else {
            "–".to_owned()
        }
    }

    /// The same for a part of a whole that is there: `<1 %` where it would be none.
    pub fn part(self, value: f64) -> String {
        if value > 0.0 && value < 0.005 {
            "<1 %".to_owned()
        } else {
            self.share(value)
        }
    }

    /// Money: `$412.60`; below a cent with more digits: `$0.00042`.
    pub fn usd(self, value: f64) -> String {
        if !value.is_finite() {
            return "–".to_owned();
        }
        let size = value.abs();
        let text = if size >= 0.1 || size == 0.0 {
            format!("{size:.2}")
        } else if size >= 0.001 {
            format!("{size:.4}")
        } else {
            format!("{size:.6}")
        };
        let sign = if value < 0.0 { "-" } else { "" };
        format!("{sign}${}", grouped(&text))
    }

    /// Money per month: `$412.60/mo`.
    pub fn usd_per_month(self, value: f64) -> String {
        let month = match self.lang {
            Lang::En => "mo",
            Lang::Ko => "월",
        };
        format!("{}/{month}", self.usd(value))
    }

    /// The simulated clock: `00:42:17.3`, with days from the second on.
    pub fn clock(self, now: SimTime) -> String {
        let tenths = now.as_nanos() / 100_000_000;
        let (seconds, tenth) = (tenths / 10, tenths % 10);
        let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
        let day = if days == 0 {
            String::new()
        } else {
            format!("{days}d ")
        };
        format!("{day}{hours:02}:{minutes:02}:{:02}.{tenth}", seconds % 60)
    }

    /// A pace: `×60`, `×0.1`.
    pub fn times(self, factor: f64) -> String {
        if factor >= 1000.0 {
            format!("×{}", grouped(&format!("{factor:.0}")))
        } else {
            format!("×{}", trimmed(factor))
        }
    }
}

/// At most two decimals, without zeros at the end.
fn trimmed(value: f64) -> String {
    let digits = if value >= 100.0 {
        0
    } else if value >= 10.0 {
        1
    } else {
        2
    };
    let text = format!("{value:.digits$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of them is none at all is shown, too: `0` is not `0.00`, but neither goes before the other.
    #[test]
    fn what_is_shown_alike_is_alike() {
        let t = Texts::new(Lang::En);
        let mut seed = 7_u64;
        for _ in 0..20_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let value = ((seed >> 40) as f64 / 4096.0).powi(2) / 1e3;
            let shown = as_shown(value);
            if shown != 0.0 {
                assert_eq!(t.number(shown), t.number(value), "{value}");
            }
            let near = value * 1.000_3;
            assert_eq!(
                as_shown(near) == shown,
                t.number(near) == t.number(value),
                "{value}"
            );
        }
    }

    #[test]
    fn figures_read_well() {
        let t = Texts::new(Lang::En);
        let cases = [
            (t.per_second(1238.4), "1,238/s"),
            (t.per_second(12.36), "12.4/s"),
            (t.per_second(0.0), "0/s"),
            (t.duration(0.182), "182 ms"),
            (t.duration(0.000_85), "850 µs"),
            (t.duration(1.239), "1.24 s"),
            (t.duration(0.0), "0 ms"),
            (t.duration(720.0), "12.0 min"),
            (t.percent(0.306), "0.31 %"),
            (t.share(0.814), "81 %"),
            (t.usd(412.6), "$412.60"),
            (t.usd(-1234.5), "-$1,234.50"),
            (t.usd(0.0052), "$0.0052"),
            (t.usd_per_month(1234.0), "$1,234.00/mo"),
            (Texts::new(Lang::Ko).usd_per_month(3.0), "$3.00/월"),
            (t.count(1_234_567), "1,234,567"),
            (t.count(12), "12"),
            (t.number(f64::NAN), "–"),
            (t.clock(SimTime(2_537_300_000_000)), "00:42:17.3"),
            (t.clock(SimTime(90_000_000_000_000)), "1d 01:00:00.0"),
            (t.times(0.1), "×0.1"),
            (t.times(59.84), "×59.8"),
            (t.times(60.0), "×60"),
            (t.times(1000.0), "×1,000"),
        ];
        for (got, want) in cases {
            assert_eq!(got, want);
        }
    }

    #[test]
    fn rates_of_one_form_differ_only_in_their_digits() {
        let t = Texts::new(Lang::En);
        let mask = |text: String| text.replace(|c: char| c.is_ascii_digit(), "0");
        let mut forms = std::collections::BTreeMap::new();
        let mut unnamed = 0;
        let steps = (0..120_000).map(|step| 1e-4 * 1.000_26_f64.powi(step));
        let odd = [
            0.0,
            -0.0,
            -3.0,
            f64::NAN,
            f64::INFINITY,
            9.994_9,
            9.995,
            99.949,
            99.95,
            999.5,
        ];
        for value in odd.into_iter().chain(steps) {
            let Some(form) = t.rate_form(value) else {
                unnamed += 1;
                continue;
            };
            let text = mask(t.per_second(value));
            assert_eq!(
                *forms.entry(form.name).or_insert_with(|| text.clone()),
                text,
                "{value}"
            );
        }
        assert!(
            forms.len() == 10 && unnamed < 20_000,
            "{} {unnamed}",
            forms.len()
        );
    }
}
