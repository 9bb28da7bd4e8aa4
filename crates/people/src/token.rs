//! Tokens of institutions (机构接口令牌): shown once when made, kept as a digest, good until they expire or are revoked.
//! What a scope allows is not known here.

use docket::digest::{self, Digest};
use law::day::Moment;
use law::ids::CourtId;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe};

use crate::account::{AccountId, Kind};
use crate::draw::{self, Draw, Secret};
use crate::fault::Fault;
use crate::field::{self, Faults};
use crate::journal::{Event, Note};
use crate::work::next_number;
use crate::{People, rows};

/// Number of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(pub i64);

/// A token to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenDraft {
    /// The institution.
    pub name: String,
    /// What it is for: codes.
    pub scopes: Vec<String>,
    /// The one court it is for; all where none is named.
    pub court: Option<CourtId>,
    /// The account it acts for; none for one that only reads what is public.
    pub account: Option<AccountId>,
    /// When it ends.
    pub expires_at: Moment,
}

/// A token as listed: everything but itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Its number.
    pub number: TokenId,
    /// What was asked for; scopes sorted.
    pub of: TokenDraft,
    /// Who made it.
    pub made_by: AccountId,
    /// When.
    pub made_at: Moment,
    /// When it was revoked.
    pub revoked_at: Option<Moment>,
}

/// How a token begins, so that one left lying about is known for what it is.
const PREFIX: &str = "mjt_";
const SCOPES: usize = 30;
const COLUMNS: &str = "token, name, scopes, court, account, made_by, made_at, expires_at, revoked_at";

fn kept(token: &str) -> Digest {
    digest::sm3(&[b"mingjing api token\0", token.as_bytes()].concat())
}

fn token(row: &AnyRow) -> Result<ApiToken, Fault> {
    Ok(ApiToken {
        number: TokenId(rows::int(row, "token")?),
        of: TokenDraft {
            name: rows::text(row, "name")?,
            scopes: rows::codes(row, "scopes")?,
            court: rows::some_int(row, "court")?.map(CourtId),
            account: rows::some_int(row, "account")?.map(AccountId),
            expires_at: rows::moment(row, "expires_at")?,
        },
        made_by: rows::account(row, "made_by")?,
        made_at: rows::moment(row, "made_at")?,
        revoked_at: rows::some_moment(row, "revoked_at")?,
    })
}

impl People {
    /// Makes a token; its text is given back once.
    ///
    /// # Errors
    /// [`Fault::Refused`] with every field that is wrong; the storage's own.
    pub async fn make_token(
        &self,
        draft: &TokenDraft,
        by: AccountId,
        at: Moment,
        draw: &mut dyn Draw,
    ) -> Result<(TokenId, Secret), Fault> {
        let secret = Secret::new(format!("{PREFIX}{}", draw::token(draw)?.as_str()));
        let digest = kept(secret.as_str());
        let longest = self.terms.token_longest_ms;
        let work = self.work(move |conn, _| Box::pin(async move { put(conn, draft, &digest, longest, by, at).await }));
        Ok((work.await?, secret))
    }

    /// Whose token this is.
    ///
    /// # Errors
    /// [`Fault::Expired`] for one that is none, ended or was revoked; the storage's own.
    pub async fn check_token(&self, text: &str, at: Moment) -> Result<ApiToken, Fault> {
        if text.len() > 64 || !text.starts_with(PREFIX) {
            return Err(Fault::Expired);
        }
        let sql = format!("SELECT {COLUMNS} FROM api_tokens WHERE token_digest = $1");
        let row = sqlx::query(AssertSqlSafe(sql)).bind(kept(text).to_vec()).fetch_optional(self.pool()).await?;
        let found = token(&row.ok_or(Fault::Expired)?)?;
        if found.revoked_at.is_some() || found.of.expires_at <= at { Err(Fault::Expired) } else { Ok(found) }
    }

    /// Revokes a token. Revoking twice is revoking once.
    ///
    /// # Errors
    /// [`Fault::NotFound`]; the storage's own.
    pub async fn revoke_token(&self, number: TokenId, by: AccountId, at: Moment) -> Result<(), Fault> {
        self.work(move |conn, _| {
            Box::pin(async move {
                let set = "UPDATE api_tokens SET revoked_at = $2 WHERE token = $1 AND revoked_at IS NULL";
                let done = sqlx::query(set).bind(number.0).bind(at.0).execute(&mut *conn).await?;
                if done.rows_affected() == 1 {
                    return Note::by(Event::TokenRevoked, by, by).about(number.0).write(conn, at).await;
                }
                let known = sqlx::query("SELECT token FROM api_tokens WHERE token = $1").bind(number.0);
                known.fetch_optional(conn).await?.map(drop).ok_or(Fault::NotFound)
            })
        })
        .await
    }

    /// Every token ever made, after one, by number.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn tokens(&self, after: Option<TokenId>, limit: i64) -> Result<Vec<ApiToken>, Fault> {
        let sql = format!("SELECT {COLUMNS} FROM api_tokens WHERE token > $1 ORDER BY token LIMIT $2");
        let query = sqlx::query(AssertSqlSafe(sql)).bind(after.map_or(0, |after| after.0)).bind(limit);
        query.fetch_all(self.pool()).await?.iter().map(token).collect()
    }
}

async fn put(
    conn: &mut AnyConnection,
    draft: &TokenDraft,
    digest: &Digest,
    longest_ms: i64,
    by: AccountId,
    at: Moment,
) -> Result<TokenId, Fault> {
    let mut faults = Faults::default();
    let name = faults.take("name", field::line("机构名称", &draft.name, field::NAME));
    let scopes = faults.take("scopes", field::codes("接口范围", &draft.scopes, SCOPES));
    if scopes.as_deref() == Some("") {
        faults.add("scopes", "请至少选择一项接口范围。");
    }
    if let Some(court) = draft.court {
        faults.take("court", field::court(court));
    }
    if let Some(account) = draft.account {
        let known = crate::account::one(conn, account).await?.filter(|known| known.closed_at.is_none());
        if known.is_none_or(|known| !matches!(known.kind, Kind::Company | Kind::Lawyer)) {
            faults.add("account", "没有这个单位或者律师的账号，请核对编号。");
        }
    }
    if draft.expires_at <= at || draft.expires_at.0 > at.0.saturating_add(longest_ms) {
        faults.add("expires_at", "有效期须在今后两年之内，请修改。");
    }
    faults.settle()?;
    let number = next_number(conn, "api_tokens", 1).await?;
    sqlx::query(
        "INSERT INTO api_tokens (token, token_digest, name, scopes, court, made_by, made_at, expires_at, revoked_at, account) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, $9)",
    )
    .bind(number)
    .bind(digest.to_vec())
    .bind(name.unwrap_or_default())
    .bind(scopes.unwrap_or_default())
    .bind(draft.court.map(|court| i64::from(court.0)))
    .bind(by.0)
    .bind(at.0)
    .bind(draft.expires_at.0)
    .bind(draft.account.map(|account| account.0))
    .execute(&mut *conn)
    .await?;
    Note::by(Event::TokenMade, by, by).about(number).write(conn, at).await?;
    Ok(TokenId(number))
}
