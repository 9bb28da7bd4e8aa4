//! One-time codes to a phone (短信验证码): for everybody but staff. The code is given back to the caller, which sends it;
//! only a keyed digest is kept.

use law::day::Moment;
use sqlx::AnyConnection;

use crate::account::{self, AccountId, Draft, Kind};
use crate::draw::{self, Draw, Secret};
use crate::fault::Fault;
use crate::journal::{Event, Note};
use crate::keys::Purpose;
use crate::session::{Device, Method, Opening, SignedIn};
use crate::terms::{CodeTerms, HOUR_MS};
use crate::{People, field, rows};

/// A code to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedCode {
    /// The phone, 11 digits.
    pub phone: Secret,
    /// The code, six digits.
    pub code: Secret,
    /// Until when it is good.
    pub valid_until: Moment,
}

impl People {
    /// Draws a code for a phone, whether or not somebody is registered with it. It takes the place of the one before.
    ///
    /// # Errors
    /// [`Fault::Refused`] for what is no phone; [`Fault::TooSoon`]; the storage's own.
    pub async fn ask_code(&self, phone: &str, at: Moment, draw: &mut dyn Draw) -> Result<AskedCode, Fault> {
        let phone = field::phone(phone).map_err(|sentence| Fault::field("phone", sentence))?;
        let code = draw::six_digits(draw)?;
        let to = self.phone_digest(&phone).to_vec();
        let kept = self.code_digest(&to, code.as_str(), at);
        let (to, kept) = (to.as_slice(), kept.as_slice());
        self.work(move |conn, _| {
            Box::pin(async move {
                wait(conn, to, &self.terms.codes, at).await?;
                sqlx::query(
                    "INSERT INTO phone_codes (phone_digest, asked_at, code_digest, tries, ended_at) \
                     VALUES ($1, $2, $3, 0, NULL)",
                )
                .bind(to)
                .bind(at.0)
                .bind(kept)
                .execute(&mut *conn)
                .await?;
                for account in accounts(conn, to).await? {
                    Note::own(Event::CodeAsked, account).write(conn, at).await?;
                }
                Ok(())
            })
        })
        .await?;
        let valid_until = Moment(at.0.saturating_add(self.terms.codes.valid_ms));
        Ok(AskedCode { phone: Secret::new(phone), code, valid_until })
    }

    /// Signs in with a code as the account of this kind that has the phone.
    ///
    /// # Errors
    /// [`Fault::WrongCode`]; [`Fault::Expired`] when there is no code to try; [`Fault::NoAccount`], which leaves the
    /// code to register with; [`Fault::Closed`]; the storage's own.
    pub async fn sign_in_by_code(
        &self,
        kind: Kind,
        (phone, code): (&str, &str),
        device: &Device,
        at: Moment,
        draw: &mut dyn Draw,
    ) -> Result<SignedIn, Fault> {
        let phone = field::phone(phone).map_err(|sentence| Fault::field("phone", sentence))?;
        let to = self.phone_digest(&phone).to_vec();
        let opening = &Opening::draw(self, device, Method::Code, draw)?;
        let to = to.as_slice();
        self.work(move |conn, _| {
            Box::pin(async move {
                let asked = match check(conn, self, to, code, at).await? {
                    Ok(asked) => asked,
                    Err(fault) => return Ok(Err(fault)),
                };
                let row = sqlx::query("SELECT account, closed_at FROM accounts WHERE phone_digest = $1 AND kind = $2");
                let row = row.bind(to).bind(kind.word()).fetch_optional(&mut *conn).await?;
                let Some(row) = row.filter(|_| kind != Kind::Staff) else { return Err(Fault::NoAccount) };
                if rows::some_moment(&row, "closed_at")?.is_some() {
                    return Err(Fault::Closed);
                }
                let account = rows::account(&row, "account")?;
                end(conn, to, asked, at).await?;
                opening.write(conn, (account, kind), (false, true), at).await.map(Ok)
            })
        })
        .await?
    }

    /// Makes an account for whoever holds the phone of the draft, and signs them in.
    ///
    /// # Errors
    /// [`Fault::Refused`] with every field that is wrong or taken; what [`People::sign_in_by_code`] says of the code.
    pub async fn register(
        &self,
        draft: &Draft,
        code: &str,
        device: &Device,
        at: Moment,
        draw: &mut dyn Draw,
    ) -> Result<SignedIn, Fault> {
        if draft.kind == Kind::Staff {
            return Err(Fault::field("kind", "法院工作人员的账号由管理员开立，请联系本院管理员。"));
        }
        let opening = &Opening::draw(self, device, Method::Code, draw)?;
        let mut faults = field::Faults::default();
        let phone = draft.check(at, &mut faults).phone;
        faults.settle()?;
        let phone = phone.ok_or_else(|| Fault::field("phone", "请填写手机号码。"))?;
        let to = self.phone_digest(&phone).to_vec();
        let to = to.as_slice();
        self.work(move |conn, _| {
            Box::pin(async move {
                let asked = match check(conn, self, to, code, at).await? {
                    Ok(asked) => asked,
                    Err(fault) => return Ok(Err(fault)),
                };
                // whose numbers are registered may not be found out by trying: a refusal costs a try
                let account = match account::put(conn, self, None, draft, AccountId::SYSTEM, at).await {
                    Ok(account) => account,
                    Err(refused @ Fault::Refused(_)) => {
                        miss(conn, to, asked, &self.terms.codes, at).await?;
                        return Ok(Err(refused));
                    }
                    Err(other) => return Err(other),
                };
                end(conn, to, asked, at).await?;
                opening.write(conn, (account, draft.kind), (false, true), at).await.map(Ok)
            })
        })
        .await?
    }

