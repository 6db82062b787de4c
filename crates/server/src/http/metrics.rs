//! Counters, for whoever watches the service. They say how often and how much, never who.

use std::{
    fmt::Write,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};

use sync::exchange::{Answer, News, Taken};

use super::answer::Refusal;

/// The bounds of the buckets of time, in milliseconds.
const BUCKETS_MS: [u64; 7] = [5, 20, 50, 100, 250, 1_000, 5_000];

#[derive(Default)]
pub(super) struct Metrics {
    exchanges: AtomicU64,
    settled: AtomicU64,
    custody: AtomicU64,
    blocks_sent: AtomicU64,
    enrolled: AtomicU64,
    turned_away: AtomicU64,
    refused: [AtomicU64; Refusal::ALL.len()],
    requests: AtomicU64,
    took_us: AtomicU64,
    buckets: [AtomicU64; BUCKETS_MS.len()],
}

impl Metrics {
    pub(super) fn answered(&self, answer: &Answer) {
        self.exchanges.fetch_add(1, Relaxed);
        self.taken(&answer.taken);
        let blocks = answer.news.iter().filter(|news| matches!(news, News::Block(_))).count();
        self.blocks_sent.fetch_add(blocks as u64, Relaxed);
    }

    /// Counts what became of batches.
    pub(super) fn taken(&self, taken: &[Taken]) {
        for taken in taken {
            match taken {
                Taken::Settled(runs) => {
                    let count: i64 = runs.iter().map(|run| run.count).sum();
                    self.settled.fetch_add(count.unsigned_abs(), Relaxed);
                }
                Taken::Custody { count, .. } => drop(self.custody.fetch_add(count.unsigned_abs(), Relaxed)),
                Taken::Forked => self.refused(Refusal::Forked),
                Taken::Gap => self.refused(Refusal::Gap),
                Taken::Malformed => self.refused(Refusal::Malformed),
            }
        }
    }

    pub(super) fn enrolled(&self) {
        self.enrolled.fetch_add(1, Relaxed);
    }

    /// Counts a connection that was closed at once.
    pub(super) fn turned_away(&self) {
        self.turned_away.fetch_add(1, Relaxed);
    }

    pub(super) fn refused(&self, refusal: Refusal) {
        self.refused[refusal as usize].fetch_add(1, Relaxed);
    }

    pub(super) fn took(&self, took: Duration) {
        self.requests.fetch_add(1, Relaxed);
        self.took_us.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Relaxed);
        for (bucket, bound) in self.buckets.iter().zip(BUCKETS_MS) {
            if took <= Duration::from_millis(bound) {
                bucket.fetch_add(1, Relaxed);
            }
        }
    }

    /// Returns everything in the text format of Prometheus.
    pub(super) fn text(&self, up: Duration, connections: u32) -> String {
        let mut text = String::new();
        let counters = [
            ("exchanges_total", "Questions that were answered.", &self.exchanges),
            ("operations_settled_total", "Operations that were said to be durable.", &self.settled),
            ("operations_custody_total", "Operations that went into custody.", &self.custody),
            ("blocks_sent_total", "Blocks that were sent.", &self.blocks_sent),
            ("devices_enrolled_total", "Devices that came in.", &self.enrolled),
            ("connections_turned_away_total", "Connections of networks that had enough.", &self.turned_away),
        ];
        for (name, help, counter) in counters {
            head(&mut text, name, help, "counter");
            line(&mut text, name, "", counter.load(Relaxed));
        }
        head(&mut text, "refused_total", "Requests and batches that were refused.", "counter");
        for (refusal, counter) in Refusal::ALL.into_iter().zip(&self.refused) {
            line(&mut text, "refused_total", &format!("{{kind=\"{}\"}}", refusal.code()), counter.load(Relaxed));
        }
        head(&mut text, "request_seconds", "How long requests took.", "histogram");
        for (bucket, bound) in self.buckets.iter().zip(BUCKETS_MS) {
            let label = format!("{{le=\"{}\"}}", Duration::from_millis(bound).as_secs_f64());
            line(&mut text, "request_seconds_bucket", &label, bucket.load(Relaxed));
        }
        let requests = self.requests.load(Relaxed);
        line(&mut text, "request_seconds_bucket", "{le=\"+Inf\"}", requests);
        line(&mut text, "request_seconds_count", "", requests);
        let sum = Duration::from_micros(self.took_us.load(Relaxed)).as_secs_f64();
        line(&mut text, "request_seconds_sum", "", sum);
        head(&mut text, "connections", "Connections at the moment.", "gauge");
        line(&mut text, "connections", "", connections);
        head(&mut text, "up_seconds", "Since the start of this process.", "gauge");
        line(&mut text, "up_seconds", "", up.as_secs());
        text
    }
}

fn head(text: &mut String, name: &str, help: &str, kind: &str) {
    writeln!(text, "# HELP coachlight_{name} {help}\n# TYPE coachlight_{name} {kind}").expect("a text takes all");
}

fn line(text: &mut String, name: &str, labels: &str, value: impl std::fmt::Display) {
    writeln!(text, "coachlight_{name}{labels} {value}").expect("a text takes all");
}
