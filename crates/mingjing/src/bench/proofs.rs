//! Receipts made and checked, and the whole database verified.

use docket::receipt;
use std::sync::Arc;

use docket::store::{Docket, VerifyProgress};
use sim::chance::Chance;

use crate::bench::{Place, Watch, at_share, float, print, year};
use crate::run::Failure;

const RECEIPTS: u64 = 2000;

/// Making and checking receipts of entries drawn over the year.
pub async fn receipt(place: &Place) -> Result<(), Failure> {
    year::ensure(place).await?;
    let docket = Docket::open(&place.url("year")).await?;
    let ends = docket.log_ends().await?;
    let mut chance = Chance::new(1, &[]);
    let (mut making, mut checking) = (Vec::new(), Vec::new());
    for n in 0..RECEIPTS {
        let count = u64::try_from(ends.len()).unwrap_or(1).max(1);
        let Some(end) = usize::try_from(n % count).ok().and_then(|index| ends.get(index)) else { continue };
        let size = u64::try_from(end.size).unwrap_or(0);
        if size == 0 {
            continue;
        }
        let position = i64::try_from(chance.below(size)).unwrap_or(0) + 1;
        let watch = Watch::start();
        let made = docket.receipt(end.court, position).await?;
        making.push(watch.read().as_secs_f64() * 1e3);
        let watch = Watch::start();
        receipt::check(&made).map_err(|fault| Failure::Check(fault.to_string()))?;
        checking.push(watch.read().as_secs_f64() * 1e3);
    }
    docket.close().await;
    for (metric, list, limit) in [("make", &mut making, "at most 1"), ("check", &mut checking, "at most 5")] {
        list.sort_by(f64::total_cmp);
        print("receipt", &format!("{metric}, median"), at_share(list, 500), "ms", limit);
        print("receipt", &format!("{metric}, p99"), at_share(list, 990), "ms", limit);
    }
    Ok(())
}

/// Recomputing everything from the entries.
pub async fn verify(place: &Place) -> Result<(), Failure> {
    year::ensure(place).await?;
    let docket = Docket::open(&place.url("year")).await?;
    let watch = Watch::start();
    let report = docket.verify(None, Arc::new(VerifyProgress::default())).await?;
    let seconds = watch.read().as_secs_f64();
    docket.close().await;
    if let Some(finding) = report.findings.first() {
        return Err(Failure::Check(crate::run::proofs::sentence(finding)));
    }
    print("verify", "seconds", seconds, "s", &format!("scale {}", place.scale));
    print("verify", "rate", float(report.entries) / seconds, "entries/s", "at least 300000");
    Ok(())
}