    /// A code is bound to its phone and to when it was asked for.
    fn code_digest(&self, to: &[u8], code: &str, asked_at: Moment) -> Vec<u8> {
        let text = [to, &asked_at.0.to_be_bytes(), code.as_bytes()].concat();
        self.keys.digest(Purpose::PhoneCode, &text).to_vec()
    }
}

/// Refuses a phone that asks too often; forgets what no longer counts.
async fn wait(conn: &mut AnyConnection, to: &[u8], terms: &CodeTerms, at: Moment) -> Result<(), Fault> {
    let delete = sqlx::query("DELETE FROM phone_codes WHERE phone_digest = $1 AND asked_at <= $2");
    delete.bind(to).bind(at.0.saturating_sub(HOUR_MS)).execute(&mut *conn).await?;
    let found = sqlx::query("SELECT asked_at FROM phone_codes WHERE phone_digest = $1 ORDER BY asked_at DESC").bind(to);
    let found = found.fetch_all(conn).await?;
    let asked: Vec<Moment> = found.iter().map(|row| rows::moment(row, "asked_at")).collect::<Result<_, _>>()?;
    let most = usize::try_from(terms.per_hour).unwrap_or_default();
    let next = asked.first().map(|newest| newest.0.saturating_add(terms.wait_ms));
    let free = most.checked_sub(1).and_then(|place| asked.get(place)).map(|oldest| oldest.0.saturating_add(HOUR_MS));
    match next.into_iter().chain(free).max() {
        Some(until) if until > at.0 => Err(Fault::TooSoon { until: Moment(until) }),
        _ => Ok(()),
    }
}

async fn accounts(conn: &mut AnyConnection, to: &[u8]) -> Result<Vec<AccountId>, Fault> {
    let query =
        sqlx::query("SELECT account FROM accounts WHERE phone_digest = $1 AND kind <> 'staff' ORDER BY account");
    query.bind(to).fetch_all(conn).await?.iter().map(|row| rows::account(row, "account")).collect()
}

/// When the code that fits was asked for; a wrong one is counted.
async fn check(
    conn: &mut AnyConnection,
    people: &People,
    to: &[u8],
    code: &str,
    at: Moment,
) -> Result<Result<Moment, Fault>, Fault> {
    let terms = &people.terms.codes;
    let newest = sqlx::query(
        "SELECT asked_at, code_digest, ended_at FROM phone_codes WHERE phone_digest = $1 \
         ORDER BY asked_at DESC LIMIT 1",
    );
    let Some(row) = newest.bind(to).fetch_optional(&mut *conn).await? else { return Ok(Err(Fault::Expired)) };
    let asked = rows::moment(&row, "asked_at")?;
    let over = asked.0.saturating_add(terms.valid_ms) <= at.0;
    if over || rows::some_moment(&row, "ended_at")?.is_some() {
        return Ok(Err(Fault::Expired));
    }
    let typed: String = code.chars().filter(|c| !c.is_whitespace()).take(8).collect();
    let text = [to, &asked.0.to_be_bytes(), typed.as_bytes()].concat();
    if people.keys.fits(Purpose::PhoneCode, &text, &rows::bytes(&row, "code_digest")?) {
        return Ok(Ok(asked));
    }
    miss(conn, to, asked, terms, at).await?;
    for account in accounts(conn, to).await? {
        Note::own(Event::SignInFailed, account).write(conn, at).await?;
    }
    Ok(Err(Fault::WrongCode))
}

/// Counts a try in vain; the last one ends the code.
async fn miss(conn: &mut AnyConnection, to: &[u8], asked: Moment, terms: &CodeTerms, at: Moment) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE phone_codes SET tries = tries + 1, ended_at = CASE WHEN tries + 1 >= $3 THEN $4 ELSE ended_at END \
         WHERE phone_digest = $1 AND asked_at = $2",
    )
    .bind(to)
    .bind(asked.0)
    .bind(terms.tries)
    .bind(at.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// Uses a code up.
async fn end(conn: &mut AnyConnection, to: &[u8], asked: Moment, at: Moment) -> Result<(), Fault> {
    let set = sqlx::query("UPDATE phone_codes SET ended_at = $3 WHERE phone_digest = $1 AND asked_at = $2");
    set.bind(to).bind(asked.0).bind(at.0).execute(conn).await?;
    Ok(())
}
