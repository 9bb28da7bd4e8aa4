//! What `/metrics` tells a machine: requests by route and status, how long they took, how far the log is.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// The counters of one process.
#[derive(Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    requests: Family<Request, Counter>,
    seconds: Family<Route, Histogram>,
    entries: Gauge<i64, AtomicI64>,
    behind: Gauge<i64, AtomicI64>,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

fn buckets() -> Histogram {
    Histogram::new([0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0])
}

impl Default for Metrics {
    fn default() -> Metrics {
        let mut registry = Registry::with_prefix("mingjing");
        let requests = Family::<Request, Counter>::default();
        let seconds = Family::<Route, Histogram>::new_with_constructor(buckets);
        let entries = Gauge::default();
        let behind = Gauge::default();
        registry.register("http_requests", "Requests by route and status", requests.clone());
        registry.register("http_request_duration_seconds", "Time to answer, by route", seconds.clone());
        registry.register("entries", "Entries in all logs", entries.clone());
        registry.register("facts_behind", "Entries not yet folded into case_facts", behind.clone());
        Metrics { registry: Arc::new(registry), requests, seconds, entries, behind }
    }
}

impl Metrics {
    /// Counts one answered request.
    pub fn answered(&self, route: &str, status: u16, took: Duration) {
        self.requests.get_or_create(&Request { route: route.to_owned(), status }).inc();
        self.seconds.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
    }

    /// Notes how far the logs are and how many entries the facts lag behind.
    pub fn docket(&self, entries: i64, behind: i64) {
        self.entries.set(entries);
        self.behind.set(behind);
    }

    /// The text of `/metrics`.
    pub fn text(&self) -> String {
        let mut text = String::new();
        match encode(&mut text, &self.registry) {
            Ok(()) => text,
            Err(cause) => {
                tracing::error!(%cause, "metrics cannot be written");
                String::new()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_route_and_status() {
        let metrics = Metrics::default();
        metrics.answered("/cases", 200, Duration::from_millis(3));
        metrics.answered("/cases", 404, Duration::from_millis(1));
        metrics.docket(1234, 5);
        let text = metrics.text();
        assert!(text.contains("mingjing_http_requests_total{route=\"/cases\",status=\"200\"} 1"), "{text}");
        assert!(text.contains("mingjing_http_request_duration_seconds_count{route=\"/cases\"} 2"), "{text}");
        assert!(text.contains("mingjing_entries 1234"));
        assert!(text.contains("mingjing_facts_behind 5"));
    }
}
