//! Charges for bytes that leave: to the internet, and between Availability Zones.

use crate::catalog::prices::{BillLines, price};
use crate::catalog::service::PriceContext;
use crate::catalog::usage::Usage;

/// Bytes to the internet. Nothing sent, no line.
pub fn bill_egress(context: &PriceContext<'_>, usage: &Usage, lines: &mut BillLines) {
    if usage.egress_bytes > 0 {
        let tariff = price("transfer.egress_gb", context.region);
        lines.add("egress", u128::from(usage.egress_bytes), tariff);
    }
}

/// Bytes to the internet and to other zones of the region.
///
/// The meter counts what a component sends to another zone once; AWS charges the same gigabyte twice, as going
/// out of one zone and as coming into the other. Both sides stand on the sender's bill.
pub fn bill(context: &PriceContext<'_>, usage: &Usage, lines: &mut BillLines) {
    bill_egress(context, usage, lines);
    if usage.cross_zone_bytes > 0 {
        let tariff = price("transfer.cross_zone_gb", context.region);
        lines.add("cross_zone", 2 * u128::from(usage.cross_zone_bytes), tariff);
    }
}
