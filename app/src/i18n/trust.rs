//! How far the figures of the present run can be trusted, in words: the interval of its mean, its warm-up.

use sim_core::engine::snapshot::Snapshot;
use sim_core::foundation::stats::NotEnough;
use sim_core::report::steady;

use super::Texts;

/// One line for the mean, and one more for a warm-up that was left out.
pub fn lines(texts: Texts, snapshot: &Snapshot) -> Vec<String> {
    if snapshot.latency.count == 0 {
        return Vec::new();
    }
    let found = steady(snapshot);
    let interval = match found.response {
        Ok(interval) => interval,
        Err(why) => {
            let why = self::why(texts, why);
            let mean = texts.duration(snapshot.latency.mean);
            return vec![texts.tr_with("trust.none", &[("mean", &mean), ("why", why)])];
        }
    };
    let figures = [interval.mean, interval.low, interval.high].map(|value| texts.duration(value));
    let [mean, low, high] = &figures;
    let holes = [("mean", mean.as_str()), ("low", low), ("high", high)];
    let mut lines = vec![texts.tr_with("trust.mean", &holes)];
    if let Some(seconds) = found.warm_up_s.filter(|_| found.warm_up_excluded) {
        let span = texts.duration(seconds);
        lines.push(texts.tr_with("trust.warm_up", &[("span", &span)]));
    }
    lines
}

/// Why there is no interval.
pub fn why(texts: Texts, why: NotEnough) -> &'static str {
    texts.tr(match why {
        NotEnough::TooShort => "trust.too_short",
        NotEnough::Unsettled => "trust.unsettled",
        NotEnough::Correlated => "trust.correlated",
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::i18n::Lang;
    use sim_core::foundation::units::{SimTime, Span};
    use sim_core::playback::Player;

    /// The first example after so many seconds.
    fn after(seconds: u64) -> Snapshot {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/three-tier.json");
        let text = std::fs::read_to_string(path).unwrap();
        let document = sim_core::file::load(&text).unwrap().document;
        let mut player = Player::new(&document, 7).unwrap();
        let until = SimTime::ZERO + Span::from_secs(seconds);
        player.run_until(until, u64::MAX).unwrap();
        player.frame().snapshot
    }

    #[test]
    fn a_run_is_told_how_sure_its_mean_is() {
        let (short, long) = (after(20), after(200));
        for (lang, too_short, sure) in [
            (Lang::En, "too short", "99 % confidence"),
            (Lang::Ko, "짧습니다", "신뢰 수준 99 %"),
        ] {
            let texts = Texts::new(lang);
            let lines = |snapshot| lines(texts, snapshot).join("\n");
            assert!(lines(&short).contains(too_short), "{}", lines(&short));
            assert!(lines(&long).contains(sure), "{}", lines(&long));
        }
    }
}
