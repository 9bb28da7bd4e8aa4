//! Accounts as an administrator lists them: filtered, in an order, page by page.

use law::day::Day;
use law::ids::CourtId;
use law::role::Role;
use sqlx::AssertSqlSafe;

use super::read::{self, COLUMNS};
use super::{Account, AccountId, Kind};
use crate::People;
use crate::fault::Fault;

/// In which order accounts are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AccountOrder {
    /// By number.
    #[default]
    Number,
    /// By name.
    Name,
    /// The newest first.
    Newest,
}

impl AccountOrder {
    /// Every order.
    pub const ALL: &'static [AccountOrder] = &[AccountOrder::Number, AccountOrder::Name, AccountOrder::Newest];

    /// Its word in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            AccountOrder::Number => "number",
            AccountOrder::Name => "name",
            AccountOrder::Newest => "newest",
        }
    }

    /// What comes after an account, and in which order.
    const fn clauses(self) -> (&'static str, &'static str) {
        match self {
            AccountOrder::Number => (" AND a.account > $1", " ORDER BY a.account"),
            AccountOrder::Name => (
                " AND (a.name > (SELECT b.name FROM accounts b WHERE b.account = $1) OR \
                 (a.name = (SELECT b.name FROM accounts b WHERE b.account = $1) AND a.account > $1))",
                " ORDER BY a.name, a.account",
            ),
            AccountOrder::Newest => (
                " AND (a.made_at < (SELECT b.made_at FROM accounts b WHERE b.account = $1) OR \
                 (a.made_at = (SELECT b.made_at FROM accounts b WHERE b.account = $1) AND a.account < $1))",
                " ORDER BY a.made_at DESC, a.account DESC",
            ),
        }
    }
}

/// Which accounts are listed; a field left out does not filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountFilter {
    /// Of this kind.
    pub kind: Option<Kind>,
    /// With this part in their name or login name.
    pub name: Option<String>,
    /// With a post of this role on the day.
    pub role: Option<Role>,
    /// With a post in this court on the day.
    pub court: Option<CourtId>,
    /// The day posts are looked at.
    pub day: Day,
    /// Closed ones too.
    pub closed: bool,
    /// In this order.
    pub order: AccountOrder,
}

impl AccountFilter {
    /// Every open account.
    pub const fn all(day: Day) -> AccountFilter {
        AccountFilter {
            kind: None,
            name: None,
            role: None,
            court: None,
            day,
            closed: false,
            order: AccountOrder::Number,
        }
    }
}

/// The most rows of a page.
const MOST: i64 = 500;

/// A text as a pattern that finds it anywhere; its own `%` and `_` mean themselves.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.trim().chars().take(60) {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

impl People {
    /// Accounts that meet the filter, in its order, after one; at most `limit` and at most 500.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn accounts(
        &self,
        filter: &AccountFilter,
        after: Option<AccountId>,
        limit: i64,
    ) -> Result<Vec<Account>, Fault> {
        let mut sql = format!("SELECT {COLUMNS} FROM accounts a WHERE $1 = $1 AND $2 = $2 AND $3 = $3");
        let (after_clause, order_clause) = filter.order.clauses();
        let mut and = |on: bool, clause: &str| {
            if on {
                sql.push_str(clause);
            }
        };
        and(after.is_some(), after_clause);
        and(!filter.closed, " AND a.closed_at IS NULL");
        and(filter.kind.is_some(), " AND a.kind = $4");
        let name = filter.name.as_deref().filter(|name| !name.trim().is_empty());
        and(name.is_some(), " AND (a.name LIKE $5 ESCAPE '!' OR a.login LIKE $6 ESCAPE '!')");
        if filter.role.is_some() || filter.court.is_some() {
            and(
                true,
                " AND EXISTS (SELECT 1 FROM posts p WHERE p.account = a.account AND p.from_day <= $3 \
                 AND (p.until_day IS NULL OR p.until_day >= $3)",
            );
            and(filter.role.is_some(), " AND p.role = $7");
            and(filter.court.is_some(), " AND p.court = $8");
            and(true, ")");
        }
        // every parameter stands in the text, so that both engines know its type
        and(true, " AND $4 = $4 AND $5 = $5 AND $6 = $6 AND $7 = $7 AND $8 = $8");
        and(true, order_clause);
        and(true, " LIMIT $2");
        let found = sqlx::query(AssertSqlSafe(sql))
            .bind(after.map_or(i64::MIN, |after| after.0))
            .bind(limit.clamp(1, MOST))
            .bind(i64::from(filter.day.0))
            .bind(filter.kind.map_or("", Kind::word))
            .bind(pattern(name.unwrap_or_default()))
            .bind(pattern(&crate::field::login_as_typed(name.unwrap_or_default())))
            .bind(filter.role.map_or("", Role::word))
            .bind(filter.court.map_or(0, |court| i64::from(court.0)))
            .fetch_all(self.pool())
            .await?;
        found.iter().map(read::account).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn a_pattern_means_the_text_itself() {
        assert_eq!(pattern(" 张 "), "%张%");
        assert_eq!(pattern("100%_!"), "%100!%!_!!%");
        assert_eq!(pattern(&"张".repeat(1000)).chars().count(), 62);
    }
}
