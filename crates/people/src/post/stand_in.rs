//! Standing in (代班): somebody acts in another's post for some days. It gives no post of its own.

use law::day::{Day, Moment};
use sqlx::{AnyConnection, Row};

use super::{PostId, StandInId, post};
use crate::account::{self, AccountId, Kind};
use crate::fault::Fault;
use crate::field::Faults;
use crate::journal::{Event, Note};
use crate::work::next_number;
use crate::{People, rows};

/// A standing-in to be arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandInDraft {
    /// The post.
    pub post: PostId,
    /// Who acts in it.
    pub account: AccountId,
    /// First day.
    pub from: Day,
    /// Last day.
    pub until: Day,
}

/// A standing-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandIn {
    /// Its number.
    pub number: StandInId,
    /// Whose post it is.
    pub holder: AccountId,
    /// What was arranged.
    pub of: StandInDraft,
}

/// Longest standing-in, in days.
const LONGEST: i32 = 366;

impl People {
    /// Arranges that somebody stands in.
    ///
    /// # Errors
    /// [`Fault::Refused`] with every field that is wrong; the storage's own.
    pub async fn add_stand_in(&self, draft: StandInDraft, by: AccountId, at: Moment) -> Result<StandInId, Fault> {
        self.work(move |conn, _| Box::pin(async move { put(conn, draft, by, at).await })).await
    }

    /// Who stands in for a holder in any of their posts, and what they stand in for themselves, the latest first; those
    /// taken back are left out.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn stand_ins_of(&self, account: AccountId) -> Result<Vec<StandIn>, Fault> {
        let found = sqlx::query(
            "SELECT s.stand_in, s.post, s.account, p.account AS holder, s.from_day, s.until_day FROM stand_ins s \
             JOIN posts p ON p.post = s.post WHERE (p.account = $1 OR s.account = $1) AND s.until_day >= s.from_day \
             ORDER BY s.from_day DESC, s.stand_in DESC",
        )
        .bind(account.0)
        .fetch_all(self.pool())
        .await?;
        found
            .iter()
            .map(|row| {
                Ok(StandIn {
                    number: StandInId(rows::int(row, "stand_in")?),
                    holder: rows::account(row, "holder")?,
                    of: StandInDraft {
                        post: PostId(rows::int(row, "post")?),
                        account: rows::account(row, "account")?,
                        from: rows::day(row, "from_day")?,
                        until: rows::day(row, "until_day")?,
                    },
                })
            })
            .collect()
    }

    /// Ends a standing-in with this day as its last; one before its first day takes it back.
    ///
    /// # Errors
    /// [`Fault::NotFound`]; the storage's own.
    pub async fn end_stand_in(&self, number: StandInId, last: Day, by: AccountId, at: Moment) -> Result<(), Fault> {
        self.work(move |conn, _| {
            Box::pin(async move {
                let end = sqlx::query("UPDATE stand_ins SET until_day = $2 WHERE stand_in = $1 RETURNING account");
                let row = end.bind(number.0).bind(i64::from(last.0)).fetch_optional(&mut *conn).await?;
                let account = rows::account(&row.ok_or(Fault::NotFound)?, "account")?;
                Note::by(Event::StandInEnded, account, by).about(number.0).write(conn, at).await
            })
        })
        .await
    }
}

async fn put(conn: &mut AnyConnection, draft: StandInDraft, by: AccountId, at: Moment) -> Result<StandInId, Fault> {
    let mut faults = Faults::default();
    let row = sqlx::query(
        "SELECT post, account AS owner, role, court, from_day, until_day, capacity, group_codes FROM posts \
         WHERE post = $1",
    )
    .bind(draft.post.0)
    .fetch_optional(&mut *conn)
    .await?;
    let owner = match row.as_ref().map(post).transpose()? {
        None => {
            faults.add("post", "没有找到所代的任职，请重新选择。");
            None
        }
        Some(held) => {
            if !held.covers(draft.from) || !held.covers(draft.until) {
                faults.add("from", "代班的日期须在所代任职的期间之内，请修改。");
            }
            Some(held.account)
        }
    };
    let found = account::one(conn, draft.account).await?;
    if owner == Some(draft.account) {
        faults.add("account", "本人不能代本人的班，请另选他人。");
    } else if !found.is_some_and(|found| found.kind == Kind::Staff && found.closed_at.is_none()) {
        faults.add("account", "代班人须是在用的法院工作人员账号，请核对账号。");
    }
    if draft.until < draft.from {
        faults.add("until", "终止日期不能早于起始日期，请修改。");
    } else if draft.from.until(draft.until) >= LONGEST {
        faults.add("until", "代班最长一年，更久的请另行任命。");
    }
    if overlaps(conn, draft).await? {
        faults.add("from", "该任职在这段时间内已安排代班，请先终止原安排或修改日期。");
    }
    faults.settle()?;
    let number = next_number(conn, "stand_ins", 1).await?;
    sqlx::query("INSERT INTO stand_ins (stand_in, post, account, from_day, until_day) VALUES ($1, $2, $3, $4, $5)")
        .bind(number)
        .bind(draft.post.0)
        .bind(draft.account.0)
        .bind(i64::from(draft.from.0))
        .bind(i64::from(draft.until.0))
        .execute(&mut *conn)
        .await?;
    Note::by(Event::StandInAdded, draft.account, by).about(number).write(conn, at).await?;
    Ok(StandInId(number))
}

async fn overlaps(conn: &mut AnyConnection, draft: StandInDraft) -> Result<bool, Fault> {
    let row = sqlx::query(
        "SELECT COUNT(*) FROM stand_ins WHERE post = $1 AND from_day <= $3 AND until_day >= $2 \
         AND until_day >= from_day",
    )
    .bind(draft.post.0)
    .bind(i64::from(draft.from.0))
    .bind(i64::from(draft.until.0))
    .fetch_one(conn)
    .await?;
    Ok(row.try_get::<i64, _>(0)? > 0)
}
