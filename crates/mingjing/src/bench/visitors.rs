//! People for the benches of the door: a copy of the full year with an institution's token and somebody of every role signed
//! in. Prints what a client needs to come in as each, one JSON object.

use docket::store::KeyFolder;
use law::court::by_code;
use law::day::{Day, Moment};
use law::role::Role;
use people::account::Seed;
use people::signing::{PasswordHash, Second, StaffSignIn, code_at};
use people::terms::Terms;
use people::token::TokenDraft;
use people::{AccountId, Device, Draft, Kind, People, PostDraft, SystemDraw};
use permit::Scope;

use super::Place;
use crate::output;
use crate::run::{Failure, input, open};

/// What their browser says of itself.
const AGENT: &str = "bench/1";
const PASSWORD: &str = "a-long-password-of-the-bench";
/// Number of the first of the staff.
const FIRST: i64 = 900_001;

/// Makes the copy and the people; a copy made before is made anew.
pub async fn visitors(place: &Place, now: Moment) -> Result<(), Failure> {
    super::year::ensure(place).await?;
    place.clear("door");
    std::fs::copy(place.file("year"), place.file("door")).map_err(input)?;
    let docket = open(&place.url("door")).await?;
    // beside the keys the year was signed with: that folder is the data folder it is served with
    let sealing = KeyFolder::open(place.folder.join("keys"))?.sealing_or_new("people")?;
    let people = People::new(docket.clone(), sealing);
    let token = institution(&people, now).await?;
    let mut cookies = serde_json::Map::new();
    for (n, role) in (0..).zip(staff()) {
        let cookie = session(&people, FIRST + n, role, now).await?;
        cookies.insert(role.word().to_owned(), cookie.into());
    }
    let told = serde_json::json!({ "agent": AGENT, "cookies": cookies, "data": place.folder, "db": place.url("door"), "token": token });
    output::result(&told.to_string());
    docket.close().await;
    Ok(())
}

fn staff() -> impl Iterator<Item = Role> {
    let of_court = |role: &Role| !matches!(role, Role::Visitor | Role::Litigant | Role::Lawyer | Role::Institution);
    Role::ALL.iter().copied().filter(of_court)
}

async fn institution(people: &People, now: Moment) -> Result<String, Failure> {
    let draft = Draft {
        kind: Kind::Company,
        name: "某商业银行股份有限公司沈阳分行".to_owned(),
        phone: Some("13811110000".to_owned()),
        credit_code: Some("91350100M000100Y43".to_owned()),
        ..Draft::default()
    };
    let account = people.create(&draft, AccountId::SYSTEM, now).await.map_err(input)?;
    let draft = TokenDraft {
        name: draft.name,
        scopes: Scope::ALL.iter().map(|scope| scope.word().to_owned()).collect(),
        court: None,
        account: Some(account),
        expires_at: Moment(now.0 + 86_400_000),
    };
    let (_, secret) = people.make_token(&draft, AccountId::SYSTEM, now, &mut SystemDraw).await.map_err(input)?;
    Ok(secret.as_str().to_owned())
}

/// Somebody of the staff, signed in with a second factor; gives the session's cookie.
async fn session(people: &People, number: i64, role: Role, now: Moment) -> Result<String, Failure> {
    let court = by_code("辽0102").ok_or_else(|| Failure::Check("辽0102".to_owned()))?.id;
    let hash = PasswordHash::make(PASSWORD, &Terms::default().passwords, &mut SystemDraw).map_err(input)?;
    let login = format!("bench{number}");
    let account = AccountId(number);
    let seed = Seed {
        number: account,
        draft: Draft { kind: Kind::Staff, name: login.clone(), login: Some(login.clone()), ..Draft::default() },
        posts: vec![PostDraft {
            account,
            role,
            court,
            from: Day::new(2019, 1, 1).unwrap_or_default(),
            until: None,
            capacity_hundredths: 100,
            groups: Vec::new(),
        }],
        password: Some(hash),
    };
    people.seed(&[seed], now).await.map_err(input)?;
    let enrolment = people.enrol_second(account, &mut SystemDraw).await.map_err(input)?;
    let code = code_at(enrolment.secret.as_str(), now).unwrap_or_default();
    people.confirm_second(account, &code, "", now, &mut SystemDraw).await.map_err(input)?;
    // an authenticator's next code, as the one that was confirmed is used up
    let later = Moment(now.0 + 30_000);
    let code = code_at(enrolment.secret.as_str(), later).unwrap_or_default();
    let given = StaffSignIn { login: &login, password: PASSWORD, second: Second::Totp(&code) };
    let device = Device { agent: AGENT.to_owned(), ..Device::default() };
    let signed = people.sign_in_staff(given, &device, later, &mut SystemDraw).await.map_err(input)?;
    Ok(signed.token.as_str().to_owned())
}
