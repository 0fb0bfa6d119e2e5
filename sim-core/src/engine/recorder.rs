//! Windows of time: the series of the charts, and the live window that cards show.
//!
//! Windows close by the simulated clock only, so watching a run changes nothing in it. The series keeps its size:
//! when there are too many windows, neighbours merge and the width doubles.

use std::sync::Arc;

use crate::catalog::usage::Usage;
use crate::foundation::stats::{CoarseHistogram, WindowHistogram};

use super::calendar::{Key, time_of};
use super::core::{Engine, Roots};
use super::origin::Origin;
use super::snapshot::{ComponentPoint, Live, Point};
use super::station::{Areas, Body, Station};

/// Width of the first windows of the charts, ns.
const FIRST_WIDTH: u64 = 1_000_000_000;
/// Windows kept; an even number.
const MAX_POINTS: usize = 512;
/// Fewer are kept of large designs: this many points of components, but at least so many windows.
const MAX_COMPONENT_POINTS: usize = 8_192;
const MIN_POINTS: usize = 64;

/// Windows kept of a design with so many components; an even number.
fn points_kept(components: usize) -> usize {
    (MAX_COMPONENT_POINTS / components.max(1)).clamp(MIN_POINTS, MAX_POINTS) & !1
}

/// Clients' counters at the start of a window.
#[derive(Clone, Copy, Debug, Default)]
struct Window {
    since: u64,
    roots: Roots,
    /// Sum of the clients' response times, ns.
    response: u128,
}

/// A component's counters at the start of a window.
#[derive(Clone, Copy, Debug, Default)]
struct Baseline {
    areas: Areas,
    arrived: u64,
    ok: u64,
    failed: u64,
    usage: Usage,
}

/// A component's figures of the last closed live window.
#[derive(Clone, Copy, Debug, Default)]
pub struct LiveStation {
    pub live: Live,
    pub utilization: f64,
    pub cpu: Option<f64>,
    /// Failures that began here.
    pub begun_per_s: f64,
}

/// When the window of the charts closes, and the live one, and so on; [`Key::MAX`]: not at all. They stand beside the calendar: they
/// bound the loop over the events, and cost none of them anything.
#[derive(Debug)]
struct Clocks {
    series: Key,
    live: Key,
    /// When somebody's patience ends of those who are foreseen.
    patience: Key,
}

impl Default for Clocks {
    fn default() -> Self {
        Self {
            series: Key::MAX,
            live: Key::MAX,
            patience: Key::MAX,
        }
    }
}

/// Open and closed windows.
#[derive(Debug, Default)]
pub struct Recorder {
    clocks: Clocks,
    width: u64,
    points: Vec<Arc<Point>>,
    histograms: Vec<WindowHistogram>,
    window: Window,
    baselines: Vec<Baseline>,
    /// The clients' latencies of the window that closes.
    clients: CoarseHistogram,
    /// Room that merged windows have left to the next ones: of a large design it is much, and it would come and go.
    spare: Vec<Vec<ComponentPoint>>,
    /// Length of live windows, ns; 0: nobody watches.
    live_width: u64,
    live_window: Window,
    live_baselines: Vec<(Baseline, Origin)>,
    pub live: Live,
    pub live_stations: Vec<LiveStation>,
    /// Requests and failures per second of each link in the last live window.
    pub live_links: Vec<(f64, f64)>,
}

impl Recorder {
    /// When its next clock turns.
    pub fn next_clock(&self) -> Key {
        self.next_window().min(self.clocks.patience)
    }

    /// When the next window closes.
    pub fn next_window(&self) -> Key {
        self.clocks.series.min(self.clocks.live)
    }

    /// Width of the present windows of the charts, ns.
    pub fn width(&self) -> u64 {
        self.width
    }

    /// Closed windows.
    pub fn points(&self) -> &[Arc<Point>] {
        &self.points
    }

    fn keep(&mut self, point: Point) {
        let kept = points_kept(point.components.len());
        self.points.push(Arc::new(point));
        self.histograms.push(self.clients.close());
        while self.points.len() >= kept {
            self.merge_neighbours();
        }
    }

