//! The confidence interval of a mean from one run, by batch means.
//!
//! What one run measures one after the other hangs together, so its plain variance promises too much. Cut into a few
//! long batches, the batches' means are as good as independent, and that can be checked. Sources: Schmeiser, *Batch
//! size effects in the analysis of simulation output* (Oper. Res. 30, 1982): ten to thirty batches; Law and Carson,
//! *A sequential procedure for determining the length of a steady-state simulation* (Oper. Res. 27, 1979); Tafazzoli,
//! Steiger and Wilson, *N-Skart: a nonsequential skewness- and autoregression-adjusted batch-means procedure* (IEEE
//! Trans. Autom. Control 56, 2011), with Willink's correction for the skewness that queues have.

use super::student::t_quantile_99;

/// Batches of an interval: so many with windows enough for them, else so many.
const BATCHES: [usize; 2] = [20, 10];
/// Windows of each batch at least, with many batches and with few.
const WINDOWS: [usize; 2] = [8, 5];
/// Observations of each batch at least, on average.
const OBSERVATIONS: u64 = 10;
/// A batch is checked by so many parts of it, or a few more; by its windows where they are fewer.
const PARTS: usize = 8;
/// Neighbouring batches may have this correlation. It is what remains when neighbouring eighths of them have 0.4,
/// which is Law and Carson's rule.
const MAX_CORRELATION: f64 = 0.067;
/// The most correlation of the batches themselves that the interval is widened for.
const MAX_LEFT: f64 = 0.9;

/// Number and sum of what was observed in one window of time.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Group {
    pub count: u64,
    pub sum: f64,
}

/// The 99 % confidence interval of a mean. It reaches further where the observations do: it is not symmetric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BatchInterval {
    pub mean: f64,
    pub low: f64,
    pub high: f64,
    pub batches: u64,
    /// Variance of the mean of one batch.
    variance: f64,
    windows_per_batch: usize,
}

/// Why a run has no interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotEnough {
    /// Too few windows or observations.
    TooShort,
    /// The run has not settled: there is no part without a warm-up.
    Unsettled,
    /// The batches hang together: they must be longer.
    Correlated,
}

impl NotEnough {
    /// Stable name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TooShort => "too_short",
            Self::Unsettled => "unsettled",
            Self::Correlated => "correlated",
        }
    }
}

impl Group {
    fn plus(self, other: &Self) -> Self {
        Self {
            count: self.count + other.count,
            sum: self.sum + other.sum,
        }
    }

    /// All observations of several windows.
    #[must_use]
    pub fn of(windows: &[Self]) -> Self {
        windows.iter().fold(Self::default(), Self::plus)
    }

    /// Their mean; None without any.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / self.count as f64)
    }
}

/// The 99 % interval of the mean observation, from windows of equal length in which a run had settled.
///
/// The mean is Σ sum/Σ count over ten or twenty batches of equal time, and (sumᵢ − mean·countᵢ)/mean count is how far a
/// batch is off. Windows at the front that do not fill a batch are left out.
///
/// # Errors
/// [`NotEnough`]: with too few windows or observations, or where the batches hang together.
pub fn batch_means(windows: &[Group]) -> Result<BatchInterval, NotEnough> {
    let fits = |choice: &usize| windows.len() >= BATCHES[*choice] * WINDOWS[*choice];
    let choice = (0..BATCHES.len()).find(fits).ok_or(NotEnough::TooShort)?;
    let (count, per_batch) = (BATCHES[choice], windows.len() / BATCHES[choice]);
    let used = &windows[windows.len() - per_batch * count..];
    let all = Group::of(used);
    let mean = all
        .mean()
        .filter(|_| all.count >= OBSERVATIONS * count as u64)
        .ok_or(NotEnough::TooShort)?;
    let per_part = (per_batch / PARTS).max(1);
    let parts = lag_one(&residuals(used, per_part, mean));
    if batch_correlation(parts, per_batch / per_part) > MAX_CORRELATION {
        return Err(NotEnough::Correlated);
    }
    let mut off = residuals(used, per_batch, mean);
    let mean_count = all.count as f64 / count as f64;
    off.iter_mut().for_each(|residual| *residual /= mean_count);
    Ok(interval(mean, &off, per_batch))
}

/// The interval from how far each batch is off the mean.
///
/// mean ± t·s/√b, with s² widened by (1 + φ)/(1 − φ) for what correlation φ > 0 of neighbours is left, and t taken
/// through Willink's G, which moves and bends both ends by the skewness.
fn interval(mean: f64, off: &[f64], windows_per_batch: usize) -> BatchInterval {
    let b = off.len() as f64;
    let spread = off.iter().map(|x| x * x).sum::<f64>() / (b - 1.0);
    let cubes: f64 = off.iter().map(|x| x * x * x).sum();
    let skewness = if spread > 0.0 {
        b / ((b - 1.0) * (b - 2.0)) * cubes / (spread * libm::sqrt(spread))
    } else {
        0.0
    };
    let left = lag_one(off).clamp(0.0, MAX_LEFT);
    let variance = spread * (1.0 + left) / (1.0 - left);
    let error = libm::sqrt(variance / b);
    let bend = skewness / (6.0 * libm::sqrt(b));
    let t = t_quantile_99(off.len() as u64 - 1).unwrap_or(0.0);
    BatchInterval {
        mean,
        low: mean - error * willink(t, bend),
        high: mean - error * willink(-t, bend),
        batches: off.len() as u64,
        variance,
        windows_per_batch,
    }
}

