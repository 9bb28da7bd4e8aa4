//! Links to another system that vouches for somebody (统一身份认证, OpenID Connect): (issuer, subject) names an account.
//! How the other system is asked is not known here.

use law::day::Moment;

use crate::account::{self, AccountId, Kind};
use crate::draw::Draw;
use crate::fault::Fault;
use crate::field::{self, Faults};
use crate::journal::{Event, Note};
use crate::session::{Device, Method, Opening, SignedIn};
use crate::{People, rows};

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OidcLink {
    /// Who vouches: its `iss`.
    pub issuer: String,
    /// The name it knows them by: its `sub`.
    pub subject: String,
    /// The account here.
    pub account: AccountId,
    /// When they were linked.
    pub linked_at: Moment,
}

/// What another system says of somebody.
#[derive(Clone, Copy)]
pub struct Vouched<'a> {
    /// Who vouches: its `iss`.
    pub issuer: &'a str,
    /// The name it knows them by: its `sub`.
    pub subject: &'a str,
    /// Whether it asked them for a second factor.
    pub second_factor: bool,
    /// What it wants to see again when the session ends.
    pub ticket: Option<&'a str>,
}

const MOST: usize = 255;

impl People {
    /// Links a subject of an issuer to an account. Linking the same twice is linking once.
    ///
    /// # Errors
    /// [`Fault::Refused`] for fields that are wrong, or a subject linked to another account; the storage's own.
    pub async fn link_oidc(
        &self,
        (issuer, subject): (&str, &str),
        account: AccountId,
        by: AccountId,
        at: Moment,
    ) -> Result<(), Fault> {
        self.work(move |conn, _| {
            Box::pin(async move {
                let mut faults = Faults::default();
                let issuer = faults.take("issuer", field::line("签发方", issuer, MOST)).unwrap_or_default();
                let subject = faults.take("subject", field::line("主体标识", subject, MOST)).unwrap_or_default();
                match account::one(conn, account).await? {
                    None => faults.add("account", "没有该账号，请核对账号。"),
                    Some(found) if found.kind != Kind::Staff => {
                        faults.add("account", "统一身份只供法院工作人员绑定，其他人用手机验证码登录。");
                    }
                    Some(_) => {}
                }
                let find = sqlx::query("SELECT account FROM oidc_links WHERE issuer = $1 AND subject = $2");
                let row = find.bind(issuer.as_str()).bind(subject.as_str()).fetch_optional(&mut *conn).await?;
                let linked = row.map(|row| rows::account(&row, "account")).transpose()?;
                if linked.is_some_and(|linked| linked != account) {
                    faults.add("subject", "该统一身份已绑定其他账号，请先解除原绑定。");
                }
                faults.settle()?;
                if linked.is_some() {
                    return Ok(());
                }
                let put = "INSERT INTO oidc_links (issuer, subject, account, linked_at) VALUES ($1, $2, $3, $4)";
                let put = sqlx::query(put).bind(issuer).bind(subject).bind(account.0).bind(at.0);
                put.execute(&mut *conn).await?;
                Note::by(Event::OidcLinked, account, by).write(conn, at).await
            })
        })
        .await
    }

    /// The account a subject of an issuer is linked to.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn by_oidc(&self, issuer: &str, subject: &str) -> Result<Option<AccountId>, Fault> {
        let find = sqlx::query("SELECT account FROM oidc_links WHERE issuer = $1 AND subject = $2");
        let row = find.bind(issuer).bind(subject).fetch_optional(self.pool()).await?;
        row.map(|row| rows::account(&row, "account")).transpose()
    }

    /// The links of an account.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn oidc_links(&self, account: AccountId) -> Result<Vec<OidcLink>, Fault> {
        let find = "SELECT issuer, subject, account, linked_at FROM oidc_links WHERE account = $1 \
             ORDER BY linked_at, issuer, subject";
        let found = sqlx::query(find).bind(account.0).fetch_all(self.pool()).await?;
        found
            .iter()
            .map(|row| {
                Ok(OidcLink {
                    issuer: rows::text(row, "issuer")?,
                    subject: rows::text(row, "subject")?,
                    account: rows::account(row, "account")?,
                    linked_at: rows::moment(row, "linked_at")?,
                })
            })
            .collect()
    }

    /// Takes a link away.
    ///
    /// # Errors
    /// [`Fault::NotFound`]; the storage's own.
    pub async fn unlink_oidc(&self, issuer: &str, subject: &str, by: AccountId, at: Moment) -> Result<(), Fault> {
        self.work(move |conn, _| {
            Box::pin(async move {
                let delete = "DELETE FROM oidc_links WHERE issuer = $1 AND subject = $2 RETURNING account";
                let row = sqlx::query(delete).bind(issuer).bind(subject).fetch_optional(&mut *conn).await?;
                let account = rows::account(&row.ok_or(Fault::NotFound)?, "account")?;
                Note::by(Event::OidcUnlinked, account, by).write(conn, at).await
            })
        })
        .await
    }

    /// Signs in whom another system vouches for; that it does so, the caller has checked. Who is vouched for without a
    /// second factor owes it before anything else.
    ///
    /// # Errors
    /// [`Fault::NoAccount`] when the subject is linked to none; [`Fault::Closed`]; the storage's own.
    pub async fn sign_in_by_oidc(
        &self,
        vouched: Vouched<'_>,
        device: &Device,
        at: Moment,
        draw: &mut dyn Draw,
    ) -> Result<SignedIn, Fault> {
        let mut opening = Opening::draw(self, device, Method::Oidc, draw)?;
        opening.proven = vouched.second_factor;
        opening.ticket = vouched.ticket.map(str::to_owned);
        let opening = &opening;
        self.work(move |conn, _| {
            Box::pin(async move {
                let find = "SELECT a.account, a.kind, a.closed_at, f.confirmed_at FROM oidc_links o JOIN accounts a \
                     ON a.account = o.account LEFT JOIN second_factors f ON f.account = a.account \
                     WHERE o.issuer = $1 AND o.subject = $2";
                let find = sqlx::query(find).bind(vouched.issuer).bind(vouched.subject);
                let row = find.fetch_optional(&mut *conn).await?;
                let row = row.ok_or(Fault::NoAccount)?;
                if rows::some_moment(&row, "closed_at")?.is_some() {
                    return Err(Fault::Closed);
                }
                let who = (rows::account(&row, "account")?, rows::word(&row, "kind", Kind::parse)?);
                let enrolled = rows::some_moment(&row, "confirmed_at")?.is_some();
                opening.write(conn, who, (false, enrolled), at).await
            })
        })
        .await
    }
}
