//! A comparison of two runs in words: its figures, their differences, and what must be known of them.

use sim_core::report::compare::{Difference, Judgement, Measure, Note, Presence, Row, Target};

use super::Texts;

/// What a measure is called.
pub fn measure(texts: Texts, measure: Measure) -> &'static str {
    texts.tr(match measure {
        Measure::Offered => "live.offered",
        Measure::Throughput => "sweep.throughput",
        Measure::Goodput => "canvas.tip.served",
        Measure::Failed => "live.failed",
        Measure::Mean => "report.mean",
        Measure::P50 => "report.p50",
        Measure::P95 => "report.p95",
        Measure::P99 => "report.p99",
        Measure::UsdPerHour => "report.hour",
        Measure::UsdPerMonth => "report.month",
        Measure::UsdPerMillionOk => "report.million",
        Measure::Served => "live.served",
        Measure::Utilization => "live.utilisation",
        Measure::Instances => "live.instances",
    })
}

/// A figure of one run.
pub fn value(texts: Texts, measure: Measure, value: Option<f64>) -> String {
    match (measure, value) {
        (_, None) => "–".to_owned(),
        (Measure::Failed, Some(percent)) => texts.percent(percent),
        (Measure::Utilization, Some(share)) => texts.percent(share * 100.0),
        (_, Some(value)) => amount(texts, measure, value),
    }
}

/// An amount of what is measured: of what is given in percent, points.
fn amount(texts: Texts, measure: Measure, amount: f64) -> String {
    let points = |points: f64| {
        let n = texts.number(points);
        texts.tr_with("compare.points", &[("points", &n)])
    };
    match measure {
        Measure::Offered | Measure::Throughput | Measure::Goodput | Measure::Served => {
            texts.per_second(amount)
        }
        Measure::Failed => points(amount),
        Measure::Utilization => points(amount * 100.0),
        Measure::Mean | Measure::P50 | Measure::P95 | Measure::P99 => texts.duration(amount),
        Measure::UsdPerHour | Measure::UsdPerMonth | Measure::UsdPerMillionOk => texts.usd(amount),
        Measure::Instances => texts.number(amount),
    }
}

/// A difference: `−31.2 ms (−17.1 %)`, over several runs `−31.2 ms ± 2.10 ms (−17.1 %)`. `None`: there is none to show.
pub fn difference(texts: Texts, row: &Row) -> Option<String> {
    let shown = row.judgement.differs() || row.judgement == Judgement::Unclear;
    let found = row.difference.filter(|_| shown)?;
    Some(signed(texts, row.measure, &found))
}

/// The same with an arrow where it is one: `▼ −31.2 ms (−17.1 %)`.
pub fn marked(texts: Texts, row: &Row) -> Option<String> {
    let told = difference(texts, row)?;
    Some(match row.difference {
        Some(found) if row.judgement.differs() => {
            let arrow = if found.by > 0.0 { "▲" } else { "▼" };
            format!("{arrow} {told}")
        }
        _ => told,
    })
}

fn signed(texts: Texts, measure: Measure, found: &Difference) -> String {
    // A minus sign, not a hyphen: readers of the screen leave hyphens out.
    let sign = if found.by < 0.0 { "−" } else { "+" };
    let mut told = format!("{sign}{}", amount(texts, measure, found.by.abs()));
    if let Some(half) = found.half_width {
        told.push_str(&format!(" ± {}", amount(texts, measure, half)));
    }
    if let Some(share) = found.share {
        told.push_str(&format!(" ({sign}{})", texts.percent(share.abs() * 100.0)));
    }
    told
}

/// What a difference is worth, in a word; `None`: it is for its reader to say, or there is none.
pub fn worth(texts: Texts, judgement: Judgement) -> Option<&'static str> {
    match judgement {
        Judgement::Neutral | Judgement::Unknown => None,
        _ => Some(texts.tr(&format!("compare.{}", judgement.name()))),
    }
}

/// A target: what it is for, with the limit where it is the same one in both runs, and what became of it in each.
pub fn target(texts: Texts, target: &Target) -> (String, [String; 2]) {
    let name = measure(texts, target.measure);
    let limit = |side: usize| target.limits[side].map(|at| value(texts, target.measure, Some(at)));
    let [first, second] = [limit(0), limit(1)];
    let same = first
        .as_ref()
        .filter(|_| target.limits[0] == target.limits[1]);
    let told = match same {
        Some(limit) => texts.tr_with("compare.at_most", &[("figure", name), ("limit", limit)]),
        None => name.to_owned(),
    };
    let sides = [(0, &first), (1, &second)].map(|(side, limit)| {
        let Some(limit) = limit else {
            return texts.tr("compare.no_target").to_owned();
        };
        let met = met(texts, target, side);
        match same {
            Some(_) => met,
            None => texts.tr_with("compare.target_side", &[("limit", limit), ("met", &met)]),
        }
    });
    (told, sides)
}

fn met(texts: Texts, target: &Target, side: usize) -> String {
    let met = target.met[side];
    let key = match (met.runs, met.clearly()) {
        (0, _) => "compare.not_judged",
        (_, Some(true)) => "compare.target_met",
        (_, Some(false)) => "compare.target_missed",
        (_, None) => {
            let [n, runs] = [met.met, met.runs].map(|n| texts.count(n as u64));
            return texts.tr_with("compare.met_in", &[("n", &n), ("runs", &runs)]);
        }
    };
    texts.tr(key).to_owned()
}

