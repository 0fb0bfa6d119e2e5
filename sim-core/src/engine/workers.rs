//! When the workers of a component are free, as far as its requests are known.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// So many workers are looked through each time.
const FEW: usize = 16;

/// The ends of their work.
#[derive(Debug, Default)]
pub enum Workers {
    /// As many as it takes.
    #[default]
    Endless,
    One(u64),
    Some(Few),
    /// While there are fewer requests than workers nobody asks who is free, and there are no times.
    Many {
        count: usize,
        ends: Option<BinaryHeap<Reverse<u64>>>,
    },
}

impl Workers {
    /// So many workers, all free; `u32::MAX`: as many as it takes.
    pub fn new(count: u32) -> Self {
        match count {
            u32::MAX => Workers::Endless,
            1 => Workers::One(0),
            count if count as usize <= FEW => Workers::Some(Few::new(count as usize)),
            count => Workers::Many {
                count: count as usize,
                ends: None,
            },
        }
    }

    /// When the first of them is free for a request that comes now. `present`: when the requests end that are there, and
    /// maybe some that are not any more; asked where it matters.
    #[inline(always)]
    pub fn free<T: Iterator<Item = u64>>(&mut self, now: u64, present: impl FnOnce() -> T) -> u64 {
        match self {
            Workers::One(end) => now.max(*end),
            Workers::Some(few) => now.max(few.least),
            Workers::Endless => now,
            Workers::Many { count, ends: None } => {
                let present = present();
                if present.size_hint().0 < *count {
                    return now;
                }
                let mut ends = present.map(Reverse).collect();
                let first = first_free(&mut ends, *count, now);
                let count = *count;
                *self = Workers::Many {
                    count,
                    ends: Some(ends),
                };
                first
            }
            Workers::Many {
                count,
                ends: Some(ends),
            } => first_free(ends, *count, now),
        }
    }

    /// That worker takes a request until `end`.
    #[inline(always)]
    pub fn take(&mut self, end: u64) {
        match self {
            Workers::One(last) => *last = end,
            Workers::Some(few) => few.replace_least(end),
            Workers::Endless | Workers::Many { ends: None, .. } => {}
            Workers::Many {
                ends: Some(ends),
                count,
            } => replace_first(ends, *count, end),
        }
    }

    /// There are so many requests `present`: with far fewer than workers, their times are not needed.
    pub fn rest(&mut self, present: usize) {
        if let Workers::Many { count, ends } = self
            && 2 * present < *count
        {
            *ends = None;
        }
    }
}

/// Up to sixteen times in families of four, with the least of each family beside them. No step depends on a comparison
/// that the processor would have to guess.
#[derive(Debug)]
pub struct Few {
    least: u64,
    /// The family of the least.
    which: usize,
    firsts: [u64; 4],
    families: [[u64; 4]; 4],
}

impl Few {
    /// So many times of 0.
    fn new(count: usize) -> Self {
        let mut families = [[u64::MAX; 4]; 4];
        families.as_flattened_mut()[..count].fill(0);
        Self {
            least: 0,
            which: 0,
            firsts: families.map(|family| family[0]),
            families,
        }
    }

    /// All is worked out before anything is stored: a place that is not known yet when it is stored to would hold up
    /// whatever is read after it.
    #[inline(always)]
    fn replace_least(&mut self, end: u64) {
        let which = self.which & 3;
        let family = replaced(self.families[which], self.least, end);
        let [a, b, c, d] = family;
        let first = a.min(b).min(c.min(d));
        let [a, b, c, d] = self.firsts;
        let firsts = [
            if which == 0 { first } else { a },
            if which == 1 { first } else { b },
            if which == 2 { first } else { c },
            if which == 3 { first } else { d },
        ];
        let [a, b, c, d] = firsts;
        let (left, right) = (a.min(b), c.min(d));
        let (in_left, in_right) = (usize::from(b < a), 2 + usize::from(d < c));
        self.which = if right < left { in_right } else { in_left };
        self.least = left.min(right);
        self.firsts = firsts;
        self.families[which] = family;
    }
}

/// One of the times that are `old`, of which there is one, becomes `new`.
#[inline(always)]
fn replaced([a, b, c, d]: [u64; 4], old: u64, new: u64) -> [u64; 4] {
    let (in_b, in_c, in_d) = (b == old, c == old, d == old);
    [
        if in_b | in_c | in_d { a } else { new },
        if in_b & !(in_c | in_d) { new } else { b },
        if in_c & !in_d { new } else { c },
        if in_d { new } else { d },
    ]
}

#[inline(never)]
fn first_free(ends: &mut BinaryHeap<Reverse<u64>>, count: usize, now: u64) -> u64 {
    while ends.peek().is_some_and(|Reverse(end)| *end <= now) {
        ends.pop();
    }
    match ends.peek() {
        Some(Reverse(end)) if ends.len() >= count => *end,
        _ => now,
    }
}

#[inline(never)]
fn replace_first(ends: &mut BinaryHeap<Reverse<u64>>, count: usize, end: u64) {
    if ends.len() < count {
        ends.push(Reverse(end));
    } else if let Some(mut first) = ends.peek_mut() {
        *first = Reverse(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against a plain list of the times at which each worker is free.
        #[test]
        fn the_first_free_worker_takes_the_next(
            count in prop_oneof![1u32..20, Just(40u32)],
            requests in prop::collection::vec((0u64..30, 0u64..200), 1..300),
        ) {
            let (mut workers, mut naive) = (Workers::new(count), vec![0u64; count as usize]);
            let (mut now, mut ends) = (0, Vec::new());
            for (gap, work) in requests {
                now += gap;
                ends.retain(|end| *end > now);
                workers.rest(ends.len());
                let begin = workers.free(now, || ends.clone().into_iter());
                let place = (0..naive.len()).min_by_key(|at| naive[*at]).unwrap_or(0);
                prop_assert_eq!(begin, now.max(naive[place]));
                naive[place] = begin + work;
                workers.take(begin + work);
                ends.push(begin + work);
            }
        }
    }

    #[test]
    fn nobody_waits_for_endless_workers() {
        let mut workers = Workers::new(u32::MAX);
        workers.take(500);
        assert_eq!(workers.free(7, || [500; 9].into_iter()), 7);
    }
}
