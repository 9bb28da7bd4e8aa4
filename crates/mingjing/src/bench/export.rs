//! The cases of a year as files: how long, and how much memory beyond what an idle server holds.

use crate::bench::{Place, Watch, float, memory, peak_memory, print, year};
use crate::run::{Failure, input};

/// Seconds and memory of a workbook of every case, and seconds of the same list as CSV.
pub async fn export(place: &Place) -> Result<(), Failure> {
    year::ensure(place).await?;
    let data = place.folder.join(format!("export-{}", place.scale));
    std::fs::create_dir_all(&data).map_err(input)?;
    let state = web::AppState::open(&place.url("year"), &data).await.map_err(input)?;
    let idle = memory("VmRSS:").unwrap_or(0);
    // the highest mark is set back where the system lets us; else it stands from the start of the process
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let watch = Watch::start();
    let made = web::write_cases(&state, &data.join("cases.xlsx")).await.map_err(Failure::Input)?;
    let seconds = watch.read().as_secs_f64();
    let extra = peak_memory().unwrap_or(0).saturating_sub(idle);
    print("export", "rows", float(made), "rows", "cases and mediations of the year");
    print("export", "XLSX", seconds, "s", "at most 60 for 1100000 rows");
    print("export", "XLSX rate", float(made) / seconds, "rows/s", "at least 18400");
    print("export", "XLSX memory beyond idle", float(extra) / 1e6, "MB", "at most 200");
    let size = std::fs::metadata(data.join("cases.xlsx")).map_err(input)?.len();
    print("export", "XLSX size", float(size) / 1e6, "MB", "");
    let watch = Watch::start();
    web::write_cases(&state, &data.join("cases.csv")).await.map_err(Failure::Input)?;
    print("export", "CSV", watch.read().as_secs_f64(), "s", "the same rows");
    Ok(())
}