/// G(t) = (∛(1 + 6β(t − β)) − 1)/(2β), which is t where β is zero (Willink 2005).
fn willink(t: f64, bend: f64) -> f64 {
    if bend.abs() < 1e-6 {
        t
    } else {
        (libm::cbrt(1.0 + 6.0 * bend * (t - bend)) - 1.0) / (2.0 * bend)
    }
}

impl BatchInterval {
    /// Whether `value` is one the true mean may have.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Half its length over the mean; None when the mean is zero.
    #[must_use]
    pub fn relative(&self) -> Option<f64> {
        (self.mean != 0.0).then(|| 0.5 * (self.high - self.low) / self.mean.abs())
    }

    /// How many standard errors the mean of other windows of the same run is away.
    #[must_use]
    pub fn distance(&self, others: &[Group]) -> f64 {
        let mean = Group::of(others).mean().unwrap_or(self.mean);
        let batches = others.len() as f64 / self.windows_per_batch as f64;
        let away = (mean - self.mean).abs();
        if away > 0.0 {
            away / libm::sqrt(self.variance / batches)
        } else {
            0.0
        }
    }
}

/// Sum less what the mean expects, of each batch of so many windows; what does not fill one at the front is left out.
fn residuals(windows: &[Group], per_batch: usize, mean: f64) -> Vec<f64> {
    let batches = windows[windows.len() % per_batch..].chunks(per_batch);
    batches
        .map(|batch| {
            let all = Group::of(batch);
            all.sum - mean * all.count as f64
        })
        .collect()
}

/// The correlation of neighbouring batches of `m` parts each, where that of the parts falls by `phi` from each to the
/// next: φ·((1 − φᵐ)/(1 − φ))² over m + 2·Σ(m − i)·φⁱ.
fn batch_correlation(phi: f64, m: usize) -> f64 {
    let (mut power, mut sum, mut variance) = (1.0, 0.0, 0.0);
    for i in 0..m {
        sum += power;
        variance += power * (m - i) as f64 * if i == 0 { 1.0 } else { 2.0 };
        power *= phi;
    }
    phi * sum * sum / variance
}

