//! `--vary COMPONENT.PARAMETER=FROM..TO`: which parameter of a design is varied, and over which values.

use sim_core::document::{Document, rules};
use sim_core::report::sweep::{MAX_POINTS, Spacing, Steps, StepsError, Varied, tidy};

use super::error::CliError;
use super::settings;
use crate::i18n::{Texts, errors, swept};

/// How many values a range has where nobody says.
const STEPS: usize = 8;

/// What is asked beside the values themselves.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stepping {
    pub steps: Option<u64>,
    pub log: bool,
}

/// What is varied, and its values from the least on.
pub fn vary(
    document: &Document,
    text: &str,
    stepping: Stepping,
    texts: Texts,
) -> Result<(Varied, Vec<f64>), CliError> {
    let found = read(document, text, stepping, texts);
    found.map_err(|why| CliError::BadInput(format!("--vary {text}: {why}")))
}

fn read(
    document: &Document,
    text: &str,
    stepping: Stepping,
    texts: Texts,
) -> Result<(Varied, Vec<f64>), String> {
    let (id, param, range) =
        settings::parts(text).ok_or_else(|| texts.tr("cli.vary.form").to_owned())?;
    let (id, specs) = settings::target(document, id, texts)?;
    let place = format!("{id}.{param}");
    rules::check_param(specs, param, None)
        .map_err(|broken| format!("{place}: {}", errors::problem(texts, &broken.problem)))?;
    let varied = Varied::of(document, &id, param).map_err(|why| {
        let why = swept::not_varied(texts, document, id.as_str(), &why);
        format!("{place}: {why}")
    })?;
    let values = values(&varied, range, stepping, texts)?;
    for value in &values {
        rules::check_param(specs, param, Some(&varied.value(*value)))
            .map_err(|broken| format!("{place}: {}", errors::problem(texts, &broken.problem)))?;
    }
    Ok((varied, values))
}

fn values(
    varied: &Varied,
    range: &str,
    stepping: Stepping,
    texts: Texts,
) -> Result<Vec<f64>, String> {
    let one = |text: &str| number(varied, text, texts);
    let whole = varied.is_whole();
    let Some((from, to)) = range.split_once("..") else {
        if stepping.steps.is_some() || stepping.log {
            return Err(texts.tr("cli.vary.no_range").to_owned());
        }
        let list = range.split(',').map(one).collect::<Result<Vec<_>, _>>()?;
        let list = tidy(list);
        return match list.len() {
            0 | 1 => Err(texts.tr("cli.vary.same").to_owned()),
            2..=MAX_POINTS => Ok(list),
            many => Err(words(StepsError::Count(many), texts)),
        };
    };
    let steps = Steps {
        from: one(from)?,
        to: one(to)?,
        count: stepping.steps.map_or(STEPS, |steps| steps as usize),
        spacing: if stepping.log {
            Spacing::Log
        } else {
            Spacing::Linear
        },
    };
    steps.values(whole).map_err(|why| words(why, texts))
}

fn words(why: StepsError, texts: Texts) -> String {
    match why {
        StepsError::Same => texts.tr("cli.vary.same").to_owned(),
        StepsError::LogOfZero => texts.tr("cli.vary.log_of_zero").to_owned(),
        StepsError::Count(found) => {
            let (most, found) = (MAX_POINTS.to_string(), found.to_string());
            texts.tr_with("cli.vary.count", &[("most", &most), ("found", &found)])
        }
    }
}

