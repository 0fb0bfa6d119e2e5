//! The documents that Topolab runs: the same parts that a user draws.

use sim_core::document::Document;

use crate::build::{Build, constant, number, word};

/// Servers in W4.
pub const SERVERS: usize = 100;
/// What the balancer of W3 takes, ns.
pub const BALANCER_NS: u64 = 50_000_000;

/// One of the workloads that every engine runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// One server.
    W1,
    /// Sixteen workers.
    W2,
    /// A balancer, application workers held during a call, database workers.
    W3,
    /// A hundred one-worker servers behind a balancer that takes them in turn.
    W4Turn,
    /// The same behind a balancer that takes the least busy.
    W4Least,
}

impl Work {
    pub const ALL: [Work; 5] = [Work::W1, Work::W2, Work::W3, Work::W4Turn, Work::W4Least];

    pub fn name(self) -> &'static str {
        match self {
            Work::W1 => "W1",
            Work::W2 => "W2",
            Work::W3 => "W3",
            Work::W4Turn => "W4rr",
            Work::W4Least => "W4lo",
        }
    }

    pub fn named(name: &str) -> Option<Work> {
        Work::ALL
            .into_iter()
            .find(|work| work.name().eq_ignore_ascii_case(name))
    }

    /// Arrivals per second.
    pub fn rate(self) -> f64 {
        match self {
            Work::W1 => 0.8,
            Work::W2 => 12.8,
            Work::W3 => 8.0,
            Work::W4Turn | Work::W4Least => 70.0,
        }
    }

    /// Simulated time in which about so many requests arrive.
    pub fn nanos(self, requests: u64) -> u64 {
        (requests as f64 / self.rate() * 1e9) as u64
    }

    pub fn document(self) -> Document {
        let client = Build::default().client("c", self.rate());
        match self {
            Work::W1 => client.server("s", 1, 1.0).link("c", "s", &[]),
            Work::W2 => client.server("s", 16, 1.0).link("c", "s", &[]),
            Work::W3 => balancer(client, "round_robin", BALANCER_NS as f64 / 1e9)
                .server("app", 16, 1.0)
                .server("db", 8, 0.5)
                .link("lb", "app", &[])
                .link("app", "db", &[]),
            Work::W4Turn => hundred(balancer(client, "round_robin", 0.0)),
            Work::W4Least => hundred(balancer(client, "least_outstanding", 0.0)),
        }
        .document
    }

    /// The same with a limit to the last server's queue that is never reached: no request is foreseen then.
    pub fn eventful(self) -> Document {
        let last = if self == Work::W3 { "db" } else { "s" };
        let build = Build {
            document: self.document(),
        };
        build.set(last, "queue", number(1e6)).document
    }
}

/// An ALB that takes `seconds` for each request. Its patience with targets is the longest there is: 4,000 s.
fn balancer(build: Build, algorithm: &str, seconds: f64) -> Build {
    let params = [
        ("algorithm", word(algorithm)),
        ("processing", constant(seconds)),
        ("idle_timeout_s", number(4_000.0)),
    ];
    build
        .component("lb", "alb", None, &params)
        .link("c", "lb", &[])
}

fn hundred(build: Build) -> Build {
    (0..SERVERS).fold(build, |build, index| {
        let name = format!("s{index}");
        build.server(&name, 1, 1.0).link("lb", &name, &[])
    })
}
