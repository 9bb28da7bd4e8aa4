//! Every indicator by court and month, here and in DuckDB: the same Parquet, the same SQL, the same run.

use std::path::Path;
use std::process::Command;

use docket::store::Docket;
use stats::bench::{From, bench, median};
use stats::{By, Convention, Period, Scope, Stats, facts_path};

use crate::bench::{Place, print, year};
use crate::run::{Failure, input};

const TIMES: usize = 15;

/// Milliseconds warm, of columns in memory and from Parquet, each beside DuckDB's.
pub async fn indicators(place: &Place) -> Result<(), Failure> {
    year::ensure(place).await?;
    let docket = Docket::open(&place.url("year")).await?;
    let period = Period::new(2020, Convention::Natural).map_err(input)?;
    let data = place.folder.join(format!("columns-{}", place.scale));
    let stats = Stats::open(&docket, &data, period).await.map_err(input)?;
    docket.close().await;
    let parquet = facts_path(&data, &period);
    let sql = stats.sql(By::CourtMonth, &Scope::default());
    let file = data.join("indicators.sql");
    std::fs::write(&file, &sql).map_err(input)?;
    print(
        "indicators",
        "rows",
        crate::bench::float(u64::try_from(stats.rows()).unwrap_or(0)),
        "rows",
        "matters in case_facts",
    );
    for (place, from, flag) in
        [("columns in memory", From::Memory, Some("--memory")), ("from Parquet", From::Parquet, None)]
    {
        let spent = bench(&parquet, &sql, TIMES, from).await.map_err(input)?;
        let spent = median(&spent).unwrap_or_default();
        print("indicators", &format!("DataFusion, {place}"), spent, "ms", "at most 300 warm");
        let duck = duckdb(&parquet, &file, flag)?;
        print("indicators", &format!("DuckDB, {place}"), duck, "ms", "the same SQL");
        print("indicators", &format!("over DuckDB, {place}"), spent / duck.max(0.001), "×", "at most 1");
    }
    Ok(())
}

/// Median milliseconds of the same text in DuckDB, over the same file.
fn duckdb(parquet: &Path, sql: &Path, flag: Option<&str>) -> Result<f64, Failure> {
    let python = "var/duckdb/bin/python";
    let python = if Path::new(python).exists() { python } else { "python3" };
    let output = Command::new(python)
        .arg("scripts/duckdb_same_sql.py")
        .args([parquet, sql])
        .arg(TIMES.to_string())
        .args(flag)
        .output()
        .map_err(input)?;
    if !output.status.success() {
        return Err(Failure::Input(format!("DuckDB 未能运行：{}", String::from_utf8_lossy(&output.stderr))));
    }
    String::from_utf8_lossy(&output.stdout).trim().parse().map_err(input)
}
