//! Which of a few things comes next: a tournament of instants, in which only the way of the one that changed is played
//! again.

/// Bits of an entry for whose it is.
const BITS: u32 = 5;
/// Things that can be told apart.
pub const PLACES: usize = 1 << BITS;
/// It does not come.
pub const NEVER: u64 = u64::MAX >> BITS;

/// Instants, ns, each with its place below; the least is at 1.
#[derive(Debug)]
pub struct Soonest([u64; 2 * PLACES]);

impl Soonest {
    pub fn new() -> Self {
        Self([u64::MAX; 2 * PLACES])
    }

    /// When something comes next, and what.
    #[inline(always)]
    pub fn next(&self) -> (u64, usize) {
        (self.0[1] >> BITS, self.0[1] as usize % PLACES)
    }

    #[inline(always)]
    pub fn set(&mut self, place: usize, at: u64) {
        let mut node = PLACES + place % PLACES;
        let mut least = (at << BITS) | (place % PLACES) as u64;
        self.0[node] = least;
        while node > 1 {
            let other = self.0[node ^ 1];
            // No branch: who wins is a toss of a coin.
            least = if other < least { other } else { least };
            node >>= 1;
            self.0[node] = least;
        }
    }
}