/// A number, or with an `x` behind it so many times the value that the design has.
fn number(varied: &Varied, text: &str, texts: Texts) -> Result<f64, String> {
    let text = text.trim();
    let wrong = || texts.tr_with("cli.vary.number", &[("found", text)]);
    let (digits, of_today) = match text.strip_suffix(['x', '×']) {
        Some(digits) => (digits, true),
        None => (text, false),
    };
    let number = digits.trim().parse::<f64>().ok();
    let number = number
        .filter(|number| number.is_finite())
        .ok_or_else(wrong)?;
    if !of_today {
        return Ok(number);
    }
    let today = varied.today.ok_or_else(|| {
        let place = format!("{}.{}", varied.target, varied.spec.id);
        texts.tr_with("cli.vary.no_today", &[("found", text), ("place", &place)])
    })?;
    let value = number * today;
    Ok(if varied.is_whole() {
        value.round()
    } else {
        value
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sim_core::file;

    fn document() -> Document {
        let text = r#"{"version": 1,
            "components": [
                {"id": "users", "service": "client", "name": "", "at": [0, 0], "params": {"rate_per_s": 80}},
                {"id": "web", "service": "server", "name": "", "at": [0, 0], "params": {"workers": 2}}
            ],
            "links": [{"id": "users-web", "from": "users", "to": "web"}]}"#;
        file::load(text).unwrap().document
    }

    fn values(text: &str, steps: Option<u64>, log: bool) -> Vec<f64> {
        let stepping = Stepping { steps, log };
        vary(&document(), text, stepping, Texts::default())
            .unwrap()
            .1
    }

    #[test]
    fn ranges_lists_and_factors_are_read() {
        assert_eq!(
            values("users.rate_per_s=50..200", Some(4), false),
            [50.0, 100.0, 150.0, 200.0]
        );
        assert_eq!(
            values("users.rate_per_s= 0.25x .. 4x", Some(5), true),
            [20.0, 40.0, 80.0, 160.0, 320.0]
        );
        assert_eq!(
            values("users.rate_per_s=2x,10,1x,10", None, false),
            [10.0, 80.0, 160.0]
        );
        assert_eq!(
            values("web.workers=1..4", None, false),
            [1.0, 2.0, 3.0, 4.0]
        );
        assert_eq!(
            values("web.service_time=5..20", Some(2), false),
            [5.0, 20.0]
        );
        assert_eq!(
            values("users-web.timeout_ms=100..200", Some(3), false).len(),
            3
        );
        assert_eq!(values("users.rate_per_s=0..100", None, false).len(), 8);
    }

    #[test]
    fn says_what_is_wrong_with_a_range() {
        let log = Stepping {
            steps: None,
            log: true,
        };
        let plain = Stepping::default();
        for (text, stepping, says) in [
            ("users", plain, "expected COMPONENT.PARAMETER=FROM..TO"),
            (
                "users.rate_per_s",
                plain,
                "expected COMPONENT.PARAMETER=FROM..TO",
            ),
            ("user.rate_per_s=1..2", plain, "did you mean \"users\""),
            ("users.rate=1..2", plain, "did you mean \"rate_per_s\""),
            (
                "users.mode=1..2",
                plain,
                "expected a parameter that is a number",
            ),
            (
                "users.users=1..2",
                plain,
                "counts only where Load (mode) is closed",
            ),
            ("users.rate_per_s=1..x", plain, "found \"x\""),
            ("users.rate_per_s=1..NaN", plain, "found \"NaN\""),
            ("users.rate_per_s=", plain, "found \"\""),
            ("users.rate_per_s=5..5", plain, "two different values"),
            ("web.workers=2.2..2.4", plain, "two different values"),
            ("users.rate_per_s=5", plain, "two different values"),
            ("users.rate_per_s=0..5", log, "above 0"),
            ("users.rate_per_s=1,2", log, "are for a range"),
            (
                "users.rate_per_s=-1..5",
                plain,
                "users.rate_per_s: expected a number from 0",
            ),
            ("web.workers=1,1.5", plain, "found 1.5"),
            ("web.queue=1x..2x", plain, "web.queue is no number"),
        ] {
            let error = vary(&document(), text, stepping, Texts::default()).unwrap_err();
            let message = error.message(Texts::default()).unwrap();
            assert!(
                message.contains(says) && message.starts_with(&format!("--vary {text}: ")),
                "{text}: {message}"
            );
            assert_eq!(error.status(), 2);
        }
    }
}
