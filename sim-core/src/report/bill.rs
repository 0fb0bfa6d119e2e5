//! The bill: metered usage × dated prices, in integers.