/// That something is in one of the runs only.
pub fn presence(texts: Texts, presence: Presence) -> Option<&'static str> {
    match presence {
        Presence::Both => None,
        Presence::Added => Some(texts.tr("compare.added")),
        Presence::Removed => Some(texts.tr("compare.removed")),
    }
}

/// Something that must be known; `names`: what the two runs are called.
pub fn note(texts: Texts, names: [&str; 2], note: &Note) -> String {
    let pair = |key: &str, [first, second]: [String; 2]| {
        texts.tr_with(key, &[("first", first.as_str()), ("second", &second)])
    };
    let run = |key: &str, side: usize| {
        let name = names.get(side).copied().unwrap_or_default();
        texts.tr_with(key, &[("run", name)])
    };
    match *note {
        Note::NothingChanged => texts.tr("compare.note.nothing_changed").to_owned(),
        Note::SameSeed(arrivals) => {
            let key = format!("compare.note.same_seed_{}", arrivals.name());
            texts.tr(&key).to_owned()
        }
        Note::OtherSeeds(seeds) => pair(
            "compare.note.other_seeds",
            seeds.map(|seed| seed.to_string()),
        ),
        Note::OtherLengths(lengths) => {
            let lengths = lengths.map(|length| texts.clock(length));
            pair("compare.note.other_lengths", lengths)
        }
        Note::Changed { side, times } => {
            let n = texts.count(times as u64);
            let name = names.get(side).copied().unwrap_or_default();
            texts.tr_with("compare.note.changed", &[("run", name), ("n", &n)])
        }
        Note::Waiting { side } => run("compare.note.waiting", side),
        Note::Touched { side } => run("compare.note.touched", side),
        Note::Stopped { side } => run("compare.note.stopped", side),
        Note::OtherAnswered => texts.tr("compare.note.other_answered").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    fn row(measure: Measure, by: f64, share: Option<f64>, judgement: Judgement) -> Row {
        Row {
            measure,
            sides: [None; 2],
            difference: Some(Difference {
                by,
                share,
                half_width: None,
            }),
            judgement,
        }
    }

    #[test]
    fn a_difference_has_an_arrow_a_sign_and_a_word() {
        let texts = Texts::new(Lang::En);
        for (row, told, word) in [
            (
                row(Measure::Mean, -0.0312, Some(-0.171), Judgement::Better),
                Some("▼ −31.2 ms (−17.1 %)"),
                Some("better"),
            ),
            (
                row(Measure::UsdPerMonth, 120.5, Some(0.5), Judgement::Worse),
                Some("▲ +$120.50 (+50.0 %)"),
                Some("worse"),
            ),
            (
                row(Measure::Utilization, 0.125, Some(0.2), Judgement::Neutral),
                Some("▲ +12.5 points (+20.0 %)"),
                None,
            ),
            // From nothing to something there is no share.
            (
                row(Measure::Failed, 0.5, None, Judgement::Worse),
                Some("▲ +0.50 points"),
                Some("worse"),
            ),
            (
                row(Measure::P99, 0.001, Some(0.002), Judgement::Alike),
                None,
                Some("about the same"),
            ),
            (
                row(Measure::P99, 3.0, Some(2.0), Judgement::TooFew),
                None,
                Some("too early to tell"),
            ),
        ] {
            assert_eq!(marked(texts, &row).as_deref(), told);
            assert_eq!(worth(texts, row.judgement), word);
        }
    }

    #[test]
    fn over_several_runs_it_has_its_interval() {
        let mut row = row(Measure::P99, -0.2, Some(-0.1), Judgement::Unclear);
        if let Some(found) = &mut row.difference {
            found.half_width = Some(0.25);
        }
        let texts = Texts::new(Lang::En);
        let told = "−200 ms ± 250 ms (−10.0 %)";
        assert_eq!(marked(texts, &row).as_deref(), Some(told));
        assert_eq!(worth(texts, row.judgement), Some("no clear difference"));
    }

    #[test]
    fn every_word_is_there_in_both_languages() {
        use sim_core::foundation::units::SimTime;
        use sim_core::report::compare::Arrivals;
        let (side, times) = (1, 2);
        let notes = [
            Note::NothingChanged,
            Note::SameSeed(Arrivals::Same),
            Note::SameSeed(Arrivals::Answered),
            Note::SameSeed(Arrivals::Changed),
            Note::OtherSeeds([1, 2]),
            Note::OtherLengths([SimTime::ZERO; 2]),
            Note::Changed { side, times },
            Note::Touched { side },
            Note::Stopped { side },
            Note::OtherAnswered,
        ];
        let judgements = [
            Judgement::TooFew,
            Judgement::Same,
            Judgement::Alike,
            Judgement::Unclear,
            Judgement::Better,
            Judgement::Worse,
        ];
        let told = |lang: Lang| {
            let texts = Texts::new(lang);
            let notes = notes.iter().map(|found| note(texts, ["X", "Y"], found));
            let words = judgements.iter().filter_map(|found| worth(texts, *found));
            notes.chain(words.map(str::to_owned)).collect::<Vec<_>>()
        };
        for (en, ko) in told(Lang::En).iter().zip(told(Lang::Ko)) {
            assert!(
                en.is_ascii() && *en != ko && !ko.contains(['‹', '{']),
                "{en} {ko}"
            );
        }
    }
}
