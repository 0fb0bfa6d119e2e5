//! The runs of a sweep on several threads.

use sim_core::document::Document;
use sim_core::foundation::units::Span;
use sim_core::playback::{ReplicationError, sweep_run};
use sim_core::report::sweep::Measured;

use super::replications::each;

/// Why a sweep has no figures.
#[derive(Clone, Debug, PartialEq)]
pub enum SweepError {
    /// Nobody wants it any more.
    Stopped,
    /// The first run that has none, and at which value.
    Run {
        point: usize,
        error: ReplicationError,
    },
}

/// How a sweep is run.
#[derive(Clone, Copy, Debug)]
pub struct SweepPlan {
    pub seed: u64,
    /// Runs of each value.
    pub count: u64,
    pub length: Span,
    pub threads: usize,
}

/// What `count` runs of each of some documents measure, all on the same seeds: how many threads there are changes nothing
/// in it. `goes_on` hears on any of them how much more has been simulated, and says whether to go on; `done` hears each
/// run as it ends.
///
/// # Errors
/// [`SweepError`], of the first run by document and number.
pub fn sweep(
    documents: &[Document],
    plan: SweepPlan,
    goes_on: impl Fn(Span) -> bool + Sync,
    done: impl FnMut(&Measured),
) -> Result<Vec<Vec<Measured>>, SweepError> {
    let count = plan.count.max(1);
    let all = (documents.len() as u64).saturating_mul(count);
    let run = |place: u64| {
        let point = (place / count) as usize;
        let document = documents.get(point).ok_or(SweepError::Stopped)?;
        let ran = sweep_run(document, plan.seed, place % count, plan.length, &goes_on);
        match ran {
            Ok(Some(measured)) => Ok(measured),
            Ok(None) => Err(SweepError::Stopped),
            Err(error) => Err(SweepError::Run { point, error }),
        }
    };
    let runs = each(all, plan.threads, run, done)?;
    Ok(runs.chunks(count as usize).map(<[_]>::to_vec).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sim_core::report::sweep::{Sweep, Varied};
    use std::sync::atomic::{AtomicU64, Ordering};

    fn documents() -> (Document, Vec<f64>, Vec<Document>) {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/three-tier.json");
        let text = std::fs::read_to_string(path).unwrap();
        let document = sim_core::file::load(&text).unwrap().document;
        let browsers = "browsers".parse().unwrap();
        let varied = Varied::of(&document, &browsers, "rate_per_s").unwrap();
        let values = [0.5, 1.0, 1.5].map(|factor| factor * varied.today.unwrap());
        let documents = varied.documents(&document, &values).unwrap();
        (document, values.to_vec(), documents)
    }

    fn plan(threads: usize) -> SweepPlan {
        SweepPlan {
            seed: 7,
            count: 2,
            length: Span::from_secs(10),
            threads,
        }
    }

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let (document, values, documents) = documents();
        let simulated = AtomicU64::new(0);
        let on = |threads| {
            let told = |span: Span| {
                simulated.fetch_add(span.as_nanos(), Ordering::Relaxed);
                true
            };
            let mut ended = 0;
            let runs = sweep(&documents, plan(threads), told, |_| ended += 1).unwrap();
            assert_eq!(ended, 6);
            Sweep::of(&document, &values, &runs)
        };
        let one = on(1);
        assert_eq!((one.points.len(), one.runs), (3, 2));
        assert_ne!(one.points[0].cells, one.points[1].cells);
        for threads in [2, 5] {
            assert_eq!(on(threads), one, "{threads}");
        }
        assert_eq!(simulated.into_inner(), 3 * 6 * 10_000_000_000);
    }

    #[test]
    fn a_sweep_can_be_stopped() {
        let (_, _, documents) = documents();
        let stopped = sweep(&documents, plan(2), |_| false, |_| {});
        assert_eq!(stopped, Err(SweepError::Stopped));
    }
}
