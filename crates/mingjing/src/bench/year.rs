//! A year simulated, decided, sealed and projected; and its cost per entry at three scales.

use crate::bench::{Place, Watch, float, floor, peak_memory, print};
use crate::run::{Failure, open, simulate};

/// Lives the year into a fresh database; entries and seconds.
async fn live(place: &Place, name: &str) -> Result<(u64, f64), Failure> {
    place.clear(name);
    let url = place.url(name);
    let settings = simulate::settings(None, &place.scale, None)?;
    let watch = Watch::start();
    let docket = open(&url).await?;
    let outcome = simulate::live(&docket, &url, &place.folder, settings, false).await?;
    docket.close().await;
    Ok((outcome.entries, watch.read().as_secs_f64()))
}

/// Makes the year's database unless it is there whole.
pub async fn ensure(place: &Place) -> Result<(), Failure> {
    let url = place.url("year");
    let settings = simulate::settings(None, &place.scale, None)?;
    let docket = open(&url).await?;
    simulate::live(&docket, &url, &place.folder, settings, true).await?;
    docket.close().await;
    Ok(())
}

/// Entries a second, memory, size, and the ratio to a bare loop over the same rows.
pub async fn simulate(place: &Place) -> Result<(), Failure> {
    let (entries, seconds) = live(place, "year").await?;
    let scale = &place.scale;
    print("simulate", "entries", float(entries), "entries", &format!("scale {scale}"));
    print("simulate", "seconds", seconds, "s", &format!("scale {scale}"));
    print("simulate", "rate", float(entries) / seconds, "entries/s", "at least 40000, aim 60000");
    if let Some(bytes) = peak_memory() {
        print("simulate", "peak memory", float(bytes) / 1e6, "MB", "at most 1500");
    }
    let size = std::fs::metadata(place.file("year")).map_or(0, |meta| meta.len());
    print("simulate", "database", float(size) / 1e6, "MB", "sqlite file");
    let bare = floor::floor(place).await?;
    print("simulate", "over bare inserts", seconds / bare, "×", "at most 2.5");
    Ok(())
}

/// Cost of an entry at scales 0.01, 0.1 and the one asked for.
pub async fn scaling(place: &Place) -> Result<(), Failure> {
    let mut costs = Vec::new();
    for (scale, times) in [("0.01", 5), ("0.1", 3), (place.scale.as_str(), 1)] {
        let here = Place { folder: place.folder.clone(), scale: scale.to_owned() };
        let mut runs = Vec::new();
        for _ in 0..times {
            let (entries, seconds) = live(&here, "scaling").await?;
            runs.push(seconds * 1e6 / float(entries));
        }
        here.clear("scaling");
        runs.sort_by(f64::total_cmp);
        let cost = super::at_share(&runs, 500);
        print("scaling", &format!("cost at scale {scale}"), cost, "µs/entry", "median of the runs");
        costs.push(cost);
    }
    let least = costs.iter().copied().fold(f64::INFINITY, f64::min);
    let most = costs.iter().copied().fold(0.0, f64::max);
    print("scaling", "dearest over cheapest", most / least, "×", "at most 1.3");
    Ok(())
}
