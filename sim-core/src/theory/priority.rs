//! Priority queues: mean wait and response of each class.
//!
//! Classes are given from the most to the least urgent. σ(k) is the load of class k and of all more urgent ones.
//! Sources: Cobham, *Priority assignment in waiting line problems* (Oper. Res. 2, 1954); Kleinrock, *Queueing
//! Systems* II (1976) §3.6–3.7; H ch. 32; Davis, *Waiting-time distribution of a multi-server, priority queuing
//! system* (Oper. Res. 14, 1966).

use super::{Mmc, TheoryError, not_negative, positive, stable};

/// One class of requests at a single server.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PriorityClass {
    /// Poisson arrivals per second.
    pub arrival_rate: f64,
    /// Mean service in seconds.
    pub mean_service: f64,
    /// Squared coefficient of variation of the service: 1 for exponential.
    pub scv: f64,
}

/// What one class gets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PriorityFigures {
    /// Mean response time in seconds, from arrival to the end of service.
    pub mean_response: f64,
    /// Mean response less mean service, in seconds: before service and, with preemption, in between.
    pub mean_wait: f64,
    /// Mean number of this class inside.
    pub mean_number: f64,
}

/// M/G/1 where the urgent go first but nobody is interrupted (Cobham).
///
/// Wait of class k: W₀ / ((1 − σ(k−1))·(1 − σ(k))) with W₀ = Σ λᵢ·E\[Sᵢ²\]/2 over all classes.
///
/// # Errors
/// [`TheoryError`] for unusable parameters, or [`TheoryError::Unstable`] when all classes together are too much.
pub fn priority_mg1(classes: &[PriorityClass]) -> Result<Vec<PriorityFigures>, TheoryError> {
    check(classes)?;
    let residual: f64 = classes.iter().map(PriorityClass::residual).sum();
    Ok(by_class(classes, |before, with, class, _| {
        let wait = residual / ((1.0 - before) * (1.0 - with));
        wait + class.mean_service
    }))
}

/// M/G/1 where the urgent interrupt the others, whose work goes on later where it stopped (preemptive resume).
///
/// Response of class k: E\[S\]/(1 − σ(k−1)) + W₀(k) / ((1 − σ(k−1))·(1 − σ(k))), with W₀(k) over the classes up to k.
///
/// # Errors
/// As [`priority_mg1`].
pub fn preemptive_mg1(classes: &[PriorityClass]) -> Result<Vec<PriorityFigures>, TheoryError> {
    check(classes)?;
    Ok(by_class(classes, |before, with, class, residual| {
        class.mean_service / (1.0 - before) + residual / ((1.0 - before) * (1.0 - with))
    }))
}

/// M/M/c with one exponential service for all, where nobody is interrupted (Davis).
///
/// `rates` λ of each class and `service_rate` μ of each of the `servers`, per second. Wait of class k:
/// C/(cμ) / ((1 − σ(k−1))·(1 − σ(k))), with Erlang's C of all classes together.
///
/// # Errors
/// As [`priority_mg1`], or for no or too many servers.
pub fn priority_mmc(
    rates: &[f64],
    service_rate: f64,
    servers: u32,
) -> Result<Vec<PriorityFigures>, TheoryError> {
    let all = Mmc::new(total(rates)?, service_rate, servers)?;
    let capacity = f64::from(servers) * service_rate;
    let delay = all.wait_probability() / capacity;
    let mut before = 0.0;
    let figures = rates.iter().map(|&rate| {
        let with = before + rate / capacity;
        let mean_wait = delay / ((1.0 - before) * (1.0 - with));
        before = with;
        PriorityFigures::new(rate, mean_wait + 1.0 / service_rate, 1.0 / service_rate)
    });
    Ok(figures.collect())
}

