//! Processors shared equally by the requests at work on an instance.
//!
//! Every request at work receives service at the rate `min(1, cores / n)`, slowed down by the factor for n requests
//! at work. A virtual clock runs at that rate, so each request ends when the clock reaches the tag it got on arrival
//! (virtual time then plus its work): one clock and one queue instead of a rescheduling of everybody at each arrival.

use crate::catalog::part::{GroupPart, Slowdown};

use super::calendar::{Key, index_of, pack, time_of};
use super::ends::Ends;

/// For fewer requests at work than this the rate is known beforehand.
const FEW: usize = 8;

/// The shared processors of one instance.
#[derive(Clone, Debug)]
pub struct Processor {
    /// Infinite: every request has a processor of its own, and only the slowdown is shared.
    cores: f64,
    /// All of them, in thousandths.
    most_milli: i64,
    slowdown: Slowdown,
    /// At which each request at work is served; 0 while there is none.
    rate: f64,
    /// The rates by the number of requests at work.
    rates: [f64; FEW],
    /// Service received by a request that was there all along, ns.
    clock: f64,
    since: u64,
    /// Packed like the keys of the calendar, with the tag in place of the time (as the bits of a non-negative float,
    /// which order like the float), and the order of arrival.
    waiting: Ends,
    arrivals: u64,
}

impl Processor {
    pub fn new(cores: f64, slowdown: Slowdown, now: u64) -> Self {
        Self {
            cores,
            most_milli: (cores * 1000.0) as i64,
            slowdown,
            rate: 0.0,
            rates: std::array::from_fn(|count| rate(cores, slowdown, count)),
            clock: 0.0,
            since: now,
            waiting: Ends::default(),
            arrivals: 0,
        }
    }

    /// What the instances of a group share; `None`: each request works at full speed.
    pub fn of(part: &GroupPart, now: u64) -> Option<Self> {
        let shares = part.cores.is_some() || part.slowdown != Slowdown::None;
        shares.then(|| Self::new(part.cores.unwrap_or(f64::INFINITY), part.slowdown, now))
    }

    /// Requests at work.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Processors in use, in thousandths.
    pub fn busy_milli(&self) -> i64 {
        self.most_milli.min(1000 * self.len() as i64)
    }

    /// All processors, in thousandths; 0 where each request has its own.
    pub fn cores_milli(&self) -> i64 {
        if self.is_shared() { self.most_milli } else { 0 }
    }

    /// Whether there is a number of processors that requests share.
    pub fn is_shared(&self) -> bool {
        self.cores.is_finite()
    }

    /// The rate follows the number of requests at work: to be called after each change of it, or of the processors.
    fn set_rate(&mut self) {
        let count = self.len();
        self.rate = match self.rates.get(count) {
            Some(known) => *known,
            None => rate(self.cores, self.slowdown, count),
        };
    }

    /// While nothing is at work the rate is 0, and the clock stays at 0.
    #[inline(always)]
    fn advance(&mut self, now: u64) {
        self.clock += float(now.saturating_sub(self.since)) * self.rate;
        self.since = now;
    }

    /// Puts a job to work that needs `work` ns of one processor.
    #[inline(always)]
    pub fn add(&mut self, now: u64, job: u32, work: u64) {
        self.advance(now);
        let tag = self.clock + float(work);
        self.arrivals += 1;
        self.waiting.push(pack(tag.to_bits(), self.arrivals, job));
        self.set_rate();
    }

    /// When the next job ends if nothing changes until then; `u64::MAX`: nothing is at work, or there is no processor.
    #[inline(always)]
    pub fn next_end(&self) -> u64 {
        let mut left = (tag_of(self.waiting.first()) - self.clock).max(0.0);
        if self.rate != 1.0 {
            if self.rate <= 0.0 {
                return u64::MAX;
            }
            left /= self.rate;
        }
        self.since.saturating_add(rounded_up(left))
    }

