//! The embedded price list: read once, every figure with source, date and confidence.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;

use super::kinds::{Ec2Type, Listed, NodeClass};
use super::{Price, PricedUnit};

static TEXT: &str = include_str!("../../../../assets/prices/aws.json");
static LIST: LazyLock<Result<PriceList, PriceListError>> = LazyLock::new(|| PriceList::read(TEXT));

/// The embedded list, or why it cannot be read (a test makes sure that it can).
pub fn list() -> Result<&'static PriceList, &'static PriceListError> {
    LIST.as_ref()
}

/// Why a price list cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PriceListError {
    #[error("the price list is not readable: {0}")]
    Json(String),
    #[error("the price list is in {0}, not in USD")]
    Currency(String),
    #[error("`{item}` is priced per `{unit}`, which is unknown")]
    Unit { item: String, unit: String },
    #[error("`{item}` names the unknown source `{origin}`")]
    Source { item: String, origin: String },
}

/// Prices, instance types, database classes and cache nodes.
#[derive(Clone, Debug)]
pub struct PriceList {
    items: IndexMap<String, (PricedUnit, IndexMap<String, Listed>)>,
    pub(super) ec2: Vec<Ec2Type>,
    pub(super) rds: Vec<NodeClass>,
    pub(super) elasticache: Vec<NodeClass>,
    sources: IndexMap<String, SourceRow>,
}

impl PriceList {
    /// Reads a list and checks that every unit and every source it names is known.
    pub fn read(text: &str) -> Result<Self, PriceListError> {
        let file: File =
            serde_json::from_str(text).map_err(|error| PriceListError::Json(error.to_string()))?;
        if file.currency != "USD" {
            return Err(PriceListError::Currency(file.currency));
        }
        let mut items = IndexMap::new();
        for (name, row) in file.items {
            let unit = PricedUnit::from_name(&row.unit);
            let unit = unit.ok_or(PriceListError::Unit {
                item: name.clone(),
                unit: row.unit,
            })?;
            items.insert(name, (unit, row.price));
        }
        let ec2 = file.ec2.into_iter();
        let ec2 = ec2.map(|(name, kind)| Ec2Type { name, ..kind }).collect();
        let named = |rows: IndexMap<String, NodeClass>| {
            let rows = rows.into_iter();
            rows.map(|(name, class)| NodeClass { name, ..class })
                .collect()
        };
        let list = Self {
            items,
            ec2,
            rds: named(file.rds),
            elasticache: named(file.elasticache),
            sources: file.sources,
        };
        list.check_sources()?;
        Ok(list)
    }

    /// The price of an item in a region.
    pub fn price(&'static self, item: &str, region: &str) -> Option<Price> {
        let (unit, regions) = self.items.get(item)?;
        Some(regions.get(region)?.at(*unit))
    }

    /// The full title of a source named by a [`Price`].
    pub fn source_title(&self, source: &str) -> Option<&str> {
        Some(&self.sources.get(source)?.title)
    }

    fn check_sources(&self) -> Result<(), PriceListError> {
        let items = self.items.iter();
        let items = items.flat_map(|(name, (_, regions))| regions.values().map(move |l| (name, l)));
        let ec2 = self.ec2.iter();
        let ec2 = ec2.flat_map(|kind| kind.listed().map(move |l| (&kind.name, l)));
        let nodes = self.rds.iter().chain(&self.elasticache);
        let nodes = nodes.flat_map(|class| class.listed().map(move |l| (&class.name, l)));
        for (item, listed) in items.chain(ec2).chain(nodes) {
            if !self.sources.contains_key(&listed.source) {
                return Err(PriceListError::Source {
                    item: item.clone(),
                    origin: listed.source.clone(),
                });
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct File {
    currency: String,
    sources: IndexMap<String, SourceRow>,
    items: IndexMap<String, ItemRow>,
    ec2: IndexMap<String, Ec2Type>,
    rds: IndexMap<String, NodeClass>,
    elasticache: IndexMap<String, NodeClass>,
}

#[derive(Clone, Debug, Deserialize)]
struct SourceRow {
    title: String,
}

#[derive(Deserialize)]
struct ItemRow {
    unit: String,
    price: IndexMap<String, Listed>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::catalog::container::REGIONS;
    use crate::catalog::param::Confidence;
    use crate::foundation::money::PicoUsd;

    #[test]
    fn the_embedded_list_is_readable_and_full() {
        let list = list().unwrap();
        assert!(list.items.len() >= 10 && list.ec2.len() > 100 && list.rds.len() > 20);
        assert!(list.elasticache.len() > 20);
        for region in REGIONS {
            for name in list.items.keys() {
                assert!(list.price(name, region).is_some(), "{name} in {region}");
            }
            for kind in &list.ec2 {
                assert!(
                    kind.price(region).unwrap().usd > PicoUsd::ZERO,
                    "{} in {region}",
                    kind.name
                );
                assert!(kind.vcpu > 0 && kind.memory_gib > 0.0, "{}", kind.name);
            }
            for node in &list.elasticache {
                for engine in ["redis", "valkey", "memcached"] {
                    let price = node.price(engine, region).unwrap();
                    assert!(price.usd > PicoUsd::ZERO, "{engine} {}", node.name);
                }
            }
        }
    }

    #[test]
    fn figures_come_out_exactly_as_written() {
        let price = list()
            .unwrap()
            .price("lambda.gb_s_x86", "us-east-1")
            .unwrap();
        assert_eq!(price.usd, PicoUsd(16_666_700));
        assert_eq!(
            (price.unit, price.confidence),
            (PricedUnit::GbSecond, Confidence::VerifiedSecondary)
        );
        assert_eq!(super::super::ec2("t3.medium").unwrap().vcpu, 2);
        let seoul =
            super::super::rds_price("db.t3.medium", "postgresql", "ap-northeast-2").unwrap();
        assert_eq!(seoul.usd, PicoUsd::from_usd_str("0.112").unwrap());
        assert_eq!(list().unwrap().price("alb.hour", "mars-1"), None);
    }

    #[test]
    fn a_damaged_list_is_refused_by_name() {
        assert!(matches!(PriceList::read("{"), Err(PriceListError::Json(_))));
        let with = |from: &str, to: &str| PriceList::read(&TEXT.replacen(from, to, 1)).unwrap_err();
        assert!(matches!(
            with("\"USD\"", "\"KRW\""),
            PriceListError::Currency(_)
        ));
        assert!(matches!(
            with("\"LCU-hour\"", "\"LCU-day\""),
            PriceListError::Unit { .. }
        ));
        assert!(matches!(
            with("\"usd\": \"0.0225\"", "\"usd\": \"0,02\""),
            PriceListError::Json(_)
        ));
        assert!(matches!(
            with("\"source\": \"infracost\"", "\"source\": \"a friend\""),
            PriceListError::Source { .. }
        ));
    }
}
