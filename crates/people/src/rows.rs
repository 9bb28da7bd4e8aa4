//! Columns read as what they mean. A value that cannot be is damage, named.

use law::day::{Day, Moment};
use law::ids::CourtId;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use crate::account::AccountId;
use crate::fault::Fault;

pub(crate) fn int<T: TryFrom<i64>>(row: &AnyRow, column: &str) -> Result<T, Fault> {
    narrow(row.try_get(column)?, column)
}

fn narrow<T: TryFrom<i64>>(value: i64, column: &str) -> Result<T, Fault> {
    T::try_from(value).map_err(|_| Fault::damaged(format!("列 {column} 的值 {value} 超出范围")))
}

pub(crate) fn some_int<T: TryFrom<i64>>(row: &AnyRow, column: &str) -> Result<Option<T>, Fault> {
    let value: Option<i64> = row.try_get(column)?;
    value.map(|value| narrow(value, column)).transpose()
}

pub(crate) fn text(row: &AnyRow, column: &str) -> Result<String, Fault> {
    Ok(row.try_get(column)?)
}

pub(crate) fn some_text(row: &AnyRow, column: &str) -> Result<Option<String>, Fault> {
    Ok(row.try_get(column)?)
}

pub(crate) fn bytes(row: &AnyRow, column: &str) -> Result<Vec<u8>, Fault> {
    Ok(row.try_get(column)?)
}

pub(crate) fn moment(row: &AnyRow, column: &str) -> Result<Moment, Fault> {
    int(row, column).map(Moment)
}

pub(crate) fn some_moment(row: &AnyRow, column: &str) -> Result<Option<Moment>, Fault> {
    Ok(some_int(row, column)?.map(Moment))
}

pub(crate) fn day(row: &AnyRow, column: &str) -> Result<Day, Fault> {
    int(row, column).map(Day)
}

pub(crate) fn some_day(row: &AnyRow, column: &str) -> Result<Option<Day>, Fault> {
    Ok(some_int(row, column)?.map(Day))
}

pub(crate) fn account(row: &AnyRow, column: &str) -> Result<AccountId, Fault> {
    int(row, column).map(AccountId)
}

pub(crate) fn court(row: &AnyRow, column: &str) -> Result<CourtId, Fault> {
    int(row, column).map(CourtId)
}

/// A word of a closed list.
pub(crate) fn word<T>(row: &AnyRow, column: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, Fault> {
    let word = text(row, column)?;
    parse(&word).ok_or_else(|| Fault::damaged(format!("列 {column} 的值 {word} 无法识别")))
}

/// Codes kept in one column, parted by blanks.
pub(crate) fn codes(row: &AnyRow, column: &str) -> Result<Vec<String>, Fault> {
    Ok(text(row, column)?.split_ascii_whitespace().map(str::to_owned).collect())
}