    /// Takes a job that has ended by now.
    #[inline(always)]
    pub fn take_ended(&mut self, now: u64) -> Option<u32> {
        self.advance(now);
        // Ends are rounded up to whole nanoseconds: less than one nanosecond left is done. Where nobody is at work the
        // tag is no number.
        let is_done = tag_of(self.waiting.first()) - self.clock < self.rate;
        if !is_done {
            return None;
        }
        let ended = self.waiting.pop()?;
        self.left();
        Some(index_of(ended))
    }

    /// Takes a job that has not ended, with the work it has left, ns.
    pub fn take(&mut self, now: u64, job: u32) -> Option<u64> {
        self.advance(now);
        let found = self.waiting.take(|key| index_of(key) == job)?;
        let left = (tag_of(found) - self.clock).max(0.0);
        self.left();
        Some(libm::round(left) as u64)
    }

    /// After somebody has left.
    fn left(&mut self) {
        if self.len() == 0 {
            self.clock = 0.0;
        }
        self.set_rate();
    }

    /// Changes the number of processors and the slowdown; what is at work goes on at the new rate.
    pub fn set(&mut self, now: u64, part: &GroupPart) {
        self.advance(now);
        self.cores = part.cores.unwrap_or(f64::INFINITY);
        self.most_milli = (self.cores * 1000.0) as i64;
        self.slowdown = part.slowdown;
        self.rates = std::array::from_fn(|count| rate(self.cores, self.slowdown, count));
        self.set_rate();
    }

    /// Takes all jobs in the order of their ends, each with the work it has left, ns.
    pub fn take_all(&mut self, now: u64) -> Vec<(u32, u64)> {
        self.advance(now);
        let clock = self.clock;
        let mut jobs = Vec::with_capacity(self.len());
        while let Some(first) = self.waiting.pop() {
            let left = (tag_of(first) - clock).max(0.0);
            jobs.push((index_of(first), libm::round(left) as u64));
        }
        self.clear(now);
        jobs
    }

    /// Drops all work (the instance died).
    pub fn clear(&mut self, now: u64) {
        self.waiting.clear();
        self.clock = 0.0;
        self.rate = 0.0;
        self.since = now;
    }
}

/// At which each of so many requests at work is served.
fn rate(cores: f64, slowdown: Slowdown, count: usize) -> f64 {
    if count == 0 {
        return 0.0;
    }
    let count_f64 = count as f64;
    let share = if count_f64 <= cores {
        1.0
    } else {
        cores / count_f64
    };
    match slowdown {
        Slowdown::None => share,
        _ => share / slowdown.factor(count),
    }
}

/// The virtual time at which a request ends.
fn tag_of(key: Key) -> f64 {
    f64::from_bits(time_of(key))
}

/// A span of time as a float; below 2^63, for which the machine has an instruction.
#[inline(always)]
fn float(nanos: u64) -> f64 {
    nanos as i64 as f64
}

