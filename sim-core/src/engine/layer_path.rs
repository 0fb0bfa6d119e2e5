//! Where requests hold a worker while another component answers, and all of it can be foreseen.
//!
//! The way is a client's only one: to a component whose workers call another one and are held meanwhile, with or without a
//! balancer in front that takes the same time for each request and has no other target.

use super::core::Engine;
use super::link::Link;
use super::station::{Balancer, Body, Station};

/// Who and what is on the way of such requests.
#[derive(Clone, Copy, Debug)]
pub struct Path {
    pub client: u32,
    /// The client's link, and where it leads.
    pub asks: u32,
    pub entry: u32,
    pub front: Option<Front>,
    pub upper: u32,
    pub below: u32,
    pub lower: u32,
}

/// A balancer before the upper layer.
#[derive(Clone, Copy, Debug)]
pub struct Front {
    /// Its link, and its target's place in the list.
    pub link: u32,
    pub target: u32,
    /// What it takes for a request, and how long it waits for an answer, ns.
    pub delay: u64,
    pub patience: Option<u64>,
}

impl Station {
    /// Whether it can be a layer: it serves in turn, and is alone.
    fn is_layer(&self) -> bool {
        let alone = matches!(&self.body, Body::Group(group) if group.sole().is_some());
        alone && self.serves_in_turn()
    }

    /// Whether nobody is there, nor comes back.
    pub(super) fn is_idle(&self) -> bool {
        let empty = match &self.body {
            Body::Group(group) => {
                group.foresight.is_none() && group.instances.iter().all(|i| i.is_empty())
            }
            _ => true,
        };
        empty && self.present() == 0
    }

    pub(super) fn slots(&self) -> u32 {
        match &self.body {
            Body::Group(group) => group.slots,
            _ => u32::MAX,
        }
    }
}

impl Link {
    /// Whether a request makes one call over it, which takes no time and of which no byte counts.
    fn joins_layers(&self) -> bool {
        self.instant && self.single && self.plain_back
    }
}

impl Engine {
    /// The way of requests over a client's link, if they can be foreseen there.
    pub(super) fn path_of_layers(&self, asks: u32) -> Option<Path> {
        #[cfg(test)]
        if self.blind {
            return None;
        }
        let way = &self.links[asks as usize];
        let entry = &self.stations[way.to as usize];
        if entry.callers.len() != 1 || entry.guarded {
            return None;
        }
        let (front, upper) = match &entry.body {
            Body::Balancer(balancer) => {
                let front = self.front_of_layers(entry, balancer)?;
                (Some(front), self.links[front.link as usize].to)
            }
            _ => (None, way.to),
        };
        let holder = &self.stations[upper as usize];
        let [below] = holder.outs[..] else {
            return None;
        };
        let call = &self.links[below as usize];
        let callee = &self.stations[call.to as usize];
        let joined = call.joins_layers() && call.timer.is_none();
        let layers = holder.is_layer() && callee.is_layer() && callee.outs.is_empty();
        (joined && layers).then_some(Path {
            client: way.from,
            asks,
            entry: way.to,
            front,
            upper,
            below,
            lower: call.to,
        })
    }

    fn front_of_layers(&self, station: &Station, balancer: &Balancer) -> Option<Front> {
        let [link] = station.outs[..] else {
            return None;
        };
        let way = &self.links[link as usize];
        let plain = balancer.part.algorithm.is_foreseeable() && balancer.turns.all_for(0);
        let target = balancer.targets.only(link)?;
        let delay = station.service.as_constant()?.0;
        let patience = way.timer.map(|lane| self.calendar.lane_delay(lane));
        (plain && station.indifferent && way.joins_layers()).then_some(Front {
            link,
            target,
            delay,
            patience,
        })
    }
}
