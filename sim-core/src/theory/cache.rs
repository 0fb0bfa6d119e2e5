//! Hit ratios of caches under independent references: each request asks for key k with the same probability, whatever
//! was asked for before.
//!
//! Sources: King, "Analysis of demand paging algorithms", IFIP (1971), for LRU and FIFO; renewal theory for entries
//! that live for a fixed time.

use super::{TheoryError, count, not_negative, positive};

/// Keys of [`lru_hit_ratio`]: it looks at every set of keys that could be kept.
pub const MAX_LRU_KEYS: usize = 20;
/// Keys of [`fifo_hit_ratio`].
pub const MAX_FIFO_KEYS: usize = 2_000;

/// Share of hits in the long run, 0..1, where the entry goes that was asked for the longest ago (LRU).
///
/// `popularity`: how often each key is asked for, in any unit. A set that is kept stands in the order of its last
/// requests; the last of all was for key i with probability pᵢ, the last for another one for j with pⱼ/(1 − pᵢ), and
/// so on.
///
/// # Errors
/// Popularities that are not above zero; more than [`MAX_LRU_KEYS`] keys.
pub fn lru_hit_ratio(popularity: &[f64], entries: usize) -> Result<f64, TheoryError> {
    let p = shares(popularity, MAX_LRU_KEYS)?;
    if entries >= p.len() {
        return Ok(1.0);
    }
    let keys = p.len();
    let mass = |set: usize| -> f64 { (0..keys).filter(|k| set >> k & 1 == 1).map(|k| p[k]).sum() };
    let mut chance = vec![0.0; 1 << keys];
    chance[0] = 1.0;
    let mut hits = 0.0;
    for set in 0..chance.len() {
        let size = set.count_ones() as usize;
        if size == entries {
            hits += chance[set] * mass(set);
        } else if size < entries {
            let left = 1.0 - mass(set);
            for key in (0..keys).filter(|k| set >> k & 1 == 0) {
                chance[set | 1 << key] += chance[set] * p[key] / left;
            }
        }
    }
    Ok(hits)
}

/// The same where the entry goes that was filled the longest ago (FIFO): a set is kept with a probability in proportion
/// to the product of its popularities.
///
/// # Errors
/// Popularities that are not above zero; more than [`MAX_FIFO_KEYS`] keys.
pub fn fifo_hit_ratio(popularity: &[f64], entries: usize) -> Result<f64, TheoryError> {
    let p = shares(popularity, MAX_FIFO_KEYS)?;
    if entries >= p.len() {
        return Ok(1.0);
    }
    // By size: Σ over all sets of Π p, and of Π p · Σ p. Scaled, or large sets would vanish.
    let scale = p.len() as f64;
    let mut products = vec![0.0; entries + 1];
    let mut masses = vec![0.0; entries + 1];
    products[0] = 1.0;
    for share in &p {
        for size in (1..=entries).rev() {
            let with = products[size - 1] * share * scale;
            masses[size] += masses[size - 1] * share * scale + with * share;
            products[size] += with;
        }
    }
    Ok(masses[entries] / products[entries])
}

/// What becomes of requests at a cache without a limit of room, whose entries live for a fixed time: shares of all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TtlFigures {
    pub hits: f64,
    /// Misses that fetch, and misses that wait for a fetch under way.
    pub fetches: f64,
    pub followed: f64,
}

/// Figures for Poisson requests of `rates` per second by key, entries that live `ttl_s` from their filling on, and
/// fetches that take `fetch_s`, one at a time for each key: for each key a cycle of a fetch, a life, and the wait for
/// the next request.
///
/// # Errors
/// Rates that are not above zero; negative times.
pub fn ttl_figures(rates: &[f64], ttl_s: f64, fetch_s: f64) -> Result<TtlFigures, TheoryError> {
    let (ttl, fetch) = (
        not_negative("ttl_s", ttl_s)?,
        not_negative("fetch_s", fetch_s)?,
    );
    let (mut all, mut hits, mut fetches, mut followed) = (0.0, 0.0, 0.0, 0.0);
    for rate in rates {
        let rate = positive("rate", *rate)?;
        let cycle = 1.0 + rate * (fetch + ttl);
        all += rate;
        hits += rate * rate * ttl / cycle;
        followed += rate * rate * fetch / cycle;
        fetches += rate / cycle;
    }
    let all = positive("rates", all)?;
    Ok(TtlFigures {
        hits: hits / all,
        fetches: fetches / all,
        followed: followed / all,
    })
}

/// Shares of 1.
fn shares(popularity: &[f64], most: usize) -> Result<Vec<f64>, TheoryError> {
    count("keys", popularity.len() as u64, 1, most as u64)?;
    for each in popularity {
        positive("popularity", *each)?;
    }
    let all: f64 = popularity.iter().sum();
    Ok(popularity.iter().map(|each| each / all).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::close;
    use super::*;

    #[test]
    fn alike_keys_hit_by_the_share_that_is_kept() {
        for entries in 0..=6 {
            let expected = entries as f64 / 6.0;
            for ratio in [
                lru_hit_ratio(&[3.0; 6], entries).unwrap(),
                fifo_hit_ratio(&[3.0; 6], entries).unwrap(),
            ] {
                assert!(close(ratio, expected, 1e-12), "{entries}: {ratio}");
            }
        }
    }

    /// One entry is the last request's in either order: Σ p². Two of three, by hand.
    #[test]
    fn small_caches_by_hand() {
        let p = [0.5, 0.3, 0.2];
        for ratio in [
            lru_hit_ratio(&p, 1).unwrap(),
            fifo_hit_ratio(&p, 1).unwrap(),
        ] {
            assert!(close(ratio, 0.38, 1e-12), "{ratio}");
        }
        // Pairs {1,2}, {1,3}, {2,3}: pᵢpⱼ(1/(1 − pᵢ) + 1/(1 − pⱼ)).
        let pair = |a: f64, b: f64| a * b * (1.0 / (1.0 - a) + 1.0 / (1.0 - b));
        let lru = pair(0.5, 0.3) * 0.8 + pair(0.5, 0.2) * 0.7 + pair(0.3, 0.2) * 0.5;
        assert!(close(lru_hit_ratio(&p, 2).unwrap(), lru, 1e-12));
        let fifo = (0.15 * 0.8 + 0.1 * 0.7 + 0.06 * 0.5) / 0.31;
        assert!(close(fifo_hit_ratio(&p, 2).unwrap(), fifo, 1e-12));
        assert!(lru > fifo);
    }

    #[test]
    fn a_life_of_its_own_for_each_key() {
        let one = ttl_figures(&[2.0], 3.0, 0.0).unwrap();
        assert!(close(one.hits, 6.0 / 7.0, 1e-12) && one.followed == 0.0);
        let slow = ttl_figures(&[2.0, 1.0], 3.0, 0.5).unwrap();
        assert!(close(slow.hits + slow.fetches + slow.followed, 1.0, 1e-12));
        assert_eq!(ttl_figures(&[1.0], 0.0, 0.0).unwrap().fetches, 1.0);
    }

    #[test]
    fn what_makes_no_sense_has_no_answer() {
        assert!(lru_hit_ratio(&[], 1).is_err() && fifo_hit_ratio(&[1.0, 0.0], 1).is_err());
        assert!(lru_hit_ratio(&[1.0; 21], 1).is_err());
        assert!(ttl_figures(&[1.0], f64::NAN, 0.0).is_err() && ttl_figures(&[], 1.0, 0.0).is_err());
    }
}
