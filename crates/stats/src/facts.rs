//! The facts of a period in memory and as Parquet. A file says which state of the logs it was made from.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::{Field, Schema, SchemaRef};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use datafusion::parquet::basic::Compression;
use datafusion::parquet::file::properties::WriterProperties;
use law::ids::CourtId;
use law::life::facts::CaseFacts;

use crate::columns::{self, Narrow, Places};
use crate::error::StatsError;
use crate::period::Period;

/// Rows of a batch in memory.
pub(crate) const BATCH_ROWS: usize = 32_768;
/// Rows of a row group on disk.
const GROUP_ROWS: usize = 131_072;
/// Key of the stamp in a file.
const STAMP: &str = "mingjing.stamp";

/// The state of the logs that facts were made from: court and size of its log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stamp(pub Vec<(CourtId, i64)>);

impl Stamp {
    /// As a text that differs when what was read differs.
    pub(crate) fn text(&self, period: &Period) -> String {
        let sizes: Vec<String> = self.0.iter().map(|(court, size)| format!("{}:{size}", court.0)).collect();
        format!(
            "2 {} {} {} {} {}",
            period.year,
            period.convention.word(),
            period.as_of().0,
            columns::names().join(","),
            sizes.join(",")
        )
    }
}

/// The facts of every matter, with the months of one statistical year.
#[derive(Debug, Clone)]
pub struct Facts {
    period: Period,
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

/// Gathers rows into columns.
pub struct Gather {
    period: Period,
    places: Places,
    columns: Vec<Narrow>,
}

impl Gather {
    /// Nothing gathered yet.
    pub fn new(period: Period) -> Result<Gather, StatsError> {
        let columns = columns::names().iter().map(|_| Narrow::new()).collect();
        Ok(Gather { period, places: Places::find()?, columns })
    }

    /// Adds a row in the order of `CaseFacts::COLUMNS`.
    pub fn push(&mut self, row: &[Option<i64>]) {
        let derived = self.places.derive(row, &self.period);
        let given = row.iter().copied().chain(std::iter::repeat(None)).take(CaseFacts::COLUMNS.len());
        for (column, cell) in self.columns.iter_mut().zip(given.chain(derived)) {
            column.push(cell);
        }
    }

    /// The facts gathered.
    pub fn finish(self) -> Result<Facts, StatsError> {
        let arrays: Vec<_> = self.columns.into_iter().map(Narrow::finish).collect();
        let fields: Vec<Field> = columns::names()
            .iter()
            .zip(&arrays)
            .map(|(name, array)| Field::new(*name, array.data_type().clone(), true))
            .collect();
        let schema: SchemaRef = Arc::new(Schema::new(fields));
        let whole = RecordBatch::try_new(Arc::clone(&schema), arrays)?;
        let rows = whole.num_rows();
        let starts = (0..rows).step_by(BATCH_ROWS);
        let batches = starts.map(|start| whole.slice(start, BATCH_ROWS.min(rows - start))).collect();
        Ok(Facts { period: self.period, schema, batches })
    }
}

impl Facts {
    /// Facts from rows at hand.
    pub fn from_rows<'a>(period: Period, rows: impl IntoIterator<Item = &'a CaseFacts>) -> Result<Facts, StatsError> {
        let mut gather = Gather::new(period)?;
        rows.into_iter().for_each(|row| gather.push(&row.cells()));
        gather.finish()
    }

    /// The statistical year.
    pub fn period(&self) -> &Period {
        &self.period
    }

    /// Number of matters.
    pub fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The columns.
    pub(crate) fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    /// The rows, in batches.
    pub(crate) fn batches(&self) -> &[RecordBatch] {
        &self.batches
    }

    /// Facts of the same period with other rows.
    pub(crate) fn with(&self, schema: SchemaRef, batches: Vec<RecordBatch>) -> Facts {
        Facts { period: self.period, schema, batches }
    }

    /// The rows in as many shares as there are workers.
    pub(crate) fn shares(&self, workers: usize) -> Vec<Vec<RecordBatch>> {
        let each = self.batches.len().div_ceil(workers.max(1)).max(1);
        let shares: Vec<Vec<RecordBatch>> = self.batches.chunks(each).map(<[RecordBatch]>::to_vec).collect();
        if shares.is_empty() { vec![Vec::new()] } else { shares }
    }

    /// Writes them beside their final name and moves them there, so that a file is whole or absent.
    pub fn save(&self, path: &Path, stamp: &Stamp) -> Result<(), StatsError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut metadata = self.schema.metadata().clone();
        metadata.insert(STAMP.to_owned(), stamp.text(&self.period));
        let schema = Arc::new(self.schema.as_ref().clone().with_metadata(metadata));
        let properties = WriterProperties::builder()
            .set_compression(Compression::UNCOMPRESSED)
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            .build();
        let fresh = path.with_extension("parquet.new");
        let mut writer =
            ArrowWriter::try_new(File::create(&fresh)?, Arc::clone(&schema), Some(properties)).map_err(broken)?;
        for batch in &self.batches {
            let stamped = RecordBatch::try_new(Arc::clone(&schema), batch.columns().to_vec())?;
            writer.write(&stamped).map_err(broken)?;
        }
        writer.close().map_err(broken)?;
        std::fs::rename(&fresh, path)?;
        Ok(())
    }

    /// The facts of a file; `None` if it is absent or was made from another state of the logs or by another version.
    pub fn read(path: &Path, period: Period, stamp: &Stamp) -> Result<Option<Facts>, StatsError> {
        let Ok(file) = File::open(path) else { return Ok(None) };
        let Ok(builder) = ParquetRecordBatchReaderBuilder::try_new(file) else { return Ok(None) };
        if builder.schema().metadata().get(STAMP) != Some(&stamp.text(&period)) {
            return Ok(None);
        }
        let schema: SchemaRef = Arc::new(Schema::new(builder.schema().fields().clone()));
        let reader = builder.with_batch_size(BATCH_ROWS).build().map_err(broken)?;
        let mut batches = Vec::new();
        for batch in reader {
            batches.push(RecordBatch::try_new(Arc::clone(&schema), batch?.columns().to_vec())?);
        }
        Ok(Some(Facts { period, schema, batches }))
    }
}

fn broken(error: datafusion::parquet::errors::ParquetError) -> StatsError {
    StatsError::File(error.to_string())
}
