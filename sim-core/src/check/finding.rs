//! One finding: what, how bad, where; in words and as a key for translation.

use std::fmt;

use crate::foundation::ids::Id;

/// How bad a finding is, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It cannot work like this.
    Error,
    /// It works until something happens.
    Warning,
    /// Worth knowing.
    Hint,
}

impl Severity {
    /// Stable name; the translation key is `severity.<name>`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        }
    }
}

/// A rule of the review. The translation key is `finding.<key>`, with the same `{places}` as the English text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub key: &'static str,
    pub severity: Severity,
    pub english: &'static str,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    pub key: &'static str,
    /// The item it is about; none: the whole document.
    pub target: Option<Id>,
    /// What goes into the places of the text.
    pub args: Vec<(&'static str, String)>,
    english: &'static str,
}

impl Finding {
    pub(super) fn new(
        rule: &'static Rule,
        target: Option<&Id>,
        args: Vec<(&'static str, String)>,
    ) -> Self {
        Self {
            severity: rule.severity,
            key: rule.key,
            target: target.cloned(),
            args,
            english: rule.english,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = self.english.to_owned();
        for (name, value) in &self.args {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        f.write_str(&text)
    }
}

macro_rules! rules {
    ($($name:ident $key:literal $severity:ident $english:literal)*) => {
        $(pub(super) static $name: Rule = Rule { key: $key, severity: Severity::$severity, english: $english };)*
        /// Every rule, for the tests of the translations.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    NO_CLIENT "no_client" Error "There is no client: nothing will happen. Add one and link it."
    CLIENT_WITHOUT_LINK "client_without_link" Error "{name} has nowhere to send its requests: link it to a component."
    BALANCER_WITHOUT_TARGETS "balancer_without_targets" Error "{name} has no targets: link it to what should answer."
    QUEUE_WITHOUT_CONSUMER "queue_without_consumer" Error "{name} has nobody who fetches, and its messages pile up: link it to what should do the work."
    CALL_CYCLE "call_cycle" Error "These components wait for each other in a circle: {path}."
    NO_CAPACITY "no_capacity" Error "{name} has no capacity: {param} is 0."
    KIND_WITHOUT_WAY "kind_without_way" Error "{name} has no link that lets {kind} pass: these requests fail."
    SILENT_CLIENT "silent_client" Warning "{name} sends nothing: its rate or number of users is 0, or its log is empty."
    NOT_REACHED "not_reached" Warning "No client reaches {name}: it costs money and does nothing."
    STORE_WAITS "store_waits" Warning "{name} is a store, and {link} makes it wait for an answer: set the link to events."
    VISIBILITY_TOO_SHORT "visibility_too_short" Warning "{name} shows a message to the next consumer after {visibility}, but {consumer} may take {time}: some work is done twice."
    LIMITS_CROSSED "limits_crossed" Warning "{name} may have {min} to {max} instances, but should start with {desired}."
    VCPU_QUOTA "vcpu_quota" Warning "The tasks of {names} may need {vcpus} vCPUs in {region}, and an account has a quota of {quota} there: tasks beyond it do not start. A run starts them all the same; ask AWS for more, and enter what you have."
    SINGLE_INSTANCE "single_instance" Warning "{name} is one instance, and nothing takes over when it dies."
    SINGLE_INSTANCE_SOMEWHERE "single_instance_somewhere" Warning "{name} is one instance, and nothing takes over when it dies. It is drawn in no zone and stands in {zone}: losing that zone stops it."
    ONE_ZONE "one_zone" Warning "All servers of {region} stand in {zone}: losing that zone stops everything."
    BALANCER_IN_ONE_ZONE "balancer_in_one_zone" Warning "{name} stands in fewer than two Availability Zones; a load balancer of this kind needs two."
    ZONE_OUTSIDE_REGION "zone_outside_region" Warning "{name} stands in no Region: it belongs to one."
    OUTSIDE_REGION "outside_region" Warning "{name} stands in no Region: it is priced as in {region}, and what others send it goes over the internet."
    CACHE_WITHOUT_ORIGIN "cache_without_origin" Warning "{name} has nowhere to fetch what it misses: link it to its origin. Until then misses are answered with nothing."
    CACHE_LOSES_ALL "cache_loses_all" Warning "{name} never keeps anything: its hit ratio, lifetime or room is 0."
    FUNCTION_OUTLIVES_CALLER "function_outlives_caller" Warning "{name} may run for {function}, but {caller} gives up after {patience}: the rest is wasted, and paid."
    NO_TIMEOUT "no_timeout" Hint "{link} has no timeout: when {name} is slow, its callers wait with it."
    RETRIES_MULTIPLY "retries_multiply" Hint "{link} retries what {caller} already retries: up to {tries} tries reach {name} for one request."
    BREAKER_WITHOUT_TIMEOUT "breaker_without_timeout" Hint "{link} has a circuit breaker, but no timeout: when {name} only gets slow, it never opens."
    KIND_NOT_SENT "kind_not_sent" Hint "No client sends {kind}."
    STALE_QUEUE "stale_queue" Hint "{name} serves its long queue in order of arrival, but {caller} gives up after {patience}: overloaded, it works only for requests that nobody waits for any more. Give them patience, skip the abandoned, or shed."
    PRIORITY_WITHOUT_KINDS "priority_without_kinds" Hint "{name} serves by priority, but no two kinds of request differ in it: all are alike."
    LIMIT_BELOW_SLOTS "limit_below_slots" Hint "{name} lets in {limit} requests at a time and has {slots} slots: the others stay idle."
    MORE_CALLERS_THAN_SLOTS "more_callers_than_slots" Hint "{callers} callers can knock at {name}, which takes {slots} at a time and lets none wait."
}
