//! Reports of a year and the files made of them.

use std::sync::Arc;

use axum::body::Bytes;
use law::court::Court;
use stats::{Report, Stats};

use super::Source;
use crate::fault::Fault;
use crate::report::bulletin::{self, Bulletin};
use crate::report::{self, Format, gazette};

impl Source {
    /// The statistics of a year and the size of the logs they were made from.
    pub(crate) async fn stats(&self, year: u16) -> Result<(Arc<Stats>, i64), Fault> {
        let size = self.ends().await?.iter().map(|end| end.size).sum();
        let year = i16::try_from(year).unwrap_or(0);
        let stats = self.reckoning.lock().await.stats(&self.docket, &self.data, year, size).await?;
        Ok((stats, size))
    }

    /// The work report of a year, of the province or a court.
    pub async fn report(&self, year: u16, court: Option<&'static Court>) -> Result<Arc<Report>, Fault> {
        let (stats, size) = self.stats(year).await?;
        let make = async { stats.report(court.map(|court| court.id)).await.map(Arc::new) };
        let name = format!("{year}/{}", court.map_or("", |court| court.code));
        self.reports.get(&name, size, make).await.map_err(|cause| Fault::unavailable(&cause))
    }

    /// The same as a file.
    pub async fn report_file(&self, year: u16, court: Option<&'static Court>, format: Format) -> Result<Bytes, Fault> {
        let (_, size) = self.stats(year).await?;
        let name = format!("report/{year}/{}.{}", court.map_or("", |court| court.code), format.extension());
        let make = async {
            let report = self.report(year, court).await?;
            if report.chapters().is_empty() {
                return Err(Fault::NotFound(format!("{year} 年没有可报告的数字")));
            }
            let file = report::file(&report, format).await;
            file.map(Bytes::from).map_err(|cause| Fault::unavailable(&cause))
        };
        self.files.get(&name, size, make).await
    }

    /// The bulletin of a month.
    pub async fn bulletin(&self, year: u16, month: u8) -> Result<Arc<Bulletin>, Fault> {
        let (stats, size) = self.stats(year).await?;
        let make = async {
            let made = bulletin::of(&stats, month).await.map_err(|cause| Fault::unavailable(&cause))?;
            Ok(made.map(Arc::new))
        };
        let found = self.bulletins.get(&format!("{year}/{month}"), size, make).await?;
        let last = self.as_of().await?;
        found
            .filter(|bulletin| {
                (bulletin.year, i16::from(bulletin.month)) <= (last.year(), i16::from(last.date().month()))
            })
            .ok_or_else(|| Fault::NotFound(format!("{year}年{month}月没有卷宗记录，不成通报")))
    }

    /// The same as a file.
    pub async fn bulletin_file(&self, year: u16, month: u8, format: Format) -> Result<Bytes, Fault> {
        if format == Format::Json {
            return Err(Fault::NotFound("通报没有 JSON 文件。可取的有 .pdf、.docx 和 .md".to_owned()));
        }
        let bulletin = self.bulletin(year, month).await?;
        let (_, size) = self.stats(year).await?;
        let name = format!("bulletin/{year}/{month}.{}", format.extension());
        let make = async {
            let file = report::printed(gazette::document(&bulletin), format).await;
            file.map(Bytes::from).map_err(|cause| Fault::unavailable(&cause))
        };
        self.files.get(&name, size, make).await
    }
}
