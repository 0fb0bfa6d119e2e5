//! Sizes of a container task: the pairs of processors and memory that Fargate runs, and what an hour of one costs.

use std::sync::LazyLock;

use super::{PricedUnit, price};
use crate::foundation::money::PicoUsd;

/// Processor units of one vCPU.
const UNITS: u32 = 1_024;
/// MiB of one GB of a task's memory.
const MIB: u32 = 1_024;

/// A size of a task, in the figures of a task definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskSize {
    /// `1vcpu-2gb`: the choice in a document.
    pub name: String,
    /// 1,024 are one vCPU.
    pub cpu_units: u32,
    pub memory_mib: u32,
}

impl TaskSize {
    fn new(cpu_units: u32, memory_mib: u32) -> Self {
        let mut size = Self {
            name: String::new(),
            cpu_units,
            memory_mib,
        };
        size.name = format!("{}vcpu-{}gb", size.vcpu(), size.memory_gb());
        size
    }

    pub fn vcpu(&self) -> f64 {
        f64::from(self.cpu_units) / f64::from(UNITS)
    }

    pub fn memory_gb(&self) -> f64 {
        f64::from(self.memory_mib) / f64::from(MIB)
    }
}

/// For each number of processor units the memory from, to, and in steps of so many GB.
const STEPS: [(u32, usize, usize, usize); 6] = [
    (512, 1, 4, 1),
    (1_024, 2, 8, 1),
    (2_048, 4, 16, 1),
    (4_096, 8, 30, 1),
    (8_192, 16, 60, 4),
    (16_384, 32, 120, 8),
];

static SIZES: LazyLock<Vec<TaskSize>> = LazyLock::new(|| {
    let smallest = [512, 1_024, 2_048].map(|mib| TaskSize::new(256, mib));
    let stepped = STEPS.into_iter().flat_map(|(units, from, to, step)| {
        let gigabytes = (from..=to).step_by(step);
        gigabytes.map(move |gb| TaskSize::new(units, gb as u32 * MIB))
    });
    let largest = [60, 120, 244].map(|gb| TaskSize::new(32 * UNITS, gb * MIB));
    smallest.into_iter().chain(stepped).chain(largest).collect()
});

/// All sizes, the smallest first.
pub fn task_sizes() -> &'static [TaskSize] {
    &SIZES
}

/// A size by name, e.g. `1vcpu-2gb`.
pub fn task_size(name: &str) -> Option<&'static TaskSize> {
    SIZES.iter().find(|size| size.name == name)
}

/// The items of the price list for an hour of a vCPU and of a GB, by processor architecture.
pub(in crate::catalog) fn task_items(architecture: &str) -> [&'static str; 2] {
    match architecture {
        "arm64" => ["fargate.vcpu_hour_arm", "fargate.gb_hour_arm"],
        _ => ["fargate.vcpu_hour_x86", "fargate.gb_hour_x86"],
    }
}

/// An hour of one task: its processors and its memory (Linux, on demand).
pub fn task_price(name: &str, architecture: &str, region: &str) -> Option<PicoUsd> {
    let size = task_size(name)?;
    let [vcpu, memory] = task_items(architecture);
    let hour = |item, amount: u32| {
        let listed = price(item, region)?;
        let counts = u128::from(amount) * PricedUnit::Hour.base_per_unit();
        Some(listed.tariff().ok()?.cost(counts))
    };
    let mut total = hour(vcpu, size.cpu_units)?;
    total += hour(memory, size.memory_mib)?;
    Some(total)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn sizes_are_the_pairs_that_run() {
        let names: Vec<&str> = task_sizes().iter().map(|size| &*size.name).collect();
        assert_eq!(names.len(), 3 + 4 + 7 + 13 + 23 + 12 + 12 + 3);
        assert_eq!(
            names[..4],
            [
                "0.25vcpu-0.5gb",
                "0.25vcpu-1gb",
                "0.25vcpu-2gb",
                "0.5vcpu-1gb"
            ]
        );
        assert_eq!(names.last(), Some(&"32vcpu-244gb"));
        for pair in ["8vcpu-60gb", "16vcpu-120gb", "4vcpu-30gb", "2vcpu-4gb"] {
            assert!(task_size(pair).is_some(), "{pair}");
        }
        for none in [
            "0.25vcpu-4gb",
            "1vcpu-1gb",
            "8vcpu-18gb",
            "16vcpu-36gb",
            "2vcpu-17gb",
        ] {
            assert!(task_size(none).is_none(), "{none}");
        }
        let size = task_size("0.25vcpu-0.5gb").unwrap();
        assert_eq!((size.cpu_units, size.memory_mib), (256, 512));
        assert_eq!((size.vcpu(), size.memory_gb()), (0.25, 0.5));
    }

    #[test]
    fn an_hour_is_processors_and_memory() {
        let hour = |name, architecture, region| {
            let price = task_price(name, architecture, region);
            price.map(|price| price.to_usd_string())
        };
        let usd = |text: &str| Some(text.to_owned());
        // 0.5 × 0.04656 + 0.00511, as the study notes compare it with a function.
        let seoul = "ap-northeast-2";
        assert_eq!(hour("0.5vcpu-1gb", "x86_64", seoul), usd("0.02839"));
        assert_eq!(hour("0.5vcpu-1gb", "arm64", seoul), usd("0.022715"));
        assert_eq!(hour("1vcpu-2gb", "x86_64", "us-east-1"), usd("0.04937"));
        assert_eq!(hour("1vcpu-2gb", "x86_64", "mars-1"), None);
        assert_eq!(hour("1vcpu-1gb", "x86_64", seoul), None);
    }
}
