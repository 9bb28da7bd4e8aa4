//! Benchmarks: each prints JSON lines of what it measured. They make their own databases under the data folder.

mod acts;
mod door;
mod export;
mod figures;
mod floor;
mod paper;
mod proofs;
mod visitors;
mod year;

use std::path::PathBuf;
use std::time::Duration;

use crate::args::Global;
use crate::output;
use crate::run::Failure;

/// Runs one benchmark.
pub async fn bench(global: &Global, name: &str, scale: &str) -> Result<(), Failure> {
    let place = Place::new(global, scale)?;
    match name {
        "year" => year::ensure(&place).await,
        "simulate" => year::simulate(&place).await,
        "floor" => floor::floor(&place).await.map(|_| ()),
        "scaling" => year::scaling(&place).await,
        "receipt" => proofs::receipt(&place).await,
        "verify" => proofs::verify(&place).await,
        "indicators" => figures::indicators(&place).await,
        "report-pdf" => paper::report_pdf(&place).await,
        "export" => export::export(&place).await,
        "door" => door::door(),
        "acts" => acts::acts(&place).await,
        "visitors" => visitors::visitors(&place, crate::run::door::now()).await,
        other => Err(Failure::Input(format!(
            "没有名为 {other} 的基准；可用：year simulate floor scaling receipt verify indicators report-pdf export door acts visitors"
        ))),
    }
}

/// Where a benchmark works.
pub struct Place {
    /// Folder of its databases.
    pub folder: PathBuf,
    /// Scale.
    pub scale: String,
}

impl Place {
    fn new(global: &Global, scale: &str) -> Result<Place, Failure> {
        let folder = global.data.join("bench");
        std::fs::create_dir_all(&folder).map_err(|e| Failure::Input(format!("{}：{e}", folder.display())))?;
        Ok(Place { folder, scale: scale.to_owned() })
    }

    /// File of a database.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}-{}.db", self.scale))
    }

    /// Address of a database.
    pub fn url(&self, name: &str) -> String {
        format!("sqlite://{}", self.file(name).display())
    }

    /// Takes a database away.
    pub fn clear(&self, name: &str) {
        for end in ["", "-wal", "-shm"] {
            let mut path = self.file(name).into_os_string();
            path.push(end);
            // a file that is not there needs no removing
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Prints one measurement.
pub fn print(bench: &str, metric: &str, value: f64, unit: &str, against: &str) {
    let value = (value * 1000.0).round() / 1000.0;
    let line =
        serde_json::json!({ "bench": bench, "metric": metric, "value": value, "unit": unit, "against": against });
    output::result(&line.to_string());
}

/// A watch.
pub struct Watch(std::time::Instant);

impl Watch {
    /// Starts.
    #[allow(clippy::disallowed_methods, reason = "a benchmark measures time")]
    pub fn start() -> Watch {
        Watch(std::time::Instant::now())
    }

    /// Time since the start.
    pub fn read(&self) -> Duration {
        self.0.elapsed()
    }
}

/// A count as a number to divide with.
#[expect(clippy::as_conversions, reason = "counts far below 2^53")]
pub const fn float(n: u64) -> f64 {
    n as f64
}

/// Highest memory this process has used, in bytes, where the system tells.
pub fn peak_memory() -> Option<u64> {
    memory("VmHWM:")
}

/// A line of what the system tells of this process's memory, in bytes.
pub fn memory(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024)
}

/// The value at a share of a sorted list.
pub fn at_share(sorted: &[f64], per_mille: usize) -> f64 {
    let index = (sorted.len().saturating_sub(1)) * per_mille / 1000;
    sorted.get(index).copied().unwrap_or(0.0)
}
