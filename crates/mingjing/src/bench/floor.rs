//! What storage alone costs: the rows of a finished year, read back and inserted again by a bare loop.
//!
//! Reading is not timed. Rows go in by court and position, 100,000 a transaction, which is the cheapest order found.

use docket::store::{Batch, Docket, bulk_writer};
use law::life::facts::CaseFacts;

use crate::bench::{Place, Watch, float, print, year};
use crate::run::{Failure, input};

const CHUNK: i64 = 100_000;

/// Seconds of inserting alone.
pub async fn floor(place: &Place) -> Result<f64, Failure> {
    if !place.file("year").exists() {
        year::ensure(place).await?;
    }
    let from = Docket::open(&place.url("year")).await?;
    place.clear("floor");
    let url = place.url("floor");
    Docket::open(&url).await?.close().await;
    let mut writer = bulk_writer(&url)?;
    let mut seconds = 0.0;
    let mut rows = 0;
    let mut put = |batch: &Batch| -> Result<(), Failure> {
        let watch = Watch::start();
        writer.write(batch)?;
        seconds += watch.read().as_secs_f64();
        rows += batch.entries.len() + batch.facts.len() + batch.tallies.len() + batch.field_keys.len() + batch.heads.len() + batch.nodes.len();
        Ok(())
    };
    put(&Batch { courts: from.courts().await?, ..Batch::default() })?;
    for court in law::court::courts() {
        let size = from.size(court.id).await?;
        let mut position = 1;
        while position <= size {
            let entries = from.entries(court.id, position, CHUNK).await?;
            position += CHUNK;
            put(&Batch { entries, ..Batch::default() })?;
        }
        put(&Batch {
            heads: from.heads(court.id, i64::MAX).await?,
            nodes: from.nodes(court.id).await?,
            tallies: from.tallies(Some(court.id)).await?,
            field_keys: from.field_keys(court.id).await?,
            ..Batch::default()
        })?;
    }
    let mut facts = Vec::new();
    from.scan_facts(&mut |cells| facts.extend(CaseFacts::from_cells(cells).ok())).await?;
    for chunk in facts.chunks(usize::try_from(CHUNK).map_err(input)?) {
        put(&Batch { facts: chunk.to_vec(), ..Batch::default() })?;
    }
    let watch = Watch::start();
    writer.finish()?;
    seconds += watch.read().as_secs_f64();
    from.close().await;
    place.clear("floor");
    let rows = u64::try_from(rows).unwrap_or(0);
    print("floor", "seconds", seconds, "s", &format!("scale {}", place.scale));
    print("floor", "rate", float(rows) / seconds, "rows/s", "entries, facts, tallies, keys, nodes and heads");
    Ok(seconds)
}
