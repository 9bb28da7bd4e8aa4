//! Measuring a query on a Parquet file of facts, warm. For benches only.

use std::path::Path;
use std::sync::Arc;

use datafusion::datasource::MemTable;
use datafusion::prelude::{ParquetReadOptions, SessionContext};

use crate::compute;
use crate::error::StatsError;

/// Where the rows are while the query runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// In the file, read by every run.
    Parquet,
    /// In memory, read once before.
    Memory,
}

fn load(parquet: &Path, from: From) -> compute::Work<'_, SessionContext> {
    Box::pin(async move {
        let context = compute::session();
        let file = parquet.to_string_lossy();
        match from {
            From::Parquet => context.register_parquet("facts", &*file, ParquetReadOptions::default()).await?,
            From::Memory => {
                let frame = context.read_parquet(&*file, ParquetReadOptions::default()).await?;
                let schema = Arc::new(frame.schema().as_arrow().clone());
                let shares = frame.collect_partitioned().await?;
                context.register_table("facts", Arc::new(MemTable::try_new(schema, shares)?))?;
            }
        }
        Ok(context)
    })
}

/// Prepares the text over the file as table `facts` and runs it, once to warm up and then `times`; milliseconds of each run, sorted.
#[allow(clippy::disallowed_methods, reason = "a bench measures durations")]
pub async fn bench(parquet: &Path, sql: &str, times: usize, from: From) -> Result<Vec<f64>, StatsError> {
    let context = load(parquet, from).await?;
    let plan = compute::prepare(&context, sql).await?;
    let mut spent = Vec::with_capacity(times);
    for run in 0..=times {
        let start = std::time::Instant::now();
        let batches = compute::run(&context, &plan).await?;
        if batches.iter().all(|batch| batch.num_rows() == 0) {
            return Err(StatsError::Engine("查询没有结果".to_owned()));
        }
        if run > 0 {
            spent.push(start.elapsed().as_secs_f64() * 1_000.0);
        }
    }
    spent.sort_by(f64::total_cmp);
    Ok(spent)
}

/// The median of sorted milliseconds.
pub fn median(sorted: &[f64]) -> Option<f64> {
    sorted.get(sorted.len() / 2).copied()
}
