//! Containers: Region and Availability Zone, which carry meaning, the group, which only keeps things together, and the
//! tier, which is drawn across them.

use std::sync::LazyLock;

use super::param::{ParamSpec, Source};

/// One kind of container.
pub struct ContainerKind {
    /// Stable id in documents. Translation key: `container.<id>`.
    pub id: &'static str,
    pub icon: &'static str,
    /// Kinds it may stand in besides the bare canvas; a plain one stands anywhere.
    pub inside: &'static [&'static str],
    /// Means nothing to a run, and stands anywhere: whatever stands in it stands, for the rules and the simulation,
    /// in what is around it.
    pub plain: bool,
    /// A band across other containers, such as a row of subnets over the columns of the zones. Nothing stands in it by
    /// name: whatever lies in it belongs to it by its place, and stands for the rules and the simulation in the zone.
    /// So a crossing of both is one subnet, which lies in exactly one zone.
    pub crosses: bool,
    pub params: fn() -> &'static [ParamSpec],
    pub learn: (&'static str, &'static str),
}

impl std::fmt::Debug for ContainerKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContainerKind")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Regions with a price list.
pub const REGIONS: [&str; 2] = [DEFAULT_REGION, "ap-northeast-2"];
/// The one of whatever stands in no region.
pub const DEFAULT_REGION: &str = "us-east-1";

static REGION_PARAMS: LazyLock<Vec<ParamSpec>> = LazyLock::new(|| {
    let source = Source::assumption("regions with a price list");
    vec![ParamSpec::choice(
        "region",
        "place",
        &REGIONS,
        "ap-northeast-2",
        source,
    )]
});

static KINDS: [ContainerKind; 4] = [
    ContainerKind {
        id: "region",
        icon: "region",
        inside: &[],
        plain: false,
        crosses: false,
        params: || &REGION_PARAMS,
        learn: (
            include_str!("../../../assets/learn/en/region.md"),
            include_str!("../../../assets/learn/ko/region.md"),
        ),
    },
    ContainerKind {
        id: "zone",
        icon: "zone",
        inside: &["region"],
        plain: false,
        crosses: false,
        params: || &[],
        learn: (
            include_str!("../../../assets/learn/en/zone.md"),
            include_str!("../../../assets/learn/ko/zone.md"),
        ),
    },
    ContainerKind {
        id: "group",
        icon: "group",
        inside: &[],
        plain: true,
        crosses: false,
        params: || &[],
        learn: (
            include_str!("../../../assets/learn/en/group.md"),
            include_str!("../../../assets/learn/ko/group.md"),
        ),
    },
    ContainerKind {
        id: "tier",
        icon: "tier",
        inside: &[],
        plain: true,
        crosses: true,
        params: || &[],
        learn: (
            include_str!("../../../assets/learn/en/tier.md"),
            include_str!("../../../assets/learn/ko/tier.md"),
        ),
    },
];

/// All kinds, in palette order.
pub fn kinds() -> &'static [ContainerKind] {
    &KINDS
}

/// The kind of this id.
pub fn kind(id: &str) -> Option<&'static ContainerKind> {
    KINDS.iter().find(|kind| kind.id == id)
}

/// Whether containers of this kind mean nothing to a run; one that the catalog does not know is not plain.
pub fn is_plain(id: &str) -> bool {
    kind(id).is_some_and(|kind| kind.plain)
}

/// Whether containers of this kind lie across others instead of holding anything.
pub fn crosses(id: &str) -> bool {
    kind(id).is_some_and(|kind| kind.crosses)
}
