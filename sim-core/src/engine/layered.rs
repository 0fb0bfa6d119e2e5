//! Requests that are foreseen through two layers: how they come, and how they are counted. See [`layers`](super::layers)
//! for how it is worked out, and [`layer_path`](super::layer_path) for where.
//!
//! A caller's patience is watched by a clock of the recorder: before anybody loses it, the requests become jobs like any
//! others, as before an edit.

use crate::foundation::stats::{FULL, Handful};

use super::core::Engine;
use super::foreseen::MOST;
use super::gauge::Gauge;
use super::job::NONE;
use super::layer_path::{Front, Path};
use super::layers::{Known, Layers};
use super::station::{Body, Measures, Station};

/// As the number of a component's layers: there are none before something is changed.
pub const HOPELESS: u32 = NONE - 1;

/// Layers that are foreseen, and where they are.
#[derive(Debug)]
pub struct Layered {
    pub path: Path,
    pub layers: Layers,
    /// Before this instant everything is counted.
    since: u64,
    /// A clock will look at the patience of whoever is there; or there is nobody, or nobody loses it.
    watched: bool,
}

impl Layered {
    /// When the first of those who are there has waited long enough.
    pub fn patience_ends(&self) -> Option<u64> {
        let front = self.path.front?;
        let patience = front.patience?;
        let called = self.layers.came().min()?.saturating_add(front.delay);
        Some(called.saturating_add(patience))
    }

    /// After a look: whether there will be another one, or need not be.
    pub fn update_watched(&mut self) {
        let patient = self
            .path
            .front
            .is_some_and(|front| front.patience.is_some());
        self.watched = !patient || self.layers.came().next().is_some();
    }

    /// Tells of everybody who is there, at each place, since when.
    pub fn each_present(&self, tell: &mut impl FnMut(u32, u64)) {
        let (path, delay) = (&self.path, self.layers.delay());
        let mut above = |came: u64, has_reached: bool| {
            tell(path.client, came);
            if path.front.is_some() {
                tell(path.entry, came);
            }
            if has_reached {
                tell(path.upper, came + delay);
            }
        };
        let (before, waiting) = self.layers.line();
        before.for_each(|came| above(came, false));
        let working = self.layers.working().map(|(came, _)| came);
        waiting.chain(working).for_each(|came| above(came, true));
        let (below, begun) = self.layers.known();
        for known in below.iter().chain(begun) {
            above(known.came, true);
        }
        for known in below.iter().chain(begun) {
            tell(path.lower, known.called);
        }
    }

    pub fn concerns(&self, station: u32) -> bool {
        [self.path.entry, self.path.upper, self.path.lower].contains(&station)
    }
}

impl Station {
    /// Shows who is there, and whether it has had its turn.
    fn show(&mut self, (held, working, queued): (usize, usize, usize), turns: bool) {
        if let Body::Group(group) = &mut self.body {
            if turns {
                group.pick();
            }
            group.show(held, working, queued);
        }
    }
}

impl Engine {
    /// A client's request comes over a link at the first of some layers. `false`: they are not foreseen.
    #[inline(always)]
    pub(super) fn ask_layers(&mut self, entry: u32, link: u32) -> bool {
        let at = self.stations[entry as usize].layers;
        if at == HOPELESS {
            return false;
        }
        let Some(Some(layered)) = self.layered.get_mut(at as usize) else {
            return self.ask_layers_first(entry, link);
        };
        let (counts, watched) = (layered.layers.note(self.now), layered.watched);
        if !watched {
            self.watch_layers(at);
        }
        if counts {
            self.count_or_unfold_layers(at);
        }
        true
    }

    /// Somebody has come where nobody was.
    #[inline(never)]
    fn watch_layers(&mut self, at: u32) {
        let Some(Some(layered)) = self.layered.get_mut(at as usize) else {
            return;
        };
        layered.watched = true;
        if let Some(ends) = layered.patience_ends() {
            self.watch_patience_too(ends);
        }
    }

