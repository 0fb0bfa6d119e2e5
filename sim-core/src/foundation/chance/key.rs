//! Which random stream belongs to (seed, component id, purpose): a stable hash, specified here and nowhere else.
//!
//! 1. `h` starts as the FNV-1a 64 offset basis xor `mix(seed)`.
//! 2. FNV-1a over the bytes of the id, then one byte 0xFF (never part of UTF-8), then the bytes of the purpose.
//! 3. The four words of the xoshiro256++ state are the first four outputs of splitmix64 started at `h`.
//!
//! Each step of 1 and 2 is a bijection of `h`, so two seeds never share the stream of one id and purpose.

use rand_core::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::stream::Stream;

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;
const SPLITMIX_GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;
const SEPARATOR: u8 = 0xff;

/// The 64-bit key of one random stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamKey(u64);

impl StreamKey {
    /// The key for what `purpose` (for example `"service"`) draws at the component or link `id` in a run with `seed`.
    #[must_use]
    pub fn new(seed: u64, id: &str, purpose: &str) -> Self {
        let mut hash = FNV_OFFSET ^ mix(seed);
        for byte in id.bytes().chain([SEPARATOR]).chain(purpose.bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME);
        }
        Self(hash)
    }

    /// The key as a number, for logs and tests.
    #[must_use]
    pub const fn as_u64(self) -> u64 {
        self.0
    }

    /// The stream at its beginning.
    #[must_use]
    pub fn stream(self) -> Stream {
        let mut bytes = [0u8; 32];
        let mut state = self.0;
        for word in bytes.chunks_exact_mut(8) {
            state = state.wrapping_add(SPLITMIX_GAMMA);
            word.copy_from_slice(&mix(state).to_le_bytes());
        }
        Stream::new(Xoshiro256PlusPlus::from_seed(bytes))
    }
}

/// The seed of replication `index` of a run: 0 is the run itself, the others are unrelated seeds.
#[must_use]
pub fn replication_seed(seed: u64, index: u64) -> u64 {
    if index == 0 {
        seed
    } else {
        mix(mix(seed).wrapping_add(index.wrapping_mul(SPLITMIX_GAMMA)))
    }
}

/// The finaliser of splitmix64: a bijection in which every input bit moves every output bit.
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn splitmix64_reference() {
        // The first outputs of splitmix64 started at 1234567, as published with the generator.
        let outputs: Vec<u64> = (1..=3u64)
            .map(|i| mix(1_234_567u64.wrapping_add(i.wrapping_mul(SPLITMIX_GAMMA))))
            .collect();
        assert_eq!(
            outputs,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn fnv_reference() {
        // mix(0) is 0, so seed 0 is plain FNV-1a of "a\xffb".
        let by_hand = b"a\xffb".iter().fold(FNV_OFFSET, |h, &b| {
            (h ^ u64::from(b)).wrapping_mul(FNV_PRIME)
        });
        assert_eq!(StreamKey::new(0, "a", "b").as_u64(), by_hand);
    }

    #[test]
    fn keys_differ_in_every_part() {
        let mut keys = BTreeSet::new();
        for seed in 0..20 {
            for id in ["web", "we", "db", "1", ""] {
                for purpose in ["service", "bservice", "b", "1", ""] {
                    keys.insert(StreamKey::new(seed, id, purpose));
                }
            }
        }
        assert_eq!(keys.len(), 20 * 5 * 5);
    }

    #[test]
    fn replications_have_seeds_of_their_own() {
        assert_eq!(replication_seed(7, 0), 7);
        let seeds: BTreeSet<u64> = (0..1000)
            .flat_map(|i| [replication_seed(7, i), replication_seed(8, i)])
            .collect();
        assert_eq!(seeds.len(), 2000);
    }
}
