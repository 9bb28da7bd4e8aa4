//! Accounts are made: the draft is read, compared with what is registered, and written down.

use docket::digest::Digest;
use law::day::Moment;
use law::identity::CitizenId;
use sqlx::{AnyConnection, Row};

use super::draft::{Checked, Identity, of_age};
use super::read::{self, FIRST_FREE};
use super::{AccountId, Draft, Kind};
use crate::People;
use crate::fault::Fault;
use crate::field::Faults;
use crate::journal::{Event, Note};
use crate::keys::Purpose;
use crate::post::{self, PostDraft};
use crate::signing::PasswordHash;
use crate::signing::password;
use crate::work::{next_number, skip_numbers};

/// An account made with a number, posts and password of its own: judges of a simulated province, the first
/// administrator.
#[derive(Debug, Clone)]
pub struct Seed {
    /// Its number.
    pub number: AccountId,
    /// Who.
    pub draft: Draft,
    /// Posts; whose they are said to be does not matter.
    pub posts: Vec<PostDraft>,
    /// Password, if it has one.
    pub password: Option<PasswordHash>,
}

impl People {
    /// Makes an account with the next free number. `by` is who does it, [`AccountId::SYSTEM`] for the person itself.
    ///
    /// # Errors
    /// [`Fault::Refused`] with every field that is wrong or taken; the storage's own.
    pub async fn create(&self, draft: &Draft, by: AccountId, at: Moment) -> Result<AccountId, Fault> {
        self.work(move |conn, _| Box::pin(async move { put(conn, self, None, draft, by, at).await })).await
    }

    /// Makes an account for a minor, with the guardian who registers it (民法典 art. 23): one of age registers alone.
    ///
    /// # Errors
    /// As [`People::create`]; [`Fault::Refused`] also for somebody of age.
    pub async fn create_ward(&self, draft: &Draft, guardian: AccountId, at: Moment) -> Result<AccountId, Fault> {
        let number = draft.id_number.as_deref().and_then(|text| CitizenId::parse(text, at.day()).ok());
        if number.and_then(|number| number.born()).is_some_and(|born| of_age(born, at.day())) {
            return Err(Fault::field("id_number", "该身份证号的持有人已满十八周岁，应由其本人用自己的手机注册。"));
        }
        let draft = &Draft { guardian: Some(guardian), ..draft.clone() };
        self.create(draft, guardian, at).await
    }

    /// Makes accounts with given numbers in one transaction, with their posts and passwords. Numbers below
    /// 1,000,000 are given in no other way.
    ///
    /// # Errors
    /// As [`People::create`] for the first that is refused; none of them is made then.
    pub async fn seed(&self, seeds: &[Seed], at: Moment) -> Result<(), Fault> {
        self.work(move |conn, _| Box::pin(async move { put_seeds(conn, self, seeds, at).await })).await
    }
}

async fn put_seeds(conn: &mut AnyConnection, people: &People, seeds: &[Seed], at: Moment) -> Result<(), Fault> {
    for seed in seeds {
        let account = put(conn, people, Some(seed.number), &seed.draft, AccountId::SYSTEM, at).await?;
        for draft in &seed.posts {
            let draft = PostDraft { account, ..draft.clone() };
            post::put(conn, &draft, AccountId::SYSTEM, at).await?;
        }
        if let Some(hash) = &seed.password {
            password::put(conn, account, hash, None, at).await?;
        }
    }
    Ok(())
}

/// Reads the draft and writes the account; everything that is wrong with it is said at once.
pub(crate) async fn put(
    conn: &mut AnyConnection,
    people: &People,
    number: Option<AccountId>,
    draft: &Draft,
    by: AccountId,
    at: Moment,
) -> Result<AccountId, Fault> {
    let mut faults = Faults::default();
    let checked = draft.check(at, &mut faults);
    let digests = Digests::of(people, &checked);
    check_taken(conn, &checked, &digests, &mut faults).await?;
    check_guardian(conn, people, checked.guardian, at, &mut faults).await?;
    if let Some(number) = number {
        check_number(conn, number, &mut faults).await?;
    }
    faults.settle()?;
    let account = match number {
        Some(number) => {
            skip_numbers(conn, "accounts", number.0.max(FIRST_FREE - 1)).await?;
            number
        }
        None => AccountId(next_number(conn, "accounts", FIRST_FREE).await?),
    };
    insert(conn, people, account, &checked, &digests, at).await?;
    let by = if by == AccountId::SYSTEM && number.is_none() { account } else { by };
    Note::by(Event::Created, account, by).write(conn, at).await?;
    Ok(account)
}

/// What an account is found by.
struct Digests {
    phone: Option<Digest>,
    identity: Option<Digest>,
}

impl Digests {
    fn of(people: &People, checked: &Checked) -> Digests {
        let phone = checked.phone.as_deref().map(|phone| people.phone_digest(phone));
        let identity = checked.identity.as_ref().map(|identity| match identity {
            Identity::Citizen(number) => people.citizen_digest(number),
            Identity::Organisation(code) => people.keys.digest(Purpose::Organisation, code.as_str().as_bytes()),
        });
        Digests { phone, identity }
    }
}

