//! Building blocks that services share, since services never import each other.

pub(super) mod admission;
pub(super) mod cache;
pub(super) mod cold_start;
pub(super) mod compute;
pub(super) mod kinds;
pub(super) mod profile;
pub(super) mod slowdown;
pub(super) mod storage;
pub(super) mod tasks;
pub(super) mod transfer;
pub(super) mod waiting;