/// Correlation of neighbours in a series; 0 where nothing varies.
fn lag_one(series: &[f64]) -> f64 {
    let mean = series.iter().sum::<f64>() / series.len().max(1) as f64;
    let variance: f64 = series.iter().map(|x| (x - mean) * (x - mean)).sum();
    let covariance: f64 = series
        .windows(2)
        .map(|pair| (pair[0] - mean) * (pair[1] - mean))
        .sum();
    if variance > 0.0 {
        covariance / variance
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::foundation::chance::{Stream, StreamKey};

    fn stream(seed: u64) -> Stream {
        StreamKey::new(seed, "test", "batch means").stream()
    }

    /// Windows of ten observations whose sum is 10·x.
    fn tens(series: impl IntoIterator<Item = f64>) -> Vec<Group> {
        let group = |x| Group {
            count: 10,
            sum: 10.0 * x,
        };
        series.into_iter().map(group).collect()
    }

    /// A first-order autoregressive series of mean 5 from its steady state.
    fn autoregressive(stream: &mut Stream, phi: f64, length: usize) -> Vec<f64> {
        let mut x = stream.normal() / libm::sqrt(1.0 - phi * phi);
        let mut next = || {
            x = phi * x + stream.normal();
            5.0 + x
        };
        (0..length).map(|_| next()).collect()
    }

    #[test]
    fn by_hand() {
        // Fifty windows, ten batches of five: 1, 8, 5, 2, 9, 6, 3, 10, 7, 4 has mean 5.5, s² = 55/6, no skewness, and
        // neighbours that are unlike. Inside a batch the windows go up and down, so that they do not look alike.
        let swing = [4.0, -4.0, 0.0, 4.0, -4.0];
        let order = |i: usize| (i / 5 * 7 % 10 + 1) as f64;
        let interval = batch_means(&tens((0..50).map(|i| order(i) + swing[i % 5]))).unwrap();
        assert!((interval.mean - 5.5).abs() < 1e-12 && interval.batches == 10);
        let expected = 3.249_836 * libm::sqrt(55.0 / 60.0);
        assert!(
            (interval.high - 5.5 - expected).abs() < 1e-6,
            "{interval:?}"
        );
        assert!((5.5 - interval.low - expected).abs() < 1e-6, "{interval:?}");
        // The same batches without the swing hang together.
        assert_eq!(
            batch_means(&tens((0..50).map(order))),
            Err(NotEnough::Correlated)
        );
    }

    #[test]
    fn windows_weigh_by_their_observations() {
        let odd = |i: u64| i % 2;
        let windows: Vec<Group> = (0..160)
            .map(|i| Group {
                count: 10 + 90 * odd(i),
                sum: ((10 + 90 * odd(i)) * odd(i)) as f64,
            })
            .collect();
        let interval = batch_means(&windows).unwrap();
        assert!((interval.mean - 100.0 / 110.0).abs() < 1e-12 && interval.batches == 20);
        // Every batch has the same mean.
        assert!(interval.high - interval.low < 1e-12);
    }

    #[test]
    fn what_is_skewed_reaches_further() {
        let mut off = vec![-1.0; 9];
        off.push(9.0);
        let skewed = interval(10.0, &off, 5);
        assert!(skewed.high - 10.0 > 1.5 * (10.0 - skewed.low), "{skewed:?}");
        // β = 0.1, t = 2: (∛(1 + 0.6·1.9) − 1)/0.2 = (∛2.14 − 1)/0.2.
        assert!(
            (willink(2.0, 0.1) - 1.443_29).abs() < 1e-4,
            "{}",
            willink(2.0, 0.1)
        );
        assert!((willink(3.0, 1e-5) - 3.0).abs() < 1e-3 && willink(3.0, 0.0) == 3.0);
    }

    #[test]
    fn batches_that_go_on_like_the_last_widen_the_interval() {
        let up = [-3.0, -2.0, -1.0, -1.0, 0.0, 0.0, 1.0, 1.0, 2.0, 3.0];
        let mixed = [1.0, -2.0, 3.0, -1.0, 0.0, 1.0, -3.0, 2.0, -1.0, 0.0];
        let width = |off: &[f64]| interval(5.0, off, 5).high - interval(5.0, off, 5).low;
        assert!(width(&up) > 1.5 * width(&mixed));
    }

    #[test]
    fn distance_is_in_standard_errors() {
        // s² = 20/19 for a batch, which is ten windows.
        let known = interval(5.0, &[1.0, -1.0].repeat(10), 10);
        let error = libm::sqrt(20.0 / 19.0);
        assert!((known.distance(&tens([6.0; 10])) - 1.0 / error).abs() < 1e-12);
        assert!((known.distance(&tens([9.0; 40])) - 8.0 / error).abs() < 1e-12);
        assert_eq!(known.distance(&tens([5.0; 10])), 0.0);
        assert_eq!(known.distance(&[Group::default(); 3]), 0.0);
    }

    #[test]
    fn the_rule_is_law_and_carsons() {
        assert!((batch_correlation(0.4, 8) - MAX_CORRELATION).abs() < 1e-3);
        assert!((batch_correlation(0.4, 1) - 0.4).abs() < 1e-15);
        assert_eq!(batch_correlation(0.0, 5), 0.0);
        assert!(batch_correlation(-0.5, 5) < 0.0);
    }

    #[test]
    fn too_little_is_said() {
        assert_eq!(batch_means(&[]), Err(NotEnough::TooShort));
        let noise = |n: usize| tens(autoregressive(&mut stream(1), 0.0, n));
        assert_eq!(batch_means(&noise(49)), Err(NotEnough::TooShort));
        let batches = [50, 159, 160].map(|n| batch_means(&noise(n)).unwrap().batches);
        assert_eq!(batches, [10, 10, 20]);
        let mut few = noise(400);
        few.iter_mut().for_each(|group| group.count = 0);
        few[399].count = 199;
        assert_eq!(batch_means(&few), Err(NotEnough::TooShort));
        few[399].count = 200;
        assert!(batch_means(&few).is_ok());
    }

    /// Share of 2,000 series whose interval contains the mean, and share that has none.
    fn coverage(phi: f64, length: usize) -> (f64, f64) {
        let (mut covered, mut without) = (0, 0);
        for seed in 0..2_000 {
            match batch_means(&tens(autoregressive(&mut stream(seed), phi, length))) {
                Ok(interval) => covered += u32::from(interval.contains(5.0)),
                Err(_) => without += 1,
            }
        }
        (
            f64::from(covered) / f64::from(2_000 - without),
            f64::from(without) / 2_000.0,
        )
    }

    #[test]
    fn intervals_cover_the_mean_as_often_as_they_say() {
        // As good as independent batches: the correlation of neighbours is 0, and 0.03 at φ = 0.5.
        for (phi, length) in [(0.0, 480), (0.5, 480), (0.0, 60)] {
            let (covered, without) = coverage(phi, length);
            println!("{phi} {length} {covered} {without}");
            // At least 99 % of 2,000 less four standard deviations; some more, because what chance makes look like
            // correlation or skewness widens the interval too.
            assert!((0.981..0.9995).contains(&covered), "{phi}: {covered}");
            assert!(without < 0.05, "{phi}: {without}");
        }
    }

    #[test]
    fn what_hangs_together_has_no_interval() {
        for (phi, length) in [(0.99, 480), (0.9, 480), (0.9, 60)] {
            let (_, without) = coverage(phi, length);
            assert!(without > 0.98, "{phi}: {without}");
        }
    }
}
