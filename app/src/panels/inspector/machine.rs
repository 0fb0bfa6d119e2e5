//! What an instance type, or a size of a task, is and costs, as the price list knows it.

use sim_core::catalog::prices::{self, HOURS_PER_MONTH};
use sim_core::catalog::{Settings, Value};
use sim_core::document::{Document, Item};
use sim_core::foundation::ids::Id;
use sim_core::foundation::money::PicoUsd;
use sim_core::report::bill::region_of;

use crate::i18n::{Texts, digits, words};

/// Where and for what an instance would run: its price depends on both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Market<'a> {
    pub region: &'a str,
    /// Of a database or a cache; empty for plain machines.
    engine: &'a str,
    /// Of a task's processors; empty where the type says it.
    architecture: &'a str,
}

impl<'a> Market<'a> {
    /// Of a component; `None`: of anything else.
    pub fn of(document: &'a Document, id: &Id, settings: &Settings<'a>) -> Option<Self> {
        let Some(Item::Component(component)) = document.item(id) else {
            return None;
        };
        let text = |id| match settings.value(id) {
            Some(Value::Text(text)) => text.as_str(),
            _ => "",
        };
        Some(Self {
            region: region_of(document, component),
            engine: text("engine"),
            architecture: text("architecture"),
        })
    }

    /// An hour of one instance, on demand; `None`: the list has no such price.
    pub fn per_hour(&self, option: &str) -> Option<PicoUsd> {
        let price = prices::ec2_price(option, self.region)
            .or_else(|| prices::rds_price(option, self.engine, self.region))
            .or_else(|| prices::elasticache_price(option, self.engine, self.region));
        let task = || prices::task_price(option, self.architecture, self.region);
        price.map(|price| price.usd).or_else(task)
    }
}

/// A month of an instance that costs so much an hour.
pub fn per_month(texts: Texts, per_hour: PicoUsd) -> String {
    texts.usd_per_month(per_hour.as_usd_f64() * HOURS_PER_MONTH as f64)
}

/// Processors and memory of an instance type or a size of a task, if it is one.
pub fn capacity(option: &str) -> Option<String> {
    if let Some(task) = words::task(option) {
        return Some(task);
    }
    let node = || prices::rds(option).or_else(|| prices::elasticache(option));
    let (vcpu, memory) = match (prices::ec2(option), node()) {
        (Some(kind), _) => (kind.vcpu, kind.memory_gib),
        (None, Some(class)) => (class.vcpu, class.memory_gib),
        (None, None) => return None,
    };
    Some(format!("{vcpu} vCPU · {} GiB", digits::plain(memory)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_type_costs_what_the_list_says_for_region_and_engine() {
        let market = |region, engine| Market {
            region,
            engine,
            architecture: "",
        };
        let hour = |market: Market<'_>, option| {
            let price = market.per_hour(option);
            price.map(|price| price.to_usd_string())
        };
        let usd = |text: &str| Some(text.to_owned());
        assert_eq!(hour(market("us-east-1", ""), "c5.large"), usd("0.085"));
        assert_eq!(hour(market("ap-northeast-2", ""), "c5.large"), usd("0.096"));
        let class = "db.m5.large";
        assert_eq!(hour(market("us-east-1", "postgresql"), class), usd("0.178"));
        assert_eq!(hour(market("us-east-1", "mysql"), class), usd("0.171"));
        assert_eq!(hour(market("us-east-1", ""), class), None);
        assert_eq!(hour(market("mars-1", ""), "c5.large"), None);
        let task = |architecture| Market {
            architecture,
            ..market("ap-northeast-2", "")
        };
        let size = "0.5vcpu-1gb";
        assert_eq!(hour(task("x86_64"), size), usd("0.02839"));
        assert_eq!(hour(task("arm64"), size), usd("0.022715"));
        assert_eq!(capacity(size).as_deref(), Some("0.5 vCPU · 1 GB"));
        let price = market("us-east-1", "").per_hour("c5.large").unwrap();
        assert_eq!(per_month(Texts::default(), price), "$62.05/mo");
    }
}