/// M/M/c with one exponential service for all, where the urgent interrupt the others.
///
/// The first k classes do not notice the rest: together they are an M/M/c of their own, and class k is the
/// difference of two of them. Service has no memory, so it does not matter where interrupted work goes on.
///
/// # Errors
/// As [`priority_mmc`].
pub fn preemptive_mmc(
    rates: &[f64],
    service_rate: f64,
    servers: u32,
) -> Result<Vec<PriorityFigures>, TheoryError> {
    Mmc::new(total(rates)?, service_rate, servers)?;
    let (mut rate_so_far, mut number_so_far) = (0.0, 0.0);
    let figures = rates.iter().map(|&rate| {
        rate_so_far += rate;
        let inside = Mmc::new(rate_so_far, service_rate, servers)?.mean_number();
        let own = inside - number_so_far;
        number_so_far = inside;
        let response = positive("arrival rate", rate).map(|rate| own / rate)?;
        Ok(PriorityFigures::new(rate, response, 1.0 / service_rate))
    });
    figures.collect()
}

impl PriorityClass {
    fn load(&self) -> f64 {
        self.arrival_rate * self.mean_service
    }

    /// λ·E\[S²\]/2: the mean work left of a request in service that an arrival finds.
    fn residual(&self) -> f64 {
        0.5 * self.load() * self.mean_service * (1.0 + self.scv)
    }
}

impl PriorityFigures {
    fn new(rate: f64, mean_response: f64, mean_service: f64) -> Self {
        Self {
            mean_response,
            mean_wait: mean_response - mean_service,
            mean_number: rate * mean_response,
        }
    }
}

fn total(rates: &[f64]) -> Result<f64, TheoryError> {
    rates.iter().try_fold(0.0, |sum, &rate| {
        Ok(sum + not_negative("arrival rate", rate)?)
    })
}

fn check(classes: &[PriorityClass]) -> Result<(), TheoryError> {
    let mut load = 0.0;
    for class in classes {
        not_negative("arrival rate", class.arrival_rate)?;
        positive("mean service", class.mean_service)?;
        not_negative("squared coefficient of variation", class.scv)?;
        load += class.load();
    }
    stable(load).map(|_| ())
}

