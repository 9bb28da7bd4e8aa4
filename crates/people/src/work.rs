//! One transaction around several statements, written as a closure. Opening and retrying is the docket's.

use std::future::Future;
use std::pin::Pin;

use docket::store::Work;
use sqlx::{AnyConnection, Row};

use crate::People;
use crate::fault::Fault;

/// What a closure of work returns.
pub(crate) type Done<'c, T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + Send + 'c>>;

/// Says nothing but that what the closure borrows lives longer than the connection it is lent.
pub(crate) type Within<'c, 'a> = [&'c &'a (); 0];

/// The closure behind one pointer, so that it is work for every lifetime it may have: without that, no future that
/// awaits it could be shown to move between threads.
type Run<'a, T> = Box<dyn for<'c> FnMut(&'c mut AnyConnection, Within<'c, 'a>) -> Done<'c, T> + Send + 'a>;

struct Closure<'a, T>(Run<'a, T>);

impl<T: Send> Work for Closure<'_, T> {
    type Output = T;
    type Error = Fault;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<T, Fault> {
        (self.0)(conn, []).await
    }
}

impl People {
    /// Runs the closure in one serialisable transaction. What it fails with is taken back whole; a refusal that is
    /// to leave a trace (a wrong try counted) is returned as a value.
    pub(crate) fn work<'a, T, F>(&'a self, run: F) -> Done<'a, T>
    where
        F: for<'c> FnMut(&'c mut AnyConnection, Within<'c, 'a>) -> Done<'c, T> + Send + 'a,
        T: Send + 'a,
    {
        let mut work = Closure::<'a, T>(Box::new(run));
        Box::pin(async move { self.docket.work(&mut work).await })
    }
}

/// The next number of a kind; numbers are never given twice.
pub(crate) async fn next_number(conn: &mut AnyConnection, name: &str, first: i64) -> Result<i64, Fault> {
    let row = sqlx::query(
        "INSERT INTO people_counters (name, last) VALUES ($1, $2) \
         ON CONFLICT (name) DO UPDATE SET last = people_counters.last + 1 RETURNING last",
    )
    .bind(name)
    .bind(first)
    .fetch_one(conn)
    .await?;
    Ok(row.try_get(0)?)
}

/// Numbers up to this one will not be given any more.
pub(crate) async fn skip_numbers(conn: &mut AnyConnection, name: &str, up_to: i64) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO people_counters (name, last) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET last = \
         CASE WHEN people_counters.last < excluded.last THEN excluded.last ELSE people_counters.last END",
    )
    .bind(name)
    .bind(up_to)
    .execute(conn)
    .await?;
    Ok(())
}
