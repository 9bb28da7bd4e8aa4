//! The statistical part of the annual work report (工作报告): figures, tables and sentences. What is not counted is not said.

mod markdown;
mod tables;
mod words;

use law::court;
use law::day::Day;
use law::ids::CourtId;
use serde_json::{Value as Json, json};

use crate::compute::Stats;
use crate::error::StatsError;
use crate::figures::Figures;
use crate::filter::{By, Scope};
use crate::period::Convention;
pub use tables::Table;

/// What a report says, before it is written down.
#[derive(Debug, Clone)]
pub struct Report {
    /// Name of the court, or of the province's courts.
    pub subject: String,
    /// Year.
    pub year: i16,
    /// Which months make the year.
    pub convention: Convention,
    /// Last day counted.
    pub as_of: Day,
    /// Figures.
    pub figures: Figures,
    /// Tables by key.
    pub tables: Vec<Table>,
}

/// A chapter of a report.
#[derive(Debug, Clone)]
pub struct Chapter<'a> {
    /// Title, without a number.
    pub title: &'static str,
    /// Its sentences in one paragraph; empty when nothing was counted.
    pub text: String,
    /// Its tables.
    pub tables: Vec<&'a Table>,
}

impl Report {
    /// The chapters that have something to say.
    pub fn chapters(&self) -> Vec<Chapter<'_>> {
        words::chapters(self)
    }

    /// The title.
    pub fn title(&self) -> String {
        format!("{}{}年工作报告（统计部分）", self.subject, self.year)
    }

    /// What the figures cover and where they come from.
    pub fn coverage(&self) -> String {
        format!("统计区间：{0}年1月1日至12月31日。各项数字均由卷宗记录逐案计数得出。", self.year)
    }

    /// The report as JSON: `figures` by dotted key, and tables.
    ///
    /// # Errors
    /// When a figure cannot be written.
    pub fn json(&self) -> Result<Json, StatsError> {
        let figures = serde_json::to_value(&self.figures).map_err(|e| StatsError::Engine(e.to_string()))?;
        let tables: serde_json::Map<String, Json> =
            self.tables.iter().map(|table| (table.key.to_owned(), table.json())).collect();
        Ok(json!({
            "subject": self.subject,
            "year": self.year,
            "period": self.convention.word(),
            "as_of": self.as_of.to_string(),
            "figures": figures,
            "tables": tables,
        }))
    }

    /// The report as Markdown.
    pub fn markdown(&self) -> String {
        markdown::write(self)
    }
}

impl Stats {
    /// The report of the province or a court.
    ///
    /// # Errors
    /// When the figures cannot be computed, or there is no such court.
    pub async fn report(&self, of: Option<CourtId>) -> Result<Report, StatsError> {
        let subject = match of {
            None => "辽宁省法院",
            Some(id) => court::court(id).ok_or_else(|| StatsError::Unknown(format!("编号为 {} 的法院", id.0)))?.name,
        };
        let scope = Scope::of(of);
        let year = self.compute(By::Province, &scope).await?;
        let months = self.compute(By::Month, &scope).await?;
        let mut tables = vec![tables::kinds(self, &scope).await?, tables::months(&months)];
        let figures = if of.is_none() {
            let courts = self.compute(By::Court, &scope).await?;
            tables.push(tables::cities(&courts));
            tables.push(tables::courts(&courts));
            self.figures_from(&year, &courts)
        } else {
            self.figures_of_court(&year)
        };
        tables.extend(tables::chapters(self.indicators(), &year));
        tables.retain(|table| !table.rows.is_empty());
        Ok(Report {
            subject: subject.to_owned(),
            year: self.period().year,
            convention: self.period().convention,
            as_of: self.period().as_of(),
            figures: figures.into_iter().map(|(key, (value, _))| (key, value)).collect(),
            tables,
        })
    }
}
