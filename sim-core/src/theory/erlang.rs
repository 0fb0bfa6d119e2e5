//! Erlang's two formulas: the chance to be lost (B) and the chance to wait (C).

use super::{TheoryError, count, not_negative, stable};

/// The most servers a formula is computed for (the recursion takes one step for each).
pub const MAX_SERVERS: u32 = 1_000_000;

/// Erlang B, the share of arrivals that find all servers of M/G/c/c busy and are lost (K §3.7, H ch. 14).
///
/// `offered` load in erlangs (arrival rate × mean service). By the stable recursion
/// B(0) = 1, B(n) = a·B(n−1) / (n + a·B(n−1)).
///
/// # Errors
/// [`TheoryError`] for a negative or non-finite load, or more than [`MAX_SERVERS`] servers.
pub fn erlang_b(offered: f64, servers: u32) -> Result<f64, TheoryError> {
    let load = not_negative("offered load", offered)?;
    let servers = count("servers", servers.into(), 0, MAX_SERVERS.into())?;
    let step = |blocked: f64, n: u64| load * blocked / (n as f64 + load * blocked);
    Ok((1..=servers).fold(1.0, step))
}

/// Erlang C, the chance that an arrival finds all servers of M/M/c busy and waits (K §3.5, H ch. 14).
///
/// `offered` load in erlangs. C = B / (1 − ρ·(1 − B)) with ρ = a/c.
///
/// # Errors
/// As [`erlang_b`]; no servers; or [`TheoryError::Unstable`] when the load is not below the number of servers.
pub fn erlang_c(offered: f64, servers: u32) -> Result<f64, TheoryError> {
    count("servers", servers.into(), 1, MAX_SERVERS.into())?;
    let blocked = erlang_b(offered, servers)?;
    let utilisation = stable(offered / f64::from(servers))?;
    Ok(blocked / (1.0 - utilisation * (1.0 - blocked)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::close;
    use super::*;

    #[test]
    fn erlang_b_tables() {
        for (offered, servers, blocked) in [
            (1.0, 1, 0.5),
            (2.0, 5, 0.036_697_247_7),
            (10.0, 10, 0.214_582_343),
            // Loads for 1 % loss in the usual traffic tables.
            (4.461, 10, 0.01),
            (12.03, 20, 0.01),
            (84.06, 100, 0.01),
        ] {
            let tolerance = if blocked == 0.01 { 2e-3 } else { 1e-8 };
            assert!(
                close(erlang_b(offered, servers).unwrap(), blocked, tolerance),
                "{offered} {servers}"
            );
        }
        assert_eq!(erlang_b(3.0, 0), Ok(1.0));
        assert_eq!(erlang_b(0.0, 3), Ok(0.0));
    }

    #[test]
    fn erlang_c_by_hand() {
        for (offered, servers, waits) in [
            (0.7, 1, 0.7),
            (1.0, 2, 1.0 / 3.0),
            (2.0, 3, 4.0 / 9.0),
            // Summed in exact fractions.
            (5.0, 8, 78_125.0 / 467_069.0),
        ] {
            assert!(
                close(erlang_c(offered, servers).unwrap(), waits, 1e-13),
                "{offered} {servers}"
            );
        }
    }

    #[test]
    fn many_servers_do_not_overflow() {
        let blocked = erlang_b(1_000_000.0, MAX_SERVERS).unwrap();
        // Near √(2/(πa)) for a = c large.
        assert!(
            close(
                blocked,
                libm::sqrt(2.0 / (core::f64::consts::PI * 1e6)),
                1e-2
            ),
            "{blocked}"
        );
        assert!(erlang_b(1.0, MAX_SERVERS + 1).is_err());
    }

    #[test]
    fn domain() {
        assert!(matches!(
            erlang_c(3.0, 3),
            Err(TheoryError::Unstable { .. })
        ));
        assert!(erlang_c(0.5, 0).is_err());
        assert!(erlang_b(-1.0, 2).is_err() && erlang_b(f64::NAN, 2).is_err());
    }
}