    /// The same where nothing has been foreseen before.
    #[inline(never)]
    fn ask_layers_first(&mut self, entry: u32, link: u32) -> bool {
        if self.stations[entry as usize].present() > 0 {
            // It is not time to look, as long as there are jobs.
            return false;
        }
        let Some(path) = self.path_of_layers(link) else {
            self.stations[entry as usize].layers = HOPELESS;
            return false;
        };
        let on_the_way = [path.entry, path.upper, path.lower];
        let idle = |station: &u32| self.stations[*station as usize].is_idle();
        if !on_the_way.iter().all(idle) {
            return false;
        }
        self.begin_layers(path);
        self.ask_layers(entry, link)
    }

    fn begin_layers(&mut self, path: Path) {
        let front = path.front;
        let (upper, lower) = (
            &self.stations[path.upper as usize],
            &self.stations[path.lower as usize],
        );
        let delay = front.map_or(0, |front| front.delay);
        let slots = (upper.slots(), lower.slots());
        let layered = Layered {
            path,
            layers: Layers::new(delay, slots, &lower.service),
            since: self.now,
            watched: front.is_none_or(|front| front.patience.is_none()),
        };
        let vacant = self.layered.iter().position(Option::is_none);
        let at = vacant.unwrap_or(self.layered.len());
        if at == self.layered.len() {
            self.layered.push(None);
        }
        self.layered[at] = Some(Box::new(layered));
        self.stations[path.entry as usize].layers = at as u32;
    }

    #[inline(never)]
    fn count_or_unfold_layers(&mut self, at: u32) {
        self.count_layers(at as usize);
        let layered = self.layered[at as usize].as_ref();
        if layered.is_some_and(|layered| layered.layers.present() > MOST) {
            // As jobs they meet the limit of all jobs.
            self.unfold_layers(at as usize);
        }
    }

    /// Works out and counts what has happened up to now in some layers.
    pub(super) fn count_layers(&mut self, at: usize) {
        let now = self.now;
        let Some(mut layered) = self.layered.get_mut(at).and_then(Option::take) else {
            return;
        };
        let (path, layers) = (layered.path, &mut layered.layers);
        let pair = [path.upper as usize, path.lower as usize];
        if let Ok([upper, lower]) = self.stations.get_disjoint_mut(pair) {
            layers.advance(now, &mut upper.service, &mut lower.service);
        }
        let news = layers.news();
        self.links[path.asks as usize].requests += news.came.count;
        self.links[path.below as usize].requests += news.called.count;
        self.count_asked(path.client, news.came, news.over);
        self.events += news.called.count;
        if let Some(front) = path.front {
            self.count_front(&path, front, &layered);
        } else {
            let way = &self.links[path.asks as usize];
            let bytes = way.plan.bytes(0).1 * u64::from(way.plan.egress);
            self.stations[path.upper as usize].meter.egress_bytes += news.over.count * bytes;
        }
        self.count_both_layers(&path, &layered.layers);
        self.count_times(&path, &layered.layers);
        layered.layers.forget_news();
        layered.since = now + 1;
        self.layered[at] = Some(layered);
    }

    fn count_front(&mut self, path: &Path, front: Front, layered: &Layered) {
        let news = layered.layers.news();
        self.links[front.link as usize].requests += news.reached.count;
        if front.delay > 0 {
            self.events += news.reached.count;
        }
        self.meter_known(path, layered);
        let station = &mut self.stations[path.entry as usize];
        let measures = &mut station.measures;
        measures.arrived += news.came.count;
        measures.begun += news.came.count;
        measures.ok += news.over.count;
        measures.inside.pass(news.came, news.over);
        let forwarded = layered.layers.forwarded();
        let Station {
            body, route_stream, ..
        } = station;
        if let Body::Balancer(balancer) = body {
            if news.reached.count > 0 {
                // Whose turn it is, after those who have been forwarded.
                balancer.targets.pick(balancer.part.algorithm, route_stream);
            }
            balancer.targets.show(front.target, forwarded);
        }
    }

