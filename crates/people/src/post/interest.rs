//! What judges declare for recusal (回避申报): relatives, and firms they are bound to. Whether it bars them from a case
//! is not decided here.

use std::fmt;

use law::day::Moment;
use law::identity::CitizenId;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::account::{self, AccountId, Kind};
use crate::fault::Fault;
use crate::field::{self, Faults};
use crate::journal::{Event, Note};
use crate::work::next_number;
use crate::{People, rows};

/// Number of a declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InterestId(pub i64);

/// How a judge is bound to what is declared (民事诉讼法 art. 44).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// Husband or wife (配偶).
    Spouse,
    /// Parent or child (父母、子女).
    Direct,
    /// Another near relative (其他近亲属).
    Kin,
    /// A relative by marriage (姻亲).
    InLaw,
    /// A law firm where a near relative works, or where the judge did (律师事务所).
    Firm,
    /// A company in which there is an interest (有利益关系的单位).
    Company,
    /// Another bond that could sway a judgment (其他利害关系).
    Other,
}

impl Relation {
    /// Every relation.
    pub const ALL: &'static [Relation] = &[
        Relation::Spouse,
        Relation::Direct,
        Relation::Kin,
        Relation::InLaw,
        Relation::Firm,
        Relation::Company,
        Relation::Other,
    ];

    /// Its word in data and columns.
    pub const fn word(self) -> &'static str {
        match self {
            Relation::Spouse => "spouse",
            Relation::Direct => "direct",
            Relation::Kin => "kin",
            Relation::InLaw => "in_law",
            Relation::Firm => "firm",
            Relation::Company => "company",
            Relation::Other => "other",
        }
    }

    /// Its Chinese name.
    pub const fn zh(self) -> &'static str {
        match self {
            Relation::Spouse => "配偶",
            Relation::Direct => "父母、子女",
            Relation::Kin => "其他近亲属",
            Relation::InLaw => "姻亲",
            Relation::Firm => "律师事务所",
            Relation::Company => "有利益关系的单位",
            Relation::Other => "其他利害关系",
        }
    }

    /// The relation of a word.
    pub fn parse(word: &str) -> Option<Relation> {
        Relation::ALL.iter().copied().find(|relation| relation.word() == word)
    }
}

/// An interest to be declared. It does not print itself.
#[derive(Clone, PartialEq, Eq)]
pub struct InterestDraft {
    /// Who declares.
    pub account: AccountId,
    /// Name of the relative, firm or company.
    pub name: String,
    /// Citizen's number of a relative; only a digest of it is kept.
    pub id_number: Option<String>,
    /// How they are bound.
    pub relation: Relation,
}

impl fmt::Debug for InterestDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InterestDraft").field("account", &self.account).finish_non_exhaustive()
    }
}

/// A declared interest. It does not print its name.
#[derive(Clone, PartialEq, Eq)]
pub struct Interest {
    /// Its number.
    pub number: InterestId,
    /// Who declared it.
    pub account: AccountId,
    /// Name of the relative, firm or company.
    pub name: String,
    /// Whether a citizen's number was given with it.
    pub identified: bool,
    /// How they are bound.
    pub relation: Relation,
}

impl fmt::Debug for Interest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Interest").field("number", &self.number).finish_non_exhaustive()
    }
}

fn context(number: i64) -> String {
    format!("people/interest/{number}")
}

impl People {
    /// Declares an interest.
    ///
    /// # Errors
    /// [`Fault::Refused`] with every field that is wrong; the storage's own.
    pub async fn declare_interest(
        &self,
        draft: &InterestDraft,
        by: AccountId,
        at: Moment,
    ) -> Result<InterestId, Fault> {
        self.work(move |conn, _| Box::pin(async move { put(conn, self, draft, by, at).await })).await
    }

    /// Withdraws a declaration.
    ///
    /// # Errors
    /// [`Fault::NotFound`]; the storage's own.
    pub async fn withdraw_interest(&self, number: InterestId, by: AccountId, at: Moment) -> Result<(), Fault> {
        self.work(move |conn, _| {
            Box::pin(async move {
                let delete = sqlx::query("DELETE FROM interests WHERE interest = $1 RETURNING account").bind(number.0);
                let row = delete.fetch_optional(&mut *conn).await?.ok_or(Fault::NotFound)?;
                let account = rows::account(&row, "account")?;
                Note::by(Event::InterestWithdrawn, account, by).about(number.0).write(conn, at).await
            })
        })
        .await
    }

