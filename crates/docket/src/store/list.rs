//! Lists of cases: what a page or an indicator asks for, as conditions over `case_facts`. It knows columns, not causes.

use std::collections::{HashMap, HashSet};

use law::day::Day;
use law::ids::{CauseId, CourtId, JudgeId, Stream};
use law::life::facts::CaseFacts;
use sqlx::{AnyPool, AssertSqlSafe, Row};

use super::Docket;
use super::batch::NumberKey;
use super::engine::Location;
use super::error::StoreError;
use super::order::{Order, Spot};
use super::read;
use super::rows::Reader;

/// Place of a case in a list; the next page begins after it.
pub type Key = (CourtId, Stream);

/// Days from the first to the last, both counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// What cases to list. Every condition given must hold; none given lists all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// Of these courts; empty means any.
    pub courts: Vec<CourtId>,
    /// With these type words' codes; empty means any.
    pub words: Vec<u16>,
    /// In these states; empty means any.
    pub states: Vec<u8>,
    /// With these causes; empty means any.
    pub causes: Vec<CauseId>,
    /// Of this judge.
    pub judge: Option<JudgeId>,
    /// With a number of this year.
    pub year: Option<u16>,
    /// Counted as cases (收案) or not.
    pub counts: Option<bool>,
    /// Accepted within.
    pub accepted: Option<Days>,
    /// Closed within.
    pub closed: Option<Days>,
    /// Accepted by the end of this day and not closed by then (存案).
    pub open_on: Option<Day>,
    /// Open on this day and past the end of its term (超审限).
    pub overdue_on: Option<Day>,
    /// Closed in these forms; empty means any.
    pub closings: Vec<u16>,
    /// Any other column between two values, both counted; the name must be one of `CaseFacts::COLUMNS`.
    pub between: Vec<(&'static str, i64, i64)>,
    /// Any other column without a value.
    pub absent: Vec<&'static str>,
}

/// SQL conditions under way, with their values.
#[derive(Debug, Default)]
struct Conditions {
    sql: Vec<String>,
    values: Vec<i64>,
}

impl Conditions {
    /// The placeholder of a value.
    fn value(&mut self, value: i64) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    fn among<T: Copy + Into<i64>>(&mut self, column: &str, values: &[T]) {
        if values.is_empty() {
            return;
        }
        let marks: Vec<String> = values.iter().map(|value| self.value((*value).into())).collect();
        self.sql.push(format!("{column} IN ({})", marks.join(", ")));
    }

    fn between(&mut self, column: &str, from: i64, to: i64) {
        let (low, high) = (self.value(from), self.value(to));
        self.sql.push(format!("{column} >= {low} AND {column} <= {high}"));
    }

    fn days(&mut self, column: &str, days: Option<Days>) {
        if let Some(days) = days {
            self.between(column, i64::from(days.from.0), i64::from(days.to.0));
        }
    }

    fn open_on(&mut self, day: Day) {
        let (a, b) = (self.value(i64::from(day.0)), self.value(i64::from(day.0)));
        self.sql.push(format!("accepted_day <= {a} AND (closed_day IS NULL OR closed_day > {b})"));
    }

    fn overdue_on(&mut self, day: Day) {
        self.open_on(day);
        let mark = self.value(i64::from(day.0));
        self.sql.push(format!("has_term = 1 AND COALESCE(final_end_day, base_end_day) < {mark}"));
    }

    fn clause(&self) -> String {
        if self.sql.is_empty() { "1 = 1".to_owned() } else { self.sql.join(" AND ") }
    }
}

fn known(column: &str) -> Result<&str, StoreError> {
    if CaseFacts::COLUMNS.contains(&column) {
        Ok(column)
    } else {
        Err(StoreError::Invalid(format!("案件事实表没有列 {column}")))
    }
}

