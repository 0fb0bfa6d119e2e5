//! Steady state of a finite continuous-time Markov chain by the elimination of Grassmann, Taksar and Heyman.
//!
//! The method never subtracts, so every probability is right to nearly all digits, however small it is. Rates
//! are kept in a band around the diagonal: number the states so that neighbours are close to each other.

/// A rate from one state to another.
pub type Rate = (usize, usize, f64);

/// The steady-state probabilities of the irreducible chain with the states `0..states` and these rates.
///
/// Rates between the same two states add up; a rate from a state to itself is ignored.
///
/// # Panics
/// If a rate is negative or not finite, or the states do not all communicate.
pub fn steady_state(states: usize, rates: &[Rate]) -> Vec<f64> {
    let band = rates
        .iter()
        .map(|&(from, to, _)| from.abs_diff(to))
        .max()
        .unwrap_or(0);
    let width = 2 * band + 1;
    let mut matrix = vec![0.0; states * width];
    // Column `to` of row `from`, which is at most `band` away.
    let at = |from: usize, to: usize| from * width + to + band - from;
    for &(from, to, rate) in rates {
        assert!(
            rate >= 0.0 && rate.is_finite(),
            "rate {rate} from {from} to {to}"
        );
        if from != to {
            matrix[at(from, to)] += rate;
        }
    }
    for k in (1..states).rev() {
        let first = k.saturating_sub(band);
        let out: f64 = (first..k).map(|to| matrix[at(k, to)]).sum();
        assert!(out > 0.0, "state {k} cannot be left towards smaller states");
        for from in first..k {
            matrix[at(from, k)] /= out;
            let share = matrix[at(from, k)];
            for to in first..k {
                if to != from {
                    matrix[at(from, to)] += share * matrix[at(k, to)];
                }
            }
        }
    }
    let mut weights = vec![0.0; states];
    weights[0] = 1.0;
    let mut total = 1.0;
    for k in 1..states {
        let first = k.saturating_sub(band);
        weights[k] = (first..k)
            .map(|from| weights[from] * matrix[at(from, k)])
            .sum();
        total += weights[k];
        assert!(
            total.is_finite(),
            "the weights overflow at state {k}: number the states from likely to unlikely"
        );
    }
    weights.iter().map(|weight| weight / total).collect()
}
