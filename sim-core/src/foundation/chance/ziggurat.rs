//! Tables of the ziggurat method (Marsaglia and Tsang, 2000) for the exponential and the normal curve.
//!
//! The curve is covered by 256 layers of equal area. Layer 0 is the base: a rectangle up to `r` plus the tail
//! beyond. One random word picks a layer (bits 0–7) and a position in it (bits 11–63); most positions lie under
//! the curve for certain and are the answer. The tables are computed once, with `libm`.

use std::sync::LazyLock;

const LAYERS: usize = 256;
/// Positions inside a layer are multiples of its width times 2^-53.
const POSITIONS: f64 = (1u64 << 53) as f64;

/// Where the tail begins for 256 layers of equal area (Marsaglia and Tsang).
const EXPONENTIAL_R: f64 = 7.697_117_470_131_05;
const NORMAL_R: f64 = 3.654_152_885_361_009;

#[derive(Debug)]
pub(super) struct Tables {
    pub(super) exponential: Ziggurat,
    pub(super) normal: Ziggurat,
}

impl Tables {
    /// The one copy of the tables, computed at the first call.
    pub(super) fn shared() -> &'static Self {
        static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables {
            exponential: exponential_table(),
            normal: normal_table(),
        });
        &TABLES
    }
}

/// What a draw needs of one layer, side by side in memory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layer {
    /// Positions below this one are under the curve for certain.
    inside: u64,
    /// Width of one position.
    step: f64,
}

impl Layer {
    /// The x of the position in `bits`, and whether it is under the curve for certain.
    #[inline]
    pub(super) fn place(self, bits: u64) -> (f64, bool) {
        let position = bits >> 11;
        (position as i64 as f64 * self.step, position < self.inside)
    }
}

#[derive(Debug)]
pub(super) struct Ziggurat {
    layers: [Layer; LAYERS],
    /// Curve height at the right edge of each layer, and 1 at the end.
    heights: [f64; LAYERS + 1],
    tail_start: f64,
}

impl Ziggurat {
    /// `r`: start of the tail; `area` of each layer; `curve` decreasing from 1, and its `inverse`.
    fn new(r: f64, area: f64, curve: fn(f64) -> f64, inverse: fn(f64) -> f64) -> Self {
        let mut edges = [0.0; LAYERS + 1];
        edges[0] = area / curve(r);
        edges[1] = r;
        for i in 1..LAYERS - 1 {
            edges[i + 1] = inverse(area / edges[i] + curve(edges[i]));
        }
        let mut heights = edges.map(curve);
        heights[LAYERS] = 1.0;
        let layers = std::array::from_fn(|i| Layer {
            inside: (edges[i + 1] / edges[i] * POSITIONS) as u64,
            step: edges[i] / POSITIONS,
        });
        Self {
            layers,
            heights,
            tail_start: r,
        }
    }

    #[inline]
    pub(super) fn layer(&self, bits: u64) -> Layer {
        self.layers[(bits & 0xff) as usize]
    }

    /// Whether `bits` picked the layer whose outside is the tail.
    #[inline]
    pub(super) fn is_base(&self, bits: u64) -> bool {
        bits & 0xff == 0
    }

    /// The height in the layer of `bits` at the fraction `unit` between its lower and upper edge.
    pub(super) fn height(&self, bits: u64, unit: f64) -> f64 {
        let i = (bits & 0xff) as usize;
        self.heights[i] + unit * (self.heights[i + 1] - self.heights[i])
    }

    pub(super) fn tail_start(&self) -> f64 {
        self.tail_start
    }
}

fn exponential_table() -> Ziggurat {
    let r = EXPONENTIAL_R;
    // Rectangle r·e^-r plus the tail e^-r.
    Ziggurat::new(
        r,
        (r + 1.0) * libm::exp(-r),
        |x| libm::exp(-x),
        |y| -libm::log(y),
    )
}

fn normal_table() -> Ziggurat {
    let r = NORMAL_R;
    let curve = |x: f64| libm::exp(-0.5 * x * x);
    let tail =
        libm::sqrt(core::f64::consts::FRAC_PI_2) * libm::erfc(r * core::f64::consts::FRAC_1_SQRT_2);
    Ziggurat::new(r, r * curve(r) + tail, curve, |y| {
        libm::sqrt(-2.0 * libm::log(y))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layers_close_at_the_top() {
        // The last layer must end at height 1: only then is every layer's area the same.
        let tables = Tables::shared();
        for (table, area, name) in [
            (
                &tables.exponential,
                0.003_949_659_822_581_557,
                "exponential",
            ),
            (&tables.normal, 0.004_928_673_233_974_655, "normal"),
        ] {
            let width = table.layers[LAYERS - 1].step * POSITIONS;
            let top = table.heights[LAYERS - 1] + area / width;
            assert!((top - 1.0).abs() < 1e-12, "{name}: {top}");
            assert!(table.heights.is_sorted(), "{name}");
            assert_eq!(table.layers[LAYERS - 1].inside, 0, "{name}");
        }
    }
}