impl CaseFilter {
    fn conditions(&self) -> Result<Conditions, StoreError> {
        let mut out = Conditions::default();
        let courts: Vec<u16> = self.courts.iter().map(|court| court.0).collect();
        let causes: Vec<u32> = self.causes.iter().map(|cause| cause.0).collect();
        out.among("court", &courts);
        out.among("word", &self.words);
        out.among("state", &self.states);
        out.among("cause", &causes);
        out.among("closing", &self.closings);
        out.among("judge", &self.judge.map(|judge| judge.0).into_iter().collect::<Vec<_>>());
        out.among("year", &self.year.into_iter().collect::<Vec<_>>());
        out.among("counts", &self.counts.into_iter().collect::<Vec<_>>());
        out.days("accepted_day", self.accepted);
        out.days("closed_day", self.closed);
        if let Some(day) = self.open_on {
            out.open_on(day);
        }
        if let Some(day) = self.overdue_on {
            out.overdue_on(day);
        }
        for (column, from, to) in &self.between {
            out.between(known(column)?, *from, *to);
        }
        for column in &self.absent {
            out.sql.push(format!("{} IS NULL", known(column)?));
        }
        Ok(out)
    }
}

/// A query with its values in the order of their marks.
pub(crate) fn bound<'q>(sql: String, values: &[i64]) -> sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments> {
    values.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, value| query.bind(*value))
}

/// Cases that meet the filter, in an order, after a place in it.
pub(crate) async fn list(
    pool: &AnyPool,
    filter: &CaseFilter,
    order: Order,
    after: Option<Spot>,
    limit: i64,
) -> Result<Vec<CaseFacts>, StoreError> {
    let mut conditions = filter.conditions()?;
    if let Some(spot) = after {
        let comes_after = order.after(spot, &mut |value| conditions.value(value));
        conditions.sql.push(comes_after);
    }
    let limit = conditions.value(limit);
    let sql = format!(
        "SELECT {} FROM case_facts WHERE {} ORDER BY {} LIMIT {limit}",
        read::facts_columns(),
        conditions.clause(),
        order.clause(),
    );
    let rows = bound(sql, &conditions.values).fetch_all(pool).await?;
    rows.iter().map(read::facts).collect()
}

/// Those of a court's matters that are not open to everybody.
async fn restricted_among(pool: &AnyPool, court: CourtId, streams: &[Stream]) -> Result<HashSet<Stream>, StoreError> {
    let (Some(first), Some(last)) = (streams.iter().min(), streams.iter().max()) else { return Ok(HashSet::new()) };
    let rows =
        sqlx::query("SELECT stream FROM case_facts WHERE court = $1 AND stream >= $2 AND stream <= $3 AND secrecy > 0")
            .bind(i64::from(court.0))
            .bind(first.0)
            .bind(last.0)
            .fetch_all(pool)
            .await?;
    let found: HashSet<Stream> =
        rows.iter().map(|row| Ok(Stream(row.try_get(0)?))).collect::<Result<_, StoreError>>()?;
    Ok(found.into_iter().filter(|stream| streams.contains(stream)).collect())
}

/// Cases that meet the filter with keys before one, the newest of each court first.
async fn newest(
    pool: &AnyPool,
    filter: &CaseFilter,
    before: Option<Key>,
    limit: i64,
) -> Result<Vec<CaseFacts>, StoreError> {
    let mut conditions = filter.conditions()?;
    if let Some((court, stream)) = before {
        let (court, stream) = (conditions.value(i64::from(court.0)), conditions.value(stream.0));
        conditions.sql.push(format!("(court, stream) < ({court}, {stream})"));
    }
    let limit = conditions.value(limit);
    let sql = format!(
        "SELECT {} FROM case_facts WHERE {} ORDER BY court DESC, stream DESC LIMIT {limit}",
        read::facts_columns(),
        conditions.clause(),
    );
    let rows = bound(sql, &conditions.values).fetch_all(pool).await?;
    rows.iter().map(read::facts).collect()
}

/// Hands over the cases that meet the filter, in order of court and stream, until told to stop.
pub(crate) fn each(
    location: &Location,
    filter: &CaseFilter,
    range: Option<(Key, Key)>,
    each: &mut (dyn FnMut(&CaseFacts) -> bool + Send),
) -> Result<(), StoreError> {
    let mut conditions = filter.conditions()?;
    if let Some((first, last)) = range {
        for (sign, (court, stream)) in [(">=", first), ("<=", last)] {
            let court = conditions.value(i64::from(court.0));
            let stream = conditions.value(stream.0);
            conditions.sql.push(format!("(court, stream) {sign} ({court}, {stream})"));
        }
    }
    let sql = format!(
        "SELECT {} FROM case_facts WHERE {} ORDER BY court, stream",
        read::facts_columns(),
        conditions.clause()
    );
    let mut cells = Vec::with_capacity(CaseFacts::COLUMNS.len());
    let mut stopped = false;
    let done = Reader::open(location)?.rows(&sql, &conditions.values, &mut |row| {
        cells.clear();
        for at in 0..CaseFacts::COLUMNS.len() {
            cells.push(row.int_or_null(at)?);
        }
        let facts = CaseFacts::from_cells(&cells).map_err(StoreError::damaged)?;
        stopped = !each(&facts);
        if stopped { Err(StoreError::Failed("stopped".to_owned())) } else { Ok(()) }
    });
    if stopped { Ok(()) } else { done }
}