    /// What an account declared, in order.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn interests_of(&self, account: AccountId) -> Result<Vec<Interest>, Fault> {
        let found = sqlx::query(
            "SELECT interest, account, name, identity_digest, relation FROM interests WHERE account = $1 \
             ORDER BY interest",
        )
        .bind(account.0)
        .fetch_all(self.pool())
        .await?;
        found.iter().map(|row| self.interest(row)).collect()
    }

    pub(super) fn interest(&self, row: &AnyRow) -> Result<Interest, Fault> {
        let number: i64 = rows::int(row, "interest")?;
        Ok(Interest {
            number: InterestId(number),
            account: rows::account(row, "account")?,
            name: self.keys.open(&context(number), &rows::text(row, "name")?)?,
            identified: row.try_get::<Option<Vec<u8>>, _>("identity_digest")?.is_some(),
            relation: rows::word(row, "relation", Relation::parse)?,
        })
    }

    /// What an account declared that a person or firm of a case meets: by citizen's number where both are known,
    /// else by name. An empty list bars nobody.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn interests_in(
        &self,
        account: AccountId,
        name: &str,
        id_number: Option<&str>,
        at: Moment,
    ) -> Result<Vec<Interest>, Fault> {
        let number = id_number.and_then(|text| CitizenId::parse(text, at.day()).ok());
        let digest = number.map(|number| self.citizen_digest(&number));
        let found = sqlx::query(
            "SELECT interest, account, name, identity_digest, relation FROM interests WHERE account = $1 \
             ORDER BY interest",
        )
        .bind(account.0)
        .fetch_all(self.pool())
        .await?;
        let mut met = Vec::new();
        for row in &found {
            let declared: Option<Vec<u8>> = row.try_get("identity_digest")?;
            let interest = self.interest(row)?;
            let same = match (declared, digest) {
                (Some(declared), Some(digest)) => declared == digest,
                _ => interest.name == name.trim(),
            };
            if same {
                met.push(interest);
            }
        }
        Ok(met)
    }
}

async fn put(
    conn: &mut AnyConnection,
    people: &People,
    draft: &InterestDraft,
    by: AccountId,
    at: Moment,
) -> Result<InterestId, Fault> {
    let mut faults = Faults::default();
    if account::one(conn, draft.account).await?.is_none_or(|found| found.kind != Kind::Staff) {
        faults.add("account", "只能由法院工作人员申报，请核对账号。");
    }
    let name = faults.take("name", field::line("姓名或名称", &draft.name, field::NAME));
    let given = draft.id_number.as_deref().filter(|text| !text.trim().is_empty());
    let number = given.and_then(|text| {
        let read = CitizenId::parse(text, at.day()).map_err(|fault| format!("身份证号有误：{fault}。"));
        faults.take("id_number", read)
    });
    if given.is_some() && matches!(draft.relation, Relation::Firm | Relation::Company) {
        faults.add("id_number", "单位不填身份证号，请删去。");
    }
    faults.settle()?;
    let interest = next_number(conn, "interests", 1).await?;
    let name = people.keys.seal(&context(interest), name.as_deref().unwrap_or_default())?;
    sqlx::query(
        "INSERT INTO interests (interest, account, name, identity_digest, relation) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(interest)
    .bind(draft.account.0)
    .bind(name)
    .bind(number.map(|number| people.citizen_digest(&number).to_vec()))
    .bind(draft.relation.word())
    .execute(&mut *conn)
    .await?;
    Note::by(Event::InterestDeclared, draft.account, by).about(interest).write(conn, at).await?;
    Ok(InterestId(interest))
}

#[cfg(test)]
mod tests {
    use super::Relation;

    #[test]
    fn relations_read_back() {
        for relation in Relation::ALL.iter().copied() {
            assert_eq!(Relation::parse(relation.word()), Some(relation));
        }
        assert_eq!(Relation::parse("friend"), None);
    }
}
