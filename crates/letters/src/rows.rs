//! Rows of letters read as what they mean. A value that cannot be is damage, named.

use docket::store::StoreError;
use law::day::{Day, Moment};
use law::ids::{CourtId, Stream};
use people::AccountId;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use crate::letter::{Channel, Key, Letter};
use crate::subject::Subject;

/// The columns a [`Letter`] is read from.
pub(crate) const COLUMNS: &str = "court, position, account, channel, stream, subject, due, told_at, read_at";

pub(crate) fn damaged(what: &str) -> StoreError {
    StoreError::Damaged(format!("通知的列 {what}"))
}

pub(crate) fn int<T: TryFrom<i64>>(row: &AnyRow, column: &str) -> Result<T, StoreError> {
    T::try_from(row.try_get::<i64, _>(column)?).map_err(|_| damaged(column))
}

pub(crate) fn some_int<T: TryFrom<i64>>(row: &AnyRow, column: &str) -> Result<Option<T>, StoreError> {
    let value: Option<i64> = row.try_get(column)?;
    value.map(T::try_from).transpose().map_err(|_| damaged(column))
}

pub(crate) fn word<T>(row: &AnyRow, column: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
    parse(&row.try_get::<String, _>(column)?).ok_or_else(|| damaged(column))
}

pub(crate) fn letter(row: &AnyRow) -> Result<Letter, StoreError> {
    Ok(Letter {
        key: Key {
            court: CourtId(int(row, "court")?),
            position: int(row, "position")?,
            account: AccountId(int(row, "account")?),
            channel: word(row, "channel", Channel::parse)?,
        },
        stream: Stream(int(row, "stream")?),
        subject: word(row, "subject", Subject::parse)?,
        due: some_int(row, "due")?.map(Day),
        told_at: Moment(int(row, "told_at")?),
        read_at: some_int(row, "read_at")?.map(Moment),
    })
}
