//! Posts are taken up and ended; who holds which on a day.

use law::day::{Day, Moment};
use law::ids::CourtId;
use law::role::Role;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row};

use super::{Acting, PostDraft, PostId, StandInId, is_held, post};
use crate::account::{self, AccountId, Kind};
use crate::fault::Fault;
use crate::field::{self, Faults};
use crate::journal::{Event, Note};
use crate::work::next_number;
use crate::{People, rows};

/// Most groups of a post.
const GROUPS: usize = 20;

/// Everybody acting on the day `$1`, in posts of their own and standing in.
pub(super) const ACTING: &str = "SELECT acting.*, (SELECT COUNT(*) FROM leaves l WHERE l.account = acting.actor \
     AND l.from_day <= $1 AND l.until_day >= $1) AS away FROM (\
     SELECT p.post, p.account AS owner, p.role, p.court, p.from_day, p.until_day, p.capacity, p.group_codes, \
     p.account AS actor, CAST(0 AS BIGINT) AS stand_in FROM posts p \
     WHERE p.from_day <= $1 AND (p.until_day IS NULL OR p.until_day >= $1) UNION ALL \
     SELECT p.post, p.account AS owner, p.role, p.court, p.from_day, p.until_day, p.capacity, p.group_codes, \
     t.account AS actor, t.stand_in FROM stand_ins t JOIN posts p ON p.post = t.post \
     WHERE t.from_day <= $1 AND t.until_day >= $1 AND p.from_day <= $1 \
     AND (p.until_day IS NULL OR p.until_day >= $1)) AS acting";

pub(super) fn acting(row: &AnyRow) -> Result<Acting, Fault> {
    let stand_in: i64 = rows::int(row, "stand_in")?;
    Ok(Acting {
        post: post(row)?,
        account: rows::account(row, "actor")?,
        stand_in: (stand_in != 0).then_some(StandInId(stand_in)),
        away: rows::int::<i64>(row, "away")? > 0,
    })
}

/// What an account acts as on a day, its own posts first.
pub(crate) async fn acting_at(conn: &mut AnyConnection, account: AccountId, day: Day) -> Result<Vec<Acting>, Fault> {
    let sql = format!("{ACTING} WHERE actor = $2 ORDER BY stand_in, post");
    let query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(day.0)).bind(account.0);
    query.fetch_all(conn).await?.iter().map(acting).collect()
}

impl People {
    /// Takes up a post.
    ///
    /// # Errors
    /// [`Fault::Refused`] with every field that is wrong; the storage's own.
    pub async fn add_post(&self, draft: &PostDraft, by: AccountId, at: Moment) -> Result<PostId, Fault> {
        self.work(move |conn, _| Box::pin(async move { put(conn, draft, by, at).await })).await
    }

    /// Ends a post with this day as its last; one before its first day takes it back altogether.
    ///
    /// # Errors
    /// [`Fault::NotFound`]; the storage's own.
    pub async fn end_post(&self, number: PostId, last: Day, by: AccountId, at: Moment) -> Result<(), Fault> {
        self.work(move |conn, _| {
            Box::pin(async move {
                let end = sqlx::query("UPDATE posts SET until_day = $2 WHERE post = $1 RETURNING account");
                let row = end.bind(number.0).bind(i64::from(last.0)).fetch_optional(&mut *conn).await?;
                let account = rows::account(&row.ok_or(Fault::NotFound)?, "account")?;
                Note::by(Event::PostEnded, account, by).about(number.0).write(conn, at).await
            })
        })
        .await
    }

    /// What an account acts as on a day: its own posts, then those it stands in for.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn posts_on(&self, account: AccountId, day: Day) -> Result<Vec<Acting>, Fault> {
        let mut conn = self.pool().acquire().await?;
        acting_at(&mut conn, account, day).await
    }

    /// Who acts in a role at a court on a day, by number, those who stand in after the holders. Closed accounts are
    /// left out.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn holders(&self, court: CourtId, role: Role, day: Day) -> Result<Vec<Acting>, Fault> {
        let sql = format!(
            "{ACTING} WHERE court = $2 AND role = $3 AND EXISTS (SELECT 1 FROM accounts a \
             WHERE a.account = acting.actor AND a.closed_at IS NULL) ORDER BY stand_in, actor, post"
        );
        let query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(day.0)).bind(i64::from(court.0)).bind(role.word());
        query.fetch_all(self.pool()).await?.iter().map(acting).collect()
    }

    /// Every post an account ever had, the newest first.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn posts_of(&self, account: AccountId) -> Result<Vec<super::Post>, Fault> {
        let query = sqlx::query(
            "SELECT post, account AS owner, role, court, from_day, until_day, capacity, group_codes FROM posts \
             WHERE account = $1 ORDER BY from_day DESC, post DESC",
        );
        query.bind(account.0).fetch_all(self.pool()).await?.iter().map(post).collect()
    }
}

/// Checks a post and writes it down.
pub(crate) async fn put(
    conn: &mut AnyConnection,
    draft: &PostDraft,
    by: AccountId,
    at: Moment,
) -> Result<PostId, Fault> {
    let mut faults = Faults::default();
    let found = account::one(conn, draft.account).await?;
    if !found.is_some_and(|found| found.kind == Kind::Staff && found.closed_at.is_none()) {
        faults.add("account", "只有在用的法院工作人员账号可以任职，请核对账号。");
    }
    if !is_held(draft.role) {
        faults.add("role", format!("“{}”不是职务，不能任命，请另选。", draft.role.zh()));
    }
    faults.take("court", field::court(draft.court));
    if draft.until.is_some_and(|until| until < draft.from) {
        faults.add("until", "终止日期不能早于起始日期，请修改。");
    }
    if draft.capacity_hundredths > 100 {
        faults.add("capacity", "工作量比例应为百分之 0 至 100，请修改。");
    }
    let groups = faults.take("groups", field::codes("分组", &draft.groups, GROUPS));
    if overlaps(conn, draft).await? {
        faults.add("from", "同一法院的同一职务在这段时间内已经任命，请先终止原任职或修改日期。");
    }
    faults.settle()?;
    let number = next_number(conn, "posts", 1).await?;
    sqlx::query(
        "INSERT INTO posts (post, account, role, court, from_day, until_day, capacity, group_codes) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(number)
    .bind(draft.account.0)
    .bind(draft.role.word())
    .bind(i64::from(draft.court.0))
    .bind(i64::from(draft.from.0))
    .bind(draft.until.map(|until| i64::from(until.0)))
    .bind(i64::from(draft.capacity_hundredths))
    .bind(groups.unwrap_or_default())
    .execute(&mut *conn)
    .await?;
    Note::by(Event::PostAdded, draft.account, by).about(number).write(conn, at).await?;
    Ok(PostId(number))
}

/// Whether the account holds the same post on one of these days already.
async fn overlaps(conn: &mut AnyConnection, draft: &PostDraft) -> Result<bool, Fault> {
    let row = sqlx::query(
        "SELECT COUNT(*) FROM posts WHERE account = $1 AND role = $2 AND court = $3 \
         AND (until_day IS NULL OR (until_day >= from_day AND until_day >= $4)) AND from_day <= $5",
    )
    .bind(draft.account.0)
    .bind(draft.role.word())
    .bind(i64::from(draft.court.0))
    .bind(i64::from(draft.from.0))
    .bind(draft.until.map_or(i64::MAX, |until| i64::from(until.0)))
    .fetch_one(conn)
    .await?;
    Ok(row.try_get::<i64, _>(0)? > 0)
}
