//! Facts in which some rows are newer: what did not change is shared with the facts before, not copied.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, RecordBatch};
use datafusion::arrow::compute::{cast, concat_batches, filter_record_batch};
use datafusion::arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef};
use law::life::facts::CaseFacts;

use crate::error::StatsError;
use crate::facts::{BATCH_ROWS, Facts};

/// Keys of matters: streams by court.
type Keys = BTreeMap<i64, BTreeSet<i64>>;

impl Facts {
    /// These facts with the given rows in place of those of the same matters, or beside them when the matter is new.
    pub fn replaced(&self, rows: &[CaseFacts]) -> Result<Facts, StatsError> {
        if rows.is_empty() {
            return Ok(self.clone());
        }
        let mut keys = Keys::new();
        for row in rows {
            keys.entry(i64::from(row.court.0)).or_default().insert(row.stream.0);
        }
        let fresh = Facts::from_rows(*self.period(), rows)?;
        let schema = wider(&self.schema(), &fresh.schema());
        let mut batches = Vec::with_capacity(self.batches().len() + 1);
        for batch in self.batches() {
            let kept = without(batch, &keys)?;
            if kept.num_rows() > 0 {
                batches.push(widened(&kept, &schema)?);
            }
        }
        for batch in fresh.batches() {
            let batch = widened(batch, &schema)?;
            match batches.pop_if(|last| last.num_rows() + batch.num_rows() <= BATCH_ROWS) {
                Some(last) => batches.push(concat_batches(&schema, [&last, &batch])?),
                None => batches.push(batch),
            }
        }
        Ok(self.with(schema, batches))
    }
}

/// The rows of a batch that are of none of these matters; the batch itself when it has none of them.
fn without(batch: &RecordBatch, keys: &Keys) -> Result<RecordBatch, StatsError> {
    let (courts, streams) = (whole(batch, "court")?, whole(batch, "stream")?);
    let courts = courts.as_primitive::<Int64Type>().values();
    let streams = streams.as_primitive::<Int64Type>().values();
    let (mut of, mut among) = (None, None);
    let mut stays = Vec::with_capacity(batch.num_rows());
    for (court, stream) in courts.iter().zip(streams) {
        if of != Some(*court) {
            of = Some(*court);
            among = keys.get(court);
        }
        stays.push(!among.is_some_and(|streams| streams.contains(stream)));
    }
    if stays.iter().all(|stays| *stays) {
        return Ok(batch.clone());
    }
    Ok(filter_record_batch(batch, &BooleanArray::from(stays))?)
}

fn whole(batch: &RecordBatch, name: &str) -> Result<ArrayRef, StatsError> {
    let column = batch.column_by_name(name).ok_or_else(|| StatsError::Facts(format!("缺少要素列 {name}")))?;
    Ok(cast(column, &DataType::Int64)?)
}

/// The columns of the first, each as wide as the wider of both.
fn wider(one: &SchemaRef, other: &SchemaRef) -> SchemaRef {
    let rank = |field: &Field| field.data_type().primitive_width();
    let pairs = one.fields().iter().zip(other.fields());
    if pairs.clone().all(|(one, other)| rank(one) >= rank(other)) {
        return Arc::clone(one);
    }
    let fields: Vec<Arc<Field>> =
        pairs.map(|(one, other)| Arc::clone(if rank(one) >= rank(other) { one } else { other })).collect();
    Arc::new(Schema::new(fields))
}

fn widened(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, StatsError> {
    if batch.schema_ref() == schema {
        return Ok(batch.clone());
    }
    let columns = batch.columns().iter().zip(schema.fields());
    let columns: Result<Vec<ArrayRef>, _> = columns
        .map(|(column, field)| {
            if column.data_type() == field.data_type() {
                Ok(Arc::clone(column))
            } else {
                cast(column, field.data_type())
            }
        })
        .collect();
    Ok(RecordBatch::try_new(Arc::clone(schema), columns?)?)
}
