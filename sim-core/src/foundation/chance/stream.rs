//! One random stream: uniform, integer, Bernoulli, exponential and normal draws from xoshiro256++.

use rand_core::RngCore;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::ziggurat::Tables;

/// 2^-53: the distance of neighbouring uniform draws.
const ULP_53: f64 = 1.0 / (1u64 << 53) as f64;

/// A random stream. A clone continues with the same draws, independently: that is how a run forks.
#[derive(Debug, Clone)]
pub struct Stream {
    rng: Xoshiro256PlusPlus,
    /// Held here so that a draw does not ask whether the tables exist.
    tables: &'static Tables,
}

impl PartialEq for Stream {
    fn eq(&self, other: &Self) -> bool {
        self.rng == other.rng
    }
}

impl Stream {
    pub(super) fn new(rng: Xoshiro256PlusPlus) -> Self {
        Self {
            rng,
            tables: Tables::shared(),
        }
    }

    /// 64 uniform random bits.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        self.rng.next_u64()
    }

    /// Uniform on [0, 1), a multiple of 2^-53.
    #[inline]
    pub fn unit_f64(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * ULP_53
    }

    /// Uniform on (0, 1], a multiple of 2^-53: safe for a logarithm.
    #[inline]
    pub fn unit_open(&mut self) -> f64 {
        ((self.next_u64() >> 11) + 1) as f64 * ULP_53
    }

    /// Uniform on 0..n without bias (Lemire's multiplication with rejection); 0 when n is 0.
    #[inline]
    pub fn below(&mut self, n: u64) -> u64 {
        let mut product = u128::from(self.next_u64()) * u128::from(n);
        if (product as u64) < n {
            let threshold = n.wrapping_neg() % n;
            while (product as u64) < threshold {
                product = u128::from(self.next_u64()) * u128::from(n);
            }
        }
        (product >> 64) as u64
    }

    /// True with probability `p`. Certain answers (`p` ≤ 0, `p` ≥ 1, NaN as 0) draw nothing.
    #[inline]
    pub fn bernoulli(&mut self, p: f64) -> bool {
        if p >= 1.0 {
            return true;
        }
        p > 0.0 && self.unit_f64() < p
    }

    /// Exponential with mean 1 (ziggurat with 256 layers).
    #[inline(always)]
    pub fn exponential(&mut self) -> f64 {
        let bits = self.next_u64();
        let layer = self.tables.exponential.layer(bits);
        let (x, inside) = layer.place(bits);
        if inside {
            x
        } else {
            self.exponential_edge(bits, x)
        }
    }

    /// Standard normal: mean 0, variance 1 (ziggurat with 256 layers).
    #[inline]
    pub fn normal(&mut self) -> f64 {
        let bits = self.next_u64();
        let layer = self.tables.normal.layer(bits);
        let (x, inside) = layer.place(bits);
        let x = if inside { x } else { self.normal_edge(bits, x) };
        // Bit 8 is used neither for the layer nor for the position: it is the sign, which nobody could guess.
        f64::from_bits(x.to_bits() ^ ((bits & 0x100) << 55))
    }

    /// The rare draws (about 1 %) that fall outside the rectangle inside the curve.
    #[cold]
    fn exponential_edge(&mut self, mut bits: u64, mut x: f64) -> f64 {
        let table = &self.tables.exponential;
        loop {
            if table.is_base(bits) {
                // Memoryless: beyond the last layer the rest is again exponential.
                return table.tail_start() - libm::log(self.unit_open());
            }
            if table.height(bits, self.unit_f64()) < libm::exp(-x) {
                return x;
            }
            bits = self.next_u64();
            let (again, inside) = table.layer(bits).place(bits);
            if inside {
                return again;
            }
            x = again;
        }
    }

    #[cold]
    fn normal_edge(&mut self, mut bits: u64, mut x: f64) -> f64 {
        let table = &self.tables.normal;
        loop {
            if table.is_base(bits) {
                return self.normal_tail(table.tail_start());
            }
            if table.height(bits, self.unit_f64()) < libm::exp(-0.5 * x * x) {
                return x;
            }
            bits = self.next_u64();
            let (again, inside) = table.layer(bits).place(bits);
            if inside {
                return again;
            }
            x = again;
        }
    }

    /// Marsaglia's method for the normal beyond `start`.
    fn normal_tail(&mut self, start: f64) -> f64 {
        loop {
            let x = -libm::log(self.unit_open()) / start;
            let y = -libm::log(self.unit_open());
            if 2.0 * y > x * x {
                return start + x;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::StreamKey;
    use super::*;

    fn stream(purpose: &str) -> Stream {
        StreamKey::new(42, "test", purpose).stream()
    }

    /// Σ x^i / n for i = 1..=4.
    fn moments(n: u32, mut draw: impl FnMut() -> f64) -> [f64; 4] {
        let mut sums = [0.0; 4];
        for _ in 0..n {
            let x = draw();
            let mut power = 1.0;
            for sum in &mut sums {
                power *= x;
                *sum += power;
            }
        }
        sums.map(|s| s / f64::from(n))
    }

    #[test]
    fn uniform_stays_in_its_interval() {
        let mut s = stream("uniform");
        for _ in 0..100_000 {
            let (a, b) = (s.unit_f64(), s.unit_open());
            assert!((0.0..1.0).contains(&a) && b > 0.0 && b <= 1.0);
        }
        let [mean, square, ..] = moments(1_000_000, || s.unit_f64());
        assert!((mean - 0.5).abs() < 0.0015, "{mean}");
        assert!((square - 1.0 / 3.0).abs() < 0.0015, "{square}");
    }

    #[test]
    fn below_is_unbiased_even_for_awkward_bounds() {
        let mut s = stream("below");
        assert_eq!(s.below(0), 0);
        assert_eq!(s.below(1), 0);
        let mut counts = [0u32; 7];
        for _ in 0..700_000 {
            counts[s.below(7) as usize] += 1;
        }
        // Six sigma of a binomial with mean 100,000.
        assert!(
            counts.iter().all(|&c| c.abs_diff(100_000) < 1_800),
            "{counts:?}"
        );
        // Without rejection two thirds of the range would get half of the rest: the mean shows it.
        let n = 3u64 << 62;
        let mean = moments(200_000, || s.below(n) as f64 / n as f64)[0];
        assert!((mean - 0.5).abs() < 0.004, "{mean}");
    }

    #[test]
    fn bernoulli_frequency_and_certainty() {
        let mut s = stream("bernoulli");
        let hits = (0..1_000_000).filter(|_| s.bernoulli(0.3)).count();
        assert!(hits.abs_diff(300_000) < 2_800, "{hits}");
        let before = s.clone();
        assert!(
            s.bernoulli(1.0) && !s.bernoulli(0.0) && !s.bernoulli(-1.0) && !s.bernoulli(f64::NAN)
        );
        assert_eq!(s, before);
    }

    #[test]
    fn exponential_moments_and_tail() {
        let mut s = stream("exponential");
        let [m1, m2, m3, _] = moments(4_000_000, || s.exponential());
        assert!((m1 - 1.0).abs() < 0.003, "{m1}");
        assert!((m2 - 2.0).abs() < 0.015, "{m2}");
        assert!((m3 - 6.0).abs() < 0.12, "{m3}");
        let n = 4_000_000;
        let mut beyond = [0u32; 3];
        for _ in 0..n {
            let x = s.exponential();
            assert!(x >= 0.0);
            for (count, limit) in beyond.iter_mut().zip([1.0, 4.0, 8.0]) {
                *count += u32::from(x > limit);
            }
        }
        for (count, limit) in beyond.into_iter().zip([1.0, 4.0, 8.0]) {
            let p = libm::exp(-limit);
            let sigma = libm::sqrt(p * (1.0 - p) * f64::from(n));
            assert!(
                (f64::from(count) - p * f64::from(n)).abs() < 5.0 * sigma,
                "P(X > {limit})"
            );
        }
    }

    #[test]
    fn normal_moments_and_tail() {
        let mut s = stream("normal");
        let [m1, m2, m3, m4] = moments(4_000_000, || s.normal());
        assert!(m1.abs() < 0.003 && (m2 - 1.0).abs() < 0.004, "{m1} {m2}");
        assert!(m3.abs() < 0.01 && (m4 - 3.0).abs() < 0.03, "{m3} {m4}");
        // Both tails beyond the last layer (3.654): 2 × 1.2904e-4 expected.
        let n = 4_000_000;
        let tail = (0..n)
            .filter(|_| s.normal().abs() > 3.654_152_885_361_009)
            .count();
        let expected = libm::erfc(3.654_152_885_361_009 / core::f64::consts::SQRT_2) * f64::from(n);
        assert!(
            (tail as f64 - expected).abs() < 5.0 * libm::sqrt(expected),
            "{tail} {expected}"
        );
    }

    #[test]
    fn draws_are_the_same_on_every_machine() {
        let mut s = StreamKey::new(1, "web", "service").stream();
        let bits = [s.next_u64(), s.next_u64(), s.next_u64()];
        assert_eq!(bits, GOLDEN_BITS);
        let mut s = StreamKey::new(1, "web", "arrivals").stream();
        let mut hash = 0u64;
        for _ in 0..100_000 {
            hash = hash.rotate_left(5) ^ s.exponential().to_bits();
            hash = hash.rotate_left(5) ^ s.normal().to_bits();
            hash = hash.rotate_left(5) ^ s.below(1000);
        }
        assert_eq!(hash, GOLDEN_HASH);
    }

    const GOLDEN_BITS: [u64; 3] = [
        10_990_210_882_943_106_133,
        8_642_698_751_996_197_581,
        180_711_952_504_110_152,
    ];
    const GOLDEN_HASH: u64 = 12_179_735_690_392_823_219;
}
