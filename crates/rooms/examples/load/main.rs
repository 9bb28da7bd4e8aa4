//! A load on a node: rooms of three, each sending pictures and sound, every frame marked with when it was sent.
//!
//! `load --rooms 100 --kbit 300 --seconds 10 [--workers 1] [--json]`. The node runs in a process of its own on the first
//! core, the load on the second. It stops by itself.

mod clients;
mod process;
mod serve;

use std::io::{self, Write};
use std::time::Duration;

use serde_json::json;

/// What is to be tried.
struct Plan {
    rooms: u64,
    kbit: usize,
    seconds: u64,
    workers: usize,
    json: bool,
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, usual: u64| {
        let at = arguments.iter().position(|argument| argument == name);
        at.and_then(|at| arguments.get(at + 1)?.parse().ok()).unwrap_or(usual)
    };
    let small = |name: &str, usual: u64| usize::try_from(number(name, usual)).unwrap_or(usize::MAX);
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let plan = Plan {
        rooms: number("--rooms", 30),
        kbit: small("--kbit", 300),
        seconds: number("--seconds", 10),
        workers: small("--workers", 1),
        json: has("--json"),
    };
    if has("--serve") { serve::run(plan.workers) } else { run(&plan) }
}

fn run(plan: &Plan) -> io::Result<()> {
    process::pin(std::process::id(), 1);
    let mut server = process::Server::start(plan.workers)?;
    process::pin(server.pid(), 0);
    let mut crowd = clients::Crowd::new(plan.kbit)?;
    for room in 0..plan.rooms {
        for person in 1..=3 {
            crowd.enter(&mut server, room, person)?;
        }
        // they come in one after the other, as courts open
        crowd.run(Duration::from_millis(20))?;
    }
    crowd.run(Duration::from_secs(3))?;
    crowd.measure();
    let (before, before_us) = (server.cpu_ticks()?, crowd.now_us());
    crowd.run(Duration::from_secs(plan.seconds))?;
    let (after, after_us) = (server.cpu_ticks()?, crowd.now_us());
    let memory_kb = server.memory_kb()?;
    let figures = crowd.figures();
    let health = server.health()?;
    server.stop()?;
    // a tick is a hundredth of a second on every Linux there is
    let cpu = after.saturating_sub(before).saturating_mul(1_000_000) / (after_us.saturating_sub(before_us)).max(1);
    let persons = plan.rooms * 3;
    let lost = figures.expected.saturating_sub(figures.got);
    let mut out = io::stdout();
    if plan.json {
        let value = json!({
            "rooms": plan.rooms, "participants": persons, "kbit": plan.kbit, "seconds": plan.seconds,
            "workers": plan.workers, "connected": figures.connected, "cpu_percent": cpu,
            "delay_p50_us": figures.p50_us, "delay_p99_us": figures.p99_us, "frames": figures.got,
            "frames_lost": lost, "memory_kb": memory_kb, "memory_kb_per_participant": memory_kb / persons.max(1),
            "load_busy_percent": figures.busy, "health": health,
        });
        return writeln!(out, "{value:#}");
    }
    writeln!(out, "{} rooms of 3 at {} kbit/s, {} of {persons} connected", plan.rooms, plan.kbit, figures.connected)?;
    writeln!(out, "server: {cpu} % of a core, {memory_kb} kB, {} kB a participant", memory_kb / persons.max(1))?;
    writeln!(out, "delay: p50 {} µs, p99 {} µs", figures.p50_us, figures.p99_us)?;
    writeln!(out, "frames: {} got, {lost} lost; the load itself was {} % busy", figures.got, figures.busy)?;
    writeln!(out, "{health}")
}