    /// In place: the run never holds both series.
    fn merge_neighbours(&mut self) {
        let mut points = std::mem::take(&mut self.points).into_iter();
        let mut histograms = std::mem::take(&mut self.histograms).into_iter();
        while let (Some(mut point), Some(mut histogram)) = (points.next(), histograms.next()) {
            if let (Some(late), Some(second)) = (points.next(), histograms.next()) {
                histogram = histogram.merged(&second);
                merge(Arc::make_mut(&mut point), &late, &histogram);
                self.spare.extend(room_of(late));
            }
            self.points.push(point);
            self.histograms.push(histogram);
        }
        self.width *= 2;
    }
}

/// The room of a point that nobody else looks at.
fn room_of(point: Arc<Point>) -> Option<Vec<ComponentPoint>> {
    let mut room = Arc::try_unwrap(point).ok()?.components;
    room.clear();
    Some(room)
}

/// Takes a window of equal width into the one before it. Latencies of a component are the larger of the two: its
/// histogram is not kept.
fn merge(point: &mut Point, late: &Point, latency: &WindowHistogram) {
    let mean = |x: f64, y: f64| (x + y) / 2.0;
    // Components may have come in between.
    point
        .components
        .resize(late.components.len(), ComponentPoint::default());
    for (early, late) in point.components.iter_mut().zip(&late.components) {
        *early = ComponentPoint {
            arrived_per_s: mean(early.arrived_per_s, late.arrived_per_s),
            failed_per_s: mean(early.failed_per_s, late.failed_per_s),
            utilization: mean(early.utilization, late.utilization),
            queue: mean(early.queue, late.queue),
            instances: mean(early.instances, late.instances),
            p99_s: early.p99_s.max(late.p99_s),
            usage: early.usage.plus(&late.usage),
        };
    }
    point.offered_per_s = mean(point.offered_per_s, late.offered_per_s);
    point.served_per_s = mean(point.served_per_s, late.served_per_s);
    for (early, late) in point.failed_per_s.iter_mut().zip(late.failed_per_s) {
        *early = mean(*early, late);
    }
    let quantiles = latency.quantiles([0.5, 0.95, 0.99]).map(seconds);
    [point.p50_s, point.p95_s, point.p99_s] = quantiles;
    point.samples += late.samples;
    point.response_ns += late.response_ns;
}

pub fn seconds(nanos: Option<u64>) -> f64 {
    nanos.map_or(0.0, |nanos| nanos as f64 / 1e9)
}

impl Station {
    fn baseline(&self, now: u64) -> Baseline {
        let m = &self.measures;
        Baseline {
            areas: self.areas(now),
            arrived: m.arrived,
            ok: m.ok,
            failed: m.failed,
            usage: self.usage(now),
        }
    }

    /// What has been metered here since the start.
    pub fn usage(&self, now: u64) -> Usage {
        let running = match &self.body {
            Body::Group(group) => {
                let life = |i: &&super::instance::Instance| {
                    i.serves() || i.life == super::instance::Life::Booting
                };
                group
                    .instances
                    .iter()
                    .filter(life)
                    .map(|i| u128::from(now - i.launched))
                    .sum()
            }
            _ => 0,
        };
        let present = if self.gone { self.gone_since } else { now } - self.since;
        self.meter.usage(
            present,
            self.measures.begun,
            running,
            self.present_area(now),
        )
    }
}

impl Engine {
    pub(super) fn start_recorder(&mut self) {
        self.recorder.width = FIRST_WIDTH;
        self.recorder.clocks.series = self.clock_at(FIRST_WIDTH);
    }

    /// Watches the run by live windows of this length, ns; 0 stops watching.
    pub fn watch(&mut self, live_width: u64) {
        self.recorder.live_width = live_width;
        if live_width > 0 && self.recorder.clocks.live == Key::MAX {
            self.restart_live();
            self.recorder.clocks.live = self.clock_at(self.now + live_width);
        }
    }

    /// Looks at the callers' patience at this instant; `None`: no more.
    pub(super) fn watch_patience(&mut self, at: Option<u64>) {
        let key = at.map_or(Key::MAX, |at| self.clock_at(at));
        self.recorder.clocks.patience = key;
    }

    /// Looks at it at this instant, or before. The loop over the events has to see that.
    pub(super) fn watch_patience_too(&mut self, at: u64) {
        if at < time_of(self.recorder.clocks.patience) {
            self.watch_patience(Some(at));
            self.goes_on_to.get_or_insert(self.pause_at);
            self.pause_at = 0;
        }
    }

    /// The clock whose turn this is.
    pub(super) fn turn_recorder(&mut self, clock: Key) {
        if clock == self.recorder.clocks.series {
            self.series_tick();
        } else if clock == self.recorder.clocks.patience {
            self.look_at_patience();
        } else {
            self.live_tick();
        }
    }

