//! The statistical part of the annual work report (工作报告): figures, tables and sentences. What is not counted is not said.

mod markdown;
mod tables;

use law::court;
use law::ids::CourtId;
use serde_json::{Value as Json, json};

use crate::compute::Stats;
use crate::error::StatsError;
use crate::figures::Figures;
use crate::filter::{By, Scope};
use tables::Table;

/// What a report says, before it is put into words.
pub(crate) struct Contents {
    /// Name of the court, or of the province's courts.
    pub(crate) subject: String,
    /// Year.
    pub(crate) year: i16,
    /// Figures.
    pub(crate) figures: Figures,
    /// Tables by key.
    pub(crate) tables: Vec<Table>,
}

impl Stats {
    /// The report as JSON: `figures` by dotted key, and tables.
    pub async fn report_json(&self, court: Option<CourtId>) -> Result<Json, StatsError> {
        let contents = self.contents(court).await?;
        let figures = serde_json::to_value(&contents.figures).map_err(|e| StatsError::Engine(e.to_string()))?;
        let tables: serde_json::Map<String, Json> =
            contents.tables.iter().map(|table| (table.key.to_owned(), table.json())).collect();
        Ok(json!({
            "subject": contents.subject,
            "year": contents.year,
            "period": self.period().convention.word(),
            "as_of": self.period().as_of().to_string(),
            "figures": figures,
            "tables": tables,
        }))
    }

    /// The report as Markdown.
    pub async fn report_markdown(&self, court: Option<CourtId>) -> Result<String, StatsError> {
        Ok(markdown::write(&self.contents(court).await?))
    }

    async fn contents(&self, of: Option<CourtId>) -> Result<Contents, StatsError> {
        let (subject, figures) = match of {
            None => ("辽宁省法院".to_owned(), self.figures().await?),
            Some(id) => {
                let known = court::court(id).ok_or_else(|| StatsError::Unknown(format!("编号为 {} 的法院", id.0)))?;
                (known.name.to_owned(), self.figures_of_court(id).await?)
            }
        };
        let scope = Scope::of(of);
        let year = self.compute(By::Province, &scope).await?;
        let months = self.compute(By::Month, &scope).await?;
        let mut tables = vec![tables::kinds(self, &scope).await?, tables::months(&months)];
        if of.is_none() {
            let courts = self.compute(By::Court, &scope).await?;
            tables.push(tables::cities(&courts));
            tables.push(tables::courts(&courts));
        }
        tables.extend(tables::chapters(self.indicators(), &year));
        tables.retain(|table| !table.rows.is_empty());
        Ok(Contents { subject, year: self.period().year, figures, tables })
    }
}
