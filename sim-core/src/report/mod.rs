//! From a snapshot to what people read: bill, verdict, the report object of `topolab run`.

pub mod bill;
pub mod verdict;