    /// Length of the live windows, ns; 0: nobody watches.
    pub fn watched(&self) -> u64 {
        self.recorder.live_width
    }

    /// The clients' counters at this instant.
    fn window_from(&self, now: u64) -> Window {
        let clients = self.stations.iter();
        let clients = clients.filter(|s| matches!(s.body, Body::Source(_)));
        Window {
            since: now,
            roots: self.roots,
            response: clients.map(|s| s.measures.latency.sum()).sum(),
        }
    }

    fn restart_live(&mut self) {
        let now = self.now;
        self.recorder.live_window = self.window_from(now);
        let stations = self.stations.iter();
        let from = stations.map(|s| (s.baseline(now), s.origin(now))).collect();
        self.recorder.live_baselines = from;
        for station in &mut self.stations {
            station.measures.latency.watch();
        }
        for link in &mut self.links {
            link.rest.requests_at_tick = link.requests;
            link.rest.failed_at_tick = link.failed;
            if let Some(mail) = link.mail() {
                mail.begin_window();
            }
        }
    }

    /// A live window closes.
    fn live_tick(&mut self) {
        let (now, width) = (self.now, self.recorder.live_width);
        if width == 0 {
            self.recorder.clocks.live = Key::MAX;
            let stations = self.stations.iter_mut();
            stations.for_each(|station| station.measures.latency.unwatch());
            return;
        }
        let span = now - self.recorder.live_window.since;
        if span > 0 {
            self.recorder.live = self.clients_live(span);
            let empty = Default::default();
            let baselines = &self.recorder.live_baselines;
            let views = self.stations.iter_mut().enumerate();
            let views = views
                .map(|(i, s)| s.live(baselines.get(i).unwrap_or(&empty), now, span))
                .collect();
            self.recorder.live_stations = views;
            let per_s = |count: u64| count as f64 * 1e9 / span as f64;
            let rates = |l: &super::link::Link| {
                (
                    per_s(l.requests - l.rest.requests_at_tick),
                    per_s(l.failed - l.rest.failed_at_tick),
                )
            };
            self.recorder.live_links = self.links.iter().map(rates).collect();
            for link in &mut self.links {
                let sent = link.requests - link.rest.requests_at_tick;
                if let Some(mail) = link.mail() {
                    mail.close_window(sent);
                }
            }
        }
        self.restart_live();
        self.recorder.clocks.live = self.clock_at(now + width);
    }

    /// Figures of the clients over the live window.
    fn clients_live(&mut self, span: u64) -> Live {
        let per_s = |count: u64| count as f64 * 1e9 / span as f64;
        let count = self.roots.since(&self.recorder.live_window.roots);
        let latency = self.clients_live_latency();
        let quantile = |q: f64| seconds(latency.quantile_of(count.ok, q));
        Live {
            window_s: span as f64 / 1e9,
            offered_per_s: per_s(count.arrived),
            served_per_s: per_s(count.ok),
            failed_per_s: per_s(count.failed.iter().sum()),
            p50_s: quantile(0.5),
            p95_s: quantile(0.95),
            p99_s: quantile(0.99),
            samples: count.ok,
        }
    }

    /// The clients' latencies of the live window: those of all clients together.
    fn clients_live_latency(&mut self) -> CoarseHistogram {
        let mut all = CoarseHistogram::new();
        let clients = self.stations.iter_mut();
        for client in clients.filter(|s| matches!(s.body, Body::Source(_))) {
            if let Some(live) = client.measures.latency.live() {
                all.merge(live);
            }
        }
        all
    }

    /// A window of the charts closes.
    fn series_tick(&mut self) {
        let now = self.now;
        let Window {
            since,
            roots,
            response,
        } = self.recorder.window;
        let span = now - since;
        let per_s = |count: u64| count as f64 * 1e9 / span as f64;
        let next = self.window_from(now);
        let count = self.roots.since(&roots);
        let components = self.close_components(span);
        let latency = &self.recorder.clients;
        let quantile = |q: f64| seconds(latency.quantile_of(count.ok, q));
        let point = Point {
            start_s: since as f64 / 1e9,
            offered_per_s: per_s(count.arrived),
            served_per_s: per_s(count.ok),
            failed_per_s: count.failed.map(per_s),
            p50_s: quantile(0.5),
            p95_s: quantile(0.95),
            p99_s: quantile(0.99),
            samples: count.ok,
            response_ns: next.response - response,
            components,
        };
        self.recorder.window = next;
        self.recorder.keep(point);
        self.recorder.clocks.series = self.clock_at(now + self.recorder.width);
    }

