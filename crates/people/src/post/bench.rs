//! Those a draw looks at: everybody in some posts of some courts, with leave and declared bonds, in three queries however
//! many they are.

use std::collections::{BTreeMap, BTreeSet};

use law::day::{Day, Moment};
use law::identity::CitizenId;
use law::ids::CourtId;
use law::role::Role;
use sqlx::{AssertSqlSafe, Row};

use super::Acting;
use super::hold::{ACTING, acting};
use crate::account::AccountId;
use crate::fault::Fault;
use crate::{People, rows};

/// Somebody a draw looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnBench {
    /// The post and who holds it.
    pub acting: Acting,
    /// Leaves that touch the days asked for, first and last day each.
    pub leaves: Vec<(Day, Day)>,
    /// Names and marks of persons and firms they declared a bond to.
    pub bound_to: BTreeSet<String>,
    /// First day of the first such post in that court.
    pub since: Day,
}

/// Placeholders from a number on.
fn marks(from: usize, n: usize) -> String {
    let marks: Vec<String> = (from..from + n).map(|at| format!("${at}")).collect();
    marks.join(", ")
}

impl People {
    /// Who holds one of the roles at one of the courts on a day, by number and with what touches the days from `from` to
    /// `until`; those who only stand in, and closed accounts, are left out.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn bench(
        &self,
        courts: &[CourtId],
        roles: &[Role],
        day: Day,
        (from, until): (Day, Day),
    ) -> Result<Vec<OnBench>, Fault> {
        if courts.is_empty() || roles.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "{ACTING} WHERE stand_in = 0 AND court IN ({}) AND role IN ({}) AND EXISTS (SELECT 1 FROM accounts a \
             WHERE a.account = acting.actor AND a.closed_at IS NULL) ORDER BY actor, post",
            marks(2, courts.len()),
            marks(2 + courts.len(), roles.len())
        );
        let query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(day.0));
        let query = courts.iter().fold(query, |query, court| query.bind(i64::from(court.0)));
        let query = roles.iter().fold(query, |query, role| query.bind(role.word()));
        let held: Vec<Acting> = query.fetch_all(self.pool()).await?.iter().map(acting).collect::<Result<_, _>>()?;
        let accounts: BTreeSet<AccountId> = held.iter().map(|one| one.account).collect();
        let accounts: Vec<AccountId> = accounts.into_iter().collect();
        let mut leaves = self.leaves_among(&accounts, from, until).await?;
        let mut bonds = self.bonds_among(&accounts).await?;
        let since = self.since_among(&accounts).await?;
        let all = held.into_iter().map(|acting| OnBench {
            leaves: leaves.remove(&acting.account).unwrap_or_default(),
            bound_to: bonds.remove(&acting.account).unwrap_or_default(),
            since: since
                .get(&(acting.account, acting.post.court, acting.post.role))
                .copied()
                .unwrap_or(acting.post.from),
            acting,
        });
        Ok(all.collect())
    }

    async fn leaves_among(
        &self,
        accounts: &[AccountId],
        from: Day,
        until: Day,
    ) -> Result<BTreeMap<AccountId, Vec<(Day, Day)>>, Fault> {
        let mut found: BTreeMap<AccountId, Vec<(Day, Day)>> = BTreeMap::new();
        for some in accounts.chunks(AT_ONCE) {
            let sql = format!(
                "SELECT account, from_day, until_day FROM leaves WHERE from_day <= $2 AND until_day >= $1 \
                 AND until_day >= from_day AND account IN ({}) ORDER BY account, from_day",
                marks(3, some.len())
            );
            let query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(from.0)).bind(i64::from(until.0));
            let query = some.iter().fold(query, |query, one| query.bind(one.0));
            for row in query.fetch_all(self.pool()).await? {
                let leave = (rows::day(&row, "from_day")?, rows::day(&row, "until_day")?);
                found.entry(rows::account(&row, "account")?).or_default().push(leave);
            }
        }
        Ok(found)
    }

    async fn bonds_among(&self, accounts: &[AccountId]) -> Result<BTreeMap<AccountId, BTreeSet<String>>, Fault> {
        let mut found: BTreeMap<AccountId, BTreeSet<String>> = BTreeMap::new();
        for some in accounts.chunks(AT_ONCE) {
            let sql = format!(
                "SELECT interest, account, name, identity_digest, relation FROM interests WHERE account IN ({})",
                marks(1, some.len())
            );
            let query = some.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, one| query.bind(one.0));
            for row in query.fetch_all(self.pool()).await? {
                let own = found.entry(rows::account(&row, "account")?).or_default();
                let name = self.interest(&row)?.name;
                match row.try_get::<Option<Vec<u8>>, _>("identity_digest")? {
                    // by number where it is known; by name those alone whose number is not
                    Some(digest) => own.extend([mark(&digest), unnumbered(&name)]),
                    None => drop(own.insert(name)),
                }
            }
        }
        Ok(found)
    }

    async fn since_among(&self, accounts: &[AccountId]) -> Result<BTreeMap<(AccountId, CourtId, Role), Day>, Fault> {
        let mut found = BTreeMap::new();
        for some in accounts.chunks(AT_ONCE) {
            let sql = format!(
                "SELECT account, court, role, MIN(from_day) AS from_day FROM posts WHERE account IN ({}) \
                 GROUP BY account, court, role",
                marks(1, some.len())
            );
            let query = some.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, one| query.bind(one.0));
            for row in query.fetch_all(self.pool()).await? {
                let key = (
                    rows::account(&row, "account")?,
                    rows::court(&row, "court")?,
                    rows::word(&row, "role", Role::parse)?,
                );
                found.insert(key, rows::day(&row, "from_day")?);
            }
        }
        Ok(found)
    }

    /// The mark of a person by citizen's number, as declared bonds carry it; none of what is no such number.
    pub fn mark(&self, id_number: &str, at: Moment) -> Option<String> {
        let number = CitizenId::parse(id_number, at.day()).ok()?;
        Some(mark(&self.citizen_digest(&number)))
    }
}

/// Somebody known by name alone, as declared bonds to persons with a number carry it.
pub fn unnumbered(name: &str) -> String {
    format!("?{name}")
}

/// Accounts of one query at most.
const AT_ONCE: usize = 400;

/// A digest as it stands among names, which never look so.
fn mark(digest: &[u8]) -> String {
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("#{digits}")
}
