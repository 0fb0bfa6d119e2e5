//! Containers that carry meaning: Region and Availability Zone.

use std::sync::LazyLock;

use super::param::{ParamSpec, Source};

/// One kind of container.
pub struct ContainerKind {
    /// Stable id in documents. Translation key: `container.<id>`.
    pub id: &'static str,
    pub icon: &'static str,
    /// Kinds it may stand in; empty: only directly on the canvas.
    pub inside: &'static [&'static str],
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
pub const REGIONS: [&str; 2] = ["us-east-1", "ap-northeast-2"];

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

static KINDS: [ContainerKind; 2] = [
    ContainerKind {
        id: "region",
        icon: "region",
        inside: &[],
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
        params: || &[],
        learn: (
            include_str!("../../../assets/learn/en/zone.md"),
            include_str!("../../../assets/learn/ko/zone.md"),
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