/// How many cases meet the filter.
pub(crate) async fn count(pool: &AnyPool, filter: &CaseFilter) -> Result<i64, StoreError> {
    let conditions = filter.conditions()?;
    let sql = format!("SELECT COUNT(*) FROM case_facts WHERE {}", conditions.clause());
    Ok(bound(sql, &conditions.values).fetch_one(pool).await?.try_get(0)?)
}

/// The facts of one matter.
pub(crate) async fn facts(pool: &AnyPool, court: CourtId, stream: Stream) -> Result<Option<CaseFacts>, StoreError> {
    let sql = format!("SELECT {} FROM case_facts WHERE court = $1 AND stream = $2", read::facts_columns());
    let row = bound(sql, &[i64::from(court.0), stream.0]).fetch_optional(pool).await?;
    row.as_ref().map(read::facts).transpose()
}

/// Keys of one query; an engine takes no more than so many values.
const KEYS_AT_ONCE: usize = 400;

/// The facts of several matters, in the order of their keys as given; those that are none are left out.
pub(crate) async fn facts_of(pool: &AnyPool, keys: &[Key]) -> Result<Vec<CaseFacts>, StoreError> {
    let mut found = HashMap::with_capacity(keys.len());
    let columns: Vec<String> = CaseFacts::COLUMNS.iter().map(|column| format!("f.{column}")).collect();
    let columns = columns.join(", ");
    for keys in keys.chunks(KEYS_AT_ONCE) {
        let values: Vec<i64> = keys.iter().flat_map(|(court, stream)| [i64::from(court.0), stream.0]).collect();
        let marks: Vec<String> = (1..=keys.len()).map(|n| format!("(${}, ${})", 2 * n - 1, 2 * n)).collect();
        let sql = format!(
            "WITH k (court, stream) AS (VALUES {}) SELECT {columns} FROM k JOIN case_facts f \
             ON f.court = k.court AND f.stream = k.stream",
            marks.join(", ")
        );
        for row in bound(sql, &values).fetch_all(pool).await? {
            let facts = read::facts(&row)?;
            found.insert((facts.court, facts.stream), facts);
        }
    }
    Ok(keys.iter().filter_map(|key| found.remove(key)).collect())
}

/// The case under a number (case-numbers CN-065).
pub(crate) async fn find_number(pool: &AnyPool, number: NumberKey) -> Result<Option<CaseFacts>, StoreError> {
    let sql = format!(
        "SELECT {} FROM case_facts WHERE court = $1 AND year = $2 AND word = $3 AND serial = $4",
        read::facts_columns()
    );
    let values = [i64::from(number.court.0), i64::from(number.year), i64::from(number.word), i64::from(number.serial)];
    let row = bound(sql, &values).fetch_optional(pool).await?;
    row.as_ref().map(read::facts).transpose()
}

impl Docket {
    /// Cases that meet the filter with keys before one, the newest of each court first.
    ///
    /// # Errors
    /// As [`Docket::list_cases`].
    pub async fn newest_cases(
        &self,
        filter: &CaseFilter,
        before: Option<Key>,
        limit: i64,
    ) -> Result<Vec<CaseFacts>, StoreError> {
        newest(&self.pool, filter, before, limit).await
    }

    /// Those of a court's matters that are not open to everybody (密级).
    ///
    /// # Errors
    /// The engine's own.
    pub async fn restricted_among(&self, court: CourtId, streams: &[Stream]) -> Result<HashSet<Stream>, StoreError> {
        restricted_among(&self.pool, court, streams).await
    }
}