/// The least whole number of nanoseconds that is not below `nanos` ≥ 0.
#[inline(always)]
fn rounded_up(nanos: f64) -> u64 {
    /// From here on floats have no fraction; added to a smaller one, it leaves the nearest whole number in the low bits.
    const TWO_52: f64 = (1u64 << 52) as f64;
    if nanos >= TWO_52 {
        return nanos as u64;
    }
    let shifted = nanos + TWO_52;
    let nearest = shifted.to_bits() - TWO_52.to_bits();
    nearest + u64::from(shifted - TWO_52 < nanos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_rounded_up_like_the_library_does() {
        let odd = [
            0.0,
            0.25,
            0.5,
            0.75,
            1.0,
            1.000_000_1,
            1.5,
            2.5,
            4_503_599_627_370_495.0,
            4_503_599_627_370_495.5,
            4_503_599_627_370_496.0,
            9.9e15,
            9.007_199_254_740_993e15,
            4.6e18,
            1e19,
            1e300,
        ];
        for nanos in odd {
            assert_eq!(rounded_up(nanos), libm::ceil(nanos) as u64, "{nanos}");
        }
    }

    /// Two processors, three equal jobs from t = 0: each runs at 2/3, so 200 ns of work takes 300 ns.
    #[test]
    fn three_jobs_on_two_processors() {
        let mut cpu = Processor::new(2.0, Slowdown::None, 0);
        (0..3).for_each(|job| cpu.add(0, job, 200));
        assert_eq!(cpu.next_end(), 300);
        assert_eq!(cpu.busy_milli(), 2000);
        assert_eq!(cpu.take_ended(299), None);
        assert_eq!(cpu.take_ended(300), Some(0));
        assert_eq!(cpu.take_ended(300), Some(1));
        assert_eq!(cpu.take_ended(300), Some(2));
    }

    /// Twelve on two processors: more than the rates that are known beforehand, and than the ends that stand in order.
    /// Each gets a sixth, so the first ends at 600; then eleven share 2, and 10 ns of work take 55.
    #[test]
    fn a_crowd_shares_alike() {
        let mut cpu = Processor::new(2.0, Slowdown::None, 0);
        (0..12).for_each(|job| cpu.add(0, job, 100 + 10 * u64::from(job)));
        assert_eq!(cpu.next_end(), 600);
        assert_eq!(cpu.take_ended(600), Some(0));
        assert_eq!((cpu.next_end(), cpu.take_ended(654)), (655, None));
        assert_eq!(cpu.take_ended(655), Some(1));
        assert_eq!(cpu.take(655, 5), Some(40));
        let left: Vec<u32> = cpu.take_all(655).into_iter().map(|(job, _)| job).collect();
        assert_eq!(left, [2, 3, 4, 6, 7, 8, 9, 10, 11]);
        assert_eq!((cpu.len(), cpu.next_end()), (0, u64::MAX));
    }

    /// Each has its own processor, but two together take 1.5 times as long: 100 of 300 are done, 100 take 150 with the
    /// other one, and the last 100 are done alone.
    #[test]
    fn work_slows_down_with_company() {
        let slowdown = Slowdown::Linear { from: 1, each: 0.5 };
        let mut cpu = Processor::new(f64::INFINITY, slowdown, 0);
        cpu.add(0, 1, 300);
        assert_eq!(cpu.next_end(), 300);
        cpu.add(100, 2, 100);
        assert_eq!(cpu.next_end(), 250);
        assert_eq!((cpu.busy_milli(), cpu.cores_milli()), (2000, 0));
        assert_eq!(cpu.take_ended(250), Some(2));
        assert_eq!(cpu.next_end(), 350);
        assert_eq!(cpu.take_ended(350), Some(1));
    }

    /// Two jobs on one processor; at 200 the first has 200 of 300 left and goes, and the second has it alone.
    #[test]
    fn a_job_that_is_taken_leaves_the_processor_to_the_others() {
        let mut cpu = Processor::new(1.0, Slowdown::None, 0);
        cpu.add(0, 1, 300);
        cpu.add(0, 2, 150);
        assert_eq!(cpu.take(200, 1), Some(200));
        assert_eq!(cpu.take(200, 1), None);
        assert_eq!((cpu.next_end(), cpu.take_ended(250)), (250, Some(2)));
        cpu.add(300, 1, 200);
        assert_eq!(cpu.take(400, 1), Some(100));
        assert_eq!((cpu.next_end(), cpu.busy_milli()), (u64::MAX, 0));
    }

    /// One processor; the second job comes when 100 of 300 are done: 200 left each, so both end at 500.
    #[test]
    fn a_latecomer_slows_the_first() {
        let mut cpu = Processor::new(1.0, Slowdown::None, 0);
        cpu.add(0, 1, 300);
        cpu.add(100, 2, 200);
        assert_eq!(cpu.next_end(), 500);
        assert_eq!(cpu.take_ended(500), Some(1));
        assert_eq!(cpu.take_ended(500), Some(2));
        assert_eq!(cpu.next_end(), u64::MAX);
    }
}