    fn count_both_layers(&mut self, path: &Path, layers: &Layers) {
        let news = layers.news();
        let (waiting, begun) = layers.known();
        let upper = &mut self.stations[path.upper as usize];
        upper.count_visits(news.reached, news.begun, news.over, layers.most.0);
        upper.measures.waiting.pass(news.called, news.over);
        let called = waiting.len() + begun.len();
        let at_work = layers.at_work();
        // A balancer picks an instance itself.
        let turns = path.front.is_none() && news.reached.count > 0;
        upper.show((at_work + called, at_work, layers.waiting()), turns);
        let lower = &mut self.stations[path.lower as usize];
        lower.count_visits(news.called, news.below, news.over, layers.most.1);
        let turns = news.called.count > 0;
        lower.show((begun.len(), begun.len(), waiting.len()), turns);
    }

    /// Counts how long those who are over have been at each place.
    fn count_times(&mut self, path: &Path, layers: &Layers) {
        let delay = layers.delay();
        let mut count = |places: &[u32], span: &dyn Fn(&Known) -> u64| {
            for some in layers.news().ended.chunks(FULL) {
                let mut spans = [0; FULL];
                for (place, known) in spans.iter_mut().zip(some) {
                    *place = span(known);
                }
                let some = Handful::of(&spans[..some.len()]);
                for place in places {
                    let Measures { latency, .. } = &mut self.stations[*place as usize].measures;
                    latency.count(&some);
                }
            }
        };
        let whole = |known: &Known| known.end - known.came;
        if path.front.is_some() {
            count(&[path.client, path.entry], &whole);
            count(&[path.upper], &|known| whole(known) - delay);
        } else {
            count(&[path.client, path.upper], &whole);
        }
        count(&[path.lower], &|known| known.end - known.called);
    }

    /// Meters the answers of those who are over at the balancer that they have passed; before it counts them.
    fn meter_known(&mut self, path: &Path, layered: &Layered) {
        let way = &self.links[path.asks as usize];
        let (request, response) = way.plan.bytes(0);
        let egress = u64::from(way.plan.egress) * response;
        let bytes = request + response;
        let ended = &layered.layers.news().ended;
        let station = &mut self.stations[path.entry as usize];
        station.meter.egress_bytes += ended.len() as u64 * egress;
        let Body::Balancer(balancer) = &station.body else {
            return;
        };
        let connections = balancer.micro_connections;
        let capacity = &mut station.meter.capacity;
        if ended.iter().all(|known| capacity.is_open_at(known.end)) {
            capacity.count_many(ended.len() as u64, connections, bytes);
            return;
        }
        // An hour begins with one of them: how many were there until then?
        let mut in_order: Vec<u64> = ended.iter().map(|known| known.end).collect();
        in_order.sort_unstable();
        let came: Vec<u64> = layered.came_since().collect();
        for end in &in_order {
            let area = || area_at(&station.measures.inside, &came, &in_order, *end);
            capacity.count(*end, connections, bytes, area);
        }
    }
}

impl Layered {
    /// When those came who are not counted yet.
    fn came_since(&self) -> impl Iterator<Item = u64> {
        let ended = self.layers.news().ended.iter();
        let all = self.layers.came().chain(ended.map(|known| known.came));
        all.filter(|came| *came >= self.since)
    }
}

/// The area under a gauge at an instant, with some more who came and went.
fn area_at(gauge: &Gauge, came: &[u64], went: &[u64], at: u64) -> i128 {
    let until = |instants: &[u64]| -> i128 {
        let spans = instants.iter().map(|then| at.saturating_sub(*then));
        spans.map(i128::from).sum()
    };
    gauge.area(at) + until(came) - until(went)
}