/// The figures of each class from its mean response, a function of the load before it, the load with it, the class,
/// and the residual work of the classes up to it.
fn by_class(
    classes: &[PriorityClass],
    response: impl Fn(f64, f64, &PriorityClass, f64) -> f64,
) -> Vec<PriorityFigures> {
    let (mut before, mut residual) = (0.0, 0.0);
    let figures = classes.iter().map(|class| {
        let with = before + class.load();
        residual += class.residual();
        let mean_response = response(before, with, class, residual);
        before = with;
        PriorityFigures::new(class.arrival_rate, mean_response, class.mean_service)
    });
    figures.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Mg1, Mm1, close};
    use super::*;

    fn class(arrival_rate: f64, mean_service: f64, scv: f64) -> PriorityClass {
        PriorityClass {
            arrival_rate,
            mean_service,
            scv,
        }
    }

    #[test]
    fn two_exponential_classes_by_hand() {
        // λ = 0.2 and 0.6, μ = 1: W₀ = 0.8, waits 0.8/0.8 = 1 and 0.8/(0.8·0.2) = 5.
        let classes = [class(0.2, 1.0, 1.0), class(0.6, 1.0, 1.0)];
        let polite = priority_mg1(&classes).unwrap();
        assert!(close(polite[0].mean_wait, 1.0, 1e-14) && close(polite[1].mean_wait, 5.0, 1e-14));
        // With preemption: 1/(1 − 0.2) = 1.25 and 1/(0.8·0.2) = 6.25.
        let rude = preemptive_mg1(&classes).unwrap();
        assert!(close(rude[0].mean_response, 1.25, 1e-14));
        assert!(close(rude[1].mean_response, 6.25, 1e-14));
    }

    #[test]
    fn one_class_is_no_priority() {
        let plain = Mg1::new(0.7, 1.0, 3.0).unwrap().mean_response();
        let one = [class(0.7, 1.0, 3.0)];
        assert!(close(
            priority_mg1(&one).unwrap()[0].mean_response,
            plain,
            1e-14
        ));
        assert!(close(
            preemptive_mg1(&one).unwrap()[0].mean_response,
            plain,
            1e-14
        ));
        let servers = Mmc::new(2.5, 1.0, 3).unwrap().mean_response();
        let figures = [
            priority_mmc(&[2.5], 1.0, 3).unwrap()[0],
            preemptive_mmc(&[2.5], 1.0, 3).unwrap()[0],
        ];
        for figure in figures {
            assert!(close(figure.mean_response, servers, 1e-13), "{figure:?}");
        }
    }

    #[test]
    fn order_does_not_change_the_work() {
        // Kleinrock's conservation law: Σ ρᵢ·Wᵢ = ρ·W₀/(1 − ρ), whoever goes first.
        let classes = [
            class(0.5, 0.2, 0.0),
            class(1.0, 0.3, 4.0),
            class(0.2, 1.5, 1.0),
        ];
        let load: f64 = classes.iter().map(PriorityClass::load).sum();
        let residual: f64 = classes.iter().map(PriorityClass::residual).sum();
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
            let ordered = order.map(|index| classes[index]);
            let figures = priority_mg1(&ordered).unwrap();
            let work: f64 = ordered
                .iter()
                .zip(&figures)
                .map(|(c, f)| c.load() * f.mean_wait)
                .sum();
            assert!(
                close(work, load * residual / (1.0 - load), 1e-13),
                "{order:?}"
            );
        }
    }

    #[test]
    fn the_most_urgent_see_only_themselves() {
        let classes = [class(0.3, 1.0, 2.0), class(0.5, 1.2, 1.0)];
        let alone = Mg1::new(0.3, 1.0, 2.0).unwrap().mean_response();
        assert!(close(
            preemptive_mg1(&classes).unwrap()[0].mean_response,
            alone,
            1e-14
        ));
        let servers = Mmc::new(1.0, 1.0, 2).unwrap().mean_response();
        assert!(close(
            preemptive_mmc(&[1.0, 0.8], 1.0, 2).unwrap()[0].mean_response,
            servers,
            1e-13
        ));
    }

    #[test]
    fn one_server_of_many_is_the_single_server() {
        let rates = [0.1, 0.4, 0.3];
        let classes = rates.map(|rate| class(rate, 1.0, 1.0));
        let pairs = [
            (
                priority_mmc(&rates, 1.0, 1).unwrap(),
                priority_mg1(&classes).unwrap(),
            ),
            (
                preemptive_mmc(&rates, 1.0, 1).unwrap(),
                preemptive_mg1(&classes).unwrap(),
            ),
        ];
        for (many, single) in pairs {
            for (a, b) in many.iter().zip(&single) {
                assert!(
                    close(a.mean_response, b.mean_response, 1e-12),
                    "{a:?} {b:?}"
                );
            }
        }
    }

    #[test]
    fn with_equal_service_the_number_inside_stays() {
        let (rates, servers) = ([1.0, 2.0, 0.5], 4);
        let plain = Mmc::new(3.5, 1.0, servers).unwrap().mean_number();
        for figures in [
            priority_mmc(&rates, 1.0, servers),
            preemptive_mmc(&rates, 1.0, servers),
        ] {
            let inside: f64 = figures.unwrap().iter().map(|f| f.mean_number).sum();
            assert!(close(inside, plain, 1e-12));
        }
        let single: f64 = preemptive_mg1(&[class(0.2, 1.0, 1.0), class(0.6, 1.0, 1.0)])
            .unwrap()
            .iter()
            .map(|f| f.mean_number)
            .sum();
        assert!(close(
            single,
            Mm1::new(0.8, 1.0).unwrap().mean_number(),
            1e-13
        ));
    }

    #[test]
    fn domain() {
        let full = [class(0.5, 1.0, 1.0), class(0.5, 1.0, 1.0)];
        assert!(matches!(
            priority_mg1(&full),
            Err(TheoryError::Unstable { .. })
        ));
        assert!(matches!(
            priority_mmc(&[1.0, 1.0], 1.0, 2),
            Err(TheoryError::Unstable { .. })
        ));
        assert!(preemptive_mg1(&[class(0.5, 0.0, 1.0)]).is_err());
        assert!(priority_mmc(&[-1.0], 1.0, 1).is_err() && preemptive_mmc(&[0.5], 1.0, 0).is_err());
        assert_eq!(priority_mg1(&[]), Ok(vec![]));
    }
}
