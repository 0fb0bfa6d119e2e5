//! How fast simulated time runs against wall time.

/// The asked pace.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// Simulated seconds per second of wall time.
    Times(f64),
    /// As fast as the machine can.
    Max,
}

/// The paces offered, slowest first.
pub const PACES: [Pace; 11] = [
    Pace::Times(0.1),
    Pace::Times(0.5),
    Pace::Times(1.0),
    Pace::Times(2.0),
    Pace::Times(5.0),
    Pace::Times(10.0),
    Pace::Times(30.0),
    Pace::Times(60.0),
    Pace::Times(300.0),
    Pace::Times(1000.0),
    Pace::Max,
];

impl Default for Pace {
    /// Fast enough that a chart fills while one looks, slow enough that a fault can be watched.
    fn default() -> Self {
        Pace::Times(10.0)
    }
}

impl Pace {
    /// What `Max` means at most: a bound, so that an idle system does not run through its clock in an instant.
    const MAX_FACTOR: f64 = 1e6;

    /// Simulated seconds per second of wall time that are aimed at.
    pub fn factor(self) -> f64 {
        match self {
            Pace::Times(factor) if factor.is_finite() => factor.clamp(0.01, Self::MAX_FACTOR),
            Pace::Times(_) => 1.0,
            Pace::Max => Self::MAX_FACTOR,
        }
    }

    /// The next faster pace offered; itself at the end.
    #[must_use]
    pub fn faster(self) -> Self {
        PACES
            .into_iter()
            .find(|pace| pace.factor() > self.factor())
            .unwrap_or(self)
    }

    /// The next slower pace offered; itself at the end.
    #[must_use]
    pub fn slower(self) -> Self {
        PACES
            .into_iter()
            .rev()
            .find(|pace| pace.factor() < self.factor())
            .unwrap_or(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paces_form_a_ladder() {
        let mut pace = Pace::Times(0.1);
        for want in &PACES[1..] {
            pace = pace.faster();
            assert_eq!(pace, *want);
        }
        assert_eq!(pace.faster(), Pace::Max);
        for want in PACES[..PACES.len() - 1].iter().rev() {
            pace = pace.slower();
            assert_eq!(pace, *want);
        }
        assert_eq!(Pace::Times(7.0).faster(), Pace::Times(10.0));
        assert_eq!(Pace::Times(7.0).slower(), Pace::Times(5.0));
    }

    #[test]
    fn odd_numbers_are_tamed() {
        assert_eq!(Pace::Times(f64::NAN).factor(), 1.0);
        assert_eq!(Pace::Times(-3.0).factor(), 0.01);
        assert_eq!(Pace::Times(1e30).factor(), Pace::Max.factor());
    }
}
