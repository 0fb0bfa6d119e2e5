//! Events that are not a request's: control loops, boots, faults.

use super::calendar::{CONTROL_BASE, Calendar, SOURCE_BASE};

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Control {
    /// A balancer probes its targets.
    HealthCheck {
        station: u32,
    },
    /// A scaling group reads its metric.
    Metric {
        station: u32,
    },
    /// An instance has booted.
    Booted {
        station: u32,
        instance: u32,
        epoch: u32,
    },
    /// A scaling group notices a dead instance.
    Noticed {
        station: u32,
        instance: u32,
        epoch: u32,
    },
    /// An instance counts in the metric from now on.
    Warm {
        station: u32,
        instance: u32,
        epoch: u32,
    },
    /// A leaving instance is stopped whatever it holds.
    DrainEnd {
        station: u32,
        instance: u32,
        epoch: u32,
    },
    /// A standby has taken over.
    FailoverDone {
        station: u32,
    },
    /// The far end of a link fetches messages.
    Fetch {
        link: u32,
    },
    FaultBegin {
        fault: u32,
    },
    FaultEnd {
        fault: u32,
    },
    /// The slot is free.
    Nothing,
}

impl Control {
    /// The component whose instances it can change.
    pub fn changes(&self) -> Option<u32> {
        match self {
            Control::Booted { station, .. }
            | Control::Noticed { station, .. }
            | Control::Warm { station, .. }
            | Control::DrainEnd { station, .. }
            | Control::FailoverDone { station } => Some(*station),
            // A scaling group that reads its metric is not foreseen, and faults see to it themselves.
            Control::HealthCheck { .. }
            | Control::Metric { .. }
            | Control::Fetch { .. }
            | Control::FaultBegin { .. }
            | Control::FaultEnd { .. }
            | Control::Nothing => None,
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    event: u64,
    what: Control,
}

/// Pending controls by slot.
#[derive(Debug, Default)]
pub struct Controls {
    slots: Vec<Slot>,
    free: Vec<u32>,
}

/// Controls pending at once.
pub const MAX_CONTROLS: u32 = SOURCE_BASE - CONTROL_BASE;

impl Controls {
    /// Schedules a control; returns its slot. `None` when there are too many.
    pub fn schedule(&mut self, calendar: &mut Calendar, at: u64, what: Control) -> Option<u32> {
        let slot = self.free.pop().or_else(|| {
            let fresh = self.slots.len() as u32;
            (fresh < MAX_CONTROLS).then(|| {
                self.slots.push(Slot {
                    event: 0,
                    what: Control::Nothing,
                });
                fresh
            })
        })?;
        let event = calendar.push(at, CONTROL_BASE + slot);
        self.slots[slot as usize] = Slot { event, what };
        Some(slot)
    }

    /// Takes the control of a due event; `None` if it is stale. The slot is free afterwards.
    pub fn take(&mut self, index: u32, event: u64) -> Option<Control> {
        let slot = index - CONTROL_BASE;
        let entry = self.slots.get_mut(slot as usize)?;
        if entry.event != event {
            return None;
        }
        let what = entry.what;
        *entry = Slot {
            event: 0,
            what: Control::Nothing,
        };
        self.free.push(slot);
        Some(what)
    }
}
