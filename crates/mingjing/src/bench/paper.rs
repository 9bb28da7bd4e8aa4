//! The work report of the province as PDF: from the columns of a full year to the file.

use docket::store::Docket;
use stats::{Convention, Period, Stats};
use web::report::Format;

use crate::bench::{Place, Watch, float, print, year};
use crate::run::{Failure, input};

/// Seconds from the command to the file, and of setting alone.
pub async fn report_pdf(place: &Place) -> Result<(), Failure> {
    year::ensure(place).await?;
    let docket = Docket::open(&place.url("year")).await?;
    let period = Period::new(2020, Convention::Natural).map_err(input)?;
    let data = place.folder.join(format!("columns-{}", place.scale));
    // the columns are made once after the logs have grown; the report is asked of them as they lie
    Stats::open(&docket, &data, period).await.map_err(input)?;
    let watch = Watch::start();
    let stats = Stats::open(&docket, &data, period).await.map_err(input)?;
    let report = stats.report(None).await.map_err(input)?;
    let reckoned = watch.read().as_secs_f64();
    let file = web::report::file(&report, Format::Pdf).await.map_err(Failure::Input)?;
    print("report-pdf", "province, columns to PDF", watch.read().as_secs_f64(), "s", "at most 3");
    print("report-pdf", "of it reading and reckoning", reckoned, "s", "");
    let size = float(u64::try_from(file.len()).unwrap_or(u64::MAX)) / 1024.0;
    print("report-pdf", "size", size, "KiB", "");
    let document = web::report::document(&report);
    for (metric, format) in [("setting alone, PDF", Format::Pdf), ("setting alone, DOCX", Format::Docx)] {
        let watch = Watch::start();
        web::report::printed(document.clone(), format).await.map_err(Failure::Input)?;
        print("report-pdf", metric, watch.read().as_secs_f64(), "s", "");
    }
    docket.close().await;
    Ok(())
}
