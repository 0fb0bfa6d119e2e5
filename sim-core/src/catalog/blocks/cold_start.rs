//! Measured cold starts of functions by runtime, processor architecture and memory.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::foundation::chance::Distribution;

static TEXT: &str = include_str!("../../../../assets/lambda-coldstart.json");
static TABLE: LazyLock<Result<Table, String>> = LazyLock::new(|| {
    serde_json::from_str(TEXT).map_err(|error: serde_json::Error| error.to_string())
});

/// Processor architectures of the table.
pub const ARCHITECTURES: [&str; 2] = ["x86_64", "arm64"];

#[derive(Debug, Deserialize)]
struct Table {
    rows: Vec<Row>,
}

#[derive(Debug, Deserialize)]
struct Row {
    runtime: String,
    arch: String,
    memory_mb: u32,
    p50_ms: f64,
    p90_ms: f64,
    p99_ms: f64,
}

fn rows() -> &'static [Row] {
    TABLE.as_ref().map_or(&[], |table| &table.rows)
}

/// The runtimes measured, in the table's order.
pub fn runtimes() -> Vec<&'static str> {
    let mut found: Vec<&'static str> = Vec::new();
    for row in rows() {
        if !found.contains(&row.runtime.as_str()) {
            found.push(&row.runtime);
        }
    }
    found
}

/// The measured percentiles at the nearest memory size (the smaller one of two equally near).
pub fn measured(runtime: &str, arch: &str, memory_mb: u32) -> Option<Distribution> {
    let row = rows()
        .iter()
        .filter(|row| row.runtime == runtime && row.arch == arch)
        .min_by_key(|row| (row.memory_mb.abs_diff(memory_mb), row.memory_mb))?;
    Some(Distribution::Percentiles {
        p50_ms: row.p50_ms,
        p90_ms: row.p90_ms,
        p99_ms: row.p99_ms,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_runtime_has_valid_figures_on_both_architectures() {
        assert!(TABLE.is_ok(), "{:?}", TABLE.as_ref().err());
        assert!(runtimes().len() > 8);
        for runtime in runtimes() {
            for arch in ARCHITECTURES {
                measured(runtime, arch, 512).unwrap().validate().unwrap();
            }
        }
        assert_eq!(measured("cobol", "x86_64", 512), None);
    }

    #[test]
    fn the_nearest_memory_counts() {
        let at = |memory| measured("python313", "x86_64", memory).unwrap();
        assert_eq!(
            at(1024),
            Distribution::Percentiles {
                p50_ms: 90.4,
                p90_ms: 120.0,
                p99_ms: 202.5
            }
        );
        assert_eq!(at(10_240), at(1024));
        assert_eq!(at(192), at(128));
        assert_eq!(at(193), at(256));
    }
}
