//! The door's wiring: the clock, the keys, accounts made from the command line, and those of the demonstration.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use docket::store::{Docket, KeyFolder};
use door::{Clock, Door};
use law::court::courts;
use law::day::{Day, Moment};
use law::ids::CourtId;
use law::role::Role;
use people::account::Seed;
use people::signing::PasswordHash;
use people::terms::Terms;
use people::{AccountId, Draft, Kind, People, PostDraft, SystemDraw};

use crate::args::{AccountAction, Global};
use crate::output;
use crate::run::{Failure, court_of, input, open_existing};

/// The system's clock.
struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the binary asks the clock, once a request")]
    fn now(&self) -> Moment {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// Opens the door of a docket; keys of draws are made where there were none.
pub async fn open(docket: Docket, data: &Path, shows_codes: bool) -> Result<Door, Failure> {
    let keys = KeyFolder::open(data.join("keys"))?;
    for court in courts() {
        keys.vrf_or_new(court.id)?;
    }
    let sealing = keys.sealing_or_new("people")?;
    let door = Door::new(docket, Arc::new(keys), sealing, Arc::new(SystemClock), shows_codes);
    door.begin().await.map_err(input)?;
    Ok(door)
}

fn register(docket: &Docket, data: &Path) -> Result<People, Failure> {
    let keys = KeyFolder::open(data.join("keys"))?;
    Ok(People::new(docket.clone(), keys.sealing_or_new("people")?))
}

/// Makes an account of staff with a post, and prints its temporary password.
pub async fn account(global: &Global, action: AccountAction) -> Result<(), Failure> {
    let AccountAction::Add { login, name, role, court, groups } = action;
    let role = Role::parse(&role)
        .ok_or_else(|| Failure::Input(format!("没有职务“{role}”；见 mingjing account add --help")))?;
    let court = court_of(&court)?.id;
    let docket = open_existing(&global.db).await?;
    let people = register(&docket, &global.data)?;
    let at = SystemClock.now();
    let draft = Draft { kind: Kind::Staff, name, login: Some(login), ..Draft::default() };
    let number = people.create(&draft, AccountId::SYSTEM, at).await.map_err(input)?;
    people.add_post(&post(number, role, court, at.day(), groups), AccountId::SYSTEM, at).await.map_err(input)?;
    let temporary = people.reset_staff(number, AccountId::SYSTEM, at, &mut SystemDraw).await.map_err(input)?;
    output::result(temporary.password.as_str());
    output::say("以上是临时密码，只显示这一次；首次登录后须改密码并启用动态口令");
    Ok(())
}

fn post(account: AccountId, role: Role, court: CourtId, from: Day, groups: Vec<String>) -> PostDraft {
    PostDraft { account, role, court, from, until: None, capacity_hundredths: 100, groups }
}

/// The court whose staff can sign in to the demonstration.
const SHOWN: &str = "辽0102";
/// Its posts: login name, role, and the number within the court.
const POSTS: [(&str, Role, i64); 5] = [
    ("registrar", Role::Registrar, 901),
    ("head", Role::DivisionHead, 902),
    ("president", Role::President, 903),
    ("discipline", Role::Discipline, 904),
    ("admin", Role::Administrator, 905),
];
/// The password of them all.
const PASSWORD: &str = "mingjing-demo-2020";

/// Settles the demonstration's people once: the judges the simulated cases name, and a staff that can sign in.
pub async fn settle(docket: &Docket, data: &Path) -> Result<(), Failure> {
    let people = register(docket, data)?;
    let shown = court_of(SHOWN)?;
    if people.by_login("registrar").await.map_err(input)?.is_none() {
        let at = SystemClock.now();
        let from = Day::new(2020, 1, 1).unwrap_or_default();
        let mut judges = BTreeSet::new();
        docket
            .scan_facts(&mut |cells| {
                let column = |name: &str| {
                    let at = law::life::facts::CaseFacts::COLUMNS.iter().position(|one| *one == name)?;
                    cells.get(at).copied().flatten()
                };
                judges.extend(column("court").zip(column("judge")));
            })
            .await?;
        let hash = PasswordHash::make(PASSWORD, &Terms::default().passwords, &mut SystemDraw).map_err(input)?;
        let mut seeds: Vec<Seed> = judges
            .into_iter()
            .filter_map(|(court, judge)| Some((CourtId(u16::try_from(court).ok()?), judge)))
            .map(|(court, judge)| seed(judge, &format!("judge{judge}"), Role::Judge, court, from, None))
            .collect();
        let base = i64::from(shown.id.0) * 1_000;
        seeds.extend(
            POSTS.iter().map(|(login, role, nth)| seed(base + nth, login, *role, shown.id, from, Some(hash.clone()))),
        );
        people.seed(&seeds, at).await.map_err(input)?;
    }
    output::say(&format!("{}的工作人员账户（密码都是 {PASSWORD}，首次登录启用动态口令）：", shown.name));
    for (login, role, _) in POSTS {
        output::say(&format!("  {login}  {}", role.zh()));
    }
    output::say("当事人用任意手机号登录，验证码显示在页面上");
    Ok(())
}

fn seed(number: i64, login: &str, role: Role, court: CourtId, from: Day, password: Option<PasswordHash>) -> Seed {
    let groups = if role == Role::Judge { vec!["civil".to_owned()] } else { Vec::new() };
    let name = format!("{}{number}", role.zh());
    Seed {
        number: AccountId(number),
        draft: Draft { kind: Kind::Staff, name, login: Some(login.to_owned()), ..Draft::default() },
        posts: vec![post(AccountId(number), role, court, from, groups)],
        password,
    }
}