    /// Closes the window of every component (those that are gone, too); returns the points in the document's order.
    fn close_components(&mut self, span: u64) -> Vec<ComponentPoint> {
        let (now, recorder) = (self.now, &mut self.recorder);
        recorder.clients.clear();
        recorder
            .baselines
            .resize(self.stations.len(), Baseline::default());
        let (stations, baselines) = (&mut self.stations, &mut recorder.baselines);
        let clients = &mut recorder.clients;
        let mut close = |at: usize| stations[at].close(&mut baselines[at], clients, now, span);
        let mut points = recorder.spare.pop().unwrap_or_default();
        points.reserve_exact(self.station_order.len());
        points.extend(self.station_order.iter().map(|at| close(*at as usize)));
        if self.station_order.len() < self.stations.len() {
            self.close_gone(span);
        }
        points
    }

    /// Closes the window of components that are gone: nobody sees it, but what comes later is counted from here on.
    fn close_gone(&mut self, span: u64) {
        let (now, recorder) = (self.now, &mut self.recorder);
        for (station, from) in self.stations.iter_mut().zip(&mut recorder.baselines) {
            if station.gone {
                station.close(from, &mut recorder.clients, now, span);
            }
        }
    }
}

impl Station {
    /// Closes its window of the charts, and adds a client's latencies to those of all.
    fn close(
        &mut self,
        from: &mut Baseline,
        clients: &mut CoarseHistogram,
        now: u64,
        span: u64,
    ) -> ComponentPoint {
        if let Body::Functions(functions) = &mut self.body {
            functions.expire(now, &mut self.measures.instances);
        }
        let to = self.baseline(now);
        let is_client = matches!(self.body, Body::Source(_));
        let clients = is_client.then_some(clients);
        let p99 = self.measures.latency.close_window(0.99, clients);
        let point = self.point(from, &to, p99, span);
        *from = to;
        point
    }
}

impl Station {
    fn live(&mut self, from: &(Baseline, Origin), now: u64, span: u64) -> LiveStation {
        let (from, origin) = from;
        let per_s = |count: u64| count as f64 * 1e9 / span as f64;
        let samples = self.measures.ok - from.ok;
        let live = self.measures.latency.live();
        let quantile = |q| live.and_then(|live| live.quantile_of(samples, q));
        let [p50_s, p95_s, p99_s] = [0.5, 0.95, 0.99].map(|q| seconds(quantile(q)));
        let m = &self.measures;
        let areas = self.areas(now);
        let cores = areas.cores - from.areas.cores;
        let cpu = (cores > 0)
            .then(|| ((areas.busy - from.areas.busy) as f64 / cores as f64).clamp(0.0, 1.0));
        let begun = self.origin(now).begun_since(origin, self.lacks_instances());
        let live = Live {
            window_s: span as f64 / 1e9,
            offered_per_s: per_s(m.arrived - from.arrived),
            served_per_s: per_s(m.ok - from.ok),
            failed_per_s: per_s(m.failed - from.failed),
            p50_s,
            p95_s,
            p99_s,
            samples,
        };
        LiveStation {
            live,
            utilization: self.utilization(&from.areas, &areas),
            cpu,
            begun_per_s: per_s(begun),
        }
    }

    fn point(&self, from: &Baseline, to: &Baseline, p99: Option<u64>, span: u64) -> ComponentPoint {
        let per_s = |count: u64| count as f64 * 1e9 / span as f64;
        let mean = |to: i128, from: i128| (to - from) as f64 / span as f64;
        ComponentPoint {
            arrived_per_s: per_s(to.arrived - from.arrived),
            failed_per_s: per_s(to.failed - from.failed),
            utilization: self.utilization(&from.areas, &to.areas),
            queue: mean(to.areas.queue, from.areas.queue),
            instances: mean(to.areas.instances, from.areas.instances),
            p99_s: seconds(p99),
            usage: to.usage.minus(&from.usage),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_designs_keep_fewer_windows() {
        let kept = [0, 16, 17, 64, 102, 512, 5_000].map(points_kept);
        assert_eq!(kept, [512, 512, 480, 128, 80, 64, 64]);
    }
}
