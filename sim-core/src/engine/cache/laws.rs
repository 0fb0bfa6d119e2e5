//! Conservation at a cache, checked at the end of every run, in release builds too.

use crate::engine::core::Engine;
use crate::engine::error::EngineError;
use crate::engine::laws::broken;
use crate::engine::station::Station;

use super::{Cache, Miss};

impl Engine {
    /// Every request that was looked up is a hit or a miss, has its answer, has failed, or waits below; every entry
    /// that was filled is there or has gone one way.
    pub(in crate::engine) fn check_caches(&self) -> Result<(), EngineError> {
        for (index, station) in self.stations.iter().enumerate() {
            if let Some(cache) = station.cache() {
                let here = |station: u32, mark| station == index as u32 && Miss::of(mark).is_some();
                let waiting = self
                    .jobs
                    .used()
                    .filter(|(_, job)| job.is_inside() && here(job.station, job.mark));
                check(station, cache, waiting.count() as u64)?;
            }
        }
        Ok(())
    }
}

fn check(station: &Station, cache: &Cache, waiting: u64) -> Result<(), EngineError> {
    let name = station.plan.id.as_str();
    let (counts, ok) = (&cache.counts, station.measures.ok);
    if counts.hits + counts.misses != ok + counts.failed + waiting {
        let law = format!(
            "hits {} + misses {} = answered {ok} + failed fetches {} + waiting {waiting}",
            counts.hits, counts.misses, counts.failed
        );
        return Err(broken(name, law));
    }
    if counts.misses != counts.answered + counts.failed + waiting {
        let law = format!(
            "misses {} = answered {} + failed {} + waiting {waiting}",
            counts.misses, counts.answered, counts.failed
        );
        return Err(broken(name, law));
    }
    let (store, kept) = (cache.store.counts, cache.store.len());
    if store.filled != kept + store.evicted + store.expired + store.flushed {
        let law = format!(
            "filled {} = kept {kept} + evicted {} + expired {} + flushed {}",
            store.filled, store.evicted, store.expired, store.flushed
        );
        return Err(broken(name, law));
    }
    if cache.store.capacity().is_some_and(|most| kept > most) {
        return Err(broken(name, format!("{kept} entries fit")));
    }
    Ok(())
}
