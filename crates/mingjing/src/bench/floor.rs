//! What storage alone costs: the rows of a finished year, read back and inserted again by a bare loop.
//!
//! Reading is not timed. Rows go in by court and position, 100,000 a transaction, which is the cheapest order found.

use docket::store::{Batch, CourtRow, Docket, StoreError, Tally, bulk_writer};

use crate::bench::{Place, Watch, float, print, year};
use crate::run::{Failure, input};

const CHUNK: usize = 100_000;

/// Seconds of inserting alone.
pub async fn floor(place: &Place) -> Result<f64, Failure> {
    if !place.file("year").exists() {
        year::ensure(place).await?;
    }
    let from = Docket::open(&place.url("year")).await?;
    place.clear("floor");
    let url = place.url("floor");
    Docket::open(&url).await?.close().await;
    let tallies = from.tallies(None).await?;
    let courts = from.courts().await?;
    let reading = from.clone();
    let (seconds, rows) =
        tokio::task::spawn_blocking(move || insert(&reading, &url, courts, tallies)).await.map_err(input)??;
    from.close().await;
    place.clear("floor");
    print("floor", "seconds", seconds, "s", &format!("scale {}", place.scale));
    print("floor", "rate", float(rows) / seconds, "rows/s", "entries, facts, tallies, keys, nodes and heads");
    Ok(seconds)
}

/// Inserts every row and times nothing else.
fn insert(from: &Docket, url: &str, courts: Vec<CourtRow>, tallies: Vec<Tally>) -> Result<(f64, u64), StoreError> {
    let mut writer = bulk_writer(url)?;
    let mut seconds = 0.0;
    let mut rows = 0;
    let mut put = |batch: Batch| -> Result<(), StoreError> {
        let watch = Watch::start();
        writer.write(&batch)?;
        seconds += watch.read().as_secs_f64();
        rows += batch.entries.len()
            + batch.facts.len()
            + batch.tallies.len()
            + batch.field_keys.len()
            + batch.heads.len()
            + batch.nodes.len();
        Ok(())
    };
    put(Batch { courts, tallies, ..Batch::default() })?;
    for court in law::court::courts() {
        from.each_batch(court.id, CHUNK, &mut put)?;
    }
    let watch = Watch::start();
    writer.finish()?;
    seconds += watch.read().as_secs_f64();
    Ok((seconds, u64::try_from(rows).unwrap_or(0)))
}