impl People {
    pub(crate) fn phone_digest(&self, phone: &str) -> Digest {
        self.keys.digest(Purpose::Phone, phone.as_bytes())
    }

    /// The digest under which a citizen's number is found, here and among declared interests.
    pub(crate) fn citizen_digest(&self, number: &CitizenId) -> Digest {
        self.keys.digest(Purpose::Citizen, number.as_str().as_bytes())
    }
}

async fn check_taken(
    conn: &mut AnyConnection,
    checked: &Checked,
    digests: &Digests,
    faults: &mut Faults,
) -> Result<(), Fault> {
    let row = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM accounts WHERE kind = $1 AND phone_digest = $2) AS phones, \
         (SELECT COUNT(*) FROM accounts WHERE kind = $1 AND identity_digest = $3) AS identities, \
         (SELECT COUNT(*) FROM accounts WHERE kind = $1 AND licence = $4) AS licences, \
         (SELECT COUNT(*) FROM accounts WHERE login = $5) AS logins",
    )
    .bind(checked.kind.word())
    .bind(digests.phone.map(|digest| digest.to_vec()))
    .bind(digests.identity.map(|digest| digest.to_vec()))
    .bind(checked.licence.as_deref())
    .bind(checked.login.as_deref())
    .fetch_one(conn)
    .await?;
    let identity = if checked.kind == Kind::Company { "credit_code" } else { "id_number" };
    for (column, field, sentence) in [
        ("phones", "phone", "该手机号码已注册过同类账号，请直接登录，或换用其他号码。"),
        ("identities", identity, "该证件号码已注册过同类账号，请直接登录；如非本人注册，请联系法院。"),
        ("licences", "licence", "该律师执业证号已注册，请直接登录；如非本人注册，请联系法院。"),
        ("logins", "login", "该用户名已被使用，请换一个。"),
    ] {
        if row.try_get::<i64, _>(column)? > 0 {
            faults.add(field, sentence);
        }
    }
    Ok(())
}

/// A guardian is a natural person of age whose account is open.
async fn check_guardian(
    conn: &mut AnyConnection,
    people: &People,
    guardian: Option<AccountId>,
    at: Moment,
    faults: &mut Faults,
) -> Result<(), Fault> {
    let Some(guardian) = guardian else { return Ok(()) };
    let found = read::one(conn, guardian).await?;
    let natural = found.is_some_and(|found| {
        found.closed_at.is_none() && found.guardian.is_none() && matches!(found.kind, Kind::Litigant | Kind::Lawyer)
    });
    let born = match read::identity(conn, people, guardian).await? {
        Some(number) if natural => CitizenId::parse(&number, at.day()).ok().and_then(|number| number.born()),
        _ => None,
    };
    if !born.is_some_and(|born| of_age(born, at.day())) {
        faults.add("guardian", "监护人须是已注册的成年自然人，请核对其账号。");
    }
    Ok(())
}

async fn check_number(conn: &mut AnyConnection, number: AccountId, faults: &mut Faults) -> Result<(), Fault> {
    if number.0 < 1 {
        faults.add("number", "账号编号须为正数。");
    } else if read::one(conn, number).await?.is_some() {
        faults.add("number", format!("编号 {number} 的账号已经存在，请另选编号。"));
    }
    Ok(())
}

async fn insert(
    conn: &mut AnyConnection,
    people: &People,
    account: AccountId,
    checked: &Checked,
    digests: &Digests,
    at: Moment,
) -> Result<(), Fault> {
    let seal = |field: &str, plain: Option<&str>| {
        plain.map(|plain| people.keys.seal(&read::context(account, field), plain)).transpose()
    };
    let identity = checked.identity.as_ref().map(|identity| match identity {
        Identity::Citizen(number) => number.as_str(),
        Identity::Organisation(code) => code.as_str(),
    });
    sqlx::query(
        "INSERT INTO accounts (account, kind, name, login, phone, phone_digest, email, identity, identity_digest, \
         licence, firm, guardian, address_confirmed, made_at, closed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, NULL)",
    )
    .bind(account.0)
    .bind(checked.kind.word())
    .bind(checked.name.as_deref())
    .bind(checked.login.as_deref())
    .bind(seal("phone", checked.phone.as_deref())?)
    .bind(digests.phone.map(|digest| digest.to_vec()))
    .bind(seal("email", checked.email.as_deref())?)
    .bind(seal("identity", identity)?)
    .bind(digests.identity.map(|digest| digest.to_vec()))
    .bind(checked.licence.as_deref())
    .bind(checked.firm.as_deref())
    .bind(checked.guardian.map(|guardian| guardian.0))
    .bind(i64::from(checked.address_confirmed))
    .bind(at.0)
    .execute(conn)
    .await?;
    Ok(())
}
